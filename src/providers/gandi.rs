//! Gandi: its API v5 (`livedns`). A new set is added by POST, which is refused if there is one; a set that is there is read
//! again and written with the record in it.

use async_trait::async_trait;
use reqwest::Method;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;

use super::error::ProviderError;
use super::http::{Request, Response, Session, bearer};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{HostedRecord, NewRecord, full_name, relative_name, set_of};

/// The base URL of the API.
pub(super) const BASE: &str = "https://api.gandi.net/v5/livedns";

/// A personal access token, and the way to the API.
pub(super) struct Gandi {
    session: Session,
    token: SecretString,
}

#[derive(Deserialize)]
struct RrSet {
    #[serde(rename = "rrset_name")]
    name: String,
    #[serde(rename = "rrset_type")]
    rtype: String,
    #[serde(rename = "rrset_ttl", default)]
    ttl: Option<u32>,
    #[serde(rename = "rrset_values")]
    values: Vec<String>,
}

impl Gandi {
    /// Creates an adapter with this token at this base URL.
    ///
    /// # Errors
    /// The base URL cannot be used.
    pub(super) fn new(base: &str, token: SecretString) -> Result<Self, ProviderError> {
        Ok(Self { session: Session::new(base, vec![token.clone()])?, token })
    }

    async fn send(&self, request: Request) -> Result<Response, ProviderError> {
        self.session.send(request, vec![bearer(&self.token)]).await
    }

    /// Writes a set.
    async fn write(
        &self,
        method: Method,
        zone: &HostedZone,
        set: (&str, &str),
        ttl: Option<u32>,
        values: &[String],
    ) -> Result<(), ProviderError> {
        let name = relative_name(set.0, &zone.name, "@");
        let mut body = json!({ "rrset_values": values });
        if let Some(ttl) = ttl {
            body["rrset_ttl"] = ttl.into();
        }
        self.send(Request::write(method, &["domains", &zone.name, "records", &name, set.1], &body))
            .await
            .map(|_done| ())
    }
}

#[async_trait]
impl ProviderApi for Gandi {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: false, ttl: (300, 2_592_000) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, _id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let found = self.send(Request::get(&["domains", name])).await;
        found.map_err(|error| error.zone_not_found(name))?;
        let name_servers = self.send(Request::get(&["domains", name, "nameservers"])).await?.json()?;
        Ok(HostedZone { id: name.to_owned(), name: name.to_owned(), name_servers })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        let relative = relative_name(name, &zone.name, "@");
        let found = self.send(Request::get(&["domains", &zone.name, "records", &relative])).await;
        let rrsets: Vec<RrSet> = match found {
            Ok(response) => response.json()?,
            // A name without records.
            Err(ProviderError::Refused { status: 404, .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let records = rrsets.into_iter().flat_map(|set| {
            let name = full_name(&set.name, &zone.name);
            set.values.into_iter().map(move |raw| HostedRecord::new(&name, &set.rtype, &raw, set.ttl))
        });
        Ok(records.collect())
    }

    async fn add(
        &self,
        zone: &HostedZone,
        records: &[NewRecord],
        current: &[HostedRecord],
    ) -> Result<Vec<Option<String>>, ProviderError> {
        for record in records {
            let mut values: Vec<String> =
                set_of(current, &record.name, &record.rtype).into_iter().map(|other| other.raw.clone()).collect();
            let method = if values.is_empty() { Method::POST } else { Method::PUT };
            values.push(record.presentation());
            let written = self.write(method, zone, (&record.name, &record.rtype), Some(record.ttl), &values).await;
            written.map_err(|error| match error {
                ProviderError::Refused { status: 409, .. } => ProviderError::Moved(record.name.clone()),
                other => other,
            })?;
        }
        Ok(Vec::new())
    }

    async fn remove(
        &self,
        zone: &HostedZone,
        records: &[HostedRecord],
        current: &[HostedRecord],
    ) -> Result<(), ProviderError> {
        for record in records {
            let kept = set_of(current, &record.name, &record.rtype).into_iter().filter(|other| *other != record);
            let values: Vec<String> = kept.map(|other| other.raw.clone()).collect();
            if values.is_empty() {
                let name = relative_name(&record.name, &zone.name, "@");
                self.send(Request::delete(&["domains", &zone.name, "records", &name, &record.rtype])).await?;
            } else {
                self.write(Method::PUT, zone, (&record.name, &record.rtype), record.ttl, &values).await?;
            }
        }
        Ok(())
    }
}
