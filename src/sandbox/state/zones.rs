//! The part of the state that DNS shows: how records are published, and the zones that this makes.

use super::State;
use crate::core::publishing::{How, Mistake, Which};
use crate::sandbox::dns::{Contents, HOME, NotPublished, Published, fixed};
use crate::sandbox::domain::Domain;

impl State {
    /// Publishes records of every domain with this id or name.
    pub(in crate::sandbox) fn publish(
        &mut self,
        domain: &str,
        which: &Which,
        how: How,
    ) -> Result<Vec<Published>, NotPublished> {
        let named = named(domain);
        let domains = self.projects.values_mut().flat_map(|project| &mut project.domains);
        let published = domains.filter(|domain| named(domain)).map(|domain| domain.publish(which, how));
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
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let zones = self.domains().map(|domain| domain.zone.as_str()).chain([HOME]);
        let origin = zones.filter(|zone| is_in(&name, zone)).max_by_key(|zone| zone.len())?;
        let mut entries: Vec<_> = fixed().filter(|entry| is_in(&entry.name, origin)).collect();
        let mut is_lame = false;
        for (entry, how) in self.domains().filter(|domain| domain.zone == origin).flat_map(Domain::entries) {
            is_lame |= how == How::Wrong(Mistake::Lame);
            entries.push(entry);
        }
        Some(Contents { origin: origin.to_owned(), serial: self.changes, is_lame, entries })
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

/// Whether a name is a zone's top or below it.
fn is_in(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone).is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
}
