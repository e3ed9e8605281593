//! A zone as plain values, and its conversion for hickory-server.

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

/// The name servers of every zone, and their addresses in DNS. Both really run on 127.0.0.1, each on its own port,
/// because not every system has another loopback address.
pub(in crate::sandbox) const NAME_SERVERS: [(&str, Ipv4Addr); 2] =
    [("ns1.sandbox.test", Ipv4Addr::LOCALHOST), ("ns2.sandbox.test", Ipv4Addr::new(127, 0, 0, 2))];

/// The target of a CNAME that is published by mistake.
pub(super) const CNAME_TARGET: &str = "pages.sandbox.test";

/// The TTL of records and of their absence, in seconds: short, because users of the sandbox try things out.
pub(in crate::sandbox) const ZONE_TTL: u32 = 60;

/// A record of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct ZoneRecord {
    /// The full name, without a final dot.
    pub(in crate::sandbox) name: String,
    /// The data, which determines the type.
    pub(in crate::sandbox) data: RecordData,
    /// Whether the second name server lacks it.
    pub(in crate::sandbox) first_server_only: bool,
}

/// What the second name server has of the zone's top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum SecondServer {
    /// The same as the first.
    Same,
    /// An older version.
    Stale,
    /// Another provider's zone of the same name.
    OtherProvider,
}

/// The contents of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct ZoneContents {
    /// The name at its top.
    pub(in crate::sandbox) origin: String,
    /// Rises with every change.
    pub(in crate::sandbox) serial: u32,
    /// Whether the second name server does not know the zone.
    pub(in crate::sandbox) is_lame: bool,
    /// What the second name server has.
    pub(in crate::sandbox) second_server: SecondServer,
    /// Whether a validating resolver refuses the zone.
    pub(in crate::sandbox) is_bogus: bool,
    /// The TTL of its records and of their absence, in seconds.
    pub(in crate::sandbox) ttl: u32,
    /// The names that are delegated to the same name servers.
    pub(in crate::sandbox) zone_cuts: Vec<String>,
    /// Its records except SOA and NS.
    pub(in crate::sandbox) records: Vec<ZoneRecord>,
}

/// The records that always exist: the addresses of the name servers and of the CNAME target.
pub(in crate::sandbox) fn built_in_records() -> impl Iterator<Item = ZoneRecord> {
    let target = (CNAME_TARGET, Ipv4Addr::new(192, 0, 2, 80));
    let all = NAME_SERVERS.into_iter().chain([target]);
    all.map(|(name, address)| ZoneRecord::new(name.to_owned(), RecordData::Address(address.into())))
}

impl ZoneContents {
    /// The zone as one of the name servers serves it. Equal records are merged, and a CNAME excludes all other records
    /// at its name (RFC 1034 section 3.6.2).
    ///
    /// # Errors
    /// DNS cannot hold one of the names.
    pub(super) fn to_handler(&self, is_first: bool, transfer: AxfrPolicy) -> Result<InMemoryZoneHandler, ProtoError> {
        let origin = parse_fqdn(&self.origin)?;
        let mut handler =
            InMemoryZoneHandler::<TokioRuntimeProvider>::empty(origin.clone(), ZoneType::Primary, transfer);
        let mut add =
            |owner: &Name, data| handler.upsert_mut(Record::from_rdata(owner.clone(), self.ttl, data), self.serial);
        let is_other = !is_first && self.second_server == SecondServer::OtherProvider;
        add(&origin, self.soa_rdata(is_first)?);
        for top in [&self.origin].into_iter().chain(&self.zone_cuts) {
            for (server, _) in NAME_SERVERS.into_iter().skip(usize::from(is_other)) {
                add(&parse_fqdn(top)?, RData::NS(NS(parse_fqdn(server)?)));
            }
        }
        let records: Vec<&ZoneRecord> =
            self.records.iter().filter(|entry| is_first || !entry.first_server_only).collect();
        let is_alias = |entry: &ZoneRecord| matches!(entry.data, RecordData::Name(_));
        for entry in &records {
            let is_excluded =
                !is_alias(entry) && records.iter().any(|other| is_alias(other) && other.name == entry.name);
            if !is_excluded {
                add(&parse_fqdn(&entry.name)?, to_hickory_rdata(&entry.data)?);
            }
        }
        Ok(handler)
    }

    fn soa_rdata(&self, is_first: bool) -> Result<RData, ProtoError> {
        let [(first, _), (second, _)] = NAME_SERVERS;
        let (primary, serial) = match self.second_server {
            SecondServer::Stale if !is_first => (first, self.serial.wrapping_sub(1)),
            SecondServer::OtherProvider if !is_first => (second, self.serial),
            SecondServer::Same | SecondServer::Stale | SecondServer::OtherProvider => (first, self.serial),
        };
        let (server, person) = (parse_fqdn(primary)?, parse_fqdn(&format!("hostmaster.{SANDBOX_ZONE}"))?);
        // Times in seconds: refresh, retry, expire, and the TTL of an absence (RFC 2308).
        Ok(RData::SOA(SOA::new(server, person, serial, 60, 60, 86_400, self.ttl)))
    }
}

impl ZoneRecord {
    /// A record that both name servers have.
    pub(in crate::sandbox) const fn new(name: String, data: RecordData) -> Self {
        Self { name, data, first_server_only: false }
    }

    pub(in crate::sandbox) const fn query_type(&self) -> QueryType {
        match self.data {
            RecordData::Txt(_) => QueryType::Txt,
            RecordData::Mx { .. } => QueryType::Mx,
            RecordData::Name(_) => QueryType::Cname,
            RecordData::Soa { .. } => QueryType::Soa,
            RecordData::Address(std::net::IpAddr::V4(_)) => QueryType::A,
            RecordData::Address(std::net::IpAddr::V6(_)) => QueryType::Aaaa,
        }
    }

    /// Whether DNS can hold the names in it.
    pub(in crate::sandbox) fn is_valid(&self) -> bool {
        parse_fqdn(&self.name).is_ok() && to_hickory_rdata(&self.data).is_ok()
    }
}

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
        RecordData::Soa { primary, serial } => {
            let primary = parse_fqdn(primary)?;
            RData::SOA(SOA::new(primary.clone(), primary, *serial, 3_600, 600, 86_400, 60))
        }
        RecordData::Address(std::net::IpAddr::V4(address)) => RData::A(A(*address)),
        RecordData::Address(std::net::IpAddr::V6(address)) => RData::AAAA((*address).into()),
    })
}
