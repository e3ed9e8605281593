//! Options that several commands share, and the parsers of their values.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, StringValueParser, TypedValueParser};

use crate::clipboard::choice::ClipboardMode;
use crate::core::api_key::ProjectId;
use crate::core::profile::ProfileName;

/// The port of DNS (RFC 1035 section 4.2).
const DNS_PORT: u16 = 53;

/// The longest time that can be waited; AutoSend needs 48 hours at most.
const MAX_DURATION: Duration = Duration::from_secs(7 * 24 * 3600);

/// The options that choose the API key.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct KeyArgs {
    /// Use the saved key with this name
    #[arg(long, value_name = "NAME", value_parser = profile_parser())]
    pub profile: Option<ProfileName>,

    /// Read the API key from a file (- for standard input)
    #[arg(long, value_name = "PATH", conflicts_with = "profile")]
    pub api_key_file: Option<PathBuf>,

    /// Project ID, for an account key (`ASA_…`)
    #[arg(long, value_name = "ID", value_parser = ProjectId::parse)]
    pub project: Option<ProjectId>,
}

/// The options of every command that sends requests to the API.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct ApiArgs {
    #[command(flatten)]
    pub key: KeyArgs,

    /// Log requests and DNS queries to a file (no secrets)
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// The options of every command that takes one domain or many.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct TargetArgs {
    /// Domain names or AutoSend IDs
    #[arg(value_name = "DOMAIN", required_unless_present = "from")]
    pub domains: Vec<String>,

    /// Read names from a file, one per line (- for standard input)
    #[arg(long, value_name = "FILE", conflicts_with = "domains")]
    pub from: Option<PathBuf>,
}

impl TargetArgs {
    /// Whether each domain gets a line of its own instead of one document. Names from a file always do, so that a script
    /// gets the same form for any number of names.
    pub const fn is_batch(&self) -> bool {
        self.from.is_some() || self.domains.len() > 1
    }
}

/// A parser of profile names.
pub(super) fn profile_parser() -> impl TypedValueParser<Value = ProfileName> {
    StringValueParser::new().try_map(|name| ProfileName::parse(&name))
}

/// A parser of the ways of copying.
pub(super) fn clipboard_parser() -> impl TypedValueParser<Value = ClipboardMode> {
    PossibleValuesParser::new(ClipboardMode::ALL.map(ClipboardMode::as_str))
        .try_map(|word| word.parse::<ClipboardMode>())
}

/// Parses the address of a DNS server, with or without a port.
pub(super) fn parse_nameserver(input: &str) -> Result<SocketAddr, String> {
    let address = input.parse().map(|address: IpAddr| SocketAddr::new(address, DNS_PORT));
    address.or_else(|_no_address| input.parse()).map_err(|_neither| {
        "expected an IP address, with a port unless it is 53: 192.0.2.1, 192.0.2.1:5353, [2001:db8::1]:5353".to_owned()
    })
}

/// Parses a duration with its unit, such as `90s`. A number without a unit is rejected as ambiguous.
///
/// # Errors
/// The accepted syntax.
pub(super) fn parse_duration(input: &str) -> Result<Duration, String> {
    const UNITS: [(char, u64); 3] = [('s', 1), ('m', 60), ('h', 3600)];
    let usage = || "expected a number with a unit: 90s, 10m, 2h".to_owned();
    let input = input.trim();
    if !input.is_empty() && input.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(format!("missing unit: use {input}s, {input}m or {input}h"));
    }
    let unit = UNITS.iter().find_map(|(unit, seconds)| Some((input.strip_suffix(*unit)?, seconds)));
    let (number, seconds) = unit.ok_or_else(usage)?;
    if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(usage());
    }
    let duration = number.parse::<u64>().ok().and_then(|number| number.checked_mul(*seconds)).map(Duration::from_secs);
    match duration {
        Some(duration) if duration.is_zero() => Err("leave out --wait to not wait".to_owned()),
        Some(duration) if duration <= MAX_DURATION => Ok(duration),
        _ => Err("the maximum is 168h (seven days)".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_an_address_with_or_without_a_port() {
        for (input, server) in [
            ("192.0.2.1", "192.0.2.1:53"),
            ("192.0.2.1:5353", "192.0.2.1:5353"),
            ("2001:db8::1", "[2001:db8::1]:53"),
            ("[2001:db8::1]:5353", "[2001:db8::1]:5353"),
        ] {
            assert_eq!(parse_nameserver(input).map(|server| server.to_string()), Ok(server.to_owned()));
        }
        for wrong in ["", "ns1.example.com", "192.0.2.1:", "192.0.2.1:70000", "[2001:db8::1]"] {
            assert!(parse_nameserver(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_number_needs_its_unit() {
        for (input, seconds) in [("90s", 90), ("10m", 600), (" 2h ", 7200), ("168h", 604_800)] {
            assert_eq!(parse_duration(input), Ok(Duration::from_secs(seconds)), "{input}");
        }
        assert_eq!(parse_duration("10"), Err("missing unit: use 10s, 10m or 10h".to_owned()));
        for wrong in ["", "m", "-1m", "+1m", "1.5h", "1 m", "10min", "0s", "169h", "99999999999999999999s", "1d"] {
            assert!(parse_duration(wrong).is_err(), "{wrong}");
        }
    }
}
