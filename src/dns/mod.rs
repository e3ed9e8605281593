//! The DNS adapter: what the servers of a zone answer, behind [`crate::ports::Resolver`].
//!
//! A record is looked up where it is made: the zone that its name is in is found, then every name server of that zone is
//! asked at once, and what they answer is told as it comes. What a resolver remembers is asked beside it, never instead,
//! unless the zone's own servers cannot be reached. No type of the DNS library leaves this module, and whatever comes
//! from the network is bounded.
//!
//! | file | what it holds |
//! |---|---|
//! | `places` | who is asked, and where |
//! | `system` | the system's resolvers |
//! | `survey` | all records of a domain, side by side |
//! | `record` | one of them, and what is asked beside it |
//! | `zones` | the zone that a name is in |
//! | `servers` | its name servers, and where they are |
//! | `reach` | zones whose own servers cannot be asked from here |
//! | `asking` | asking servers, and following CNAMEs |
//! | `lines` | how many questions are under way at a time |
//! | `exchange` | one question to one server, by UDP and TCP |
//! | `socket` | UDP sockets that hear of closed ports |
//! | `reply` | what an answer says |
//! | `kept` | what is found out once and kept for the next look |

mod domain_lookup;
mod name_servers;
mod query;
mod query_limiter;
mod reachability;
mod record_lookup;
mod reply;
mod resolver_config;
mod socket;
mod system_resolvers;
mod transport;
mod ttl_cache;
mod zones;

pub use resolver_config::ResolverConfig;

use std::sync::Arc;

use crate::core::dns::{AnswerSource, ZoneInfo};
use crate::ports::RequestObserver;
use query_limiter::QueryLimiter;
use ttl_cache::TtlCache;
use zones::ZoneCut;

/// DNS by UDP and TCP.
#[derive(Debug)]
pub struct DnsResolver {
    config: ResolverConfig,
    limiter: QueryLimiter,
    observer: Option<Arc<dyn RequestObserver>>,
    /// The zone that a name is in; with a final dot, what the resolver says of it.
    zone_cuts: TtlCache<Option<ZoneCut>>,
    /// A zone's servers, by its top.
    zones: TtlCache<ZoneInfo>,
    /// Why a zone's own servers cannot be asked, by its top.
    unresponsive: TtlCache<Option<AnswerSource>>,
}

impl DnsResolver {
    /// A resolver that asks these.
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
