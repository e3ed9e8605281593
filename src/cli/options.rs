//! Options that several commands share, and the parsers of their values.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValuesParser, StringValueParser, TypedValueParser};

use crate::clipboard::choice::ClipboardMode;
use crate::core::api_key::ProjectId;
use crate::core::profile::ProfileName;
use crate::core::retry_policy::RequestTimeout;

/// The port of DNS (RFC 1035 section 4.2).
const DNS_PORT: u16 = 53;

/// The longest time that can be waited; AutoSend needs 48 hours at most.
const MAX_WAIT: Duration = Duration::from_secs(7 * 24 * 3600);

/// The longest time for one request.
const MAX_TIMEOUT: Duration = Duration::from_secs(3600);

/// The help of `--timeout`.
pub(super) const TIMEOUT_HELP: &str = "Time limit for one request, with retries (default: 30s)";

/// The same at length.
pub(super) const TIMEOUT_LONG_HELP: &str = "\
Time limit for one request, with retries (default: 30s)

90s, 2m or 1m30s, for example; 1h at most. With this option, the waits that AutoSend asks for (429) count. Without it, \
they are added: up to 60s each. DNS checks and --wait have time limits of their own.";

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

    /// How long one request may take.
    #[arg(long, value_name = "TIME", value_parser = parse_timeout, help = TIMEOUT_HELP, long_help = TIMEOUT_LONG_HELP)]
    pub timeout: Option<RequestTimeout>,
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

/// Parses the time of `--wait`.
///
/// # Errors
/// The accepted syntax, or the longest time.
pub(super) fn parse_wait(input: &str) -> Result<Duration, String> {
    match parse_duration(input)? {
        Some(wait) if wait.is_zero() => Err("leave out --wait to not wait".to_owned()),
        Some(wait) if wait <= MAX_WAIT => Ok(wait),
        _ => Err("the maximum is 168h (seven days)".to_owned()),
    }
}

/// Parses the time of `--timeout`.
///
/// # Errors
/// The accepted syntax, or the shortest and the longest time.
pub(super) fn parse_timeout(input: &str) -> Result<RequestTimeout, String> {
    match parse_duration(input)? {
        Some(timeout) if !timeout.is_zero() && timeout <= MAX_TIMEOUT => Ok(RequestTimeout::new(timeout)),
        _ => Err("it must be between 1s and 1h".to_owned()),
    }
}

/// Parses a duration of hours, minutes and seconds, such as `90s` or `1m30s`; `None` if it is too long to be counted. A
/// number without a unit is rejected as ambiguous.
///
/// # Errors
/// The accepted syntax.
fn parse_duration(input: &str) -> Result<Option<Duration>, String> {
    const UNITS: [(char, u64); 3] = [('h', 3600), ('m', 60), ('s', 1)];
    let usage = || "expected numbers with units: 90s, 10m, 1h30m".to_owned();
    let input = input.trim();
    if input.is_empty() {
        return Err(usage());
    }
    if input.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(format!("missing unit: use {input}s, {input}m or {input}h"));
    }
    // Each unit may appear once, the largest first.
    let (mut rest, mut total) = (input, Some(0_u64));
    for (unit, seconds) in UNITS {
        let Some((number, after)) = rest.split_once(unit) else { continue };
        if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(usage());
        }
        let part = number.parse::<u64>().ok().and_then(|number| number.checked_mul(seconds));
        total = total.zip(part).and_then(|(total, part)| total.checked_add(part));
        rest = after;
    }
    if rest.is_empty() { Ok(total.map(Duration::from_secs)) } else { Err(usage()) }
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
        for (input, seconds) in [
            ("90s", 90),
            ("10m", 600),
            (" 2h ", 7200),
            ("168h", 604_800),
            ("1m30s", 90),
            ("1h0m5s", 3605),
            ("1h5s", 3605),
        ] {
            assert_eq!(parse_wait(input), Ok(Duration::from_secs(seconds)), "{input}");
        }
        assert_eq!(parse_wait("10"), Err("missing unit: use 10s, 10m or 10h".to_owned()));
        let wrong = ["", "m", "-1m", "+1m", "1.5h", "1 m", "10min", "0s", "169h", "99999999999999999999s", "1d"];
        for wrong in
            wrong.into_iter().chain(["30s1m", "1m1m", "1m30", "m30s", "0m0s", "168h1s", "5124095576030431h59s"])
        {
            assert!(parse_wait(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_request_gets_a_second_to_an_hour() {
        for (input, seconds) in [("1s", 1), ("90s", 90), ("2m", 120), ("1m30s", 90), ("1h", 3600)] {
            assert_eq!(parse_timeout(input), Ok(RequestTimeout::new(Duration::from_secs(seconds))), "{input}");
        }
        for wrong in ["0s", "1h1s", "99999999999999999999s"] {
            assert_eq!(parse_timeout(wrong), Err("it must be between 1s and 1h".to_owned()), "{wrong}");
        }
        assert_eq!(parse_timeout("30"), Err("missing unit: use 30s, 30m or 30h".to_owned()));
    }
}
