//! Interprets a line: a number, an answer, a letter that means the same everywhere, or a text.

use super::question::{Choice, InputAction, Question};
use crate::core::api_key::contains_api_key;
use crate::core::keyboard_layout::explain_letter;
use crate::core::redaction::mask_api_keys;
use crate::wizard::{Intent, Model, Motion, PastedText, Screen, Step};

/// What a line means as an answer to this question; `None` if it asks for everything to be said again.
pub(super) fn interpret(question: &Question, model: &Model, line: &str) -> Option<InputAction> {
    let typed = line.trim();
    if typed.is_empty() {
        let nothing = || InputAction::from_output("No answer given.");
        return Some(question.on_enter.as_ref().map_or_else(nothing, |(_, action)| action.clone()));
    }
    if typed == "again" {
        return None;
    }
    if contains_api_key(typed) && model.screen.step() != Step::ApiKey {
        // The wizard has the message about a key in a wrong place.
        return Some(InputAction::from_intents([Intent::Paste(PastedText::new(typed))]));
    }
    Some(match_global(question, typed).or_else(|| match_choice(question, model, typed)).unwrap_or_else(|| {
        match question.on_text {
            Some(take) => take(model, line),
            None => match_prefix(question, model, typed),
        }
    }))
}

/// What a line means that was typed while something is under way; `None` if it is none of the answers.
pub(super) fn interpret_while_waiting(choices: &[Choice], line: &str) -> Option<InputAction> {
    let typed = line.trim();
    if is_quit(typed) {
        return Some(InputAction::from_intents([Intent::Quit]));
    }
    choices.iter().find(|choice| choice.matches_name(typed)).map(|choice| choice.action.clone())
}

/// Whether a line ends the program: the key of the screens, or a word that people type at a prompt.
fn is_quit(typed: &str) -> bool {
    typed == "q" || ["quit", "exit"].iter().any(|word| typed.eq_ignore_ascii_case(word))
}

/// What has the same meaning at every question.
fn match_global(question: &Question, typed: &str) -> Option<InputAction> {
    if is_quit(typed) {
        return Some(InputAction::from_intents([Intent::Quit]));
    }
    match typed {
        _ if typed == "?" || typed.eq_ignore_ascii_case("help") => {
            Some(InputAction { output: render_help(question), intents: Vec::new() })
        }
        "b" => Some(match &question.back {
            Some(back) => back.action.clone(),
            None => InputAction::from_output("Can't go back from here."),
        }),
        _ => None,
    }
}

/// One of the answers by its number, its key or its label; with a target number behind it if the question has targets.
fn match_choice(question: &Question, model: &Model, typed: &str) -> Option<InputAction> {
    if question.is_secret {
        // What could be part of a secret is never taken for an answer.
        let choice = question.unnumbered.iter().find(|choice| choice.label.eq_ignore_ascii_case(typed))?;
        return Some(build_action(choice, model, None));
    }
    if let Some(action) = reject_number(question, typed) {
        return Some(action);
    }
    if let Some(choice) = find_choice(question, typed) {
        return Some(build_action(choice, model, None));
    }
    let (answer, target) = split_target(question, typed)?;
    // If a text is asked for, the beginning of a label is a text.
    let beginning = || find_unique_prefix(question, answer).filter(|_| question.on_text.is_none());
    let choice = find_choice(question, answer).or_else(beginning)?;
    if (1..=question.target_count).contains(&target) {
        Some(build_action(choice, model, Some(target.saturating_sub(1))))
    } else {
        Some(InputAction::from_output(format!("No number {target} here: choose 1 to {}.", question.target_count)))
    }
}

/// The action of an answer, for the target of this index or the selected one.
fn build_action(choice: &Choice, model: &Model, index: Option<usize>) -> InputAction {
    let mut action = choice.action.clone();
    if let Some(index) = index {
        action.intents.insert(0, Intent::Move(Motion::To(index)));
    }
    if let Some(show) = choice.details {
        action.output.extend(show(model, index.unwrap_or_else(|| focused_record(model))));
    }
    action
}

/// The index of the selected record.
const fn focused_record(model: &Model) -> usize {
    match &model.screen {
        Screen::Records(screen) => screen.cursor,
        _ => 0,
    }
}

/// An answer and the target number behind it.
fn split_target<'t>(question: &Question, typed: &'t str) -> Option<(&'t str, usize)> {
    let (answer, target) = typed.rsplit_once(' ')?;
    let target = target.parse().ok().filter(|_| question.target_count > 0)?;
    Some((answer.trim(), target))
}

fn is_number(typed: &str) -> bool {
    typed.bytes().all(|octet| octet.is_ascii_digit())
}

/// The answer of this number, key or label.
fn find_choice<'q>(question: &'q Question, typed: &str) -> Option<&'q Choice> {
    if is_number(typed) {
        let number = typed.parse::<usize>().ok()?;
        let index = number.checked_sub(question.number_offset.saturating_add(1))?;
        return question.numbered.get(index);
    }
    let mut everything = question.numbered.iter().chain(&question.unnumbered).chain(&question.back);
    everything.find(|choice| choice.matches_name(typed))
}

/// The reply to a number that no answer has, if answers have numbers.
fn reject_number(question: &Question, typed: &str) -> Option<InputAction> {
    if question.numbered.is_empty() || !is_number(typed) || find_choice(question, typed).is_some() {
        return None;
    }
    let first = question.number_offset.saturating_add(1);
    let last = question.number_offset.saturating_add(question.numbered.len());
    Some(InputAction::from_output(format!("No number {typed} here: choose {first} to {last}.")))
}

/// The only answer whose label begins so.
fn find_unique_prefix<'q>(question: &'q Question, typed: &str) -> Option<&'q Choice> {
    match find_by_prefix(question, typed).as_slice() {
        [choice] => Some(choice),
        _ => None,
    }
}

fn find_by_prefix<'q>(question: &'q Question, typed: &str) -> Vec<&'q Choice> {
    let everything = question.numbered.iter().chain(&question.unnumbered);
    everything.filter(|choice| choice.label_starts_with(typed)).collect()
}

/// An answer by the beginning of its label.
fn match_prefix(question: &Question, model: &Model, typed: &str) -> InputAction {
    if let Some(choice) = find_unique_prefix(question, typed) {
        return build_action(choice, model, None);
    }
    let several: Vec<&str> = find_by_prefix(question, typed).iter().map(|choice| choice.label.as_str()).collect();
    let typed = mask_api_keys(typed);
    if several.is_empty() {
        let mut action = InputAction::from_output(format!("Unknown answer: {typed}. Type ? for a list."));
        action.output.extend(typed.chars().next().and_then(explain_letter));
        action
    } else {
        InputAction::from_output(format!("{typed} is ambiguous: {}. Type more letters.", several.join("; ")))
    }
}

/// Every answer, and what has the same meaning everywhere.
fn render_help(question: &Question) -> Vec<String> {
    let mut lines = question.choice_lines();
    if question.target_count > 0 {
        lines.push("Add a number to an answer to choose which one it applies to.".to_owned());
    }
    let back = question.back.as_ref().map(|_| "b = back");
    let everywhere = ["q = quit", "again = repeat", "? = this list"];
    let everywhere: Vec<&str> = back.into_iter().chain(everywhere).collect();
    lines.push(format!("At any question: {}.", everywhere.join(", ")));
    lines
}
