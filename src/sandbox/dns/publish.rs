//! How the records of a domain are published.

use std::time::Duration;

use jiff::Timestamp;

use super::mistakes::{Asked, Entry};
use super::zone::TTL;
use crate::core::dns::{QueryType, RecordData};
use crate::core::publishing::{Mistake, PublishMode, RecordSelector};
use crate::core::record_ref::RecordRef;
use crate::sandbox::domain::Domain;

/// A record, and how it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The domain.
    pub domain: String,
    /// Which of its records.
    pub record: RecordRef,
    /// How.
    pub how: PublishMode,
}

/// Why nothing was published, and nothing taken back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPublished {
    /// No domain of the sandbox has this id or name.
    #[error("the sandbox has no domain {0}")]
    NoDomain(String),
    /// The domain has no such record.
    #[error("{domain} has no record {record}; there are {there}")]
    NoRecord {
        /// The domain.
        domain: String,
        /// The record that was named.
        record: String,
        /// Those that it has.
        there: String,
    },
    /// The mistake cannot be made with this record, or with none of all.
    #[error("{}", unfit(*.mistake, .which))]
    DoesNotFit {
        /// The mistake.
        mistake: Mistake,
        /// What was asked for.
        which: RecordSelector,
    },
    /// A name would be longer than DNS allows.
    #[error("{0} is longer than a name in DNS can be")]
    TooLong(String),
}

fn unfit(mistake: Mistake, which: &RecordSelector) -> String {
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
    remembered: Option<Remembered>,
}

/// What was at a record's name before it was published, and until when the resolver says so.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Remembered {
    /// Nothing: the absence is remembered (RFC 2308).
    data: Vec<RecordData>,
    until: Timestamp,
}

/// What the resolver answers in place of what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct OldAnswer {
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
    ) -> Result<Vec<Published>, NotPublished> {
        let meant: Vec<(RecordRef, PublishMode)> = self.meant(which, how)?;
        for (place, how) in &meant {
            let remembered =
                (*how == PublishMode::WithMistake(Mistake::OldAnswer)).then(|| self.remembered(place, now));
            self.published.retain(|published| published.place != *place);
            if *how != PublishMode::Unpublished {
                self.published.push(Publication { place: place.clone(), how: *how, remembered });
            }
        }
        Ok(meant.into_iter().map(|(record, how)| Published { domain: self.name.clone(), record, how }).collect())
    }

    /// The records that are meant, each with the way that it is then published in.
    fn meant(&self, which: &RecordSelector, how: PublishMode) -> Result<Vec<(RecordRef, PublishMode)>, NotPublished> {
        let all = self.asked();
        let is_meant =
            |place: &RecordRef| matches!(which, RecordSelector::All) || *which == RecordSelector::One(place.clone());
        let meant: Vec<&(RecordRef, Asked)> = all.iter().filter(|(place, _)| is_meant(place)).collect();
        if meant.is_empty() {
            let there: Vec<String> = all.iter().map(|(place, _)| place.to_string()).collect();
            let (domain, record) = (self.name.clone(), which.to_string());
            return Err(NotPublished::NoRecord { domain, record, there: there.join(", ") });
        }
        let fits = |asked: &Asked| match how {
            PublishMode::WithMistake(mistake) => mistake.applies_to(asked.purpose, asked.domain != asked.zone),
            PublishMode::Correct | PublishMode::Unpublished => true,
        };
        if let PublishMode::WithMistake(mistake) = how
            && !meant.iter().any(|(_, asked)| fits(asked))
        {
            return Err(NotPublished::DoesNotFit { mistake, which: which.clone() });
        }
        let meant = meant.into_iter().map(|(place, asked)| {
            let how = if fits(asked) { how } else { PublishMode::Correct };
            match asked.entries(how).into_iter().find(|entry| !entry.fits()) {
                Some(entry) => Err(NotPublished::TooLong(entry.name)),
                None => Ok((place.clone(), how)),
            }
        });
        meant.collect()
    }

    /// How each record is published.
    pub(in crate::sandbox) fn published(&self) -> Vec<Published> {
        let each = self.asked().into_iter();
        let each = each.map(|(record, _)| Published { domain: self.name.clone(), how: self.how(&record), record });
        each.collect()
    }

    /// What a resolver remembers that was asked before a record was published: what is at its name now. Where that is
    /// right already, its absence, so that there is something to be seen.
    fn remembered(&self, place: &RecordRef, now: Timestamp) -> Remembered {
        let until = now.checked_add(Duration::from_secs(TTL.into())).unwrap_or(Timestamp::MAX);
        let is_it = |publication: &&Publication| publication.place == *place;
        if let Some(Remembered { data, .. }) = self.published.iter().find(is_it).and_then(|it| it.remembered.clone()) {
            return Remembered { data, until };
        }
        let asked = self.asked().into_iter().find(|(of, _)| of == place);
        let here = asked.map_or_else(Vec::new, |(_, asked)| asked.here_now(self.how(place)));
        Remembered { data: here, until }
    }

    /// What the resolver answers of a record in place of what is there, where it remembers something else.
    pub(in crate::sandbox) fn old_answer(&self, name: &str, kind: QueryType, now: Timestamp) -> Option<OldAnswer> {
        let asked = self.asked().into_iter().filter(|(_, asked)| asked.is_of(name, kind));
        let of_place =
            |(place, _): (RecordRef, Asked<'_>)| self.published.iter().find(|published| published.place == place);
        let remembered = asked.filter_map(of_place).find_map(|published| published.remembered.as_ref())?;
        let left = remembered.until.duration_since(now);
        // A second that has begun counts whole.
        let ttl = u32::try_from(left.as_secs() + i64::from(left.subsec_nanos() > 0)).ok()?;
        left.is_positive().then(|| OldAnswer { data: remembered.data.clone(), ttl })
    }

    /// The names of records that are published where they have no effect, since they are zones of their own.
    pub(in crate::sandbox) fn cuts(&self) -> impl Iterator<Item = String> {
        let is_cut = |place: &RecordRef| self.how(place) == PublishMode::WithMistake(Mistake::Delegated);
        self.asked().into_iter().filter(move |(place, _)| is_cut(place)).map(|(_, asked)| asked.record.name.clone())
    }

    /// What is published of it, and whether one of the name servers does not know its zone.
    pub(in crate::sandbox) fn entries(&self) -> impl Iterator<Item = (Entry, PublishMode)> {
        self.asked().into_iter().flat_map(|(place, asked)| {
            let how = self.how(&place);
            asked.entries(how).into_iter().map(move |entry| (entry, how))
        })
    }

    fn how(&self, place: &RecordRef) -> PublishMode {
        self.published
            .iter()
            .find(|published| published.place == *place)
            .map_or(PublishMode::Unpublished, |published| published.how)
    }

    fn asked(&self) -> Vec<(RecordRef, Asked<'_>)> {
        let each = self.records.all().into_iter();
        let (domain, zone) = (self.name.as_str(), self.zone.as_str());
        each.map(|(place, purpose, record)| (place, Asked { record, purpose, domain, zone })).collect()
    }
}
