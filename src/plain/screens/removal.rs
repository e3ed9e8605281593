//! Whether a domain is to be removed: what that does, and its name, to be typed.

use super::replace_text_and_submit;
use crate::core::removing::{REMOVAL_CONSEQUENCES, REMOVAL_KEEPS_DNS};
use crate::plain::choices::{back_choice, list_choices_except_submit};
use crate::plain::page::{Page, Section};
use crate::plain::question::{Choice, InputAction, Question};
use crate::wizard::{Intent, Model, RemovalScreen, RemovalStage};

pub(super) fn page(screen: &RemovalScreen, model: &Model) -> Page {
    let name = screen.domain.name.sanitized();
    let mut parts = vec![Section::new([
        format!("Remove {name} from AutoSend?"),
        REMOVAL_CONSEQUENCES.to_owned(),
        REMOVAL_KEEPS_DNS.to_owned(),
    ])];
    let waiting = |mut parts: Vec<Section>, words: &str| {
        parts.push(Section::from_line(words));
        Page::waiting(parts, back_choice(model).into_iter().collect())
    };
    match screen.stage {
        RemovalStage::Removing(_) => return waiting(parts, "AutoSend is asked to remove it..."),
        RemovalStage::CheckingExistence(_) => return waiting(parts, "AutoSend is asked whether it is still there..."),
        RemovalStage::Confirming => {}
    }
    parts.push(Section::new(screen.field.error.iter().chain(&screen.message).cloned()));
    let mut question = if screen.is_unconfirmed {
        Question::new("What next?", vec![Choice::new("ask AutoSend whether it is still there", [Intent::Submit])])
    } else {
        let mut question = Question::new(format!("To remove it for good, type its name, {name}."), Vec::new());
        question.on_text = Some(|_, text| InputAction::from_intents(replace_text_and_submit(text)));
        question.unnumbered = list_choices_except_submit(model);
        question
    };
    question.back = back_choice(model);
    Page::with_question(parts, question)
}
