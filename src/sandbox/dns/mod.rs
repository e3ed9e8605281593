//! The sandbox's own DNS: two name servers on loopback that serve the zones of the added domains, a resolver, the
//! publishing of records, and the queries of a verification.
//!
//! `publication` holds how each record is published, `expected_record` the zone records that this produces, `zone` the
//! zone made of them. `name_server` answers queries, also as a resolver, `sockets` binds the ports, `verification` queries as AutoSend would. The state of the zones is a part of `sandbox::state`: each
//! query is answered from it, so HTTP and DNS never disagree.

mod expected_record;
mod name_server;
mod publication;
mod sockets;
mod verification;
mod zone;

use std::net::{IpAddr, SocketAddr};

pub use publication::{PublishError, PublishedRecord};

pub(super) use name_server::{DnsServers, start_servers};
pub(super) use publication::StaleAnswer;
pub(super) use sockets::{DnsAddresses, DnsSockets};
pub(super) use verification::{VerificationResult, verify_records};
pub(super) use zone::{NAME_SERVERS, SANDBOX_ZONE, SecondServer, ZONE_TTL, ZoneContents, ZoneRecord, built_in_records};

use super::server::Sandbox;
use crate::core::publishing::{PublishMode, RecordSelector};

impl Sandbox {
    /// Publishes one record of a domain in the sandbox's DNS, or all of them, in this way, and replaces earlier
    /// publications of these records. The domain is given by its id or by its name; a name publishes for every project
    /// that has the domain. Returns each selected record, and how it is published now.
    ///
    /// # Errors
    /// There is no such domain or record, or the mistake does not apply to the record.
    pub fn publish(
        &self,
        domain: &str,
        which: &RecordSelector,
        how: PublishMode,
    ) -> Result<Vec<PublishedRecord>, PublishError> {
        self.shared.state().publish(domain, which, how, self.shared.now())
    }

    /// How each record of a domain is published, in the order of the records.
    ///
    /// # Errors
    /// There is no such domain.
    pub fn published_records(&self, domain: &str) -> Result<Vec<PublishedRecord>, PublishError> {
        self.shared.state().published_records(domain)
    }

    /// The address of the first name server, over UDP and TCP.
    pub fn first_name_server_address(&self) -> SocketAddr {
        self.shared.dns_addresses.name_servers[0]
    }

    /// The address of the resolver, over UDP and TCP.
    pub fn resolver_address(&self) -> SocketAddr {
        self.shared.dns_addresses.resolver
    }

    /// The addresses that DNS has for the zones' name servers, each with its real address: few systems have several
    /// addresses whose port 53 is free.
    pub fn name_server_addresses(&self) -> [(IpAddr, SocketAddr); 2] {
        let [(_, first), (_, second)] = NAME_SERVERS;
        let [at_first, at_second] = self.shared.dns_addresses.name_servers;
        [(first.into(), at_first), (second.into(), at_second)]
    }
}
