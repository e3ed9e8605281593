//! Publishing into the sandbox's own DNS: the ways, right and wrong, to choose from.

use crate::plain::choices::{back_choice, list_choices_except_submit};
use crate::plain::page::{Page, Section};
use crate::plain::question::{Choice, Question};
use crate::wizard::{Intent, Model, Motion, RecordsScreen, publish_modes};

pub(super) fn page(screen: &RecordsScreen, all: bool, model: &Model) -> Page {
    let meant = match screen.selected().filter(|_| !all) {
        Some(record) => format!("the {} record", record.label()),
        None => format!("all {} records", screen.domain.records.len()),
    };
    let numbered = publish_modes(screen, all).into_iter().enumerate().map(|(row, how)| {
        let words = format!("{}: {}", how.code(), how.description());
        Choice::new(words, [Intent::Move(Motion::To(row)), Intent::Submit]).with_alias(how.code())
    });
    let mut question = Question::new("Type a number.", numbered.collect());
    question.unnumbered = list_choices_except_submit(model);
    question.back = back_choice(model);
    Page::with_question(vec![Section::from_line(format!("Publish {meant} in the sandbox's DNS?"))], question)
}
