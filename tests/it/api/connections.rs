//! How connections and requests are counted.

use std::time::Instant;

use autosend_domains::api::{retry_change, retry_read};
use autosend_domains::core::api_error::CarriedOut;
use tokio::task::JoinSet;

use super::*;

fn list_answer() -> Vec<u8> {
    http_response("200 OK", &json!({"data": {"domains": [domain_json("1", "example.com")]}}).to_string())
}

/// One answer that is both a list of domains and a domain, for a server that does not tell requests apart.
fn either_answer() -> Vec<u8> {
    let mut data = domain_json("1", "mail.example.com");
    data.as_object_mut().unwrap().insert("domains".to_owned(), json!([]));
    http_response("200 OK", &json!({"data": data}).to_string())
}

#[tokio::test]
async fn list_and_post_share_a_connection() {
    let server = RawServer::start(ServerScript::Answer(either_answer())).await;
    let client = client(&server.address);
    assert_eq!(client.list_domains(&credentials()).await.map(|list| list.len()), Ok(0));
    assert!(create_domain(&client).await.is_ok());
    assert_eq!((server.connections(), server.requests()), (1, 2));
}

#[tokio::test]
async fn a_rejection_leaves_the_connection_usable() {
    let server = RawServer::start(ServerScript::Answer(http_response("409 Conflict", r#"{"error":"taken"}"#))).await;
    let client = client(&server.address);
    for _ in 0..2 {
        assert!(matches!(create_domain(&client).await, Err(ApiError::ErrorResponse(_))));
    }
    assert_eq!((server.connections(), server.requests()), (1, 2));
}

#[tokio::test]
async fn a_connection_that_was_closed_while_idle_is_replaced() {
    let server = RawServer::start(ServerScript::AnswerOnce(list_answer())).await;
    let client = client(&server.address);
    for _ in 0..2 {
        assert_eq!(client.list_domains(&credentials()).await.map(|list| list.len()), Ok(1));
    }
    assert_eq!((server.connections(), server.requests()), (2, 2));
}

#[tokio::test]
async fn the_third_request_waits_for_its_second() {
    let server = RawServer::start(ServerScript::Answer(list_answer())).await;
    let client = client(&server.address);
    let begin = Instant::now();
    for _ in 0..2 {
        client.list_domains(&credentials()).await.unwrap();
    }
    assert!(begin.elapsed() < Duration::from_secs(1), "the first two waited: {:?}", begin.elapsed());
    client.list_domains(&credentials()).await.unwrap();
    assert!(begin.elapsed() >= Duration::from_secs(1), "three within {:?}", begin.elapsed());
}

#[tokio::test]
async fn a_call_that_is_dropped_sends_nothing_later() {
    let server = RawServer::start(ServerScript::Answer(list_answer())).await;
    let client = client(&server.address);
    for _ in 0..2 {
        client.list_domains(&credentials()).await.unwrap();
    }
    let soon = Duration::from_millis(10);
    assert!(tokio::time::timeout(soon, create_domain(&client)).await.is_err(), "it did not wait for its turn");
    client.list_domains(&credentials()).await.unwrap();
    assert_eq!(server.requests(), 3);
}

/// Sends so many GETs through so many clients at once, to a server that cuts every second one on its kept-alive
/// connection. Returns the errors, and how many GETs were cut.
async fn list_at_cutting_server(clients: usize, each: usize) -> (Vec<ApiError>, usize) {
    let server = RawServer::start(ServerScript::AnswerThenCut(list_answer())).await;
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let client = client(&server.address);
        tasks.spawn(async move {
            let credentials = credentials();
            let mut errors = Vec::new();
            for _ in 0..each {
                errors.extend(retry_read(&client, || client.list_domains(&credentials)).await.err());
            }
            errors
        });
    }
    let errors = tasks.join_all().await.concat();
    (errors, server.requests() - clients * each)
}

#[tokio::test]
async fn reads_that_are_cut_on_a_persistent_connection_all_succeed() {
    // The first of each client is on a new connection, and so is each that follows a cut.
    assert_eq!(list_at_cutting_server(24, 3).await, (Vec::new(), 48));
}

#[tokio::test]
#[ignore = "takes a minute: the measurement of 240 GETs"]
async fn two_hundred_and_forty_cut_reads_all_succeed() {
    assert_eq!(list_at_cutting_server(6, 40).await, (Vec::new(), 234));
}

#[tokio::test]
async fn a_change_that_is_cut_on_a_persistent_connection_is_not_sent_again() {
    for is_cut_midway in [true, false] {
        let server = RawServer::start(ServerScript::AnswerThenCut(either_answer())).await;
        if !is_cut_midway {
            client(&server.address).list_domains(&credentials()).await.unwrap();
        }
        let client = client(&server.address);
        client.list_domains(&credentials()).await.unwrap();
        let before = server.requests();
        let outcome = retry_change(&client, || create_domain(&client)).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.carried_out(), server.requests() - before), (CarriedOut::Unknown, 1), "{error:?}");
    }
}
