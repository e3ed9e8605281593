//! AutoSend has the domain already.

use crate::core::failure::describe_error;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::Column;
use crate::wizard::{ConflictScreen, Model};

pub(super) fn draw(screen: &ConflictScreen, model: &Model, column: &mut Column) {
    column.icon_paragraph(Icon::Warning, &format!("{} is in this project already", screen.new_domain.name));
    column.gap();
    let rows = column.height().saturating_sub(4).max(1);
    column.icon_paragraph_within(Icon::Info, &describe_error(&screen.error), rows);
    column.gap();
    column.paragraph("Nothing was added or changed.", Styles::PLAIN);
    column.gap();
    if screen.is_loading_list {
        column.spinner_line(model.spinner, "AutoSend's list is asked for it");
    } else {
        column.paragraph("Enter shows its records. Esc goes back to change the name.", Styles::PLAIN);
    }
}
