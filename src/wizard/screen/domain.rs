//! The state of the Domain step.

use crate::core::domain::SendingDomain;
use crate::core::domain_name::{Assessment, assess};
use crate::wizard::field::TextField;
use crate::wizard::session::Session;

/// The Domain step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainScreen {
    /// The current session.
    pub session: Session,
    /// The field of the domain name.
    pub field: TextField,
    /// The assessment of the typed name.
    pub assessment: Assessment,
}

impl DomainScreen {
    /// Builds the step with this text in its field.
    pub fn new(session: Session, text: &str) -> Self {
        Self { session, field: TextField::with_text(text), assessment: assess(text) }
    }

    /// Returns the project's domain with the typed name, if it exists.
    pub fn existing_domain(&self) -> Option<&SendingDomain> {
        self.session.find_domain(self.assessment.name()?)
    }

    /// Returns a better name, which one key puts into the field.
    pub fn suggestion(&self) -> Option<&str> {
        match &self.assessment {
            Assessment::Rejected(refused) => refused.suggestion.as_deref(),
            other => other.warnings().iter().find_map(|warning| warning.suggestion()),
        }
    }

    /// Shows under the field why the name is not accepted.
    pub(in crate::wizard) fn show_rejection(&mut self) {
        if let Assessment::Rejected(refused) = &self.assessment {
            self.field.error = Some(refused.reason.message());
        }
    }
}
