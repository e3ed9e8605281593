//! Reads DKIM key records, tells a key record from a bare key, and measures its key.
//!
//! RFC 6376 section 3.6.1: `p=` is required, all other tags have defaults. AutoSend's own Domain Connect template
//! publishes a bare key as `p=<key>`, so this program does the same.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pkcs1::RsaPublicKeyRef;
use spki::SubjectPublicKeyInfoRef;
use spki::der::Decode as _;

use super::tag_list::{TagList, TagListError, TagSyntax};

/// The minimum number of base64 characters of a bare key after its `MI`. A 1024-bit RSA key has 216 in all.
const MIN_BARE_KEY_CHARACTERS: usize = 200;

/// The length of an Ed25519 public key in octets (RFC 8032 section 5.1.5).
const ED25519_OCTETS: usize = 32;

/// The algorithm and size of a public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySize {
    /// `RSA` or `Ed25519`.
    pub algorithm: &'static str,
    /// The size in bits: of the modulus (RSA), or of the key (Ed25519).
    pub bits: usize,
}

impl KeySize {
    /// The size as text: "2048-bit RSA key".
    pub fn label(self) -> String {
        format!("{}-bit {} key", self.bits, self.algorithm)
    }
}

/// A key record (RFC 6376 section 3.6.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRecord<'t> {
    tags: TagList<'t>,
}

/// Why a text is no key record, so that receivers ignore it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyRecordError {
    /// It is no list of tags.
    #[error(transparent)]
    Tags(#[from] TagListError),
    /// The version is not DKIM1, or not at the beginning.
    #[error("v= is not DKIM1, or not at the beginning")]
    Version,
    /// There is no tag `p=`.
    #[error("there is no p=")]
    NoKey,
}

impl<'t> KeyRecord<'t> {
    /// Reads a key record.
    ///
    /// # Errors
    ///
    /// If it is no list of tags, has another version, or no tag `p=`.
    pub fn parse(text: &'t str) -> Result<Self, KeyRecordError> {
        let tags = TagList::parse(text, TagSyntax::Dkim)?;
        let is_first = tags.tags().first().is_some_and(|tag| tag.name == "v");
        match tags.get("v") {
            Some(version) if version != "DKIM1" || !is_first => return Err(KeyRecordError::Version),
            _ => {}
        }
        tags.get("p").map(|_| ()).ok_or(KeyRecordError::NoKey)?;
        Ok(Self { tags })
    }

    /// The value of a tag.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'t str> {
        self.tags.get(name)
    }

    /// The key in base64, with white space as it is written; empty if it is revoked.
    #[must_use]
    pub fn key(&self) -> &'t str {
        self.tags.get("p").unwrap_or_default()
    }
}

/// Whether the value is a bare public key: `^MI[A-Za-z0-9+/]{200,}={0,2}$`, a base64 `SubjectPublicKeyInfo` without
/// tags.
pub fn is_bare_key(value: &str) -> bool {
    let Some(tail) = value.strip_prefix("MI") else { return false };
    let digits = tail.trim_end_matches('=');
    tail.len() - digits.len() <= 2
        && digits.len() >= MIN_BARE_KEY_CHARACTERS
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

/// The value to publish: a bare key gets a leading `p=`, any other value stays unchanged.
pub fn published_value(value: &str) -> Cow<'_, str> {
    if is_bare_key(value) { Cow::Owned(format!("p={value}")) } else { Cow::Borrowed(value) }
}

/// The size of the key in a key record or a bare key, measured on the key itself. `None` if there is no readable key.
pub fn key_size(value: &str) -> Option<KeySize> {
    let (mut kind, mut key) = ("rsa", None);
    if is_bare_key(value) {
        key = Some(value);
    } else {
        // The value is a tag list (RFC 6376 section 3.2).
        for tag in value.split(';') {
            let Some((name, content)) = tag.split_once('=') else { continue };
            match name.trim() {
                "k" => kind = content.trim(),
                "p" => key = Some(content),
                _ => {}
            }
        }
    }
    // White space inside the key is ignored (RFC 6376 section 3.2).
    let key: String = key?.split_ascii_whitespace().collect();
    let octets = STANDARD.decode(key).ok()?;
    match kind {
        "rsa" => rsa_bits(&octets).map(|bits| KeySize { algorithm: "RSA", bits }),
        "ed25519" if octets.len() == ED25519_OCTETS => Some(KeySize { algorithm: "Ed25519", bits: 8 * ED25519_OCTETS }),
        _ => None,
    }
}

/// The size of an RSA modulus in bits. Nearly all domains publish a `SubjectPublicKeyInfo`, but RFC 6376 section 3.6.1
/// specifies a bare `RSAPublicKey`, so both are accepted.
fn rsa_bits(octets: &[u8]) -> Option<usize> {
    let inside = SubjectPublicKeyInfoRef::from_der(octets).ok();
    let key = inside.as_ref().and_then(|info| info.subject_public_key.as_bytes()).unwrap_or(octets);
    let key = RsaPublicKeyRef::from_der(key).ok()?;
    let modulus = key.modulus.as_bytes();
    let unused = modulus.first()?.leading_zeros();
    (modulus.len() * 8).checked_sub(usize::try_from(unused).ok()?).filter(|bits| *bits > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RSA_1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDdwQoC9QzjhJ7GArmfgFVpcAKJIawhQahCKx1RiyOXLps2VbXQGnJkvrTvOXFYo6IF5/7N1FI5r5y6GQz6H+bY/8KJHxcERKReX+zgIIhfhjRvkQmXdI2YhMXEMPByGjhuC7McuiKk/gRKQtl6/aXWh6F/zTWOYW7uD4rUOn9xUwIDAQAB";
    const RSA_2048: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu3QU8u1904d1R2sDK1SqCpExwxVH28TgTsL5XFlcWYxBsmX5VHLFSh3LZYh+9MHeYX34PKXhxfrXn80HbLDGAU/qknUR1SOZbuH6ljycBp8s5s06wn0b7X+pcUPBOsNWqWIjc43zSa4L0el/LHupKt1QfRtC51FYgbpg5ZKEWkKT8FGnKv1hmtmb/D7kHFwxYIu4KG/EsWurxzrAH27bxuMS4oPVqTy8ZKhN6g3WL1JNVrh8TVl7ZXoaEm1cFnc6ZPBwW+FkK0tm3OqndDnFKA05QEH3cAfvnf5YNTLOWuYHbbbQudrCOaPvlnoVRTEQHwW+o66WhskV6DZvaKoQmwIDAQAB";
    const ED25519: &str = "Ssrx32ZmfbkAn5mp4j8j0umS67CGU1PyuGIyA7IYvUY=";

    #[test]
    fn a_bare_key_gets_its_tag() {
        let key = format!("MI{}==", "A".repeat(212));
        assert_eq!(published_value(&key), format!("p={key}"));
    }

    #[test]
    fn every_other_value_is_unchanged() {
        let key = format!("MI{}", "A".repeat(212));
        for value in [
            format!("p={key}"),
            format!("v=DKIM1; k=rsa; p={key}"),
            "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ...".to_owned(),
            format!("{key}==="),
            format!("{key} "),
            String::new(),
        ] {
            assert_eq!(published_value(&value), value);
        }
    }

    #[test]
    fn the_size_comes_from_the_key_in_every_form() {
        let bits = |value: &str| key_size(value).map(|size| (size.algorithm, size.bits));
        for (value, expected) in [
            (RSA_1024.to_owned(), 1024),
            (RSA_2048.to_owned(), 2048),
            (format!("p={RSA_2048}"), 2048),
            (format!("v=DKIM1; k=rsa; p={RSA_1024};"), 1024),
            (format!(" v = DKIM1 ; p = {} {} ", RSA_2048.split_at(90).0, RSA_2048.split_at(90).1), 2048),
        ] {
            assert_eq!(bits(&value), Some(("RSA", expected)), "{value}");
        }
        // The `RSAPublicKey` alone, as RFC 6376 specifies.
        let whole = STANDARD.decode(RSA_1024).unwrap();
        let inner = SubjectPublicKeyInfoRef::from_der(&whole).unwrap().subject_public_key.as_bytes().unwrap().to_vec();
        assert_eq!(bits(&format!("p={}", STANDARD.encode(inner))), Some(("RSA", 1024)));
        assert_eq!(bits(&format!("v=DKIM1; k=ed25519; p={ED25519}")), Some(("Ed25519", 256)));
        assert_eq!(key_size(RSA_2048).map(KeySize::label), Some("2048-bit RSA key".to_owned()));
    }

    #[test]
    fn a_value_that_is_not_a_key_has_no_size() {
        for value in ["", "p=", "v=DKIM1; p=AAAA", "k=ed25519; p=AAAA", "k=dsa; p=AAAA", "v=spf1 ~all", "p=***"] {
            assert_eq!(key_size(value), None, "{value}");
        }
        assert_eq!(key_size(&format!("MI{}", "A".repeat(214))), None);
    }

    #[test]
    fn key_records_are_read_by_the_grammar() {
        use KeyRecordError::{NoKey, Tags, Version};
        let repeated = |name: &str| Err(Tags(TagListError::Repeated(name.to_owned())));
        let no_equals = |part: &str| Err(Tags(TagListError::NoEquals(part.to_owned())));
        for (text, expected) in [
            ("p=K", Ok("K")),
            ("v=DKIM1; k=rsa; p=K;", Ok("K")),
            (" v = DKIM1 ; p = K L ", Ok("K L")),
            ("k=rsa; t=s; p=K", Ok("K")),
            ("p=", Ok("")),
            ("p=K; p=AAAA", repeated("p")),
            ("v=DKIM1; rsa; p=K", no_equals("rsa")),
            ("v=DKIM1; k=rsa; K", no_equals("K")),
            ("p K", no_equals("p K")),
            ("p:K", no_equals("p:K")),
            ("P=K", Err(NoKey)),
            ("v=DKIM1; k=rsa", Err(NoKey)),
            ("v=dkim1; p=K", Err(Version)),
            ("p=K; v=DKIM1", Err(Version)),
            ("v=DKIM1; p=K;; t=s", Err(Tags(TagListError::EmptyPart))),
        ] {
            assert_eq!(KeyRecord::parse(text).map(|record| record.key()), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_value_has_a_size_or_none(value in any::<String>(), octets in any::<Vec<u8>>()) {
            let _ = key_size(&value);
            let _ = key_size(&format!("p={}", STANDARD.encode(octets)));
        }
    }
}
