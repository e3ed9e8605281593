//! The screens. Exactly one is shown, and each carries only what has been earned on the way to it: a screen that
//! needs a key holds a [`Session`], one that needs a name holds a [`DomainName`].

use super::field::{SecretField, TextField};
use super::regions::{RegionChoice, contains_words, matching};
use super::session::{RequestId, Session, Task};
use crate::core::api_key::Credentials;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{Assessment, DomainName, assess};
use crate::core::errors::ApiError;
use crate::core::failure::Failure;
use crate::core::record::DnsRecord;
use crate::core::region::Region;

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Asks for the key.
    ApiKey(ApiKeyScreen),
    /// Asks for the domain.
    Domain(DomainScreen),
    /// Asks for the region.
    Region(RegionScreen),
    /// Shows what will be sent; then sends it (the step Adding).
    Review(ReviewScreen),
    /// The records of a domain.
    Records(RecordsScreen),
    /// The domains of the project.
    Domains(DomainsScreen),
    /// AutoSend has the domain already.
    Conflict(ConflictScreen),
    /// Something failed.
    Failure(FailureScreen),
    /// The program ends.
    Closed,
}

/// The name of a screen without its data. Review is Adding while its POST is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The key.
    ApiKey,
    /// The domain.
    Domain,
    /// The region.
    Region,
    /// What will be sent.
    Review,
    /// Being sent.
    Adding,
    /// The records.
    Records,
    /// The list of domains.
    Domains,
    /// There already.
    Conflict,
    /// Failed.
    Failure,
    /// Left.
    Closed,
}

impl Step {
    /// The name as the program's documents have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "ApiKey",
            Self::Domain => "Domain",
            Self::Region => "Region",
            Self::Review => "Review",
            Self::Adding => "Adding",
            Self::Records => "Records",
            Self::Domains => "Domains",
            Self::Conflict => "Conflict",
            Self::Failure => "Failure",
            Self::Closed => "Closed",
        }
    }
}

/// The Key step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyScreen {
    /// The key, masked.
    pub key: SecretField,
    /// The project id, asked for account keys only.
    pub project: TextField,
    /// Which of the two is typed into.
    pub focus: KeyField,
    /// How far the step is.
    pub stage: KeyStage,
    /// Why the key is asked for again.
    pub reason: Option<String>,
    /// Where to go on; `None`: where the program starts.
    pub resume: Option<Box<Screen>>,
}

/// A field of the Key step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyField {
    /// The key.
    #[default]
    Key,
    /// The project id.
    Project,
}

/// How far the Key step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyStage {
    /// The key is typed.
    Asking,
    /// The key is tried on the API.
    Checking {
        /// By this request.
        id: RequestId,
        /// What is tried.
        credentials: Credentials,
    },
    /// The key works: is it to be kept?
    Keeping {
        /// The session that it opened.
        session: Session,
        /// The row in focus: keep it in the key file, or this run only.
        keep: bool,
    },
}

/// The Domain step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainScreen {
    /// The key in use.
    pub session: Session,
    /// What is typed.
    pub field: TextField,
    /// What is to be said of it.
    pub assessment: Assessment,
}

impl DomainScreen {
    /// The step with this text in its field.
    #[must_use]
    pub fn with(session: Session, text: &str) -> Self {
        Self { session, field: TextField::with(text), assessment: assess(text) }
    }

    /// The domain of the project that is typed, where the project has it already.
    #[must_use]
    pub fn known(&self) -> Option<&SendingDomain> {
        self.session.find(self.assessment.name()?)
    }

    /// A better name that one key puts into the field.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        match &self.assessment {
            Assessment::Refused(refused) => refused.suggestion.as_deref(),
            other => other.warnings().iter().find_map(|warning| warning.suggestion()),
        }
    }
}

/// The Region step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionScreen {
    /// The key in use.
    pub session: Session,
    /// The domain that is added.
    pub name: DomainName,
    /// Choosing from the list, or typing another.
    pub mode: RegionMode,
    /// The server's words on the region it was given.
    pub error: Option<String>,
}

/// How a region is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionMode {
    /// From the list.
    List {
        /// What was typed to narrow it.
        filter: TextField,
        /// The row in focus, among those that match.
        cursor: usize,
    },
    /// "Other…": typed.
    Other {
        /// The key.
        field: TextField,
    },
}

impl RegionScreen {
    /// The rows that match what was typed, and the one in focus.
    #[must_use]
    pub fn rows(&self) -> (Vec<RegionChoice>, usize) {
        match &self.mode {
            RegionMode::List { filter, cursor } => {
                let rows = matching(filter.text());
                let cursor = (*cursor).min(rows.len().saturating_sub(1));
                (rows, cursor)
            }
            RegionMode::Other { .. } => {
                let rows = RegionChoice::all();
                let last = rows.len().saturating_sub(1);
                (rows, last)
            }
        }
    }

    /// Goes to "Other…" with this key in its field.
    pub(super) fn type_other(&mut self, key: &str) {
        self.mode = RegionMode::Other { field: TextField::with(key) };
    }
}

/// What is asked of AutoSend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDomain {
    /// The name.
    pub name: DomainName,
    /// The region.
    pub region: Region,
}

/// The steps Review and Adding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewScreen {
    /// The key in use.
    pub session: Session,
    /// What will be sent.
    pub new: NewDomain,
    /// How far sending is.
    pub submission: Submission,
}

/// How far sending is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// Nothing is sent.
    Idle,
    /// The POST is under way.
    Posting {
        /// This request.
        id: RequestId,
        /// How many times AutoSend said "too many requests" in this submit.
        refused: u8,
    },
    /// AutoSend said "too many requests": it is sent again when the time is over.
    Waiting {
        /// The timer of one second.
        timer: RequestId,
        /// Seconds to go.
        left: u64,
        /// How many times AutoSend said so in this submit.
        refused: u8,
    },
    /// The POST was lost: the list is asked whether it was carried out.
    Resolving {
        /// Which of the three times.
        attempt: u8,
        /// Asking, or waiting before asking.
        phase: Phase,
        /// Why it is lost; `None` where the person stopped waiting, or came back to a lost POST.
        cause: Option<ApiError>,
    },
}

/// A part of one attempt to learn what became of a POST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The list is asked; the request is that of the session's list.
    Asking,
    /// A pause before the list is asked.
    Pausing(RequestId),
}

/// The Records step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordsScreen {
    /// The key in use.
    pub session: Session,
    /// The domain whose records these are.
    pub domain: SendingDomain,
    /// The record in focus.
    pub cursor: usize,
    /// Being fetched again.
    pub refreshing: Task,
    /// A copy under way: what is copied, in words.
    pub copying: Option<(RequestId, String)>,
    /// Where the list of domains goes back to, where these records were opened from it.
    pub behind: Option<Box<Screen>>,
}

impl RecordsScreen {
    /// The records of a domain, the first in focus.
    #[must_use]
    pub const fn new(session: Session, domain: SendingDomain) -> Self {
        Self { session, domain, cursor: 0, refreshing: Task::Idle, copying: None, behind: None }
    }

    /// The record in focus, if there is any.
    #[must_use]
    pub fn selected(&self) -> Option<&DnsRecord> {
        self.domain.records.get(self.cursor)
    }
}

/// The list of domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainsScreen {
    /// The key in use.
    pub session: Session,
    /// What was typed to narrow the list.
    pub filter: TextField,
    /// The row in focus, among those that match.
    pub cursor: usize,
    /// Where Esc goes.
    pub back: Box<Screen>,
}

impl DomainsScreen {
    /// The rows that match what was typed: every word of it occurs in the name, the status or the region.
    #[must_use]
    pub fn rows(&self) -> Vec<&SendingDomain> {
        let filter = self.filter.text();
        self.session
            .domains
            .known()
            .map(|domains| {
                domains
                    .iter()
                    .filter(|domain| {
                        let region = domain.region.as_ref().map_or("", |region| region.raw());
                        let text = format!("{} {} {region}", domain.name.raw(), domain.status.short());
                        contains_words(&text, filter)
                    })
                    .collect()
            })
            .unwrap_or_default()
    }

    /// The domain in focus.
    #[must_use]
    pub fn selected(&self) -> Option<&SendingDomain> {
        self.rows().get(self.cursor).copied()
    }
}

/// AutoSend says that the domain is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictScreen {
    /// The key in use.
    pub session: Session,
    /// What was to be added.
    pub new: NewDomain,
    /// The server's answer.
    pub error: ApiError,
    /// Whether the list is being asked for it.
    pub opening: bool,
}

/// Something failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureScreen {
    /// What, and what it means.
    pub failure: Failure,
    /// Where Esc goes; Enter goes there too and submits.
    pub resume: Box<Screen>,
}

impl Screen {
    /// Which step it is.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::ApiKey(_) => Step::ApiKey,
            Self::Domain(_) => Step::Domain,
            Self::Region(_) => Step::Region,
            Self::Review(ReviewScreen { submission: Submission::Idle, .. }) => Step::Review,
            Self::Review(_) => Step::Adding,
            Self::Records(_) => Step::Records,
            Self::Domains(_) => Step::Domains,
            Self::Conflict(_) => Step::Conflict,
            Self::Failure(_) => Step::Failure,
            Self::Closed => Step::Closed,
        }
    }

    /// The key in use, where there is one.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::ApiKey(screen) => match &screen.stage {
                KeyStage::Keeping { session, .. } => Some(session),
                KeyStage::Asking | KeyStage::Checking { .. } => screen.resume.as_deref().and_then(Self::session),
            },
            Self::Domain(screen) => Some(&screen.session),
            Self::Region(screen) => Some(&screen.session),
            Self::Review(screen) => Some(&screen.session),
            Self::Records(screen) => Some(&screen.session),
            Self::Domains(screen) => Some(&screen.session),
            Self::Conflict(screen) => Some(&screen.session),
            Self::Failure(screen) => screen.resume.session(),
            Self::Closed => None,
        }
    }

    /// The same, to be changed.
    pub(super) fn session_mut(&mut self) -> Option<&mut Session> {
        match self {
            Self::ApiKey(screen) => match &mut screen.stage {
                KeyStage::Keeping { session, .. } => Some(session),
                KeyStage::Asking | KeyStage::Checking { .. } => {
                    screen.resume.as_deref_mut().and_then(Self::session_mut)
                }
            },
            Self::Domain(screen) => Some(&mut screen.session),
            Self::Region(screen) => Some(&mut screen.session),
            Self::Review(screen) => Some(&mut screen.session),
            Self::Records(screen) => Some(&mut screen.session),
            Self::Domains(screen) => Some(&mut screen.session),
            Self::Conflict(screen) => Some(&mut screen.session),
            Self::Failure(screen) => screen.resume.session_mut(),
            Self::Closed => None,
        }
    }

    /// Whether the person waits for something that this screen shows as under way.
    #[must_use]
    pub fn waits(&self) -> bool {
        match self {
            Self::ApiKey(screen) => matches!(screen.stage, KeyStage::Checking { .. }),
            Self::Review(screen) => {
                matches!(screen.submission, Submission::Posting { .. } | Submission::Resolving { .. })
            }
            Self::Records(screen) => screen.refreshing.is_running() && screen.domain.records.is_empty(),
            Self::Domains(screen) => screen.session.domains.request().is_some(),
            Self::Conflict(screen) => screen.opening,
            Self::Domain(_) | Self::Region(_) | Self::Failure(_) | Self::Closed => false,
        }
    }

    /// Whether unmodified characters are text here.
    #[must_use]
    pub const fn takes_text(&self) -> bool {
        match self {
            Self::ApiKey(screen) => matches!(screen.stage, KeyStage::Asking),
            Self::Domain(_) | Self::Region(_) | Self::Domains(_) => true,
            Self::Review(_) | Self::Records(_) | Self::Conflict(_) | Self::Failure(_) | Self::Closed => false,
        }
    }
}
