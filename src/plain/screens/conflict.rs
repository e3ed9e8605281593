//! AutoSend has the domain already.

use crate::core::failure::describe_error;
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::page::{Page, Section};
use crate::plain::question::Question;
use crate::wizard::{ConflictScreen, Model};

pub(super) fn page(screen: &ConflictScreen, model: &Model) -> Page {
    let words = Section::new([
        format!("{} is in this project already.", screen.new_domain.name),
        describe_error(&screen.error),
        "Nothing was added or changed.".to_owned(),
    ]);
    if screen.is_loading_list {
        return Page::waiting(
            vec![words, Section::from_line("AutoSend's list is asked for it...")],
            back_choice(model).into_iter().collect(),
        );
    }
    let mut question = Question::new("What next?", list_choices(model));
    question.back = back_choice(model);
    Page::with_question(vec![words], question)
}
