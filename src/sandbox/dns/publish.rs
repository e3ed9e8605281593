//! How the records of a domain are published.

use crate::core::place::Place;
use crate::core::publishing::{How, Mistake, Which};

/// A record, and how it is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The domain.
    pub domain: String,
    /// Which of its records.
    pub record: Place,
    /// How.
    pub how: How,
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
    #[error("{way} cannot be with {which}", way = .mistake.key(), which = match .which { Which::All => "any of its records".to_owned(), one @ Which::One(_) => one.to_string() })]
    DoesNotFit {
        /// The mistake.
        mistake: Mistake,
        /// What was asked for.
        which: Which,
    },
    /// A name would be longer than DNS allows.
    #[error("{0} is longer than a name in DNS can be")]
    TooLong(String),
}
