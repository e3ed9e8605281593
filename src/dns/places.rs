//! Who is asked, and where.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

/// The port of DNS (RFC 1035 section 4.2).
pub(super) const PORT: u16 = 53;

/// Who is asked, and where.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Where a server is asked, by its address: port 53, unless it is found here.
    pub sockets: BTreeMap<IpAddr, SocketAddr>,
    /// The resolvers to begin with; those of the system, where there is nothing here.
    pub resolvers: Option<Vec<SocketAddr>>,
    /// The servers that the person named. Where there are any, only these are asked, and they are taken at their word:
    /// they need not own the zone.
    pub named: Vec<SocketAddr>,
}

impl Places {
    /// Where the server of this address is asked.
    #[must_use]
    pub fn of(&self, address: IpAddr) -> SocketAddr {
        self.sockets.get(&address).copied().unwrap_or_else(|| SocketAddr::new(address, PORT))
    }
}
