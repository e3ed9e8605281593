//! Datagrams that are no answers, answers in another case of letters, and servers that know names in lower case only.

use std::net::{SocketAddr, UdpSocket};
use std::slice::from_ref;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use autosend_domains::core::dns::ServerResponse;
use autosend_domains::core::record::Slot;
use autosend_domains::dns::DnsResolver;
use hickory_proto::op::{Message, MessageType, ResponseCode};
use hickory_proto::rr::rdata::SOA;
use hickory_proto::rr::{Name, RData, Record, RecordType};
use rstest::rstest;

use super::{example_zone, label, lookup_with_progress};
use crate::support::domains::{pending_domain, record};
use crate::support::name_servers::{NameServer, TestZone, fqdn, name_server_zone, resolver_config, txt_rdata};

const NAME: &str = "_autosend-verify.mail.example.com";
const VALUE: &str = "autosend-verify-1";

/// What comes back for a query: of it, and of what the name server answers.
type Behaviour = fn(&Message, Message) -> Vec<Message>;

/// Has the compiler take a closure for one.
fn behaviour(behaviour: Behaviour) -> Behaviour {
    behaviour
}

/// Stands before a name server over UDP, and has answers of its own.
struct Interceptor {
    address: SocketAddr,
    /// The names of the queries, as they came.
    names: Arc<Mutex<Vec<String>>>,
}

impl Interceptor {
    /// Ends with the process.
    fn start(server: SocketAddr, behaviour: Behaviour) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let intercepted = Self { address: socket.local_addr().unwrap(), names: Arc::default() };
        let names = Arc::clone(&intercepted.names);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok((len, client)) = socket.recv_from(&mut buffer) {
                let query = Message::from_vec(&buffer[..len]).unwrap();
                names.lock().unwrap().push(query.queries[0].name().to_ascii());
                let upstream = UdpSocket::bind("127.0.0.1:0").unwrap();
                upstream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
                upstream.send_to(&buffer[..len], server).unwrap();
                let len = upstream.recv(&mut buffer).unwrap();
                for response in behaviour(&query, Message::from_vec(&buffer[..len]).unwrap()) {
                    socket.send_to(&response.to_vec().unwrap(), client).unwrap();
                }
            }
        });
        intercepted
    }

    /// How many queries had a name in mixed case.
    fn count_mixed(&self) -> usize {
        self.names.lock().unwrap().iter().filter(|name| **name != name.to_lowercase()).count()
    }
}

/// What the only name server says of the record, with this behaviour before it.
async fn look_up(zone: TestZone, behaviour: Behaviour) -> (ServerResponse, Interceptor) {
    let server = NameServer::start_normal(from_ref(&zone));
    let resolver = NameServer::start_normal(&[zone, name_server_zone(1)]);
    let interceptor = Interceptor::start(server.address(), behaviour);
    let domain = pending_domain("mail.example.com", vec![record(Slot::Ownership, "TXT", NAME, VALUE, "")]);
    let dns = DnsResolver::new(resolver_config(resolver.address(), &[interceptor.address]));
    let (lookup, _) = lookup_with_progress(&dns, &domain).await;
    let [response] = lookup.records[0].responses.as_slice() else { panic!("{lookup:?}") };
    (response.clone(), interceptor)
}

fn published() -> TestZone {
    example_zone(1).with_txt(NAME, VALUE)
}

/// The response for the question with its name in this form.
fn with_name(response: &Message, name: impl Fn(&Name) -> Name) -> Message {
    let mut response = response.clone();
    let name = name(response.queries[0].name());
    response.queries[0].set_name(name);
    response
}

/// A response of the server to the query with this code, and with nothing but the zone's SOA record.
fn negative(query: &Message, response: &Message, code: ResponseCode) -> Message {
    let mut negative = response.clone();
    negative.queries.clone_from(&query.queries);
    negative.metadata.response_code = code;
    negative.answers.clear();
    let soa = SOA::new(fqdn("ns.test"), fqdn("person.test"), 1, 3600, 600, 86400, 300);
    negative.authorities = vec![Record::from_rdata(fqdn("example.com"), 300, RData::SOA(soa))];
    negative
}

fn is_mixed(query: &Message) -> bool {
    let name = query.queries[0].name();
    !name.eq_case(&name.to_lowercase())
}

/// The query, as if it were a response.
fn reflected(query: &Message) -> Message {
    query.clone()
}

/// A forged answer whose sender did not see the question.
fn forged(query: &Message, response: &Message) -> Message {
    let mut forged = with_name(response, Name::to_lowercase);
    if query.queries[0].query_type() == RecordType::TXT {
        forged.answers = vec![Record::from_rdata(query.queries[0].name().to_lowercase(), 300, txt_rdata("forged"))];
        forged.metadata.response_code = ResponseCode::NoError;
        forged.authorities.clear();
    }
    forged
}

#[rstest]
#[case::the_question_itself(behaviour(|query, response| vec![reflected(query), response]))]
#[case::an_answer_to_another_question(behaviour(|query, response| {
    vec![with_name(&negative(query, &response, ResponseCode::NXDomain), |_| fqdn("other.example.com")), response]
}))]
#[case::another_id(behaviour(|query, response| {
    let mut other = negative(query, &response, ResponseCode::NXDomain);
    other.metadata.id = other.metadata.id.wrapping_add(1);
    vec![other, response]
}))]
#[case::an_answer_that_says_it_is_a_question(behaviour(|query, response| {
    let mut question = negative(query, &response, ResponseCode::NXDomain);
    question.metadata.message_type = MessageType::Query;
    vec![question, response]
}))]
#[tokio::test]
async fn an_invalid_answer_is_ignored(#[case] behaviour: Behaviour) {
    assert_eq!(label(&look_up(published(), behaviour).await.0.outcome), VALUE);
}

#[tokio::test]
async fn an_echoed_question_is_not_an_answer() {
    let (response, interceptor) = look_up(published(), |query, _| vec![reflected(query)]).await;
    // The server is held to be silent, so that the resolver was asked.
    assert_ne!(response.server.address, interceptor.address);
    assert_eq!(label(&response.outcome), VALUE);
}

#[tokio::test]
async fn names_are_in_mixed_case_if_the_server_supports_it() {
    let (response, interceptor) = look_up(published(), |_, response| vec![response]).await;
    assert_eq!(label(&response.outcome), VALUE);
    assert!(interceptor.count_mixed() > 1, "{:?}", interceptor.names);
    let (response, _) = look_up(example_zone(1), |_, response| vec![response]).await;
    assert_eq!(label(&response.outcome), "no name");
}

#[tokio::test]
async fn an_answer_in_another_case_is_ignored_if_the_server_preserves_case() {
    let behaviour: Behaviour = |query, response| match query.queries[0].query_type() {
        RecordType::TXT if is_mixed(query) => vec![forged(query, &response), response],
        _ => vec![response],
    };
    assert_eq!(label(&look_up(published(), behaviour).await.0.outcome), VALUE);
    assert_eq!(label(&look_up(example_zone(1), behaviour).await.0.outcome), "no name");
}

#[rstest]
#[case::repeats_in_lower_case(behaviour(|_, response| vec![with_name(&response, Name::to_lowercase)]))]
#[case::does_not_find_it(behaviour(|query, response| {
    vec![if is_mixed(query) { negative(query, &response, ResponseCode::NXDomain) } else { response }]
}))]
#[case::finds_nothing_there(behaviour(|query, response| {
    vec![if is_mixed(query) { negative(query, &response, ResponseCode::NoError) } else { response }]
}))]
#[case::refuses_it(behaviour(|query, response| {
    vec![if is_mixed(query) { negative(query, &response, ResponseCode::Refused) } else { response }]
}))]
#[case::fails(behaviour(|query, response| {
    vec![if is_mixed(query) { negative(query, &response, ResponseCode::ServFail) } else { response }]
}))]
#[case::keeps_it_for_the_zone_only(behaviour(|query, response| {
    let is_other = query.queries[0].query_type() == RecordType::TXT;
    vec![if is_other { with_name(&response, Name::to_lowercase) } else { response }]
}))]
#[tokio::test]
async fn a_server_that_accepts_lower_case_only_is_queried_in_lower_case(#[case] behaviour: Behaviour) {
    assert_eq!(label(&look_up(published(), behaviour).await.0.outcome), VALUE);
    assert_eq!(label(&look_up(example_zone(1), behaviour).await.0.outcome), "no name");
}
