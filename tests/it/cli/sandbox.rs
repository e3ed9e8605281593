//! `sandbox`: a server of its own, with its switches, its log and its end.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::process::Child;

use autosend_domains::sandbox::KEY;
use rstest::rstest;
use rustix::process::Signal;

use super::Run;
use super::signals::{send, start};

/// A running `sandbox`, and where it listens.
struct Server {
    child: Child,
    base_url: String,
    log: BufReader<std::process::ChildStderr>,
    _run: Run,
}

impl Server {
    /// Starts it and reads what it says at the start.
    fn start(switches: &[&str]) -> Self {
        let given: Vec<_> = ["sandbox", "--port", "0"].into_iter().chain(switches.iter().copied()).collect();
        let run = Run::new(&given);
        let mut child = start(run.command());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let base_url = lines.next().unwrap();
        let base_url = base_url.strip_prefix("export AUTOSEND_BASE_URL=").unwrap().to_owned();
        assert_eq!(lines.next().unwrap(), "export AUTOSEND_API_KEY=AS_sandbox");
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut words = String::new();
        log.read_line(&mut words).unwrap();
        assert_eq!(words, format!("The sandbox listens at {base_url}. Any key works but AS_refused.\n"));
        log.read_line(&mut words).unwrap();
        assert!(words.ends_with("Ctrl+C. To use it from a shell:\n"), "{words}");
        Self { child, base_url, log, _run: run }
    }

    /// A line of its log.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.log.read_line(&mut line).unwrap();
        line
    }

    /// Adds a domain there.
    fn add(&self, name: &str) -> super::Ran {
        let run = Run::new(&["add", name, "--json"]).with("AUTOSEND_API_KEY", KEY);
        run.with("AUTOSEND_BASE_URL", &self.base_url).run()
    }
}

#[rstest]
#[case(Signal::INT)]
#[case(Signal::TERM)]
fn it_serves_tells_of_each_request_and_ends_when_it_is_told(#[case] signal: Signal) {
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

#[test]
fn its_switches_are_those_of_its_table() {
    let mut server = Server::start(&["--regions", "all", "--dkim-form", "full", "--mail-from", "mail"]);
    let document = server.add("example.com").document();
    let records = document["domain"]["records"].as_array().unwrap();
    assert_eq!(records.iter().filter(|record| record["slot"] == "mailFrom").count(), 8);
    let dkim = records.iter().find(|record| record["slot"] == "dkim").unwrap();
    assert!(dkim["value"].as_str().unwrap().starts_with("v=DKIM1; k=rsa; p="), "{dkim}");
    assert_eq!(dkim["value"], dkim["publishValue"]);
    send(Signal::INT, &server.child);
    server.child.wait().unwrap();
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = Run::new(&["sandbox", "--port", &port]).run();
    let words = format!(
        "\
error: Port {port} of 127.0.0.1 is taken, perhaps by another sandbox
  Choose another port with --port N, or any that is free with --port 0.
"
    );
    assert_eq!(ran.parts(), (1, "", words.as_str()));
}
