//! The whole state of the wizard, a plain value.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;
use std::time::Duration;

use jiff::Timestamp;

use super::dns_check::DnsCheck;
use super::domain_rows::SortOrder;
use super::record_prefs::RecordPrefs;
use super::screen::Screen;
use super::session::{RequestId, RequestIds};
use super::verify_watch::VerifyWatch;
use crate::core::api_error::ApiError;
use crate::core::api_key::ProjectId;
use crate::core::cache::CacheAge;
use crate::core::check_history::CheckHistory;
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::DomainName;
use crate::core::failure::FailureDetails;
use crate::core::next_steps::{ApiTarget, DEFAULT_BASE_URL, NextStep, next_steps};
use crate::core::region::Region;

/// The state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// What is shown.
    pub screen: Screen,
    /// Everything else, so that a screen can be updated beside it. A model dereferences to it.
    pub shared: SharedState,
}

impl Deref for Model {
    type Target = SharedState;

    fn deref(&self) -> &SharedState {
        &self.shared
    }
}

impl DerefMut for Model {
    fn deref_mut(&mut self) -> &mut SharedState {
        &mut self.shared
    }
}

impl Model {
    /// The details of the error that is shown, if one is.
    #[must_use]
    pub fn error_details(&self) -> Option<FailureDetails> {
        self.screen.error_details()
    }
}

/// What every screen can read and change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedState {
    /// What lies above it.
    pub overlay: Option<Overlay>,
    /// One line of feedback.
    pub notice: Option<Notice>,
    /// The choices so far, so that going back loses nothing.
    pub draft: Draft,
    /// By what the list of domains is sorted.
    pub sort_order: SortOrder,
    /// The size of the terminal.
    pub viewport: TerminalSize,
    /// What does not change while the program runs.
    pub config: RunConfig,
    /// What the person waits for, since when.
    pub spinner: Option<Spinner>,
    /// Names whose POST was sent and whose outcome nobody knows, each with why; `None`: the person stopped waiting.
    pub unconfirmed: BTreeMap<DomainName, Option<ApiError>>,
    /// A copy under way: what is copied, in words.
    pub pending_copy: Option<(RequestId, String)>,
    /// The files that are being written, each with its path, as it may be drawn.
    pub pending_saves: Vec<(RequestId, String)>,
    /// A text that stands alone on the normal screen, until the next key.
    pub normal_screen_text: Option<NormalScreenText>,
    /// The domains that are followed until they are verified, and those whose following has ended.
    pub verify_watches: Vec<VerifyWatch>,
    /// What is known from DNS of the domains that were looked up.
    pub dns_checks: Vec<DnsCheck>,
    /// What AutoSend has said of the checks of the domains that were looked at, by their ids.
    pub check_histories: BTreeMap<String, CheckHistory>,
    /// The timer that counts the seconds where they are shown.
    pub(super) seconds_timer: Option<RequestId>,
    /// What was chosen for the records of each domain, by its id.
    pub record_prefs: BTreeMap<String, RecordPrefs>,
    /// Texts that are printed on leaving.
    pub exit_printouts: Vec<String>,
    /// What became of a copy, or of a file, that ended after the program was left.
    pub exit_messages: Vec<String>,
    /// The domain whose records were shown last: told on leaving.
    pub last_shown: Option<SendingDomain>,
    /// How old that is, where only an earlier run has heard it from AutoSend.
    pub last_shown_age: Option<CacheAge>,
    /// The time since the program began, as of the last message: whoever hands messages in keeps it.
    pub clock: Duration,
    /// Whether any records were shown.
    pub has_shown_records: bool,
    /// How the last attempt ended, where no records came of it: told on leaving.
    pub outcome: Option<String>,
    /// The name given on the command line, until the list has told whether the project has it.
    pub requested_domain: Option<DomainName>,
    pub(super) ids: RequestIds,
}

/// A text for the terminal's own selection: it stands alone on the normal screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormalScreenText {
    /// What it is, in a line before it.
    pub title: String,
    /// The text, free of hidden characters.
    pub text: String,
}

impl SharedState {
    /// What was chosen for the records of a domain; nothing yet where nothing was.
    #[must_use]
    pub fn record_prefs(&self, domain: &SendingDomain) -> &RecordPrefs {
        static DEFAULT_PREFS: LazyLock<RecordPrefs> = LazyLock::new(RecordPrefs::default);
        self.record_prefs.get(domain.id.raw()).unwrap_or(&DEFAULT_PREFS)
    }

    /// The same, to be changed.
    pub(super) fn record_prefs_mut(&mut self, domain: &SendingDomain) -> &mut RecordPrefs {
        self.record_prefs.entry(domain.id.raw().to_owned()).or_default()
    }

    /// The following of a domain, under way or over.
    #[must_use]
    pub fn verify_watch(&self, id: &DomainId) -> Option<&VerifyWatch> {
        self.verify_watches.iter().find(|watch| watch.domain.id == *id)
    }

    /// What is known from DNS of a domain's records.
    #[must_use]
    pub fn dns_check(&self, id: &DomainId) -> Option<&DnsCheck> {
        self.dns_checks.iter().find(|known| known.result.domain.id == *id)
    }

    /// What comes next for a domain that was followed and can send: with AutoSend's own address in the sandbox, which has
    /// neither senders nor mails.
    #[must_use]
    pub fn next_steps(&self, watch: &VerifyWatch) -> Vec<NextStep> {
        let base_url = self.config.base_url.as_deref().filter(|_| !self.config.sandbox).unwrap_or(DEFAULT_BASE_URL);
        let names_project = watch.credentials.request_project().is_some();
        next_steps(&watch.domain, ApiTarget { base_url, needs_project_id: names_project })
    }

    /// What AutoSend has said of the checks of a domain.
    #[must_use]
    pub fn check_history(&self, domain: &SendingDomain) -> CheckHistory {
        self.check_histories.get(domain.id.raw()).copied().unwrap_or_else(|| CheckHistory::new(domain.checks))
    }

    /// Takes in what an answer says of the checks of a domain.
    pub(super) fn update_check_history(&mut self, domain: &SendingDomain) {
        self.check_histories
            .entry(domain.id.raw().to_owned())
            .and_modify(|standing| standing.update(domain.checks))
            .or_insert_with(|| CheckHistory::new(domain.checks));
    }

    /// How long ago something was, as of the last message; what is told to come is just now.
    #[must_use]
    pub fn time_since(&self, time: Option<Timestamp>) -> Option<Duration> {
        Some(Duration::try_from(self.now()?.duration_since(time?)).unwrap_or_default())
    }

    /// The time of day, as of the last message.
    #[must_use]
    pub fn now(&self) -> Option<Timestamp> {
        self.config.started_at.and_then(|began| began.checked_add(self.clock).ok())
    }
}

/// What lies above the screen, and is the first to receive keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The keys of this screen, from this row on.
    Help {
        /// Rows scrolled past.
        scroll: usize,
    },
    /// Status, code and request id of an error.
    Details {
        /// Rows scrolled past.
        scroll: usize,
    },
}

/// One line of feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// How it is meant.
    pub level: NoticeLevel,
    /// The timer that takes it away.
    pub(super) timer: RequestId,
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeLevel {
    /// It worked.
    Success,
    /// Good to know.
    Info,
    /// It did not work.
    Error,
}

/// The choices so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The text of the Domain step.
    pub domain: String,
    /// The region that was chosen last, in this run or an earlier one.
    pub region: Region,
    /// Whether the region was given on the command line, so that its step need not ask.
    pub region_given: bool,
    /// What was typed to narrow the regions.
    pub region_filter: String,
    /// What was typed as another region.
    pub other_region: String,
}

/// A terminal's size in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalSize {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// What does not change while the program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunConfig {
    /// The time at which the clock of the model began.
    pub started_at: Option<Timestamp>,
    /// Whether the program talks to its own sandbox.
    pub sandbox: bool,
    /// The host in use, where it is not AutoSend's.
    pub api_host: Option<String>,
    /// The base URL in use, where it is not AutoSend's.
    pub base_url: Option<String>,
    /// The whole address that domains are added at, where it is not AutoSend's.
    pub create_url: Option<String>,
    /// Where a key was looked for and not found, each in words.
    pub searched_key_sources: Vec<String>,
    /// The project that the environment names, for account keys.
    pub env_project: Option<ProjectId>,
    /// Where a key would be kept; `None` where none can be.
    pub key_file: Option<String>,
}

impl RunConfig {
    /// Method and address of the request that adds a domain, for people.
    #[must_use]
    pub fn create_request_line(&self) -> String {
        /// Where domains are added at AutoSend itself.
        const DEFAULT_CREATE_URL: &str = "https://api.autosend.com/v1/domains";
        if self.sandbox {
            "POST /v1/domains at the sandbox".to_owned()
        } else {
            format!("POST {}", self.create_url.as_deref().unwrap_or(DEFAULT_CREATE_URL))
        }
    }
}

/// Something that the person waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spinner {
    pub(super) timer: RequestId,
    /// Eighths of a second since it began.
    pub ticks: u32,
}

impl Spinner {
    /// Ticks in a second.
    pub const TICKS_PER_SECOND: u32 = 8;

    /// Whole seconds since it began.
    #[must_use]
    pub const fn elapsed_seconds(self) -> u32 {
        self.ticks / Self::TICKS_PER_SECOND
    }
}
