//! The answers that the table of keys gives: whatever a key does on this screen now.

use super::output::Section;
use super::question::{Choice, Question};
use crate::wizard::keymap::{Binding, Case, active_bindings};
use crate::wizard::{Intent, Model, page};

/// From this rank on a key is for drawn screens only.
const SCREEN_ONLY_RANK: u8 = 9;

/// Every key that does something here, as an answer, in the order of the table. What has the same meaning everywhere
/// (back, leave, help) is not one of them, nor is what concerns a drawn screen.
pub(super) fn list_choices(model: &Model) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let back = back_choice(model).map(|back| back.label);
    for binding in active_bindings(model) {
        let label = binding.case.long_label.to_owned();
        let is_twice = back.as_ref() == Some(&label) || choices.iter().any(|choice| choice.label == label);
        if is_choice(binding.case) && !is_twice {
            choices.push(build_choice(label, &binding, model));
        }
    }
    choices
}

/// The same without the key that submits, for questions whose numbers do that.
pub(super) fn list_choices_except_submit(model: &Model) -> Vec<Choice> {
    let mut choices = list_choices(model);
    choices.retain(|choice| choice.action.intents != [Intent::Submit]);
    choices
}

/// What to do next: whatever a key does.
pub(super) fn ask_next(model: &Model) -> Question {
    Question { back: back_choice(model), ..Question::new("What next?", list_choices(model)) }
}

/// What can be answered while something is under way: whatever a key does.
pub(super) fn list_while_waiting(model: &Model) -> Vec<Choice> {
    list_choices(model).into_iter().chain(back_choice(model)).collect()
}

/// The answer that goes back, if there is a way back.
pub(super) fn back_choice(model: &Model) -> Option<Choice> {
    let case = active_bindings(model)
        .into_iter()
        .map(|binding| binding.case)
        .find(|case| case.intent == Intent::GoBack && case.footer_rank < SCREEN_ONLY_RANK)?;
    Some(Choice::new(case.label, [Intent::GoBack]).with_alias("b").with_alias("back").with_alias("Esc"))
}

fn is_choice(case: &Case) -> bool {
    let is_elsewhere = matches!(
        case.intent,
        Intent::Edit(_)
            | Intent::Paste(_)
            | Intent::Move(_)
            | Intent::CompletePath
            | Intent::GoBack
            | Intent::ToggleHelp
            | Intent::Redraw
            | Intent::Suspend
            | Intent::Quit
    );
    !is_elsewhere && case.footer_rank < SCREEN_ONLY_RANK
}

fn build_choice(label: String, binding: &Binding, model: &Model) -> Choice {
    let choice = match &binding.case.intent {
        // In lines there is no overlay.
        Intent::ToggleDetails => Choice::with_output(label, error_details(model)),
        message => Choice::new(label, [message.clone()]),
    };
    binding.keys.iter().fold(choice, |choice, key| choice.with_alias(&key.label()))
}

fn error_details(model: &Model) -> Vec<String> {
    let sections = Section::read_parts(&page::error_details(model).parts);
    sections.into_iter().flat_map(|section| section.lines).collect()
}
