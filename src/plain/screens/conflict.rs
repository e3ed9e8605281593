//! AutoSend has the domain already.

use super::super::offers::{back, offers};
use super::super::page::{Page, Part};
use super::super::question::Question;
use crate::core::failure::describe_error;
use crate::wizard::{ConflictScreen, Model};

pub(super) fn page(screen: &ConflictScreen, model: &Model) -> Page {
    let words = Part::new([
        format!("{} is in this project already.", screen.new_domain.name),
        describe_error(&screen.error),
        "Nothing was added or changed.".to_owned(),
    ]);
    if screen.is_loading_list {
        return Page::waiting(
            vec![words, Part::line("AutoSend's list is asked for it...")],
            back(model).into_iter().collect(),
        );
    }
    let mut question = Question::of("What next?", offers(model));
    question.back = back(model);
    Page::asking(vec![words], question)
}
