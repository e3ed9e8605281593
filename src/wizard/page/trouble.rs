//! What went wrong: something failed, or AutoSend has the domain already.

use super::parts::{Audience, Content, Icon, Lead, Page, RowLimit, Text, Weight};
use crate::core::failure::{Failure, describe_error};
use crate::wizard::ConflictScreen;

/// The most rows of the server's words; the details have them all.
const MAX_MESSAGE_ROWS: usize = 8;

/// The width of the names before the facts.
const INDENT: usize = 16;

/// What happened, what was and was not done, what to do now.
pub(super) fn failure_page(failure: &Failure) -> Page<'_> {
    let mut page = Page::default();
    let title = Text::with_icon(Icon::Error, &failure.title).weight(Weight::Bold);
    page.push(Audience::ALL, Content::Heading(title));
    page.gap();
    let fact = |name, text: &str| Text { lead: Lead::RoomyName(name, INDENT), ..Text::new(text) };
    // The server's words may be long: they never push out what was done and what to do.
    let rest = RowLimit::LeavingRest { at_most: MAX_MESSAGE_ROWS, spare: 0 };
    page.text(fact("What happened", &failure.reason).rows(rest));
    page.gap();
    page.text(fact("Result", &failure.effect));
    page.gap();
    page.text(fact("What to do", &failure.advice));
    page.gap();
    let keys = match failure.retry {
        Some(retry) => format!("Press Enter to {}, Esc to go back.", retry.label()),
        None => "Press Enter to go back.".to_owned(),
    };
    page.text_for(Audience::SCREEN, Text { if_cut: " Press i for all of it.", ..fact("", &keys) });
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
