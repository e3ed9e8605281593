//! Rejects names that no domain can have: first by the characters of the host as typed, then by the labels of its
//! ASCII form. Only syntax is checked here (RFC 1035, 1123, 5321).

use std::net::Ipv6Addr;

use super::normalize::{NormalizedText, is_bidi_control, is_blank, is_control};
use super::reject_reason::RejectReason;
use super::{MAX_LABEL_LENGTH, MAX_NAME_LENGTH, public_suffix};
use crate::core::text::HiddenCharacter;

/// Checks the characters of the host, which begins at byte `start` of the text.
pub(super) fn check_characters(host: &str, start: usize, normalized: &NormalizedText) -> Result<(), RejectReason> {
    if host.chars().all(|character| character == '.') {
        return Err(RejectReason::Empty);
    }
    if is_ip_address(host) {
        return Err(RejectReason::IpAddress);
    }
    let find = |wanted: &dyn Fn(char) -> bool| {
        let (index, character) = host.char_indices().find(|(_, character)| wanted(*character))?;
        Some(HiddenCharacter { character, position: normalized.original_position(start + index) })
    };
    if let Some(found) = find(&is_control) {
        return Err(RejectReason::ControlCharacter(found));
    }
    if let Some(found) = find(&is_bidi_control) {
        return Err(RejectReason::BidiControl(found));
    }
    // The colon is checked first: it may separate a user from a password, and then nothing after it may be examined.
    let bad = |HiddenCharacter { character, position }| RejectReason::BadCharacter { character, position };
    if let Some(found) = find(&|character| character == ':') {
        return Err(bad(found));
    }
    if host.contains('%') {
        return Err(RejectReason::PercentEncoding);
    }
    if host.split('.').any(|label| label == "*") {
        return Err(RejectReason::Wildcard);
    }
    if let Some(found) = find(&is_invalid_ascii) {
        return Err(bad(found));
    }
    if host.contains(',') {
        return Err(RejectReason::CommaForDot);
    }
    if let Some(HiddenCharacter { position, .. }) = find(&is_blank) {
        return Err(RejectReason::SpaceInside { position });
    }
    check_shape(host)
}

/// Checks the labels as typed.
fn check_shape(host: &str) -> Result<(), RejectReason> {
    if let Some(label) = host.split('.').find(|label| label.starts_with('_')) {
        return Err(RejectReason::RecordName { label: label.to_owned() });
    }
    if host.contains('_') {
        return Err(RejectReason::Underscore);
    }
    check_edges(host)
}

/// Rejects empty labels, and labels that begin or end with a hyphen.
fn check_edges(name: &str) -> Result<(), RejectReason> {
    if name.split('.').any(str::is_empty) {
        return Err(RejectReason::EmptyLabel);
    }
    match name.split('.').find(|label| label.starts_with('-') || label.ends_with('-')) {
        Some(label) => Err(RejectReason::HyphenAtEdge { label: label.to_owned() }),
        None => Ok(()),
    }
}

/// Checks the labels of `ascii`, the ASCII form of the host.
pub(super) fn check_labels(ascii: &str, host: &str) -> Result<(), RejectReason> {
    check_edges(ascii)?;
    if let Some((index, label)) = ascii.split('.').enumerate().find(|(_, label)| label.len() > MAX_LABEL_LENGTH) {
        let typed = host.split('.').nth(index).unwrap_or(label);
        return Err(RejectReason::LabelTooLong { label: typed.to_owned(), octets: label.len() });
    }
    if ascii.len() > MAX_NAME_LENGTH {
        return Err(RejectReason::NameTooLong { octets: ascii.len() });
    }
    let Some((_, tld)) = ascii.rsplit_once('.') else {
        return Err(if public_suffix::is_public_suffix(ascii) {
            RejectReason::PublicSuffix { suffix: ascii.to_owned() }
        } else {
            RejectReason::SingleLabel { label: host.to_owned() }
        });
    };
    if tld.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(RejectReason::NumericTld { tld: tld.to_owned() });
    }
    let is_alphabetic = tld.len() > 1 && tld.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_alphabetic || tld.starts_with("xn--") { Ok(()) } else { Err(RejectReason::BadTld { tld: tld.to_owned() }) }
}

/// Whether no name can contain this ASCII character. Commas and blanks have reasons of their own.
fn is_invalid_ascii(character: char) -> bool {
    character.is_ascii()
        && !character.is_ascii_alphanumeric()
        && !matches!(character, '.' | '-' | '_' | ',')
        && !is_blank(character)
}

/// Whether the host is an IP address: version 6 with or without brackets, zone and port, or version 4 in any notation
/// that browsers accept (`127.1`, `0x7f.1`, `2130706433`; WHATWG URL section 3.5).
fn is_ip_address(host: &str) -> bool {
    let bare = host.strip_prefix('[').map_or(host, |rest| rest.split_once(']').map_or(rest, |(inner, _)| inner));
    if bare.contains(':') {
        let address = bare.split_once('%').map_or(bare, |(address, _zone)| address);
        return address.parse::<Ipv6Addr>().is_ok();
    }
    let is_numeric = bare.rsplit('.').next().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_digit()));
    is_numeric && matches!(url::Host::parse(bare), Ok(url::Host::Ipv4(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn characters(host: &str) -> Result<(), &'static str> {
        check_characters(host, 0, &NormalizedText::new(host)).map_err(|reason| reason.code())
    }

    #[test]
    fn addresses_are_detected_in_every_notation() {
        for host in
            ["127.1", "0x7f.1", "2130706433", "1.2.3.4", "::1", "[::1]", "[::1]:25", "fe80::1%eth0", "::ffff:1.2.3.4"]
        {
            assert!(is_ip_address(host), "{host}");
        }
        for host in ["256.256.256.256", "1.2.3.4.5", "1and1.com", "example.com", "a:b", "[", "", "123.com", "100%.com"]
        {
            assert!(!is_ip_address(host), "{host}");
        }
    }

    #[test]
    fn nothing_after_a_colon_is_examined() {
        for host in ["user:p%41", "user:a.*.b.com", "user:a,b", "user:p w", "user:_a.com"] {
            assert_eq!(characters(host), Err("bad-character"), "{host}");
        }
    }

    #[test]
    fn an_invalid_character_is_reported_with_its_position() {
        let reason = check_characters("exam!ple.com", 0, &NormalizedText::new("exam!ple.com"));
        assert_eq!(reason, Err(RejectReason::BadCharacter { character: '!', position: 5 }));
    }

    #[test]
    fn the_last_label_has_letters() {
        let tld = |name| check_labels(name, name).map_err(|reason| reason.code());
        assert_eq!(tld("example.c0m"), Err("bad-tld"));
        assert_eq!(tld("example.c"), Err("bad-tld"));
        assert_eq!(tld("example.c-m"), Err("bad-tld"));
        assert_eq!(tld("example.42"), Err("numeric-tld"));
        assert_eq!(tld("example.xn--p1ai"), Ok(()));
    }

    #[test]
    fn limits_are_exact() {
        let kind = |name: &str| check_labels(name, name).map_err(|reason| reason.code());
        let label = "a".repeat(63);
        assert_eq!(kind(&format!("{label}.com")), Ok(()));
        assert_eq!(kind(&format!("{label}a.com")), Err("label-too-long"));
        let three = format!("{label}.{label}.{label}");
        assert_eq!(kind(&format!("{three}.{}.com", "b".repeat(57))), Ok(()));
        assert_eq!(kind(&format!("{three}.{}.com", "b".repeat(58))), Err("name-too-long"));
    }
}
