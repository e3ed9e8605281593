//! What holds on every step: leaving, help, notices, waiting, and what is told on leaving.

use autosend_domains::core::exit::Exit;
use autosend_domains::wizard::{
    Command, Effect, Event, Intent, Message, Overlay, Reply, RequestIds, Step, TerminalSize,
};

use super::story::{Story, domain, lost, refused};

#[test]
fn ctrl_c_leaves_from_every_step_and_tells_how() {
    let story = Story::with_list(vec![]).keys("exam<c-c>").at(Step::Closed);
    assert_eq!(story.commands, [Command::Effect(Effect::Quit(Exit::Interrupted))]);
    let story = Story::posting().created(Ok(domain("example.com"))).keys("<c-c>").at(Step::Closed);
    assert_eq!(story.commands, [Command::Effect(Effect::Quit(Exit::Success))]);
    let story = Story::posting().created(Ok(domain("example.com"))).keys("q").at(Step::Closed);
    assert_eq!(story.commands, [Command::Effect(Effect::Quit(Exit::Success))]);
    let story = Story::with_list(vec![]).send(Event::ShutdownRequested(15)).at(Step::Closed);
    assert_eq!(story.commands, [Command::Effect(Effect::Quit(Exit::Signal(15)))]);
    assert_eq!(story.keys("<c-c>").commands, [], "leaving is done once");
}

#[test]
fn leaving_while_a_post_is_under_way_is_remembered() {
    assert_eq!(Story::posting().keys("<c-c>").model.unconfirmed.len(), 1);
    assert_eq!(Story::posting().created(lost()).keys("<c-c>").model.unconfirmed.len(), 1);
    assert!(Story::at_review().keys("<c-c>").model.unconfirmed.is_empty());
}

#[test]
fn help_opens_by_any_of_its_keys_and_takes_the_keys() {
    let story = Story::with_list(vec![]).keys("?").at(Step::Domain);
    assert_eq!(story.model.overlay, None, "where text is typed, ? is text");
    for keys in ["<f1>", "<c-g>"] {
        let story = Story::with_list(vec![]).keys(keys);
        assert_eq!(story.model.overlay, Some(Overlay::Help { scroll: 0 }));
        let story = story.keys("<down>x");
        assert_eq!(story.model.overlay, Some(Overlay::Help { scroll: 1 }));
        assert_eq!(story.keys("<esc>").at(Step::Domain).model.overlay, None);
    }
    let story = Story::at_review().keys("?<enter>").at(Step::Review);
    assert_eq!((story.model.overlay, story.posts()), (None, 0));
}

#[test]
fn details_open_where_there_is_an_error() {
    let story = Story::posting().created(refused(403)).keys("i");
    assert_eq!(story.model.overlay, Some(Overlay::Details { scroll: 0 }));
    assert_eq!(story.keys("i").model.overlay, None);
    assert_eq!(Story::at_review().send(Intent::ToggleDetails).model.overlay, None);
}

#[test]
fn answers_arrive_under_an_open_help() {
    let story = Story::posting().keys("<f1>").created(Ok(domain("example.com"))).at(Step::Records);
    assert_eq!(story.model.overlay, Some(Overlay::Help { scroll: 0 }));
}

#[test]
fn a_notice_goes_with_its_timer_or_with_its_step() {
    let story = Story::with_key().listed(refused(500));
    assert!(!story.notice().is_empty());
    assert_eq!(story.timer(12_000).notice(), "");
    let story = Story::with_key().listed(refused(500)).keys("example.com<enter>").at(Step::Region);
    assert_eq!(story.notice(), "");
    assert!(matches!(story.commands[..], [Command::Effect(Effect::Cancel(_))]));
}

#[test]
fn a_timer_ticks_only_while_something_is_waited_for() {
    let story = Story::posting().timer(125).timer(125);
    assert_eq!(story.model.spinner.map(|busy| busy.ticks), Some(2));
    let story = story.created(Ok(domain("example.com")));
    assert_eq!(story.model.spinner, None);
    let story = Story::at_review();
    assert_eq!(story.model.spinner, None);
}

#[test]
fn a_resize_changes_nothing_but_the_size() {
    let size = TerminalSize { columns: 40, rows: 12 };
    let before = Story::at_review();
    let mut expected = before.model.clone();
    expected.viewport = size;
    assert_eq!(before.send(Event::Resized(size)).model, expected);
}

#[test]
fn a_key_pasted_where_it_does_not_belong_is_not_shown() {
    for story in
        [Story::with_list(vec![]), Story::with_list(vec![]).keys("<f2>"), Story::with_list(vec![]).keys("a.com<enter>")]
    {
        let before = story.model.screen.clone();
        let story = story.paste("AS_0123456789abcdef");
        assert_eq!(story.model.screen, before);
        assert!(story.notice().starts_with("That looks like an API key"), "{}", story.notice());
    }
}

#[test]
fn drawing_anew_and_suspending_are_left_to_the_shell() {
    assert_eq!(Story::at_review().keys("<c-l>").commands, [Command::Effect(Effect::Redraw)]);
    assert_eq!(Story::at_review().keys("<c-z>").commands, [Command::Effect(Effect::Suspend)]);
}

#[test]
fn what_became_of_keeping_the_key_is_said() {
    let story = Story::with_list(vec![])
        .send(Message::Reply(RequestIds::default().next(), Reply::KeySaved(Ok("~/.config/x".to_owned()))));
    assert_eq!(story.notice(), "The key is kept in ~/.config/x");
    let story = story.send(Message::Reply(RequestIds::default().next(), Reply::KeySaved(Err("no room".to_owned()))));
    assert_eq!(story.notice(), "The key was not kept, it serves this run only: no room");
}

#[test]
fn details_close_when_an_answer_takes_their_error_away() {
    let story = Story::posting().created(refused(409)).keys("<enter>i");
    assert!(story.model.overlay.is_some());
    let story = story.listed(Ok(vec![domain("example.com")])).at(Step::Records);
    assert_eq!(story.model.overlay, None);
}

#[test]
fn a_domain_that_was_read_again_keeps_its_place_in_the_list() {
    let story = Story::with_list(vec![domain("one.com"), domain("two.com")]).keys("<f2>").still_fresh();
    let story = story.keys("<enter>").fetched(Ok(domain("one.com"))).keys("<esc>").at(Step::Domains);
    let autosend_domains::wizard::Screen::Domains(screen) = &story.model.screen else { panic!() };
    let rows = (0..screen.rows.len()).filter_map(|row| screen.rows.get(row));
    let names: Vec<&str> = rows.map(|domain| domain.name.raw()).collect();
    assert_eq!(names, ["one.com", "two.com"]);
}
