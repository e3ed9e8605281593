//! The messages of `verify` while it polls and at its end.

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

/// The note before the polling.
pub(super) fn start_message(limit: Duration) -> String {
    format!(
        "Verification started. Waiting up to {}. {TYPICAL_DURATION}.\nCtrl+C stops the waiting, not the \
         verification.",
        format_exact_duration(limit)
    )
}

/// The note before each pause.
pub(super) fn pause_message(waiting: &[PolledDomain], since: Duration, pause: Duration) -> String {
    // Whole seconds: the exact format would round up.
    let since = Duration::from_secs(since.as_secs());
    let waited = if since.is_zero() { String::new() } else { format!(" Waited {}.", format_exact_duration(since)) };
    let what = match waiting {
        [polled] => describe_one(polled),
        many => describe_many(many),
    };
    format!("{what}.{waited} Next check in {}.", format_exact_duration(pause))
}

/// The state of several domains.
fn describe_many(waiting: &[PolledDomain]) -> String {
    match waiting.iter().filter(|polled| !polled.domain.status.can_send()).count() {
        0 => format!("{} can send; AutoSend is still checking the rest", waiting.len()),
        1 => "1 not verified yet".to_owned(),
        many => format!("{many} not verified yet"),
    }
}

/// The state of one domain.
fn describe_one(polled: &PolledDomain) -> String {
    let name = polled.domain.name.sanitized();
    let can_send = polled.domain.status.can_send();
    let waiting = format_checks(&polled.check_history.pending(can_send));
    match (can_send, waiting.is_empty()) {
        (true, _) => format!("{name} can send; AutoSend is still checking the rest"),
        (false, true) => format!("{name}: not verified yet"),
        (false, false) => format!("{name}: waiting for {waiting}"),
    }
}

/// The warning that a request has failed.
pub(super) fn poll_failed_message(polled: &PolledDomain, error: &ApiError) -> String {
    format!("warning: {} Retrying {} until the time is up.", describe_error(error), polled.domain.name.sanitized())
}

/// The report in one line, without the domain's name.
pub(super) fn render_line(polled: &PolledDomain, outcome: &VerifyOutcome) -> StyledText {
    match outcome {
        VerifyOutcome::Failed => StyledText::default()
            .styled(TextStyle::Error, "failed:")
            .append(format!(" AutoSend reports {}", polled.domain.status.label())),
        _ => status_line(&polled.domain),
    }
}

/// The warning that AutoSend no longer accepts what it has accepted before.
pub(super) fn inconsistency_warning(polled: &PolledDomain) -> Option<Warning> {
    let differs = |check: &Check| polled.check_history.state(*check) == CheckState::Regressed;
    let checks: Vec<Check> = Check::ALL.into_iter().filter(differs).collect();
    let message =
        format!("AutoSend's responses differ: passed before, but not in the latest one: {}", format_checks(&checks));
    (!checks.is_empty()).then(|| Warning::new("answers-differ", message))
}

/// The error of an outcome that leaves nothing to report.
pub(super) fn outcome_error(polled: &PolledDomain, outcome: &VerifyOutcome) -> Option<CliError> {
    let name = polled.domain.name.sanitized();
    match outcome {
        VerifyOutcome::Verified | VerifyOutcome::Failed | VerifyOutcome::TimedOut => None,
        VerifyOutcome::NotFound(error) | VerifyOutcome::Rejected(error) => {
            Some(api_error(failure::fetch_failure(error, &name), error))
        }
        VerifyOutcome::Unreachable(error) => {
            let title =
                format!("Time is up and AutoSend can't be reached, so it is unknown whether {name} is verified");
            let failure = Failure { title, exit: Exit::NotReached, ..failure::fetch_failure(error, &name) };
            Some(api_error(failure, error))
        }
    }
}

/// The stable name of an outcome in JSON documents.
pub(super) const fn outcome_code(outcome: &VerifyOutcome) -> Option<&'static str> {
    match outcome {
        VerifyOutcome::Verified => Some("verified"),
        VerifyOutcome::Failed => Some("failed"),
        VerifyOutcome::TimedOut => Some("not-yet"),
        VerifyOutcome::NotFound(_) | VerifyOutcome::Rejected(_) | VerifyOutcome::Unreachable(_) => None,
    }
}

/// The exit code of an outcome.
pub(super) const fn outcome_exit(outcome: &VerifyOutcome) -> Exit {
    match outcome {
        VerifyOutcome::Verified => Exit::Success,
        VerifyOutcome::TimedOut => Exit::NotReady,
        VerifyOutcome::Failed
        | VerifyOutcome::NotFound(_)
        | VerifyOutcome::Rejected(_)
        | VerifyOutcome::Unreachable(_) => Exit::Failed,
    }
}
