//! Builds the HTTP client: trusted certificates, proxy, disabled features.
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

#[derive(Debug)]
pub(super) struct HttpClient {
    pub(super) client: Client,
    /// Whether the root certificates inside the program are trusted, because this system has none.
    pub(super) embedded_roots: bool,
    /// The host, and the proxy if one is used: "api.autosend.com via proxy.local:3128".
    pub(super) route: String,
}

/// Builds the HTTP client. Blocks on file access.
///
/// # Errors
/// Why there is no client, as a message: the certificates that the environment names cannot be read.
pub(super) fn build_http_client(base: &BaseUrl, limits: &Limits) -> Result<HttpClient, String> {
    // An error means that a provider is already installed, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let route = describe_route(base);
    if base.is_plain_http() {
        // Plain http needs no certificates.
        let client =
            client_builder(base, limits).tls_certs_only([]).build().map_err(|_error| setup_failed_message())?;
        return Ok(HttpClient { client, embedded_roots: false, route });
    }
    match client_builder(base, limits).build() {
        Ok(client) => Ok(HttpClient { client, embedded_roots: false, route }),
        // If the user has restricted the trusted certificates, the program must not silently trust others.
        Err(_) if let Some(message) = ca_override_error() => Err(message),
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
    // Requests to this machine bypass every proxy, and "localhost" is this machine whatever a resolver says.
    let loopback = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    builder.no_proxy().resolve_to_addrs("localhost", &loopback)
}

/// The root certificates that Mozilla trusted at build time.
fn embedded_roots() -> impl Iterator<Item = Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|root| Certificate::from_der(root).ok())
}

/// A message about the certificates that the environment names, if it names any.
fn ca_override_error() -> Option<String> {
    ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().find_map(|variable| {
        let path = env::var_os(variable)?;
        let path = text::escape_hidden(&path.to_string_lossy()).into_owned();
        Some(format!("could not read certificates from {path} (set by {variable})"))
    })
}

fn setup_failed_message() -> String {
    "could not set up the HTTP client".to_owned()
}

fn describe_route(base: &BaseUrl) -> String {
    detect_proxy(base).map_or_else(|| base.host().to_owned(), |proxy| format!("{} via {proxy}", base.host()))
}

/// The host and port of the proxy that requests use, if there is one; safe to draw, without its user name and password.
/// The answer comes from the library that the HTTP client uses as well; nothing is sent.
#[must_use]
pub fn detect_proxy(base: &BaseUrl) -> Option<String> {
    if base.is_loopback() {
        return None;
    }
    let uri = base.url().as_str().parse().ok()?;
    let proxy = Matcher::from_system().intercept(&uri)?;
    // The library keeps the user name and password of the proxy out of this URI.
    let host = text::escape_hidden(proxy.uri().host()?).into_owned();
    Some(proxy.uri().port_u16().map_or_else(|| host.clone(), |port| format!("{host}:{port}")))
}
