//! Where a name stands by the Public Suffix List, which is compiled in and so may be old: it warns, and never
//! refuses anything but a bare top-level domain.

use psl::Type;

use super::is_name;
use super::types::Placement;
use super::warning::Warning;

/// Top-level domains that people mean when they slip, the most frequent first.
const POPULAR: [&str; 16] = [
    "com", "net", "org", "info", "dev", "app", "edu", "gov", "online", "shop", "store", "site", "tech", "cloud",
    "email", "agency",
];

/// Where the name stands: a guess at its zone.
pub(super) fn placement(name: &str) -> Placement {
    match psl::domain_str(name).filter(|_| has_known_ending(name)) {
        None => Placement::Unknown,
        Some(domain) if domain == name => Placement::Registrable,
        Some(domain) => Placement::Subdomain { of: domain.to_owned() },
    }
}

/// The registrable domain that a name is or is below, where the list knows its ending.
#[must_use]
pub fn registrable(name: &str) -> Option<String> {
    match placement(name) {
        Placement::Registrable => Some(name.to_owned()),
        Placement::Subdomain { of } => Some(of),
        Placement::Unknown => None,
    }
}

/// Whether the name as a whole is a suffix of the registries' part of the list.
#[must_use]
pub fn is_public(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    psl::suffix(name.as_bytes())
        .is_some_and(|suffix| suffix.typ() == Some(Type::Icann) && suffix.as_bytes() == name.as_bytes())
}

/// Whether the name is below an ending that is in the list.
pub(super) fn has_known_ending(name: &str) -> bool {
    let name = name.to_lowercase();
    psl::domain(name.as_bytes()).is_some_and(|domain| domain.suffix().is_known())
}

/// What the list says against a name of two labels or more.
pub(super) fn warning(name: &str) -> Option<Warning> {
    let suffix = psl::suffix(name.as_bytes())?;
    let text = std::str::from_utf8(suffix.as_bytes()).ok()?.to_owned();
    let is_whole = text == name;
    match suffix.typ() {
        None => Some(unknown_tld(name)),
        Some(Type::Icann) if is_whole => Some(Warning::PublicSuffix { suffix: text }),
        Some(Type::Private) if is_whole => Some(Warning::PrivateSuffix { suffix: text }),
        Some(Type::Private) => Some(Warning::UnderPrivateSuffix { suffix: text }),
        Some(Type::Icann) => None,
    }
}

/// The parent of a name that begins with `www`, where that parent can be a domain of its own.
pub(super) fn www(name: &str) -> Option<Warning> {
    let parent = name.strip_prefix("www.")?;
    psl::domain(parent.as_bytes()).map(|_| Warning::Www { parent: parent.to_owned() })
}

/// The name with the top-level domain that is one slip away from the one that it has.
pub(super) fn near(name: &str) -> Option<String> {
    let (rest, tld) = name.rsplit_once('.')?;
    if tld.starts_with("xn--") {
        return None;
    }
    let popular = POPULAR.into_iter().find(|popular| is_one_slip(tld, popular)).map(str::to_owned);
    popular.or_else(|| without_double(tld)).map(|near| format!("{rest}.{near}"))
}

fn unknown_tld(name: &str) -> Warning {
    let tld = name.rsplit('.').next().unwrap_or(name).to_owned();
    // The rest of the name may be an ending itself, as in "co.ukk", or leave no room for a longer ending.
    let near = near(name).filter(|near| psl::domain(near.as_bytes()).is_some() && is_name(near));
    Warning::UnknownTld { tld, near }
}

/// Whether one letter changed, missing, added, or swapped with its neighbour makes the one text of the other
/// (optimal string alignment distance 1).
fn is_one_slip(given: &str, meant: &str) -> bool {
    let (given, meant) = (given.as_bytes(), meant.as_bytes());
    let same = given.iter().zip(meant).take_while(|(one, other)| one == other).count();
    let (given, meant) = (given.get(same..).unwrap_or_default(), meant.get(same..).unwrap_or_default());
    match (given, meant) {
        ([_, given @ ..], [_, meant @ ..]) if given == meant => true,
        ([_, rest @ ..], meant) if rest == meant => true,
        (given, [_, rest @ ..]) if given == rest => true,
        ([a, b, given @ ..], [c, d, meant @ ..]) => (a, b) == (d, c) && given == meant,
        _ => false,
    }
}

/// The top-level domain of which one letter was typed twice: `ukk` for `uk`.
fn without_double(tld: &str) -> Option<String> {
    let letters: Vec<char> = tld.chars().collect();
    (1..letters.len()).filter(|place| letters.get(*place) == letters.get(place - 1)).find_map(|place| {
        let shorter: String =
            letters.iter().enumerate().filter(|(index, _)| *index != place).map(|(_, letter)| letter).collect();
        is_public(&shorter).then_some(shorter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found() {
        for slip in ["con", "cmo", "comm", "ocm", "vom", "cim", "coom", "c0m", "cm0m", "coms"] {
            let meant = near(&format!("example.{slip}"));
            assert_eq!(meant.as_deref(), (slip != "cm0m").then_some("example.com"), "{slip}");
        }
        assert_eq!(near("example.ogr").as_deref(), Some("example.org"));
        assert_eq!(near("example.nett").as_deref(), Some("example.net"));
        assert_eq!(near("example.co.ukk").as_deref(), Some("example.co.uk"));
        assert_eq!(near("example.notatld"), None);
        assert_eq!(near("example.localdomain"), None);
    }

    #[test]
    fn every_popular_ending_is_one() {
        assert!(POPULAR.into_iter().all(is_public));
    }

    #[test]
    fn placement_follows_the_list() {
        let below = |of: &str| Placement::Subdomain { of: of.to_owned() };
        assert_eq!(placement("example.com"), Placement::Registrable);
        assert_eq!(placement("mail.example.co.uk"), below("example.co.uk"));
        assert_eq!(placement("a.city.kawasaki.jp"), below("city.kawasaki.jp"));
        assert_eq!(placement("xn--mnchen-3ya.xn--p1ai"), Placement::Registrable);
        for name in ["co.uk", "mail.example.notatld", "github.io"] {
            assert_eq!(placement(name), Placement::Unknown, "{name}");
        }
    }

    #[test]
    fn www_has_a_parent_only_where_that_can_be_registered() {
        assert!(www("www.example.com").is_some());
        for name in ["www.com", "www.co.uk", "www.ck", "www.github.io", "wwwexample.com"] {
            assert_eq!(www(name), None, "{name}");
        }
    }
}
