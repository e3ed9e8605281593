//! The Key step.

use autosend_domains::core::api_key::{Credentials, KeySource, ProjectId};
use autosend_domains::wizard::{
    Command, Effect, InitOptions, KeyStage, Message, Reply, Request, RunConfig, Screen, Step,
};

use super::story::{Story, credentials, domain, keeping, not_sent, refused};

fn without_key() -> Story {
    Story::begin(InitOptions { config: keeping(), ..InitOptions::default() }).at(Step::ApiKey)
}

fn key_error(story: &Story) -> String {
    match &story.model.screen {
        Screen::ApiKey(screen) => screen.key.error.clone().unwrap_or_default(),
        other => panic!("not the Key step: {other:?}"),
    }
}

#[test]
fn without_a_key_nothing_is_asked_of_anybody() {
    assert_eq!(without_key().all, []);
}

#[test]
fn a_text_that_is_no_key_is_told_so_at_once() {
    let story = without_key().keys("<enter>").at(Step::ApiKey);
    assert_eq!(key_error(&story), "Type or paste your API key");
    assert_eq!(story.commands, []);
    let story = story.keys("A");
    assert_eq!(key_error(&story), "", "the error goes with the next edit");
}

#[test]
fn a_key_is_tried_then_kept() {
    let story = without_key().paste("AS_pasted123456\n").keys("<enter>").at(Step::ApiKey);
    assert!(matches!(&story.commands[..], [Command::Request(_, Request::ListDomains { credentials, .. }), ..]
        if credentials.key.expose() == "AS_pasted123456"));
    let story = story.listed(Ok(vec![])).at(Step::ApiKey).keys("<enter>").at(Step::Domain);
    assert!(
        matches!(&story.commands[..], [Command::Request(_, Request::SaveKey(key))] if *key == credentials("AS_pasted123456"))
    );
}

#[test]
fn a_key_may_serve_this_run_only() {
    let story = without_key().paste("AS_pasted123456").keys("<enter>").listed(Ok(vec![]));
    let story = story.keys("<down><enter>").at(Step::Domain);
    assert!(!story.all.iter().any(|command| matches!(command, Command::Request(_, Request::SaveKey(_)))));
}

#[test]
fn the_sandbox_keeps_no_key() {
    let story = Story::begin(InitOptions::default()).paste("AS_pasted123456").keys("<enter>").listed(Ok(vec![]));
    story.at(Step::Domain);
}

#[test]
fn a_refused_key_can_be_mended() {
    let story = without_key().paste("AS_wrong12345").keys("<enter>").listed(refused(401)).at(Step::ApiKey);
    assert_eq!(key_error(&story), "This key is not accepted. AutoSend answered 401: the server's words.");
}

#[test]
fn trying_a_key_can_be_stopped_and_its_late_answer_is_dropped() {
    let story = without_key().paste("AS_pasted123456").keys("<enter>");
    let id = story.all.iter().find_map(|command| match command {
        Command::Request(id, Request::ListDomains { .. }) => Some(*id),
        _ => None,
    });
    let story = story.keys("<esc>").at(Step::ApiKey);
    assert!(story.commands.contains(&Command::Effect(Effect::Cancel(id.unwrap()))));
    let before = story.model.clone();
    let story = story.listed(Ok(vec![]));
    assert_eq!((story.model, story.commands), (before, vec![]));
}

#[test]
fn a_key_that_cannot_be_tried_is_a_failure_that_enter_repeats() {
    let story = without_key().paste("AS_pasted123456").keys("<enter>").listed(not_sent()).at(Step::Failure);
    let story = story.keys("<enter>").at(Step::ApiKey);
    assert!(matches!(story.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    story.listed(not_sent()).at(Step::Failure).keys("<esc>").at(Step::ApiKey);
}

#[test]
fn an_account_key_asks_for_its_project() {
    let story = without_key().paste("ASA_account12345").keys("<enter>").at(Step::ApiKey);
    assert_eq!(story.commands, [], "not before the project is known");
    let story = story.keys("<enter>");
    assert!(matches!(&story.model.screen, Screen::ApiKey(screen) if screen.project.error.is_some()));
    let story = story.keys("prj_1<enter>");
    assert!(
        matches!(&story.commands[..], [Command::Request(_, Request::ListDomains { credentials: Credentials { project: Some(project), .. }, .. }), ..]
        if project.as_str() == "prj_1")
    );
}

#[test]
fn an_account_key_of_the_environment_without_a_project_asks_for_it() {
    let key = Some((credentials("ASA_account12345"), KeySource::Environment));
    let story = Story::begin(InitOptions { key, ..InitOptions::default() }).at(Step::ApiKey);
    story.keys("prj_1<enter>").listed(Ok(vec![])).at(Step::Domain);
}

#[test]
fn esc_from_domain_shows_the_key_and_enter_goes_on_without_asking_again() {
    let story = Story::with_list(vec![]).keys("exam<esc>").at(Step::ApiKey).keys("<enter>").at(Step::Domain);
    assert_eq!(story.commands, []);
    assert!(matches!(&story.model.screen, Screen::Domain(screen) if screen.field.text() == "exam"));
    Story::with_list(vec![]).keys("<esc>").at(Step::ApiKey).keys("<esc>").at(Step::Domain);
}

#[test]
fn another_key_typed_over_the_first_is_tried() {
    let story = Story::with_list(vec![domain("old.com")]).keys("<esc>AS_other12345<enter>").at(Step::ApiKey);
    let story = story.listed(Ok(vec![])).at(Step::Domain);
    let session = story.model.screen.session().unwrap();
    assert_eq!(session.credentials, credentials("AS_other12345"));
    assert_eq!(session.key_source, KeySource::Typed);
}

#[test]
fn a_key_that_autosend_refuses_in_the_background_is_asked_for_with_the_reason() {
    let story = Story::with_key().keys("exam").listed(refused(401)).at(Step::ApiKey);
    let Screen::ApiKey(screen) = &story.model.screen else { panic!() };
    assert_eq!(
        screen.reason.as_deref(),
        Some(
            "The key …1234 from AUTOSEND_API_KEY is not accepted. AutoSend answered 401: the server's words. \
             Paste another one for this run, or correct the variable."
        )
    );
    let story = story.keys("<enter>").at(Step::ApiKey);
    assert!(
        matches!(story.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]),
        "a refused key is tried again"
    );
    let story = story.listed(Ok(vec![])).at(Step::Domain);
    assert!(matches!(&story.model.screen, Screen::Domain(screen) if screen.field.text() == "exam"));
}

#[test]
fn the_first_step_has_no_way_back() {
    let story = without_key().keys("<esc>").at(Step::ApiKey);
    assert_eq!(story.notice(), "This is the first step. Ctrl+C leaves.");
}

#[test]
fn keeping_can_be_reconsidered() {
    let story = without_key().paste("AS_pasted123456").keys("<enter>").listed(Ok(vec![])).keys("<esc>");
    assert!(matches!(&story.model.screen, Screen::ApiKey(screen) if screen.stage == KeyStage::Editing));
}

#[test]
fn a_refused_key_is_tried_again_and_not_let_through() {
    let story = Story::with_list(vec![]).keys("<esc>AS_wrong12345<enter>").listed(refused(401)).at(Step::ApiKey);
    let story = story.keys("<enter>").at(Step::ApiKey);
    assert!(matches!(story.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    let story = Story::with_key().listed(refused(401)).keys("<enter>").listed(refused(401)).keys("<enter>");
    assert!(matches!(story.at(Step::ApiKey).commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
}

#[test]
fn a_late_refusal_of_the_old_key_does_not_disturb_the_new_one() {
    let story = Story::with_key().keys("<esc>AS_better12345");
    let old = story.all.iter().find_map(|command| match command {
        Command::Request(id, Request::ListDomains { .. }) => Some(*id),
        _ => None,
    });
    let story = story.keys("<enter>");
    let story = story.send(Message::Reply(old.unwrap(), Reply::DomainsListed(refused(401)))).at(Step::ApiKey);
    let story = story.listed(Ok(vec![])).at(Step::Domain);
    let session = story.model.screen.session().unwrap();
    assert_eq!(session.credentials, credentials("AS_better12345"));
}

#[test]
fn the_project_of_the_environment_goes_with_a_typed_account_key() {
    let project = ProjectId::parse("prj_env").ok();
    let story =
        Story::begin(InitOptions { config: RunConfig { env_project: project, ..keeping() }, ..InitOptions::default() });
    let story = story.paste("ASA_account12345").keys("<enter>");
    assert!(matches!(&story.commands[..], [Command::Request(_, Request::ListDomains { credentials, .. }), ..]
        if credentials.project.as_ref().is_some_and(|project| project.as_str() == "prj_env")));
}
