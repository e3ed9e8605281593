//! The state of the list of domains.

use super::Screen;
use crate::core::domain::SendingDomain;
use crate::wizard::field::TextField;
use crate::wizard::listing::{Listing, Order};
use crate::wizard::session::Session;

/// The list of domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainsScreen {
    /// The key in use.
    pub session: Session,
    /// What was typed to narrow the list.
    pub filter: TextField,
    /// The rows that match it.
    pub listing: Listing,
    /// The row in focus, among those.
    pub cursor: usize,
    /// Where Esc goes.
    pub back: Box<Screen>,
}

impl DomainsScreen {
    /// The domain in focus.
    #[must_use]
    pub fn selected(&self) -> Option<&SendingDomain> {
        self.listing.get(self.cursor)
    }

    /// Makes the rows follow the list, its order and what was typed. The focus stays on its domain, as far as that is
    /// among them; where something else was typed, it goes to what matches best.
    pub(in crate::wizard) fn refresh(&mut self, order: Order, is_typed: bool) {
        let focus = self.selected().cloned();
        if self.listing.refresh(self.session.domains.known(), order, self.filter.text().trim()) {
            let same = focus.filter(|_| !is_typed).and_then(|focus| self.listing.row_of(&focus));
            let beside = if is_typed { self.listing.best() } else { self.cursor };
            self.cursor = same.unwrap_or(beside).min(self.listing.len().saturating_sub(1));
        }
    }
}
