//! Porkbun: its JSON API v3. Records are added one by one. Every request is a POST with the keys in its body, those that
//! read as well; a domain whose API access is off is refused.

use async_trait::async_trait;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::error::{KeyFault, ProviderError};
use super::http::{Request, Response, Session};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{HostedRecord, NewRecord, relative_name};

/// The base URL of the API.
pub(super) const BASE: &str = "https://api.porkbun.com/api/json/v3";

/// A pair of keys, and the way to the API.
pub(super) struct Porkbun {
    session: Session,
    key: SecretString,
    secret: SecretString,
}

#[derive(Deserialize)]
struct NameServers {
    #[serde(default)]
    ns: Vec<String>,
}

#[derive(Deserialize)]
struct Records {
    records: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    #[serde(deserialize_with = "text_or_number")]
    id: String,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    content: String,
    #[serde(deserialize_with = "text_or_number")]
    ttl: String,
    #[serde(default, deserialize_with = "text_or_number")]
    prio: String,
}

#[derive(Deserialize)]
struct Created {
    #[serde(deserialize_with = "text_or_number")]
    id: String,
}

/// It writes numbers as texts, mostly.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    })
}

impl Porkbun {
    /// Creates an adapter with these keys at this base URL.
    ///
    /// # Errors
    /// The base URL cannot be used.
    pub(super) fn new(base: &str, key: SecretString, secret: SecretString) -> Result<Self, ProviderError> {
        Ok(Self { session: Session::new(base, vec![key.clone(), secret.clone()])?, key, secret })
    }

    /// A request with the keys in its body, which is a JSON object.
    fn request(&self, segments: &[&str], mut body: Value) -> Request {
        body["apikey"] = self.key.expose_secret().into();
        body["secretapikey"] = self.secret.expose_secret().into();
        Request::post(segments, &body)
    }

    async fn read(&self, segments: &[&str]) -> Result<Response, ProviderError> {
        self.send(self.request(segments, json!({})).reading()).await
    }

    /// A refusal comes with 400, and sometimes with 200.
    async fn send(&self, request: Request) -> Result<Response, ProviderError> {
        let response = self.session.send(request, Vec::new()).await.map_err(to_fault)?;
        let value: Value = response.json()?;
        if value["status"] == "ERROR" {
            return Err(to_fault(ProviderError::Refused { status: 400, words: self.session.words(&response.body) }));
        }
        Ok(response)
    }
}

/// It tells by words alone what is wrong.
fn to_fault(error: ProviderError) -> ProviderError {
    let words = match &error {
        ProviderError::Refused { words, .. } | ProviderError::NotAllowed(words) => words.clone(),
        _ => return error,
    };
    if words.contains("not opted in") {
        ProviderError::NotAllowed(words)
    } else if words.contains("API key") {
        ProviderError::BadKey(KeyFault::Unknown)
    } else {
        error
    }
}

#[async_trait]
impl ProviderApi for Porkbun {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: false, ttl: (600, 2_147_483_647) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, _id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let found = self.read(&["domain", "getNs", name]).await.map_err(|error| match error {
            ProviderError::Refused { words, .. } if words.contains("Invalid domain") => {
                ProviderError::NoZone(name.to_owned())
            }
            other => other.zone_not_found(name),
        });
        let NameServers { ns } = found?.json()?;
        Ok(HostedZone { id: name.to_owned(), name: name.to_owned(), name_servers: ns })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        // By name alone there is no list.
        let Records { records } = self.read(&["dns", "retrieve", &zone.name]).await?.json()?;
        Ok(records.into_iter().map(to_hosted).filter(|record| record.name == name).collect())
    }

    async fn add(
        &self,
        zone: &HostedZone,
        records: &[NewRecord],
        _current: &[HostedRecord],
    ) -> Result<Vec<Option<String>>, ProviderError> {
        let mut ids = Vec::new();
        for record in records {
            let name = relative_name(&record.name, &zone.name, "");
            let ttl = record.ttl.to_string();
            let body = match record.mx() {
                Some((priority, host)) => {
                    json!({ "name": name, "type": "MX", "content": host, "ttl": ttl, "prio": priority.to_string() })
                }
                None => json!({ "name": name, "type": record.rtype, "content": record.data, "ttl": ttl }),
            };
            let created: Created = self.send(self.request(&["dns", "create", &zone.name], body)).await?.json()?;
            ids.push(Some(created.id));
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
            self.send(self.request(&["dns", "delete", &zone.name, id], json!({}))).await?;
        }
        Ok(())
    }
}

fn to_hosted(record: Record) -> HostedRecord {
    let raw = match record.rtype.as_str() {
        "MX" => format!("{} {}", record.prio, record.content),
        _ => record.content,
    };
    HostedRecord::new(&record.name, &record.rtype, &raw, record.ttl.parse().ok()).with_id(record.id)
}
