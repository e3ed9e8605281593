//! What an earlier run has kept: shown at once, marked with its age, and of no account once AutoSend has answered.

use std::time::Duration;

use autosend_domains::core::api_error::ApiError;
use autosend_domains::core::api_key::KeySource;
use autosend_domains::core::cache::CacheAge;
use autosend_domains::core::region::Region;
use autosend_domains::wizard::{Command, Effect, InitOptions, Screen, Step};

use super::story::{Story, credentials, domain, kept, lost, not_sent, refused};

/// With a key, and the name of the command line.
fn looking_for(name: &str) -> Story {
    looking_in(name, None)
}

fn looking_in(name: &str, region: Option<Region>) -> Story {
    let key = Some((credentials("AS_environment1234"), KeySource::Environment));
    Story::begin(InitOptions { key, domain: Some(name.to_owned()), region, ..InitOptions::default() })
}

/// The same, where the region was given too.
pub(super) fn opened_at_review() -> Story {
    let story = looking_in("example.com", Some(Region::Primary)).at(Step::Review);
    story.recalled(Some(vec![kept("example.com", 7200)]), None).at(Step::Records)
}

/// The records of the command line's name, from what was kept two hours ago.
pub(super) fn opened() -> Story {
    let story = looking_for("example.com").at(Step::Region);
    story.recalled(Some(vec![kept("example.com", 7200)]), None).at(Step::Records)
}

/// So old, as of the start of the program's clock.
const fn old(seconds: u64) -> CacheAge {
    CacheAge::new(Duration::from_secs(seconds), Duration::ZERO)
}

fn age(story: &Story) -> Option<CacheAge> {
    match &story.model.screen {
        Screen::Records(screen) => screen.age,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_records_of_the_command_line_open_before_the_network_answers() {
    let story = opened();
    assert_eq!(age(&story), Some(old(7200)));
    assert_eq!(story.notice(), "example.com as AutoSend told it 2 hours ago; it is asked for news");
    assert_eq!(story.model.last_shown_age, Some(old(7200)));
    let story = story.fetched(Ok(domain("example.com")));
    assert_eq!((age(&story), story.model.last_shown_age), (None, None));
    let unreachable = looking_for("example.com").recalled(Some(vec![kept("example.com", 7200)]), None);
    let unreachable = unreachable.fetched(not_sent()).at(Step::Records);
    assert_eq!(age(&unreachable), Some(old(7200)));
    assert!(unreachable.notice().starts_with("Shown as read 2 hours ago"), "{}", unreachable.notice());
}

#[test]
fn what_was_kept_gets_older_while_the_program_runs() {
    let mut story = opened();
    story.model.clock = Duration::from_secs(3600);
    let story = story.fetched(not_sent());
    assert!(story.notice().starts_with("Shown as read 3 hours ago"), "{}", story.notice());
}

#[test]
fn what_is_shown_is_told_of_whichever_answer_comes_last() {
    for story in [opened().fetched(not_sent()).listed(not_sent()), opened().listed(not_sent()).fetched(not_sent())] {
        assert!(story.notice().starts_with("Shown as read 2 hours ago"), "{}", story.notice());
    }
}

#[test]
fn a_name_that_was_not_kept_is_still_looked_for_in_the_list() {
    let story = looking_for("example.com").recalled(Some(vec![kept("other.com", 60)]), None).at(Step::Region);
    story.listed(Ok(vec![domain("example.com")])).at(Step::Records);
}

#[test]
fn the_list_shows_what_was_kept_until_autosend_answers() {
    let story = Story::with_key().keys("<f2>").recalled(Some(vec![kept("example.com", 60), kept("b.com", 90)]), None);
    let Screen::Domains(screen) = &story.model.screen else { panic!("{:?}", story.model.screen) };
    assert_eq!((screen.rows.len(), screen.session.cache.list_age()), (2, Some(old(90))));
    let opened = Story::with_key().keys("<f2>").recalled(Some(vec![kept("example.com", 60)]), None).keys("<enter>");
    assert_eq!(age(&opened), Some(old(60)));
    let story = story.listed(Ok(Vec::new()));
    let Screen::Domains(screen) = &story.model.screen else { panic!("{:?}", story.model.screen) };
    assert_eq!((screen.rows.len(), screen.session.cache.list_age()), (0, None));
}

#[test]
fn what_was_kept_comes_too_late_behind_the_answer() {
    let story = Story::with_list(vec![domain("example.com")]).keys("<f2>");
    let before = story.model.clone();
    let story = story.recalled(Some(vec![kept("old.com", 60)]), None);
    assert_eq!(story.model, before);
}

#[test]
fn a_list_that_is_old_decides_nothing_about_a_lost_post() {
    let story = Story::with_key().keys("example.com<enter><enter><enter>").at(Step::Adding).created(lost());
    let story = story.recalled(Some(vec![kept("example.com", 60)]), None).at(Step::Adding);
    assert_eq!(story.posts(), 1);
    assert!(!story.model.unconfirmed.is_empty());
}

#[test]
fn a_file_that_was_set_aside_is_said() {
    let story = Story::with_key().recalled(None, Some("What was kept could not be read"));
    assert_eq!(story.notice(), "What was kept could not be read");
}

#[test]
fn what_is_read_is_kept_for_the_next_run() {
    let list = Story::with_list(vec![domain("example.com")]);
    assert!(list.commands.iter().any(
        |command| matches!(command, Command::Effect(Effect::SaveListToCache { domains, .. }) if domains.len() == 1)
    ));
    let added = Story::posting().created(Ok(domain("example.com")));
    let keeps = |story: &Story| {
        story.commands.iter().any(|command| matches!(command, Command::Effect(Effect::SaveDomainToCache { .. })))
    };
    assert!(keeps(&added));
    assert!(keeps(&added.keys("<c-r>").fetched(Ok(domain("example.com")))));
    let failed: Result<_, ApiError> = refused(500);
    assert!(!keeps(&Story::posting().created(Ok(domain("example.com"))).keys("<c-r>").fetched(failed)));
}
