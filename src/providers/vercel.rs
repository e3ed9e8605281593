//! Vercel: the DNS of its REST API. Records are added one by one.

use async_trait::async_trait;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;

use super::error::{KeyFault, ProviderError};
use super::http::{Request, Response, Session, bearer};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{HostedRecord, NewRecord, full_name, relative_name};

/// The base URL of the API.
pub(super) const BASE: &str = "https://api.vercel.com";

/// The most pages of the list of a zone; a page has 100 records.
const MAX_PAGES: usize = 50;

/// A token, and the way to the API.
pub(super) struct Vercel {
    session: Session,
    token: SecretString,
    team: Option<String>,
}

#[derive(Deserialize)]
struct Found {
    domain: Domain,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Domain {
    #[serde(default)]
    service_type: String,
    #[serde(default)]
    intended_nameservers: Vec<String>,
}

#[derive(Deserialize)]
struct Records {
    records: Vec<Record>,
    #[serde(default)]
    pagination: Pagination,
}

#[derive(Default, Deserialize)]
struct Pagination {
    #[serde(default)]
    next: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    id: String,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    value: String,
    #[serde(default)]
    ttl: Option<u32>,
    #[serde(default)]
    mx_priority: Option<u16>,
    /// It makes some records by itself.
    #[serde(default)]
    creator: String,
}

#[derive(Deserialize)]
struct Created {
    uid: String,
}

impl Vercel {
    /// Creates an adapter with this token, for this team if there is one, at this base URL.
    ///
    /// # Errors
    /// The base URL cannot be used.
    pub(super) fn new(base: &str, token: SecretString, team: Option<String>) -> Result<Self, ProviderError> {
        Ok(Self { session: Session::new(base, vec![token.clone()])?, token, team })
    }

    async fn send(&self, request: Request) -> Result<Response, ProviderError> {
        let request = match &self.team {
            Some(team) => request.query("teamId", team),
            None => request,
        };
        let sent = self.session.send(request, vec![bearer(&self.token)]).await;
        sent.map_err(|error| match error {
            // A token that it does not know is refused with 403.
            ProviderError::NotAllowed(words) if words == "Not authorized" => ProviderError::BadKey(KeyFault::Unknown),
            other => other,
        })
    }
}

#[async_trait]
impl ProviderApi for Vercel {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: false, ttl: (60, 2_147_483_647) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, _id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let found = self.send(Request::get(&["v5", "domains", name])).await;
        let Found { domain } = found.map_err(|error| error.zone_not_found(name))?.json()?;
        if domain.service_type == "external" {
            return Err(ProviderError::WrongZone(format!("Vercel knows {name} and does not serve its DNS")));
        }
        Ok(HostedZone { id: name.to_owned(), name: name.to_owned(), name_servers: domain.intended_nameservers })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        let mut found = Vec::new();
        let mut until = None;
        for _page in 0..MAX_PAGES {
            let mut request = Request::get(&["v4", "domains", &zone.name, "records"]).query("limit", "100");
            if let Some(until) = until {
                request = request.query("until", &format!("{until}"));
            }
            let page: Records = self.send(request).await?.json()?;
            let records = page.records.into_iter().map(|record| to_hosted(record, &zone.name));
            found.extend(records.filter(|record| record.name == name));
            match page.pagination.next {
                Some(next) => until = Some(next),
                None => return Ok(found),
            }
        }
        Err(ProviderError::NotReached("the zone has more records than are read".to_owned()))
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
            let body = match record.mx() {
                Some((priority, host)) => {
                    json!({ "name": name, "type": "MX", "value": host, "mxPriority": priority, "ttl": record.ttl })
                }
                None => json!({ "name": name, "type": record.rtype, "value": record.data, "ttl": record.ttl }),
            };
            let request = Request::post(&["v2", "domains", &zone.name, "records"], &body);
            ids.push(Some(self.send(request).await?.json::<Created>()?.uid));
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
            self.send(Request::delete(&["v2", "domains", &zone.name, "records", id])).await?;
        }
        Ok(())
    }
}

fn to_hosted(record: Record, zone: &str) -> HostedRecord {
    let raw = match record.rtype.as_str() {
        "MX" => format!("{} {}", record.mx_priority.unwrap_or_default(), record.value),
        _ => record.value,
    };
    let special = (record.creator == "system").then_some("read-only");
    let hosted = HostedRecord::new(&full_name(&record.name, zone), &record.rtype, &raw, record.ttl);
    HostedRecord { special, ..hosted.with_id(record.id) }
}
