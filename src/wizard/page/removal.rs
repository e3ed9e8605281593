//! Whether a domain is to be removed: what that does, and its name, to be typed.

use super::inputs::Field;
use super::parts::{Audience, Content, Icon, Page, RowLimit, Text};
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
        RemovalStage::Removing(_) => page.spinner("Removing"),
        RemovalStage::CheckingExistence(_) => {
            let text = "No response, so we don't know whether it was removed.";
            page.text(Text::with_icon(Icon::Warning, text));
            page.spinner("Checking whether it still exists");
        }
        RemovalStage::Confirming => {
            if !screen.is_unconfirmed() {
                let field = Field::text("Domain", &screen.field, "type the full name to confirm");
                page.push(Audience::ALL, Content::Field(Field { error: None, ..field }));
                page.ask(format!("To remove it permanently, type its name: {name}"));
            }
            if let Some(error) = screen.field.error.as_ref().or(screen.message.as_ref()) {
                page.text(Text::with_icon(Icon::Error, error).rows(RowLimit::LeavingRows(1)));
            }
            page.gap();
            page.key_hint(if screen.is_unconfirmed() {
                "Press Enter to check whether it still exists."
            } else if screen.name_matches() {
                "Press Enter to remove it permanently, Esc to cancel."
            } else {
                "Type the full name, then press Enter to remove it. Press Esc to cancel."
            });
        }
    }
    page
}
