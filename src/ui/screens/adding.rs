//! The step Adding: what is under way, and for how long.

use super::super::styles::{Sign, Styles};
use super::super::widgets::Column;
use super::review::summary;
use crate::core::failure::describe_error;
use crate::wizard::{Model, Phase, ReviewScreen, Submission};

/// How many times a request is sent again in one submit.
const REPEATS: u8 = 3;

/// How many times the list is asked.
const ATTEMPTS: u8 = 3;

pub(super) fn draw(screen: &ReviewScreen, model: &Model, column: &mut Column) {
    let resolving = matches!(screen.submission, Submission::Resolving { .. });
    column.heading(if resolving { "Was it added?" } else { "Adding the domain" });
    column.gap();
    summary(screen, column);
    column.gap();
    match &screen.submission {
        Submission::Idle => {}
        Submission::Posting { refused: 0, .. } => column.waiting(model.busy, "AutoSend is making the records"),
        Submission::Posting { refused, .. } => {
            column.waiting(model.busy, &format!("Sent again ({refused} of {REPEATS})"));
        }
        Submission::Waiting { left, refused, .. } => {
            let words = format!("AutoSend is busy. Sending again in {left} s (try {refused} of {REPEATS}).");
            column.signed(Sign::Warning, &words);
            column.gap();
            column.words("Not added so far.", Styles::QUIET);
        }
        Submission::Resolving { attempt, phase, cause } => {
            let why = cause.as_ref().map_or_else(|| "You stopped waiting for the answer.".to_owned(), describe_error);
            let rows = column.height().saturating_sub(3).max(1);
            column.signed_within(Sign::Warning, &why, rows);
            column.gap();
            let what = match phase {
                Phase::Asking => "AutoSend's list is asked for it",
                Phase::Pausing(_) => "Not in AutoSend's list so far. Asking again soon",
            };
            column.waiting(model.busy, &format!("{what} ({attempt} of {ATTEMPTS})"));
        }
    }
}
