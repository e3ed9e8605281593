//! The whole state of the wizard, a plain value.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use jiff::Timestamp;

use super::desk::Desk;
use super::follow::Follow;
use super::inspection::Inspection;
use super::listing::Order;
use super::screen::Screen;
use super::session::{RequestId, RequestIds};
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
    /// What lies above it.
    pub overlay: Option<Overlay>,
    /// One line of feedback.
    pub notice: Option<Notice>,
    /// The choices so far, so that going back loses nothing.
    pub draft: Draft,
    /// By what the list of domains is sorted.
    pub order: Order,
    /// The size of the terminal.
    pub viewport: Size,
    /// What does not change while the program runs.
    pub setting: Setting,
    /// What the person waits for, since when.
    pub busy: Option<Busy>,
    /// Names whose POST was sent and whose outcome nobody knows, each with why; `None`: the person stopped waiting.
    pub doubt: BTreeMap<DomainName, Option<ApiError>>,
    /// A copy under way: what is copied, in words.
    pub copying: Option<(RequestId, String)>,
    /// The files that are being written, each with its path, as it may be drawn.
    pub saving: Vec<(RequestId, String)>,
    /// A text that stands alone on the normal screen, until the next key.
    pub raw: Option<Raw>,
    /// The domains that are followed until they are verified, and those whose following has ended.
    pub follows: Vec<Follow>,
    /// What is known from DNS of the domains that were looked up.
    pub inspections: Vec<Inspection>,
    /// What AutoSend has said of the checks of the domains that were looked at, by their ids.
    pub standings: BTreeMap<String, CheckHistory>,
    /// The timer that counts the seconds where they are shown.
    pub(super) pulse: Option<RequestId>,
    /// What was chosen for the records of each domain, by its id.
    pub desks: BTreeMap<String, Desk>,
    /// Texts that are printed on leaving.
    pub printouts: Vec<String>,
    /// What became of a copy, or of a file, that ended after the program was left.
    pub parting: Vec<String>,
    /// The domain whose records were shown last: told on leaving.
    pub learnt: Option<SendingDomain>,
    /// How old that is, where only an earlier run has heard it from AutoSend.
    pub learnt_age: Option<CacheAge>,
    /// The time since the program began, as of the last message: whoever hands messages in keeps it.
    pub clock: Duration,
    /// Whether any records were shown.
    pub has_shown_records: bool,
    /// How the last attempt ended, where no records came of it: told on leaving.
    pub outcome: Option<String>,
    /// The name given on the command line, until the list has told whether the project has it.
    pub lookup: Option<DomainName>,
    pub(super) ids: RequestIds,
}

/// A text for the terminal's own selection: it stands alone on the normal screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// What it is, in a line before it.
    pub title: String,
    /// The text, free of hidden characters.
    pub text: String,
}

impl Model {
    /// What was chosen for the records of a domain; nothing yet where nothing was.
    #[must_use]
    pub fn desk(&self, domain: &SendingDomain) -> &Desk {
        static NOTHING_CHOSEN: LazyLock<Desk> = LazyLock::new(Desk::default);
        self.desks.get(domain.id.raw()).unwrap_or(&NOTHING_CHOSEN)
    }

    /// The same, to be changed.
    pub(super) fn desk_mut(&mut self, domain: &SendingDomain) -> &mut Desk {
        self.desks.entry(domain.id.raw().to_owned()).or_default()
    }

    /// The following of a domain, under way or over.
    #[must_use]
    pub fn follow(&self, id: &DomainId) -> Option<&Follow> {
        self.follows.iter().find(|follow| follow.domain.id == *id)
    }

    /// What is known from DNS of a domain's records.
    #[must_use]
    pub fn inspection(&self, id: &DomainId) -> Option<&Inspection> {
        self.inspections.iter().find(|known| known.domain.id == *id)
    }

    /// What comes next for a domain that was followed and can send: with AutoSend's own address in the sandbox, which has
    /// neither senders nor mails.
    #[must_use]
    pub fn next_steps(&self, follow: &Follow) -> Vec<NextStep> {
        let base_url = self.setting.base_url.as_deref().filter(|_| !self.setting.sandbox).unwrap_or(DEFAULT_BASE_URL);
        let names_project = follow.credentials.request_project().is_some();
        next_steps(&follow.domain, ApiTarget { base_url, needs_project_id: names_project })
    }

    /// What AutoSend has said of the checks of a domain.
    #[must_use]
    pub fn standing(&self, domain: &SendingDomain) -> CheckHistory {
        self.standings.get(domain.id.raw()).copied().unwrap_or_else(|| CheckHistory::new(domain.checks))
    }

    /// Takes in what an answer says of the checks of a domain.
    pub(super) fn stand(&mut self, domain: &SendingDomain) {
        self.standings
            .entry(domain.id.raw().to_owned())
            .and_modify(|standing| standing.update(domain.checks))
            .or_insert_with(|| CheckHistory::new(domain.checks));
    }

    /// How long ago something was, as of the last message; what is told to come is just now.
    #[must_use]
    pub fn since(&self, time: Option<Timestamp>) -> Option<Duration> {
        Some(Duration::try_from(self.now()?.duration_since(time?)).unwrap_or_default())
    }

    /// The time of day, as of the last message.
    #[must_use]
    pub fn now(&self) -> Option<Timestamp> {
        self.setting.began.and_then(|began| began.checked_add(self.clock).ok())
    }

    /// What is known of the error that is shown, where one is.
    #[must_use]
    pub fn details(&self) -> Option<FailureDetails> {
        match &self.screen {
            Screen::Failure(screen) => Some(screen.failure.details.clone()),
            Screen::Conflict(screen) => Some(FailureDetails::from_error(&screen.error)),
            _ => None,
        }
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
    pub tone: Tone,
    /// The timer that takes it away.
    pub(super) timer: RequestId,
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Good,
    /// Good to know.
    Plain,
    /// It did not work.
    Bad,
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
pub struct Size {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// What does not change while the program runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// The time at which the clock of the model began.
    pub began: Option<Timestamp>,
    /// Whether the program talks to its own sandbox.
    pub sandbox: bool,
    /// The host in use, where it is not AutoSend's.
    pub host: Option<String>,
    /// The base URL in use, where it is not AutoSend's.
    pub base_url: Option<String>,
    /// The whole address that domains are added at, where it is not AutoSend's.
    pub address: Option<String>,
    /// Where a key was looked for and not found, each in words.
    pub looked_for: Vec<String>,
    /// The project that the environment names, for account keys.
    pub project: Option<ProjectId>,
    /// Where a key would be kept; `None` where none can be.
    pub key_file: Option<String>,
}

impl Setting {
    /// Method and address of the request that adds a domain, for people.
    #[must_use]
    pub fn target(&self) -> String {
        /// Where domains are added at AutoSend itself.
        const ADDRESS: &str = "https://api.autosend.com/v1/domains";
        if self.sandbox {
            "POST /v1/domains at the sandbox".to_owned()
        } else {
            format!("POST {}", self.address.as_deref().unwrap_or(ADDRESS))
        }
    }
}

/// Something that the person waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    pub(super) timer: RequestId,
    /// Eighths of a second since it began.
    pub ticks: u32,
}

impl Busy {
    /// Ticks in a second.
    pub const PER_SECOND: u32 = 8;

    /// Whole seconds since it began.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        self.ticks / Self::PER_SECOND
    }
}
