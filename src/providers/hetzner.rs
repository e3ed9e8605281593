//! Hetzner: the DNS of its Cloud API v1. A record is appended to its set by an action, which is carried out later and is
//! asked about until it is over.

use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ProviderError;
use super::http::{Request, Response, Session, bearer};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{HostedRecord, NewRecord, full_name, relative_name, set_of};

/// The base URL of the API.
pub(super) const BASE: &str = "https://api.hetzner.cloud/v1";

/// The pauses before an action is asked about, in milliseconds: 12 s in all.
const PAUSES: [u64; 14] = [100, 200, 400, 800, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1500];

/// A token, and the way to the API.
pub(super) struct Hetzner {
    session: Session,
    token: SecretString,
}

#[derive(Deserialize)]
struct Zones {
    zones: Vec<Zone>,
}

#[derive(Deserialize)]
struct Zone {
    id: u64,
    name: String,
    #[serde(default)]
    mode: String,
    #[serde(default)]
    authoritative_nameservers: Value,
}

#[derive(Deserialize)]
struct RrSets {
    rrsets: Vec<RrSet>,
}

#[derive(Deserialize)]
struct RrSet {
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    ttl: Option<u32>,
    #[serde(default)]
    protection: Protection,
    records: Vec<Record>,
}

#[derive(Default, Deserialize)]
struct Protection {
    #[serde(default)]
    change: bool,
}

#[derive(Deserialize)]
struct Record {
    value: String,
}

#[derive(Deserialize)]
struct Started {
    action: Action,
}

#[derive(Deserialize)]
struct Action {
    id: u64,
    status: String,
    #[serde(default)]
    error: Value,
}

impl Hetzner {
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

    /// Starts an action on a set and waits until it is over.
    async fn act(&self, zone: &HostedZone, set: (&str, &str), action: &str, body: &Value) -> Result<(), ProviderError> {
        let name = relative_name(set.0, &zone.name, "@");
        let path = ["zones", &zone.id, "rrsets", &name, set.1, "actions", action];
        let Started { mut action } = self.send(Request::post(&path, body)).await?.json()?;
        for pause in PAUSES {
            match action.status.as_str() {
                "success" => return Ok(()),
                "error" => {
                    let words = self.session.words(action.error.to_string().as_bytes());
                    return Err(ProviderError::Refused { status: 422, words });
                }
                _ => {}
            }
            tokio::time::sleep(Duration::from_millis(pause)).await;
            let asked = self.send(Request::get(&["actions", &action.id.to_string()])).await;
            // The change itself was accepted; only its end is not known.
            let lost = |error: ProviderError| ProviderError::Lost(error.to_string());
            action = asked.map_err(lost)?.json::<Started>().map_err(lost)?.action;
        }
        Err(ProviderError::Lost("the change has not ended within 12 s".to_owned()))
    }
}

#[async_trait]
impl ProviderApi for Hetzner {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: false, ttl: (60, 2_147_483_647) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let Zones { mut zones } = self.send(Request::get(&["zones"]).query("name", name)).await?.json()?;
        zones.retain(|zone| zone.name == name && id.is_none_or(|id| zone.id.to_string() == id));
        let zone = super::only_zone(zones, name)?;
        if zone.mode == "secondary" {
            return Err(ProviderError::WrongZone(format!("{name} is a secondary zone at Hetzner")));
        }
        let servers = zone.authoritative_nameservers["assigned"].as_array().into_iter().flatten();
        let name_servers = servers.filter_map(|server| server.as_str().map(str::to_owned)).collect();
        Ok(HostedZone { id: zone.id.to_string(), name: name.to_owned(), name_servers })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        let relative = relative_name(name, &zone.name, "@");
        let request = Request::get(&["zones", &zone.id, "rrsets"]).query("name", &relative).query("per_page", "50");
        let RrSets { rrsets } = self.send(request).await?.json()?;
        let records = rrsets.into_iter().flat_map(|set| {
            let name = full_name(&set.name, &zone.name);
            let special = set.protection.change.then_some("read-only");
            set.records.into_iter().map(move |record| HostedRecord {
                special,
                ..HostedRecord::new(&name, &set.rtype, &record.value, set.ttl)
            })
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
            let mut body = json!({ "records": [{ "value": record.presentation() }] });
            // A set that is there keeps its TTL; another one is an error.
            if set_of(current, &record.name, &record.rtype).is_empty() {
                body["ttl"] = record.ttl.into();
            }
            self.act(zone, (&record.name, &record.rtype), "add_records", &body).await?;
        }
        Ok(Vec::new())
    }

    async fn remove(
        &self,
        zone: &HostedZone,
        records: &[HostedRecord],
        _current: &[HostedRecord],
    ) -> Result<(), ProviderError> {
        for record in records {
            let body = json!({ "records": [{ "value": record.raw }] });
            self.act(zone, (&record.name, &record.rtype), "remove_records", &body).await?;
        }
        Ok(())
    }
}
