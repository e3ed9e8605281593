//! The link to the DNS host's panel, alone on its line, with what became of opening it and what to do there.

use super::super::super::offers::{back, offers};
use super::super::super::page::{Page, Part};
use super::super::super::question::Question;
use crate::core::open_link::OPEN_REQUESTED;
use crate::wizard::{Model, Opening, PanelPane};

pub(super) fn page(pane: &PanelPane, model: &Model) -> Page {
    let mut parts = vec![Part::new([format!("{}:", pane.title()), pane.link(), pane.guidance()])];
    let outcome = match &pane.opening {
        Opening::Asking(_) => {
            parts.push(Part::line("Your browser is being asked to open it..."));
            return Page::waiting(parts, back(model).into_iter().collect());
        }
        Opening::Over(Ok(())) => OPEN_REQUESTED.to_owned(),
        Opening::Over(Err(why)) => why.message(),
    };
    parts.push(Part::line(outcome));
    let mut question = Question::of("What next?", offers(model));
    question.back = back(model);
    Page::asking(parts, question)
}
