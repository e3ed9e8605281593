//! The resolvers of the system, as its library would ask them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV6};

use resolv_conf::{Config, ScopedIp};

use super::resolver_config::DNS_PORT;

/// Where the system keeps them (resolv.conf(5)).
const RESOLV_CONF: &str = "/etc/resolv.conf";

/// How many are asked: as many as the system's library reads (`MAXNS`).
const MAX_NAME_SERVERS: usize = 3;

/// Reads them anew, since they change with the network that a machine is in. Where there is no such file, or none in it,
/// this is the machine itself, as resolv.conf(5) has it.
pub(super) async fn read_resolvers() -> Vec<SocketAddr> {
    let text = tokio::task::spawn_blocking(|| std::fs::read(RESOLV_CONF)).await;
    match text {
        Ok(Ok(text)) => parse_resolv_conf(&text),
        _ => parse_resolv_conf(b""),
    }
}

fn parse_resolv_conf(text: &[u8]) -> Vec<SocketAddr> {
    let config = Config::parse(text).unwrap_or_default();
    let mut found: Vec<_> = config.nameservers.iter().take(MAX_NAME_SERVERS).map(socket_addr).collect();
    if found.is_empty() {
        found.push(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), DNS_PORT));
    }
    found
}

fn socket_addr(address: &ScopedIp) -> SocketAddr {
    match address {
        ScopedIp::V4(address) => SocketAddr::new(IpAddr::V4(*address), DNS_PORT),
        ScopedIp::V6(address, scope) => {
            // A scope may be a number or the name of an interface (RFC 4007 section 11.2); only the number can be used
            // without asking the system.
            let scope = scope.as_deref().and_then(|scope| scope.parse().ok()).unwrap_or(0);
            SocketAddr::V6(SocketAddrV6::new(*address, DNS_PORT, 0, scope))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_three_are_taken_and_without_any_the_machine_itself() {
        let text =
            b"# comment\nnameserver 192.0.2.1\nnameserver fe80::1%2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n";
        let read: Vec<_> = parse_resolv_conf(text).iter().map(ToString::to_string).collect();
        assert_eq!(read, ["192.0.2.1:53", "[fe80::1%2]:53", "192.0.2.3:53"]);
        let machine = ["127.0.0.1:53"];
        for text in [&b""[..], b"search example.com\n", b"\xff\xfe not text"] {
            assert_eq!(parse_resolv_conf(text).iter().map(ToString::to_string).collect::<Vec<_>>(), machine);
        }
    }
}
