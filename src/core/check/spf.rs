//! SPF records (RFC 7208).

use super::cause::{Cause, Comparison};
use super::sanitize::sanitize;
use super::txt;

/// The beginning of an SPF record (RFC 7208 section 4.5).
const VERSION: &str = "v=spf1";

/// The most terms of a record that require lookups (RFC 7208 section 4.6.4).
const MAX_LOOKUPS: usize = 10;

/// Whether a text is an SPF record: the version, then a space or the end (RFC 7208 section 4.5).
pub(super) fn is_record(text: &str) -> bool {
    parse_terms(text).is_some()
}

/// Compares the texts of a name. Exactly one must be an SPF record, which must allow the expected senders.
pub(super) fn compare(expected: &str, texts: &[String]) -> Comparison {
    let records: Vec<&str> = texts.iter().map(String::as_str).filter(|text| is_record(text)).collect();
    match records.as_slice() {
        [] => Comparison::without_record(texts.iter().flat_map(|text| diagnose_non_record(expected, text)).collect()),
        [record] => {
            let causes = diagnose(expected, record);
            Comparison { is_correct: causes.is_empty(), causes }
        }
        several => {
            let merged = sanitize(merge(expected, several).as_bytes());
            Comparison::incorrect(vec![Cause::SpfTwice { count: several.len(), merged }])
        }
    }
}

/// Whether two records have the same terms; `all` may differ.
pub(super) fn is_same(expected: &str, text: &str) -> bool {
    let (plain, _) = txt::strip_zone_syntax(text);
    let sorted = |text: &str| {
        parse_terms(text).map(|terms| {
            let mut terms: Vec<String> = terms.filter(|term| !is_all(term)).map(normalize_term).collect();
            terms.sort_unstable();
            terms
        })
    };
    sorted(&plain).is_some_and(|terms| sorted(expected) == Some(terms)) || txt::is_same(expected, text)
}

/// The terms after the version.
fn parse_terms(text: &str) -> Option<impl Iterator<Item = &str>> {
    let (version, rest) = text.split_at_checked(VERSION.len())?;
    let is_version = version.eq_ignore_ascii_case(VERSION) && (rest.is_empty() || rest.starts_with(' '));
    is_version.then(|| rest.split(' ').filter(|term| !term.is_empty()))
}

/// The causes for a wrong record; empty for a correct one.
fn diagnose(expected: &str, record: &str) -> Vec<Cause> {
    let wanted = parse_terms(expected).into_iter().flatten().filter(|term| !is_all(term));
    let all: Vec<&str> = parse_terms(record).into_iter().flatten().collect();
    // Mechanisms after `all` are ignored, modifiers are not (RFC 7208 section 5.1).
    let end = all.iter().position(|term| is_all(term)).unwrap_or(all.len());
    let counts = |wanted: &str| {
        let is_it = |term: &&str| normalize_term(term) == normalize_term(wanted);
        all.iter().take(end).any(is_it) || is_modifier(wanted) && all.iter().any(is_it)
    };
    let missing: Vec<String> = wanted.filter(|term| !counts(term)).map(|term| sanitize(term.as_bytes())).collect();
    let broken = all.iter().find(|term| !is_valid_term(term));
    if broken.is_some() || !missing.is_empty() {
        let flaws = txt::diagnose(expected, record);
        if !flaws.is_empty() {
            return flaws;
        }
    }
    if let Some(term) = broken {
        return vec![Cause::SpfBroken { term: sanitize(term.as_bytes()) }];
    }
    if !missing.is_empty() {
        return vec![Cause::SpfWithoutInclude { missing, merged: sanitize(merge(expected, &[record]).as_bytes()) }];
    }
    let lookups = all.iter().filter(|term| requires_lookup(term)).count();
    if lookups > MAX_LOOKUPS { vec![Cause::SpfTooLong { lookups }] } else { Vec::new() }
}

/// The causes for a text that is no SPF record, but was probably meant to be one.
fn diagnose_non_record(expected: &str, text: &str) -> Vec<Cause> {
    let flaws = txt::diagnose(expected, text);
    if !flaws.is_empty() {
        return flaws;
    }
    let (plain, mut causes) = txt::strip_zone_syntax(text);
    if is_record(&plain) {
        causes.extend(diagnose(expected, &plain));
        if causes.is_empty() {
            // The only mistake is the blanks around it.
            causes.push(Cause::BlanksInside { position: 1, character: "a space".to_owned() });
        }
        return causes;
    }
    let starts = txt::strip_blanks(&plain).to_ascii_lowercase().starts_with(VERSION);
    if starts { vec![Cause::Glued] } else { Vec::new() }
}

/// One record that allows all senders: the expected ones first, then the existing ones. `all` is taken from the existing
/// records, or is `~all` if they differ.
pub(super) fn merge(expected: &str, existing: &[&str]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut all_terms: Vec<&str> = Vec::new();
    let mut redirects: Vec<&str> = Vec::new();
    for record in std::iter::once(expected).chain(existing.iter().copied()) {
        let terms: Vec<&str> = parse_terms(record).into_iter().flatten().collect();
        let all = terms.iter().find(|term| is_all(term));
        for term in terms.iter().filter(|term| !is_all(term)) {
            match redirect_target(term) {
                // A redirect has an effect only without `all` (RFC 7208 section 6.1).
                Some(target) if all.is_none() => redirects.push(target),
                Some(_) => {}
                None if kept.iter().any(|one| normalize_term(one) == normalize_term(term)) => {}
                None => kept.push(term),
            }
        }
        all_terms.extend(all.filter(|_| existing.contains(&record)));
    }
    all_terms.dedup_by_key(|all| normalize_term(all));
    redirects.dedup_by_key(|target| target.to_ascii_lowercase());
    let mut line: Vec<String> = std::iter::once(VERSION).chain(kept).map(str::to_owned).collect();
    match (all_terms.as_slice(), redirects.as_slice()) {
        ([], [target]) => line.push(format!("redirect={target}")),
        ([], []) => {
            line.extend(parse_terms(expected).into_iter().flatten().filter(|term| is_all(term)).map(str::to_owned));
        }
        (all_terms, targets) => {
            line.extend(targets.iter().map(|target| format!("include:{target}")));
            line.push(if let [all] = all_terms { (*all).to_owned() } else { "~all".to_owned() });
        }
    }
    line.join(" ")
}

/// The target of a redirect (RFC 7208 section 6.1).
fn redirect_target(term: &str) -> Option<&str> {
    let (name, target) = term.split_once('=')?;
    name.eq_ignore_ascii_case("redirect").then_some(target)
}

/// A term in a form for comparing: in lower case, without the default qualifier.
fn normalize_term(term: &str) -> String {
    term.strip_prefix('+').unwrap_or(term).to_ascii_lowercase()
}

fn strip_qualifier(term: &str) -> &str {
    term.strip_prefix(['+', '-', '~', '?']).unwrap_or(term)
}

fn is_all(term: &str) -> bool {
    strip_qualifier(term).eq_ignore_ascii_case("all")
}

/// `name=value` (RFC 7208 section 4.6.1).
fn is_modifier(term: &str) -> bool {
    term.split_once('=').is_some_and(|(name, _)| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.chars().all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character))
    })
}

/// The name of a mechanism in lower case, and whether something follows it.
fn split_mechanism(term: &str) -> (String, &str) {
    let term = strip_qualifier(term);
    let end = term.find([':', '/']).unwrap_or(term.len());
    let (name, rest) = term.split_at_checked(end).unwrap_or((term, ""));
    (name.to_ascii_lowercase(), rest)
}

fn is_valid_term(term: &str) -> bool {
    let is_plain = term.chars().all(|character| character.is_ascii_graphic());
    let (name, rest) = split_mechanism(term);
    let fits = match name.as_str() {
        "all" => rest.is_empty(),
        "include" | "exists" | "ip4" | "ip6" => rest.len() > 1 && rest.starts_with(':'),
        "a" | "mx" => rest != ":" && rest != "/",
        "ptr" => rest.is_empty() || rest.len() > 1 && rest.starts_with(':'),
        _ => false,
    };
    is_plain && (fits || is_modifier(term))
}

fn requires_lookup(term: &str) -> bool {
    redirect_target(term).is_some()
        || matches!(split_mechanism(term).0.as_str(), "include" | "a" | "mx" | "ptr" | "exists")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_records_become_one() {
        const EXPECTED: &str = "v=spf1 include:amazonses.com ~all";
        let merged = |existing: &[&str], line: &str| {
            assert_eq!(merge(EXPECTED, existing), line);
            assert!(diagnose(EXPECTED, line).is_empty(), "{line}");
        };
        merged(&["v=spf1 mx -all"], "v=spf1 include:amazonses.com mx -all");
        merged(&["v=spf1 mx -all", EXPECTED], "v=spf1 include:amazonses.com mx ~all");
        merged(&["v=spf1 mx -all", "v=spf1 +MX a -all"], "v=spf1 include:amazonses.com mx a -all");
        merged(&["v=spf1 mx"], "v=spf1 include:amazonses.com mx ~all");
        merged(&["v=spf1 redirect=_spf.example.com"], "v=spf1 include:amazonses.com redirect=_spf.example.com");
        merged(&["v=spf1 -all redirect=_spf.example.com"], "v=spf1 include:amazonses.com -all");
        merged(
            &["v=spf1 redirect=_spf.example.com", "v=spf1 mx ?all"],
            "v=spf1 include:amazonses.com mx include:_spf.example.com ?all",
        );
    }
}
