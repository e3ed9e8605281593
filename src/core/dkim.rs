//! What a DKIM value is: a key record, a bare key, or neither.
//!
//! RFC 6376 section 3.6.1: `p=` is required, all other tags have defaults. AutoSend's own Domain Connect template
//! publishes a bare key as `p=<key>`, and so does this program.

use std::borrow::Cow;

/// The fewest base64 characters of a bare key, behind its opening `MI`: an RSA key of 1024 bits has 216 in all.
const SHORTEST_TAIL: usize = 200;

/// Whether the value is a bare public key: `^MI[A-Za-z0-9+/]{200,}={0,2}$`, a base64 `SubjectPublicKeyInfo`
/// without any tag before it.
#[must_use]
pub fn is_bare_key(value: &str) -> bool {
    let Some(tail) = value.strip_prefix("MI") else { return false };
    let digits = tail.trim_end_matches('=');
    tail.len() - digits.len() <= 2
        && digits.len() >= SHORTEST_TAIL
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

/// The value to publish: `p=` and the key where the value is a bare key, any other value to the letter.
#[must_use]
pub fn publish_value(value: &str) -> Cow<'_, str> {
    if is_bare_key(value) { Cow::Owned(format!("p={value}")) } else { Cow::Borrowed(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_key_gets_its_tag() {
        let key = format!("MI{}==", "A".repeat(212));
        assert_eq!(publish_value(&key), format!("p={key}"));
    }

    #[test]
    fn every_other_value_stays_as_it_is() {
        let key = format!("MI{}", "A".repeat(212));
        for value in [
            format!("p={key}"),
            format!("v=DKIM1; k=rsa; p={key}"),
            "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ...".to_owned(),
            format!("{key}==="),
            format!("{key} "),
            String::new(),
        ] {
            assert_eq!(publish_value(&value), value);
        }
    }
}
