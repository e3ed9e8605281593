//! Whether a domain is to be removed: what that does, and its name, to be typed.

use super::super::offers::{back, offers_but_submit};
use super::super::page::{Page, Part};
use super::super::question::{Offer, Question, Reply};
use super::entered;
use crate::core::removal::{REMOVAL_CONSEQUENCES, REMOVAL_KEEPS_DNS};
use crate::wizard::{Message, Model, RemovalScreen, RemovalStage};

pub(super) fn page(screen: &RemovalScreen, model: &Model) -> Page {
    let name = screen.domain.name.sanitized();
    let mut parts = vec![Part::new([
        format!("Remove {name} from AutoSend?"),
        REMOVAL_CONSEQUENCES.to_owned(),
        REMOVAL_KEEPS_DNS.to_owned(),
    ])];
    let waiting = |mut parts: Vec<Part>, words: &str| {
        parts.push(Part::line(words));
        Page::waiting(parts, back(model).into_iter().collect())
    };
    match screen.stage {
        RemovalStage::Removing(_) => return waiting(parts, "AutoSend is asked to remove it..."),
        RemovalStage::CheckingExistence(_) => return waiting(parts, "AutoSend is asked whether it is still there..."),
        RemovalStage::Confirming => {}
    }
    parts.push(Part::new(screen.field.error.iter().chain(&screen.message).cloned()));
    let mut question = if screen.is_unconfirmed {
        Question::of("What next?", vec![Offer::new("ask AutoSend whether it is still there", [Message::Submit])])
    } else {
        let mut question = Question::of(format!("To remove it for good, type its name, {name}."), Vec::new());
        question.text = Some(|_, text| Reply::messages(entered(text)));
        question.worded = offers_but_submit(model);
        question
    };
    question.back = back(model);
    Page::asking(parts, question)
}
