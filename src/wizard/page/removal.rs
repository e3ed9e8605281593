//! Whether a domain is to be removed: what that does, and its name, to be typed.

use super::parts::{Audience, Content, Field, Icon, Page, RowLimit, Text};
use crate::core::removing::{REMOVAL_CONSEQUENCES, REMOVAL_KEEPS_DNS};
use crate::wizard::{RemovalScreen, RemovalStage};

pub(super) fn page(screen: &RemovalScreen) -> Page<'_> {
    let mut page = Page::default();
    let name = screen.domain.name.sanitized();
    page.heading(format!("Remove {name} from AutoSend?"));
    page.gap();
    page.text(Text::with_icon(Icon::Warning, format!("{REMOVAL_CONSEQUENCES} {REMOVAL_KEEPS_DNS}")));
    page.gap();
    match screen.stage {
        RemovalStage::Removing(_) => page.spinner("AutoSend is asked to remove it"),
        RemovalStage::CheckingExistence(_) => {
            let text = "The answer did not come, so whether it was removed is open.";
            page.text(Text::with_icon(Icon::Warning, text));
            page.spinner("AutoSend is asked whether it is still there");
        }
        RemovalStage::Confirming => {
            if !screen.is_unconfirmed() {
                let field = Field::text("Its name", &screen.field, "type it to remove it");
                page.push(Audience::ALL, Content::Field(Field { error: None, ..field }));
                page.ask(format!("To remove it for good, type its name, {name}."));
            }
            if let Some(error) = screen.field.error.as_ref().or(screen.message.as_ref()) {
                page.text(Text::with_icon(Icon::Error, error).rows(RowLimit::LeavingRows(1)));
            }
            page.gap();
            page.key_hint(if screen.is_unconfirmed() {
                "Enter asks AutoSend whether it is still there."
            } else if screen.name_matches() {
                "Enter removes it for good. Esc keeps it."
            } else {
                "Nothing is removed before its whole name stands here. Esc keeps it."
            });
        }
    }
    page
}
