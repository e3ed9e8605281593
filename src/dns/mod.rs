//! The DNS adapter: what the servers of a zone answer, behind [`crate::ports::Resolver`].
//!
//! A record is looked up at its source: first the zone of its name is found, then all name servers of that zone are queried
//! concurrently, and each answer is reported as it arrives. A recursive resolver, whose cache may be old, is queried in addition;
//! it replaces the zone's own servers only if these cannot be reached. No type of the DNS library leaves this module, and
//! everything that comes from the network is bounded.
//!
//! | file | what it holds |
//! |---|---|
//! | `resolver` | the resolver with its caches |
//! | `resolver_config` | which servers are queried, and the system's resolvers |
//! | `domain_lookup` | the concurrent lookup of all records of a domain |
//! | `record_lookup` | the lookup of one record, with its probes |
//! | `zones` | the zone that a name is in |
//! | `name_servers` | the name servers of a zone, and their addresses |
//! | `lookup_budget` | the limits of a lookup on records, zones, queries and time |
//! | `query` | queries to one or several servers, and following CNAMEs |
//! | `hedge` | attempts of which one is enough |
//! | `dnssec` | whether the keys and signatures of a zone are right |
//! | `query_limiter` | limits the number of concurrent queries |
//! | `letter_case` | names in mixed case, which a forged answer would have to guess |
//! | `case_trial` | whether a server supports such names |
//! | `transport` | one question to one server, over UDP and TCP |
//! | `socket` | UDP sockets that report closed ports, and ignore datagrams that are not responses |
//! | `reply` | converts a response to the types of the core |
//! | `ttl_cache` | the cache of results for the next lookup |

mod case_trial;
mod dnssec;
mod domain_lookup;
mod hedge;
mod letter_case;
mod lookup_budget;
mod name_servers;
mod query;
mod query_limiter;
mod record_lookup;
mod reply;
mod resolver;
mod resolver_config;
mod socket;
mod transport;
mod ttl_cache;
mod zones;

pub use resolver::DnsResolver;
pub use resolver_config::ResolverConfig;
