//! `add` that works: its output for people and for scripts, what is sent, what is sent again.

use std::time::Duration;

use autosend_domains::sandbox::Options;
use rstest::rstest;
use serde_json::{Value, json};
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{KEY, Run, count_posts, domain_json, mask_random, start_sandbox, start_sandbox_with, warning_codes};
use crate::support::api_servers::{StubReply, StubServer, domain};

#[tokio::test(flavor = "multi_thread")]
async fn add_prints_every_record_on_stdout_only() {
    let sandbox = start_sandbox().await;
    let ran = Run::new(&["add", "mail.example.com", "--region", "eu-central-1"])
        .with_api(sandbox.base_url())
        .run_async()
        .await;
    let expected = "\
mail.example.com in eu-central-1: waiting for DNS
Add these 5 records at your DNS provider.
Zone: example.com, guessed from the name. Most DNS providers append it, so enter the short name.

Ownership (TXT)
  Name      _autosend-verify.mail
  Full name _autosend-verify.mail.example.com
  Value     autosend-verify-<random>

DKIM (TXT)
  Name      autosend._domainkey.mail
  Full name autosend._domainkey.mail.example.com
  Value     p=<random>
            (p= prefix added)

Mail-from MX (MX)
  Name      asend.mail
  Full name asend.mail.example.com
  Priority  10
  Value     feedback-smtp.eu-central-1.amazonses.com

Mail-from SPF (TXT)
  Name      asend.mail
  Full name asend.mail.example.com
  Value     v=spf1 include:amazonses.com ~all

DMARC (TXT)
  Name      _dmarc.mail
  Full name _dmarc.mail.example.com
  Value     v=DMARC1; p=none;

ID: <random>
";
    assert_eq!(mask_random(&ran.stdout), expected);
    let words = "mail.example.com was added.\n";
    assert_eq!((ran.code, ran.stderr.as_str(), count_posts(&sandbox)), (0, words, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn json_prints_one_document_and_nothing_else() {
    let sandbox = start_sandbox().await;
    let ran = Run::new(&["add", "mail.example.com", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str(), count_posts(&sandbox)), (0, "", 1));
    let document = ran.stdout_json();
    let members: Vec<_> = document.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["version", "domain", "existed", "warnings"]);
    assert_eq!((&document["version"], &document["warnings"]), (&json!(1), &json!([])));
    let added = &document["domain"];
    assert_eq!((&added["name"], &added["status"]), (&json!("mail.example.com"), &json!("PENDING_CONFIGURATION")));
    let records = added["records"].as_array().unwrap();
    let purposes: Vec<_> = records.iter().map(|record| record["purpose"].as_str().unwrap()).collect();
    assert_eq!(purposes, ["ownership", "dkim", "mail-from-mx", "mail-from-spf", "dmarc"]);
    let dkim = &records[1];
    let (value, published) = (dkim["value"].as_str().unwrap(), dkim["publishValue"].as_str().unwrap());
    assert_eq!(format!("p={value}"), published);
    assert_eq!((&records[2]["type"], &records[2]["priority"]), (&json!("MX"), &json!(10)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_post_has_two_members_the_key_and_the_project() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/domains"))
        .and(body_json(json!({ "domain": "mail.example.com", "regionKey": "us-east-2" })))
        .and(header("authorization", format!("Bearer ASA_{KEY}")))
        .and(header("x-project-id", "prj-1"))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({ "data": domain_json("mail.example.com") })))
        .expect(1)
        .mount(&server)
        .await;
    let ran = Run::new(&["add", "mail.example.com", "--region", "US-East-2"])
        .env("AUTOSEND_API_KEY", format!("ASA_{KEY}"))
        .env("AUTOSEND_PROJECT_ID", "prj-1")
        .env("AUTOSEND_BASE_URL", format!("{}/v1", server.uri()))
        .run_async()
        .await;
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fixed_name_is_accepted_with_a_note() {
    let sandbox = start_sandbox().await;
    let arguments = ["add", "https://Mail.Example.com/"];
    let ran = Run::new(&arguments).with_api(sandbox.base_url()).run_async().await;
    let words = "\
note: using mail.example.com (Using the domain from the URL)
note: using mail.example.com (Converted to lowercase)
mail.example.com was added.
";
    assert_eq!((ran.code, ran.stderr.as_str()), (0, words));

    let ran = Run::new(&["add", "WWW.example.com", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let document = ran.stdout_json();
    assert_eq!(warning_codes(&document), ["lower-cased", "www"]);
    let message = document["warnings"][1]["message"].as_str();
    assert_eq!(message, Some("Mail isn't usually sent from www. Did you mean example.com?"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_429_is_retried_after_the_requested_delay() {
    for (json, words) in
        [(None, "Rate-limited (429); retrying in 1 s (1 of 3)\nbusy.example.com was added."), (Some("--json"), "")]
    {
        let sandbox =
            start_sandbox_with(Options { busy_duration: Duration::from_millis(900), ..Options::default() }).await;
        let arguments: Vec<_> = ["add", "busy.example.com"].into_iter().chain(json).collect();
        let ran = Run::new(&arguments).with_api(sandbox.base_url()).run_async().await;
        assert_eq!((ran.code, count_posts(&sandbox)), (0, 2), "{ran:?}");
        assert!(ran.stderr.starts_with(words), "{ran:?}");
        assert_eq!(ran.stderr.is_empty(), json.is_some(), "{ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_lost_response_the_list_shows_the_domain() {
    for (name, happened) in [
        ("lost.example.com", "The response was lost: "),
        ("garbled.example.com", "AutoSend answered 201, but the response can't be used: "),
    ] {
        let sandbox = start_sandbox().await;
        let ran = Run::new(&["add", name]).with_api(sandbox.base_url()).run_async().await;
        assert_eq!((ran.code, count_posts(&sandbox)), (0, 1), "{ran:?}");
        assert!(ran.stdout.starts_with(&format!("{name} in us-east-1: waiting")), "{ran:?}");
        let [asking, found] = ran.stderr.lines().collect::<Vec<_>>()[..] else { panic!("{ran:?}") };
        assert_eq!(asking, format!("Incomplete response; looking for {name} in the domain list…"));
        assert!(found.starts_with(&format!("warning: {happened}")), "{ran:?}");
        assert!(found.ends_with(&format!(" {name} is in the domain list, so it was added.")), "{ran:?}");

        let sandbox = super::start_sandbox().await;
        let ran = Run::new(&["add", name, "--json"]).with_api(sandbox.base_url()).run_async().await;
        assert_eq!((ran.code, ran.stderr.as_str(), count_posts(&sandbox)), (0, "", 1));
        assert_eq!(warning_codes(&ran.stdout_json()), ["answer-lost"]);
    }
}

#[rstest]
#[case(
    || StubReply::domain(201, &domain("other.example.net")),
    "AutoSend answered 201, but the response can't be used: it is about other.example.net, another domain."
)]
#[case(|| StubReply::error(200, "LOCKED", "The project is locked"), "AutoSend answered 200: The project is locked.")]
fn an_answer_that_is_no_clear_yes_is_resolved_by_the_list(
    #[case] reply: fn() -> StubReply,
    #[case] reason: &str,
    #[values(true, false)] is_listed: bool,
) {
    let stub = StubServer::start(move |request| match (request.method.as_str(), is_listed) {
        ("POST", _) => reply(),
        (_, true) => StubReply::list(&[domain("mail.example.com")]),
        (_, false) => StubReply::list(&[]),
    });
    let ran = Run::new(&["add", "mail.example.com", "--json"]).with_api(stub.base_url()).run();
    let (code, kind) = if is_listed { (0, "answer-lost") } else { (1, "not-listed") };
    assert_eq!((ran.code, stub.posts()), (code, 1), "{ran:?}");
    let said = if is_listed { ran.stdout_json()["warnings"][0].clone() } else { ran.stderr_json() };
    assert_eq!(said["kind"], kind);
    assert!(said["message"].as_str().unwrap().contains(reason), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_texts_are_sanitized_on_screen_and_verbatim_in_json() {
    let sandbox = start_sandbox().await;
    // That nothing acts on a terminal is checked of every run.
    let ran = Run::new(&["add", "hostile.example.com"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains("<U+001B>]52;c;"), "{ran:?}");

    let sandbox = super::start_sandbox().await;
    let ran = Run::new(&["add", "hostile.example.com", "--json"]).with_api(sandbox.base_url()).run_async().await;
    let name = ran.stdout_json()["domain"]["name"].as_str().map(str::to_owned);
    assert_eq!(name.as_deref(), Some("hostile.example.com\u{1b}[2J\u{1b}[1;31m"));
}

#[test]
fn a_temporary_sandbox_ignores_key_and_environment() {
    let ran = Run::new(&["add", "mail.example.com", "--sandbox"])
        .env("AUTOSEND_API_KEY", "no key")
        .env("AUTOSEND_PROJECT_ID", "no id")
        .env("AUTOSEND_BASE_URL", "http://api.example.com")
        .run();
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = Run::new(&["add", "taken.example.com", "--sandbox", "--json"]).run();
    let error = ran.stderr_json();
    assert_eq!((ran.code, &error["kind"]), (5, &json!("already-added")));
    assert_eq!(error["hint"], "The sandbox ended with this command; its domains are gone.");
}

#[test]
fn a_dry_run_needs_neither_key_nor_network() {
    let ran = Run::new(&["add", "Mail.example.com", "--region", "eu-central-1", "--dry-run", "--json"])
        .env("AUTOSEND_PROJECT_ID", "prj-1")
        .run();
    let expected = json!({
        "method": "POST",
        "url": "https://api.autosend.com/v1/domains",
        "headers": {
            "accept": "application/json",
            "user-agent": concat!("autosend-domains/", env!("CARGO_PKG_VERSION")),
            "content-type": "application/json",
            "x-project-id": "prj-1",
        },
        "body": { "domain": "mail.example.com", "regionKey": "eu-central-1" },
        "warnings": [{
            "kind": "lower-cased",
            "message": "Converted to lowercase",
        }],
    });
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    // As texts, so that the order counts too.
    assert_eq!(ran.stdout_json().to_string(), expected.to_string());
}

/// The project as it would be sent, and the warnings.
fn planned(run: Run) -> (Option<String>, Vec<String>) {
    let ran = run.run();
    let document = ran.stdout_json();
    let kinds = warning_codes(&document).into_iter().map(str::to_owned).collect();
    (document["headers"]["x-project-id"].as_str().map(str::to_owned), kinds)
}

#[test]
fn a_dry_run_names_the_project_that_would_be_sent() {
    let run = |key: &str| {
        let run = Run::new(&["add", "example.com", "--dry-run", "--json"]).env("AUTOSEND_PROJECT_ID", "prj-1");
        let path = run.write_file("key", key);
        run.arg("--api-key-file").arg(path)
    };
    // A project key names none, wherever it comes from.
    assert_eq!(planned(run(KEY)), (None, vec![]));
    assert_eq!(planned(run("ASA_marker0f3c91d2key")), (Some("prj-1".to_owned()), vec![]));
    assert_eq!(planned(run("ASA_marker0f3c91d2key").arg("--project").arg("prj-2")), (Some("prj-2".to_owned()), vec![]));
    let unnamed = Run::new(&["add", "example.com", "--dry-run", "--json"]);
    let unnamed = unnamed.env("AUTOSEND_API_KEY", "ASA_marker0f3c91d2key");
    assert_eq!(planned(unnamed), (None, vec!["project-asked-later".to_owned()]));
    // It needs no key, so one that cannot be used is none.
    assert_eq!(planned(run("two words")), (Some("prj-1".to_owned()), vec![]));
}

#[test]
fn a_dry_run_prints_the_http_request() {
    // A key, where there is one, is not part of it: that is checked of every run.
    let ran = Run::new(&["add", "example.com", "--dry-run"]).with_api("http://127.0.0.1:1/v1/").run();
    let version = env!("CARGO_PKG_VERSION");
    let request = format!(
        "POST http://127.0.0.1:1/v1/domains\naccept: application/json\nuser-agent: autosend-domains/{version}\n\
         content-type: application/json\n\n{{\"domain\":\"example.com\"}}\n"
    );
    let words = "Would send (with the API key in the Authorization header):\n";
    assert_eq!(ran.parts(), (0, request.as_str(), words));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_predicts_the_request() {
    let server = MockServer::start().await;
    let base = format!("{}/v1", server.uri());
    let arguments = ["add", "example.com", "--region", "us-east-1", "--json"];
    let planned = Run::new(&arguments).arg("--dry-run").with_api(&base).run_async().await.stdout_json();
    assert_eq!(server.received_requests().await.map(|requests| requests.len()), Some(0));
    Run::new(&arguments).with_api(&base).run_async().await;
    let requests = server.received_requests().await.unwrap();
    let sent = requests.first().unwrap();
    assert_eq!(planned["method"], sent.method.as_str());
    assert_eq!(planned["url"], format!("{}{}", server.uri(), sent.url.path()));
    assert_eq!(planned["body"], serde_json::from_slice::<Value>(&sent.body).unwrap());
    for (name, value) in planned["headers"].as_object().unwrap() {
        let found = sent.headers.get(name).and_then(|found| found.to_str().ok());
        assert_eq!(found, value.as_str(), "{name}");
    }
}
