//! Servers that cannot be asked from here as they should: UDP is blocked, or the network answers in their place.

use std::time::{Duration, Instant};

use autosend_domains::core::check::check_record;
use autosend_domains::core::dns::{AnswerSource, LookupProgress};
use autosend_domains::core::record::Slot;
use autosend_domains::dns::{DnsResolver, ResolverConfig};
use hickory_proto::op::ResponseCode;
use rstest::rstest;

use super::{DnsWorld, example_zone, labels, lookup_with_progress};
use crate::support::domains::{pending_domain, record};
use crate::support::name_servers::{Behaviour, NameServer, name_server_zone};

const NAME: &str = "_autosend-verify.mail.example.com";
const VALUE: &str = "autosend-verify-1";

fn pending() -> autosend_domains::core::domain::SendingDomain {
    pending_domain("mail.example.com", vec![record(Slot::Ownership, "TXT", NAME, VALUE, "")])
}

#[tokio::test]
async fn blocked_udp_falls_back_to_tcp() {
    let world =
        DnsWorld::with_behaviours(&example_zone(2).with_txt(NAME, VALUE), &[Behaviour::TcpOnly, Behaviour::TcpOnly]);
    let began = Instant::now();
    let lookup = world.lookup(&pending()).await;
    assert_eq!(labels(&lookup.records[0].responses), [VALUE, VALUE]);
    assert_eq!(lookup.zone.source, AnswerSource::Authoritative);
    // One question for the zone and one for the record, each with a second for UDP.
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
}

/// Servers that say that they do not own the zone, the zone's resolver, and who answers where nobody is.
fn lame_servers(behaviour: Behaviour, nobody: Option<&NameServer>) -> (DnsWorld, DnsResolver) {
    let zone = example_zone(2).with_txt(NAME, VALUE);
    let mut world = DnsWorld::with_behaviours(&zone, &[behaviour, behaviour]);
    world.resolver = NameServer::start_normal(&[zone, name_server_zone(2)]);
    let config = ResolverConfig { interception_probe: nobody.map(NameServer::address), ..world.resolver_config() };
    (world, DnsResolver::new(config))
}

#[rstest]
#[case::not_its_own(Behaviour::Lame)]
#[case::refused(Behaviour::AlwaysCode(ResponseCode::Refused))]
#[tokio::test]
async fn an_intercepting_network_falls_back_to_the_resolver(#[case] behaviour: Behaviour) {
    let network = NameServer::start(&[], behaviour);
    let (_world, dns) = lame_servers(behaviour, Some(&network));
    let (lookup, told) = lookup_with_progress(&dns, &pending()).await;
    assert_eq!(lookup.zone.source, AnswerSource::Intercepted);
    assert_eq!(labels(&lookup.records[0].responses), [VALUE]);
    assert_eq!(network.query_count(), 1, "once is enough");
    let zones =
        told.iter().filter_map(|told| if let LookupProgress::Zone(zone) = told { Some(zone.source) } else { None });
    assert_eq!(zones.collect::<Vec<_>>(), [AnswerSource::Authoritative, AnswerSource::Intercepted]);
    let check = check_record(&pending().records[0], &pending(), &lookup.zone, &lookup.records[0]);
    assert!(check.is_correct() && !check.has_silent_server(), "{check:?}");
}

#[rstest]
#[case::nobody_answers_there(true)]
#[case::it_is_not_tried(false)]
#[tokio::test]
async fn lame_servers_are_lame_without_interception(#[case] is_tried: bool) {
    let silent = NameServer::start(&[], Behaviour::Silent);
    let (_world, dns) = lame_servers(Behaviour::Lame, is_tried.then_some(&silent));
    let (lookup, _) = lookup_with_progress(&dns, &pending()).await;
    assert_eq!(lookup.zone.source, AnswerSource::Authoritative);
    assert_eq!(labels(&lookup.records[0].responses), ["Lame", "Lame"]);
    assert_eq!(silent.query_count() > 0, is_tried);
}

#[tokio::test]
async fn one_authoritative_server_disproves_interception() {
    let zone = example_zone(2).with_txt(NAME, VALUE);
    let network = NameServer::start(&[], Behaviour::Lame);
    let world = DnsWorld::with_behaviours(&zone, &[Behaviour::Normal, Behaviour::Lame]);
    let config = ResolverConfig { interception_probe: Some(network.address()), ..world.resolver_config() };
    let (lookup, _) = lookup_with_progress(&DnsResolver::new(config), &pending()).await;
    assert_eq!(labels(&lookup.records[0].responses), [VALUE, "Lame"]);
    assert_eq!(network.query_count(), 0);
}
