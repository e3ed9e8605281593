//! The transition function `update`. It passes a message to the file of the current screen, and handles itself what all
//! screens share: leaving, overlays and timers. The files below use [`context`] and [`enter`], and none uses this one.

mod api_key;
mod conflict;
mod context;
mod dns_check;
mod domain;
mod domains;
mod enter;
mod failure;
mod picker;
mod records;
mod region;
mod removal;
mod reply;
mod review;
mod verify_watch;

use self::context::Next;
use super::command::{Command, Effect};
use super::field::TextField;
use super::keymap::active_bindings;
use super::message::{Event, Intent, Message};
use super::model::{Model, NoticeLevel, Overlay, SharedState};
use super::motion::move_cursor;
use super::screen::{FailureScreen, Screen, Step};
use super::session::RequestId;
use crate::core::api_key::contains_api_key;
use crate::core::cache::RecordChoices;
use crate::core::domain::DomainId;
use crate::core::exit::Exit;
use crate::core::keyboard_layout::explain_letter;
pub(super) use context::Context;
pub use records::publish_rows;

/// The most rows around an overlay: header, footer, notice and frame. The view itself stops at its last row.
const OVERLAY_FRAME: u16 = 10;

/// The transition function of the wizard. It never panics. A message that has no meaning in the current state, and a
/// reply that nothing waits for, change nothing.
#[must_use]
pub fn update(model: Model, message: Message) -> (Model, Vec<Command>) {
    let Model { mut screen, shared } = model;
    let shown = |screen: &Screen| (screen.step(), screen.pane_kind());
    let before = shown(&screen);
    let notice = shared.notice.as_ref().map(|notice| notice.timer);
    let choices = shown_choices(&screen, &shared);
    let mut context = Context::new(shared);
    let next = match message {
        Message::Intent(intent) => handle_intent(&mut screen, intent, &mut context),
        Message::Reply(id, reply) => reply::handle(&mut screen, id, reply, &mut context),
        Message::Event(event) => handle_event(&mut screen, event, &mut context),
    };
    match next {
        Next::Stay => {}
        Next::Go(next) => screen = *next,
        Next::Leave(exit) => leave(&mut screen, exit, &mut context),
    }
    // A notice belongs to the step and the pane on which it was made.
    if shown(&screen) != before && notice.is_some() && context.notice_timer() == notice {
        context.clear_notice();
    }
    // A reply may have removed the error whose details were shown.
    if matches!(context.model.overlay, Some(Overlay::Details { .. })) && screen.error_details().is_none() {
        context.model.overlay = None;
    }
    save_changed_choices(&screen, choices, &mut context);
    // The rows depend on the list, its order and the filter, any of which may have changed.
    if let Screen::Domains(screen) = &mut screen {
        screen.refresh(context.model.sort_order, false);
    }
    context.sync_spinner(&screen);
    let are_seconds_shown = verify_watch::needs_seconds_timer(&screen, &context.model)
        || dns_check::needs_seconds_timer(&screen, &context.model);
    context.sync_seconds_timer(are_seconds_shown);
    context.sync_window_title(&screen);
    let (shared, commands) = context.finish();
    (Model { screen, shared }, commands)
}

/// Returns what outlives a run of the user's choices for the records on screen.
fn shown_choices(screen: &Screen, shared: &SharedState) -> Option<(DomainId, RecordChoices)> {
    let Screen::Records(records) = screen else { return None };
    let prefs = shared.domain_states.record_prefs(&records.domain);
    Some((records.domain.id.clone(), prefs.choices(&records.domain)))
}

/// Saves the choices for the next run if they have changed.
fn save_changed_choices(screen: &Screen, before: Option<(DomainId, RecordChoices)>, context: &mut Context) {
    let (Some(before), Some((domain, choices))) = (before, shown_choices(screen, &context.model)) else { return };
    let Some(session) = screen.session().filter(|_| before.0 == domain && before.1 != choices) else { return };
    let credentials = session.credentials.clone();
    context.emit(Effect::SaveChoicesToCache { credentials, domain, choices });
}

fn handle_intent(screen: &mut Screen, intent: Intent, context: &mut Context) -> Next {
    match intent {
        Intent::Quit => {
            return Next::Leave(if context.model.has_shown_records { Exit::Success } else { Exit::Interrupted });
        }
        Intent::Redraw => context.emit(Effect::Redraw),
        Intent::Suspend => context.emit(Effect::Suspend),
        Intent::ExplainLetter(letter) => {
            if let Some(text) = explain_letter(letter) {
                context.show_notice(NoticeLevel::Info, text);
            }
        }
        // Any other intent only closes the text on the normal screen.
        _ if context.model.normal_screen_text.is_some() => {
            context.model.normal_screen_text = None;
            context.emit(Effect::ReturnToAlternateScreen);
        }
        Intent::ToggleHelp => toggle_overlay(screen, Overlay::Help { scroll: 0 }, context),
        Intent::ToggleDetails => toggle_overlay(screen, Overlay::Details { scroll: 0 }, context),
        intent if context.model.overlay.is_some() => update_overlay(screen, &intent, context),
        Intent::OpenDomains => return domains::open(screen, context),
        Intent::Paste(pasted) if contains_api_key(pasted.raw()) && screen.step() != Step::ApiKey => {
            context.show_notice(
                NoticeLevel::Error,
                "That looks like an API key, so it isn't shown. Enter it in the Key step.",
            );
        }
        intent => return update_screen(screen, intent, context),
    }
    Next::Stay
}

/// Passes an intent to the current screen.
fn update_screen(screen: &mut Screen, intent: Intent, context: &mut Context) -> Next {
    match screen {
        Screen::ApiKey(screen) => api_key::update(screen, intent, context),
        Screen::Domain(screen) => domain::update(screen, intent, context),
        Screen::Region(screen) => region::update(screen, intent, context),
        Screen::Review(screen) => review::update(screen, &intent, context),
        Screen::Records(screen) => records::update(screen, intent, context),
        Screen::Domains(screen) => domains::update(screen, intent, context),
        Screen::Removal(screen) => removal::update(screen, intent, context),
        Screen::Conflict(screen) => conflict::update(screen, &intent, context),
        Screen::Failure(screen) => update_failure(screen, intent, context),
        Screen::Closed => Next::Stay,
    }
}

/// Does what is selected, or what a key does. Trying again goes back to the screen that failed and submits it.
fn update_failure(screen: &mut FailureScreen, intent: Intent, context: &mut Context) -> Next {
    let intent = if intent == Intent::Submit { screen.chosen().intent() } else { intent };
    if intent != Intent::TryAgain {
        return failure::update(screen, &intent, context);
    }
    if screen.failure.retry.is_none() {
        return Next::Stay;
    }
    let mut resume = screen.resume.clone();
    match update_screen(&mut resume, Intent::Submit, context) {
        Next::Stay => Next::Go(resume),
        next => next,
    }
}

fn handle_event(screen: &mut Screen, event: Event, context: &mut Context) -> Next {
    match event {
        Event::Resized(size) => context.model.viewport = size,
        Event::ShutdownRequested(signal) => return Next::Leave(Exit::Signal(signal)),
        Event::Noted(text) => context.show_notice(NoticeLevel::Info, text),
        Event::DnsProgress(id, progress) => dns_check::apply_progress(id, progress, context),
        Event::TimerFired(id) => return handle_timer(screen, id, context),
    }
    Next::Stay
}

fn handle_timer(screen: &mut Screen, id: RequestId, context: &mut Context) -> Next {
    if context.handle_timer(id) {
        return Next::Stay;
    }
    if context.model.domain_states.dns_checks().any(|known| known.is_waiting_on(id)) {
        dns_check::start_next_run(id, context);
    } else if context.model.domain_states.verify_watches().iter().any(|watch| watch.is_waiting_on(id)) {
        verify_watch::poll(id, context);
    } else if let Screen::Review(screen) = screen {
        return review::handle_timer(screen, id, context);
    } else if let Screen::Removal(screen) = screen {
        removal::handle_timer(screen, id, context);
    }
    Next::Stay
}

/// Leaves the program. Remembers a pending POST, so that the exit summary can name it.
fn leave(screen: &mut Screen, exit: Exit, context: &mut Context) {
    match screen {
        Screen::Closed => return,
        Screen::Review(review) => context.remember_unconfirmed(review),
        _ => {}
    }
    context.model.overlay = None;
    context.model.normal_screen_text = None;
    context.emit(Effect::Quit(exit));
    *screen = Screen::Closed;
}

/// Opens an overlay, or closes the open one.
fn toggle_overlay(screen: &Screen, overlay: Overlay, context: &mut Context) {
    context.model.help_filter = None;
    context.model.overlay = match (context.model.overlay, overlay) {
        (Some(_), _) => None,
        (None, Overlay::Details { .. }) if screen.error_details().is_none() => None,
        (None, overlay) => Some(overlay),
    };
}

/// Handles an intent while an overlay is open. It reaches only the overlay.
fn update_overlay(screen: &Screen, intent: &Intent, context: &mut Context) {
    match intent {
        // The first Esc shows all keys again.
        Intent::GoBack if context.model.help_filter.is_some() => context.model.help_filter = None,
        Intent::GoBack | Intent::Submit => (context.model.overlay, context.model.help_filter) = (None, None),
        Intent::FilterHelp if matches!(context.model.overlay, Some(Overlay::Help { .. })) => {
            context.model.help_filter = Some(TextField::default());
            context.model.overlay = Some(Overlay::Help { scroll: 0 });
        }
        Intent::Edit(_) | Intent::Paste(_) => {
            let Some(filter) = &mut context.model.help_filter else { return };
            match intent {
                Intent::Edit(request) => filter.edit(*request),
                Intent::Paste(pasted) => filter.insert(pasted.one_line().trim()),
                _ => {}
            }
            context.model.overlay = Some(Overlay::Help { scroll: 0 });
        }
        Intent::Move(motion) => {
            let page = usize::from(context.model.viewport.rows.saturating_sub(OVERLAY_FRAME));
            let rows = overlay_rows(screen, &context.model).saturating_sub(page).saturating_add(1);
            if let Some(Overlay::Help { scroll } | Overlay::Details { scroll }) = &mut context.model.overlay {
                *scroll = move_cursor(*scroll, *motion, rows, page);
            }
        }
        _ => {}
    }
}

/// Estimates the number of rows of the open overlay; never too low, so that its last row can be reached.
fn overlay_rows(screen: &Screen, shared: &SharedState) -> usize {
    match shared.overlay {
        None => 0,
        Some(Overlay::Help { .. }) => {
            let shared = SharedState { overlay: None, ..shared.clone() };
            let beneath = Model { screen: screen.clone(), shared };
            // Each of the three scopes has a heading and a blank row; one more row is about typing.
            active_bindings(&beneath).len() + 8
        }
        // A value may wrap to several rows.
        Some(Overlay::Details { .. }) => screen
            .error_details()
            .map_or(0, |details| details.lines.iter().map(|(_, value)| 1 + value.chars().count() / 20).sum()),
    }
}
