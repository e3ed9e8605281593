//! Switches inbound mail at AutoSend on or off.

use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::core::operation::Operation;
use crate::core::record::Slot;
use crate::wizard::command::Request;
use crate::wizard::message::Intent;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{Pane, RecordsScreen, Screen};
use crate::wizard::session::RequestState;
use crate::wizard::update::context::Context;
use crate::wizard::update::{api_key, domains};

pub(super) fn update(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let Pane::Inbound { toggling } = screen.pane else { return };
    match (toggling, intent) {
        (RequestState::Idle, Intent::Submit) => {
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
            super::refetch(screen, context);
        }
        _ => {}
    }
}

/// Handles the response to the switch.
pub(super) fn apply_reply(
    mut screen: RecordsScreen,
    result: Result<SendingDomain, ApiError>,
    context: &mut Context,
) -> Screen {
    screen.pane = Pane::Table;
    match result {
        Ok(domain) => {
            let is_on = domain.is_inbound_enabled();
            super::apply_domain(&mut screen, domain, context);
            let record = screen.domain.records.iter().position(|record| record.slot == Slot::InboundMx);
            let text = match record {
                Some(place) if is_on => {
                    screen.cursor = place;
                    "Inbound mail is on: one more record is to be published, this MX"
                }
                _ if is_on => "Inbound mail is on",
                _ => "Inbound mail is off: its MX record, where it was published, is yours to remove",
            };
            context.show_notice(NoticeLevel::Success, text);
            Screen::Records(screen)
        }
        Err(error) if error.status() == Some(404) => domains::return_after_not_found(screen, context),
        Err(error) if error.status() == Some(401) => {
            api_key::prompt_for_new_key(Screen::Records(screen), &error, context)
        }
        Err(error) => {
            if error.carried_out() == CarriedOut::Unknown {
                super::refetch(&mut screen, context);
                context.show_notice(
                    NoticeLevel::Error,
                    format!("Whether it was switched is not known. {}", describe_error(&error)),
                );
            } else {
                context.show_notice(
                    NoticeLevel::Error,
                    format!("Inbound mail stays as it was. {}", describe_error(&error)),
                );
            }
            Screen::Records(screen)
        }
    }
}
