//! All records of a domain, side by side.

use futures::future::join_all;

use super::DnsResolver;
use super::asking::{Look, says_something};
use super::exchange::Manner;
use super::record::is_below;
use super::reply::is_within;
use super::system;
use crate::core::check::question_for;
use crate::core::dns::{AnswerSource, DnsLookup, LookupProgress, QueryOutcome, QueryType, Question};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::owner_to_ascii;
use crate::ports::Resolver;

/// Where a zone tells that its DNS host offers Domain Connect (draft-ietf-dconn-domainconnect section 5).
const DOMAIN_CONNECT: &str = "_domainconnect";

/// What is to be said where the resolver does not know the public DNS.
const CUT_OFF: &str = "The resolver of this network does not know the public DNS. Perhaps the network wants a sign-in first, or \
                       it is one with names of its own.";

/// How much of that is kept: it is the beginning of an address.
const LONGEST_VALUE: usize = 255;

impl Resolver for DnsResolver {
    async fn lookup_records(
        &self,
        domain: &SendingDomain,
        tell: impl Fn(LookupProgress) + Send + Sync,
    ) -> Result<DnsLookup, String> {
        let places = &self.places;
        let recursive = match (places.named.as_slice(), &places.resolvers) {
            ([], Some(resolvers)) => resolvers.clone(),
            ([], None) => system::resolvers().await,
            (named, _) => named.to_vec(),
        };
        if recursive.is_empty() {
            return Err("There is no resolver to begin with.".to_owned());
        }
        let look = Look::new(self, recursive);
        look.at_domain(domain, &tell).await
    }
}

impl Look<'_> {
    async fn at_domain(
        &self,
        domain: &SendingDomain,
        tell: &(impl Fn(LookupProgress) + Sync),
    ) -> Result<DnsLookup, String> {
        let name = domain.name.raw();
        let name = Question::new(&owner_to_ascii(name).unwrap_or_else(|| name.into()), QueryType::Soa).name;
        let mut zone = self.zone_of(&name).await;
        if zone.source == AnswerSource::Resolver && !zone.is_certain && self.is_cut_off().await {
            return Err(CUT_OFF.to_owned());
        }
        tell(LookupProgress::Zone(zone.clone()));
        let (top, name) = (&zone.clone(), &name);
        let records = domain.records.iter().enumerate().map(|(index, record)| async move {
            let question = question_for(record);
            let is_here = is_within(&question.name, &top.name);
            let zone = if is_here { top.clone() } else { self.zone_of(&question.name).await };
            self.at_record(domain, index, record, question, zone, tell).await
        });
        let (domain_connect, mut looked) = tokio::join!(self.domain_connect(&top.name), join_all(records));

        // What was known of the domain's zone may not be so any more.
        let deeper = looked
            .iter()
            .map(|looked| &looked.zone)
            .find(|of| is_below(&of.name, &top.name) && is_within(name, &of.name));
        if let Some(deeper) = deeper.cloned() {
            self.resolver.tops.forget(name);
            tell(LookupProgress::Zone(deeper.clone()));
            zone = deeper;
        }
        let out_of_reach = self.out_of_reach(&looked).await;
        let again = looked.iter().filter_map(|looked| {
            let authority = *out_of_reach.get(&looked.zone.name)?;
            let record = domain.records.get(looked.index)?;
            Some(async move {
                // The next look goes there at once.
                self.resolver.unreached.put(&looked.zone.name, Some(authority));
                let zone = self.as_resolved(name, looked.zone.clone(), authority).await;
                self.at_record(domain, looked.index, record, looked.look.question.clone(), zone, tell).await
            })
        });
        let again = join_all(again.collect::<Vec<_>>()).await;
        // Where the resolver cannot tell either, it is the silence of the zone's own servers that is to be told.
        let told = again.iter().find(|found| found.look.responses.iter().any(|seen| says_something(&seen.outcome)));
        if let Some(told) = told {
            if out_of_reach.contains_key(&zone.name) {
                zone = told.zone.clone();
                tell(LookupProgress::Zone(zone.clone()));
            }
            for found in again {
                if let Some(place) = looked.get_mut(found.index) {
                    *place = found;
                }
            }
        } else {
            for looked in looked.iter().filter(|looked| out_of_reach.contains_key(&looked.zone.name)) {
                self.resolver.unreached.forget(&looked.zone.name);
                tell(LookupProgress::Record { index: looked.index, lookup: looked.look.clone() });
            }
        }
        Ok(DnsLookup { zone, records: looked.into_iter().map(|looked| looked.look).collect(), domain_connect })
    }

    async fn domain_connect(&self, zone: &str) -> Option<String> {
        let question = Question::new(&format!("{DOMAIN_CONNECT}.{zone}"), QueryType::Txt);
        let QueryOutcome::Answer(answer) = self.first(&self.recursive, &question, Manner::Recursive).await?.outcome
        else {
            return None;
        };
        let value = String::from_utf8(answer.data.first()?.text()?).ok()?;
        Some(value).filter(|value| !value.is_empty() && value.len() <= LONGEST_VALUE)
    }
}
