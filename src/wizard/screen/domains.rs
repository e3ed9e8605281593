//! The state of the list of domains.

use super::Screen;
use crate::core::domain::SendingDomain;
use crate::wizard::domain_rows::{DomainRows, SortOrder};
use crate::wizard::field::TextField;
use crate::wizard::session::Session;

/// The list of domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainsScreen {
    /// The key in use.
    pub session: Session,
    /// What was typed to narrow the list.
    pub filter: TextField,
    /// The rows that match it.
    pub rows: DomainRows,
    /// The row in focus, among those.
    pub cursor: usize,
    /// Where Esc goes.
    pub parent: Box<Screen>,
}

impl DomainsScreen {
    /// The domain in focus.
    #[must_use]
    pub fn selected(&self) -> Option<&SendingDomain> {
        self.rows.get(self.cursor)
    }

    /// Makes the rows follow the list, its order and what was typed. The focus stays on its domain, as far as that is
    /// among them; where something else was typed, it goes to what matches best.
    pub(in crate::wizard) fn refresh(&mut self, order: SortOrder, filter_changed: bool) {
        let focus = self.selected().cloned();
        if self.rows.refresh(self.session.domains.value(), order, self.filter.text().trim()) {
            let same = focus.filter(|_| !filter_changed).and_then(|focus| self.rows.row_of(&focus));
            let fallback = if filter_changed { self.rows.best_match() } else { self.cursor };
            self.cursor = same.unwrap_or(fallback).min(self.rows.len().saturating_sub(1));
        }
    }
}
