//! Verification that looks into the sandbox's DNS.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use super::{TestSandbox, json_body, poll_until};
use autosend_domains::core::publishing::{MISTAKES, Mistake, PublishMode, RecordSelector};
use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::{MailFromRegions, RateLimit, VerifyMode};

/// A sandbox whose verification looks into its DNS and tells at once what it found.
async fn looking(regions: MailFromRegions) -> (TestSandbox, String) {
    let options = Options {
        rate: RateLimit::Off,
        verify: VerifyMode::Dns,
        verification_delay: Duration::ZERO,
        regions,
        ..Options::default()
    };
    let bench = TestSandbox::start_with(options).await;
    let path = format!("/domains/{}", bench.add_domain("mail.example.com").await);
    (bench, path)
}

/// Verifies the domain; its status, and its flags in the order ownership, DKIM, mail-from, DMARC.
async fn verified(bench: &TestSandbox, path: &str) -> (bool, [bool; 4]) {
    assert_eq!(bench.send(Method::POST, &format!("{path}/verify")).await.status(), 200);
    let domain: Value = json_body(bench.send(Method::GET, path).await).await["data"].take();
    let flags = ["ownershipVerified", "dkimEnabled", "mailFromEnabled", "dmarcEnabled"];
    let is_verified = domain["verificationStatus"] == "VERIFIED";
    assert_eq!(domain.get("verifiedAt").is_some(), is_verified, "{domain}");
    (is_verified, flags.map(|flag| domain[flag].as_bool().unwrap()))
}

fn publish(bench: &TestSandbox, record: &str, how: PublishMode) {
    bench.sandbox.publish("mail.example.com", &record.parse().unwrap(), how).unwrap();
}

#[tokio::test]
async fn ownership_and_dkim_make_a_domain_verified_and_the_others_set_their_flags() {
    let (bench, path) = looking(MailFromRegions::One).await;
    for (record, how, is_verified, flags) in [
        ("all", PublishMode::Unpublished, false, [false; 4]),
        ("ownership", PublishMode::Correct, false, [true, false, false, false]),
        ("dkim", PublishMode::Correct, true, [true, true, false, false]),
        ("mail-from[0]", PublishMode::Correct, true, [true, true, false, false]),
        ("mail-from[1]", PublishMode::Correct, true, [true, true, true, false]),
        ("dmarc", PublishMode::Correct, true, [true; 4]),
        ("ownership", PublishMode::Unpublished, false, [false, true, true, true]),
        ("all", PublishMode::Correct, true, [true; 4]),
    ] {
        publish(&bench, record, how);
        assert_eq!(verified(&bench, &path).await, (is_verified, flags), "{record} {}", how.code());
    }
}

#[tokio::test]
async fn a_mistake_leaves_its_record_unverified() {
    let (bench, path) = looking(MailFromRegions::One).await;
    let slots = ["ownership", "dkim", "mail-from[0]", "mail-from[1]", "dmarc"];
    for (mistake, key, _) in MISTAKES {
        for (flag, slot) in [(0, slots[0]), (1, slots[1]), (2, slots[2]), (2, slots[3]), (3, slots[4])] {
            publish(&bench, "all", PublishMode::Correct);
            let slot_is: RecordSelector = slot.parse().unwrap();
            if bench.sandbox.publish("mail.example.com", &slot_is, PublishMode::WithMistake(mistake)).is_err() {
                continue;
            }
            // A policy that was there counts; a server that does not know the zone is passed over; blanks inside a key
            // are nothing.
            let is_harmless = matches!(mistake, Mistake::DmarcKept | Mistake::Lame)
                || mistake == Mistake::SplitWithBlanks && flag == 1;
            let mut expected = [true; 4];
            expected[flag] = is_harmless;
            // A zone that fails DNSSEC fails it whole.
            expected = if mistake == Mistake::Dnssec { [false; 4] } else { expected };
            let (is_verified, flags) = verified(&bench, &path).await;
            assert_eq!(flags, expected, "{key} {slot}");
            assert_eq!(is_verified, expected[0] && expected[1], "{key} {slot}");
        }
    }
}

#[tokio::test]
async fn verification_requires_the_records_of_every_region() {
    let (bench, path) = looking(MailFromRegions::All).await;
    publish(&bench, "all", PublishMode::Correct);
    assert_eq!(verified(&bench, &path).await, (true, [true; 4]));
    publish(&bench, "mail-from[7]", PublishMode::Unpublished);
    assert_eq!(verified(&bench, &path).await, (true, [true, true, false, true]));
}

#[tokio::test]
async fn inbound_mail_is_verified_by_its_own_record() {
    let (bench, path) = looking(MailFromRegions::One).await;
    publish(&bench, "all", PublishMode::Correct);
    verified(&bench, &path).await;
    assert_eq!(bench.send(Method::POST, &format!("{path}/inbound/enable")).await.status(), 200);
    let since = async || {
        verified(&bench, &path).await;
        json_body(bench.send(Method::GET, &path).await).await["data"]["inboundDomainVerifiedAt"].take()
    };
    assert_eq!(since().await, Value::Null);
    publish(&bench, "inbound-mx", PublishMode::WithMistake(Mistake::MxPriority));
    assert_eq!(since().await, Value::Null);
    publish(&bench, "inbound-mx", PublishMode::Correct);
    assert!(since().await.is_string());
}

#[tokio::test]
async fn verification_without_dns_accepts_everything() {
    let options = Options {
        rate: RateLimit::Off,
        verify: VerifyMode::Always,
        verification_delay: Duration::ZERO,
        ..Options::default()
    };
    let bench = TestSandbox::start_with(options).await;
    let path = format!("/domains/{}", bench.add_domain("mail.example.com").await);
    assert_eq!(verified(&bench, &path).await, (true, [true; 4]));
}

#[tokio::test]
async fn a_running_verification_uses_the_dns_of_its_last_request() {
    let options = Options {
        rate: RateLimit::Off,
        verify: VerifyMode::Dns,
        verification_delay: Duration::from_millis(300),
        ..Options::default()
    };
    let bench = TestSandbox::start_with(options).await;
    let path = format!("/domains/{}", bench.add_domain("mail.example.com").await);
    let first = json_body(bench.send(Method::POST, &format!("{path}/verify")).await).await;
    assert_eq!(first["data"]["verificationInProgress"], true);
    publish(&bench, "all", PublishMode::Correct);
    bench.send(Method::POST, &format!("{path}/verify")).await;
    let list = poll_until(async || {
        let list = json_body(bench.send(Method::GET, "/domains").await).await;
        (list["data"]["domains"][0]["verificationInProgress"] == false).then_some(list)
    });
    assert_eq!(list.await["data"]["domains"][0]["verificationStatus"], "VERIFIED");
}

#[tokio::test]
async fn a_requested_verification_continues_by_itself() {
    let (bench, path) = looking(MailFromRegions::One).await;
    let get = async || json_body(bench.send(Method::GET, &path).await).await["data"].take();
    publish(&bench, "all", PublishMode::Correct);
    assert_eq!(get().await["verificationStatus"], "PENDING_CONFIGURATION", "nobody has asked");
    publish(&bench, "all", PublishMode::Unpublished);
    assert_eq!(verified(&bench, &path).await, (false, [false; 4]));
    publish(&bench, "all", PublishMode::Correct);
    assert_eq!(get().await["verificationStatus"], "VERIFIED");
    // What was found is not looked up again until somebody asks.
    publish(&bench, "all", PublishMode::Unpublished);
    assert_eq!(get().await["verificationStatus"], "VERIFIED");
    assert_eq!(verified(&bench, &path).await, (false, [false; 4]));
}
