//! The list of domains: typing filters it, Enter opens a domain, Esc returns to the previous screen.

use super::context::Context;
use super::{records, removal, verify_watch};
use crate::core::domain::DomainId;
use crate::wizard::domain_rows::DomainRows;
use crate::wizard::field::TextField;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{DomainScreen, DomainsScreen, RecordsScreen, Screen, Step};
use crate::wizard::session::{RemoteData, RequestState, Session};

/// Opens the list over the current screen, unless a POST is pending or there is no session.
pub(super) fn open(screen: Screen, context: &mut Context) -> Screen {
    if matches!(screen.step(), Step::Adding | Step::Domains | Step::Removal | Step::Closed) {
        return screen;
    }
    let Some(session) = screen.session().cloned() else {
        context.show_notice(NoticeLevel::Info, "The list of domains needs a key first");
        return screen;
    };
    let parent = context.cancel_pending(screen);
    let session = context.reload_list_if_stale(session);
    Screen::Domains(new_screen(session, parent))
}

/// Goes back from Records to the list that opened them, or to a list whose Esc leads to a new domain.
pub(super) fn return_from_records(screen: RecordsScreen, context: &mut Context) -> Screen {
    let (list, session) = take_parent_list(screen, context);
    let session = context.reload_list_if_stale(session);
    Screen::Domains(DomainsScreen { session, ..list })
}

/// Shows the list after AutoSend answered 404 for the domain. Loads it again and drops the domain from the exit
/// summary.
pub(super) fn return_after_not_found(screen: RecordsScreen, context: &mut Context) -> Screen {
    let text = format!("{} is no longer there", screen.domain.name.sanitized());
    context.model.last_shown = None;
    context.model.last_shown_age = None;
    context.model.outcome = Some(format!("{text} (AutoSend answered 404)."));
    verify_watch::stop(&screen.domain.id, context);
    let (list, session) = take_parent_list(screen, context);
    let session = context.reload_list(session);
    context.show_notice(NoticeLevel::Error, text);
    Screen::Domains(DomainsScreen { session, ..list })
}

/// Shows the list after one of its domains was removed. Loads it again; Esc does not lead to records of that domain.
pub(super) fn return_after_removal(from: Screen, session: Session, gone: &DomainId, context: &mut Context) -> Screen {
    let list = match from {
        Screen::Domains(list) => list,
        Screen::Records(records) => take_parent_list(records, context).0,
        other => new_screen(session.clone(), other),
    };
    let session = context.reload_list(session);
    let back = match *list.parent {
        Screen::Records(records) if records.domain.id == *gone => list_parent(records, context),
        other => Box::new(other),
    };
    Screen::Domains(DomainsScreen { session, parent: back, ..list })
}

/// Takes the list that Esc leads to out of the records, with the session to show it with.
fn take_parent_list(screen: RecordsScreen, context: &mut Context) -> (DomainsScreen, Session) {
    let RecordsScreen { session, parent_list, refreshing, .. } = screen;
    if let RequestState::Pending(id) = refreshing {
        context.cancel(id);
    }
    let list = parent_list.map_or_else(
        || {
            let back = Screen::Domain(DomainScreen::new(session.clone(), &context.model.draft.domain));
            new_screen(session.clone(), back)
        },
        |list| *list,
    );
    (list, session)
}

fn new_screen(session: Session, back: Screen) -> DomainsScreen {
    let (filter, listing) = (TextField::default(), DomainRows::default());
    DomainsScreen { session, filter, rows: listing, cursor: 0, parent: Box::new(back) }
}

pub(super) fn update(mut screen: DomainsScreen, intent: Intent, context: &mut Context) -> Screen {
    match intent {
        Intent::Move(motion) => {
            let page = usize::from(context.model.viewport.rows.saturating_sub(10));
            screen.cursor = move_cursor(screen.cursor, motion, screen.rows.len(), page);
        }
        Intent::Edit(request) => {
            screen.filter.edit(request);
            screen.refresh(context.model.sort_order, true);
        }
        Intent::Paste(pasted) => {
            screen.filter.insert(pasted.one_line().trim());
            screen.refresh(context.model.sort_order, true);
        }
        Intent::CycleSortOrder => {
            context.model.sort_order = context.model.sort_order.next();
            context.show_notice(NoticeLevel::Info, format!("Sorted {}", context.model.sort_order.label()));
        }
        Intent::Submit => return submit(screen, context),
        Intent::RemoveDomain => return removal::open(Screen::Domains(screen), context),
        Intent::Refresh if screen.session.domains.pending_id().is_none() => {
            screen.session = context.reload_list(screen.session);
        }
        Intent::GoBack => {
            let mut back = *screen.parent;
            if let Some(session) = back.session_mut() {
                *session = screen.session;
            }
            return with_latest_domain(back);
        }
        _ => {}
    }
    Screen::Domains(screen)
}

fn submit(mut screen: DomainsScreen, context: &mut Context) -> Screen {
    let Some(domain) = screen.selected().cloned() else {
        if matches!(screen.session.domains, RemoteData::Failed { .. }) {
            screen.session = context.reload_list(screen.session);
        }
        return Screen::Domains(screen);
    };
    let session = screen.session.clone();
    // Records that were opened from records are not stacked: Esc on the list returns to the first screen.
    let screen = match *screen.parent {
        Screen::Records(records) => DomainsScreen { parent: list_parent(records, context), ..screen },
        _ => screen,
    };
    match records::open(session, domain, context) {
        Screen::Records(records) => Screen::Records(RecordsScreen { parent_list: Some(Box::new(screen)), ..records }),
        other => other,
    }
}

/// Replaces the domain of a Records screen with the one from the latest list.
fn with_latest_domain(screen: Screen) -> Screen {
    match screen {
        Screen::Records(mut records) if records.session.cache.domain_age(&records.domain.id).is_none() => {
            let listed = records.session.domains.value();
            let latest =
                listed.and_then(|domains| domains.iter().find(|domain| domain.id == records.domain.id).cloned());
            if let Some(domain) = latest {
                records.cursor = records.cursor.min(domain.records.len().saturating_sub(1));
                records.domain = domain;
            }
            Screen::Records(records)
        }
        other => other,
    }
}

fn list_parent(records: RecordsScreen, context: &Context) -> Box<Screen> {
    match records.parent_list {
        Some(list) => list.parent,
        None => Box::new(Screen::Domain(DomainScreen::new(records.session, &context.model.draft.domain))),
    }
}
