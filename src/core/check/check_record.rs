//! Checks one record by the answers of all servers.

use std::collections::BTreeSet;

use super::answers::comparable_set;
use super::cause::Cause;
use super::compare::{compare, filter_by_type};
use super::expected::{CompareRule, Expected};
use super::sanitize::{format_record_data, sanitize, sanitize_name};
use super::{MAX_FOUND_VALUES, RecordCheck, Verdict, probe_results, servers};
use crate::core::dns::{QueryOutcome, QueryType, RecordData, RecordLookup, Server, ZoneInfo};
use crate::core::domain::SendingDomain;
use crate::core::record::DnsRecord;

/// The most causes of one record.
const MAX_CAUSES: usize = 16;

/// Checks a record by its lookup. `zone` is the zone of the sending domain; a zone in the lookup takes precedence.
pub fn check_record(record: &DnsRecord, domain: &SendingDomain, zone: &ZoneInfo, lookup: &RecordLookup) -> RecordCheck {
    let zone = lookup.zone.as_deref().unwrap_or(zone);
    let expected = Expected::new(record, domain, zone).with_answers(lookup);
    let per_server: Vec<(Verdict, Vec<Cause>)> =
        lookup.responses.iter().map(|response| check_response(&expected, &response.outcome)).collect();
    let verdict = combine_verdicts(per_server.iter().map(|(verdict, _)| *verdict));
    let servers: Vec<(Server, Verdict)> = lookup
        .responses
        .iter()
        .zip(&per_server)
        .map(|(response, (verdict, _))| (response.server.clone(), *verdict))
        .collect();

    let mut causes = Vec::new();
    if expected.rule == CompareRule::Unknown {
        causes.push(Cause::UnknownType { record_type: record.record_type.sanitized() });
    } else {
        let from_servers = servers::server_causes(zone, lookup, &servers, verdict);
        let from_record = record_causes(&expected, zone, lookup, per_server, verdict);
        let (first, last) = if matches!(verdict, Verdict::Partly { .. }) {
            (from_servers, from_record)
        } else {
            (from_record, from_servers)
        };
        causes.extend(first.into_iter().chain(last));
    }
    // Two values can lead to one cause with different corrections: it is told once.
    let mut unique = BTreeSet::new();
    causes
        .retain(|cause| unique.insert(cause.message()) && (verdict != Verdict::Match || cause.is_allowed_with_match()));
    causes.truncate(MAX_CAUSES);

    let FoundValues { shown, omitted, nearest } = collect_found(&expected, lookup);
    RecordCheck {
        verdict,
        causes,
        expected: format_expected(&expected),
        found: shown,
        omitted,
        nearest,
        cname_chain: find_cname_chain(&expected, lookup).iter().map(|name| sanitize_name(name)).collect(),
        server_verdicts: servers,
        is_left_out: false,
    }
}

/// The verdict on one answer.
fn check_response(expected: &Expected, reply: &QueryOutcome) -> (Verdict, Vec<Cause>) {
    let answer = match reply {
        QueryOutcome::Failed(_) => return (Verdict::Unreachable, Vec::new()),
        _ if expected.rule == CompareRule::Unknown => return (Verdict::Unreachable, Vec::new()),
        QueryOutcome::Negative(_) => return (Verdict::Missing, Vec::new()),
        QueryOutcome::Answer(answer) => answer,
    };
    let data = filter_by_type(expected, answer);
    if data.is_empty() {
        return (Verdict::Missing, Vec::new());
    }
    let comparison = compare(expected, &data);
    (if comparison.is_correct { Verdict::Match } else { Verdict::Different }, comparison.causes)
}

/// The verdict over all servers. It ignores servers that did not answer, because they may be unreachable from this machine
/// only, as IPv6 addresses are without IPv6.
fn combine_verdicts(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let answered: Vec<Verdict> = verdicts.filter(|verdict| *verdict != Verdict::Unreachable).collect();
    let right = answered.iter().filter(|verdict| **verdict == Verdict::Match).count();
    match (right, answered.len()) {
        (_, 0) => Verdict::Unreachable,
        (right, of) if right == of => Verdict::Match,
        (0, _) if answered.contains(&Verdict::Different) => Verdict::Different,
        (0, _) => Verdict::Missing,
        (right, of) => Verdict::Partly { correct: right, answered: of },
    }
}

/// The causes in the record itself, the most likely first.
fn record_causes(
    expected: &Expected,
    zone: &ZoneInfo,
    lookup: &RecordLookup,
    per_server: Vec<(Verdict, Vec<Cause>)>,
    verdict: Verdict,
) -> Vec<Cause> {
    let cname_chain = find_cname_chain(expected, lookup);
    if verdict == Verdict::Unreachable {
        let alias = cname_chain.first().map(|target| Cause::Cname { target: sanitize_name(target) });
        return alias.into_iter().chain(probe_results::detect_referral(lookup)).collect();
    }
    let alias = cname_chain.first().map(|target| sanitize_name(target));
    let is_right_somewhere = matches!(verdict, Verdict::Match | Verdict::Partly { .. });
    // If the record is correct at one server, the values of the others are old.
    let from_values = per_server.into_iter().filter(|(of, _)| !is_right_somewhere || *of == Verdict::Match);
    let from_values = from_values.flat_map(|(_, causes)| causes);
    if is_right_somewhere {
        return from_values.chain(alias.map(|target| Cause::CnameFollowed { target })).collect();
    }
    let mut causes = probe_results::detect_misplaced(expected, lookup);
    if let Some(inherited) = probe_results::detect_inherited_policy(expected, lookup) {
        // Other texts at the name, or a wildcard's, are no policy.
        causes.push(inherited);
        return causes;
    }
    if let Some(wildcard) = probe_results::detect_wildcard(expected, lookup) {
        // The value of a wildcard says nothing about the record itself.
        causes.push(wildcard);
    } else if probe_results::is_value_entered_as_cname(expected, cname_chain) {
        causes.push(Cause::WrongType { found: QueryType::Cname, expected: expected.query_type });
    } else {
        causes.extend(alias.map(|target| Cause::Cname { target }));
        causes.extend(from_values);
    }
    if verdict == Verdict::Missing {
        if cname_chain.is_empty() {
            causes.extend(probe_results::detect_wrong_type(expected, lookup));
        }
        if causes.is_empty() {
            causes.extend(probe_results::detect_delegation(expected, zone, lookup));
        }
    }
    causes
}

/// The chain of CNAMEs from the record's name at the first server that has one; empty if a CNAME is expected.
fn find_cname_chain<'l>(expected: &Expected, lookup: &'l RecordLookup) -> &'l [String] {
    if expected.query_type == QueryType::Cname {
        return &[];
    }
    let mut chains = lookup.responses.iter().map(|response| response.outcome.cname_chain());
    chains.find(|chain| !chain.is_empty()).unwrap_or_default()
}

fn format_expected(expected: &Expected) -> String {
    match (expected.rule, expected.priority) {
        (CompareRule::Mx { .. }, Some(priority)) => format!("{priority} {}", sanitize_name(expected.target())),
        (CompareRule::Mx { .. }, None) | (CompareRule::Name, _) => sanitize_name(expected.target()),
        _ => sanitize(expected.value.as_bytes()),
    }
}

/// The values that were found.
struct FoundValues {
    /// Those that are shown, sanitized.
    shown: Vec<String>,
    /// The number of the others.
    omitted: usize,
    /// The index of the one to compare with the expected value.
    nearest: Option<usize>,
}

fn collect_found(expected: &Expected, lookup: &RecordLookup) -> FoundValues {
    let mut seen = BTreeSet::new();
    let mut all: Vec<RecordData> = Vec::new();
    for answer in lookup.responses.iter().filter_map(|response| response.outcome.answer()) {
        let data = filter_by_type(expected, answer).into_iter();
        all.extend(data.filter(|data| seen.insert(comparable_set(std::slice::from_ref(data)))));
    }
    let omitted = all.len().saturating_sub(MAX_FOUND_VALUES);
    // The right one is never omitted.
    let is_right = |data: &RecordData| compare(expected, std::slice::from_ref(data)).is_correct;
    if let Some(right) = all.iter().position(is_right).filter(|right| *right >= MAX_FOUND_VALUES) {
        all.swap(right, 0);
    }
    all.truncate(MAX_FOUND_VALUES);
    let wanted = format_expected(expected);
    let shown: Vec<String> = all.iter().map(format_record_data).collect();
    let right = all.iter().position(is_right);
    let similar = || {
        (0..shown.len())
            .max_by_key(|index| (shown.get(*index).map(|text| similarity(&wanted, text)), usize::MAX - index))
    };
    let nearest = right.or_else(similar);
    FoundValues { shown, omitted, nearest }
}

/// The number of characters that two texts share at their beginnings and ends.
fn similarity(expected: &str, found: &str) -> usize {
    let before = expected.chars().zip(found.chars()).take_while(|(one, other)| one == other).count();
    let after = expected.chars().rev().zip(found.chars().rev()).take_while(|(one, other)| one == other).count();
    before + after
}
