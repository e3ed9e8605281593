//! The zone of a name, and the three ways to write an owner name in it.
//!
//! A DNS panel shows the names of one zone, and most panels append the zone to what is typed. So the text to type
//! depends on the zone, which may be a parent of the sending domain: `_dmarc.mail.example.com` is `_dmarc.mail` in the
//! zone `example.com`. Only DNS knows which names are zones; before a lookup, the Public Suffix List provides a guess.

use std::borrow::Cow;

use super::domain_name::{is_public_suffix, owner_to_ascii, psl_registrable_domain};

/// A zone: the part of the DNS tree that one DNS panel shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: String,
    source: ZoneSource,
}

/// The source of the knowledge about a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ZoneSource {
    /// A guess: the registrable domain by the Public Suffix List.
    Guessed,
    /// DNS: the zone has its own SOA record.
    Dns,
    /// The user chose it.
    Chosen,
}

impl ZoneSource {
    /// All sources.
    pub const ALL: [Self; 3] = [Self::Guessed, Self::Dns, Self::Chosen];

    /// The code used in JSON documents.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl Zone {
    /// Guesses the zone of a sending domain: its registrable domain, or else the domain itself.
    pub fn guess(domain: &str) -> Self {
        let domain = normalize(domain);
        let name = psl_registrable_domain(&domain).unwrap_or(domain);
        Self { name, source: ZoneSource::Guessed }
    }

    /// A zone whose SOA record was found in DNS.
    pub fn from_dns(name: &str) -> Self {
        Self { name: normalize(name), source: ZoneSource::Dns }
    }

    /// A zone that the user chose from [`Self::candidates`].
    pub fn chosen(name: &str) -> Self {
        Self { name: normalize(name), source: ZoneSource::Chosen }
    }

    /// Every possible zone of a sending domain, the nearest first: the domain itself and its parents, up to the last
    /// that is not a public suffix.
    pub fn candidates(domain: &str) -> Vec<String> {
        let domain = normalize(domain);
        let mut names = vec![domain.clone()];
        let mut rest = domain.as_str();
        while let Some((_, parent)) = rest.split_once('.') {
            if parent.is_empty() || !parent.contains('.') || is_public_suffix(parent) {
                break;
            }
            names.push(parent.to_owned());
            rest = parent;
        }
        names
    }

    /// The name of the zone: lower case, without a trailing dot.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How the zone is known.
    pub const fn source(&self) -> ZoneSource {
        self.source
    }

    /// The labels of a full name before the zone, unchanged and without the dot between. Empty at the zone apex;
    /// `None` for a name outside the zone. Names are compared label by label, ignoring ASCII case and a trailing dot (RFC
    /// 4343), in their ASCII form (RFC 5890).
    pub fn labels_before_zone<'n>(&self, owner: &'n str) -> Option<&'n str> {
        if self.name.is_empty() {
            return None;
        }
        let mut before = Some(owner.strip_suffix('.').unwrap_or(owner));
        for zone_label in self.name.rsplit('.') {
            let rest = before?;
            let (left, label) = rest.rsplit_once('.').map_or((None, rest), |(left, label)| (Some(left), label));
            if !is_same_label(label, zone_label) {
                return None;
            }
            before = left;
        }
        before.map_or(Some(""), |labels| Some(labels).filter(|labels| !labels.is_empty()))
    }

    /// The name relative to the zone, as most panels want it; `@` at the apex. `None` for a name outside the zone.
    pub fn relative_name(&self, owner: &str) -> Option<String> {
        self.labels_before_zone(owner).map(|labels| if labels.is_empty() { "@".to_owned() } else { labels.to_owned() })
    }

    /// Writes the name in this form. A name outside the zone has no relative form, so it is written in full.
    pub fn format_name(&self, owner: &str, form: NameForm) -> String {
        let full = owner.strip_suffix('.').unwrap_or(owner);
        match form {
            NameForm::Relative => self.relative_name(owner).unwrap_or_else(|| full.to_owned()),
            NameForm::Full => full.to_owned(),
            NameForm::TrailingDot => format!("{full}."),
        }
    }
}

/// A way to write an owner name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameForm {
    /// Relative to the zone: `_dmarc.mail`, or `@`.
    Relative,
    /// The full name without a trailing dot: `_dmarc.mail.example.com`.
    #[default]
    Full,
    /// The full name with a trailing dot, so that no panel appends the zone: `_dmarc.mail.example.com.`
    TrailingDot,
}

impl NameForm {
    /// The name of the form, for users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Relative => "the short name (without the zone)",
            Self::Full => "the full name",
            Self::TrailingDot => "the full name with a trailing dot",
        }
    }
}

/// Whether a label of a name equals a label of the zone. The latter is in ASCII.
fn is_same_label(label: &str, zone_label: &str) -> bool {
    label.eq_ignore_ascii_case(zone_label)
        || !label.is_ascii() && owner_to_ascii(label).is_some_and(|ascii| ascii.eq_ignore_ascii_case(zone_label))
}

/// Normalizes a name for comparison: ASCII form, lower case, without final dots.
fn normalize(name: &str) -> String {
    let name = name.trim_end_matches('.');
    owner_to_ascii(name).unwrap_or(Cow::Borrowed(name)).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_guess_is_the_registrable_domain() {
        for (domain, zone) in [
            ("mail.example.com", "example.com"),
            ("Example.com.", "example.com"),
            ("example.co.uk", "example.co.uk"),
            ("a.b.example.co.uk", "example.co.uk"),
            ("mail.xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
            ("mail.example.notatld", "mail.example.notatld"),
            ("..", ""),
            ("", ""),
        ] {
            assert_eq!((Zone::guess(domain).name(), Zone::guess(domain).source()), (zone, ZoneSource::Guessed));
        }
    }

    #[test]
    fn every_parent_down_to_the_public_suffix_can_be_the_zone() {
        assert_eq!(Zone::candidates("a.b.example.co.uk"), ["a.b.example.co.uk", "b.example.co.uk", "example.co.uk"]);
        assert_eq!(Zone::candidates("example.com"), ["example.com"]);
        assert_eq!(Zone::candidates("mail.example.notatld"), ["mail.example.notatld", "example.notatld"]);
    }

    #[test]
    fn names_are_written_relative_to_the_zone_and_not_to_the_sending_domain() {
        let zone = Zone::guess("mail.example.com");
        for (owner, host) in [
            ("_dmarc.mail.example.com", Some("_dmarc.mail")),
            ("_DMARC.Mail.EXAMPLE.com.", Some("_DMARC.Mail")),
            ("example.com", Some("@")),
            ("notexample.com", None),
            ("example.org", None),
            (".example.com", None),
            ("com", None),
        ] {
            assert_eq!(zone.relative_name(owner).as_deref(), host, "{owner}");
        }
        assert_eq!(zone.format_name("a.example.com.", NameForm::Full), "a.example.com");
        assert_eq!(zone.format_name("a.example.com", NameForm::TrailingDot), "a.example.com.");
        assert_eq!(zone.format_name("a.example.org", NameForm::Relative), "a.example.org");
    }

    #[test]
    fn a_unicode_name_is_in_the_zone_of_its_ascii_form() {
        let zone = Zone::chosen("München.de");
        assert_eq!(zone, Zone::chosen("xn--mnchen-3ya.de"));
        assert_eq!(zone.relative_name("_dmarc.mail.münchen.de").as_deref(), Some("_dmarc.mail"));
        assert_eq!(zone.relative_name("_dmarc.xn--mnchen-3ya.de").as_deref(), Some("_dmarc"));
        assert_eq!(Zone::guess("mail.münchen.de").name(), "xn--mnchen-3ya.de");
    }

    #[test]
    fn a_zone_without_an_ascii_form_still_contains_its_names() {
        // No label may begin with a combining mark (RFC 5891 section 4.2.3.2).
        assert_eq!(Zone::guess("\u{1134d}").relative_name("A.\u{1134d}").as_deref(), Some("A"));
    }

    proptest! {
        #[test]
        fn host_and_zone_make_the_name(labels in "[a-zA-Z_-]{1,9}(\\.[a-z0-9]{1,5}){0,3}", domain in any::<String>()) {
            let zone = Zone::guess(&domain);
            if !zone.name().is_empty() {
                let owner = format!("{labels}.{}", zone.name());
                prop_assert_eq!(zone.relative_name(&owner), Some(labels));
            }
        }
    }
}
