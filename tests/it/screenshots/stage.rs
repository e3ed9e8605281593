//! AutoSend as the program in a picture meets it: at its own address, by TLS and a proxy, and behind that address the
//! sandbox with fixed ids, keys and dates.
//!
//! So nothing in a picture depends on a port, and the program is one that was told nothing but what a person could
//! tell it: a key, a proxy and a certificate authority.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use autosend_domains::core::publishing::{PublishMode, RecordSelector};
use autosend_domains::sandbox::options::{RateLimit, VerifyMode};
use autosend_domains::sandbox::{Options, Sandbox};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{ServerConfig, crypto::ring};

use crate::support::pty::{Program, wait_for_condition};

/// The key in the pictures. It opens nothing anywhere.
pub(crate) const KEY: &str = "AS_picture_of_no_real_key_7c3a";

/// The host that the pictures are taken of.
const HOST: &str = "api.autosend.com";

/// A sandbox behind a proxy that takes itself for AutoSend.
pub(crate) struct Stage {
    runtime: Runtime,
    sandbox: Sandbox,
    proxy: SocketAddr,
    authority: NamedTempFile,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let options = Options {
            rate: RateLimit::Off,
            seed: Some(7),
            // What is told of times is told as ages.
            start_time: Some(jiff::Timestamp::now() - Duration::from_secs(3 * 86_400 + 3_600)),
            verify: VerifyMode::Always,
            verification_delay: Duration::ZERO,
            ..Options::default()
        };
        let sandbox = runtime.block_on(Sandbox::start(options, 0)).unwrap();
        let (acceptor, root) = identity();
        let authority = NamedTempFile::new().unwrap();
        std::fs::write(authority.path(), root).unwrap();
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let proxy = listener.local_addr().unwrap();
        runtime.spawn(accept(listener, acceptor, sandbox.address()));
        Self { runtime, sandbox, proxy, authority }
    }

    /// The program, in a terminal of 100x30, with no key. It asks the sandbox's DNS.
    pub(crate) fn wizard(&self) -> Program {
        self.wizard_asking(&self.sandbox.first_name_server_address().to_string())
    }

    /// The same, asking this DNS server.
    pub(crate) fn wizard_asking(&self, server: &str) -> Program {
        Program::wizard()
            .size(100, 30)
            .args(["--nameserver", server])
            .env("HTTPS_PROXY", format!("http://{}", self.proxy))
            .env("SSL_CERT_FILE", self.authority.path())
            // Shown where the key was looked for; the test's own home has another name each time.
            .env("XDG_CONFIG_HOME", "/home/you/.config")
    }

    /// The program, with a key in its environment.
    pub(crate) fn wizard_with_key(&self) -> Program {
        self.wizard().env("AUTOSEND_API_KEY", KEY)
    }

    /// Publishes the records of a domain in the sandbox's DNS, as a person does at a DNS provider.
    pub(crate) fn publish(&self, name: &str, mode: PublishMode) {
        self.sandbox.publish(name, &RecordSelector::All, mode).unwrap();
    }

    /// Waits until the list of domains was asked for, and answered, so many times.
    pub(crate) fn wait_for_list(&self, times: usize) {
        let is_list =
            |seen: &&autosend_domains::sandbox::ReceivedRequest| seen.path == "/v1/domains" && seen.method == "GET";
        wait_for_condition("the list of domains", || {
            self.sandbox.received_requests().iter().filter(is_list).filter(|seen| seen.status.is_some()).count()
                >= times
        });
    }

    /// Adds a domain, and has it verified where wished, as another client would.
    pub(crate) fn add(&self, name: &str, verified: bool) {
        // The client wants one although it speaks no TLS here. An error says that there is one already.
        let _ = ring::default_provider().install_default();
        self.runtime.block_on(async {
            let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
            let base = format!("{}/domains", self.sandbox.base_url());
            let body = serde_json::json!({ "domain": name, "regionKey": "eu-central-1" });
            let added = client.post(&base).bearer_auth(KEY).json(&body).send().await.unwrap();
            if verified {
                let added: serde_json::Value = added.json().await.unwrap();
                let id = added["data"]["id"].as_str().unwrap();
                client.post(format!("{base}/{id}/verify")).bearer_auth(KEY).send().await.unwrap();
            }
        });
    }
}

/// A certificate for [`HOST`], and the authority that it was signed by.
fn identity() -> (TlsAcceptor, String) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![HOST.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), root)
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, sandbox: SocketAddr) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(tunnel(stream, acceptor.clone(), sandbox));
    }
}

/// One `CONNECT`: whoever asks for [`HOST`] is talking to the sandbox. `None` where a side goes away.
async fn tunnel(mut stream: TcpStream, acceptor: TlsAcceptor, sandbox: SocketAddr) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    assert!(head.starts_with(format!("CONNECT {HOST}:443 ").as_bytes()), "{}", String::from_utf8_lossy(&head));
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.ok()?;
    let (mut inside_read, mut inside_write) = tokio::io::split(acceptor.accept(stream).await.ok()?);
    let (mut behind_read, mut behind_write) = TcpStream::connect(sandbox).await.ok()?.into_split();
    let requests = async {
        let mut buffer = vec![0; 65_536];
        while let Ok(len @ 1..) = inside_read.read(&mut buffer).await {
            // The sandbox takes requests to its own host only. A client sends each head in one piece.
            let request = String::from_utf8_lossy(&buffer[..len]).replacen(HOST, "localhost", 1);
            behind_write.write_all(request.as_bytes()).await.ok()?;
        }
        behind_write.shutdown().await.ok()
    };
    tokio::join!(requests, copy(&mut behind_read, &mut inside_write)).0
}
