//! The part of the state that DNS shows: how records are published, and the zones that this produces.

use jiff::Timestamp;

use super::SandboxState;
use crate::core::dns::{QueryType, RecordData};
use crate::core::publishing::{Mistake, PublishMode, RecordSelector};
use crate::sandbox::dns::{
    PublishError, PublishedRecord, SANDBOX_ZONE, SecondServer, StaleAnswer, ZONE_TTL, ZoneContents, ZoneRecord,
    built_in_records,
};
use crate::sandbox::domain::Domain;

impl SandboxState {
    /// Publishes records of every domain with this id or name.
    pub(in crate::sandbox) fn publish(
        &mut self,
        domain: &str,
        which: &RecordSelector,
        how: PublishMode,
        now: Timestamp,
    ) -> Result<Vec<PublishedRecord>, PublishError> {
        let named = matches_id_or_name(domain);
        let domains = self.projects.values_mut().flat_map(|project| &mut project.domains);
        let published = domains.filter(|domain| named(domain)).map(|domain| domain.publish(which, how, now));
        let published = published.collect::<Result<Vec<_>, _>>()?.concat();
        if published.is_empty() {
            return Err(PublishError::DomainNotFound(domain.to_owned()));
        }
        self.zone_serial = self.zone_serial.wrapping_add(1);
        Ok(published)
    }

    /// How the records of a domain are published.
    pub(in crate::sandbox) fn published_records(&self, domain: &str) -> Result<Vec<PublishedRecord>, PublishError> {
        let published: Vec<PublishedRecord> =
            self.domains().filter(|it| matches_id_or_name(domain)(it)).flat_map(Domain::published_records).collect();
        if published.is_empty() { Err(PublishError::DomainNotFound(domain.to_owned())) } else { Ok(published) }
    }

    /// The zone that contains a name: the deepest one that exists.
    pub(in crate::sandbox) fn find_zone(&self, name: &str) -> Option<ZoneContents> {
        let name = normalize_name(name);
        let zones = self.domains().map(|domain| domain.zone.clone()).chain([SANDBOX_ZONE.to_owned()]);
        let zones = zones.chain(self.domains().flat_map(Domain::zone_cuts));
        let origin = zones.filter(|zone| is_in_zone(&name, zone)).max_by_key(String::len)?;
        let mut zone = ZoneContents {
            serial: self.zone_serial,
            is_lame: false,
            second_server: SecondServer::Same,
            is_bogus: false,
            ttl: ZONE_TTL,
            zone_cuts: self.domains().filter(|domain| domain.zone == origin).flat_map(Domain::zone_cuts).collect(),
            records: built_in_records().filter(|entry| is_in_zone(&entry.name, &origin)).collect(),
            origin,
        };
        for (entry, how) in self.domains().filter(|domain| domain.zone == zone.origin).flat_map(Domain::zone_records) {
            match how {
                PublishMode::WithMistake(Mistake::StaleServer) => zone.second_server = SecondServer::Stale,
                PublishMode::WithMistake(Mistake::TwoProviders) => zone.second_server = SecondServer::OtherProvider,
                _ => {}
            }
            zone.is_lame |= how == PublishMode::WithMistake(Mistake::Lame);
            zone.is_bogus |= how == PublishMode::WithMistake(Mistake::Dnssec);
            zone.records.push(entry);
        }
        drop_ended_wildcards(&mut zone.records, &name);
        Some(zone)
    }

    /// The zone as the resolver answers it for this type. It caches nothing of other types.
    pub(in crate::sandbox) fn find_zone_for_resolver(
        &self,
        name: &str,
        kind: Option<QueryType>,
        now: Timestamp,
    ) -> Option<ZoneContents> {
        let mut zone = self.find_zone(name)?;
        let name = normalize_name(name);
        let old = kind.and_then(|kind| self.domains().find_map(|domain| domain.stale_answer(&name, kind, now)));
        if let Some(StaleAnswer { data, ttl }) = old {
            zone.ttl = ttl;
            let is_kept = |entry: &ZoneRecord| entry.name != name || Some(entry.query_type()) != kind;
            zone.records.retain(is_kept);
            zone.records.extend(data.into_iter().map(|data| ZoneRecord::new(name.clone(), data)));
        }
        Some(zone)
    }

    fn domains(&self) -> impl Iterator<Item = &Domain> {
        self.projects.values().flat_map(|project| &project.domains)
    }
}

/// Whether a domain has this id or this name.
fn matches_id_or_name(id_or_name: &str) -> impl Fn(&Domain) -> bool {
    let name = id_or_name.strip_suffix('.').unwrap_or(id_or_name).to_ascii_lowercase();
    let id = id_or_name.to_owned();
    move |domain| domain.id == id || domain.name == name
}

/// Converts a name to the form of [`Domain::name`].
fn normalize_name(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// Whether a name is the zone's top or below it.
fn is_in_zone(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone).is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
}

/// Drops the wildcards of a website that do not answer for this name, because a name between exists (RFC 4592 section 2.2.2), if
/// only by the names below it. Those that are published instead of a record answer whatever else is at its name, so that each
/// record can show that mistake.
fn drop_ended_wildcards(records: &mut Vec<ZoneRecord>, name: &str) {
    let names: Vec<String> = records.iter().map(|entry| entry.name.clone()).collect();
    records.retain(|entry| {
        let is_website = matches!(entry.data, RecordData::Address(_));
        let Some(parent) = entry.name.strip_prefix("*.").filter(|_| is_website) else { return true };
        let Some(before) = name.strip_suffix(parent).and_then(|before| before.strip_suffix('.')) else { return true };
        let label = before.rsplit('.').next().unwrap_or(before);
        let child = format!("{label}.{parent}");
        label == "*" || !names.iter().any(|name| is_in_zone(name, &child))
    });
}
