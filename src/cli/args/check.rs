//! The arguments of `check`.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::{ApiArgs, TargetArgs, duration};

/// The port of DNS (RFC 1035 section 4.2).
const DNS_PORT: u16 = 53;

/// What `check` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    /// Which domains.
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Ask this server alone; may be given several times
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = parse_nameserver)]
    pub nameserver: Vec<SocketAddr>,

    /// Wait until the required records are right, so long at most: 90s, 10m, 2h
    #[arg(long, value_name = "TIME", value_parser = duration::parse)]
    pub wait: Option<Duration>,

    /// Then ask AutoSend, once, to verify
    #[arg(long, conflicts_with = "offline")]
    pub verify: bool,

    /// Print JSON: a document, of several domains one a line
    #[arg(long)]
    pub json: bool,

    /// Take the records from what an earlier run has kept, and ask DNS alone
    #[arg(long, conflicts_with = "no_cache")]
    pub offline: bool,

    /// Do not keep what was fetched for the next run
    #[arg(long)]
    pub no_cache: bool,

    /// With which key.
    #[command(flatten)]
    pub api: ApiArgs,
}

/// Reads the address of a server, with or without a port.
pub(super) fn parse_nameserver(input: &str) -> Result<SocketAddr, String> {
    let address = input.parse().map(|address: IpAddr| SocketAddr::new(address, DNS_PORT));
    address.or_else(|_no_address| input.parse()).map_err(|_neither| {
        "this takes an address, and a port where that is not 53: 192.0.2.1, 192.0.2.1:5353, [2001:db8::1]:5353"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_an_address_with_or_without_a_port() {
        for (given, read) in [
            ("192.0.2.1", "192.0.2.1:53"),
            ("192.0.2.1:5353", "192.0.2.1:5353"),
            ("2001:db8::1", "[2001:db8::1]:53"),
            ("[2001:db8::1]:5353", "[2001:db8::1]:5353"),
        ] {
            assert_eq!(parse_nameserver(given).map(|server| server.to_string()), Ok(read.to_owned()));
        }
        for wrong in ["", "ns1.example.com", "192.0.2.1:", "192.0.2.1:70000", "[2001:db8::1]"] {
            assert!(parse_nameserver(wrong).is_err(), "{wrong}");
        }
    }
}
