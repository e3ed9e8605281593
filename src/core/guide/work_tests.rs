//! What DNS says, and what there is to do then.

use super::*;
use crate::core::dns_host::HOSTS;
use crate::core::fixtures::{domain, record};
use crate::core::look::{
    Absence, Answer, Authority, Data, NoAnswer, Probe, Question, RecordLook, Reply, Server, Sighting, ZoneAt,
};
use crate::core::verdict::{judge, question};

const SPF: &str = "v=spf1 include:amazonses.com ~all";

fn ownership() -> DnsRecord {
    record("ownership", "TXT", "_autosend-verify.mail.example.com", "autosend-verify-0123", None)
}

fn spf() -> DnsRecord {
    record("mailFrom", "TXT", "asend.mail.example.com", SPF, None)
}

fn mx() -> DnsRecord {
    record("mailFrom", "MX", "asend.mail.example.com", "feedback-smtp.us-east-1.amazonses.com", Some(10))
}

fn dmarc() -> DnsRecord {
    record("dmarc", "TXT", "_dmarc.mail.example.com", "v=DMARC1; p=none;", None)
}

fn found(data: Vec<Data>) -> Reply {
    Reply::Found(Answer { data, authoritative: true, ..Answer::default() })
}

fn texts(texts: &[&str]) -> Reply {
    found(texts.iter().map(|text| Data::Txt(vec![text.as_bytes().to_vec()])).collect())
}

fn mxs(all: &[(u16, &str)]) -> Reply {
    found(all.iter().map(|(priority, host)| Data::Mx { priority: *priority, host: (*host).to_owned() }).collect())
}

fn absent() -> Reply {
    Reply::Absent(Absence { authoritative: true, ..Absence::default() })
}

fn sightings(replies: &[Reply]) -> Vec<Sighting> {
    let server = |number| Server { name: format!("ns{number}.example.net"), address: ([192, 0, 2, number], 53).into() };
    let seen = (1_u8..).zip(replies);
    seen.map(|(number, reply)| Sighting { server: server(number), reply: reply.clone(), milliseconds: 1 }).collect()
}

/// The work where the name servers answer this, and a look beside finds that.
fn work(record: &DnsRecord, replies: &[Reply], beside: Option<(Probe, &str, Reply)>) -> Work {
    let zone = ZoneAt {
        name: "example.com".to_owned(),
        is_certain: true,
        name_servers: vec!["ns1.example.net".to_owned(), "ns2.example.net".to_owned()],
        servers: Vec::new(),
        authority: Authority::Own,
    };
    let own = question(record);
    let beside = beside.map(|(probe, name, reply)| (probe, Question::new(name, own.kind), sightings(&[reply])));
    let look =
        RecordLook { question: own, zone: None, sightings: sightings(replies), beside: beside.into_iter().collect() };
    let all = vec![ownership(), mx(), spf(), dmarc()];
    let judged = judge(record, &domain("mail.example.com", all), &zone, &look);
    Work::of(record, Some(&judged))
}

fn said(work: &Work) -> (WorkKind, &str) {
    (work.kind, work.note.as_deref().unwrap_or_default())
}

fn value(record: &DnsRecord, work: &Work, host: Option<&DnsHost>) -> Entry {
    let all = entries(record, &Zone::guess("mail.example.com"), host, NameForm::Host, work);
    all.into_iter().find(|entry| entry.part == Part::Value).unwrap()
}

fn parts(record: &DnsRecord, work: &Work) -> Vec<Part> {
    let all = entries(record, &Zone::guess("mail.example.com"), None, NameForm::Host, work);
    all.into_iter().map(|entry| entry.part).collect()
}

fn type_hint(record: &DnsRecord, work: &Work) -> Option<String> {
    let all = entries(record, &Zone::guess("mail.example.com"), None, NameForm::Host, work);
    all.into_iter().find(|entry| entry.part == Part::Type).unwrap().hint
}

#[test]
fn what_is_right_kept_or_covered_asks_for_nothing() {
    let own = ownership();
    let right = work(&own, &[texts(&["autosend-verify-0123"])], None);
    assert_eq!(said(&right), (WorkKind::Right, "DNS has it as it should be."));
    let kept = work(&dmarc(), &[texts(&["v=DMARC1; p=reject"])], None);
    assert_eq!(
        said(&kept),
        (WorkKind::Keep, "A DMARC policy is there already (reject): keep it, and add no second one.")
    );
    let parent = Some((Probe::Organisation, "_dmarc.example.com", texts(&["v=DMARC1; p=quarantine"])));
    let covered = work(&dmarc(), &[absent()], parent);
    assert_eq!(covered.kind, WorkKind::Optional);
    assert!(
        covered.note.as_ref().is_some_and(|note| note.contains("_dmarc.example.com (quarantine) covers this name too"))
    );
    for kind in [WorkKind::Right, WorkKind::Keep, WorkKind::Optional, WorkKind::Spreading] {
        assert!(kind.is_nothing());
    }
    assert_eq!((parts(&own, &right), parts(&dmarc(), &kept)), (vec![], vec![]));
    assert_eq!(value(&dmarc(), &covered, None).text, "v=DMARC1; p=none;", "what is optional may be entered");
}

#[test]
fn an_spf_record_that_is_there_is_changed_to_the_merged_line() {
    let merged = "v=spf1 include:amazonses.com mx -all";
    let one = work(&spf(), &[texts(&["v=spf1 mx -all"])], None);
    assert_eq!(
        said(&one),
        (
            WorkKind::Change,
            "An SPF record is there already: put the value given here in its place, and add no second one."
        )
    );
    assert_eq!(value(&spf(), &one, None).text, merged);
    let quoted = HOSTS.iter().find(|host| host.text == TextForm::Quoted);
    assert_eq!(value(&spf(), &one, quoted).text, format!("\"{merged}\""));
    assert_eq!(
        value(&spf(), &one, None).hint.as_deref(),
        Some("What is there and what AutoSend needs, in one. One line, without quotes.")
    );
    assert_eq!(type_hint(&spf(), &one), None, "what is there is known");
    let two = work(&spf(), &[texts(&["v=spf1 mx -all", SPF])], None);
    assert_eq!(parts(&spf(), &two), [Part::Value], "they are there, only their value is another");
    assert_eq!(
        said(&two),
        (
            WorkKind::Unite,
            "Several SPF records are at this name: keep one, with the value given here, and delete the others."
        )
    );
    assert_eq!(value(&spf(), &two, None).text, "v=spf1 include:amazonses.com mx ~all");
}

#[test]
fn a_line_that_was_made_harmless_to_be_drawn_is_not_copied() {
    for term in ["include:a\u{202e}b.example", "include:a\\b.example"] {
        let there = format!("v=spf1 {term} -all");
        let work = work(&spf(), &[texts(&[&there, SPF])], None);
        assert_eq!(work.kind, WorkKind::Change);
        assert_eq!(value(&spf(), &work, None).text, SPF);
        assert!(work.note.is_some_and(|note| note.contains("add no second one: v=spf1")));
    }
}

#[test]
fn what_is_in_the_way_is_changed_or_removed() {
    let host = "feedback-smtp.us-east-1.amazonses.com";
    let other = work(&mx(), &[mxs(&[(20, "mail.example.net")])], None);
    assert_eq!(
        said(&other),
        (WorkKind::Change, "Something else is there already (20 mail.example.net): this record takes its place.")
    );
    let priority = work(&mx(), &[mxs(&[(5, host)])], None);
    assert_eq!(said(&priority), (WorkKind::Change, "The priority is 5, where 10 is wanted. Set the priority to 10."));
    let alias = Absence { aliases: vec!["pages.example.net".to_owned()], ..Absence::default() };
    let alias = work(&ownership(), &[Reply::Absent(alias)], None);
    assert_eq!(
        said(&alias),
        (
            WorkKind::RemoveAlias,
            "A CNAME to pages.example.net is there already: remove it first, as nothing can stand beside it."
        )
    );
}

#[test]
fn what_is_beside_the_right_one_is_deleted_and_nothing_entered() {
    let (host, policy) = ("feedback-smtp.us-east-1.amazonses.com", "v=DMARC1; p=none;");
    for (record, reply, words) in [
        (
            mx(),
            mxs(&[(10, host), (20, "mail.example.net")]),
            "10 feedback-smtp.us-east-1.amazonses.com is right, but 20 mail.example.net is there as well: delete that one.",
        ),
        (
            dmarc(),
            texts(&["v=DMARC1; p=reject", policy]),
            "v=DMARC1; p=none; is right, but v=DMARC1; p=reject is there as well, and so none counts: keep one, your own \
             if there is one, and delete the rest.",
        ),
        (
            dmarc(),
            texts(&["v=DMARC1; p=reject", "v=DMARC1; p=quarantine"]),
            "2 DMARC records are at this name, and so none counts (RFC 7489). Keep the one that is yours, and delete the \
             others.",
        ),
        (
            spf(),
            texts(&[SPF, "v=spf1 include:amazonses.com  ~all"]),
            "v=spf1 include:amazonses.com ~all is right, but v=spf1 include:amazonses.com  ~all is there as well: delete \
             that one.",
        ),
    ] {
        let work = work(&record, &[reply], None);
        assert_eq!(said(&work), (WorkKind::Delete, words));
        assert!(!work.kind.is_nothing() && parts(&record, &work).is_empty(), "{words}");
    }
}

#[test]
fn a_record_in_a_zone_of_its_own_has_its_name_in_that_zone() {
    let inner = Absence { authoritative: true, zone: Some("_dmarc.mail.example.com".to_owned()), ..Absence::default() };
    let work = work(&dmarc(), &[Reply::Absent(inner)], None);
    assert_eq!(work.kind, WorkKind::Create);
    assert!(work.note.as_ref().is_some_and(|note| note.contains("in the zone _dmarc.mail.example.com")));
    assert_eq!(work.zone, Some(Zone::found("_dmarc.mail.example.com")));
    let name = |host: Option<&DnsHost>| {
        let all = entries(&dmarc(), &Zone::guess("mail.example.com"), host, NameForm::Host, &work);
        all.into_iter().find(|entry| entry.part == Part::Name).unwrap()
    };
    assert_eq!(name(None).text, "@");
    assert!(name(None).hint.is_some_and(|hint| hint.starts_with("Enter it in the zone _dmarc.mail.example.com. @")));
    for host in HOSTS {
        if let NameField::Host { top } = host.name_field {
            assert_eq!(name(Some(host)).text, top, "{}", host.name);
        }
    }
}

#[test]
fn what_stays_beside_it_or_is_elsewhere_does_not_keep_it_from_being_created() {
    for replies in [texts(&["another text"]), texts(&["autosend-verify-of-another-project"])] {
        let work = work(&ownership(), &[replies], None);
        assert!(work.kind == WorkKind::Create && work.note.is_some(), "{work:?}");
    }
    let doubled = "_autosend-verify.mail.example.com.example.com";
    let work = work(&ownership(), &[absent()], Some((Probe::Doubled, doubled, texts(&["autosend-verify-0123"]))));
    assert!(work.kind == WorkKind::Create && work.note.is_some_and(|note| note.contains("stands in its name twice")));
}

#[test]
fn where_only_some_servers_have_it_there_is_only_to_wait() {
    let work = work(&ownership(), &[texts(&["autosend-verify-0123"]), absent()], None);
    assert_eq!((work.kind, parts(&ownership(), &work)), (WorkKind::Spreading, vec![]));
    assert!(work.note.is_some_and(|note| note.contains("ns2.example.net") && note.contains("Wait some minutes")));
}

#[test]
fn where_nothing_is_known_it_is_as_without_dns() {
    assert_eq!(Work::of(&dmarc(), None), Work::default());
    assert_eq!(work(&dmarc(), &[Reply::None(NoAnswer::Timeout)], None), Work::default());
    assert!(type_hint(&dmarc(), &Work::default()).is_some_and(|hint| hint.contains("never two")));
    let missing = work(&dmarc(), &[absent()], None);
    assert_eq!((said(&missing), type_hint(&dmarc(), &missing)), ((WorkKind::Create, ""), None));
}
