//! What the checks of all records of a domain mean together. [`super::DomainCheck::summary`] computes it.

use super::RecordCheck;
use super::cause::Cause;
use super::conflict::RecordConflict;

/// A number of records out of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub n: usize,
    /// The number of all.
    pub of: usize,
}

impl Count {
    /// Whether there are records, and all of them count.
    pub const fn is_complete(self) -> bool {
        self.of > 0 && self.n == self.of
    }
}

/// The result of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// No server answered about any record that is not correct.
    NotReached,
    /// A required record is missing or different, or has no answer yet.
    #[default]
    Missing,
    /// All required records are correct, others are not.
    RequiredCorrect,
    /// Every record is correct or optional.
    Correct,
    /// All required records are correct, but resolvers that validate DNSSEC reject the zone.
    HiddenByDnssec,
}

/// What the checks of all records mean together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckSummary {
    /// The result.
    pub outcome: Outcome,
    /// The records that are correct at every server that answered.
    pub correct: Count,
    /// The settled ones among the required records: ownership and DKIM, or all if none is known to be required. Commands
    /// that wait, wait for these.
    pub required: Count,
    /// The records that need no action.
    pub settled: Count,
    /// The indices of the checked records that need action, the required ones first.
    pub open: Vec<usize>,
    /// The number of records that no server answered about.
    pub unreachable: usize,
    /// Whether resolvers that validate DNSSEC reject the zone.
    pub is_dnssec_broken: bool,
    /// The number of records of which only their own signature is wrong.
    pub hidden_by_dnssec: usize,
    /// The most seconds for which a resolver may give an old answer for a correct record.
    pub stale_ttl: Option<u32>,
    /// The zone-wide causes that all records share; empty until all are checked.
    pub shared_causes: Vec<Cause>,
    /// The existing records that are in the way; empty until all are checked.
    pub conflicts: Vec<RecordConflict>,
}

impl CheckSummary {
    /// Whether AutoSend can find all required records.
    pub const fn can_verify(&self) -> bool {
        matches!(self.outcome, Outcome::RequiredCorrect | Outcome::Correct)
    }

    /// Whether no server answered about any open record. A resolver that rejects the zone because of DNSSEC has answered.
    pub const fn are_open_records_unanswered(&self) -> bool {
        self.unreachable > 0 && self.open.len() == self.unreachable && !self.is_dnssec_broken
    }
}

impl Cause {
    /// One cause for both; `None` if they differ.
    fn merged_with(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            // The answers come a moment apart.
            (Self::OldAnswer { seconds: one }, Self::OldAnswer { seconds: two }) => {
                Some(Self::OldAnswer { seconds: (*one).max(*two) })
            }
            (one, two) => (one == two).then(|| one.clone()),
        }
    }
}

/// The zone-wide causes that all records share, if there are several records.
pub(super) fn shared_causes(checks: &[&RecordCheck]) -> Vec<Cause> {
    let Some((first, others)) = checks.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Vec::new();
    };
    let zone_wide = first.causes.iter().filter(|cause| cause.is_zone_wide());
    let shared = zone_wide.filter_map(|cause| {
        others
            .iter()
            .try_fold(cause.clone(), |shared, other| other.causes.iter().find_map(|cause| shared.merged_with(cause)))
    });
    shared.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::tests::check_with_causes;

    fn lame(server: &str) -> Cause {
        Cause::Lame { servers: vec![server.to_owned()], is_all: false }
    }

    fn dnssec() -> Cause {
        Cause::Dnssec { zone: "example.com".to_owned(), fault: None, is_of_record: false }
    }

    fn old(seconds: Option<u32>) -> Cause {
        Cause::OldAnswer { seconds }
    }

    #[test]
    fn a_cause_that_all_records_share_is_reported_once() {
        for (each, expected) in [
            (vec![vec![lame("a"), Cause::Quotes], vec![Cause::Quotes, lame("a")]], vec![lame("a")]),
            (vec![vec![lame("a")], vec![lame("b")]], vec![]),
            (vec![vec![lame("a"), dnssec()], vec![dnssec()], vec![dnssec()]], vec![dnssec()]),
            (vec![vec![dnssec()], vec![]], vec![]),
            (vec![vec![old(Some(59))], vec![old(Some(60))], vec![old(None)]], vec![old(Some(60))]),
            (vec![vec![dnssec()]], vec![]),
            (vec![], vec![]),
        ] {
            let record_check: Vec<RecordCheck> = each.into_iter().map(check_with_causes).collect();
            assert_eq!(shared_causes(&record_check.iter().collect::<Vec<_>>()), expected, "{record_check:#?}");
        }
    }
}
