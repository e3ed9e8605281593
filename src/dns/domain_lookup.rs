//! The concurrent lookup of all records of a domain.

use std::collections::{BTreeMap, BTreeSet};

use futures::StreamExt as _;
use futures::future::join_all;
use futures::stream::FuturesUnordered;

use super::dnssec::ZoneKeys;
use super::letter_case::LetterCase;
use super::query::{LookupSession, is_conclusive, is_unreachable};
use super::record_lookup::{LookupTarget, RecordOutcome};
use super::resolver::DnsResolver;
use super::transport::QueryMode;
use super::zones::{FirstZone, registrable_domain};
use crate::core::check::{question_for, wildcard_questions};
use crate::core::dns::{
    AnswerSource, DnsLookup, LookupError, LookupProgress, QueryOutcome, QueryType, Question, RecordLookup, ZoneInfo,
};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{is_proper_subdomain, is_subdomain_of, owner_to_ascii};
use crate::ports::Resolver;

/// The label at which a zone announces that its DNS host supports Domain Connect (draft-ietf-dconn-domainconnect
/// section 5).
const DOMAIN_CONNECT: &str = "_domainconnect";

/// The error if the resolver does not know the public DNS.
const NO_PUBLIC_DNS: &str = "The resolver of this network does not know the public DNS. Perhaps the network wants a sign-in first, or \
                       it is one with names of its own.";

/// The error if the limits of a lookup end it before the zone is known.
const NO_ZONE_IN_TIME: &str = "DNS didn't show in time which zone the domain is in.";

/// The longest value of Domain Connect that is kept: it is the beginning of a URL.
const MAX_VALUE_LEN: usize = 255;

impl Resolver for DnsResolver {
    async fn lookup_records(
        &self,
        domain: &SendingDomain,
        on_progress: impl Fn(LookupProgress) + Send + Sync,
    ) -> Result<DnsLookup, String> {
        let recursive = self.config.recursive_servers().await;
        if recursive.is_empty() {
            return Err("No DNS resolver configured.".to_owned());
        }
        let session = LookupSession::new(self, recursive);
        // Boxed, since it holds all that is asked side by side.
        Box::pin(session.lookup_domain(domain, &on_progress)).await
    }
}

impl LookupSession<'_> {
    async fn lookup_domain(
        &self,
        domain: &SendingDomain,
        on_progress: &(impl Fn(LookupProgress) + Sync),
    ) -> Result<DnsLookup, String> {
        let name = domain.name.raw();
        let name = Question::new(&owner_to_ascii(name).unwrap_or_else(|| name.into()), QueryType::Soa).name;
        let zone = async {
            let first = self.find_first_zone(&name).await?;
            let zone = &first.zone;
            let lacks_public_dns =
                zone.source == AnswerSource::Resolver && !zone.is_certain && self.lacks_public_dns().await;
            (!lacks_public_dns).then_some(first)
        };
        // What the zone's parent says is asked for meanwhile.
        let registrable = registrable_domain(&name);
        let (lookup, delegation) = tokio::join!(
            async {
                match self.budget.within(Box::pin(zone)).await {
                    Ok(Some(first)) => {
                        on_progress(LookupProgress::Zone(first.zone.clone()));
                        Ok(Box::pin(self.lookup_all(domain, &name, first, on_progress)).await)
                    }
                    Ok(None) => Err(NO_PUBLIC_DNS.to_owned()),
                    Err(_limit) => Err(NO_ZONE_IN_TIME.to_owned()),
                }
            },
            self.budget.within(self.get_delegation(&registrable))
        );
        if !matches!(delegation, Ok(Some(_))) {
            // The next lookup asks again.
            self.resolver.delegations.remove(&registrable);
        }
        let RecordsLookup { mut zone, mut outcomes, keys, domain_connect, wildcard_answers } = lookup?;

        // The records may have shown a deeper zone than the one that was cached for the domain.
        let deeper_zone = outcomes
            .values()
            .map(|outcome| &outcome.zone)
            .find(|deeper| is_proper_subdomain(&deeper.name, &zone.name) && is_subdomain_of(&name, &deeper.name));
        if let Some(deeper_zone) = deeper_zone.cloned() {
            self.resolver.zone_cuts.remove(&name);
            on_progress(LookupProgress::Zone(deeper_zone.clone()));
            zone = deeper_zone;
        }
        let dnssec = self.verify(&keys, &name, &outcomes);
        let fallback = self.fall_back(domain, &name, &outcomes, on_progress);
        let Fallback { unresponsive, retried } = match self.budget.within(fallback).await {
            Ok(fallback) => fallback,
            Err(limit) => {
                let unreachable = outcomes.values().filter(|outcome| outcome.is_unreachable());
                unreachable.for_each(|outcome| self.budget.leave_out(outcome.index, limit));
                Fallback::default()
            }
        };
        // If the resolver has no answer either, the report is that the zone's own servers are silent.
        let is_resolved =
            |outcome: &&RecordOutcome| outcome.lookup.responses.iter().any(|it| is_conclusive(&it.outcome));
        if let Some(resolved) = retried.iter().find(is_resolved) {
            if unresponsive.contains_key(&zone.name) {
                zone = resolved.zone.clone();
                on_progress(LookupProgress::Zone(zone.clone()));
            }
            outcomes.extend(retried.into_iter().map(|outcome| (outcome.index, outcome)));
        } else {
            for outcome in outcomes.values().filter(|outcome| unresponsive.contains_key(&outcome.zone.name)) {
                self.resolver.unresponsive.remove(&outcome.zone.name);
                on_progress(LookupProgress::Record { index: outcome.index, lookup: outcome.lookup.clone() });
            }
        }
        let records = domain.records.iter().enumerate().map(|(index, record)| {
            let empty = || RecordLookup {
                question: question_for(record),
                zone: None,
                responses: Vec::new(),
                probes: Vec::new(),
            };
            outcomes.remove(&index).map_or_else(empty, |outcome| outcome.lookup)
        });
        let (records, left_out) = (records.collect(), self.budget.left_out());
        Ok(DnsLookup { zone, records, domain_connect, wildcard_answers, dnssec, left_out })
    }

    /// Looks up the records concurrently within the limits; beside them, what else there is to know of the zone.
    async fn lookup_all(
        &self,
        domain: &SendingDomain,
        name: &str,
        first: FirstZone,
        on_progress: &(impl Fn(LookupProgress) + Sync),
    ) -> RecordsLookup {
        let zone = &first.zone;
        let lookups = self.budget.take_records(domain).map(|(index, record)| {
            let first = &first;
            async move {
                let question = question_for(record);
                let target = LookupTarget { domain, index, record, question };
                self.lookup_record(target, name, first, on_progress).await
            }
        });
        let mut pending: FuturesUnordered<_> = lookups.collect();
        let mut outcomes = BTreeMap::new();
        let records = async {
            while let Some(outcome) = pending.next().await {
                outcomes.extend(outcome.map(|outcome: RecordOutcome| (outcome.index, outcome)));
            }
        };
        let (mut final_zone, mut keys) = (None, Vec::new());
        let rest = async {
            if first.is_final {
                keys = self.query_keys(zone).await;
                return;
            }
            self.explore_below(name, zone).await;
            let Some(found) = self.find_zone(name).await else { return };
            if found != *zone {
                on_progress(LookupProgress::Zone(found.clone()));
            }
            keys = self.query_keys(&found).await;
            final_zone = Some(found);
        };
        let mut wildcard_answers = BTreeMap::new();
        let wildcard = async { wildcard_answers = self.query_wildcard(domain, zone).await };
        let all = async { tokio::join!(records, rest, wildcard) };
        if let Err(limit) = self.budget.within(Box::pin(all)).await {
            let unfinished = (0..domain.records.len()).filter(|index| !outcomes.contains_key(index));
            unfinished.for_each(|index| self.budget.leave_out(index, limit));
        }
        let domain_connect = self.domain_connect.get().cloned().flatten();
        RecordsLookup {
            zone: final_zone.unwrap_or_else(|| zone.clone()),
            outcomes,
            keys,
            domain_connect,
            wildcard_answers,
        }
    }

    /// Looks up the records of zones whose own servers cannot be queried, at the resolver.
    async fn fall_back(
        &self,
        domain: &SendingDomain,
        name: &str,
        outcomes: &BTreeMap<usize, RecordOutcome>,
        on_progress: &(impl Fn(LookupProgress) + Sync),
    ) -> Fallback {
        let unresponsive = self.find_unresponsive_zones(outcomes).await;
        let fallbacks = outcomes.values().filter_map(|outcome| {
            let source = *unresponsive.get(&outcome.zone.name)?;
            let record = domain.records.get(outcome.index)?;
            Some(async move {
                // The next lookup starts at the resolver.
                self.resolver.unresponsive.insert(&outcome.zone.name, Some(source));
                let zone = self.fall_back_to_resolver(name, outcome.zone.clone(), source).await;
                let question = outcome.lookup.question.clone();
                let target = LookupTarget { domain, index: outcome.index, record, question };
                self.lookup_record_in(target, zone, on_progress).await
            })
        });
        let retried = join_all(fallbacks.collect::<Vec<_>>()).await;
        Fallback { unresponsive, retried }
    }

    /// The zones whose own servers cannot be queried, each with the reason why a resolver is queried instead.
    ///
    /// If none of a zone's servers is authoritative, the delegation may be lame, which is worth reporting; but if the
    /// network intercepts DNS, it looks the same. Querying an address without a server tells the two apart.
    async fn find_unresponsive_zones(
        &self,
        outcomes: &BTreeMap<usize, RecordOutcome>,
    ) -> BTreeMap<String, AnswerSource> {
        let unreachable = zones_where_all(outcomes, is_unreachable);
        let not_authoritative =
            zones_where_all(outcomes, |outcome| is_unreachable(outcome) || is_not_authoritative(outcome));
        let mut all: BTreeMap<_, _> = unreachable.iter().map(|zone| (zone.clone(), AnswerSource::Resolver)).collect();
        let mut not_authoritative = not_authoritative.difference(&unreachable).peekable();
        if let Some(zone) = not_authoritative.peek()
            && self.is_intercepted(zone).await
        {
            all.extend(not_authoritative.map(|zone| (zone.clone(), AnswerSource::Intercepted)));
        }
        all
    }

    /// Whether an answer comes from an address without a server.
    async fn is_intercepted(&self, zone: &str) -> bool {
        let Some(probe_address) = self.resolver.config.interception_probe else { return false };
        let question = Question::new(zone, QueryType::Soa);
        self.exchange(probe_address, &question, QueryMode::Recursive, LetterCase::Lower).await.result.is_ok()
    }

    /// What shows whether the domain itself lives by a wildcard.
    async fn query_wildcard(&self, domain: &SendingDomain, zone: &ZoneInfo) -> BTreeMap<Question, QueryOutcome> {
        let mut answers = BTreeMap::new();
        if zone.source == AnswerSource::Undelegated {
            return answers;
        }
        loop {
            let questions = wildcard_questions(domain, zone, &answers);
            if questions.is_empty() {
                return answers;
            }
            let asked = questions.into_iter().map(async |question| {
                let response = self.first_conclusive_of_zone(zone, &zone.servers, &question).await;
                let outcome = response.map(|response| response.outcome);
                (question, outcome.unwrap_or(QueryOutcome::Failed(LookupError::Timeout)))
            });
            answers.extend(join_all(asked).await);
        }
    }

    /// Asks whether the DNS host offers Domain Connect. It matters only if there are records to add.
    pub(super) async fn query_domain_connect(&self, zone: &str) {
        self.domain_connect
            .get_or_init(|| async {
                let question = Question::new(&format!("{DOMAIN_CONNECT}.{zone}"), QueryType::Txt);
                let response =
                    self.first_conclusive(&self.recursive_resolvers, &question, QueryMode::Recursive).await?;
                let QueryOutcome::Answer(answer) = response.outcome else { return None };
                let value = String::from_utf8(answer.data.first()?.text()?).ok()?;
                Some(value).filter(|value| !value.is_empty() && value.len() <= MAX_VALUE_LEN)
            })
            .await;
    }
}

/// The lookup of all records, and what was asked beside them.
struct RecordsLookup {
    zone: ZoneInfo,
    outcomes: BTreeMap<usize, RecordOutcome>,
    keys: Vec<ZoneKeys>,
    domain_connect: Option<String>,
    wildcard_answers: BTreeMap<Question, QueryOutcome>,
}

/// The lookups at the resolver, for zones whose servers cannot be queried.
#[derive(Default)]
struct Fallback {
    /// The zones, each with the reason.
    unresponsive: BTreeMap<String, AnswerSource>,
    retried: Vec<RecordOutcome>,
}

/// The zones whose authoritative servers all responded like this, to every query.
fn zones_where_all(
    outcomes: &BTreeMap<usize, RecordOutcome>,
    is_so: impl Fn(&QueryOutcome) -> bool,
) -> BTreeSet<String> {
    let authoritative = || outcomes.values().filter(|outcome| outcome.zone.source == AnswerSource::Authoritative);
    let all_so = |outcome: &RecordOutcome| outcome.lookup.responses.iter().all(|response| is_so(&response.outcome));
    let others: BTreeSet<_> =
        authoritative().filter(|outcome| !all_so(outcome)).map(|outcome| &outcome.zone.name).collect();
    authoritative().map(|outcome| &outcome.zone.name).filter(|zone| !others.contains(zone)).cloned().collect()
}

/// Whether the server itself says that it does not serve the zone.
const fn is_not_authoritative(outcome: &QueryOutcome) -> bool {
    matches!(outcome, QueryOutcome::Failed(LookupError::Lame | LookupError::Refused))
}
