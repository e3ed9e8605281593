//! Whether a domain is to be removed: what that does, and its name, to be typed.

use crate::core::removing::{REMOVAL_CONSEQUENCES, REMOVAL_KEEPS_DNS};
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, InputField};
use crate::wizard::{Model, RemovalScreen, RemovalStage};

pub(super) fn draw(screen: &RemovalScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let name = screen.domain.name.sanitized();
    column.heading(&format!("Remove {name} from AutoSend?"));
    column.gap();
    column.icon_paragraph(Icon::Warning, &format!("{REMOVAL_CONSEQUENCES} {REMOVAL_KEEPS_DNS}"));
    column.gap();
    match screen.stage {
        RemovalStage::Removing(_) => column.spinner_line(model.spinner, "AutoSend is asked to remove it"),
        RemovalStage::CheckingExistence(_) => {
            column.icon_paragraph(Icon::Warning, "The answer did not come, so whether it was removed is open.");
            column.spinner_line(model.spinner, "AutoSend is asked whether it is still there");
        }
        RemovalStage::Confirming => {
            if !screen.is_unconfirmed {
                column.input_field(
                    &InputField::text("Its name", &screen.field, &styles).placeholder("type it to remove it"),
                );
            }
            let error = screen.field.error.as_ref();
            if let Some(words) = error.or(screen.message.as_ref()) {
                let rows = column.height().saturating_sub(1).max(1);
                column.icon_paragraph_within(Icon::Error, words, rows);
            }
            column.gap();
            column.paragraph_if_fits(enter_hint(screen), Styles::PLAIN);
        }
    }
}

fn enter_hint(screen: &RemovalScreen) -> &'static str {
    if screen.is_unconfirmed {
        "Enter asks AutoSend whether it is still there."
    } else if screen.name_matches() {
        "Enter removes it for good. Esc keeps it."
    } else {
        "Nothing is removed before its whole name stands here. Esc keeps it."
    }
}
