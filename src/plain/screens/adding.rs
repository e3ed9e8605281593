//! The step Adding: a line for each thing that happens, and none that counts.

use crate::core::failure::describe_error;
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::page::{Page, Section};
use crate::wizard::{Model, ReconcilePhase, ReviewScreen, Submission};

pub(super) fn page(screen: &ReviewScreen, model: &Model) -> Page {
    let part = match &screen.submission {
        Submission::Idle => return Page::default(),
        Submission::Posting { rate_limit_count: 0, .. } => Section::from_line("Sending to AutoSend..."),
        Submission::Posting { rate_limit_count, .. } => {
            Section::from_line(format!("Sending again, {rate_limit_count} of 3..."))
        }
        Submission::Waiting { seconds_left, rate_limit_count, .. } => {
            let words = format!("AutoSend is busy. Not added so far; it is sent again in {seconds_left} s by itself.");
            Section::with_fingerprint(format!("waiting {rate_limit_count}"), [words])
        }
        Submission::Reconciling { attempt, phase, cause } => {
            let why =
                || cause.as_ref().map_or_else(|| "You stopped waiting for the answer.".to_owned(), describe_error);
            match (attempt, phase) {
                (1, _) => Section::new([why(), "Was it added? AutoSend's list is asked for it...".to_owned()]),
                (_, ReconcilePhase::Listing | ReconcilePhase::Waiting(_)) => Section::from_line(format!(
                    "AutoSend's list does not have it so far. It is asked again, {attempt} of 3..."
                )),
            }
        }
    };
    Page::waiting(vec![part], list_choices(model).into_iter().chain(back_choice(model)).collect())
}
