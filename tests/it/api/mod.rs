//! The API client against real HTTP on loopback.

#![cfg(test)]

mod answers;
mod connections;
mod faults;
mod operations;
mod secrets;
mod trust;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use autosend_domains::api::{ApiClient, BaseUrl, Limits};
use autosend_domains::core::api_error::ApiError;
use autosend_domains::core::api_key::{ApiKey, Credentials};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::domain_name::{self, DomainName};
use autosend_domains::core::region::Region;
use autosend_domains::core::retry_policy::RequestTimeout;
use autosend_domains::ports::Api as _;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The key of these tests, to be found nowhere but in a header.
const KEY: &str = "AS_marker0f3c91d2key";

fn credentials() -> Credentials {
    Credentials { key: ApiKey::parse(KEY).unwrap(), project: None }
}

fn sample_name() -> DomainName {
    domain_name::assess("mail.example.com").name().unwrap().clone()
}

fn client(address: &str) -> ApiClient {
    ApiClient::new(BaseUrl::parse(&format!("{address}/v1")).unwrap())
}

/// A client that soon gives up, and takes little.
fn client_with_tight_limits(address: &str) -> ApiClient {
    let second = Duration::from_secs(1);
    let limits = Limits { connect: second, timeout: RequestTimeout::new(second), body: 4096, list_body: 8192 };
    ApiClient::with_limits(BaseUrl::parse(&format!("{address}/v1")).unwrap(), limits)
}

async fn create_domain(client: &ApiClient) -> Result<SendingDomain, ApiError> {
    client.create_domain(&credentials(), &sample_name(), &Region::Primary).await
}

fn domain_json(id: &str, name: &str) -> Value {
    json!({
        "id": id, "domainName": name, "verificationStatus": "PENDING_CONFIGURATION",
        "ownershipVerified": false, "dkimEnabled": false, "mailFromEnabled": false, "dmarcEnabled": false,
        "dnsRecords": {
            "ownership": {"name": format!("_autosend-verify.{name}"), "value": "autosend-verify-1", "type": "TXT"},
            "dkim": {"name": format!("autosend._domainkey.{name}"), "value": "M".repeat(392), "type": "TXT"}
        },
        "createdAt": "2026-03-19T08:00:00.000Z", "lastCheckedAt": "2026-03-19T08:00:00.000Z",
        "regionKey": "us-east-1", "verificationInProgress": false
    })
}

/// A server that answers each request with the bytes it was given, without knowing HTTP, and counts.
struct RawServer {
    address: String,
    connections: Arc<AtomicUsize>,
    requests: Arc<AtomicUsize>,
}

/// What the raw server does with a connection.
#[derive(Clone)]
enum ServerScript {
    /// Closes it before it has read anything.
    CloseAtOnce,
    /// Reads a request, then writes these bytes and closes.
    AnswerAndClose(Vec<u8>),
    /// Reads a request, writes these bytes, then nothing more.
    AnswerAndHang(Vec<u8>),
    /// Reads a request, writes the first bytes, and then the second again and again.
    AnswerForever(Vec<u8>, Vec<u8>),
    /// Answers each request with these bytes and keeps the connection.
    Answer(Vec<u8>),
    /// The same, but closes after the first answer, without having said so.
    AnswerOnce(Vec<u8>),
    /// Answers the first request of each connection and keeps it, then cuts the second: before the answer, or midway.
    AnswerThenCut(Vec<u8>),
}

impl RawServer {
    async fn start(script: ServerScript) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (connections, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let server = Self { address, connections: Arc::clone(&connections), requests: Arc::clone(&requests) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, script.clone(), Arc::clone(&requests)));
            }
        });
        server
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, script: ServerScript, requests: Arc<AtomicUsize>) {
    if matches!(script, ServerScript::CloseAtOnce) {
        return;
    }
    let mut is_first = true;
    while read_request(&mut stream).await.is_some() {
        let before = requests.fetch_add(1, Ordering::SeqCst);
        match &script {
            ServerScript::CloseAtOnce => return,
            ServerScript::AnswerAndClose(bytes) | ServerScript::AnswerOnce(bytes) => {
                let _ = stream.write_all(bytes).await;
                return;
            }
            ServerScript::AnswerAndHang(bytes) => {
                let _ = stream.write_all(bytes).await;
                std::future::pending::<()>().await;
            }
            ServerScript::AnswerForever(first, then) => {
                let _ = stream.write_all(first).await;
                while stream.write_all(then).await.is_ok() {}
                return;
            }
            ServerScript::AnswerThenCut(bytes) if !is_first => {
                let _ = stream.write_all(&bytes[..bytes.len() / 2 * (before % 2)]).await;
                return;
            }
            ServerScript::Answer(bytes) | ServerScript::AnswerThenCut(bytes) => {
                let _ = stream.write_all(bytes).await;
                is_first = false;
            }
        }
    }
}

/// Reads one request to the end of its body; `None` where the connection ends before.
async fn read_request(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> Option<String> {
    let mut request = String::new();
    while !request.ends_with("\r\n\r\n") {
        request.push(char::from(stream.read_u8().await.ok()?));
    }
    let length = request.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(request + &String::from_utf8_lossy(&body))
}

/// An answer as bytes, with its length.
fn http_response(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}
