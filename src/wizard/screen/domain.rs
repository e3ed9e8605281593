//! The state of the Domain step.

use crate::core::domain::SendingDomain;
use crate::core::domain_name::{Assessment, assess};
use crate::wizard::field::TextField;
use crate::wizard::session::Session;

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
    pub fn new(session: Session, text: &str) -> Self {
        Self { session, field: TextField::with_text(text), assessment: assess(text) }
    }

    /// The domain of the project that is typed, where the project has it already.
    #[must_use]
    pub fn existing_domain(&self) -> Option<&SendingDomain> {
        self.session.find_domain(self.assessment.name()?)
    }

    /// A better name that one key puts into the field.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        match &self.assessment {
            Assessment::Rejected(refused) => refused.suggestion.as_deref(),
            other => other.warnings().iter().find_map(|warning| warning.suggestion()),
        }
    }
}
