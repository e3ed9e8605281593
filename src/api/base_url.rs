//! The base URL of the API: `https://api.autosend.com/v1`, or the value of `AUTOSEND_BASE_URL`.
//!
//! Every request sends the key to this address, so plain http is accepted for loopback hosts only.

use std::fmt;

use url::{Host, Url};

use crate::core::text;

/// The environment variable that overrides the base URL; its value includes `/v1`.
pub const BASE_URL_VARIABLE: &str = "AUTOSEND_BASE_URL";

const DEFAULT: &str = crate::core::next_steps::DEFAULT_BASE_URL;

/// The prefix of every URL of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    host: String,
}

/// Why a text cannot be the base URL. No variant repeats the text, because it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// It is not a URL, or its scheme is neither http nor https.
    #[error("it is not a URL such as {DEFAULT}")]
    NotAUrl,
    /// It sends the key over plain http to another machine.
    #[error("plain http would send the key unencrypted to {host}; use https (http is for localhost only)")]
    PlainHttp {
        /// The other machine.
        host: String,
    },
    /// It holds a user name or a password.
    #[error("remove the user name and password")]
    UserInfo,
    /// It holds a query or a fragment.
    #[error("it must not contain ? or #")]
    QueryOrFragment,
    /// It has no path.
    #[error("its path is missing; the API is at {suggestion}")]
    MissingPath {
        /// The same URL with `/v1`.
        suggestion: String,
    },
}

impl BaseUrl {
    /// The base URL that [`BASE_URL_VARIABLE`] holds, or AutoSend's if the variable is empty or not set.
    ///
    /// # Errors
    /// The errors of [`Self::parse`]; a value that is not UTF-8 is [`BaseUrlError::NotAUrl`].
    pub fn from_environment() -> Result<Self, BaseUrlError> {
        let value = std::env::var_os(BASE_URL_VARIABLE).unwrap_or_default();
        let value = value.to_string_lossy();
        if value.trim().is_empty() { Ok(Self::default()) } else { Self::parse(&value) }
    }

    /// The URL of `POST /domains`; it is safe to draw.
    pub fn create_domain_url(&self) -> String {
        format!("{self}/domains")
    }

    /// Parses a base URL. Surrounding blanks and a final slash are ignored.
    ///
    /// # Errors
    /// The text is not an http or https URL with a path; it holds a user name, a password, a query or a fragment; or it
    /// sends the key over plain http to a host other than this machine (127.0.0.0/8, `::1`, `localhost`).
    pub fn parse(address: &str) -> Result<Self, BaseUrlError> {
        let base = Self::parse_any(address)?;
        if base.path().is_empty() {
            return Err(BaseUrlError::MissingPath { suggestion: format!("{}v1", base.url.as_str()) });
        }
        Ok(base)
    }

    /// The same for an API of somebody else, whose URL needs no path.
    pub(crate) fn parse_any(address: &str) -> Result<Self, BaseUrlError> {
        let address = address.trim();
        // The URL standard silently drops line breaks and tabs. Here they are mistakes of the user.
        if address.chars().any(|character| text::is_hidden(character) || character.is_whitespace()) {
            return Err(BaseUrlError::NotAUrl);
        }
        let mut url = Url::parse(address).map_err(|_error| BaseUrlError::NotAUrl)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(BaseUrlError::NotAUrl);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlError::UserInfo);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError::QueryOrFragment);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let host = host_with_port(&url).ok_or(BaseUrlError::NotAUrl)?;
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(BaseUrlError::PlainHttp { host });
        }
        Ok(Self { url, host })
    }

    /// The host, with its port unless that is the default of the scheme: `api.autosend.com`, `127.0.0.1:8787`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The host, if it is neither AutoSend's nor this machine.
    pub fn foreign_host(&self) -> Option<&str> {
        (!self.is_loopback() && self.host != Self::default().host).then_some(&self.host)
    }

    /// Whether this is AutoSend's own base URL.
    pub fn is_default(&self) -> bool {
        self.url.as_str() == DEFAULT
    }

    /// The path, without a final slash.
    pub(crate) fn path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// Whether the host is this machine. No proxy may then be used.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    pub(super) fn is_plain_http(&self) -> bool {
        self.url.scheme() == "http"
    }

    pub(super) const fn url(&self) -> &Url {
        &self.url
    }

    /// The URL of a path below the base URL. The segments are given unencoded. Returns `None` for a segment that no URL
    /// can hold: an empty one, `.` or `..`, which the URL standard resolves however they are encoded.
    pub(super) fn endpoint(&self, segments: &[&str]) -> Option<Url> {
        let mut address = self.url.as_str().to_owned();
        for segment in segments {
            if matches!(*segment, "" | "." | "..") {
                return None;
            }
            address.push('/');
            address.push_str(&percent_encode(segment));
        }
        Url::parse(&address).ok()
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self::parse(DEFAULT).expect("AutoSend's address is an address")
    }
}

impl fmt::Display for BaseUrl {
    /// The result is safe to draw: a parsed URL is ASCII without blanks or control characters.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.url.as_str())
    }
}

/// Encodes every octet as `%XX`, except the unreserved ones of RFC 3986 section 2.3.
pub(crate) fn percent_encode(segment: &str) -> String {
    segment
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn host_with_port(url: &Url) -> Option<String> {
    let host = url.host_str().filter(|host| !host.is_empty())?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        // The client pins the addresses of this name, so no resolver can send the key elsewhere.
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_autosends() {
        let base = BaseUrl::default();
        assert_eq!((base.to_string().as_str(), base.host()), (DEFAULT, "api.autosend.com"));
        assert!(base.is_default() && !base.is_loopback() && !base.is_plain_http());
        assert_eq!(BaseUrl::parse(" https://API.autosend.com:443/v1/ "), Ok(base));
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for loopback in ["http://127.0.0.1:8787/v1", "http://127.9.9.9/v1/", "http://[::1]:1/v1", "http://LocalHost/v1"]
        {
            let base = BaseUrl::parse(loopback);
            assert!(base.as_ref().is_ok_and(|base| base.is_loopback() && base.is_plain_http()), "{loopback}: {base:?}");
        }
        for elsewhere in [
            "http://api.autosend.com/v1",
            "http://localhost.example.com/v1",
            "http://localhost./v1",
            "http://sub.localhost/v1",
            "http://192.168.1.1/v1",
            "http://0.0.0.0/v1",
            "http://[::ffff:127.0.0.1]/v1",
            "http://[::]/v1",
        ] {
            let answer = BaseUrl::parse(elsewhere);
            assert!(matches!(answer, Err(BaseUrlError::PlainHttp { .. })), "{elsewhere}: {answer:?}");
        }
    }

    #[test]
    fn an_invalid_base_url_is_rejected_without_being_repeated() {
        for (given, error) in [
            ("", BaseUrlError::NotAUrl),
            ("api.autosend.com/v1", BaseUrlError::NotAUrl),
            ("ftp://api.autosend.com/v1", BaseUrlError::NotAUrl),
            ("https:///v1 x", BaseUrlError::NotAUrl),
            ("https://api.auto\nsend.com/v1", BaseUrlError::NotAUrl),
            ("https://me:secret@api.autosend.com/v1", BaseUrlError::UserInfo),
            ("https://me@api.autosend.com/v1", BaseUrlError::UserInfo),
            ("https://api.autosend.com/v1?key=secret", BaseUrlError::QueryOrFragment),
            ("https://api.autosend.com/v1#x", BaseUrlError::QueryOrFragment),
        ] {
            let answer = BaseUrl::parse(given);
            assert_eq!(answer, Err(error), "{given:?}");
            assert!(!answer.map_or_else(|error| error.to_string(), |base| base.to_string()).contains("secret"));
        }
        let bare = BaseUrl::parse("http://127.0.0.1:8787/").map_err(|error| error.to_string());
        assert_eq!(bare, Err("its path is missing; the API is at http://127.0.0.1:8787/v1".to_owned()));
    }

    #[test]
    fn a_path_segment_is_percent_encoded() {
        let base = BaseUrl::parse("http://127.0.0.1:1/v1").unwrap();
        for (id, path) in [
            ("66f0a1b2c3d4e5f601020304", "/v1/domains/66f0a1b2c3d4e5f601020304"),
            ("../keys?a=b#c", "/v1/domains/..%2Fkeys%3Fa%3Db%23c"),
            ("%2e%2e", "/v1/domains/%252e%252e"),
            (".\t.", "/v1/domains/.%09."),
            ("ü\\", "/v1/domains/%C3%BC%5C"),
        ] {
            let url = base.endpoint(&["domains", id]);
            assert_eq!(url.as_ref().map(Url::path), Some(path), "{id:?}");
        }
        for id in ["", ".", ".."] {
            assert_eq!(base.endpoint(&["domains", id]), None, "{id:?}");
        }
    }
}
