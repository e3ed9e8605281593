//! The questions to send: a record's own, and then probes that distinguish mistakes.

use std::collections::BTreeSet;

use super::answers::differ;
use super::compare::{compare, filter_by_type, unique_texts};
use super::expected::{CompareRule, Expected, normalize_name, query_type_of};
use super::spf;
use crate::core::dns::{
    AnswerSource, Probe, QueryOutcome, QueryType, Question, RecordLookup, ServerResponse, ZoneInfo,
};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{MAX_NAME_LENGTH, is_proper_subdomain, is_subdomain_of, psl_registrable_domain};
use crate::core::record::DnsRecord;
use crate::core::zone::Zone;

/// A label that no name has, so an answer for it comes from a wildcard.
pub(super) const WILDCARD_TEST_LABEL: &str = "autosend-domains-wildcard-test";

/// A record's own question. A type that this program cannot look up is queried as TXT, and its verdict is unknown.
pub fn question_for(record: &DnsRecord) -> Question {
    Question::new(&normalize_name(record.name.raw()), query_type_of(record).unwrap_or(QueryType::Txt))
}

/// The probes to send after the servers answered the record's own question.
///
/// If no server has the record, the probes look for it at the names where mistakes put it, which may be in another zone. The
/// resolver is queried only if all servers that answer have the record: a resolver that is queried too early caches the
/// negative answer (RFC 2308), perhaps of one outdated server.
pub fn select_probes(
    record: &DnsRecord,
    domain: &SendingDomain,
    zone: &ZoneInfo,
    lookup: &RecordLookup,
) -> Vec<(Probe, Question)> {
    let expected = Expected::new(record, domain, zone).with_answers(lookup);
    let responses = lookup.responses.as_slice();
    let own = question_for(record);
    let is_right = |response: &&ServerResponse| {
        let answer = response.outcome.answer();
        answer.is_some_and(|answer| compare(&expected, &filter_by_type(&expected, answer)).is_correct)
    };
    let failed = responses.iter().any(|response| response.outcome.is_servfail());
    let answered = || responses.iter().filter(|response| !response.outcome.is_failure());
    let right = answered().filter(is_right).count();
    let (is_right, is_all_right) = (right > 0, right > 0 && right == answered().count());
    if expected.rule == CompareRule::Unknown || zone.source == AnswerSource::Undelegated {
        return Vec::new();
    }
    match zone.source {
        AnswerSource::Authoritative if is_all_right => {
            return vec![(Probe::Resolver, own.clone()), (Probe::ResolverCheckingDisabled, own)];
        }
        AnswerSource::Resolver | AnswerSource::Intercepted | AnswerSource::UserSpecified if failed => {
            return vec![(Probe::ResolverCheckingDisabled, own)];
        }
        _ => {}
    }
    if is_right || answered().next().is_none() {
        return Vec::new();
    }
    let mut all = build_misplaced_probes(&expected);
    all.extend(build_same_name_probes(&expected, responses));
    let mut asked = BTreeSet::from([(None, own)]);
    all.retain(|(probe, question)| {
        let is_name = !question.name.is_empty() && question.name.len() <= MAX_NAME_LENGTH;
        is_name && !asked.contains(&(None, question.clone())) && asked.insert((Some(*probe), question.clone()))
    });
    all
}

/// The questions about names that the SPF records at the name lead to, as far as they are not answered: whether a record is
/// correct may depend on what it includes. To be called again with the answers, until there are none.
#[must_use]
pub fn spf_questions(
    record: &DnsRecord,
    domain: &SendingDomain,
    zone: &ZoneInfo,
    lookup: &RecordLookup,
) -> Vec<(Probe, Question)> {
    let expected = Expected::new(record, domain, zone).with_answers(lookup);
    if expected.rule != CompareRule::Spf {
        return Vec::new();
    }
    let mut questions = BTreeSet::new();
    for answer in lookup.responses.iter().filter_map(|response| response.outcome.answer()) {
        let texts = unique_texts(&filter_by_type(&expected, answer));
        questions.extend(spf::pending_questions(&expected, &texts));
    }
    questions.retain(|question| !question.name.is_empty() && question.name.len() <= MAX_NAME_LENGTH);
    questions.into_iter().map(|question| (Probe::SpfTerm, question)).collect()
}

/// The questions to every server that show why they differ: which version of the zone each has, and whom it names as its
/// servers. None if they agree.
#[must_use]
pub fn zone_questions(zone: &ZoneInfo, lookup: &RecordLookup) -> Vec<(Probe, Question)> {
    if zone.source != AnswerSource::Authoritative || !differ(lookup) {
        return Vec::new();
    }
    vec![
        (Probe::ZoneVersion, Question::new(&zone.name, QueryType::Soa)),
        (Probe::ZoneServers, Question::new(&zone.name, QueryType::Ns)),
    ]
}

/// The wrong names that may have the record by mistake.
fn build_misplaced_probes(expected: &Expected) -> Vec<(Probe, Question)> {
    let Expected { name, domain, zone, .. } = expected;
    let prefix = expected.labels_before_domain().unwrap_or_default();
    let mut names = vec![(Probe::NameDoubled, format!("{name}.{zone}"))];
    let organisation = psl_registrable_domain(domain).unwrap_or_else(|| domain.clone());
    // Entered in a panel of the zone mail.example.com, but meant for one of example.com.
    if let Some(labels) = Zone::chosen(&organisation).labels_before_zone(name).filter(|_| *zone != organisation) {
        names.push((Probe::NameDoubled, format!("{labels}.{zone}")));
    }
    if !prefix.is_empty() {
        names.extend([domain, zone].map(|top| (Probe::Apex, top.clone())));
        if prefix.contains('_') {
            let bare: Vec<&str> = prefix.split('.').map(|label| label.trim_start_matches('_')).collect();
            names.push((Probe::WithoutUnderscore, format!("{}.{domain}", bare.join("."))));
        }
        if let Some((first, rest)) = prefix.split_once('.') {
            names.extend([first, rest].map(|part| (Probe::Shortened, format!("{part}.{domain}"))));
        }
    }
    let dot = if prefix.is_empty() { "" } else { "." };
    for parent in Zone::candidates(domain).into_iter().skip(1) {
        let name = format!("{prefix}{dot}{parent}");
        if expected.rule != CompareRule::Dmarc {
            names.push((Probe::Parent, name));
        } else if is_subdomain_of(&parent, &organisation) {
            // A policy there is no mistake: it may be the effective one (RFC 9989 section 4.10).
            names.push((Probe::OrganizationalDomain, name));
        }
    }
    names.into_iter().map(|(probe, name)| (probe, Question::new(&name, expected.query_type))).collect()
}

/// Other types at the name, and the wildcard that may answer for it.
fn build_same_name_probes(expected: &Expected, responses: &[ServerResponse]) -> Vec<(Probe, Question)> {
    // If the name does not exist, it has no records of other types either, and no wildcard answers for it.
    let answered = || responses.iter().filter(|response| !response.outcome.is_failure());
    let is_nxdomain = |response: &ServerResponse| match &response.outcome {
        QueryOutcome::Negative(negative) => negative.is_nxdomain && negative.cname_chain.is_empty(),
        _ => false,
    };
    if answered().all(is_nxdomain) {
        return Vec::new();
    }
    let others: &[QueryType] = match expected.query_type {
        // The sending domain itself may have other records.
        _ if expected.name == expected.domain => &[],
        QueryType::Txt => &[QueryType::A],
        QueryType::Mx | QueryType::Cname => &[QueryType::A, QueryType::Txt],
        _ => &[],
    };
    let mut all: Vec<(Probe, Question)> =
        others.iter().map(|kind| (Probe::OtherType, Question::new(&expected.name, *kind))).collect();
    let Some((_, parent)) = expected.name.split_once('.').filter(|_| expected.name != expected.zone) else {
        return all;
    };
    let has_data = responses.iter().any(|response| match &response.outcome {
        QueryOutcome::Failed(_) => false,
        outcome => outcome.answer().is_some() || !outcome.cname_chain().is_empty(),
    });
    let own = has_data.then_some(expected.query_type);
    let kinds = own.into_iter().chain(others.iter().copied());
    let wild = format!("{WILDCARD_TEST_LABEL}.{parent}");
    all.extend(kinds.map(|kind| (Probe::Wildcard, Question::new(&wild, kind))));
    if has_data {
        // Which wildcard it is.
        let mut above = parent;
        while let Some((_, parent)) = above.split_once('.').filter(|_| is_proper_subdomain(above, &expected.zone)) {
            let wild = format!("{WILDCARD_TEST_LABEL}.{parent}");
            all.push((Probe::Wildcard, Question::new(&wild, expected.query_type)));
            above = parent;
        }
    }
    all
}
