//! The state of the Region step.

use crate::core::domain_name::DomainName;
use crate::wizard::field::TextField;
use crate::wizard::region_choice::{RegionChoice, matching_regions};
use crate::wizard::session::Session;

/// The Region step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionScreen {
    /// The key in use.
    pub session: Session,
    /// The domain that is added.
    pub name: DomainName,
    /// Choosing from the list, or typing another.
    pub mode: RegionMode,
    /// The server's words on the region it was given.
    pub error: Option<String>,
}

/// How a region is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionMode {
    /// From the list.
    List {
        /// What was typed to narrow it.
        filter: TextField,
        /// The row in focus, among those that match.
        cursor: usize,
    },
    /// "Other…": typed.
    Other {
        /// The key.
        field: TextField,
    },
}

impl RegionScreen {
    /// The rows that match what was typed, and the one in focus.
    #[must_use]
    pub fn rows(&self) -> (Vec<RegionChoice>, usize) {
        match &self.mode {
            RegionMode::List { filter, cursor } => {
                let rows = matching_regions(filter.text());
                let cursor = (*cursor).min(rows.len().saturating_sub(1));
                (rows, cursor)
            }
            RegionMode::Other { .. } => {
                let rows = RegionChoice::all();
                let last = rows.len().saturating_sub(1);
                (rows, last)
            }
        }
    }

    /// Goes to "Other…" with this key in its field.
    pub(in crate::wizard) fn prefill_other(&mut self, key: &str) {
        self.mode = RegionMode::Other { field: TextField::with_text(key) };
    }
}
