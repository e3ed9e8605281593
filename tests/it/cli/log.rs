//! `--log`: a line for each request and each DNS query, and never a secret.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use hickory_proto::op::ResponseCode;
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::check::{NAME, check, world};
use super::{KEY, Run, start_sandbox, state_run};
use crate::support::name_servers::{Behaviour, NameServer, closed_address};
use crate::support::pty::Program;

/// The lines of a log, each as its fields, with what differs from run to run as words.
fn fields(path: &Path, base_url: &str) -> Vec<[String; 5]> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().map(|line| {
        let fields: Vec<&str> = line.splitn(7, ' ').collect();
        let [time, method, url, status, took, id, fault] = fields[..] else { panic!("{line}") };
        assert!(time.len() == 24 && time.ends_with('Z') && time.parse::<jiff::Timestamp>().is_ok(), "{line}");
        assert!(took.parse::<u64>().is_ok_and(|took| took < 10_000), "{line}");
        let id = if id.starts_with("sandbox-") { "<id>" } else { id };
        [method, &url.replace(base_url, ""), status, id, fault].map(str::to_owned)
    });
    lines.collect()
}

fn expected(rows: &[[&str; 5]]) -> Vec<[String; 5]> {
    rows.iter().map(|row| row.map(str::to_owned)).collect()
}

/// The lines of the DNS queries to a server, each as its name, type, transport, code, flags and error.
fn queries(text: &str, server: SocketAddr) -> Vec<[&str; 6]> {
    let lines = text.lines().filter(|line| line.split(' ').nth(1) == Some("DNS"));
    let lines = lines.filter_map(|line| {
        let fields: Vec<&str> = line.splitn(10, ' ').collect();
        let [time, _, to, name, kind, transport, code, took, flags, error] = fields[..] else { panic!("{line}") };
        assert!(time.len() == 24 && time.parse::<jiff::Timestamp>().is_ok(), "{line}");
        assert!(took.parse::<u64>().is_ok_and(|took| took < 10_000), "{line}");
        (to == server.to_string()).then_some([name, kind, transport, code, flags, error])
    });
    lines.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_dns_query_is_a_line() {
    let (sandbox, zone) = world().await;
    let long = zone.clone().with_txt("_dmarc.mail.example.com", &"x".repeat(2_000));
    let (normal, no_edns) = (NameServer::start_normal(&[long]), NameServer::start(&[zone], Behaviour::NoEdns));
    let closed = closed_address();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let run = check(&sandbox, &[&normal, &no_edns], &["--nameserver", &closed.to_string(), "--log"]);
    let ran = run.arg(&path).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let text = fs::read_to_string(&path).unwrap();
    for server in [&normal, &no_edns] {
        // One that did not have to be waited for may not have been sent.
        let lines = queries(&text, server.address());
        let abandoned = lines.iter().filter(|line| line[3] == "abandoned").count();
        let count = server.query_count();
        assert!((lines.len() - abandoned..=lines.len()).contains(&count) && count > 5, "{count}: {text}");
    }
    let dmarc = |transport, code, flags| ["_dmarc.mail.example.com", "TXT", transport, code, flags, "-"];
    for line in [dmarc("udp", "NOERROR", "aa,tc,rd"), dmarc("tcp", "NOERROR", "aa,rd")] {
        assert!(queries(&text, normal.address()).contains(&line), "{line:?}: {text}");
    }
    for line in [dmarc("udp", "FORMERR", "rd"), dmarc("udp", "NOERROR", "aa,rd")] {
        assert!(queries(&text, no_edns.address()).contains(&line), "{line:?}: {text}");
    }
    for transport in ["udp", "tcp"] {
        let line = ["_dmarc.mail.example.com", "TXT", transport, "unreachable", "-", "the port is closed"];
        assert!(queries(&text, closed).contains(&line), "{line:?}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_has_dns_timeouts_and_failures() {
    let (sandbox, zone) = world().await;
    let fails = Behaviour::AlwaysCode(ResponseCode::Refused);
    let (silent, fails) = (NameServer::start(&[], Behaviour::Silent), NameServer::start(&[zone], fails));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let run = check(&sandbox, &[&silent, &fails], &["other.example.com", "--log"]).arg(&path);
    assert_ne!(run.run_async().await.code, 0);
    let text = fs::read_to_string(&path).unwrap();
    let silent = queries(&text, silent.address());
    assert!(silent.iter().all(|line| ["timeout", "abandoned"].contains(&line[3])), "{text}");
    assert!(silent.iter().any(|line| line[2..] == ["tcp", "timeout", "-", "-"]), "{text}");
    let fails = queries(&text, fails.address());
    assert!(fails.iter().any(|line| line[2..] == ["udp", "REFUSED", "rd", "-"]), "{text}");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn missing_dns_log_lines_are_reported() {
    let (sandbox, zone) = world().await;
    let server = NameServer::start_normal(&[zone]);
    let (state, address) = (tempfile::tempdir().unwrap(), server.address().to_string());
    assert_eq!(state_run(&state, &sandbox.base_url(), &["list"]).run_async().await.code, 0);
    let offline = ["check", "--offline", "--nameserver", &address, "--log", "/dev/full", NAME];
    for arguments in [&offline[..], &[&offline[..], &["mail.example.com"]].concat()] {
        let ran = state_run(&state, &sandbox.base_url(), arguments).run_async().await;
        let words = "warning: Some requests were not logged to /dev/full: disk full\n";
        assert!(ran.stderr.contains(words) && ran.code == 0, "{ran:?}");
    }
}

#[test]
fn the_log_has_dns_queries_to_the_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_autosend-domains"));
    command.args(["--plain", "--sandbox", "--log", "log"]).env_clear().current_dir(folder.path());
    let input = "mail.example.com\neu-central-1\ny\np\nw\nq\nq\n";
    let output = command.write_stdin(input).timeout(super::TIMEOUT * 10).output().unwrap();
    let text = fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(text.contains("Z POST http://127.0.0.1:"), "{text}");
    assert!(text.contains("Z DNS 127.0.0.1:") && text.contains(" mail.example.com SOA udp "), "{text}{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_appends_a_line() {
    let sandbox = start_sandbox().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let run = |arguments: &[&str]| Run::new(arguments).with_api(sandbox.base_url()).arg("--log").arg(&path);
    for (arguments, code) in [
        (&["add", "mail.example.com"][..], 0),
        (&["add", "vanished.example.com"], 6),
        (&["records", "mail.example.com"], 0),
        (&["add", "taken.example.com"], 5),
        (&["auth", "status"], 0),
    ] {
        assert_eq!(run(arguments).run_async().await.code, code, "{arguments:?}");
    }
    let reason = "The response was lost: the connection was closed before a response arrived.";
    let list = ["GET", "/domains", "200", "<id>", "-"];
    let rows = [
        ["POST", "/domains", "201", "<id>", "-"],
        ["POST", "/domains", "-", "-", reason],
        list,
        list,
        list,
        list,
        ["POST", "/domains", "409", "<id>", "-"],
        list,
    ];
    assert_eq!(fields(&path, &sandbox.base_url()), expected(&rows));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_never_has_an_echoed_key() {
    let server = MockServer::start().await;
    let repeated = ResponseTemplate::new(403)
        .insert_header("x-request-id", format!("id of {KEY}"))
        .set_body_json(json!({ "error": { "message": KEY, "code": KEY } }));
    Mock::given(any()).respond_with(repeated).mount(&server).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let base_url = format!("{}/v1/{KEY}", server.uri());
    for arguments in [&["add", "mail.example.com"][..], &["records", "mail.example.com"], &["add", "a.com", "b.com"]] {
        let ran = Run::new(arguments).with_api(&base_url).arg("--log").arg(&path).run_async().await;
        assert_eq!(ran.code, 4, "{ran:?}");
    }
    let ran = Run::new(&["auth", "login", "--log"]).arg(&path).env("AUTOSEND_BASE_URL", &base_url).stdin(KEY);
    assert_eq!(ran.run_async().await.code, 4);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(!text.contains("marker") && text.contains(" 403 ") && text.contains(" id_of_…2key -\n"), "{text}");
    assert!(!text.to_lowercase().contains("authorization"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unwritable_log_is_reported_before_any_request() {
    let sandbox = start_sandbox().await;
    for arguments in [
        &["add", "mail.example.com"][..],
        &["add", "a.com", "b.com"],
        &["records", "mail.example.com"],
        &["auth", "status"],
    ] {
        let ran = Run::new(arguments).with_api(sandbox.base_url()).arg("--log").arg("/none/log").run_async().await;
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran:?}");
        let words =
            "error: Can't write the log file; nothing was sent\n  can't write /none/log: folder doesn't exist.\n";
        assert_eq!(ran.stderr, words);
    }
    let run = Run::new(&["auth", "login", "--json", "--log", "/none/log"]).stdin(KEY);
    let ran = run.env("AUTOSEND_BASE_URL", sandbox.base_url()).run_async().await;
    assert_eq!((ran.code, ran.stderr_json()["kind"].clone()), (1, json!("log-failed")));
    assert_eq!(sandbox.received_requests().len(), 0);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn missing_log_lines_are_reported() {
    let sandbox = start_sandbox().await;
    let ran =
        Run::new(&["add", "mail.example.com", "--log", "/dev/full"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!(ran.code, 0);
    let words = "warning: Some requests were not logged to /dev/full: disk full\nmail.example.com was added.\n";
    assert_eq!(ran.stderr, words);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_has_cancelled_requests() {
    use autosend_domains::sandbox::Options;
    use rustix::process::Signal;

    let sandbox = super::start_sandbox_with(Options { slow_delay: super::TIMEOUT * 2, ..Options::default() }).await;
    let run = Run::new(&["add", "slow.example.com"]).with_api(sandbox.base_url());
    let path = run.home.path().join("log");
    let run = run.arg("--log").arg(&path);
    let child = super::signals::start(run.command());
    while super::count_posts(&sandbox) == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    super::signals::send(Signal::INT, &child);
    tokio::task::spawn_blocking(|| child.wait_with_output()).await.unwrap().unwrap();
    let rows = [["POST", "/domains", "-", "-", "cancelled before the response arrived"]];
    assert_eq!(fields(&path, &sandbox.base_url()), expected(&rows));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wizard_writes_a_log() {
    let sandbox = start_sandbox().await;
    tokio::task::block_in_place(|| {
        let program = Program::wizard().args(["--log", "log"]);
        let program = program.env("AUTOSEND_API_KEY", KEY).env("AUTOSEND_BASE_URL", sandbox.base_url());
        let mut pty = program.start();
        let path = pty.home().join("log");
        crate::support::pty::wait_for_condition("a line", || {
            fs::read_to_string(&path).is_ok_and(|text| text.ends_with('\n'))
        });
        assert_eq!(fields(&path, &sandbox.base_url()), expected(&[["GET", "/domains", "200", "<id>", "-"]]));
        pty.send("<c-c>");
        pty.wait_exit();

        let mut pty = Program::wizard().args(["--sandbox", "--log", "/none/log"]).start();
        assert_eq!(pty.wait_exit(), 1);
        let words = "autosend-domains: can't write /none/log: folder doesn't exist";
        assert_eq!(pty.screen_text().trim(), words);
    });
}
