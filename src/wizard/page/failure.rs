//! Something failed: what happened, what was and was not done, what to do now.

use super::parts::{Audience, Content, Icon, Lead, Page, RowLimit, Text, Weight};
use crate::core::failure::Failure;

/// The most rows of the server's words; the details have them all.
const MAX_MESSAGE_ROWS: usize = 8;

/// The width of the names before the facts.
const INDENT: usize = 16;

pub(super) fn page(failure: &Failure) -> Page<'_> {
    let mut page = Page::default();
    let title = Text::with_icon(Icon::Error, &failure.title).weight(Weight::Bold);
    page.push(Audience::ALL, Content::Heading(title));
    page.gap();
    let fact = |name, text: &str| Text { lead: Lead::RoomyName(name, INDENT), ..Text::new(text) };
    // The server's words may be long: they never push out what was done and what to do.
    let rest = RowLimit::LeavingRest { at_most: MAX_MESSAGE_ROWS, spare: 0 };
    page.text(fact("What happened", &failure.reason).rows(rest));
    page.gap();
    page.text(fact("What was done", &failure.effect));
    page.gap();
    page.text(fact("What to do", &failure.advice));
    page.gap();
    let keys = match failure.retry {
        Some(retry) => format!("Enter {}. Esc goes back.", retry.label()),
        None => "Enter goes back.".to_owned(),
    };
    page.text_for(Audience::SCREEN, Text { if_cut: " i shows all of it.", ..fact("", &keys) });
    page
}
