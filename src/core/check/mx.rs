//! Mail exchangers (RFC 1035 section 3.3.9, RFC 5321 section 5.1).

use super::cause::{Cause, Comparison};
use super::sanitize::sanitize_name;
use crate::core::dns::RecordData;
use crate::core::domain_name::is_same_name;

/// Compares the exchangers of a name. Without an expected priority, any priority is correct.
pub(super) fn compare(wanted: &str, priority: Option<u16>, is_sole: bool, data: &[RecordData]) -> Comparison {
    let mut all: Vec<(u16, &str)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (preference, host) in mx_records(data) {
        if seen.insert((preference, host.trim_end_matches('.').to_ascii_lowercase())) {
            all.push((preference, host));
        }
    }
    let expected_host = wanted;
    let is_right = |of: &(u16, &str)| is_same_name(of.1, wanted) && priority.is_none_or(|wanted| wanted == of.0);
    let same = |of: &(u16, &str)| is_same_name(of.1, wanted);
    let doubled = |of: &(u16, &str)| is_expected_or_doubled(of.1, wanted);

    let mut causes = Vec::new();
    let right = all.iter().position(is_right);
    // The exchanger that was most likely meant to be the expected one.
    let meant = right.or_else(|| all.iter().position(same)).or_else(|| all.iter().position(doubled));
    let meant = meant.or(if all.len() == 1 { Some(0) } else { None });
    if let (None, Some((preference, host))) = (right, meant.and_then(|index| all.get(index))) {
        if !is_same_name(host, wanted) {
            causes.push(diagnose_host(host, wanted));
        }
        if let Some(wanted) = priority.filter(|number| number != preference && is_expected_or_doubled(host, wanted)) {
            let is_harmless = all.len() == 1 && is_same_name(host, expected_host);
            causes.push(Cause::MxPriority { found: *preference, expected: wanted, is_harmless });
        }
    }
    let others: Vec<&(u16, &str)> =
        all.iter().enumerate().filter(|(index, _)| Some(*index) != meant).map(|(_, other)| other).collect();
    let first = priority.or_else(|| right.and_then(|index| all.get(index)).map(|of| of.0));
    let comes_first = others.iter().any(|other| first.is_none_or(|first| other.0 <= first));
    if !others.is_empty() {
        let shown = others.iter().map(|(priority, host)| format!("{priority} {}", sanitize_name(host)));
        causes.push(Cause::MxSecond { others: shown.take(super::MAX_FOUND_VALUES).collect() });
    }
    // One mail server is used whatever its priority (RFC 5321 section 5.1).
    let is_lone = matches!(causes.as_slice(), [Cause::MxPriority { is_harmless: true, .. }]);
    let is_right = is_lone || right.is_some() && (others.is_empty() || !is_sole && !comes_first);
    Comparison { is_correct: is_right, causes }
}

/// The mail servers of a name.
pub(super) fn exchange_hosts(data: &[RecordData]) -> impl Iterator<Item = &str> {
    mx_records(data).map(|(_, host)| host)
}

/// Whether it is the wanted mail server, with or without an appended zone.
pub(super) fn is_expected_or_doubled(host: &str, wanted: &str) -> bool {
    is_same_name(host, wanted) || is_doubled(host, wanted)
}

fn mx_records(data: &[RecordData]) -> impl Iterator<Item = (u16, &str)> {
    data.iter().filter_map(|data| match data {
        RecordData::Mx { priority, host } => Some((*priority, host.as_str())),
        _ => None,
    })
}

/// Whether another name is appended to the wanted one, as to a name without a final dot in a zone file (RFC 1035 section
/// 5.1).
fn is_doubled(host: &str, wanted: &str) -> bool {
    let (host, wanted) = (host.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    !wanted.is_empty() && host.strip_prefix(&wanted).is_some_and(|rest| rest.len() > 1 && rest.starts_with('.'))
}

fn diagnose_host(host: &str, wanted: &str) -> Cause {
    let (found, shown_wanted) = (sanitize_name(host), sanitize_name(wanted));
    if host.trim_end_matches('.').is_empty() {
        return Cause::MxNull { expected: shown_wanted };
    }
    if is_doubled(host, wanted) {
        return Cause::MxDoubled { found, expected: shown_wanted };
    }
    Cause::MxHost { found, expected: shown_wanted, is_other_region: is_other_region(host, wanted) }
}

/// Whether only the second label differs, which is the region in `feedback-smtp.us-east-1.amazonses.com`.
fn is_other_region(host: &str, wanted: &str) -> bool {
    let (host, wanted) = (host.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    let labels = |name: &str| name.trim_end_matches('.').splitn(3, '.').map(str::to_owned).collect::<Vec<_>>();
    let amazon = [".amazonses.com", ".amazonaws.com"].iter().any(|end| wanted.ends_with(end));
    match (labels(&host).as_slice(), labels(&wanted).as_slice()) {
        ([service, region, rest], [of_service, of_region, of_rest]) => {
            amazon && service == of_service && region != of_region && rest == of_rest
        }
        _ => false,
    }
}
