//! What an earlier run has kept: shown at once, marked with its age, and of no account once AutoSend has answered.

use std::time::Duration;

use autosend_domains::core::api_error::ApiError;
use autosend_domains::core::cache::{CacheAge, CachedDomain, CachedProject};
use autosend_domains::core::region::Region;
use autosend_domains::wizard::Reply::{CacheLoaded, DomainCreated, DomainFetched, DomainsListed};
use autosend_domains::wizard::{Command, Effect, Screen, Step};

use super::fixtures::domain;
use crate::support::wizard::{Wizard, cache_reply, lost, not_sent, rejected};

/// The records of the domain on the command line, whose region was there too.
pub(super) fn open_at_review() -> Wizard {
    let wizard = Wizard::with_arguments("example.com", Some(Region::Primary)).expect(Step::Review);
    wizard.reply(cache_reply(vec![domain("example.com")], 7200)).expect(Step::Records)
}

/// The records of the domain on the command line, from a cache of two hours ago.
pub(super) fn open_at_region() -> Wizard {
    let wizard = Wizard::with_arguments("example.com", None).expect(Step::Region);
    wizard.reply(cache_reply(vec![domain("example.com")], 7200)).expect(Step::Records)
}

/// So old, as of the start of the program's clock.
const fn cache_age(seconds: u64) -> CacheAge {
    CacheAge::new(Duration::from_secs(seconds), Duration::ZERO)
}

fn records_age(wizard: &Wizard) -> Option<CacheAge> {
    match &wizard.model.screen {
        Screen::Records(screen) => screen.age,
        other => panic!("{other:?}"),
    }
}

#[test]
fn cached_records_open_before_the_reply() {
    let wizard = open_at_region();
    assert_eq!(records_age(&wizard), Some(cache_age(7200)));
    assert_eq!(wizard.notice(), "Showing example.com as of 2 hours ago; refreshing…");
    assert_eq!(wizard.model.last_shown_age, Some(cache_age(7200)));
    let wizard = wizard.reply(DomainFetched(Ok(domain("example.com"))));
    assert_eq!((records_age(&wizard), wizard.model.last_shown_age), (None, None));
    let unreachable = Wizard::with_arguments("example.com", None).reply(cache_reply(vec![domain("example.com")], 7200));
    let unreachable = unreachable.reply(DomainFetched(not_sent())).expect(Step::Records);
    assert_eq!(records_age(&unreachable), Some(cache_age(7200)));
    assert!(
        unreachable.notice().starts_with("Couldn't refresh; showing data from 2 hours ago"),
        "{}",
        unreachable.notice()
    );
}

#[test]
fn cached_records_age_while_the_program_runs() {
    let mut wizard = open_at_region();
    wizard.model.clock = Duration::from_secs(3600);
    let wizard = wizard.reply(DomainFetched(not_sent()));
    assert!(wizard.notice().starts_with("Couldn't refresh; showing data from 3 hours ago"), "{}", wizard.notice());
}

#[test]
fn the_notice_on_cached_records_survives_either_order_of_errors() {
    for wizard in [
        open_at_region().reply(DomainFetched(not_sent())).reply(DomainsListed(not_sent())),
        open_at_region().reply(DomainsListed(not_sent())).reply(DomainFetched(not_sent())),
    ] {
        assert!(wizard.notice().starts_with("Couldn't refresh; showing data from 2 hours ago"), "{}", wizard.notice());
    }
}

#[test]
fn an_uncached_name_is_found_in_the_list() {
    let wizard = Wizard::with_arguments("example.com", None)
        .reply(cache_reply(vec![domain("other.com")], 60))
        .expect(Step::Region);
    wizard.reply(DomainsListed(Ok(vec![domain("example.com")]))).expect(Step::Records);
}

#[test]
fn the_list_shows_the_cache_until_the_reply() {
    let cached = |name, seconds| CachedDomain { domain: domain(name), age: Duration::from_secs(seconds) };
    let domains = Some(vec![cached("example.com", 60), cached("b.com", 90)]);
    let cached = CachedProject { domains, ..CachedProject::default() };
    let wizard = Wizard::with_key().press("<f2>").reply(CacheLoaded(cached));
    let Screen::Domains(screen) = &wizard.model.screen else { panic!("{:?}", wizard.model.screen) };
    assert_eq!((screen.rows.len(), screen.session.cache.list_age()), (2, Some(cache_age(90))));
    let opened = Wizard::with_key().press("<f2>").reply(cache_reply(vec![domain("example.com")], 60)).press("<enter>");
    assert_eq!(records_age(&opened), Some(cache_age(60)));
    let wizard = wizard.reply(DomainsListed(Ok(Vec::new())));
    let Screen::Domains(screen) = &wizard.model.screen else { panic!("{:?}", wizard.model.screen) };
    assert_eq!((screen.rows.len(), screen.session.cache.list_age()), (0, None));
}

#[test]
fn a_cache_after_the_reply_changes_nothing() {
    let wizard = Wizard::with_list(vec![domain("example.com")]).press("<f2>");
    let before = wizard.model.clone();
    let wizard = wizard.reply(cache_reply(vec![domain("old.com")], 60));
    assert_eq!(wizard.model, before);
}

#[test]
fn a_cached_list_does_not_resolve_a_lost_post() {
    let wizard =
        Wizard::with_key().press("example.com<enter><enter><enter>").expect(Step::Adding).reply(DomainCreated(lost()));
    let wizard = wizard.reply(cache_reply(vec![domain("example.com")], 60)).expect(Step::Adding);
    assert_eq!(wizard.count_posts(), 1);
    assert!(!wizard.model.unconfirmed.is_empty());
}

#[test]
fn a_quarantined_file_is_reported() {
    let warning = Some("What was kept could not be read".to_owned());
    let wizard = Wizard::with_key().reply(CacheLoaded(CachedProject { warning, ..CachedProject::default() }));
    assert_eq!(wizard.notice(), "What was kept could not be read");
}

#[test]
fn replies_are_saved_to_the_cache() {
    let list = Wizard::with_list(vec![domain("example.com")]);
    assert!(list.commands.iter().any(
        |command| matches!(command, Command::Effect(Effect::SaveListToCache { domains, .. }) if domains.len() == 1)
    ));
    let added = Wizard::at_records(domain("example.com"));
    let keeps = |wizard: &Wizard| {
        wizard.commands.iter().any(|command| matches!(command, Command::Effect(Effect::SaveDomainToCache { .. })))
    };
    assert!(keeps(&added));
    assert!(keeps(&added.press("<c-r>").reply(DomainFetched(Ok(domain("example.com"))))));
    let failed: Result<_, ApiError> = rejected(500);
    assert!(!keeps(&Wizard::at_records(domain("example.com")).press("<c-r>").reply(DomainFetched(failed))));
}
