//! The steps, one file each: a question as a heading, what explains it, the answer, and what is to be said of it.

mod adding;
mod api_key;
mod conflict;
mod domain;
mod domains;
mod failure;
mod records;
mod region;
mod removal;
mod review;

use super::widgets::Column;
use crate::wizard::{Model, Screen, Submission};

/// Draws the step that is shown.
pub(super) fn draw(model: &Model, column: &mut Column) {
    match &model.screen {
        Screen::ApiKey(screen) => api_key::draw(screen, model, column),
        Screen::Domain(screen) => domain::draw(screen, column),
        Screen::Region(screen) => region::draw(screen, column),
        Screen::Review(screen) if screen.submission == Submission::Idle => review::draw(screen, model, column),
        Screen::Review(screen) => adding::draw(screen, model, column),
        Screen::Records(screen) => records::draw(screen, model, column),
        Screen::Domains(screen) => domains::draw(screen, model, column),
        Screen::Removal(screen) => removal::draw(screen, model, column),
        Screen::Conflict(screen) => conflict::draw(screen, model, column),
        Screen::Failure(screen) => failure::draw(screen, column),
        Screen::Closed => {}
    }
}
