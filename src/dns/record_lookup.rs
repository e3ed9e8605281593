//! The lookup of one record: what every server of its zone answers, and the probes for known mistakes.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::StreamExt;
use futures::future::join_all;
use futures::stream::FuturesUnordered;
use tokio::sync::SetOnce;

use super::query::{LookupSession, is_conclusive, is_unreachable};
use super::reply::Referral;
use super::transport::QueryMode;
use super::zones::{FirstZone, MAX_ZONE_DEPTH};
use crate::core::check::{select_probes, spf_questions, zone_questions};
use crate::core::dns::{
    AnswerSource, LookupError, LookupLimit, LookupProgress, Probe, ProbeLookup, QueryOutcome, Question, RecordLookup,
    Server, ServerResponse, ZoneInfo,
};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{is_proper_subdomain, is_subdomain_of};
use crate::core::record::DnsRecord;
use crate::core::spf::MAX_LOOKUPS;

/// The lookup of a record, and the zone whose servers were queried.
pub(super) struct RecordOutcome {
    /// The record's index in the domain.
    pub(super) index: usize,
    pub(super) zone: ZoneInfo,
    pub(super) lookup: RecordLookup,
}

impl RecordOutcome {
    /// Whether none of the servers could be reached.
    pub(super) fn is_unreachable(&self) -> bool {
        self.lookup.responses.iter().all(|response| is_unreachable(&response.outcome))
    }
}

/// What is looked up for a record.
pub(super) struct LookupTarget<'d> {
    pub(super) domain: &'d SendingDomain,
    /// The record's index in the domain.
    pub(super) index: usize,
    pub(super) record: &'d DnsRecord,
    pub(super) question: Question,
}

impl LookupSession<'_> {
    /// Looks a record up in the zone of its domain, or in its own; nothing beyond the limit on zones.
    ///
    /// The servers of the first zone are queried at once. What is found out meanwhile may add servers, or lead to a zone below.
    pub(super) async fn lookup_record(
        &self,
        target: LookupTarget<'_>,
        domain_name: &str,
        first: &FirstZone,
        on_progress: &(impl Fn(LookupProgress) + Sync),
    ) -> Option<RecordOutcome> {
        let LookupTarget { index, question, .. } = &target;
        if !is_subdomain_of(&question.name, &first.zone.name) {
            let Some(zone) = self.find_zone(&question.name).await else {
                self.budget.leave_out(*index, LookupLimit::Zones);
                return None;
            };
            return Some(self.lookup_record_in(target, zone, on_progress).await);
        }
        if first.is_final {
            return Some(self.lookup_record_in(target, first.zone.clone(), on_progress).await);
        }
        let report = |lookup: &RecordLookup| {
            on_progress(LookupProgress::Record { index: *index, lookup: lookup.clone() });
        };
        let settled = async {
            self.explore_below(domain_name, &first.zone).await;
            self.find_zone(domain_name).await
        };
        let (_, settled) = tokio::join!(self.query_zone_servers(question, &first.zone, report), settled);
        let zone = settled.filter(|zone| is_subdomain_of(&question.name, &zone.name));
        Some(self.lookup_record_in(target, zone.unwrap_or_else(|| first.zone.clone()), on_progress).await)
    }

    /// Queries every server of the zone at once, and then runs the probes that the responses call for.
    pub(super) async fn lookup_record_in(
        &self,
        target: LookupTarget<'_>,
        mut zone: ZoneInfo,
        on_progress: &(impl Fn(LookupProgress) + Sync),
    ) -> RecordOutcome {
        let LookupTarget { domain, index, record, question } = target;
        let report = |lookup: &RecordLookup| on_progress(LookupProgress::Record { index, lookup: lookup.clone() });
        let mut lookup = self.query_zone_servers(&question, &zone, report).await;
        // The zone's servers may report a child zone.
        for _ in 0..MAX_ZONE_DEPTH {
            let Some(child) = child_referral(&lookup, &zone) else { break };
            if !self.budget.take_zone(&child.zone) {
                self.budget.leave_out(index, LookupLimit::Zones);
                break;
            }
            zone = self.get_child_zone(child).await;
            lookup = self.query_zone_servers(&question, &zone, report).await;
        }
        let mut outcome = RecordOutcome { index, zone, lookup };
        if outcome.zone.source == AnswerSource::Authoritative && outcome.is_unreachable() {
            // A resolver that fails as well shows that not only this machine can't reach the servers.
            let question = outcome.lookup.question.clone();
            if let [resolver, ..] = self.recursive_resolvers.as_slice() {
                let response = self.query_following_cnames(resolver, &question, QueryMode::Recursive).await;
                outcome.lookup.probes.push(ProbeLookup { probe: Probe::Resolver, question, responses: vec![response] });
            }
            return outcome;
        }
        self.query_zone_state(&mut outcome).await;
        self.follow_spf_terms(domain, record, &mut outcome, &report).await;
        let probes = select_probes(record, domain, &outcome.zone, &outcome.lookup);
        let is_right = probes.iter().any(|(probe, _)| *probe == Probe::ResolverCheckingDisabled);
        let zone_name = outcome.zone.name.clone();
        let connect = async {
            if !is_right {
                self.query_domain_connect(&zone_name).await;
            }
        };
        tokio::join!(self.run_probes(probes, &mut outcome, &report), connect);
        outcome
    }

    /// Asks every server about the zone itself, if they differ.
    async fn query_zone_state(&self, outcome: &mut RecordOutcome) {
        let RecordOutcome { zone, lookup, .. } = outcome;
        let mode = Self::query_mode(zone);
        let asked = zone_questions(zone, lookup).into_iter().map(async |(probe, question)| {
            let servers = zone.servers.iter().map(|server| self.query_following_cnames(server, &question, mode));
            let responses = join_all(servers).await;
            ProbeLookup { probe, question, responses }
        });
        lookup.probes.extend(join_all(asked).await);
    }

    /// Queries every server of the zone for the record.
    async fn query_zone_servers(
        &self,
        question: &Question,
        zone: &ZoneInfo,
        report: impl Fn(&RecordLookup),
    ) -> RecordLookup {
        let mut lookup = RecordLookup {
            question: question.clone(),
            zone: Some(Arc::new(zone.clone())),
            responses: Vec::new(),
            probes: Vec::new(),
        };
        let mode = match Self::query_mode(zone) {
            QueryMode::Authoritative => QueryMode::Signed,
            other => other,
        };
        let mut pending: FuturesUnordered<_> =
            zone.servers.iter().map(|server| self.query_following_cnames(server, question, mode)).collect();
        while let Some(response) = pending.next().await {
            lookup.responses.push(ServerResponse { outcome: in_zone(response.outcome, zone), ..response });
            // In the order of the servers, not of the responses.
            let position = |server: &Server| zone.servers.iter().position(|other| other == server);
            lookup.responses.sort_by_key(|response| position(&response.server));
            report(&lookup);
        }
        lookup
    }

    /// Runs probes. What the resolver says without DNSSEC validation matters only if it fails with validation, so that probe
    /// comes last, if at all.
    async fn run_probes(
        &self,
        probes: Vec<(Probe, Question)>,
        outcome: &mut RecordOutcome,
        report: impl Fn(&RecordLookup),
    ) {
        let (unvalidated, others): (Vec<_>, Vec<_>) =
            probes.into_iter().partition(|(probe, _)| *probe == Probe::ResolverCheckingDisabled);
        self.run_probe_batch(others, outcome, &report).await;
        let resolved: Vec<&ServerResponse> = outcome.lookup.responses_to(Probe::Resolver).collect();
        let is_needed = resolved.is_empty() || resolved.into_iter().any(|response| response.outcome.is_servfail());
        if !unvalidated.is_empty() && is_needed {
            self.run_probe_batch(unvalidated, outcome, &report).await;
            self.retry_failures(outcome).await;
            report(&outcome.lookup);
        }
    }

    /// Looks up what SPF records include, level by level, as far as whether they are correct depends on it.
    async fn follow_spf_terms(
        &self,
        domain: &SendingDomain,
        record: &DnsRecord,
        outcome: &mut RecordOutcome,
        report: impl Fn(&RecordLookup),
    ) {
        // Each level takes one lookup at least.
        for _ in 0..=MAX_LOOKUPS {
            let questions = spf_questions(record, domain, &outcome.zone, &outcome.lookup);
            if questions.is_empty() {
                break;
            }
            self.run_probe_batch(questions, outcome, &report).await;
        }
    }

    /// Queries the failed resolvers again, once the unvalidated probe is done: a resolver may fail for a moment if a server
    /// is slow, and only a second failure indicates a DNSSEC problem.
    async fn retry_failures(&self, outcome: &mut RecordOutcome) {
        let question = &outcome.lookup.question;
        let is_resolver = outcome.zone.source != AnswerSource::Authoritative;
        let responses = outcome.lookup.responses.iter_mut().filter(|_| is_resolver);
        let probes = outcome.lookup.probes.iter_mut().filter(|lookup| lookup.probe == Probe::Resolver);
        let all = responses.chain(probes.flat_map(|lookup| &mut lookup.responses));
        join_all(all.filter(|response| response.outcome.is_servfail()).map(async |response| {
            let server = response.server.clone();
            *response = self.query_anew(&server, question, QueryMode::Recursive, &SetOnce::new()).await;
        }))
        .await;
    }

    /// Runs these probes concurrently.
    async fn run_probe_batch(
        &self,
        batch: Vec<(Probe, Question)>,
        outcome: &mut RecordOutcome,
        report: impl Fn(&RecordLookup),
    ) {
        let RecordOutcome { zone, lookup, .. } = outcome;
        let (quickest, failed) = (servers_by_latency(&lookup.responses), failed_resolvers(lookup));
        let before = lookup.probes.clone();
        let pending = batch.iter().enumerate().map(|(index, (probe, question))| {
            let is_unvalidated = *probe == Probe::ResolverCheckingDisabled;
            let (zone, servers) = (&*zone, if is_unvalidated { &failed } else { &quickest });
            async move { (index, self.run_probe(*probe, question, zone, servers).await) }
        });
        let mut pending: FuturesUnordered<_> = pending.collect();
        let mut finished = BTreeMap::new();
        while let Some((index, response)) = pending.next().await {
            if let (Some((probe, question)), Some(response)) = (batch.get(index), response) {
                let question = question.clone();
                finished.insert(index, ProbeLookup { probe: *probe, question, responses: vec![response] });
                // In the order of the batch, not of the responses.
                lookup.probes = before.iter().chain(finished.values()).cloned().collect();
                report(lookup);
            }
        }
    }

    /// Runs a probe. One answer is enough: it shows a mistake, not on which servers it is.
    async fn run_probe(
        &self,
        probe: Probe,
        question: &Question,
        zone: &ZoneInfo,
        servers: &[Server],
    ) -> Option<ServerResponse> {
        match probe {
            // Only the servers that the user named may be queried, and they have been.
            Probe::Resolver if zone.source == AnswerSource::UserSpecified => None,
            Probe::Resolver => self.first_conclusive(&self.recursive_resolvers, question, QueryMode::Recursive).await,
            Probe::ResolverCheckingDisabled => {
                self.first_conclusive(servers, question, QueryMode::CheckingDisabled).await
            }
            Probe::SpfTerm if !is_subdomain_of(&question.name, &zone.name) => {
                self.first_conclusive(&self.recursive_resolvers, question, QueryMode::Recursive).await
            }
            _ if is_subdomain_of(&question.name, &zone.name) => {
                self.first_conclusive_of_zone(zone, servers, question).await
            }
            _ => {
                let zone = self.find_zone(&question.name).await?;
                self.first_conclusive_of_zone(&zone, &zone.servers, question).await
            }
        }
    }
}

/// The outcome as one of this zone: a server that refers to anything but a child zone does not serve it.
fn in_zone(outcome: QueryOutcome, zone: &ZoneInfo) -> QueryOutcome {
    match outcome {
        QueryOutcome::Failed(LookupError::Referral { zone: child, .. }) if !is_proper_subdomain(&child, &zone.name) => {
            QueryOutcome::Failed(LookupError::Lame)
        }
        outcome => outcome,
    }
}

/// The child zone that a record is in, according to the zone's servers: they refer to it, or serve it as well.
fn child_referral(lookup: &RecordLookup, zone: &ZoneInfo) -> Option<Referral> {
    if zone.source != AnswerSource::Authoritative {
        return None;
    }
    lookup.responses.iter().find_map(|response| match &response.outcome {
        QueryOutcome::Failed(LookupError::Referral { zone, name_servers }) => {
            Some(Referral { zone: zone.clone(), name_servers: name_servers.clone() })
        }
        QueryOutcome::Negative(negative) if negative.cname_chain.is_empty() => {
            let child = negative.zone.as_ref().filter(|child| is_proper_subdomain(child, &zone.name));
            let child = child.filter(|child| is_subdomain_of(&lookup.question.name, child));
            child.map(|child| Referral { zone: child.clone(), name_servers: Vec::new() })
        }
        _ => None,
    })
}

/// The resolvers that failed: only their answers without validation say something of DNSSEC.
fn failed_resolvers(lookup: &RecordLookup) -> Vec<Server> {
    let resolved = lookup.responses_to(Probe::Resolver);
    let failed = lookup.responses.iter().chain(resolved).filter(|response| response.outcome.is_servfail());
    failed.map(|response| response.server.clone()).collect()
}

/// The servers with a conclusive response, the quickest first, and then the others.
fn servers_by_latency(responses: &[ServerResponse]) -> Vec<Server> {
    let mut sorted: Vec<_> = responses.iter().collect();
    sorted.sort_by_key(|response| (!is_conclusive(&response.outcome), response.elapsed_ms));
    sorted.into_iter().map(|response| response.server.clone()).collect()
}
