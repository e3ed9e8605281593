//! Servers that a program under test talks to: the crate's own sandbox, and a stub that answers as a test says, with
//! every fault of a connection.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::Duration;

use autosend_domains::sandbox::options::RateLimit;
use autosend_domains::sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use super::pty::{Program, wait_for_condition};

/// The key of the programs under test: nothing that they write may contain it.
pub(crate) const KEY: &str = "AS_marker0f3c91d2b7";

/// Runs the sandboxes; the tests themselves block while they wait.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap());

/// The wizard with a key and the test's own server.
pub(crate) fn wizard_at(base_url: &str) -> Program {
    keyless_wizard_at(base_url).env("AUTOSEND_API_KEY", KEY)
}

/// The same without a key.
///
/// Its only name server is a closed port of this machine.
pub(crate) fn keyless_wizard_at(base_url: &str) -> Program {
    Program::wizard().args(["--nameserver", "127.0.0.1:1"]).env("AUTOSEND_BASE_URL", base_url)
}

/// A sandbox in the process of the test.
pub(crate) struct SandboxServer(Sandbox);

impl SandboxServer {
    pub(crate) fn start() -> Self {
        Self::start_with(Options::default())
    }

    pub(crate) fn start_with(mut options: Options) -> Self {
        options.seed = Some(1);
        Self(RUNTIME.block_on(Sandbox::start(options, 0)).unwrap())
    }

    /// A sandbox that has a domain already. It has no rate limit, since the request that adds the domain would count.
    pub(crate) fn start_with_domain(name: &str) -> Self {
        let server = Self::start_with(Options { rate: RateLimit::Off, ..Options::default() });
        server.send_list_request("POST", &json!({ "domain": name }).to_string());
        server
    }

    pub(crate) fn base_url(&self) -> String {
        self.0.base_url()
    }

    /// The wizard with this server and [`KEY`].
    pub(crate) fn wizard(&self) -> Program {
        wizard_at(&self.base_url())
    }

    /// The number of requests with this method and path that have arrived.
    pub(crate) fn count(&self, method: &str, path: &str) -> usize {
        self.0.received_requests().iter().filter(|seen| seen.method == method && seen.path == path).count()
    }

    pub(crate) fn posts(&self) -> usize {
        self.count("POST", "/v1/domains")
    }

    /// The number of POSTs to paths with this beginning and end that have arrived.
    pub(crate) fn count_posts_matching(&self, begin: &str, end: &str) -> usize {
        let is_one = |path: &str| path.starts_with(begin) && path.ends_with(end);
        self.0.received_requests().iter().filter(|seen| seen.method == "POST" && is_one(&seen.path)).count()
    }

    /// The number of requests to remove a domain that have arrived.
    pub(crate) fn deletes(&self) -> usize {
        self.0.received_requests().iter().filter(|seen| seen.method == "DELETE").count()
    }

    /// Name and value of every record of its only domain, in the order in which the program shows them. Sends a request
    /// of its own, so the rate limit must be off.
    pub(crate) fn records(&self) -> Vec<(String, String)> {
        let list = self.send_list_request("GET", "");
        let mut found = Vec::new();
        collect_records(&list["data"]["domains"][0]["dnsRecords"], &mut found);
        found
    }

    /// Sends a request about the list and returns the body of its answer.
    fn send_list_request(&self, method: &str, body: &str) -> Value {
        let mut stream = TcpStream::connect(self.0.address()).unwrap();
        let head = format!("{method} /v1/domains HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {KEY}");
        let length = body.len();
        write!(stream, "{head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }
}

/// Every record, at any depth.
fn collect_records(value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => match (members.get("name"), members.get("value")) {
            (Some(Value::String(name)), Some(Value::String(value))) => found.push((name.clone(), value.clone())),
            _ => members.values().for_each(|member| collect_records(member, found)),
        },
        Value::Array(items) => items.iter().for_each(|item| collect_records(item, found)),
        _ => {}
    }
}

/// A request that reached a stub.
#[derive(Clone, Debug)]
pub(crate) struct StubRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: String,
    /// The number of earlier requests with the same method and path.
    pub(crate) before: usize,
}

/// What a stub does with a request.
#[derive(Clone)]
pub(crate) enum StubReply {
    /// Answers with this status, further header lines, and body.
    Respond(u16, &'static str, String),
    /// Writes these bytes, possibly none, and closes the connection.
    WriteAndClose(&'static str),
    /// Writes these bytes, possibly none, and then keeps the connection open.
    WriteAndHang(&'static str),
    /// Writes these bytes, possibly none, and resets the connection.
    WriteAndReset(&'static str),
    /// Writes the first bytes, then the second again and again, with this pause before each.
    WriteForever(&'static str, &'static str, Duration),
}

impl StubReply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::Respond(status, "content-type: application/json\r\n", body.to_string())
    }

    /// The list of domains.
    pub(crate) fn list(domains: &[Value]) -> Self {
        Self::json(200, &json!({ "success": true, "data": { "domains": domains } }))
    }

    /// An error in its published form.
    pub(crate) fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &json!({ "success": false, "error": { "code": code, "message": message } }))
    }

    /// A domain in its wrapper.
    pub(crate) fn domain(status: u16, domain: &Value) -> Self {
        Self::json(status, &json!({ "success": true, "data": domain }))
    }
}

/// A domain in the form of AutoSend's API, with one ownership record.
pub(crate) fn domain(name: &str) -> Value {
    json!({
        "id": "65f1a2b3c4d5e6f7a8b9c0d1", "domainName": name, "verificationStatus": "PENDING_CONFIGURATION",
        "dnsRecords": { "ownership": {
            "name": format!("_autosend-verify.{name}"), "value": "autosend-verify-1", "type": "TXT"
        } },
        "createdAt": "2026-03-19T08:00:00.000Z", "regionKey": "us-east-1"
    })
}

/// A server whose answers come from a function.
pub(crate) struct StubServer {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<StubRequest>>>,
}

impl StubServer {
    pub(crate) fn start(answer: impl Fn(&StubRequest) -> StubReply + Send + Sync + 'static) -> Self {
        Self::start_at(0, answer)
    }

    /// At this port, which must be free.
    pub(crate) fn start_at(port: u16, answer: impl Fn(&StubRequest) -> StubReply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
        let stub = Self { address: listener.local_addr().unwrap(), requests: Arc::default() };
        let (requests, answer) = (Arc::clone(&stub.requests), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (requests, answer) = (Arc::clone(&requests), Arc::clone(&answer));
                // A client may disconnect at any moment.
                thread::spawn(move || serve(stream, &requests, answer.as_ref()));
            }
        });
        stub
    }

    /// A server with an empty list; the function answers each POST.
    pub(crate) fn start_with_post_reply(answer: impl Fn(&StubRequest) -> StubReply + Send + Sync + 'static) -> Self {
        Self::start(move |asked| if asked.method == "POST" { answer(asked) } else { StubReply::list(&[]) })
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The wizard with this server and [`KEY`].
    pub(crate) fn wizard(&self) -> Program {
        wizard_at(&self.base_url())
    }

    /// The wizard with this server and no key.
    pub(crate) fn keyless_wizard(&self) -> Program {
        keyless_wizard_at(&self.base_url())
    }

    pub(crate) fn requests(&self) -> Vec<StubRequest> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn count(&self, method: &str) -> usize {
        self.requests().iter().filter(|asked| asked.method == method).count()
    }

    pub(crate) fn posts(&self) -> usize {
        self.count("POST")
    }

    /// Waits until `count` requests with this method have arrived.
    pub(crate) fn wait_for(&self, method: &str, count: usize) {
        wait_for_condition(&format!("{count} requests with {method}"), || self.count(method) >= count);
    }
}

/// A closed port of this machine.
pub(crate) fn closed_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// Answers the requests of a connection one by one; `None` when the client has closed it.
fn serve(
    mut stream: TcpStream,
    requests: &Mutex<Vec<StubRequest>>,
    answer: &(impl Fn(&StubRequest) -> StubReply + ?Sized),
) -> Option<()> {
    loop {
        let (method, path, body) = read_request(&mut stream)?;
        let asked = {
            let mut requests = requests.lock().unwrap();
            let before = requests.iter().filter(|other| other.method == method && other.path == path).count();
            requests.push(StubRequest { method, path, body, before });
            requests.last().cloned()?
        };
        match answer(&asked) {
            StubReply::Respond(status, headers, body) => {
                let length = body.len();
                write!(stream, "HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}").ok()?;
            }
            StubReply::WriteAndClose(bytes) => {
                stream.write_all(bytes.as_bytes()).ok()?;
                return None;
            }
            StubReply::WriteAndHang(bytes) => {
                stream.write_all(bytes.as_bytes()).ok()?;
                // Until the client gives up.
                let _ = stream.read(&mut [0]);
                return None;
            }
            StubReply::WriteAndReset(bytes) => {
                stream.write_all(bytes.as_bytes()).ok()?;
                // Closed without lingering, it is reset. The standard library cannot say so yet.
                let _runtime = RUNTIME.enter();
                stream.set_nonblocking(true).ok()?;
                tokio::net::TcpStream::from_std(stream).ok()?.set_zero_linger().ok()?;
                return None;
            }
            StubReply::WriteForever(first, next, pause) => {
                stream.write_all(first.as_bytes()).ok()?;
                loop {
                    thread::sleep(pause);
                    stream.write_all(next.as_bytes()).ok()?;
                }
            }
        }
    }
}

/// Method, path and body of the next request.
fn read_request(stream: &mut TcpStream) -> Option<(String, String, String)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut octet = [0];
        stream.read_exact(&mut octet).ok()?;
        head.extend(octet);
    }
    let head = String::from_utf8(head).ok()?.to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    let mut first = head.lines().next()?.split(' ');
    Some((first.next()?.to_ascii_uppercase(), first.next()?.to_owned(), String::from_utf8(body).ok()?))
}
