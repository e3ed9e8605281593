//! The link to the DNS host's panel, alone on its line, with what became of opening it and what to do there.

use crate::core::open_link::OPEN_REQUESTED;
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::page::{Page, Section};
use crate::plain::question::Question;
use crate::wizard::{LinkState, Model, PanelPane};

pub(super) fn page(pane: &PanelPane, model: &Model) -> Page {
    let mut parts = vec![Section::new([format!("{}:", pane.title()), pane.link(), pane.guidance()])];
    let outcome = match &pane.link_state {
        LinkState::Opening(_) => {
            parts.push(Section::from_line("Your browser is being asked to open it..."));
            return Page::waiting(parts, back_choice(model).into_iter().collect());
        }
        LinkState::Finished(Ok(())) => OPEN_REQUESTED.to_owned(),
        LinkState::Finished(Err(why)) => why.message(),
    };
    parts.push(Section::from_line(outcome));
    let mut question = Question::new("What next?", list_choices(model));
    question.back = back_choice(model);
    Page::with_question(parts, question)
}
