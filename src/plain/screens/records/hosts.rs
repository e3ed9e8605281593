//! Choosing the DNS host.

use crate::plain::choices::{back_choice, list_choices_except_submit};
use crate::plain::page::{Page, Section};
use crate::plain::question::{Choice, InputAction, Question};
use crate::plain::screens::replace_text;
use crate::wizard::{InputRequest, Intent, Model, Motion, TextField, matching_hosts};

pub(super) fn page(filter: &TextField, model: &Model) -> Page {
    let rows = matching_hosts(filter.text()).into_iter().enumerate();
    let numbered = rows
        .map(|(row, host)| {
            let mut offer = Choice::new(
                host.map_or("another, or not known", |host| host.name),
                [Intent::Move(Motion::To(row)), Intent::Submit],
            );
            offer.action.output.extend(host.iter().flat_map(|host| host.advice).map(|words| (*words).to_owned()));
            offer
        })
        .collect();
    let mut question = Question::new("Type a number or a name.", numbered);
    question.unnumbered = list_choices_except_submit(model);
    question.back = back_choice(model);
    question.on_text = Some(handle_text);
    if !filter.text().is_empty() {
        question.unnumbered.push(Choice::new("all", [Intent::Edit(InputRequest::DeleteLine)]));
    }
    let words = Section::new([
        "Where is the DNS of this domain kept?".to_owned(),
        "Names and values are then given in the form that its panel wants.".to_owned(),
    ]);
    Page::with_question(vec![words], question)
}

/// A name that only one of them has is that one; any other narrows the list.
fn handle_text(_: &Model, text: &str) -> InputAction {
    let chosen = match matching_hosts(text).as_slice() {
        [Some(_), None] => vec![Intent::Move(Motion::To(0)), Intent::Submit],
        _ => Vec::new(),
    };
    InputAction::from_intents(replace_text(text).into_iter().chain(chosen))
}
