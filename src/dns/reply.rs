//! What an answer says, in the terms of the core. It came from the network: whatever it holds, what becomes of it is
//! bounded.

use std::net::IpAddr;

use hickory_net::proto::op::{Message, ResponseCode};
use hickory_net::proto::rr::{Name, RData, Record};

use super::transport::QueryMode;
use crate::core::dns::{Answer, LookupError, Negative, QueryOutcome, QueryType, Question, RecordData};

/// How many records of an answer are kept: more than anybody has at a name, and few enough to be shown.
const MAX_RECORDS: usize = 64;

/// How many CNAMEs are followed from a name, in all.
pub(super) const MAX_CNAMES: usize = 8;

/// What a server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ParsedReply {
    /// What it says of the name that the CNAMEs lead to.
    pub(super) reply: QueryOutcome,
    /// Where the CNAMEs lead to a name that this server says nothing of.
    pub(super) cname_target: Option<CnameTarget>,
}

/// A name that others have to be asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CnameTarget {
    /// The name.
    pub(super) name: String,
    /// For how many seconds the CNAMEs hold that lead there.
    pub(super) ttl: u32,
}

impl ParsedReply {
    fn from_error(why: LookupError) -> Self {
        Self { reply: QueryOutcome::Failed(why), cname_target: None }
    }
}

/// Reads an answer.
pub(super) fn parse_reply(question: &Question, message: &Message, mode: QueryMode) -> ParsedReply {
    let no_name = match message.response_code {
        ResponseCode::NoError => false,
        ResponseCode::NXDomain => true,
        ResponseCode::Refused => return ParsedReply::from_error(LookupError::Refused),
        ResponseCode::ServFail => return ParsedReply::from_error(LookupError::ServFail),
        other => return ParsedReply::from_error(LookupError::Rcode(other.into())),
    };
    if let Some((zone, name_servers)) = find_referral(message, &question.name) {
        return ParsedReply::from_error(LookupError::Referral { zone, name_servers });
    }
    if mode == QueryMode::Authoritative && !message.authoritative {
        return ParsedReply::from_error(LookupError::Lame);
    }
    let aliases = read_cname_chain(question, &message.answers);
    let name = aliases.names.last().unwrap_or(&question.name).clone();
    let found: Vec<_> = message
        .answers
        .iter()
        .filter(|record| normalize_name(&record.name) == name)
        .filter_map(|record| Some((convert_rdata(question.query_type, &record.data)?, record.ttl)))
        .take(MAX_RECORDS)
        .collect();
    if !found.is_empty() {
        let ttl = found.iter().map(|(_, ttl)| *ttl).chain(aliases.ttl).min().unwrap_or(0);
        let data = found.into_iter().map(|(data, _)| data).collect();
        let answer = Answer { data, cname_chain: aliases.names, ttl, is_authoritative: message.authoritative };
        return ParsedReply { reply: QueryOutcome::Answer(answer), cname_target: None };
    }
    let soa = find_soa(message, &name);
    // A server that owns the target's zone too gives its SOA record; one that does not, ends at the CNAME.
    let follows_cname = mode == QueryMode::Authoritative && !aliases.is_loop && !no_name && soa.is_none();
    let elsewhere = aliases.ttl.filter(|_| follows_cname).map(|ttl| CnameTarget { name, ttl });
    let absence = Negative {
        is_nxdomain: no_name,
        negative_ttl: soa.as_ref().map(|soa| soa.negative_ttl),
        zone: soa.map(|soa| soa.zone),
        cname_chain: aliases.names,
        is_authoritative: message.authoritative,
    };
    ParsedReply { reply: QueryOutcome::Negative(absence), cname_target: elsewhere }
}

/// Where a name leads to.
#[derive(Debug, Default)]
struct CnameChain {
    names: Vec<String>,
    ttl: Option<u32>,
    /// Whether they come back to where they have been.
    is_loop: bool,
}

fn read_cname_chain(question: &Question, answers: &[Record]) -> CnameChain {
    let mut found = CnameChain::default();
    if question.query_type == QueryType::Cname {
        return found;
    }
    let mut name = question.name.clone();
    while found.names.len() < MAX_CNAMES {
        let next = answers.iter().find_map(|record| match &record.data {
            RData::CNAME(target) if normalize_name(&record.name) == name => Some((normalize_name(target), record.ttl)),
            _ => None,
        });
        let Some((target, ttl)) = next else { break };
        found.is_loop = target == question.name || found.names.contains(&target);
        found.ttl = Some(found.ttl.map_or(ttl, |least| least.min(ttl)));
        found.names.push(target.clone());
        if found.is_loop {
            break;
        }
        name = target;
    }
    found
}

/// The SOA record of an answer that has nothing else.
pub(super) struct Soa {
    /// Its owner: the zone.
    pub(super) zone: String,
    /// For how many seconds a resolver remembers that there is nothing.
    negative_ttl: u32,
}

/// The SOA record among what stands beside the answer, if it is that of a zone that the name is in.
pub(super) fn find_soa(message: &Message, name: &str) -> Option<Soa> {
    message.authorities.iter().find_map(|record| match &record.data {
        RData::SOA(start) => {
            let zone = normalize_name(&record.name);
            is_subdomain_of(name, &zone).then(|| Soa { zone, negative_ttl: record.ttl.min(start.minimum) })
        }
        _ => None,
    })
}

/// The zone that an answer refers to, and its servers: it has nothing else to say. Some servers leave the bit `aa` on.
fn find_referral(message: &Message, name: &str) -> Option<(String, Vec<String>)> {
    let is_empty = message.answers.is_empty() && message.response_code == ResponseCode::NoError;
    let has_start = message.authorities.iter().any(|record| matches!(record.data, RData::SOA(_)));
    let servers = message.authorities.iter().filter(|record| matches!(record.data, RData::NS(_)));
    let top = servers.map(|record| normalize_name(&record.name)).find(|top| is_subdomain_of(name, top))?;
    (is_empty && !has_start).then(|| (top.clone(), delegated_name_servers(message, &top)))
}

/// Whether an answer names servers of a zone beside it.
pub(super) fn has_referral(message: &Message) -> bool {
    message.authorities.iter().any(|record| matches!(record.data, RData::NS(_)))
}

/// The addresses that an answer gives beside it for a name server, which nobody else may know (RFC 1034 section 4.2.1).
pub(super) fn glue(message: &Message, server: &str) -> Vec<IpAddr> {
    let of_server = message.additionals.iter().filter(|record| normalize_name(&record.name) == server);
    let addresses = of_server.filter_map(|record| match &record.data {
        RData::A(address) => Some(IpAddr::from(address.0)),
        RData::AAAA(address) => Some(IpAddr::from(address.0)),
        _ => None,
    });
    addresses.take(MAX_RECORDS).collect()
}

/// The zone below this one that a name is in, as a server of this one says, and its name servers where the server refers to
/// them; nothing where the name is in this zone itself.
pub(super) fn find_child_referral(message: &Message, name: &str, zone: &str) -> Option<(String, Vec<String>)> {
    let is_below = |top: &str| top != zone && is_subdomain_of(top, zone) && is_subdomain_of(name, top);
    let records = message.answers.iter().chain(&message.authorities);
    let tops: Vec<_> =
        records.map(|record| (normalize_name(&record.name), record)).filter(|(top, _)| is_below(top)).collect();
    // It owns the zone below as well.
    let start = tops.iter().find(|(_, record)| message.authoritative && matches!(record.data, RData::SOA(_)));
    if let Some((top, _)) = start {
        return Some((top.clone(), Vec::new()));
    }
    // Some servers refer to others and leave the bit `aa` on.
    let (top, _) = tops.iter().find(|(_, record)| matches!(record.data, RData::NS(_)))?;
    Some((top.clone(), delegated_name_servers(message, top)))
}

/// The name servers that a parent's server names for a zone: beside the answer, or as the answer (RFC 1034 section 4.3.2).
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

/// Whether a name is a zone's top or below it.
pub(super) fn is_subdomain_of(name: &str, zone: &str) -> bool {
    zone.is_empty() || name.strip_suffix(zone).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

fn convert_rdata(kind: QueryType, data: &RData) -> Option<RecordData> {
    Some(match (kind, data) {
        (QueryType::Txt, RData::TXT(strings)) => {
            RecordData::Txt(strings.txt_data.iter().map(|string| string.to_vec()).collect())
        }
        (QueryType::Mx, RData::MX(mx)) => {
            RecordData::Mx { priority: mx.preference, host: normalize_name(&mx.exchange) }
        }
        (QueryType::Cname, RData::CNAME(target)) => RecordData::Name(normalize_name(target)),
        (QueryType::Ns, RData::NS(server)) => RecordData::Name(normalize_name(server)),
        (QueryType::Soa, RData::SOA(start)) => RecordData::Name(normalize_name(&start.mname)),
        (QueryType::A, RData::A(address)) => RecordData::Address(address.0.into()),
        (QueryType::Aaaa, RData::AAAA(address)) => RecordData::Address(address.0.into()),
        _ => return None,
    })
}

/// A name as the core has it: in lower case and without a final dot.
fn normalize_name(name: &Name) -> String {
    let text = name.to_ascii();
    text.strip_suffix('.').unwrap_or(&text).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An answer to a TXT question for `a.test`, with these octets behind the question.
    fn message(flags: [u8; 2], counts: [u8; 3], rest: &[u8]) -> Vec<u8> {
        let [answers, authorities, additionals] = counts;
        let head = [0, 1, flags[0] | 0x80, flags[1], 0, 1, 0, answers, 0, authorities, 0, additionals];
        let question = [1, b'a', 4, b't', b'e', b's', b't', 0, 0, 16, 0, 1];
        [&head, &question, rest].concat()
    }

    #[test]
    fn only_so_many_records_are_kept() {
        let record = [0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 2, 1, b'x'];
        let octets = message([0x84, 0], [200, 0, 0], &record.repeat(200));
        let question = Question::new("a.test", QueryType::Txt);
        match parse_reply(&question, &Message::from_vec(&octets).unwrap(), QueryMode::Authoritative).reply {
            QueryOutcome::Answer(answer) => assert_eq!((answer.data.len(), answer.ttl), (MAX_RECORDS, 60)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_referral_names_the_zone_its_servers_and_where_they_are() {
        // a.test NS ns.a.test in the authority section, ns.a.test A 192.0.2.7 beside it.
        let referral = [
            &[0xc0, 12, 0, 2, 0, 1, 0, 0, 0, 60, 0, 5, 2, b'n', b's', 0xc0, 12][..],
            &[2, b'n', b's', 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7],
        ]
        .concat();
        let question = Question::new("a.test", QueryType::Txt);
        for flags in [[0x80, 0], [0x84, 0]] {
            let message = Message::from_vec(&message(flags, [0, 1, 1], &referral)).unwrap();
            let (zone, name_servers) = ("a.test".to_owned(), vec!["ns.a.test".to_owned()]);
            assert_eq!(
                parse_reply(&question, &message, QueryMode::Authoritative).reply,
                QueryOutcome::Failed(LookupError::Referral { zone: zone.clone(), name_servers: name_servers.clone() })
            );
            assert_eq!(find_child_referral(&message, "a.test", "test"), Some((zone, name_servers)));
            assert_eq!(glue(&message, "ns.a.test"), ["192.0.2.7".parse::<IpAddr>().unwrap()]);
            assert!(glue(&message, "ns.b.test").is_empty());
        }
    }

    #[test]
    fn a_name_is_within_a_zone_by_whole_labels() {
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
        fn no_answer_makes_it_stumble(
            flags in any::<[u8; 2]>(),
            counts in prop::array::uniform3(0_u8..4),
            rest in prop::collection::vec(any::<u8>(), 0..200),
            kind in prop::sample::select(vec![QueryType::Txt, QueryType::Mx, QueryType::Cname, QueryType::Soa]),
        ) {
            if let Ok(message) = Message::from_vec(&message(flags, counts, &rest)) {
                for manner in [QueryMode::Authoritative, QueryMode::Recursive, QueryMode::CheckingDisabled] {
                    let _ = parse_reply(&Question::new("a.test", kind), &message, manner);
                }
                let _ = delegated_name_servers(&message, "test");
                let _ = find_child_referral(&message, "a.test", "test");
            }
        }
    }
}
