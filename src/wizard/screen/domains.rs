//! The state of the list of domains.

use super::Screen;
use crate::core::domain::SendingDomain;
use crate::wizard::field::TextField;
use crate::wizard::regions::contains_words;
use crate::wizard::session::Session;

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
