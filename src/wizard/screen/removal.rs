//! The state of the Removal step.

use super::Screen;
use crate::core::domain::SendingDomain;
use crate::core::removing::Removing;
use crate::wizard::field::TextField;
use crate::wizard::session::{RequestId, Session};

/// The Removal step, which asks for the domain's name and removes the domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovalScreen {
    /// The current session.
    pub session: Session,
    /// The domain to remove.
    pub domain: SendingDomain,
    /// The field in which the person types the domain's name.
    pub field: TextField,
    /// The state of the removal.
    pub stage: RemovalStage,
    /// The result of the last attempt.
    pub message: Option<String>,
    /// The machine that decides the next step.
    pub removing: Removing,
    /// The screen that Esc returns to.
    pub parent: Box<Screen>,
}

/// The state of a removal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovalStage {
    /// The person must type the name.
    Confirming,
    /// The DELETE is pending.
    Removing(RequestId),
    /// The DELETE had no answer. A request for the domain, or the timer before it, is pending.
    CheckingExistence(RequestId),
}

impl RemovalScreen {
    /// Builds the step with an empty field.
    pub(in crate::wizard) fn new(session: Session, domain: SendingDomain, parent: Screen) -> Self {
        Self {
            session,
            domain,
            field: TextField::default(),
            stage: RemovalStage::Confirming,
            message: None,
            removing: Removing::new(),
            parent: Box::new(parent),
        }
    }

    /// Whether this request is pending.
    pub(in crate::wizard) fn awaits(&self, request: RequestId) -> bool {
        matches!(self.stage, RemovalStage::Removing(id) | RemovalStage::CheckingExistence(id) if id == request)
    }

    /// Whether the domain may be gone: a DELETE had no answer, and no later request has shown the domain's state.
    pub fn is_unconfirmed(&self) -> bool {
        !self.is_pending() && self.removing.is_unconfirmed()
    }

    /// Whether a request or a timer is pending.
    pub fn is_pending(&self) -> bool {
        self.stage != RemovalStage::Confirming
    }

    /// Whether the typed name matches: AutoSend's spelling, the spelling on screen, and the Unicode form are accepted.
    pub fn name_matches(&self) -> bool {
        let typed = self.field.text().trim();
        let name = &self.domain.name;
        !typed.is_empty()
            && (self.domain.is_named(typed)
                || typed == name.sanitized()
                || self.domain.unicode_name().is_some_and(|unicode| unicode == typed.to_lowercase()))
    }
}
