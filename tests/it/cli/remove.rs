//! `remove`: for good, and what stays.

use rstest::rstest;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Run, add_domains, id_of, start_sandbox, state_run, warning_codes};
use crate::support::api_servers::{StubReply, StubServer, domain};

#[tokio::test(flavor = "multi_thread")]
async fn remove_without_yes_removes_nothing_and_explains() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    let before = sandbox.received_requests().len();
    let ran = Run::new(&["remove", "mail.example.com"]).with_api(sandbox.base_url()).run_async().await;
    let words = "\
error: Not removed: pass --yes to remove mail.example.com
  Removing a domain can't be undone. Senders and campaigns that use it may be affected.
  To remove it: autosend-domains remove mail.example.com --yes
";
    assert_eq!((ran.parts(), sandbox.received_requests().len()), ((2, "", words), before));
    let ran = Run::new(&["remove", "mail.example.com", "--json"]).run();
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (2, &json!("not-confirmed")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_domain_keeps_its_cached_records() {
    let (sandbox, state) = (start_sandbox().await, TempDir::new().unwrap());
    add_domains(&sandbox, &["mail.example.com", "other.example.com"]).await;
    let run = |arguments: &'static [&'static str]| state_run(&state, &sandbox.base_url(), arguments).run_async();
    let ran = run(&["remove", "Mail.example.com", "--yes"]).await;
    let words = "\
note: using mail.example.com (Converted to lowercase)
To see which DNS records to delete: autosend-domains records mail.example.com --offline
";
    assert_eq!(ran.parts(), (0, "Removed mail.example.com.\n", words));
    let value = run(&["records", "mail.example.com", "--offline", "--field", "dmarc.value"]).await;
    let words = "warning: This domain was removed just now. Showing its last known records.\n";
    assert_eq!(value.stdout, "v=DMARC1; p=none;");
    assert!(value.stderr == words || value.stderr.contains("second"), "{value:?}");
    let document = run(&["records", "mail.example.com", "--offline", "--json"]).await.stdout_json();
    assert_eq!((warning_codes(&document), document["ageSeconds"].is_u64()), (vec!["removed"], true));
    // A listing shows it neither from what is kept nor from AutoSend, and does not make it be forgotten.
    for listing in [&["list", "--offline"][..], &["list"]] {
        let ran = run(listing).await;
        assert!(ran.stdout.contains("other.example.com") && !ran.stdout.contains("mail.example.com"), "{ran:?}");
    }
    let ran = run(&["remove", "mail.example.com", "--yes"]).await;
    assert!(ran.stderr.starts_with("error: No domain mail.example.com in this project\n  It was removed "), "{ran:?}");
    assert_eq!(ran.code, 7);
    assert_eq!(run(&["records", "mail.example.com", "--offline"]).await.code, 0);
    assert_eq!(run(&["add", "mail.example.com"]).await.code, 0);
    let again = run(&["records", "mail.example.com", "--offline", "--json"]).await.stdout_json();
    assert_eq!(warning_codes(&again), ["kept"], "it is there again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_domain_is_no_error_if_the_caller_says_so() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    let run = |arguments: &'static [&'static str]| {
        Run::new(&[&["remove", "--yes", "--no-cache"], arguments].concat()).with_api(sandbox.base_url()).run_async()
    };
    let ran = run(&["gone.example.com", "--if-missing", "ok"]).await;
    assert_eq!(ran.parts(), (0, "gone.example.com is not in this project.\n", ""));
    let ran = run(&["gone.example.com", "--if-missing", "ok", "--json"]).await;
    let expected = json!({ "version": 1, "domain": null, "outcome": "already-gone", "warnings": [] });
    assert_eq!((ran.code, ran.stdout_json()), (0, expected));
    let ran = run(&["gone.example.com", "mail.example.com", "--if-missing", "ok"]).await;
    let lines = "gone.example.com: not in this project\nmail.example.com: removed\n";
    assert_eq!(ran.parts(), (0, lines, ""));
    assert_eq!(run(&["00000000000000000000000f", "--if-missing", "ok"]).await.code, 0, "an ID as well");
    assert_eq!(run(&["gone.example.com", "--if-missing", "error"]).await.code, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn remove_takes_an_id_and_prints_json() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    let id = id_of(&sandbox, "mail.example.com").await;
    let ran = Run::new(&["remove", &id, "--yes", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let document = ran.stdout_json();
    let members: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["version", "domain", "outcome", "warnings"]);
    assert_eq!((&document["outcome"], &document["domain"]["name"]), (&json!("removed"), &json!("mail.example.com")));
    let ran = Run::new(&["remove", &id, "--yes", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (7, &json!("not-found")));
}

/// A server that has the domain, and answers DELETE with one reply and GET of the domain with another.
fn removing(delete: fn() -> StubReply, get: fn() -> StubReply) -> StubServer {
    StubServer::start(move |request| match (request.method.as_str(), request.path.ends_with("/domains")) {
        ("GET", true) => StubReply::list(&[domain("mail.example.com")]),
        ("GET", false) => get(),
        _ => delete(),
    })
}

fn not_found() -> StubReply {
    StubReply::error(404, "NOT_FOUND", "Domain not found")
}

fn existing() -> StubReply {
    StubReply::domain(200, &domain("mail.example.com"))
}

fn broken() -> StubReply {
    StubReply::error(500, "SERVER_ERROR", "Oops")
}

fn disconnected() -> StubReply {
    StubReply::WriteAndClose("")
}

fn denied() -> StubReply {
    StubReply::error(200, "LOCKED", "The domain is in use")
}

fn html() -> StubReply {
    StubReply::Respond(200, "content-type: text/html\r\n", "<html>Welcome to the airport</html>".to_owned())
}

fn cut_body() -> StubReply {
    StubReply::WriteAndClose("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"success\":tr")
}

/// An answer about a domain that was not asked for.
fn other() -> StubReply {
    let mut other = domain("other.example.net");
    other["id"] = json!("65f1a2b3c4d5e6f7a8b9c0ff");
    StubReply::domain(200, &other)
}

/// What is told of a removal: exit code, the outcome or the kind of the error, and the kinds of the warnings.
fn remove_with(stub: &StubServer) -> (i32, String, Vec<String>) {
    let ran = Run::new(&["remove", "mail.example.com", "--yes", "--json"]).with_api(stub.base_url()).run();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if ran.stdout.is_empty() {
        return (ran.code, word(&ran.stderr_json()["kind"]), Vec::new());
    }
    let document = ran.stdout_json();
    (ran.code, word(&document["outcome"]), warning_codes(&document).into_iter().map(str::to_owned).collect())
}

#[rstest]
#[case(not_found, existing, 0, "already-gone", &[])]
#[case(disconnected, not_found, 0, "removed", &["answer-lost"])]
#[case(broken, not_found, 0, "removed", &["answer-lost"])]
#[case(disconnected, existing, 6, "still-there", &[])]
#[case(broken, existing, 6, "still-there", &[])]
#[case(disconnected, disconnected, 6, "outcome-unknown", &[])]
#[case(|| StubReply::error(403, "FORBIDDEN", "No"), existing, 4, "forbidden", &[])]
#[case::success_that_is_none(denied, not_found, 0, "removed", &["answer-lost"])]
#[case::success_that_is_none_and_it_is_there(denied, existing, 1, "still-there", &[])]
#[case::html(html, existing, 1, "still-there", &[])]
#[case::html_and_gone(html, not_found, 0, "removed", &["answer-lost"])]
#[case::announced(|| StubReply::json(202, &json!({ "success": true })), existing, 1, "still-there", &[])]
#[case::cut_body(cut_body, existing, 6, "still-there", &[])]
#[case::looked_up_as_another(html, other, 1, "outcome-unknown", &[])]
fn remove_reports_only_confirmed_outcomes(
    #[case] delete: fn() -> StubReply,
    #[case] get: fn() -> StubReply,
    #[case] code: i32,
    #[case] outcome: &str,
    #[case] warnings: &[&str],
) {
    let stub = removing(delete, get);
    let warnings: Vec<_> = warnings.iter().map(|&kind| kind.to_owned()).collect();
    assert_eq!(remove_with(&stub), (code, outcome.to_owned(), warnings));
    assert_eq!(stub.count("DELETE"), 1, "it is sent once");
}

#[test]
fn an_unconfirmed_removal_is_reported() {
    let ran =
        Run::new(&["remove", "mail.example.com", "--yes"]).with_api(removing(broken, disconnected).base_url()).run();
    assert!(ran.stderr.starts_with("error: mail.example.com may or may not have been removed\n"), "{ran:?}");
    assert!(ran.stderr.ends_with("  Check: autosend-domains status mail.example.com\n"), "{ran:?}");
    let ran = Run::new(&["remove", "mail.example.com", "--yes"]).with_api(removing(denied, existing).base_url()).run();
    assert!(ran.stderr.contains("\n  AutoSend answered 200: The domain is in use.\n"), "{ran:?}");
    let ran = Run::new(&["remove", "mail.example.com", "--yes", "--no-cache"])
        .with_api(removing(not_found, existing).base_url())
        .run();
    assert_eq!(ran.parts(), (0, "mail.example.com had already been removed.\n", ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_domains_are_removed_with_a_line_each() {
    let (sandbox, state) = (start_sandbox().await, TempDir::new().unwrap());
    add_domains(&sandbox, &["one.example.com", "two.example.com"]).await;
    let run = |arguments: &'static [&'static str]| state_run(&state, &sandbox.base_url(), arguments).run_async();
    let ran = run(&["remove", "one.example.com", "two.example.com"]).await;
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.starts_with("error: Not removed: pass --yes to remove these 2 domains\n"), "{ran:?}");
    let ran = run(&["remove", "one.example.com", "gone.example.com", "two.example.com", "--yes", "--json"]).await;
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<_> = lines.iter().map(|line| (line["given"].clone(), line["outcome"].clone())).collect();
    let expected = [("one.example.com", "removed"), ("gone.example.com", "null"), ("two.example.com", "removed")];
    let expected: Vec<_> = expected
        .map(|(name, outcome)| (json!(name), if outcome == "null" { Value::Null } else { json!(outcome) }))
        .to_vec();
    assert_eq!((ran.code, outcomes), (7, expected), "{}", ran.stderr);
    let ran = run(&["list", "--json"]).await;
    assert_eq!(ran.stdout_json()["domains"], json!([]));
}
