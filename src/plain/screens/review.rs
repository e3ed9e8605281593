//! The Review step: what will be sent, in words and to the letter.

use crate::core::domain_name::assess;
use crate::core::request::create_domain_body;
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::page::{Page, Section};
use crate::plain::question::Question;
use crate::wizard::{Model, ReviewScreen};

pub(super) fn page(screen: &ReviewScreen, model: &Model) -> Page {
    let name = &screen.new_domain.name;
    let request = Section::new([
        "Step 4 of 5: Review.".to_owned(),
        "Add this domain to AutoSend? This is all that is sent. Name and region cannot be changed later.".to_owned(),
        match name.unicode() {
            Some(unicode) => format!("Domain: {name} ({unicode})"),
            None => format!("Domain: {name}"),
        },
        format!("Region: {}", screen.new_domain.region.label()),
        format!("Request: {}", model.config.create_request_line()),
        create_domain_body(name, &screen.new_domain.region).to_string(),
    ]);
    let mut question = Question::new("What next?", list_choices(model));
    question.back = back_choice(model);
    // Yes and no are for this question alone: where the list is asked first, or records are opened, nothing is added.
    if let Some(add) = question.numbered.iter_mut().find(|offer| offer.label == "add") {
        add.aliases.extend(["y", "yes"].map(str::to_owned));
        "Add it?".clone_into(&mut question.prompt);
        question.back = question.back.map(|back| back.with_alias("n").with_alias("no"));
    }
    Page::with_question(vec![request, Section::new(remarks(screen, model))], question)
}

/// What to know before sending.
fn remarks(screen: &ReviewScreen, model: &Model) -> Vec<String> {
    let name = &screen.new_domain.name;
    let mut remarks = Vec::new();
    if model.unconfirmed.contains_key(name) {
        let words =
            "It is not known whether it was added already. AutoSend's list is asked first, and nothing is sent.";
        remarks.push(words.to_owned());
    } else if let Some(known) = screen.session.find_domain(name) {
        remarks.push(format!("This project has it already ({}).", known.status.label()));
    }
    remarks.extend(assess(name.as_str()).warnings().iter().map(|warning| format!("Mind: {}", warning.message())));
    remarks
}
