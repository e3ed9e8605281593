//! A zone, as values, and as hickory-server serves it.

use std::net::Ipv4Addr;

use hickory_server::net::runtime::TokioRuntimeProvider;
use hickory_server::proto::ProtoError;
use hickory_server::proto::rr::rdata::{A, CNAME, MX, NS, SOA, TXT};
use hickory_server::proto::rr::{Name, RData, Record};
use hickory_server::store::in_memory::InMemoryZoneHandler;
use hickory_server::zone_handler::{AxfrPolicy, ZoneType};

use super::mistakes::Entry;
use crate::core::dns::{QueryType, RecordData};

/// The zone of the sandbox's own names.
pub(in crate::sandbox) const HOME: &str = "sandbox.test";

/// The name servers of every zone, and the addresses that DNS has for them. Both are really on 127.0.0.1, each with a
/// port of its own: not every system has another address of loopback.
pub(in crate::sandbox) const NAME_SERVERS: [(&str, Ipv4Addr); 2] =
    [("ns1.sandbox.test", Ipv4Addr::LOCALHOST), ("ns2.sandbox.test", Ipv4Addr::new(127, 0, 0, 2))];

/// Where a CNAME that is in the way leads to.
pub(super) const ELSEWHERE: &str = "pages.sandbox.test";

/// How long records, and their absence, may be remembered, in seconds: short, since here everything is tried.
pub(in crate::sandbox) const TTL: u32 = 60;

/// What there is to a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct Contents {
    /// Its top.
    pub(in crate::sandbox) origin: String,
    /// Goes up with every change.
    pub(in crate::sandbox) serial: u32,
    /// Whether the second name server does not know it.
    pub(in crate::sandbox) is_lame: bool,
    /// Whether a resolver that checks DNSSEC refuses it.
    pub(in crate::sandbox) is_bogus: bool,
    /// For how many seconds its records and their absence may be remembered.
    pub(in crate::sandbox) ttl: u32,
    /// The names that are zones of their own, at the same name servers.
    pub(in crate::sandbox) cuts: Vec<String>,
    /// Its records but SOA and NS.
    pub(in crate::sandbox) entries: Vec<Entry>,
}

/// The records that are always there: the name servers, and where CNAMEs lead to.
pub(in crate::sandbox) fn fixed() -> impl Iterator<Item = Entry> {
    let elsewhere = (ELSEWHERE, Ipv4Addr::new(192, 0, 2, 80));
    let all = NAME_SERVERS.into_iter().chain([elsewhere]);
    all.map(|(name, address)| Entry::new(name.to_owned(), RecordData::Address(address.into())))
}

impl Contents {
    /// The zone as one of the name servers has it. Of equal records there is one, and a CNAME excludes all else at its
    /// name (RFC 1034 section 3.6.2).
    ///
    /// # Errors
    /// Where a name is none that DNS can hold.
    pub(super) fn handler(&self, is_first: bool, transfer: AxfrPolicy) -> Result<InMemoryZoneHandler, ProtoError> {
        let origin = name(&self.origin)?;
        let mut handler =
            InMemoryZoneHandler::<TokioRuntimeProvider>::empty(origin.clone(), ZoneType::Primary, transfer);
        let mut add =
            |owner: &Name, data| handler.upsert_mut(Record::from_rdata(owner.clone(), self.ttl, data), self.serial);
        add(&origin, self.start()?);
        for top in [&self.origin].into_iter().chain(&self.cuts) {
            for (server, _) in NAME_SERVERS {
                add(&name(top)?, RData::NS(NS(name(server)?)));
            }
        }
        let held: Vec<&Entry> = self.entries.iter().filter(|entry| is_first || !entry.at_first_only).collect();
        let is_alias = |entry: &Entry| matches!(entry.data, RecordData::Name(_));
        for entry in &held {
            let is_excluded = !is_alias(entry) && held.iter().any(|other| is_alias(other) && other.name == entry.name);
            if !is_excluded {
                add(&name(&entry.name)?, data(&entry.data)?);
            }
        }
        Ok(handler)
    }

    fn start(&self) -> Result<RData, ProtoError> {
        let [(first, _), _] = NAME_SERVERS;
        let (server, person) = (name(first)?, name(&format!("hostmaster.{HOME}"))?);
        // Times in seconds: refresh, retry, expire; then for how long an absence is remembered (RFC 2308).
        Ok(RData::SOA(SOA::new(server, person, self.serial, 60, 60, 86_400, self.ttl)))
    }
}

impl Entry {
    /// The type of its data.
    pub(in crate::sandbox) const fn query_type(&self) -> QueryType {
        match self.data {
            RecordData::Txt(_) => QueryType::Txt,
            RecordData::Mx { .. } => QueryType::Mx,
            RecordData::Name(_) => QueryType::Cname,
            RecordData::Address(std::net::IpAddr::V4(_)) => QueryType::A,
            RecordData::Address(std::net::IpAddr::V6(_)) => QueryType::Aaaa,
        }
    }

    /// Whether DNS can hold its names.
    pub(in crate::sandbox) fn fits(&self) -> bool {
        name(&self.name).is_ok() && data(&self.data).is_ok()
    }
}

/// A full name in DNS.
pub(super) fn name(text: &str) -> Result<Name, ProtoError> {
    let mut name = Name::from_ascii(text)?;
    name.set_fqdn(true);
    Ok(name)
}

fn data(data: &RecordData) -> Result<RData, ProtoError> {
    Ok(match data {
        RecordData::Txt(strings) => RData::TXT(TXT::from_bytes(strings.iter().map(Vec::as_slice).collect())),
        RecordData::Mx { priority, host } => RData::MX(MX::new(*priority, name(host)?)),
        RecordData::Name(target) => RData::CNAME(CNAME(name(target)?)),
        RecordData::Address(std::net::IpAddr::V4(address)) => RData::A(A(*address)),
        RecordData::Address(std::net::IpAddr::V6(address)) => RData::AAAA((*address).into()),
    })
}
