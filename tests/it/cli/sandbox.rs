//! `sandbox`: a server of its own, with its switches, its log and its end.

use std::io::{BufRead as _, BufReader, PipeReader, PipeWriter, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::process::{Child, Stdio};

use autosend_domains::sandbox::{PUBLISH_PATH, SANDBOX_KEY};
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RecordType;
use rstest::rstest;
use rustix::process::Signal;

use super::Run;
use super::signals::{send, start};
use crate::support::dns_query::{query_message, send_udp};
use crate::support::pty::wait_for_condition;

/// A running `sandbox`, and where it listens.
struct Server {
    child: Child,
    base_url: String,
    /// Where its name servers answer, and its resolver.
    names: [SocketAddr; 3],
    log: BufReader<std::process::ChildStderr>,
    _run: Run,
}

impl Server {
    /// Starts it and reads what it says at the start.
    fn start(switches: &[&str]) -> Self {
        let arguments: Vec<_> = ["sandbox", "--port", "0"].into_iter().chain(switches.iter().copied()).collect();
        let run = Run::new(&arguments);
        let mut child = start(run.command());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let base_url = lines.next().unwrap();
        let base_url = base_url.strip_prefix("export AUTOSEND_BASE_URL=").unwrap().to_owned();
        assert_eq!(lines.next().unwrap(), "export AUTOSEND_API_KEY=AS_sandbox");
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut words = String::new();
        log.read_line(&mut words).unwrap();
        assert_eq!(words, format!("Sandbox listening on {base_url}. Any key works except AS_refused.\n"));
        let mut names = String::new();
        log.read_line(&mut names).unwrap();
        let names = names.strip_prefix("DNS: name servers on ").unwrap().strip_suffix(".\n").unwrap();
        let (first, others) = names.split_once(" and ").unwrap();
        let (second, resolver) = others.split_once(", resolver on ").unwrap();
        let names = [first, second, resolver].map(|address| address.parse().unwrap());
        log.read_line(&mut words).unwrap();
        assert!(words.ends_with("all data is lost. To use it from a shell:\n"), "{words}");
        Self { child, base_url, names, log, _run: run }
    }

    /// A line of its log.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.log.read_line(&mut line).unwrap();
        line
    }

    /// Adds a domain there.
    fn add(&self, name: &str) -> super::RunOutput {
        let run = Run::new(&["add", name, "--json"]).env("AUTOSEND_API_KEY", SANDBOX_KEY);
        run.env("AUTOSEND_BASE_URL", &self.base_url).run()
    }
}

#[rstest]
#[case(Signal::INT)]
#[case(Signal::TERM)]
fn the_sandbox_serves_logs_requests_and_ends_on_a_signal(#[case] signal: Signal) {
    let mut server = Server::start(&["--rate", "off"]);
    assert_eq!(server.add("mail.example.com").code, 0);
    assert_eq!(server.line(), "POST /v1/domains 201\n");
    assert_eq!(server.add("mail.example.com").code, 5);
    assert_eq!(server.line(), "POST /v1/domains 409\n");
    assert_eq!(server.add("lost.example.com").code, 0);
    assert_eq!(
        (server.line().as_str(), server.line().as_str()),
        ("POST /v1/domains connection cut\n", "GET /v1/domains 200\n")
    );
    send(signal, &server.child);
    let mut rest = String::new();
    server.log.read_to_string(&mut rest).unwrap();
    assert_eq!((server.child.wait().unwrap().code(), rest.as_str()), (Some(0), ""));
}

/// A child whose standard error is a pipe that is full from its start, and whose standard output may be the same.
fn start_with_full_stderr(run: &Run, stdout: impl FnOnce(&PipeWriter) -> Stdio) -> (Child, PipeReader) {
    let (reader, writer) = std::io::pipe().unwrap();
    // Not to wait for room is a property of the pipe, which the child must not have.
    rustix::io::ioctl_fionbio(&writer, true).unwrap();
    while (&writer).write(&[b'x'; 4096]).is_ok() {}
    while (&writer).write(b"x").is_ok() {}
    rustix::io::ioctl_fionbio(&writer, false).unwrap();
    let mut command = run.command();
    let child = command.stdout(stdout(&writer)).stderr(writer).spawn().unwrap();
    (child, reader)
}

#[rstest]
#[case(Signal::INT)]
#[case(Signal::TERM)]
fn a_full_standard_error_holds_up_neither_requests_nor_the_end(#[case] signal: Signal) {
    let port = three_free_ports();
    let run = Run::new(&["sandbox", "--port", &port.to_string(), "--rate", "off"]);
    let (mut child, reader) = start_with_full_stderr(&run, |_| Stdio::null());
    wait_for_condition("the sandbox", || TcpStream::connect(("127.0.0.1", port)).is_ok());
    let base_url = format!("http://127.0.0.1:{port}/v1");
    for number in 0..3 {
        let add = Run::new(&["add", &format!("m{number}.example.com")]).env("AUTOSEND_API_KEY", SANDBOX_KEY);
        assert_eq!(add.env("AUTOSEND_BASE_URL", &base_url).run().code, 0);
    }
    send(signal, &child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    drop(reader);
}

#[test]
fn the_sandbox_ends_even_if_it_could_not_say_where_it_listens() {
    let port = three_free_ports();
    let run = Run::new(&["sandbox", "--port", &port.to_string()]);
    let (mut child, reader) = start_with_full_stderr(&run, |pipe| pipe.try_clone().unwrap().into());
    wait_for_condition("the sandbox", || TcpStream::connect(("127.0.0.1", port)).is_ok());
    send(Signal::TERM, &child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    drop(reader);
}

#[test]
fn the_sandbox_has_the_switches_of_its_table() {
    let mut server = Server::start(&["--regions", "all", "--dkim-form", "full", "--mail-from", "mail"]);
    let document = server.add("example.com").stdout_json();
    let records = document["domain"]["records"].as_array().unwrap();
    assert_eq!(records.iter().filter(|record| record["slot"] == "mailFrom").count(), 8);
    let dkim = records.iter().find(|record| record["slot"] == "dkim").unwrap();
    assert!(dkim["value"].as_str().unwrap().starts_with("v=DKIM1; k=rsa; p="), "{dkim}");
    assert_eq!(dkim["value"], dkim["publishValue"]);
    send(Signal::INT, &server.child);
    server.child.wait().unwrap();
}

/// A port that is free, and its next two. Below those that the system gives to whoever asks for any, so that no other test
/// comes between.
fn three_free_ports() -> u16 {
    let is_free = |port: u16| {
        UdpSocket::bind(("127.0.0.1", port)).is_ok() && std::net::TcpListener::bind(("127.0.0.1", port)).is_ok()
    };
    let begin = 20_000 + u16::try_from(std::process::id() % 4_000).unwrap() * 3;
    (begin..32_000).step_by(3).find(|port| (0..3).all(|next| is_free(port + next))).unwrap()
}

#[tokio::test]
async fn sandbox_dns_listens_on_three_ports_and_takes_updates() {
    let port = three_free_ports();
    let mut server = Server::start(&["--dns-port", &port.to_string(), "--verify", "dns", "--rate", "off"]);
    assert_eq!(server.names.map(|address| address.port()), [port, port + 1, port + 2]);
    assert_eq!(server.add("mail.example.com").code, 0);
    assert_eq!(server.line(), "POST /v1/domains 201\n");
    let name = "_autosend-verify.mail.example.com.";
    for address in server.names {
        let answer = send_udp(address, &query_message(name, RecordType::TXT)).await;
        assert_eq!(answer.metadata.response_code, ResponseCode::NXDomain);
    }
    let body = r#"{"domain":"mail.example.com","record":"all","how":"right"}"#;
    // An error means that another test was first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let told = client.post(server.base_url.replace("/v1", PUBLISH_PATH)).body(body).send().await.unwrap();
    assert_eq!(told.status(), 200);
    assert_eq!(server.line(), "POST /sandbox/dns 200\n");
    for address in server.names {
        let answer = send_udp(address, &query_message(name, RecordType::TXT)).await;
        assert_eq!(answer.answers.len(), 1, "{answer:?}");
    }
    send(Signal::INT, &server.child);
    server.child.wait().unwrap();
}

#[rstest]
#[case::first(0)]
#[case::second(1)]
#[case::resolver(2)]
fn a_taken_dns_port_is_reported(#[case] which: u16) {
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let ran = Run::new(&["sandbox", "--port", "0", "--dns-port", &(port - which).to_string()]).run();
    let words = format!(
        "\
error: Port {port} on 127.0.0.1 is in use, perhaps by another sandbox
  Choose another DNS port with --dns-port N, which also uses the next two, or use --dns-port 0 for any free ports.
"
    );
    assert_eq!(ran.parts(), (1, "", words.as_str()));
}

#[test]
fn the_last_port_leaves_no_room_for_three() {
    let ran = Run::new(&["sandbox", "--port", "0", "--dns-port", "65535"]).run();
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("Can't use port 65535 on 127.0.0.1 for DNS"), "{}", ran.stderr);
    assert!(ran.stderr.contains("need the next ports"), "{}", ran.stderr);
}

#[test]
fn a_taken_port_is_reported() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = Run::new(&["sandbox", "--port", &port]).run();
    let words = format!(
        "\
error: Port {port} on 127.0.0.1 is in use, perhaps by another sandbox
  Choose another port with --port N, or use --port 0 for any free port.
"
    );
    assert_eq!(ran.parts(), (1, "", words.as_str()));
}
