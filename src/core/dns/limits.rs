//! What one lookup may take. Whoever answers the API decides how many records a domain has and where they lead, so that
//! without limits one answer could make this program flood the name servers of others.

use std::time::Duration;

use serde::Serialize;

use crate::core::duration::format_exact_duration;

/// How many records of a domain are looked up.
pub const MAX_RECORDS: usize = 64;

/// How many zones are queried.
pub const MAX_ZONES: usize = 16;

/// How many questions are sent.
pub const MAX_QUESTIONS: usize = 2_000;

/// How long a lookup may take.
pub const MAX_LOOKUP_TIME: Duration = Duration::from_secs(60);

/// A limit of one lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LookupLimit {
    /// The number of records.
    Records,
    /// The number of zones.
    Zones,
    /// The number of questions.
    Questions,
    /// The time.
    Time,
}

impl LookupLimit {
    /// The limit as a phrase.
    fn phrase(self) -> String {
        match self {
            Self::Records => format!("{MAX_RECORDS} records"),
            Self::Zones => format!("{MAX_ZONES} zones"),
            Self::Questions => format!("{MAX_QUESTIONS} questions"),
            Self::Time => format_exact_duration(MAX_LOOKUP_TIME),
        }
    }
}

/// What a lookup left out because of its limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// The indexes of the records that were not looked up, or not to the end, in their order.
    pub records: Vec<usize>,
    /// The limits that were reached.
    pub limits: Vec<LookupLimit>,
}

impl LeftOut {
    /// What was left out, of so many records; nothing if all were looked up.
    pub fn message(&self, of: usize) -> Option<String> {
        let count = self.records.len();
        if count == 0 {
            return None;
        }
        let limits: Vec<String> = self.limits.iter().map(|limit| limit.phrase()).collect();
        let verb = if count == 1 { "was" } else { "were" };
        let limits = limits.join(" and ");
        Some(format!("{count} of {of} records {verb} not checked: a check is limited to {limits}."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omitted_records_are_reported_with_the_limits() {
        assert_eq!(LeftOut::default().message(5), None);
        let left_out = |records: &[usize], limits: &[LookupLimit]| {
            LeftOut { records: records.to_vec(), limits: limits.to_vec() }.message(80).unwrap()
        };
        assert_eq!(
            left_out(&[79], &[LookupLimit::Time]),
            "1 of 80 records was not checked: a check is limited to 1 min."
        );
        assert_eq!(
            left_out(&[64, 65], &[LookupLimit::Records, LookupLimit::Zones]),
            "2 of 80 records were not checked: a check is limited to 64 records and 16 zones."
        );
        assert!(left_out(&[1], &[LookupLimit::Questions]).ends_with("2000 questions."));
    }
}
