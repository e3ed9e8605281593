//! The transition function `update`. Each screen has its own file; this one handles what all screens share: leaving,
//! overlays, notices, timers, and the list of domains that is loaded in the background.

mod api_key;
mod conflict;
mod context;
mod dns_check;
mod domain;
mod domains;
mod failure;
mod overlay;
mod records;
mod region;
mod removal;
mod review;
mod verify_watch;

use super::command::{Command, Effect};
use super::message::{CopyReply, Event, Intent, Message, Reply};
use super::model::{Model, NoticeLevel, Overlay};
use super::screen::{PaneKind, Screen, Step, Submission};
use super::session::{DomainList, RequestId, RequestState};
use crate::core::api_error::ApiError;
use crate::core::api_key::contains_api_key;
use crate::core::cache::CachedProject;
use crate::core::copy::{CopyOutcome, ExportCounts};
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::describe_error;
use crate::core::file_save::{SaveError, SavedFile};
pub(super) use api_key::enter_first_step;
pub(super) use context::Context;
pub use records::publish_modes;

/// The transition function of the wizard. It never panics. A message that has no meaning in the current state, and a
/// reply that nothing waits for, change nothing.
#[must_use]
pub fn update(model: Model, message: Message) -> (Model, Vec<Command>) {
    let Model { screen, shared } = model;
    let shown = |screen: &Screen| (screen.step(), screen.pane_kind());
    let before = shown(&screen);
    let notice = shared.notice.as_ref().map(|notice| notice.timer);
    let mut context = Context::new(shared);
    let mut screen = match message {
        Message::Intent(intent) => handle_intent(screen, intent, &mut context),
        Message::Reply(id, reply) => handle_reply(screen, id, reply, &mut context),
        Message::Event(event) => handle_event(screen, event, &mut context),
    };
    // A notice belongs to the step and the pane on which it was made.
    if shown(&screen) != before && notice.is_some() && context.notice_timer() == notice {
        context.clear_notice();
    }
    // A reply may have removed the error whose details were shown.
    if matches!(context.model.overlay, Some(Overlay::Details { .. })) && screen.error_details().is_none() {
        context.model.overlay = None;
    }
    // The rows depend on the list, its order and the filter, any of which may have changed.
    if let Screen::Domains(screen) = &mut screen {
        screen.refresh(context.model.sort_order, false);
    }
    context.sync_spinner(&screen);
    let are_seconds_shown = verify_watch::needs_seconds_timer(&screen, &context.model)
        || dns_check::needs_seconds_timer(&screen, &context.model);
    context.sync_seconds_timer(are_seconds_shown);
    let (shared, commands) = context.finish();
    (Model { screen, shared }, commands)
}

fn handle_intent(screen: Screen, intent: Intent, context: &mut Context) -> Screen {
    match intent {
        Intent::Quit => {
            let exit = if context.model.has_shown_records { Exit::Success } else { Exit::Interrupted };
            return quit(&screen, exit, context);
        }
        Intent::Redraw => context.emit(Effect::Redraw),
        Intent::Suspend => context.emit(Effect::Suspend),
        // Any other intent only closes the text on the normal screen.
        _ if context.model.normal_screen_text.is_some() => {
            context.model.normal_screen_text = None;
            context.emit(Effect::ReturnToAlternateScreen);
        }
        Intent::ToggleHelp => overlay::toggle(&screen, Overlay::Help { scroll: 0 }, context),
        Intent::ToggleDetails => overlay::toggle(&screen, Overlay::Details { scroll: 0 }, context),
        intent if context.model.overlay.is_some() => overlay::update(&screen, &intent, context),
        Intent::OpenDomains => return domains::open(screen, context),
        Intent::Paste(pasted) if contains_api_key(pasted.raw()) && screen.step() != Step::ApiKey => {
            context.show_notice(
                NoticeLevel::Error,
                "That looks like an API key, so it is not shown here. The Key step takes it.",
            );
        }
        intent => return update_screen(screen, intent, context),
    }
    screen
}

/// Passes an intent to the current screen.
fn update_screen(screen: Screen, intent: Intent, context: &mut Context) -> Screen {
    match screen {
        Screen::ApiKey(screen) => api_key::update(screen, intent, context),
        Screen::Domain(screen) => domain::update(screen, intent, context),
        Screen::Region(screen) => region::update(screen, intent, context),
        Screen::Review(screen) => review::update(screen, &intent, context),
        Screen::Records(screen) => records::update(screen, intent, context),
        Screen::Domains(screen) => domains::update(screen, intent, context),
        Screen::Removal(screen) => removal::update(screen, intent, context),
        Screen::Conflict(screen) => conflict::update(screen, &intent, context),
        Screen::Failure(screen) => failure::update(screen, &intent, context),
        Screen::Closed => Screen::Closed,
    }
}

fn handle_event(screen: Screen, event: Event, context: &mut Context) -> Screen {
    match event {
        Event::Resized(size) => context.model.viewport = size,
        Event::ShutdownRequested(signal) => return quit(&screen, Exit::Signal(signal), context),
        Event::Noted(text) => context.show_notice(NoticeLevel::Info, text),
        Event::DnsProgress(id, progress) => dns_check::apply_progress(id, progress, context),
        Event::TimerFired(id) => return handle_timer(screen, id, context),
    }
    screen
}

fn handle_timer(screen: Screen, id: RequestId, context: &mut Context) -> Screen {
    if context.notice_timer() == Some(id) {
        context.model.notice = None;
    } else if context.is_spinner_timer(id) {
        context.tick_spinner();
    } else if context.is_seconds_timer(id) {
        context.clear_seconds_timer();
    } else if context.model.dns_checks.iter().any(|known| known.is_waiting_on(id)) {
        dns_check::start_next_run(id, context);
    } else if context.model.verify_watches.iter().any(|watch| watch.is_waiting_on(id)) {
        verify_watch::poll(id, context);
    } else if let Screen::Review(screen) = screen {
        return review::handle_timer(screen, id, context);
    } else if let Screen::Removal(screen) = screen {
        return removal::handle_timer(screen, id, context);
    }
    screen
}

/// Passes a reply to the part of the model that waits for this id.
fn handle_reply(mut screen: Screen, id: RequestId, reply: Reply, context: &mut Context) -> Screen {
    match reply {
        Reply::KeySaved(Ok(file)) => context.show_notice(NoticeLevel::Success, format!("The key is kept in {file}")),
        Reply::KeySaved(Err(reason)) => {
            context.show_notice(NoticeLevel::Error, format!("The key was not kept, it serves this run only: {reason}"));
        }
        Reply::TextCopied(copy) => apply_copy_reply(&mut screen, id, copy, context),
        Reply::FileSaved(result) => apply_save_reply(&mut screen, id, result, context),
        Reply::CacheLoaded(cache) => return apply_cache(screen, id, cache, context),
        Reply::DnsChecked(result) => dns_check::apply_result(&screen, id, result, context),
        Reply::OperationFinished(result) | Reply::DomainFetched(result)
            if context.model.verify_watches.iter().any(|watch| watch.awaits(id)) =>
        {
            verify_watch::apply_reply(&mut screen, id, result, context);
        }
        reply => return apply_screen_reply(screen, id, reply, context),
    }
    screen
}

/// Passes a reply to the screen or to its session, if either waits for this id.
fn apply_screen_reply(screen: Screen, id: RequestId, reply: Reply, context: &mut Context) -> Screen {
    match (screen, reply) {
        (Screen::ApiKey(screen), Reply::DomainsListed(result)) if screen.awaits(id) => {
            api_key::apply_list_reply(screen, result, context)
        }
        (screen, Reply::DomainsListed(result)) if awaits_list(&screen, id) => apply_list_reply(screen, result, context),
        (mut screen, Reply::ListingSkipped) if awaits_list(&screen, id) => {
            if let Some(session) = screen.session_mut() {
                session.domains = session.domains.clone().into_settled();
            }
            pass_list_to_screen(screen, context)
        }
        (Screen::Review(screen), Reply::DomainCreated(result)) if screen.awaits(id) => {
            review::apply_reply(screen, result, context)
        }
        (Screen::Removal(screen), Reply::DomainRemoved(result)) if screen.awaits(id) => {
            removal::apply_removal_reply(screen, result, context)
        }
        (Screen::Removal(screen), Reply::DomainFetched(result)) if screen.awaits(id) => {
            removal::apply_existence_reply(screen, result, context)
        }
        (Screen::Records(screen), reply) => records::apply_reply(screen, id, reply, context),
        (screen, _) => screen,
    }
}

/// Whether the session's list is requested by this id.
fn awaits_list(screen: &Screen, id: RequestId) -> bool {
    screen.session().is_some_and(|session| session.domains.awaits(id))
}

/// Leaves the program. Remembers a pending POST, so that the exit summary can name it.
fn quit(screen: &Screen, exit: Exit, context: &mut Context) -> Screen {
    if *screen == Screen::Closed {
        return Screen::Closed;
    }
    if let Screen::Review(review) = screen {
        review::remember_unconfirmed(review, context);
    }
    context.model.overlay = None;
    context.model.normal_screen_text = None;
    context.emit(Effect::Quit(exit));
    Screen::Closed
}

/// Reports the result of a copy, on any screen and even after leaving.
fn apply_copy_reply(screen: &mut Screen, id: RequestId, copy: CopyReply, context: &mut Context) {
    let Some((_, what)) = context.model.pending_copy.take_if(|(pending, _)| *pending == id) else { return };
    let CopyReply { char_count, counts, result } = copy;
    let (level, text) = match result {
        Ok(outcome) => {
            let is_complete = counts.is_none_or(ExportCounts::is_complete);
            let level = if is_complete { NoticeLevel::Success } else { NoticeLevel::Info };
            let what = counts.map_or_else(|| what.clone(), |counts| format!("{what}, {}", counts.label()));
            let alternative =
                if outcome == CopyOutcome::Terminal { copy_alternative(screen, counts.is_some(), true) } else { "" };
            if let Screen::Records(screen) = screen {
                records::advance_guide(screen, id, context);
            }
            (level, outcome.message(&what, char_count, alternative))
        }
        Err(error) => (NoticeLevel::Error, error.message(&what, copy_alternative(screen, counts.is_some(), false))),
    };
    report(screen, level, text, context);
}

/// Returns an alternative for a copy that failed or that is uncertain, with the keys of the current screen. If the text
/// did go out, the guide has already advanced.
const fn copy_alternative(screen: &Screen, is_all: bool, went_out: bool) -> &'static str {
    match (screen, screen.pane_kind()) {
        (Screen::Records(_), None) if is_all => "e writes a file",
        (Screen::Records(_), None) => "r shows it, e writes a file",
        (Screen::Records(_), Some(PaneKind::Guide)) if went_out => "Backspace and r show it",
        (Screen::Records(_), Some(PaneKind::Guide)) => "r shows it, Enter goes on",
        (Screen::Records(_), Some(PaneKind::Export)) => "Enter writes a file",
        (Screen::Records(_), Some(PaneKind::Panel)) => "r shows it",
        _ => "",
    }
}

/// Reports the result of a save, on any screen and even after leaving.
fn apply_save_reply(screen: &mut Screen, id: RequestId, result: Result<SavedFile, SaveError>, context: &mut Context) {
    let Some(index) = context.model.pending_saves.iter().position(|(pending, _)| *pending == id) else { return };
    context.model.pending_saves.remove(index);
    let is_shown = match screen {
        Screen::Records(screen) => records::apply_save_reply(screen, id, &result),
        _ => false,
    };
    match result {
        Ok(file) => report(screen, NoticeLevel::Success, file.message(), context),
        Err(_) if is_shown => {}
        Err(error) => report(screen, NoticeLevel::Error, error.message(), context),
    }
}

/// Shows a text as a notice, or prints it on exit if the program was left.
fn report(screen: &Screen, level: NoticeLevel, text: String, context: &mut Context) {
    if *screen == Screen::Closed {
        context.model.exit_messages.push(text);
    } else {
        context.show_notice(level, text);
    }
}

/// Takes the cache of an earlier run, which is used until AutoSend answers.
fn apply_cache(mut screen: Screen, id: RequestId, cache: CachedProject, context: &mut Context) -> Screen {
    let Some(session) = screen.session_mut().filter(|session| session.cache.loading.awaits(id)) else { return screen };
    session.cache.loading = RequestState::Idle;
    if let Some(domains) = cache.domains {
        session.apply_cache(domains, context.model.clock);
        screen = open_requested_from_cache(screen, context);
    }
    if let Some(warning) = cache.warning {
        context.show_notice(NoticeLevel::Info, warning);
    }
    screen
}

/// Takes the list of domains, or its error. A list also proves that the key works.
fn apply_list_reply(mut screen: Screen, result: Result<Vec<SendingDomain>, ApiError>, context: &mut Context) -> Screen {
    let error = match result {
        Ok(list) => {
            context.model.unconfirmed.retain(|name, _| !list.iter().any(|domain| domain.is_named(name.as_str())));
            if let Some(session) = screen.session_mut() {
                let domains = DomainList::from(list);
                let credentials = session.credentials.clone();
                session.apply_list(domains.clone());
                context.emit(Effect::SaveListToCache { credentials, domains });
            }
            return pass_list_to_screen(screen, context);
        }
        Err(error) => error,
    };
    if let Some(session) = screen.session_mut() {
        session.domains = session.domains.clone().into_failed(error.clone());
    }
    let is_posting =
        matches!(&screen, Screen::Review(review) if matches!(review.submission, Submission::Posting { .. }));
    if error.status() == Some(401) && !is_posting && !screen.is_key_prompt() {
        return api_key::prompt_for_new_key(screen, &error, context);
    }
    match screen {
        Screen::Review(screen) if matches!(screen.submission, Submission::Reconciling { .. }) => {
            review::apply_list_error(screen, error, context)
        }
        Screen::Conflict(screen) if screen.is_loading_list => conflict::apply_list_error(screen, error, context),
        screen => {
            // The fetch of cached records reports their age itself, in whichever order the two replies arrive.
            let reports_itself =
                matches!(&screen, Screen::Records(records) if records.age.is_some() || records.refreshing.is_pending());
            if !(reports_itself || matches!(screen.step(), Step::Domains | Step::Adding) || screen.is_key_prompt()) {
                let text = format!("The project's domains could not be listed. {}", describe_error(&error));
                context.show_notice(NoticeLevel::Error, text);
            }
            screen
        }
    }
}

/// Opens the records of the domain that the command line names, if it is in the cache. Does nothing else, since the
/// cached list may be old.
fn open_requested_from_cache(screen: Screen, context: &mut Context) -> Screen {
    let is_cached = |name| screen.session().is_some_and(|session| session.find_domain(name).is_some());
    if context.model.requested_domain.as_ref().is_some_and(is_cached) {
        open_requested(screen, context)
    } else {
        screen
    }
}

/// Opens the records of the domain that the command line names, if the screen is about to add that domain.
fn open_requested(screen: Screen, context: &mut Context) -> Screen {
    let new_name = match &screen {
        Screen::Region(screen) => Some(&screen.name),
        Screen::Review(screen) if screen.submission == Submission::Idle => Some(&screen.new_domain.name),
        _ => None,
    };
    match screen.session() {
        Some(session) if new_name.is_some() && new_name == context.model.requested_domain.as_ref() => {
            records::open_requested(session.clone(), screen, context)
        }
        _ => screen,
    }
}

/// Lets the screen react to a new list.
fn pass_list_to_screen(screen: Screen, context: &mut Context) -> Screen {
    match screen {
        Screen::Review(screen) if matches!(screen.submission, Submission::Reconciling { .. }) => {
            review::apply_list(screen, context)
        }
        Screen::Conflict(screen) if screen.is_loading_list => conflict::apply_list(screen, context),
        screen => open_requested(screen, context),
    }
}
