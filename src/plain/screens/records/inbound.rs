//! Inbound mail: whether it is on, and what switching it means.

use super::super::super::offers::{back, offers};
use super::super::super::page::{Page, Part};
use super::super::super::question::Question;
use crate::core::inbound;
use crate::wizard::{Model, RecordsScreen};

pub(super) fn page(screen: &RecordsScreen, model: &Model) -> Page {
    let domain = &screen.domain;
    let state = if domain.is_inbound_enabled() { "on" } else { "off" };
    let mut parts = vec![Part::line(format!("Inbound mail for {} is {state}.", domain.name.sanitized()))];
    if screen.pane.is_waiting() {
        parts.push(Part::line("AutoSend is asked to switch it..."));
        return Page::waiting(parts, back(model).into_iter().collect());
    }
    parts.push(Part::new(if domain.is_inbound_enabled() {
        vec![inbound::DISABLED_NOTE.to_owned()]
    } else {
        let verified = (!domain.status.can_send()).then(|| inbound::UNVERIFIED_NOTE.to_owned());
        std::iter::once(inbound::mx_warning(domain.name.raw())).chain(verified).collect()
    }));
    let mut question = Question::of("What next?", offers(model));
    question.back = back(model);
    Page::asking(parts, question)
}
