//! The list of domains: narrowed by typing, opened by Enter, left to where one was.

use super::super::field::TextField;
use super::super::message::Message;
use super::super::screen::{DomainScreen, DomainsScreen, RecordsScreen, Screen, Step};
use super::super::selection::moved;
use super::super::session::{Remote, Session};
use super::context::Context;
use super::records;

/// Opens the list over the screen that is shown, unless a POST is under way or no key is in use.
pub(super) fn open(context: &mut Context) {
    let step = context.model.screen.step();
    if matches!(step, Step::Adding | Step::Domains | Step::Closed) {
        return;
    }
    let Some(session) = context.model.screen.session().cloned() else { return };
    let back = context.take_screen();
    context.model.screen = list(session, back, context);
}

/// Back from Records: to where the list goes back to, or to a new domain.
pub(super) fn from_records(screen: RecordsScreen, context: &mut Context) -> Screen {
    let back = behind(screen.behind, &screen.session, context);
    list(screen.session, back, context)
}

/// The domain is gone: the list is asked for again.
pub(super) fn after_gone(screen: RecordsScreen, context: &mut Context) -> Screen {
    let back = behind(screen.behind, &screen.session, context);
    let session = context.list_now(screen.session);
    blank(session, back)
}

fn behind(behind: Option<Box<Screen>>, session: &Session, context: &Context) -> Screen {
    behind.map_or_else(
        || Screen::Domain(DomainScreen::with(session.clone(), &context.model.draft.domain)),
        |screen| *screen,
    )
}

fn list(session: Session, back: Screen, context: &mut Context) -> Screen {
    let session = context.list_if_old(session);
    blank(session, back)
}

fn blank(session: Session, back: Screen) -> Screen {
    Screen::Domains(DomainsScreen { session, filter: TextField::default(), cursor: 0, back: Box::new(back) })
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
    // The list keeps its way back, but records opened from records are not piled up.
    let behind = match *screen.back {
        Screen::Records(records) => records.behind,
        back => Some(Box::new(back)),
    };
    match records::open(screen.session, domain, context) {
        Screen::Records(records) => Screen::Records(RecordsScreen { behind, ..records }),
        other => other,
    }
}

/// The row in focus stays in the list when a shorter one arrives.
pub(super) fn with_cursor_in_list(mut screen: DomainsScreen) -> DomainsScreen {
    screen.cursor = screen.cursor.min(screen.rows().len().saturating_sub(1));
    screen
}
