//! Inbound mail: what it is, whether it is on, and what switching it means.

use crate::core::inbound;
use crate::core::text::Untrusted;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::Column;
use crate::wizard::{Model, RecordsScreen};

pub(super) fn draw(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let domain = &screen.domain;
    let name = domain.name.sanitized();
    let is_on = domain.is_inbound_enabled();
    column.heading(&format!("Inbound mail for {name} is {}", if is_on { "on" } else { "off" }));
    column.explanation(inbound::DESCRIPTION);
    if screen.pane.is_waiting() {
        return column.spinner_line(model.spinner, "AutoSend is asked to switch it");
    }
    if is_on {
        let record = inbound::mx_record(&domain.records);
        if let Some(record) = record {
            let value = Untrusted::new(record.published_value()).sanitized();
            column.paragraph(&format!("Its record: {} MX {value}", record.name.sanitized()), Styles::PLAIN);
        }
        let verified = if domain.inbound_verified_at.is_some() {
            "AutoSend has found it."
        } else {
            "AutoSend has not found it yet."
        };
        column.paragraph(verified, Styles::PLAIN);
        column.gap();
        column.paragraph_if_fits(
            "Enter turns it off. The MX record stays in your DNS until you remove it there.",
            Styles::PLAIN,
        );
        return;
    }
    column.icon_paragraph(Icon::Warning, &inbound::mx_warning(domain.name.raw()));
    if !domain.status.can_send() {
        column.gap();
        column.icon_paragraph(Icon::Info, inbound::UNVERIFIED_NOTE);
    }
    column.gap();
    column.paragraph_if_fits(
        "Enter turns it on and shows the record. Nothing changes before you publish it.",
        Styles::PLAIN,
    );
}
