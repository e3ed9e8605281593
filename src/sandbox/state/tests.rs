use super::*;
use crate::sandbox::dns::VerificationResult;
use crate::sandbox::options::RateLimit;

pub(super) const KEY: &str = "key AS_test";

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_777_885_200 + seconds).unwrap()
}

pub(super) fn state() -> SandboxState {
    SandboxState::new(&Options { seed: Some(1), rate: RateLimit::Off, ..Options::default() })
}

fn body(name: &str) -> Vec<u8> {
    json!({ "domain": name }).to_string().into_bytes()
}

fn add(state: &mut SandboxState, name: &str, now: Timestamp) -> Result<AddResponse, ApiFailure> {
    state.add_domain(KEY, &body(name), now)
}

/// Adds a domain and returns its id.
pub(super) fn added(state: &mut SandboxState, name: &str, now: Timestamp) -> String {
    let Ok(AddResponse::Immediate(answer)) = add(state, name, now) else { panic!("{name} was not added") };
    answer["data"]["id"].as_str().unwrap().to_owned()
}

fn names(state: &mut SandboxState) -> Vec<String> {
    let list = state.list_domains(KEY, at(1000));
    let domains = list["data"]["domains"].as_array().unwrap().iter();
    domains.map(|domain| domain["domainName"].as_str().unwrap().to_owned()).collect()
}

fn status<T: std::fmt::Debug>(answer: Result<T, ApiFailure>) -> u16 {
    answer.unwrap_err().status.as_u16()
}

#[test]
fn a_new_domain_is_pending_and_unchecked() {
    let mut state = state();
    let id = added(&mut state, "Mail.Example.ORG", at(0));
    let domain = &state.get_domain(KEY, &id, at(1)).unwrap()["data"];
    let members: Vec<&str> = domain.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        members,
        [
            "id",
            "domainName",
            "verificationStatus",
            "ownershipVerified",
            "dkimEnabled",
            "mailFromEnabled",
            "dmarcEnabled",
            "dnsRecords",
            "createdAt",
            "lastCheckedAt",
            "regionKey",
            "verificationInProgress",
        ]
    );
    assert_eq!(domain["domainName"], "Mail.Example.ORG");
    assert_eq!(domain["dnsRecords"]["dmarc"]["name"], "_dmarc.mail.example.org");
    assert_eq!(domain["verificationStatus"], "PENDING_CONFIGURATION");
    assert_eq!(domain["createdAt"], "2026-05-04T09:00:00.000Z");
    assert_eq!(domain["lastCheckedAt"], domain["createdAt"]);
}

#[test]
fn a_name_is_unique_in_a_project_regardless_of_case() {
    let mut state = state();
    added(&mut state, "mail.example.org", at(0));
    assert_eq!(status(add(&mut state, "MAIL.example.org", at(1))), 409);
    assert!(state.add_domain("key AS_other", &body("mail.example.org"), at(1)).is_ok());
}

#[test]
fn projects_do_not_see_each_others_domains() {
    let mut state = state();
    let id = added(&mut state, "mail.example.org", at(0));
    assert_eq!(status(state.get_domain("key AS_other", &id, at(1))), 404);
    assert_eq!(status(state.delete_domain("key AS_other", &id, at(1))), 404);
    assert_eq!(state.list_domains("key AS_other", at(1)), json!({ "success": true, "data": { "domains": [] } }));
    assert_eq!(names(&mut state), ["mail.example.org"]);
}

#[test]
fn a_verification_ends_after_its_duration_with_every_record_found() {
    let mut state = state();
    let id = added(&mut state, "mail.example.org", at(0));
    let answer = state.verify(KEY, &id, VerificationResult::ALL, at(10)).unwrap();
    assert_eq!(answer["message"], "Domain verification status updated");
    assert_eq!(answer["data"]["verificationInProgress"], true);
    assert_eq!(answer["data"]["verificationStatus"], "PENDING_CONFIGURATION");
    assert_eq!(answer["data"]["domain"]["verificationInProgress"], false);

    let running = state.get_domain(KEY, &id, at(14)).unwrap();
    assert_eq!(running["data"]["verificationInProgress"], true);
    assert_eq!(running["data"]["dkimEnabled"], false);
    // A second call of verify does not postpone the end of the check.
    state.verify(KEY, &id, VerificationResult::ALL, at(14)).unwrap();

    let done = state.get_domain(KEY, &id, at(15)).unwrap();
    assert_eq!(done["data"]["verificationStatus"], "VERIFIED");
    for flag in ["ownershipVerified", "dkimEnabled", "mailFromEnabled", "dmarcEnabled"] {
        assert_eq!(done["data"][flag], true, "{flag}");
    }
    assert_eq!(done["data"]["verifiedAt"], "2026-05-04T09:00:15.000Z");
    assert_eq!(done["data"]["verificationInProgress"], false);

    // A later check changes the time of the last check only.
    state.verify(KEY, &id, VerificationResult::ALL, at(100)).unwrap();
    let list = state.list_domains(KEY, at(200));
    let again = &list["data"]["domains"][0];
    assert_eq!(again["verifiedAt"], "2026-05-04T09:00:15.000Z");
    assert_eq!(again["lastCheckedAt"], "2026-05-04T09:01:45.000Z");
}

#[test]
fn inbound_mail_is_for_verified_domains_and_is_found_by_the_next_check() {
    let mut state = state();
    let id = added(&mut state, "mail.example.org", at(0));
    assert_eq!(status(state.enable_inbound(KEY, &id, at(1))), 400);
    state.verify(KEY, &id, VerificationResult::ALL, at(1)).unwrap();

    let on = state.enable_inbound(KEY, &id, at(10)).unwrap();
    let record = &on["data"]["dnsRecords"]["inboundMx"];
    assert_eq!(record["name"], "mail.example.org");
    assert_eq!(record["value"], "inbound-smtp.us-east-1.amazonaws.com");
    assert_eq!((&record["type"], &record["priority"]), (&json!("MX"), &json!(10)));
    assert_eq!(on["data"]["inboundEnabledAt"], "2026-05-04T09:00:10.000Z");
    assert_eq!(on["data"]["inboundDomainVerifiedAt"], Value::Null);

    state.verify(KEY, &id, VerificationResult::ALL, at(20)).unwrap();
    let live = state.get_domain(KEY, &id, at(30)).unwrap();
    assert_eq!(live["data"]["inboundDomainVerifiedAt"], "2026-05-04T09:00:25.000Z");

    let off = state.disable_inbound(KEY, &id, at(40)).unwrap();
    assert!(off["data"]["dnsRecords"].get("inboundMx").is_none());
    assert_eq!(off["data"]["inboundEnabledAt"], Value::Null);
    assert_eq!(off["data"]["inboundDomainVerifiedAt"], Value::Null);
}

#[test]
fn a_deleted_domain_is_not_found_and_its_name_can_be_added_again() {
    let mut state = state();
    let id = added(&mut state, "mail.example.org", at(0));
    let answer = state.delete_domain(KEY, &id, at(1)).unwrap();
    assert_eq!(answer, json!({ "success": true, "message": "Domain deleted successfully" }));
    assert_eq!(status(state.delete_domain(KEY, &id, at(2))), 404);
    assert_ne!(added(&mut state, "mail.example.org", at(3)), id);
}

#[test]
fn a_malformed_id_is_distinguished_from_an_unknown_one() {
    let mut state = state();
    assert_eq!(status(state.get_domain(KEY, "66f0a1b2c3d4e5f601020304", at(0))), 404);
    for id in ["", "1", "66F0A1B2C3D4E5F601020304", "66f0a1b2c3d4e5f60102030g", "66f0a1b2c3d4e5f6010203041"] {
        assert_eq!(status(state.get_domain(KEY, id, at(0))), 400, "{id:?}");
    }
}

#[test]
fn rejecting_scenarios_add_nothing() {
    let mut state = state();
    for (name, expected) in [
        ("refused.example.org", 400),
        ("plan.example.org", 402),
        ("forbidden.example.org", 403),
        ("broken.example.org", 500),
    ] {
        for _ in 0..2 {
            assert_eq!(status(add(&mut state, name, at(0))), expected, "{name}");
        }
    }
    assert_eq!(add(&mut state, "vanished.example.org", at(0)), Ok(AddResponse::DropConnection));
    assert!(names(&mut state).is_empty());
    let refused = add(&mut state, "refused.example.org", at(0)).unwrap_err();
    assert_eq!(refused.details.first().map(|error| error.field), Some("domain"));
}

#[test]
fn adding_scenarios_add_once() {
    let mut state = state();
    assert_eq!(status(add(&mut state, "taken.example.org", at(0))), 409);
    assert_eq!(add(&mut state, "lost.example.org", at(0)), Ok(AddResponse::DropConnection));
    assert!(matches!(add(&mut state, "slow.example.org", at(0)), Ok(AddResponse::Delayed(_))));
    assert!(matches!(add(&mut state, "garbled.example.org", at(0)), Ok(AddResponse::Truncated(_))));
    let names_added = ["taken.example.org", "lost.example.org", "slow.example.org", "garbled.example.org"];
    assert_eq!(names(&mut state), names_added);
    for name in names_added {
        assert_eq!(status(add(&mut state, name, at(1))), 409, "{name}");
    }
}

#[test]
fn busy_is_rate_limited_for_a_time_from_its_first_post() {
    let mut state = state();
    let wait = |state: &mut SandboxState, now| {
        add(state, "busy.example.org", at(now)).unwrap_err().retry_after.unwrap().as_secs()
    };
    assert_eq!(wait(&mut state, 0), 5);
    assert_eq!(wait(&mut state, 3), 2);
    added(&mut state, "busy.example.org", at(5));
    assert_eq!(status(add(&mut state, "busy.example.org", at(6))), 409);
}

#[test]
fn gone_is_in_the_list_until_it_is_requested() {
    let mut state = state();
    let id = added(&mut state, "gone.example.org", at(0));
    assert_eq!(names(&mut state), ["gone.example.org"]);
    assert_eq!(status(state.get_domain(KEY, &id, at(1))), 404);
    assert!(names(&mut state).is_empty());
}

#[test]
fn hostile_is_hostile_in_every_answer_and_can_be_requested() {
    let mut state = state();
    let id = added(&mut state, "hostile.example.org", at(0));
    assert_eq!(id.len(), 24);
    let verify = state.verify(KEY, &id, VerificationResult::ALL, at(1)).unwrap();
    let answers = [state.get_domain(KEY, &id, at(2)).unwrap()["data"].clone(), verify["data"]["domain"].clone()];
    for domain in answers {
        for pointer in ["/domainName", "/regionKey", "/dnsRecords/dkim/value", "/dnsRecords/ownership/purpose"] {
            let text = domain.pointer(pointer).and_then(Value::as_str).unwrap();
            assert!(text.chars().any(crate::core::text::is_hidden), "{pointer}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_state() {
    let mut worlds = [state(), state()].map(|mut state| {
        added(&mut state, "mail.example.org", at(0));
        state.list_domains(KEY, at(1)).to_string()
    });
    assert_eq!(worlds[0], worlds[1]);
    let mut other = SandboxState::new(&Options::default());
    added(&mut other, "mail.example.org", at(0));
    worlds[1] = other.list_domains(KEY, at(1)).to_string();
    assert_ne!(worlds[0], worlds[1]);
}
