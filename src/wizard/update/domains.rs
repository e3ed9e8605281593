//! The list of domains: narrowed by typing, opened by Enter, left to where one was.

use super::super::field::TextField;
use super::super::listing::Listing;
use super::super::message::Message;
use super::super::model::Tone;
use super::super::screen::{DomainScreen, DomainsScreen, RecordsScreen, Screen, Step};
use super::super::selection::moved;
use super::super::session::{Remote, Session, Task};
use super::context::Context;
use super::{follow, records, removal};
use crate::core::domain::DomainId;

/// Opens the list over the screen that is shown, unless a POST is under way or no key is in use.
pub(super) fn open(context: &mut Context) {
    let step = context.model.screen.step();
    if matches!(step, Step::Adding | Step::Domains | Step::Removal | Step::Closed) {
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
    Screen::Domains(DomainsScreen { session, ..list })
}

/// AutoSend no longer has the domain: the list is asked for again, and what is gone is not told of as if it were there.
pub(super) fn after_loss(screen: RecordsScreen, context: &mut Context) -> Screen {
    let text = format!("{} is no longer there", screen.domain.name.sanitized());
    context.model.learnt = None;
    context.model.learnt_age = None;
    context.model.outcome = Some(format!("{text} (AutoSend answered 404)."));
    follow::stop(&screen.domain.id, context);
    let (list, session) = list_of(screen, context);
    let session = context.list_now(session);
    context.notice(Tone::Bad, text);
    Screen::Domains(DomainsScreen { session, ..list })
}

/// The list after a domain of it was removed, from where that was asked. It is asked for again, and goes back to no
/// records of that domain.
pub(super) fn without(from: Screen, session: Session, gone: &DomainId, context: &mut Context) -> Screen {
    let list = match from {
        Screen::Domains(list) => list,
        Screen::Records(records) => list_of(records, context).0,
        other => blank(session.clone(), other),
    };
    let session = context.list_now(session);
    let back = match *list.back {
        Screen::Records(records) if records.domain.id == *gone => way_back(records, context),
        other => Box::new(other),
    };
    Screen::Domains(DomainsScreen { session, back, ..list })
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
    let (filter, listing) = (TextField::default(), Listing::default());
    DomainsScreen { session, filter, listing, cursor: 0, back: Box::new(back) }
}

pub(super) fn update(mut screen: DomainsScreen, message: Message, context: &mut Context) -> Screen {
    match message {
        Message::Move(motion) => {
            let page = usize::from(context.model.viewport.rows.saturating_sub(10));
            screen.cursor = moved(screen.cursor, motion, screen.listing.len(), page);
        }
        Message::Edit(request) => {
            screen.filter.edit(request);
            screen.refresh(context.model.order, true);
        }
        Message::Paste(pasted) => {
            screen.filter.insert(pasted.one_line().trim());
            screen.refresh(context.model.order, true);
        }
        Message::Sort => {
            context.model.order = context.model.order.next();
            context.notice(Tone::Plain, format!("Sorted {}", context.model.order.words()));
        }
        Message::Submit => return submit(screen, context),
        Message::Remove => return removal::open(Screen::Domains(screen), context),
        Message::Refresh if screen.session.domains.request().is_none() => {
            screen.session = context.list_now(screen.session);
        }
        Message::Back => {
            let mut back = *screen.back;
            if let Some(session) = back.session_mut() {
                *session = screen.session;
            }
            return with_news(back);
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

/// Records that are come back to are as AutoSend has told them meanwhile.
fn with_news(screen: Screen) -> Screen {
    match screen {
        Screen::Records(mut records) if records.session.kept.age_of(&records.domain.id).is_none() => {
            let known = records.session.domains.known();
            let news = known.and_then(|known| known.iter().find(|domain| domain.id == records.domain.id).cloned());
            if let Some(domain) = news {
                records.cursor = records.cursor.min(domain.records.len().saturating_sub(1));
                records.domain = domain;
            }
            Screen::Records(records)
        }
        other => other,
    }
}

fn way_back(records: RecordsScreen, context: &Context) -> Box<Screen> {
    match records.behind {
        Some(list) => list.back,
        None => Box::new(Screen::Domain(DomainScreen::with(records.session, &context.model.draft.domain))),
    }
}
