//! `status`: how far domains are.

use serde_json::{Value, json};

use super::{Run, add_domains, id_of, start_sandbox, warning_codes};
use crate::support::api_servers::{StubReply, StubServer};

/// A verified domain of which the recommended half is missing, with inbound mail on.
fn verified() -> Value {
    json!({
        "id": "66f0a1b2c3d4e5f601020304", "domainName": "mail.example.com", "verificationStatus": "VERIFIED",
        "ownershipVerified": true, "dkimEnabled": true, "mailFromEnabled": false, "dmarcEnabled": false,
        "dnsRecords": {
            "dmarc": { "name": "_dmarc.mail.example.com", "value": "v=DMARC1; p=none;", "type": "TXT" },
            "inboundMx": { "name": "mail.example.com", "value": "in.example.net", "type": "MX", "priority": 10 },
        },
        "createdAt": "2026-03-19T08:00:00.000Z", "lastCheckedAt": "2026-03-19T09:00:00.000Z",
        "verifiedAt": "2026-03-19T09:00:00.000Z", "regionKey": "eu-central-1", "verificationInProgress": false,
        "inboundEnabledAt": "2026-03-20T09:00:00.000Z", "inboundDomainVerifiedAt": null,
    })
}

/// The text without the ages in it, which grow.
fn ageless(text: &str) -> String {
    let mut kept = String::new();
    for (place, piece) in text.split(" (").enumerate() {
        kept += if place == 0 { piece } else { piece.split_once(')').map_or(piece, |(_, rest)| rest) };
    }
    kept
}

#[test]
fn a_missing_recommended_record_is_not_a_failure_of_a_verified_domain() {
    let stub = StubServer::start(|_| StubReply::list(&[verified()]));
    let ran = Run::new(&["status", "mail.example.com"]).with_api(stub.base_url()).run();
    let expected = "\
mail.example.com: verified
It can send.

  Region        eu-central-1
  Added         2026-03-19T08:00:00Z
  Last check    2026-03-19T09:00:00Z
  Verified      2026-03-19T09:00:00Z
  Inbound mail  on since 2026-03-20T09:00:00Z; waiting for its record
  ID            66f0a1b2c3d4e5f601020304

Record      Type  AutoSend              Name
ownership         passed                –
DKIM              passed                –
mail-from         recommended, waiting  –
DMARC       TXT   recommended, waiting  _dmarc.mail.example.com
Inbound MX  MX    waiting               mail.example.com

AutoSend's own results. To check DNS itself, run `check`.
";
    assert_eq!((ran.code, ageless(&ran.stdout).as_str(), ran.stderr.as_str()), (0, expected, ""));
}

#[test]
fn status_json_has_autosends_checks_and_no_dns_check() {
    let stub = StubServer::start(|_| StubReply::list(&[verified()]));
    let ran = Run::new(&["status", "Mail.example.com", "--json"]).with_api(stub.base_url()).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let document = ran.stdout_json();
    let members: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((members, warning_codes(&document)), (vec!["version", "domain", "warnings"], vec!["lower-cased"]));
    let domain = &document["domain"];
    assert_eq!((&domain["canSend"], &domain["checkedAt"]), (&json!(true), &json!("2026-03-19T09:00:00Z")));
    let facts: Vec<_> = domain["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| (&record["accepted"], &record["published"]))
        .collect();
    assert_eq!(facts, [(&json!(false), &json!(null)); 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unverified_domain_exits_with_3_by_name_and_id() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    let by_name = Run::new(&["status", "mail.example.com"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((by_name.code, by_name.stderr.as_str()), (3, ""));
    assert!(by_name.stdout.starts_with("mail.example.com: waiting for DNS\nIt can't send yet.\n"));
    assert!(by_name.stdout.contains("\n  Last check    not checked yet\n"), "{by_name:?}");
    let id = id_of(&sandbox, "mail.example.com").await;
    let lists = || sandbox.received_requests().iter().filter(|seen| seen.path == "/v1/domains").count();
    let before = lists();
    let by_id = Run::new(&["status", &id.to_uppercase()]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((by_id.code, ageless(&by_id.stdout)), (3, ageless(&by_name.stdout)));
    assert_eq!(lists(), before, "by its id it is asked for directly");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_domain_exits_with_7() {
    let sandbox = start_sandbox().await;
    let ran = Run::new(&["status", "mail.example.com"]).with_api(sandbox.base_url()).run_async().await;
    let words = "\
error: No domain mail.example.com in this project
  Add it: autosend-domains add mail.example.com
";
    assert_eq!(ran.parts(), (7, "", words));
    let ran =
        Run::new(&["status", "66f0a1b2c3d4e5f601020304", "--json"]).with_api(sandbox.base_url()).run_async().await;
    let error = ran.stderr_json();
    assert_eq!((ran.code, &error["kind"], &error["status"]), (7, &json!("not-found"), &json!(404)));
    assert!(error["requestId"].as_str().unwrap().starts_with("sandbox-"), "{error}");
}

#[test]
fn an_unknown_status_is_printed_verbatim() {
    let mut odd = verified();
    odd["verificationStatus"] = json!("PAUSED\u{1b}[31m");
    let stub = StubServer::start(move |_| StubReply::list(&[odd.clone()]));
    let ran = Run::new(&["status", "mail.example.com"]).with_api(stub.base_url()).run();
    assert!(ran.stdout.starts_with("mail.example.com: PAUSED<U+001B>[31m\nIt can't send yet.\n"), "{ran:?}");
    assert_eq!(ran.code, 3);
}

#[test]
fn an_invalid_domain_is_rejected_before_any_request() {
    for command in ["status", "verify", "records"] {
        let ran = Run::new(&[command, "exa_mple.com"]).run();
        let words = "\
error: Invalid domain
  Underscores aren't allowed in a sending domain. Use a hyphen.
  Did you mean exa-mple.com?
";
        assert_eq!(ran.parts(), (2, "", words), "{command}");
    }
}
