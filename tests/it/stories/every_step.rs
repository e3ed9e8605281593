//! What holds on every step: leaving, help, notices, waiting, and what is told on leaving.

use autosend_domains::core::exit::Exit;
use autosend_domains::wizard::Reply::{DomainCreated, DomainFetched, DomainsListed, ListingSkipped};
use autosend_domains::wizard::{
    Command, Effect, Event, Intent, Message, Overlay, Reply, RequestIds, Step, TerminalSize,
};

use super::fixtures::domain;
use crate::support::wizard::{Wizard, lost, rejected};

#[test]
fn ctrl_c_leaves_every_step_with_its_exit() {
    let wizard = Wizard::with_list(vec![]).press("exam<c-c>").expect(Step::Closed);
    assert_eq!(wizard.commands, [Command::Effect(Effect::Quit(Exit::Interrupted))]);
    let wizard = Wizard::at_records(domain("example.com")).press("<c-c>").expect(Step::Closed);
    assert_eq!(wizard.commands, [Command::Effect(Effect::Quit(Exit::Success))]);
    let wizard = Wizard::at_records(domain("example.com")).press("q").expect(Step::Closed);
    assert_eq!(wizard.commands, [Command::Effect(Effect::Quit(Exit::Success))]);
    let wizard = Wizard::with_list(vec![]).send(Event::ShutdownRequested(15)).expect(Step::Closed);
    assert_eq!(wizard.commands, [Command::Effect(Effect::Quit(Exit::Signal(15)))]);
    assert_eq!(wizard.press("<c-c>").commands, [], "leaving is done once");
}

#[test]
fn leaving_during_a_post_leaves_it_unconfirmed() {
    assert_eq!(Wizard::posting().press("<c-c>").model.unconfirmed.len(), 1);
    assert_eq!(Wizard::posting().reply(DomainCreated(lost())).press("<c-c>").model.unconfirmed.len(), 1);
    assert!(Wizard::at_review().press("<c-c>").model.unconfirmed.is_empty());
}

#[test]
fn help_opens_by_any_of_its_keys_and_takes_the_keys() {
    let wizard = Wizard::with_list(vec![]).press("?").expect(Step::Domain);
    assert_eq!(wizard.model.overlay, None, "where text is typed, ? is text");
    for keys in ["<f1>", "<c-g>"] {
        let wizard = Wizard::with_list(vec![]).press(keys);
        assert_eq!(wizard.model.overlay, Some(Overlay::Help { scroll: 0 }));
        let wizard = wizard.press("<down>x");
        assert_eq!(wizard.model.overlay, Some(Overlay::Help { scroll: 1 }));
        assert_eq!(wizard.press("<esc>").expect(Step::Domain).model.overlay, None);
    }
    let wizard = Wizard::at_review().press("?<enter>").expect(Step::Review);
    assert_eq!((wizard.model.overlay, wizard.count_posts()), (None, 0));
}

#[test]
fn details_open_where_there_is_an_error() {
    let wizard = Wizard::posting().reply(DomainCreated(rejected(403))).press("i");
    assert_eq!(wizard.model.overlay, Some(Overlay::Details { scroll: 0 }));
    assert_eq!(wizard.press("i").model.overlay, None);
    assert_eq!(Wizard::at_review().send(Intent::ToggleDetails).model.overlay, None);
}

#[test]
fn replies_arrive_under_an_open_help() {
    let wizard = Wizard::posting().press("<f1>").reply(DomainCreated(Ok(domain("example.com")))).expect(Step::Records);
    assert_eq!(wizard.model.overlay, Some(Overlay::Help { scroll: 0 }));
}

#[test]
fn a_notice_disappears_with_its_timer_or_step() {
    let wizard = Wizard::with_key().reply(DomainsListed(rejected(500)));
    assert!(!wizard.notice().is_empty());
    assert_eq!(wizard.fire_timer(12_000).notice(), "");
    let wizard =
        Wizard::with_key().reply(DomainsListed(rejected(500))).press("example.com<enter>").expect(Step::Region);
    assert_eq!(wizard.notice(), "");
    assert!(matches!(wizard.commands[..], [Command::Effect(Effect::Cancel(_))]));
}

#[test]
fn the_spinner_ticks_only_while_waiting() {
    let wizard = Wizard::posting().fire_timer(125).fire_timer(125);
    assert_eq!(wizard.model.spinner.map(|busy| busy.ticks), Some(2));
    let wizard = wizard.reply(DomainCreated(Ok(domain("example.com"))));
    assert_eq!(wizard.model.spinner, None);
    let wizard = Wizard::at_review();
    assert_eq!(wizard.model.spinner, None);
}

#[test]
fn a_resize_changes_nothing_but_the_size() {
    let size = TerminalSize { columns: 40, rows: 12 };
    let before = Wizard::at_review();
    let mut expected = before.model.clone();
    expected.viewport = size;
    assert_eq!(before.send(Event::Resized(size)).model, expected);
}

#[test]
fn a_key_pasted_where_it_does_not_belong_is_not_shown() {
    for wizard in [
        Wizard::with_list(vec![]),
        Wizard::with_list(vec![]).press("<f2>"),
        Wizard::with_list(vec![]).press("a.com<enter>"),
    ] {
        let before = wizard.model.screen.clone();
        let wizard = wizard.paste("AS_0123456789abcdef");
        assert_eq!(wizard.model.screen, before);
        assert!(wizard.notice().starts_with("That looks like an API key"), "{}", wizard.notice());
    }
}

#[test]
fn redraw_and_suspend_are_effects() {
    assert_eq!(Wizard::at_review().press("<c-l>").commands, [Command::Effect(Effect::Redraw)]);
    assert_eq!(Wizard::at_review().press("<c-z>").commands, [Command::Effect(Effect::Suspend)]);
}

#[test]
fn saving_the_key_reports_its_result() {
    let wizard = Wizard::with_list(vec![])
        .send(Message::Reply(RequestIds::default().next(), Reply::KeySaved(Ok("~/.config/x".to_owned()))));
    assert_eq!(wizard.notice(), "Key saved to ~/.config/x");
    let wizard = wizard.send(Message::Reply(RequestIds::default().next(), Reply::KeySaved(Err("no room".to_owned()))));
    assert_eq!(wizard.notice(), "Key not saved; using it for this session only: no room");
}

#[test]
fn details_close_when_a_reply_removes_the_error() {
    let wizard = Wizard::posting().reply(DomainCreated(rejected(409))).press("<enter>i");
    assert!(wizard.model.overlay.is_some());
    let wizard = wizard.reply(DomainsListed(Ok(vec![domain("example.com")]))).expect(Step::Records);
    assert_eq!(wizard.model.overlay, None);
}

#[test]
fn a_refreshed_domain_keeps_its_place_in_the_list() {
    let wizard = Wizard::with_list(vec![domain("one.com"), domain("two.com")]).press("<f2>").reply(ListingSkipped);
    let wizard =
        wizard.press("<enter>").reply(DomainFetched(Ok(domain("one.com")))).press("<esc>").expect(Step::Domains);
    let autosend_domains::wizard::Screen::Domains(screen) = &wizard.model.screen else { panic!() };
    let rows = (0..screen.rows.len()).filter_map(|row| screen.rows.get(row));
    let names: Vec<&str> = rows.map(|domain| domain.name.raw()).collect();
    assert_eq!(names, ["one.com", "two.com"]);
}
