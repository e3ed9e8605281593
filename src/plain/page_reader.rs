//! Reads a page out: what a screen says and `wizard::page` defines, in lines and a question.

use super::choices::{ask_next, back_choice, list_choices_except_submit, list_while_waiting};
use super::output::{Output, Section};
use super::question::{Choice, InputAction, Question};
use crate::wizard::page::{Content, Field, FieldValue, OptionRow, Options, Page, Waiting};
use crate::wizard::{InputRequest, Intent, Model, Motion};

/// What the page says, and what it asks.
pub(super) fn read(page: &Page, model: &Model) -> Output {
    let sections = Section::read_parts(&page.parts);
    match page.waiting {
        Some(Waiting::BackOnly) => Output::waiting(sections, back_choice(model).into_iter().collect()),
        Some(Waiting::AnyKey) => Output::waiting(sections, list_while_waiting(model)),
        None => Output::with_question(sections, read_question(page, model)),
    }
}

/// What is asked: for one of the rows, for the field in focus, or for what a key does.
fn read_question(page: &Page, model: &Model) -> Question {
    let contents = || page.parts.iter().map(|part| &part.content);
    let options = contents().find_map(|content| match content {
        Content::Options(options) => Some(options),
        _ => None,
    });
    let field = contents().find_map(|content| match content {
        Content::Field(field) if field.is_focused => Some(field),
        _ => None,
    });
    let mut question = match (options, field) {
        (Some(options), _) => Question::new("Type a number.", option_choices(options)),
        (None, Some(_)) => Question::default(),
        (None, None) => ask_next(model),
    };
    question.back = back_choice(model);
    if options.is_some() || field.is_some() {
        question.unnumbered = list_choices_except_submit(model);
    }
    match field.filter(|field| !field_is_empty(field)) {
        // The field narrows the rows.
        Some(_) if options.is_some() => {
            question.unnumbered.push(Choice::new("all", [Intent::Edit(InputRequest::DeleteLine)]));
        }
        Some(field) if field.error.is_none() => {
            let label = match field.value {
                FieldValue::Secret(_) => "use the key already entered".to_owned(),
                FieldValue::Text(text) => text.text().to_owned(),
            };
            question.on_enter = Some((label, InputAction::from_intents([Intent::Submit])));
        }
        _ => {}
    }
    if let Some(field) = field {
        question.is_secret = matches!(field.value, FieldValue::Secret(_));
        question.on_text = Some(|_, text| InputAction::submit_text(text));
    }
    if !page.prompt.is_empty() {
        question.prompt.clone_from(&page.prompt);
    }
    question
}

fn field_is_empty(field: &Field) -> bool {
    match field.value {
        FieldValue::Secret(secret) => secret.char_count() == 0,
        FieldValue::Text(text) => text.text().is_empty(),
    }
}

/// The rows as answers that choose them.
fn option_choices(options: &Options) -> Vec<Choice> {
    let choice = |(index, row): (usize, &OptionRow)| {
        let label = row.spoken.clone().unwrap_or_else(|| match row.description.as_str() {
            "" => row.label.clone(),
            description => format!("{}, {description}", row.label),
        });
        let is_chosen = index == options.cursor && !options.is_inactive;
        let moves = (!is_chosen).then_some(Intent::Move(Motion::To(index)));
        let choice = Choice::new(label, moves.into_iter().chain([Intent::Submit]));
        let mut choice = row.aliases.iter().fold(choice, |choice, alias| choice.with_alias(alias));
        choice.action.output.extend(row.notes.iter().map(|note| (*note).to_owned()));
        choice
    };
    options.rows.iter().enumerate().map(choice).collect()
}
