//! The key in use, what is known of its project, and the ids by which answers find their requests.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::core::api_error::ApiError;
use crate::core::api_key::{Credentials, KeySource};
use crate::core::cache::{CacheAge, CachedDomain};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::DomainName;

/// The number of a request or a timer: an answer that carries another one than is awaited is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(u64);

/// The source of request ids. Part of the model, so that the same messages always give the same ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestIds {
    last: u64,
}

impl RequestIds {
    /// The next id.
    pub const fn next(&mut self) -> RequestId {
        self.last += 1;
        RequestId(self.last)
    }
}

/// Something that may be under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// Nothing is awaited.
    #[default]
    Idle,
    /// The answer to this request is awaited.
    Running(RequestId),
}

impl Task {
    /// Whether this is the awaited answer.
    #[must_use]
    pub fn awaits(self, id: RequestId) -> bool {
        self == Self::Running(id)
    }

    /// Whether anything is awaited.
    #[must_use]
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Running(_))
    }
}

/// Something that the server has: awaited, here, or not to be had; with what was known before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remote<T> {
    /// Asked for.
    Loading {
        /// By this request.
        id: RequestId,
        /// What an earlier answer said.
        last: Option<T>,
    },
    /// Here.
    Ready(T),
    /// The last request for it failed.
    Failed {
        /// Why.
        error: ApiError,
        /// What an earlier answer said.
        last: Option<T>,
    },
}

impl<T> Remote<T> {
    /// What is known, however old.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading { last, .. } | Self::Failed { last, .. } => last.as_ref(),
        }
    }

    /// The same, asked for again.
    #[must_use]
    pub fn reloading(self, id: RequestId) -> Self {
        Self::Loading { id, last: self.into_known() }
    }

    /// The same, after a failure.
    #[must_use]
    pub fn failing(self, error: ApiError) -> Self {
        Self::Failed { error, last: self.into_known() }
    }

    /// The same, when nothing new is to be expected: what is known stays.
    #[must_use]
    pub fn settled(self) -> Self {
        match self {
            Self::Loading { last: Some(value), .. } => Self::Ready(value),
            other => other,
        }
    }

    /// Whether this is the awaited answer.
    pub fn awaits(&self, answer: RequestId) -> bool {
        matches!(self, Self::Loading { id, .. } if *id == answer)
    }

    /// The request under way, if one is.
    pub const fn request(&self) -> Option<RequestId> {
        match self {
            Self::Loading { id, .. } => Some(*id),
            Self::Ready(_) | Self::Failed { .. } => None,
        }
    }

    fn into_known(self) -> Option<T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading { last, .. } | Self::Failed { last, .. } => last,
        }
    }
}

/// The project's domains, shared rather than copied.
pub type DomainList = Arc<[SendingDomain]>;

/// A key in use and the project's list, which proves the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What goes with every request.
    pub credentials: Credentials,
    /// Where the key came from.
    pub source: KeySource,
    /// Every domain of the project.
    pub domains: Remote<DomainList>,
    /// What an earlier run has kept, as long as AutoSend has not answered.
    pub kept: Kept,
}

/// What an earlier run has kept of the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Being looked for.
    pub(super) recalling: Task,
    /// How old each domain of the list is, by its id; empty where the list is AutoSend's own.
    pub(super) ages: Arc<HashMap<DomainId, CacheAge>>,
}

impl Kept {
    /// How old a domain is, where it was kept by an earlier run.
    #[must_use]
    pub fn age_of(&self, id: &DomainId) -> Option<CacheAge> {
        self.ages.get(id).copied()
    }

    /// How old the list is, where an earlier run has kept it: as old as the oldest of its domains.
    #[must_use]
    pub fn age(&self) -> Option<CacheAge> {
        self.ages.values().copied().max()
    }
}

impl Session {
    /// The domain of that name, where the list has it.
    #[must_use]
    pub fn find(&self, name: &DomainName) -> Option<&SendingDomain> {
        self.domains.known()?.iter().find(|domain| domain.is_named(name.as_str()))
    }

    /// Takes what an earlier run has kept, at this time of the clock, until AutoSend answers.
    pub(super) fn take_kept(&mut self, kept: Vec<CachedDomain>, clock: Duration) {
        if let Remote::Loading { last: last @ None, .. } | Remote::Failed { last: last @ None, .. } = &mut self.domains
        {
            self.kept.ages =
                Arc::new(kept.iter().map(|kept| (kept.domain.id.clone(), CacheAge::new(kept.age, clock))).collect());
            *last = Some(kept.into_iter().map(|kept| kept.domain).collect());
        }
    }

    /// AutoSend has answered with its list: nothing that was kept counts any more.
    pub(super) fn take_list(&mut self, list: DomainList) {
        self.domains = Remote::Ready(list);
        self.kept = Kept::default();
    }

    /// Takes a domain out of the list that is there no longer.
    pub(super) fn forget(&mut self, id: &DomainId) {
        let Some(known) = self.domains.known() else { return };
        let list: DomainList = known.iter().filter(|domain| domain.id != *id).cloned().collect();
        self.put(list);
    }

    /// Puts a domain that was just read into the list: in place of what the list had of it, else at its end.
    pub fn learn(&mut self, domain: &SendingDomain) {
        let Some(known) = self.domains.known() else { return };
        let mut list = known.to_vec();
        match list.iter_mut().find(|other| other.id == domain.id) {
            Some(other) => domain.clone_into(other),
            None => list.push(domain.clone()),
        }
        let list = DomainList::from(list);
        if self.kept.ages.contains_key(&domain.id) {
            Arc::make_mut(&mut self.kept.ages).remove(&domain.id);
        }
        self.put(list);
    }

    /// Puts a list in place of what is known.
    fn put(&mut self, list: DomainList) {
        match &mut self.domains {
            Remote::Loading { last, .. } | Remote::Failed { last, .. } => *last = Some(list),
            Remote::Ready(value) => *value = list,
        }
    }
}
