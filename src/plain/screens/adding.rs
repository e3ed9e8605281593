//! The step Adding: a line for each thing that happens, and none that counts.

use super::super::offers::{back, offers};
use super::super::page::{Page, Part};
use crate::core::failure::describe_error;
use crate::wizard::{Model, Phase, ReviewScreen, Submission};

pub(super) fn page(screen: &ReviewScreen, model: &Model) -> Page {
    let part = match &screen.submission {
        Submission::Idle => return Page::default(),
        Submission::Posting { refused: 0, .. } => Part::line("Sending to AutoSend..."),
        Submission::Posting { refused, .. } => Part::line(format!("Sending again, {refused} of 3...")),
        Submission::Waiting { left, refused, .. } => {
            let words = format!("AutoSend is busy. Not added so far; it is sent again in {left} s by itself.");
            Part::stamped(format!("waiting {refused}"), [words])
        }
        Submission::Resolving { attempt, phase, cause } => {
            let why =
                || cause.as_ref().map_or_else(|| "You stopped waiting for the answer.".to_owned(), describe_error);
            match (attempt, phase) {
                (1, _) => Part::new([why(), "Was it added? AutoSend's list is asked for it...".to_owned()]),
                (_, Phase::Asking | Phase::Pausing(_)) => {
                    Part::line(format!("AutoSend's list does not have it so far. It is asked again, {attempt} of 3..."))
                }
            }
        }
    };
    Page::waiting(vec![part], offers(model).into_iter().chain(back(model)).collect())
}
