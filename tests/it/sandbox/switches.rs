//! The switches, the rate limit and the keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::Value;

use super::{TestSandbox, header_value, json_body};
use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::{
    DkimBits, DkimForm, ErrorForm, MailFromLabel, MailFromRegions, RateLimit, RetryAfterLocation,
};

fn unlimited() -> Options {
    Options { rate: RateLimit::Off, ..Options::default() }
}

/// `dnsRecords` of a domain added with these options.
async fn records(options: Options) -> Value {
    let bench = TestSandbox::start_with(options).await;
    json_body(bench.add_request("mail.example.org").send().await.unwrap()).await["data"]["dnsRecords"].take()
}

#[tokio::test]
async fn the_dkim_key_has_the_configured_size_and_form() {
    for (dkim_bits, characters, octets) in [(DkimBits::Short, 216, 162), (DkimBits::Long, 392, 294)] {
        for (dkim_form, before) in [(DkimForm::Bare, ""), (DkimForm::P, "p="), (DkimForm::Full, "v=DKIM1; k=rsa; p=")] {
            let records = records(Options { dkim_bits, dkim_form, ..unlimited() }).await;
            let value = records["dkim"]["value"].as_str().unwrap();
            let key = value.strip_prefix(before).unwrap();
            assert_eq!(key.len(), characters, "{value}");
            assert_eq!(STANDARD.decode(key).unwrap().len(), octets, "{value}");
        }
    }
}

#[tokio::test]
async fn mail_from_records_have_the_configured_number_and_names() {
    for (mail_from, regions, names) in [
        (MailFromLabel::Asend, MailFromRegions::One, &["asend"][..]),
        (MailFromLabel::Mail, MailFromRegions::One, &["mail"]),
        (MailFromLabel::Asend, MailFromRegions::All, &["asend-use1", "asend-use2", "asend-aps1", "asend-euc1"]),
    ] {
        let records = records(Options { mail_from, regions, ..unlimited() }).await;
        let found: Vec<(&str, &str)> = records["mailFrom"]
            .as_array()
            .unwrap()
            .iter()
            .map(|record| (record["name"].as_str().unwrap(), record["type"].as_str().unwrap()))
            .collect();
        let names: Vec<String> = names.iter().map(|name| format!("{name}.mail.example.org")).collect();
        let expected: Vec<(&str, &str)> =
            names.iter().flat_map(|name| [(name.as_str(), "MX"), (name, "TXT")]).collect();
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn errors_have_the_configured_format() {
    for (error_form, content_type, place) in [
        (ErrorForm::Object, "application/json", "/error/code"),
        (ErrorForm::NoCode, "application/json", "/error/message"),
        (ErrorForm::Array, "application/json", "/error/0/message"),
        (ErrorForm::String, "application/json", "/error"),
        (ErrorForm::Message, "application/json", "/message"),
        (ErrorForm::Text, "text/plain; charset=utf-8", ""),
        (ErrorForm::Html, "text/html; charset=utf-8", ""),
    ] {
        let bench = TestSandbox::start_with(Options { error_form, ..unlimited() }).await;
        let unauthorized = bench.request_without_key(Method::GET, "/domains").send().await.unwrap();
        assert_eq!(header_value(&unauthorized, "content-type"), Some(content_type), "{error_form}");
        let response = bench.add_request("taken.example.org").send().await.unwrap();
        assert_eq!(response.status(), 409);
        assert_eq!(header_value(&response, "content-type"), Some(content_type), "{error_form}");
        let text = response.text().await.unwrap();
        if place.is_empty() {
            assert!(text.contains("Domain has already been added"), "{text}");
        } else {
            let body: Value = serde_json::from_str(&text).unwrap();
            assert!(body.pointer(place).is_some_and(Value::is_string), "{error_form}: {body}");
            assert_eq!(body.pointer("/error/code").is_some(), error_form == ErrorForm::Object);
        }
    }
}

#[tokio::test]
async fn a_429_has_its_delay_in_the_configured_place() {
    for retry_after in RetryAfterLocation::ALL.iter().copied() {
        let bench = TestSandbox::start_with(Options { retry_after, ..unlimited() }).await;
        let response = bench.add_request("busy.example.org").send().await.unwrap();
        assert_eq!(response.status(), 429);
        let in_header = header_value(&response, "retry-after").map(str::to_owned);
        let body = json_body(response).await;
        let found = (body["retryAfter"].as_u64(), body["error"]["retryAfter"].as_u64());
        match retry_after {
            RetryAfterLocation::Top => assert_eq!((found, in_header), ((Some(5), None), None)),
            RetryAfterLocation::Error => assert_eq!((found, in_header), ((None, Some(5)), None)),
            RetryAfterLocation::Header => assert_eq!((found, in_header.as_deref()), ((None, None), Some("5"))),
            RetryAfterLocation::Date => {
                assert_eq!(found, (None, None));
                let date = httpdate::parse_http_date(&in_header.unwrap()).unwrap();
                let wait = date.duration_since(std::time::SystemTime::now()).unwrap().as_secs();
                assert!((3..=6).contains(&wait), "{wait} s");
            }
        }
    }
}

#[tokio::test]
async fn the_third_simultaneous_request_of_a_key_is_rejected() {
    let mut bench = TestSandbox::start_with(Options::default()).await;
    let mut told = Vec::new();
    for _ in 0..3 {
        let response = bench.send(Method::GET, "/domains").await;
        let remaining = header_value(&response, "x-ratelimit-remaining").unwrap().to_owned();
        assert_eq!(header_value(&response, "x-ratelimit-limit"), Some("2"));
        let reset: i64 = header_value(&response, "x-ratelimit-reset").unwrap().parse().unwrap();
        assert!((0..=2).contains(&(reset - jiff::Timestamp::now().as_second())), "{reset}");
        told.push((response.status().as_u16(), remaining));
        if told.len() == 3 {
            assert_eq!(json_body(response).await["error"]["retryAfter"], 1);
        }
    }
    assert_eq!(told, [(200, "1".to_owned()), (200, "0".to_owned()), (429, "0".to_owned())]);
    bench.key = "AS_another";
    assert_eq!(bench.send(Method::GET, "/domains").await.status(), 200);
}

#[tokio::test]
async fn every_answer_has_the_headers_of_the_rate_limit_unless_it_is_off() {
    let bench = TestSandbox::start_with(Options { rate: "1000".parse().unwrap(), ..Options::default() }).await;
    for (method, path, status) in
        [(Method::GET, "/domains", 200), (Method::GET, "/nothing", 404), (Method::PUT, "/domains", 405)]
    {
        let response = bench.send(method, path).await;
        assert_eq!(response.status(), status);
        assert_eq!(header_value(&response, "x-ratelimit-limit"), Some("1000"));
        assert!(header_value(&response, "x-request-id").is_some());
    }
    let keyless = bench.request_without_key(Method::GET, "/domains").send().await.unwrap();
    assert_eq!((keyless.status().as_u16(), header_value(&keyless, "x-ratelimit-limit")), (401, Some("1000")));

    let free = TestSandbox::start_unlimited().await;
    for _ in 0..20 {
        let response = free.send(Method::GET, "/domains").await;
        assert_eq!((response.status().as_u16(), header_value(&response, "x-ratelimit-limit")), (200, None));
    }
}

#[tokio::test]
async fn every_key_but_the_rejected_one_has_a_project() {
    let bench = TestSandbox::start_unlimited().await;
    bench.add_domain("mail.example.org").await;
    for (authorization, status, domains) in [
        ("Bearer AS_sandbox", 200, Some(1)),
        ("bearer AS_sandbox", 200, Some(1)),
        ("Bearer AS_other", 200, Some(0)),
        ("Bearer whatever", 200, Some(0)),
        ("Bearer AS_refused", 401, None),
        ("Bearer ", 401, None),
        ("Bearer", 401, None),
        ("AS_sandbox", 401, None),
        ("Basic QVNfc2FuZGJveDo=", 401, None),
        ("Bearer ASA_account", 403, None),
    ] {
        let request = bench.request_without_key(Method::GET, "/domains").header("authorization", authorization);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status, "{authorization}");
        let list = json_body(response).await;
        assert_eq!(list["data"]["domains"].as_array().map(Vec::len), domains, "{authorization}");
    }
}

#[tokio::test]
async fn an_account_key_acts_on_the_project_it_names() {
    let bench = TestSandbox::start_unlimited().await;
    let request = |method, project: &str| {
        bench
            .request_without_key(method, "/domains")
            .bearer_auth("ASA_account")
            .header("x-project-id", project.to_owned())
    };
    let added = request(Method::POST, "one").body(r#"{"domain":"mail.example.org"}"#).send().await.unwrap();
    assert_eq!(added.status(), 201);
    for (project, domains) in [("one", 1), ("two", 0)] {
        let list = json_body(request(Method::GET, project).send().await.unwrap()).await;
        assert_eq!(list["data"]["domains"].as_array().map(Vec::len), Some(domains), "{project}");
    }
}
