//! A report, a row and a document, of domains in every state.

use super::*;
use crate::core::domain::{AutosendChecks, DomainStatus};
use crate::core::fixtures::{domain, record};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    time("2026-05-04T10:00:00Z")
}

fn pending() -> SendingDomain {
    let records = vec![
        record("ownership", "TXT", "_autosend-verify.example.com", "autosend-verify-1", None),
        record("mailFrom", "MX", "asend.example.com", "mx.example.net", Some(10)),
        record("inboundMx", "MX", "example.com", "in.example.net", Some(10)),
        record("arc", "TXT", "x.example.com", "v", None),
    ];
    SendingDomain {
        checks: AutosendChecks { ownership: Some(false), dkim: Some(true), mail_from: Some(false), dmarc: None },
        region: Some("us-east-1".into()),
        created_at: Some(time("2026-05-04T09:00:00Z")),
        last_checked_at: Some(time("2026-05-04T09:58:00Z")),
        ..domain("example.com", records)
    }
}

fn verified() -> SendingDomain {
    SendingDomain {
        status: DomainStatus::Verified,
        checks: AutosendChecks { ownership: Some(true), ..pending().checks },
        verified_at: Some(time("2026-05-04T09:58:00Z")),
        inbound_enabled_at: Some(time("2026-05-04T09:59:59Z")),
        verification_in_progress: true,
        ..pending()
    }
}

#[test]
fn the_report_has_each_record_with_its_state_at_autosend() {
    let expected = "\
example.com: waiting for DNS
It can't send yet.

  Region        us-east-1
  Added         2026-05-04T09:00:00Z (1 hour ago)
  Last check    2026-05-04T09:58:00Z (2 minutes ago)
  Verified      –
  Inbound mail  off
  ID            1

Record        Type  AutoSend  Name
Ownership     TXT   waiting   _autosend-verify.example.com
DKIM                passed    –
Mail-from MX  MX    waiting   asend.example.com
DMARC               unknown   –
Inbound MX    MX    unknown   example.com
arc           TXT   unknown   x.example.com

AutoSend's own results. To check DNS itself, run `check`.
";
    assert_eq!(status_report(&pending(), now()).text(), expected);
}

#[test]
fn a_missing_recommended_record_is_not_a_failure_of_a_domain_that_can_send() {
    let report = status_report(&verified(), now()).text();
    assert!(report.starts_with("example.com: verified\nIt can send.\n"), "{report}");
    assert!(report.contains("Mail-from MX  MX    recommended, waiting  asend.example.com\n"), "{report}");
    assert!(report.contains("Last check    2026-05-04T09:58:00Z (2 minutes ago); AutoSend is checking now\n"));
    assert!(report.contains("  Inbound mail  on since 2026-05-04T09:59:59Z (1 second ago); waiting for its record\n"));
    assert_eq!(status_line(&verified()).text(), "verified; still recommended: mail-from, DMARC");
    assert_eq!(status_line(&pending()).text(), "waiting for DNS; not passed yet: ownership, mail-from, DMARC");
}

#[test]
fn an_unknown_status_is_reported_unchanged() {
    let odd = SendingDomain { status: DomainStatus::parse("PAUSED\u{1b}"), ..pending() };
    assert!(status_line(&odd).text().starts_with("PAUSED<U+001B>; not passed yet"));
    assert!(status_report(&odd, now()).text().starts_with("example.com: PAUSED<U+001B>\nIt can't send yet.\n"));
    assert_eq!(status_json(&odd)["status"], "PAUSED\u{1b}");
}

#[test]
fn an_unchecked_domain_has_no_last_check() {
    let unchecked = SendingDomain {
        checks: AutosendChecks::default(),
        last_checked_at: Some(time("2026-05-04T09:00:00Z")),
        ..pending()
    };
    assert!(status_report(&unchecked, now()).text().contains("  Last check    not checked yet\n"));
    let document = status_json(&unchecked);
    assert_eq!((&document["checkedAt"], &document["lastCheckedAt"]), (&Value::Null, &json!("2026-05-04T09:00:00Z")));
    let none = domain("b.example", Vec::new());
    let table = domains_table(&[unchecked, verified(), none], now());
    let expected = "\
Name         Status           Ownership  DKIM  Mail-from  DMARC  Region     Age     Last check
example.com  waiting for DNS  –          –     –          –      us-east-1  1 hour  not yet
example.com  verified         yes        yes   no         –      us-east-1  1 hour  2 minutes ago
b.example    waiting for DNS  –          –     –          –      –          –       –
";
    assert_eq!(table.text(), expected);
}

#[test]
fn accepted_and_published_are_two_facts() {
    let document = status_json(&verified());
    let facts: Vec<_> = document["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| (record["slot"].as_str().unwrap(), record["accepted"].as_bool(), record["published"].as_bool()))
        .collect();
    assert_eq!(
        facts,
        [
            ("ownership", Some(true), None),
            ("mailFrom", Some(false), None),
            ("inboundMx", Some(false), None),
            ("arc", None, None),
        ]
    );
    assert_eq!((&document["canSend"], &document["checkedAt"]), (&json!(true), &json!("2026-05-04T09:58:00Z")));
}

#[test]
fn a_style_repeats_the_meaning_of_a_word() {
    let pieces = |text: &StyledText| {
        let toned = text.spans().filter_map(|(tone, piece)| tone.map(|tone| (tone, piece.to_owned())));
        toned.collect::<Vec<_>>()
    };
    let of = |tone, text: &str| (tone, text.to_owned());
    assert_eq!(pieces(&status_line(&pending())), [of(TextStyle::Warning, "waiting for DNS")]);
    let failed = SendingDomain { status: DomainStatus::parse("FAILED"), ..pending() };
    assert_eq!(pieces(&status_line(&failed)), [of(TextStyle::Error, "FAILED")]);
    let (good, faint) = (|text: &str| of(TextStyle::Success, text), |text: &str| of(TextStyle::Muted, text));
    let table = domains_table(&[verified()], now());
    assert_eq!(pieces(&table), [good("verified"), good("yes"), good("yes"), faint("–")]);
    let report = status_report(&verified(), now());
    let told = [good("verified"), good("passed"), good("passed"), faint("unknown")];
    assert_eq!(pieces(&report)[..4], told);
}
