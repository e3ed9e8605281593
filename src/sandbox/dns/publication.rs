//! How the records of a domain are published.

use std::time::Duration;

use jiff::Timestamp;

use super::expected_record::ExpectedRecord;
use super::zone::ZONE_TTL;
use super::zone::ZoneRecord;
use crate::core::dns::{QueryType, RecordData};
use crate::core::publishing::{Mistake, PublishMode, RecordSelector};
use crate::core::record_ref::RecordRef;
use crate::sandbox::domain::Domain;

/// A record, and how it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRecord {
    /// The domain.
    pub domain: String,
    /// Which of its records.
    pub record: RecordRef,
    /// How.
    pub how: PublishMode,
}

/// Why nothing was published, and nothing taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// No domain of the sandbox has this id or name.
    #[error("the sandbox has no domain {0}")]
    DomainNotFound(String),
    /// The domain has no such record.
    #[error("{domain} has no record {record}; there are {available}")]
    RecordNotFound {
        /// The domain.
        domain: String,
        /// The record that was named.
        record: String,
        /// Those that it has.
        available: String,
    },
    /// The mistake cannot be made with this record, or with none of all.
    #[error("{}", not_applicable_message(*.mistake, .which))]
    NotApplicable {
        /// The mistake.
        mistake: Mistake,
        /// What was asked for.
        which: RecordSelector,
    },
    /// A name would be longer than DNS allows.
    #[error("{0} is longer than a name in DNS can be")]
    NameTooLong(String),
}

fn not_applicable_message(mistake: Mistake, which: &RecordSelector) -> String {
    let mistake = mistake.code();
    match which {
        RecordSelector::All => format!("none of its records can be published with the mistake {mistake}"),
        RecordSelector::One(place) => format!("{place} cannot be published with the mistake {mistake}"),
    }
}

/// A record that is published, in one way or another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct Publication {
    place: RecordRef,
    how: PublishMode,
    /// What the resolver remembers of it instead.
    cached: Option<CachedAnswer>,
}

/// What was at a record's name before it was published, and until when the resolver says so.
#[derive(Clone, Debug, PartialEq, Eq)]
struct CachedAnswer {
    /// Nothing: the absence is remembered (RFC 2308).
    data: Vec<RecordData>,
    expires_at: Timestamp,
}

/// What the resolver answers in place of what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct StaleAnswer {
    /// The data.
    pub(in crate::sandbox) data: Vec<RecordData>,
    /// For how many seconds more.
    pub(in crate::sandbox) ttl: u32,
}

impl Domain {
    /// Publishes the records that are meant in the way asked for, or says why not one of them.
    pub(in crate::sandbox) fn publish(
        &mut self,
        which: &RecordSelector,
        how: PublishMode,
        now: Timestamp,
    ) -> Result<Vec<PublishedRecord>, PublishError> {
        let meant: Vec<(RecordRef, PublishMode)> = self.select_records(which, how)?;
        for (place, how) in &meant {
            let remembered =
                (*how == PublishMode::WithMistake(Mistake::OldAnswer)).then(|| self.cached_answer(place, now));
            self.publications.retain(|published| published.place != *place);
            if *how != PublishMode::Unpublished {
                self.publications.push(Publication { place: place.clone(), how: *how, cached: remembered });
            }
        }
        Ok(meant.into_iter().map(|(record, how)| PublishedRecord { domain: self.name.clone(), record, how }).collect())
    }

    /// The records that are meant, each with the way that it is then published in.
    fn select_records(
        &self,
        which: &RecordSelector,
        how: PublishMode,
    ) -> Result<Vec<(RecordRef, PublishMode)>, PublishError> {
        let all = self.records_by_place();
        let is_meant =
            |place: &RecordRef| matches!(which, RecordSelector::All) || *which == RecordSelector::One(place.clone());
        let meant: Vec<&(RecordRef, ExpectedRecord)> = all.iter().filter(|(place, _)| is_meant(place)).collect();
        if meant.is_empty() {
            let there: Vec<String> = all.iter().map(|(place, _)| place.to_string()).collect();
            let (domain, record) = (self.name.clone(), which.to_string());
            return Err(PublishError::RecordNotFound { domain, record, available: there.join(", ") });
        }
        let fits = |asked: &ExpectedRecord| match how {
            PublishMode::WithMistake(mistake) => mistake.applies_to(asked.purpose, asked.domain != asked.zone),
            PublishMode::Correct | PublishMode::Unpublished => true,
        };
        if let PublishMode::WithMistake(mistake) = how
            && !meant.iter().any(|(_, asked)| fits(asked))
        {
            return Err(PublishError::NotApplicable { mistake, which: which.clone() });
        }
        let meant = meant.into_iter().map(|(place, asked)| {
            let how = if fits(asked) { how } else { PublishMode::Correct };
            match asked.zone_records(how).into_iter().find(|entry| !entry.is_valid()) {
                Some(entry) => Err(PublishError::NameTooLong(entry.name)),
                None => Ok((place.clone(), how)),
            }
        });
        meant.collect()
    }

    /// How each record is published.
    pub(in crate::sandbox) fn published_records(&self) -> Vec<PublishedRecord> {
        let each = self.records_by_place().into_iter();
        let each = each.map(|(record, _)| PublishedRecord {
            domain: self.name.clone(),
            how: self.publish_mode(&record),
            record,
        });
        each.collect()
    }

    /// What a resolver remembers that was asked before a record was published: what is at its name now. Where that is
    /// right already, its absence, so that there is something to be seen.
    fn cached_answer(&self, place: &RecordRef, now: Timestamp) -> CachedAnswer {
        let until = now.checked_add(Duration::from_secs(ZONE_TTL.into())).unwrap_or(Timestamp::MAX);
        let is_it = |publication: &&Publication| publication.place == *place;
        if let Some(CachedAnswer { data, .. }) = self.publications.iter().find(is_it).and_then(|it| it.cached.clone()) {
            return CachedAnswer { data, expires_at: until };
        }
        let asked = self.records_by_place().into_iter().find(|(of, _)| of == place);
        let here = asked.map_or_else(Vec::new, |(_, asked)| asked.conflicting_data(self.publish_mode(place)));
        CachedAnswer { data: here, expires_at: until }
    }

    /// What the resolver answers of a record in place of what is there, where it remembers something else.
    pub(in crate::sandbox) fn stale_answer(&self, name: &str, kind: QueryType, now: Timestamp) -> Option<StaleAnswer> {
        let asked = self.records_by_place().into_iter().filter(|(_, asked)| asked.matches(name, kind));
        let of_place = |(place, _): (RecordRef, ExpectedRecord<'_>)| {
            self.publications.iter().find(|published| published.place == place)
        };
        let remembered = asked.filter_map(of_place).find_map(|published| published.cached.as_ref())?;
        let left = remembered.expires_at.duration_since(now);
        // A second that has begun counts whole.
        let ttl = u32::try_from(left.as_secs() + i64::from(left.subsec_nanos() > 0)).ok()?;
        left.is_positive().then(|| StaleAnswer { data: remembered.data.clone(), ttl })
    }

    /// The names of records that are published where they have no effect, since they are zones of their own.
    pub(in crate::sandbox) fn zone_cuts(&self) -> impl Iterator<Item = String> {
        let is_cut = |place: &RecordRef| self.publish_mode(place) == PublishMode::WithMistake(Mistake::Delegated);
        self.records_by_place()
            .into_iter()
            .filter(move |(place, _)| is_cut(place))
            .map(|(_, asked)| asked.record.name.clone())
    }

    /// What is published of it, and whether one of the name servers does not know its zone.
    pub(in crate::sandbox) fn zone_records(&self) -> impl Iterator<Item = (ZoneRecord, PublishMode)> {
        self.records_by_place().into_iter().flat_map(|(place, asked)| {
            let how = self.publish_mode(&place);
            asked.zone_records(how).into_iter().map(move |entry| (entry, how))
        })
    }

    fn publish_mode(&self, place: &RecordRef) -> PublishMode {
        self.publications
            .iter()
            .find(|published| published.place == *place)
            .map_or(PublishMode::Unpublished, |published| published.how)
    }

    fn records_by_place(&self) -> Vec<(RecordRef, ExpectedRecord<'_>)> {
        let each = self.records.all().into_iter();
        let (domain, zone) = (self.name.as_str(), self.zone.as_str());
        each.map(|(place, purpose, record)| (place, ExpectedRecord { record, purpose, domain, zone })).collect()
    }
}
