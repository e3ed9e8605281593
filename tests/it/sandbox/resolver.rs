//! The sandbox's resolver: what it hands on, what it remembers, and what it refuses.

use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::RecordType;

use super::TestSandbox;
use crate::support::dns_query::{format_record, query_message, send_tcp, send_udp};
use autosend_domains::core::publishing::{Mistake, PublishMode, RecordSelector};

const OWNERSHIP: &str = "_autosend-verify.mail.example.com.";

async fn bench(how: PublishMode) -> TestSandbox {
    let bench = TestSandbox::start_unlimited().await;
    bench.add_domain("mail.example.com").await;
    bench.sandbox.publish("mail.example.com", &RecordSelector::All, how).unwrap();
    bench
}

/// What the resolver says, the same over UDP and TCP, but for the times.
async fn query(bench: &TestSandbox, message: &Message) -> Message {
    let resolver = bench.sandbox.resolver_address();
    let [by_udp, by_tcp] = [send_udp(resolver, message).await, send_tcp(resolver, message).await];
    assert_eq!(by_udp.metadata, by_tcp.metadata);
    assert_eq!(by_udp.answers.len(), by_tcp.answers.len());
    by_udp
}

fn code(message: &Message) -> ResponseCode {
    message.metadata.response_code
}

#[tokio::test]
async fn the_resolver_answers_without_authority() {
    let bench = bench(PublishMode::Correct).await;
    let message = query_message(OWNERSHIP, RecordType::TXT);
    let [own, found] =
        [send_udp(bench.sandbox.first_name_server_address(), &message).await, query(&bench, &message).await];
    let lines = |message: &Message| message.answers.iter().map(format_record).collect::<Vec<_>>();
    assert_eq!((lines(&own), lines(&found).len()), (lines(&found), 1));
    let flags = |message: &Message| (message.metadata.authoritative, message.metadata.recursion_available);
    assert_eq!([flags(&own), flags(&found)], [(true, false), (false, true)]);
    // Of the world outside it knows nothing, and its zones it hands on record by record only.
    assert_eq!(code(&query(&bench, &query_message("example.org.", RecordType::SOA)).await), ResponseCode::Refused);
    let transfer = send_tcp(bench.sandbox.resolver_address(), &query_message("example.com.", RecordType::AXFR)).await;
    assert_eq!(code(&transfer), ResponseCode::NotAuth);
}

#[tokio::test]
async fn a_bogus_zone_is_servfail_unless_checking_is_disabled() {
    let bench = bench(PublishMode::WithMistake(Mistake::Dnssec)).await;
    for (name, kind) in [(OWNERSHIP, RecordType::TXT), ("example.com.", RecordType::SOA)] {
        let mut message = query_message(name, kind);
        assert_eq!(code(&query(&bench, &message).await), ResponseCode::ServFail, "{name}");
        message.metadata.checking_disabled = true;
        let unchecked = query(&bench, &message).await;
        assert_eq!((code(&unchecked), unchecked.answers.len()), (ResponseCode::NoError, 1), "{name}");
    }
    // Its name servers answer, and so does the resolver of other zones.
    let own = send_udp(bench.sandbox.first_name_server_address(), &query_message(OWNERSHIP, RecordType::TXT)).await;
    assert_eq!(code(&own), ResponseCode::NoError);
    assert_eq!(code(&query(&bench, &query_message("ns1.sandbox.test.", RecordType::A)).await), ResponseCode::NoError);
}

#[tokio::test]
async fn old_answers_are_cached_with_their_remaining_ttl() {
    let bench = bench(PublishMode::WithMistake(Mistake::OldAnswer)).await;
    let message = query_message(OWNERSHIP, RecordType::TXT);
    let old = query(&bench, &message).await;
    assert_eq!((code(&old), old.answers.len()), (ResponseCode::NXDomain, 0));
    let [start] = old.authorities.as_slice() else { panic!("{old:?}") };
    assert!((1..=60).contains(&start.ttl), "{start:?}");
    let own = send_udp(bench.sandbox.first_name_server_address(), &message).await;
    assert_eq!((code(&own), own.answers.len()), (ResponseCode::NoError, 1));
}
