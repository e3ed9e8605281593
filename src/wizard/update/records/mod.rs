//! The Records step: the table of records, and the panes that open in its place.

mod choosers;
mod copy;
mod export;
mod guide;
mod inbound;
pub(super) mod panel;
mod publish;

pub use publish::publish_modes;

use super::context::Context;
use super::{api_key, dns_check, domains, removal, verify_watch};
use crate::core::api_error::ApiError;
use crate::core::domain::SendingDomain;
use crate::core::domain_name::DomainName;
use crate::core::failure::describe_error;
use crate::core::file_save::{SaveError, SavedFile};
use crate::core::text::escape_hidden;
use crate::wizard::command::{Effect, Request};
use crate::wizard::message::{CopyTarget, Intent, Reply};
use crate::wizard::model::{NormalScreenText, NoticeLevel};
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{LinkState, Pane, PaneKind, RecordsScreen, Screen};
use crate::wizard::session::{RequestId, RequestState, Session};

/// Shows the records of a domain that AutoSend or the list has just returned.
pub(super) fn show(session: Session, domain: SendingDomain, context: &mut Context) -> Screen {
    context.model.requested_domain = None;
    context.model.unconfirmed.retain(|name, _| !domain.is_named(name.as_str()));
    let age = session.cache.domain_age(&domain.id);
    context.model.last_shown = Some(domain.clone());
    context.model.last_shown_age = age;
    if age.is_none() {
        context.model.update_check_history(&domain);
    }
    dns_check::check_if_unknown(&domain, context);
    context.model.has_shown_records = true;
    context.model.outcome = None;
    Screen::Records(RecordsScreen { age, ..RecordsScreen::new(session, domain) })
}

/// Shows the records of a domain that AutoSend has just returned, and saves them for the next run.
pub(super) fn show_created(session: Session, domain: SendingDomain, context: &mut Context) -> Screen {
    context.save_to_cache(&session, &domain);
    show(session, domain, context)
}

/// Shows the listed records of the domain with this name, and fetches them again in the background. If the list lacks
/// the name, which would be a mistake of the caller, it shows the Domain step, which is always possible.
pub(super) fn open_by_name(session: Session, name: &DomainName, context: &mut Context) -> Screen {
    match session.find_domain(name).cloned() {
        Some(domain) => open(session, domain, context),
        None => Screen::Domain(crate::wizard::screen::DomainScreen::new(session, &context.model.draft.domain)),
    }
}

/// Shows the listed records of a domain, and fetches them again in the background.
pub(super) fn open(session: Session, domain: SendingDomain, context: &mut Context) -> Screen {
    let credentials = session.credentials.clone();
    let id = context.request(Request::FetchDomain { credentials, domain: domain.id.clone() });
    match show(session, domain, context) {
        Screen::Records(screen) => Screen::Records(RecordsScreen { refreshing: RequestState::Pending(id), ..screen }),
        other => other,
    }
}

/// Opens the domain that the command line names, if the project has it. Otherwise returns `otherwise`.
pub(super) fn open_requested(session: Session, otherwise: Screen, context: &mut Context) -> Screen {
    let Some(name) = context.model.requested_domain.take() else { return otherwise };
    if session.find_domain(&name).is_none() {
        return otherwise;
    }
    let screen = open_by_name(session, &name, context);
    let text = match context.model.last_shown_age {
        Some(age) => format!("{name} as AutoSend told it {}; it is asked for news", age.label(context.model.clock)),
        None => format!("{name} is in this project already: these are its records"),
    };
    context.show_notice(NoticeLevel::Info, text);
    screen
}

pub(super) fn update(mut screen: RecordsScreen, intent: Intent, context: &mut Context) -> Screen {
    match screen.pane {
        Pane::Table => return update_table(screen, &intent, context),
        Pane::Inbound { .. } => inbound::update(&mut screen, &intent, context),
        Pane::Panel(_) => panel::update(&mut screen, &intent, context),
        Pane::Publish { .. } => publish::update(&mut screen, &intent, context),
        Pane::Dns { .. } => dns_check::update(&mut screen, &intent, context),
        Pane::Verify { .. } => verify_watch::update(&mut screen, &intent, context),
        Pane::Zones { .. } => choosers::update_zones(&mut screen, &intent, context),
        Pane::Hosts { .. } => choosers::update_hosts(&mut screen, &intent, context),
        Pane::Guide { .. } => guide::update(&mut screen, &intent, context),
        Pane::Export(_) => export::update(&mut screen, intent, context),
    }
    Screen::Records(screen)
}

/// Handles the reply that the screen or its pane waits for.
pub(super) fn apply_reply(mut screen: RecordsScreen, id: RequestId, reply: Reply, context: &mut Context) -> Screen {
    match (&mut screen.pane, reply) {
        (_, Reply::DomainFetched(result)) if screen.refreshing.awaits(id) => {
            screen.refreshing = RequestState::Idle;
            return apply_fetch_reply(screen, result, context);
        }
        (Pane::Inbound { toggling }, Reply::OperationFinished(result)) if toggling.awaits(id) => {
            return inbound::apply_reply(screen, result, context);
        }
        (Pane::Publish { publishing, .. }, Reply::RecordsPublished(result)) if publishing.awaits(id) => {
            publish::apply_reply(&mut screen, result, context);
        }
        (Pane::Panel(pane), Reply::LinkOpened(result)) if pane.pending_id() == Some(id) => {
            pane.link_state = LinkState::Finished(result);
        }
        (Pane::Export(pane), Reply::ExportRendered(exported)) => export::apply_preview(pane, id, exported),
        (Pane::Export(pane), Reply::PathCompleted(completion)) => export::apply_completion(pane, id, completion),
        _ => {}
    }
    Screen::Records(screen)
}

fn update_table(mut screen: RecordsScreen, intent: &Intent, context: &mut Context) -> Screen {
    match intent {
        Intent::Move(motion) => {
            let page = usize::from(context.model.viewport.rows / 3);
            screen.cursor = move_cursor(screen.cursor, *motion, screen.domain.records.len(), page);
        }
        Intent::Copy(target) => copy::copy(&mut screen, *target, context),
        Intent::CycleNameForm => {
            let prefs = context.model.record_prefs_mut(&screen.domain);
            prefs.cycle_name_form();
            let text = format!("n copies {}", prefs.name_form().label());
            context.show_notice(NoticeLevel::Info, text);
        }
        Intent::ShowOnNormalScreen => show_value_on_normal_screen(&screen, context),
        Intent::OpenPane(PaneKind::Publish) if context.model.config.sandbox => publish::open(&mut screen),
        // Inbound mail can be switched for a domain without records.
        Intent::OpenPane(PaneKind::Inbound) => screen.pane = Pane::Inbound { toggling: RequestState::Idle },
        Intent::OpenPane(kind) if !screen.domain.records.is_empty() => open_pane(&mut screen, *kind, context),
        Intent::Refresh if !screen.refreshing.is_pending() => {
            refetch(&mut screen, context);
            context.show_refetching_notice();
        }
        Intent::CheckDns => dns_check::open(&mut screen, context),
        Intent::ToggleDnsWatch => dns_check::toggle_watch(&mut screen, context),
        Intent::Verify => verify_watch::open(&mut screen, context),
        Intent::RemoveDomain => return removal::open(Screen::Records(screen), context),
        Intent::GoBack => return domains::return_from_records(screen, context),
        _ => {}
    }
    Screen::Records(screen)
}

fn open_pane(screen: &mut RecordsScreen, kind: PaneKind, context: &mut Context) {
    match kind {
        PaneKind::Zones | PaneKind::Hosts => choosers::open(screen, kind, false, context),
        // Each host's panel asks for other fields, so the guide asks for the host first, unless it is known.
        PaneKind::Guide if context.model.record_prefs_mut(&screen.domain).take_host_prompt() => {
            choosers::ask_for_host(screen);
        }
        PaneKind::Guide => guide::open(screen, context),
        PaneKind::Export => export::open(screen, context),
        PaneKind::Panel => panel::open(screen, context),
        PaneKind::ExportPath
        | PaneKind::ConfirmOverwrite
        | PaneKind::Verify
        | PaneKind::Inbound
        | PaneKind::Dns
        | PaneKind::Publish => {}
    }
}

/// Advances the guide after a copy was made.
pub(super) fn advance_guide(screen: &mut RecordsScreen, id: RequestId, context: &mut Context) {
    guide::advance_after_copy(screen, id, context);
}

/// Copies the next steps of a verified domain.
pub(super) fn copy_next_steps(screen: &mut RecordsScreen, context: &mut Context) {
    copy::copy(screen, CopyTarget::NextSteps, context);
}

/// Handles the result of a save. Returns whether the screen shows it.
pub(super) fn apply_save_reply(
    screen: &mut RecordsScreen,
    id: RequestId,
    result: &Result<SavedFile, SaveError>,
) -> bool {
    export::apply_save_reply(screen, id, result)
}

/// Shows the value of the selected record alone on the terminal's normal screen.
fn show_value_on_normal_screen(screen: &RecordsScreen, context: &mut Context) {
    if let Some(record) = screen.selected() {
        show_on_normal_screen(&format!("{} value", copy::short_title(record)), &record.published_value(), context);
    }
}

/// Shows the guide's current field alone on the terminal's normal screen.
fn show_entry_on_normal_screen(screen: &RecordsScreen, context: &mut Context) {
    if let Some(entry) = guide::current_entry(screen, context) {
        show_on_normal_screen(&entry.label, &entry.text, context);
    }
}

fn show_on_normal_screen(what: &str, text: &str, context: &mut Context) {
    let count = text.chars().count();
    let shown = escape_hidden(text).into_owned();
    let hidden = if shown == text { "" } else { ", hidden ones shown as <U+…>" };
    let characters = if count == 1 { "character" } else { "characters" };
    let raw =
        NormalScreenText { title: format!("{what}, {count} {characters}{hidden}. Any key goes back."), text: shown };
    context.model.normal_screen_text = Some(raw.clone());
    context.emit(Effect::ShowOnNormalScreen(raw));
}

/// Fetches the domain again.
fn refetch(screen: &mut RecordsScreen, context: &mut Context) {
    if let RequestState::Pending(id) = screen.refreshing {
        context.cancel(id);
    }
    let credentials = screen.session.credentials.clone();
    let id = context.request(Request::FetchDomain { credentials, domain: screen.domain.id.clone() });
    screen.refreshing = RequestState::Pending(id);
}

/// Takes AutoSend's latest answer on the domain, and saves it for the next run.
fn apply_domain(screen: &mut RecordsScreen, domain: SendingDomain, context: &mut Context) {
    screen.session.upsert_domain(&domain);
    context.save_to_cache(&screen.session, &domain);
    context.model.update_check_history(&domain);
    context.model.last_shown = Some(domain.clone());
    context.model.last_shown_age = None;
    replace_domain(screen, domain, context);
}

/// Replaces the domain with AutoSend's latest answer; the selection stays at its record.
pub(super) fn replace_domain(screen: &mut RecordsScreen, domain: SendingDomain, context: &mut Context) {
    screen.cursor = screen.cursor.min(domain.records.len().saturating_sub(1));
    screen.age = None;
    let has_changed = domain != screen.domain;
    guide::sync_records(screen, &domain, context);
    screen.domain = domain;
    if has_changed {
        export::refresh_preview(screen, context);
    }
    if screen.domain.records.is_empty()
        && !matches!(screen.pane, Pane::Verify { .. } | Pane::Dns { .. } | Pane::Inbound { .. })
    {
        screen.pane = Pane::Table;
    }
}

fn apply_fetch_reply(
    mut screen: RecordsScreen,
    result: Result<SendingDomain, ApiError>,
    context: &mut Context,
) -> Screen {
    match result {
        Ok(domain) => {
            if context.shows_refetching_notice() {
                let news = if domain == screen.domain { "nothing has changed" } else { "AutoSend has news of them" };
                context.show_notice(NoticeLevel::Success, format!("The records were fetched again: {news}"));
            }
            apply_domain(&mut screen, domain, context);
            Screen::Records(screen)
        }
        Err(error) if error.status() == Some(404) => domains::return_after_not_found(screen, context),
        Err(error) if error.status() == Some(401) => {
            api_key::prompt_for_new_key(Screen::Records(screen), &error, context)
        }
        Err(error) => {
            let read = screen
                .age
                .map_or_else(|| "as last read".to_owned(), |age| format!("as read {}", age.label(context.model.clock)));
            let text = format!("Shown {read}: it could not be fetched again. {}", describe_error(&error));
            context.show_notice(NoticeLevel::Error, text);
            Screen::Records(screen)
        }
    }
}
