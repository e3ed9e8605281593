//! The state of the question whether a domain is to be removed.

use super::Screen;
use crate::core::domain::SendingDomain;
use crate::core::removing::Removing;
use crate::wizard::field::TextField;
use crate::wizard::session::{RequestId, Session};

/// Asks for the domain's name, and removes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovalScreen {
    /// The key in use.
    pub session: Session,
    /// The domain.
    pub domain: SendingDomain,
    /// What was typed of its name.
    pub field: TextField,
    /// How far it is.
    pub stage: RemovalStage,
    /// What became of the last attempt.
    pub message: Option<String>,
    /// What to do next.
    pub removing: Removing,
    /// Where Esc goes.
    pub parent: Box<Screen>,
}

/// How far a removal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovalStage {
    /// The name is asked for.
    Confirming,
    /// AutoSend is being asked to remove it.
    Removing(RequestId),
    /// The answer was lost: AutoSend is asked whether the domain is still there, now or after a pause.
    CheckingExistence(RequestId),
}

impl RemovalScreen {
    /// Whether this request is the one that is pending.
    pub(in crate::wizard) fn awaits(&self, request: RequestId) -> bool {
        matches!(self.stage, RemovalStage::Removing(id) | RemovalStage::CheckingExistence(id) if id == request)
    }

    /// Whether the domain may be gone already: an answer was lost, and AutoSend could not be asked since.
    #[must_use]
    pub fn is_unconfirmed(&self) -> bool {
        !self.is_pending() && self.removing.is_unconfirmed()
    }

    /// Whether something is under way.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.stage != RemovalStage::Confirming
    }

    /// Whether what was typed is the name: as AutoSend has it, as it is drawn, or in its own letters.
    #[must_use]
    pub fn name_matches(&self) -> bool {
        let typed = self.field.text().trim();
        let name = &self.domain.name;
        !typed.is_empty()
            && (self.domain.is_named(typed)
                || typed == name.sanitized()
                || self.domain.unicode_name().is_some_and(|own| own == typed.to_lowercase()))
    }
}
