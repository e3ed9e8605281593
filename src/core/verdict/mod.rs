//! Expected records against what DNS answered: a verdict, its causes, and the words for both.
//!
//! All of it is pure: from a record and the answers to a judgement. [`question`] and [`probes()`] say what is to be
//! asked, [`judge()`] says what the answers mean, [`summary`] what they mean together.

mod cause;
mod common;
mod compare;
mod conflict;
mod difference;
mod dkim;
mod dmarc;
mod doubt;
mod expected;
mod judge;
mod keys;
mod mx;
mod overall;
mod places;
mod probes;
mod remedies;
mod servers;
mod shown;
mod spf;
mod txt;
mod words;

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
pub use conflict::{Conflict, conflict_lines};
pub use difference::{Difference, difference};
pub use doubt::doubt;
pub use judge::judge;
pub use overall::{Overall, summary};
pub use probes::{probes, question};
pub use shown::{shown, shown_data};

use super::look::Server;

/// The most values of one name that are kept to be shown; what is beyond is counted.
pub const FOUND_LIMIT: usize = 100;

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
        right: usize,
        /// How many answered.
        of: usize,
    },
    /// No server said anything of it.
    Unreachable,
}

impl Verdict {
    /// Its stable name, for documents and scripts.
    #[must_use]
    pub const fn key(self) -> &'static str {
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
    pub fn words(self) -> String {
        match self {
            Self::Match => "right".to_owned(),
            Self::Missing => "missing".to_owned(),
            Self::Different => "different".to_owned(),
            Self::Partly { right, of } => format!("right at {right} of {of} servers"),
            Self::Unreachable => "no answer".to_owned(),
        }
    }
}

/// The judgement on one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What the answers come to.
    pub verdict: Verdict,
    /// Why, the most telling first. Beside [`Verdict::Match`] only what [`Cause::may_stand_beside_match`].
    pub causes: Vec<Cause>,
    /// What should be there, made to be drawn: the text, or priority and host.
    pub expected: String,
    /// What is there at any server, each value once, in the order in which they came, made to be drawn; at most
    /// [`FOUND_LIMIT`].
    pub found: Vec<String>,
    /// How many more values there are.
    pub left_out: usize,
    /// Which one of `found` is to be seen beside the expected one: that which is right, else the most similar.
    pub nearest: Option<usize>,
    /// The names that its own leads to by CNAMEs, in their order, made to be drawn.
    pub aliases: Vec<String>,
    /// The verdict on each server's answer, in the order in which they were asked.
    pub servers: Vec<(Server, Verdict)>,
}

impl Judged {
    /// Whether it is right at every server that answered.
    #[must_use]
    pub const fn is_right(&self) -> bool {
        matches!(self.verdict, Verdict::Match)
    }

    /// Whether nothing needs to be done for it: it is right, or another record does its work.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.is_right() || self.has("dmarc-inherited")
    }

    /// Its causes but those that are said of all records at once.
    pub fn own_causes<'j>(&'j self, common: &'j [Cause]) -> impl Iterator<Item = &'j Cause> {
        self.causes.iter().filter(|cause| !common.iter().any(|common| common.key() == cause.key()))
    }

    /// Whether it has a cause of that name.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.causes.iter().any(|cause| cause.key() == key)
    }

    /// Where the most similar value that was found differs from the expected one; nothing where it is right.
    #[must_use]
    pub fn difference(&self) -> Option<Difference> {
        if self.is_right() {
            return None;
        }
        self.nearest.and_then(|nearest| self.found.get(nearest)).and_then(|found| difference(&self.expected, found))
    }
}
