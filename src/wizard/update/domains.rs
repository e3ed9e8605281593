//! The list of domains: typing filters it, Enter opens a domain, Esc returns to the previous screen.

use super::context::{Context, Next};
use crate::core::domain::SendingDomain;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{DomainsScreen, RecordsScreen, Screen, Step};
use crate::wizard::session::{RemoteData, Session};

/// Opens the list over the current screen, unless a POST is pending or there is no session.
pub(super) fn open(screen: &mut Screen, context: &mut Context) -> Next {
    if matches!(screen.step(), Step::Adding | Step::Domains | Step::Removal | Step::Closed) {
        return Next::Stay;
    }
    let Some(mut session) = screen.session().cloned() else {
        context.show_notice(NoticeLevel::Info, "Enter an API key first");
        return Next::Stay;
    };
    context.cancel_pending(screen);
    context.reload_list_if_stale(&mut session);
    Next::go(Screen::Domains(DomainsScreen::new(session, Box::new(screen.clone()))))
}

pub(super) fn update(screen: &mut DomainsScreen, intent: Intent, context: &mut Context) -> Next {
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
        Intent::RemoveDomain => {
            if let Some(domain) = screen.selected().cloned() {
                let parent = Screen::Domains(screen.clone());
                return Next::go(context.enter_removal(domain, screen.session.clone(), parent));
            }
        }
        Intent::Refresh if screen.session.domains.pending_id().is_none() => context.reload_list(&mut screen.session),
        Intent::GoBack => {
            let mut parent = screen.parent.clone();
            if let Screen::Records(records) = &mut *parent {
                take_latest_domain(records, &screen.session);
            }
            return Next::go_back(parent, screen.session.clone());
        }
        _ => {}
    }
    Next::Stay
}

fn submit(screen: &mut DomainsScreen, context: &mut Context) -> Next {
    let Some(domain) = screen.selected().cloned() else {
        if matches!(screen.session.domains, RemoteData::Failed { .. }) {
            context.reload_list(&mut screen.session);
        }
        return Next::Stay;
    };
    // Records that were opened from records are not stacked: Esc on the list returns to the first screen.
    if let Screen::Records(records) = &*screen.parent {
        screen.parent = context.screen_above_list(records);
    }
    let parent_list = Some(Box::new(screen.clone()));
    Next::go(Screen::Records(RecordsScreen { parent_list, ..context.enter_records(screen.session.clone(), domain) }))
}

/// Replaces the domain with the one from AutoSend's latest list.
fn take_latest_domain(records: &mut RecordsScreen, session: &Session) {
    let is_same = |domain: &&SendingDomain| domain.id == records.domain.id;
    let listed = session.domains.value().and_then(|list| list.iter().find(is_same));
    if let Some(domain) = listed.filter(|domain| session.cache.domain_age(&domain.id).is_none()).cloned() {
        records.cursor = records.cursor.min(domain.records.len().saturating_sub(1));
        records.domain = domain;
    }
}
