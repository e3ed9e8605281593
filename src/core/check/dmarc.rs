//! Compares DMARC policies. Any valid policy is correct: a stricter one is no mistake, and no advice makes one weaker.

use super::advised_value::AdvisedValue;
use super::cause::{Cause, Comparison};
use super::dmarc_repair::repair;
use super::sanitize::sanitize;
use super::txt;
use crate::core::dmarc::{DmarcError, DmarcRecord, is_dmarc_record};

/// Compares the texts of a name. Exactly one must be a DMARC record; others are ignored (RFC 9989 section 4.7).
pub(super) fn compare(expected: &str, texts: &[String]) -> Comparison {
    let records: Vec<&str> = texts.iter().map(String::as_str).filter(|text| is_dmarc_record(text)).collect();
    match records.as_slice() {
        [] => Comparison::without_record(texts.iter().flat_map(|text| diagnose_non_record(expected, text)).collect()),
        [record] => match DmarcRecord::parse(record) {
            Ok(policy) if is_expected(expected, &policy) => Comparison::correct(),
            Ok(policy) => Comparison::correct_with(vec![Cause::DmarcKept { policy: policy.policy.name().to_owned() }]),
            Err(error) => Comparison::incorrect(diagnose_invalid(expected, record, &error)),
        },
        several => Comparison::incorrect(vec![Cause::DmarcTwice { count: several.len() }]),
    }
}

/// Whether a text is a valid policy record.
pub(super) fn is_valid(text: &str) -> bool {
    DmarcRecord::parse(text).is_ok()
}

/// Whether a text was meant to be a policy, so that no other one takes its place.
pub(super) fn is_meant(expected: &str, texts: &[String]) -> bool {
    texts.iter().any(|text| is_dmarc_record(text) || !diagnose_non_record(expected, text).is_empty())
}

fn is_expected(expected: &str, policy: &DmarcRecord<'_>) -> bool {
    DmarcRecord::parse(expected).is_ok_and(|expected| expected.normalized_tags() == policy.normalized_tags())
}

/// The policy for a domain from the records of its parents, each with its name: that of the organizational domain (RFC 9989
/// section 4.10.2). It is the highest one with a record, unless one below says that it is the organization.
pub(super) fn inherited_policy(records: &mut [(String, Vec<String>)]) -> Option<(String, &'static str)> {
    records.sort_by_key(|(name, _)| std::cmp::Reverse(name.split('.').count()));
    let mut effective = None;
    for (name, texts) in records.iter() {
        let mut of_name = texts.iter().filter(|text| is_dmarc_record(text));
        // If there are several records, none has an effect.
        let (Some(text), None) = (of_name.next(), of_name.next()) else { continue };
        let Ok(record) = DmarcRecord::parse(text) else { continue };
        effective = Some((name.clone(), record.policy_for_subdomains().name()));
        if record.is_organization {
            break;
        }
    }
    effective
}

/// The causes for a record that is not valid. Its policy and addresses stay in what is advised.
fn diagnose_invalid(expected: &str, record: &str, error: &DmarcError) -> Vec<Cause> {
    let flaws = harmless_flaws(expected, record);
    if flaws.is_empty() { vec![broken(record, &error.to_string())] } else { flaws }
}

/// The mistakes that changed the expected value itself. What has more in it is a policy of its own.
fn harmless_flaws(expected: &str, text: &str) -> Vec<Cause> {
    let flaws = txt::diagnose(expected, text);
    if flaws.iter().any(|flaw| matches!(flaw, Cause::ExtraText { .. })) { Vec::new() } else { flaws }
}

fn broken(text: &str, flaw: &str) -> Cause {
    Cause::DmarcBroken {
        flaw: sanitize(flaw.as_bytes()),
        corrected: repair(text).map(|corrected| AdvisedValue::new(&corrected)),
    }
}

/// The causes for a text that is no DMARC record, but was probably meant to be one.
fn diagnose_non_record(expected: &str, text: &str) -> Vec<Cause> {
    let flaws = harmless_flaws(expected, text);
    if !flaws.is_empty() {
        return flaws;
    }
    let (plain, causes) = txt::strip_zone_syntax(text);
    if !causes.is_empty() && is_valid(&plain) {
        return causes;
    }
    let squeezed = txt::strip_blanks(&plain).to_ascii_lowercase();
    if squeezed.starts_with("v=dmarc1") {
        return vec![broken(&plain, version_flaw(&plain, text))];
    }
    let has_policy = ["p=none", "p=quarantine", "p=reject"].iter().any(|policy| squeezed.contains(policy));
    if has_policy || squeezed.starts_with("dmarc1") {
        return vec![broken(&plain, "it does not begin with v=DMARC1")];
    }
    Vec::new()
}

/// Why a text that begins with the version is no record.
fn version_flaw(plain: &str, text: &str) -> &'static str {
    if !plain.contains("DMARC1") {
        "DMARC1 must be in capital letters"
    } else if text.starts_with(char::is_whitespace) && is_dmarc_record(plain) {
        "there is a space before v=DMARC1"
    } else {
        "a semicolon must follow v=DMARC1"
    }
}
