//! Checks names against the Public Suffix List. The list is compiled in and so may be outdated: it causes warnings,
//! and rejects nothing except a bare top-level domain.

use psl::Type;

use super::is_valid_name;
use super::warning::Warning;

/// Top-level domains that people misspell, the most frequent first.
const COMMON_TLDS: [&str; 16] = [
    "com", "net", "org", "info", "dev", "app", "edu", "gov", "online", "shop", "store", "site", "tech", "cloud",
    "email", "agency",
];

/// The position of a name in the Public Suffix List. It approximates the zone until DNS has been queried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PslPosition {
    /// The name is a registrable domain, most likely the apex of its zone. A subdomain would be better for mail.
    Registrable,
    /// The name is below a registrable domain.
    Subdomain {
        /// The registrable domain above the name.
        registrable_domain: String,
    },
    /// The list has no rule for the name.
    Unknown,
}

/// The position of the name in the list, which approximates its zone.
pub(super) fn psl_position(name: &str) -> PslPosition {
    match psl::domain_str(name).filter(|_| has_known_suffix(name)) {
        None => PslPosition::Unknown,
        Some(domain) if domain == name => PslPosition::Registrable,
        Some(domain) => PslPosition::Subdomain { registrable_domain: domain.to_owned() },
    }
}

/// The registrable domain that the name equals or is below, if the list knows the suffix.
pub fn psl_registrable_domain(name: &str) -> Option<String> {
    match psl_position(name) {
        PslPosition::Registrable => Some(name.to_owned()),
        PslPosition::Subdomain { registrable_domain } => Some(registrable_domain),
        PslPosition::Unknown => None,
    }
}

/// Whether the whole name is a suffix in the ICANN section of the list.
pub fn is_public_suffix(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    psl::suffix(name.as_bytes())
        .is_some_and(|suffix| suffix.typ() == Some(Type::Icann) && suffix.as_bytes() == name.as_bytes())
}

/// Whether the name is below a suffix that is in the list.
pub(super) fn has_known_suffix(name: &str) -> bool {
    let name = name.to_lowercase();
    psl::domain(name.as_bytes()).is_some_and(|domain| domain.suffix().is_known())
}

/// The warning that the list gives for a name of two or more labels.
pub(super) fn check_suffix(name: &str) -> Option<Warning> {
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

/// Warns of a name that begins with `www`, if its parent could be a domain itself.
pub(super) fn check_www(name: &str) -> Option<Warning> {
    let parent = name.strip_prefix("www.")?;
    psl::domain(parent.as_bytes()).map(|_| Warning::Www { parent: parent.to_owned() })
}

/// Corrects a single typo in the top-level domain.
pub(super) fn suggest_tld(name: &str) -> Option<String> {
    let (rest, tld) = name.rsplit_once('.')?;
    if tld.starts_with("xn--") {
        return None;
    }
    let popular = COMMON_TLDS.into_iter().find(|popular| is_one_typo_apart(tld, popular)).map(str::to_owned);
    popular.or_else(|| without_doubled_letter(tld)).map(|corrected| format!("{rest}.{corrected}"))
}

fn unknown_tld(name: &str) -> Warning {
    let tld = name.rsplit('.').next().unwrap_or(name).to_owned();
    // The rest of the name may itself be a suffix, as in "co.ukk", or may be too long for a longer top-level domain.
    let corrected =
        suggest_tld(name).filter(|corrected| psl::domain(corrected.as_bytes()).is_some() && is_valid_name(corrected));
    Warning::UnknownTld { tld, suggestion: corrected }
}

/// Whether the texts differ by one letter that is changed, missing, added, or swapped with its neighbour (optimal
/// string alignment distance 1).
fn is_one_typo_apart(typed: &str, meant: &str) -> bool {
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    let same = typed.iter().zip(meant).take_while(|(one, other)| one == other).count();
    let (typed, meant) = (typed.get(same..).unwrap_or_default(), meant.get(same..).unwrap_or_default());
    match (typed, meant) {
        ([_, typed @ ..], [_, meant @ ..]) if typed == meant => true,
        ([_, rest @ ..], meant) if rest == meant => true,
        (typed, [_, rest @ ..]) if typed == rest => true,
        ([a, b, typed @ ..], [c, d, meant @ ..]) => (a, b) == (d, c) && typed == meant,
        _ => false,
    }
}

/// The top-level domain with one doubled letter removed: `uk` for `ukk`.
fn without_doubled_letter(tld: &str) -> Option<String> {
    let letters: Vec<char> = tld.chars().collect();
    (1..letters.len()).filter(|doubled| letters.get(*doubled) == letters.get(doubled - 1)).find_map(|doubled| {
        let shorter: String =
            letters.iter().enumerate().filter(|(index, _)| *index != doubled).map(|(_, letter)| letter).collect();
        is_public_suffix(&shorter).then_some(shorter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_in_top_level_domains_are_found() {
        for slip in ["con", "cmo", "comm", "ocm", "vom", "cim", "coom", "c0m", "cm0m", "coms"] {
            let meant = suggest_tld(&format!("example.{slip}"));
            assert_eq!(meant.as_deref(), (slip != "cm0m").then_some("example.com"), "{slip}");
        }
        assert_eq!(suggest_tld("example.ogr").as_deref(), Some("example.org"));
        assert_eq!(suggest_tld("example.nett").as_deref(), Some("example.net"));
        assert_eq!(suggest_tld("example.co.ukk").as_deref(), Some("example.co.uk"));
        assert_eq!(suggest_tld("example.notatld"), None);
        assert_eq!(suggest_tld("example.localdomain"), None);
    }

    #[test]
    fn every_common_tld_is_a_public_suffix() {
        assert!(COMMON_TLDS.into_iter().all(is_public_suffix));
    }

    #[test]
    fn placement_follows_the_list() {
        let below = |parent: &str| PslPosition::Subdomain { registrable_domain: parent.to_owned() };
        assert_eq!(psl_position("example.com"), PslPosition::Registrable);
        assert_eq!(psl_position("mail.example.co.uk"), below("example.co.uk"));
        assert_eq!(psl_position("a.city.kawasaki.jp"), below("city.kawasaki.jp"));
        assert_eq!(psl_position("xn--mnchen-3ya.xn--p1ai"), PslPosition::Registrable);
        for name in ["co.uk", "mail.example.notatld", "github.io"] {
            assert_eq!(psl_position(name), PslPosition::Unknown, "{name}");
        }
    }

    #[test]
    fn www_is_reported_only_if_its_parent_can_be_registered() {
        assert!(check_www("www.example.com").is_some());
        for name in ["www.com", "www.co.uk", "www.ck", "www.github.io", "wwwexample.com"] {
            assert_eq!(check_www(name), None, "{name}");
        }
    }
}
