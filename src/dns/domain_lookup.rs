//! All records of a domain, side by side.

use futures::future::join_all;

use super::DnsResolver;
use super::query::{LookupSession, is_conclusive};
use super::record_lookup::is_proper_subdomain;
use super::reply::is_subdomain_of;
use super::system_resolvers;
use super::transport::QueryMode;
use crate::core::check::question_for;
use crate::core::dns::{AnswerSource, DnsLookup, LookupProgress, QueryOutcome, QueryType, Question};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::owner_to_ascii;
use crate::ports::Resolver;

/// Where a zone tells that its DNS host offers Domain Connect (draft-ietf-dconn-domainconnect section 5).
const DOMAIN_CONNECT: &str = "_domainconnect";

/// What is to be said where the resolver does not know the public DNS.
const NO_PUBLIC_DNS: &str = "The resolver of this network does not know the public DNS. Perhaps the network wants a sign-in first, or \
                       it is one with names of its own.";

/// How much of that is kept: it is the beginning of an address.
const MAX_VALUE_LEN: usize = 255;

impl Resolver for DnsResolver {
    async fn lookup_records(
        &self,
        domain: &SendingDomain,
        tell: impl Fn(LookupProgress) + Send + Sync,
    ) -> Result<DnsLookup, String> {
        let places = &self.config;
        let recursive = match (places.explicit_servers.as_slice(), &places.resolvers) {
            ([], Some(resolvers)) => resolvers.clone(),
            ([], None) => system_resolvers::read_resolvers().await,
            (named, _) => named.to_vec(),
        };
        if recursive.is_empty() {
            return Err("There is no resolver to begin with.".to_owned());
        }
        let look = LookupSession::new(self, recursive);
        look.lookup_domain(domain, &tell).await
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
        let (top, name) = (&zone.clone(), &name);
        let records = domain.records.iter().enumerate().map(|(index, record)| async move {
            let question = question_for(record);
            let is_here = is_subdomain_of(&question.name, &top.name);
            let zone = if is_here { top.clone() } else { self.find_zone(&question.name).await };
            self.lookup_record(domain, index, record, question, zone, on_progress).await
        });
        let (domain_connect, mut looked) = tokio::join!(self.query_domain_connect(&top.name), join_all(records));

        // What was known of the domain's zone may not be so any more.
        let deeper = looked
            .iter()
            .map(|looked| &looked.zone)
            .find(|of| is_proper_subdomain(&of.name, &top.name) && is_subdomain_of(name, &of.name));
        if let Some(deeper) = deeper.cloned() {
            self.resolver.zone_cuts.remove(name);
            on_progress(LookupProgress::Zone(deeper.clone()));
            zone = deeper;
        }
        let unresponsive = self.find_unresponsive_zones(&looked).await;
        let retried = looked.iter().filter_map(|looked| {
            let authority = *unresponsive.get(&looked.zone.name)?;
            let record = domain.records.get(looked.index)?;
            Some(async move {
                // The next look goes there at once.
                self.resolver.unresponsive.insert(&looked.zone.name, Some(authority));
                let zone = self.fall_back_to_resolver(name, looked.zone.clone(), authority).await;
                self.lookup_record(domain, looked.index, record, looked.lookup.question.clone(), zone, on_progress)
                    .await
            })
        });
        let retried = join_all(retried.collect::<Vec<_>>()).await;
        // Where the resolver cannot on_progress either, it is the silence of the zone's own servers that is to be resolved.
        let resolved =
            retried.iter().find(|found| found.lookup.responses.iter().any(|seen| is_conclusive(&seen.outcome)));
        if let Some(resolved) = resolved {
            if unresponsive.contains_key(&zone.name) {
                zone = resolved.zone.clone();
                on_progress(LookupProgress::Zone(zone.clone()));
            }
            for found in retried {
                if let Some(place) = looked.get_mut(found.index) {
                    *place = found;
                }
            }
        } else {
            for looked in looked.iter().filter(|looked| unresponsive.contains_key(&looked.zone.name)) {
                self.resolver.unresponsive.remove(&looked.zone.name);
                on_progress(LookupProgress::Record { index: looked.index, lookup: looked.lookup.clone() });
            }
        }
        Ok(DnsLookup { zone, records: looked.into_iter().map(|looked| looked.lookup).collect(), domain_connect })
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
