//! Which proxy requests go through: `HTTPS_PROXY`, else `ALL_PROXY`, unless `NO_PROXY` excludes the host.
//!
//! An invalid value is an error and never a direct connection, since the user may rely on the proxy.

use std::env;
use std::fmt;
use std::net::IpAddr;

use hyper_util::client::proxy::matcher::Matcher;
use url::{Host, Url};

use super::base_url::BaseUrl;
use crate::core::text;

/// The variables that name the proxy, in order of precedence.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The variables that exclude hosts.
const EXCLUSIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// A proxy. Its URL may hold a password, so it is neither displayed nor debugged.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Proxy {
    url: Url,
}

/// A variable whose value is not a proxy. The value is not repeated, because it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable} is not a usable proxy: {fault}")]
pub struct ProxyError {
    variable: &'static str,
    fault: ProxyFault,
}

/// What is wrong with the address of a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum ProxyFault {
    #[error("it is in quotes")]
    Quotes,
    #[error("it contains spaces or invisible characters")]
    Blanks,
    #[error("it contains a backslash; in a user name, write %5C")]
    Backslash,
    #[error("SOCKS proxies cannot be used, only http and https ones")]
    Socks,
    #[error("it begins neither with http:// nor with https://")]
    Scheme,
    #[error("there is text after the host and port; in a password, write / ? # @ as %2F %3F %23 %40")]
    Rest,
    #[error("expected an address such as http://proxy:3128")]
    Address,
}

impl Proxy {
    /// The proxy for requests to this API; `None` if they go there directly.
    ///
    /// # Errors
    /// The variable that names the proxy cannot be read.
    pub(super) fn from_environment(base: &BaseUrl) -> Result<Option<Self>, ProxyError> {
        // Requests to this machine bypass every proxy.
        if base.is_loopback() {
            return Ok(None);
        }
        let variable = |name| env::var_os(name).map(|value| value.to_string_lossy().trim().to_owned());
        let set = |name: &&'static str| Some((*name, variable(*name).filter(|value| !value.is_empty())?));
        if let Some(excluded) = EXCLUSIONS.into_iter().find_map(variable)
            && is_excluded(&excluded, base.url())
        {
            return Ok(None);
        }
        match VARIABLES.iter().find_map(set) {
            Some((variable, value)) => {
                let url = parse_proxy(&value).map_err(|fault| ProxyError { variable, fault })?;
                Ok(Some(Self { url }))
            }
            // The settings of the system, where it has some (macOS, Windows).
            None => Ok(system_proxy(base)),
        }
    }

    /// The address, with the user name and the password.
    pub(super) const fn url(&self) -> &Url {
        &self.url
    }
}

impl fmt::Display for Proxy {
    /// Host and port, safe to draw.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&text::escape_hidden(self.url.host_str().unwrap_or_default()))?;
        self.url.port().map_or(Ok(()), |port| write!(formatter, ":{port}"))
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Proxy({self})")
    }
}

/// The host and port of the proxy that requests use, if there is one; safe to draw, without its user name and password.
/// Nothing is sent.
///
/// # Errors
/// A variable names a proxy that cannot be used.
pub fn detect_proxy(base: &BaseUrl) -> Result<Option<String>, ProxyError> {
    Ok(Proxy::from_environment(base)?.map(|proxy| proxy.to_string()))
}

fn system_proxy(base: &BaseUrl) -> Option<Proxy> {
    let uri = base.url().as_str().parse().ok()?;
    let proxy = Matcher::from_system().intercept(&uri)?;
    Some(Proxy { url: Url::parse(&proxy.uri().to_string()).ok()? })
}

/// Parses the address of a proxy; without a scheme it is an http one.
fn parse_proxy(value: &str) -> Result<Url, ProxyFault> {
    if value.starts_with(['"', '\'']) || value.ends_with(['"', '\'']) {
        return Err(ProxyFault::Quotes);
    }
    if value.chars().any(|character| character.is_whitespace() || text::is_hidden(character)) {
        return Err(ProxyFault::Blanks);
    }
    if value.contains('\\') {
        return Err(ProxyFault::Backslash);
    }
    let address = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let scheme = address.split("://").next().unwrap_or_default().to_ascii_lowercase();
    if scheme.starts_with("socks") {
        return Err(ProxyFault::Socks);
    }
    if !matches!(scheme.as_str(), "http" | "https") {
        return Err(ProxyFault::Scheme);
    }
    let url = Url::parse(&address).map_err(|_error| ProxyFault::Address)?;
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(ProxyFault::Rest);
    }
    if url.host_str().is_none_or(str::is_empty) { Err(ProxyFault::Address) } else { Ok(url) }
}

/// Whether one of these entries, which commas or blanks separate, excludes the host of this URL.
fn is_excluded(entries: &str, url: &Url) -> bool {
    let separates =
        |character: char| character == ',' || character.is_whitespace() || character == '"' || character == '\'';
    entries.split(separates).filter(|entry| !entry.is_empty()).any(|entry| matches_entry(entry, url))
}

/// Whether an entry names the host: `*`, a name with all below it (`x`, `.x`, `*.x`, `x.`), an address, or a range of
/// addresses (CIDR); with a port, that one alone.
fn matches_entry(entry: &str, url: &Url) -> bool {
    let (host, port) = split_port(entry);
    if port.is_some_and(|port| Some(port) != url.port_or_known_default()) {
        return false;
    }
    if host == "*" {
        return true;
    }
    let own = match url.host() {
        Some(Host::Domain(own)) => return matches_name(host, own),
        Some(Host::Ipv4(own)) => IpAddr::from(own),
        Some(Host::Ipv6(own)) => IpAddr::from(own),
        None => return false,
    };
    match host.split_once('/') {
        Some((network, length)) => {
            network.parse().is_ok_and(|network| length.parse().is_ok_and(|length| is_in_network(own, network, length)))
        }
        None => host.parse() == Ok(own),
    }
}

/// The host of an entry, without brackets, and its port.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    if let Some((host, rest)) = entry.strip_prefix('[').and_then(|entry| entry.split_once(']')) {
        return (host, rest.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match entry.rsplit_once(':') {
        // More than one colon is an IPv6 address without brackets.
        Some((host, port)) if !host.contains(':') => port.parse().map_or((entry, None), |port| (host, Some(port))),
        _ => (entry, None),
    }
}

fn matches_name(entry: &str, own: &str) -> bool {
    let entry =
        entry.strip_prefix('*').unwrap_or(entry).trim_start_matches('.').trim_end_matches('.').to_ascii_lowercase();
    let own = own.trim_end_matches('.');
    !entry.is_empty() && own.strip_suffix(entry.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn is_in_network(address: IpAddr, network: IpAddr, length: u32) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) if length <= 32 => {
            (address.to_bits() ^ network.to_bits()).checked_shr(32 - length).unwrap_or(0) == 0
        }
        (IpAddr::V6(address), IpAddr::V6(network)) if length <= 128 => {
            (address.to_bits() ^ network.to_bits()).checked_shr(128 - length).unwrap_or(0) == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_proxy_or_gives_its_error() {
        for (value, shown) in [
            ("http://proxy:3128", "proxy:3128"),
            ("proxy:3128", "proxy:3128"),
            ("HTTPS://user:p%40ss@Proxy.local:8443/", "proxy.local:8443"),
            ("http://CORP%5Cuser:secret@proxy", "proxy"),
            ("http://[::1]:3128", "[::1]:3128"),
        ] {
            assert_eq!(parse_proxy(value).map(|url| Proxy { url }.to_string()), Ok(shown.to_owned()), "{value}");
        }
        for (value, fault) in [
            ("\"http://proxy:3128\"", ProxyFault::Quotes),
            ("'proxy:3128", ProxyFault::Quotes),
            ("http://pro xy:3128", ProxyFault::Blanks),
            ("http://pro\u{200b}xy:3128", ProxyFault::Blanks),
            ("htp://proxy:3128", ProxyFault::Scheme),
            ("://proxy:3128", ProxyFault::Scheme),
            ("socks5h://proxy:1080", ProxyFault::Socks),
            ("http://CORP\\user:secret@proxy:3128", ProxyFault::Backslash),
            ("http://[::1", ProxyFault::Address),
            ("http://proxy:99999", ProxyFault::Address),
            ("http://", ProxyFault::Address),
            ("http:/proxy:3128", ProxyFault::Rest),
            ("http://user:se/cret@proxy:3128", ProxyFault::Address),
            ("http://proxy:3128/pac?x", ProxyFault::Rest),
        ] {
            assert_eq!(parse_proxy(value).map(|url| url.to_string()), Err(fault), "{value}");
        }
    }

    #[test]
    fn a_host_is_excluded_by_its_name_address_or_range() {
        let excludes = |entries: &str, host: &str| {
            is_excluded(entries, &Url::parse(&format!("https://{host}/v1")).expect("a URL"))
        };
        for entries in [
            "*",
            "api.x.example",
            "x.example",
            ".x.example",
            "*.x.example",
            "X.Example.",
            "api.x.example:443",
            "a.b, x.example",
            "a.b x.example",
            " a.b ,\tx.example ",
            "*:443",
            "\"x.example\"",
        ] {
            assert!(excludes(entries, "api.x.example"), "{entries}");
        }
        for entries in ["", ",", "pi.x.example", "*.api.x.example.org", "api.x.example:80", "10.0.0.0/8", ".", "*."] {
            assert!(!excludes(entries, "api.x.example"), "{entries}");
        }
        for (entries, host) in [
            ("10.0.0.0/8", "10.1.2.3"),
            ("10.1.2.3", "10.1.2.3"),
            ("10.1.2.3:443", "10.1.2.3"),
            ("0.0.0.0/0", "10.1.2.3"),
            ("10.1.2.3/32", "10.1.2.3"),
            ("[fd00::1]", "[fd00::1]"),
            ("[fd00::1]:443", "[fd00::1]"),
            ("fd00::1", "[fd00::1]"),
            ("fd00::/8", "[fd00::1]"),
            ("::/0", "[fd00::1]"),
        ] {
            assert!(excludes(entries, host), "{entries} {host}");
        }
        for (entries, host) in [
            ("10.0.0.0/8", "11.1.2.3"),
            ("10.0.0.0/33", "10.0.0.0"),
            ("10.1.2.4/32", "10.1.2.3"),
            ("[fd00::1]:80", "[fd00::1]"),
            ("fd00::/64", "[fd01::1]"),
            ("0.0.0.0/0", "[fd00::1]"),
        ] {
            assert!(!excludes(entries, host), "{entries} {host}");
        }
    }
}
