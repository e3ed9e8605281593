//! What can happen: what the user means, how requests are answered, what the world outside does.

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

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The user means something.
    Intent(Intent),
    /// A request was answered.
    Reply(RequestId, Reply),
    /// Neither: the world outside.
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

/// What the user means: by a key, an answer in plain lines, or a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// An edit of the field in focus.
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
    /// Copy something of the records.
    Copy(CopyTarget),
    /// Write names in the next form.
    CycleNameForm,
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
    /// Start checking DNS until everything is right, or stop it.
    ToggleDnsWatch,
    /// Publish every record, or only the selected one.
    TogglePublishScope,
    /// Ask AutoSend to verify, and follow its progress.
    Verify,
    /// Stop following, or checking.
    Stop,
    /// Remove the domain; asks first.
    RemoveDomain,
    /// Fetch again.
    Refresh,
    /// Show the project's domains.
    OpenDomains,
    /// Sort the list of domains by the next criterion.
    CycleSortOrder,
    /// Show or hide the keys of this screen.
    ToggleHelp,
    /// Show or hide the details of an error.
    ToggleDetails,
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

/// What neither the user nor the answer to a request causes.
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

/// What is to be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyTarget {
    /// The value, as it is to be published.
    Value,
    /// The value as the API returned it.
    ReturnedValue,
    /// The owner name, in the form that was chosen.
    Name,
    /// All records, as zone-file text.
    AllRecords,
    /// All records, in the form of export in focus.
    Export,
    /// The field that the guided copy is at.
    GuideEntry,
    /// What comes next for a domain that can send.
    NextSteps,
    /// The link to the panel of the DNS host.
    PanelLink,
}

/// Pasted text, which may be the API key: its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct PastedText(String);

impl PastedText {
    /// Takes what was pasted.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text to the letter.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// The text for a field of one line: one line end at its end is dropped, others become blanks. A line end in
    /// a paste is never Enter.
    #[must_use]
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
