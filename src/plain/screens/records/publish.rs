//! Publishing into the sandbox's own DNS: the ways, right and wrong, to choose from.

use super::super::super::offers::{back, offers_but_submit};
use super::super::super::page::{Page, Part};
use super::super::super::question::{Offer, Question};
use crate::wizard::{Message, Model, Motion, RecordsScreen, publish_modes};

pub(super) fn page(screen: &RecordsScreen, all: bool, model: &Model) -> Page {
    let meant = match screen.selected().filter(|_| !all) {
        Some(record) => format!("the {} record", record.label()),
        None => format!("all {} records", screen.domain.records.len()),
    };
    let numbered = publish_modes(screen, all).into_iter().enumerate().map(|(row, how)| {
        let words = format!("{}: {}", how.code(), how.description());
        Offer::new(words, [Message::Move(Motion::To(row)), Message::Submit]).called(how.code())
    });
    let mut question = Question::of("Type a number.", numbered.collect());
    question.worded = offers_but_submit(model);
    question.back = back(model);
    Page::asking(vec![Part::line(format!("Publish {meant} in the sandbox's DNS?"))], question)
}
