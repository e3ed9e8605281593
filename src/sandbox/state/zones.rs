//! The part of the state that DNS shows: how records are published, and the zones that this makes.

use jiff::Timestamp;

use super::State;
use crate::core::dns::QueryType;
use crate::core::publishing::{Mistake, PublishMode, RecordSelector};
use crate::sandbox::dns::{Contents, Entry, HOME, NotPublished, OldAnswer, Published, TTL, fixed};
use crate::sandbox::domain::Domain;

impl State {
    /// Publishes records of every domain with this id or name.
    pub(in crate::sandbox) fn publish(
        &mut self,
        domain: &str,
        which: &RecordSelector,
        how: PublishMode,
        now: Timestamp,
    ) -> Result<Vec<Published>, NotPublished> {
        let named = named(domain);
        let domains = self.projects.values_mut().flat_map(|project| &mut project.domains);
        let published = domains.filter(|domain| named(domain)).map(|domain| domain.publish(which, how, now));
        let published = published.collect::<Result<Vec<_>, _>>()?.concat();
        if published.is_empty() {
            return Err(NotPublished::NoDomain(domain.to_owned()));
        }
        self.changes = self.changes.wrapping_add(1);
        Ok(published)
    }

    /// How the records of a domain are published.
    pub(in crate::sandbox) fn published(&self, domain: &str) -> Result<Vec<Published>, NotPublished> {
        let published: Vec<Published> =
            self.domains().filter(|it| named(domain)(it)).flat_map(Domain::published).collect();
        if published.is_empty() { Err(NotPublished::NoDomain(domain.to_owned())) } else { Ok(published) }
    }

    /// The zone that a name is in: the deepest of those that there are.
    pub(in crate::sandbox) fn zone_at(&self, name: &str) -> Option<Contents> {
        let name = plain(name);
        let zones = self.domains().map(|domain| domain.zone.clone()).chain([HOME.to_owned()]);
        let zones = zones.chain(self.domains().flat_map(Domain::cuts));
        let origin = zones.filter(|zone| is_in(&name, zone)).max_by_key(String::len)?;
        let mut zone = Contents {
            serial: self.changes,
            is_lame: false,
            is_bogus: false,
            ttl: TTL,
            cuts: self.domains().filter(|domain| domain.zone == origin).flat_map(Domain::cuts).collect(),
            entries: fixed().filter(|entry| is_in(&entry.name, &origin)).collect(),
            origin,
        };
        for (entry, how) in self.domains().filter(|domain| domain.zone == zone.origin).flat_map(Domain::entries) {
            zone.is_lame |= how == PublishMode::WithMistake(Mistake::Lame);
            zone.is_bogus |= how == PublishMode::WithMistake(Mistake::Dnssec);
            zone.entries.push(entry);
        }
        Some(zone)
    }

    /// The same as the resolver has it that is asked for that type; of the others it remembers nothing.
    pub(in crate::sandbox) fn resolved(&self, name: &str, kind: Option<QueryType>, now: Timestamp) -> Option<Contents> {
        let mut zone = self.zone_at(name)?;
        let name = plain(name);
        let old = kind.and_then(|kind| self.domains().find_map(|domain| domain.old_answer(&name, kind, now)));
        if let Some(OldAnswer { data, ttl }) = old {
            zone.ttl = ttl;
            let is_kept = |entry: &Entry| entry.name != name || Some(entry.query_type()) != kind;
            zone.entries.retain(is_kept);
            zone.entries.extend(data.into_iter().map(|data| Entry::new(name.clone(), data)));
        }
        Some(zone)
    }

    fn domains(&self) -> impl Iterator<Item = &Domain> {
        self.projects.values().flat_map(|project| &project.domains)
    }
}

/// Whether a domain has this id or this name.
fn named(given: &str) -> impl Fn(&Domain) -> bool {
    let name = given.strip_suffix('.').unwrap_or(given).to_ascii_lowercase();
    let id = given.to_owned();
    move |domain| domain.id == id || domain.name == name
}

/// A name as the domains have theirs.
fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// Whether a name is a zone's top or below it.
fn is_in(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone).is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
}
