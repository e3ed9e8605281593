//! AWS Signature Version 4 for requests with all of their data in the URL, the headers and the body.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use std::fmt::Write as _;

use jiff::Timestamp;
use ring::{digest, hmac};
use secrecy::{ExposeSecret, SecretString};

/// The service as signatures name it; it has one region for all.
const SERVICE: &str = "route53";
const REGION: &str = "us-east-1";

/// A key of AWS.
pub(super) struct AwsKey {
    pub(super) id: String,
    pub(super) secret: SecretString,
    /// Of a temporary key.
    pub(super) session_token: Option<SecretString>,
}

/// What is signed.
pub(super) struct SignedParts<'r> {
    pub(super) method: &'r str,
    pub(super) host: &'r str,
    /// Percent-encoded.
    pub(super) path: &'r str,
    /// Percent-encoded, in the order of the names.
    pub(super) query: &'r str,
    pub(super) body: &'r str,
}

/// The values of `x-amz-date` and `authorization`.
pub(super) fn sign(key: &AwsKey, parts: &SignedParts<'_>, now: Timestamp) -> (String, String) {
    let date_time = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let date = date_time.split('T').next().unwrap_or_default();
    let scope = format!("{date}/{REGION}/{SERVICE}/aws4_request");
    let token = key.session_token.as_ref().map(ExposeSecret::expose_secret);
    let (token_line, token_name) = match token {
        Some(token) => (format!("x-amz-security-token:{token}\n"), ";x-amz-security-token"),
        None => (String::new(), ""),
    };
    let names = format!("host;x-amz-date{token_name}");
    let SignedParts { method, host, path, query, body } = parts;
    let headers = format!("host:{host}\nx-amz-date:{date_time}\n{token_line}");
    let canonical = format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{}", hash(body));
    let text = format!("AWS4-HMAC-SHA256\n{date_time}\n{scope}\n{}", hash(&canonical));
    let secret = format!("AWS4{}", key.secret.expose_secret());
    let signing_key = [date, REGION, SERVICE, "aws4_request"]
        .iter()
        .fold(secret.into_bytes(), |key, part| mac(&key, part).as_ref().to_vec());
    let signature = hex(mac(&signing_key, &text).as_ref());
    let id = &key.id;
    let authorization =
        format!("AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}");
    (date_time, authorization)
}

fn mac(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

fn hash(text: &str) -> String {
    hex(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
}

/// The octets in hexadecimal digits.
pub(in crate::providers) fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut digits, octet| {
        // Writing to a text cannot fail.
        let _ = write!(digits, "{octet:02x}");
        digits
    })
}
