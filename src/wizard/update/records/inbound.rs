//! Switches inbound mail at AutoSend on or off.

use super::fetch;
use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::core::operation::Operation;
use crate::core::record::Slot;
use crate::wizard::command::Request;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{Pane, RecordsScreen};
use crate::wizard::session::RequestState;
use crate::wizard::update::context::{Context, Next};

pub(super) fn update(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let Pane::Inbound { toggling } = screen.pane else { return };
    match (toggling, intent) {
        (RequestState::Idle, Intent::Submit) => {
            if !screen.domain.is_inbound_enabled() && !screen.domain.status.can_send() {
                return;
            }
            let operation =
                if screen.domain.is_inbound_enabled() { Operation::DisableInbound } else { Operation::EnableInbound };
            let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.id.clone());
            let id = context.request(Request::RunOperation { credentials, domain, operation });
            screen.pane = Pane::Inbound { toggling: RequestState::Pending(id) };
        }
        (RequestState::Idle, Intent::GoBack) => screen.pane = Pane::Table,
        // The cancelled request may have been carried out, so the domain is fetched again.
        (RequestState::Pending(id), Intent::GoBack) => {
            context.cancel(id);
            screen.pane = Pane::Table;
            fetch::refetch(screen, context);
        }
        _ => {}
    }
}

/// Handles the response to the switch.
pub(super) fn apply_reply(
    screen: &mut RecordsScreen,
    result: Result<SendingDomain, ApiError>,
    context: &mut Context,
) -> Next {
    screen.pane = Pane::Table;
    match result {
        Ok(domain) => {
            let is_on = domain.is_inbound_enabled();
            fetch::apply_domain(screen, domain, context);
            let record = screen.domain.records.iter().position(|record| record.slot == Slot::InboundMx);
            let text = match record {
                Some(place) if is_on => {
                    screen.cursor = place;
                    "Inbound mail is on. Publish one more record: this MX"
                }
                _ if is_on => "Inbound mail is on",
                _ => "Inbound mail is off. Remove its MX record from DNS if you published it",
            };
            context.show_notice(NoticeLevel::Success, text);
            Next::Stay
        }
        Err(error) => {
            let description = describe_error(&error);
            let text = if error.carried_out() == CarriedOut::Unknown {
                fetch::refetch(screen, context);
                format!("We don't know whether it changed. {description}")
            } else {
                format!("Inbound mail is unchanged. {description}")
            };
            fetch::apply_error(screen, &error, text, context)
        }
    }
}
