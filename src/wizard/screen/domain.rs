//! The state of the Domain step.

use std::borrow::Cow;
use std::cmp::Reverse;

use crate::core::domain::{DomainId, SendingDomain};
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
    /// The selected one of the domains to continue with; `None` while the field is active.
    pub selected: Option<DomainId>,
}

/// The most domains that are offered; the list of domains has all.
const MAX_RECENT: usize = 4;

impl DomainScreen {
    /// Builds the step with this text in its field.
    pub fn new(session: Session, text: &str) -> Self {
        Self { session, field: TextField::with_text(text), assessment: assess(text), selected: None }
    }

    /// Returns the project's domain with the typed name, if it exists.
    pub fn existing_domain(&self) -> Option<&SendingDomain> {
        self.session.find_domain(self.assessment.name()?)
    }

    /// Returns a better name, which one key puts into the field: a repaired one, or a recommended subdomain.
    pub fn suggestion(&self) -> Option<Cow<'_, str>> {
        match &self.assessment {
            Assessment::Rejected(refused) => refused.suggestion.as_deref().map(Cow::Borrowed),
            Assessment::Warned { warnings, .. } => {
                warnings.iter().find_map(|warning| warning.suggestion()).map(Cow::Borrowed)
            }
            Assessment::Accepted(name) | Assessment::Fixed { name, .. } if self.existing_domain().is_none() => {
                name.mail_subdomain().map(Cow::Owned)
            }
            Assessment::Accepted(_) | Assessment::Fixed { .. } => None,
        }
    }

    /// Returns the domains to continue with: first those that can't send yet, each group from the latest on.
    pub fn recent_domains(&self) -> Vec<&SendingDomain> {
        let mut domains: Vec<&SendingDomain> =
            self.session.domains.value().into_iter().flat_map(|list| &**list).collect();
        domains.sort_by_cached_key(|domain| {
            (domain.status.can_send(), Reverse(domain.last_changed_at()), domain.name.raw().to_owned())
        });
        domains.truncate(MAX_RECENT);
        domains
    }

    /// Returns the index of the selected one of the domains to continue with.
    pub fn selected_index(&self) -> Option<usize> {
        let selected = self.selected.as_ref()?;
        self.recent_domains().into_iter().position(|domain| domain.id == *selected)
    }

    /// Returns the selected one of the domains to continue with.
    pub fn selected_domain(&self) -> Option<&SendingDomain> {
        self.recent_domains().into_iter().nth(self.selected_index()?)
    }

    /// Shows under the field why the name is not accepted.
    pub(in crate::wizard) fn show_rejection(&mut self) {
        if let Assessment::Rejected(refused) = &self.assessment {
            self.field.error = Some(refused.reason.message());
        }
    }
}
