//! The table of keys: one meaning a key, text stays text, and a hint that is shown does something.

use autosend_domains::core::copy::CopyOutcome;
use autosend_domains::core::domain::{DomainStatus, SendingDomain};
use autosend_domains::core::file_save::SaveError;
use autosend_domains::wizard::Reply::{
    DnsChecked, DomainCreated, DomainsListed, FileSaved, LinkOpened, ListingSkipped, OperationFinished,
};
use autosend_domains::wizard::keymap::{self, Binding, Scope};
use autosend_domains::wizard::{InitOptions, Intent, Model, Overlay, Step, update};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::dns::{at_records, check_dns, checked_records};
use super::fixtures::{domain, export_reply};
use crate::support::wizard::{Wizard, config_with_key_file, copy_reply, key_events, lost, not_sent, rejected};

/// A model of every step and state that has keys of its own.
#[expect(clippy::too_many_lines, reason = "one state a line")]
fn models() -> Vec<Model> {
    let key = || Wizard::start(InitOptions { config: config_with_key_file(), ..InitOptions::default() });
    let known = || vec![domain("example.com"), domain("other.com")];
    let stories = vec![
        key(),
        key().paste("ASA_account12345"),
        key().paste("ASA_account12345").press("<enter>"),
        key().paste("AS_key12345").press("<enter>"),
        key().paste("AS_key12345").press("<enter>").reply(DomainsListed(Ok(vec![]))),
        key().paste("sk_live_12345678").press("<enter>"),
        Wizard::with_list(vec![]).press("<esc>"),
        Wizard::with_list(known()),
        Wizard::with_list(known()).press("<down>"),
        Wizard::with_list(vec![]),
        Wizard::with_list(vec![]).press("example.com"),
        Wizard::with_list(vec![]).press("www.example.com"),
        Wizard::with_list(vec![]).press("example..com"),
        Wizard::with_list(known()).press("example.com"),
        Wizard::with_list(vec![]).press("example.com<enter>"),
        Wizard::with_list(vec![]).press("example.com<enter>mars<enter>"),
        Wizard::at_review(),
        Wizard::with_key().press("example.com<enter><enter>").reply(DomainsListed(Ok(known()))),
        Wizard::posting().press("<esc><esc>"),
        Wizard::posting(),
        Wizard::posting().reply(DomainCreated(rejected(429))),
        Wizard::posting().reply(DomainCreated(lost())),
        Wizard::posting().reply(DomainCreated(lost())).reply(DomainsListed(Ok(vec![]))),
        Wizard::at_records(domain("example.com")),
        Wizard::at_records(domain("example.com")).press("<down>"),
        Wizard::at_records(domain("example.com")).press("z"),
        Wizard::at_records(domain("example.com")).press("h"),
        Wizard::at_records(domain("example.com")).press("g"),
        Wizard::at_records(domain("example.com")).press("g<esc>g"),
        Wizard::at_records(domain("example.com")).press("g<esc>g<enter>"),
        Wizard::at_records(domain("example.com")).press("g<esc>gss"),
        Wizard::at_records(domain("example.com")).press("e"),
        Wizard::at_records(domain("example.com")).press("e").reply(export_reply()),
        Wizard::at_records(domain("example.com")).press("e").reply(export_reply()).press("<enter>"),
        Wizard::at_records(domain("example.com"))
            .press("e")
            .reply(export_reply())
            .press("<enter><enter>")
            .reply(FileSaved(file_exists())),
        Wizard::at_records(domain("example.com")).press("v"),
        Wizard::at_records(domain("example.com")).press("v").reply(OperationFinished(Ok(domain("example.com")))),
        Wizard::at_records(domain("example.com"))
            .press("v")
            .reply(OperationFinished(Ok(domain("example.com"))))
            .press("<esc>"),
        Wizard::at_records(domain("example.com")).press("v").reply(OperationFinished(Ok(verified()))),
        Wizard::at_records(domain("example.com")).press("v").reply(OperationFinished(Ok(verified()))).press("<esc>"),
        Wizard::at_records(domain("example.com")).press("v").reply(OperationFinished(rejected(403))),
        Wizard::at_records(verified()).press("v3"),
        Wizard::at_records(verified()).press("v4"),
        Wizard::at_records(verified()).press("d"),
        check_dns(at_records(), 1).press("v"),
        check_dns(at_records(), 1).press("d"),
        check_dns(at_records(), 1).press("J"),
        checked_records(&[Some("autosend-verify-other"), Some("v=DKIM1")]),
        Wizard::at_records(domain("example.com")).press("d"),
        Wizard::at_records(domain("example.com")).press("d").reply(DnsChecked(Err("no DNS".to_owned()))),
        Wizard::at_records(domain("example.com")).press("w"),
        Wizard::at_records(domain("example.com")).press("w<esc>"),
        in_sandbox(Wizard::at_records(domain("example.com"))),
        in_sandbox(Wizard::at_records(domain("example.com"))).press("p"),
        in_sandbox(Wizard::at_records(domain("example.com"))).press("p<tab>"),
        Wizard::at_records(domain("example.com")).press("h<enter>"),
        Wizard::at_records(domain("example.com")).press("h<enter>d"),
        Wizard::at_records(domain("example.com")).press("v<esc>d"),
        check_dns(at_records(), 2),
        check_dns(at_records(), 2).press("d"),
        in_sandbox(check_dns(at_records(), 2)),
        Wizard::at_records(domain("example.com")).press("h<enter>g"),
        copy_fields(Wizard::at_records(domain("example.com")).press("h<enter>g"), 1),
        copy_fields(Wizard::at_records(domain("example.com")).press("h<enter>g"), 2),
        copy_fields(Wizard::at_records(domain("example.com")).press("h<enter>gs"), 2),
        Wizard::at_records(domain("example.com")).press("h<enter>gss"),
        Wizard::at_records(domain("example.com")).press("h<enter>o"),
        Wizard::at_records(domain("example.com")).press("h<enter>o").reply(LinkOpened(Ok(()))),
        in_sandbox(Wizard::at_records(domain("example.com"))).press("h<enter>o"),
        Wizard::at_records(domain("example.com")).press("m"),
        Wizard::at_records(verified()).press("m"),
        Wizard::at_records(verified()).press("m<enter>"),
        Wizard::posting().reply(DomainCreated(Ok(receiving()))).press("m"),
        Wizard::at_records(domain("example.com")).press("x"),
        Wizard::at_records(domain("example.com")).press("xexample.com"),
        Wizard::at_records(domain("example.com")).press("xexample.com<enter>"),
        Wizard::at_records(domain("example.com")).press("xexample.com<enter><esc><esc>"),
        Wizard::with_list(known()).press("<f2>").reply(ListingSkipped),
        Wizard::with_list(vec![]).press("<f2>").reply(ListingSkipped),
        Wizard::with_key().press("<f2>").reply(DomainsListed(not_sent())),
        Wizard::posting().reply(DomainCreated(rejected(409))),
        Wizard::posting().reply(DomainCreated(rejected(409))).press("<enter>"),
        Wizard::posting().reply(DomainCreated(rejected(402))),
        Wizard::posting().reply(DomainCreated(rejected(403))),
        Wizard::posting().reply(DomainCreated(rejected(403))).press("<down>"),
        Wizard::posting().reply(DomainCreated(rejected(403))).press("<down><down>"),
        Wizard::posting().reply(DomainCreated(rejected(409))).press("<enter>").reply(DomainsListed(Ok(vec![]))),
    ];
    let mut models: Vec<Model> = stories.into_iter().map(|wizard| wizard.model).collect();
    models.push(Wizard::at_records(domain("example.com")).press("?/").model);
    for overlay in [Overlay::Help { scroll: 3 }, Overlay::Details { scroll: 3 }] {
        let mut model = Wizard::posting().reply(DomainCreated(rejected(403))).model;
        model.overlay = Some(overlay);
        models.push(model);
    }
    models
}

fn copy_fields(wizard: Wizard, times: usize) -> Wizard {
    (0..times).fold(wizard, |wizard, _| wizard.press("<enter>").reply(copy_reply(7, Ok(CopyOutcome::System))))
}

fn in_sandbox(mut wizard: Wizard) -> Wizard {
    wizard.model.config.sandbox = true;
    wizard
}

fn verified() -> SendingDomain {
    SendingDomain { status: DomainStatus::Verified, ..domain("example.com") }
}

fn receiving() -> SendingDomain {
    SendingDomain { inbound_enabled_at: "2026-03-19T08:00:00Z".parse().ok(), ..verified() }
}

fn file_exists<T>() -> Result<T, SaveError> {
    Err(SaveError::AlreadyExists { path: "a.zone".to_owned() })
}

fn active(model: &Model) -> Vec<Binding> {
    keymap::active_bindings(model)
}

#[test]
fn a_key_has_one_meaning_at_a_time() {
    for model in models() {
        let active = active(&model);
        for (index, one) in active.iter().enumerate() {
            for other in active.iter().skip(index + 1) {
                let shared = one.keys.iter().find(|key| other.keys.contains(key));
                assert!(shared.is_none(), "{shared:?} is {one:?} and {other:?} on {:?}", model.screen.step());
            }
        }
    }
}

#[test]
fn in_a_text_field_characters_are_text() {
    for model in models().iter().filter(|model| model.screen.accepts_text() && model.overlay.is_none()) {
        for character in ['?', 'q', 'c', 'j', 'i', ' ', 'ä', '…'] {
            let event = KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE);
            let message = keymap::resolve_key(model, &event);
            assert!(matches!(message, Some(Intent::Edit(_))), "{character}: {message:?} on {:?}", model.screen.step());
        }
    }
}

#[test]
fn every_case_of_a_key_works_somewhere() {
    let models = models();
    for (keys, cases) in keymap::sections().flat_map(|section| section.rows) {
        for case in *cases {
            let works = models.iter().any(|model| active(model).iter().any(|active| std::ptr::eq(active.case, case)));
            assert!(works, "{keys:?} {case:?}");
        }
    }
}

#[test]
fn every_hint_has_an_effect() {
    for model in models() {
        for binding in active(&model) {
            // A cursor that is at an end stays there: moving is a choice of the row, not a promise.
            if matches!(binding.case.intent, Intent::Move(_)) {
                continue;
            }
            let (after, commands) = update(model.clone(), binding.case.intent.clone().into());
            assert!(after != model || !commands.is_empty(), "{binding:?} on {:?}", model.screen);
        }
    }
}

#[test]
fn the_help_has_groups_and_typing_narrows_them() {
    let headings = |wizard: &Wizard| -> Vec<String> {
        let filter = wizard.model.help_filter.as_ref().map(|filter| filter.text().to_owned());
        let groups = keymap::help_groups(&wizard.model, &filter.unwrap_or_default());
        groups.iter().filter_map(|(group, _)| group.heading()).collect()
    };
    let wizard = Wizard::at_records(domain("example.com")).press("?");
    assert_eq!(headings(&wizard), ["COPY", "DNS", "DOMAIN", "PROGRAM"]);
    let wizard = wizard.press("/inbound");
    assert_eq!(headings(&wizard), ["DOMAIN"]);
    let wizard = wizard.press("<esc>");
    assert_eq!((headings(&wizard).len(), wizard.model.overlay.is_some()), (4, true), "Esc shows all again");
    let wizard = wizard.press("<esc>");
    assert_eq!((wizard.model.overlay, wizard.model.help_filter.is_some()), (None, false));
    let wizard = wizard.press("?/x<enter>");
    assert_eq!((wizard.model.overlay, wizard.model.help_filter.is_some()), (None, false));
}

#[test]
fn quit_and_back_work_everywhere() {
    for model in models() {
        for (keys, expected) in [("<c-c>", Intent::Quit), ("<esc>", Intent::GoBack)] {
            let event = key_events(keys).next().expect("a key");
            assert_eq!(keymap::resolve_key(&model, &event), Some(expected), "{keys} on {:?}", model.screen.step());
        }
        let (left, _) = update(model, Intent::Quit.into());
        assert_eq!(left.screen.step(), Step::Closed);
    }
}

#[test]
fn a_key_release_does_nothing() {
    let mut event = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
    event.kind = KeyEventKind::Release;
    assert_eq!(keymap::resolve_key(&Wizard::at_review().model, &event), None);
}

#[test]
fn the_key_table_has_every_step() {
    let table = keymap::render_markdown();
    for heading in [Scope::Step(Step::Records), Scope::Step(Step::Domain), Scope::Always].map(Scope::heading) {
        assert!(table.contains(&format!("**{heading}**")), "{table}");
    }
    assert!(table.contains("| c, y, Enter | copy value |"), "{table}");
}
