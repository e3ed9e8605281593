//! Inbound mail: AutoSend is asked to take it in, or no more.

use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::core::operation::Operation;
use crate::core::record::Slot;
use crate::wizard::command::Command;
use crate::wizard::message::Message;
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{Pane, RecordsScreen, Screen};
use crate::wizard::session::RequestState;
use crate::wizard::update::context::Context;
use crate::wizard::update::{api_key, domains};

pub(super) fn update(mut screen: RecordsScreen, message: Message, context: &mut Context) -> Screen {
    let Pane::Inbound { toggling } = screen.pane else { return Screen::Records(screen) };
    match (toggling, message) {
        (RequestState::Idle, Message::Submit) => {
            let operation =
                if screen.domain.is_inbound_enabled() { Operation::DisableInbound } else { Operation::EnableInbound };
            let id = context.next_id();
            let (credentials, domain) = (screen.session.credentials.clone(), screen.domain.id.clone());
            context.emit(Command::RunOperation { id, credentials, domain, operation });
            screen.pane = Pane::Inbound { toggling: RequestState::Pending(id) };
        }
        (RequestState::Idle, Message::GoBack) => screen.pane = Pane::Table,
        // Whether it was carried out is open then: the domain is asked for.
        (RequestState::Pending(id), Message::GoBack) => {
            context.cancel(id);
            screen.pane = Pane::Table;
            super::refetch(&mut screen, context);
        }
        (RequestState::Pending(awaited), Message::OperationFinished { id, result }) if id == awaited => {
            return apply_reply(screen, result, context);
        }
        _ => {}
    }
    Screen::Records(screen)
}

fn apply_reply(mut screen: RecordsScreen, result: Result<SendingDomain, ApiError>, context: &mut Context) -> Screen {
    screen.pane = Pane::Table;
    match result {
        Ok(domain) => {
            let is_on = domain.is_inbound_enabled();
            let mut screen = super::apply_reply(screen, domain, context);
            let record = screen.domain.records.iter().position(|record| record.slot == Slot::InboundMx);
            let words = match record {
                Some(place) if is_on => {
                    screen.cursor = place;
                    "Inbound mail is on: one more record is to be published, this MX"
                }
                _ if is_on => "Inbound mail is on",
                _ => "Inbound mail is off: its MX record, where it was published, is yours to remove",
            };
            context.show_notice(NoticeLevel::Success, words);
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
