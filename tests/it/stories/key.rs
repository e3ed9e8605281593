//! The Key step.

use autosend_domains::core::api_key::{Credentials, KeySource, ProjectId};
use autosend_domains::wizard::Reply::DomainsListed;
use autosend_domains::wizard::{
    Command, Effect, InitOptions, KeyStage, Message, Reply, Request, RunConfig, Screen, Step,
};

use super::fixtures::domain;
use crate::support::wizard::{Wizard, config_with_key_file, credentials, not_sent, rejected};

fn without_key() -> Wizard {
    Wizard::start(InitOptions { config: config_with_key_file(), ..InitOptions::default() }).expect(Step::ApiKey)
}

fn key_error(wizard: &Wizard) -> String {
    match &wizard.model.screen {
        Screen::ApiKey(screen) => screen.key.error.clone().unwrap_or_default(),
        other => panic!("not the Key step: {other:?}"),
    }
}

#[test]
fn without_a_key_no_request_is_made() {
    assert_eq!(without_key().all_commands, []);
}

#[test]
fn an_invalid_key_is_rejected_without_a_request() {
    let wizard = without_key().press("<enter>").expect(Step::ApiKey);
    assert_eq!(key_error(&wizard), "Paste your API key");
    assert_eq!(wizard.commands, []);
    let wizard = wizard.press("A");
    assert_eq!(key_error(&wizard), "", "the error goes with the next edit");
}

#[test]
fn a_key_is_verified_then_saved() {
    let wizard = without_key().paste("AS_pasted123456\n").press("<enter>").expect(Step::ApiKey);
    assert!(matches!(&wizard.commands[..], [Command::Request(_, Request::ListDomains { credentials, .. }), ..]
        if credentials.key.expose() == "AS_pasted123456"));
    let wizard = wizard.reply(DomainsListed(Ok(vec![]))).expect(Step::ApiKey).press("<enter>").expect(Step::Domain);
    assert!(
        matches!(&wizard.commands[..], [Command::Request(_, Request::SaveKey(key))] if *key == credentials("AS_pasted123456"))
    );
}

#[test]
fn a_key_can_be_used_for_this_run_only() {
    let wizard = without_key().paste("AS_pasted123456").press("<enter>").reply(DomainsListed(Ok(vec![])));
    let wizard = wizard.press("<down><enter>").expect(Step::Domain);
    assert!(!wizard.all_requests().any(|request| matches!(request, Request::SaveKey(_))));
}

#[test]
fn without_a_key_file_no_key_is_saved() {
    let wizard = Wizard::start(InitOptions::default())
        .paste("AS_pasted123456")
        .press("<enter>")
        .reply(DomainsListed(Ok(vec![])));
    wizard.expect(Step::Domain);
}

#[test]
fn a_rejected_key_can_be_corrected() {
    let wizard =
        without_key().paste("AS_wrong12345").press("<enter>").reply(DomainsListed(rejected(401))).expect(Step::ApiKey);
    assert_eq!(key_error(&wizard), "AutoSend rejected this key. AutoSend answered 401: the server's words.");
}

#[test]
fn esc_cancels_a_key_check_and_its_late_reply_is_dropped() {
    let wizard = without_key().paste("AS_pasted123456").press("<enter>");
    let id = wizard.find_request(|request| matches!(request, Request::ListDomains { .. }));
    let wizard = wizard.press("<esc>").expect(Step::ApiKey);
    assert!(wizard.commands.contains(&Command::Effect(Effect::Cancel(id))));
    let before = wizard.model.clone();
    let wizard = wizard.reply(DomainsListed(Ok(vec![])));
    assert_eq!((wizard.model, wizard.commands), (before, vec![]));
}

#[test]
fn a_failed_key_check_is_retried_by_enter() {
    let wizard =
        without_key().paste("AS_pasted123456").press("<enter>").reply(DomainsListed(not_sent())).expect(Step::Failure);
    let wizard = wizard.press("<enter>").expect(Step::ApiKey);
    assert!(matches!(wizard.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    wizard.reply(DomainsListed(not_sent())).expect(Step::Failure).press("<esc>").expect(Step::ApiKey);
}

#[test]
fn an_account_key_prompts_for_its_project() {
    let wizard = without_key().paste("ASA_account12345").press("<enter>").expect(Step::ApiKey);
    assert_eq!(wizard.commands, [], "not before the project is known");
    let wizard = wizard.press("<enter>");
    assert!(matches!(&wizard.model.screen, Screen::ApiKey(screen) if screen.project.error.is_some()));
    let wizard = wizard.press("prj_1<enter>");
    assert!(
        matches!(&wizard.commands[..], [Command::Request(_, Request::ListDomains { credentials: Credentials { project: Some(project), .. }, .. }), ..]
        if project.as_str() == "prj_1")
    );
}

#[test]
fn an_environment_account_key_without_a_project_prompts_for_it() {
    let key = Some((credentials("ASA_account12345"), KeySource::Environment));
    let wizard = Wizard::start(InitOptions { key, ..InitOptions::default() }).expect(Step::ApiKey);
    wizard.press("prj_1<enter>").reply(DomainsListed(Ok(vec![]))).expect(Step::Domain);
}

#[test]
fn esc_from_domain_shows_the_key_and_enter_continues_without_a_request() {
    let wizard =
        Wizard::with_list(vec![]).press("exam<esc>").expect(Step::ApiKey).press("<enter>").expect(Step::Domain);
    assert_eq!(wizard.commands, []);
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.field.text() == "exam"));
    Wizard::with_list(vec![]).press("<esc>").expect(Step::ApiKey).press("<esc>").expect(Step::Domain);
}

#[test]
fn another_key_typed_over_the_first_is_verified() {
    let wizard = Wizard::with_list(vec![domain("old.com")]).press("<esc>AS_other12345<enter>").expect(Step::ApiKey);
    let wizard = wizard.reply(DomainsListed(Ok(vec![]))).expect(Step::Domain);
    let session = wizard.model.screen.session().unwrap();
    assert_eq!(session.credentials, credentials("AS_other12345"));
    assert_eq!(session.key_source, KeySource::Typed);
}

#[test]
fn a_key_rejected_in_the_background_is_prompted_for_with_the_reason() {
    let wizard = Wizard::with_key().press("exam").reply(DomainsListed(rejected(401))).expect(Step::ApiKey);
    let Screen::ApiKey(screen) = &wizard.model.screen else { panic!() };
    assert_eq!(
        screen.reason.as_deref(),
        Some(
            "AutoSend rejected the key …1234 from AUTOSEND_API_KEY. AutoSend answered 401: the server's words. \
             Paste another key for this session, or fix the variable."
        )
    );
    let wizard = wizard.press("<enter>").expect(Step::ApiKey);
    assert!(
        matches!(wizard.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]),
        "a refused key is tried again"
    );
    let wizard = wizard.reply(DomainsListed(Ok(vec![]))).expect(Step::Domain);
    assert!(matches!(&wizard.model.screen, Screen::Domain(screen) if screen.field.text() == "exam"));
}

#[test]
fn the_first_step_has_no_way_back() {
    let wizard = without_key().press("<esc>").expect(Step::ApiKey);
    assert_eq!(wizard.notice(), "This is the first step. Press Ctrl+C to quit.");
}

#[test]
fn esc_leaves_the_question_of_saving() {
    let wizard =
        without_key().paste("AS_pasted123456").press("<enter>").reply(DomainsListed(Ok(vec![]))).press("<esc>");
    assert!(matches!(&wizard.model.screen, Screen::ApiKey(screen) if screen.stage == KeyStage::Editing));
}

#[test]
fn a_rejected_key_is_verified_again_and_not_accepted() {
    let wizard = Wizard::with_list(vec![])
        .press("<esc>AS_wrong12345<enter>")
        .reply(DomainsListed(rejected(401)))
        .expect(Step::ApiKey);
    let wizard = wizard.press("<enter>").expect(Step::ApiKey);
    assert!(matches!(wizard.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    let wizard = Wizard::with_key()
        .reply(DomainsListed(rejected(401)))
        .press("<enter>")
        .reply(DomainsListed(rejected(401)))
        .press("<enter>");
    assert!(matches!(wizard.expect(Step::ApiKey).commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
}

#[test]
fn a_late_rejection_of_the_old_key_does_not_affect_the_new_one() {
    let wizard = Wizard::with_key().press("<esc>AS_better12345");
    let old = wizard.find_request(|request| matches!(request, Request::ListDomains { .. }));
    let wizard = wizard.press("<enter>");
    let wizard = wizard.send(Message::Reply(old, Reply::DomainsListed(rejected(401)))).expect(Step::ApiKey);
    let wizard = wizard.reply(DomainsListed(Ok(vec![]))).expect(Step::Domain);
    let session = wizard.model.screen.session().unwrap();
    assert_eq!(session.credentials, credentials("AS_better12345"));
}

#[test]
fn the_environments_project_belongs_to_a_typed_account_key() {
    let project = ProjectId::parse("prj_env").ok();
    let wizard = Wizard::start(InitOptions {
        config: RunConfig { env_project: project, ..config_with_key_file() },
        ..InitOptions::default()
    });
    let wizard = wizard.paste("ASA_account12345").press("<enter>");
    assert!(matches!(&wizard.commands[..], [Command::Request(_, Request::ListDomains { credentials, .. }), ..]
        if credentials.project.as_ref().is_some_and(|project| project.as_str() == "prj_env")));
}
