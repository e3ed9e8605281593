//! The resolver, with the caches that it keeps between lookups.

use std::sync::Arc;

use super::query_limiter::QueryLimiter;
use super::resolver_config::ResolverConfig;
use super::ttl_cache::TtlCache;
use crate::core::dns::{AnswerSource, ZoneInfo};
use crate::ports::RequestObserver;

/// DNS over UDP and TCP.
#[derive(Debug)]
pub struct DnsResolver {
    pub(super) config: ResolverConfig,
    pub(super) limiter: QueryLimiter,
    pub(super) observer: Option<Arc<dyn RequestObserver>>,
    /// The zone that a name is in, according to the zone's own servers; for a key with a trailing dot, to the resolver.
    pub(super) zone_cuts: TtlCache<Option<ZoneCut>>,
    /// The servers of a zone, by the zone's name.
    pub(super) zones: TtlCache<ZoneInfo>,
    /// Why the servers of a zone cannot be queried, by the zone's name; `None` if they can.
    pub(super) unresponsive: TtlCache<Option<AnswerSource>>,
}

impl DnsResolver {
    /// A resolver that queries the servers of this configuration.
    pub fn new(config: ResolverConfig) -> Self {
        Self {
            config,
            limiter: QueryLimiter::default(),
            observer: None,
            zone_cuts: TtlCache::default(),
            zones: TtlCache::default(),
            unresponsive: TtlCache::default(),
        }
    }

    /// The same, reporting every query to an observer.
    #[must_use]
    pub fn with_observer(mut self, observer: Option<Arc<dyn RequestObserver>>) -> Self {
        self.observer = observer;
        self
    }
}

/// What is known of the zone that a name is in before the zone's servers are queried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ZoneCut {
    /// The zone's name.
    Zone(String),
    /// The resolver says that this name, which would have to be a zone, does not exist.
    Unregistered(String),
}
