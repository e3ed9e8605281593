//! The link to the DNS host's panel, alone on its line, with what became of opening it and what to do there.

use super::super::super::offers::{back, offers};
use super::super::super::page::{Page, Part};
use super::super::super::question::Question;
use crate::core::open_link::OPEN_REQUESTED;
use crate::wizard::{LinkState, Model, PanelPane};

pub(super) fn page(pane: &PanelPane, model: &Model) -> Page {
    let mut parts = vec![Part::new([format!("{}:", pane.title()), pane.link(), pane.guidance()])];
    let outcome = match &pane.link_state {
        LinkState::Opening(_) => {
            parts.push(Part::line("Your browser is being asked to open it..."));
            return Page::waiting(parts, back(model).into_iter().collect());
        }
        LinkState::Finished(Ok(())) => OPEN_REQUESTED.to_owned(),
        LinkState::Finished(Err(why)) => why.message(),
    };
    parts.push(Part::line(outcome));
    let mut question = Question::of("What next?", offers(model));
    question.back = back(model);
    Page::asking(parts, question)
}
