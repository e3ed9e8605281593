//! Servers that cannot be asked from here as they should: UDP is blocked, or the network answers in their place.

use std::time::{Duration, Instant};

use autosend_domains::core::check::check_record;
use autosend_domains::core::dns::{AnswerSource, LookupProgress};
use autosend_domains::core::record::Slot;
use autosend_domains::dns::{DnsResolver, ResolverConfig};
use hickory_proto::op::ResponseCode;
use rstest::rstest;

use super::{World, example, survey, words};
use crate::support::dns::{Habit, NameServer, hosts};
use crate::support::domains::{pending, record};

const NAME: &str = "_autosend-verify.mail.example.com";
const VALUE: &str = "autosend-verify-1";

fn waiting() -> autosend_domains::core::domain::SendingDomain {
    pending("mail.example.com", vec![record(Slot::Ownership, "TXT", NAME, VALUE, "")])
}

#[tokio::test]
async fn where_udp_is_blocked_it_goes_by_tcp() {
    let world = World::of(&example(2).text(NAME, VALUE), &[Habit::TcpOnly, Habit::TcpOnly]);
    let began = Instant::now();
    let survey = world.survey(&waiting()).await;
    assert_eq!(words(&survey.records[0].responses), [VALUE, VALUE]);
    assert_eq!(survey.zone.source, AnswerSource::Authoritative);
    // One question for the zone and one for the record, each with a second for UDP.
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
}

/// Servers that say that they do not own the zone, the zone's resolver, and who answers where nobody is.
fn strange(habit: Habit, nobody: Option<&NameServer>) -> (World, DnsResolver) {
    let zone = example(2).text(NAME, VALUE);
    let mut world = World::of(&zone, &[habit, habit]);
    world.resolver = NameServer::good(&[zone, hosts(2)]);
    let places = ResolverConfig { interception_probe: nobody.map(NameServer::address), ..world.places() };
    (world, DnsResolver::new(places))
}

#[rstest]
#[case::not_its_own(Habit::Lame)]
#[case::refused(Habit::Code(ResponseCode::Refused))]
#[tokio::test]
async fn where_the_network_answers_for_everybody_the_resolver_is_asked_and_it_is_said(#[case] habit: Habit) {
    let network = NameServer::start(&[], habit);
    let (_world, dns) = strange(habit, Some(&network));
    let (survey, told) = survey(&dns, &waiting()).await;
    assert_eq!(survey.zone.source, AnswerSource::Intercepted);
    assert_eq!(words(&survey.records[0].responses), [VALUE]);
    assert_eq!(network.asked(), 1, "once is enough");
    let zones =
        told.iter().filter_map(|told| if let LookupProgress::Zone(zone) = told { Some(zone.source) } else { None });
    assert_eq!(zones.collect::<Vec<_>>(), [AnswerSource::Authoritative, AnswerSource::Intercepted]);
    let judged = check_record(&waiting().records[0], &waiting(), &survey.zone, &survey.records[0]);
    assert!(judged.is_correct() && !judged.has_cause("lame"), "{judged:?}");
}

#[rstest]
#[case::nobody_answers_there(true)]
#[case::it_is_not_tried(false)]
#[tokio::test]
async fn else_they_are_what_they_say(#[case] is_tried: bool) {
    let silent = NameServer::start(&[], Habit::Silent);
    let (_world, dns) = strange(Habit::Lame, is_tried.then_some(&silent));
    let (survey, _) = survey(&dns, &waiting()).await;
    assert_eq!(survey.zone.source, AnswerSource::Authoritative);
    assert_eq!(words(&survey.records[0].responses), ["Lame", "Lame"]);
    assert_eq!(silent.asked() > 0, is_tried);
}

#[tokio::test]
async fn one_server_that_owns_the_zone_is_proof_enough() {
    let zone = example(2).text(NAME, VALUE);
    let network = NameServer::start(&[], Habit::Lame);
    let world = World::of(&zone, &[Habit::Good, Habit::Lame]);
    let places = ResolverConfig { interception_probe: Some(network.address()), ..world.places() };
    let (survey, _) = survey(&DnsResolver::new(places), &waiting()).await;
    assert_eq!(words(&survey.records[0].responses), [VALUE, "Lame"]);
    assert_eq!(network.asked(), 0);
}
