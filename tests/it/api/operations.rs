//! What is asked of one domain: verify, inbound mail, remove.

use autosend_domains::core::api_error::{CarriedOut, ErrorResponse};
use autosend_domains::core::domain::DomainId;
use autosend_domains::core::operation::Operation;
use rstest::rstest;
use wiremock::matchers::{any, body_string, header, header_exists, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;

const ID: &str = "66f0a1b2c3d4e5f601020304";

fn id() -> DomainId {
    DomainId::new(ID)
}

#[rstest]
#[case(Operation::Verify, "verify")]
#[case(Operation::EnableInbound, "inbound/enable")]
#[case(Operation::DisableInbound, "inbound/disable")]
#[tokio::test]
async fn each_operation_has_its_address_and_no_body(#[case] operation: Operation, #[case] behind: &str) {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(format!("/v1/domains/{ID}/{behind}")))
        .and(header("authorization", format!("Bearer {KEY}")))
        .and(header("content-type", "application/json"))
        .and(body_string(""))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "data": domain_json(ID, "mail.example.com") })))
        .expect(1)
        .mount(&server)
        .await;
    let answer = client(&server.uri()).run_operation(&credentials(), &id(), operation).await.unwrap();
    assert_eq!((answer.id.raw(), answer.records.len()), (ID, 2));
}

/// The answer of verify: the domain within, its flags again beside it.
fn verify_answer(inner: bool, outer: Option<bool>) -> Value {
    let mut within = domain_json(ID, "mail.example.com");
    within["verificationInProgress"] = json!(inner);
    let mut data = json!({ "domain": within, "verificationStatus": "VERIFIED" });
    if let Some(outer) = outer {
        data["verificationInProgress"] = json!(outer);
    }
    json!({ "success": true, "data": data, "message": "Domain verification status updated" })
}

#[rstest]
#[case(false, Some(true), true)]
#[case(true, Some(false), true)]
#[case(true, None, true)]
#[case(false, Some(false), false)]
#[case(false, None, false)]
#[tokio::test]
async fn verification_continues_if_either_flag_says_so(
    #[case] inner: bool,
    #[case] outer: Option<bool>,
    #[case] goes_on: bool,
) {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(verify_answer(inner, outer));
    Mock::given(any()).respond_with(answer).expect(1).mount(&server).await;
    let answer = client(&server.uri()).run_operation(&credentials(), &id(), Operation::Verify).await.unwrap();
    assert_eq!((answer.verification_in_progress, answer.status.raw()), (goes_on, "PENDING_CONFIGURATION"));
}

#[rstest]
#[case::words(200, r#"{"success":true,"message":"Domain deleted successfully"}"#, Ok(()))]
#[case::no_content(204, "", Ok(()))]
#[case::empty(200, "", Err("the response is empty"))]
#[case::html(200, "<html>", Err("the response is not valid JSON at line 1, column 1"))]
#[case::cut(200, r#"{"success":tr"#, Err("the response is cut off at line 1, column 13"))]
#[case::no_word_of_it(200, "{}", Err("it does not say that the domain is removed"))]
#[case::announced(202, r#"{"success":true}"#, Err("the removal is only announced"))]
#[tokio::test]
async fn a_removal_is_one_request_and_believes_only_a_clear_yes(
    #[case] status: u16,
    #[case] body: &str,
    #[case] expected: Result<(), &str>,
) {
    let server = MockServer::start().await;
    Mock::given(method("DELETE"))
        .and(path(format!("/v1/domains/{ID}")))
        .and(header_exists("authorization"))
        .respond_with(ResponseTemplate::new(status).set_body_string(body))
        .expect(1)
        .mount(&server)
        .await;
    let removed = client(&server.uri()).remove_domain(&credentials(), &id()).await;
    assert_eq!(removed, expected.map_err(|reason| ApiError::InvalidBody { status, reason: reason.to_owned() }));
}

/// All requests of the client, by what becomes of them.
async fn errors_of_all_requests(server: &MockServer) -> Vec<ApiError> {
    let client = client(&server.uri());
    let keys = credentials();
    let account = Credentials { key: ApiKey::parse("ASA_account12345").unwrap(), project: None };
    [
        create_domain(&client).await.map(drop),
        client.fetch_domain(&keys, &id()).await.map(drop),
        client.run_operation(&keys, &id(), Operation::Verify).await.map(drop),
        client.run_operation(&keys, &id(), Operation::EnableInbound).await.map(drop),
        client.remove_domain(&keys, &id()).await,
        client.list_domains(&keys).await.map(drop),
        client.list_projects(&account).await.map(drop),
    ]
    .into_iter()
    .map(Result::unwrap_err)
    .collect()
}

#[rstest]
#[tokio::test]
async fn success_false_gives_the_reason_and_an_unknown_outcome(#[values(200, 201)] status: u16) {
    let server = MockServer::start().await;
    let body = json!({ "success": false, "error": { "code": "LOCKED", "message": "the domain is in use" } });
    let answer = ResponseTemplate::new(status).insert_header("x-request-id", "r-1").set_body_json(body);
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let expected = ErrorResponse {
        status,
        code: Some("LOCKED".into()),
        message: Some("the domain is in use".into()),
        request_id: Some("r-1".into()),
        ..ErrorResponse::default()
    };
    for error in errors_of_all_requests(&server).await {
        assert_eq!((error.carried_out(), error), (CarriedOut::Unknown, ApiError::ErrorResponse(expected.clone())));
    }
}

#[tokio::test]
async fn an_answer_about_another_domain_is_not_a_success() {
    let server = MockServer::start().await;
    let body = json!({ "success": true, "data": domain_json("66f0a1b2c3d4e5f601020399", "other.example.net") });
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(body)).mount(&server).await;
    let client = client(&server.uri());
    for outcome in [
        create_domain(&client).await,
        client.fetch_domain(&credentials(), &id()).await,
        client.run_operation(&credentials(), &id(), Operation::Verify).await,
        client.run_operation(&credentials(), &id(), Operation::DisableInbound).await,
    ] {
        let reason = "it is about other.example.net, another domain".to_owned();
        assert_eq!(outcome, Err(ApiError::InvalidBody { status: 200, reason }));
    }
}

#[rstest]
#[case("66F0A1B2C3D4E5F601020304", "Mail.Example.COM.")]
#[tokio::test]
async fn the_same_domain_may_be_written_in_other_letters(#[case] asked: &str, #[case] name: &str) {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(json!({ "data": domain_json(ID, name) }));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let client = client(&server.uri());
    assert!(client.fetch_domain(&credentials(), &DomainId::new(asked)).await.is_ok());
    assert!(create_domain(&client).await.is_ok());
}

#[rstest]
#[tokio::test]
async fn a_rejected_operation_is_reported_and_not_retried(#[values(400, 401, 403, 404, 409, 429, 500)] status: u16) {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_json(json!({ "error": { "message": "the words" } }));
    Mock::given(any()).respond_with(answer).expect(2).mount(&server).await;
    let client = client(&server.uri());
    let removed = client.remove_domain(&credentials(), &id()).await.unwrap_err();
    let verified = client.run_operation(&credentials(), &id(), Operation::Verify).await.unwrap_err();
    for error in [removed, verified] {
        assert_eq!(
            (error.status(), error.error_response().and_then(ErrorResponse::full_message)),
            (Some(status), Some("the words".to_owned()))
        );
    }
}

#[tokio::test]
async fn an_id_that_no_url_can_hold_is_not_requested() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).expect(0).mount(&server).await;
    let client = client(&server.uri());
    for id in ["", "..", &"a".repeat(300)] {
        let id = DomainId::new(id);
        assert!(matches!(client.remove_domain(&credentials(), &id).await, Err(ApiError::NotSent { .. })), "{id:?}");
        let operated = client.run_operation(&credentials(), &id, Operation::Verify).await;
        assert!(matches!(operated, Err(ApiError::NotSent { .. })), "{id:?}");
    }
}

#[tokio::test]
async fn a_dropped_connection_is_a_lost_response() {
    let server = RawServer::start(ServerScript::AnswerAndClose(Vec::new())).await;
    let client = client(&server.address);
    assert!(matches!(client.remove_domain(&credentials(), &id()).await, Err(ApiError::ResponseLost { .. })));
    assert_eq!(server.requests(), 1);
}
