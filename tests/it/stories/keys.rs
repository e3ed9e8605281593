//! The table of keys: one meaning a key, text stays text, and a hint that is shown does something.

use autosend_domains::core::domain::{DomainStatus, SendingDomain};
use autosend_domains::core::file_save::SaveError;
use autosend_domains::wizard::keymap::{self, BINDINGS, Binding, Scope};
use autosend_domains::wizard::{InitOptions, Intent, Model, Overlay, Step, update};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::dns::{at_records, surveyed};
use super::story::{Story, domain, keeping, key_events, lost, not_sent, refused};

/// A model of every step and state that has keys of its own.
fn models() -> Vec<Model> {
    let key = || Story::begin(InitOptions { config: keeping(), ..InitOptions::default() });
    let known = || vec![domain("example.com"), domain("other.com")];
    let stories = vec![
        key(),
        key().paste("ASA_account12345"),
        key().paste("ASA_account12345").keys("<enter>"),
        key().paste("AS_key12345").keys("<enter>"),
        key().paste("AS_key12345").keys("<enter>").listed(Ok(vec![])),
        Story::with_list(vec![]).keys("<esc>"),
        Story::with_list(vec![]),
        Story::with_list(vec![]).keys("example.com"),
        Story::with_list(vec![]).keys("www.example.com"),
        Story::with_list(vec![]).keys("example..com"),
        Story::with_list(known()).keys("example.com"),
        Story::with_list(vec![]).keys("example.com<enter>"),
        Story::with_list(vec![]).keys("example.com<enter>mars<enter>"),
        Story::at_review(),
        Story::with_key().keys("example.com<enter><enter>").listed(Ok(known())),
        Story::posting().keys("<esc><esc>"),
        Story::posting(),
        Story::posting().created(refused(429)),
        Story::posting().created(lost()),
        Story::posting().created(lost()).listed(Ok(vec![])),
        Story::posting().created(Ok(domain("example.com"))),
        Story::posting().created(Ok(domain("example.com"))).keys("<down>"),
        Story::posting().created(Ok(domain("example.com"))).keys("z"),
        Story::posting().created(Ok(domain("example.com"))).keys("h"),
        Story::posting().created(Ok(domain("example.com"))).keys("g"),
        Story::posting().created(Ok(domain("example.com"))).keys("g<esc>g"),
        Story::posting().created(Ok(domain("example.com"))).keys("g<esc>g<enter>"),
        Story::posting().created(Ok(domain("example.com"))).keys("g<esc>gss"),
        Story::posting().created(Ok(domain("example.com"))).keys("e"),
        Story::posting().created(Ok(domain("example.com"))).keys("e").exported(),
        Story::posting().created(Ok(domain("example.com"))).keys("e").exported().keys("<enter>"),
        Story::posting().created(Ok(domain("example.com"))).keys("e").exported().keys("<enter><enter>").saved(exists()),
        Story::posting().created(Ok(domain("example.com"))).keys("v"),
        Story::posting().created(Ok(domain("example.com"))).keys("v").operated(Ok(domain("example.com"))),
        Story::posting().created(Ok(domain("example.com"))).keys("v").operated(Ok(domain("example.com"))).keys("<esc>"),
        Story::posting().created(Ok(domain("example.com"))).keys("v").operated(Ok(verified())),
        Story::posting().created(Ok(domain("example.com"))).keys("d"),
        Story::posting().created(Ok(domain("example.com"))).keys("d").surveyed(Err("no DNS")),
        Story::posting().created(Ok(domain("example.com"))).keys("w"),
        Story::posting().created(Ok(domain("example.com"))).keys("w<esc>"),
        in_sandbox(Story::posting().created(Ok(domain("example.com")))),
        in_sandbox(Story::posting().created(Ok(domain("example.com")))).keys("p"),
        in_sandbox(Story::posting().created(Ok(domain("example.com")))).keys("p<tab>"),
        Story::posting().created(Ok(domain("example.com"))).keys("h<enter>"),
        Story::posting().created(Ok(domain("example.com"))).keys("h<enter>d"),
        Story::posting().created(Ok(domain("example.com"))).keys("v<esc>d"),
        surveyed(at_records(), 2),
        surveyed(at_records(), 2).keys("d"),
        in_sandbox(surveyed(at_records(), 2)),
        Story::posting().created(Ok(domain("example.com"))).keys("h<enter>g"),
        Story::posting().created(Ok(domain("example.com"))).keys("h<enter>o"),
        Story::posting().created(Ok(domain("example.com"))).keys("h<enter>o").opened(Ok(())),
        in_sandbox(Story::posting().created(Ok(domain("example.com")))).keys("h<enter>o"),
        Story::posting().created(Ok(domain("example.com"))).keys("m"),
        Story::posting().created(Ok(domain("example.com"))).keys("m<enter>"),
        Story::posting().created(Ok(receiving())).keys("m"),
        Story::posting().created(Ok(domain("example.com"))).keys("x"),
        Story::posting().created(Ok(domain("example.com"))).keys("xexample.com"),
        Story::posting().created(Ok(domain("example.com"))).keys("xexample.com<enter>"),
        Story::posting().created(Ok(domain("example.com"))).keys("xexample.com<enter><esc><esc>"),
        Story::with_list(known()).keys("<f2>").still_fresh(),
        Story::with_list(vec![]).keys("<f2>").still_fresh(),
        Story::with_key().keys("<f2>").listed(not_sent()),
        Story::posting().created(refused(409)),
        Story::posting().created(refused(409)).keys("<enter>"),
        Story::posting().created(refused(403)),
        Story::posting().created(refused(409)).keys("<enter>").listed(Ok(vec![])),
    ];
    let mut models: Vec<Model> = stories.into_iter().map(|story| story.model).collect();
    for overlay in [Overlay::Help { scroll: 3 }, Overlay::Details { scroll: 3 }] {
        let mut model = Story::posting().created(refused(403)).model;
        model.overlay = Some(overlay);
        models.push(model);
    }
    models
}

fn in_sandbox(mut story: Story) -> Story {
    story.model.config.sandbox = true;
    story
}

fn verified() -> SendingDomain {
    SendingDomain { status: DomainStatus::Verified, ..domain("example.com") }
}

fn receiving() -> SendingDomain {
    SendingDomain { inbound_enabled_at: "2026-03-19T08:00:00Z".parse().ok(), ..verified() }
}

fn exists<T>() -> Result<T, SaveError> {
    Err(SaveError::AlreadyExists { path: "a.zone".to_owned() })
}

fn active(model: &Model) -> Vec<&'static Binding> {
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
fn where_text_is_typed_characters_are_text() {
    for model in models().iter().filter(|model| model.screen.accepts_text() && model.overlay.is_none()) {
        for character in ['?', 'q', 'c', 'j', 'i', ' ', 'ä', '…'] {
            let event = KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE);
            let message = keymap::resolve_key(model, &event);
            assert!(matches!(message, Some(Intent::Edit(_))), "{character}: {message:?} on {:?}", model.screen.step());
        }
    }
}

#[test]
fn every_binding_works_somewhere() {
    let models = models();
    for binding in BINDINGS {
        let works = models.iter().any(|model| active(model).iter().any(|active| std::ptr::eq(*active, binding)));
        assert!(works, "{binding:?}");
    }
}

#[test]
fn what_is_hinted_does_something() {
    for model in models() {
        for binding in active(&model) {
            // A cursor that is at an end stays there: moving is a choice of the row, not a promise.
            if matches!(binding.intent, Intent::Move(_)) {
                continue;
            }
            let (after, commands) = update(model.clone(), binding.intent.clone().into());
            assert!(after != model || !commands.is_empty(), "{binding:?} on {:?}", model.screen);
        }
    }
}

#[test]
fn leaving_and_going_back_are_answered_everywhere() {
    for model in models() {
        for (keys, wanted) in [("<c-c>", Intent::Quit), ("<esc>", Intent::GoBack)] {
            let event = key_events(keys).remove(0);
            assert_eq!(keymap::resolve_key(&model, &event), Some(wanted), "{keys} on {:?}", model.screen.step());
        }
        let (left, _) = update(model, Intent::Quit.into());
        assert_eq!(left.screen.step(), Step::Closed);
    }
}

#[test]
fn releasing_a_key_means_nothing() {
    let mut event = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
    event.kind = KeyEventKind::Release;
    assert_eq!(keymap::resolve_key(&Story::at_review().model, &event), None);
}

#[test]
fn the_keys_of_every_step_are_told_to_readers() {
    let table = keymap::render_markdown();
    for heading in [Scope::Step(Step::Records), Scope::Step(Step::Domain), Scope::Always].map(Scope::heading) {
        assert!(table.contains(&format!("**{heading}**")), "{table}");
    }
    assert!(table.contains("| c, y, Enter | copy value |"), "{table}");
}
