//! Every status and every form of answer, over HTTP.

use autosend_domains::core::api_error::ErrorResponse;
use autosend_domains::core::api_key::ProjectId;
use autosend_domains::core::domain::DomainId;
use autosend_domains::core::region::RegionKey;
use autosend_domains::core::text::Untrusted;
use rstest::rstest;
use wiremock::matchers::{any, body_string, header, header_exists, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).expect(1).mount(&server).await;
    server
}

async fn refused(answer: ResponseTemplate) -> ErrorResponse {
    let server = answering(answer).await;
    match create_domain(&client(&server.uri())).await {
        Err(ApiError::ErrorResponse(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case(200)]
#[case(201)]
#[tokio::test]
async fn a_post_is_exactly_what_the_api_page_says(#[case] status: u16) {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/domains"))
        .and(header("authorization", "Bearer ASA_account12345"))
        .and(header("content-type", "application/json"))
        .and(header("accept", "application/json"))
        .and(header("accept-encoding", "identity"))
        .and(header("user-agent", concat!("autosend-domains/", env!("CARGO_PKG_VERSION"))))
        .and(header("x-project-id", "p1"))
        .and(body_string(r#"{"domain":"mail.example.com","regionKey":"eu-central-1"}"#))
        .respond_with(
            ResponseTemplate::new(status).set_body_json(json!({"data": domain_json("1", "mail.example.com")})),
        )
        .expect(1)
        .mount(&server)
        .await;
    let credentials =
        Credentials { key: ApiKey::parse("ASA_account12345").unwrap(), project: ProjectId::parse("p1").ok() };
    let region = Region::Key(RegionKey::parse("eu-central-1").unwrap());
    let domain = client(&server.uri()).create_domain(&credentials, &sample_name(), &region).await.unwrap();
    assert_eq!((domain.id.raw(), domain.records.len()), ("1", 2));
}

#[tokio::test]
async fn one_domain_is_fetched_by_its_id_as_one_segment() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/v1/domains/a%2Fb%3F"))
        .and(header_exists("authorization"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"data": domain_json("a/b?", "example.com")})))
        .expect(1)
        .mount(&server)
        .await;
    let client = client(&server.uri());
    let domain = client.fetch_domain(&credentials(), &DomainId::new("a/b?")).await.unwrap();
    assert_eq!(domain.id.raw(), "a/b?");
    for id in ["", ".", ".."] {
        let error = client.fetch_domain(&credentials(), &DomainId::new(id)).await;
        assert!(matches!(error, Err(ApiError::NotSent { .. })), "{id:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_list_of_many_domains_is_read_whole() {
    let domains: Vec<Value> =
        (0..500).map(|number| domain_json(&number.to_string(), &format!("d{number}.example"))).collect();
    let server = answering(ResponseTemplate::new(200).set_body_json(json!({"data": {"domains": domains}}))).await;
    let client = client(&server.uri());
    let list = client.list_domains(&credentials()).await.unwrap();
    assert_eq!((list.len(), list.last().map(|domain| domain.name.raw())), (500, Some("d499.example")));
}

#[rstest]
#[tokio::test]
async fn every_error_status_is_a_rejection_and_is_not_retried(
    #[values(400, 401, 402, 403, 404, 408, 409, 418, 422, 429, 500, 502, 503, 504, 599)] status: u16,
) {
    let body = json!({"success": false, "error": {"message": "the words", "code": "CODE"}});
    let refusal = refused(ResponseTemplate::new(status).set_body_json(body)).await;
    let expected = ErrorResponse {
        status,
        // The request is about no domain that could be missing.
        is_unknown_address: status == 404,
        message: Some("the words".into()),
        code: Some("CODE".into()),
        ..ErrorResponse::default()
    };
    assert_eq!(refusal, expected);
}

#[rstest]
#[case::object(
    r#"{"success":false,"error":{"message":"w","code":"C","details":[{"field":"domain","message":"d"}]}}"#,
    "json",
    Some("w")
)]
#[case::no_code(r#"{"success":false,"error":{"message":"w"}}"#, "json", Some("w"))]
#[case::array(r#"{"success":false,"error":[{"message":"w"}]}"#, "json", Some("w"))]
#[case::string(r#"{"success":false,"error":"w"}"#, "json", Some("w"))]
#[case::message(r#"{"message":"w"}"#, "json", Some("w"))]
#[case::text("w", "plain", Some("w"))]
#[case::html("<!doctype html><html><head><title>w</title></head><body><h1>x</h1></body></html>", "html", Some("w"))]
#[case::empty("", "plain", None)]
#[tokio::test]
async fn every_error_format_is_parsed(#[case] body: &str, #[case] kind: &str, #[case] words: Option<&str>) {
    let answer = ResponseTemplate::new(400)
        .insert_header("x-request-id", "req_7")
        .insert_header("retry-after", "2")
        .set_body_raw(body, &format!("text/{kind}"));
    let refusal = refused(answer).await;
    assert_eq!(refusal.message.as_ref().map(Untrusted::raw), words);
    assert_eq!(refusal.request_id.as_ref().map(Untrusted::raw), Some("req_7"));
    assert_eq!(refusal.retry_after, Some(Duration::from_secs(2)));
}

#[rstest]
#[case::empty(200, "", "the response is empty")]
#[case::no_content(204, "", "the response is empty")]
#[case::html(200, "<html>", "the response is not valid JSON at line 1, column 1")]
#[case::no_domain(201, r#"{"success":true}"#, "no domain in the response")]
#[case::no_id(201, r#"{"data":{"domainName":"a.example"}}"#, "a domain in the response has no ID")]
#[case::no_name(201, r#"{"data":{"id":"1"}}"#, "a domain in the response has no name")]
#[tokio::test]
async fn an_unreadable_success_keeps_its_status(#[case] status: u16, #[case] body: &str, #[case] words: &str) {
    let server = answering(ResponseTemplate::new(status).set_body_string(body)).await;
    let outcome = create_domain(&client(&server.uri())).await;
    assert_eq!(outcome, Err(ApiError::InvalidBody { status, reason: words.to_owned() }));
}

#[tokio::test]
async fn an_unreadable_list_is_an_error() {
    let server = answering(ResponseTemplate::new(200).set_body_string(r#"{"data":{}}"#)).await;
    let outcome = client(&server.uri()).list_domains(&credentials()).await;
    let reason = "no domain list in the response".to_owned();
    assert_eq!(outcome, Err(ApiError::InvalidBody { status: 200, reason }));
}

#[rstest]
#[tokio::test]
async fn no_redirect_is_followed(#[values(301, 302, 303, 307, 308)] status: u16) {
    let elsewhere = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(201)).expect(0).mount(&elsewhere).await;
    let target = format!("{}/v1/domains?token=secret", elsewhere.uri().replace("http://", "http://user:secret@"));
    let server = answering(ResponseTemplate::new(status).insert_header("location", target.as_str())).await;
    let outcome = create_domain(&client(&server.uri())).await;
    assert_eq!(outcome, Err(ApiError::Redirected { status, target: "127.0.0.1".into() }));
}

#[rstest]
#[case(Some("/elsewhere"), "127.0.0.1")]
#[case(Some("https://login.example/x"), "login.example")]
#[case(Some("mailto:x@example.com"), "")]
#[case(None, "")]
#[tokio::test]
async fn a_redirect_names_its_target_host_only(#[case] location: Option<&str>, #[case] host: &str) {
    let mut answer = ResponseTemplate::new(302);
    if let Some(location) = location {
        answer = answer.insert_header("location", location);
    }
    let server = answering(answer).await;
    let outcome = create_domain(&client(&server.uri())).await;
    assert_eq!(outcome, Err(ApiError::Redirected { status: 302, target: host.into() }));
}

#[rstest]
#[tokio::test]
async fn an_unrequested_content_encoding_is_named(#[values("gzip", "br", "x-\u{e9}")] coding: &str) {
    let encoded =
        |status| ResponseTemplate::new(status).insert_header("content-encoding", coding).set_body_raw("\u{1f}", "");
    let server = answering(encoded(201)).await;
    let error = create_domain(&client(&server.uri())).await.unwrap_err();
    let ApiError::InvalidBody { status: 201, reason } = error else { panic!("{error:?}") };
    assert!(reason.starts_with("it is encoded as ") && reason.ends_with(", which wasn't requested"), "{reason}");
    let refusal = refused(encoded(409)).await;
    let message = refusal.full_message().unwrap();
    assert!(message.starts_with("it is encoded as "), "{message}");
}

#[tokio::test]
async fn identity_is_not_a_coding_and_a_byte_order_mark_not_a_fault() {
    let body = format!("\u{feff}{}", json!({ "data": domain_json("1", "mail.example.com") }));
    let answer = ResponseTemplate::new(201).insert_header("content-encoding", "identity").set_body_string(body);
    let server = answering(answer).await;
    assert!(create_domain(&client(&server.uri())).await.is_ok());
    let list = format!("\u{feff}{}", json!({ "data": { "domains": [domain_json("1", "example.com")] } }));
    let server = answering(ResponseTemplate::new(200).set_body_string(list)).await;
    assert_eq!(client(&server.uri()).list_domains(&credentials()).await.map(|list| list.len()), Ok(1));
}

#[tokio::test]
async fn half_a_surrogate_pair_spoils_its_text_alone() {
    let list =
        json!({ "data": { "domains": [domain_json("1", "a.example"), domain_json("2", "b.example")] } }).to_string();
    let list = list.replacen("autosend-verify-1", r"x\ud83d", 1).replacen("us-east-1", r"\ude00\ud83d\ude00", 1);
    let server = answering(ResponseTemplate::new(200).set_body_string(list)).await;
    let domains = client(&server.uri()).list_domains(&credentials()).await.unwrap();
    assert_eq!(domains.iter().map(|domain| domain.name.raw()).collect::<Vec<_>>(), ["a.example", "b.example"]);
    assert_eq!(domains[0].records[0].value.raw(), "x\u{fffd}");
    assert_eq!(domains[0].region.as_ref().map(Untrusted::raw), Some("\u{fffd}\u{1f600}"));
    let refusal = refused(ResponseTemplate::new(403).set_body_string(r#"{"error":{"message":"no \udc00"}}"#)).await;
    assert_eq!(refusal.full_message().as_deref(), Some("no \u{fffd}"));
}
