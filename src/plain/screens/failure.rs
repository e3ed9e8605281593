//! Something failed: what happened, what was and was not done, what to do now.

use super::super::offers::{back, offers};
use super::super::page::{Page, Part};
use super::super::question::Question;
use crate::wizard::{FailureScreen, Message, Model};

pub(super) fn page(screen: &FailureScreen, model: &Model) -> Page {
    let failure = &screen.failure;
    let words = Part::new([
        failure.title.clone(),
        format!("What happened: {}", failure.reason),
        format!("What was done: {}", failure.effect),
        format!("What to do: {}", failure.advice),
    ]);
    let mut numbered = offers(model);
    for offer in &mut numbered {
        let retry = failure.retry_hint.filter(|retry| *retry != "tries again");
        if let ([Message::Submit], Some(retry)) = (offer.reply.messages.as_slice(), retry) {
            offer.words = format!("{} ({retry})", offer.words);
        }
    }
    let mut question = Question::of("What next?", numbered);
    question.back = back(model);
    Page::asking(vec![words], question)
}
