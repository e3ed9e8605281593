//! `verify`: asked once, then followed.

use std::time::Duration;

use autosend_domains::sandbox::{Options, Sandbox};
use rstest::rstest;
use rustix::process::Signal;
use serde_json::{Value, json};

use super::signals::{send, start};
use super::{Run, add_domains, start_sandbox, start_sandbox_with};
use crate::support::api_servers::{StubReply, StubServer, domain};

/// A sandbox with the domain in which a verification takes no time.
async fn quick() -> Sandbox {
    let sandbox = start_sandbox_with(Options { verification_delay: Duration::ZERO, ..Options::default() }).await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    sandbox
}

/// How often it was asked to verify.
fn verifies(sandbox: &Sandbox) -> usize {
    sandbox.received_requests().iter().filter(|seen| seen.path.ends_with("/verify")).count()
}

/// The domain with another status.
fn with_status(status: &str) -> Value {
    let mut domain = domain("mail.example.com");
    domain["verificationStatus"] = json!(status);
    domain
}

/// A server whose answers to GET of the one domain are made by a function of how many came before.
fn following(answer: impl Fn(usize) -> StubReply + Send + Sync + 'static) -> StubServer {
    StubServer::start(move |request| match (request.method.as_str(), request.path.ends_with("/domains")) {
        ("GET", true) => StubReply::list(&[domain("mail.example.com")]),
        ("GET", false) => answer(request.before),
        _ => StubReply::json(200, &json!({ "success": true, "data": { "domain": domain("mail.example.com") } })),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_without_wait_prints_the_response() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    let ran = Run::new(&["verify", "mail.example.com"]).with_api(sandbox.base_url()).run_async().await;
    let words = "\
AutoSend keeps checking in the background. Usually takes 5 to 30 minutes, at most 48 hours.
To wait for it: autosend-domains verify mail.example.com --wait 30m
";
    assert_eq!((ran.code, ran.stderr.as_str(), verifies(&sandbox)), (3, words, 1));
    assert!(ran.stdout.contains("\n  Last check    not checked yet; AutoSend is checking now\n"), "{ran:?}");
    let ran = Run::new(&["verify", "mail.example.com", "--json"]).with_api(sandbox.base_url()).run_async().await;
    let document = ran.stdout_json();
    let members: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""));
    assert_eq!((members, &document["outcome"]), (vec!["version", "domain", "outcome", "warnings"], &json!("not-yet")));
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_wait_polls_until_verified_and_prints_next_steps() {
    let sandbox = quick().await;
    let ran = Run::new(&["verify", "mail.example.com", "--wait", "2s"]).with_api(sandbox.base_url()).run_async().await;
    let base = sandbox.base_url();
    let words = format!(
        r#"Verification started. Waiting up to 2 s. Usually takes 5 to 30 minutes, at most 48 hours.
Ctrl+C stops the waiting, not the verification.
mail.example.com: waiting for ownership, DKIM, mail-from, DMARC. Next check in 2 s.

Next steps:

Create the sender hello@mail.example.com:

curl -X POST '{base}/senders' \
  -H "Authorization: Bearer $AUTOSEND_API_KEY" \
  -H 'Content-Type: application/json' \
  -d '{{"email":"hello@mail.example.com","name":"Your Name"}}'

Send a test e-mail to yourself:

curl -X POST '{base}/mails/send' \
  -H "Authorization: Bearer $AUTOSEND_API_KEY" \
  -H 'Content-Type: application/json' \
  -d '{{"from":{{"email":"hello@mail.example.com"}},"to":{{"email":"you@example.com"}},"subject":"Hello","text":"It works."}}'

New domains are limited to 300 e-mails a day at first.
"#
    );
    assert_eq!((ran.code, ran.stderr.as_str(), verifies(&sandbox)), (0, words.as_str(), 1));
    assert!(ran.stdout.starts_with("mail.example.com: verified\nIt can send.\n"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn verify_json_prints_no_progress() {
    let sandbox = quick().await;
    let ran = Run::new(&["verify", "mail.example.com", "--wait", "1s", "--json"])
        .with_api(sandbox.base_url())
        .run_async()
        .await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let document = ran.stdout_json();
    assert_eq!((&document["outcome"], &document["domain"]["canSend"]), (&json!("verified"), &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timed_out_verify_exits_with_3() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    let ran = Run::new(&["verify", "mail.example.com", "--wait", "1s"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!(ran.code, 3);
    let words = "\
Not verified within 1 s. AutoSend keeps checking in the background. Usually takes 5 to 30 minutes, at most 48 hours.
Check progress: autosend-domains status mail.example.com
";
    assert!(ran.stderr.ends_with(words), "{ran:?}");
    assert!(ran.stdout.starts_with("mail.example.com: waiting for DNS\n"), "{ran:?}");
}

#[rstest]
#[case(StubReply::error(404, "NOT_FOUND", "Domain not found"), 7, "not-found")]
#[case(StubReply::error(401, "UNAUTHORIZED", "Unauthorized"), 4, "key-refused")]
#[case(StubReply::error(500, "SERVER_ERROR", "Oops"), 6, "server-error")]
#[case(StubReply::WriteAndClose(""), 6, "lost")]
#[tokio::test(flavor = "multi_thread")]
async fn every_end_of_polling_is_reported(#[case] reply: StubReply, #[case] code: i32, #[case] kind: &str) {
    let stub = following(move |_| reply.clone());
    let ran =
        Run::new(&["verify", "mail.example.com", "--wait", "1s", "--json"]).with_api(stub.base_url()).run_async().await;
    assert_eq!((ran.code, &ran.stderr_json()["kind"]), (code, &json!(kind)), "{ran:?}");
    let ran = Run::new(&["verify", "mail.example.com", "--wait", "1s"]).with_api(stub.base_url()).run_async().await;
    let passes = code == 6;
    assert_eq!(ran.stderr.contains("Retrying mail.example.com until the time is up."), passes, "{ran:?}");
    assert_eq!((ran.code, ran.stdout.as_str(), stub.posts()), (code, "", 2), "it is never asked to verify in the loop");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_verification_exits_with_1() {
    let stub = following(|_| StubReply::domain(200, &with_status("VERIFICATION_FAILED")));
    let ran = Run::new(&["verify", "mail.example.com", "--wait", "1s"]).with_api(stub.base_url()).run_async().await;
    assert_eq!((ran.code, ran.stdout.lines().next()), (1, Some("mail.example.com: VERIFICATION_FAILED")), "{ran:?}");
    assert!(
        ran.stderr.ends_with("AutoSend reports that verification failed. See the dashboard for the reason.\n"),
        "{ran:?}"
    );
    let ran =
        Run::new(&["verify", "mail.example.com", "--wait", "1s", "--json"]).with_api(stub.base_url()).run_async().await;
    assert_eq!((ran.code, &ran.stdout_json()["outcome"]), (1, &json!("failed")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreliable_response_is_reported_and_a_429_retried() {
    let stub = StubServer::start(|request| match request.method.as_str() {
        "GET" => StubReply::list(&[domain("mail.example.com")]),
        _ => StubReply::error(502, "X", "Bad gateway"),
    });
    let ran = Run::new(&["verify", "mail.example.com"]).with_api(stub.base_url()).run_async().await;
    let words = "\
error: AutoSend's answer about mail.example.com was unclear
  AutoSend answered 502: Bad gateway.
  AutoSend may or may not be verifying it. It is safe to try again.
  Try again in a few minutes.
";
    assert_eq!((ran.parts(), stub.posts()), ((6, "", words), 1));
    let stub = StubServer::start(|request| match (request.method.as_str(), request.before) {
        ("GET", _) => StubReply::list(&[domain("mail.example.com")]),
        (_, 0) => StubReply::Respond(429, "retry-after: 1\r\n", String::new()),
        _ => StubReply::domain(200, &with_status("VERIFIED")),
    });
    let ran = Run::new(&["verify", "mail.example.com"]).with_api(stub.base_url()).run_async().await;
    assert_eq!((ran.code, stub.posts()), (0, 2));
}

#[rstest]
#[case(Signal::INT, 130)]
#[case(Signal::TERM, 143)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_polling(#[case] signal: Signal, #[case] code: i32) {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    let run = Run::new(&["verify", "mail.example.com", "--wait", "10m"]).with_api(sandbox.base_url());
    let mut child = start(run.command());
    let stderr = child.stderr.take().unwrap();
    let (rest, status) = tokio::task::spawn_blocking(move || {
        use std::io::{BufRead as _, BufReader, Read as _};
        let mut stderr = BufReader::new(stderr);
        let mut line = String::new();
        while !line.contains("Next check in") {
            line.clear();
            assert_ne!(stderr.read_line(&mut line).unwrap(), 0);
        }
        send(signal, &child);
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).unwrap();
        (rest, child.wait().unwrap())
    })
    .await
    .unwrap();
    let words = "\
error: Stopped before mail.example.com was verified
  AutoSend continues in the background.
  Check progress: autosend-domains status mail.example.com
";
    assert_eq!((rest.as_str(), status.code()), (words, Some(code)));
}

#[rstest]
#[case("10", "missing unit: use 10s, 10m or 10h")]
#[case("0s", "leave out --wait to not wait")]
#[case("soon", "expected numbers with units: 90s, 10m, 1h30m")]
#[case("200h", "the maximum is 168h (seven days)")]
fn an_invalid_duration_is_rejected(#[case] arguments: &str, #[case] words: &str) {
    let ran = Run::new(&["verify", "mail.example.com", "--wait", arguments]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr.starts_with(&format!("error: invalid value '{arguments}' for '--wait <TIME>': {words}\n")),
        "{ran:?}"
    );
}
