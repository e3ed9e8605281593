//! AutoSend has the domain already.

use super::parts::{Audience, Content, Icon, Page, RowLimit, Text};
use crate::core::failure::describe_error;
use crate::wizard::ConflictScreen;

pub(super) fn page(screen: &ConflictScreen) -> Page<'_> {
    let mut page = Page::default();
    let heading = format!("{} is in this project already", screen.new_domain.name);
    page.push(Audience::ALL, Content::Heading(Text::with_icon(Icon::Warning, heading)));
    page.gap();
    page.text(Text::with_icon(Icon::Info, describe_error(&screen.error)).rows(RowLimit::LeavingRows(4)));
    page.gap();
    page.text(Text::new("Nothing was added or changed."));
    page.gap();
    if screen.is_loading_list {
        page.spinner("AutoSend's list is asked for it");
    } else {
        page.key_hint("Enter shows its records. Esc goes back to change the name.");
    }
    page
}
