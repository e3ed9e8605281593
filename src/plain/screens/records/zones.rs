//! Choosing the zone: each candidate, and what the name of the record in focus becomes in it.

use crate::core::zone::Zone;
use crate::plain::choices::{back_choice, list_choices_except_submit};
use crate::plain::page::{Page, Section};
use crate::plain::question::{Choice, Question};
use crate::wizard::{Intent, Model, Motion, RecordsScreen};

pub(super) fn page(screen: &RecordsScreen, cursor: usize, model: &Model) -> Page {
    let owner = screen.selected().map(|record| record.name.raw()).unwrap_or_default();
    let row = |(row, zone): (usize, String)| {
        let mark = if row == cursor { " (as it is)" } else { "" };
        let host = Zone::chosen(&zone).relative_name(owner).map(|host| format!("; this record's host is then {host}"));
        let words = format!("{zone}{mark}{}", host.unwrap_or_default());
        Choice::new(words, [Intent::Move(Motion::To(row)), Intent::Submit])
    };
    let numbered = Zone::candidates(screen.domain.name.raw()).into_iter().enumerate().map(row).collect();
    let mut question = Question::new("Type a number.", numbered);
    question.unnumbered = list_choices_except_submit(model);
    question.back = back_choice(model);
    let known = model.record_prefs(&screen.domain).zone_message(&screen.domain);
    let words = Section::new([
        "Which zone are these records in?".to_owned(),
        format!("The zone is what your DNS panel shows as one domain. Most panels want names without it. {known}"),
    ]);
    Page::with_question(vec![words], question)
}
