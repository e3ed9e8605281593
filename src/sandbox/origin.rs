//! Which requests come from this machine's own user rather than from a web page that the user happens to have open.
//!
//! Listening on 127.0.0.1 keeps other machines out, but not the browser on this one. A page can send a POST to any
//! address, which the header `Origin` shows; and after its own name has been changed to lead to 127.0.0.1 (DNS
//! rebinding) it can read the answers as well, which the header `Host` shows. Both must therefore name this machine.

use std::net::IpAddr;

use axum::http::HeaderValue;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::uri::{Authority, Uri};

use super::api_failure::ApiFailure;

/// Refuses a request that was meant for another host, or that a page of another site has sent.
pub(super) fn check_origin(parts: &Parts) -> Result<(), ApiFailure> {
    // The target of a request to a proxy takes the place of the header (RFC 9112 section 3.2.2).
    let target = parts.uri.authority().map(names_this_machine);
    let mut hosts = parts.headers.get_all(HOST).iter();
    let is_meant_for_us = match (target, hosts.next(), hosts.next()) {
        (Some(false), ..) | (_, _, Some(_)) | (None, None, None) => false,
        (Some(true), None, None) => true,
        (_, Some(host), None) => is_own_host(host),
    };
    if !is_meant_for_us {
        return Err(ApiFailure::forbidden("The Host header must name 127.0.0.1 or localhost"));
    }
    if !parts.headers.get_all(ORIGIN).iter().all(is_own_origin) {
        return Err(ApiFailure::forbidden("The sandbox refuses requests from the pages of other sites"));
    }
    Ok(())
}

fn is_own_host(host: &HeaderValue) -> bool {
    Authority::try_from(host.as_bytes()).is_ok_and(|authority| names_this_machine(&authority))
}

/// Whether this is a scheme and one of this machine's names. A page without an origin of its own sends `null`.
fn is_own_origin(origin: &HeaderValue) -> bool {
    let Ok(origin) = Uri::try_from(origin.as_bytes()) else { return false };
    let has_scheme = origin.scheme().is_some();
    has_scheme && matches!(origin.path(), "" | "/") && origin.authority().is_some_and(names_this_machine)
}

/// Whether this is a name or an address of this machine, with or without a port.
fn names_this_machine(authority: &Authority) -> bool {
    let host = authority.host();
    let has_user = authority.as_str().contains('@');
    let name = host.to_ascii_lowercase();
    let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let is_own =
        name == "localhost" || name.ends_with(".localhost") || address.is_some_and(|address| address.is_loopback());
    is_own && !has_user
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn is_accepted(target: &str, headers: &[(&str, &str)]) -> bool {
        let request =
            headers.iter().fold(Request::post(target), |request, (name, value)| request.header(*name, *value));
        check_origin(&request.body(()).unwrap().into_parts().0).is_ok()
    }

    #[test]
    fn every_name_of_localhost_is_accepted() {
        for host in
            ["127.0.0.1", "127.0.0.1:8787", "localhost", "LOCALHOST:9", "app.localhost", "[::1]:80", "127.1.2.3"]
        {
            assert!(is_accepted("/v1/domains", &[("host", host)]), "{host}");
            assert!(is_accepted("/sandbox/dns", &[("host", host), ("origin", &format!("http://{host}"))]), "{host}");
        }
        assert!(is_accepted("http://127.0.0.1:8787/v1/domains", &[("host", "127.0.0.1:8787")]));
        assert!(is_accepted("/v1/domains", &[("host", "localhost"), ("origin", "https://localhost:3000")]));
    }

    #[test]
    fn another_host_is_rejected() {
        for host in [
            "evil.example.com",
            "evil.example.com:8787",
            "127.0.0.1.evil.example.com",
            "localhost.evil.example.com",
            "127.0.0.1@evil.example.com",
            "evil.example.com/127.0.0.1",
            "192.0.2.1",
            "0.0.0.0",
            "[2001:db8::1]",
            "notlocalhost",
            "",
            "\u{e9}",
        ] {
            assert!(!is_accepted("/v1/domains", &[("host", host)]), "{host}");
        }
        assert!(!is_accepted("/v1/domains", &[]));
        assert!(!is_accepted("/v1/domains", &[("host", "127.0.0.1"), ("host", "evil.example.com")]));
        assert!(!is_accepted("http://evil.example.com/v1/domains", &[("host", "127.0.0.1")]));
        assert!(!is_accepted("http://127.0.0.1/v1/domains", &[("host", "evil.example.com")]));
    }

    #[test]
    fn a_page_of_another_site_is_rejected() {
        for origin in ["https://evil.example.com", "null", "", "http://127.0.0.1.evil.example.com", "file://", "x", "*"]
        {
            assert!(!is_accepted("/sandbox/dns", &[("host", "127.0.0.1:8787"), ("origin", origin)]), "{origin}");
        }
    }
}
