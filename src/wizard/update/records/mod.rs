//! The Records step: choose a record, copy of it, fetch it again; and what opens in place of the table.

mod choose;
mod copy;
mod export;
mod guide;
mod inbound;
pub(super) mod panel;
mod publish;

pub use publish::ways;

use super::super::command::Command;
use super::super::message::{CopyTarget, Message};
use super::super::model::{Raw, Tone};
use super::super::screen::{Pane, PaneKind, RecordsScreen, Screen};
use super::super::selection::moved;
use super::super::session::{RequestId, Session, Task};
use super::context::Context;
use super::{api_key, dns, domains, follow, removal};
use crate::core::api_error::ApiError;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::failure::describe_error;
use crate::core::file_save::{SaveError, SavedFile};
use crate::core::text::escape_hidden;

/// What is said while the person waits for records that are there already.
const FETCHING: &str = "Fetching the records again";

/// Shows the records of a domain that was just read.
pub(super) fn show(session: Session, domain: SendingDomain, context: &mut Context) -> Screen {
    context.model.lookup = None;
    context.model.doubt.retain(|name, _| !domain.is_named(name.as_str()));
    let age = session.kept.age_of(&domain.id);
    context.model.learnt = Some(domain.clone());
    context.model.learnt_age = age;
    if age.is_none() {
        context.model.stand(&domain);
    }
    dns::first_look(&domain, context);
    context.model.has_shown_records = true;
    context.model.outcome = None;
    Screen::Records(RecordsScreen { age, ..RecordsScreen::new(session, domain) })
}

/// Shows the records of a domain that AutoSend has just told of, and keeps them for the next run.
pub(super) fn show_new(session: Session, domain: SendingDomain, context: &mut Context) -> Screen {
    context.remember(&session, &domain);
    show(session, domain, context)
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
    let words = match context.model.learnt_age {
        Some(age) => format!("{name} as AutoSend told it {}; it is asked for news", age.label(context.model.clock)),
        None => format!("{name} is in this project already: these are its records"),
    };
    context.notice(Tone::Plain, words);
    screen
}

pub(super) fn update(mut screen: RecordsScreen, message: Message, context: &mut Context) -> Screen {
    match message {
        Message::DomainFetched { id, result } if screen.refreshing.awaits(id) => {
            screen.refreshing = Task::Idle;
            return fetched(screen, result, context);
        }
        message => match screen.pane {
            Pane::Inbound { .. } => return inbound::update(screen, message, context),
            Pane::Panel(_) => panel::update(&mut screen, &message, context),
            Pane::Publish { .. } => publish::update(&mut screen, &message, context),
            Pane::Dns { .. } => dns::on_pane(&mut screen, &message, context),
            Pane::Follow { .. } => follow::on_pane(&mut screen, &message, context),
            Pane::Table => return on_table(screen, &message, context),
            Pane::Zones { .. } => choose::zones(&mut screen, &message, context),
            Pane::Hosts { .. } => choose::hosts(&mut screen, &message, context),
            Pane::Guide { .. } => guide::update(&mut screen, &message, context),
            Pane::Export(_) => export::update(&mut screen, message, context),
        },
    }
    Screen::Records(screen)
}

fn on_table(mut screen: RecordsScreen, message: &Message, context: &mut Context) -> Screen {
    match message {
        Message::Move(motion) => {
            let page = usize::from(context.model.viewport.rows / 3);
            screen.cursor = moved(screen.cursor, *motion, screen.domain.records.len(), page);
        }
        Message::Copy(target) => copy::copy(&mut screen, *target, context),
        Message::NextForm => {
            let desk = context.model.desk_mut(&screen.domain);
            desk.next_form();
            let words = format!("n copies {}", desk.form().label());
            context.notice(Tone::Plain, words);
        }
        Message::ShowRaw => raw_value(&screen, context),
        Message::Open(PaneKind::Publish) if context.model.setting.sandbox => publish::open(&mut screen),
        // It needs no records.
        Message::Open(PaneKind::Inbound) => screen.pane = Pane::Inbound { switching: Task::Idle },
        Message::Open(kind) if !screen.domain.records.is_empty() => open_pane(&mut screen, *kind, context),
        Message::Refresh if !screen.refreshing.is_running() => {
            refresh(&mut screen, context);
            context.notice(Tone::Plain, FETCHING);
        }
        Message::Look => dns::open(&mut screen, context),
        Message::KeepLooking => dns::keep_up(&mut screen, context),
        Message::Verify => follow::open(&mut screen, context),
        Message::Remove => return removal::open(Screen::Records(screen), context),
        Message::Back => return domains::from_records(screen, context),
        _ => {}
    }
    Screen::Records(screen)
}

fn open_pane(screen: &mut RecordsScreen, kind: PaneKind, context: &mut Context) {
    match kind {
        PaneKind::Zones | PaneKind::Hosts => choose::open(screen, kind, false, context),
        // What the panel wants differs from host to host: it is asked for first, unless it is known.
        PaneKind::Guide if context.model.desk_mut(&screen.domain).asks_for_host() => {
            choose::ask_for_host(screen);
        }
        PaneKind::Guide => guide::open(screen, context),
        PaneKind::Export => export::open(screen, context),
        PaneKind::Panel => panel::open(screen, context),
        PaneKind::Path
        | PaneKind::Replace
        | PaneKind::Follow
        | PaneKind::Inbound
        | PaneKind::Dns
        | PaneKind::Publish => {}
    }
}

/// A copy went out.
pub(super) fn copied(mut screen: RecordsScreen, id: RequestId, context: &mut Context) -> Screen {
    guide::copied(&mut screen, id, context);
    Screen::Records(screen)
}

/// Copies what comes next for a domain that can send.
pub(super) fn copy_next(screen: &mut RecordsScreen, context: &mut Context) {
    copy::copy(screen, CopyTarget::Next, context);
}

/// What became of a file; answers whether the screen tells of it.
pub(super) fn saved(screen: &mut RecordsScreen, id: RequestId, result: &Result<SavedFile, SaveError>) -> bool {
    export::saved(screen, id, result)
}

/// The value of the record in focus, alone on the normal screen.
fn raw_value(screen: &RecordsScreen, context: &mut Context) {
    if let Some(record) = screen.selected() {
        raw(&format!("{} value", copy::short_title(record)), &record.published_value(), context);
    }
}

/// The field that the guided copy is at, alone on the normal screen.
fn raw_entry(screen: &RecordsScreen, context: &mut Context) {
    if let Some(entry) = guide::entry(screen, context) {
        raw(&entry.label, &entry.text, context);
    }
}

fn raw(what: &str, text: &str, context: &mut Context) {
    let count = text.chars().count();
    let shown = escape_hidden(text).into_owned();
    let hidden = if shown == text { "" } else { ", hidden ones shown as <U+…>" };
    let characters = if count == 1 { "character" } else { "characters" };
    let raw = Raw { title: format!("{what}, {count} {characters}{hidden}. Any key goes back."), text: shown };
    context.model.raw = Some(raw.clone());
    context.command(Command::ShowRaw(raw));
}

/// The records are asked for again.
fn refresh(screen: &mut RecordsScreen, context: &mut Context) {
    if let Task::Running(id) = screen.refreshing {
        context.cancel(id);
    }
    let id = context.id();
    let credentials = screen.session.credentials.clone();
    context.command(Command::FetchDomain { id, credentials, domain: screen.domain.id.clone() });
    screen.refreshing = Task::Running(id);
}

/// Takes in what AutoSend has just answered of the domain, and keeps it for the next run.
fn take_answer(mut screen: RecordsScreen, domain: SendingDomain, context: &mut Context) -> RecordsScreen {
    screen.session.learn(&domain);
    context.remember(&screen.session, &domain);
    context.model.stand(&domain);
    context.model.learnt = Some(domain.clone());
    context.model.learnt_age = None;
    take_news(screen, domain, context)
}

/// Shows what AutoSend says of the domain by now; the place in it is kept.
pub(super) fn take_news(mut screen: RecordsScreen, domain: SendingDomain, context: &mut Context) -> RecordsScreen {
    screen.cursor = screen.cursor.min(domain.records.len().saturating_sub(1));
    screen.age = None;
    let has_changed = domain != screen.domain;
    guide::follow(&mut screen, &domain, context);
    screen.domain = domain;
    if has_changed {
        export::refresh(&mut screen, context);
    }
    if screen.domain.records.is_empty()
        && !matches!(screen.pane, Pane::Follow { .. } | Pane::Dns { .. } | Pane::Inbound { .. })
    {
        screen.pane = Pane::Table;
    }
    screen
}

fn fetched(screen: RecordsScreen, result: Result<SendingDomain, ApiError>, context: &mut Context) -> Screen {
    match result {
        Ok(domain) => {
            if context.model.notice.as_ref().is_some_and(|notice| notice.text == FETCHING) {
                let news = if domain == screen.domain { "nothing has changed" } else { "AutoSend has news of them" };
                context.notice(Tone::Good, format!("The records were fetched again: {news}"));
            }
            Screen::Records(take_answer(screen, domain, context))
        }
        Err(error) if error.status() == Some(404) => domains::after_loss(screen, context),
        Err(error) if error.status() == Some(401) => api_key::ask_again(Screen::Records(screen), &error, context),
        Err(error) => {
            let read = screen
                .age
                .map_or_else(|| "as last read".to_owned(), |age| format!("as read {}", age.label(context.model.clock)));
            let words = format!("Shown {read}: it could not be fetched again. {}", describe_error(&error));
            context.notice(Tone::Bad, words);
            Screen::Records(screen)
        }
    }
}
