//! The step Adding: what is under way, and for how long.

use super::review::draw_summary;
use crate::core::failure::describe_error;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::Column;
use crate::wizard::{Model, ReconcilePhase, ReviewScreen, Submission};

/// How many times a request is sent again in one submit.
const MAX_RETRIES: u8 = 3;

/// How many times the list is asked.
const MAX_LIST_ATTEMPTS: u8 = 3;

pub(super) fn draw(screen: &ReviewScreen, model: &Model, column: &mut Column) {
    let resolving = matches!(screen.submission, Submission::Reconciling { .. });
    column.heading(if resolving { "Was it added?" } else { "Adding the domain" });
    column.gap();
    draw_summary(screen, column);
    column.gap();
    match &screen.submission {
        Submission::Idle => {}
        Submission::Posting { rate_limit_count: 0, .. } => {
            column.spinner_line(model.spinner, "AutoSend is making the records");
        }
        Submission::Posting { rate_limit_count, .. } => {
            column.spinner_line(model.spinner, &format!("Sent again ({rate_limit_count} of {MAX_RETRIES})"));
        }
        Submission::Waiting { seconds_left, rate_limit_count, .. } => {
            let words = format!(
                "AutoSend is busy. Sending again in {seconds_left} s (try {rate_limit_count} of {MAX_RETRIES})."
            );
            column.icon_paragraph(Icon::Warning, &words);
            column.gap();
            column.paragraph("Not added so far.", Styles::DIM);
        }
        Submission::Reconciling { attempt, phase, cause } => {
            let why = cause.as_ref().map_or_else(|| "You stopped waiting for the answer.".to_owned(), describe_error);
            let rows = column.height().saturating_sub(3).max(1);
            column.icon_paragraph_within(Icon::Warning, &why, rows);
            column.gap();
            let what = match phase {
                ReconcilePhase::Listing => "AutoSend's list is asked for it",
                ReconcilePhase::Waiting(_) => "Not in AutoSend's list so far. Asking again soon",
            };
            column.spinner_line(model.spinner, &format!("{what} ({attempt} of {MAX_LIST_ATTEMPTS})"));
        }
    }
}
