//! The Records step: choose a record, copy of it, fetch it again.

use super::super::command::Command;
use super::super::message::{CopyTarget, Message};
use super::super::model::Tone;
use super::super::screen::{RecordsScreen, Screen};
use super::super::selection::moved;
use super::super::session::{Session, Task};
use super::context::Context;
use super::{api_key, domains};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::errors::ApiError;
use crate::core::failure::brief;
use crate::core::text::{Untrusted, truncate};

/// The most columns that a record's title takes in a notice: a member with an unknown name may have any length.
const TITLE: usize = 24;

/// What is said while the person waits for records that are there already.
const FETCHING: &str = "Fetching the records again";

/// Shows the records of a domain that was just read.
pub(super) fn show(session: Session, domain: SendingDomain, context: &mut Context) -> Screen {
    context.model.lookup = None;
    context.model.doubt.retain(|name, _| !domain.is_named(name.as_str()));
    context.model.learnt = Some(domain.clone());
    context.model.has_shown_records = true;
    context.model.outcome = None;
    Screen::Records(RecordsScreen::new(session, domain))
}

/// Shows the records that the list has of a name, and fetches them again behind. Without the name in the list
/// there is nothing to show, and the caller's screen is a mistake: the Domain step is the safe place then.
pub(super) fn open_known(session: Session, name: &DomainName, context: &mut Context) -> Screen {
    match session.find(name).cloned() {
        Some(domain) => open(session, domain, context),
        None => Screen::Domain(super::super::screen::DomainScreen::with(session, &context.model.draft.domain)),
    }
}

/// Shows the records that the list has of a domain, and fetches them again behind.
pub(super) fn open(session: Session, domain: SendingDomain, context: &mut Context) -> Screen {
    let credentials = session.credentials.clone();
    let id = context.id();
    context.command(Command::FetchDomain { id, credentials, domain: domain.id.clone() });
    match show(session, domain, context) {
        Screen::Records(screen) => Screen::Records(RecordsScreen { refreshing: Task::Running(id), ..screen }),
        other => other,
    }
}

/// The name of the command line turns out to be in the project: its records open. Else all stays as it was.
pub(super) fn open_if_known(session: Session, otherwise: Screen, context: &mut Context) -> Screen {
    let Some(name) = context.model.lookup.take() else { return otherwise };
    if session.find(&name).is_none() {
        return otherwise;
    }
    let screen = open_known(session, &name, context);
    context.notice(Tone::Plain, format!("{name} is in this project already: these are its records"));
    screen
}

pub(super) fn update(mut screen: RecordsScreen, message: Message, context: &mut Context) -> Screen {
    match message {
        Message::Move(motion) => {
            let page = usize::from(context.model.viewport.rows / 3);
            screen.cursor = moved(screen.cursor, motion, screen.domain.records.len(), page);
        }
        Message::Copy(target) => copy(&screen, target, context),
        Message::Refresh if !screen.refreshing.is_running() => {
            let id = context.id();
            let credentials = screen.session.credentials.clone();
            context.command(Command::FetchDomain { id, credentials, domain: screen.domain.id.clone() });
            screen.refreshing = Task::Running(id);
            context.notice(Tone::Plain, FETCHING);
        }
        Message::DomainFetched { id, result } if screen.refreshing.awaits(id) => {
            screen.refreshing = Task::Idle;
            return fetched(screen, result, context);
        }
        Message::Back => return domains::from_records(screen, context),
        _ => {}
    }
    Screen::Records(screen)
}

fn fetched(mut screen: RecordsScreen, result: Result<SendingDomain, ApiError>, context: &mut Context) -> Screen {
    match result {
        Ok(domain) => {
            screen.cursor = screen.cursor.min(domain.records.len().saturating_sub(1));
            screen.session.learn(&domain);
            context.model.learnt = Some(domain.clone());
            if context.model.notice.as_ref().is_some_and(|notice| notice.text == FETCHING) {
                let news = if domain == screen.domain { "nothing has changed" } else { "AutoSend has news of them" };
                context.notice(Tone::Good, format!("The records were fetched again: {news}"));
            }
            screen.domain = domain;
            Screen::Records(screen)
        }
        Err(error) if error.status() == Some(404) => {
            let text = format!("{} is no longer there", screen.domain.name.for_screen());
            // What is gone must not be told of as if it were there.
            context.model.learnt = None;
            context.model.outcome = Some(format!("{text} (AutoSend answered 404)."));
            let screen = domains::after_gone(screen, context);
            context.notice(Tone::Bad, text);
            screen
        }
        Err(error) if error.status() == Some(401) => api_key::ask_again(Screen::Records(screen), &error, context),
        Err(error) => {
            context.notice(Tone::Bad, format!("Shown as last read: it could not be fetched again. {}", brief(&error)));
            Screen::Records(screen)
        }
    }
}

fn copy(screen: &RecordsScreen, target: CopyTarget, context: &mut Context) {
    if target == CopyTarget::All {
        if screen.domain.records.is_empty() {
            return;
        }
        let id = context.id();
        context.command(Command::CopyZoneFile { id, records: screen.domain.records.clone() });
        context.model.copying = Some((id, "all records".to_owned()));
        return;
    }
    let Some(record) = screen.selected() else { return };
    let title = record.title();
    let title = truncate(&title, TITLE, "…");
    let (text, what) = match target {
        CopyTarget::Value => (record.publish_value().into_owned(), format!("{title} value")),
        CopyTarget::Returned => (record.value.raw().to_owned(), format!("{title} value as returned")),
        CopyTarget::Name | CopyTarget::All => (record.name.raw().to_owned(), format!("{title} name")),
    };
    if text.is_empty() {
        return context.notice(Tone::Bad, format!("Not copied: the {what} is empty"));
    }
    let text = Untrusted::new(text);
    if let Some(hidden) = text.hidden().first() {
        let text = format!(
            "Not copied: the {what} holds {} at character {}, which cannot be seen",
            hidden.code_point(),
            hidden.position
        );
        return context.notice(Tone::Bad, text);
    }
    let id = context.id();
    context.command(Command::Copy { id, text: text.raw().to_owned() });
    context.model.copying = Some((id, what));
}
