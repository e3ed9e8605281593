//! Something failed: what happened, what was and was not done, what to do now.

use crate::plain::choices::{back_choice, list_choices};
use crate::plain::page::{Page, Section};
use crate::plain::question::Question;
use crate::wizard::{FailureScreen, Intent, Model};

pub(super) fn page(screen: &FailureScreen, model: &Model) -> Page {
    let failure = &screen.failure;
    let words = Section::new([
        failure.title.clone(),
        format!("What happened: {}", failure.reason),
        format!("What was done: {}", failure.effect),
        format!("What to do: {}", failure.advice),
    ]);
    let mut numbered = list_choices(model);
    for offer in &mut numbered {
        let retry = failure.retry_hint.filter(|retry| *retry != "tries again");
        if let ([Intent::Submit], Some(retry)) = (offer.action.intents.as_slice(), retry) {
            offer.label = format!("{} ({retry})", offer.label);
        }
    }
    let mut question = Question::new("What next?", numbered);
    question.back = back_choice(model);
    Page::with_question(vec![words], question)
}
