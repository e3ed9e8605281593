//! The names that ask for a certain answer, as a client meets them.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::Value;

use super::{Bench, json, until};
use autosend_domains::core::text::is_hidden;
use autosend_domains::sandbox::options::{Rate, Verify};
use autosend_domains::sandbox::{Options, SCENARIOS};

fn unlimited() -> Options {
    Options { rate: Rate::Off, ..Options::default() }
}

#[tokio::test]
async fn each_label_answers_as_the_table_says() {
    let quick = Options { slow: Duration::from_millis(1), ..unlimited() };
    let bench = Bench::with(quick).await;
    let mut answers = Vec::new();
    for (label, _) in SCENARIOS {
        let answer = bench.adding(&format!("{label}.example.org")).send().await;
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

    let names = bench.names().await;
    let added: Vec<&str> = names.iter().map(|name| name.split('.').next().unwrap()).collect();
    assert_eq!(added, ["taken", "slow", "lost", "garbled", "hostile", "gone"]);
}

#[tokio::test]
async fn a_taken_name_is_in_the_list_and_can_be_opened() {
    let bench = Bench::unlimited().await;
    assert_eq!(bench.adding("taken.example.org").send().await.unwrap().status(), 409);
    let list = json(bench.send(Method::GET, "/domains").await).await;
    let id = list["data"]["domains"][0]["id"].as_str().unwrap();
    let domain = json(bench.send(Method::GET, &format!("/domains/{id}")).await).await;
    assert_eq!(domain["data"]["domainName"], "taken.example.org");
}

#[tokio::test]
async fn a_refused_name_has_words_on_its_field() {
    let bench = Bench::unlimited().await;
    let answer = json(bench.adding("refused.example.org").send().await.unwrap()).await;
    assert_eq!(answer["error"]["code"], "VALIDATION_FAILED");
    assert_eq!(answer["error"]["details"][0]["field"], "domain");
    assert!(answer["error"]["details"][0]["message"].as_str().is_some_and(|words| !words.is_empty()));
}

#[tokio::test]
async fn a_busy_name_works_once_its_time_is_over() {
    let bench = Bench::with(Options { busy: Duration::from_millis(50), ..unlimited() }).await;
    let busy = bench.adding("busy.example.org").send().await.unwrap();
    assert_eq!(busy.status(), 429);
    assert_eq!(json(busy).await["error"]["retryAfter"], 1);
    let status = until(async || {
        let status = bench.adding("busy.example.org").send().await.unwrap().status().as_u16();
        (status != 429).then_some(status)
    });
    assert_eq!(status.await, 201);
}

#[tokio::test]
async fn a_slow_name_is_added_before_the_answer_comes() {
    let slow = Duration::from_millis(120);
    let bench = Bench::with(Options { slow, ..unlimited() }).await;
    let start = Instant::now();
    bench.add("slow.example.org").await;
    assert!(start.elapsed() >= slow);

    let bench = Bench::with(Options { slow: Duration::from_secs(3600), ..unlimited() }).await;
    let impatient = bench.adding("slow.example.org").timeout(Duration::from_millis(100));
    assert!(impatient.send().await.is_err_and(|error| error.is_timeout()));
    assert_eq!(bench.names().await, ["slow.example.org"]);
}

#[tokio::test]
async fn a_garbled_answer_is_a_success_that_cannot_be_read() {
    let bench = Bench::unlimited().await;
    let response = bench.adding("garbled.example.org").send().await.unwrap();
    assert_eq!(response.status(), 201);
    let body = response.text().await.unwrap();
    assert!(body.starts_with(r#"{"success":true"#), "{body}");
    assert!(serde_json::from_str::<Value>(&body).is_err());
    assert_eq!(bench.names().await, ["garbled.example.org"]);
}

#[tokio::test]
async fn every_text_of_a_hostile_domain_holds_something_hidden() {
    fn texts<'a>(name: &str, value: &'a Value, found: &mut Vec<(String, &'a str)>) {
        match value {
            Value::String(text) => found.push((name.to_owned(), text)),
            Value::Array(items) => items.iter().for_each(|item| texts(name, item, found)),
            Value::Object(members) => members.iter().for_each(|(name, member)| texts(name, member, found)),
            _ => {}
        }
    }
    let bench = Bench::unlimited().await;
    let path = format!("/domains/{}", bench.add("hostile.example.org").await);
    let answers = [
        bench.send(Method::GET, &path).await,
        bench.send(Method::GET, "/domains").await,
        bench.send(Method::POST, &format!("{path}/verify")).await,
    ];
    for answer in answers {
        let answer = json(answer).await;
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
async fn a_gone_domain_is_listed_until_it_is_opened() {
    let bench = Bench::unlimited().await;
    let path = format!("/domains/{}", bench.add("gone.example.org").await);
    assert_eq!(bench.names().await, ["gone.example.org"]);
    assert_eq!(bench.send(Method::GET, &path).await.status(), 404);
    assert!(bench.names().await.is_empty());
    assert_eq!(bench.send(Method::GET, &path).await.status(), 404);
}

#[tokio::test]
async fn a_verification_ends_by_itself() {
    let bench =
        Bench::with(Options { verify: Verify::Always, verify_after: Duration::from_millis(50), ..unlimited() }).await;
    let path = format!("/domains/{}", bench.add("mail.example.org").await);
    let answer = json(bench.send(Method::POST, &format!("{path}/verify")).await).await;
    assert_eq!(answer["data"]["verificationInProgress"], true);
    assert_eq!(answer["data"]["domain"]["verificationStatus"], "PENDING_CONFIGURATION");
    let domain = until(async || {
        let mut answer = json(bench.send(Method::GET, &path).await).await;
        (answer["data"]["verificationInProgress"] == false).then(|| answer["data"].take())
    });
    let domain = domain.await;
    assert_eq!(domain["verificationStatus"], "VERIFIED");
    assert_eq!(domain["verifiedAt"], domain["lastCheckedAt"]);
}
