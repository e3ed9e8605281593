//! The first step: suggestions, domains to continue with, names and keys that are asked about; and what can be done after
//! a failure.

use autosend_domains::core::api_key::KeySource;
use autosend_domains::wizard::Reply::{DomainCreated, DomainsListed, LinkOpened};
use autosend_domains::wizard::{
    Command, FailureAction, FailureScreen, InitOptions, RemoteData, Request, RunConfig, Screen, Step,
};

use super::fixtures::domain;
use crate::support::wizard::{Wizard, credentials, lost, rejected};

fn domain_text(wizard: &Wizard) -> &str {
    match &wizard.model.screen {
        Screen::Domain(screen) => screen.field.text(),
        other => panic!("{other:?}"),
    }
}

fn failure(wizard: &Wizard) -> &FailureScreen {
    match &wizard.model.screen {
        Screen::Failure(screen) => screen,
        other => panic!("{other:?}"),
    }
}

fn selected(wizard: &Wizard) -> Option<String> {
    match &wizard.model.screen {
        Screen::Domain(screen) => screen.selected_domain().map(|domain| domain.name.sanitized()),
        other => panic!("{other:?}"),
    }
}

fn post_answered(status: u16) -> Wizard {
    Wizard::posting().reply(DomainCreated(rejected(status))).expect(Step::Failure)
}

#[test]
fn tab_takes_the_recommended_subdomain_and_enter_goes_on() {
    let wizard = Wizard::with_list(vec![]).press("mycandles.com<tab>");
    assert_eq!(domain_text(&wizard), "mail.mycandles.com");
    wizard.press("<enter>").expect(Step::Region);
    Wizard::with_list(vec![]).press("mycandles.com<enter>").expect(Step::Region);
    let known = Wizard::with_list(vec![domain("mycandles.com")]).press("mycandles.com<tab>");
    assert_eq!(domain_text(&known), "mycandles.com", "it is open already");
}

#[test]
fn the_domain_of_a_mailbox_provider_is_refused_with_its_reason() {
    for name in ["gmail.com", "mail.yahoo.co.jp", "qq.com"] {
        let wizard = Wizard::with_list(vec![]).press(name).press("<enter>").expect(Step::Domain);
        let Screen::Domain(screen) = &wizard.model.screen else { unreachable!() };
        assert!(screen.field.error.as_deref().is_some_and(|error| error.contains("mailbox provider")), "{screen:?}");
    }
}

#[test]
fn a_domain_of_the_project_can_be_continued_with() {
    let list = || vec![domain("one.example.com"), domain("two.example.com")];
    let wizard = Wizard::with_list(list()).press("<down>");
    assert_eq!(selected(&wizard).as_deref(), Some("one.example.com"));
    assert_eq!(selected(&Wizard::from_model(wizard.model.clone()).press("<up>")), None);
    assert_eq!(selected(&Wizard::from_model(wizard.model.clone()).press("<esc>")), None);
    let typed = Wizard::from_model(wizard.model.clone()).press("x");
    assert_eq!((selected(&typed), domain_text(&typed)), (None, "x"));
    let opened = wizard.press("<down><down><enter>").expect(Step::Records);
    assert!(matches!(&opened.model.screen, Screen::Records(screen) if screen.domain.name.raw() == "two.example.com"));
    assert_eq!(selected(&Wizard::with_list(vec![]).press("<down>")), None, "there is nothing to continue with");
}

#[test]
fn a_new_list_moves_no_selection_to_another_domain() {
    let mut wizard = Wizard::with_list(vec![domain("two.example.com")]).press("<down>");
    let Screen::Domain(screen) = &mut wizard.model.screen else { unreachable!() };
    screen.session.domains = RemoteData::Ready(vec![domain("one.example.com"), domain("two.example.com")].into());
    assert_eq!(selected(&wizard).as_deref(), Some("two.example.com"));
    let Screen::Domain(screen) = &mut wizard.model.screen else { unreachable!() };
    screen.session.domains = RemoteData::Ready(vec![domain("one.example.com")].into());
    assert_eq!(selected(&wizard), None);
}

#[test]
fn a_key_with_an_unknown_prefix_is_sent_only_if_it_is_confirmed() {
    let wizard = Wizard::start(InitOptions::default()).paste("sk_live_12345678").press("<enter>");
    assert_eq!(wizard.commands, []);
    let Screen::ApiKey(screen) = &wizard.model.screen else { unreachable!() };
    assert!(screen.key.error.as_deref().is_some_and(|error| error.contains("AS_") && !error.contains("sk_live")));
    let another = Wizard::from_model(wizard.model.clone()).press("x<enter>");
    assert_eq!(another.commands, [], "another key is asked about too");
    let sent = wizard.press("<enter>");
    assert!(matches!(sent.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    for known in ["as_lower12345", "ASA_account12345"] {
        let wizard = Wizard::start(InitOptions::default()).paste(known).press("<enter>");
        assert!(matches!(&wizard.model.screen, Screen::ApiKey(screen) if screen.asked_about.is_none()), "{known}");
    }
}

#[test]
fn a_found_key_with_an_unknown_prefix_is_confirmed_before_it_is_sent() {
    let key = |source| Some((credentials("sk_live_12345678"), source));
    let start = |source| Wizard::start(InitOptions { key: key(source), ..InitOptions::default() });
    let wizard = start(KeySource::Environment).expect(Step::ApiKey);
    assert_eq!(wizard.commands, []);
    assert!(matches!(wizard.press("<enter>").commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
    start(KeySource::KeyFile).expect(Step::Domain);
}

#[test]
fn a_found_key_goes_to_another_host_only_if_it_is_confirmed() {
    let config = || RunConfig { foreign_host: Some("proxy.example.net".to_owned()), ..RunConfig::default() };
    let start = |key: &str, source| {
        Wizard::start(InitOptions { key: Some((credentials(key), source)), config: config(), ..InitOptions::default() })
    };
    for source in [KeySource::Environment, KeySource::File("key.txt".to_owned())] {
        let wizard = start("AS_first12345", source.clone()).expect(Step::ApiKey);
        assert_eq!(wizard.commands, [], "nothing is sent before");
        let Screen::ApiKey(screen) = &wizard.model.screen else { unreachable!() };
        assert!(screen.key.error.as_deref().is_some_and(|error| error.contains("proxy.example.net")), "{screen:?}");
        let another = Wizard::from_model(wizard.model.clone()).press("<esc>").expect(Step::ApiKey);
        assert!(!another.commands.iter().any(|command| matches!(command, Command::Request(..))));
        let wizard = wizard.press("<enter>");
        assert!(matches!(wizard.commands[..], [Command::Request(_, Request::ListDomains { .. }), ..]));
        let wizard = wizard.reply(DomainsListed(Ok(vec![]))).expect(Step::Domain);
        assert_eq!(wizard.model.screen.session().unwrap().key_source, source, "it is not a typed key, to be saved");
    }
    // The project of an account key is asked for next, and nothing is sent before.
    let wizard = start("ASA_account12345", KeySource::Environment).press("<enter>").expect(Step::ApiKey);
    assert_eq!(wizard.commands, []);
    // A saved key was tried at this host.
    start("AS_first12345", KeySource::KeyFile).expect(Step::Domain);
}

#[test]
fn the_actions_after_a_failure_begin_with_what_helps() {
    use FailureAction::{CopyDetails, GoBack, OpenBilling, Retry, UseAnotherKey};
    use autosend_domains::core::failure::Retry::Step as Again;

    let actions = |status| failure(&post_answered(status)).actions();
    assert_eq!(actions(402), [OpenBilling, Retry(Again), UseAnotherKey, GoBack, CopyDetails]);
    assert_eq!(actions(403), [UseAnotherKey, Retry(Again), GoBack, CopyDetails]);
    assert_eq!(actions(404), [Retry(Again), GoBack, CopyDetails]);
    let failed = Wizard::start(InitOptions::default()).paste("AS_pasted123456").press("<enter>");
    let failed = failed.reply(DomainsListed(lost())).expect(Step::Failure);
    assert!(!failure(&failed).actions().contains(&UseAnotherKey), "Esc leads to the key");
}

#[test]
fn another_key_goes_on_with_the_domain_that_failed() {
    for keys in ["k", "<enter>"] {
        let wizard = post_answered(403).press(keys).expect(Step::ApiKey);
        Wizard::from_model(wizard.model.clone()).press("<esc>").expect(Step::Review);
        let wizard = wizard.paste("AS_another12345").press("<enter>").reply(DomainsListed(Ok(vec![])));
        let wizard = wizard.expect(Step::Review).press("<enter>").expect(Step::Adding);
        assert_eq!(wizard.count_posts(), 2, "{keys}");
    }
}

#[test]
fn copied_details_have_the_request_and_no_key() {
    let wizard = post_answered(403).press("c");
    let Some(Command::Request(_, Request::CopyText(text))) = wizard.commands.first() else {
        panic!("{:?}", wizard.commands)
    };
    for words in ["autosend-domains ", "This API key can't add domains", "Status: 403", "Request ID: "] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("AS_") && !text.contains("1234567"), "{text}");
}

#[test]
fn the_dashboard_is_opened_for_billing_alone() {
    let wizard = post_answered(402).press("o");
    assert!(matches!(&wizard.commands[..], [Command::Request(_, Request::OpenLink(link)), ..]
        if link == "https://autosend.com/dashboard"));
    let wizard = wizard.reply(LinkOpened(Ok(())));
    assert!(wizard.notice().contains("https://autosend.com/dashboard"), "{}", wizard.notice());
    assert_eq!(post_answered(403).press("o").commands, []);
}

#[test]
fn review_says_that_nothing_was_added_after_a_stop() {
    let stopped = Wizard::posting().reply(DomainCreated(rejected(429))).press("<esc>").expect(Step::Review);
    assert!(matches!(&stopped.model.screen, Screen::Review(screen) if screen.was_stopped));
    let again = stopped.press("<enter>").expect(Step::Adding);
    assert!(matches!(&again.model.screen, Screen::Review(screen) if !screen.was_stopped));
    let unknown = Wizard::posting().press("<esc>").reply(DomainsListed(lost()));
    assert!(!matches!(&unknown.model.screen, Screen::Review(screen) if screen.was_stopped), "it may have been added");
}
