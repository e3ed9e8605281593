//! What `verify` says on the way and at the end.

use std::time::Duration;

use super::super::super::paint::{StyledText, TextStyle};
use super::super::super::problem::{Problem, whole_seconds};
use super::super::finding::told;
use super::super::naming::Warning;
use super::follow::{End, Followed};
use crate::core::api_error::ApiError;
use crate::core::check_history::{Check, CheckState};
use crate::core::exit::Exit;
use crate::core::failure::{self, Failure, describe_error};
use crate::core::verify_poll::TYPICAL_DURATION;
use crate::export::{format_checks, status_line};

/// A length of time: `90 s` as `1 min 30 s`.
pub(super) fn length(time: Duration) -> String {
    let seconds = whole_seconds(time);
    let parts = [(seconds / 3600, "h"), (seconds % 3600 / 60, "min"), (seconds % 60, "s")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

/// What is said once, before the waiting.
pub(super) fn before(limit: Duration) -> String {
    format!(
        "AutoSend was asked to verify; waiting for it, {} at most. {TYPICAL_DURATION}.\nCtrl+C ends the waiting, not the \
         verification.",
        length(limit)
    )
}

/// What is said before each pause.
pub(super) fn pausing(waiting: &[Followed], since: Duration, pause: Duration) -> String {
    // Whole seconds that have passed, however far the next one is.
    let since = Duration::from_secs(since.as_secs());
    let so_far = if since.is_zero() { String::new() } else { format!(" Waiting for {}.", length(since)) };
    let what = match waiting {
        [followed] => one(followed),
        many => several(many),
    };
    format!("{what}.{so_far} Next look in {}.", length(pause))
}

/// What several domains wait for.
fn several(waiting: &[Followed]) -> String {
    match waiting.iter().filter(|followed| !followed.domain.status.can_send()).count() {
        0 => format!("{} can send; AutoSend still checks the rest of them", waiting.len()),
        1 => "1 is not verified yet".to_owned(),
        many => format!("{many} are not verified yet"),
    }
}

/// What one domain waits for.
fn one(followed: &Followed) -> String {
    let name = followed.domain.name.sanitized();
    let can_send = followed.domain.status.can_send();
    let waiting = format_checks(&followed.standing.pending(can_send));
    match (can_send, waiting.is_empty()) {
        (true, _) => format!("{name} can send; AutoSend still checks the rest"),
        (false, true) => format!("{name}: not verified yet"),
        (false, false) => format!("{name}: not accepted yet: {waiting}"),
    }
}

/// That a look has failed.
pub(super) fn unreached(followed: &Followed, error: &ApiError) -> String {
    format!(
        "warning: {} Looking for {} again until the time is up.",
        describe_error(error),
        followed.domain.name.sanitized()
    )
}

/// A line of several.
pub(super) fn line(followed: &Followed, end: &End) -> StyledText {
    match end {
        End::Failed => StyledText::default()
            .styled(TextStyle::Error, "failed:")
            .append(format!(" AutoSend's status is {}", followed.domain.status.label())),
        _ => status_line(&followed.domain),
    }
}

/// That AutoSend takes back what it has accepted before.
pub(super) fn differing(followed: &Followed) -> Option<Warning> {
    let differs = |check: &Check| followed.standing.state(*check) == CheckState::Regressed;
    let checks: Vec<Check> = Check::ALL.into_iter().filter(differs).collect();
    let words =
        format!("AutoSend's answers differ: accepted before, but not in the last one: {}", format_checks(&checks));
    (!checks.is_empty()).then_some(("answers-differ", words))
}

/// Why there is nothing to tell of a domain but this.
pub(super) fn problem(followed: &Followed, end: &End) -> Option<Problem> {
    let name = followed.domain.name.sanitized();
    match end {
        End::Verified | End::Failed | End::NotYet => None,
        End::Vanished(error) | End::Refused(error) => Some(told(failure::fetch_failure(error, &name), error)),
        End::NotReached(error) => {
            let title = format!("Not known whether {name} is verified: the time is up, and AutoSend cannot be asked");
            let failure = Failure { title, exit: Exit::NotReached, ..failure::fetch_failure(error, &name) };
            Some(told(failure, error))
        }
    }
}

/// Its stable name in documents.
pub(super) const fn outcome(end: &End) -> Option<&'static str> {
    match end {
        End::Verified => Some("verified"),
        End::Failed => Some("failed"),
        End::NotYet => Some("not-yet"),
        End::Vanished(_) | End::Refused(_) | End::NotReached(_) => None,
    }
}

/// How the command ends.
pub(super) const fn exit(end: &End) -> Exit {
    match end {
        End::Verified => Exit::Success,
        End::NotYet => Exit::NotReady,
        End::Failed | End::Vanished(_) | End::Refused(_) | End::NotReached(_) => Exit::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_told_in_its_units() {
        for (seconds, words) in [(0, "0 s"), (59, "59 s"), (90, "1 min 30 s"), (600, "10 min"), (7230, "2 h 30 s")] {
            assert_eq!(length(Duration::from_secs(seconds)), words);
        }
    }
}
