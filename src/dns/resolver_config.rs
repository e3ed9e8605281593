//! Which servers are queried, and at which address.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV6};

use resolv_conf::{Config, ScopedIp};

/// The port of DNS (RFC 1035 section 4.2).
const DNS_PORT: u16 = 53;

/// An address that is reserved for documentation (RFC 5737).
const INTERCEPTION_PROBE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 53)), DNS_PORT);

/// Where the system lists its resolvers (resolv.conf(5)).
const RESOLV_CONF: &str = "/etc/resolv.conf";

/// How many of them are used: as many as the system's own library reads (`MAXNS`).
const MAX_SYSTEM_RESOLVERS: usize = 3;

/// Which servers are queried, and at which address.
#[derive(Clone, Debug)]
pub struct ResolverConfig {
    /// The socket address of a server, by its IP address; a server that is not in here is queried at port 53.
    pub socket_overrides: BTreeMap<IpAddr, SocketAddr>,
    /// The recursive resolvers; nothing for those of the system.
    pub resolvers: Option<Vec<SocketAddr>>,
    /// The servers that the user named. If there are any, only these are queried, and their answers count even if they are
    /// not authoritative.
    pub explicit_servers: Vec<SocketAddr>,
    /// An address without a server. If it answers, the network intercepts DNS. Nothing turns this check off.
    pub interception_probe: Option<SocketAddr>,
}

impl Default for ResolverConfig {
    /// The public DNS, by the resolvers of the system.
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
    /// The socket address of the server with this IP address.
    pub fn socket_addr(&self, address: IpAddr) -> SocketAddr {
        self.socket_overrides.get(&address).copied().unwrap_or_else(|| SocketAddr::new(address, DNS_PORT))
    }

    /// The servers that can recurse: those that the user named, else the configured ones, else those of the system.
    pub(super) async fn recursive_servers(&self) -> Vec<SocketAddr> {
        match (self.explicit_servers.as_slice(), &self.resolvers) {
            ([], Some(resolvers)) => resolvers.clone(),
            ([], None) => read_system_resolvers().await,
            (explicit, _) => explicit.to_vec(),
        }
    }
}

/// Reads the system's resolvers anew each time, since they change with the network. Without the file, or with none in it,
/// this machine is its own resolver (resolv.conf(5)).
async fn read_system_resolvers() -> Vec<SocketAddr> {
    let text = tokio::task::spawn_blocking(|| std::fs::read(RESOLV_CONF)).await;
    match text {
        Ok(Ok(text)) => parse_resolv_conf(&text),
        _ => parse_resolv_conf(b""),
    }
}

fn parse_resolv_conf(text: &[u8]) -> Vec<SocketAddr> {
    let config = Config::parse(text).unwrap_or_default();
    let mut resolvers: Vec<_> = config.nameservers.iter().take(MAX_SYSTEM_RESOLVERS).map(scoped_socket_addr).collect();
    if resolvers.is_empty() {
        resolvers.push(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), DNS_PORT));
    }
    resolvers
}

fn scoped_socket_addr(address: &ScopedIp) -> SocketAddr {
    match address {
        ScopedIp::V4(address) => SocketAddr::new(IpAddr::V4(*address), DNS_PORT),
        ScopedIp::V6(address, scope) => {
            // A scope is a number or the name of an interface (RFC 4007 section 11.2); looking up a name would need a
            // system call.
            let scope = scope.as_deref().and_then(|scope| scope.parse().ok()).unwrap_or(0);
            SocketAddr::V6(SocketAddrV6::new(*address, DNS_PORT, 0, scope))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_three_servers_are_used_and_localhost_without_any() {
        let text =
            b"# comment\nnameserver 192.0.2.1\nnameserver fe80::1%2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n";
        let parsed: Vec<_> = parse_resolv_conf(text).iter().map(ToString::to_string).collect();
        assert_eq!(parsed, ["192.0.2.1:53", "[fe80::1%2]:53", "192.0.2.3:53"]);
        for text in [&b""[..], b"search example.com\n", b"\xff\xfe not text"] {
            let parsed: Vec<_> = parse_resolv_conf(text).iter().map(ToString::to_string).collect();
            assert_eq!(parsed, ["127.0.0.1:53"]);
        }
    }
}
