//! Converts international names to the ASCII form that is sent (UTS 46, non-transitional, with the letter-digit-hyphen
//! rules of STD 3), and back to the Unicode form that is shown.

use std::borrow::Cow;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::fix::Fix;
use super::normalize::{NormalizedText, is_displayable};
use super::reject_reason::RejectReason;
use crate::core::text::HiddenCharacter;

/// A label with more characters than this exceeds 63 octets in its ASCII form whatever the mapping does: no mapping
/// merges more than 18 characters into one, and few merge more than two. Such a label is not converted, to bound the
/// cost of conversion.
const MAX_LABEL_CHARACTERS: usize = 256;

/// The ASCII form of the host, in lower case.
pub(super) fn to_ascii(host: &str, start: usize, normalized: &NormalizedText) -> Result<String, RejectReason> {
    if let Some(label) = host.split('.').find(|label| !label.is_ascii() && label.chars().count() > MAX_LABEL_CHARACTERS)
    {
        return Err(RejectReason::LabelTooLong { label: label.to_owned(), octets: label.chars().count() });
    }
    let ascii = uts46_to_ascii(host).ok_or_else(|| conversion_error(host, start, normalized))?.into_owned();
    // The ASCII form must convert to itself, or a receiver could read a different name.
    let is_stable = ascii == host || uts46_to_ascii(&ascii).is_some_and(|again| again == ascii);
    if is_stable { Ok(ascii) } else { Err(RejectReason::Idna { label: host.to_owned(), character: None }) }
}

/// The Unicode form of a name, or `None` if it is plain ASCII.
pub(super) fn to_unicode(ascii: &str) -> Option<String> {
    if !ascii.split('.').any(|label| label.starts_with("xn--")) {
        return None;
    }
    let (unicode, result) = Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    result.ok().map(|()| unicode.into_owned()).filter(|unicode| unicode != ascii)
}

/// The Unicode form, if every character in it is visible.
pub(super) fn displayable(unicode: Option<&str>) -> Option<String> {
    unicode.filter(|unicode| unicode.chars().all(is_displayable)).map(str::to_owned)
}

/// The corrections that the conversion amounts to, described by its result.
pub(super) fn conversion_fixes(host: &str, ascii: &str, unicode: Option<&str>, is_folded: bool) -> Vec<Fix> {
    let mut fixes = Vec::new();
    if host.chars().any(char::is_uppercase) {
        fixes.push(Fix::LowerCased);
    }
    // If a character was mapped to a dot, one label became two. Then only whole names can be compared, not labels.
    let is_same_count = host.split('.').count() == ascii.split('.').count();
    let mut pairs = host.split('.').zip(ascii.split('.')).filter(|(typed, _)| !typed.is_ascii());
    let is_mapped = !is_same_count || pairs.any(|(_, result)| !result.starts_with("xn--"));
    if is_folded || is_mapped {
        fixes.push(Fix::IdnMapped { name: ascii.to_owned() });
    }
    if !host.is_ascii() && ascii.split('.').any(|label| label.starts_with("xn--")) {
        fixes.push(Fix::Idn { ascii: ascii.to_owned(), unicode: displayable(unicode) });
    }
    fixes
}

/// Converts every label of an owner name to ASCII: international labels become A-labels (RFC 5890), ASCII labels such
/// as `_dmarc` stay unchanged. `None` if a label has no ASCII form.
pub fn owner_to_ascii(name: &str) -> Option<Cow<'_, str>> {
    if name.is_ascii() {
        return Some(Cow::Borrowed(name));
    }
    let label = |label: &str| {
        if label.is_ascii() {
            return Some(label.to_owned());
        }
        // If a character in the label maps to a dot, the result would be two labels.
        let ascii = (label.chars().count() <= MAX_LABEL_CHARACTERS).then(|| uts46_to_ascii(label)).flatten()?;
        (!ascii.contains('.')).then(|| ascii.into_owned())
    };
    let labels: Option<Vec<_>> = name.split('.').map(label).collect();
    labels.map(|labels| Cow::Owned(labels.join(".")))
}

fn uts46_to_ascii(host: &str) -> Option<Cow<'_, str>> {
    let uts46 = Uts46::new();
    uts46.to_ascii(host.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Ignore).ok()
}

/// Finds the label, and if possible the character, at which the conversion failed.
fn conversion_error(host: &str, start: usize, normalized: &NormalizedText) -> RejectReason {
    let label = host.split('.').find(|label| !label.is_empty() && uts46_to_ascii(label).is_none()).unwrap_or(host);
    let character = host
        .char_indices()
        .find(|(_, character)| !character.is_ascii() && is_never_valid(*character))
        .map(|(index, character)| HiddenCharacter { character, position: normalized.original_position(start + index) });
    RejectReason::Idna { label: label.to_owned(), character }
}

/// Whether no name can contain the character, neither alone nor after a letter (as a combining mark would be).
fn is_never_valid(character: char) -> bool {
    uts46_to_ascii(character.encode_utf8(&mut [0; 4])).is_none() && uts46_to_ascii(&format!("a{character}")).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ascii(host: &str) -> Result<String, RejectReason> {
        to_ascii(host, 0, &NormalizedText::new(host))
    }

    #[test]
    fn names_convert_to_ascii_and_back() {
        for (unicode, sent) in [
            ("münchen.de", "xn--mnchen-3ya.de"),
            ("straße.de", "xn--strae-oqa.de"),
            ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
            ("مثال.إختبار", "xn--mgbh0fb.xn--kgbechtv"),
        ] {
            assert_eq!(ascii(unicode).as_deref(), Ok(sent));
            assert_eq!(to_unicode(sent).as_deref(), Some(unicode));
        }
        assert_eq!(to_unicode("example.com"), None);
    }

    #[test]
    fn a_joiner_is_sent_if_its_script_needs_it_but_not_displayed() {
        let sent = ascii("نامه\u{200c}ای.com").unwrap();
        assert_eq!(sent, "xn--mgba3gch31f060k.com");
        assert_eq!(displayable(to_unicode(&sent).as_deref()), None);
        let wrong = ascii("exam\u{200d}ple.com");
        let found = HiddenCharacter { character: '\u{200d}', position: 5 };
        assert_eq!(wrong, Err(RejectReason::Idna { label: "exam\u{200d}ple".to_owned(), character: Some(found) }));
    }

    #[test]
    fn the_wrong_label_is_found() {
        assert_eq!(ascii("mail.xn--a.com"), Err(RejectReason::Idna { label: "xn--a".to_owned(), character: None }));
    }

    #[test]
    fn fixes_distinguish_mapping_from_international_letters() {
        let kinds = |host: &str| {
            let sent = ascii(host).unwrap();
            conversion_fixes(host, &sent, to_unicode(&sent).as_deref(), false).iter().map(Fix::code).collect::<Vec<_>>()
        };
        assert_eq!(kinds("example.com"), [""; 0]);
        assert_eq!(kinds("xn--mnchen-3ya.de"), [""; 0]);
        assert_eq!(kinds("℡.com"), ["idn-mapped"]);
        assert_eq!(kinds("münchen.de"), ["idn"]);
        assert_eq!(kinds("MÜNCHEN.℡"), ["lower-cased", "idn-mapped", "idn"]);
    }

    #[test]
    fn the_ascii_labels_of_an_owner_name_are_unchanged() {
        for (name, ascii) in [
            ("_DMARC.Mail.example.com", Some("_DMARC.Mail.example.com")),
            ("_dmarc.MÜNCHEN.de", Some("_dmarc.xn--mnchen-3ya.de")),
            ("a b.münchen.de", Some("a b.xn--mnchen-3ya.de")),
            ("a..ü", Some("a..xn--tda")),
            ("a。ü.de", None),
            ("\u{202e}a.de", None),
        ] {
            assert_eq!(owner_to_ascii(name).as_deref(), ascii, "{name}");
        }
        assert_eq!(owner_to_ascii(&"ü".repeat(MAX_LABEL_CHARACTERS + 1)), None);
    }
}
