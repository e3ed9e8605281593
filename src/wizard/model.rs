//! The complete state of the wizard, as a plain value.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use jiff::Timestamp;

use super::domain_rows::SortOrder;
use super::domain_state::DomainStates;
use super::field::TextField;
use super::screen::Screen;
use super::session::{RequestId, RequestIds};
use crate::core::api_error::ApiError;
use crate::core::api_key::ProjectId;
use crate::core::cache::CacheAge;
use crate::core::dns_host::DnsHost;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::failure::FailureDetails;
use crate::core::region::Region;
use crate::core::retry_policy::RequestTimeout;

/// The complete state of the wizard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The current screen.
    pub screen: Screen,
    /// All other state, separate so that a screen can be updated together with it. The model dereferences to it.
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
    /// Returns the details of the error on screen.
    pub fn error_details(&self) -> Option<FailureDetails> {
        self.screen.error_details()
    }
}

/// The state that all screens share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedState {
    /// The overlay above the screen.
    pub overlay: Option<Overlay>,
    /// The filter of the help, while it is narrowed by typing.
    pub help_filter: Option<TextField>,
    /// The current notice.
    pub notice: Option<Notice>,
    /// The user's inputs so far, so that going back loses nothing.
    pub draft: Draft,
    /// The sort order of the list of domains.
    pub sort_order: SortOrder,
    /// The size of the terminal.
    pub viewport: TerminalSize,
    /// The configuration, which does not change while the program runs.
    pub config: RunConfig,
    /// The spinner, while the screen waits for something.
    pub spinner: Option<Spinner>,
    /// Names whose POST has an unknown outcome, with the error; `None` if the person stopped waiting.
    pub unconfirmed: BTreeMap<DomainName, Option<ApiError>>,
    /// The pending copy, with a description of the copied text.
    pub pending_copy: Option<(RequestId, String)>,
    /// The pending saves, each with a path free of hidden characters.
    pub pending_saves: Vec<(RequestId, String)>,
    /// The text that is shown on the terminal's normal screen until the next key.
    pub normal_screen_text: Option<NormalScreenText>,
    /// The state of each domain, which outlives the screens.
    pub domain_states: DomainStates,
    /// The timer of the next second, if the screen shows seconds.
    pub(super) seconds_timer: Option<RequestId>,
    /// The title of the terminal's window, as it was set last.
    pub(super) window_title: String,
    /// Texts to print on exit.
    pub exit_printouts: Vec<String>,
    /// Results of copies and saves that finished after the program was left.
    pub exit_messages: Vec<String>,
    /// The domain whose records were shown last, for the exit summary.
    pub last_shown: Option<SendingDomain>,
    /// The age of that domain, if it comes from the cache of an earlier run.
    pub last_shown_age: Option<CacheAge>,
    /// The time since the program started, as of the last message. The caller of `update` sets it.
    pub clock: Duration,
    /// Whether any records were shown.
    pub has_shown_records: bool,
    /// The outcome of the last attempt that led to no records, for the exit summary.
    pub outcome: Option<String>,
    /// The domain name of the command line, until a list shows whether the project has it.
    pub requested_domain: Option<DomainName>,
    pub(super) ids: RequestIds,
}

/// A text that the user can select on the terminal's normal screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormalScreenText {
    /// The description in the line before the text.
    pub title: String,
    /// The text, without hidden characters.
    pub text: String,
}

impl SharedState {
    /// Whether the help is open, and what is typed there narrows it.
    pub const fn is_filtering_help(&self) -> bool {
        self.help_filter.is_some() && matches!(self.overlay, Some(Overlay::Help { .. }))
    }

    /// Returns the age of a time, as of the last message; zero if the time is in the future.
    pub fn time_since(&self, time: Option<Timestamp>) -> Option<Duration> {
        Some(Duration::try_from(self.now()?.duration_since(time?)).unwrap_or_default())
    }

    /// Returns the time of day, as of the last message.
    pub fn now(&self) -> Option<Timestamp> {
        self.timestamp_at(self.clock)
    }

    fn timestamp_at(&self, clock: Duration) -> Option<Timestamp> {
        self.config.started_at.and_then(|start| start.checked_add(clock).ok())
    }

    /// Returns the time of day at a time of the model's clock: `14:02:33 UTC`.
    pub fn time_of_day(&self, clock: Duration) -> Option<String> {
        self.timestamp_at(clock).map(|time| time.strftime("%H:%M:%S UTC").to_string())
    }
}

/// An overlay above the screen. It receives keys before the screen does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The keys of the current screen.
    Help {
        /// The number of rows scrolled past.
        scroll: usize,
    },
    /// The status, code and request id of an error.
    Details {
        /// The number of rows scrolled past.
        scroll: usize,
    },
}

/// A line of feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The text of the line.
    pub text: String,
    /// The level of the notice.
    pub level: NoticeLevel,
    pub(super) kind: NoticeKind,
    /// The timer that removes the notice.
    pub(super) timer: RequestId,
}

/// The kind of a notice, for updates that depend on the current notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoticeKind {
    General,
    /// The records are being fetched again.
    Refetching,
    /// DNS is being checked.
    CheckingDns,
}

/// The level of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeLevel {
    /// An action succeeded.
    Success,
    /// Information.
    Info,
    /// An action failed.
    Error,
}

/// The user's inputs so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The text of the Domain step.
    pub domain: String,
    /// The last chosen region, in this run or an earlier one.
    pub region: Region,
    /// Whether the command line gives the region, so that the Region step can be skipped.
    pub region_given: bool,
    /// The filter of the Region step.
    pub region_filter: String,
    /// The DNS host that was chosen last.
    pub last_host: Option<&'static DnsHost>,
    /// The region key that was typed at "Other…".
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

impl TerminalSize {
    /// The smallest window in which every screen can be used.
    pub const MIN: Self = Self { columns: 40, rows: 12 };

    /// Whether the window has no room for the screen.
    pub const fn is_too_small(self) -> bool {
        self.columns < Self::MIN.columns || self.rows < Self::MIN.rows
    }
}

/// The configuration, which does not change while the program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunConfig {
    /// The time of day at which the model's clock started.
    pub started_at: Option<Timestamp>,
    /// Whether the program uses its own sandbox.
    pub sandbox: bool,
    /// The API host, if it is not AutoSend's.
    pub api_host: Option<String>,
    /// The API host, if it is neither AutoSend's nor this machine.
    pub foreign_host: Option<String>,
    /// The base URL, if it is not AutoSend's.
    pub base_url: Option<String>,
    /// The URL at which domains are added, if it is not AutoSend's.
    pub create_url: Option<String>,
    /// The places that were searched for a key without success, for people.
    pub searched_key_sources: Vec<String>,
    /// The project id from the environment, for account keys.
    pub env_project: Option<ProjectId>,
    /// The file in which a key would be saved; `None` if no file can be used.
    pub key_file: Option<String>,
    /// How long one request may take, with its retries.
    pub timeout: RequestTimeout,
}

impl RunConfig {
    /// Returns the method and URL of the request that adds a domain, for people.
    pub fn create_request_line(&self) -> String {
        /// The URL at which AutoSend adds domains.
        const DEFAULT_CREATE_URL: &str = "https://api.autosend.com/v1/domains";
        if self.sandbox {
            "POST /v1/domains at the sandbox".to_owned()
        } else {
            format!("POST {}", self.create_url.as_deref().unwrap_or(DEFAULT_CREATE_URL))
        }
    }
}

/// The spinner of a screen that waits for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spinner {
    pub(super) timer: RequestId,
    /// Eighths of a second since it started.
    pub ticks: u32,
}

impl Spinner {
    /// The number of ticks in a second.
    pub const TICKS_PER_SECOND: u32 = 8;

    /// Returns the whole seconds since it started.
    pub const fn elapsed_seconds(self) -> u32 {
        self.ticks / Self::TICKS_PER_SECOND
    }
}
