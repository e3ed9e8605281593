//! Describes failures of reading, verifying and removing an existing domain, and of its inbound mail. Callers pass
//! names that are safe to display.

use super::{Failure, advice_for, describe_error, exit_for_error};
use crate::core::api_error::{ApiError, CarriedOut};
use crate::core::exit::Exit;
use crate::core::operation::Operation;

/// The domain could not be read.
pub fn fetch_failure(error: &ApiError, name: &str) -> Failure {
    let title =
        if error.is_not_found() { format!("{name} doesn't exist (any more)") } else { format!("Couldn't load {name}") };
    domain_failure(title, error, "Nothing was changed.")
}

/// The domain that is open does not exist any more.
pub fn gone_failure(error: &ApiError, name: &str) -> Failure {
    let advice = "It may have been removed, or it may belong to another project.";
    let failure =
        Failure::from_error(format!("{name} no longer exists"), error, "Nothing was changed.", advice.to_owned());
    Failure { retry: None, ..failure }
}

/// AutoSend did not carry out the operation, or it is unknown whether it did.
pub fn operation_failure(error: &ApiError, operation: Operation, name: &str) -> Failure {
    let (refused_title, action) = match operation {
        Operation::Verify => (format!("Couldn't start verifying {name}"), "be verifying it"),
        Operation::EnableInbound => (format!("Inbound mail was not enabled for {name}"), "have enabled it"),
        Operation::DisableInbound => (format!("Inbound mail was not disabled for {name}"), "have disabled it"),
    };
    if error.is_not_found() {
        return domain_failure(format!("{name} no longer exists"), error, "Nothing was changed.");
    }
    match error.carried_out() {
        CarriedOut::No => domain_failure(refused_title, error, "Nothing was changed."),
        CarriedOut::Unknown => domain_failure(
            format!("AutoSend's answer about {name} was unclear"),
            error,
            format!("AutoSend may or may not {action}. It is safe to try again."),
        ),
    }
}

/// The domain was not removed: AutoSend refused, or could not be reached.
pub fn removal_failure(error: &ApiError, name: &str) -> Failure {
    domain_failure(format!("{name} was not removed"), error, "Nothing was removed.")
}

/// The response to the removal was lost, and the domain still exists.
pub fn lost_removal_still_listed(cause: Option<&ApiError>, name: &str) -> Failure {
    Failure::from_lost_answer(
        format!("AutoSend still lists {name}: it was not removed"),
        cause,
        format!("Checked afterwards: AutoSend still has {name}."),
        "Try removing it again, or check later: AutoSend may still be working on it.",
    )
}

/// The response to the removal was lost, and the domain could not be looked up either.
pub fn lost_removal_unconfirmed(cause: Option<&ApiError>, lookup_error: &ApiError, name: &str) -> Failure {
    Failure {
        exit: exit_for_error(lookup_error),
        ..Failure::from_lost_answer(
            format!("{name} may or may not have been removed"),
            cause,
            format!("Checking for it failed too. {}", describe_error(lookup_error)),
            format!("{} The domain list will show whether it still exists.", advice_for(lookup_error)),
        )
    }
}

fn domain_failure(title: String, error: &ApiError, effect: impl Into<String>) -> Failure {
    let failure = Failure::from_error(title, error, effect, advice_for(error));
    let can_retry = !matches!(failure.exit, Exit::Conflict | Exit::NotFound);
    Failure { retry: failure.retry.filter(|_| can_retry), ..failure }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::api_error::ErrorResponse;

    fn refused(status: u16) -> ApiError {
        ApiError::ErrorResponse(ErrorResponse { status, message: Some("No\u{1b}".into()), ..ErrorResponse::default() })
    }

    fn lost() -> ApiError {
        ApiError::ResponseLost { reason: "no answer within 30 s".to_owned() }
    }

    #[test]
    fn an_unknown_outcome_is_never_reported_as_done_or_not_done() {
        for operation in [Operation::Verify, Operation::EnableInbound, Operation::DisableInbound] {
            for error in [lost(), refused(500)] {
                let failure = operation_failure(&error, operation, "example.com");
                assert!(failure.effect.contains("may or may not"), "{failure:?}");
                assert!(!failure.title.contains("not enabled") && !failure.title.contains("Couldn't"), "{failure:?}");
            }
            let failure = operation_failure(&refused(400), operation, "example.com");
            assert_eq!((failure.effect.as_str(), failure.exit), ("Nothing was changed.", Exit::Usage));
            assert!(failure.reason.contains("No<U+001B>"), "{failure:?}");
            assert_eq!(operation_failure(&refused(404), operation, "example.com").exit, Exit::NotFound);
        }
    }

    #[test]
    fn a_lost_removal_reports_the_state_read_afterwards() {
        let failure = lost_removal_still_listed(Some(&lost()), "example.com");
        assert_eq!(failure.exit, Exit::NotReached);
        assert!(failure.title.contains("AutoSend still lists"), "{failure:?}");
        let failure = lost_removal_unconfirmed(Some(&lost()), &refused(401), "example.com");
        assert!(
            failure.title.contains("may or may not have been removed") && failure.effect.contains("401"),
            "{failure:?}"
        );
        assert_eq!(failure.exit, Exit::NotAllowed);
    }
}
