//! Causes in the servers: some are outdated, unresponsive or lame, or give old answers.

use std::collections::BTreeSet;

use super::Verdict;
use super::answers::{comparable_set, differ, server_label};
use super::cause::Cause;
use super::providers;
use super::sanitize::{format_record_data, sanitize, sanitize_name};
use crate::core::dns::{
    AnswerSource, LookupError, Probe, QueryOutcome, RecordLookup, Server, ServerResponse, ZoneInfo,
};
use crate::core::domain_name::psl_registrable_domain;
use crate::core::text::truncate_characters;

/// All causes in the servers.
pub(super) fn server_causes(
    zone: &ZoneInfo,
    lookup: &RecordLookup,
    servers: &[(Server, Verdict)],
    verdict: Verdict,
) -> Vec<Cause> {
    let mut causes = Vec::new();
    if zone.source == AnswerSource::Undelegated {
        return vec![Cause::NotDelegated { zone: sanitize_name(&zone.name) }];
    }
    let is_explained = match providers::explain_difference(zone, lookup, servers) {
        Some(cause) if differ(lookup) => {
            causes.push(cause);
            true
        }
        _ => false,
    };
    if !is_explained {
        causes.extend(detect_outdated(lookup, servers, verdict));
    }
    causes.extend(detect_disagreeing(lookup, servers, verdict).filter(|_| !is_explained));
    let is_dnssec = is_dnssec_broken(zone, lookup);
    causes.extend(is_dnssec.then(|| Cause::Dnssec {
        zone: sanitize_name(&zone.name),
        fault: None,
        is_of_record: false,
    }));
    causes.extend(detect_unresponsive(zone, lookup, is_dnssec));
    causes.extend(detect_failing_resolver(lookup).filter(|_| !is_dnssec));
    causes.extend(detect_stale_answer(lookup));
    causes
}

fn detect_outdated(lookup: &RecordLookup, servers: &[(Server, Verdict)], verdict: Verdict) -> Option<Cause> {
    let is_behind = |of: &Verdict| !matches!(of, Verdict::Match | Verdict::Unreachable);
    let outdated =
        servers.iter().filter(|(_, of)| is_behind(of)).map(|(server, _)| server_label(lookup, server)).collect();
    matches!(verdict, Verdict::Partly { .. }).then_some(Cause::ServersDiffer { outdated })
}

/// Servers that give different answers, none of which is correct.
fn detect_disagreeing(lookup: &RecordLookup, servers: &[(Server, Verdict)], verdict: Verdict) -> Option<Cause> {
    let said: BTreeSet<Option<BTreeSet<Vec<u8>>>> = lookup
        .responses
        .iter()
        .filter_map(|response| match &response.outcome {
            QueryOutcome::Answer(answer) => Some(Some(comparable_set(&answer.data))),
            QueryOutcome::Negative(_) => Some(None),
            QueryOutcome::Failed(_) => None,
        })
        .collect();
    let is_wrong = matches!(verdict, Verdict::Different | Verdict::Missing);
    let each = servers.iter().filter(|(_, of)| *of != Verdict::Unreachable);
    let each = each
        .map(|(server, of)| format!("{} ({})", server_label(lookup, server), describe_response(lookup, server, *of)))
        .collect();
    (is_wrong && said.len() > 1).then_some(Cause::ServersDisagree { servers: each })
}

/// The longest value of a server in a message, in characters.
const MAX_VALUE_CHARS: usize = 40;

/// The value at a server if it has only one, or else its verdict.
fn describe_response(lookup: &RecordLookup, server: &Server, verdict: Verdict) -> String {
    let response = lookup.responses.iter().find(|response| response.server == *server);
    match response.map(|response| &response.outcome) {
        Some(QueryOutcome::Answer(answer)) if answer.data.len() == 1 => {
            truncate_characters(&answer.data.iter().map(format_record_data).collect::<String>(), MAX_VALUE_CHARS, "...")
        }
        _ => verdict.label(),
    }
}

/// A resolver that fails with and without DNSSEC validation, although the zone's own servers answer.
fn detect_failing_resolver(lookup: &RecordLookup) -> Option<Cause> {
    let of = |probe| lookup.responses_to(probe).find(|response| response.outcome.is_servfail());
    let failed = of(Probe::Resolver)?;
    of(Probe::ResolverCheckingDisabled).map(|_| Cause::ResolverFails { resolver: server_label(lookup, &failed.server) })
}

fn detect_unresponsive(zone: &ZoneInfo, lookup: &RecordLookup, is_dnssec: bool) -> Vec<Cause> {
    let (mut lame, mut unresponsive) = (Vec::new(), Vec::new());
    for response in &lookup.responses {
        let QueryOutcome::Failed(why) = &response.outcome else { continue };
        // Other causes cover these errors.
        if matches!(why, LookupError::UnresolvedCname { .. } | LookupError::Referral { .. })
            || is_dnssec && *why == LookupError::ServFail
        {
            continue;
        }
        // A name server that refuses queries for its own zone does not have it.
        if *why == LookupError::Lame || *why == LookupError::Refused && zone.source == AnswerSource::Authoritative {
            lame.push(server_label(lookup, &response.server));
        } else if !(matches!(why, LookupError::Unreachable { .. })
            && answers_at_other_address(lookup, &response.server))
        {
            unresponsive.push((server_label(lookup, &response.server), describe_error(why)));
        }
    }
    let is_all = lookup.responses.iter().all(|response| response.outcome.is_failure());
    let mut causes = Vec::new();
    if !lame.is_empty() {
        let is_all = lame.len() == lookup.responses.len();
        causes.push(Cause::Lame { servers: lame, is_all });
    }
    if let Some(dead) = detect_dead_delegation(zone, lookup).filter(|_| is_all && !unresponsive.is_empty()) {
        causes.push(dead);
    } else if !unresponsive.is_empty() {
        causes.push(Cause::NoAnswer { servers: unresponsive, is_all });
    }
    causes
}

/// A delegation to servers of which none works. Somebody who can be reached says so: the parent, or a resolver that fails.
fn detect_dead_delegation(zone: &ZoneInfo, lookup: &RecordLookup) -> Option<Cause> {
    let is_servfail = |responses: &[&ServerResponse]| {
        !responses.is_empty() && responses.iter().all(|response| response.outcome.is_servfail())
    };
    let own: Vec<&ServerResponse> = lookup.responses.iter().collect();
    let resolved: Vec<&ServerResponse> = lookup.responses_to(Probe::Resolver).collect();
    let unchecked: Vec<&ServerResponse> = lookup.responses_to(Probe::ResolverCheckingDisabled).collect();
    let is_dead = match zone.source {
        AnswerSource::Authoritative => is_servfail(&resolved),
        AnswerSource::Resolver => is_servfail(&own) && is_servfail(&unchecked),
        AnswerSource::Intercepted | AnswerSource::Undelegated | AnswerSource::UserSpecified => false,
    };
    let organization = psl_registrable_domain(&zone.name);
    (is_dead && zone.is_certain && !zone.name_servers.is_empty()).then(|| Cause::DeadDelegation {
        zone: sanitize_name(&zone.name),
        servers: dead_servers(zone, lookup),
        parent: organization.filter(|of| *of != zone.name).map(|of| sanitize_name(&of)),
    })
}

/// The servers of a dead delegation, each with the reason if it was asked.
fn dead_servers(zone: &ZoneInfo, lookup: &RecordLookup) -> Vec<String> {
    let asked = lookup.responses.iter().filter_map(|response| match &response.outcome {
        QueryOutcome::Failed(why) => {
            Some(format!("{} ({})", server_label(lookup, &response.server), describe_error(why)))
        }
        QueryOutcome::Answer(_) | QueryOutcome::Negative(_) => None,
    });
    match zone.source {
        AnswerSource::Authoritative => asked.collect(),
        _ => zone.name_servers.iter().map(|name| sanitize_name(name)).collect(),
    }
}

/// Whether a server answers at another of its addresses. Without IPv6, an unreachable address says nothing about it.
fn answers_at_other_address(lookup: &RecordLookup, server: &Server) -> bool {
    let mut of_same = lookup.responses.iter().filter(|response| response.server.name == server.name);
    !server.name.is_empty() && of_same.any(|response| !response.outcome.is_failure())
}

/// Why there was no answer, in a few words.
fn describe_error(why: &LookupError) -> String {
    match why {
        LookupError::Timeout => "timed out".to_owned(),
        LookupError::Unreachable { reason } | LookupError::Malformed { reason } => sanitize(reason.as_bytes()),
        LookupError::Refused => "refused".to_owned(),
        LookupError::ServFail => "server failure".to_owned(),
        LookupError::UnresolvedCname { cname_chain } => {
            let end = cname_chain.last().map(|name| sanitize_name(name)).unwrap_or_default();
            format!("CNAME to {end}, which doesn't answer")
        }
        LookupError::Referral { zone, .. } => format!("refers to the name servers of {}", sanitize_name(zone)),
        LookupError::Lame => "not authoritative".to_owned(),
        LookupError::Rcode { code } => format!("error code {code}"),
    }
}

/// Whether a resolver fails if it validates signatures, and answers if it does not (RFC 4035 sections 3.2.2 and 5.5).
fn is_dnssec_broken(zone: &ZoneInfo, lookup: &RecordLookup) -> bool {
    let own = lookup.responses.iter().filter(|_| zone.source != AnswerSource::Authoritative);
    let checked = lookup.responses_to(Probe::Resolver).chain(own);
    let failed: Vec<&Server> =
        checked.filter(|response| response.outcome.is_servfail()).map(|response| &response.server).collect();
    let mut unchecked = lookup.responses_to(Probe::ResolverCheckingDisabled);
    // One resolver's failure is not explained by another one's answer.
    unchecked.any(|response| !response.outcome.is_failure() && failed.contains(&&response.server))
}

/// Whether a resolver gives an answer that no server of the zone gives, and for how long it will.
fn detect_stale_answer(lookup: &RecordLookup) -> Option<Cause> {
    let of = |reply: &QueryOutcome| match reply {
        QueryOutcome::Answer(answer) => Some((comparable_set(&answer.data), Some(answer.ttl))),
        QueryOutcome::Negative(absence) => Some((BTreeSet::new(), absence.negative_ttl)),
        QueryOutcome::Failed(_) => None,
    };
    let said: Vec<_> =
        lookup.responses.iter().filter_map(|response| of(&response.outcome)).map(|(data, _)| data).collect();
    let resolvers = lookup.responses_to(Probe::Resolver);
    let old = resolvers.filter_map(|response| of(&response.outcome)).filter(|(data, _)| !said.contains(data));
    let seconds: Vec<Option<u32>> = old.map(|(_, seconds)| seconds).collect();
    let longest = seconds.iter().max()?;
    (!said.is_empty()).then_some(Cause::OldAnswer { seconds: *longest })
}
