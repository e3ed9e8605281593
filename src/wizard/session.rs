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
pub enum RequestState {
    /// Nothing is awaited.
    #[default]
    Idle,
    /// The answer to this request is awaited.
    Pending(RequestId),
}

impl RequestState {
    /// Whether this is the awaited answer.
    #[must_use]
    pub fn awaits(self, id: RequestId) -> bool {
        self == Self::Pending(id)
    }

    /// Whether anything is awaited.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Pending(_))
    }
}

/// Something that the server has: awaited, here, or not to be had; with what was known before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteData<T> {
    /// Asked for.
    Loading {
        /// By this request.
        id: RequestId,
        /// What an earlier answer said.
        previous: Option<T>,
    },
    /// Here.
    Ready(T),
    /// The last request for it failed.
    Failed {
        /// Why.
        error: ApiError,
        /// What an earlier answer said.
        previous: Option<T>,
    },
}

impl<T> RemoteData<T> {
    /// What is known, however old.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading { previous, .. } | Self::Failed { previous, .. } => previous.as_ref(),
        }
    }

    /// The same, asked for again.
    #[must_use]
    pub fn into_loading(self, id: RequestId) -> Self {
        Self::Loading { id, previous: self.into_value() }
    }

    /// The same, after a failure.
    #[must_use]
    pub fn into_failed(self, error: ApiError) -> Self {
        Self::Failed { error, previous: self.into_value() }
    }

    /// The same, when nothing new is to be expected: what is known stays.
    #[must_use]
    pub fn into_settled(self) -> Self {
        match self {
            Self::Loading { previous: Some(value), .. } => Self::Ready(value),
            other => other,
        }
    }

    /// Whether this is the awaited answer.
    pub fn awaits(&self, answer: RequestId) -> bool {
        matches!(self, Self::Loading { id, .. } if *id == answer)
    }

    /// The request under way, if one is.
    pub const fn pending_id(&self) -> Option<RequestId> {
        match self {
            Self::Loading { id, .. } => Some(*id),
            Self::Ready(_) | Self::Failed { .. } => None,
        }
    }

    fn into_value(self) -> Option<T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading { previous, .. } | Self::Failed { previous, .. } => previous,
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
    pub key_source: KeySource,
    /// Every domain of the project.
    pub domains: RemoteData<DomainList>,
    /// What an earlier run has kept, as long as AutoSend has not answered.
    pub cache: CacheState,
}

/// What an earlier run has kept of the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheState {
    /// Being looked for.
    pub(super) loading: RequestState,
    /// How old each domain of the list is, by its id; empty where the list is AutoSend's own.
    pub(super) ages: Arc<HashMap<DomainId, CacheAge>>,
}

impl CacheState {
    /// How old a domain is, where it was kept by an earlier run.
    #[must_use]
    pub fn domain_age(&self, id: &DomainId) -> Option<CacheAge> {
        self.ages.get(id).copied()
    }

    /// How old the list is, where an earlier run has kept it: as old as the oldest of its domains.
    #[must_use]
    pub fn list_age(&self) -> Option<CacheAge> {
        self.ages.values().copied().max()
    }
}

impl Session {
    /// The domain of that name, where the list has it.
    #[must_use]
    pub fn find_domain(&self, name: &DomainName) -> Option<&SendingDomain> {
        self.domains.value()?.iter().find(|domain| domain.is_named(name.as_str()))
    }

    /// Takes what an earlier run has kept, at this time of the clock, until AutoSend answers.
    pub(super) fn apply_cache(&mut self, kept: Vec<CachedDomain>, clock: Duration) {
        if let RemoteData::Loading { previous: last @ None, .. } | RemoteData::Failed { previous: last @ None, .. } =
            &mut self.domains
        {
            self.cache.ages =
                Arc::new(kept.iter().map(|kept| (kept.domain.id.clone(), CacheAge::new(kept.age, clock))).collect());
            *last = Some(kept.into_iter().map(|kept| kept.domain).collect());
        }
    }

    /// AutoSend has answered with its list: nothing that was kept counts any more.
    pub(super) fn apply_list(&mut self, list: DomainList) {
        self.domains = RemoteData::Ready(list);
        self.cache = CacheState::default();
    }

    /// Takes a domain out of the list that is there no longer.
    pub(super) fn remove_domain(&mut self, id: &DomainId) {
        let Some(known) = self.domains.value() else { return };
        let list: DomainList = known.iter().filter(|domain| domain.id != *id).cloned().collect();
        self.replace_list(list);
    }

    /// Puts a domain that was just read into the list: in place of what the list had of it, else at its end.
    pub fn upsert_domain(&mut self, domain: &SendingDomain) {
        let Some(known) = self.domains.value() else { return };
        let mut list = known.to_vec();
        match list.iter_mut().find(|other| other.id == domain.id) {
            Some(other) => domain.clone_into(other),
            None => list.push(domain.clone()),
        }
        let list = DomainList::from(list);
        if self.cache.ages.contains_key(&domain.id) {
            Arc::make_mut(&mut self.cache.ages).remove(&domain.id);
        }
        self.replace_list(list);
    }

    /// Puts a list in place of what is known.
    fn replace_list(&mut self, list: DomainList) {
        match &mut self.domains {
            RemoteData::Loading { previous, .. } | RemoteData::Failed { previous, .. } => *previous = Some(list),
            RemoteData::Ready(value) => *value = list,
        }
    }
}
