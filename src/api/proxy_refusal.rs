//! Queries a proxy for the reason why it refuses to connect: the HTTP library does not expose the status of its response.

use std::fmt::Write as _;
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use super::proxy::Proxy;
use super::request::USER_AGENT;

/// The longest status line that is read.
const MAX_STATUS_LINE: u64 = 1024;

/// The status with which the proxy refuses to connect to this host; `None` if it connects or does not respond. The key is
/// not sent.
pub(super) async fn refusal_status(proxy: &Proxy, target: &Url, limit: Duration) -> Option<u16> {
    let status = timeout(limit, connect_status(proxy, target)).await.ok()??;
    (status != 200).then_some(status)
}

/// The fault, as a clause about the host.
pub(super) fn describe_refusal(status: u16) -> String {
    match status {
        407 => "the proxy asks for a user name and a password (407)".to_owned(),
        403 => "the proxy doesn't allow this host (403)".to_owned(),
        _ => format!("the proxy does not connect to it (it answered {status})"),
    }
}

async fn connect_status(proxy: &Proxy, target: &Url) -> Option<u16> {
    let url = proxy.url();
    // Over TLS to the proxy, its status could not be read either.
    let host = url.host_str().filter(|_| url.scheme() == "http")?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let mut stream = TcpStream::connect((host, url.port_or_known_default()?)).await.ok()?;
    let place = format!("{}:{}", target.host_str()?, target.port_or_known_default()?);
    let mut head = format!("CONNECT {place} HTTP/1.1\r\nHost: {place}\r\nUser-Agent: {USER_AGENT}\r\n");
    let intercept = Matcher::builder().all(url.as_str()).build().intercept(&target.as_str().parse().ok()?)?;
    if let Some(credentials) = intercept.basic_auth().and_then(|value| value.to_str().ok()) {
        // Writing to a `String` cannot fail.
        let _ = write!(head, "Proxy-Authorization: {credentials}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).await.ok()?;
    let mut line = Vec::new();
    let mut reader = stream.take(MAX_STATUS_LINE);
    while !line.ends_with(b"\n") && reader.read_buf(&mut line).await.ok()? > 0 {
        if line.contains(&b'\n') {
            break;
        }
    }
    let line = String::from_utf8_lossy(&line);
    line.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.trim().parse().ok()
}
