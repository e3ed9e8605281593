//! What DNS says, and what there is to do then.

use super::*;
use crate::core::check::{check_record, question_for};
use crate::core::dns::{
    Answer, AnswerSource, LookupError, Negative, Probe, ProbeLookup, QueryOutcome, Question, RecordData, RecordLookup,
    Server, ServerResponse, ZoneInfo,
};
use crate::core::dns_host::HOSTS;
use crate::core::fixtures::{domain, record};

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

fn found(data: Vec<RecordData>) -> QueryOutcome {
    QueryOutcome::Answer(Answer { data, is_authoritative: true, ..Answer::default() })
}

fn texts(texts: &[&str]) -> QueryOutcome {
    found(texts.iter().map(|text| RecordData::Txt(vec![text.as_bytes().to_vec()])).collect())
}

fn mxs(all: &[(u16, &str)]) -> QueryOutcome {
    found(all.iter().map(|(priority, host)| RecordData::Mx { priority: *priority, host: (*host).to_owned() }).collect())
}

fn absent() -> QueryOutcome {
    QueryOutcome::Negative(Negative { is_authoritative: true, ..Negative::default() })
}

fn sightings(replies: &[QueryOutcome]) -> Vec<ServerResponse> {
    let server = |number| Server { name: format!("ns{number}.example.net"), address: ([192, 0, 2, number], 53).into() };
    let seen = (1_u8..).zip(replies);
    seen.map(|(number, reply)| ServerResponse { server: server(number), outcome: reply.clone(), elapsed_ms: 1 })
        .collect()
}

/// The work where the name servers answer this, and a look beside finds that.
fn work(record: &DnsRecord, replies: &[QueryOutcome], beside: Option<(Probe, &str, QueryOutcome)>) -> RecordAction {
    let zone = ZoneInfo {
        name: "example.com".to_owned(),
        is_certain: true,
        name_servers: vec!["ns1.example.net".to_owned(), "ns2.example.net".to_owned()],
        servers: Vec::new(),
        source: AnswerSource::Authoritative,
    };
    let own = question_for(record);
    let beside = beside.map(|(probe, name, reply)| ProbeLookup {
        probe,
        question: Question::new(name, own.query_type),
        responses: sightings(&[reply]),
    });
    let look =
        RecordLookup { question: own, zone: None, responses: sightings(replies), probes: beside.into_iter().collect() };
    let all = vec![ownership(), mx(), spf(), dmarc()];
    let record_check = check_record(record, &domain("mail.example.com", all), &zone, &look);
    RecordAction::from_check(record, Some(&record_check))
}

fn said(work: &RecordAction) -> (ActionKind, &str) {
    (work.kind, work.note.as_deref().unwrap_or_default())
}

fn value(record: &DnsRecord, work: &RecordAction, host: Option<&DnsHost>) -> PanelEntry {
    let all = build_entries(record, &Zone::guess("mail.example.com"), host, NameForm::Relative, work);
    all.into_iter().find(|entry| entry.part == RecordPart::Value).unwrap()
}

fn parts(record: &DnsRecord, work: &RecordAction) -> Vec<RecordPart> {
    let all = build_entries(record, &Zone::guess("mail.example.com"), None, NameForm::Relative, work);
    all.into_iter().map(|entry| entry.part).collect()
}

fn type_hint(record: &DnsRecord, work: &RecordAction) -> Option<String> {
    let all = build_entries(record, &Zone::guess("mail.example.com"), None, NameForm::Relative, work);
    all.into_iter().find(|entry| entry.part == RecordPart::Type).unwrap().hint
}

#[test]
fn correct_existing_or_covered_records_need_no_action() {
    let own = ownership();
    let right = work(&own, &[texts(&["autosend-verify-0123"])], None);
    assert_eq!(said(&right), (ActionKind::AlreadyCorrect, "Already correct in DNS."));
    let kept = work(&dmarc(), &[texts(&["v=DMARC1; p=reject"])], None);
    assert_eq!(
        said(&kept),
        (ActionKind::Keep, "You already have a DMARC policy (reject). Keep it; don't add another.")
    );
    let parent = Some((Probe::OrganizationalDomain, "_dmarc.example.com", texts(&["v=DMARC1; p=quarantine"])));
    let covered = work(&dmarc(), &[absent()], parent);
    assert_eq!(covered.kind, ActionKind::Optional);
    assert!(
        covered
            .note
            .as_ref()
            .is_some_and(|note| note.contains("_dmarc.example.com (quarantine) already covers this domain"))
    );
    for kind in [ActionKind::AlreadyCorrect, ActionKind::Keep, ActionKind::Optional, ActionKind::Propagating] {
        assert!(kind.is_noop());
    }
    assert_eq!((parts(&own, &right), parts(&dmarc(), &kept)), (vec![], vec![]));
    assert_eq!(value(&dmarc(), &covered, None).text, "v=DMARC1; p=none;", "what is optional may be entered");
}

#[test]
fn an_existing_spf_record_is_changed_to_the_merged_one() {
    let merged = "v=spf1 include:amazonses.com mx -all";
    let one = work(&spf(), &[texts(&["v=spf1 mx -all"])], None);
    assert_eq!(
        said(&one),
        (ActionKind::Change, "There is already an SPF record: replace its value with this one; don't add a second.")
    );
    assert_eq!(value(&spf(), &one, None).text, merged);
    let quoted = HOSTS.iter().find(|host| host.text == TextForm::Quoted);
    assert_eq!(value(&spf(), &one, quoted).text, format!("\"{merged}\""));
    assert_eq!(
        value(&spf(), &one, None).hint.as_deref(),
        Some("Your current value and AutoSend's, combined. One line, without quotes.")
    );
    assert_eq!(type_hint(&spf(), &one), None, "what is there is known");
    let two = work(&spf(), &[texts(&["v=spf1 mx -all", SPF])], None);
    assert_eq!(parts(&spf(), &two), [RecordPart::Value], "they are there, only their value is another");
    assert_eq!(
        said(&two),
        (ActionKind::Merge, "There are several SPF records: keep one, with this value, and delete the others.")
    );
    assert_eq!(value(&spf(), &two, None).text, "v=spf1 include:amazonses.com mx ~all");
}

#[test]
fn a_sanitized_value_is_not_copied() {
    let work_for = |term: &str| work(&spf(), &[texts(&[&format!("v=spf1 {term} -all"), SPF])], None);
    // What is shown as it is can be copied, although a backslash begins an escape where a value is sanitized.
    let exact = work_for("include:a\\b.example");
    assert_eq!(exact.kind, ActionKind::Merge);
    assert_eq!(value(&spf(), &exact, None).text, "v=spf1 include:amazonses.com include:a\\b.example ~all");
    let networks: Vec<String> =
        (0..400).map(|number| format!("ip4:10.{}.{}.0/24", number / 256, number % 256)).collect();
    let long = work_for(&networks.join(" "));
    assert_eq!((long.kind, value(&spf(), &long, None).text.as_str()), (ActionKind::Change, SPF));
    assert!(long.note.is_some_and(|note| note.contains("keep one; change it to: v=spf1")));
    let left_out = work_for("include:a\u{202e}b.example");
    assert_eq!(left_out.kind, ActionKind::Delete, "without its term the other one adds nothing");
}

#[test]
fn a_slip_in_a_policy_is_corrected_and_the_policy_stays() {
    let slip = work(&dmarc(), &[texts(&["v=DMARC1 p=reject; rua=mailto:a@example.com"])], None);
    assert_eq!(slip.kind, ActionKind::Change);
    assert!(slip.note.as_ref().is_some_and(|note| note.ends_with("your policy stays.")), "{slip:?}");
    let corrected = value(&dmarc(), &slip, None);
    assert_eq!(corrected.text, "v=DMARC1; p=reject; rua=mailto:a@example.com");
    assert!(corrected.hint.is_some_and(|hint| hint.starts_with("Your own value, corrected.")));
    // Which policy was meant only its owner knows: no value is offered.
    for text in ["v=DMARC1; p=all", "v=DMARC1; p=none; p=reject"] {
        let unknown = work(&dmarc(), &[texts(&[text])], None);
        assert_eq!(unknown.kind, ActionKind::Correct);
        assert!(!unknown.kind.is_noop() && parts(&dmarc(), &unknown).is_empty());
    }
}

#[test]
fn a_conflicting_record_is_changed_or_removed() {
    let host = "feedback-smtp.us-east-1.amazonses.com";
    let other = work(&mx(), &[mxs(&[(20, "mail.example.net")])], None);
    assert_eq!(said(&other), (ActionKind::Change, "This record replaces an existing one (20 mail.example.net)."));
    let priority = work(&mx(), &[mxs(&[(5, host)])], None);
    assert_eq!(said(&priority), (ActionKind::AlreadyCorrect, "Already correct in DNS."));
    let alias = Negative { cname_chain: vec!["pages.example.net".to_owned()], ..Negative::default() };
    let alias = work(&ownership(), &[QueryOutcome::Negative(alias)], None);
    assert_eq!(
        said(&alias),
        (
            ActionKind::RemoveCname,
            "There is already a CNAME to pages.example.net. Delete it first: a CNAME can't coexist with other records."
        )
    );
}

#[test]
fn a_record_next_to_the_correct_one_is_deleted_and_nothing_is_entered() {
    let (host, policy) = ("feedback-smtp.us-east-1.amazonses.com", "v=DMARC1; p=none;");
    for (record, reply, words) in [
        (
            mx(),
            mxs(&[(10, host), (20, "mail.example.net")]),
            "10 feedback-smtp.us-east-1.amazonses.com is correct, but 20 mail.example.net is also there. Delete that \
             one.",
        ),
        (
            dmarc(),
            texts(&["v=DMARC1; p=reject", policy]),
            "v=DMARC1; p=none; is correct, but v=DMARC1; p=reject is also there, so none counts. Keep one, your own \
             if you have one, and delete the rest.",
        ),
        (
            dmarc(),
            texts(&["v=DMARC1; p=reject", "v=DMARC1; p=quarantine"]),
            "There are 2 DMARC records here; only one is allowed, so none counts. Keep your own and delete the others.",
        ),
        (
            spf(),
            texts(&[SPF, "v=spf1 include:amazonses.com  ~all"]),
            "v=spf1 include:amazonses.com ~all is correct, but v=spf1 include:amazonses.com  ~all is also there. \
             Delete that one.",
        ),
    ] {
        let work = work(&record, &[reply], None);
        assert_eq!(said(&work), (ActionKind::Delete, words));
        assert!(!work.kind.is_noop() && parts(&record, &work).is_empty(), "{words}");
    }
}

#[test]
fn a_record_in_a_zone_of_its_own_has_its_name_in_that_zone() {
    let inner =
        Negative { is_authoritative: true, zone: Some("_dmarc.mail.example.com".to_owned()), ..Negative::default() };
    let work = work(&dmarc(), &[QueryOutcome::Negative(inner)], None);
    assert_eq!(work.kind, ActionKind::Create);
    assert!(work.note.as_ref().is_some_and(|note| note.contains("in the DNS of _dmarc.mail.example.com")));
    assert_eq!(work.zone, Some(Zone::from_dns("_dmarc.mail.example.com")));
    let name = |host: Option<&DnsHost>| {
        let all = build_entries(&dmarc(), &Zone::guess("mail.example.com"), host, NameForm::Relative, &work);
        all.into_iter().find(|entry| entry.part == RecordPart::Name).unwrap()
    };
    assert_eq!(name(None).text, "@");
    assert!(name(None).hint.is_some_and(|hint| hint.starts_with("Add it in the zone _dmarc.mail.example.com. @")));
    for host in HOSTS {
        if let NameField::Relative { top } = host.name_field {
            assert_eq!(name(Some(host)).text, top, "{}", host.name);
        }
    }
}

#[test]
fn records_that_can_stay_or_are_elsewhere_do_not_prevent_creation() {
    for replies in [texts(&["another text"]), texts(&["autosend-verify-of-another-project"])] {
        let work = work(&ownership(), &[replies], None);
        assert!(work.kind == ActionKind::Create && work.note.is_some(), "{work:?}");
    }
    let doubled = "_autosend-verify.mail.example.com.example.com";
    let work = work(&ownership(), &[absent()], Some((Probe::NameDoubled, doubled, texts(&["autosend-verify-0123"]))));
    assert!(
        work.kind == ActionKind::Rename && work.note.is_some_and(|note| note.contains("with the domain in it twice"))
    );
}

/// The parts that are copied.
fn copied(record: &DnsRecord, work: &RecordAction) -> Vec<RecordPart> {
    let all = build_entries(record, &Zone::guess("mail.example.com"), None, NameForm::Relative, work);
    all.into_iter().filter(|entry| entry.input_mode == InputMode::Paste).map(|entry| entry.part).collect()
}

#[test]
fn of_an_existing_record_only_what_is_wrong_is_copied() {
    use RecordPart::{Name, Priority, Value};
    let host = "feedback-smtp.us-east-1.amazonses.com";
    let new = work(&mx(), &[absent()], None);
    assert_eq!((new.kind, copied(&mx(), &new)), (ActionKind::Create, vec![Name, Value, Priority]));
    let other = work(&mx(), &[mxs(&[(20, "mail.example.net")])], None);
    assert_eq!((other.kind, copied(&mx(), &other)), (ActionKind::Change, vec![Value, Priority]));
    let doubled = "asend.mail.example.com.example.com";
    let doubled = work(&mx(), &[absent()], Some((Probe::NameDoubled, doubled, mxs(&[(10, host)]))));
    assert_eq!((doubled.kind, copied(&mx(), &doubled)), (ActionKind::Rename, vec![Name]));
    let spf_there = work(&spf(), &[texts(&["v=spf1 mx -all"])], None);
    assert_eq!((spf_there.kind, copied(&spf(), &spf_there)), (ActionKind::Change, vec![Value]));
}

#[test]
fn a_record_on_some_servers_only_needs_waiting() {
    let work = work(&ownership(), &[texts(&["autosend-verify-0123"]), absent()], None);
    assert_eq!((work.kind, parts(&ownership(), &work)), (ActionKind::Propagating, vec![]));
    assert!(work.note.is_some_and(|note| note.contains("ns2.example.net") && note.contains("Wait a few minutes")));
}

#[test]
fn without_an_answer_the_action_is_the_same_as_without_dns() {
    assert_eq!(RecordAction::from_check(&dmarc(), None), RecordAction::default());
    assert_eq!(work(&dmarc(), &[QueryOutcome::Failed(LookupError::Timeout)], None), RecordAction::default());
    assert!(type_hint(&dmarc(), &RecordAction::default()).is_some_and(|hint| hint.contains("skip this one")));
    let missing = work(&dmarc(), &[absent()], None);
    assert_eq!((said(&missing), type_hint(&dmarc(), &missing)), ((ActionKind::Create, ""), None));
}
