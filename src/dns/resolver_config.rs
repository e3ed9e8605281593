//! Who is asked, and where.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The port of DNS (RFC 1035 section 4.2).
pub(super) const DNS_PORT: u16 = 53;

/// An address for documentation (RFC 5737), which is nobody's.
const INTERCEPTION_PROBE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 53)), DNS_PORT);

/// Who is asked, and where.
#[derive(Clone, Debug)]
pub struct ResolverConfig {
    /// Where a server is asked, by its address: port 53, unless it is found here.
    pub socket_overrides: BTreeMap<IpAddr, SocketAddr>,
    /// The resolvers to begin with; those of the system, where there is nothing here.
    pub resolvers: Option<Vec<SocketAddr>>,
    /// The servers that the person named. Where there are any, only these are asked, and they are taken at their word:
    /// they need not own the zone.
    pub explicit_servers: Vec<SocketAddr>,
    /// Where nobody answers, unless the network answers in place of all servers; nothing where that is not to be tried.
    pub interception_probe: Option<SocketAddr>,
}

impl Default for ResolverConfig {
    /// The servers of the world, as the system finds them.
    fn default() -> Self {
        Self {
            socket_overrides: BTreeMap::new(),
            resolvers: None,
            explicit_servers: Vec::new(),
            interception_probe: Some(INTERCEPTION_PROBE),
        }
    }
}

impl ResolverConfig {
    /// Where the server of this address is asked.
    #[must_use]
    pub fn socket_addr(&self, address: IpAddr) -> SocketAddr {
        self.socket_overrides.get(&address).copied().unwrap_or_else(|| SocketAddr::new(address, DNS_PORT))
    }
}
