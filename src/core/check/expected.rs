//! The expected record, parsed once for all answers.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::core::dmarc::DmarcRecord;
use crate::core::dns::{Probe, QueryOutcome, QueryType, Question, RecordLookup, ZoneInfo};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::owner_to_ascii;
use crate::core::record::{DnsRecord, Priority, Purpose, RecordType};
use crate::core::spf::{SpfRecord, Term};
use crate::core::zone::Zone;

/// The rule for comparing a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CompareRule {
    /// One of the texts must be the expected one.
    Text,
    /// A DKIM key (RFC 6376).
    Dkim,
    /// An SPF record (RFC 7208).
    Spf,
    /// A DMARC policy (RFC 7489).
    Dmarc,
    /// A mail exchanger, the only one or the first one.
    Mx {
        /// Whether it must be the only one.
        is_sole: bool,
    },
    /// The target of a CNAME or NS record.
    Name,
    /// An address.
    Address,
    /// None: this program cannot look up the type.
    Unknown,
}

/// The expected record.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    pub(super) rule: CompareRule,
    pub(super) query_type: QueryType,
    /// The owner name in ASCII and lower case, without a final dot; so are the other names.
    pub(super) name: String,
    pub(super) domain: String,
    pub(super) zone: String,
    /// The value to publish.
    pub(super) value: String,
    pub(super) priority: Option<u16>,
    /// The answers about the names that SPF records at the name lead to.
    pub(super) spf_answers: BTreeMap<Question, QueryOutcome>,
}

impl Expected {
    pub(super) fn new(record: &DnsRecord, domain: &SendingDomain, zone: &ZoneInfo) -> Self {
        let value = record.published_value().trim().to_owned();
        let kind = query_type_of(record);
        let priority = match record.priority {
            Some(Priority::Number(number)) => Some(number),
            Some(Priority::Invalid(_)) | None => None,
        };
        Self {
            rule: kind.map_or(CompareRule::Unknown, |kind| select_rule(record, kind, &value)),
            query_type: kind.unwrap_or(QueryType::Txt),
            name: normalize_name(record.name.raw()),
            domain: normalize_name(domain.name.raw()),
            zone: normalize_name(&zone.name),
            value,
            priority,
            spf_answers: BTreeMap::new(),
        }
    }

    /// The expected record, with the answers of a lookup that comparing needs.
    pub(super) fn with_answers(mut self, lookup: &RecordLookup) -> Self {
        let answers = lookup.lookups_of(Probe::SpfTerm);
        let answers = answers.filter_map(|of| Some((of.question.clone(), of.responses.first()?.outcome.clone())));
        self.spf_answers = answers.collect();
        self
    }

    /// The value to look for in names: without a final dot.
    pub(super) fn target(&self) -> &str {
        self.value.strip_suffix('.').unwrap_or(&self.value)
    }

    /// The terms of an expected SPF record that stand for senders.
    pub(super) fn spf_terms(&self) -> Vec<Term> {
        let Some(Ok(record)) = SpfRecord::parse(&self.value) else { return Vec::new() };
        record.terms.into_iter().filter(|term| term.stands_for_senders() && !term.is_all()).collect()
    }

    /// The labels of the owner name before the sending domain; `None` for a name outside of it.
    pub(super) fn labels_before_domain(&self) -> Option<&str> {
        Zone::chosen(&self.domain).labels_before_zone(&self.name)
    }

    /// The name to type in a panel that shows the zone.
    pub(super) fn relative_name(&self) -> String {
        Zone::chosen(&self.zone).relative_name(&self.name).unwrap_or_else(|| self.name.clone())
    }
}

/// A name in the form of a query: in ASCII and lower case, without a final dot.
pub(super) fn normalize_name(name: &str) -> String {
    let name = name.strip_suffix('.').unwrap_or(name);
    owner_to_ascii(name).map_or_else(|| name.to_owned(), std::borrow::Cow::into_owned).to_ascii_lowercase()
}

/// The query type for a record; `None` for a type that this program cannot look up.
pub(super) fn query_type_of(record: &DnsRecord) -> Option<QueryType> {
    const OTHERS: [QueryType; 4] = [QueryType::Cname, QueryType::A, QueryType::Aaaa, QueryType::Ns];
    match &record.record_type {
        RecordType::Txt => Some(QueryType::Txt),
        RecordType::Mx => Some(QueryType::Mx),
        RecordType::Other(other) => {
            OTHERS.into_iter().find(|kind| other.raw().trim().eq_ignore_ascii_case(kind.mnemonic()))
        }
    }
}

fn select_rule(record: &DnsRecord, kind: QueryType, value: &str) -> CompareRule {
    match (kind, record.purpose()) {
        (QueryType::Txt, Purpose::Dkim) => CompareRule::Dkim,
        (QueryType::Txt, Purpose::Dmarc) if DmarcRecord::parse(value).is_ok() => CompareRule::Dmarc,
        (QueryType::Txt, Purpose::MailFromSpf | Purpose::Other) if matches!(SpfRecord::parse(value), Some(Ok(_))) => {
            CompareRule::Spf
        }
        (QueryType::Mx, purpose) => CompareRule::Mx { is_sole: purpose == Purpose::MailFromMx },
        (QueryType::Cname | QueryType::Ns, _) => CompareRule::Name,
        (QueryType::A | QueryType::Aaaa, _) if value.parse::<IpAddr>().is_ok() => CompareRule::Address,
        (QueryType::A | QueryType::Aaaa | QueryType::Soa | QueryType::Ds | QueryType::Dnskey, _) => {
            CompareRule::Unknown
        }
        (QueryType::Txt, _) => CompareRule::Text,
    }
}
