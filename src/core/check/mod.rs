//! Compares the expected records with the answers of DNS: verdicts, their causes, and the sentences about both.
//!
//! [`question_for`] and [`select_probes()`] choose the questions, [`check_record()`] checks one record by the answers, and
//! [`DomainCheck`] checks all records of a domain.

mod advised_value;
mod answers;
mod cause;
mod cause_group;
mod check_record;
mod compare;
mod conflict;
mod difference;
mod dkim;
mod dkim_alteration;
mod dmarc;
mod dmarc_repair;
mod domain_check;
mod expected;
mod finding;
mod message;
mod mx;
mod probe_results;
mod probes;
mod providers;
mod sanitize;
mod servers;
mod spf;
mod spf_advice;
mod summary;
mod txt;
mod wildcard;

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

pub use advised_value::AdvisedValue;
pub use cause::{Cause, ProviderServers, SpfAdvice};
pub use cause_group::{AffectedRecord, CauseGroup, Fault, Repair};
pub use check_record::check_record;
pub use conflict::{Conflict, RecordConflict, format_conflicts};
pub use difference::{Difference, DifferenceMarks, diff};
pub use domain_check::{Change, CheckedRecord, DomainCheck};
pub use finding::{Finding, Level};
pub use message::{
    LEFT_OUT, LEFT_OUT_SHORT, asked, asked_in_detail, headline, records_are, servers_label, where_correct,
};
pub use probes::{question_for, select_probes, spf_questions, zone_questions};
pub use sanitize::{format_record_data, sanitize};
pub use summary::{CheckSummary, Count, Outcome};
pub use wildcard::wildcard_questions;

use super::dns::Server;

/// The most values of a name that are kept for display. Further ones are only counted.
pub const MAX_FOUND_VALUES: usize = 100;

/// The result of checking a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// The record is correct at every server that answered.
    Match,
    /// The record does not exist: NODATA or NXDOMAIN (RFC 2308 section 2).
    Missing,
    /// The name has another value.
    Different,
    /// The record is correct at some servers, but not at others.
    Partly {
        /// The number of servers at which it is correct.
        correct: usize,
        /// The number of servers that answered.
        answered: usize,
    },
    /// No server answered.
    Unreachable,
}

impl Verdict {
    /// Its code in documents and scripts.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The verdict of one server in a few words; [`RecordCheck::label`] has that on a record.
    pub fn label(self) -> String {
        match self {
            Self::Match => "OK".to_owned(),
            Self::Missing => "not found".to_owned(),
            Self::Different => "wrong value".to_owned(),
            Self::Partly { correct, answered } => format!("on {correct} of {answered} servers"),
            Self::Unreachable => "no answer".to_owned(),
        }
    }
}

/// The state of a record that exists at a wrong name.
pub const WRONG_NAME: &str = "wrong name";

/// The state of a record that has no answer yet, in a word or two.
pub const fn unchecked_label(is_running: bool) -> &'static str {
    if is_running { "checking" } else { "not checked" }
}

/// The check of one record. Its texts are sanitized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordCheck {
    /// The verdict over all servers.
    pub verdict: Verdict,
    /// The causes, the most telling first. Beside [`Verdict::Match`] only those that [`Cause::is_allowed_with_match`].
    pub causes: Vec<Cause>,
    /// The expected value: the text, or priority and host.
    pub expected: String,
    /// The values at all servers, each once, in the order in which they came; at most [`MAX_FOUND_VALUES`].
    pub found: Vec<String>,
    /// The number of further values.
    pub omitted: usize,
    /// The index in `found` of the value to compare with the expected one: the right one, else the most similar.
    pub nearest: Option<usize>,
    /// The names that its own leads to by CNAMEs, in their order.
    pub cname_chain: Vec<String>,
    /// The verdict on each server's answer, in the order of the queries.
    pub server_verdicts: Vec<(Server, Verdict)>,
    /// Whether the lookup's limits left it out before any server had answered, so that the servers are not to blame.
    pub is_left_out: bool,
}

impl RecordCheck {
    /// Whether it is correct at every server that answered.
    pub const fn is_correct(&self) -> bool {
        matches!(self.verdict, Verdict::Match)
    }

    /// Whether it needs no action: it is correct, or another record makes it optional.
    pub fn is_settled(&self) -> bool {
        self.is_correct() || self.has(|cause| matches!(cause, Cause::DmarcInherited { .. }))
    }

    /// Whether it does not exist, but another record makes it optional.
    pub fn is_optional(&self) -> bool {
        self.is_settled() && !self.is_correct()
    }

    /// Whether resolvers that validate DNSSEC reject its answer.
    pub fn is_hidden_by_dnssec(&self) -> bool {
        self.has(|cause| matches!(cause, Cause::Dnssec { .. }))
    }

    /// Whether a server that was asked gave no answer.
    pub fn has_silent_server(&self) -> bool {
        self.has(|cause| matches!(cause, Cause::Lame { .. } | Cause::NoAnswer { .. }))
    }

    /// Whether it has a cause that matches.
    pub fn has(&self, is_meant: impl Fn(&Cause) -> bool) -> bool {
        self.causes.iter().any(is_meant)
    }

    /// The first cause of what is wrong; what is only worth to know is none.
    pub fn first_cause(&self) -> Option<&Cause> {
        self.causes.iter().find(|cause| !matches!(cause, Cause::AbsenceCached { .. }))
    }

    /// Its causes, except those of the same variants as the ones in `common`.
    pub fn causes_excluding<'c>(&'c self, common: &'c [Cause]) -> impl Iterator<Item = &'c Cause> {
        self.causes.iter().filter(|cause| !common.iter().any(|common| common.is_same_kind(cause)))
    }

    /// Whether the record exists, but at a wrong name.
    pub fn is_at_wrong_name(&self) -> bool {
        self.verdict == Verdict::Missing && self.has(Cause::is_wrong_name)
    }

    /// The state of the record in a few words.
    pub fn label(&self) -> String {
        match self.verdict {
            _ if self.is_left_out => LEFT_OUT.to_owned(),
            _ if self.is_at_wrong_name() => WRONG_NAME.to_owned(),
            verdict if self.is_optional() => format!("{}, but optional", verdict.label()),
            verdict => verdict.label(),
        }
    }

    /// The difference between the expected value and the most similar one that was found; `None` for a correct record.
    pub fn difference(&self) -> Option<Difference> {
        if self.is_correct() {
            return None;
        }
        self.nearest.and_then(|nearest| self.found.get(nearest)).and_then(|found| diff(&self.expected, found))
    }
}
