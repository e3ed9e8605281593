//! The state of the Records step.

use super::{DomainsScreen, Pane};
use crate::core::cache::CacheAge;
use crate::core::domain::SendingDomain;
use crate::core::record::DnsRecord;
use crate::wizard::session::{RequestState, Session};

/// The Records step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordsScreen {
    /// The current session.
    pub session: Session,
    /// The domain whose records are shown.
    pub domain: SendingDomain,
    /// The index of the selected record.
    pub cursor: usize,
    /// The number of rows of its details scrolled past.
    pub detail_scroll: usize,
    /// The pending fetch of the domain.
    pub refreshing: RequestState,
    /// The list that opened the records.
    pub parent_list: Option<Box<DomainsScreen>>,
    /// The pane, or the table.
    pub pane: Pane,
    /// The age of the domain, if it comes from the cache of an earlier run and AutoSend has not answered yet.
    pub age: Option<CacheAge>,
}

impl RecordsScreen {
    /// Builds the step with the first record selected.
    pub const fn new(session: Session, domain: SendingDomain) -> Self {
        Self {
            session,
            domain,
            cursor: 0,
            detail_scroll: 0,
            refreshing: RequestState::Idle,
            parent_list: None,
            pane: Pane::Table,
            age: None,
        }
    }

    /// Selects the record with this index, and shows its details from the top if it is another one.
    pub(in crate::wizard) const fn select(&mut self, index: usize) {
        if index != self.cursor {
            self.detail_scroll = 0;
        }
        self.cursor = index;
    }

    /// Returns the selected record.
    pub fn selected(&self) -> Option<&DnsRecord> {
        self.domain.records.get(self.cursor)
    }
}
