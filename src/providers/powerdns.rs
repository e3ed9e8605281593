//! The authoritative server `PowerDNS`: its API v1. All records go in one PATCH. From 4.9.12 and 5.0.2 on, `EXTEND` and
//! `PRUNE` add and remove single records (PowerDNS/pdns#16589); before that a set is written anew as it was read, with the
//! record in it.

use async_trait::async_trait;
use reqwest::Method;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ProviderError;
use super::http::{Request, Response, Session};
use super::provider_api::{HostedZone, ProviderApi, WriteMode};
use super::records::{HostedRecord, NewRecord, set_of, sets};

/// A key, and the way to the server.
pub(super) struct PowerDns {
    session: Session,
    key: SecretString,
    /// `localhost`, unless the server stands behind something that knows several.
    server: String,
}

#[derive(Deserialize)]
struct ServerInfo {
    version: String,
}

#[derive(Deserialize)]
struct ZoneInfo {
    id: String,
    name: String,
    #[serde(default)]
    kind: String,
}

#[derive(Deserialize)]
struct ZoneData {
    rrsets: Vec<RrSet>,
}

#[derive(Deserialize)]
struct RrSet {
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default)]
    ttl: Option<u32>,
    records: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    content: String,
    #[serde(default)]
    disabled: bool,
}

impl PowerDns {
    /// Creates an adapter with this key for the server at this URL, which is without `/api/v1`.
    ///
    /// # Errors
    /// The URL cannot be used.
    pub(super) fn new(url: &str, key: SecretString, server: Option<String>) -> Result<Self, ProviderError> {
        let base = format!("{}/api/v1", url.trim().trim_end_matches('/').trim_end_matches("/api/v1"));
        let server = server.unwrap_or_else(|| "localhost".to_owned());
        Ok(Self { session: Session::new(&base, vec![key.clone()])?, key, server })
    }

    async fn send(&self, request: Request) -> Result<Response, ProviderError> {
        self.session.send(request, vec![("x-api-key", self.key.clone())]).await
    }

    async fn patch(&self, zone: &HostedZone, rrsets: &[Value]) -> Result<(), ProviderError> {
        let path = ["servers", &self.server, "zones", &zone.id];
        self.send(Request::write(Method::PATCH, &path, &json!({ "rrsets": rrsets }))).await.map(|_done| ())
    }

    /// Whether the server can add and remove single records.
    async fn has_extend(&self) -> Result<bool, ProviderError> {
        let info: ServerInfo = self.send(Request::get(&["servers", &self.server])).await?.json()?;
        Ok(is_fine_grained(&info.version))
    }
}

/// From 4.9.12 in the 4.9 series, from 5.0.2 on otherwise. A version that cannot be read counts as an old one.
fn is_fine_grained(version: &str) -> bool {
    let mut numbers = version.split(['.', '-']).map(|part| part.parse::<u32>().ok());
    let mut next = || numbers.next().flatten();
    match (next(), next(), next()) {
        (Some(4), Some(9), Some(patch)) => patch >= 12,
        (Some(major), Some(minor), Some(patch)) => (major, minor, patch) >= (5, 0, 2),
        _ => false,
    }
}

#[async_trait]
impl ProviderApi for PowerDns {
    fn mode(&self) -> WriteMode {
        WriteMode { atomic: true, ttl: (1, 2_147_483_647) }
    }

    fn host(&self) -> &str {
        self.session.host()
    }

    async fn find_zone(&self, name: &str, id: Option<&str>) -> Result<HostedZone, ProviderError> {
        let request = Request::get(&["servers", &self.server, "zones"]).query("zone", &format!("{name}."));
        let mut zones: Vec<ZoneInfo> = self.send(request).await?.json()?;
        zones.retain(|zone| super::records::normalize_name(&zone.name) == name && id.is_none_or(|id| zone.id == id));
        let zone = super::only_zone(zones, name)?;
        if matches!(zone.kind.as_str(), "Slave" | "Secondary" | "Consumer") {
            return Err(ProviderError::WrongZone(format!("{name} is a secondary zone at this server")));
        }
        let zone = HostedZone { id: zone.id, name: name.to_owned(), name_servers: Vec::new() };
        let apex = self.records(&zone, name).await?;
        Ok(HostedZone { name_servers: super::name_servers(&apex), ..zone })
    }

    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError> {
        let path = ["servers", &self.server, "zones", &zone.id];
        let request = Request::get(&path).query("rrset_name", &format!("{name}."));
        let data: ZoneData = self.send(request).await?.json()?;
        let records = data.rrsets.into_iter().flat_map(|set| {
            set.records.into_iter().map(move |record| HostedRecord {
                special: record.disabled.then_some("disabled"),
                ..HostedRecord::new(&set.name, &set.rtype, &record.content, set.ttl)
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
        let keys = sets(records.iter().map(|record| (record.name.as_str(), record.rtype.as_str())));
        // One EXTEND holds one record, and a set may appear once.
        let extends = keys.len() == records.len() && self.has_extend().await?;
        let rrsets = keys.into_iter().map(|(name, rtype)| {
            let new: Vec<&NewRecord> =
                records.iter().filter(|record| record.name == name && record.rtype == rtype).collect();
            let mut contents: Vec<String> = new.iter().map(|record| record.presentation()).collect();
            if !extends {
                contents.extend(set_of(current, name, rtype).into_iter().map(|record| record.raw.clone()));
            }
            let ttl = new.first().map(|record| record.ttl);
            to_rrset(name, rtype, ttl, if extends { "EXTEND" } else { "REPLACE" }, &contents)
        });
        self.patch(zone, &rrsets.collect::<Vec<_>>()).await?;
        Ok(Vec::new())
    }

    async fn remove(
        &self,
        zone: &HostedZone,
        records: &[HostedRecord],
        current: &[HostedRecord],
    ) -> Result<(), ProviderError> {
        let keys = sets(records.iter().map(|record| (record.name.as_str(), record.rtype.as_str())));
        let prunes = keys.len() == records.len() && self.has_extend().await?;
        let mut rrsets = Vec::new();
        for (name, rtype) in keys {
            let set = set_of(current, name, rtype);
            let (gone, kept): (Vec<&HostedRecord>, Vec<&HostedRecord>) =
                set.into_iter().partition(|record| records.contains(record));
            if kept.iter().any(|record| record.special.is_some()) {
                return Err(ProviderError::InTheWay(name.to_owned()));
            }
            let ttl = gone.first().and_then(|record| record.ttl);
            let contents =
                |records: Vec<&HostedRecord>| records.iter().map(|record| record.raw.clone()).collect::<Vec<_>>();
            rrsets.push(match (prunes, kept.is_empty()) {
                (true, _) => to_rrset(name, rtype, ttl, "PRUNE", &contents(gone)),
                (false, true) => json!({ "name": format!("{name}."), "type": rtype, "changetype": "DELETE" }),
                (false, false) => to_rrset(name, rtype, ttl, "REPLACE", &contents(kept)),
            });
        }
        self.patch(zone, &rrsets).await
    }
}

fn to_rrset(name: &str, rtype: &str, ttl: Option<u32>, change: &str, contents: &[String]) -> Value {
    let records: Vec<Value> = contents.iter().map(|content| json!({ "content": content, "disabled": false })).collect();
    json!({ "name": format!("{name}."), "type": rtype, "ttl": ttl, "changetype": change, "records": records })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_records_are_changed_where_the_server_can() {
        for (version, can) in [
            ("4.7.3", false),
            ("4.9.11", false),
            ("4.9.12", true),
            ("5.0.1", false),
            ("5.0.2", true),
            ("5.1.0-beta1", true),
            ("5.0.2-1pdns.bookworm", true),
            ("git-2026", false),
        ] {
            assert_eq!(is_fine_grained(version), can, "{version}");
        }
    }
}
