//! What the tests of verdicts are built from.

use super::*;
use crate::core::domain::SendingDomain;
use crate::core::fixtures;
use crate::core::look::{
    Absence, Answer, Authority, Data, Probe, QueryType, Question, RecordLook, Reply, Sighting, ZoneAt,
};
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

pub(super) fn zone() -> ZoneAt {
    ZoneAt {
        name: "example.com".to_owned(),
        is_certain: true,
        name_servers: vec!["ns1.example.net".to_owned(), "ns2.example.net".to_owned()],
        servers: vec![server(1), server(2)],
        authority: Authority::Own,
    }
}

pub(super) fn server(number: u8) -> Server {
    Server { name: format!("ns{number}.example.net"), address: ([192, 0, 2, number], 53).into() }
}

pub(super) fn found(data: Vec<Data>) -> Reply {
    Reply::Found(Answer { data, aliases: Vec::new(), ttl: 300, authoritative: true })
}

/// Records of one text each, divided every 255 octets as a server does.
pub(super) fn txt(texts: &[&str]) -> Reply {
    let record = |text: &&str| Data::Txt(text.as_bytes().chunks(255).map(<[u8]>::to_vec).collect());
    found(texts.iter().map(record).collect())
}

pub(super) fn mxs(all: &[(u16, &str)]) -> Reply {
    found(all.iter().map(|(priority, host)| Data::Mx { priority: *priority, host: (*host).to_owned() }).collect())
}

pub(super) fn address() -> Reply {
    found(vec![Data::Address([192, 0, 2, 80].into())])
}

pub(super) fn absent() -> Reply {
    Reply::Absent(Absence { no_name: true, remembered: Some(300), authoritative: true, ..Absence::default() })
}

/// The same answer, which was reached over an alias.
pub(super) fn over(alias: &str, reply: Reply) -> Reply {
    match reply {
        Reply::Found(answer) => Reply::Found(Answer { aliases: vec![alias.to_owned()], ..answer }),
        Reply::Absent(absence) => Reply::Absent(Absence { aliases: vec![alias.to_owned()], ..absence }),
        none @ Reply::None(_) => none,
    }
}

pub(super) fn sightings(replies: Vec<Reply>) -> Vec<Sighting> {
    let seen = replies.into_iter().zip(1..);
    seen.map(|(reply, number)| Sighting { server: server(number), reply, milliseconds: 20 }).collect()
}

/// What was seen of a record: the answers to its own question, and those to others.
pub(super) fn look(
    record: &DnsRecord,
    replies: Vec<Reply>,
    beside: Vec<(Probe, &str, QueryType, Reply)>,
) -> RecordLook {
    let beside =
        beside.into_iter().map(|(probe, name, kind, reply)| (probe, Question::new(name, kind), sightings(vec![reply])));
    RecordLook { question: question(record), zone: None, sightings: sightings(replies), beside: beside.collect() }
}

/// What one answer, the same at both servers, is judged to be.
pub(super) fn judged(record: &DnsRecord, reply: &Reply) -> Judged {
    judge(record, &domain(), &zone(), &look(record, vec![reply.clone(), reply.clone()], Vec::new()))
}

/// A judgement that has these causes, and nothing else to it.
pub(super) fn judged_with(causes: Vec<Cause>) -> Judged {
    Judged { causes, ..judged(&ownership(), &absent()) }
}

pub(super) fn keys(judged: &Judged) -> Vec<&'static str> {
    judged.causes.iter().map(Cause::key).collect()
}

/// A row: what it shows, the record, the answer, the verdict, the causes, the words of the first and its remedy.
pub(super) type Row = (&'static str, DnsRecord, Reply, Verdict, &'static [&'static str], &'static str, &'static str);

pub(super) const RIGHT: &str = "";

pub(super) fn check(rows: Vec<Row>) {
    for (title, record, reply, verdict, causes, words, remedy) in rows {
        let judged = judged(&record, &reply);
        assert_eq!((judged.verdict, keys(&judged)), (verdict, causes.to_vec()), "{title}: {:?}", judged.causes);
        let said = judged.causes.first().map(|cause| (cause.words(), cause.remedy())).unwrap_or_default();
        assert_eq!((said.0.as_str(), said.1.as_str()), (words, remedy), "{title}");
        for cause in &judged.causes {
            assert!(Cause::is_key(cause.key()), "{title}: {}", cause.key());
            assert!(cause.words().ends_with('.') || cause.words().contains(": "), "{title}: {}", cause.words());
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
    ]
    .concat();
    for (key, _) in Cause::TABLE {
        assert!(tables.contains(&format!("\"{key}\"")), "{key} is in no table");
    }
}
