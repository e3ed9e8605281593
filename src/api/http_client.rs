//! Building the HTTP client: which certificates are trusted, which proxy is used, what is switched off.
//!
//! Building reads the certificates of the system (2 to 19 ms), so it is done once, off the thread that draws.

use std::env;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Certificate, Client, ClientBuilder, redirect, retry};

use super::base_url::BaseUrl;
use super::limits::Limits;
use super::request::USER_AGENT;
use crate::core::text;

/// A client that is ready, and what is known of how it reaches the API.
#[derive(Debug)]
pub(super) struct HttpClient {
    pub(super) client: Client,
    /// Whether the certificates inside the program are trusted, because this system has none.
    pub(super) embedded_roots: bool,
    /// The host, and the proxy where one is on the way: "api.autosend.com via proxy.local:3128".
    pub(super) route: String,
}

/// Builds the client. Blocks on files.
///
/// # Errors
/// Says in words why no client can be had: the certificates that the environment names cannot be read.
pub(super) fn build_http_client(base: &BaseUrl, limits: &Limits) -> Result<HttpClient, String> {
    // An error says that one is installed already, which will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let route = describe_route(base);
    if base.is_plain_http() {
        // No TLS, no certificates to read.
        let client =
            client_builder(base, limits).tls_certs_only([]).build().map_err(|_error| setup_failed_message())?;
        return Ok(HttpClient { client, embedded_roots: false, route });
    }
    match client_builder(base, limits).build() {
        Ok(client) => Ok(HttpClient { client, embedded_roots: false, route }),
        // What somebody has set to be trusted is never widened behind their back.
        Err(_) if let Some(words) = ca_override_error() => Err(words),
        Err(_) => {
            let client = client_builder(base, limits)
                .tls_certs_merge(embedded_roots())
                .build()
                .map_err(|_error| setup_failed_message())?;
            Ok(HttpClient { client, embedded_roots: true, route })
        }
    }
}

fn client_builder(base: &BaseUrl, limits: &Limits) -> ClientBuilder {
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .https_only(!base.is_plain_http())
        .http1_only()
        .tcp_nodelay(true)
        .connect_timeout(limits.connect)
        .timeout(limits.answer);
    if !base.is_loopback() {
        return builder;
    }
    // This machine is reached directly, and "localhost" is this machine whatever a resolver says.
    let itself = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    builder.no_proxy().resolve_to_addrs("localhost", &itself)
}

/// The roots that Mozilla trusts, as they were when the program was built.
fn embedded_roots() -> impl Iterator<Item = Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|root| Certificate::from_der(root).ok())
}

/// Words on the certificates that the environment names, where it names any.
fn ca_override_error() -> Option<String> {
    ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().find_map(|variable| {
        let place = env::var_os(variable)?;
        let place = text::escape_hidden(&place.to_string_lossy()).into_owned();
        Some(format!("no certificate could be read from {place}, which {variable} names"))
    })
}

fn setup_failed_message() -> String {
    "the HTTP client could not be set up".to_owned()
}

/// Which way requests go.
fn describe_route(base: &BaseUrl) -> String {
    detect_proxy(base).map_or_else(|| base.host().to_owned(), |proxy| format!("{} via {proxy}", base.host()))
}

/// The proxy that requests go by, where there is one: host and port as they may be drawn, without what it is told to
/// let us through. It is asked of the same library that the HTTP client asks; nothing is sent.
#[must_use]
pub fn detect_proxy(base: &BaseUrl) -> Option<String> {
    if base.is_loopback() {
        return None;
    }
    let uri = base.url().as_str().parse().ok()?;
    let proxy = Matcher::from_system().intercept(&uri)?;
    // The authority of this address never holds the name and password of the proxy: the library keeps them apart.
    let host = text::escape_hidden(proxy.uri().host()?).into_owned();
    Some(proxy.uri().port_u16().map_or_else(|| host.clone(), |port| format!("{host}:{port}")))
}
