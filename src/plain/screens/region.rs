//! The Region step: one of a list by its number, or any other by its key.

use super::{replace_text, replace_text_and_submit};
use crate::core::region::RegionKey;
use crate::plain::choices::{back_choice, list_choices_except_submit};
use crate::plain::page::{Page, Section};
use crate::plain::question::{Choice, InputAction, Question};
use crate::wizard::{
    InputRequest, Intent, Model, Motion, RegionChoice, RegionMode, RegionScreen, TextField, matching_regions,
};

pub(super) fn page(screen: &RegionScreen, model: &Model) -> Page {
    match &screen.mode {
        RegionMode::List { filter, .. } => region_list(screen, filter, model),
        RegionMode::Other { field } => key_form(screen, field, model),
    }
}

fn heading(screen: &RegionScreen) -> Section {
    Section::new([
        "Step 3 of 5: Region.".to_owned(),
        format!(
            "Which region for {}? AutoSend handles the domain's mail there. It cannot be changed later.",
            screen.name
        ),
    ])
}

fn region_list(screen: &RegionScreen, filter: &TextField, model: &Model) -> Page {
    let (choices, cursor) = screen.rows();
    let rows = choices.iter().enumerate();
    let numbered = rows
        .map(|(row, choice)| Choice::new(region_label(*choice), [Intent::Move(Motion::To(row)), Intent::Submit]))
        .collect();
    let mut question = Question::new("Type a number, or the key of any region.", numbered);
    question.unnumbered = list_choices_except_submit(model);
    question.back = back_choice(model);
    question.on_text = Some(handle_text);
    if let Some(choice) = choices.get(cursor) {
        let words = match choice {
            RegionChoice::Other => "asks for its key".to_owned(),
            choice => format!("takes {}, {}", cursor.saturating_add(1), choice.columns().0),
        };
        question.on_enter = Some((words, InputAction::from_intents([Intent::Submit])));
    }
    let narrowed = if filter.text().is_empty() {
        None
    } else {
        question.unnumbered.push(Choice::new("all", [Intent::Edit(InputRequest::DeleteLine)]));
        Some(format!("The list is narrowed by {}; all shows all of it.", filter.text()))
    };
    Page::with_question(vec![heading(screen), Section::new(screen.error.clone()), Section::new(narrowed)], question)
}

fn region_label(choice: RegionChoice) -> String {
    match choice {
        RegionChoice::Other => "another region, by its key".to_owned(),
        choice => {
            let (key, name) = choice.columns();
            format!("{key}, {name}")
        }
    }
}

fn key_form(screen: &RegionScreen, field: &TextField, model: &Model) -> Page {
    let mut question = Question::new("Type the key of the region, such as sa-east-1.", Vec::new());
    question.unnumbered = list_choices_except_submit(model);
    question.back = back_choice(model);
    question.on_text = Some(|_, text| InputAction::from_intents(replace_text_and_submit(text)));
    let error = field.error.as_ref().or(screen.error.as_ref());
    if error.is_none() && !field.text().is_empty() {
        question.on_enter = Some((format!("takes {}", field.text()), InputAction::from_intents([Intent::Submit])));
    }
    let words = error.cloned().unwrap_or_else(|| "Any key may be right: AutoSend decides.".to_owned());
    Page::with_question(vec![heading(screen), Section::from_line(words)], question)
}

/// The key of a region is that region, whether it is in the list or not; any other text narrows the list.
fn handle_text(_: &Model, text: &str) -> InputAction {
    let rows = matching_regions(text.trim());
    let of_key = rows.iter().position(|choice| choice.columns().0.eq_ignore_ascii_case(text.trim()));
    let narrowed = replace_text(text).into_iter();
    if let Some(row) = of_key {
        return InputAction::from_intents(narrowed.chain([Intent::Move(Motion::To(row)), Intent::Submit]));
    }
    // Known regions are words with hyphens, and so is most likely one that is not known.
    if rows == [RegionChoice::Other] && text.contains('-') && RegionKey::parse(text).is_ok() {
        return InputAction::from_intents(narrowed.chain([Intent::Submit, Intent::Submit]));
    }
    let mut reply = InputAction::from_intents(narrowed);
    if rows == [RegionChoice::Other] {
        reply.output.push("No region of the list matches.".to_owned());
    }
    reply
}
