//! What the judgements on all records of a domain mean together.

use super::cause::Cause;
use super::conflict::Conflict;
use super::shared_causes::shared_causes;
use super::{RecordCheck, Verdict};
use crate::core::record::{DnsRecord, Purpose};

/// What the judgements on all records mean together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckSummary {
    /// How many records there are.
    pub total: usize,
    /// How many of them are right at every server that answered.
    pub correct: usize,
    /// Whether all required ones are: ownership and DKIM, or all where none is known to be required. This is what is
    /// waited for.
    pub is_required_correct: bool,
    /// Whether nothing needs to be done for any record.
    pub is_all_settled: bool,
    /// The places of those for which something needs to be done, the required ones first.
    pub open: Vec<usize>,
    /// How many could not be looked up.
    pub unreachable: usize,
    /// Whether DNSSEC keeps resolvers from seeing any of them.
    pub is_dnssec_broken: bool,
    /// For how many seconds a resolver still remembers what was there before, of a record that is right.
    pub stale_ttl: Option<u32>,
    /// What lies with the zone and holds for every record alike.
    pub shared_causes: Vec<Cause>,
    /// What is there already and gets in each other's way with what is to be published.
    pub conflicts: Vec<Conflict>,
}

impl CheckSummary {
    /// How it stands, in a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        self.append_dnssec_warning(match (self.total, self.correct) {
            (0, _) => "There are no records to look up.".to_owned(),
            (of, _) if self.unreachable == of && self.is_dnssec_broken => {
                "No resolver answers for the zone, since its DNSSEC is broken.".to_owned()
            }
            (of, _) if self.unreachable == of => "No server gave an answer about the records.".to_owned(),
            (1, 1) => "The record is right.".to_owned(),
            (of, right) if right == of => format!("All {of} records are right."),
            (_, right) if self.is_all_settled => {
                format!("{right} of {} records are right; the rest is optional.", self.total)
            }
            (of, right) if self.is_required_correct => {
                format!("{right} of {of} records are right, all required ones among them.")
            }
            (of, right) => format!("{right} of {of} records are right."),
        })
    }

    /// A sentence on what the name servers have, and whether anybody sees it.
    fn append_dnssec_warning(&self, words: String) -> String {
        if self.is_dnssec_broken && self.correct > 0 {
            format!("{words} But DNSSEC of the zone is broken, so that who checks it sees none.")
        } else {
            words
        }
    }

    /// Whether AutoSend can find what it requires.
    #[must_use]
    pub const fn can_verify(&self) -> bool {
        self.is_required_correct && !self.is_dnssec_broken
    }

    /// What is there before anything was published, in a sentence.
    #[must_use]
    pub fn message_before_publishing(&self) -> String {
        match (self.total, self.correct) {
            (of, right) if of > 0 && right == of => {
                self.append_dnssec_warning("Already right: every record is there, nothing is to be added.".to_owned())
            }
            (of, 0) if of > 0 && self.unreachable < of && self.conflicts.is_empty() => {
                "None of the records is there yet.".to_owned()
            }
            (of, right) if right > 0 => format!("{right} of {of} records are right already."),
            _ => self.message(),
        }
    }
}

/// What the judgements mean together; each belongs to the record at the same place.
#[must_use]
pub fn summarize(judged: &[RecordCheck], records: &[DnsRecord]) -> CheckSummary {
    let all: Vec<(usize, &RecordCheck, bool)> = judged
        .iter()
        .zip(records)
        .enumerate()
        .map(|(place, (judged, record))| (place, judged, is_required(record)))
        .collect();
    let none_required = !all.iter().any(|(_, _, required)| *required);
    let right = all.iter().filter(|(_, judged, _)| judged.is_correct()).count();
    let of = records.len();
    let waited_for = |required: bool| required || none_required;
    let mut open: Vec<(bool, usize)> = all
        .iter()
        .filter(|(_, judged, _)| !judged.is_settled())
        .map(|(place, _, required)| (!required, *place))
        .collect();
    open.sort_unstable();
    let remembered = all.iter().filter(|(_, judged, _)| judged.is_correct()).flat_map(|(_, judged, _)| &judged.causes);
    CheckSummary {
        total: of,
        correct: right,
        is_required_correct: of > 0
            && judged.len() >= of
            && all.iter().all(|(_, judged, required)| !waited_for(*required) || judged.is_correct()),
        is_all_settled: of > 0 && judged.len() >= of && open.is_empty(),
        open: open.into_iter().map(|(_, place)| place).collect(),
        unreachable: all.iter().filter(|(_, judged, _)| judged.verdict == Verdict::Unreachable).count(),
        is_dnssec_broken: all.iter().any(|(_, judged, _)| judged.has_cause("dnssec")),
        stale_ttl: remembered
            .filter_map(|cause| match cause {
                Cause::OldAnswer { seconds } => *seconds,
                _ => None,
            })
            .max(),
        shared_causes: if judged.len() >= of { shared_causes(judged) } else { Vec::new() },
        conflicts: all
            .iter()
            .zip(records)
            .filter_map(|((place, judged, _), record)| Conflict::from_check(*place, judged, record.purpose()))
            .collect(),
    }
}

/// Whether a domain cannot send without it.
const fn is_required(record: &DnsRecord) -> bool {
    matches!(record.purpose(), Purpose::Ownership | Purpose::Dkim)
}
