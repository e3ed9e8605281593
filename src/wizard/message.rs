//! The messages of the wizard: intents of the user, replies to requests, and events.

use std::fmt;

use tui_input::InputRequest;

use super::model::TerminalSize;
use super::motion::Motion;
use super::screen::PaneKind;
use super::session::RequestId;
use crate::core::api_error::ApiError;
use crate::core::cache::CachedProject;
use crate::core::copy::{CopyError, CopyOutcome, ExportCounts};
use crate::core::dns::{DnsLookup, LookupProgress};
use crate::core::domain::SendingDomain;
use crate::core::export_format::ExportOutput;
use crate::core::file_save::{PathCompletion, SaveError, SavedFile};
use crate::core::open_link::OpenError;

/// An input of `update`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The user wants something.
    Intent(Intent),
    /// The reply to the request with this id.
    Reply(RequestId, Reply),
    /// An event that no request caused.
    Event(Event),
}

impl From<Intent> for Message {
    fn from(intent: Intent) -> Self {
        Self::Intent(intent)
    }
}

impl From<Event> for Message {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

/// What the user wants, expressed by a key, an answer in plain mode, or a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Edit the active text field.
    Edit(InputRequest),
    /// Text was pasted.
    Paste(PastedText),
    /// Continue.
    Submit,
    /// Go back.
    GoBack,
    /// Move through a list.
    Move(Motion),
    /// Go to the other field of the screen.
    FocusNextField,
    /// Put the suggested name into the field.
    AcceptSuggestion,
    /// Copy a part of the records.
    Copy(CopyTarget),
    /// Scroll the details of the selected record.
    ScrollDetails(Motion),
    /// Open a pane of the Records step.
    OpenPane(PaneKind),
    /// Show the value alone on the normal screen.
    ShowOnNormalScreen,
    /// Skip the current record of the guided copy.
    SkipRecord,
    /// Go back by one field of the guided copy.
    StepGuideBack,
    /// Complete the typed path.
    CompletePath,
    /// Replace the existing file.
    OverwriteFile,
    /// Check DNS once.
    CheckDns,
    /// Start or stop a watch, which checks DNS until all required records are correct.
    ToggleDnsWatch,
    /// Publish every record, or only the selected one.
    TogglePublishScope,
    /// Ask AutoSend to verify, and watch its progress.
    Verify,
    /// Stop the watch or the check.
    Stop,
    /// Remove the domain after a confirmation.
    RemoveDomain,
    /// Fetch again.
    Refresh,
    /// Show the project's domains.
    OpenDomains,
    /// Sort the list of domains by the next criterion.
    CycleSortOrder,
    /// Show or hide the keys of this screen.
    ToggleHelp,
    /// Narrow the help by typing.
    FilterHelp,
    /// Show or hide the details of an error.
    ToggleDetails,
    /// Explain why this letter, which is typed where a command is expected, does nothing.
    ExplainLetter(char),
    /// Enter another API key after a failure.
    UseAnotherKey,
    /// Try again what failed.
    TryAgain,
    /// Open the dashboard, where the plan is.
    OpenBilling,
    /// Draw the whole screen again.
    Redraw,
    /// Suspend the program, as job control does.
    Suspend,
    /// Leave.
    Quit,
}

/// The answer to a [`Request`](super::Request).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// To `CreateDomain`.
    DomainCreated(Result<SendingDomain, ApiError>),
    /// To `ListDomains`.
    DomainsListed(Result<Vec<SendingDomain>, ApiError>),
    /// To `ListDomains`, if the last list is recent enough.
    ListingSkipped,
    /// To `FetchDomain`.
    DomainFetched(Result<SendingDomain, ApiError>),
    /// To `RunOperation`.
    OperationFinished(Result<SendingDomain, ApiError>),
    /// To `RemoveDomain`.
    DomainRemoved(Result<(), ApiError>),
    /// To `CheckDns`; the error says why no server could be asked.
    DnsChecked(Result<DnsLookup, String>),
    /// To `PublishRecords`: the number of records.
    RecordsPublished(Result<usize, String>),
    /// To `OpenLink`: whether a browser was asked.
    LinkOpened(Result<(), OpenError>),
    /// To `CopyText` and `CopyExport`.
    TextCopied(CopyReply),
    /// To `RenderExport`.
    ExportRendered(ExportOutput),
    /// To `SaveFile`.
    FileSaved(Result<SavedFile, SaveError>),
    /// To `CompletePath`.
    PathCompleted(PathCompletion),
    /// To `LoadCache`.
    CacheLoaded(CachedProject),
    /// To `SaveKey`: the file; the error may be shown.
    KeySaved(Result<String, String>),
}

/// The answer to a request for a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyReply {
    /// The length of the text, in characters.
    pub char_count: usize,
    /// The number of records written and omitted, if it is an export.
    pub counts: Option<ExportCounts>,
    /// Where it was copied to.
    pub result: Result<CopyOutcome, CopyError>,
}

/// Something that neither the user nor a reply causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A DNS check that is still running has a partial result.
    DnsProgress(RequestId, LookupProgress),
    /// The connection to the server has a property that the user should know.
    Noted(String),
    /// A timer fired.
    TimerFired(RequestId),
    /// The terminal has another size.
    Resized(TerminalSize),
    /// The signal of this number asks the program to end.
    ShutdownRequested(u8),
}

/// The text to copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyTarget {
    /// The value in the form to publish.
    Value,
    /// The value as the API returned it.
    ReturnedValue,
    /// The owner name in the form of the DNS host's panel.
    Name,
    /// The full owner name.
    FullName,
    /// All records, as zone-file text.
    AllRecords,
    /// All records in the selected export format.
    Export,
    /// The next field of the guide.
    GuideEntry,
    /// The field of the guide that was copied last.
    GuideEntryAgain,
    /// The next steps of a verified domain.
    NextSteps,
    /// The link to the panel of the DNS host.
    PanelLink,
    /// The details of a failure.
    ErrorDetails,
}

/// Pasted text. It may be the API key, so its `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct PastedText(String);

impl PastedText {
    /// Wraps pasted text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text unchanged.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Returns the text for a single-line field: drops a line end at the end and turns others into spaces. A line end
    /// in a paste never submits.
    pub fn one_line(&self) -> String {
        let text = self.0.replace("\r\n", "\n").replace('\r', "\n");
        text.strip_suffix('\n').unwrap_or(&text).replace('\n', " ")
    }
}

impl fmt::Debug for PastedText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pasted({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_one_line_and_not_in_its_debug_text() {
        assert_eq!(PastedText::new("example.com\r\n").one_line(), "example.com");
        assert_eq!(PastedText::new("a.com\nb.com\n").one_line(), "a.com b.com");
        assert_eq!(format!("{:?}", PastedText::new("AS_secret")), "Pasted(9 characters)");
    }
}
