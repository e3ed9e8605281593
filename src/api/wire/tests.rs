//! Tests valid and invalid responses.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::core::api_key::ApiKey;
use crate::core::corpus_tests::{SEED_KEY, check_corpus};
use crate::core::domain::{DomainStatus, SendingDomain};
use crate::core::record::{DnsRecord, Priority, RecordType, Slot};
use crate::core::redaction::SentKeys;
use crate::core::text::{Untrusted, is_hidden};

fn sample() -> Value {
    json!({
        "id": "60d5ec49f1b2c72d9c8b2222", "domainName": "example.com", "verificationStatus": "PENDING_CONFIGURATION",
        "ownershipVerified": false, "dkimEnabled": true, "mailFromEnabled": false, "dmarcEnabled": false,
        "dnsRecords": {
            "dmarc": {"name": "_dmarc.example.com", "value": "v=DMARC1; p=none;", "type": "TXT"},
            "arc": {"name": "arc.example.com", "value": "x", "type": "CNAME"},
            "mailFrom": [
                {"name": "asend.example.com", "value": "feedback-smtp.us-east-1.amazonses.com", "type": "MX",
                 "purpose": "Mail-from domain", "priority": 10},
                {"name": "asend.example.com", "value": "v=spf1 include:amazonses.com ~all", "type": "TXT"}
            ],
            "ownership": {"name": "_autosend-verify.example.com", "value": "autosend-verify-1", "type": "TXT"},
            "dkim": {"name": "autosend._domainkey.example.com", "value": "MIG", "type": "txt"}
        },
        "createdAt": "2026-03-19T08:00:00.000Z", "lastCheckedAt": "2026-03-19T08:00:00.000Z",
        "regionKey": "us-east-1", "verificationInProgress": false
    })
}

fn decoded(data: &Value) -> Result<SendingDomain, BodyError> {
    decode_domain(json!({"success": true, "data": data}).to_string().as_bytes(), &SentKeys::default())
}

/// The error of a body.
fn reason(error: &BodyError) -> &str {
    match error {
        BodyError::Unusable(reason) | BodyError::EndsEarly(reason) | BodyError::Incomplete(reason) => reason,
        BodyError::Refused(_) => "refused",
    }
}

fn with(member: &str, value: Value) -> Value {
    let mut domain = sample();
    domain.as_object_mut().unwrap().insert(member.to_owned(), value);
    domain
}

fn records_of(value: Value) -> Vec<DnsRecord> {
    decoded(&with("dnsRecords", value)).unwrap().records
}

#[test]
fn a_domain_is_read_whole() {
    let domain = decoded(&sample()).unwrap();
    assert_eq!((domain.id.raw(), domain.name.raw()), ("60d5ec49f1b2c72d9c8b2222", "example.com"));
    assert_eq!(domain.status, DomainStatus::Pending);
    assert_eq!((domain.checks.ownership, domain.checks.dkim), (Some(false), Some(true)));
    assert_eq!(domain.region.as_ref().map(Untrusted::raw), Some("us-east-1"));
    assert_eq!(domain.created_at.map(|time| time.to_string()).as_deref(), Some("2026-03-19T08:00:00Z"));
    assert_eq!((domain.verified_at, domain.verification_in_progress), (None, false));
    let members: Vec<&str> = domain.records.iter().map(|record| record.slot.member()).collect();
    assert_eq!(members, ["ownership", "dkim", "mailFrom", "mailFrom", "dmarc", "arc"]);
    let mx = domain.records.get(2).unwrap();
    assert_eq!((&mx.record_type, &mx.priority), (&RecordType::Mx, &Some(Priority::Number(10))));
    assert_eq!(mx.note.as_ref().map(Untrusted::raw), Some("Mail-from domain"));
    assert_eq!(domain.records.get(1).map(|record| &record.record_type), Some(&RecordType::Txt));
}

#[test]
fn all_three_wrappers_are_accepted() {
    let plain = decoded(&sample()).unwrap();
    let verify = json!({"domain": sample(), "verificationInProgress": true, "verificationStatus": "VERIFIED"});
    // The flag next to the domain counts: the check is still running, although the domain does not say so.
    assert_eq!(decoded(&verify), Ok(SendingDomain { verification_in_progress: true, ..plain.clone() }));
    let list = json!({"success": true, "data": {"domains": [sample(), sample()]}}).to_string();
    assert_eq!(decode_list(list.as_bytes(), &SentKeys::default()), Ok(vec![plain.clone(), plain.clone()]));
    let bare = json!({"message": "x", "data": [sample()], "success": true}).to_string();
    assert_eq!(decode_list(bare.as_bytes(), &SentKeys::default()), Ok(vec![plain]));
}

#[test]
fn a_member_that_is_missing_null_or_of_another_type_is_accepted() {
    let bare = decoded(&json!({"id": 7, "domainName": "example.com"})).unwrap();
    assert_eq!((bare.id.raw(), bare.records.len(), bare.region), ("7", 0, None));
    for member in sample().as_object().unwrap().keys().filter(|member| !["id", "domainName"].contains(&member.as_str()))
    {
        for value in [json!(null), json!("odd"), json!(1.5), json!([1]), json!({"a": []})] {
            let domain = decoded(&with(member, value.clone()));
            assert!(domain.is_ok(), "{member}: {value}: {domain:?}");
        }
    }
    let odd = decoded(&with("verificationStatus", json!("FAILED"))).unwrap();
    assert_eq!(odd.status, DomainStatus::Other("FAILED".into()));
    for value in [json!(null), json!("soon")] {
        assert_eq!(decoded(&with("verifiedAt", value)).unwrap().verified_at, None);
    }
    assert!(decoded(&with("verifiedAt", json!("2026-03-19T08:00:00.123Z"))).unwrap().verified_at.is_some());
    assert_eq!(decoded(&with("dkimEnabled", json!("true"))).unwrap().checks.dkim, Some(true));
}

#[test]
fn without_id_or_name_a_domain_is_rejected() {
    for member in ["id", "domainName"] {
        for value in [json!(null), json!("")] {
            assert!(
                decoded(&with(member, value))
                    .is_err_and(|error| reason(&error).starts_with("a domain in the response has no "))
            );
        }
    }
    for body in ["", "  ", "{", "[]", "7", r#"{"data":null}"#, r#"{"data":"x"}"#, r#"{"success":false}"#, "<html>"] {
        assert!(decode_domain(body.as_bytes(), &SentKeys::default()).is_err(), "{body}");
    }
    assert_eq!(
        decode_domain(b"{\"data\": {\"id\"", &SentKeys::default()),
        Err(BodyError::EndsEarly("the response is cut off at line 1, column 14".to_owned()))
    );
}

#[test]
fn success_false_is_rejected_with_its_members() {
    let keys = SentKeys::default();
    for body in [
        json!({"success": false, "message": "No"}),
        json!({"data": null, "message": "No", "success": "false"}),
        json!({"success": false, "message": "No", "data": {"domains": [sample()], "id": "1", "domainName": "a.b"}}),
    ] {
        let body = body.to_string();
        let refusals = [decode_domain(body.as_bytes(), &keys).err(), decode_list(body.as_bytes(), &keys).err()];
        for refusal in refusals {
            let Some(BodyError::Refused(members)) = refusal else { panic!("{body}: {refusal:?}") };
            assert_eq!(members.get("message"), Some(&json!("No")), "{body}");
        }
    }
}

#[test]
fn any_record_is_parsed() {
    let odd = records_of(json!({
        "new": [{"name": "a", "type": "CNAME", "value": "b"}, "words", null, {}],
        "dkim": [{"name": "k1"}, {"value": "k2"}],
        "nested": {"use1": {"name": "x"}},
        "ownership": "autosend-verify-1",
        "inboundMx": {"name": "a", "type": "MX", "value": "b", "priority": "20"},
        "dmarc": null
    }));
    let shown: Vec<_> =
        odd.iter().map(|record| (record.slot.member(), record.name.raw(), record.value.raw())).collect();
    assert_eq!(
        shown,
        [
            ("ownership", "", "autosend-verify-1"),
            ("dkim", "k1", ""),
            ("dkim", "", "k2"),
            ("inboundMx", "a", "b"),
            ("new", "a", "b"),
            ("new", "", "words"),
            ("nested", "", r#"{"use1":{"name":"x"}}"#),
        ]
    );
    assert_eq!(odd.get(3).unwrap().priority, Some(Priority::Number(20)));
    assert_eq!(odd.get(4).unwrap().slot, Slot::Other("new".into()));
    assert_eq!(records_of(json!([{"name": "a"}])).len(), 1);
}

#[test]
fn a_priority_is_a_number_or_its_original_text() {
    for (given, read) in [
        (json!(10), Some(Priority::Number(10))),
        (json!(10.0), Some(Priority::Number(10))),
        (json!("10"), Some(Priority::Number(10))),
        (json!(null), None),
        (json!(""), None),
        (json!(70000), Some(Priority::Invalid("70000".into()))),
        (json!(-1), Some(Priority::Invalid("-1".into()))),
        (json!("high"), Some(Priority::Invalid("high".into()))),
    ] {
        let records = records_of(json!({"inboundMx": {"name": "a", "priority": given}}));
        assert_eq!(records.first().map(|record| record.priority.clone()), Some(read), "{given}");
    }
}

#[test]
fn the_number_of_records_is_limited() {
    let many = vec![json!({"name": "a"}); MAX_RECORDS + 5];
    assert_eq!(records_of(json!({"mailFrom": many, "dkim": many})).len(), MAX_RECORDS);
}

#[test]
fn a_list_skips_elements_that_are_not_domains_and_includes_those_with_a_name() {
    let list = json!({"data": {"total": 4, "domains": [sample(), 7, null, {}, {"domainName": "b.example"}]}});
    let domains = decode_list(list.to_string().as_bytes(), &SentKeys::default()).unwrap();
    assert_eq!(domains.iter().map(|domain| domain.name.raw()).collect::<Vec<_>>(), ["example.com", "b.example"]);
    for body in ["", "{}", "[]", "7", r#"{"data":null}"#, r#"{"data":{"domains":null}}"#, r#"{"data":{"domains":{}}}"#]
    {
        assert!(decode_list(body.as_bytes(), &SentKeys::default()).is_err(), "{body}");
    }
    for cut in [r#"{"data":{"domains":[{"id":"1"}"#, r#"{"data":{"domains":[]}"#, r#"{"data":{"domains":[]}} x"#] {
        assert!(decode_list(cut.as_bytes(), &SentKeys::default()).is_err(), "{cut}");
    }
}

#[test]
fn every_part_of_a_list_is_limited() {
    let large = format!(r#"{{"data":{{"domains":[{{"id":"1","x":"{}"}}]}}}}"#, "a".repeat(MAX_ELEMENT_BYTES));
    assert_eq!(
        decode_list(large.as_bytes(), &SentKeys::default()),
        Err("a domain in the response is larger than 1 MiB".into())
    );
    let many = format!(r#"{{"data":{{"domains":[{}{{}}]}}}}"#, r#"{"id":"1"},"#.repeat(MAX_DOMAINS + 1));
    assert_eq!(
        decode_list(many.as_bytes(), &SentKeys::default()),
        Err("the response lists more than 100000 domains".into())
    );
}

#[test]
fn errors_name_the_fault_without_quoting_the_answer() {
    let hostile = r#"{"data":{"domains":"\u001b]52;c;x\u0007"}}"#;
    assert_eq!(decode_list(hostile.as_bytes(), &SentKeys::default()), Err("no domain list in the response".into()));
    assert!(
        decode_list(&b"{\"data\": \x1b"[..], &SentKeys::default())
            .is_err_and(|error| !reason(&error).contains('\u{1b}'))
    );
}

proptest! {
    #[test]
    fn no_answer_causes_a_panic(body in any::<Vec<u8>>()) {
        let _ = decode_domain(&body, &SentKeys::default());
        let _ = decode_list(body.as_slice(), &SentKeys::default());
    }

    #[test]
    fn no_record_causes_a_panic(member in "\\PC{0,8}", body in "[\\[\\]{}\",:a-z0-9.-]{0,40}") {
        if let Ok(value) = serde_json::from_str::<Value>(&body) {
            let domain = decoded(&with("dnsRecords", json!({member: value})));
            prop_assert!(domain.is_ok());
        }
    }
}

/// Everything that is made of a body: what is wrong with it, or its texts as they are shown.
fn check_body(body: &[u8]) -> Result<(), TestCaseError> {
    let mut keys = SentKeys::default();
    keys.insert(&ApiKey::parse(SEED_KEY).unwrap());
    let domains = [decode_domain(body, &keys).map(|domain| vec![domain]), decode_list(body, &keys)];
    let projects = decode_projects(body, &keys);
    let removal = decode_removal(body, &keys);
    let everything = format!("{domains:?} {projects:?} {removal:?}");
    prop_assert!(!everything.contains(SEED_KEY), "{everything}");
    let errors = domains.iter().map(|result| result.as_ref().err());
    for error in errors.chain([projects.as_ref().err(), removal.as_ref().err()]).flatten() {
        if let BodyError::Unusable(reason) | BodyError::EndsEarly(reason) = error {
            prop_assert!(reason.len() < 200 && !reason.chars().any(is_hidden), "{reason:?}");
        }
    }
    for domain in domains.iter().flatten().flatten() {
        prop_assert!(domain.records.len() <= MAX_RECORDS, "{}", domain.records.len());
        let records = domain.records.iter().flat_map(|record| [&record.name, &record.value]);
        for text in records.chain([&domain.name]).chain(&domain.region) {
            prop_assert!(!text.sanitized().chars().any(is_hidden), "{text:?}");
        }
    }
    Ok(())
}

#[test]
fn no_body_of_the_corpus_does_harm() {
    check_corpus("api-bodies", 1_500, check_body);
}
