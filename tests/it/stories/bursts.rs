//! Keys that come in a burst act on what was drawn, and not on what they open.

use autosend_domains::core::domain::{DomainStatus, SendingDomain};
use autosend_domains::core::file_save::SaveError;
use autosend_domains::wizard::{
    DrawnScreen, Event, Intent, Model, PaneKind, PastedText, Reply, Request, Step, TerminalSize, keymap, update,
};
use crossterm::event::{KeyEvent, KeyModifiers};

use super::fixtures::{domain, export_reply};
use crate::support::wizard::{Wizard, key_events, not_sent};

fn at_records() -> Wizard {
    Wizard::at_records(domain("example.com"))
}

/// The first of these keys.
fn key(keys: &str) -> KeyEvent {
    key_events(keys).next().expect("a key")
}

/// How many requests were made that change something at AutoSend, in DNS or on the disk.
fn changes(wizard: &Wizard) -> usize {
    let is_change = |request: &&Request| {
        matches!(
            request,
            Request::CreateDomain { .. }
                | Request::RemoveDomain { .. }
                | Request::RunOperation { .. }
                | Request::PublishRecords { .. }
                | Request::SaveKey(_)
                | Request::SaveFile { .. }
        )
    };
    wizard.all_requests().filter(is_change).count()
}

#[test]
fn a_name_with_empty_lines_advances_one_step() {
    let wizard = Wizard::with_list(vec![]).burst("mail.example.com<enter><enter><enter><enter>").expect(Step::Region);
    assert_eq!(wizard.count_posts(), 0);
    // Each Enter after a frame goes one step more.
    let wizard = wizard.burst("<enter><enter>").reply(Reply::ListingSkipped).expect(Step::Review);
    assert_eq!(wizard.count_posts(), 0);
    assert_eq!(wizard.burst("<enter><enter><enter>").expect(Step::Adding).count_posts(), 1);
}

#[test]
fn a_name_on_records_opens_a_pane_and_no_more() {
    let verified = SendingDomain { status: DomainStatus::Verified, ..domain("example.com") };
    let wizard = Wizard::at_records(verified);
    let posts = wizard.count_posts();
    let wizard = wizard.burst("mail.example.com<enter><enter>").expect(Step::Records);
    assert_eq!(wizard.model.screen.pane_kind(), Some(PaneKind::Inbound));
    assert_eq!((changes(&wizard), wizard.count_posts()), (posts, posts));
    // The same for each letter that opens something.
    for first in ["e", "g", "h", "z", "o", "x", "d", "?", "<f2>"] {
        let wizard = at_records().burst(&format!("{first}example.com<enter><enter>y<enter>"));
        assert_eq!(changes(&wizard), posts, "{first}");
    }
}

#[test]
fn text_for_a_drawn_field_is_accepted_at_any_speed() {
    let wizard = Wizard::with_list(vec![]).burst("mail.example.co<c-h>om<enter>").expect(Step::Region);
    assert_eq!(wizard.model.draft.domain, "mail.example.com");
    let wizard = at_records().burst("<down><up><down>j");
    assert_eq!(wizard.model.screen.step(), Step::Records);
}

#[test]
fn a_removal_is_confirmed_once_its_name_is_seen() {
    let is_removal = |request: &Request| matches!(request, Request::RemoveDomain { .. });
    let wizard = at_records().press("x").expect(Step::Removal).burst("example.com<enter>").expect(Step::Removal);
    assert!(!wizard.all_requests().any(is_removal));
    assert!(wizard.burst("<enter>").all_requests().any(is_removal));
}

#[test]
fn a_file_is_replaced_only_by_an_answer_to_its_question() {
    let exists = || Err(SaveError::AlreadyExists { path: "a.zone".to_owned() });
    let asked = || at_records().press("e").reply(export_reply()).press("<enter><enter>");
    let drawn = DrawnScreen::new(&asked().model);
    let wizard = asked().reply(Reply::FileSaved(exists()));
    let yes = key("y");
    let mut followed = drawn.clone();
    followed.follow(&wizard.model);
    assert_eq!(followed.resolve_key(&wizard.model, &yes), None);
    let seen = DrawnScreen::new(&wizard.model);
    assert_eq!(seen.resolve_key(&wizard.model, &yes), Some(Intent::OverwriteFile));
}

#[test]
fn a_reply_that_opens_another_screen_takes_no_key_of_the_one_before() {
    let wizard = Wizard::posting();
    let mut drawn = DrawnScreen::new(&wizard.model);
    let wizard = wizard.reply(Reply::DomainCreated(Ok(domain("example.com")))).expect(Step::Records);
    drawn.follow(&wizard.model);
    for pressed in key_events("<esc><enter>vq?<f1>") {
        assert_eq!(drawn.resolve_key(&wizard.model, &pressed), None, "{pressed:?}");
    }
    assert_eq!(drawn.resolve_paste(PastedText::new("x")), None);
    // What means the same everywhere does so here.
    for (name, intent) in [("<c-c>", Intent::Quit), ("<c-l>", Intent::Redraw), ("<c-z>", Intent::Suspend)] {
        assert_eq!(drawn.resolve_key(&wizard.model, &key(name)), Some(intent));
    }
}

#[test]
fn the_rest_of_a_burst_acts_on_no_screen_that_was_drawn_meanwhile_and_types_into_its_field() {
    let wizard = Wizard::with_list(vec![]);
    let mut drawn = DrawnScreen::new(&wizard.model);
    let wizard = wizard.burst("mail.example.com<enter>").expect(Step::Region);
    drawn.follow(&wizard.model);
    assert!(drawn.is_ahead_of(&wizard.model), "the burst has opened it");
    for pressed in key_events("<enter><down><f2>") {
        assert_eq!(drawn.resolve_key(&wizard.model, &pressed), None, "{pressed:?}");
    }
    assert_eq!(drawn.resolve_key(&wizard.model, &key("<c-c>")), Some(Intent::Quit));
    // A field shows what is typed, and an Enter behind it confirms nothing.
    let records = at_records();
    let mut drawn = DrawnScreen::new(&records.model);
    let removal = records.press("x").expect(Step::Removal);
    drawn.follow(&removal.model);
    assert_eq!(drawn.resolve_key(&removal.model, &key("e")), None, "it is not drawn yet");
    assert!(drawn.is_ahead_of(&removal.model));
    assert!(drawn.resolve_key(&removal.model, &key("e")).is_some());
    assert_eq!(drawn.resolve_key(&removal.model, &key("<enter>")), None);
    // The same screen with nothing new to confirm waits for nothing.
    let mut drawn = DrawnScreen::new(&removal.model);
    assert!(!drawn.is_ahead_of(&removal.model));
}

#[test]
fn a_screen_that_came_back_was_left_nevertheless() {
    let failed = Wizard::posting().reply(Reply::DomainCreated(not_sent())).expect(Step::Failure);
    let mut drawn = DrawnScreen::new(&failed.model);
    let again = failed.press("<enter>").expect(Step::Adding);
    drawn.follow(&again.model);
    let again = again.reply(Reply::DomainCreated(not_sent())).expect(Step::Failure);
    drawn.follow(&again.model);
    assert_eq!(drawn.resolve_key(&again.model, &key("<enter>")), None);
}

#[test]
fn keys_typed_before_the_first_frame_confirm_nothing() {
    let wizard = Wizard::at_review();
    let enter = key("<enter>");
    assert_eq!(DrawnScreen::before_first(&wizard.model).resolve_key(&wizard.model, &enter), None);
    let wizard = Wizard::with_list(vec![]);
    let letter = key("x");
    assert!(DrawnScreen::before_first(&wizard.model).resolve_key(&wizard.model, &letter).is_some());
}

#[test]
fn a_window_that_is_too_small_confirms_nothing() {
    let resized = |model: Model, columns, rows| update(model, Event::Resized(TerminalSize { columns, rows }).into()).0;
    let enter = key("<enter>");
    for (columns, rows, intent) in [(39, 24, None), (80, 11, None), (40, 12, Some(Intent::Submit))] {
        let model = resized(Wizard::at_review().model, columns, rows);
        assert_eq!(DrawnScreen::new(&model).resolve_key(&model, &enter), intent, "{columns}x{rows}");
    }
}

#[test]
fn a_letter_of_another_script_is_explained_where_a_command_is_expected() {
    let wizard = at_records().press("с");
    assert_eq!(
        wizard.notice(),
        "с is a letter of the Cyrillic script, and the keys here are Latin letters: switch the keyboard layout."
    );
    assert!(at_records().press("ψ").notice().contains("Greek"));
    // In a field it is text, but not with Ctrl.
    let typed = Wizard::with_list(vec![]).press("с");
    assert_eq!(typed.model.draft.domain, "с");
    let mut with_control = key("с");
    with_control.modifiers = KeyModifiers::CONTROL;
    assert_eq!(keymap::resolve_key(&typed.model, &with_control), Some(Intent::ExplainLetter('с')));
    // Latin letters without a meaning stay without one.
    assert_eq!(at_records().press("éß").notice(), "");
}
