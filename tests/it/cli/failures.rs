//! `add` that fails: words, kind, exit code, and one request.

use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::{Value, json};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{Run, count_posts, mask_random, start_sandbox};

/// A refusal of the API, by a scenario of the sandbox: exit code, kind, and the words for people.
#[rstest]
#[case(
    "taken.example.com",
    5,
    "already-added",
    "\
error: taken.example.com has already been added
  AutoSend answered 409: Domain has already been added to this project.
  Nothing was added or changed.
  See its records: autosend-domains records taken.example.com
  Request ID: sandbox-<random>
"
)]
#[case(
    "refused.example.com",
    2,
    "bad-request",
    "\
error: AutoSend rejected the request
  AutoSend answered 400: Validation failed; domain is on the sandbox's list of rejected names.
  refused.example.com was not added.
  Change the name or the region.
  Request ID: sandbox-<random>
"
)]
#[case(
    "plan.example.com",
    4,
    "payment-required",
    "error: Your plan doesn't allow this
  AutoSend answered 402: Please upgrade your plan to access these resources.
  plan.example.com was not added.
  Upgrade your plan or fix billing in the AutoSend dashboard, then try again.
  Request ID: sandbox-<random>
"
)]
#[case(
    "forbidden.example.com",
    4,
    "forbidden",
    "\
error: This API key can't add domains
  AutoSend answered 403: This key may not add domains.
  forbidden.example.com was not added.
  Use a key that can add domains, or check your plan's limits in the AutoSend dashboard.
  Request ID: sandbox-<random>
"
)]
#[tokio::test(flavor = "multi_thread")]
async fn a_rejection_is_reported_and_not_retried(
    #[case] name: &str,
    #[case] code: i32,
    #[case] kind: &str,
    #[case] words: &str,
) {
    let sandbox = start_sandbox().await;
    let ran = Run::new(&["add", name]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str(), mask_random(&ran.stderr).as_str()), (code, "", words));
    assert_eq!(count_posts(&sandbox), 1);

    let ran = Run::new(&["add", name, "--json"]).with_api(sandbox.base_url()).run_async().await;
    let error = ran.stderr_json();
    assert_eq!((ran.code, error["kind"].as_str()), (code, Some(kind)));
    assert!(error["status"].as_u64().is_some_and(|status| (400..500).contains(&status)), "{error}");
    assert!(error["code"].is_string() && error["requestId"].is_string() && error["hint"].is_string(), "{error}");
    assert_eq!(count_posts(&sandbox), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejected_key_is_reported() {
    let sandbox = start_sandbox().await;
    let run = Run::new(&["add", "example.com", "--json"]);
    let run = run.env("AUTOSEND_API_KEY", "AS_refused").env("AUTOSEND_BASE_URL", sandbox.base_url());
    let ran = run.run_async().await;
    let error = ran.stderr_json();
    assert_eq!((ran.code, &error["kind"], &error["status"]), (4, &json!("key-refused"), &json!(401)));
    assert_eq!(error["hint"], "Create another key at https://autosend.com/account/api-key.");
    assert_eq!(count_posts(&sandbox), 1);
}

/// A server that gives these answers to POST and to GET.
async fn server(post: ResponseTemplate, get: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(post).mount(&server).await;
    Mock::given(method("GET")).respond_with(get).mount(&server).await;
    server
}

/// Adds example.com there; answers with exit code, error, and the methods of all requests.
async fn add_at(server: &MockServer) -> (i32, Value, Vec<String>) {
    let ran = Run::new(&["add", "example.com", "--json"]).with_api(format!("{}/v1", server.uri())).run_async().await;
    let requests = server.received_requests().await.unwrap();
    (ran.code, ran.stderr_json(), requests.iter().map(|request| request.method.to_string()).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_429_is_retried_three_times_at_most() {
    let busy =
        ResponseTemplate::new(429).set_body_json(json!({ "retryAfter": 0, "error": { "message": "slow down" } }));
    let server = server(busy, ResponseTemplate::new(500)).await;
    let (code, error, methods) = add_at(&server).await;
    assert_eq!((code, &error["kind"], methods.len()), (6, &json!("rate-limited"), 4), "{error}");
    assert!(methods.iter().all(|method| method == "POST"), "{methods:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_retry_after_is_reported_instead_of_waited_out() {
    let start = Instant::now();
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "3600");
    let server = server(busy, ResponseTemplate::new(500)).await;
    let (code, error, methods) = add_at(&server).await;
    assert_eq!((code, &error["retryAfter"], methods.len()), (6, &json!(3600), 1), "{error}");
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeout_includes_retries_and_waits() {
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "5");
    let server = server(busy, ResponseTemplate::new(503)).await;
    let run = |arguments: &[&str]| Run::new(arguments).with_api(format!("{}/v1", server.uri()));
    let start = Instant::now();
    let ran = run(&["add", "example.com", "--json", "--timeout", "4s"]).run_async().await;
    let error = ran.stderr_json();
    assert_eq!((ran.code, &error["kind"], &error["retryAfter"]), (6, &json!("rate-limited"), &json!(5)), "{error}");
    assert_eq!(error["hint"], "Another program may be using the same key. Wait 5 s, then try again.");
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
    let ran = run(&["list", "--json", "--timeout", "1s"]).run_async().await;
    // The last attempt may end with the time instead of a response.
    let error = ran.stderr_json();
    assert!(ran.code == 6 && ["server-error", "lost"].contains(&error["kind"].as_str().unwrap()), "{error}");
    // Three retries would take at least 1.75 s.
    let requests = server.received_requests().await.unwrap().len() - 1;
    assert!((2..=3).contains(&requests), "{requests}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[rstest]
#[case("30", "missing unit: use 30s, 30m or 30h")]
#[case("0s", "it must be between 1s and 1h")]
#[case("2h", "it must be between 1s and 1h")]
fn an_invalid_timeout_is_rejected(
    #[values(&["list"], &["auth", "login"], &["--plain"])] arguments: &[&str],
    #[case] timeout: &str,
    #[case] words: &str,
) {
    let ran = Run::new(arguments).arg("--timeout").arg(timeout).run();
    let begin = format!("error: invalid value '{timeout}' for '--timeout <TIME>': {words}\n");
    assert!(ran.code == 2 && ran.stderr.starts_with(&begin), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_response_without_a_list_leaves_the_outcome_unknown() {
    let server = server(ResponseTemplate::new(502), ResponseTemplate::new(503)).await;
    let (code, error, methods) = add_at(&server).await;
    assert_eq!((code, &error["kind"], &error["status"]), (6, &json!("outcome-unknown"), &json!(502)), "{error}");
    assert_eq!(methods, ["POST", "GET", "GET", "GET", "GET"]);
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("example.com may or may not have been added. AutoSend answered 502"), "{message}");
    assert_eq!(error["hint"], "See its records: autosend-domains records example.com");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_not_followed() {
    let redirect = ResponseTemplate::new(307).insert_header("location", "https://elsewhere.example/v1/domains");
    let server = server(redirect, ResponseTemplate::new(403)).await;
    let (code, error, methods) = add_at(&server).await;
    assert_eq!((code, methods.len()), (4, 2), "{error}");
    assert!(error["message"].as_str().unwrap().contains("redirected (307) to elsewhere.example"), "{error}");
}

#[test]
fn a_refused_connection_sends_nothing() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let ran = Run::new(&["add", "example.com"]).with_api(format!("http://127.0.0.1:{port}/v1")).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (6, ""), "{ran:?}");
    assert!(ran.stderr.starts_with("error: Can't reach AutoSend\n"), "{ran:?}");
    assert!(ran.stderr.contains("\n  Nothing was sent, so example.com was not added.\n"), "{ran:?}");
}
