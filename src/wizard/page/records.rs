//! What is opened on the Records step and is no list: the link to the DNS host's panel, and inbound mail.

use super::parts::{Audience, Content, Icon, Lead, Page, RowLimit, Text, Verbatim, VerbatimStyle, Waiting};
use crate::core::inbound;
use crate::core::open_link::OPEN_REQUESTED;
use crate::core::text::Untrusted;
use crate::wizard::{LinkState, PanelPane, RecordsScreen};

/// The link, with what became of opening it and what to do there.
pub(super) fn panel_page(panel: &PanelPane) -> Page<'_> {
    let mut page = Page { scroll: Some(panel.scroll), ..Page::default() };
    page.heading(panel.title());
    page.gap();
    // A link that is cut leads elsewhere: it has as many rows as it needs.
    let link = Verbatim { text: panel.link(), indent: 0, style: VerbatimStyle::Link };
    page.push(Audience::ALL, Content::Verbatim(link));
    page.gap();
    match &panel.link_state {
        LinkState::Opening(_) => {
            let lead = Lead::Spinner { shows_seconds: false };
            page.text(Text { lead, ..Text::new("Opening your browser") });
            page.waiting = Some(Waiting::BackOnly);
        }
        LinkState::Finished(Ok(())) => page.text(Text::with_icon(Icon::Success, OPEN_REQUESTED)),
        LinkState::Finished(Err(error)) => page.text(Text::with_icon(Icon::Info, error.message())),
    }
    page.gap();
    page.text(Text::new(panel.guidance()));
    page
}

/// Whether inbound mail is on, and what switching it means.
pub(super) fn inbound_page(screen: &RecordsScreen) -> Page<'_> {
    let mut page = Page::default();
    let domain = &screen.domain;
    let is_on = domain.is_inbound_enabled();
    page.heading(format!("Inbound mail for {} is {}", domain.name.sanitized(), if is_on { "on" } else { "off" }));
    page.explanation(inbound::DESCRIPTION);
    if screen.pane.is_waiting() {
        page.spinner("Updating");
    } else if is_on {
        if let Some(record) = inbound::mx_record(&domain.records) {
            let value = Untrusted::new(record.published_value()).sanitized();
            page.text(Text::new(format!("Its record: {} MX {value}", record.name.sanitized())));
        }
        let is_found = domain.inbound_verified_at.is_some();
        page.text(Text::new(if is_found { "AutoSend has found it." } else { "AutoSend has not found it yet." }));
        page.gap();
        add_consequence(&mut page, "Press Enter to turn it off.", inbound::DISABLED_NOTE);
    } else {
        page.text(Text::with_icon(Icon::Warning, inbound::mx_warning(domain.name.raw())));
        page.gap();
        if domain.status.can_send() {
            let note = "Nothing changes until you publish it.";
            add_consequence(&mut page, "Press Enter to turn it on and see the record.", note);
        } else {
            page.text(Text::with_icon(Icon::Info, inbound::UNVERIFIED_NOTE));
        }
    }
    page
}

/// What Enter does and what that means; in lines an answer says what it does.
fn add_consequence(page: &mut Page, key_hint: &str, note: &str) {
    page.text(Text::new(format!("{key_hint} {note}")).spoken(note).rows(RowLimit::WholeOrNothing));
}
