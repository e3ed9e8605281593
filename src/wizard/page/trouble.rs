//! What went wrong: something failed, or AutoSend has the domain already.

use super::inputs::{OptionRow, Options};
use super::parts::{Audience, Content, Icon, Page, RowLimit, Text, Weight};
use crate::core::failure::describe_error;
use crate::wizard::{ConflictScreen, FailureAction, FailureScreen};

/// The most rows of the server's words; the details have them all.
const MAX_MESSAGE_ROWS: usize = 8;

/// What happened, what was and was not done, and what can be done now, a row each.
pub(super) fn failure_page(screen: &FailureScreen) -> Page<'_> {
    let failure = &screen.failure;
    let mut page = Page::default();
    let title = Text::with_icon(Icon::Error, &failure.title).weight(Weight::Bold);
    // The details of the failure have the status too, so a narrow screen leaves the row to the title.
    let status = failure.status.map(|status| status.to_string());
    let with_status = Audience::ROOMY.or(Audience::MEDIUM);
    page.push(with_status, Content::Title(title.clone(), status.into_iter().collect()));
    page.push(Audience::NARROW.or(Audience::LINES), Content::Heading(title));
    page.gap();
    page.text(Text::new(&failure.effect));
    // The server's words may be long: they never push out what can be done.
    let rest = RowLimit::LeavingRest { at_most: MAX_MESSAGE_ROWS, spare: 0 };
    page.text(Text::new(&failure.reason).rows(rest));
    let advice = Text { if_cut: " Press i for all of it.", ..Text::new(&failure.advice) };
    page.text_for(Audience::ROOMY.or(Audience::LINES), advice.weight(Weight::Dim));
    page.gap();
    let row = |action: FailureAction| {
        let request = screen.request_id().filter(|_| action == FailureAction::CopyDetails);
        OptionRow {
            label: screen.label(action),
            description: request.map(|id| format!("request {id}")).unwrap_or_default(),
            spoken: Some(screen.label(action)),
            key: action.key_label(),
            ..OptionRow::default()
        }
    };
    let rows = screen.actions().into_iter().map(row).collect();
    page.push(Audience::ALL, Content::Options(Options { rows, cursor: screen.cursor, ..Options::default() }));
    page
}

/// AutoSend has the domain already.
pub(super) fn conflict_page(screen: &ConflictScreen) -> Page<'_> {
    let mut page = Page::default();
    let heading = format!("{} is already in this project", screen.new_domain.name);
    page.push(Audience::ALL, Content::Heading(Text::with_icon(Icon::Warning, heading)));
    page.gap();
    page.text(Text::with_icon(Icon::Info, describe_error(&screen.error)).rows(RowLimit::LeavingRows(4)));
    page.gap();
    page.text(Text::new("Nothing was added or changed."));
    page.gap();
    if screen.is_loading_list {
        page.spinner("Looking for it in your domains");
    } else {
        page.key_hint("Press Enter to see its records, Esc to change the name.");
    }
    page
}
