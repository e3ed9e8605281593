//! A zone, as values, and as hickory-server serves it.

use std::net::Ipv4Addr;

use hickory_server::net::runtime::TokioRuntimeProvider;
use hickory_server::proto::ProtoError;
use hickory_server::proto::rr::rdata::{A, CNAME, MX, NS, SOA, TXT};
use hickory_server::proto::rr::{Name, RData, Record};
use hickory_server::store::in_memory::InMemoryZoneHandler;
use hickory_server::zone_handler::{AxfrPolicy, ZoneType};

use crate::core::dns::{QueryType, RecordData};

/// The zone of the sandbox's own names.
pub(in crate::sandbox) const SANDBOX_ZONE: &str = "sandbox.test";

/// The name servers of every zone, and the addresses that DNS has for them. Both are really on 127.0.0.1, each with a
/// port of its own: not every system has another address of loopback.
pub(in crate::sandbox) const NAME_SERVERS: [(&str, Ipv4Addr); 2] =
    [("ns1.sandbox.test", Ipv4Addr::LOCALHOST), ("ns2.sandbox.test", Ipv4Addr::new(127, 0, 0, 2))];

/// Where a CNAME that is in the way leads to.
pub(super) const CNAME_TARGET: &str = "pages.sandbox.test";

/// How long records, and their absence, may be remembered, in seconds: short, since here everything is tried.
pub(in crate::sandbox) const ZONE_TTL: u32 = 60;

/// A record of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct ZoneRecord {
    /// Its full name, without a final dot.
    pub(in crate::sandbox) name: String,
    /// Its data, which tells its type.
    pub(in crate::sandbox) data: RecordData,
    /// Whether the second name server lacks it.
    pub(in crate::sandbox) first_server_only: bool,
}

/// What there is to a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct ZoneContents {
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
    pub(in crate::sandbox) zone_cuts: Vec<String>,
    /// Its records but SOA and NS.
    pub(in crate::sandbox) records: Vec<ZoneRecord>,
}

/// The records that are always there: the name servers, and where CNAMEs lead to.
pub(in crate::sandbox) fn built_in_records() -> impl Iterator<Item = ZoneRecord> {
    let elsewhere = (CNAME_TARGET, Ipv4Addr::new(192, 0, 2, 80));
    let all = NAME_SERVERS.into_iter().chain([elsewhere]);
    all.map(|(name, address)| ZoneRecord::new(name.to_owned(), RecordData::Address(address.into())))
}

impl ZoneContents {
    /// The zone as one of the name servers has it. Of equal records there is one, and a CNAME excludes all else at its
    /// name (RFC 1034 section 3.6.2).
    ///
    /// # Errors
    /// Where a name is none that DNS can hold.
    pub(super) fn to_handler(&self, is_first: bool, transfer: AxfrPolicy) -> Result<InMemoryZoneHandler, ProtoError> {
        let origin = parse_fqdn(&self.origin)?;
        let mut handler =
            InMemoryZoneHandler::<TokioRuntimeProvider>::empty(origin.clone(), ZoneType::Primary, transfer);
        let mut add =
            |owner: &Name, data| handler.upsert_mut(Record::from_rdata(owner.clone(), self.ttl, data), self.serial);
        add(&origin, self.soa_rdata()?);
        for top in [&self.origin].into_iter().chain(&self.zone_cuts) {
            for (server, _) in NAME_SERVERS {
                add(&parse_fqdn(top)?, RData::NS(NS(parse_fqdn(server)?)));
            }
        }
        let held: Vec<&ZoneRecord> = self.records.iter().filter(|entry| is_first || !entry.first_server_only).collect();
        let is_alias = |entry: &ZoneRecord| matches!(entry.data, RecordData::Name(_));
        for entry in &held {
            let is_excluded = !is_alias(entry) && held.iter().any(|other| is_alias(other) && other.name == entry.name);
            if !is_excluded {
                add(&parse_fqdn(&entry.name)?, to_hickory_rdata(&entry.data)?);
            }
        }
        Ok(handler)
    }

    fn soa_rdata(&self) -> Result<RData, ProtoError> {
        let [(first, _), _] = NAME_SERVERS;
        let (server, person) = (parse_fqdn(first)?, parse_fqdn(&format!("hostmaster.{SANDBOX_ZONE}"))?);
        // Times in seconds: refresh, retry, expire; then for how long an absence is remembered (RFC 2308).
        Ok(RData::SOA(SOA::new(server, person, self.serial, 60, 60, 86_400, self.ttl)))
    }
}

impl ZoneRecord {
    /// A record that both name servers have.
    pub(in crate::sandbox) const fn new(name: String, data: RecordData) -> Self {
        Self { name, data, first_server_only: false }
    }

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
    pub(in crate::sandbox) fn is_valid(&self) -> bool {
        parse_fqdn(&self.name).is_ok() && to_hickory_rdata(&self.data).is_ok()
    }
}

/// A full name in DNS.
pub(super) fn parse_fqdn(text: &str) -> Result<Name, ProtoError> {
    let mut name = Name::from_ascii(text)?;
    name.set_fqdn(true);
    Ok(name)
}

fn to_hickory_rdata(data: &RecordData) -> Result<RData, ProtoError> {
    Ok(match data {
        RecordData::Txt(strings) => RData::TXT(TXT::from_bytes(strings.iter().map(Vec::as_slice).collect())),
        RecordData::Mx { priority, host } => RData::MX(MX::new(*priority, parse_fqdn(host)?)),
        RecordData::Name(target) => RData::CNAME(CNAME(parse_fqdn(target)?)),
        RecordData::Address(std::net::IpAddr::V4(address)) => RData::A(A(*address)),
        RecordData::Address(std::net::IpAddr::V6(address)) => RData::AAAA((*address).into()),
    })
}
