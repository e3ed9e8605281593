//! Inbound mail: what it is, whether it is on, and what switching it means.

use super::super::super::styles::{Sign, Styles};
use super::super::super::widgets::Column;
use crate::core::domain_name::assess;
use crate::core::text::Untrusted;
use crate::core::zone::Zone;
use crate::wizard::{Model, RecordsScreen};

pub(super) fn draw(screen: &RecordsScreen, model: &Model, column: &mut Column) {
    let domain = &screen.domain;
    let name = domain.name.for_screen();
    let is_on = domain.takes_mail();
    column.heading(&format!("Inbound mail for {name} is {}", if is_on { "on" } else { "off" }));
    column.explanation("With it, AutoSend also receives the mail that is sent to addresses of this domain.");
    if screen.pane.waits() {
        return column.waiting(model.busy, "AutoSend is asked to switch it");
    }
    if is_on {
        let record = domain.records.iter().find(|record| record.slot == crate::core::record::Slot::InboundMx);
        if let Some(record) = record {
            let value = Untrusted::new(record.publish_value()).for_screen();
            column.words(&format!("Its record: {} MX {value}", record.name.for_screen()), Styles::PLAIN);
        }
        let verified = if domain.inbound_verified_at.is_some() {
            "AutoSend has found it."
        } else {
            "AutoSend has not found it yet."
        };
        column.words(verified, Styles::PLAIN);
        column.gap();
        column.words("Enter turns it off. The MX record stays in your DNS until you remove it there.", Styles::PLAIN);
        return;
    }
    column.signed(Sign::Warning, &warning(&name, domain.name.raw()));
    if !domain.status.can_send() {
        column.gap();
        column.signed(Sign::Info, "AutoSend does this for domains that are verified; this one is not yet.");
    }
    column.gap();
    column.words("Enter turns it on and shows the record. Nothing changes before you publish it.", Styles::PLAIN);
}

/// What an MX record does to a name that receives mail already. Nobody has looked whether this one does.
fn warning(name: &str, raw: &str) -> String {
    let general = format!(
        "It asks for an MX record at {name} itself. If mail to {name} arrives somewhere today, that record would take it \
         away from there."
    );
    let is_top = assess(raw).name().is_some_and(|assessed| Zone::guess(assessed.as_str()).name() == assessed.as_str());
    if is_top {
        format!("{general} {name} is the top of its zone, where most domains receive their mail: a subdomain is safer.")
    } else {
        general
    }
}
