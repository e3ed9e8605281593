//! What a command reports about a domain, as text and as JSON documents.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::error::CliError;
use crate::cli::style::StyledText;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::export::status_json;

/// Something that a person should know about a result, though it is no error.
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

/// The result of a command for one domain. It serializes the members that the command adds to its JSON documents.
pub(super) trait Report: Serialize {
    /// The domain, as the API last returned it.
    fn domain(&self) -> &SendingDomain;

    /// The member `domain` of the documents.
    fn domain_json(&self, _is_batch: bool) -> Value {
        status_json(self.domain())
    }

    /// The whole report, as text.
    fn render_report(&self) -> StyledText;

    /// The report in one line without the domain's name and without a line end, if there are several domains.
    fn render_line(&self) -> StyledText;

    /// How the command ends if this is its only domain.
    fn exit(&self) -> Exit {
        Exit::Success
    }

    /// Warnings about the result.
    fn warnings(&self) -> Vec<Warning> {
        Vec::new()
    }

    /// A note for people above a whole report and its warnings.
    fn opening_note(&self) -> Option<String> {
        None
    }

    /// Notes for people below a whole report.
    fn closing_notes(&self) -> Vec<String> {
        Vec::new()
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

/// The JSON document of one domain.
#[derive(Serialize)]
pub(super) struct ReportDocument<'a, R> {
    pub(super) version: u64,
    pub(super) domain: Value,
    #[serde(flatten)]
    pub(super) report: &'a R,
    pub(super) warnings: &'a [Warning],
}

/// The JSON document of one domain of several; either `domain` or `error` is null.
#[derive(Serialize)]
pub(super) struct LineDocument<'a, M> {
    pub(super) version: u64,
    /// The text of the domain in the arguments or in the file.
    pub(super) given: &'a str,
    pub(super) domain: Option<Value>,
    pub(super) warnings: &'a [Warning],
    pub(super) error: Option<&'a CliError>,
    #[serde(flatten)]
    pub(super) members: &'a M,
}
