//! What is asked of one domain: verify, inbound mail, remove.

use autosend_domains::core::api_error::ErrorResponse;
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
#[case(200, r#"{"success":true,"message":"Domain deleted successfully"}"#)]
#[case(200, "")]
#[case(204, "")]
#[case(202, "<html>")]
#[tokio::test]
async fn a_removal_is_one_request_whatever_its_success_says(#[case] status: u16, #[case] body: &str) {
    let server = MockServer::start().await;
    Mock::given(method("DELETE"))
        .and(path(format!("/v1/domains/{ID}")))
        .and(header_exists("authorization"))
        .respond_with(ResponseTemplate::new(status).set_body_string(body))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(client(&server.uri()).remove_domain(&credentials(), &id()).await, Ok(()));
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
