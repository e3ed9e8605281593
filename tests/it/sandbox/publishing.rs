//! Publishing in the sandbox's DNS: what each way puts into the zone, by the program itself and over HTTP.

use std::net::SocketAddr;

use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RecordType;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{TestSandbox, json_body};
use crate::support::dns_query::{format_record, query_message, send_tcp, send_udp};
use autosend_domains::core::dkim;
use autosend_domains::core::publishing::{MISTAKES, Mistake, PublishMode, RecordSelector};
use autosend_domains::sandbox::dns::PublishError;
use autosend_domains::sandbox::options::{DkimBits, RateLimit};
use autosend_domains::sandbox::{Options, PUBLISH_PATH};

/// What is in a zone but SOA and NS.
async fn zone(server: SocketAddr, name: &str) -> Vec<String> {
    let whole = send_tcp(server, &query_message(name, RecordType::AXFR)).await;
    assert_eq!(whole.metadata.response_code, ResponseCode::NoError);
    let is_ours = |line: &String| !line.contains(" SOA ") && !line.contains(" NS ");
    whole.answers.iter().map(format_record).filter(is_ours).collect()
}

/// A sandbox with a domain below its zone's top, and `dnsRecords` of it.
async fn with_domain(dkim_bits: DkimBits) -> (TestSandbox, Value) {
    let options = Options { rate: RateLimit::Off, dkim_bits, seed: Some(1), ..Options::default() };
    let bench = TestSandbox::start_with(options).await;
    let records =
        json_body(bench.add_request("mail.example.com").send().await.unwrap()).await["data"]["dnsRecords"].take();
    (bench, records)
}

fn value<'r>(records: &'r Value, slot: &str) -> &'r str {
    records[slot]["value"].as_str().unwrap()
}

#[tokio::test]
async fn each_publish_mode_publishes_a_common_mistake() {
    let (bench, records) = with_domain(DkimBits::Short).await;
    let (token, key) = (value(&records, "ownership"), value(&records, "dkim"));
    let published = format!("p={key}");
    let (half, rest) = published.split_at(published.len() / 2);
    let (ownership, selector) = ("_autosend-verify.mail.example.com", "autosend._domainkey.mail.example.com");
    let (bounces, policy) = ("asend.mail.example.com", "_dmarc.mail.example.com");
    let feedback = "feedback-smtp.us-east-1.amazonses.com";
    let spf = "v=spf1 include:amazonses.com ~all";
    let one = |line: String| vec![line];
    let all = [
        (Mistake::NameDoubled, "dkim", one(format!("{selector}.example.com TXT {published}"))),
        (Mistake::AtZoneTop, "ownership", one(format!("example.com TXT {token}"))),
        (Mistake::UnderscoreLost, "dkim", one(format!("autosend.domainkey.mail.example.com TXT {published}"))),
        (Mistake::WrongZone, "mail-from[0]", one(format!("asend.example.com MX 10 {feedback}"))),
        (Mistake::Quotes, "mail-from[1]", one(format!("{bounces} TXT \"{spf}\""))),
        (Mistake::Cut, "dkim", one(format!("{selector} TXT {half}"))),
        (Mistake::SplitWithBlanks, "dkim", one(format!("{selector} TXT {half} |{rest}"))),
        (Mistake::BlanksInside, "mail-from[1]", one(format!("{bounces} TXT v=spf1 include:a\n  mazonses.com ~all"))),
        (Mistake::BareKey, "dkim", one(format!("{selector} TXT {key}"))),
        (Mistake::WrongType, "mail-from[0]", one(format!("{bounces} A 192.0.2.1"))),
        (Mistake::Cname, "dmarc", one(format!("{policy} CNAME pages.sandbox.test"))),
        (Mistake::MxPriority, "mail-from[0]", one(format!("{bounces} MX 20 {feedback}"))),
        (Mistake::MxHost, "mail-from[0]", one(format!("{bounces} MX 10 mail.example.com"))),
        (Mistake::MxHostDoubled, "mail-from[0]", one(format!("{bounces} MX 10 {feedback}.example.com"))),
        (
            Mistake::MxSecond,
            "mail-from[0]",
            vec![format!("{bounces} MX 10 {feedback}"), format!("{bounces} MX 20 mail.example.com")],
        ),
        (
            Mistake::SpfTwice,
            "mail-from[1]",
            vec![format!("{bounces} TXT {spf}"), format!("{bounces} TXT v=spf1 mx -all")],
        ),
        (Mistake::SpfWithoutInclude, "mail-from[1]", one(format!("{bounces} TXT v=spf1 mx ~all"))),
        (
            Mistake::DmarcTwice,
            "dmarc",
            vec![format!("{policy} TXT v=DMARC1; p=none;"), format!("{policy} TXT v=DMARC1; p=quarantine")],
        ),
        (Mistake::DmarcKept, "dmarc", one(format!("{policy} TXT v=DMARC1; p=quarantine"))),
        (Mistake::Wildcard, "ownership", one("*.mail.example.com TXT v=spf1 -all".to_owned())),
        (Mistake::WebsiteWildcard, "ownership", one("*.example.com A 192.0.2.1".to_owned())),
        (Mistake::StaleServer, "ownership", one(format!("{ownership} TXT {token}"))),
        (Mistake::TwoProviders, "ownership", one(format!("{ownership} TXT {token}"))),
        (Mistake::OneServer, "ownership", one(format!("{ownership} TXT {token}"))),
        (Mistake::Lame, "ownership", one(format!("{ownership} TXT {token}"))),
        (Mistake::Delegated, "ownership", one(format!("{ownership} TXT {token}"))),
        (Mistake::Dnssec, "ownership", one(format!("{ownership} TXT {token}"))),
        (Mistake::OldAnswer, "ownership", one(format!("{ownership} TXT {token}"))),
    ];
    for (mistake, record, expected) in &all {
        bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::Unpublished).unwrap();
        bench
            .sandbox
            .publish("mail.example.com", &record.parse().unwrap(), PublishMode::WithMistake(*mistake))
            .unwrap();
        assert_eq!(
            zone(bench.sandbox.first_name_server_address(), "example.com.").await,
            *expected,
            "{}",
            mistake.code()
        );
    }
    let others = [Mistake::OtherKey, Mistake::OtherValue];
    assert_eq!(all.len() + others.len(), MISTAKES.len());
}

#[tokio::test]
async fn another_key_and_token_are_valid_but_different() {
    for bits in DkimBits::ALL {
        let (bench, records) = with_domain(*bits).await;
        bench
            .sandbox
            .publish("mail.example.com", &"dkim".parse().unwrap(), PublishMode::WithMistake(Mistake::OtherKey))
            .unwrap();
        let found = zone(bench.sandbox.first_name_server_address(), "example.com.").await;
        let [line] = found.as_slice() else { panic!("{found:?}") };
        let other = line.split(" TXT ").nth(1).unwrap().replace('|', "");
        let asked = value(&records, "dkim");
        assert_ne!(other, format!("p={asked}"));
        assert_eq!(dkim::key_size(&other), dkim::key_size(asked), "{other}");
    }
    let (bench, records) = with_domain(DkimBits::Short).await;
    bench
        .sandbox
        .publish("mail.example.com", &"ownership".parse().unwrap(), PublishMode::WithMistake(Mistake::OtherValue))
        .unwrap();
    let found = zone(bench.sandbox.first_name_server_address(), "example.com.").await;
    let [line] = found.as_slice() else { panic!("{found:?}") };
    let other = line.split(" TXT ").nth(1).unwrap();
    assert_ne!(other, value(&records, "ownership"));
    let digits = other.strip_prefix("autosend-verify-").unwrap();
    assert!(digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()), "{digits}");
}

#[tokio::test]
async fn a_long_key_is_split_at_the_string_limit() {
    let (bench, records) = with_domain(DkimBits::Long).await;
    let published = format!("p={}", value(&records, "dkim"));
    let dkim: RecordSelector = "dkim".parse().unwrap();
    let name = "autosend._domainkey.mail.example.com";
    let (full, over) = published.split_at(255);
    let (half, rest) = published.split_at(published.len() / 2);
    for (how, expected) in [
        (PublishMode::Correct, format!("{full}|{over}")),
        (PublishMode::WithMistake(Mistake::Cut), full.to_owned()),
        (PublishMode::WithMistake(Mistake::SplitWithBlanks), format!("{half} |{rest}")),
    ] {
        bench.sandbox.publish("mail.example.com", &dkim, how).unwrap();
        assert_eq!(
            zone(bench.sandbox.first_name_server_address(), "example.com.").await,
            [format!("{name} TXT {expected}")]
        );
    }
}

#[tokio::test]
async fn the_second_server_lacks_a_record_or_the_zone() {
    let (bench, _) = with_domain(DkimBits::Short).await;
    let servers = bench.sandbox.name_server_addresses().map(|(_, server)| server);
    bench
        .sandbox
        .publish("mail.example.com", &RecordSelector::All, PublishMode::WithMistake(Mistake::OneServer))
        .unwrap();
    let counts = [zone(servers[0], "example.com.").await.len(), zone(servers[1], "example.com.").await.len()];
    assert_eq!(counts, [5, 0]);
    bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::WithMistake(Mistake::Lame)).unwrap();
    let codes = [
        send_udp(servers[0], &query_message("example.com.", RecordType::SOA)).await.metadata.response_code,
        send_udp(servers[1], &query_message("example.com.", RecordType::SOA)).await.metadata.response_code,
    ];
    assert_eq!(codes, [ResponseCode::NoError, ResponseCode::Refused]);
    bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::Correct).unwrap();
    assert_eq!(zone(servers[1], "example.com.").await.len(), 5);
}

#[tokio::test]
async fn a_wildcard_answers_for_missing_names() {
    let (bench, _) = with_domain(DkimBits::Short).await;
    bench
        .sandbox
        .publish("mail.example.com", &RecordSelector::All, PublishMode::WithMistake(Mistake::Wildcard))
        .unwrap();
    for name in
        ["_autosend-verify.mail.example.com.", "x5zq.mail.example.com.", "autosend._domainkey.mail.example.com."]
    {
        let answer = send_udp(bench.sandbox.first_name_server_address(), &query_message(name, RecordType::TXT)).await;
        let lines: Vec<String> = answer.answers.iter().map(format_record).collect();
        assert_eq!(lines, [format!("{} TXT v=spf1 -all", name.trim_end_matches('.'))]);
    }
}

#[tokio::test]
async fn a_cname_excludes_everything_at_its_name_and_leads_somewhere() {
    let (bench, _) = with_domain(DkimBits::Short).await;
    bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::Correct).unwrap();
    let mx: RecordSelector = "mail-from[0]".parse().unwrap();
    bench.sandbox.publish("mail.example.com", &mx, PublishMode::WithMistake(Mistake::Cname)).unwrap();
    for kind in [RecordType::MX, RecordType::TXT, RecordType::CNAME] {
        let answer =
            send_udp(bench.sandbox.first_name_server_address(), &query_message("asend.mail.example.com.", kind)).await;
        let lines: Vec<String> = answer.answers.iter().map(format_record).collect();
        assert_eq!(lines, ["asend.mail.example.com CNAME pages.sandbox.test"], "{kind}");
    }
    let target =
        send_udp(bench.sandbox.first_name_server_address(), &query_message("pages.sandbox.test.", RecordType::TXT))
            .await;
    assert_eq!((target.metadata.response_code, target.answers.len()), (ResponseCode::NoError, 0));
}

#[tokio::test]
async fn an_impossible_mode_is_rejected_and_changes_nothing() {
    let (bench, _) = with_domain(DkimBits::Short).await;
    let format_origin = bench.add_domain("example.org").await;
    let publish = |domain: &str, which: &str, how| bench.sandbox.publish(domain, &which.parse().unwrap(), how);
    publish("mail.example.com", "all", PublishMode::Correct).unwrap();
    for (domain, which, how, words) in [
        ("example.net", "all", PublishMode::Correct, "the sandbox has no domain example.net"),
        (
            "mail.example.com",
            "inbound-mx",
            PublishMode::Correct,
            "mail.example.com has no record inbound-mx; it has ownership, dkim, mail-from[0], mail-from[1], dmarc",
        ),
        (
            "mail.example.com",
            "dkim",
            PublishMode::WithMistake(Mistake::SpfTwice),
            "the mistake spf-twice does not apply to dkim",
        ),
        (
            &format_origin,
            "all",
            PublishMode::WithMistake(Mistake::WrongZone),
            "the mistake wrong-zone applies to none of its records",
        ),
    ] {
        let error: PublishError = publish(domain, which, how).unwrap_err();
        assert_eq!(error.to_string(), words);
    }
    assert_eq!(zone(bench.sandbox.first_name_server_address(), "example.com.").await.len(), 5);

    // A name of 245 characters leaves no room for what a mistake puts behind it.
    let labels = [63, 63, 63, 37].map(|length| "a".repeat(length)).join(".") + ".example.com";
    bench.add_domain(&labels).await;
    publish(&labels, "ownership", PublishMode::WithMistake(Mistake::Quotes)).unwrap_err();
    publish(&labels, "dmarc", PublishMode::Correct).unwrap();
    let error = publish(&labels, "dmarc", PublishMode::WithMistake(Mistake::NameDoubled)).unwrap_err();
    assert!(matches!(error, PublishError::NameTooLong(_)), "{error}");
}

#[tokio::test]
async fn a_mode_for_all_records_applies_where_possible() {
    let (bench, _) = with_domain(DkimBits::Short).await;
    bench
        .sandbox
        .publish("MAIL.example.com.", &RecordSelector::All, PublishMode::WithMistake(Mistake::DmarcTwice))
        .unwrap();
    let published = bench.sandbox.published_records("mail.example.com").unwrap();
    let ways: Vec<(String, &str)> = published.iter().map(|one| (one.record.to_string(), one.how.code())).collect();
    let expected = [
        ("ownership", "right"),
        ("dkim", "right"),
        ("mail-from[0]", "right"),
        ("mail-from[1]", "right"),
        ("dmarc", "dmarc-twice"),
    ];
    assert_eq!(ways, expected.map(|(record, how)| (record.to_owned(), how)));
    assert_eq!(
        bench.sandbox.published_records("example.org"),
        Err(PublishError::DomainNotFound("example.org".to_owned()))
    );
}

impl TestSandbox {
    /// Asks over HTTP, without a key.
    async fn post(&self, body: impl Into<reqwest::Body>) -> Response {
        let url = format!("http://{}{PUBLISH_PATH}", self.sandbox.address());
        self.client.post(url).body(body).send().await.unwrap()
    }
}

#[tokio::test]
async fn every_publish_mode_works_over_http_without_key_or_limit() {
    // The one request of this key is the one that adds the domain.
    let bench = TestSandbox::start_with(Options { rate: "1".parse().unwrap(), ..Options::default() }).await;
    let id = bench.add_domain("mail.example.com").await;
    let ways = PublishMode::WITHOUT_MISTAKE
        .into_iter()
        .map(|(how, ..)| how)
        .chain(MISTAKES.map(|(mistake, ..)| PublishMode::WithMistake(mistake)));
    for how in ways {
        let body = json!({ "domain": id, "record": "all", "how": how.code() });
        let response = bench.post(body.to_string()).await;
        assert_eq!(response.status(), 200, "{}", how.code());
        assert_eq!(super::header_value(&response, "x-ratelimit-limit"), None);
        let answer = json_body(response).await;
        let records = answer["data"]["records"].as_array().unwrap();
        assert_eq!(records.len(), 5);
        assert!(records.iter().any(|record| record["how"] == how.code()), "{answer}");
        assert!(records.iter().all(|record| record["domain"] == "mail.example.com"), "{answer}");
        let held: Vec<&str> =
            bench.sandbox.published_records(&id).unwrap().iter().map(|published| published.how.code()).collect();
        assert_eq!(records.iter().map(|record| record["how"].as_str().unwrap()).collect::<Vec<_>>(), held);
    }
    let servers = bench.sandbox.name_server_addresses().map(|(_, server)| server.to_string());
    let resolver = bench.sandbox.resolver_address().to_string();
    let body = r#"{"domain":"mail.example.com","record":"dmarc","how":"nothing"}"#;
    let answer = json_body(bench.post(body).await).await;
    let record = json!({ "domain": "mail.example.com", "record": "dmarc", "how": "nothing" });
    assert_eq!(
        answer,
        json!({ "success": true, "data": { "records": [record], "servers": servers, "resolver": resolver } })
    );
}

#[tokio::test]
async fn an_invalid_publish_request_names_its_member() {
    let bench = TestSandbox::start_unlimited().await;
    bench.add_domain("mail.example.com").await;
    for (body, status, member, words) in [
        ("", 400, None, "must be a JSON object"),
        ("[]", 400, None, "must be a JSON object"),
        (r#"{"record":"all","how":"right"}"#, 400, Some("domain"), "domain is required"),
        (r#"{"domain":7,"record":"all","how":"right"}"#, 400, Some("domain"), "domain must be a string"),
        (r#"{"domain":"mail.example.com","how":"right"}"#, 400, Some("record"), "record is required"),
        (r#"{"domain":"mail.example.com","record":"spf","how":"right"}"#, 400, Some("record"), "mail-from[0]"),
        (r#"{"domain":"mail.example.com","record":"all","how":"odd"}"#, 400, Some("how"), "use one of: right, nothing"),
        (r#"{"domain":"mail.example.com","record":"inbound-mx","how":"right"}"#, 400, Some("record"), "has no record"),
        (
            r#"{"domain":"mail.example.com","record":"dkim","how":"mx-host"}"#,
            400,
            Some("how"),
            "the mistake mx-host does not apply to dkim",
        ),
        (r#"{"domain":"example.net","record":"all","how":"right"}"#, 404, None, "Domain not found"),
    ] {
        let response = bench.post(body).await;
        assert_eq!(response.status(), status, "{body}");
        let answer = json_body(response).await;
        assert!(answer.to_string().contains(words), "{body}: {answer}");
        assert_eq!(answer["error"]["details"][0]["field"].as_str(), member, "{body}: {answer}");
    }
    let published = bench.sandbox.published_records("mail.example.com").unwrap();
    assert!(published.iter().all(|published| published.how == PublishMode::Unpublished));
    assert_eq!(bench.post("x".repeat(70_000)).await.status(), 413);
    let seen = bench.sandbox.received_requests();
    assert!(seen.iter().filter(|seen| seen.path == PUBLISH_PATH).count() == 11, "{seen:?}");
    assert_eq!(bench.send(Method::GET, "/domains").await.status(), 200);
}
