//! The sandbox's name servers, asked message by message, and by dig and nsupdate.

use std::process::Command;

use hickory_proto::op::{Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::{DNSClass, Name, RecordType};
use hickory_server::net::client::{Client, ClientHandle as _};
use hickory_server::net::runtime::TokioRuntimeProvider;
use hickory_server::net::udp::UdpClientStream;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::net::{TcpStream, UdpSocket};
use tokio::runtime::Runtime;

use super::{TestSandbox, json_body, poll_until};
use crate::support::dns_query::{format_record, query_message, send_tcp, send_udp};
use crate::support::tools;
use autosend_domains::core::publishing::{PublishMode, RecordSelector};
use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::{DkimBits, RateLimit};

/// What an answer says, but for the question.
fn parts(answer: &Message) -> (ResponseCode, bool, Vec<String>, Vec<String>) {
    let shown = |records: &[hickory_proto::rr::Record]| records.iter().map(format_record).collect();
    let metadata = &answer.metadata;
    (metadata.response_code, metadata.authoritative, shown(&answer.answers), shown(&answer.authorities))
}

const SOA: &str = "example.com SOA ns1.sandbox.test. hostmaster.sandbox.test. 2 60 60 86400 60";

#[tokio::test]
async fn an_added_domain_has_an_empty_zone() {
    let bench = TestSandbox::start_unlimited().await;
    let early =
        send_udp(bench.sandbox.first_name_server_address(), &query_message("mail.example.com.", RecordType::SOA)).await;
    assert_eq!(early.metadata.response_code, ResponseCode::Refused);
    bench.add_domain("Mail.Example.com").await;

    let servers = ["example.com NS ns1.sandbox.test", "example.com NS ns2.sandbox.test"];
    for (_, server) in bench.sandbox.name_server_addresses() {
        for (name, kind, code, answers, authorities) in [
            ("example.com.", RecordType::SOA, ResponseCode::NoError, &[SOA][..], &servers[..]),
            ("EXAMPLE.com.", RecordType::NS, ResponseCode::NoError, &servers, &[]),
            ("example.com.", RecordType::TXT, ResponseCode::NoError, &[], &[SOA]),
            ("asend.mail.example.com.", RecordType::MX, ResponseCode::NXDomain, &[], &[SOA]),
            ("_dmarc.mail.example.com.", RecordType::TXT, ResponseCode::NXDomain, &[], &[SOA]),
            ("ns1.sandbox.test.", RecordType::A, ResponseCode::NoError, &["ns1.sandbox.test A 127.0.0.1"], &[]),
            ("ns2.sandbox.test.", RecordType::A, ResponseCode::NoError, &["ns2.sandbox.test A 127.0.0.2"], &[]),
        ] {
            let question = query_message(name, kind);
            for answer in [send_udp(server, &question).await, send_tcp(server, &question).await] {
                let (found_code, is_authoritative, found, above) = parts(&answer);
                assert_eq!((found_code, is_authoritative), (code, true), "{name} {kind}");
                let lower = |lines: Vec<String>| -> Vec<String> {
                    lines.iter().map(|it| it.replace("EXAMPLE", "example")).collect()
                };
                assert_eq!(lower(found), answers, "{name} {kind}");
                assert_eq!(above, authorities, "{name} {kind}");
                assert_eq!(answer.metadata.id, question.metadata.id);
            }
        }
        for (name, kind) in [(".", RecordType::NS), ("com.", RecordType::SOA), ("example.org.", RecordType::A)] {
            let (code, is_authoritative, ..) = parts(&send_udp(server, &query_message(name, kind)).await);
            assert_eq!((code, is_authoritative), (ResponseCode::Refused, false), "{name}");
        }
    }
}

#[tokio::test]
async fn hickorys_client_gets_published_records() {
    let bench = TestSandbox::start_unlimited().await;
    bench.add_domain("mail.example.com").await;
    bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::Correct).unwrap();
    let stream =
        UdpClientStream::builder(bench.sandbox.first_name_server_address(), TokioRuntimeProvider::new()).build();
    let (mut client, background) = Client::<TokioRuntimeProvider>::from_sender(stream);
    let background = tokio::spawn(background);
    let name = Name::from_ascii("asend.mail.example.com.").unwrap();
    let answer = client.query(name, DNSClass::IN, RecordType::MX).await.unwrap();
    let expected = "asend.mail.example.com MX 10 feedback-smtp.us-east-1.amazonses.com";
    assert_eq!(answer.answers.iter().map(format_record).collect::<Vec<_>>(), [expected]);
    assert!(answer.metadata.authoritative);
    background.abort();
}

#[tokio::test]
async fn every_change_raises_the_serial_and_a_removal_deletes_records() {
    let bench = TestSandbox::start_unlimited().await;
    let id = bench.add_domain("mail.example.com").await;
    bench.add_domain("other.example.com").await;
    let serial = async || {
        let answer =
            send_udp(bench.sandbox.first_name_server_address(), &query_message("example.com.", RecordType::SOA)).await;
        let (_, _, found, _) = parts(&answer);
        found.first().and_then(|line| line.split(' ').nth(4)?.parse::<u32>().ok())
    };
    let first = serial().await.unwrap();
    bench.sandbox.publish(&id, &RecordSelector::All, PublishMode::Correct).unwrap();
    assert_eq!(serial().await, Some(first + 1));
    bench.send(reqwest::Method::DELETE, &format!("/domains/{id}")).await;
    assert_eq!(serial().await, Some(first + 2));
    let transfer =
        send_tcp(bench.sandbox.first_name_server_address(), &query_message("example.com.", RecordType::AXFR)).await;
    assert_eq!(transfer.answers.len(), 4, "SOA, two NS, SOA: {transfer:?}");
}

#[tokio::test]
async fn a_long_response_is_truncated_over_udp_and_complete_over_tcp() {
    let options = Options { rate: RateLimit::Off, dkim_bits: DkimBits::Long, ..Options::default() };
    let bench = TestSandbox::start_with(options).await;
    bench.add_domain("mail.example.com").await;
    bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::Correct).unwrap();
    let server = bench.sandbox.first_name_server_address();
    let roomy = query_message("autosend._domainkey.mail.example.com.", RecordType::TXT);
    let mut narrow = roomy.clone();
    narrow.edns = None;
    let [wide, cut, whole] =
        [send_udp(server, &roomy).await, send_udp(server, &narrow).await, send_tcp(server, &narrow).await];
    assert_eq!((wide.metadata.truncation, wide.answers.len()), (false, 1));
    // 394 octets of the value, and the question, still fit into 512.
    assert!(!cut.metadata.truncation && cut.answers == whole.answers, "{cut:?}");

    // With everything at the zone's top, they do not.
    let wrong = PublishMode::WithMistake(autosend_domains::core::publishing::Mistake::AtZoneTop);
    bench.sandbox.publish("mail.example.com", &RecordSelector::All, wrong).unwrap();
    let mut narrow = query_message("example.com.", RecordType::TXT);
    narrow.edns = None;
    let [cut, whole] = [send_udp(server, &narrow).await, send_tcp(server, &narrow).await];
    assert!(cut.metadata.truncation, "{cut:?}");
    assert_eq!((whole.metadata.truncation, whole.answers.len()), (false, 4));
}

#[tokio::test]
async fn transfers_are_over_tcp_and_of_whole_zones() {
    let bench = TestSandbox::start_unlimited().await;
    bench.add_domain("mail.example.com").await;
    let server = bench.sandbox.first_name_server_address();
    let whole = send_tcp(server, &query_message("example.com.", RecordType::AXFR)).await;
    let lines: Vec<String> = whole.answers.iter().map(format_record).collect();
    assert_eq!(lines, [SOA, "example.com NS ns1.sandbox.test", "example.com NS ns2.sandbox.test", SOA]);
    for (name, kind, code) in [
        ("mail.example.com.", RecordType::AXFR, ResponseCode::NotAuth),
        ("example.com.", RecordType::IXFR, ResponseCode::Refused),
        ("example.org.", RecordType::AXFR, ResponseCode::Refused),
    ] {
        let answer = send_tcp(server, &query_message(name, kind)).await;
        assert_eq!((answer.metadata.response_code, answer.answers.len()), (code, 0), "{name} {kind}");
    }
    let udp = send_udp(server, &query_message("example.com.", RecordType::AXFR)).await;
    assert_eq!(udp.metadata.response_code, ResponseCode::Refused);
}

#[tokio::test]
async fn a_query_of_another_class_is_refused() {
    let bench = TestSandbox::start_unlimited().await;
    bench.add_domain("mail.example.com").await;
    let server = bench.sandbox.first_name_server_address();

    let mut update = Message::new(7, MessageType::Query, OpCode::Update);
    update.add_query(Query::query(Name::from_ascii("example.com.").unwrap(), RecordType::SOA));
    let mut chaos = query_message("example.com.", RecordType::TXT);
    chaos.queries[0].set_query_class(DNSClass::CH);
    let mut notify = Message::new(8, MessageType::Query, OpCode::Notify);
    notify.add_query(Query::query(Name::from_ascii("example.com.").unwrap(), RecordType::SOA));
    let mut version = query_message("example.com.", RecordType::SOA);
    version.edns.as_mut().unwrap().set_version(1);
    for (message, code) in [
        (update, ResponseCode::Refused),
        (chaos, ResponseCode::Refused),
        (notify, ResponseCode::NotImp),
        (Message::new(9, MessageType::Query, OpCode::Query), ResponseCode::FormErr),
        (version, ResponseCode::BADVERS),
    ] {
        for answer in [send_udp(server, &message).await, send_tcp(server, &message).await] {
            // By number: 16 is BADVERS here, and BADSIG elsewhere.
            assert_eq!(u16::from(answer.metadata.response_code), u16::from(code), "{message:?}");
            assert_eq!((answer.metadata.id, answer.metadata.op_code), (message.metadata.id, message.metadata.op_code));
        }
    }
}

#[tokio::test]
async fn dns_ports_close_with_the_sandbox() {
    let bench = TestSandbox::start_unlimited().await;
    let servers = bench.sandbox.name_server_addresses().map(|(_, server)| server);
    assert!(servers.iter().all(|server| server.ip().is_loopback()));
    assert_eq!(servers[0], bench.sandbox.first_name_server_address());
    drop(bench);
    for server in servers {
        poll_until(async || TcpStream::connect(server).await.err()).await;
        poll_until(async || UdpSocket::bind(server).await.ok()).await;
    }
}

/// What a program of BIND's prints.
fn printed(program: &str, arguments: &[String], input: &str) -> String {
    let output = tools::run_with_stdin(Command::new(program).args(arguments), input);
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn dig_and_nsupdate_work_as_with_any_server() {
    if !tools::is_available("dig") || !tools::is_available("nsupdate") {
        return;
    }
    let bench = TestSandbox::start_unlimited().await;
    let added = json_body(bench.add_request("mail.example.com").send().await.unwrap()).await;
    let token = added["data"]["dnsRecords"]["ownership"]["value"].as_str().unwrap();
    bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::Correct).unwrap();
    let port = bench.sandbox.first_name_server_address().port().to_string();
    let dig = |words: &str| {
        let arguments = ["@127.0.0.1", "-p", &port].into_iter().chain(words.split(' ')).map(str::to_owned);
        printed("dig", &arguments.collect::<Vec<_>>(), "")
    };
    for way in ["+notcp", "+tcp"] {
        let answer = dig(&format!("{way} +short _autosend-verify.mail.example.com TXT"));
        assert_eq!(answer, format!("\"{token}\"\n"), "{way}");
        let flags = dig(&format!("{way} +norecurse asend.mail.example.com MX"));
        assert!(flags.contains("status: NOERROR") && flags.contains(";; flags: qr aa;"), "{flags}");
        assert!(dig(&format!("{way} nothing.example.com TXT")).contains("status: NXDOMAIN"));
        assert!(dig(&format!("{way} example.org SOA")).contains("status: REFUSED"));
    }
    let zone = dig("+nocmd +nostats example.com AXFR");
    assert_eq!(zone.lines().filter(|line| line.contains("\tIN\t") || line.contains(" IN ")).count(), 9, "{zone}");

    let update = "zone example.com\nupdate add new.example.com 60 TXT \"new\"\nsend\n";
    let answer = printed("nsupdate", &[], &format!("server 127.0.0.1 {port}\n{update}"));
    assert!(answer.contains("update failed: REFUSED"), "{answer}");
    assert!(dig("new.example.com TXT").contains("status: NXDOMAIN"));
}

/// Messages as nobody should send them: any octets, and a good question with some of its octets replaced.
fn messages() -> impl Strategy<Value = Vec<u8>> {
    let kinds = prop_oneof![
        Just(RecordType::TXT),
        Just(RecordType::ANY),
        Just(RecordType::AXFR),
        any::<u16>().prop_map(RecordType::from)
    ];
    let names = prop_oneof![Just("example.com."), Just("asend.mail.example.com."), Just(".")];
    let questions = (names, kinds).prop_map(|(name, kind)| query_message(name, kind).to_vec().unwrap());
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    let broken = (questions, changes).prop_map(|(mut octets, changes)| {
        for (index, octet) in changes {
            let index = index.index(octets.len());
            octets[index] = octet;
        }
        octets
    });
    prop_oneof![prop::collection::vec(any::<u8>(), 0..600), broken]
}

#[test]
fn no_message_stops_the_server() {
    let runtime = Runtime::new().unwrap();
    let bench = runtime.block_on(async {
        let bench = TestSandbox::start_unlimited().await;
        bench.add_domain("mail.example.com").await;
        bench.sandbox.publish("mail.example.com", &RecordSelector::All, PublishMode::Correct).unwrap();
        bench
    });
    let server = bench.sandbox.first_name_server_address();
    let mut runner = TestRunner::new(Config { cases: 512, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&messages(), |octets| {
        runtime.block_on(async {
            let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            socket.send_to(&octets, server).await.unwrap();
            let stream = TcpStream::connect(server).await.unwrap();
            stream.writable().await.unwrap();
            // Without the length in front, its first two octets are taken for that.
            let _ = stream.try_write(&octets);
            let good = query_message("asend.mail.example.com.", RecordType::MX);
            let answer = send_udp(server, &good).await;
            prop_assert_eq!(answer.answers.len(), 1);
            Ok(())
        })
    });
    outcome.unwrap();
    let whole = runtime.block_on(send_tcp(server, &query_message("example.com.", RecordType::AXFR)));
    assert_eq!(whole.answers.len(), 9);
}
