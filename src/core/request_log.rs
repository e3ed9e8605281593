//! Log lines for HTTP requests and DNS queries with their outcomes. They contain no keys, bodies or headers.

use std::net::SocketAddr;
use std::time::Duration;

use jiff::Timestamp;

use super::dns::Question;
use super::text::{Untrusted, escape_hidden};

/// A finished HTTP request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLogEntry {
    /// When it was sent; if it never was, when it was planned.
    pub started_at: Timestamp,
    /// The HTTP method.
    pub method: &'static str,
    /// The URL, with keys masked.
    pub url: String,
    /// The status of the response, if there was one.
    pub status: Option<u16>,
    /// The duration, up to the end of the response.
    pub duration: Duration,
    /// The response's `x-request-id`.
    pub request_id: Option<Untrusted>,
    /// The transport error, as text. An error response has a status and no transport error.
    pub error: Option<String>,
}

impl RequestLogEntry {
    /// The line, without a line end: time, method, URL, status, milliseconds, request id and error, separated by
    /// spaces. A missing field is `-`; the error extends to the end of the line.
    pub fn to_line(&self) -> String {
        let Self { started_at, method, url, status, duration, request_id, error } = self;
        let status = status.map_or_else(|| "-".to_owned(), |status| status.to_string());
        let id = request_id.as_ref().map(|id| id.sanitized().replace(' ', "_")).filter(|id| !id.is_empty());
        let (id, error) = (id.as_deref().unwrap_or("-"), error.as_deref().unwrap_or("-"));
        let line = format!("{started_at:.3} {method} {url} {status} {} {id} {error}", duration.as_millis());
        escape_hidden(&line).into_owned()
    }
}

/// A finished DNS query: one question, sent to one server over one transport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsLogEntry {
    /// When it was sent.
    pub started_at: Timestamp,
    /// The address that it was sent to.
    pub server: SocketAddr,
    /// The question that was sent.
    pub question: Question,
    /// The transport that was used.
    pub transport: DnsTransport,
    /// The header of the response, or why there is none. `None` if the query was abandoned.
    pub outcome: Option<Result<DnsResponseHeader, DnsTransportError>>,
    /// How long it took.
    pub duration: Duration,
}

/// The transport of a DNS query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsTransport {
    /// A datagram.
    Udp,
    /// A TCP connection.
    Tcp,
}

/// The header of a DNS response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsResponseHeader {
    /// The response code, with the upper bits from EDNS (RFC 6895 section 2.3).
    pub rcode: u16,
    /// The flags that are set, such as `aa` (RFC 1035 section 4.1.1, RFC 4035 section 3).
    pub flags: Vec<&'static str>,
}

/// Why there is no response to a DNS query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DnsTransportError {
    /// No response arrived in time.
    Timeout,
    /// The address cannot be reached, or the port is closed; contains the reason as text.
    Unreachable(String),
    /// The received packet is not a response to the question; contains the reason as text.
    Malformed(String),
}

impl DnsLogEntry {
    /// The line, without a line end: time, `DNS`, server, name, type, transport, response code, milliseconds, flags
    /// and error, separated by spaces. If there is no response, the field of the code holds the reason. A missing
    /// field is `-`; the error extends to the end of the line.
    pub fn to_line(&self) -> String {
        let Self { started_at, server, question, transport, outcome, duration } = self;
        let transport = match transport {
            DnsTransport::Udp => "udp",
            DnsTransport::Tcp => "tcp",
        };
        let (code, flags, error) = match outcome {
            Some(Ok(header)) => (rcode_mnemonic(header.rcode), header.flags.join(","), "-"),
            Some(Err(DnsTransportError::Timeout)) => ("timeout".to_owned(), String::new(), "-"),
            Some(Err(DnsTransportError::Unreachable(reason))) => ("unreachable".to_owned(), String::new(), &**reason),
            Some(Err(DnsTransportError::Malformed(reason))) => ("malformed".to_owned(), String::new(), &**reason),
            None => ("abandoned".to_owned(), String::new(), "-"),
        };
        // The root has an empty name. A space in a name is written as in a zone file (RFC 1035 section 5.1).
        let name = if question.name.is_empty() { ".".to_owned() } else { question.name.replace(' ', "\\032") };
        let (query_type, flags) = (question.query_type, if flags.is_empty() { "-" } else { &flags });
        let line = format!(
            "{started_at:.3} DNS {server} {name} {query_type} {transport} {code} {} {flags} {error}",
            duration.as_millis()
        );
        escape_hidden(&line).into_owned()
    }
}

/// The mnemonic of a response code in the IANA registry, or else `RCODE` with its number.
fn rcode_mnemonic(rcode: u16) -> String {
    const MNEMONICS: [&str; 11] = [
        "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH",
        "NOTZONE",
    ];
    match MNEMONICS.get(usize::from(rcode)) {
        Some(mnemonic) => (*mnemonic).to_owned(),
        None if rcode == 16 => "BADVERS".to_owned(),
        None => format!("RCODE{rcode}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::dns::QueryType;

    #[test]
    fn the_line_of_a_dns_query_has_ten_fields_and_stays_one_line() {
        let header = |rcode, flags: &[&'static str]| Some(Ok(DnsResponseHeader { rcode, flags: flags.to_vec() }));
        let unreachable = DnsTransportError::Unreachable("the port\nis closed".to_owned());
        for (outcome, rest) in [
            (header(0, &["aa", "rd"]), "NOERROR 12 aa,rd -"),
            (header(3, &[]), "NXDOMAIN 12 - -"),
            (header(16, &[]), "BADVERS 12 - -"),
            (header(4095, &[]), "RCODE4095 12 - -"),
            (Some(Err(DnsTransportError::Timeout)), "timeout 12 - -"),
            (Some(Err(unreachable)), "unreachable 12 - the port<U+000A>is closed"),
            (Some(Err(DnsTransportError::Malformed("no message".to_owned()))), "malformed 12 - no message"),
            (None, "abandoned 12 - -"),
        ] {
            let entry = DnsLogEntry {
                started_at: Timestamp::from_second(1_795_668_611).unwrap(),
                server: "[2001:db8::1]:53".parse().unwrap(),
                question: Question { name: "a b\u{1b}[2J.example".to_owned(), query_type: QueryType::Txt },
                transport: DnsTransport::Tcp,
                outcome,
                duration: Duration::from_millis(12),
            };
            let start = "2026-11-26T04:50:11.000Z DNS [2001:db8::1]:53 a\\032b<U+001B>[2J.example TXT tcp";
            assert_eq!(entry.to_line(), format!("{start} {rest}"));
        }
    }

    #[test]
    fn a_line_has_seven_fields_and_stays_one_line() {
        let exchange = RequestLogEntry {
            started_at: Timestamp::from_second(1_795_668_611).unwrap(),
            method: "GET",
            url: "https://api.autosend.com/v1/domains".to_owned(),
            status: Some(200),
            duration: Duration::from_micros(123_456),
            request_id: Some("req 1\n\u{1b}[2J".into()),
            error: None,
        };
        let expected =
            "2026-11-26T04:50:11.000Z GET https://api.autosend.com/v1/domains 200 123 req_1<U+000A><U+001B>[2J -";
        assert_eq!(exchange.to_line(), expected);
        let lost = RequestLogEntry {
            status: None,
            request_id: Some("".into()),
            error: Some("it broke".to_owned()),
            ..exchange
        };
        assert!(lost.to_line().ends_with(" - 123 - it broke"), "{}", lost.to_line());
    }
}
