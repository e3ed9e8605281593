//! The DNS adapter against name servers on loopback.

#![cfg(test)]

mod aliases;
mod asking;
mod bind;
mod causes;
mod matrix;
mod reach;

use std::slice::from_ref;
use std::sync::Mutex;

use autosend_domains::core::dns::{Answer, DnsLookup, LookupProgress, QueryOutcome, RecordData, ServerResponse};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::record::{DnsRecord, Priority, RecordType};
use autosend_domains::dns::{DnsResolver, ResolverConfig};
use autosend_domains::ports::Resolver as _;

use crate::support::dns::{Habit, NameServer, TestZone, hosts, places};

/// The zone of a domain, with everything published as AutoSend wants it.
pub(crate) fn published(zone: TestZone, domain: &SendingDomain) -> TestZone {
    domain.records.iter().fold(zone, publish)
}

/// A zone with one record more: the record as AutoSend wants it.
pub(crate) fn publish(zone: TestZone, record: &DnsRecord) -> TestZone {
    let (name, value) = (record.name.raw(), record.published_value());
    match (&record.record_type, &record.priority) {
        (RecordType::Mx, Some(Priority::Number(priority))) => zone.mx(name, *priority, &value),
        _ => zone.text(name, &value),
    }
}

/// The zone `example.com` at the first so many name servers.
fn example(servers: u8) -> TestZone {
    let names: Vec<_> = (1..=servers).map(|number| format!("ns{number}.host.test")).collect();
    TestZone::new("example.com", &names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A world of one zone: its name servers, and a resolver that knows all.
struct World {
    servers: Vec<NameServer>,
    resolver: NameServer,
}

impl World {
    /// The zone at name servers of these habits.
    fn of(zone: &TestZone, habits: &[Habit]) -> Self {
        let zones = vec![zone.clone(); habits.len()];
        Self::differing(zone, &zones.into_iter().zip(habits.iter().copied()).collect::<Vec<_>>())
    }

    /// The zone as the resolver knows it, and as each name server has it.
    fn differing(zone: &TestZone, servers: &[(TestZone, Habit)]) -> Self {
        let number = u8::try_from(servers.len()).unwrap();
        Self {
            servers: servers.iter().map(|(zone, habit)| NameServer::start(from_ref(zone), *habit)).collect(),
            resolver: NameServer::good(&[zone.clone(), hosts(number)]),
        }
    }

    fn places(&self) -> ResolverConfig {
        places(self.resolver.address(), &self.servers.iter().map(NameServer::address).collect::<Vec<_>>())
    }

    fn resolver(&self) -> DnsResolver {
        DnsResolver::new(self.places())
    }

    async fn survey(&self, domain: &SendingDomain) -> DnsLookup {
        survey(&self.resolver(), domain).await.0
    }
}

/// A survey, and all that was told of it while it went on.
async fn survey(resolver: &DnsResolver, domain: &SendingDomain) -> (DnsLookup, Vec<LookupProgress>) {
    let told = Mutex::new(Vec::new());
    let survey = resolver.lookup_records(domain, |progress| told.lock().unwrap().push(progress)).await.unwrap();
    (survey, told.into_inner().unwrap())
}

/// Each of the replies, in a word.
fn words(sightings: &[ServerResponse]) -> Vec<String> {
    sightings.iter().map(|sighting| word(&sighting.outcome)).collect()
}

fn word(reply: &QueryOutcome) -> String {
    match reply {
        QueryOutcome::Answer(answer) => shown(answer),
        QueryOutcome::Negative(absence) if absence.is_nxdomain => "no name".to_owned(),
        QueryOutcome::Negative(_) => "no data".to_owned(),
        QueryOutcome::Failed(why) => format!("{why:?}"),
    }
}

fn shown(answer: &Answer) -> String {
    let shown = |data: &RecordData| match data {
        RecordData::Txt(_) => String::from_utf8(data.text().unwrap()).unwrap(),
        RecordData::Mx { priority, host } => format!("{priority} {host}"),
        RecordData::Name(name) => name.clone(),
        RecordData::Address(address) => address.to_string(),
    };
    answer.data.iter().map(shown).collect::<Vec<_>>().join(" | ")
}
