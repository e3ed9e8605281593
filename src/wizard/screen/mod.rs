//! The screens. Exactly one is shown, and each holds only data that exists at that point: a screen that needs a key
//! holds a [`Session`], and one that needs a name holds a domain name that was assessed.

mod api_key;
mod domain;
mod domains;
mod pane;
mod panel;
mod records;
mod region;
mod removal;
mod review;

pub(in crate::wizard) use api_key::KeyDoubt;
pub use api_key::{ApiKeyScreen, KeyField, KeyStage};
pub use domain::DomainScreen;
pub use domains::DomainsScreen;
pub use pane::{ExportPane, ExportStage, Pane, PaneKind, host_rows};
pub use panel::{LinkState, PanelPane};
pub use records::RecordsScreen;
pub use region::{RegionChoice, RegionMode, RegionScreen, region_rows};
pub use removal::{RemovalScreen, RemovalStage};
pub use review::{ConflictScreen, NewDomain, ReconcilePhase, ReviewScreen, Submission};

use super::session::{RemoteData, RequestState, Session};
use crate::core::failure::{Failure, FailureDetails};

/// The current screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Asks for the API key.
    ApiKey(ApiKeyScreen),
    /// Asks for the domain.
    Domain(DomainScreen),
    /// Asks for the region.
    Region(RegionScreen),
    /// Shows the request that will be sent; then, as the step Adding, sends it.
    Review(ReviewScreen),
    /// Shows the records of a domain.
    Records(RecordsScreen),
    /// Lists the domains of the project.
    Domains(DomainsScreen),
    /// Confirms the removal of a domain.
    Removal(RemovalScreen),
    /// Says that AutoSend already has the domain.
    Conflict(ConflictScreen),
    /// Shows a failure.
    Failure(FailureScreen),
    /// The program has ended.
    Closed,
}

/// The Failure screen: a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureScreen {
    /// The failure and its explanation.
    pub failure: Failure,
    /// The screen that Esc returns to. Trying again returns to it too and submits it.
    pub resume: Box<Screen>,
    /// The index of the selected action.
    pub cursor: usize,
    /// The request to open a link.
    pub(in crate::wizard) opening: RequestState,
}

impl FailureScreen {
    /// Builds the screen with its first action selected.
    pub(in crate::wizard) fn new(failure: Failure, resume: Screen) -> Self {
        Self { failure, resume: Box::new(resume), cursor: 0, opening: RequestState::Idle }
    }
}

impl Screen {
    /// Returns the step of the screen.
    pub const fn step(&self) -> Step {
        match self {
            Self::ApiKey(_) => Step::ApiKey,
            Self::Domain(_) => Step::Domain,
            Self::Region(_) => Step::Region,
            Self::Review(ReviewScreen { submission: Submission::Idle, .. }) => Step::Review,
            Self::Review(_) => Step::Adding,
            Self::Records(_) => Step::Records,
            Self::Domains(_) => Step::Domains,
            Self::Removal(_) => Step::Removal,
            Self::Conflict(_) => Step::Conflict,
            Self::Failure(_) => Step::Failure,
            Self::Closed => Step::Closed,
        }
    }

    /// Returns the current session, if there is one.
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::ApiKey(screen) => match &screen.stage {
                KeyStage::ConfirmingSave { session, .. } => Some(session),
                KeyStage::Editing | KeyStage::Checking { .. } => screen.resume.as_deref().and_then(Self::session),
            },
            Self::Domain(screen) => Some(&screen.session),
            Self::Region(screen) => Some(&screen.session),
            Self::Review(screen) => Some(&screen.session),
            Self::Records(screen) => Some(&screen.session),
            Self::Domains(screen) => Some(&screen.session),
            Self::Removal(screen) => Some(&screen.session),
            Self::Conflict(screen) => Some(&screen.session),
            Self::Failure(screen) => screen.resume.session(),
            Self::Closed => None,
        }
    }

    /// Returns the current session for changes.
    pub(in crate::wizard) fn session_mut(&mut self) -> Option<&mut Session> {
        match self {
            Self::ApiKey(screen) => match &mut screen.stage {
                KeyStage::ConfirmingSave { session, .. } => Some(session),
                KeyStage::Editing | KeyStage::Checking { .. } => {
                    screen.resume.as_deref_mut().and_then(Self::session_mut)
                }
            },
            Self::Domain(screen) => Some(&mut screen.session),
            Self::Region(screen) => Some(&mut screen.session),
            Self::Review(screen) => Some(&mut screen.session),
            Self::Records(screen) => Some(&mut screen.session),
            Self::Domains(screen) => Some(&mut screen.session),
            Self::Removal(screen) => Some(&mut screen.session),
            Self::Conflict(screen) => Some(&mut screen.session),
            Self::Failure(screen) => screen.resume.session_mut(),
            Self::Closed => None,
        }
    }

    /// Returns the details of the error on screen.
    pub fn error_details(&self) -> Option<FailureDetails> {
        match self {
            Self::Failure(screen) => Some(screen.failure.details.clone()),
            Self::Conflict(screen) => Some(FailureDetails::from_error(&screen.error)),
            _ => None,
        }
    }

    /// Whether this is the Key step, or a failure that returns to it. Any session then belongs to the screen beneath.
    pub(in crate::wizard) fn is_key_prompt(&self) -> bool {
        match self {
            Self::ApiKey(_) => true,
            Self::Failure(screen) => screen.resume.is_key_prompt(),
            _ => false,
        }
    }

    /// Whether the screen shows a pending request.
    pub fn is_waiting(&self) -> bool {
        match self {
            Self::ApiKey(screen) => matches!(screen.stage, KeyStage::Checking { .. }),
            Self::Review(screen) => {
                matches!(screen.submission, Submission::Posting { .. } | Submission::Reconciling { .. })
            }
            Self::Records(screen) => {
                screen.refreshing.is_pending() && screen.domain.records.is_empty() || screen.pane.is_waiting()
            }
            Self::Domains(screen) => matches!(screen.session.domains, RemoteData::Loading { previous: None, .. }),
            Self::Removal(screen) => screen.is_pending(),
            Self::Conflict(screen) => screen.is_loading_list,
            Self::Domain(_) | Self::Region(_) | Self::Failure(_) | Self::Closed => false,
        }
    }

    /// Returns the kind of the open pane of the Records step.
    pub const fn pane_kind(&self) -> Option<PaneKind> {
        match self {
            Self::Records(screen) => screen.pane.kind(),
            _ => None,
        }
    }

    /// Whether the screen has a text field that receives unmodified characters.
    pub const fn accepts_text(&self) -> bool {
        match self {
            Self::ApiKey(screen) => matches!(screen.stage, KeyStage::Editing),
            Self::Domain(_) | Self::Region(_) | Self::Domains(_) => true,
            Self::Records(screen) => screen.pane.accepts_text(),
            Self::Removal(screen) => matches!(screen.stage, RemovalStage::Confirming),
            Self::Review(_) | Self::Conflict(_) | Self::Failure(_) | Self::Closed => false,
        }
    }
}

/// The kind of a screen, without its data. While the POST is pending, Review is the step Adding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Asks for the API key.
    ApiKey,
    /// Asks for the domain.
    Domain,
    /// Asks for the region.
    Region,
    /// Shows the request that will be sent.
    Review,
    /// Sends the request.
    Adding,
    /// Shows the records.
    Records,
    /// Lists the project's domains.
    Domains,
    /// Confirms the removal of a domain.
    Removal,
    /// Says that the domain exists already.
    Conflict,
    /// Shows a failure.
    Failure,
    /// The program has ended.
    Closed,
}

impl Step {
    /// Returns the name as the program's documents spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "ApiKey",
            Self::Domain => "Domain",
            Self::Region => "Region",
            Self::Review => "Review",
            Self::Adding => "Adding",
            Self::Records => "Records",
            Self::Domains => "Domains",
            Self::Removal => "Removal",
            Self::Conflict => "Conflict",
            Self::Failure => "Failure",
            Self::Closed => "Closed",
        }
    }
}
