//! Digital Ocean: its API v2. Records are added one by one; it takes the same record twice, so that what is there is read
//! again right before.

use async_trait::async_trait;
use reqwest::Method;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ProviderError;
use super::http::{Request, Response, Session, bearer};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{HostedRecord, NewRecord, full_name, relative_name};

/// The base URL of the API.
pub(super) const BASE: &str = "https://api.digitalocean.com/v2";

/// The most octets of a TXT record in quotes that it takes (DNSControl#370: it counts the quotes as well).
const MAX_TXT: usize = 509;

/// A token, and the way to the API.
pub(super) struct DigitalOcean {
    session: Session,
    token: SecretString,
}

#[derive(Deserialize)]
struct Records {
    domain_records: Vec<Record>,
    #[serde(default)]
    links: Value,
}

#[derive(Deserialize)]
struct Created {
    domain_record: Record,
}

#[derive(Deserialize)]
struct Record {
    id: u64,
    #[serde(rename = "type")]
    rtype: String,
    name: String,
    data: String,
    #[serde(default)]
    priority: Option<u16>,
    #[serde(default)]
    ttl: Option<u32>,
}

impl DigitalOcean {
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
}

#[async_trait]
impl ProviderApi for DigitalOcean {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: false, ttl: (30, 604_800) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, _id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let found = self.send(Request::get(&["domains", name])).await;
        found.map_err(|error| error.zone_not_found(name))?;
        let zone = HostedZone { id: name.to_owned(), name: name.to_owned(), name_servers: Vec::new() };
        // The zone has NS records at its apex, which are those of DigitalOcean unless the user has changed them.
        let apex = self.records(&zone, name).await?;
        Ok(HostedZone { name_servers: super::name_servers(&apex), ..zone })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        let request = Request::get(&["domains", &zone.name, "records"]).query("name", name).query("per_page", "200");
        let response = self.send(request).await?;
        let records: Records = response.json()?;
        if records.links["pages"]["next"].is_string() {
            return Err(response.unusable("there are more than 200 records at one name"));
        }
        Ok(records.domain_records.into_iter().map(|record| to_hosted(&record, &zone.name)).collect())
    }

    async fn add(
        &self,
        zone: &HostedZone,
        records: &[NewRecord],
        _current: &[HostedRecord],
    ) -> Result<Vec<Option<String>>, ProviderError> {
        let mut ids = Vec::new();
        for record in records {
            if record.rtype == "TXT" && record.presentation().len() > MAX_TXT {
                let words = format!("DigitalOcean takes TXT records of at most {MAX_TXT} characters with their quotes");
                return Err(ProviderError::Refused { status: 422, words });
            }
            let body = to_body(record, &zone.name);
            let response = self.send(Request::post(&["domains", &zone.name, "records"], &body)).await?;
            let created: Created = response.json()?;
            ids.push(Some(created.domain_record.id.to_string()));
        }
        Ok(ids)
    }

    async fn remove(
        &self,
        zone: &HostedZone,
        records: &[HostedRecord],
        _current: &[HostedRecord],
    ) -> Result<(), ProviderError> {
        for id in records.iter().filter_map(|record| record.id.as_deref()) {
            self.send(Request::write(Method::DELETE, &["domains", &zone.name, "records", id], &Value::Null)).await?;
        }
        Ok(())
    }
}

/// Its host names have no trailing dot in answers, and `@` stands for the zone.
fn to_hosted(record: &Record, zone: &str) -> HostedRecord {
    let host = || if record.data == "@" { zone } else { &record.data };
    let raw = match record.rtype.as_str() {
        "MX" => format!("{} {}", record.priority.unwrap_or_default(), host()),
        "CNAME" | "NS" => host().to_owned(),
        _ => record.data.clone(),
    };
    HostedRecord::new(&full_name(&record.name, zone), &record.rtype, &raw, record.ttl).with_id(record.id.to_string())
}

/// A TXT record goes without quotes, in one piece.
fn to_body(record: &NewRecord, zone: &str) -> Value {
    let name = relative_name(&record.name, zone, "@");
    match record.mx() {
        Some((priority, host)) => {
            json!({ "type": "MX", "name": name, "data": format!("{host}."), "priority": priority, "ttl": record.ttl })
        }
        None => json!({ "type": record.rtype, "name": name, "data": record.data, "ttl": record.ttl }),
    }
}
