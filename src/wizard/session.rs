//! The current key with the data of its project, and the ids that match replies to requests.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::core::api_error::ApiError;
use crate::core::api_key::{Credentials, KeySource};
use crate::core::cache::{CacheAge, CachedDomain};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::DomainName;

/// The id of a request or a timer. A reply with any other id than the awaited one is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(u64);

/// The source of request ids. It is part of the model, so that the same messages always produce the same ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestIds {
    last: u64,
}

impl RequestIds {
    /// Returns the next id.
    pub const fn next(&mut self) -> RequestId {
        self.last += 1;
        RequestId(self.last)
    }
}

/// The state of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RequestState {
    /// No request is pending.
    #[default]
    Idle,
    /// The reply to this request is pending.
    Pending(RequestId),
}

impl RequestState {
    /// Whether this is the pending request.
    pub fn awaits(self, id: RequestId) -> bool {
        self == Self::Pending(id)
    }

    /// Whether a request is pending.
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Pending(_))
    }
}

/// Data of the server: loading, ready or failed, with the previous value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RemoteData<T> {
    /// A request for it is pending.
    Loading {
        /// The request's id.
        id: RequestId,
        /// The value of an earlier response.
        previous: Option<T>,
    },
    /// The value of the last response.
    Ready(T),
    /// The last request for it failed.
    Failed {
        /// The error of that request.
        error: ApiError,
        /// The value of an earlier response.
        previous: Option<T>,
    },
}

impl<T> RemoteData<T> {
    /// Returns the latest value, however old it is.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Loading { previous, .. } | Self::Failed { previous, .. } => previous.as_ref(),
        }
    }

    /// Whether this is the pending request.
    pub fn awaits(&self, answer: RequestId) -> bool {
        matches!(self, Self::Loading { id, .. } if *id == answer)
    }

    /// Returns the pending request.
    pub const fn pending_id(&self) -> Option<RequestId> {
        match self {
            Self::Loading { id, .. } => Some(*id),
            Self::Ready(_) | Self::Failed { .. } => None,
        }
    }
}

impl<T: Clone> RemoteData<T> {
    /// Marks the data as loading; keeps the value.
    pub fn start_loading(&mut self, id: RequestId) {
        *self = Self::Loading { id, previous: self.value().cloned() };
    }

    /// Marks the data as failed; keeps the value.
    pub fn fail(&mut self, error: ApiError) {
        *self = Self::Failed { error, previous: self.value().cloned() };
    }

    /// Marks the data as no longer loading; keeps the value.
    pub fn settle(&mut self) {
        if let Self::Loading { previous: Some(value), .. } = self {
            *self = Self::Ready(value.clone());
        }
    }
}

/// The project's domains, shared rather than copied.
pub type DomainList = Arc<[SendingDomain]>;

/// The current key, and its project's list of domains, which proves that the key works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The credentials of every request.
    pub credentials: Credentials,
    /// The source of the key.
    pub key_source: KeySource,
    /// The domains of the project.
    pub domains: RemoteData<DomainList>,
    /// The cache of an earlier run, until AutoSend answers.
    pub cache: CacheState,
}

/// The cache of an earlier run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheState {
    /// The pending request for the cache.
    pub(super) loading: RequestState,
    /// The age of each cached domain, by its id; empty if the list comes from AutoSend.
    pub(super) ages: Arc<HashMap<DomainId, CacheAge>>,
}

impl CacheState {
    /// Returns the age of a domain, if it comes from the cache.
    pub fn domain_age(&self, id: &DomainId) -> Option<CacheAge> {
        self.ages.get(id).copied()
    }

    /// Returns the age of the oldest domain, if the list comes from the cache.
    pub fn list_age(&self) -> Option<CacheAge> {
        self.ages.values().copied().max()
    }
}

impl Session {
    /// Returns the listed domain with this name.
    pub fn find_domain(&self, name: &DomainName) -> Option<&SendingDomain> {
        self.domains.value()?.iter().find(|domain| domain.is_named(name.as_str()))
    }

    /// Uses the cache of an earlier run until AutoSend answers.
    pub(super) fn apply_cache(&mut self, kept: Vec<CachedDomain>, clock: Duration) {
        if let RemoteData::Loading { previous: last @ None, .. } | RemoteData::Failed { previous: last @ None, .. } =
            &mut self.domains
        {
            self.cache.ages =
                Arc::new(kept.iter().map(|kept| (kept.domain.id.clone(), CacheAge::new(kept.age, clock))).collect());
            *last = Some(kept.into_iter().map(|kept| kept.domain).collect());
        }
    }

    /// Takes AutoSend's list, which replaces all cached domains.
    pub(super) fn apply_list(&mut self, list: DomainList) {
        self.domains = RemoteData::Ready(list);
        self.cache = CacheState::default();
    }

    /// Removes a domain from the list.
    pub(super) fn remove_domain(&mut self, id: &DomainId) {
        let Some(known) = self.domains.value() else { return };
        let list: DomainList = known.iter().filter(|domain| domain.id != *id).cloned().collect();
        self.replace_list(list);
    }

    /// Adds a domain that AutoSend has just returned to the list, or replaces it there.
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

    /// Replaces the list; whether it is loading, ready or failed stays as it was.
    fn replace_list(&mut self, list: DomainList) {
        match &mut self.domains {
            RemoteData::Loading { previous, .. } | RemoteData::Failed { previous, .. } => *previous = Some(list),
            RemoteData::Ready(value) => *value = list,
        }
    }
}
