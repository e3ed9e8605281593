//! The DNS adapter: what the servers of a zone answer, behind [`crate::ports::Resolver`].
//!
//! A record is looked up at its source: the zone of its name is found, then every name server of that zone is queried at
//! once, and each answer is reported as it arrives. A recursive resolver, whose cache may be old, is queried in addition;
//! it replaces the zone's own servers only if these cannot be reached. No type of the DNS library leaves this module, and
//! everything that comes from the network is bounded.
//!
//! | file | what it holds |
//! |---|---|
//! | `resolver_config` | which servers are queried, and the system's resolvers |
//! | `domain_lookup` | the lookup of all records of a domain, side by side |
//! | `record_lookup` | the lookup of one record, with its probes |
//! | `zones` | the zone that a name is in |
//! | `name_servers` | the name servers of a zone, and their addresses |
//! | `query` | queries to one or several servers, and following CNAMEs |
//! | `query_limiter` | how many queries are under way at a time |
//! | `transport` | one question to one server, over UDP and TCP |
//! | `socket` | UDP sockets that notice closed ports |
//! | `reply` | reading a response |
//! | `ttl_cache` | results that are kept for the next lookup |

mod domain_lookup;
mod name_servers;
mod query;
mod query_limiter;
mod record_lookup;
mod reply;
mod resolver_config;
mod socket;
mod transport;
mod ttl_cache;
mod zones;

use std::sync::Arc;

pub use resolver_config::ResolverConfig;

use crate::core::dns::{AnswerSource, ZoneInfo};
use crate::ports::RequestObserver;
use query_limiter::QueryLimiter;
use ttl_cache::TtlCache;
use zones::ZoneCut;

/// DNS over UDP and TCP.
#[derive(Debug)]
pub struct DnsResolver {
    config: ResolverConfig,
    limiter: QueryLimiter,
    observer: Option<Arc<dyn RequestObserver>>,
    /// The zone that a name is in, by the zone's own servers; under a name with a final dot, by the resolver.
    zone_cuts: TtlCache<Option<ZoneCut>>,
    /// The servers of a zone, by the zone's name.
    zones: TtlCache<ZoneInfo>,
    /// Why the servers of a zone cannot be queried, by the zone's name; nothing if they can.
    unresponsive: TtlCache<Option<AnswerSource>>,
}

impl DnsResolver {
    /// A resolver that queries the servers of this configuration.
    #[must_use]
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
