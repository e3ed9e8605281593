//! Who is asked, and where.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The port of DNS (RFC 1035 section 4.2).
pub(super) const PORT: u16 = 53;

/// An address for documentation (RFC 5737), which is nobody's.
const NOBODY: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 53)), PORT);

/// Who is asked, and where.
#[derive(Clone, Debug)]
pub struct Places {
    /// Where a server is asked, by its address: port 53, unless it is found here.
    pub sockets: BTreeMap<IpAddr, SocketAddr>,
    /// The resolvers to begin with; those of the system, where there is nothing here.
    pub resolvers: Option<Vec<SocketAddr>>,
    /// The servers that the person named. Where there are any, only these are asked, and they are taken at their word:
    /// they need not own the zone.
    pub named: Vec<SocketAddr>,
    /// Where nobody answers, unless the network answers in place of all servers; nothing where that is not to be tried.
    pub nobody: Option<SocketAddr>,
}

impl Default for Places {
    /// The servers of the world, as the system finds them.
    fn default() -> Self {
        Self { sockets: BTreeMap::new(), resolvers: None, named: Vec::new(), nobody: Some(NOBODY) }
    }
}

impl Places {
    /// Where the server of this address is asked.
    #[must_use]
    pub fn of(&self, address: IpAddr) -> SocketAddr {
        self.sockets.get(&address).copied().unwrap_or_else(|| SocketAddr::new(address, PORT))
    }
}
