//! Every operation against every fault of a server, and of the way to it: the exit code, the kind of the error, and the
//! requests that were sent. A request that changes something is never sent twice, unless a 429 said that nothing was done.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use super::{KEY, Run, RunOutput};
use crate::support::api_servers::{StubReply, StubServer, closed_port, domain};

const NAME: &str = "mail.example.com";

/// The id of [`domain`].
const ID: &str = "65f1a2b3c4d5e6f7a8b9c0d1";

/// How many programs run at once: they mostly wait.
const WORKERS: usize = 16;

/// Something that a user does, and its request that meets the fault. The server answers all others.
struct Operation {
    name: &'static str,
    arguments: &'static [&'static str],
    input: &'static str,
    method: &'static str,
    path: &'static str,
    success: fn() -> Value,
    /// Whether the server does what it is asked for, in spite of the fault.
    is_carried_out: bool,
}

/// Reads, for which nothing is on standard input.
const fn read(name: &'static str, arguments: &'static [&'static str], path: &'static str) -> Operation {
    Operation { name, arguments, input: "", method: "GET", path, success: one_domain, is_carried_out: false }
}

const fn change(
    name: &'static str,
    arguments: &'static [&'static str],
    method: &'static str,
    path: &'static str,
) -> Operation {
    Operation { name, arguments, input: "", method, path, success: one_domain, is_carried_out: false }
}

const LIST: &str = "/v1/domains";
const DOMAIN: &str = "/v1/domains/65f1a2b3c4d5e6f7a8b9c0d1";
const VERIFY: &str = "/v1/domains/65f1a2b3c4d5e6f7a8b9c0d1/verify";
const INBOUND: &str = "/v1/domains/65f1a2b3c4d5e6f7a8b9c0d1/inbound/enable";
const PROJECTS: &str = "/v1/account/projects";
const PLAIN_WIZARD: &[&str] = &["--plain", "--nameserver", "127.0.0.1:1", "--clipboard", "off"];

const OPERATIONS: &[Operation] = &[
    Operation { success: one_listed, ..read("list", &["list", "--json"], LIST) },
    Operation { success: one_listed, ..read("records", &["records", NAME, "--json"], LIST) },
    read("status", &["status", ID, "--json"], DOMAIN),
    Operation { success: one_project, ..read("projects", &["list", "--json"], PROJECTS) },
    Operation { success: one_listed, input: KEY, ..read("login", &["auth", "login", "--json"], LIST) },
    change("add", &["add", NAME, "--json"], "POST", LIST),
    Operation { is_carried_out: true, ..change("add, done", &["add", NAME, "--json"], "POST", LIST) },
    change("verify", &["verify", ID, "--json"], "POST", VERIFY),
    change("inbound", &["inbound", ID, "enable", "--json"], "POST", INBOUND),
    Operation { success: removal, ..change("remove", &["remove", ID, "--yes", "--json"], "DELETE", DOMAIN) },
    Operation {
        success: removal,
        is_carried_out: true,
        ..change("remove, done", &["remove", ID, "--yes", "--json"], "DELETE", DOMAIN)
    },
    Operation { input: "mail.example.com\n1\ny\n", ..change("wizard", PLAIN_WIZARD, "POST", LIST) },
];

fn one_domain() -> Value {
    json!({ "success": true, "data": domain(NAME) })
}

fn one_listed() -> Value {
    json!({ "success": true, "data": { "domains": [domain(NAME)] } })
}

fn one_project() -> Value {
    json!({ "success": true, "data": { "projects": [{ "id": "p1", "name": "One" }] } })
}

fn removal() -> Value {
    json!({ "success": true, "message": "Domain deleted successfully" })
}

/// What goes wrong.
struct Fault {
    name: &'static str,
    happens: Happens,
    /// Whether the operation works all the same.
    is_harmless: bool,
    /// Whether the fault is waited for, so that the time is cut short.
    is_slow: bool,
    /// Whether it says that nothing was done, so that the request may be sent again.
    is_busy: bool,
}

/// Where it goes wrong.
enum Happens {
    /// Nobody listens.
    ClosedPort,
    /// The host has no address.
    UnknownHost,
    /// TLS is spoken to a server that does not know it.
    NoTls,
    /// The TLS handshake is not answered.
    SilentTls,
    /// The server answers so.
    Answer(fn(&Operation) -> StubReply),
}

const fn at(name: &'static str, happens: Happens) -> Fault {
    Fault { name, happens, is_harmless: false, is_slow: false, is_busy: false }
}

const fn answer(name: &'static str, reply: fn(&Operation) -> StubReply) -> Fault {
    at(name, Happens::Answer(reply))
}

/// An error in the form of the API.
fn error(status: u16) -> StubReply {
    StubReply::error(status, "CODE", "the server's words")
}

/// The answer to an operation that works, changed by this function.
fn success(operation: &Operation, change: impl Fn(String) -> String) -> StubReply {
    let status = if operation.method == "POST" && operation.path == LIST { 201 } else { 200 };
    StubReply::Respond(status, "content-type: application/json\r\n", change((operation.success)().to_string()))
}

const HALF: &str = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"data\":";
const HALF_A_CHUNK: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n63\r\n{\"data\":";
const HALF_A_HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-le";
/// The alert "unexpected message" (RFC 8446 section 6).
const TLS_ALERT: &str = "\u{15}\u{3}\u{3}\0\u{2}\u{2}\n";

fn faults() -> Vec<Fault> {
    let status = |name, reply| answer(name, reply);
    vec![
        at("refused", Happens::ClosedPort),
        at("unknown host", Happens::UnknownHost),
        at("server without TLS", Happens::NoTls),
        Fault { is_slow: true, ..at("silence in the TLS handshake", Happens::SilentTls) },
        answer("TLS from the server", |_| StubReply::WriteAndClose(TLS_ALERT)),
        answer("reset before the answer", |_| StubReply::WriteAndReset("")),
        answer("closed before the answer", |_| StubReply::WriteAndClose("")),
        answer("reset within the head", |_| StubReply::WriteAndReset(HALF_A_HEAD)),
        answer("half a body", |_| StubReply::WriteAndClose(HALF)),
        answer("half a chunk", |_| StubReply::WriteAndClose(HALF_A_CHUNK)),
        answer("reset within the body", |_| StubReply::WriteAndReset(HALF)),
        answer("half a body, no length", |_| StubReply::WriteAndClose("HTTP/1.1 200 OK\r\n\r\n{\"data\":")),
        Fault { is_slow: true, ..answer("silence", |_| StubReply::WriteAndHang("")) },
        Fault { is_slow: true, ..answer("silence within the body", |_| StubReply::WriteAndHang(HALF)) },
        Fault {
            is_slow: true,
            ..answer("slow body", |_| StubReply::WriteForever(HALF_A_CHUNK, " ", Duration::from_millis(50)))
        },
        answer("endless body", |_| StubReply::WriteForever("HTTP/1.1 200 OK\r\n\r\n", BLANKS, Duration::ZERO)),
        answer("endless head", |_| StubReply::WriteForever("HTTP/1.1 200 OK\r\nx: ", BLANKS, Duration::ZERO)),
        answer("no HTTP", |_| StubReply::WriteAndClose("220 mail.example.com ESMTP\r\n\r\n")),
        answer("empty 200", |_| StubReply::Respond(200, "", String::new())),
        answer("HTML 200", |_| StubReply::Respond(200, "content-type: text/html\r\n", "<h1>Sign in</h1>".to_owned())),
        answer("JSON of another kind", |_| StubReply::json(200, &json!([1, null, "x"]))),
        answer("202", |_| StubReply::Respond(202, "", String::new())),
        answer("success: false", |_| StubReply::json(200, &json!({ "success": false, "error": { "message": "no" } }))),
        answer("another domain", another_domain),
        answer("gzip", |operation| match success(operation, |body| body) {
            StubReply::Respond(status, _, body) => StubReply::Respond(status, "content-encoding: gzip\r\n", body),
            other => other,
        }),
        Fault {
            is_harmless: true,
            ..answer("byte order mark", |operation| success(operation, |body| format!("\u{feff}{body}")))
        },
        Fault {
            is_harmless: true,
            ..answer("half a surrogate pair", |operation| {
                success(operation, |body| body.replacen('{', r#"{"note":"\ud83d","#, 1).replace("us-east", r"\udc00"))
            })
        },
        answer("redirect to another host", |_| {
            StubReply::Respond(307, "location: https://other.example.org/v1\r\n", String::new())
        }),
        status("401", |_| error(401)),
        status("402", |_| error(402)),
        status("403", |_| error(403)),
        status("404 of a domain", |_| StubReply::error(404, "DOMAIN_NOT_FOUND", "Domain not found")),
        status("404 of an address", |_| StubReply::Respond(404, "", "<h1>Not Found</h1>".to_owned())),
        status("408", |_| error(408)),
        status("409", |_| error(409)),
        status("422", |_| error(422)),
        Fault { is_busy: true, ..status("429", |_| error(429)) },
        status("429 for an hour", |_| StubReply::Respond(429, "retry-after: 3600\r\n", String::new())),
        status("500", |_| error(500)),
        status("502", |_| StubReply::Respond(502, "", "<h1>Bad Gateway</h1>".to_owned())),
        status("503", |_| error(503)),
        status("504", |_| error(504)),
    ]
}

/// A piece of an answer that never ends.
const BLANKS: &str =
    "                                                                                                                ";

/// The right answer to a question about another domain.
fn another_domain(operation: &Operation) -> StubReply {
    success(operation, |body| body.replace(NAME, "other.example.net").replace(ID, "65f1a2b3c4d5e6f7a8b9c0d2"))
}

/// A server at which the operation's own request meets the fault, and which answers all others.
fn start_server(operation: &'static Operation, reply: fn(&Operation) -> StubReply) -> StubServer {
    let was_asked = AtomicBool::new(false);
    StubServer::start(move |request| {
        if (request.method.as_str(), request.path.as_str()) == (operation.method, operation.path) {
            was_asked.store(true, Ordering::SeqCst);
            return reply(operation);
        }
        let is_done = operation.is_carried_out && was_asked.load(Ordering::SeqCst);
        match (operation.method, request.path.as_str()) {
            ("POST", LIST) if operation.path == LIST && !is_done => StubReply::list(&[]),
            (_, LIST) => StubReply::list(&[domain(NAME)]),
            ("DELETE", DOMAIN) if is_done => StubReply::error(404, "DOMAIN_NOT_FOUND", "Domain not found"),
            _ => StubReply::domain(200, &domain(NAME)),
        }
    })
}

/// The address of a server that writes these bytes whatever it is sent, and nothing more.
fn start_server_without_tls(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let _ = stream.write_all(bytes);
                let _ = stream.read_to_end(&mut Vec::new());
            });
        }
    });
    format!("https://{address}/v1")
}

/// What the wizard says in the end, as the kind of error that a command has.
const WIZARD_SENTENCES: &[(&str, &str)] = &[
    ("Can't reach AutoSend", "not-sent"),
    ("Probably not added", "not-listed"),
    ("may or may not have been added", "outcome-unknown"),
    ("AutoSend rejected the key", "key-refused"),
    ("Your plan doesn't allow this", "payment-required"),
    ("This API key can't add domains", "forbidden"),
    ("No API at this address", "no-api"),
    ("is already in this project", "already-added"),
    ("Still rate-limited", "rate-limited"),
    ("AutoSend answered 422", "bad-request"),
    ("Record 1 of ", "ok"),
];

/// The kind of the error; "ok" without one.
fn kind(operation: &Operation, output: &RunOutput) -> String {
    if operation.name == "wizard" {
        let said = WIZARD_SENTENCES.iter().find(|(sentence, _)| output.stdout.contains(sentence));
        return said.map_or_else(|| panic!("no sentence is known: {output:?}"), |(_, kind)| (*kind).to_owned());
    }
    match output.code {
        0 => return "ok".to_owned(),
        // The domain is not verified.
        3 => return "not-ready".to_owned(),
        _ => {}
    }
    let error = output.stderr_json();
    let texts = [&error["message"], &error["hint"]].map(|text| text.as_str().unwrap_or_default().to_owned());
    let kind = error["kind"].as_str().unwrap().to_owned();
    assert!(!texts[0].is_empty(), "{output:?}");
    // Advice about the connection, only where nothing was reached.
    let is_about_connection = texts.iter().any(|text| text.contains("Check your connection"));
    assert_eq!(is_about_connection, kind == "not-sent" && !texts.concat().contains("TLS"), "{output:?}");
    kind
}

/// The requests by method: "1P 3G".
fn count_requests(stub: Option<&StubServer>) -> String {
    let Some(stub) = stub else { return "-".to_owned() };
    let counts = [("POST", 'P'), ("DELETE", 'D'), ("GET", 'G')].map(|(method, letter)| (stub.count(method), letter));
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, letter)| format!("{count}{letter}")).collect();
    counts.join(" ")
}

/// Runs the operation into the fault: its exit code, the kind of its error, and its requests.
fn run_cell(operation: &'static Operation, fault: &Fault) -> String {
    let mut stub = None;
    let base_url = match fault.happens {
        Happens::ClosedPort => format!("http://127.0.0.1:{}/v1", closed_port()),
        Happens::UnknownHost => "https://api.example.invalid/v1".to_owned(),
        Happens::NoTls => start_server_without_tls(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"),
        Happens::SilentTls => start_server_without_tls(b""),
        Happens::Answer(reply) => stub.insert(start_server(operation, reply)).base_url(),
    };
    let mut run = Run::new(operation.arguments).with_api(base_url).timeout(Duration::from_secs(60));
    run = match operation.name {
        // The wizard would ask whether the key may go to another host.
        "wizard" if matches!(fault.happens, Happens::UnknownHost) => return "-".to_owned(),
        "projects" => run.env("AUTOSEND_API_KEY", KEY.replace("AS_", "ASA_")),
        _ => run,
    };
    if fault.is_slow {
        run = run.arg("--timeout").arg("1s");
    }
    let output = run.stdin(operation.input).run();
    let kind = kind(operation, &output);
    let changes = stub.as_ref().map_or(0, |stub| stub.count("POST") + stub.count("DELETE"));
    assert!(changes <= if fault.is_busy { 4 } else { 1 }, "{changes} changes: {output:?}");
    let is_fine = fault.is_harmless || operation.is_carried_out;
    assert!(operation.name == "wizard" || is_fine || output.code != 0 || is_expected(operation, fault), "{output:?}");
    format!("{} {kind} {}", output.code, count_requests(stub.as_ref()))
}

/// Whether the fault is none for this operation.
fn is_expected(operation: &Operation, fault: &Fault) -> bool {
    match fault.name {
        // A list may hold any domain, and the answers about projects and removals name none.
        "another domain" => matches!(operation.name, "list" | "login" | "projects" | "remove"),
        // What is not there is removed.
        "404 of a domain" => operation.name == "remove",
        _ => false,
    }
}

#[test]
fn every_operation_survives_every_fault() {
    let faults = faults();
    let queue: Vec<(usize, usize)> =
        (0..faults.len()).flat_map(|fault| (0..OPERATIONS.len()).map(move |operation| (fault, operation))).collect();
    assert!(queue.len() >= 120, "{} cells", queue.len());
    // The slowest first: a 429 is waited out.
    let queue = Mutex::new(queue);
    let cells = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let Some((fault, operation)) = queue.lock().unwrap().pop() else { return };
                    let cell = std::panic::catch_unwind(|| run_cell(&OPERATIONS[operation], &faults[fault]));
                    let cell = cell.unwrap_or_else(|_| "PANIC".to_owned());
                    cells.lock().unwrap().insert((fault, operation), cell);
                }
            });
        }
    });
    let cells = cells.into_inner().unwrap();
    let mut table = String::new();
    for (row, fault) in faults.iter().enumerate() {
        let _ = writeln!(table, "{}", fault.name);
        for (column, operation) in OPERATIONS.iter().enumerate() {
            let _ = writeln!(table, "    {:<14}{}", operation.name, cells[&(row, column)]);
        }
    }
    let mut settings = insta::Settings::new();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("fault_matrix", table));
}
