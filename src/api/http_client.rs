//! Builds the HTTP client: trusted certificates, proxy, disabled features.
//!
//! Building reads the certificates of the system (2 to 19 ms), so it is done once, off the thread that draws.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::{Certificate, Client, ClientBuilder, redirect, retry};

use super::base_url::BaseUrl;
use super::limits::Limits;
use super::proxy::Proxy;
use super::request::USER_AGENT;
use crate::core::text;

/// The variables that name the certificates to trust.
const CA_VARIABLES: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

#[derive(Debug)]
pub(crate) struct HttpClient {
    pub(crate) client: Client,
    /// Whether the root certificates inside the program are trusted, because this system has none.
    pub(super) embedded_roots: bool,
    /// The host, and the proxy if one is used: "api.autosend.com via proxy.local:3128".
    pub(crate) route: String,
    /// The proxy, if one is used.
    pub(super) proxy: Option<Proxy>,
}

/// Builds the HTTP client. Blocks on file access.
///
/// # Errors
/// Why there is no client, as a message: the certificates or the proxy that the environment names cannot be used.
pub(crate) fn build_http_client(base: &BaseUrl, limits: &Limits) -> Result<HttpClient, String> {
    // An error means that a provider is already installed, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let proxy = Proxy::from_environment(base).map_err(|error| error.to_string())?;
    let route = match &proxy {
        Some(proxy) => format!("{} via {proxy}", base.host()),
        None => base.host().to_owned(),
    };
    let built = |client, embedded_roots| HttpClient { client, embedded_roots, route, proxy: proxy.clone() };
    let builder = || client_builder(base, limits, proxy.as_ref());
    if base.is_plain_http() {
        // Plain http needs no certificates.
        let client = builder()?.tls_certs_only([]).build().map_err(|_error| setup_failed_message())?;
        return Ok(built(client, false));
    }
    match builder()?.build() {
        Ok(client) => Ok(built(client, false)),
        // If the user has restricted the trusted certificates, the program must not silently trust others.
        Err(_) if let Some(message) = ca_override_error() => Err(message),
        Err(_) => {
            let system = system_roots();
            let embedded = system.is_empty();
            let builder = builder()?;
            let builder =
                if embedded { builder.tls_certs_merge(embedded_roots()) } else { builder.tls_certs_merge(system) };
            let client = builder.build().map_err(|_error| setup_failed_message())?;
            Ok(built(client, embedded))
        }
    }
}

fn client_builder(base: &BaseUrl, limits: &Limits, proxy: Option<&Proxy>) -> Result<ClientBuilder, String> {
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .https_only(!base.is_plain_http())
        .http1_only()
        .tcp_nodelay(true)
        .connect_timeout(limits.connect)
        .timeout(limits.timeout.total())
        // The library passes over what it cannot read: the proxy is found here.
        .no_proxy();
    if let Some(proxy) = proxy {
        let proxy = reqwest::Proxy::all(proxy.url().as_str()).map_err(|_error| setup_failed_message())?;
        return Ok(builder.proxy(proxy));
    }
    if !base.is_loopback() {
        return Ok(builder);
    }
    // "localhost" is this machine whatever a resolver says.
    let loopback = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    Ok(builder.resolve_to_addrs("localhost", &loopback))
}

/// The root certificates of the system, where a blank variable has kept the HTTP library from looking for them: blank
/// counts as not set.
fn system_roots() -> Vec<Certificate> {
    let is_blank = |name| env::var_os(name).is_some_and(|value| value.is_empty());
    if !CA_VARIABLES.into_iter().any(is_blank) {
        return Vec::new();
    }
    let bundle = openssl_probe::probe().cert_file.and_then(|path| fs::read(path).ok());
    bundle.and_then(|pem| Certificate::from_pem_bundle(&pem).ok()).unwrap_or_default()
}

/// The root certificates that Mozilla trusted at build time.
fn embedded_roots() -> impl Iterator<Item = Certificate> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|root| Certificate::from_der(root).ok())
}

/// A message about the certificates that the environment names, if it names any.
fn ca_override_error() -> Option<String> {
    CA_VARIABLES.into_iter().find_map(|variable| {
        let path = env::var_os(variable).filter(|path| !path.is_empty())?;
        let path = text::escape_hidden(&path.to_string_lossy()).into_owned();
        Some(format!("could not read certificates from {path} (set by {variable})"))
    })
}

fn setup_failed_message() -> String {
    "could not set up the HTTP client".to_owned()
}
