//! Causes that the probes detect: the record has a wrong name or a wrong type, or comes from a wildcard.

use super::answers::comparable_set;
use super::cause::Cause;
use super::compare::{compare, contains_expected, unique_texts};
use super::dmarc;
use super::expected::{CompareRule, Expected};
use super::sanitize::sanitize_name;
use crate::core::dns::{
    Answer, LookupError, Probe, ProbeLookup, QueryOutcome, QueryType, Question, RecordData, RecordLookup,
    ServerResponse, ZoneInfo,
};
use crate::core::domain_name::{is_proper_subdomain, is_subdomain_of, psl_registrable_domain};

/// An answer with records, and the question that it is to.
struct ProbeAnswer<'l> {
    question: &'l Question,
    answer: &'l Answer,
}

/// The answers with records to the questions of a probe.
fn probe_answers(lookup: &RecordLookup, probe: Probe) -> impl Iterator<Item = ProbeAnswer<'_>> {
    lookup.lookups_of(probe).flat_map(|ProbeLookup { question, responses, .. }| {
        let answers = responses.iter().filter_map(|response| response.outcome.answer());
        answers.map(move |answer| ProbeAnswer { question, answer })
    })
}

/// Whether a wildcard has the same records of this type.
pub(super) fn is_from_wildcard(lookup: &RecordLookup, kind: QueryType, data: &[RecordData]) -> bool {
    probe_answers(lookup, Probe::Wildcard)
        .any(|found| found.question.query_type == kind && comparable_set(&found.answer.data) == comparable_set(data))
}

/// Whether a wildcard has these records. Addresses are not compared, because they may change from one answer to the next.
fn wildcard_has_type(lookup: &RecordLookup, kind: QueryType, data: &[RecordData]) -> bool {
    let is_address = matches!(kind, QueryType::A | QueryType::Aaaa);
    let mut wild = probe_answers(lookup, Probe::Wildcard).filter(|found| found.question.query_type == kind);
    wild.any(|found| is_address || comparable_set(&found.answer.data) == comparable_set(data))
}

/// The wildcard that the answer for the record's own name comes from.
pub(super) fn detect_wildcard(expected: &Expected, lookup: &RecordLookup) -> Option<Cause> {
    // The data and the names behind CNAMEs; nothing if the server did not answer.
    let content = |response: &ServerResponse| match &response.outcome {
        QueryOutcome::Failed(_) => None,
        outcome => {
            let data = outcome.answer().map(|answer| comparable_set(&answer.data)).unwrap_or_default();
            Some((data, outcome.cname_chain().to_vec()))
        }
    };
    let own_parent = expected.name.split_once('.').map(|(_, parent)| parent);
    let is_beside = |of: &&ProbeLookup| {
        of.question.query_type == expected.query_type
            && of.question.name.split_once('.').map(|(_, parent)| parent) == own_parent
    };
    let wild = lookup.lookups_of(Probe::Wildcard).filter(is_beside);
    let wild: Vec<_> = wild.flat_map(|of| &of.responses).filter_map(content).collect();
    let mut own = lookup.responses.iter().filter_map(content);
    let is_it = own.any(|own| !(own.0.is_empty() && own.1.is_empty()) && wild.contains(&own));
    let parent = expected.name.split_once('.').map(|(_, parent)| parent)?;
    // The same answer beside a name further up comes from a wildcard there.
    let is_same = |of: &&ProbeLookup| of.responses.iter().filter_map(content).any(|content| wild.contains(&content));
    let beside = lookup.lookups_of(Probe::Wildcard).filter(|of| of.question.query_type == expected.query_type);
    let parents = beside.filter(is_same).filter_map(|of| of.question.name.split_once('.')).map(|(_, parent)| parent);
    let parent = parents.min_by_key(|parent| parent.len()).unwrap_or(parent);
    is_it.then(|| Cause::Wildcard {
        owner: format!("*.{}", sanitize_name(parent)),
        domain: sanitize_name(&expected.domain),
    })
}

/// The wrong names that have the record.
pub(super) fn detect_misplaced(expected: &Expected, lookup: &RecordLookup) -> Vec<Cause> {
    const PROBES: [Probe; 5] =
        [Probe::NameDoubled, Probe::WithoutUnderscore, Probe::Shortened, Probe::Apex, Probe::Parent];
    let (mut causes, mut slips) = (Vec::new(), Vec::new());
    for probe in PROBES {
        let mut places = probe_answers(lookup, probe).filter(|ProbeAnswer { question, answer }| {
            question.query_type == expected.query_type
                && (contains_expected(expected, &answer.data)
                    || probe == Probe::NameDoubled && compare(expected, &answer.data).causes.iter().any(is_slip))
                && !is_from_wildcard(lookup, question.query_type, &answer.data)
        });
        let Some(place) = places.next() else { continue };
        if probe == Probe::NameDoubled && !contains_expected(expected, &place.answer.data) {
            slips.extend(compare(expected, &place.answer.data).causes.into_iter().filter(is_slip));
        }
        let (at, name, host) = (
            sanitize_name(&place.question.name),
            sanitize_name(&expected.name),
            sanitize_name(&expected.relative_name()),
        );
        causes.push(match probe {
            Probe::NameDoubled => Cause::NameDoubled { at, relative_name: host },
            Probe::WithoutUnderscore => Cause::UnderscoreLost { at, name, relative_name: host },
            Probe::Shortened => Cause::LabelLost { at, name, relative_name: host },
            Probe::Apex => Cause::AtZoneTop { at, name, relative_name: host },
            _ => Cause::WrongZone { at, name, relative_name: host },
        });
    }
    causes.extend(slips);
    causes
}

/// Whether a value is the expected one with a slip, so that no other record is meant.
const fn is_slip(cause: &Cause) -> bool {
    matches!(
        cause,
        Cause::Quotes
            | Cause::Backslashes
            | Cause::Cut { octets: 1.., .. }
            | Cause::SplitRecords { .. }
            | Cause::BlanksInside { .. }
            | Cause::BareKey { .. }
            | Cause::KeyAltered { .. }
    )
}

/// A record of another type instead of the wanted one.
pub(super) fn detect_wrong_type(expected: &Expected, lookup: &RecordLookup) -> Option<Cause> {
    let mut others = probe_answers(lookup, Probe::OtherType).filter(|ProbeAnswer { question, answer }| {
        // A TXT record may exist beside an MX record, so it must contain the value.
        let is_telling = question.query_type != QueryType::Txt || contains_target(expected, &answer.data);
        is_telling
            && !answer.data.is_empty()
            && answer.cname_chain.is_empty()
            && !wildcard_has_type(lookup, question.query_type, &answer.data)
    });
    let found = others.next()?.question.query_type;
    Some(Cause::WrongType { found, expected: expected.query_type })
}

fn contains_target(expected: &Expected, data: &[RecordData]) -> bool {
    let target = expected.target().to_ascii_lowercase();
    !target.is_empty() && unique_texts(data).iter().any(|text| text.to_ascii_lowercase().contains(&target))
}

/// Whether a CNAME leads to the value itself, so that the value was entered as a CNAME.
pub(super) fn is_value_entered_as_cname(expected: &Expected, cname_chain: &[String]) -> bool {
    let target = expected.target().to_ascii_lowercase();
    let first = cname_chain.first().map(|alias| alias.to_ascii_lowercase());
    let rest = first.as_deref().and_then(|alias| alias.strip_prefix(target.as_str()));
    !target.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The policy of a parent, if the name has none of its own (RFC 9989 section 4.10).
pub(super) fn detect_inherited_policy(expected: &Expected, lookup: &RecordLookup) -> Option<Cause> {
    if expected.rule != CompareRule::Dmarc {
        return None;
    }
    let own_texts = lookup.responses.iter().filter_map(|response| response.outcome.answer());
    let own_texts: Vec<String> = own_texts.flat_map(|answer| unique_texts(&answer.data)).collect();
    if dmarc::is_meant(&expected.value, &own_texts) {
        return None;
    }
    let parents = probe_answers(lookup, Probe::OrganizationalDomain);
    let mut records: Vec<(String, Vec<String>)> =
        parents.map(|found| (found.question.name.clone(), unique_texts(&found.answer.data))).collect();
    let (at, policy) = dmarc::inherited_policy(&mut records)?;
    Some(Cause::DmarcInherited { at: sanitize_name(&at), policy: policy.to_owned() })
}

/// The zone that the servers refer to, if its own name servers do not answer.
pub(super) fn detect_referral(lookup: &RecordLookup) -> Option<Cause> {
    lookup.responses.iter().find_map(|response| match &response.outcome {
        QueryOutcome::Failed(LookupError::Referral { zone, name_servers }) => Some(Cause::Delegated {
            zone: sanitize_name(zone),
            name_servers: name_servers.iter().map(|name| sanitize_name(name)).collect(),
        }),
        _ => None,
    })
}

/// The zone that contains the name, if it is not that of the sending domain.
pub(super) fn detect_delegation(expected: &Expected, zone: &ZoneInfo, lookup: &RecordLookup) -> Option<Cause> {
    let shown = |names: &[String]| names.iter().map(|name| sanitize_name(name)).collect();
    let absences = lookup.responses.iter().filter_map(|response| match &response.outcome {
        QueryOutcome::Negative(absence) if absence.cname_chain.is_empty() => absence.zone.as_deref(),
        _ => None,
    });
    let inner = absences.map(str::to_ascii_lowercase).find(|of| {
        !expected.zone.is_empty() && is_proper_subdomain(of, &expected.zone) && is_subdomain_of(&expected.name, of)
    });
    if let Some(inner) = inner {
        return Some(Cause::Delegated { zone: sanitize_name(&inner), name_servers: Vec::new() });
    }
    let organisation = psl_registrable_domain(&expected.zone)?;
    let is_own = zone.is_certain && is_proper_subdomain(&expected.zone, &organisation);
    is_own.then(|| Cause::Delegated { zone: sanitize_name(&zone.name), name_servers: shown(&zone.name_servers) })
}
