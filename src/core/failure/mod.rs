//! Describes everything that can go wrong, for the wizard and the commands alike: what happened, what it means, what
//! was and was not done, and what to do now.

mod domain;

pub use domain::{
    fetch_failure, gone_failure, lost_removal_still_listed, lost_removal_unconfirmed, operation_failure,
    removal_failure,
};

use std::time::Duration;

use super::api_error::{ApiError, Obstacle};
use super::domain_name::DomainName;
use super::duration::{ceil_seconds, format_exact_duration};
use super::exit::Exit;
use super::text::Untrusted;

/// Advice if the key is refused.
const GIVE_ANOTHER_KEY: &str = "Enter another key, or create one in the AutoSend dashboard.";

/// What a 404 means that is about no domain.
const NO_API: &str = "No API at this address (404)";

/// Advice if there is no API at the base URL.
const CHECK_BASE_URL: &str = "If AUTOSEND_BASE_URL is set, it must end in /v1.";

/// The description of a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The failure in one line.
    pub title: String,
    /// What happened, with the server's message if there was one.
    pub reason: String,
    /// What was done, and what was not.
    pub effect: String,
    /// What to do now.
    pub advice: String,
    /// The status of the response, if there was one.
    pub status: Option<u16>,
    /// What Enter does here. `None` if trying again cannot help.
    pub retry: Option<Retry>,
    /// The technical details, for a bug report.
    pub details: FailureDetails,
    /// The exit code of a command that fails this way.
    pub exit: Exit,
}

impl Failure {
    /// A request failed with this error. Enter tries again.
    fn from_error(
        title: impl Into<String>,
        error: &ApiError,
        effect: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            reason: describe_error(error),
            effect: effect.into(),
            advice: advice.into(),
            status: error.status(),
            retry: Some(Retry::Step),
            details: FailureDetails::from_error(error),
            exit: exit_for_error(error),
        }
    }

    /// The response to a change was lost. Without a cause, the user stopped waiting for it.
    fn from_lost_answer(
        title: impl Into<String>,
        cause: Option<&ApiError>,
        effect: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            reason: describe_lost_answer(cause),
            effect: effect.into(),
            advice: advice.into(),
            status: cause.and_then(ApiError::status),
            retry: Some(Retry::Step),
            details: cause.map(FailureDetails::from_error).unwrap_or_default(),
            exit: cause.map_or(Exit::NotReached, exit_for_error),
        }
    }
}

/// What is done again after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The step that failed.
    Step,
    /// The request whose answer was lost.
    LostRequest,
    /// Reading the list of domains.
    List,
    /// Checking the key.
    KeyCheck,
    /// Reading the projects of the account.
    Projects,
}

impl Retry {
    /// What it does, as the end of "Press Enter to …".
    pub const fn label(self) -> &'static str {
        match self {
            Self::Step => "try again",
            Self::LostRequest => "send it again",
            Self::List => "reload the list",
            Self::KeyCheck => "check the key again",
            Self::Projects => "reload the projects",
        }
    }
}

/// The technical details of a failure, shown on request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailureDetails {
    /// Names and values, safe to display.
    pub lines: Vec<(&'static str, String)>,
    /// The server's ID of the request, safe to display.
    pub request_id: Option<String>,
}

impl FailureDetails {
    /// The details of an error.
    pub fn from_error(error: &ApiError) -> Self {
        let mut lines = Vec::new();
        let mut request_id = None;
        if let Some(status) = error.status() {
            lines.push(("Status", status.to_string()));
        }
        match error {
            ApiError::ErrorResponse(refusal) => {
                lines.push(("Code", refusal.code.as_ref().map_or_else(|| "none".to_owned(), Untrusted::sanitized)));
                if let Some(message) = refusal.full_message() {
                    lines.push(("Message", message));
                }
                if let Some(wait) = refusal.retry_after {
                    lines.push(("Retry after", format!("{} s", ceil_seconds(wait))));
                }
                request_id = refusal.request_id.as_ref().map(Untrusted::sanitized);
                lines.push(("Request ID", request_id.clone().unwrap_or_else(|| "none sent".to_owned())));
            }
            ApiError::NotSent { reason, host, .. } => {
                lines.push(("Host", host.clone()));
                lines.push(("Reason", reason.clone()));
            }
            ApiError::Redirected { target, .. } => lines.push(("Location", target.sanitized())),
            ApiError::ResponseLost { reason }
            | ApiError::InvalidBody { reason, .. }
            | ApiError::Incomplete { reason, .. }
            | ApiError::Internal { reason } => {
                lines.push(("Reason", reason.clone()));
            }
        }
        Self { lines, request_id }
    }
}

/// What to do about an error that nothing more is known of. Each failure has advice of its own where it knows better.
fn advice_for(error: &ApiError) -> String {
    let advice = match error {
        ApiError::NotSent { obstacle, .. } => advice_on_obstacle(*obstacle),
        ApiError::ResponseLost { .. } | ApiError::Incomplete { .. } | ApiError::Internal { .. } => "Try again.",
        ApiError::InvalidBody { .. } => {
            "Something other than AutoSend may have answered, such as a network sign-in page. Try again."
        }
        ApiError::Redirected { .. } => "If AUTOSEND_BASE_URL is set, it must be the API's own address.",
        ApiError::ErrorResponse(response) => match response.status {
            401 => GIVE_ANOTHER_KEY,
            402 => "Upgrade your plan or fix billing in the AutoSend dashboard, then try again.",
            403 => "Use a key for the project that the domain belongs to.",
            404 if response.is_unknown_address => CHECK_BASE_URL,
            404 => "It may have been removed, or it may belong to another project. Check the domain list.",
            408 => "Try again.",
            429 => {
                return format!(
                    "Another program may be using the same key. Wait {}, then try again.",
                    wait(error, "a minute")
                );
            }
            500.. => return format!("Try again in {}.", wait(error, "a few minutes")),
            _ => "The server's message may explain why.",
        },
    };
    advice.to_owned()
}

const fn advice_on_obstacle(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Unreachable => "Check your connection, and the proxy if you use one.",
        Obstacle::Tls => "Something between you and the host may be intercepting TLS, such as a proxy.",
        Obstacle::Proxy(407) => "Add its user and password to HTTPS_PROXY: http://user:password@host:port.",
        Obstacle::Proxy(_) => "Ask the proxy's administrator to allow the host, or add it to NO_PROXY.",
        Obstacle::Local => "Fix what the reason names.",
    }
}

/// How long the server asks to wait, or else this.
fn wait(error: &ApiError, otherwise: &str) -> String {
    let wait = error.error_response().and_then(|response| response.retry_after);
    wait.map_or_else(|| otherwise.to_owned(), |wait| format_exact_duration(wait.max(Duration::from_secs(1))))
}

/// What to do about an error of a request about the whole project.
fn advice_on_project(error: &ApiError) -> String {
    match error.status() {
        Some(402) => "Upgrade your plan or fix billing in the AutoSend dashboard, then try again.".to_owned(),
        Some(403) => "Use a project key, or an account key together with a project ID it can access.".to_owned(),
        _ => advice_for(error),
    }
}

/// Adding failed, and certainly nothing was added.
pub fn add_failure(error: &ApiError, name: &DomainName) -> Failure {
    let (exists, general) = (format!("{name} has already been added"), advice_for(error));
    let (title, advice) = match (error, error.status()) {
        (ApiError::NotSent { .. }, _) => ("Can't reach AutoSend", &*general),
        (_, Some(400 | 422)) => ("AutoSend rejected the request", "Change the name or the region."),
        (_, Some(401)) => ("AutoSend rejected the key", GIVE_ANOTHER_KEY),
        (_, Some(402)) => (
            "Your plan doesn't allow this",
            "Upgrade your plan or fix billing in the AutoSend dashboard, then try again.",
        ),
        (_, Some(403)) => (
            "This API key can't add domains",
            "Use a key that can add domains, or check your plan's limits in the AutoSend dashboard.",
        ),
        (_, Some(404)) => (NO_API, CHECK_BASE_URL),
        (_, Some(409)) => (&*exists, "Check the list of domains."),
        (_, Some(429)) => ("Still rate-limited", &*general),
        _ => ("AutoSend refused the request", &*general),
    };
    let effect = match error {
        ApiError::NotSent { .. } => format!("Nothing was sent, so {name} was not added."),
        _ if error.status() == Some(409) => "Nothing was added or changed.".to_owned(),
        _ => format!("{name} was not added."),
    };
    let failure = Failure::from_error(title, error, effect, advice);
    match error.status() {
        Some(400 | 401 | 409 | 422) => Failure { retry: None, ..failure },
        _ => failure,
    }
}

/// The response to adding was lost, and the domain is not in the list that was read afterwards.
pub fn lost_add_not_listed(cause: Option<&ApiError>, name: &DomainName) -> Failure {
    let effect = format!("The domain list was checked three times, and {name} isn't there. Nothing was sent again.");
    let advice = "It should be safe to try again: if it was added after all, AutoSend will say so.";
    Failure {
        retry: Some(Retry::LostRequest),
        ..Failure::from_lost_answer("Probably not added", cause, effect, advice)
    }
}

/// The response to adding was lost, and the list could not be read either.
pub fn lost_add_unconfirmed(cause: Option<&ApiError>, list: &ApiError, name: &DomainName) -> Failure {
    let mut failure = Failure::from_lost_answer(
        format!("{name} may or may not have been added"),
        cause,
        "Nothing was sent again, and nothing will be until the list loads.",
        format!("{} The domain list will show whether it was added.", advice_for(list)),
    );
    let list_details = FailureDetails::from_error(list).lines.into_iter();
    failure.details.lines.extend(list_details.map(|(label, value)| (label, format!("{value} (list)"))));
    Failure {
        reason: format!("{} The domain list couldn't be loaded either: {}", failure.reason, describe_error(list)),
        retry: Some(Retry::List),
        exit: exit_for_error(list),
        ..failure
    }
}

/// AutoSend says that the domain already exists, but it is not in the list.
pub fn conflict_not_listed(error: &ApiError, name: &DomainName) -> Failure {
    let advice = "It may be in another project or account. Check there, or use a key for that project.";
    Failure {
        reason: format!("AutoSend says {name} has already been added, but it isn't in this project."),
        retry: None,
        exit: Exit::Conflict,
        ..Failure::from_error("Already added, but not in this project", error, "Nothing was added or changed.", advice)
    }
}

/// The key could not be checked.
pub fn key_check_failure(error: &ApiError) -> Failure {
    let title = match error.status() {
        Some(402) => "Your plan doesn't allow this",
        Some(403) => "This API key can't list the project's domains",
        _ => "Couldn't check the key",
    };
    let effect = "The key wasn't checked. Nothing was changed.";
    let failure = Failure::from_error(title, error, effect, advice_on_project(error));
    Failure { retry: Some(Retry::KeyCheck), ..failure }
}

/// A new key was not stored, because it could not be checked.
pub fn login_failure(error: &ApiError) -> Failure {
    if error.status() == Some(401) {
        let title = "AutoSend rejected this key";
        let failure = Failure::from_error(title, error, "It was not saved.", GIVE_ANOTHER_KEY);
        return Failure { retry: None, ..failure };
    }
    let effect = "The key couldn't be checked, so it wasn't saved.".to_owned();
    Failure { effect, ..key_check_failure(error) }
}

/// The list of domains could not be read.
pub fn list_failure(error: &ApiError) -> Failure {
    let title = "Couldn't list the project's domains";
    let failure = Failure::from_error(title, error, "Nothing was changed.", advice_on_project(error));
    Failure { retry: Some(Retry::List), ..failure }
}

/// The projects of an account key could not be read.
pub fn projects_failure(error: &ApiError) -> Failure {
    let advice = match error.status() {
        Some(401) => GIVE_ANOTHER_KEY.to_owned(),
        Some(403) => "Use an account key (ASA_…) that can list projects, or enter the project ID.".to_owned(),
        _ => format!("{} Or enter the project ID.", advice_for(error)),
    };
    let title = "Couldn't list the account's projects";
    let failure = Failure::from_error(title, error, "Nothing was changed.", advice);
    Failure { retry: Some(Retry::Projects), ..failure }
}

/// Describes in one or two sentences what happened, with the server's message.
pub fn describe_error(error: &ApiError) -> String {
    match error {
        ApiError::NotSent { reason, host, .. } => format!("Can't reach {host}: {}", ensure_full_stop(reason)),
        ApiError::ResponseLost { reason } => format!("The response was lost: {}", ensure_full_stop(reason)),
        ApiError::InvalidBody { status, reason } => {
            format!("AutoSend answered {status}, but the response can't be used: {}", ensure_full_stop(reason))
        }
        ApiError::Incomplete { status, reason } => {
            format!("AutoSend answered {status}, but {}", ensure_full_stop(reason))
        }
        ApiError::Redirected { status, target } if target.is_empty() => {
            format!("The server sent a redirect ({status}) without a location. Redirects aren't followed.")
        }
        ApiError::Redirected { status, target } => format!(
            "The server redirected ({status}) to {}. Not followed, to avoid sending your key there.",
            target.sanitized()
        ),
        ApiError::ErrorResponse(refusal) => match refusal.full_message() {
            Some(message) => format!("AutoSend answered {}: {}", refusal.status, ensure_full_stop(&message)),
            None => format!("AutoSend answered {} with no message.", refusal.status),
        },
        ApiError::Internal { reason } => format!("Internal error: {}", ensure_full_stop(reason)),
    }
}

/// The exit code of a command that failed with this error.
pub fn exit_for_error(error: &ApiError) -> Exit {
    match error {
        ApiError::NotSent { .. } | ApiError::ResponseLost { .. } | ApiError::Incomplete { .. } => Exit::NotReached,
        ApiError::ErrorResponse(refusal) => match refusal.status {
            400 | 422 => Exit::Usage,
            401..=403 => Exit::NotAllowed,
            404 if !refusal.is_unknown_address => Exit::NotFound,
            409 => Exit::Conflict,
            408 | 429 | 500.. => Exit::NotReached,
            _ => Exit::Failed,
        },
        ApiError::InvalidBody { .. } | ApiError::Redirected { .. } | ApiError::Internal { .. } => Exit::Failed,
    }
}

/// Describes why a response was lost. `None` means that the user stopped waiting for it.
pub fn describe_lost_answer(cause: Option<&ApiError>) -> String {
    cause.map_or_else(|| "You stopped waiting for the response.".to_owned(), describe_error)
}

/// Adds a full stop unless the message ends in punctuation.
fn ensure_full_stop(message: &str) -> String {
    let message = message.trim();
    if message.ends_with(['.', '!', '?', '…']) { message.to_owned() } else { format!("{message}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::api_error::ErrorResponse;
    use crate::core::domain_name::assess;
    use crate::core::fixtures::{lost, not_sent, not_sent_because};
    use crate::core::operation::Operation;

    fn name() -> DomainName {
        assess("example.com").name().cloned().unwrap()
    }

    fn refused(status: u16) -> ApiError {
        ApiError::ErrorResponse(ErrorResponse {
            status,
            message: Some("No \u{1b}[31mway".into()),
            ..ErrorResponse::default()
        })
    }

    #[test]
    fn every_rejection_reports_that_nothing_was_added_and_sanitizes_the_message() {
        for status in [402, 403, 404, 405, 413, 429] {
            let failure = add_failure(&refused(status), &name());
            assert!(failure.effect.contains("not added"), "{failure:?}");
            assert!(failure.reason.contains("No <U+001B>[31mway."), "{failure:?}");
        }
    }

    #[test]
    fn a_long_delay_is_named_in_the_advice() {
        let wait_of = |seconds: Option<u64>| {
            let retry_after = seconds.map(Duration::from_secs);
            let busy = ApiError::ErrorResponse(ErrorResponse { status: 429, retry_after, ..ErrorResponse::default() });
            let same = operation_failure(&busy, Operation::Verify, "example.com").advice;
            let advice = add_failure(&busy, &name()).advice;
            assert_eq!(same, advice);
            advice.split("Wait ").nth(1).and_then(|rest| rest.strip_suffix(", then try again.")).unwrap().to_owned()
        };
        let waits = [None, Some(60), Some(61), Some(3600), Some(10_800)].map(wait_of);
        assert_eq!(waits, ["a minute", "1 min", "1 min 1 s", "1 h", "3 h"]);
    }

    #[test]
    fn a_lost_answer_is_an_unknown_outcome() {
        let failure = lost_add_unconfirmed(Some(&lost()), &refused(500), &name());
        assert!(failure.title.contains("may or may not"), "{failure:?}");
        assert!(failure.reason.contains("no answer within 30 s. The domain list"), "{failure:?}");
        assert_eq!(lost_add_not_listed(None, &name()).reason, "You stopped waiting for the response.");
    }

    #[test]
    fn the_connection_is_blamed_only_if_nothing_was_reached() {
        let busy = |status, seconds| {
            let retry_after = Some(Duration::from_secs(seconds));
            ApiError::ErrorResponse(ErrorResponse { status, retry_after, ..ErrorResponse::default() })
        };
        let advices = |error: &ApiError| {
            [
                add_failure(error, &name()),
                lost_add_unconfirmed(None, error, &name()),
                key_check_failure(error),
                list_failure(error),
                projects_failure(error),
                fetch_failure(error, "example.com"),
                operation_failure(error, Operation::Verify, "example.com"),
                removal_failure(error, "example.com"),
                lost_removal_unconfirmed(None, error, "example.com"),
            ]
            .map(|failure| failure.advice)
        };
        let others = [Obstacle::Tls, Obstacle::Proxy(403), Obstacle::Proxy(407), Obstacle::Local].map(not_sent_because);
        let statuses = [400, 401, 402, 403, 404, 408, 409, 418, 429, 500, 503].map(refused);
        let unusable = ApiError::InvalidBody { status: 200, reason: "it is empty".to_owned() };
        for error in others.into_iter().chain(statuses).chain([lost(), unusable]) {
            for advice in advices(&error) {
                assert!(!advice.contains("connection") && !advice.is_empty(), "{error:?}: {advice}");
            }
        }
        assert!(advices(&not_sent()).iter().all(|advice| advice.contains("Check your connection")));
        for error in [busy(429, 3600), busy(503, 3600)] {
            assert!(advices(&error).iter().all(|advice| advice.contains("1 h")), "{:?}", advices(&error));
        }
    }

    #[test]
    fn exit_codes_follow_the_table() {
        let codes: Vec<u8> = [400, 401, 402, 403, 404, 409, 429, 500]
            .iter()
            .map(|status| exit_for_error(&refused(*status)).code())
            .collect();
        assert_eq!(codes, [2, 4, 4, 4, 7, 5, 6, 6]);
        assert_eq!(exit_for_error(&refused(404).about_no_domain()), Exit::Failed);
        assert_eq!(exit_for_error(&not_sent()), Exit::NotReached);
    }
}
