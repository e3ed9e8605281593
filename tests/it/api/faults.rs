//! Servers that break off, hang, never end, or speak no HTTP.

use autosend_domains::api::retry_read;
use autosend_domains::core::api_error::{CarriedOut, Obstacle};
use rstest::rstest;

use super::*;

async fn outcome(script: ServerScript) -> (Result<SendingDomain, ApiError>, usize) {
    let server = RawServer::start(script).await;
    let outcome = create_domain(&client_with_tight_limits(&server.address)).await;
    (outcome, server.requests())
}

fn lost(reason: &str) -> Result<SendingDomain, ApiError> {
    Err(ApiError::ResponseLost { reason: reason.to_owned() })
}

fn unreadable(status: u16, reason: &str) -> Result<SendingDomain, ApiError> {
    Err(ApiError::InvalidBody { status, reason: reason.to_owned() })
}

fn incomplete(status: u16, reason: &str) -> Result<SendingDomain, ApiError> {
    Err(ApiError::Incomplete { status, reason: reason.to_owned() })
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = create_domain(&client(&format!("http://{free}"))).await.unwrap_err();
    let (reason, host) = ("the connection was refused".to_owned(), free.to_string());
    let expected = ApiError::NotSent { reason, host, obstacle: Obstacle::Unreachable };
    assert_eq!(error, expected);
    assert_eq!(error.carried_out(), CarriedOut::No);
}

#[rstest]
#[case::after_reading(ServerScript::AnswerAndClose(Vec::new()))]
#[case::half_a_status_line(ServerScript::AnswerAndClose(b"HTTP/1.1 20".to_vec()))]
#[case::half_a_head(ServerScript::AnswerAndClose(b"HTTP/1.1 201 Created\r\ncontent-le".to_vec()))]
#[tokio::test]
async fn a_connection_closed_before_the_answer_is_a_lost_request(#[case] script: ServerScript) {
    let (outcome, requests) = outcome(script).await;
    assert_eq!(outcome, lost("the connection was closed before a response arrived"));
    assert_eq!((outcome.unwrap_err().carried_out(), requests), (CarriedOut::Unknown, 1));
}

#[tokio::test]
async fn a_connection_closed_before_the_request_is_read_is_a_lost_request() {
    let (outcome, _) = outcome(ServerScript::CloseAtOnce).await;
    assert!(matches!(outcome, Err(ApiError::ResponseLost { .. })), "{outcome:?}");
}

#[rstest]
#[case::silence(ServerScript::AnswerAndHang(Vec::new()), "no response within 1 s")]
#[case::no_http(ServerScript::AnswerAndClose(b"220 mail ready\r\n\r\n".to_vec()), "the response is not HTTP")]
#[case::large_head(
    ServerScript::AnswerForever(b"HTTP/1.1 201 Created\r\nx: ".to_vec(), vec![b'x'; 1 << 16]),
    "the response headers are too large"
)]
#[tokio::test]
async fn a_response_that_is_not_http_is_a_lost_request(#[case] script: ServerScript, #[case] reason: &str) {
    let (outcome, requests) = outcome(script).await;
    assert_eq!((outcome, requests), (lost(reason), 1));
}

#[rstest]
#[case::with_a_length(b"HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{\"data\"")]
#[case::within_a_chunk(b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n63\r\n{\"data\"")]
#[case::by_the_end_of_the_connection(b"HTTP/1.1 201 Created\r\n\r\n{\"data\"")]
#[tokio::test]
async fn a_success_whose_body_is_cut_keeps_its_status(#[case] response: &'static [u8]) {
    let (outcome, requests) = outcome(ServerScript::AnswerAndClose(response.to_vec())).await;
    assert_eq!((outcome, requests), (incomplete(201, "the response was cut off"), 1));
}

#[tokio::test]
async fn a_success_whose_body_stalls_keeps_its_status() {
    let response = b"HTTP/1.1 201 Created\r\ncontent-length: 99\r\n\r\n{\"data\"";
    let (outcome, requests) = outcome(ServerScript::AnswerAndHang(response.to_vec())).await;
    assert_eq!((outcome, requests), (incomplete(201, "the response was not complete within 1 s"), 1));
}

#[tokio::test]
async fn a_list_that_stalls_is_not_read_again() {
    let response = b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"data\":";
    let server = RawServer::start(ServerScript::AnswerAndHang(response.to_vec())).await;
    let client = client_with_tight_limits(&server.address);
    let credentials = credentials();
    let outcome = retry_read(&client, || client.list_domains(&credentials)).await;
    let reason = "the response was not complete within 1 s".to_owned();
    assert_eq!((outcome, server.requests()), (Err(ApiError::Incomplete { status: 200, reason }), 1));
}

#[tokio::test]
async fn json_that_ends_early_in_a_whole_body_is_no_cut() {
    let (outcome, _) = outcome(ServerScript::Answer(http_response("201 Created", "{\"data\""))).await;
    assert_eq!(outcome, unreadable(201, "the response is cut off at line 1, column 7"));
}

#[rstest]
#[case::announced_too_large(
    ServerScript::AnswerAndHang(b"HTTP/1.1 201 Created\r\ncontent-length: 99999999\r\n\r\n".to_vec()),
    "the response is larger than 4096 bytes"
)]
#[case::endless(
    ServerScript::AnswerForever(b"HTTP/1.1 201 Created\r\n\r\n".to_vec(), vec![b' '; 1024]),
    "the response is larger than 4096 bytes"
)]
#[tokio::test]
async fn a_success_with_a_broken_body_keeps_its_status(#[case] script: ServerScript, #[case] reason: &str) {
    let (outcome, requests) = outcome(script).await;
    assert_eq!((outcome, requests), (unreadable(201, reason), 1));
}

#[rstest]
#[case::cut(ServerScript::AnswerAndClose(b"HTTP/1.1 409 Conflict\r\ncontent-length: 99\r\n\r\nthe words".to_vec()))]
#[case::stalled(ServerScript::AnswerAndHang(b"HTTP/1.1 409 Conflict\r\ncontent-length: 99\r\n\r\nthe words".to_vec()))]
#[case::endless(ServerScript::AnswerForever(b"HTTP/1.1 409 Conflict\r\n\r\nthe words".to_vec(), vec![b' '; 1024]))]
#[tokio::test]
async fn a_rejection_with_a_broken_body_is_still_a_rejection(#[case] script: ServerScript) {
    let (outcome, requests) = outcome(script).await;
    let error = outcome.unwrap_err();
    let refusal = error.error_response().unwrap();
    assert_eq!((refusal.status, refusal.full_message().as_deref(), requests), (409, Some("the words"), 1));
}

#[rstest]
#[case::announced_too_large(
    ServerScript::AnswerAndHang(b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n".to_vec()),
    "the response is larger than 8192 bytes"
)]
#[case::endless(
    ServerScript::AnswerForever(b"HTTP/1.1 200 OK\r\n\r\n{\"data\":{\"domains\":[".to_vec(), b"{\"id\":\"1\"},".to_vec()),
    "the response is larger than 8192 bytes"
)]
#[tokio::test]
async fn a_list_that_breaks_is_unreadable(#[case] script: ServerScript, #[case] reason: &str) {
    let server = RawServer::start(script).await;
    let outcome = client_with_tight_limits(&server.address).list_domains(&credentials()).await;
    assert_eq!(outcome, Err(ApiError::InvalidBody { status: 200, reason: reason.to_owned() }));
}

#[rstest]
#[case::with_a_length(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"data\":{\"domains\":[{}")]
#[case::within_a_chunk(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n63\r\n{\"data\":{\"domains\":[{}")]
#[case::by_the_end_of_the_connection(b"HTTP/1.1 200 OK\r\n\r\n{\"data\":{\"domains\":[{}")]
#[tokio::test]
async fn a_list_that_is_cut_is_read_again(#[case] response: &'static [u8]) {
    let server = RawServer::start(ServerScript::AnswerAndClose(response.to_vec())).await;
    let client = ApiClient::new(BaseUrl::parse(&format!("{}/v1", server.address)).unwrap());
    let credentials = credentials();
    let cut = Err(ApiError::Incomplete { status: 200, reason: "the response was cut off".to_owned() });
    assert_eq!(client.list_domains(&credentials).await, cut);
    let outcome = retry_read(&client, || client.list_domains(&credentials)).await;
    assert_eq!((outcome, server.requests()), (cut, 5));
}

#[tokio::test]
async fn a_body_that_is_not_a_list_is_not_read_to_its_limit() {
    let server =
        RawServer::start(ServerScript::AnswerForever(b"HTTP/1.1 200 OK\r\n\r\n<html>".to_vec(), vec![b' '; 16])).await;
    let outcome = client(&server.address).list_domains(&credentials()).await;
    let reason = "the response is not valid JSON at line 1, column 1".to_owned();
    assert_eq!(outcome, Err(ApiError::InvalidBody { status: 200, reason }));
}
