//! The Review step: what will be sent, in words and to the letter.

use super::super::offers::{back, offers};
use super::super::page::{Page, Part};
use super::super::question::Question;
use crate::core::domain_name::assess;
use crate::core::request::new_domain_body;
use crate::wizard::{Message, Model, ReviewScreen};

pub(super) fn page(screen: &ReviewScreen, model: &Model) -> Page {
    let name = &screen.new.name;
    let request = Part::new([
        "Step 4 of 5: Review.".to_owned(),
        "Add this domain to AutoSend? This is all that is sent. Name and region cannot be changed later.".to_owned(),
        match name.unicode() {
            Some(unicode) => format!("Domain: {name} ({unicode})"),
            None => format!("Domain: {name}"),
        },
        format!("Region: {}", screen.new.region.words()),
        format!("Request: {}", model.setting.target()),
        new_domain_body(name, &screen.new.region).to_string(),
    ]);
    let mut numbered = offers(model);
    if let Some(offer) = numbered.iter_mut().find(|offer| offer.reply.messages == [Message::Submit]) {
        offer.names.extend(["y", "yes"].map(str::to_owned));
    }
    let mut question = Question::of("Add it?", numbered);
    question.back = back(model).map(|back| back.called("n").called("no"));
    Page::asking(vec![request, Part::new(remarks(screen, model))], question)
}

/// What to know before sending.
fn remarks(screen: &ReviewScreen, model: &Model) -> Vec<String> {
    let name = &screen.new.name;
    let mut remarks = Vec::new();
    if model.doubt.contains_key(name) {
        let words =
            "It is not known whether it was added already. AutoSend's list is asked first, and nothing is sent.";
        remarks.push(words.to_owned());
    } else if let Some(known) = screen.session.find(name) {
        remarks.push(format!("This project has it already ({}).", known.status.words()));
    }
    remarks.extend(assess(name.as_str()).warnings().iter().map(|warning| format!("Mind: {}", warning.words())));
    remarks
}
