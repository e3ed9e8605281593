//! What a command reports about a domain, as text and as JSON documents.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::error::CliError;
use crate::cli::style::StyledText;
use crate::core::cache::Freshness;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::export::status_json;

/// A warning about a result that is not an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Warning {
    /// A stable name, for scripts.
    #[serde(rename = "kind")]
    pub(super) code: &'static str,
    /// A sentence.
    pub(super) message: String,
}

impl Warning {
    /// A warning.
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// The members of a document that say whether its data are stored ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FreshnessMembers {
    /// Whether they are those of an earlier run.
    stale: bool,
    /// When that run fetched them; of several, the oldest.
    fetched_at: Option<String>,
    age_seconds: Option<u64>,
}

impl FreshnessMembers {
    /// The members for data that are this fresh now.
    pub(super) fn new(freshness: Freshness, now: Timestamp) -> Self {
        let age = freshness.age();
        Self {
            stale: age.is_some(),
            fetched_at: age.map(|age| now.saturating_sub(age).unwrap_or(now).to_string()),
            age_seconds: age.map(|age| age.as_secs()),
        }
    }
}

/// What a command reports about one domain. `M` is what it adds to the JSON documents of its kind.
pub(super) struct Report<M> {
    /// The domain's name, safe to display.
    pub(super) name: String,
    /// The member `domain` of the documents; null if the project does not have it.
    pub(super) domain_json: Value,
    /// The further members.
    pub(super) members: M,
    /// The whole report of the only domain with its line end; of several, a line without the domain's name and without a
    /// line end.
    pub(super) text: StyledText,
    /// How the command ends if this is its only domain.
    pub(super) exit: Exit,
    /// Warnings about the result.
    pub(super) warnings: Vec<Warning>,
    /// A note for people above a whole report and its warnings.
    pub(super) opening_note: Option<String>,
    /// Notes for people below a whole report.
    pub(super) closing_notes: Vec<String>,
}

impl<M> Report<M> {
    /// A success without warnings and notes.
    pub(super) fn new(domain: &SendingDomain, members: M, text: impl Into<StyledText>) -> Self {
        Self {
            name: domain.name.sanitized(),
            domain_json: status_json(domain),
            members,
            text: text.into(),
            exit: Exit::Success,
            warnings: Vec::new(),
            opening_note: None,
            closing_notes: Vec::new(),
        }
    }
}

/// Why there is no report for a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// The error. Boxed, so that a `Result` stays small.
    pub(super) error: Box<CliError>,
    /// The members that the command adds to the JSON document of the error, if there are several domains.
    pub(super) members: Map<String, Value>,
}

impl Failure {
    /// With one more member in its document.
    pub(super) fn with_member(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }
}

impl<E: Into<CliError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self { error: Box::new(error.into()), members: Map::new() }
    }
}
