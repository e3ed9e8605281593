//! What the tests of verdicts are built from.

use super::*;
use crate::core::dns::{
    Answer, AnswerSource, Negative, Probe, ProbeLookup, QueryOutcome, QueryType, Question, RecordData, RecordLookup,
    ServerResponse, ZoneInfo,
};
use crate::core::domain::SendingDomain;
use crate::core::fixtures;
use crate::core::record::DnsRecord;

pub(super) const TOKEN: &str = "autosend-verify-0123456789abcdef0123456789abcdef";
pub(super) const KEY: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu3QU8u1904d1R2sDK1SqCpExwxVH28TgTsL5XFlcWYxBsmX5VHLFSh3LZYh+9MHeYX34PKXhxfrXn80HbLDGAU/qknUR1SOZbuH6ljycBp8s5s06wn0b7X+pcUPBOsNWqWIjc43zSa4L0el/LHupKt1QfRtC51FYgbpg5ZKEWkKT8FGnKv1hmtmb/D7kHFwxYIu4KG/EsWurxzrAH27bxuMS4oPVqTy8ZKhN6g3WL1JNVrh8TVl7ZXoaEm1cFnc6ZPBwW+FkK0tm3OqndDnFKA05QEH3cAfvnf5YNTLOWuYHbbbQudrCOaPvlnoVRTEQHwW+o66WhskV6DZvaKoQmwIDAQAB";
pub(super) const SPF: &str = "v=spf1 include:amazonses.com ~all";
pub(super) const DMARC: &str = "v=DMARC1; p=none;";
pub(super) const HOST: &str = "feedback-smtp.us-east-1.amazonses.com";
pub(super) const INBOUND: &str = "inbound-smtp.us-east-1.amazonaws.com";

/// The records of mail.example.com, which is in the zone example.com.
pub(super) fn ownership() -> DnsRecord {
    fixtures::record("ownership", "TXT", "_autosend-verify.mail.example.com", TOKEN, None)
}

pub(super) fn dkim() -> DnsRecord {
    fixtures::record("dkim", "TXT", "autosend._domainkey.mail.example.com", KEY, None)
}

pub(super) fn spf() -> DnsRecord {
    fixtures::record("mailFrom", "TXT", "asend.mail.example.com", SPF, None)
}

pub(super) fn mx() -> DnsRecord {
    fixtures::record("mailFrom", "MX", "asend.mail.example.com", HOST, Some(10))
}

pub(super) fn dmarc() -> DnsRecord {
    fixtures::record("dmarc", "TXT", "_dmarc.mail.example.com", DMARC, None)
}

pub(super) fn inbound() -> DnsRecord {
    fixtures::record("inboundMx", "MX", "mail.example.com", INBOUND, Some(10))
}

pub(super) fn domain() -> SendingDomain {
    fixtures::domain("mail.example.com", vec![ownership(), dkim(), mx(), spf(), dmarc()])
}

pub(super) fn zone() -> ZoneInfo {
    ZoneInfo {
        name: "example.com".to_owned(),
        is_certain: true,
        name_servers: vec!["ns1.example.net".to_owned(), "ns2.example.net".to_owned()],
        servers: vec![server(1), server(2)],
        source: AnswerSource::Authoritative,
    }
}

pub(super) fn server(number: u8) -> Server {
    Server { name: format!("ns{number}.example.net"), address: ([192, 0, 2, number], 53).into() }
}

pub(super) fn found(data: Vec<RecordData>) -> QueryOutcome {
    QueryOutcome::Answer(Answer { data, cname_chain: Vec::new(), ttl: 300, is_authoritative: true })
}

/// Records of one text each, divided every 255 octets as a server does.
pub(super) fn txt(texts: &[&str]) -> QueryOutcome {
    let record = |text: &&str| RecordData::Txt(text.as_bytes().chunks(255).map(<[u8]>::to_vec).collect());
    found(texts.iter().map(record).collect())
}

pub(super) fn mxs(all: &[(u16, &str)]) -> QueryOutcome {
    found(all.iter().map(|(priority, host)| RecordData::Mx { priority: *priority, host: (*host).to_owned() }).collect())
}

pub(super) fn address() -> QueryOutcome {
    found(vec![RecordData::Address([192, 0, 2, 80].into())])
}

pub(super) fn absent() -> QueryOutcome {
    QueryOutcome::Negative(Negative {
        is_nxdomain: true,
        negative_ttl: Some(300),
        is_authoritative: true,
        ..Negative::default()
    })
}

/// The same answer, which was reached over an alias.
pub(super) fn with_cname(alias: &str, reply: QueryOutcome) -> QueryOutcome {
    match reply {
        QueryOutcome::Answer(answer) => QueryOutcome::Answer(Answer { cname_chain: vec![alias.to_owned()], ..answer }),
        QueryOutcome::Negative(absence) => {
            QueryOutcome::Negative(Negative { cname_chain: vec![alias.to_owned()], ..absence })
        }
        none @ QueryOutcome::Failed(_) => none,
    }
}

pub(super) fn responses(replies: Vec<QueryOutcome>) -> Vec<ServerResponse> {
    let seen = replies.into_iter().zip(1..);
    seen.map(|(reply, number)| ServerResponse { server: server(number), outcome: reply, elapsed_ms: 20 }).collect()
}

/// What was seen of a record: the answers to its own question, and those to others.
pub(super) fn look(
    record: &DnsRecord,
    replies: Vec<QueryOutcome>,
    beside: Vec<(Probe, &str, QueryType, QueryOutcome)>,
) -> RecordLookup {
    let beside = beside.into_iter().map(|(probe, name, kind, reply)| ProbeLookup {
        probe,
        question: Question::new(name, kind),
        responses: responses(vec![reply]),
    });
    RecordLookup { question: question_for(record), zone: None, responses: responses(replies), probes: beside.collect() }
}

/// The check that one answer, the same at both servers, must come to.
pub(super) fn record_check(record: &DnsRecord, reply: &QueryOutcome) -> RecordCheck {
    check_record(record, &domain(), &zone(), &look(record, vec![reply.clone(), reply.clone()], Vec::new()))
}

/// A judgement that has these causes, and nothing else to it.
pub(super) fn check_with_causes(causes: Vec<Cause>) -> RecordCheck {
    RecordCheck { causes, ..record_check(&ownership(), &absent()) }
}

/// The check of a domain with these records, of which the first have these checks.
pub(super) fn domain_check(checks: &[RecordCheck], records: &[DnsRecord]) -> DomainCheck {
    let mut check = DomainCheck::new(fixtures::domain("mail.example.com", records.to_vec()));
    for (slot, of_record) in check.record_checks.iter_mut().zip(checks) {
        *slot = Some(of_record.clone());
    }
    check
}

pub(super) fn summarize(checks: &[RecordCheck], records: &[DnsRecord]) -> CheckSummary {
    domain_check(checks, records).summary()
}

pub(super) fn keys(record_check: &RecordCheck) -> Vec<&'static str> {
    record_check.causes.iter().map(Cause::code).collect()
}

/// A row: what it shows, the record, the answer, the verdict, the causes, the words of the first and its remedy.
pub(super) type Row =
    (&'static str, DnsRecord, QueryOutcome, Verdict, &'static [&'static str], &'static str, &'static str);

pub(super) const RIGHT: &str = "";

pub(super) fn check(rows: Vec<Row>) {
    for (title, record, reply, verdict, causes, words, remedy) in rows {
        let record_check = record_check(&record, &reply);
        assert_eq!(
            (record_check.verdict, keys(&record_check)),
            (verdict, causes.to_vec()),
            "{title}: {:?}",
            record_check.causes
        );
        let said = record_check.causes.first().map(|cause| (cause.message(), cause.remedy())).unwrap_or_default();
        assert_eq!((said.0.as_str(), said.1.as_str()), (words, remedy), "{title}");
        for cause in &record_check.causes {
            assert!(Cause::is_code(cause.code()), "{title}: {}", cause.code());
            assert!(cause.message().ends_with('.') || cause.message().contains(": "), "{title}: {}", cause.message());
        }
    }
}

#[test]
fn every_cause_has_a_row() {
    let tables = [
        include_str!("txt_tests.rs"),
        include_str!("mail_tests.rs"),
        include_str!("place_tests.rs"),
        include_str!("server_tests.rs"),
        include_str!("wildcard.rs"),
    ]
    .concat();
    for (key, _) in Cause::CODES {
        assert!(tables.contains(&format!("\"{key}\"")), "{key} is in no table");
    }
}

#[test]
fn every_state_of_a_record_has_one_label() {
    let placed = Cause::NameDoubled { at: String::new(), relative_name: String::new() };
    let inherited = Cause::DmarcInherited { at: String::new(), policy: String::new() };
    let of = |verdict, causes| RecordCheck { verdict, causes, ..record_check(&ownership(), &absent()) };
    for (check, label) in [
        (of(Verdict::Match, vec![]), "OK"),
        (of(Verdict::Different, vec![]), "wrong value"),
        (of(Verdict::Different, vec![placed.clone()]), "wrong value"),
        (of(Verdict::Missing, vec![]), "not found"),
        (of(Verdict::Missing, vec![placed]), "wrong name"),
        (of(Verdict::Missing, vec![inherited]), "not found, but optional"),
        (of(Verdict::Partly { correct: 1, answered: 2 }, vec![]), "on 1 of 2 servers"),
        (of(Verdict::Unreachable, vec![]), "no answer"),
    ] {
        assert_eq!(check.label(), label);
    }
    assert_eq!([false, true].map(unchecked_label), ["not checked", "checking"]);
}
