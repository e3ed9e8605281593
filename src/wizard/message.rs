//! What can happen: what the user means, what commands answer, what the world does.

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
    /// An edit of the field in focus.
    Edit(InputRequest),
    /// Text was pasted.
    Paste(PastedText),
    /// On.
    Submit,
    /// Back.
    GoBack,
    /// Through a list.
    Move(Motion),
    /// To the other field of the screen.
    FocusNextField,
    /// Put the suggested name into the field.
    AcceptSuggestion,
    /// Copy something of the records.
    Copy(CopyTarget),
    /// Write names in the next form.
    CycleNameForm,
    /// Open something on the Records step.
    OpenPane(PaneKind),
    /// Show the value alone on the normal screen.
    ShowOnNormalScreen,
    /// Pass over the record that the guided copy is at.
    SkipRecord,
    /// Back by one field of the guided copy.
    StepGuideBack,
    /// Complete the path that is typed.
    CompletePath,
    /// Replace the file that is there.
    OverwriteFile,
    /// Look into DNS.
    CheckDns,
    /// Look into DNS until all is right, or no more.
    ToggleDnsWatch,
    /// Mean every record, or the one in focus alone.
    TogglePublishScope,
    /// Ask AutoSend to verify, and follow how far it is.
    Verify,
    /// Follow no longer.
    Stop,
    /// Remove the domain: asks first.
    RemoveDomain,
    /// Fetch again.
    Refresh,
    /// Show the project's domains.
    OpenDomains,
    /// Sort the list of domains by something else.
    CycleSortOrder,
    /// Show or hide the keys of this screen.
    ToggleHelp,
    /// Show or hide what is known of an error.
    ToggleDetails,
    /// Draw anew.
    Redraw,
    /// Stop the program as job control does.
    Suspend,
    /// Leave.
    Quit,

    /// The answer to `CreateDomain`.
    DomainCreated {
        /// Of this request.
        id: RequestId,
        /// The domain, or why not.
        result: Result<SendingDomain, ApiError>,
    },
    /// The answer to `ListDomains`.
    DomainsListed {
        /// Of this request.
        id: RequestId,
        /// The domains, or why not.
        result: Result<Vec<SendingDomain>, ApiError>,
    },
    /// The answer to `ListDomains` where the last list is young enough.
    ListingSkipped {
        /// Of this request.
        id: RequestId,
    },
    /// The answer to `FetchDomain`.
    DomainFetched {
        /// Of this request.
        id: RequestId,
        /// The domain, or why not.
        result: Result<SendingDomain, ApiError>,
    },
    /// The answer to `Operate`.
    OperationFinished {
        /// Of this request.
        id: RequestId,
        /// The domain, or why not.
        result: Result<SendingDomain, ApiError>,
    },
    /// The answer to `RemoveDomain`.
    DomainRemoved {
        /// Of this request.
        id: RequestId,
        /// Whether it is gone, or why not.
        result: Result<(), ApiError>,
    },
    /// Something was heard for `Survey`.
    DnsProgress {
        /// Of this request.
        id: RequestId,
        /// What.
        progress: LookupProgress,
    },
    /// The answer to `Survey`.
    DnsChecked {
        /// Of this request.
        id: RequestId,
        /// All that was looked up, or why nothing could be asked.
        result: Result<DnsLookup, String>,
    },
    /// The answer to `Publish`.
    RecordsPublished {
        /// Of this request.
        id: RequestId,
        /// How many records, or why none.
        result: Result<usize, String>,
    },
    /// The answer to `OpenLink`.
    LinkOpened {
        /// Of this request.
        id: RequestId,
        /// Whether a browser was asked, or why not.
        result: Result<(), OpenError>,
    },
    /// The answer to `Copy` and to `CopyExport`.
    TextCopied {
        /// Of this request.
        id: RequestId,
        /// How many characters the text has.
        char_count: usize,
        /// How many of the records it holds, where it is a zone file.
        counts: Option<ExportCounts>,
        /// What is known of it.
        result: Result<CopyOutcome, CopyError>,
    },
    /// The answer to `Export`.
    ExportRendered {
        /// Of this request.
        id: RequestId,
        /// The records in the form that was asked for.
        exported: ExportOutput,
    },
    /// The answer to `SaveFile`.
    FileSaved {
        /// Of this request.
        id: RequestId,
        /// The file, or why not.
        result: Result<SavedFile, SaveError>,
    },
    /// The answer to `CompletePath`.
    PathCompleted {
        /// Of this request.
        id: RequestId,
        /// What the path can become.
        completion: PathCompletion,
    },
    /// The answer to `Recall`.
    CacheLoaded {
        /// Of this request.
        id: RequestId,
        /// What an earlier run has kept.
        cache: CachedProject,
    },
    /// The answer to `SaveKey`.
    KeySaved {
        /// The file, or why not; in words that may be shown.
        result: Result<String, String>,
    },

    /// The way to the server has something about it that is good to know.
    Noted(String),
    /// A timer ran out.
    TimerFired(RequestId),
    /// The terminal has another size.
    Resized(TerminalSize),
    /// The program was told to end, by the signal of this number.
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
