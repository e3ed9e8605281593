//! Whatever is answered, judging goes well.

use proptest::collection::vec;
use proptest::prelude::*;

use super::tests::*;
use super::*;
use crate::core::dns::{
    Answer, AnswerSource, LookupError, Negative, Probe, ProbeLookup, QueryOutcome, QueryType, Question, RecordData,
    RecordLookup, ServerResponse, ZoneInfo,
};
use crate::core::record::DnsRecord;
use crate::core::text::is_hidden;

const PROBES: [Probe; 10] = [
    Probe::NameDoubled,
    Probe::Apex,
    Probe::WithoutUnderscore,
    Probe::Shortened,
    Probe::Parent,
    Probe::OtherType,
    Probe::Wildcard,
    Probe::Resolver,
    Probe::ResolverCheckingDisabled,
    Probe::OrganizationalDomain,
];

/// Octets of any kind, and texts that come near to what is expected.
fn octets() -> impl Strategy<Value = Vec<u8>> {
    let near = prop_oneof![
        Just(TOKEN.to_owned()),
        Just(format!("v=DKIM1; k=rsa; p={KEY}")),
        Just(SPF.to_owned()),
        Just(DMARC.to_owned()),
        "[vkp]=[ ;\"\\\\=a-zA-Z0-9]{0,20}",
        "v=(spf1|DMARC1|DKIM1)[ ;](all|p=none|include:x|redirect=y|\"|\\\\|\u{e9}| ){0,6}",
    ];
    let cut = (near, any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[ \"\\\\\u{200b}\nx;]{0,3}");
    prop_oneof![
        vec(any::<u8>(), 0..40),
        cut.prop_map(|(text, start, end, added)| {
            let (start, end) = (start.index(text.len() + 1), end.index(text.len() + 1));
            let mut octets = text.into_bytes();
            octets.splice(start.min(end)..start.min(end), added.into_bytes());
            octets.truncate(start.max(end) + 3);
            octets
        }),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![Just(HOST.to_owned()), Just(format!("{HOST}.example.com")), "[a-zA-Z0-9_.\\\\-]{0,20}", any::<String>(),]
}

fn data() -> impl Strategy<Value = RecordData> {
    prop_oneof![
        vec(octets(), 0..4).prop_map(RecordData::Txt),
        (any::<u16>(), name()).prop_map(|(priority, host)| RecordData::Mx { priority, host }),
        name().prop_map(RecordData::Name),
        any::<[u8; 4]>().prop_map(|address| RecordData::Address(address.into())),
    ]
}

fn reply() -> impl Strategy<Value = QueryOutcome> {
    let found = (vec(data(), 0..5), vec(name(), 0..3), any::<u32>(), any::<bool>()).prop_map(
        |(data, aliases, ttl, authoritative)| {
            QueryOutcome::Answer(Answer { data, cname_chain: aliases, ttl, is_authoritative: authoritative })
        },
    );
    let absent = (any::<bool>(), any::<Option<u32>>(), proptest::option::of(name()), vec(name(), 0..3)).prop_map(
        |(no_name, remembered, zone, aliases)| {
            QueryOutcome::Negative(Negative {
                is_nxdomain: no_name,
                negative_ttl: remembered,
                zone,
                cname_chain: aliases,
                is_authoritative: true,
            })
        },
    );
    let none = prop_oneof![
        Just(LookupError::Timeout),
        Just(LookupError::Refused),
        Just(LookupError::ServFail),
        Just(LookupError::Lame),
        any::<String>().prop_map(|reason| LookupError::Unreachable { reason }),
        any::<String>().prop_map(|reason| LookupError::Malformed { reason }),
        any::<u16>().prop_map(|code| LookupError::Rcode { code }),
    ];
    prop_oneof![4 => found, 2 => absent, 1 => none.prop_map(QueryOutcome::Failed)]
}

fn record() -> impl Strategy<Value = DnsRecord> {
    let members = prop::sample::select(vec!["ownership", "dkim", "mailFrom", "dmarc", "inboundMx", "arc"]);
    let kinds = prop::sample::select(vec!["TXT", "MX", "CNAME", "A", "AAAA", "NS", "SRV", ""]);
    let odd =
        (members, kinds, name(), octets(), any::<Option<u16>>()).prop_map(|(member, kind, name, value, priority)| {
            crate::core::fixtures::record(member, kind, &name, &String::from_utf8_lossy(&value), priority)
        });
    let usual = prop::sample::select(vec![ownership(), dkim(), spf(), mx(), dmarc(), inbound()]);
    prop_oneof![3 => usual, 1 => odd]
}

fn zone_at() -> impl Strategy<Value = ZoneInfo> {
    let names = prop_oneof![Just("example.com".to_owned()), Just("mail.example.com".to_owned()), name()];
    let authorities =
        prop::sample::select(vec![AnswerSource::Authoritative, AnswerSource::Resolver, AnswerSource::UserSpecified]);
    (names, authorities, any::<bool>()).prop_map(|(name, authority, is_certain)| ZoneInfo {
        name,
        is_certain,
        source: authority,
        ..zone()
    })
}

fn arbitrary_lookup() -> impl Strategy<Value = (DnsRecord, ZoneInfo, RecordLookup)> {
    let kinds = prop::sample::select(vec![QueryType::Txt, QueryType::Mx, QueryType::A, QueryType::Cname]);
    let beside = (prop::sample::select(PROBES.to_vec()), name(), kinds, reply());
    (record(), zone_at(), vec(reply(), 0..4), vec(beside, 0..5)).prop_map(|(record, zone, replies, beside)| {
        let beside = beside.into_iter().map(|(probe, name, kind, reply)| ProbeLookup {
            probe,
            question: Question { name, query_type: kind },
            responses: responses(vec![reply]),
        });
        let seen = RecordLookup {
            question: question_for(&record),
            zone: None,
            responses: responses(replies),
            probes: beside.collect(),
        };
        (record, zone, seen)
    })
}

/// Every text of a judgement.
fn texts(record_check: &RecordCheck) -> Vec<String> {
    let causes = record_check.causes.iter().flat_map(|cause| [cause.message(), cause.remedy()]);
    let difference = record_check.difference().map(|all| [all.before, all.expected, all.found, all.after].concat());
    let mut texts: Vec<String> = causes.chain(difference).chain(record_check.found.clone()).collect();
    texts.extend([record_check.expected.clone(), record_check.verdict.label()]);
    texts.extend(record_check.cname_chain.clone());
    texts
}

proptest! {
    #[test]
    fn any_answer_is_checked_and_described_in_sanitized_words((record, zone, seen) in arbitrary_lookup()) {
        let domain = domain();
        let record_check = check_record(&record, &domain, &zone, &seen);
        for text in texts(&record_check) {
            prop_assert!(!text.chars().any(is_hidden), "{text:?}");
        }
        for cause in &record_check.causes {
            prop_assert!(Cause::is_code(cause.code()));
            prop_assert!(!cause.message().is_empty() && !cause.remedy().is_empty(), "{cause:?}");
            prop_assert!(record_check.verdict != Verdict::Match || cause.is_allowed_with_match(), "{cause:?}");
        }
        // Whatever differs has a reason.
        prop_assert!(record_check.verdict != Verdict::Different || !record_check.causes.is_empty());
        prop_assert_eq!(record_check.server_verdicts.len(), seen.responses.len());
        prop_assert!(record_check.nearest.is_none_or(|place| place < record_check.found.len()));
        let overall = summarize(std::slice::from_ref(&record_check), std::slice::from_ref(&record));
        prop_assert_eq!(overall.correct.n, usize::from(record_check.is_correct()));
        for RecordConflict { conflict, .. } in &overall.conflicts {
            prop_assert!(!conflict.message().chars().any(is_hidden));
        }
        let asked = select_probes(&record, &domain, &zone, &seen);
        prop_assert!(asked.iter().all(|(_, question)| question.name.len() <= 253));
    }

    #[test]
    fn a_record_that_every_server_has_is_correct(
        record in prop::sample::select(vec![ownership(), dkim(), spf(), mx(), dmarc(), inbound()]),
        servers in 1_usize..6,
        sizes in vec(1_usize..256, 1..12),
        ttl in any::<u32>(),
        zone in zone_at(),
    ) {
        let value = record.published_value().into_owned();
        let data = if question_for(&record).query_type == QueryType::Mx {
            RecordData::Mx { priority: 10, host: value }
        } else {
            // However a server divides it.
            let (mut rest, mut strings) = (value.as_bytes(), Vec::new());
            for size in sizes.iter().cycle() {
                let (string, behind) = rest.split_at(rest.len().min(*size));
                strings.push(string.to_vec());
                rest = behind;
                if rest.is_empty() {
                    break;
                }
            }
            RecordData::Txt(strings)
        };
        let reply = QueryOutcome::Answer(Answer { data: vec![data], cname_chain: Vec::new(), ttl, is_authoritative: true });
        let seen: Vec<ServerResponse> = responses(vec![reply.clone(); servers]);
        let beside = vec![ProbeLookup { probe: Probe::Resolver, question: question_for(&record), responses: responses(vec![reply]) }];
        let seen = RecordLookup { question: question_for(&record), zone: None, responses: seen, probes: beside };
        let record_check = check_record(&record, &domain(), &zone, &seen);
        prop_assert_eq!((record_check.verdict, record_check.causes), (Verdict::Match, Vec::new()));
        prop_assert_eq!((record_check.found.len(), record_check.nearest), (1, Some(0)));
    }
}

#[test]
fn thousands_of_records_are_checked() {
    let all: Vec<String> = (0..3_000).map(|number| format!("v=spf1 include:{number}.example ~all")).collect();
    let mut texts: Vec<&str> = all.iter().map(String::as_str).collect();
    texts.push(TOKEN);
    let record_check = record_check(&ownership(), &txt(&texts));
    assert_eq!(
        (record_check.verdict, record_check.found.len(), record_check.omitted),
        (Verdict::Match, MAX_FOUND_VALUES, 2_901)
    );
    assert_eq!(record_check.nearest.map(|place| record_check.found[place].as_str()), Some(TOKEN));
    let numbers: Vec<String> = (0..3_000).map(|number| format!("{}{number}", KEY.get(..24).unwrap())).collect();
    let texts: Vec<&str> = numbers.iter().map(String::as_str).collect();
    for record in [dkim(), spf(), dmarc(), ownership()] {
        let record_check = super::tests::record_check(&record, &txt(&texts));
        assert_eq!(record_check.verdict, Verdict::Different);
        assert!(record_check.causes.len() <= 16);
    }
    let hosts: Vec<String> = (0..3_000).map(|number| format!("mail{number}.example")).collect();
    let hosts: Vec<(u16, &str)> = hosts.iter().map(|host| (10, host.as_str())).collect();
    assert_eq!(super::tests::record_check(&mx(), &mxs(&hosts)).verdict, Verdict::Different);
}

/// The records of an answer in another order.
fn turned(outcome: &QueryOutcome, by: usize) -> QueryOutcome {
    let mut outcome = outcome.clone();
    if let QueryOutcome::Answer(answer) = &mut outcome {
        let count = answer.data.len();
        answer.data.rotate_left(by.checked_rem(count).unwrap_or(0));
        if by % 2 == 1 {
            answer.data.reverse();
        }
    }
    outcome
}

proptest! {
    #[test]
    fn the_order_of_records_decides_nothing_and_no_cause_repeats(
        replies in vec(vec(data(), 0..7), 1..3),
        by in any::<usize>(),
        kind in 0..5_usize,
    ) {
        let record: DnsRecord = [ownership(), dkim(), mx(), spf(), dmarc()].into_iter().nth(kind).unwrap();
        let replies: Vec<QueryOutcome> = replies
            .into_iter()
            .map(|data| {
                let is_mx = record.record_type == crate::core::record::RecordType::Mx;
                let data = data.into_iter().filter(|data| match data {
                    RecordData::Mx { .. } => is_mx,
                    RecordData::Txt(_) => !is_mx,
                    _ => false,
                });
                let data: Vec<RecordData> = data.collect();
                QueryOutcome::Answer(Answer { data, cname_chain: Vec::new(), ttl: 300, is_authoritative: true })
            })
            .collect();
        let check = |replies: &[QueryOutcome]| record_check_of(&record, replies);
        let first = check(&replies);
        let second = check(&replies.iter().map(|reply| turned(reply, by)).collect::<Vec<_>>());
        prop_assert_eq!(&first, &second);
        let messages: std::collections::BTreeSet<String> = first.causes.iter().map(Cause::message).collect();
        prop_assert_eq!(messages.len(), first.causes.len(), "{:?}", first.causes);
    }
}

fn record_check_of(record: &DnsRecord, replies: &[QueryOutcome]) -> RecordCheck {
    check_record(record, &domain(), &zone(), &look(record, replies.to_vec(), Vec::new()))
}
