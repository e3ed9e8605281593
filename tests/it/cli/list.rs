//! `list`: the domains of the project, from AutoSend or from what was kept.

use rstest::rstest;
use serde_json::json;
use tempfile::TempDir;

use super::{Run, add_domains, start_sandbox, state_run, warning_codes};
use crate::support::api_servers::{StubReply, StubServer, closed_port, domain};

#[tokio::test(flavor = "multi_thread")]
async fn list_prints_a_table_sorted_by_name() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com", "a.example.org"]).await;
    let ran = Run::new(&["list"]).with_api(sandbox.base_url()).run_async().await;
    let expected = "\
Name              Status           Ownership  DKIM  Mail-from  DMARC  Region     Age       Last check
a.example.org     waiting for DNS  no         no    no         no     us-east-1  just now  not yet
mail.example.com  waiting for DNS  no         no    no         no     us-east-1  just now  not yet
";
    let stdout = ran.stdout.replace("1 second ", "just now ");
    assert_eq!((ran.code, stdout.as_str(), ran.stderr.as_str()), (0, expected, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn list_json_has_every_domain_with_its_records() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com", "a.example.org"]).await;
    let ran = Run::new(&["list", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let document = ran.stdout_json();
    let members: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["version", "domains", "stale", "fetchedAt", "ageSeconds", "warnings"]);
    let domains = document["domains"].as_array().unwrap();
    let names: Vec<_> = domains.iter().map(|domain| domain["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a.example.org", "mail.example.com"]);
    assert_eq!((&document["stale"], &document["fetchedAt"]), (&json!(false), &json!(null)));
    assert_eq!((&domains[0]["canSend"], &domains[0]["checkedAt"]), (&json!(false), &json!(null)));
    let record = &domains[1]["records"][0];
    assert_eq!((&record["accepted"], &record["published"]), (&json!(false), &json!(null)));
}

#[tokio::test(flavor = "multi_thread")]
async fn list_filters_by_status_limits_and_prints_names_alone() {
    let stub = StubServer::start(|_request| {
        let mut verified = domain("mail.example.com");
        verified["verificationStatus"] = json!("VERIFIED");
        StubReply::list(&[domain("z.example.com"), verified, domain("a.example.com")])
    });
    let run = |arguments: &'static [&'static str]| {
        Run::new(&[&["list", "--no-cache"], arguments].concat()).with_api(stub.base_url()).run()
    };
    assert_eq!(run(&["-q"]).parts(), (0, "a.example.com\nmail.example.com\nz.example.com\n", ""));
    assert_eq!(run(&["--quiet", "--status", "verified"]).parts(), (0, "mail.example.com\n", ""));
    assert_eq!(run(&["-q", "--status", "unverified"]).parts(), (0, "a.example.com\nz.example.com\n", ""));
    let note = "Showing 1 of 2 domains.\n";
    assert_eq!(run(&["-q", "--status", "unverified", "--limit", "1"]).parts(), (0, "a.example.com\n", note));
    let ran = run(&["--limit", "2"]);
    assert_eq!((ran.code, ran.stdout.lines().count(), ran.stderr.as_str()), (0, 3, "Showing 2 of 3 domains.\n"));
    let ran = run(&["--limit", "2", "--json"]);
    assert_eq!((ran.stdout_json()["domains"].as_array().unwrap().len(), ran.stderr.as_str()), (2, ""));
    for wrong in [&["--limit", "0"][..], &["--status", "ok"], &["-q", "--json"]] {
        assert_eq!(Run::new(&[&["list"], wrong].concat()).run().code, 2, "{wrong:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_without_domains_has_no_table() {
    let sandbox = start_sandbox().await;
    let ran = Run::new(&["list"]).with_api(sandbox.base_url()).run_async().await;
    let words = "No domains yet. Add one: autosend-domains add DOMAIN\n";
    assert_eq!(ran.parts(), (0, "", words));
    let ran = Run::new(&["list", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((ran.stdout_json()["domains"].clone(), ran.stderr.as_str()), (json!([]), ""));
}

#[test]
fn list_prints_the_cache_with_a_warning_if_autosend_is_unreachable() {
    let state = TempDir::new().unwrap();
    let stub = StubServer::start(|request| match request.before {
        0 => StubReply::list(&[domain("mail.example.com")]),
        _ => StubReply::error(503, "X", "Down for a moment"),
    });
    let run = |arguments: &[&str]| state_run(&state, &stub.base_url(), arguments).run();
    assert_eq!(run(&["list"]).code, 0);
    let ran = run(&["list"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (6, 2), "{ran:?}");
    let words = "warning: AutoSend answered 503: Down for a moment. Showing the list saved ";
    assert!(ran.stderr.starts_with(words), "{ran:?}");
    let ran = run(&["list", "--json"]);
    let document = ran.stdout_json();
    assert_eq!((warning_codes(&document), document["ageSeconds"].is_u64()), (vec!["kept"], true));
    assert_eq!((ran.code, &document["stale"]), (6, &json!(true)));
    let fetched_at: jiff::Timestamp = document["fetchedAt"].as_str().unwrap().parse().unwrap();
    assert!(jiff::Timestamp::now().duration_since(fetched_at).as_secs() < 60, "{document}");
    let ran = run(&["list", "--no-cache", "--json"]);
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (6, &json!("server-error")));
    let request_count = stub.requests().len();
    let ran = run(&["list", "--offline"]);
    assert_eq!((ran.code, ran.stdout.lines().count(), stub.requests().len()), (0, 2, request_count), "nobody is asked");
    let document = run(&["list", "--offline", "--json"]).stdout_json();
    assert_eq!((&document["stale"], document["fetchedAt"].is_string()), (&json!(true), true));
}

#[rstest]
#[case::busy(|| StubReply::Respond(429, "retry-after: 3600\r\n", String::new()), "AutoSend answered 429 with no message.")]
#[case::cut(|| StubReply::WriteAndClose(""), "The response was lost: the connection was closed before a response arrived.")]
fn old_domains_are_marked_and_the_exit_code_is_6(#[case] failure: fn() -> StubReply, #[case] reason: &str) {
    let state = TempDir::new().unwrap();
    let stub = StubServer::start(move |request| match request.before {
        0 => StubReply::list(&[domain("mail.example.com")]),
        _ => failure(),
    });
    let run = |arguments: &[&str]| state_run(&state, &stub.base_url(), arguments).run();
    assert_eq!(run(&["list"]).code, 0);
    let ran = run(&["list"]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (6, 2), "{ran:?}");
    assert!(ran.stderr.starts_with(&format!("warning: {reason} Showing the list saved")), "{ran:?}");
    assert_eq!(run(&["list", "--offline"]).code, 0);
}

#[rstest]
#[case::cut(|| StubReply::WriteAndClose(""))]
#[case::bad_gateway(|| StubReply::error(502, "X", "Down"))]
#[case::unavailable(|| StubReply::error(503, "X", "Down"))]
#[case::gateway_timeout(|| StubReply::error(504, "X", "Down"))]
#[case::busy(|| StubReply::Respond(429, "retry-after: 1\r\n", String::new()))]
fn a_list_that_fails_for_a_moment_is_asked_for_again(#[case] failure: fn() -> StubReply) {
    let stub = StubServer::start(move |request| match request.before {
        0 => failure(),
        _ => StubReply::list(&[domain("mail.example.com")]),
    });
    let ran = Run::new(&["list"]).with_api(stub.base_url()).run();
    assert_eq!(
        (ran.code, ran.stdout.lines().count(), ran.stderr.as_str(), stub.count("GET")),
        (0, 2, "", 2),
        "{ran:?}"
    );
}

#[rstest]
#[case::page(|| StubReply::Respond(404, "content-type: text/html\r\n", "<html>nginx".to_owned()))]
#[case::json(|| StubReply::error(404, "NOT_FOUND", "Cannot GET /v2/domains"))]
#[case::empty(|| StubReply::Respond(404, "", String::new()))]
fn a_wrong_base_url_is_not_a_domain_that_is_not_found(#[case] answer: fn() -> StubReply) {
    let stub = StubServer::start(move |_| answer());
    for command in [&["list"][..], &["status", "mail.example.com"], &["add", "mail.example.com"]] {
        let ran = Run::new(command).arg("--json").with_api(stub.base_url()).run();
        let error = ran.stderr_json();
        assert_eq!((ran.code, &error["kind"], &error["status"]), (1, &json!("no-api"), &json!(404)), "{error}");
        assert_eq!(error["hint"], "If AUTOSEND_BASE_URL is set, it must end in /v1.");
    }
}

#[test]
fn list_errors_have_their_exit_codes() {
    let stub = StubServer::start(|_| StubReply::error(401, "UNAUTHORIZED", "Unauthorized"));
    let ran = Run::new(&["list"]).with_api(stub.base_url()).run();
    let words = "error: Couldn't list the project's domains
  AutoSend answered 401: Unauthorized.
  Nothing was changed.
  Create another key at https://autosend.com/account/api-key.
";
    assert_eq!(ran.parts(), (4, "", words));
    let ran = Run::new(&["list", "--json"]).with_api(format!("http://127.0.0.1:{}/v1", closed_port())).run();
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (6, &json!("not-sent")));
    let ran = Run::new(&["list", "--offline"]).with_api(stub.base_url()).run();
    assert_eq!((ran.code, ran.stderr.lines().next()), (7, Some("error: No saved domains for this key")));
    let ran = Run::new(&["list", "--offline", "--no-cache"]).run();
    assert_eq!(ran.code, 2);
    let ran = Run::new(&["list"]).run();
    assert_eq!((ran.code, ran.stderr.starts_with("error: No API key found\n")), (4, true), "{ran:?}");
}

#[rstest]
#[case(&["list"])]
#[case(&["add", "mail.example.com"])]
#[case(&["auth", "status"])]
fn a_proxy_that_cannot_be_read_ends_a_command_before_anything_is_sent(#[case] command: &[&str]) {
    let run =
        Run::new(command).with_api("https://api.example.invalid/v1").env("HTTPS_PROXY", "http://u:topsecret@[::1");
    let ran = run.run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:?}");
    let words = "error: HTTPS_PROXY is not a usable proxy: expected an address such as http://proxy:3128\n";
    assert!(ran.stderr.starts_with(words) && !ran.stderr.contains("topsecret"), "{ran:?}");
}

#[test]
fn the_host_that_the_key_goes_to_is_named_before_it_goes_there() {
    let run = |arguments: &[&str]| Run::new(arguments).with_api("https://api.example.invalid/v1").run();
    let ran = run(&["list"]);
    let words = "note: the key goes to api.example.invalid, which AUTOSEND_BASE_URL names\nerror: ";
    assert!(ran.stderr.starts_with(words), "{ran:?}");
    assert_eq!(run(&["list", "--json"]).stderr_json()["kind"], "not-sent");
    let offline = run(&["records", "mail.example.com", "--offline"]);
    assert!(!offline.stderr.contains("the key goes to"), "nothing is sent: {offline:?}");
}
