//! The lookup of all records of a domain, side by side.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::join_all;

use super::query::{LookupSession, is_conclusive, is_unreachable};
use super::record_lookup::RecordOutcome;

use super::resolver::DnsResolver;
use super::transport::QueryMode;
use crate::core::check::question_for;
use crate::core::dns::{AnswerSource, DnsLookup, LookupError, LookupProgress, QueryOutcome, QueryType, Question};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::{is_proper_subdomain, is_subdomain_of, owner_to_ascii};
use crate::ports::Resolver;

/// The label at which a zone announces that its DNS host supports Domain Connect (draft-ietf-dconn-domainconnect
/// section 5).
const DOMAIN_CONNECT: &str = "_domainconnect";

/// The error if the resolver does not know the public DNS.
const NO_PUBLIC_DNS: &str = "The resolver of this network does not know the public DNS. Perhaps the network wants a sign-in first, or \
                       it is one with names of its own.";

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
            return Err("There is no resolver to begin with.".to_owned());
        }
        LookupSession::new(self, recursive).lookup_domain(domain, &on_progress).await
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
        let mut zone = self.find_zone(&name).await;
        if zone.source == AnswerSource::Resolver && !zone.is_certain && self.lacks_public_dns().await {
            return Err(NO_PUBLIC_DNS.to_owned());
        }
        on_progress(LookupProgress::Zone(zone.clone()));
        let (domain_zone, name) = (&zone.clone(), &name);
        let lookups = domain.records.iter().enumerate().map(|(index, record)| async move {
            let question = question_for(record);
            let is_in_zone = is_subdomain_of(&question.name, &domain_zone.name);
            let zone = if is_in_zone { domain_zone.clone() } else { self.find_zone(&question.name).await };
            self.lookup_record(domain, index, record, question, zone, on_progress).await
        });
        let (domain_connect, mut outcomes) =
            tokio::join!(self.query_domain_connect(&domain_zone.name), join_all(lookups));

        // The records may have shown a deeper zone than the one that was cached for the domain.
        let deeper_zone = outcomes
            .iter()
            .map(|outcome| &outcome.zone)
            .find(|zone| is_proper_subdomain(&zone.name, &domain_zone.name) && is_subdomain_of(name, &zone.name));
        if let Some(deeper_zone) = deeper_zone.cloned() {
            self.resolver.zone_cuts.remove(name);
            on_progress(LookupProgress::Zone(deeper_zone.clone()));
            zone = deeper_zone;
        }
        let unresponsive = self.find_unresponsive_zones(&outcomes).await;
        let fallbacks = outcomes.iter().filter_map(|outcome| {
            let source = *unresponsive.get(&outcome.zone.name)?;
            let record = domain.records.get(outcome.index)?;
            Some(async move {
                // The next lookup starts at the resolver.
                self.resolver.unresponsive.insert(&outcome.zone.name, Some(source));
                let zone = self.fall_back_to_resolver(name, outcome.zone.clone(), source).await;
                let question = outcome.lookup.question.clone();
                self.lookup_record(domain, outcome.index, record, question, zone, on_progress).await
            })
        });
        let retried = join_all(fallbacks.collect::<Vec<_>>()).await;
        // If the resolver has no answer either, the report is that the zone's own servers are silent.
        let is_resolved =
            |outcome: &&RecordOutcome| outcome.lookup.responses.iter().any(|it| is_conclusive(&it.outcome));
        if let Some(resolved) = retried.iter().find(is_resolved) {
            if unresponsive.contains_key(&zone.name) {
                zone = resolved.zone.clone();
                on_progress(LookupProgress::Zone(zone.clone()));
            }
            for outcome in retried {
                if let Some(slot) = outcomes.get_mut(outcome.index) {
                    *slot = outcome;
                }
            }
        } else {
            for outcome in outcomes.iter().filter(|outcome| unresponsive.contains_key(&outcome.zone.name)) {
                self.resolver.unresponsive.remove(&outcome.zone.name);
                on_progress(LookupProgress::Record { index: outcome.index, lookup: outcome.lookup.clone() });
            }
        }
        Ok(DnsLookup { zone, records: outcomes.into_iter().map(|outcome| outcome.lookup).collect(), domain_connect })
    }

    /// The zones whose own servers cannot be queried, each with the reason why a resolver is queried instead.
    ///
    /// If none of a zone's servers is authoritative, the delegation may be lame, which is worth reporting; but if the
    /// network intercepts DNS, it looks the same. Querying an address without a server tells the two apart.
    async fn find_unresponsive_zones(&self, outcomes: &[RecordOutcome]) -> BTreeMap<String, AnswerSource> {
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

    /// Whether something answers at an address without a server.
    async fn is_intercepted(&self, zone: &str) -> bool {
        let Some(probe_address) = self.resolver.config.interception_probe else { return false };
        self.send(probe_address, &Question::new(zone, QueryType::Soa), QueryMode::Recursive).await.is_ok()
    }

    async fn query_domain_connect(&self, zone: &str) -> Option<String> {
        let question = Question::new(&format!("{DOMAIN_CONNECT}.{zone}"), QueryType::Txt);
        let QueryOutcome::Answer(answer) =
            self.first_conclusive(&self.recursive_resolvers, &question, QueryMode::Recursive).await?.outcome
        else {
            return None;
        };
        let value = String::from_utf8(answer.data.first()?.text()?).ok()?;
        Some(value).filter(|value| !value.is_empty() && value.len() <= MAX_VALUE_LEN)
    }
}

/// The zones of which every authoritative server responded so, to every question.
fn zones_where_all(outcomes: &[RecordOutcome], is_so: impl Fn(&QueryOutcome) -> bool) -> BTreeSet<String> {
    let authoritative = || outcomes.iter().filter(|outcome| outcome.zone.source == AnswerSource::Authoritative);
    let all_so = |outcome: &RecordOutcome| outcome.lookup.responses.iter().all(|response| is_so(&response.outcome));
    let others: BTreeSet<_> =
        authoritative().filter(|outcome| !all_so(outcome)).map(|outcome| &outcome.zone.name).collect();
    authoritative().map(|outcome| &outcome.zone.name).filter(|zone| !others.contains(zone)).cloned().collect()
}

/// Whether the server itself says that it does not serve the zone.
const fn is_not_authoritative(outcome: &QueryOutcome) -> bool {
    matches!(outcome, QueryOutcome::Failed(LookupError::Lame | LookupError::Refused))
}
