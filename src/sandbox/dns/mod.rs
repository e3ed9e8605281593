//! The sandbox's own DNS: two name servers on loopback that own the zones of the domains that were added, a resolver beside
//! them, what is published there, and the look that a verification takes.
//!
//! `publish` says how each record is published, `mistakes` what that puts into a zone, `zone` makes a zone of it, `answer`
//! lets it be asked, `resolver` says what differs where a resolver answers, `sockets` binds the ports, `look` asks as
//! AutoSend would. The state of the zones is a part of
//! `sandbox::state`: an answer is made from it at each question, so HTTP and DNS never disagree.

mod expected_record;
mod name_server;
mod publication;
mod resolver;
mod sockets;
mod verification;
mod zone;

use std::net::{IpAddr, SocketAddr};

pub use publication::{PublishError, PublishedRecord};

pub(super) use name_server::{DnsServers, start_servers};
pub(super) use publication::{Publication, StaleAnswer};
pub(super) use sockets::{DnsAddresses, DnsSockets};
pub(super) use verification::{VerificationResult, verify_records};
pub(super) use zone::{NAME_SERVERS, SANDBOX_ZONE, ZONE_TTL, ZoneContents, ZoneRecord, built_in_records};

use super::server::Sandbox;
use crate::core::publishing::{PublishMode, RecordSelector};

impl Sandbox {
    /// Publishes a record of a domain in the sandbox's DNS, or all of them, in the way asked for; what was published of
    /// them before is replaced. The domain is named by its id, or by its name: then it is published for every project
    /// that has it. Answers each record that was meant, and how it is published now.
    ///
    /// # Errors
    /// Where there is no such domain or record, or the mistake cannot be made with it.
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
    /// Where there is no such domain.
    pub fn published_records(&self, domain: &str) -> Result<Vec<PublishedRecord>, PublishError> {
        self.shared.state().published_records(domain)
    }

    /// Where its first name server answers, over UDP and TCP.
    #[must_use]
    pub fn first_name_server_address(&self) -> SocketAddr {
        self.shared.dns_addresses.name_servers[0]
    }

    /// Where its resolver answers, over UDP and TCP.
    #[must_use]
    pub fn resolver_address(&self) -> SocketAddr {
        self.shared.dns_addresses.resolver
    }

    /// The addresses that the zones' name servers have in DNS, and where each of them really is: so many addresses with
    /// port 53 are found nowhere.
    #[must_use]
    pub fn name_server_addresses(&self) -> [(IpAddr, SocketAddr); 2] {
        let [(_, first), (_, second)] = NAME_SERVERS;
        let [at_first, at_second] = self.shared.dns_addresses.name_servers;
        [(first.into(), at_first), (second.into(), at_second)]
    }
}
