//! The list of domains: narrowed by typing, opened by Enter, left to where one was.

use super::super::field::TextField;
use super::super::message::Message;
use super::super::model::Tone;
use super::super::screen::{DomainScreen, DomainsScreen, RecordsScreen, Screen, Step};
use super::super::selection::moved;
use super::super::session::{Remote, Session, Task};
use super::context::Context;
use super::records;

/// Opens the list over the screen that is shown, unless a POST is under way or no key is in use.
pub(super) fn open(context: &mut Context) {
    let step = context.model.screen.step();
    if matches!(step, Step::Adding | Step::Domains | Step::Closed) {
        return;
    }
    let Some(session) = context.model.screen.session().cloned() else {
        return context.notice(Tone::Plain, "The list of domains needs a key first");
    };
    let screen = context.take_screen();
    let back = context.set_aside(screen);
    let session = context.list_if_old(session);
    context.model.screen = Screen::Domains(blank(session, back));
}

/// Back from Records: to the list they were opened from, as it was; else to a list that goes back to a new domain.
pub(super) fn from_records(screen: RecordsScreen, context: &mut Context) -> Screen {
    let (list, session) = list_of(screen, context);
    let session = context.list_if_old(session);
    Screen::Domains(with_cursor_in_list(DomainsScreen { session, ..list }))
}

/// The domain is gone: the list is asked for again.
pub(super) fn after_gone(screen: RecordsScreen, context: &mut Context) -> Screen {
    let (list, session) = list_of(screen, context);
    let session = context.list_now(session);
    Screen::Domains(DomainsScreen { session, ..list })
}

/// The list that the records go back to, and the session to go there with.
fn list_of(screen: RecordsScreen, context: &mut Context) -> (DomainsScreen, Session) {
    let RecordsScreen { session, behind, refreshing, .. } = screen;
    if let Task::Running(id) = refreshing {
        context.cancel(id);
    }
    let list = behind.map_or_else(
        || {
            let back = Screen::Domain(DomainScreen::with(session.clone(), &context.model.draft.domain));
            blank(session.clone(), back)
        },
        |list| *list,
    );
    (list, session)
}

fn blank(session: Session, back: Screen) -> DomainsScreen {
    DomainsScreen { session, filter: TextField::default(), cursor: 0, back: Box::new(back) }
}

pub(super) fn update(mut screen: DomainsScreen, message: Message, context: &mut Context) -> Screen {
    match message {
        Message::Move(motion) => {
            let page = usize::from(context.model.viewport.rows.saturating_sub(10));
            screen.cursor = moved(screen.cursor, motion, screen.rows().len(), page);
        }
        Message::Edit(request) => {
            let before = screen.filter.text().to_owned();
            screen.filter.edit(request);
            if screen.filter.text() != before {
                screen.cursor = 0;
            }
        }
        Message::Paste(pasted) => {
            screen.filter.insert(pasted.one_line().trim());
            screen.cursor = 0;
        }
        Message::Submit => return submit(screen, context),
        Message::Refresh if screen.session.domains.request().is_none() => {
            screen.session = context.list_now(screen.session);
        }
        Message::Back => {
            let mut back = *screen.back;
            if let Some(session) = back.session_mut() {
                *session = screen.session;
            }
            return back;
        }
        _ => {}
    }
    Screen::Domains(screen)
}

fn submit(mut screen: DomainsScreen, context: &mut Context) -> Screen {
    let Some(domain) = screen.selected().cloned() else {
        if matches!(screen.session.domains, Remote::Failed { .. }) {
            screen.session = context.list_now(screen.session);
        }
        return Screen::Domains(screen);
    };
    let session = screen.session.clone();
    // Records that were opened from records are not piled up: the list goes back to where it first came from.
    let screen = match *screen.back {
        Screen::Records(records) => DomainsScreen { back: way_back(records, context), ..screen },
        _ => screen,
    };
    match records::open(session, domain, context) {
        Screen::Records(records) => Screen::Records(RecordsScreen { behind: Some(Box::new(screen)), ..records }),
        other => other,
    }
}

fn way_back(records: RecordsScreen, context: &Context) -> Box<Screen> {
    match records.behind {
        Some(list) => list.back,
        None => Box::new(Screen::Domain(DomainScreen::with(records.session, &context.model.draft.domain))),
    }
}

/// The row in focus stays in the list when a shorter one arrives.
pub(super) fn with_cursor_in_list(mut screen: DomainsScreen) -> DomainsScreen {
    screen.cursor = screen.cursor.min(screen.rows().len().saturating_sub(1));
    screen
}
