//! Choosing the DNS host.

use super::super::super::offers::{back, offers_but_submit};
use super::super::super::page::{Page, Part};
use super::super::super::question::{Offer, Question, Reply};
use super::super::typed;
use crate::wizard::{InputRequest, Message, Model, Motion, TextField, matching_hosts};

pub(super) fn page(filter: &TextField, model: &Model) -> Page {
    let rows = matching_hosts(filter.text()).into_iter().enumerate();
    let numbered = rows
        .map(|(row, host)| {
            let mut offer = Offer::new(
                host.map_or("another, or not known", |host| host.name),
                [Message::Move(Motion::To(row)), Message::Submit],
            );
            offer.reply.say.extend(host.iter().flat_map(|host| host.advice).map(|words| (*words).to_owned()));
            offer
        })
        .collect();
    let mut question = Question::of("Type a number or a name.", numbered);
    question.worded = offers_but_submit(model);
    question.back = back(model);
    question.text = Some(take);
    if !filter.text().is_empty() {
        question.worded.push(Offer::new("all", [Message::Edit(InputRequest::DeleteLine)]));
    }
    let words = Part::new([
        "Where is the DNS of this domain kept?".to_owned(),
        "Names and values are then given in the form that its panel wants.".to_owned(),
    ]);
    Page::asking(vec![words], question)
}

/// A name that only one of them has is that one; any other narrows the list.
fn take(_: &Model, text: &str) -> Reply {
    let chosen = match matching_hosts(text).as_slice() {
        [Some(_), None] => vec![Message::Move(Motion::To(0)), Message::Submit],
        _ => Vec::new(),
    };
    Reply::messages(typed(text).into_iter().chain(chosen))
}
