//! How the records of a domain are published.

use std::time::Duration;

use jiff::Timestamp;

use super::expected_record::ExpectedRecord;
use super::zone::{ZONE_TTL, ZoneRecord};
use crate::core::dns::{QueryType, RecordData};
use crate::core::publishing::{Mistake, PublishMode, RecordSelector};
use crate::core::record_ref::RecordRef;
use crate::sandbox::domain::{CachedAnswer, Domain, Publication};
use crate::sandbox::records::RecordEntry;

/// A record, and how it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRecord {
    /// The name of the domain.
    pub domain: String,
    /// Which of its records.
    pub record: RecordRef,
    /// The way of publishing.
    pub how: PublishMode,
}

/// Why nothing was published or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// No domain of the sandbox has this id or name.
    #[error("the sandbox has no domain {0}")]
    DomainNotFound(String),
    /// The domain has no such record.
    #[error("{domain} has no record {record}; it has {available}")]
    RecordNotFound {
        /// The name of the domain.
        domain: String,
        /// The record that the request names.
        record: String,
        /// The records that the domain has.
        available: String,
    },
    /// The mistake does not apply to this record, or to any record of the domain.
    #[error("{}", not_applicable_message(*.mistake, .which))]
    NotApplicable {
        /// The mistake that was requested.
        mistake: Mistake,
        /// The records that the request selects.
        which: RecordSelector,
    },
    /// The mistake makes a name longer than DNS allows.
    #[error("{0} is too long for a DNS name")]
    NameTooLong(String),
}

fn not_applicable_message(mistake: Mistake, which: &RecordSelector) -> String {
    let mistake = mistake.code();
    match which {
        RecordSelector::All => format!("the mistake {mistake} applies to none of its records"),
        RecordSelector::One(record_ref) => format!("the mistake {mistake} does not apply to {record_ref}"),
    }
}

/// The answer that the resolver gives from its cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct StaleAnswer {
    pub(in crate::sandbox) data: Vec<RecordData>,
    /// The remaining seconds.
    pub(in crate::sandbox) ttl: u32,
}

impl Domain {
    /// Publishes the selected records in this way, or none of them.
    pub(in crate::sandbox) fn publish(
        &mut self,
        which: &RecordSelector,
        how: PublishMode,
        now: Timestamp,
    ) -> Result<Vec<PublishedRecord>, PublishError> {
        let selected: Vec<(RecordRef, PublishMode)> = self.select_records(which, how)?;
        for (record_ref, how) in &selected {
            let cached =
                (*how == PublishMode::WithMistake(Mistake::OldAnswer)).then(|| self.cached_answer(record_ref, now));
            self.publications.retain(|published| published.record_ref != *record_ref);
            if *how != PublishMode::Unpublished {
                self.publications.push(Publication { record_ref: record_ref.clone(), how: *how, cached });
            }
        }
        Ok(selected
            .into_iter()
            .map(|(record, how)| PublishedRecord { domain: self.name.clone(), record, how })
            .collect())
    }

    /// The selected records, each with its new way of publishing.
    fn select_records(
        &self,
        which: &RecordSelector,
        how: PublishMode,
    ) -> Result<Vec<(RecordRef, PublishMode)>, PublishError> {
        let all = self.records_by_ref();
        let is_selected = |record_ref: &RecordRef| {
            matches!(which, RecordSelector::All) || *which == RecordSelector::One(record_ref.clone())
        };
        let selected: Vec<&(RecordRef, ExpectedRecord)> =
            all.iter().filter(|(record_ref, _)| is_selected(record_ref)).collect();
        if selected.is_empty() {
            let available: Vec<String> = all.iter().map(|(record_ref, _)| record_ref.to_string()).collect();
            let (domain, record) = (self.name.clone(), which.to_string());
            return Err(PublishError::RecordNotFound { domain, record, available: available.join(", ") });
        }
        let fits = |expected: &ExpectedRecord| match how {
            PublishMode::WithMistake(mistake) => mistake.applies_to(expected.purpose, expected.domain != expected.zone),
            PublishMode::Correct | PublishMode::Unpublished => true,
        };
        if let PublishMode::WithMistake(mistake) = how
            && !selected.iter().any(|(_, expected)| fits(expected))
        {
            return Err(PublishError::NotApplicable { mistake, which: which.clone() });
        }
        let selected = selected.into_iter().map(|(record_ref, expected)| {
            let how = if fits(expected) { how } else { PublishMode::Correct };
            match expected.zone_records(how).into_iter().find(|entry| !entry.is_valid()) {
                Some(entry) => Err(PublishError::NameTooLong(entry.name)),
                None => Ok((record_ref.clone(), how)),
            }
        });
        selected.collect()
    }

    /// How each record is published.
    pub(in crate::sandbox) fn published_records(&self) -> Vec<PublishedRecord> {
        let each = self.records_by_ref().into_iter();
        let each = each.map(|(record, _)| PublishedRecord {
            domain: self.name.clone(),
            how: self.publish_mode(&record),
            record,
        });
        each.collect()
    }

    /// The answer that a resolver cached before the record was published: the current data at its name. If that is
    /// correct already, the absence is cached, so that the mistake has an effect.
    fn cached_answer(&self, record_ref: &RecordRef, now: Timestamp) -> CachedAnswer {
        let until = now.checked_add(Duration::from_secs(ZONE_TTL.into())).unwrap_or(Timestamp::MAX);
        let is_same = |publication: &&Publication| publication.record_ref == *record_ref;
        if let Some(CachedAnswer { data, .. }) = self.publications.iter().find(is_same).and_then(|it| it.cached.clone())
        {
            return CachedAnswer { data, expires_at: until };
        }
        let expected = self.records_by_ref().into_iter().find(|(of, _)| of == record_ref);
        let current =
            expected.map_or_else(Vec::new, |(_, expected)| expected.conflicting_data(self.publish_mode(record_ref)));
        CachedAnswer { data: current, expires_at: until }
    }

    /// The cached answer of the resolver for this name and type, if there is one.
    pub(in crate::sandbox) fn stale_answer(&self, name: &str, kind: QueryType, now: Timestamp) -> Option<StaleAnswer> {
        let expected = self.records_by_ref().into_iter().filter(|(_, expected)| expected.matches(name, kind));
        let publication = |(record_ref, _): (RecordRef, ExpectedRecord<'_>)| {
            self.publications.iter().find(|published| published.record_ref == record_ref)
        };
        let cached = expected.filter_map(publication).find_map(|published| published.cached.as_ref())?;
        let left = cached.expires_at.duration_since(now);
        // A fraction of a second counts as a whole one.
        let ttl = u32::try_from(left.as_secs() + i64::from(left.subsec_nanos() > 0)).ok()?;
        left.is_positive().then(|| StaleAnswer { data: cached.data.clone(), ttl })
    }

    /// The names of delegated records. They are zones of their own, so what their parent zone publishes has no effect.
    pub(in crate::sandbox) fn zone_cuts(&self) -> impl Iterator<Item = String> {
        let is_cut =
            |record_ref: &RecordRef| self.publish_mode(record_ref) == PublishMode::WithMistake(Mistake::Delegated);
        self.records_by_ref()
            .into_iter()
            .filter(move |(record_ref, _)| is_cut(record_ref))
            .map(|(_, expected)| expected.record.name.clone())
    }

    /// Its zone records, each with its way of publishing.
    pub(in crate::sandbox) fn zone_records(&self) -> impl Iterator<Item = (ZoneRecord, PublishMode)> {
        self.records_by_ref().into_iter().flat_map(|(record_ref, expected)| {
            let how = self.publish_mode(&record_ref);
            expected.zone_records(how).into_iter().map(move |entry| (entry, how))
        })
    }

    fn publish_mode(&self, record_ref: &RecordRef) -> PublishMode {
        self.publications
            .iter()
            .find(|published| published.record_ref == *record_ref)
            .map_or(PublishMode::Unpublished, |published| published.how)
    }

    fn records_by_ref(&self) -> Vec<(RecordRef, ExpectedRecord<'_>)> {
        let each = self.records.all().into_iter();
        let (domain, zone) = (self.name.as_str(), self.zone.as_str());
        each.map(|RecordEntry { record_ref, purpose, record }| {
            (record_ref, ExpectedRecord { record, purpose, domain, zone })
        })
        .collect()
    }
}
