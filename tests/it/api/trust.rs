//! Certificates and proxies. Both come from the environment of a process, so each case runs one in a child: this test
//! binary again, with [`child`] alone.

use std::env;
use std::io::Write as _;
use std::process::Command;
use std::sync::Mutex;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rstest::rstest;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};

use super::*;

/// Where the child is to ask.
const BASE: &str = "TEST_BASE_URL";

/// A folder that the child is to take for the whole file system, where it may.
const ROOT: &str = "TEST_ROOT";

/// Not a test of its own: lists the domains at `TEST_BASE_URL` and tells what came of it.
#[tokio::test]
#[ignore = "run by the tests of this module, in a process of its own"]
async fn child() {
    let Ok(base) = env::var(BASE) else { return };
    if let Some(root) = env::var_os(ROOT) {
        std::os::unix::fs::chroot(root).unwrap();
    }
    let limits = Limits { connect: Duration::from_secs(2), ..Limits::default() };
    let client = ApiClient::with_limits(BaseUrl::parse(&base).unwrap(), limits);
    let outcome = client.list_domains(&credentials()).await.map(|list| list.len());
    writeln!(std::io::stdout(), "outcome: {outcome:?} embedded: {}", client.uses_embedded_roots()).unwrap();
}

/// What the child tells, with nothing of this process's own proxies and certificates.
async fn request_error(base: &str, environment: &[(&str, &str)]) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "api::trust::child", "--nocapture"]);
    for (name, _) in env::vars_os() {
        let upper = name.to_string_lossy().to_uppercase();
        if upper.ends_with("_PROXY") || upper.starts_with("SSL_CERT") {
            command.env_remove(name);
        }
    }
    command.env(BASE, base).envs(environment.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let message = output.lines().find_map(|line| line.split_once("outcome: ")).map(|(_, message)| message.to_owned());
    message.unwrap_or_else(|| panic!("{output}"))
}

/// A server with TLS for "localhost", and the certificate of the authority that it trusts in.
async fn tls_server(name: &str) -> (String, String) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = authority.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            if read_request(&mut stream).await.is_some() {
                let _ = stream.write_all(&http_response("200 OK", r#"{"data":{"domains":[]}}"#)).await;
                let _ = stream.flush().await;
            }
        }
    });
    (format!("https://localhost:{port}/v1"), root.pem())
}

/// A server that answers the first request on each connection with these bytes, and keeps what it was asked.
async fn listening(answer: &'static [u8]) -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let requested = Arc::new(Mutex::new(String::new()));
    let own = Arc::clone(&requested);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            if let Some(request) = read_request(&mut stream).await {
                own.lock().unwrap().push_str(&request);
                let _ = stream.write_all(answer).await;
            }
        }
    });
    (address, requested)
}

#[tokio::test]
async fn ssl_cert_file_adds_a_certificate_authority() {
    let (base, root) = tls_server("localhost").await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), root).unwrap();
    assert_eq!(
        request_error(&base, &[("SSL_CERT_FILE", file.path().to_str().unwrap())]).await,
        "Ok(0) embedded: false"
    );
}

#[tokio::test]
async fn an_unknown_issuer_is_reported_and_nothing_is_sent() {
    let (base, _) = tls_server("localhost").await;
    let message = request_error(&base, &[]).await;
    assert!(message.contains("NotSent") && message.contains("issued by an untrusted authority"), "{message}");
}

#[tokio::test]
async fn a_certificate_for_another_name_is_reported() {
    let (base, root) = tls_server("other.example").await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), root).unwrap();
    let message = request_error(&base, &[("SSL_CERT_FILE", file.path().to_str().unwrap())]).await;
    assert!(message.contains("NotSent") && message.contains("its certificate is for a different name"), "{message}");
}

#[tokio::test]
async fn unreadable_custom_certificates_are_not_replaced() {
    let (base, _) = tls_server("localhost").await;
    let message = request_error(&base, &[("SSL_CERT_FILE", "/nowhere/ca.pem")]).await;
    assert!(message.contains("could not read certificates from /nowhere/ca.pem (set by SSL_CERT_FILE)"), "{message}");
    assert!(message.contains("NotSent") && message.ends_with("embedded: false"), "{message}");
}

#[tokio::test]
async fn a_system_without_certificates_falls_back_to_bundled_ones() {
    if !rustix::process::geteuid().is_root() {
        let _ = writeln!(std::io::stderr(), "skipped: only root can take the certificates away from a process");
        return;
    }
    let (base, _) = tls_server("localhost").await;
    let empty = tempfile::tempdir().unwrap();
    let message = request_error(&base, &[(ROOT, empty.path().to_str().unwrap())]).await;
    assert!(message.contains("issued by an untrusted authority") && message.ends_with("embedded: true"), "{message}");
}

#[tokio::test]
async fn a_silent_handshake_times_out() {
    let server = RawServer::start(ServerScript::Answer(Vec::new())).await;
    let message = request_error(&format!("{}/v1", server.address.replace("http:", "https:")), &[]).await;
    assert!(message.contains("NotSent { reason: \"connecting took longer than 2 s\", host: \"127.0.0.1:"), "{message}");
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn a_server_without_tls_is_reported() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(&http_response("400 Bad Request", "")).await;
            let _ = stream.read_u8().await;
        }
    });
    let message = request_error(&format!("https://{address}/v1"), &[]).await;
    assert!(message.contains("NotSent { reason: \"what answers there does not speak TLS\""), "{message}");
}

#[tokio::test]
async fn an_unknown_host_is_reported() {
    let message = request_error("https://api.example.invalid/v1", &[]).await;
    assert!(
        message.contains(
            "NotSent { reason: \"its address was not found\", host: \"api.example.invalid\", obstacle: Unreachable }"
        ),
        "{message}"
    );
}

#[tokio::test]
async fn the_environments_proxy_is_used_and_named_without_its_password() {
    let (proxy, requested) =
        listening(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await;
    let message =
        request_error("https://api.example.invalid/v1", &[("HTTPS_PROXY", &format!("http://user:secret@{proxy}"))])
            .await;
    assert!(
        message.contains("NotSent") && message.contains(&format!("host: \"api.example.invalid via {proxy}\"")),
        "{message}"
    );
    assert!(!message.contains("secret") && message.contains("proxy"), "{message}");
    let requested = requested.lock().unwrap();
    assert!(requested.starts_with("CONNECT api.example.invalid:443 ") && !requested.contains(KEY), "{requested}");
}

#[tokio::test]
async fn no_proxy_excludes_a_host() {
    let environment = [("HTTPS_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", "example.invalid")];
    let message = request_error("https://api.example.invalid/v1", &environment).await;
    assert!(message.contains("host: \"api.example.invalid\""), "{message}");
}

#[tokio::test]
async fn loopback_bypasses_the_proxy() {
    let server = RawServer::start(ServerScript::Answer(http_response("200 OK", r#"{"data":{"domains":[]}}"#))).await;
    let dead = "http://127.0.0.1:9";
    let environment = [("HTTP_PROXY", dead), ("http_proxy", dead), ("ALL_PROXY", dead)];
    for base in [format!("{}/v1", server.address), format!("{}/v1", server.address.replace("127.0.0.1", "localhost"))] {
        assert_eq!(request_error(&base, &environment).await, "Ok(0) embedded: false", "{base}");
    }
}

#[rstest]
#[case::credentials(
    b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
    "the proxy asks for a user name and a password (407)",
    407
)]
#[case::forbidden(b"HTTP/1.0 403 Forbidden\r\n\r\n", "the proxy doesn't allow this host (403)", 403)]
#[case::down(b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "the proxy does not connect to it (it answered 502)", 502)]
#[tokio::test]
async fn a_proxy_that_refuses_is_reported_with_its_status(
    #[case] answer: &'static [u8],
    #[case] reason: &str,
    #[case] status: u16,
) {
    let (proxy, requested) = listening(answer).await;
    let value = format!("http://CORP%5Cuser:secret@{proxy}");
    let message = request_error("https://api.example.invalid/v1", &[("https_proxy", &value)]).await;
    let expected = format!(
        "NotSent {{ reason: \"{reason}\", host: \"api.example.invalid via {proxy}\", obstacle: Proxy({status}) }}"
    );
    assert!(message.contains(&expected), "{message}");
    let requested = requested.lock().unwrap().to_lowercase();
    let credentials = requested.matches("proxy-authorization: basic q09sufx1c2vyonnly3jlda==").count();
    assert_eq!((credentials, requested.contains(&KEY.to_lowercase())), (2, false), "{requested}");
}

#[rstest]
#[tokio::test]
async fn a_proxy_that_cannot_be_read_is_an_error_and_never_a_direct_connection(
    #[values(
        "\"http://127.0.0.1:9\"",
        "http://127.0.0.1 :9",
        "htp://127.0.0.1:9",
        "http://CORP\\user@127.0.0.1:9",
        "[::1"
    )]
    value: &str,
    #[values("HTTPS_PROXY", "all_proxy")] variable: &str,
) {
    let message = request_error("https://api.example.invalid/v1", &[(variable, value)]).await;
    assert!(message.contains(&format!("reason: \"{variable} is not a usable proxy: ")), "{message}");
    assert!(message.contains("obstacle: Local"), "{message}");
}

#[rstest]
#[tokio::test]
async fn no_proxy_takes_every_usual_form(
    #[values(
        "*.example.invalid",
        "api.example.invalid:443",
        "example.invalid.",
        " x , example.invalid ",
        "x example.invalid"
    )]
    value: &str,
) {
    let environment = [("HTTPS_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", value)];
    let message = request_error("https://api.example.invalid/v1", &environment).await;
    assert!(message.contains("host: \"api.example.invalid\""), "{message}");
}

#[rstest]
#[case("https://192.0.2.1/v1", "192.0.2.0/24")]
#[case("https://[2001:db8::1]/v1", "[2001:db8::1]")]
#[case("https://[2001:db8::1]/v1", "2001:db8::/32")]
#[tokio::test]
async fn no_proxy_takes_addresses_and_ranges(#[case] base: &str, #[case] value: &str) {
    let environment = [("HTTPS_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", value)];
    let message = request_error(base, &environment).await;
    assert!(message.contains("NotSent") && !message.contains(" via "), "{message}");
}

#[tokio::test]
async fn an_empty_variable_of_certificates_counts_as_not_set() {
    let (base, _) = tls_server("localhost").await;
    let message = request_error(&base, &[("SSL_CERT_FILE", ""), ("SSL_CERT_DIR", "")]).await;
    assert!(message.contains("issued by an untrusted authority"), "{message}");
    let plain = request_error(&base, &[]).await;
    assert_eq!(message.ends_with("embedded: true"), plain.ends_with("embedded: true"), "{message}");
}
