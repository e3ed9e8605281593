//! Several servers, of which each can fail in its own way; and what comes of it.

use std::slice::from_ref;
use std::time::{Duration, Instant};

use autosend_domains::core::dns::{AnswerSource, LookupProgress, QueryOutcome};
use autosend_domains::core::record::Slot;
use autosend_domains::dns::{DnsResolver, ResolverConfig};
use autosend_domains::ports::Resolver as _;
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::NS;
use rstest::rstest;

use super::{World, example, published, survey, word, words};
use crate::support::dns::{Habit, NameServer, TestZone, closed, hosts, name, places};
use crate::support::domains::{domain, domain_with_key, pending, record};

const NAME: &str = "_autosend-verify.mail.example.com";
const VALUE: &str = "autosend-verify-1";

/// A domain that waits for one record.
fn waiting() -> autosend_domains::core::domain::SendingDomain {
    pending("mail.example.com", vec![record(Slot::Ownership, "TXT", NAME, VALUE, "")])
}

#[tokio::test]
async fn every_server_of_the_zone_is_asked_and_answers_for_itself() {
    let domain = domain("mail.example.com");
    let zone = published(example(3), &domain);
    let world = World::of(&zone, &[Habit::Good; 3]);
    let (survey, told) = survey(&world.resolver(), &domain).await;

    assert_eq!((survey.zone.name.as_str(), survey.zone.is_certain), ("example.com", true));
    assert_eq!(survey.zone.source, AnswerSource::Authoritative);
    assert_eq!(survey.zone.name_servers, ["ns1.host.test", "ns2.host.test", "ns3.host.test"]);
    assert_eq!(survey.records.len(), domain.records.len());
    for (look, record) in survey.records.iter().zip(&domain.records) {
        let value = match record.priority {
            Some(_) => format!("10 {}", record.published_value()),
            None => record.published_value().into_owned(),
        };
        assert_eq!(words(&look.responses), [value.as_str(); 3]);
        let labels: Vec<_> = look.responses.iter().map(|sighting| sighting.server.label()).collect();
        assert_eq!(labels, survey.zone.name_servers);
    }
    // Each answer was told as it came: for each record, one more each time.
    assert!(told.contains(&LookupProgress::Zone(survey.zone.clone())));
    for (record, of_record) in survey.records.iter().enumerate() {
        let told: Vec<_> = told
            .iter()
            .filter_map(|progress| match progress {
                LookupProgress::Record { index, lookup } if *index == record => Some(lookup),
                _ => None,
            })
            .collect();
        let numbers: Vec<_> = told.iter().take(3).map(|look| look.responses.len()).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert_eq!(told.last(), Some(&of_record));
    }
}

#[rstest]
#[case::silent(Habit::Silent, "Timeout")]
#[case::refused(Habit::Code(ResponseCode::Refused), "Refused")]
#[case::failing(Habit::Code(ResponseCode::ServFail), "ServFail")]
#[case::another_code(Habit::Code(ResponseCode::NotAuth), "Code(9)")]
#[case::lame(Habit::Lame, "Lame")]
#[case::old(Habit::Old, VALUE)]
#[case::slow(Habit::Slow(Duration::from_millis(100)), VALUE)]
#[tokio::test]
async fn what_one_server_does_is_said_of_it_alone(#[case] habit: Habit, #[case] said: &str) {
    let zone = example(2).text(NAME, VALUE);
    let world = World::of(&zone, &[Habit::Good, habit]);
    let survey = world.survey(&waiting()).await;
    assert_eq!(words(&survey.records[0].responses), [VALUE, said]);
    assert_eq!(survey.zone.source, AnswerSource::Authoritative);
}

#[tokio::test]
async fn servers_that_differ_are_shown_as_they_are() {
    let other = example(3).text(NAME, "another");
    let zone = example(3).text(NAME, VALUE);
    let servers = [(zone.clone(), Habit::Good), (other, Habit::Good), (example(3), Habit::Good)];
    let world = World::differing(&zone, &servers);
    let survey = world.survey(&waiting()).await;
    assert_eq!(words(&survey.records[0].responses), [VALUE, "another", "no name"]);
}

#[tokio::test]
async fn absence_is_told_with_its_kind_its_zone_and_for_how_long_it_is_remembered() {
    let zone = example(1).mx(NAME, 10, "mail.test");
    let other = record(Slot::Ownership, "TXT", "nothing.mail.example.com", VALUE, "");
    let domain = pending("mail.example.com", vec![waiting().records.remove(0), other]);
    let survey = World::of(&zone, &[Habit::Good]).survey(&domain).await;
    let absences: Vec<_> = survey
        .records
        .iter()
        .map(|look| match &look.responses[0].outcome {
            QueryOutcome::Negative(absence) => {
                assert!(absence.is_authoritative);
                (absence.is_nxdomain, absence.zone.as_deref(), absence.negative_ttl)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(absences, [(false, Some("example.com"), Some(300)), (true, Some("example.com"), Some(300))]);
}

#[tokio::test]
async fn a_key_of_4096_bits_comes_whole() {
    let domain = domain_with_key("mail.example.com", 736);
    // Another of the same size beside it, so that no datagram holds both.
    let name = domain.records[1].name.raw().to_owned();
    let value = domain.records[1].published_value().into_owned();
    let zone = example(1).text(&name, &value).text(&name, &format!("{value}x"));
    let world = World::of(&zone, &[Habit::Good]);
    let survey = world.survey(&domain).await;
    assert_eq!(words(&survey.records[1].responses), [format!("{value} | {value}x")]);
}

#[tokio::test]
async fn a_closed_port_is_heard_of_at_once() {
    let zone = example(2).text(NAME, VALUE);
    let world = World::of(&zone, &[Habit::Good]);
    let resolver = NameServer::good(&[zone, hosts(2)]);
    let began = Instant::now();
    let places = places(resolver.address(), &[world.servers[0].address(), closed()]);
    let (survey, _) = survey(&DnsResolver::new(places), &waiting()).await;
    assert_eq!(words(&survey.records[0].responses), [VALUE, "Unreachable(\"the port is closed\")"]);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}

#[rstest]
#[case::closed(true)]
#[case::silent(false)]
#[tokio::test]
async fn where_no_server_can_be_reached_the_resolver_is_asked_and_it_is_said(#[case] is_closed: bool) {
    let zone = example(2).text(NAME, VALUE);
    let (resolver, silent) = (NameServer::good(&[zone.clone(), hosts(2)]), NameServer::start(&[], Habit::Silent));
    let server = if is_closed { closed() } else { silent.address() };
    let dns = DnsResolver::new(places(resolver.address(), &[server, server]));
    let (first, told) = survey(&dns, &waiting()).await;
    assert_eq!(first.zone.source, AnswerSource::Resolver);
    assert_eq!(first.zone.name_servers, ["ns1.host.test", "ns2.host.test"]);
    assert_eq!(first.zone.servers[0].address, resolver.address());
    assert_eq!(words(&first.records[0].responses), [VALUE]);
    let zones = told.iter().filter_map(|told| if let LookupProgress::Zone(zone) = told { Some(zone) } else { None });
    assert_eq!(
        zones.map(|zone| zone.source).collect::<Vec<_>>(),
        [AnswerSource::Authoritative, AnswerSource::Resolver]
    );
    // Once known, it is not tried again for a while.
    let began = Instant::now();
    let (second, _) = survey(&dns, &waiting()).await;
    assert_eq!((second.zone, words(&second.records[0].responses)), (first.zone, vec![VALUE.to_owned()]));
    assert!(began.elapsed() < Duration::from_millis(1500), "{:?}", began.elapsed());
}

#[tokio::test]
async fn named_servers_alone_are_asked_and_need_not_own_the_zone() {
    let zone = example(1).text(NAME, VALUE);
    let world = World::of(&zone, &[Habit::Good]);
    let named = NameServer::good(&[example(1).text(NAME, "as it was"), hosts(1)]);
    let places = ResolverConfig { explicit_servers: vec![named.address()], ..world.places() };
    let (survey, _) = survey(&DnsResolver::new(places), &waiting()).await;
    assert_eq!((survey.zone.name.as_str(), survey.zone.source), ("example.com", AnswerSource::UserSpecified));
    assert_eq!(words(&survey.records[0].responses), ["as it was"]);
    assert_eq!((world.resolver.asked(), world.servers[0].asked()), (0, 0));
}

#[tokio::test]
async fn each_record_is_looked_up_in_the_zone_that_its_own_name_is_in() {
    // The name of the mail-from records is a zone of its own, at another host.
    let parent = example(1).text(NAME, VALUE).with("asend.mail.example.com", RData::NS(NS(name("ns2.host.test"))));
    let child = TestZone::new("asend.mail.example.com", &["ns2.host.test"]).mx("asend.mail.example.com", 10, "mx.test");
    let servers = [NameServer::good(from_ref(&parent)), NameServer::good(from_ref(&child))];
    let resolver = NameServer::good(&[parent, child, hosts(2)]);
    let mut domain = waiting();
    domain.records.push(record(Slot::MailFrom, "MX", "asend.mail.example.com", "mx.test", ""));
    let dns = DnsResolver::new(places(resolver.address(), &servers.each_ref().map(NameServer::address)));
    let (survey, _) = survey(&dns, &domain).await;
    let seen: Vec<_> = survey
        .records
        .iter()
        .map(|look| (look.responses[0].server.label(), word(&look.responses[0].outcome)))
        .collect();
    let seen: Vec<_> = seen.iter().map(|(server, said)| (server.as_str(), said.as_str())).collect();
    assert_eq!(seen, [("ns1.host.test", VALUE), ("ns2.host.test", "10 mx.test")]);
    assert_eq!(survey.zone.name, "example.com");
    let zones = survey.records.iter().map(|look| look.zone.as_ref().unwrap().name.as_str());
    assert_eq!(zones.collect::<Vec<_>>(), ["example.com", "asend.mail.example.com"]);
}

#[tokio::test]
async fn nothing_that_was_missing_is_remembered() {
    let world = World::of(&example(1), &[Habit::Good]);
    let dns = world.resolver();
    assert_eq!(words(&survey(&dns, &waiting()).await.0.records[0].responses), ["no name"]);
    world.servers[0].publish("example.com", NAME, VALUE).await;
    assert_eq!(words(&survey(&dns, &waiting()).await.0.records[0].responses), [VALUE]);
}

#[tokio::test]
async fn without_any_answer_the_zone_is_a_guess_and_nothing_is_claimed() {
    let silent = closed();
    let dns = DnsResolver::new(places(silent, &[]));
    let (survey, _) = survey(&dns, &waiting()).await;
    assert_eq!((survey.zone.name.as_str(), survey.zone.is_certain), ("example.com", false));
    assert_eq!(words(&survey.records[0].responses), ["Unreachable(\"the port is closed\")"]);
    let none = DnsResolver::new(ResolverConfig { resolvers: Some(Vec::new()), ..ResolverConfig::default() });
    assert!(none.lookup_records(&waiting(), |_| {}).await.is_err());
}

#[tokio::test]
async fn domain_connect_is_told_where_the_zone_has_it() {
    let zone = example(1).text("_domainconnect.example.com", "connect.host.test");
    let survey = World::of(&zone, &[Habit::Good]).survey(&waiting()).await;
    assert_eq!(survey.domain_connect.as_deref(), Some("connect.host.test"));
    let survey = World::of(&example(1), &[Habit::Good]).survey(&waiting()).await;
    assert_eq!(survey.domain_connect, None);
}

#[tokio::test]
async fn a_look_that_is_given_up_asks_nobody_any_more() {
    let world = World::of(&example(1).text(NAME, VALUE), &[Habit::Slow(Duration::from_millis(300))]);
    let dns = world.resolver();
    let domain = domain("mail.example.com");
    let given_up = tokio::time::timeout(Duration::from_millis(100), dns.lookup_records(&domain, |_| {})).await;
    assert!(given_up.is_err());
    let asked = world.servers[0].asked();
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(world.servers[0].asked(), asked);
}
