//! OVH: its API 1.0. Records are added one by one to a draft of the zone, which a refresh then publishes.

use async_trait::async_trait;
use jiff::Timestamp;
use ring::digest;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{KeyFault, ProviderError};
use super::http::{Request, Response, Session, bearer};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{HostedRecord, NewRecord, full_name, relative_name};
use super::route53::hex;

/// The endpoints of the API, by the codes of `OVH_ENDPOINT`.
const ENDPOINTS: [(&str, &str); 3] = [
    ("ovh-eu", "https://eu.api.ovh.com/1.0"),
    ("ovh-ca", "https://ca.api.ovh.com/1.0"),
    ("ovh-us", "https://api.us.ovhcloud.com/1.0"),
];

/// The keys of an application, or an access token.
pub(super) enum OvhKey {
    /// Each request is signed.
    Application {
        /// The application's key.
        key: SecretString,
        /// The application's secret.
        secret: SecretString,
        /// The key of the user who allows it.
        consumer: SecretString,
    },
    /// Each request has the token.
    Token(SecretString),
}

/// A key, and the way to the API.
pub(super) struct Ovh {
    session: Session,
    key: OvhKey,
}

#[derive(Deserialize)]
struct Zone {
    #[serde(rename = "nameServers", default)]
    name_servers: Vec<String>,
}

#[derive(Deserialize)]
struct Record {
    id: u64,
    #[serde(rename = "fieldType")]
    rtype: String,
    #[serde(rename = "subDomain", default)]
    subdomain: Option<String>,
    target: String,
    #[serde(default)]
    ttl: Option<u32>,
}

/// The base URL for the value of `OVH_ENDPOINT`: one of its codes, or a URL.
pub(super) fn base_url(endpoint: &str) -> String {
    let own = ENDPOINTS.iter().find(|(code, _)| *code == endpoint);
    own.map_or_else(|| endpoint.to_owned(), |(_, url)| (*url).to_owned())
}

impl Ovh {
    /// Creates an adapter with this key at this base URL.
    ///
    /// # Errors
    /// The base URL cannot be used.
    pub(super) fn new(base: &str, key: OvhKey) -> Result<Self, ProviderError> {
        let secrets = match &key {
            OvhKey::Application { key, secret, consumer } => vec![key.clone(), secret.clone(), consumer.clone()],
            OvhKey::Token(token) => vec![token.clone()],
        };
        Ok(Self { session: Session::new(base, secrets)?, key })
    }

    async fn send(&self, mut request: Request) -> Result<Response, ProviderError> {
        let secret = match &self.key {
            OvhKey::Token(token) => vec![bearer(token)],
            OvhKey::Application { key, secret, consumer } => {
                let now = Timestamp::now().as_second().to_string();
                let url = self.session.url(&request);
                let text = [
                    secret.expose_secret(),
                    consumer.expose_secret(),
                    request.method.as_str(),
                    &url,
                    &request.body,
                    &now,
                ]
                .join("+");
                let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes());
                request.headers.push(("x-ovh-timestamp", now));
                request.headers.push(("x-ovh-signature", format!("$1${}", hex(hash.as_ref()))));
                vec![("x-ovh-application", key.clone()), ("x-ovh-consumer", consumer.clone())]
            }
        };
        self.session.send(request, secret).await.map_err(to_fault)
    }

    /// Publishes the draft. What was added before is in it either way, so that a failure leaves it in doubt.
    async fn refresh(&self, zone: &HostedZone) -> Result<(), ProviderError> {
        let refreshed = self.send(Request::post(&["domain", "zone", &zone.name, "refresh"], &Value::Null)).await;
        refreshed.map(|_done| ()).map_err(|error| {
            ProviderError::Lost(format!("the change is made, but not published to the name servers: {error}"))
        })
    }
}

fn to_fault(error: ProviderError) -> ProviderError {
    match &error {
        ProviderError::NotAllowed(words) | ProviderError::Refused { words, .. } => {
            let words = words.to_ascii_lowercase();
            if words.contains("timestamp") || words.contains("query out of time") {
                ProviderError::BadKey(KeyFault::Clock)
            } else if words.contains("invalid signature") {
                ProviderError::BadKey(KeyFault::Signature)
            } else if words.contains("credential is not valid") || words.contains("application key is invalid") {
                ProviderError::BadKey(KeyFault::Unknown)
            } else {
                error
            }
        }
        _ => error,
    }
}

#[async_trait]
impl ProviderApi for Ovh {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: false, ttl: (60, 2_147_483_647) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, _id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let found = self.send(Request::get(&["domain", "zone", name])).await;
        let zone: Zone = found.map_err(|error| error.zone_not_found(name))?.json()?;
        Ok(HostedZone { id: name.to_owned(), name: name.to_owned(), name_servers: zone.name_servers })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        let subdomain = relative_name(name, &zone.name, "");
        let path = ["domain", "zone", &zone.name, "record"];
        let ids: Vec<u64> = self.send(Request::get(&path).query("subDomain", &subdomain)).await?.json()?;
        let mut records = Vec::new();
        for id in ids {
            let request = Request::get(&["domain", "zone", &zone.name, "record", &id.to_string()]);
            let record: Record = self.send(request).await?.json()?;
            records.push(to_hosted(record, &zone.name));
        }
        Ok(records)
    }

    async fn add(
        &self,
        zone: &HostedZone,
        records: &[NewRecord],
        _current: &[HostedRecord],
    ) -> Result<Vec<Option<String>>, ProviderError> {
        let mut ids = Vec::new();
        for record in records {
            let body = json!({
                "fieldType": record.rtype, "subDomain": relative_name(&record.name, &zone.name, ""),
                "target": record.presentation(), "ttl": record.ttl
            });
            let created: Record =
                self.send(Request::post(&["domain", "zone", &zone.name, "record"], &body)).await?.json()?;
            ids.push(Some(created.id.to_string()));
            self.refresh(zone).await?;
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
            self.send(Request::delete(&["domain", "zone", &zone.name, "record", id])).await?;
            self.refresh(zone).await?;
        }
        Ok(())
    }
}

/// Its own types for what is a TXT record in DNS.
fn to_hosted(record: Record, zone: &str) -> HostedRecord {
    let rtype = match record.rtype.as_str() {
        "DKIM" | "SPF" | "DMARC" => "TXT",
        other => other,
    };
    let name = full_name(&record.subdomain.unwrap_or_default(), zone);
    // 0 means that the zone's default is used.
    let ttl = record.ttl.filter(|ttl| *ttl > 0);
    HostedRecord::new(&name, rtype, &record.target, ttl).with_id(record.id.to_string())
}
