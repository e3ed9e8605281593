//! Passes each reply to the part of the model that waits for its id: the background, the session, or the screen.

use super::context::{Context, Next};
use super::{api_key, conflict, dns_check, failure, records, removal, review, verify_watch};
use crate::core::adding::Fact as AddFact;
use crate::core::api_error::ApiError;
use crate::core::cache::{CachedProject, HostChoice};
use crate::core::copy::{CopyOutcome, ExportCounts};
use crate::core::domain::SendingDomain;
use crate::core::failure::describe_error;
use crate::core::file_save::{SaveError, SavedFile};
use crate::core::removing::Fact as RemoveFact;
use crate::wizard::command::Effect;
use crate::wizard::guide_progress::FieldState;
use crate::wizard::message::{CopyReply, Reply};
use crate::wizard::model::NoticeLevel;
use crate::wizard::screen::{PaneKind, Screen, Step, Submission};
use crate::wizard::session::{DomainList, RequestId, RequestState};

pub(super) fn handle(screen: &mut Screen, id: RequestId, reply: Reply, context: &mut Context) -> Next {
    match reply {
        Reply::KeySaved(Ok(file)) => context.show_notice(NoticeLevel::Success, format!("Key saved to {file}")),
        Reply::KeySaved(Err(reason)) => {
            context.show_notice(NoticeLevel::Error, format!("Key not saved; using it for this session only: {reason}"));
        }
        Reply::TextCopied(copy) => apply_copy_reply(screen, id, copy, context),
        Reply::FileSaved(result) => apply_save_reply(screen, id, result, context),
        Reply::CacheLoaded(cache) => return apply_cache(screen, id, cache, context),
        Reply::DnsChecked(result) => dns_check::apply_result(screen, id, result, context),
        Reply::OperationFinished(result) | Reply::DomainFetched(result)
            if context.model.domain_states.verify_watches().iter().any(|watch| watch.awaits(id)) =>
        {
            verify_watch::apply_reply(screen, id, &result, context);
            if let (Screen::Records(records), Ok(domain)) = (screen, result)
                && records.domain.id == domain.id
            {
                records::replace_domain(records, domain, context);
            }
        }
        reply => return apply_screen_reply(screen, id, reply, context),
    }
    Next::Stay
}

/// Passes a reply to the screen or to its session, if either waits for this id.
fn apply_screen_reply(screen: &mut Screen, id: RequestId, reply: Reply, context: &mut Context) -> Next {
    let awaits_list = screen.session().is_some_and(|session| session.domains.awaits(id));
    match (&mut *screen, reply) {
        (Screen::ApiKey(screen), Reply::DomainsListed(result)) if screen.awaits(id) => {
            api_key::apply_list_reply(screen, result, context)
        }
        (_, Reply::DomainsListed(result)) if awaits_list => apply_list_reply(screen, result, context),
        (_, Reply::ListingSkipped) if awaits_list => {
            if let Some(session) = screen.session_mut() {
                session.domains.settle();
            }
            pass_list_to_screen(screen, context)
        }
        (Screen::Review(screen), Reply::DomainCreated(result)) if screen.awaits(id) => {
            review::report(screen, AddFact::Posted(result), context)
        }
        (Screen::Removal(screen), Reply::DomainRemoved(result)) if screen.awaits(id) => {
            removal::report(screen, RemoveFact::Deleted(result), context)
        }
        (Screen::Removal(screen), Reply::DomainFetched(result)) if screen.awaits(id) => {
            removal::report(screen, RemoveFact::Fetched(result), context)
        }
        (Screen::Failure(screen), Reply::LinkOpened(result)) => {
            failure::apply_link_reply(screen, id, &result, context);
            Next::Stay
        }
        (Screen::Records(screen), reply) => records::apply_reply(screen, id, reply, context),
        _ => Next::Stay,
    }
}

/// Reports the result of a copy, on any screen and even after leaving.
fn apply_copy_reply(screen: &Screen, id: RequestId, copy: CopyReply, context: &mut Context) {
    let Some((_, what)) = context.model.pending_copy.take_if(|(pending, _)| *pending == id) else { return };
    let CopyReply { char_count, counts, result } = copy;
    if let Some(prefs) = context.model.domain_states.prefs_awaiting_copy(id) {
        let state = result.as_ref().map_or(FieldState::Failed, |outcome| FieldState::Copied(outcome.clone()));
        prefs.guide.finish_copy(state);
        // The guide says itself where its field is.
        if result.is_ok() && screen.pane_kind() == Some(PaneKind::Guide) {
            return context.clear_notice();
        }
    }
    let (level, text) = match result {
        Ok(outcome) => {
            let is_complete = counts.is_none_or(ExportCounts::is_complete);
            let level = if is_complete { NoticeLevel::Success } else { NoticeLevel::Info };
            let what = counts.map_or_else(|| what.clone(), |counts| format!("{what}, {}", counts.label()));
            let alternative =
                if outcome == CopyOutcome::Terminal { copy_alternative(screen, counts.is_some()) } else { "" };
            (level, outcome.message(&what, char_count, alternative))
        }
        Err(error) => (NoticeLevel::Error, error.message(&what, copy_alternative(screen, counts.is_some()))),
    };
    report(screen, level, text, context);
}

/// Returns an alternative for a copy that failed or that is uncertain, with the keys of the current screen.
const fn copy_alternative(screen: &Screen, is_all: bool) -> &'static str {
    match (screen, screen.pane_kind()) {
        (Screen::Records(_), None) if is_all => "e to save",
        (Screen::Records(_), None) => "r to show, e to save",
        (Screen::Records(_), Some(PaneKind::Export)) => "Enter to save",
        (Screen::Records(_), Some(PaneKind::Guide | PaneKind::Panel)) => "r to show",
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
fn apply_cache(screen: &mut Screen, id: RequestId, cache: CachedProject, context: &mut Context) -> Next {
    let Some(session) = screen.session_mut().filter(|session| session.cache.loading.awaits(id)) else {
        return Next::Stay;
    };
    for (id, choices) in cache.choices {
        if let Some(cached) = cache.domains.iter().flatten().find(|cached| cached.domain.id == id) {
            if let HostChoice::Known(host) = choices.host {
                context.model.draft.last_host.get_or_insert(host);
            }
            context.model.domain_states.record_prefs_mut(&cached.domain).restore(choices, &cached.domain);
        }
    }
    session.cache.loading = RequestState::Idle;
    let mut next = Next::Stay;
    if let Some(domains) = cache.domains {
        session.apply_cache(domains, context.model.clock);
        // The cached list may be old, so only a domain that it has counts.
        let is_cached = |name| session.find_domain(name).is_some();
        if context.model.requested_domain.as_ref().is_some_and(is_cached) {
            next = open_requested(screen, context);
        }
    }
    if let Some(warning) = cache.warning {
        context.show_notice(NoticeLevel::Info, warning);
    }
    next
}

/// Takes the list of domains, or its error. A list also proves that the key works.
fn apply_list_reply(screen: &mut Screen, result: Result<Vec<SendingDomain>, ApiError>, context: &mut Context) -> Next {
    let Some(session) = screen.session_mut() else { return Next::Stay };
    match result {
        Ok(list) => {
            context.model.unconfirmed.retain(|name, _| !list.iter().any(|domain| domain.is_named(name.as_str())));
            let domains = DomainList::from(list);
            let credentials = session.credentials.clone();
            session.apply_list(domains.clone());
            context.emit(Effect::SaveListToCache { credentials, domains });
            pass_list_to_screen(screen, context)
        }
        Err(error) => {
            session.domains.fail(error.clone());
            apply_list_error(screen, error, context)
        }
    }
}

fn apply_list_error(screen: &mut Screen, error: ApiError, context: &mut Context) -> Next {
    let is_posting =
        matches!(screen, Screen::Review(review) if matches!(review.submission, Submission::Posting { .. }));
    if error.status() == Some(401) && !is_posting && !screen.is_key_prompt() {
        return Next::go(context.enter_key_prompt(screen.clone(), &error));
    }
    match screen {
        Screen::Review(review) if matches!(review.submission, Submission::Reconciling { .. }) => {
            return review::report(review, AddFact::ListFailed(error), context);
        }
        Screen::Conflict(conflict) if conflict.is_loading_list => {
            return conflict::report(conflict, AddFact::ListFailed(error), context);
        }
        // The fetch of cached records reports their age itself, in whichever order the two replies arrive.
        Screen::Records(records) if records.age.is_some() || records.refreshing.is_pending() => {}
        _ if matches!(screen.step(), Step::Domains | Step::Adding) || screen.is_key_prompt() => {}
        _ => {
            let text = format!("Couldn't load the project's domains. {}", describe_error(&error));
            context.show_notice(NoticeLevel::Error, text);
        }
    }
    Next::Stay
}

/// Lets the screen react to a new list.
fn pass_list_to_screen(screen: &mut Screen, context: &mut Context) -> Next {
    match screen {
        Screen::Review(review) if matches!(review.submission, Submission::Reconciling { .. }) => {
            let listed = review.session.find_domain(&review.new_domain.name).cloned();
            review::report(review, AddFact::Listed(listed), context)
        }
        Screen::Conflict(conflict) if conflict.is_loading_list => {
            let listed = conflict.session.find_domain(&conflict.new_domain.name).cloned();
            conflict::report(conflict, AddFact::Listed(listed), context)
        }
        _ => open_requested(screen, context),
    }
}

/// Opens the records of the domain that the command line names, if the screen is about to add that domain.
fn open_requested(screen: &Screen, context: &mut Context) -> Next {
    let (session, name) = match screen {
        Screen::Region(region) => (&region.session, &region.name),
        Screen::Review(review) if review.submission == Submission::Idle => (&review.session, &review.new_domain.name),
        _ => return Next::Stay,
    };
    if context.model.requested_domain.as_ref() != Some(name) {
        return Next::Stay;
    }
    context.enter_requested_records(session).map_or(Next::Stay, Next::go)
}
