//! Inbound mail: whether it is on, and what switching it means.

use crate::core::inbound;
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::page::{Page, Section};
use crate::plain::question::Question;
use crate::wizard::{Model, RecordsScreen};

pub(super) fn page(screen: &RecordsScreen, model: &Model) -> Page {
    let domain = &screen.domain;
    let state = if domain.is_inbound_enabled() { "on" } else { "off" };
    let mut parts = vec![Section::from_line(format!("Inbound mail for {} is {state}.", domain.name.sanitized()))];
    if screen.pane.is_waiting() {
        parts.push(Section::from_line("AutoSend is asked to switch it..."));
        return Page::waiting(parts, back_choice(model).into_iter().collect());
    }
    parts.push(Section::new(if domain.is_inbound_enabled() {
        vec![inbound::DISABLED_NOTE.to_owned()]
    } else {
        let verified = (!domain.status.can_send()).then(|| inbound::UNVERIFIED_NOTE.to_owned());
        std::iter::once(inbound::mx_warning(domain.name.raw())).chain(verified).collect()
    }));
    let mut question = Question::new("What next?", list_choices(model));
    question.back = back_choice(model);
    Page::with_question(parts, question)
}
