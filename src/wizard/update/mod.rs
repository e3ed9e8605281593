//! `update`: what happened, what the model becomes, and what is to be done. One file per screen; here is what
//! concerns them all: leaving, overlays, notices, timers, and the list of domains that is fetched behind them.

mod api_key;
mod conflict;
mod context;
mod dns_check;
mod domain;
mod domains;
mod failure;
mod overlay;
mod reconcile;
mod records;
mod region;
mod removal;
mod review;
mod verify_watch;

use super::command::{Command, Effect};
use super::message::{Event, Intent, Message, Reply};
use super::model::{Model, NoticeLevel, Overlay};
use super::screen::{PaneKind, RecordsScreen, Screen, Step, Submission};
use super::session::{DomainList, RequestId, RequestState};
use crate::core::api_error::ApiError;
use crate::core::api_key::contains_api_key;
use crate::core::cache::CachedProject;
use crate::core::copy::{CopyError, CopyOutcome, ExportCounts};
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::failure::describe_error;
use crate::core::file_save::{SaveError, SavedFile};
pub(super) use api_key::enter_first_step;
pub(super) use context::Context;
pub use records::publish_modes;

/// The transition function of the wizard. Never panics; a message that makes no sense in a state, and an answer
/// that nobody waits for, change nothing.
#[must_use]
pub fn update(model: Model, message: Message) -> (Model, Vec<Command>) {
    let shown = |model: &Model| (model.screen.step(), model.screen.pane_kind());
    let before = shown(&model);
    let notice = model.notice.as_ref().map(|notice| notice.timer);
    let mut context = Context::new(model);
    match message {
        Message::Intent(intent) => handle_intent(&mut context, intent),
        Message::Reply(id, reply) => handle_reply(&mut context, id, reply),
        Message::Event(event) => handle_event(&mut context, event),
    }
    // A notice speaks of the step it was made on, and of what was open on it.
    if shown(&context.model) != before && notice.is_some() && context.notice_timer() == notice {
        context.clear_notice();
    }
    // The error whose details were shown may have been overtaken by an answer.
    if matches!(context.model.overlay, Some(Overlay::Details { .. })) && context.model.error_details().is_none() {
        context.model.overlay = None;
    }
    // The rows follow the list, its order and what was typed, whatever has changed them.
    let order = context.model.sort_order;
    if let Screen::Domains(screen) = &mut context.model.screen {
        screen.refresh(order, false);
    }
    context.sync_spinner();
    context.sync_seconds_timer();
    context.finish()
}

fn handle_intent(context: &mut Context, intent: Intent) {
    match intent {
        Intent::Quit => {
            let exit = if context.model.has_shown_records { Exit::Success } else { Exit::Interrupted };
            quit(context, exit);
        }
        Intent::Redraw => context.emit(Effect::Redraw),
        Intent::Suspend => context.emit(Effect::Suspend),
        // Any other intent only closes a text on the normal screen.
        _ if context.model.normal_screen_text.is_some() => {
            context.model.normal_screen_text = None;
            context.emit(Effect::ReturnToAlternateScreen);
        }
        Intent::ToggleHelp => overlay::toggle(context, Overlay::Help { scroll: 0 }),
        Intent::ToggleDetails => overlay::toggle(context, Overlay::Details { scroll: 0 }),
        intent if context.model.overlay.is_some() => overlay::update(context, &intent),
        Intent::OpenDomains => domains::open(context),
        Intent::Paste(pasted) if contains_api_key(pasted.raw()) && context.model.screen.step() != Step::ApiKey => {
            context.show_notice(
                NoticeLevel::Error,
                "That looks like an API key, so it is not shown here. The Key step takes it.",
            );
        }
        intent => update_screen(context, intent),
    }
}

/// Hands an intent to the screen that is shown.
fn update_screen(context: &mut Context, intent: Intent) {
    let screen = context.take_screen();
    context.model.screen = match screen {
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
    };
}

fn handle_event(context: &mut Context, event: Event) {
    match event {
        Event::Resized(size) => context.model.viewport = size,
        Event::ShutdownRequested(signal) => quit(context, Exit::Signal(signal)),
        Event::Noted(text) => context.show_notice(NoticeLevel::Info, text),
        Event::DnsProgress(id, progress) => dns_check::apply_progress(id, progress, context),
        Event::TimerFired(id) => handle_timer(context, id),
    }
}

fn handle_timer(context: &mut Context, id: RequestId) {
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
    } else {
        context.model.screen = match context.take_screen() {
            Screen::Review(screen) => review::handle_timer(screen, id, context),
            other => other,
        };
    }
}

/// Hands a reply to what waits for this id.
fn handle_reply(context: &mut Context, id: RequestId, reply: Reply) {
    match reply {
        Reply::KeySaved(Ok(file)) => context.show_notice(NoticeLevel::Success, format!("The key is kept in {file}")),
        Reply::KeySaved(Err(reason)) => {
            context.show_notice(NoticeLevel::Error, format!("The key was not kept, it serves this run only: {reason}"));
        }
        Reply::TextCopied { char_count, counts, result } => {
            apply_copy_reply(context, id, (char_count, counts), result);
        }
        Reply::FileSaved(result) => apply_save_reply(context, id, result),
        Reply::CacheLoaded(cache) => apply_cache(context, id, cache),
        Reply::DnsChecked(result) => dns_check::apply_result(id, result, context),
        Reply::OperationFinished(result) | Reply::DomainFetched(result)
            if context.model.verify_watches.iter().any(|watch| watch.awaits(id)) =>
        {
            verify_watch::apply_reply(id, result, context);
        }
        Reply::DomainsListed(result) if context.awaits_list(id) => apply_list_reply(context, id, result),
        Reply::ListingSkipped if context.awaits_list(id) => {
            if let Some(session) = context.model.screen.session_mut() {
                session.domains = session.domains.clone().into_settled();
            }
            pass_list_to_screen(context);
        }
        reply => {
            context.model.screen = match (context.take_screen(), reply) {
                (Screen::ApiKey(screen), Reply::DomainsListed(result)) if screen.awaits(id) => {
                    api_key::apply_list_reply(screen, result, context)
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
            };
        }
    }
}

/// Leaves. A POST whose answer was still awaited is remembered: the summary tells of it.
fn quit(context: &mut Context, exit: Exit) {
    if context.model.screen == Screen::Closed {
        return;
    }
    if let Screen::Review(review) = &context.model.screen
        && matches!(review.submission, Submission::Posting { .. } | Submission::Reconciling { .. })
    {
        let (name, cause) = (review.new_domain.name.clone(), review.loss_cause());
        context.mark_unconfirmed(&name, cause);
    }
    context.model.screen = Screen::Closed;
    context.model.overlay = None;
    context.model.normal_screen_text = None;
    context.emit(Effect::Quit(exit));
}

/// What became of a copy. It is said wherever the person is by now, even after leaving.
fn apply_copy_reply(
    context: &mut Context,
    id: RequestId,
    (characters, tally): (usize, Option<ExportCounts>),
    result: Result<CopyOutcome, CopyError>,
) {
    let Some((_, what)) = context.model.pending_copy.take_if(|(awaited, _)| *awaited == id) else { return };
    let is_whole = tally.is_none_or(ExportCounts::is_complete);
    let (tone, words) = match result {
        Ok(copied) => {
            let tone = if is_whole { NoticeLevel::Success } else { NoticeLevel::Info };
            let what = tally.map_or_else(|| what.clone(), |tally| format!("{what}, {}", tally.label()));
            let alternative = if copied == CopyOutcome::Terminal {
                copy_alternative(&context.model.screen, tally.is_some(), true)
            } else {
                ""
            };
            with_records_screen(context, |screen, context| records::advance_guide(screen, id, context));
            (tone, copied.message(&what, characters, alternative))
        }
        Err(error) => {
            (NoticeLevel::Error, error.message(&what, copy_alternative(&context.model.screen, tally.is_some(), false)))
        }
    };
    report(context, tone, words);
}

/// What else there is where nothing was copied or nobody knows, by the keys of what is shown. The guide has gone on where
/// something went out.
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

/// What became of a file. It is said wherever the person is by now, even after leaving.
fn apply_save_reply(context: &mut Context, id: RequestId, result: Result<SavedFile, SaveError>) {
    let Some(place) = context.model.pending_saves.iter().position(|(awaited, _)| *awaited == id) else { return };
    context.model.pending_saves.remove(place);
    let is_reported = match &mut context.model.screen {
        Screen::Records(screen) => records::apply_save_reply(screen, id, &result),
        _ => false,
    };
    match result {
        Ok(file) => report(context, NoticeLevel::Success, file.message()),
        // The screen says it, and what there is to do.
        Err(_) if is_reported => {}
        Err(error) => report(context, NoticeLevel::Error, error.message()),
    }
}

/// Says it on the screen or, where there is none any more, on leaving.
fn report(context: &mut Context, tone: NoticeLevel, words: String) {
    if context.model.screen == Screen::Closed {
        context.model.exit_messages.push(words);
    } else {
        context.show_notice(tone, words);
    }
}

/// Hands something to the Records step, where that is shown.
fn with_records_screen(context: &mut Context, then: impl FnOnce(RecordsScreen, &mut Context) -> Screen) {
    context.model.screen = match context.take_screen() {
        Screen::Records(screen) => then(screen, context),
        other => other,
    };
}

/// What an earlier run has kept is here. It counts until AutoSend answers, and so does not where it has.
fn apply_cache(context: &mut Context, id: RequestId, recalled: CachedProject) {
    let clock = context.model.clock;
    let Some(session) = context.model.screen.session_mut() else { return };
    if !session.cache.loading.awaits(id) {
        return;
    }
    session.cache.loading = RequestState::Idle;
    if let Some(domains) = recalled.domains {
        session.apply_cache(domains, clock);
        open_requested_from_cache(context);
    }
    if let Some(remark) = recalled.warning {
        context.show_notice(NoticeLevel::Info, remark);
    }
}

/// The list of domains came, or did not. It proves the key and is of interest to every screen.
fn apply_list_reply(context: &mut Context, id: RequestId, result: Result<Vec<SendingDomain>, ApiError>) {
    let error = match result {
        Ok(list) => {
            context.model.unconfirmed.retain(|name, _| !list.iter().any(|domain| domain.is_named(name.as_str())));
            if let Some(session) = context.model.screen.session_mut() {
                let domains = DomainList::from(list);
                let credentials = session.credentials.clone();
                session.apply_list(domains.clone());
                context.emit(Effect::SaveListToCache { credentials, domains });
            }
            return pass_list_to_screen(context);
        }
        Err(error) => error,
    };
    if let Some(session) = context.model.screen.session_mut() {
        session.domains = session.domains.clone().into_failed(error.clone());
    }
    let posting = matches!(
        &context.model.screen,
        Screen::Review(review) if matches!(review.submission, Submission::Posting { .. })
    );
    if error.status() == Some(401) && !posting && !context.model.screen.is_key_prompt() {
        let screen = context.take_screen();
        context.model.screen = api_key::prompt_for_new_key(screen, &error, context);
        return;
    }
    match context.take_screen() {
        Screen::Review(screen) if matches!(screen.submission, Submission::Reconciling { .. }) => {
            context.model.screen = reconcile::apply_list_error(screen, &error, context);
        }
        Screen::Conflict(screen) if screen.is_loading_list => {
            context.model.screen = conflict::apply_list_error(screen, &error);
        }
        screen => {
            // Of kept records their own fetch says how old they are, whichever of the two answers comes last.
            let reports_itself =
                matches!(&screen, Screen::Records(records) if records.age.is_some() || records.refreshing.is_pending());
            let quiet =
                reports_itself || matches!(screen.step(), Step::Domains | Step::Adding) || screen.is_key_prompt();
            context.model.screen = screen;
            if !quiet {
                let text = format!("The project's domains could not be listed. {}", describe_error(&error));
                context.show_notice(NoticeLevel::Error, text);
            }
        }
    }
    debug_assert!(!context.awaits_list(id), "an answer is handled once");
}

/// The name of the command line may be among what was kept: then its records open without waiting. Nothing else
/// follows from a list that may be old.
fn open_requested_from_cache(context: &mut Context) {
    let Some(name) = context.model.requested_domain.clone() else { return };
    let screen = context.take_screen();
    let is_known = screen.session().is_some_and(|session| session.find_domain(&name).is_some());
    context.model.screen = match screen {
        Screen::Region(screen) if is_known && screen.name == name => {
            records::open_requested(screen.session.clone(), Screen::Region(screen), context)
        }
        Screen::Review(screen)
            if is_known && screen.new_domain.name == name && screen.submission == Submission::Idle =>
        {
            records::open_requested(screen.session.clone(), Screen::Review(screen), context)
        }
        other => other,
    };
}

/// The list is here and current: what the screen makes of it.
fn pass_list_to_screen(context: &mut Context) {
    let screen = context.take_screen();
    context.model.screen = match screen {
        Screen::Region(screen) if context.model.requested_domain.as_ref() == Some(&screen.name) => {
            records::open_requested(screen.session.clone(), Screen::Region(screen), context)
        }
        Screen::Review(screen)
            if screen.submission == Submission::Idle
                && context.model.requested_domain.as_ref() == Some(&screen.new_domain.name) =>
        {
            records::open_requested(screen.session.clone(), Screen::Review(screen), context)
        }
        Screen::Review(screen) if matches!(screen.submission, Submission::Reconciling { .. }) => {
            reconcile::apply_list(screen, context)
        }
        Screen::Conflict(screen) if screen.is_loading_list => conflict::apply_list(screen, context),
        other => other,
    };
}
