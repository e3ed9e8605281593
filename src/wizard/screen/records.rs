//! The state of the Records step.

use super::{DomainsScreen, Pane};
use crate::core::cache::CacheAge;
use crate::core::domain::SendingDomain;
use crate::core::record::DnsRecord;
use crate::wizard::session::{RequestState, Session};

/// The Records step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordsScreen {
    /// The key in use.
    pub session: Session,
    /// The domain whose records these are.
    pub domain: SendingDomain,
    /// The record in focus.
    pub cursor: usize,
    /// Being fetched again.
    pub refreshing: RequestState,
    /// The list that these records were opened from.
    pub parent_list: Option<Box<DomainsScreen>>,
    /// What is shown of them.
    pub pane: Pane,
    /// How old they are, where they were kept by an earlier run and AutoSend has not answered yet.
    pub age: Option<CacheAge>,
}

impl RecordsScreen {
    /// The records of a domain, the first in focus.
    #[must_use]
    pub const fn new(session: Session, domain: SendingDomain) -> Self {
        Self {
            session,
            domain,
            cursor: 0,
            refreshing: RequestState::Idle,
            parent_list: None,
            pane: Pane::Table,
            age: None,
        }
    }

    /// The record in focus, if there is any.
    #[must_use]
    pub fn selected(&self) -> Option<&DnsRecord> {
        self.domain.records.get(self.cursor)
    }
}
