//! The state of the Region step.

use crate::core::domain_name::DomainName;
use crate::wizard::field::TextField;
use crate::wizard::region_choice::{RegionChoice, matching_regions};
use crate::wizard::session::Session;

/// The Region step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionScreen {
    /// The current session.
    pub session: Session,
    /// The domain that will be added.
    pub name: DomainName,
    /// Whether the person picks a listed region or types another.
    pub mode: RegionMode,
    /// The server's error message about the region that was sent.
    pub error: Option<String>,
}

/// How the person chooses a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionMode {
    /// From the list.
    List {
        /// The filter over the list.
        filter: TextField,
        /// The index of the selected row among the matching rows.
        cursor: usize,
    },
    /// Any other region, after "Other…" was chosen.
    Other {
        /// The field of the region key.
        field: TextField,
    },
}

impl RegionScreen {
    /// Returns the matching rows and the index of the selected one.
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

    /// Switches to "Other…" with this key in the field.
    pub(in crate::wizard) fn prefill_other(&mut self, key: &str) {
        self.mode = RegionMode::Other { field: TextField::with_text(key) };
    }
}
