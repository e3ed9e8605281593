//! `update`: what happened, what the model becomes, and what is to be done. One file per screen; here is what
//! concerns them all: leaving, overlays, notices, timers, and the list of domains that is fetched behind them.

mod api_key;
mod conflict;
mod context;
mod dns;
mod domain;
mod domains;
mod failure;
mod follow;
mod overlay;
mod records;
mod region;
mod removal;
mod resolving;
mod review;

use super::command::Command;
use super::message::Message;
use super::model::{Model, Overlay, Tone};
use super::screen::{KeyStage, PaneKind, RecordsScreen, Screen, Step, Submission};
use super::session::{DomainList, RequestId, Task};
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
pub use records::ways;

/// The transition function of the wizard. Never panics; a message that makes no sense in a state, and an answer
/// that nobody waits for, change nothing.
#[must_use]
pub fn update(model: Model, message: Message) -> (Model, Vec<Command>) {
    let shown = |model: &Model| (model.screen.step(), model.screen.pane());
    let before = shown(&model);
    let notice = model.notice.as_ref().map(|notice| notice.timer);
    let mut context = Context::new(model);
    handle(&mut context, message);
    // A notice speaks of the step it was made on, and of what was open on it.
    if shown(&context.model) != before && notice.is_some() && context.notice_timer() == notice {
        context.drop_notice();
    }
    // The error whose details were shown may have been overtaken by an answer.
    if matches!(context.model.overlay, Some(Overlay::Details { .. })) && context.model.details().is_none() {
        context.model.overlay = None;
    }
    // The rows follow the list, its order and what was typed, whatever has changed them.
    let order = context.model.order;
    if let Screen::Domains(screen) = &mut context.model.screen {
        screen.refresh(order, false);
    }
    context.keep_busy();
    context.keep_pulse();
    context.finish()
}

fn handle(context: &mut Context, message: Message) {
    match message {
        Message::Resized(size) => context.model.viewport = size,
        Message::Quit => {
            let exit = if context.model.has_shown_records { Exit::Success } else { Exit::Interrupted };
            close(context, exit);
        }
        Message::Shutdown(signal) => close(context, Exit::Signal(signal)),
        Message::Redraw => context.command(Command::Redraw),
        Message::Suspend => context.command(Command::Suspend),
        Message::TimerFired(id) if context.notice_timer() == Some(id) => context.model.notice = None,
        Message::TimerFired(id) if context.is_busy_timer(id) => context.tick(),
        Message::TimerFired(id) if context.is_pulse(id) => context.pulse(),
        Message::TimerFired(id) if context.model.inspections.iter().any(|known| known.pauses_for(id)) => {
            dns::look_again(id, context);
        }
        Message::Heard { id, progress } => dns::heard(id, progress, context),
        Message::Surveyed { id, result } => dns::surveyed(id, result, context),
        Message::TimerFired(id) if context.model.follows.iter().any(|follow| follow.pauses_for(id)) => {
            follow::look(id, context);
        }
        Message::DomainOperated { id, result } | Message::DomainFetched { id, result }
            if context.model.follows.iter().any(|follow| follow.awaits(id)) =>
        {
            follow::answered(id, result, context);
        }
        Message::KeySaved { result: Ok(file) } => context.notice(Tone::Good, format!("The key is kept in {file}")),
        Message::KeySaved { result: Err(reason) } => {
            context.notice(Tone::Bad, format!("The key was not kept, it serves this run only: {reason}"));
        }
        Message::Copied { id, characters, tally, result } => copied(context, id, (characters, tally), result),
        Message::FileSaved { id, result } => saved(context, id, result),
        Message::Recalled { id, recalled } => recalled_from_last_run(context, id, recalled),
        other if context.model.raw.is_some() && is_intent(&other) => {
            context.model.raw = None;
            context.command(Command::HideRaw);
        }
        Message::Remarked(text) => context.notice(Tone::Plain, text),
        Message::DomainsListed { id, result } if context.awaits_list(id) => listed(context, id, result),
        Message::ListStillFresh { id } if context.awaits_list(id) => {
            if let Some(session) = context.model.screen.session_mut() {
                session.domains = session.domains.clone().settled();
            }
            after_list(context);
        }
        Message::ToggleHelp => overlay::toggle(context, Overlay::Help { scroll: 0 }),
        Message::ToggleDetails => overlay::toggle(context, Overlay::Details { scroll: 0 }),
        other if context.model.overlay.is_some() && is_intent(&other) => overlay::over(context, &other),
        Message::OpenDomains => domains::open(context),
        Message::Paste(pasted) if contains_api_key(pasted.raw()) && context.model.screen.step() != Step::ApiKey => {
            context.notice(Tone::Bad, "That looks like an API key, so it is not shown here. The Key step takes it.");
        }
        other => on_screen(context, other),
    }
}

/// Hands a message to the screen that is shown.
fn on_screen(context: &mut Context, message: Message) {
    let screen = context.take_screen();
    context.model.screen = match screen {
        Screen::ApiKey(screen) => api_key::update(screen, message, context),
        Screen::Domain(screen) => domain::update(screen, message, context),
        Screen::Region(screen) => region::update(screen, message, context),
        Screen::Review(screen) => review::update(screen, message, context),
        Screen::Records(screen) => records::update(screen, message, context),
        Screen::Domains(screen) => domains::update(screen, message, context),
        Screen::Removal(screen) => removal::update(screen, message, context),
        Screen::Conflict(screen) => conflict::update(screen, &message, context),
        Screen::Failure(screen) => failure::update(screen, &message, context),
        Screen::Closed => Screen::Closed,
    };
}

/// Leaves. A POST whose answer was still awaited is remembered: the summary tells of it.
fn close(context: &mut Context, exit: Exit) {
    if context.model.screen == Screen::Closed {
        return;
    }
    if let Screen::Review(review) = &context.model.screen
        && matches!(review.submission, Submission::Posting { .. } | Submission::Resolving { .. })
    {
        let (name, cause) = (review.new.name.clone(), review.cause());
        context.doubt(&name, cause);
    }
    context.model.screen = Screen::Closed;
    context.model.overlay = None;
    context.model.raw = None;
    context.command(Command::Quit(exit));
}

/// What became of a copy. It is said wherever the person is by now, even after leaving.
fn copied(
    context: &mut Context,
    id: RequestId,
    (characters, tally): (usize, Option<ExportCounts>),
    result: Result<CopyOutcome, CopyError>,
) {
    let Some((_, what)) = context.model.copying.take_if(|(awaited, _)| *awaited == id) else { return };
    let is_whole = tally.is_none_or(ExportCounts::is_complete);
    let (tone, words) = match result {
        Ok(copied) => {
            let tone = if is_whole { Tone::Good } else { Tone::Plain };
            let what = tally.map_or_else(|| what.clone(), |tally| format!("{what}, {}", tally.label()));
            let instead = if copied == CopyOutcome::Terminal {
                instead(&context.model.screen, tally.is_some(), true)
            } else {
                ""
            };
            on_records(context, |screen, context| records::copied(screen, id, context));
            (tone, copied.message(&what, characters, instead))
        }
        Err(error) => (Tone::Bad, error.message(&what, instead(&context.model.screen, tally.is_some(), false))),
    };
    say(context, tone, words);
}

/// What else there is where nothing was copied or nobody knows, by the keys of what is shown. The guide has gone on where
/// something went out.
const fn instead(screen: &Screen, is_all: bool, went_out: bool) -> &'static str {
    match (screen, screen.pane()) {
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
fn saved(context: &mut Context, id: RequestId, result: Result<SavedFile, SaveError>) {
    let Some(place) = context.model.saving.iter().position(|(awaited, _)| *awaited == id) else { return };
    context.model.saving.remove(place);
    let is_told = match &mut context.model.screen {
        Screen::Records(screen) => records::saved(screen, id, &result),
        _ => false,
    };
    match result {
        Ok(file) => say(context, Tone::Good, file.message()),
        // The screen says it, and what there is to do.
        Err(_) if is_told => {}
        Err(error) => say(context, Tone::Bad, error.message()),
    }
}

/// Says it on the screen or, where there is none any more, on leaving.
fn say(context: &mut Context, tone: Tone, words: String) {
    if context.model.screen == Screen::Closed {
        context.model.parting.push(words);
    } else {
        context.notice(tone, words);
    }
}

/// Hands something to the Records step, where that is shown.
fn on_records(context: &mut Context, then: impl FnOnce(RecordsScreen, &mut Context) -> Screen) {
    context.model.screen = match context.take_screen() {
        Screen::Records(screen) => then(screen, context),
        other => other,
    };
}

/// What an earlier run has kept is here. It counts until AutoSend answers, and so does not where it has.
fn recalled_from_last_run(context: &mut Context, id: RequestId, recalled: CachedProject) {
    let clock = context.model.clock;
    let Some(session) = context.model.screen.session_mut() else { return };
    if !session.kept.recalling.awaits(id) {
        return;
    }
    session.kept.recalling = Task::Idle;
    if let Some(domains) = recalled.domains {
        session.take_kept(domains, clock);
        open_from_kept(context);
    }
    if let Some(remark) = recalled.warning {
        context.notice(Tone::Plain, remark);
    }
}

/// The list of domains came, or did not. It proves the key and is of interest to every screen.
fn listed(context: &mut Context, id: RequestId, result: Result<Vec<SendingDomain>, ApiError>) {
    let error = match result {
        Ok(list) => {
            context.model.doubt.retain(|name, _| !list.iter().any(|domain| domain.is_named(name.as_str())));
            if let Some(session) = context.model.screen.session_mut() {
                let domains = DomainList::from(list);
                let credentials = session.credentials.clone();
                session.take_list(domains.clone());
                context.command(Command::RememberList { credentials, domains });
            }
            return after_list(context);
        }
        Err(error) => error,
    };
    if let Some(session) = context.model.screen.session_mut() {
        session.domains = session.domains.clone().failing(error.clone());
    }
    let posting = matches!(
        &context.model.screen,
        Screen::Review(review) if matches!(review.submission, Submission::Posting { .. })
    );
    if error.status() == Some(401) && !posting && !context.model.screen.asks_key() {
        let screen = context.take_screen();
        context.model.screen = api_key::ask_again(screen, &error, context);
        return;
    }
    match context.take_screen() {
        Screen::Review(screen) if matches!(screen.submission, Submission::Resolving { .. }) => {
            context.model.screen = resolving::list_failed(screen, &error, context);
        }
        Screen::Conflict(screen) if screen.opening => {
            context.model.screen = conflict::list_failed(screen, &error);
        }
        screen => {
            // Of kept records their own fetch says how old they are, whichever of the two answers comes last.
            let tells_itself =
                matches!(&screen, Screen::Records(records) if records.age.is_some() || records.refreshing.is_running());
            let quiet = tells_itself || matches!(screen.step(), Step::Domains | Step::Adding) || screen.asks_key();
            context.model.screen = screen;
            if !quiet {
                let text = format!("The project's domains could not be listed. {}", describe_error(&error));
                context.notice(Tone::Bad, text);
            }
        }
    }
    debug_assert!(!context.awaits_list(id), "an answer is handled once");
}

/// The name of the command line may be among what was kept: then its records open without waiting. Nothing else
/// follows from a list that may be old.
fn open_from_kept(context: &mut Context) {
    let Some(name) = context.model.lookup.clone() else { return };
    let screen = context.take_screen();
    let is_known = screen.session().is_some_and(|session| session.find(&name).is_some());
    context.model.screen = match screen {
        Screen::Region(screen) if is_known && screen.name == name => {
            records::open_if_known(screen.session.clone(), Screen::Region(screen), context)
        }
        Screen::Review(screen) if is_known && screen.new.name == name && screen.submission == Submission::Idle => {
            records::open_if_known(screen.session.clone(), Screen::Review(screen), context)
        }
        other => other,
    };
}

/// The list is here and current: what the screen makes of it.
fn after_list(context: &mut Context) {
    let screen = context.take_screen();
    context.model.screen = match screen {
        Screen::Region(screen) if context.model.lookup.as_ref() == Some(&screen.name) => {
            records::open_if_known(screen.session.clone(), Screen::Region(screen), context)
        }
        Screen::Review(screen)
            if screen.submission == Submission::Idle && context.model.lookup.as_ref() == Some(&screen.new.name) =>
        {
            records::open_if_known(screen.session.clone(), Screen::Review(screen), context)
        }
        Screen::Review(screen) if matches!(screen.submission, Submission::Resolving { .. }) => {
            resolving::list_came(screen, context)
        }
        Screen::Conflict(screen) if screen.opening => conflict::list_came(screen, context),
        other => other,
    };
}

/// Whether the message is something that the person means, not an answer or an event.
const fn is_intent(message: &Message) -> bool {
    matches!(
        message,
        Message::Edit(_)
            | Message::Paste(_)
            | Message::Submit
            | Message::Back
            | Message::Move(_)
            | Message::NextField
            | Message::TakeSuggestion
            | Message::Copy(_)
            | Message::NextForm
            | Message::Open(_)
            | Message::ShowRaw
            | Message::Skip
            | Message::PreviousEntry
            | Message::Complete
            | Message::Replace
            | Message::Refresh
            | Message::Look
            | Message::KeepLooking
            | Message::WhichRecords
            | Message::Verify
            | Message::Stop
            | Message::Remove
            | Message::Sort
            | Message::OpenDomains
    )
}

/// Whether the key is being tried by this request.
fn checks_key(screen: &Screen, answer: RequestId) -> bool {
    matches!(screen, Screen::ApiKey(key) if matches!(key.stage, KeyStage::Checking { id, .. } if id == answer))
}
