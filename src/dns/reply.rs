//! Converts a response to the types of the core. It comes from the network, so the size of the result is limited.

use std::net::IpAddr;

use hickory_net::proto::dnssec::rdata::{DNSSECRData, DS};
use hickory_net::proto::op::{Message, ResponseCode};
use hickory_net::proto::rr::{Name, RData, Record};

use super::transport::QueryMode;
use crate::core::dns::{Answer, LookupError, Negative, QueryOutcome, QueryType, Question, RecordData};
use crate::core::domain_name::{canonical_name, is_proper_subdomain, is_subdomain_of};

/// How many records of an answer are kept: more than there are at any real name, so that their order does not decide which ones
/// count.
const MAX_RECORDS: usize = 1_024;

/// How many CNAMEs of a chain are followed.
pub(super) const MAX_CNAMES: usize = 8;

/// The content of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ParsedReply {
    /// The outcome for the name at the end of the CNAME chain.
    pub(super) outcome: QueryOutcome,
    /// The end of the CNAME chain, if other servers must be queried for it.
    pub(super) cname_target: Option<CnameTarget>,
}

/// A name that a CNAME chain leads to, and that its server does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CnameTarget {
    pub(super) name: String,
    /// The smallest TTL of the chain, in seconds.
    pub(super) ttl: u32,
}

/// A child zone, with the name servers that its parent names for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Referral {
    pub(super) zone: String,
    /// Empty if the responding server serves the child zone as well.
    pub(super) name_servers: Vec<String>,
}

impl ParsedReply {
    pub(super) const fn from_error(error: LookupError) -> Self {
        Self { outcome: QueryOutcome::Failed(error), cname_target: None }
    }
}

/// Reads a response.
pub(super) fn parse_reply(question: &Question, message: &Message, mode: QueryMode) -> ParsedReply {
    let is_nxdomain = match message.response_code {
        ResponseCode::NoError => false,
        ResponseCode::NXDomain => true,
        ResponseCode::Refused => return ParsedReply::from_error(LookupError::Refused),
        ResponseCode::ServFail => return ParsedReply::from_error(LookupError::ServFail),
        other => return ParsedReply::from_error(LookupError::Rcode { code: other.into() }),
    };
    if let Some(Referral { zone, name_servers }) = find_referral(message, &question.name) {
        return ParsedReply::from_error(LookupError::Referral { zone, name_servers });
    }
    if mode.is_authoritative() && !message.authoritative {
        return ParsedReply::from_error(LookupError::Lame);
    }
    let chain = read_cname_chain(question, &message.answers);
    let name = chain.names.last().unwrap_or(&question.name).clone();
    let records: Vec<_> = message
        .answers
        .iter()
        .filter(|record| normalize_name(&record.name) == name)
        .filter_map(|record| Some((convert_rdata(question.query_type, &record.data)?, record.ttl)))
        .take(MAX_RECORDS)
        .collect();
    if !records.is_empty() {
        let ttl = records.iter().map(|(_, ttl)| *ttl).chain(chain.ttl).min().unwrap_or(0);
        let data = records.into_iter().map(|(data, _)| data).collect();
        let answer = Answer { data, cname_chain: chain.names, ttl, is_authoritative: message.authoritative };
        return ParsedReply { outcome: QueryOutcome::Answer(answer), cname_target: None };
    }
    let soa = find_soa(message, &name);
    // A server that serves the target's zone as well sends its SOA record; any other response ends at the CNAME.
    let is_unanswered = mode.is_authoritative() && !chain.is_loop && !is_nxdomain && soa.is_none();
    let cname_target = chain.ttl.filter(|_| is_unanswered).map(|ttl| CnameTarget { name, ttl });
    let negative = Negative {
        is_nxdomain,
        negative_ttl: soa.as_ref().map(|soa| soa.negative_ttl),
        zone: soa.map(|soa| soa.zone),
        cname_chain: chain.names,
        is_authoritative: message.authoritative,
    };
    ParsedReply { outcome: QueryOutcome::Negative(negative), cname_target }
}

/// The CNAME chain of the queried name.
#[derive(Debug, Default)]
struct CnameChain {
    names: Vec<String>,
    ttl: Option<u32>,
    is_loop: bool,
}

fn read_cname_chain(question: &Question, answers: &[Record]) -> CnameChain {
    let mut chain = CnameChain::default();
    if question.query_type == QueryType::Cname {
        return chain;
    }
    let mut name = question.name.clone();
    while chain.names.len() < MAX_CNAMES && !chain.is_loop {
        let next = answers.iter().find_map(|record| match &record.data {
            RData::CNAME(target) if normalize_name(&record.name) == name => Some((normalize_name(target), record.ttl)),
            _ => None,
        });
        let Some((target, ttl)) = next else { break };
        chain.is_loop = target == question.name || chain.names.contains(&target);
        chain.ttl = Some(chain.ttl.map_or(ttl, |least| least.min(ttl)));
        chain.names.push(target.clone());
        name = target;
    }
    chain
}

/// The SOA record of a negative answer.
struct Soa {
    /// Its owner: the zone.
    zone: String,
    /// For how many seconds a resolver caches the negative answer (RFC 2308 section 5).
    negative_ttl: u32,
}

/// The zone of a negative answer.
pub(super) fn soa_owner(message: &Message, name: &str) -> Option<String> {
    find_soa(message, name).map(|soa| soa.zone)
}

/// The SOA record in the authority section, if its zone contains the name.
fn find_soa(message: &Message, name: &str) -> Option<Soa> {
    message.authorities.iter().find_map(|record| match &record.data {
        RData::SOA(soa) => {
            let zone = normalize_name(&record.name);
            is_subdomain_of(name, &zone).then(|| Soa { zone, negative_ttl: record.ttl.min(soa.minimum) })
        }
        _ => None,
    })
}

/// The referral of a response without anything else. Some servers leave the flag `aa` set.
fn find_referral(message: &Message, name: &str) -> Option<Referral> {
    let is_empty = message.answers.is_empty() && message.response_code == ResponseCode::NoError;
    let has_soa = message.authorities.iter().any(|record| matches!(record.data, RData::SOA(_)));
    let servers = message.authorities.iter().filter(|record| matches!(record.data, RData::NS(_)));
    let zone = servers.map(|record| normalize_name(&record.name)).find(|zone| is_subdomain_of(name, zone))?;
    (is_empty && !has_soa).then(|| Referral { name_servers: delegated_name_servers(message, &zone), zone })
}

/// Whether the authority section names the servers of a zone.
pub(super) fn has_referral(message: &Message) -> bool {
    message.authorities.iter().any(|record| matches!(record.data, RData::NS(_)))
}

/// The addresses of a name server in the additional section, which may be their only source (RFC 1034 section 4.2.1).
pub(super) fn glue(message: &Message, server: &str) -> Vec<IpAddr> {
    let of_server = message.additionals.iter().filter(|record| normalize_name(&record.name) == server);
    let addresses = of_server.filter_map(|record| match &record.data {
        RData::A(address) => Some(IpAddr::from(address.0)),
        RData::AAAA(address) => Some(IpAddr::from(address.0)),
        _ => None,
    });
    addresses.take(MAX_RECORDS).collect()
}

/// The child zone that a name is in, according to a server of its parent; `None` if the name is in the parent itself.
pub(super) fn find_child_referral(message: &Message, name: &str, parent: &str) -> Option<Referral> {
    let is_child = |zone: &str| is_proper_subdomain(zone, parent) && is_subdomain_of(name, zone);
    let records = message.answers.iter().chain(&message.authorities);
    let owners: Vec<_> =
        records.map(|record| (normalize_name(&record.name), record)).filter(|(owner, _)| is_child(owner)).collect();
    // A server that serves the child zone as well answers from that.
    let soa = owners.iter().find(|(_, record)| message.authoritative && matches!(record.data, RData::SOA(_)));
    if let Some((zone, _)) = soa {
        return Some(Referral { zone: zone.clone(), name_servers: Vec::new() });
    }
    // Some servers leave the flag `aa` set in a referral.
    let (zone, _) = owners.iter().find(|(_, record)| matches!(record.data, RData::NS(_)))?;
    Some(Referral { zone: zone.clone(), name_servers: delegated_name_servers(message, zone) })
}

/// The name servers that a parent's server names for a zone, in the authority section or as the answer (RFC 1034
/// section 4.3.2).
pub(super) fn delegated_name_servers(message: &Message, zone: &str) -> Vec<String> {
    let records = message.authorities.iter().chain(&message.answers);
    let mut names: Vec<_> = records
        .filter(|record| normalize_name(&record.name) == zone)
        .filter_map(|record| if let RData::NS(server) = &record.data { Some(normalize_name(server)) } else { None })
        .take(MAX_RECORDS)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The DS records of a zone in a referral or an answer.
pub(super) fn ds_records(message: &Message, zone: &str) -> Vec<DS> {
    let records = message.answers.iter().chain(&message.authorities);
    let of_zone = records.filter(|record| normalize_name(&record.name) == zone);
    let ds = of_zone.filter_map(|record| match &record.data {
        RData::DNSSEC(DNSSECRData::DS(ds)) => Some(ds.clone()),
        _ => None,
    });
    ds.collect()
}

fn convert_rdata(query_type: QueryType, data: &RData) -> Option<RecordData> {
    Some(match (query_type, data) {
        (QueryType::Txt, RData::TXT(strings)) => {
            RecordData::Txt(strings.txt_data.iter().map(|string| string.to_vec()).collect())
        }
        (QueryType::Mx, RData::MX(mx)) => {
            RecordData::Mx { priority: mx.preference, host: normalize_name(&mx.exchange) }
        }
        (QueryType::Cname, RData::CNAME(target)) => RecordData::Name(normalize_name(target)),
        (QueryType::Ns, RData::NS(server)) => RecordData::Name(normalize_name(server)),
        (QueryType::Soa, RData::SOA(soa)) => {
            RecordData::Soa { primary: normalize_name(&soa.mname), serial: soa.serial }
        }
        (QueryType::A, RData::A(address)) => RecordData::Address(address.0.into()),
        (QueryType::Aaaa, RData::AAAA(address)) => RecordData::Address(address.0.into()),
        _ => return None,
    })
}

/// A name in the form of the core: in lower case, without a trailing dot.
fn normalize_name(name: &Name) -> String {
    canonical_name(&name.to_ascii())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::corpus_tests::check_corpus;

    /// A response to a TXT question for `a.test`, with these octets after the question.
    fn message(flags: [u8; 2], counts: [u8; 3], rest: &[u8]) -> Vec<u8> {
        let [answers, authorities, additionals] = counts;
        let head = [0, 1, flags[0] | 0x80, flags[1], 0, 1, 0, answers, 0, authorities, 0, additionals];
        let question = [1, b'a', 4, b't', b'e', b's', b't', 0, 0, 16, 0, 1];
        [&head, &question, rest].concat()
    }

    #[test]
    fn the_number_of_records_is_bounded() {
        let record = [0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 2, 1, b'x'];
        let mut octets = message([0x84, 0], [0, 0, 0], &record.repeat(2_000));
        // 2,000 answers.
        octets.splice(6..8, [0x07, 0xd0]);
        let question = Question::new("a.test", QueryType::Txt);
        match parse_reply(&question, &Message::from_vec(&octets).unwrap(), QueryMode::Authoritative).outcome {
            QueryOutcome::Answer(answer) => assert_eq!((answer.data.len(), answer.ttl), (MAX_RECORDS, 60)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_referral_has_the_zone_its_servers_and_their_addresses() {
        // a.test NS ns.a.test in the authority section, ns.a.test A 192.0.2.7 in the additional section.
        let referral = [
            &[0xc0, 12, 0, 2, 0, 1, 0, 0, 0, 60, 0, 5, 2, b'n', b's', 0xc0, 12][..],
            &[2, b'n', b's', 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7],
        ]
        .concat();
        let question = Question::new("a.test", QueryType::Txt);
        for flags in [[0x80, 0], [0x84, 0]] {
            let message = Message::from_vec(&message(flags, [0, 1, 1], &referral)).unwrap();
            let referral = Referral { zone: "a.test".to_owned(), name_servers: vec!["ns.a.test".to_owned()] };
            let Referral { zone, name_servers } = referral.clone();
            assert_eq!(
                parse_reply(&question, &message, QueryMode::Authoritative).outcome,
                QueryOutcome::Failed(LookupError::Referral { zone, name_servers })
            );
            assert_eq!(find_child_referral(&message, "a.test", "test"), Some(referral));
            assert_eq!(glue(&message, "ns.a.test"), ["192.0.2.7".parse::<IpAddr>().unwrap()]);
            assert!(glue(&message, "ns.b.test").is_empty());
        }
    }

    #[test]
    fn a_name_is_in_a_zone_by_whole_labels() {
        for (name, zone, is_in) in [
            ("a.example.com", "example.com", true),
            ("example.com", "example.com", true),
            ("badexample.com", "example.com", false),
            ("com", "example.com", false),
            ("anything", "", true),
        ] {
            assert_eq!(is_subdomain_of(name, zone), is_in, "{name} {zone}");
        }
    }

    proptest! {
        #[test]
        fn no_response_causes_a_panic(
            flags in any::<[u8; 2]>(),
            counts in prop::array::uniform3(0_u8..4),
            rest in prop::collection::vec(any::<u8>(), 0..200),
            kind in prop::sample::select(vec![QueryType::Txt, QueryType::Mx, QueryType::Cname, QueryType::Soa]),
        ) {
            if let Ok(message) = Message::from_vec(&message(flags, counts, &rest)) {
                for mode in [QueryMode::Signed, QueryMode::Recursive, QueryMode::CheckingDisabled] {
                    let _ = parse_reply(&Question::new("a.test", kind), &message, mode);
                }
                let _ = delegated_name_servers(&message, "test");
                let _ = find_child_referral(&message, "a.test", "test");
            }
        }
    }

    #[test]
    fn no_answer_of_the_corpus_does_harm() {
        check_corpus("dns-answers", 2_000, |bytes| {
            let Ok(message) = Message::from_vec(bytes) else { return Ok(()) };
            let mut names = delegated_name_servers(&message, "a.test");
            names.extend(soa_owner(&message, "a.test"));
            if let Some(referral) = find_child_referral(&message, "a.test", "test") {
                names.push(referral.zone);
                names.extend(referral.name_servers);
            }
            prop_assert!(glue(&message, "ns.a.test").len() <= MAX_RECORDS);
            for query_type in [QueryType::Txt, QueryType::Mx, QueryType::Cname, QueryType::Ns, QueryType::Aaaa] {
                for mode in [QueryMode::Signed, QueryMode::Recursive, QueryMode::CheckingDisabled] {
                    let reply = parse_reply(&Question::new("a.test", query_type), &message, mode);
                    names.extend(reply.cname_target.map(|target| target.name));
                    match reply.outcome {
                        QueryOutcome::Answer(answer) => {
                            prop_assert!(answer.data.len() <= MAX_RECORDS && answer.cname_chain.len() <= MAX_CNAMES);
                            names.extend(answer.cname_chain);
                            names.extend(answer.data.into_iter().filter_map(|data| match data {
                                RecordData::Mx { host, .. } | RecordData::Name(host) => Some(host),
                                _ => None,
                            }));
                        }
                        QueryOutcome::Negative(negative) => {
                            prop_assert!(negative.cname_chain.len() <= MAX_CNAMES);
                            names.extend(negative.cname_chain.into_iter().chain(negative.zone));
                        }
                        QueryOutcome::Failed(LookupError::Referral { zone, name_servers }) => {
                            names.extend(name_servers.into_iter().chain([zone]));
                        }
                        QueryOutcome::Failed(_) => {}
                    }
                }
            }
            for name in names {
                prop_assert!(
                    name.len() <= 1_024 && name.chars().all(|letter| (' '..='~').contains(&letter)),
                    "{name:?}"
                );
            }
            Ok(())
        });
    }
}
