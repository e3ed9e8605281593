//! The resolver, with the caches that it keeps between lookups.

use std::sync::Arc;

use hickory_net::proto::dnssec::rdata::DS;

use super::query_limiter::QueryLimiter;
use super::resolver_config::ResolverConfig;
use super::ttl_cache::TtlCache;
use crate::core::dns::{AnswerSource, Server, ZoneInfo};
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
    /// What the parent of a zone says of it, by the zone's name.
    pub(super) delegations: TtlCache<Option<Delegation>>,
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
            delegations: TtlCache::default(),
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

/// What a zone's parent says of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Delegation {
    pub(super) name_servers: Vec<String>,
    pub(super) servers: Vec<Server>,
    /// The digests of the zone's keys. Without any, the zone's signatures do not matter.
    pub(super) ds: Vec<DS>,
}
