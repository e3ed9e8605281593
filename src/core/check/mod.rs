//! Expected records against what DNS answered: a verdict, its causes, and the words for both.
//!
//! All of it is pure: from a record and the answers to a judgement. [`question_for`] and [`select_probes()`] say what is to be
//! asked, [`check_record()`] says what the answers mean, [`DomainCheck`] what they mean together.

mod cause;
mod check_record;
mod compare;
mod conflict;
mod difference;
mod dkim;
mod dmarc;
mod domain_check;
mod doubt;
mod expected;
mod finding;
mod message;
mod mx;
mod probe_results;
mod probes;
mod sanitize;
mod servers;
mod shared_causes;
mod spf;
mod txt;

#[cfg(test)]
mod mail_tests;
#[cfg(test)]
mod place_tests;
#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod server_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod txt_tests;

pub use cause::Cause;
pub use check_record::check_record;
pub use conflict::{Conflict, format_conflicts};
pub use difference::{Difference, diff};
pub use domain_check::{Change, CheckSummary, Count, DomainCheck, Outcome};
pub use finding::{Finding, Level};
pub use message::{asked, asked_in_detail, headline, records_are, where_correct};
pub use probes::{question_for, select_probes};
pub use sanitize::{format_record_data, sanitize};

use super::dns::Server;

/// The most values of one name that are kept to be shown; what is beyond is counted.
pub const MAX_FOUND_VALUES: usize = 100;

/// What a record's answers come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Every server that answered has it right.
    Match,
    /// There is no such record: NODATA or NXDOMAIN (RFC 2308 section 2).
    Missing,
    /// There is something else.
    Different,
    /// Some servers have it right, others do not.
    Partly {
        /// How many have it right.
        correct: usize,
        /// How many answered.
        answered: usize,
    },
    /// No server said anything of it.
    Unreachable,
}

impl Verdict {
    /// Its stable name, for documents and scripts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Missing => "missing",
            Self::Different => "different",
            Self::Partly { .. } => "partly",
            Self::Unreachable => "unreachable",
        }
    }

    /// In a word or a few, for a column.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Match => "right".to_owned(),
            Self::Missing => "missing".to_owned(),
            Self::Different => "different".to_owned(),
            Self::Partly { correct, answered } => format!("right at {correct} of {answered} servers"),
            Self::Unreachable => "no answer".to_owned(),
        }
    }
}

/// The judgement on one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordCheck {
    /// What the answers come to.
    pub verdict: Verdict,
    /// Why, the most telling first. Beside [`Verdict::Match`] only what [`Cause::is_allowed_with_match`].
    pub causes: Vec<Cause>,
    /// What should be there, made to be drawn: the text, or priority and host.
    pub expected: String,
    /// What is there at any server, each value once, in the order in which they came, made to be drawn; at most
    /// [`MAX_FOUND_VALUES`].
    pub found: Vec<String>,
    /// How many more values there are.
    pub omitted: usize,
    /// Which one of `found` is to be seen beside the expected one: that which is right, else the most similar.
    pub nearest: Option<usize>,
    /// The names that its own leads to by CNAMEs, in their order, made to be drawn.
    pub cname_chain: Vec<String>,
    /// The verdict on each server's answer, in the order in which they were asked.
    pub server_verdicts: Vec<(Server, Verdict)>,
}

impl RecordCheck {
    /// Whether it is right at every server that answered.
    #[must_use]
    pub const fn is_correct(&self) -> bool {
        matches!(self.verdict, Verdict::Match)
    }

    /// Whether nothing needs to be done for it: it is right, or another record does its work.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.is_correct() || self.has(|cause| matches!(cause, Cause::DmarcInherited { .. }))
    }

    /// Whether it is not there and need not be: another record does its work.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        self.is_settled() && !self.is_correct()
    }

    /// Whether resolvers that validate DNSSEC refuse to tell it.
    #[must_use]
    pub fn is_hidden_by_dnssec(&self) -> bool {
        self.has(|cause| matches!(cause, Cause::Dnssec))
    }

    /// Whether a server that was asked gave no answer.
    #[must_use]
    pub fn has_silent_server(&self) -> bool {
        self.has(|cause| matches!(cause, Cause::Lame { .. } | Cause::NoAnswer { .. }))
    }

    /// Whether it has such a cause.
    pub fn has(&self, is_meant: impl Fn(&Cause) -> bool) -> bool {
        self.causes.iter().any(is_meant)
    }

    /// Its causes but those of kinds that are said of all records at once.
    pub fn causes_excluding<'j>(&'j self, common: &'j [Cause]) -> impl Iterator<Item = &'j Cause> {
        self.causes.iter().filter(|cause| !common.iter().any(|common| common.is_same_kind(cause)))
    }

    /// The verdict in a few words, and that an optional record need not be there.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{}{}", self.verdict.label(), if self.is_optional() { " but optional" } else { "" })
    }

    /// Where the most similar value that was found differs from the expected one; nothing where it is right.
    #[must_use]
    pub fn difference(&self) -> Option<Difference> {
        if self.is_correct() {
            return None;
        }
        self.nearest.and_then(|nearest| self.found.get(nearest)).and_then(|found| diff(&self.expected, found))
    }
}
