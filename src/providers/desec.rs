//! deSEC: its API v1. New sets go in one POST, which is refused as a whole if one of them is there. Where a set is there,
//! all go in one PATCH with the sets as they are to be, which is carried out as a whole.

use async_trait::async_trait;
use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ProviderError;
use super::http::{Request, Response, Session};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{HostedRecord, NewRecord, full_name, relative_name, set_of, sets};

/// The base URL of the API.
pub(super) const BASE: &str = "https://desec.io/api/v1";

/// A token, and the way to the API.
pub(super) struct Desec {
    session: Session,
    token: SecretString,
}

#[derive(Deserialize)]
struct RrSet {
    subname: String,
    #[serde(rename = "type")]
    rtype: String,
    ttl: u32,
    records: Vec<String>,
}

impl Desec {
    /// Creates an adapter with this token at this base URL.
    ///
    /// # Errors
    /// The base URL cannot be used.
    pub(super) fn new(base: &str, token: SecretString) -> Result<Self, ProviderError> {
        Ok(Self { session: Session::new(base, vec![token.clone()])?, token })
    }

    async fn send(&self, mut request: Request) -> Result<Response, ProviderError> {
        // Every address of its API ends with a slash.
        request.path.push('/');
        let header = format!("Token {}", self.token.expose_secret());
        self.session.send(request, vec![("authorization", header.into())]).await
    }

    async fn write(&self, zone: &HostedZone, method: Method, rrsets: Vec<Value>) -> Result<(), ProviderError> {
        let request = Request::write(method, &["domains", &zone.name, "rrsets"], &Value::Array(rrsets));
        self.send(request).await.map(|_done| ())
    }
}

#[async_trait]
impl ProviderApi for Desec {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: true, ttl: (3600, 86_400) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, _id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let found = self.send(Request::get(&["domains", name])).await;
        found.map_err(|error| error.zone_not_found(name))?;
        let zone = HostedZone { id: name.to_owned(), name: name.to_owned(), name_servers: Vec::new() };
        let apex = self.records(&zone, name).await?;
        Ok(HostedZone { name_servers: super::name_servers(&apex), ..zone })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        let subname = relative_name(name, &zone.name, "");
        let request = Request::get(&["domains", &zone.name, "rrsets"]);
        let request = Request { query: format!("subname={}", crate::api::percent_encode(&subname)), ..request };
        let rrsets: Vec<RrSet> = self.send(request).await?.json()?;
        let records = rrsets.into_iter().flat_map(|set| {
            let name = full_name(&set.subname, &zone.name);
            set.records.into_iter().map(move |raw| HostedRecord::new(&name, &set.rtype, &raw, Some(set.ttl)))
        });
        Ok(records.collect())
    }

    async fn add(
        &self,
        zone: &HostedZone,
        records: &[NewRecord],
        current: &[HostedRecord],
    ) -> Result<Vec<Option<String>>, ProviderError> {
        let mut are_new = true;
        let keys = sets(records.iter().map(|record| (record.name.as_str(), record.rtype.as_str())));
        let rrsets = keys.into_iter().map(|(name, rtype)| {
            let new = records.iter().filter(|record| record.name == name && record.rtype == rtype);
            let mut contents: Vec<String> =
                set_of(current, name, rtype).into_iter().map(|record| record.raw.clone()).collect();
            are_new &= contents.is_empty();
            contents.extend(new.clone().map(NewRecord::presentation));
            let ttl = new.map(|record| record.ttl).next();
            json!({ "subname": relative_name(name, &zone.name, ""), "type": rtype, "ttl": ttl, "records": contents })
        });
        let rrsets = rrsets.collect();
        self.write(zone, if are_new { Method::POST } else { Method::PATCH }, rrsets).await?;
        Ok(Vec::new())
    }

    async fn remove(
        &self,
        zone: &HostedZone,
        records: &[HostedRecord],
        current: &[HostedRecord],
    ) -> Result<(), ProviderError> {
        let keys = sets(records.iter().map(|record| (record.name.as_str(), record.rtype.as_str())));
        // A set without records is none.
        let rrsets = keys.into_iter().map(|(name, rtype)| {
            let kept = set_of(current, name, rtype).into_iter().filter(|record| !records.contains(record));
            let contents: Vec<&str> = kept.map(|record| record.raw.as_str()).collect();
            json!({ "subname": relative_name(name, &zone.name, ""), "type": rtype, "records": contents })
        });
        let rrsets = rrsets.collect();
        self.write(zone, Method::PATCH, rrsets).await
    }
}
