//! The screens that have no page in `wizard::page`, one file each: tables, and what is too much for prose.

mod domains;
mod records;

use super::page;
use super::widgets::Column;
use crate::wizard::{self, Model, Screen};

/// Draws the screen that is shown.
pub(super) fn draw(model: &Model, column: &mut Column) {
    match (wizard::page(model), &model.screen) {
        (Some(page), _) => page::draw(&page, model.spinner, column),
        (None, Screen::Records(screen)) => records::draw(screen, model, column),
        (None, Screen::Domains(screen)) => domains::draw(screen, model, column),
        (None, _) => {}
    }
}
