//! DMARC policies (RFC 7489). Any valid policy is correct: a stricter one is no mistake.

use super::cause::{Cause, Comparison};
use super::txt;

/// The policies (RFC 7489 section 6.3).
const POLICIES: [&str; 3] = ["none", "quarantine", "reject"];

/// Whether a text is a DMARC record: its first tag is the version (RFC 7489 section 6.3).
pub(super) fn is_record(text: &str) -> bool {
    let first = text.split(';').next().and_then(|tag| tag.split_once('='));
    first.is_some_and(|(name, version)| name.trim_end() == "v" && version.trim() == "DMARC1")
}

/// Compares the texts of a name. Exactly one must be a DMARC record; others are ignored (RFC 7489 section 6.6.3).
pub(super) fn compare(expected: &str, texts: &[String]) -> Comparison {
    let records: Vec<&str> = texts.iter().map(String::as_str).filter(|text| is_record(text)).collect();
    match records.as_slice() {
        [] => Comparison::without_record(texts.iter().flat_map(|text| diagnose_non_record(expected, text)).collect()),
        [record] => match parse_policy(record) {
            Some(_) if parse_tags(record) == parse_tags(expected) => Comparison::correct(),
            Some(policy) => Comparison::correct_with(vec![Cause::DmarcKept { policy: policy.to_owned() }]),
            None => Comparison::incorrect(diagnose_invalid(expected, record)),
        },
        several => Comparison::incorrect(vec![Cause::DmarcTwice { count: several.len() }]),
    }
}

/// The policy of a valid record. Without a valid `p`, an address for reports makes it `none` (RFC 7489 section 6.6.3).
pub(super) fn parse_policy(text: &str) -> Option<&'static str> {
    if !is_record(text) {
        return None;
    }
    let tags = parse_tags(text);
    let report_address = tags.iter().find(|(name, _)| name == "rua").filter(|(_, address)| !address.is_empty());
    find_policy(&tags, "p").or_else(|| report_address.map(|_| "none"))
}

/// The policy for subdomains in a record of the organizational domain.
pub(super) fn parse_subdomain_policy(text: &str) -> Option<&'static str> {
    let own_policy = parse_policy(text)?;
    Some(find_policy(&parse_tags(text), "sp").unwrap_or(own_policy))
}

/// The policy in the first tag of that name, if it is a valid one.
fn find_policy(tags: &[(String, String)], tag: &str) -> Option<&'static str> {
    let (_, content) = tags.iter().find(|(name, _)| name == tag)?;
    POLICIES.into_iter().find(|policy| content.eq_ignore_ascii_case(policy))
}

/// The tags without the blanks around them, in their order.
fn parse_tags(text: &str) -> Vec<(String, String)> {
    let tags = text.split(';').filter_map(|tag| tag.split_once('='));
    tags.map(|(name, content)| (name.trim().to_ascii_lowercase(), content.trim().to_owned())).collect()
}

fn diagnose_invalid(expected: &str, record: &str) -> Vec<Cause> {
    let flaws = txt::diagnose(expected, record);
    if flaws.is_empty() { vec![Cause::DmarcBroken] } else { flaws }
}

/// The causes for a text that is no DMARC record, but was probably meant to be one.
fn diagnose_non_record(expected: &str, text: &str) -> Vec<Cause> {
    let flaws = txt::diagnose(expected, text);
    if !flaws.is_empty() {
        return flaws;
    }
    let (plain, causes) = txt::strip_zone_syntax(text);
    if is_record(&plain) && !causes.is_empty() {
        return causes;
    }
    let looks_so = txt::strip_blanks(&plain).to_ascii_lowercase().starts_with("v=dmarc1");
    if looks_so { vec![Cause::DmarcBroken] } else { Vec::new() }
}
