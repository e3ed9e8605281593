//! A server that stands in for the API of a DNS provider: one zone, and faults as a test says.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use serde_json::Value;

/// The zone of every fake.
pub(super) const ZONE: &str = "example.com";

/// A record of the zone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rr {
    pub(super) name: String,
    pub(super) rtype: String,
    /// A text in one piece, or a priority and a host without a trailing dot.
    pub(super) data: String,
    pub(super) ttl: u32,
    pub(super) id: u64,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// The write with this number, from 1, is refused with this status.
    Refuse(usize, u16),
    /// The write with this number is carried out and not answered.
    Lose(usize),
    /// Every request that names this type is refused with 403.
    Deny(&'static str),
    /// Every request is answered with 429 and `Retry-After: 7`.
    TooOften,
    /// Every request is redirected to this port.
    Redirect(u16),
}

/// A request that arrived.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) method: String,
    pub(super) path: String,
    /// Path and query, as they arrived.
    pub(super) target: String,
    pub(super) query: Vec<(String, String)>,
    /// Names in lower case.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Asked {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    pub(super) fn parameter(&self, name: &str) -> &str {
        self.query.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// The segments of the path, decoded.
    pub(super) fn segments(&self) -> Vec<String> {
        self.path.trim_matches('/').split('/').map(decode).collect()
    }
}

/// Status and body.
pub(super) type Reply = (u16, String);

/// The zone and what has happened.
#[derive(Debug)]
pub(super) struct State {
    pub(super) records: Vec<Rr>,
    pub(super) fault: Fault,
    pub(super) requests: Vec<Asked>,
    pub(super) writes: usize,
    next: u64,
    /// Further facts that a dialect keeps: private zones, versions, actions.
    pub(super) flags: Vec<&'static str>,
}

impl State {
    /// Adds a record and returns its id.
    pub(super) fn add(&mut self, name: &str, rtype: &str, data: &str, ttl: u32) -> u64 {
        self.next += 1;
        let (name, id) = (name.trim_end_matches('.').to_ascii_lowercase(), self.next);
        self.records.push(Rr { name, rtype: rtype.to_owned(), data: data.to_owned(), ttl, id });
        id
    }

    pub(super) fn at(&self, name: &str) -> Vec<Rr> {
        let name = name.trim_end_matches('.');
        self.records.iter().filter(|record| record.name == name).cloned().collect()
    }

    pub(super) fn set(&self, name: &str, rtype: &str) -> Vec<Rr> {
        self.at(name).into_iter().filter(|record| record.rtype == rtype).collect()
    }

    pub(super) fn remove(&mut self, id: u64) -> bool {
        let before = self.records.len();
        self.records.retain(|record| record.id != id);
        self.records.len() < before
    }

    /// Replaces a set; without data it is gone.
    pub(super) fn replace(&mut self, name: &str, rtype: &str, data: &[String], ttl: u32) {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        self.records.retain(|record| record.name != name || record.rtype != rtype);
        for data in data {
            self.add(&name, rtype, data, ttl);
        }
    }

    pub(super) fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }

    /// The records without ids, in order.
    pub(super) fn content(&self) -> Vec<Content> {
        let mut content: Vec<_> = self
            .records
            .iter()
            .map(|record| (record.name.clone(), record.rtype.clone(), record.data.clone(), record.ttl))
            .collect();
        content.sort();
        content
    }
}

/// Name, type, data and TTL of a record.
pub(super) type Content = (String, String, String, u32);

/// How a provider talks.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    pub(super) code: &'static str,
    /// The path of its base URL.
    pub(super) base: &'static str,
    /// The variables that hold the credentials; the first value is the secret.
    pub(super) variables: &'static [(&'static str, &'static str)],
    /// Whether the request has the right key.
    pub(super) is_authorized: fn(&Asked) -> bool,
    /// What a wrong key is answered with.
    pub(super) bad_key: fn() -> Reply,
    /// The body of an error with these words.
    pub(super) error: fn(u16, &str) -> String,
    /// Whether the request changes records.
    pub(super) is_write: fn(&Asked) -> bool,
    /// Carries the request out.
    pub(super) answer: fn(&mut State, &Asked) -> Reply,
}

/// A fake that runs.
pub(super) struct Fake {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    dialect: Dialect,
}

impl Fake {
    pub(super) fn start(dialect: Dialect) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let mut state = State {
            records: Vec::new(),
            fault: Fault::None,
            requests: Vec::new(),
            writes: 0,
            next: 100,
            flags: Vec::new(),
        };
        for server in ["ns1.provider.example", "ns2.provider.example"] {
            state.add(ZONE, "NS", server, 86_400);
        }
        state.add(ZONE, "TXT", "v=spf1 -all", 7200);
        state.add("in.example.com", "MX", "20 mx.other.example", 7200);
        state.add("www.example.com", "A", "192.0.2.1", 7200);
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(stream, &shared, dialect));
            }
        });
        Self { address, state, dialect }
    }

    pub(super) fn base_url(&self) -> String {
        format!("http://{}{}", self.address, self.dialect.base)
    }

    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

/// Answers the requests of a connection; `None` when the client has closed it.
fn serve(stream: TcpStream, state: &Mutex<State>, dialect: Dialect) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    loop {
        let asked = read_request(&mut reader)?;
        let mut state = state.lock().unwrap();
        state.requests.push(asked.clone());
        let is_write = (dialect.is_write)(&asked);
        if is_write {
            state.writes += 1;
        }
        let mut headers = String::new();
        let mentions = |rtype: &str| {
            [format!("\"{rtype}\""), format!("<Type>{rtype}")].iter().any(|text| asked.body.contains(text))
                || asked.segments().iter().any(|segment| segment == rtype)
        };
        let refuse = |status: u16, words: &str| (status, (dialect.error)(status, words));
        let fault = state.fault;
        let (status, body) = match fault {
            Fault::Redirect(port) => {
                headers = format!("location: http://127.0.0.1:{port}/elsewhere\r\n");
                (302, String::new())
            }
            Fault::TooOften => {
                headers.push_str("retry-after: 7\r\n");
                refuse(429, "too many requests")
            }
            _ if !(dialect.is_authorized)(&asked) => (dialect.bad_key)(),
            Fault::Refuse(at, status) if is_write && state.writes == at => {
                let key = dialect.variables[0].1;
                refuse(status, &format!("no, said to {key}"))
            }
            Fault::Deny(rtype) if is_write && mentions(rtype) => refuse(403, "not this type"),
            Fault::Lose(at) if is_write && state.writes == at => {
                (dialect.answer)(&mut state, &asked);
                return None;
            }
            _ => (dialect.answer)(&mut state, &asked),
        };
        drop(state);
        let length = body.len();
        // In one piece, which no delayed acknowledgement holds up.
        let reply = format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}");
        stream.write_all(reply.as_bytes()).ok()?;
    }
}

fn read_request(reader: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|count| *count > 0)?;
    let mut words = first.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let query =
        query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decode(name), decode(value)));
    Some(Asked {
        method,
        target: target.clone(),
        path: path.to_owned(),
        query: query.collect(),
        headers,
        body: String::from_utf8(body).ok()?,
    })
}

fn decode(text: &str) -> String {
    let (mut octets, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((octet, after)) = rest.split_first() {
        rest = after;
        if let (b'%', [high, low, after @ ..]) = (octet, after) {
            let digits = [*high, *low];
            octets.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            rest = after;
        } else {
            octets.push(*octet);
        }
    }
    String::from_utf8(octets).unwrap()
}

/// Reads character-strings in quotes as a zone file has them, strictly: at most 255 octets each, and nothing beside them.
/// `radix` is that of escapes: 10, or 8 at Route 53.
pub(super) fn parse_strings(text: &str, radix: u32) -> Option<String> {
    let mut rest = text.as_bytes();
    let mut whole = Vec::new();
    loop {
        rest = rest.trim_ascii_start().strip_prefix(b"\"")?;
        let mut string = Vec::new();
        loop {
            match rest {
                [b'"', after @ ..] => {
                    rest = after;
                    break;
                }
                [b'\\', a @ b'0'..=b'9', b, c, after @ ..] => {
                    let digits = [*a, *b, *c];
                    string.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, radix).ok()?);
                    rest = after;
                }
                [b'\\', other, after @ ..] | [other, after @ ..] => {
                    string.push(*other);
                    rest = after;
                }
                [] => return None,
            }
        }
        if string.len() > 255 {
            return None;
        }
        whole.extend(string);
        if rest.trim_ascii().is_empty() {
            return String::from_utf8(whole).ok();
        }
    }
}

/// The data as character-strings, or a host with a trailing dot.
pub(super) fn to_presentation(record: &Rr) -> String {
    match record.rtype.as_str() {
        "TXT" => {
            let pieces: Vec<String> = record
                .data
                .as_bytes()
                .chunks(255)
                .map(|piece| {
                    let piece = String::from_utf8_lossy(piece).replace('\\', "\\\\").replace('"', "\\\"");
                    format!("\"{piece}\"")
                })
                .collect();
            pieces.join(" ")
        }
        "MX" | "CNAME" | "NS" => format!("{}.", record.data),
        _ => record.data.clone(),
    }
}

/// The data of a record in presentation form; `None` if the form is wrong.
pub(super) fn from_presentation(rtype: &str, text: &str) -> Option<String> {
    match rtype {
        "TXT" => parse_strings(text, 10),
        "A" => Some(text.to_owned()),
        "MX" => {
            let (priority, host) = text.split_once(' ')?;
            let _: u16 = priority.parse().ok()?;
            Some(format!("{priority} {}", host.strip_suffix('.')?))
        }
        _ => Some(text.strip_suffix('.')?.to_owned()),
    }
}

/// The name relative to the zone; `apex` at its apex.
pub(super) fn relative(name: &str, apex: &str) -> String {
    name.strip_suffix(ZONE).map_or_else(
        || name.to_owned(),
        |labels| if labels.is_empty() { apex.to_owned() } else { labels.trim_end_matches('.').to_owned() },
    )
}

/// The full name of a relative one. A name that already is a full one is doubled, as providers do.
pub(super) fn full(name: &str) -> String {
    if matches!(name, "" | "@") { ZONE.to_owned() } else { format!("{name}.{ZONE}") }
}

/// Priority and host of MX data.
pub(super) fn mx(data: &str) -> (u16, &str) {
    let (priority, host) = data.split_once(' ').unwrap();
    (priority.parse().unwrap(), host)
}
