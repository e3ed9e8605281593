//! DNS providers over HTTPS: one contract for all of them against servers that follow their published descriptions, what
//! is particular to one, and two real servers.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

mod contract;
mod fakes;
mod particular;
mod real;
mod server;

use autosend_domains::providers::Connection;
use autosend_domains::providers::connect_at;
use autosend_domains::providers::error::ProviderError;
use autosend_domains::providers::provider_api::HostedZone;
use autosend_domains::providers::publish::{self, AddedRecord, Applied};
use autosend_domains::providers::records::{HostedRecord, NewRecord};
use autosend_domains::providers::variables::Variables;
use tokio::runtime::Builder;

use self::server::{Dialect, Fake, ZONE};

/// Runs a future to its end.
fn run<T>(future: impl Future<Output = T>) -> T {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The adapter for this fake, with these variables in place of its own.
fn connect(fake: &Fake, dialect: Dialect, other: &[(&str, &str)]) -> Result<Option<Connection>, ProviderError> {
    let get = |name: &str| {
        let mut all = other.iter().chain(dialect.variables);
        all.find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
    };
    connect_at(dialect.code, Some(&fake.base_url()), &Variables::new(&get))
}

fn new(name: &str, rtype: &str, data: &str) -> NewRecord {
    match data.split_once(' ').filter(|_| rtype == "MX") {
        Some((priority, host)) => NewRecord::to_mail_server(name, priority.parse().unwrap(), host, 3600),
        None => NewRecord::txt(name, data, 3600),
    }
}

/// A DKIM key that needs two character-strings.
fn long_key() -> String {
    format!("v=DKIM1; k=rsa; p={}", "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC".repeat(9))
}

/// The records of a domain: alone, long, with a priority, and beside another's.
fn wanted() -> Vec<NewRecord> {
    vec![
        new("k1._domainkey.example.com", "TXT", &long_key()),
        new("send.example.com", "MX", "10 feedback-smtp.us-east-1.amazonses.com"),
        new("_dmarc.example.com", "TXT", "v=DMARC1; p=none;"),
        new("example.com", "TXT", "autosend-verify-1"),
    ]
}

fn names(records: &[NewRecord]) -> Vec<String> {
    records.iter().map(|record| record.name.clone()).collect()
}

/// A connection with the zone and what was seen at the names of the records.
struct Plan {
    connection: Connection,
    zone: HostedZone,
    seen: Vec<HostedRecord>,
    records: Vec<NewRecord>,
}

impl Plan {
    fn make(connection: Connection, records: Vec<NewRecord>) -> Result<Self, ProviderError> {
        let servers = ["ns1.provider.example".to_owned(), "NS2.provider.example.".to_owned()];
        let (zone, seen) = run(publish::look(&*connection.api, ZONE, None, &servers, &names(&records)))?;
        Ok(Self { connection, zone, seen, records })
    }

    fn add(&self) -> Applied<AddedRecord> {
        run(publish::add(&*self.connection.api, &self.zone, &self.records, &self.seen))
    }

    fn take_back(&self, added: &[AddedRecord]) -> Applied<AddedRecord> {
        run(publish::take_back(&*self.connection.api, &self.zone, added))
    }

    fn look_again(&self) -> Vec<HostedRecord> {
        let names = names(&self.records);
        run(publish::look(&*self.connection.api, ZONE, None, &[], &names)).unwrap().1
    }
}

fn plan(fake: &Fake, dialect: Dialect, records: Vec<NewRecord>) -> Plan {
    Plan::make(connect(fake, dialect, &[]).unwrap().unwrap(), records).unwrap()
}

/// The records that were added.
#[track_caller]
fn done(applied: Applied<AddedRecord>) -> Vec<AddedRecord> {
    match applied {
        Applied::Done(added) => added,
        other => panic!("not done: {other:?}"),
    }
}
