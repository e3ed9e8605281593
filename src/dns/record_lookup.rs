//! One record: what every server of its zone answers, and what has to be asked beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::StreamExt;
use futures::future::join_all;
use futures::stream::FuturesUnordered;

use super::query::{LookupSession, is_conclusive};
use super::reachability::is_unreachable;
use super::reply::is_subdomain_of;
use super::transport::QueryMode;
use super::zones::MAX_ZONE_DEPTH;
use crate::core::check::select_probes;
use crate::core::dns::{
    AnswerSource, LookupError, LookupProgress, Probe, QueryOutcome, Question, RecordLookup, Server, ServerResponse,
    ZoneInfo,
};
use crate::core::domain::SendingDomain;
use crate::core::record::DnsRecord;

/// What came of a record at the servers of its zone.
pub(super) struct RecordOutcome {
    pub(super) index: usize,
    pub(super) zone: ZoneInfo,
    pub(super) lookup: RecordLookup,
}

impl RecordOutcome {
    /// Whether none of the servers could be reached.
    fn is_unreachable(&self) -> bool {
        self.lookup.responses.iter().all(|sighting| is_unreachable(&sighting.outcome))
    }
}

impl LookupSession<'_> {
    /// Asks every server of the zone at once, and then what has to be asked beside it.
    pub(super) async fn lookup_record(
        &self,
        domain: &SendingDomain,
        index: usize,
        record: &DnsRecord,
        question: Question,
        zone: ZoneInfo,
        on_progress: &(impl Fn(LookupProgress) + Sync),
    ) -> RecordOutcome {
        let mut zone = zone;
        let mut look = self.query_zone_servers(index, &question, &zone, on_progress).await;
        // The name may be in a zone below, as its servers on_progress.
        for _ in 0..MAX_ZONE_DEPTH {
            let Some((top, name_servers)) = child_referral(&look, &zone) else { break };
            zone = self.get_child_zone(&top, name_servers).await;
            look = self.query_zone_servers(index, &question, &zone, on_progress).await;
        }
        let report = |look: &RecordLookup| on_progress(LookupProgress::Record { index, lookup: look.clone() });
        let outcome = RecordOutcome { index, zone, lookup: look };
        if outcome.zone.source == AnswerSource::Authoritative && outcome.is_unreachable() {
            return outcome;
        }
        self.run_probes(domain, record, outcome, report).await
    }

    /// What every server of the zone answers to a record's own question.
    async fn query_zone_servers(
        &self,
        index: usize,
        question: &Question,
        zone: &ZoneInfo,
        on_progress: &(impl Fn(LookupProgress) + Sync),
    ) -> RecordLookup {
        let zone_at = Some(Arc::new(zone.clone()));
        let mut look =
            RecordLookup { question: question.clone(), zone: zone_at, responses: Vec::new(), probes: Vec::new() };
        let mode = Self::query_mode(zone);
        let mut pending: FuturesUnordered<_> =
            zone.servers.iter().map(|server| self.query_following_cnames(server, question, mode)).collect();
        while let Some(sighting) = pending.next().await {
            look.responses.push(ServerResponse { outcome: in_zone(sighting.outcome, zone), ..sighting });
            // In the order of the servers, whoever was the quickest.
            let place = |server: &Server| zone.servers.iter().position(|known| known == server);
            look.responses.sort_by_key(|sighting| place(&sighting.server));
            on_progress(LookupProgress::Record { index, lookup: look.clone() });
        }
        look
    }

    /// Asks what the sightings make necessary. What the resolver says without checking DNSSEC matters only where it fails
    /// with checking, so that is asked last, and seldom.
    async fn run_probes(
        &self,
        domain: &SendingDomain,
        record: &DnsRecord,
        mut outcome: RecordOutcome,
        report: impl Fn(&RecordLookup),
    ) -> RecordOutcome {
        let wanted = select_probes(record, domain, &outcome.zone, &outcome.lookup.responses);
        let (last, first): (Vec<_>, Vec<_>) =
            wanted.into_iter().partition(|(probe, _)| *probe == Probe::ResolverCheckingDisabled);
        self.run_probe_batch(first, &mut outcome, &report).await;
        let resolved: Vec<&ServerResponse> =
            outcome.lookup.probe_responses(Probe::Resolver).flat_map(|(_, found)| found).collect();
        if !last.is_empty() && (resolved.is_empty() || resolved.into_iter().any(is_servfail)) {
            self.run_probe_batch(last, &mut outcome, &report).await;
            self.retry_failures(&mut outcome).await;
            report(&outcome.lookup);
        }
        outcome
    }

    /// Asks those again that could not find out, now that it was found out without checking: a resolver fails for a moment
    /// where a server is slow to answer it, and only what fails again says anything.
    async fn retry_failures(&self, outcome: &mut RecordOutcome) {
        let question = outcome.lookup.question.clone();
        let is_own = outcome.zone.source == AnswerSource::Authoritative;
        let sightings = outcome.lookup.responses.iter_mut().filter(|_| !is_own);
        let beside = outcome.lookup.probes.iter_mut().filter(|(probe, ..)| *probe == Probe::Resolver);
        let all = sightings.chain(beside.flat_map(|(_, _, found)| found));
        join_all(all.filter(|sighting| is_servfail(sighting)).map(|sighting| {
            let question = &question;
            async move {
                *sighting = self.query_following_cnames(&sighting.server.clone(), question, QueryMode::Recursive).await;
            }
        }))
        .await;
    }

    /// Asks all of these side by side.
    async fn run_probe_batch(
        &self,
        wanted: Vec<(Probe, Question)>,
        outcome: &mut RecordOutcome,
        report: impl Fn(&RecordLookup),
    ) {
        let RecordOutcome { zone, lookup, .. } = outcome;
        let (quickest, failed) = (servers_by_latency(&lookup.responses), failed_resolvers(lookup));
        let before = lookup.probes.clone();
        let pending = wanted.iter().enumerate().map(|(place, (probe, question))| {
            let is_unchecked = *probe == Probe::ResolverCheckingDisabled;
            let (zone, servers) = (&*zone, if is_unchecked { &failed } else { &quickest });
            async move { (place, self.run_probe(*probe, question, zone, servers).await) }
        });
        let mut pending: FuturesUnordered<_> = pending.collect();
        let mut found = BTreeMap::new();
        while let Some((place, sighting)) = pending.next().await {
            if let (Some((probe, question)), Some(sighting)) = (wanted.get(place), sighting) {
                found.insert(place, (*probe, question.clone(), vec![sighting]));
                // In the order in which they are wanted, whichever was answered first.
                lookup.probes = before.iter().chain(found.values()).cloned().collect();
                report(lookup);
            }
        }
    }

    /// One answer is enough for a probe: it finds a mistake, and does not say where all it was made.
    async fn run_probe(
        &self,
        probe: Probe,
        question: &Question,
        zone: &ZoneInfo,
        servers: &[Server],
    ) -> Option<ServerResponse> {
        match probe {
            // The person has named who may be asked, and they have been.
            Probe::Resolver if zone.source == AnswerSource::UserSpecified => None,
            Probe::Resolver => self.first_conclusive(&self.recursive_resolvers, question, QueryMode::Recursive).await,
            Probe::ResolverCheckingDisabled => {
                self.first_conclusive(servers, question, QueryMode::CheckingDisabled).await
            }
            _ if is_subdomain_of(&question.name, &zone.name) => {
                self.first_conclusive(servers, question, Self::query_mode(zone)).await
            }
            _ => {
                let zone = self.find_zone(&question.name).await;
                self.first_conclusive(&zone.servers, question, Self::query_mode(&zone)).await
            }
        }
    }
}

/// What a server of the zone says: who refers to anything but a zone below does not own this one.
fn in_zone(reply: QueryOutcome, zone: &ZoneInfo) -> QueryOutcome {
    match reply {
        QueryOutcome::Failed(LookupError::Referral { zone: top, .. }) if !is_proper_subdomain(&top, &zone.name) => {
            QueryOutcome::Failed(LookupError::Lame)
        }
        reply => reply,
    }
}

/// The zone below that a record is in, as the servers of this one tell: they refer to it, or own it as well.
fn child_referral(look: &RecordLookup, zone: &ZoneInfo) -> Option<(String, Vec<String>)> {
    if zone.source != AnswerSource::Authoritative {
        return None;
    }
    look.responses.iter().find_map(|sighting| match &sighting.outcome {
        QueryOutcome::Failed(LookupError::Referral { zone: top, name_servers }) => {
            Some((top.clone(), name_servers.clone()))
        }
        QueryOutcome::Negative(absence) if absence.cname_chain.is_empty() => {
            let top = absence.zone.as_ref().filter(|top| is_proper_subdomain(top, &zone.name));
            top.filter(|top| is_subdomain_of(&look.question.name, top)).map(|top| (top.clone(), Vec::new()))
        }
        _ => None,
    })
}

pub(super) fn is_proper_subdomain(top: &str, zone: &str) -> bool {
    top != zone && is_subdomain_of(top, zone)
}

/// The resolvers that could not find out: only what these say without checking tells anything of DNSSEC.
fn failed_resolvers(look: &RecordLookup) -> Vec<Server> {
    let resolved = look.probe_responses(Probe::Resolver).flat_map(|(_, found)| found);
    let failed = look.responses.iter().chain(resolved).filter(|sighting| is_servfail(sighting));
    failed.map(|sighting| sighting.server.clone()).collect()
}

fn is_servfail(sighting: &ServerResponse) -> bool {
    sighting.outcome == QueryOutcome::Failed(LookupError::ServFail)
}

/// The servers that answered, the quickest first; all of them, where none did.
fn servers_by_latency(sightings: &[ServerResponse]) -> Vec<Server> {
    let mut order: Vec<_> = sightings.iter().collect();
    order.sort_by_key(|sighting| (!is_conclusive(&sighting.outcome), sighting.elapsed_ms));
    order.into_iter().map(|sighting| sighting.server.clone()).collect()
}
