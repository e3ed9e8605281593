//! Takes AutoSend's latest answer on the domain that is shown.

use super::{export, guide};
use crate::core::api_error::ApiError;
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{Pane, RecordsScreen, Screen};
use crate::wizard::session::RequestState;
use crate::wizard::update::context::{Context, Next};

/// Fetches the domain again.
pub(super) fn refetch(screen: &mut RecordsScreen, context: &mut Context) {
    if let RequestState::Pending(id) = screen.refreshing {
        context.cancel(id);
    }
    screen.refreshing = RequestState::Pending(context.fetch_domain(&screen.session.credentials, &screen.domain.id));
}

/// Handles the response to the fetch.
pub(super) fn apply_reply(
    screen: &mut RecordsScreen,
    result: Result<SendingDomain, ApiError>,
    context: &mut Context,
) -> Next {
    screen.refreshing = RequestState::Idle;
    match result {
        Ok(domain) => {
            if context.shows_refetching_notice() {
                let news = if domain == screen.domain { "no changes" } else { "updated" };
                context.show_notice(NoticeLevel::Success, format!("Records refreshed: {news}"));
            }
            apply_domain(screen, domain, context);
            Next::Stay
        }
        Err(error) => {
            let clock = context.model.clock;
            let read =
                screen.age.map_or_else(|| "saved data".to_owned(), |age| format!("data from {}", age.label(clock)));
            let text = format!("Couldn't refresh; showing {read}. {}", describe_error(&error));
            apply_error(screen, &error, text, context)
        }
    }
}

/// Handles an error of a request for the domain: a domain that is gone has a screen of its own, a key that is not accepted to
/// the Key step. Any other error is shown with this text.
pub(super) fn apply_error(screen: &RecordsScreen, error: &ApiError, text: String, context: &mut Context) -> Next {
    match error.status() {
        _ if error.is_not_found() => Next::go(context.enter_gone(screen, error)),
        Some(401) => Next::go(context.enter_key_prompt(Screen::Records(screen.clone()), error)),
        _ => {
            context.show_notice(NoticeLevel::Error, text);
            Next::Stay
        }
    }
}

/// Takes AutoSend's latest answer on the domain, and saves it for the next run.
pub(super) fn apply_domain(screen: &mut RecordsScreen, domain: SendingDomain, context: &mut Context) {
    screen.session.upsert_domain(&domain);
    context.save_to_cache(&screen.session.credentials, &domain);
    context.model.domain_states.update_check_history(&domain);
    context.model.last_shown = Some(domain.clone());
    context.model.last_shown_age = None;
    replace_domain(screen, domain, context);
}

/// Replaces the domain with AutoSend's latest answer; the selection stays at its record.
pub(in crate::wizard::update) fn replace_domain(
    screen: &mut RecordsScreen,
    domain: SendingDomain,
    context: &mut Context,
) {
    screen.select(screen.cursor.min(domain.records.len().saturating_sub(1)));
    screen.age = None;
    let has_changed = domain != screen.domain;
    guide::sync_records(screen, &domain, context);
    screen.domain = domain;
    if has_changed {
        export::refresh_preview(screen, context);
    }
    if screen.domain.records.is_empty()
        && !matches!(screen.pane, Pane::Verify { .. } | Pane::Finish { .. } | Pane::Dns { .. } | Pane::Inbound { .. })
    {
        screen.pane = Pane::Table;
    }
}
