//! `inbound`: on and off, with the record and the warning.

use std::time::Duration;

use autosend_domains::sandbox::{Options, Sandbox};
use serde_json::json;
use tempfile::TempDir;

use super::{Run, add_domains, start_sandbox, start_sandbox_with, state_run, warning_codes};
use crate::support::api_servers::{StubReply, StubServer, domain};

/// A sandbox that has these domains, verified.
async fn verified(names: &[&str]) -> Sandbox {
    let sandbox = start_sandbox_with(Options { verification_delay: Duration::ZERO, ..Options::default() }).await;
    add_domains(&sandbox, names).await;
    for name in names {
        Run::new(&["verify", name]).with_api(sandbox.base_url()).run_async().await;
    }
    sandbox
}

#[tokio::test(flavor = "multi_thread")]
async fn inbound_on_warns_and_prints_the_record() {
    let sandbox = verified(&["in.example.com", "example.com"]).await;
    let ran = Run::new(&["inbound", "in.example.com", "enable"]).with_api(sandbox.base_url()).run_async().await;
    let expected = "\
Inbound mail is enabled for in.example.com. Publish this record:

Inbound MX (MX)
  Name      in
  Full name in.example.com
  Priority  10
  Value     inbound-smtp.us-east-1.amazonaws.com
";
    let words = "\
warning: The MX record sends all mail for in.example.com to AutoSend. If in.example.com already receives mail, that mail is redirected: check its MX records before you publish this one.
";
    assert_eq!(ran.parts(), (0, expected, words));
    let ran = Run::new(&["inbound", "example.com", "enable"]).with_api(sandbox.base_url()).run_async().await;
    assert!(ran.stderr.starts_with("warning: example.com is probably where your mailboxes are."), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn inbound_off_names_the_record_to_delete() {
    let (sandbox, state) = (verified(&["in.example.com"]).await, TempDir::new().unwrap());
    let run = |arguments: &'static [&'static str]| state_run(&state, &sandbox.base_url(), arguments).run_async();
    let ran = run(&["inbound", "in.example.com", "disable"]).await;
    assert_eq!(ran.parts(), (0, "Inbound mail is disabled for in.example.com.\n", ""));
    assert_eq!(run(&["inbound", "in.example.com", "enable"]).await.code, 0);
    let kept = run(&["records", "in.example.com", "--offline", "--field", "inbound-mx.value"]).await;
    assert_eq!((kept.code, kept.stdout.as_str()), (0, "inbound-smtp.us-east-1.amazonaws.com"));
    let ran = run(&["inbound", "in.example.com", "disable"]).await;
    let expected = "\
Inbound mail is disabled for in.example.com. Remove this record from DNS if you published it:

Inbound MX (MX)
  Name      in
  Full name in.example.com
  Priority  10
  Value     inbound-smtp.us-east-1.amazonaws.com
";
    assert_eq!(ran.parts(), (0, expected, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn inbound_json_has_state_and_record() {
    let sandbox = verified(&["in.example.com"]).await;
    let ran =
        Run::new(&["inbound", "in.example.com", "enable", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let document = ran.stdout_json();
    let members: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["version", "domain", "inbound", "warnings"]);
    assert_eq!(warning_codes(&document), ["mx-redirects-mail"]);
    let inbound = &document["inbound"];
    assert_eq!((&inbound["enabled"], &inbound["record"]["slot"]), (&json!(true), &json!("inboundMx")));
    assert!(document["domain"]["inboundEnabledAt"].is_string(), "{document}");
    let ran =
        Run::new(&["inbound", "in.example.com", "disable", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((&ran.stdout_json()["inbound"]["enabled"], ran.code), (&json!(false), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn inbound_advises_verification_first() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["in.example.com"]).await;
    let ran = Run::new(&["inbound", "in.example.com", "enable"]).with_api(sandbox.base_url()).run_async().await;
    let words = "\
error: Inbound mail was not enabled for in.example.com
  AutoSend answered 400: Domain must be verified before inbound can be enabled.
  Nothing was changed.
  Only verified domains can receive mail. Verify it first: autosend-domains verify in.example.com
";
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.starts_with(words), "{ran:?}");
}

#[test]
fn a_response_with_one_record_does_not_replace_the_cached_domain() {
    let state = TempDir::new().unwrap();
    let stub = StubServer::start(|request| {
        let mut whole = domain("in.example.com");
        whole["inboundEnabledAt"] = json!("2026-03-19T09:00:00.000Z");
        let record = json!({ "name": "in.example.com", "value": "in.example.net", "type": "MX", "priority": 10 });
        match (request.method.as_str(), request.path.ends_with("/domains")) {
            ("GET", true) => StubReply::list(&[domain("in.example.com")]),
            // What is read afterwards fails the first time, and each time that it is asked for again.
            ("GET", false) if request.before < 4 => StubReply::error(503, "X", "Down"),
            ("GET", false) => {
                whole["dnsRecords"]["inboundMx"] = record;
                StubReply::domain(200, &whole)
            }
            _ => {
                whole["dnsRecords"] = json!({ "inboundMx": record });
                StubReply::domain(200, &whole)
            }
        }
    });
    for _ in 0..2 {
        let enable = state_run(&state, &stub.base_url(), &["inbound", "in.example.com", "enable"]).run();
        assert_eq!((enable.code, enable.stdout.contains("  Value     in.example.net\n")), (0, true), "{enable:?}");
        let kept = state_run(
            &state,
            &stub.base_url(),
            &["records", "in.example.com", "--offline", "--field", "ownership.value"],
        );
        assert_eq!(kept.run().stdout, "autosend-verify-1");
    }
}

#[test]
fn inbound_claims_nothing_unconfirmed_and_rejects_unknown_words() {
    let stub = StubServer::start(|request| match (request.method.as_str(), request.path.ends_with("/domains")) {
        ("GET", true) => StubReply::list(&[domain("in.example.com")]),
        _ => StubReply::domain(200, &domain("in.example.com")),
    });
    let ran = Run::new(&["inbound", "in.example.com", "enable"]).with_api(stub.base_url()).run();
    let words = "warning: AutoSend responded but didn't confirm the change to inbound mail\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (0, words));
    assert!(ran.stdout.starts_with("Inbound mail is disabled for in.example.com."), "{ran:?}");
    for wrong in [&["inbound", "in.example.com"][..], &["inbound", "in.example.com", "on"]] {
        assert_eq!(Run::new(wrong).run().code, 2, "{wrong:?}");
    }
    let stub = StubServer::start(|request| match request.method.as_str() {
        "GET" => StubReply::list(&[domain("in.example.com")]),
        _ => StubReply::WriteAndClose(""),
    });
    let ran = Run::new(&["inbound", "in.example.com", "enable", "--json"]).with_api(stub.base_url()).run();
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (6, &json!("lost")));
    assert!(ran.stderr.contains("AutoSend may or may not have enabled it."), "{ran:?}");
}
