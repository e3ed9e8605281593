//! One record: what every server of its zone answers, and what has to be asked beside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::StreamExt;
use futures::future::join_all;
use futures::stream::FuturesUnordered;

use super::asking::{Look, says_something};
use super::exchange::Manner;
use super::reach::is_silence;
use super::reply::is_within;
use super::zones::MOST_ZONES;
use crate::core::check::select_probes;
use crate::core::dns::{
    AnswerSource, LookupError, LookupProgress, Probe, QueryOutcome, Question, RecordLookup, Server, ServerResponse,
    ZoneInfo,
};
use crate::core::domain::SendingDomain;
use crate::core::record::DnsRecord;

/// What came of a record at the servers of its zone.
pub(super) struct Looked {
    pub(super) index: usize,
    pub(super) zone: ZoneInfo,
    pub(super) look: RecordLookup,
}

impl Looked {
    /// Whether none of the servers could be reached.
    fn is_silent(&self) -> bool {
        self.look.responses.iter().all(|sighting| is_silence(&sighting.outcome))
    }
}

impl Look<'_> {
    /// Asks every server of the zone at once, and then what has to be asked beside it.
    pub(super) async fn at_record(
        &self,
        domain: &SendingDomain,
        index: usize,
        record: &DnsRecord,
        question: Question,
        zone: ZoneInfo,
        tell: &(impl Fn(LookupProgress) + Sync),
    ) -> Looked {
        let mut zone = zone;
        let mut look = self.sightings(index, &question, &zone, tell).await;
        // The name may be in a zone below, as its servers tell.
        for _ in 0..MOST_ZONES {
            let Some((top, name_servers)) = below(&look, &zone) else { break };
            zone = self.child(&top, name_servers).await;
            look = self.sightings(index, &question, &zone, tell).await;
        }
        let say = |look: &RecordLookup| tell(LookupProgress::Record { index, lookup: look.clone() });
        let looked = Looked { index, zone, look };
        if looked.zone.source == AnswerSource::Authoritative && looked.is_silent() {
            return looked;
        }
        self.beside(domain, record, looked, say).await
    }

    /// What every server of the zone answers to a record's own question.
    async fn sightings(
        &self,
        index: usize,
        question: &Question,
        zone: &ZoneInfo,
        tell: &(impl Fn(LookupProgress) + Sync),
    ) -> RecordLookup {
        let zone_at = Some(Arc::new(zone.clone()));
        let mut look =
            RecordLookup { question: question.clone(), zone: zone_at, responses: Vec::new(), probes: Vec::new() };
        let manner = Self::manner(zone);
        let mut asked: FuturesUnordered<_> =
            zone.servers.iter().map(|server| self.sight(server, question, manner)).collect();
        while let Some(sighting) = asked.next().await {
            look.responses.push(ServerResponse { outcome: own(sighting.outcome, zone), ..sighting });
            // In the order of the servers, whoever was the quickest.
            let place = |server: &Server| zone.servers.iter().position(|known| known == server);
            look.responses.sort_by_key(|sighting| place(&sighting.server));
            tell(LookupProgress::Record { index, lookup: look.clone() });
        }
        look
    }

    /// Asks what the sightings make necessary. What the resolver says without checking DNSSEC matters only where it fails
    /// with checking, so that is asked last, and seldom.
    async fn beside(
        &self,
        domain: &SendingDomain,
        record: &DnsRecord,
        mut looked: Looked,
        say: impl Fn(&RecordLookup),
    ) -> Looked {
        let wanted = select_probes(record, domain, &looked.zone, &looked.look.responses);
        let (last, first): (Vec<_>, Vec<_>) =
            wanted.into_iter().partition(|(probe, _)| *probe == Probe::ResolverCheckingDisabled);
        self.all_beside(first, &mut looked, &say).await;
        let resolved: Vec<&ServerResponse> =
            looked.look.probe_responses(Probe::Resolver).flat_map(|(_, found)| found).collect();
        if !last.is_empty() && (resolved.is_empty() || resolved.into_iter().any(is_failure)) {
            self.all_beside(last, &mut looked, &say).await;
            self.once_more(&mut looked).await;
            say(&looked.look);
        }
        looked
    }

    /// Asks those again that could not find out, now that it was found out without checking: a resolver fails for a moment
    /// where a server is slow to answer it, and only what fails again says anything.
    async fn once_more(&self, looked: &mut Looked) {
        let question = looked.look.question.clone();
        let is_own = looked.zone.source == AnswerSource::Authoritative;
        let sightings = looked.look.responses.iter_mut().filter(|_| !is_own);
        let beside = looked.look.probes.iter_mut().filter(|(probe, ..)| *probe == Probe::Resolver);
        let all = sightings.chain(beside.flat_map(|(_, _, found)| found));
        join_all(all.filter(|sighting| is_failure(sighting)).map(|sighting| {
            let question = &question;
            async move { *sighting = self.sight(&sighting.server.clone(), question, Manner::Recursive).await }
        }))
        .await;
    }

    /// Asks all of these side by side.
    async fn all_beside(&self, wanted: Vec<(Probe, Question)>, looked: &mut Looked, say: impl Fn(&RecordLookup)) {
        let Looked { zone, look, .. } = looked;
        let (quickest, failed) = (quickest(&look.responses), failed(look));
        let before = look.probes.clone();
        let asked = wanted.iter().enumerate().map(|(place, (probe, question))| {
            let is_unchecked = *probe == Probe::ResolverCheckingDisabled;
            let (zone, servers) = (&*zone, if is_unchecked { &failed } else { &quickest });
            async move { (place, self.probe(*probe, question, zone, servers).await) }
        });
        let mut asked: FuturesUnordered<_> = asked.collect();
        let mut found = BTreeMap::new();
        while let Some((place, sighting)) = asked.next().await {
            if let (Some((probe, question)), Some(sighting)) = (wanted.get(place), sighting) {
                found.insert(place, (*probe, question.clone(), vec![sighting]));
                // In the order in which they are wanted, whichever was answered first.
                look.probes = before.iter().chain(found.values()).cloned().collect();
                say(look);
            }
        }
    }

    /// One answer is enough for a probe: it finds a mistake, and does not say where all it was made.
    async fn probe(
        &self,
        probe: Probe,
        question: &Question,
        zone: &ZoneInfo,
        servers: &[Server],
    ) -> Option<ServerResponse> {
        match probe {
            // The person has named who may be asked, and they have been.
            Probe::Resolver if zone.source == AnswerSource::UserSpecified => None,
            Probe::Resolver => self.first(&self.recursive, question, Manner::Recursive).await,
            Probe::ResolverCheckingDisabled => self.first(servers, question, Manner::Unchecked).await,
            _ if is_within(&question.name, &zone.name) => self.first(servers, question, Self::manner(zone)).await,
            _ => {
                let zone = self.zone_of(&question.name).await;
                self.first(&zone.servers, question, Self::manner(&zone)).await
            }
        }
    }
}

/// What a server of the zone says: who refers to anything but a zone below does not own this one.
fn own(reply: QueryOutcome, zone: &ZoneInfo) -> QueryOutcome {
    match reply {
        QueryOutcome::Failed(LookupError::Referral { zone: top, .. }) if !is_below(&top, &zone.name) => {
            QueryOutcome::Failed(LookupError::Lame)
        }
        reply => reply,
    }
}

/// The zone below that a record is in, as the servers of this one tell: they refer to it, or own it as well.
fn below(look: &RecordLookup, zone: &ZoneInfo) -> Option<(String, Vec<String>)> {
    if zone.source != AnswerSource::Authoritative {
        return None;
    }
    look.responses.iter().find_map(|sighting| match &sighting.outcome {
        QueryOutcome::Failed(LookupError::Referral { zone: top, name_servers }) => {
            Some((top.clone(), name_servers.clone()))
        }
        QueryOutcome::Negative(absence) if absence.cname_chain.is_empty() => {
            let top = absence.zone.as_ref().filter(|top| is_below(top, &zone.name));
            top.filter(|top| is_within(&look.question.name, top)).map(|top| (top.clone(), Vec::new()))
        }
        _ => None,
    })
}

pub(super) fn is_below(top: &str, zone: &str) -> bool {
    top != zone && is_within(top, zone)
}

/// The resolvers that could not find out: only what these say without checking tells anything of DNSSEC.
fn failed(look: &RecordLookup) -> Vec<Server> {
    let resolved = look.probe_responses(Probe::Resolver).flat_map(|(_, found)| found);
    let failed = look.responses.iter().chain(resolved).filter(|sighting| is_failure(sighting));
    failed.map(|sighting| sighting.server.clone()).collect()
}

fn is_failure(sighting: &ServerResponse) -> bool {
    sighting.outcome == QueryOutcome::Failed(LookupError::ServFail)
}

/// The servers that answered, the quickest first; all of them, where none did.
fn quickest(sightings: &[ServerResponse]) -> Vec<Server> {
    let mut order: Vec<_> = sightings.iter().collect();
    order.sort_by_key(|sighting| (!says_something(&sighting.outcome), sighting.elapsed_ms));
    order.into_iter().map(|sighting| sighting.server.clone()).collect()
}
