//! The names that ask for a certain answer, as a client meets them.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::Value;

use super::{TestSandbox, json_body, poll_until};
use autosend_domains::core::text::is_hidden;
use autosend_domains::sandbox::options::{RateLimit, VerifyMode};
use autosend_domains::sandbox::{Options, SCENARIOS};

fn unlimited() -> Options {
    Options { rate: RateLimit::Off, ..Options::default() }
}

#[tokio::test]
async fn each_label_matches_its_scenario() {
    let quick = Options { slow_delay: Duration::from_millis(1), ..unlimited() };
    let bench = TestSandbox::start_with(quick).await;
    let mut answers = Vec::new();
    for (label, _) in SCENARIOS {
        let answer = bench.add_request(&format!("{label}.example.org")).send().await;
        answers.push((*label, answer.map(|answer| answer.status().as_u16()).ok()));
    }
    let expected = [
        ("taken", Some(409)),
        ("refused", Some(400)),
        ("plan", Some(402)),
        ("forbidden", Some(403)),
        ("busy", Some(429)),
        ("broken", Some(500)),
        ("slow", Some(201)),
        ("lost", None),
        ("vanished", None),
        ("garbled", Some(201)),
        ("hostile", Some(201)),
        ("gone", Some(201)),
    ];
    assert_eq!(answers, expected);

    let names = bench.list_names().await;
    let added: Vec<&str> = names.iter().map(|name| name.split('.').next().unwrap()).collect();
    assert_eq!(added, ["taken", "slow", "lost", "garbled", "hostile", "gone"]);
}

#[tokio::test]
async fn an_existing_name_is_in_the_list_and_can_be_fetched() {
    let bench = TestSandbox::start_unlimited().await;
    assert_eq!(bench.add_request("taken.example.org").send().await.unwrap().status(), 409);
    let list = json_body(bench.send(Method::GET, "/domains").await).await;
    let id = list["data"]["domains"][0]["id"].as_str().unwrap();
    let domain = json_body(bench.send(Method::GET, &format!("/domains/{id}")).await).await;
    assert_eq!(domain["data"]["domainName"], "taken.example.org");
}

#[tokio::test]
async fn a_rejected_name_has_a_field_error() {
    let bench = TestSandbox::start_unlimited().await;
    let answer = json_body(bench.add_request("refused.example.org").send().await.unwrap()).await;
    assert_eq!(answer["error"]["code"], "VALIDATION_FAILED");
    assert_eq!(answer["error"]["details"][0]["field"], "domain");
    assert!(answer["error"]["details"][0]["message"].as_str().is_some_and(|words| !words.is_empty()));
}

#[tokio::test]
async fn a_rate_limited_name_works_after_its_delay() {
    let bench = TestSandbox::start_with(Options { busy_duration: Duration::from_millis(50), ..unlimited() }).await;
    let busy = bench.add_request("busy.example.org").send().await.unwrap();
    assert_eq!(busy.status(), 429);
    assert_eq!(json_body(busy).await["error"]["retryAfter"], 1);
    let status = poll_until(async || {
        let status = bench.add_request("busy.example.org").send().await.unwrap().status().as_u16();
        (status != 429).then_some(status)
    });
    assert_eq!(status.await, 201);
}

#[tokio::test]
async fn a_slow_name_is_added_before_its_response() {
    let slow = Duration::from_millis(120);
    let bench = TestSandbox::start_with(Options { slow_delay: slow, ..unlimited() }).await;
    let start = Instant::now();
    bench.add_domain("slow.example.org").await;
    assert!(start.elapsed() >= slow);

    let bench = TestSandbox::start_with(Options { slow_delay: Duration::from_secs(3600), ..unlimited() }).await;
    let impatient = bench.add_request("slow.example.org").timeout(Duration::from_millis(100));
    assert!(impatient.send().await.is_err_and(|error| error.is_timeout()));
    assert_eq!(bench.list_names().await, ["slow.example.org"]);
}

#[tokio::test]
async fn a_garbled_response_is_an_unreadable_success() {
    let bench = TestSandbox::start_unlimited().await;
    let response = bench.add_request("garbled.example.org").send().await.unwrap();
    assert_eq!(response.status(), 201);
    let body = response.text().await.unwrap();
    assert!(body.starts_with(r#"{"success":true"#), "{body}");
    assert!(serde_json::from_str::<Value>(&body).is_err());
    assert_eq!(bench.list_names().await, ["garbled.example.org"]);
}

#[tokio::test]
async fn every_text_of_a_hostile_domain_has_hidden_characters() {
    fn texts<'a>(name: &str, value: &'a Value, found: &mut Vec<(String, &'a str)>) {
        match value {
            Value::String(text) => found.push((name.to_owned(), text)),
            Value::Array(items) => items.iter().for_each(|item| texts(name, item, found)),
            Value::Object(members) => members.iter().for_each(|(name, member)| texts(name, member, found)),
            _ => {}
        }
    }
    let bench = TestSandbox::start_unlimited().await;
    let path = format!("/domains/{}", bench.add_domain("hostile.example.org").await);
    let answers = [
        bench.send(Method::GET, &path).await,
        bench.send(Method::GET, "/domains").await,
        bench.send(Method::POST, &format!("{path}/verify")).await,
    ];
    for answer in answers {
        let answer = json_body(answer).await;
        let mut found = Vec::new();
        texts("data", &answer["data"], &mut found);
        assert!(found.len() > 20, "{found:?}");
        for (name, text) in found {
            let is_clean = !text.chars().any(is_hidden);
            assert_eq!(is_clean, name == "id" || name.ends_with("At"), "{name}: {text:?}");
        }
    }
}

#[tokio::test]
async fn a_gone_domain_is_listed_until_it_is_fetched() {
    let bench = TestSandbox::start_unlimited().await;
    let path = format!("/domains/{}", bench.add_domain("gone.example.org").await);
    assert_eq!(bench.list_names().await, ["gone.example.org"]);
    assert_eq!(bench.send(Method::GET, &path).await.status(), 404);
    assert!(bench.list_names().await.is_empty());
    assert_eq!(bench.send(Method::GET, &path).await.status(), 404);
}

#[tokio::test]
async fn a_verification_ends_by_itself() {
    let bench = TestSandbox::start_with(Options {
        verify: VerifyMode::Always,
        verification_delay: Duration::from_millis(50),
        ..unlimited()
    })
    .await;
    let path = format!("/domains/{}", bench.add_domain("mail.example.org").await);
    let answer = json_body(bench.send(Method::POST, &format!("{path}/verify")).await).await;
    assert_eq!(answer["data"]["verificationInProgress"], true);
    assert_eq!(answer["data"]["domain"]["verificationStatus"], "PENDING_CONFIGURATION");
    let domain = poll_until(async || {
        let mut answer = json_body(bench.send(Method::GET, &path).await).await;
        (answer["data"]["verificationInProgress"] == false).then(|| answer["data"].take())
    });
    let domain = domain.await;
    assert_eq!(domain["verificationStatus"], "VERIFIED");
    assert_eq!(domain["verifiedAt"], domain["lastCheckedAt"]);
}
