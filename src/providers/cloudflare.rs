//! Cloudflare: its API v4, with a token. All records go in one batch, which is one transaction of its database; how it
//! spreads to its servers is not.

use async_trait::async_trait;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{KeyFault, ProviderError};
use super::http::{Request, Response, Session, bearer};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{HostedRecord, NewRecord, quote_txt};

/// The base URL of the API.
pub(super) const BASE: &str = "https://api.cloudflare.com/client/v4";

/// The most records that one page of a list holds.
const PAGE: &str = "100";

/// A token, and the way to the API.
pub(super) struct Cloudflare {
    session: Session,
    token: SecretString,
}

/// What every response is wrapped in.
#[derive(Deserialize)]
struct Envelope<T> {
    result: Option<T>,
    result_info: Option<Pages>,
}

#[derive(Deserialize)]
struct Pages {
    #[serde(default)]
    total_pages: u64,
}

#[derive(Deserialize)]
struct Zone {
    id: String,
    name: String,
    #[serde(default)]
    name_servers: Option<Vec<String>>,
    #[serde(default)]
    vanity_name_servers: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Record {
    id: String,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    ttl: u32,
    #[serde(default)]
    priority: Option<u16>,
    #[serde(default)]
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(default)]
    read_only: bool,
}

#[derive(Deserialize)]
struct Batch {
    #[serde(default)]
    posts: Option<Vec<Record>>,
}

impl Cloudflare {
    /// Creates an adapter with this token at this base URL.
    ///
    /// # Errors
    /// The base URL cannot be used.
    pub(super) fn new(base: &str, token: SecretString) -> Result<Self, ProviderError> {
        Ok(Self { session: Session::new(base, vec![token.clone()])?, token })
    }

    async fn send(&self, request: Request) -> Result<Response, ProviderError> {
        self.session.send(request, vec![bearer(&self.token)]).await.map_err(to_key_fault)
    }

    async fn batch(&self, zone: &HostedZone, body: &Value) -> Result<Batch, ProviderError> {
        let request = Request::post(&["zones", &zone.id, "dns_records", "batch"], body);
        let response = self.send(request).await?;
        let envelope: Envelope<Batch> = response.json()?;
        envelope.result.ok_or_else(|| response.unusable("its answer has no result"))
    }
}

/// A token in a form that no token has is refused with 400.
fn to_key_fault(error: ProviderError) -> ProviderError {
    match error {
        ProviderError::Refused { status: 400, words } if words.contains("request headers") => {
            ProviderError::BadKey(KeyFault::Unknown)
        }
        // "Invalid access token"; "Authentication error" is also said of a good token without the permission.
        ProviderError::NotAllowed(words) if words.contains("Invalid access token") => {
            ProviderError::BadKey(KeyFault::Unknown)
        }
        other => other,
    }
}

#[async_trait]
impl ProviderApi for Cloudflare {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: true, ttl: (60, 86_400) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let response = self.send(Request::get(&["zones"]).query("name", name)).await?;
        let envelope: Envelope<Vec<Zone>> = response.json()?;
        let mut zones = envelope.result.unwrap_or_default();
        zones.retain(|zone| zone.name.eq_ignore_ascii_case(name) && id.is_none_or(|id| zone.id == id));
        let zone = super::only_zone(zones, name)?;
        let servers = [zone.name_servers, zone.vanity_name_servers].into_iter().flatten().flatten().collect();
        Ok(HostedZone { id: zone.id, name: name.to_owned(), name_servers: servers })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        let request = Request::get(&["zones", &zone.id, "dns_records"]).query("name", name).query("per_page", PAGE);
        let response = self.send(request).await?;
        let envelope: Envelope<Vec<Record>> = response.json()?;
        if envelope.result_info.is_some_and(|pages| pages.total_pages > 1) {
            return Err(response.unusable("there are more than 100 records at one name"));
        }
        let records = envelope.result.ok_or_else(|| response.unusable("its answer has no result"))?;
        Ok(records.into_iter().map(to_hosted).collect())
    }

    async fn add(
        &self,
        zone: &HostedZone,
        records: &[NewRecord],
        _current: &[HostedRecord],
    ) -> Result<Vec<Option<String>>, ProviderError> {
        let posts: Vec<Value> = records.iter().map(to_post).collect();
        let made = self.batch(zone, &json!({ "posts": posts })).await?.posts.unwrap_or_default();
        let made: Vec<HostedRecord> = made.into_iter().map(to_hosted).collect();
        let id = |record: &NewRecord| {
            made.iter().find(|made| made.is(&record.name, &record.rtype, &record.data)).and_then(|made| made.id.clone())
        };
        Ok(records.iter().map(id).collect())
    }

    async fn remove(
        &self,
        zone: &HostedZone,
        records: &[HostedRecord],
        _current: &[HostedRecord],
    ) -> Result<(), ProviderError> {
        let deletes: Vec<Value> = records.iter().map(|record| json!({ "id": record.id })).collect();
        self.batch(zone, &json!({ "deletes": deletes })).await.map(|_batch| ())
    }
}

/// Its TXT contents are as they were entered: with quotes or without. Its TTL 1 means that it chooses.
fn to_hosted(record: Record) -> HostedRecord {
    let content = record.content.unwrap_or_default();
    let raw = match record.priority {
        Some(priority) if record.rtype == "MX" => format!("{priority} {content}"),
        _ => content,
    };
    let special = record.meta.is_some_and(|meta| meta.read_only).then_some("read-only");
    let hosted = HostedRecord::new(&record.name, &record.rtype, &raw, Some(record.ttl)).with_id(record.id);
    HostedRecord { special, ..hosted }
}

fn to_post(record: &NewRecord) -> Value {
    let NewRecord { name, rtype, ttl, .. } = record;
    match record.mx() {
        Some((priority, host)) => {
            json!({ "type": rtype, "name": name, "content": host, "priority": priority, "ttl": ttl })
        }
        None => json!({ "type": rtype, "name": name, "content": quote_txt(&record.data), "ttl": ttl }),
    }
}
