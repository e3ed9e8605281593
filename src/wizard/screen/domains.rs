//! The state of the list of domains.

use super::Screen;
use crate::core::domain::SendingDomain;
use crate::wizard::domain_rows::{DomainRows, SortOrder};
use crate::wizard::field::TextField;
use crate::wizard::session::Session;

/// The list of domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainsScreen {
    /// The current session.
    pub session: Session,
    /// The filter over the list.
    pub filter: TextField,
    /// The matching rows.
    pub rows: DomainRows,
    /// The index of the selected row.
    pub cursor: usize,
    /// The screen that Esc returns to.
    pub parent: Box<Screen>,
}

impl DomainsScreen {
    /// Builds the list without a filter.
    pub(in crate::wizard) fn new(session: Session, parent: Box<Screen>) -> Self {
        Self { session, filter: TextField::default(), rows: DomainRows::default(), cursor: 0, parent }
    }

    /// Returns the selected domain.
    pub fn selected(&self) -> Option<&SendingDomain> {
        self.rows.get(self.cursor)
    }

    /// Updates the rows after the list, its order or the filter has changed. The selection stays at its domain if
    /// that is still among the rows; after a change of the filter, it goes to the best match.
    pub(in crate::wizard) fn refresh(&mut self, order: SortOrder, filter_changed: bool) {
        let selected = self.selected().cloned();
        if self.rows.refresh(self.session.domains.value(), order, self.filter.text().trim()) {
            let same = selected.filter(|_| !filter_changed).and_then(|domain| self.rows.row_of(&domain));
            let fallback = if filter_changed { self.rows.best_match() } else { self.cursor };
            self.cursor = same.unwrap_or(fallback).min(self.rows.len().saturating_sub(1));
        }
    }
}
