//! What `verify` says on the way and at the end.

use std::time::Duration;

use super::poll::PolledDomain;
use crate::cli::commands::report::Warning;
use crate::cli::commands::resolve_domain::api_error;
use crate::cli::error::CliError;
use crate::cli::style::{StyledText, TextStyle};
use crate::core::api_error::ApiError;
use crate::core::check_history::{Check, CheckState};
use crate::core::duration::format_exact_duration;
use crate::core::exit::Exit;
use crate::core::failure::{self, Failure, describe_error};
use crate::core::verify_poll::{TYPICAL_DURATION, VerifyOutcome};
use crate::export::{format_checks, status_line};

/// What is said once, before the waiting.
pub(super) fn start_message(limit: Duration) -> String {
    format!(
        "AutoSend was asked to verify; waiting for it, {} at most. {TYPICAL_DURATION}.\nCtrl+C ends the waiting, not the \
         verification.",
        format_exact_duration(limit)
    )
}

/// What is said before each pause.
pub(super) fn pause_message(waiting: &[PolledDomain], since: Duration, pause: Duration) -> String {
    // Whole seconds that have passed, however far the next one is.
    let since = Duration::from_secs(since.as_secs());
    let so_far =
        if since.is_zero() { String::new() } else { format!(" Waiting for {}.", format_exact_duration(since)) };
    let what = match waiting {
        [followed] => describe_one(followed),
        many => describe_many(many),
    };
    format!("{what}.{so_far} Next look in {}.", format_exact_duration(pause))
}

/// What several domains wait for.
fn describe_many(waiting: &[PolledDomain]) -> String {
    match waiting.iter().filter(|followed| !followed.domain.status.can_send()).count() {
        0 => format!("{} can send; AutoSend still checks the rest of them", waiting.len()),
        1 => "1 is not verified yet".to_owned(),
        many => format!("{many} are not verified yet"),
    }
}

/// What one domain waits for.
fn describe_one(followed: &PolledDomain) -> String {
    let name = followed.domain.name.sanitized();
    let can_send = followed.domain.status.can_send();
    let waiting = format_checks(&followed.check_history.pending(can_send));
    match (can_send, waiting.is_empty()) {
        (true, _) => format!("{name} can send; AutoSend still checks the rest"),
        (false, true) => format!("{name}: not verified yet"),
        (false, false) => format!("{name}: not accepted yet: {waiting}"),
    }
}

/// That a look has failed.
pub(super) fn poll_failed_message(followed: &PolledDomain, error: &ApiError) -> String {
    format!(
        "warning: {} Looking for {} again until the time is up.",
        describe_error(error),
        followed.domain.name.sanitized()
    )
}

/// A line of several.
pub(super) fn render_line(followed: &PolledDomain, end: &VerifyOutcome) -> StyledText {
    match end {
        VerifyOutcome::Failed => StyledText::default()
            .styled(TextStyle::Error, "failed:")
            .append(format!(" AutoSend's status is {}", followed.domain.status.label())),
        _ => status_line(&followed.domain),
    }
}

/// That AutoSend takes back what it has accepted before.
pub(super) fn inconsistency_warning(followed: &PolledDomain) -> Option<Warning> {
    let differs = |check: &Check| followed.check_history.state(*check) == CheckState::Regressed;
    let checks: Vec<Check> = Check::ALL.into_iter().filter(differs).collect();
    let message =
        format!("AutoSend's answers differ: accepted before, but not in the last one: {}", format_checks(&checks));
    (!checks.is_empty()).then(|| Warning::new("answers-differ", message))
}

/// Why there is nothing to tell of a domain but this.
pub(super) fn outcome_error(followed: &PolledDomain, end: &VerifyOutcome) -> Option<CliError> {
    let name = followed.domain.name.sanitized();
    match end {
        VerifyOutcome::Verified | VerifyOutcome::Failed | VerifyOutcome::TimedOut => None,
        VerifyOutcome::NotFound(error) | VerifyOutcome::Rejected(error) => {
            Some(api_error(failure::fetch_failure(error, &name), error))
        }
        VerifyOutcome::Unreachable(error) => {
            let title = format!("Not known whether {name} is verified: the time is up, and AutoSend cannot be asked");
            let failure = Failure { title, exit: Exit::NotReached, ..failure::fetch_failure(error, &name) };
            Some(api_error(failure, error))
        }
    }
}

/// Its stable name in documents.
pub(super) const fn outcome_code(end: &VerifyOutcome) -> Option<&'static str> {
    match end {
        VerifyOutcome::Verified => Some("verified"),
        VerifyOutcome::Failed => Some("failed"),
        VerifyOutcome::TimedOut => Some("not-yet"),
        VerifyOutcome::NotFound(_) | VerifyOutcome::Rejected(_) | VerifyOutcome::Unreachable(_) => None,
    }
}

/// How the command ends.
pub(super) const fn outcome_exit(end: &VerifyOutcome) -> Exit {
    match end {
        VerifyOutcome::Verified => Exit::Success,
        VerifyOutcome::TimedOut => Exit::NotReady,
        VerifyOutcome::Failed
        | VerifyOutcome::NotFound(_)
        | VerifyOutcome::Rejected(_)
        | VerifyOutcome::Unreachable(_) => Exit::Failed,
    }
}
