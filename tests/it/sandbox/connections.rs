//! The sandbox's port and its connections, seen from a plain socket.

use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::time::Duration;

use reqwest::Method;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::{TIMEOUT, TestSandbox, json_body, poll_until};
use autosend_domains::core::publishing::PublishMode;
use autosend_domains::sandbox::{Options, ReceivedRequest, Sandbox};

fn post(name: &str) -> String {
    let body = format!(r#"{{"domain":"{name}"}}"#);
    format!(
        "POST /v1/domains HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer AS_sandbox\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn a_dropped_connection_has_no_octet_of_a_response() {
    for (label, added) in [("lost", true), ("vanished", false)] {
        let bench = TestSandbox::start_unlimited().await;
        let name = format!("{label}.example.org");
        let mut stream = TcpStream::connect(bench.sandbox.address()).await.unwrap();
        stream.write_all(post(&name).as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        timeout(TIMEOUT, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
        assert_eq!(String::from_utf8_lossy(&answer), "", "{label}");

        let posted = ReceivedRequest { method: "POST".into(), path: "/v1/domains".into(), status: None };
        assert_eq!(bench.sandbox.received_requests(), [posted]);
        assert_eq!(bench.list_names().await.contains(&name), added, "{label}");
    }
}

#[tokio::test]
async fn a_drop_ends_its_own_connection_only() {
    let bench = TestSandbox::start_unlimited().await;
    let open = TcpStream::connect(bench.sandbox.address()).await.unwrap();
    let mut open = BufReader::new(open);
    let ask = "GET /v1/domains HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer AS_sandbox\r\n\r\n";
    for _ in 0..2 {
        open.write_all(ask.as_bytes()).await.unwrap();
        let mut line = String::new();
        timeout(TIMEOUT, open.read_line(&mut line)).await.unwrap().unwrap();
        assert_eq!(line, "HTTP/1.1 200 OK\r\n");
        let mut length = 0;
        while line != "\r\n" {
            line.clear();
            open.read_line(&mut line).await.unwrap();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        open.read_exact(&mut vec![0; length]).await.unwrap();
        assert!(bench.add_request("vanished.example.org").send().await.is_err());
    }
}

#[tokio::test]
async fn every_received_request_is_recorded() {
    let bench = TestSandbox::start_unlimited().await;
    bench.add_domain("mail.example.org").await;
    bench.send(Method::GET, "/domains?x=1").await;
    bench.request_without_key(Method::GET, "/nothing").send().await.unwrap();
    let seen: Vec<_> =
        bench.sandbox.received_requests().into_iter().map(|seen| (seen.method, seen.path, seen.status)).collect();
    let expected = [("POST", "/v1/domains", 201), ("GET", "/v1/domains", 200), ("GET", "/v1/nothing", 401)];
    assert_eq!(seen, expected.map(|(method, path, status)| (method.to_owned(), path.to_owned(), Some(status))));
}

#[tokio::test]
async fn the_sandbox_listens_on_loopback_only_and_alone_on_a_port() {
    let first = Sandbox::start(Options::default(), 0).await.unwrap();
    let address = first.address();
    assert_eq!(address.ip(), Ipv4Addr::LOCALHOST);
    assert_eq!(first.base_url(), format!("http://127.0.0.1:{}/v1", address.port()));
    let second = Sandbox::start(Options::default(), address.port()).await;
    assert_eq!(second.err().map(|error| error.source.kind()), Some(ErrorKind::AddrInUse));
}

#[tokio::test]
async fn dropping_the_sandbox_closes_port_and_connections() {
    let bench = TestSandbox::start_unlimited().await;
    let address = bench.sandbox.address();
    let mut open = TcpStream::connect(address).await.unwrap();
    open.write_all(post("slow.example.org").as_bytes()).await.unwrap();
    poll_until(async || (bench.sandbox.received_requests().len() == 1).then_some(())).await;
    drop(bench);
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _ = timeout(TIMEOUT, open.read_to_end(&mut answer)).await.unwrap();
    assert!(answer.is_empty());
    poll_until(async || TcpStream::connect(address).await.err()).await;
}

const LIST: &str = "GET /v1/domains HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer AS_sandbox\r\n";

/// Sends octets on a connection of their own, and returns all that comes until it is closed.
async fn exchange(bench: &TestSandbox, octets: &str) -> String {
    let mut stream = TcpStream::connect(bench.sandbox.address()).await.unwrap();
    stream.write_all(octets.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(TIMEOUT, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    answer
}

#[tokio::test]
async fn half_a_head_is_closed_and_half_a_body_answered_with_408() {
    let options = Options { request_timeout: Duration::from_millis(200), ..Options::default() };
    let bench = TestSandbox::start_with(options).await;
    for half in ["G", LIST] {
        assert_eq!(exchange(&bench, half).await, "", "{half}");
    }
    let whole = post("mail.example.org");
    let half = whole.split_at(whole.len() - 5).0;
    let answer = exchange(&bench, half).await;
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
    assert!(answer.ends_with(r#""code":"REQUEST_TIMEOUT"}}"#), "{answer}");
    assert_eq!(bench.list_names().await, Vec::<String>::new());
}

/// Each open connection of a client that sends nothing, or half a request.
#[tokio::test]
async fn no_client_takes_all_connections() {
    let bench = TestSandbox::start_unlimited().await;
    let mut held = Vec::new();
    for number in 0..300 {
        let mut stream = TcpStream::connect(bench.sandbox.address()).await.unwrap();
        if number % 2 == 0 {
            stream.write_all(b"GET /v1/dom").await.unwrap();
        }
        held.push(stream);
    }
    assert_eq!(bench.send(Method::GET, "/domains").await.status(), 200);
    // The first gave way.
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _ = timeout(TIMEOUT, held[0].read_to_end(&mut answer)).await.unwrap();
    assert!(answer.is_empty());
}

/// A page whose own name was changed to lead to 127.0.0.1 is told by `Host`, any other page by `Origin`.
#[tokio::test]
async fn pages_of_other_sites_are_refused_in_the_form_of_other_errors() {
    let bench = TestSandbox::start_unlimited().await;
    bench.add_domain("mail.example.org").await;
    let publish = |name: &'static str, value: &'static str| {
        let url = bench.sandbox.base_url().replace("/v1", "/sandbox/dns");
        let body = r#"{"domain":"mail.example.org","record":"all","how":"right"}"#;
        bench.client.post(url).header("content-type", "text/plain").header(name, value).body(body).send()
    };
    for (name, value, message) in [
        ("host", "evil.example.com", "The Host header must name 127.0.0.1 or localhost"),
        ("host", "evil.example.com:8787", "The Host header must name 127.0.0.1 or localhost"),
        ("origin", "https://evil.example.com", "The sandbox refuses requests from the pages of other sites"),
        ("origin", "null", "The sandbox refuses requests from the pages of other sites"),
    ] {
        let response = publish(name, value).await.unwrap();
        assert_eq!(response.status(), 403, "{name}: {value}");
        let expected = serde_json::json!({ "success": false, "error": { "message": message, "code": "FORBIDDEN" } });
        assert_eq!(json_body(response).await, expected);
        let listed = bench.request(Method::GET, "/domains").header(name, value).send().await.unwrap();
        assert_eq!(listed.status(), 403, "{name}: {value}");
    }
    let published = bench.sandbox.published_records("mail.example.org").unwrap();
    assert!(published.iter().all(|record| record.how == PublishMode::Unpublished), "{published:?}");
    assert_eq!(publish("origin", "http://localhost:3000").await.unwrap().status(), 200);
    assert_eq!(publish("host", "localhost").await.unwrap().status(), 200);
}
