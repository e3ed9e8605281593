//! The DNS adapter against name servers on loopback.

#![cfg(test)]

mod bind;
mod causes;
mod cname_chains;
mod forged;
mod limits;
mod matrix;
mod questions;
mod reachability;
mod zone_lookup;

use std::slice::from_ref;
use std::sync::Mutex;

use autosend_domains::core::dns::{Answer, DnsLookup, LookupProgress, QueryOutcome, RecordData, ServerResponse};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::record::{DnsRecord, Priority, RecordType};
use autosend_domains::dns::{DnsResolver, ResolverConfig};
use autosend_domains::ports::Resolver as _;

use crate::support::name_servers::{Behaviour, NameServer, TestZone, name_server_zone, resolver_config};

/// The zone of a domain, with everything published as AutoSend wants it.
pub(crate) fn publish_all(zone: TestZone, domain: &SendingDomain) -> TestZone {
    domain.records.iter().fold(zone, publish)
}

/// A zone with one record more: the record as AutoSend wants it.
pub(crate) fn publish(zone: TestZone, record: &DnsRecord) -> TestZone {
    let (name, value) = (record.name.raw(), record.published_value());
    match (&record.record_type, &record.priority) {
        (RecordType::Mx, Some(Priority::Number(priority))) => zone.with_mx(name, *priority, &value),
        _ => zone.with_txt(name, &value),
    }
}

/// The zone `example.com` at the first so many name servers.
fn example_zone(servers: u8) -> TestZone {
    let names: Vec<_> = (1..=servers).map(|number| format!("ns{number}.host.test")).collect();
    TestZone::new("example.com", &names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A world of one zone: its name servers, and a resolver that knows all.
struct DnsWorld {
    servers: Vec<NameServer>,
    resolver: NameServer,
}

impl DnsWorld {
    /// The zone at name servers of these habits.
    fn with_behaviours(zone: &TestZone, habits: &[Behaviour]) -> Self {
        let zones = vec![zone.clone(); habits.len()];
        Self::with_servers(zone, &zones.into_iter().zip(habits.iter().copied()).collect::<Vec<_>>())
    }

    /// The zone as the resolver knows it, and as each name server has it.
    fn with_servers(zone: &TestZone, servers: &[(TestZone, Behaviour)]) -> Self {
        let number = u8::try_from(servers.len()).unwrap();
        Self {
            servers: servers.iter().map(|(zone, habit)| NameServer::start(from_ref(zone), *habit)).collect(),
            resolver: NameServer::start_normal(&[zone.clone(), name_server_zone(number)]),
        }
    }

    fn resolver_config(&self) -> ResolverConfig {
        resolver_config(self.resolver.address(), &self.servers.iter().map(NameServer::address).collect::<Vec<_>>())
    }

    fn resolver(&self) -> DnsResolver {
        DnsResolver::new(self.resolver_config())
    }

    async fn lookup(&self, domain: &SendingDomain) -> DnsLookup {
        lookup_with_progress(&self.resolver(), domain).await.0
    }
}

/// A lookup, and its progress.
async fn lookup_with_progress(resolver: &DnsResolver, domain: &SendingDomain) -> (DnsLookup, Vec<LookupProgress>) {
    let progress = Mutex::new(Vec::new());
    let lookup = resolver.lookup_records(domain, |event| progress.lock().unwrap().push(event)).await.unwrap();
    (lookup, progress.into_inner().unwrap())
}

/// Each of the replies, in a word.
fn labels(responses: &[ServerResponse]) -> Vec<String> {
    responses.iter().map(|response| label(&response.outcome)).collect()
}

fn label(reply: &QueryOutcome) -> String {
    match reply {
        QueryOutcome::Answer(answer) => format_answer(answer),
        QueryOutcome::Negative(negative) if negative.is_nxdomain => "no name".to_owned(),
        QueryOutcome::Negative(_) => "no data".to_owned(),
        QueryOutcome::Failed(why) => format!("{why:?}"),
    }
}

fn format_answer(answer: &Answer) -> String {
    let shown = |data: &RecordData| match data {
        RecordData::Txt(_) => String::from_utf8(data.text().unwrap()).unwrap(),
        RecordData::Mx { priority, host } => format!("{priority} {host}"),
        RecordData::Name(name) => name.clone(),
        RecordData::Address(address) => address.to_string(),
        RecordData::Soa { primary, serial } => format!("{primary} {serial}"),
    };
    answer.data.iter().map(shown).collect::<Vec<_>>().join(" | ")
}
