//! The Region step: one of a list by its number, or any other by its key.

use super::super::offers::{back, offers_but_submit};
use super::super::page::{Page, Part};
use super::super::question::{Offer, Question, Reply};
use super::{entered, typed};
use crate::core::region::RegionKey;
use crate::wizard::{
    InputRequest, Message, Model, Motion, RegionChoice, RegionMode, RegionScreen, TextField, matching_regions,
};

pub(super) fn page(screen: &RegionScreen, model: &Model) -> Page {
    match &screen.mode {
        RegionMode::List { filter, .. } => list(screen, filter, model),
        RegionMode::Other { field } => other(screen, field, model),
    }
}

fn heading(screen: &RegionScreen) -> Part {
    Part::new([
        "Step 3 of 5: Region.".to_owned(),
        format!(
            "Which region for {}? AutoSend handles the domain's mail there. It cannot be changed later.",
            screen.name
        ),
    ])
}

fn list(screen: &RegionScreen, filter: &TextField, model: &Model) -> Page {
    let (choices, cursor) = screen.rows();
    let rows = choices.iter().enumerate();
    let numbered = rows
        .map(|(row, choice)| Offer::new(words(*choice), [Message::Move(Motion::To(row)), Message::Submit]))
        .collect();
    let mut question = Question::of("Type a number, or the key of any region.", numbered);
    question.worded = offers_but_submit(model);
    question.back = back(model);
    question.text = Some(take);
    if let Some(choice) = choices.get(cursor) {
        let words = match choice {
            RegionChoice::Other => "asks for its key".to_owned(),
            choice => format!("takes {}, {}", cursor.saturating_add(1), choice.columns().0),
        };
        question.enter = Some((words, Reply::messages([Message::Submit])));
    }
    let narrowed = if filter.text().is_empty() {
        None
    } else {
        question.worded.push(Offer::new("all", [Message::Edit(InputRequest::DeleteLine)]));
        Some(format!("The list is narrowed by {}; all shows all of it.", filter.text()))
    };
    Page::asking(vec![heading(screen), Part::new(screen.error.clone()), Part::new(narrowed)], question)
}

fn words(choice: RegionChoice) -> String {
    match choice {
        RegionChoice::Other => "another region, by its key".to_owned(),
        choice => {
            let (key, name) = choice.columns();
            format!("{key}, {name}")
        }
    }
}

fn other(screen: &RegionScreen, field: &TextField, model: &Model) -> Page {
    let mut question = Question::of("Type the key of the region, such as sa-east-1.", Vec::new());
    question.worded = offers_but_submit(model);
    question.back = back(model);
    question.text = Some(|_, text| Reply::messages(entered(text)));
    let error = field.error.as_ref().or(screen.error.as_ref());
    if error.is_none() && !field.text().is_empty() {
        question.enter = Some((format!("takes {}", field.text()), Reply::messages([Message::Submit])));
    }
    let words = error.cloned().unwrap_or_else(|| "Any key may be right: AutoSend decides.".to_owned());
    Page::asking(vec![heading(screen), Part::line(words)], question)
}

/// The key of a region is that region, whether it is in the list or not; any other text narrows the list.
fn take(_: &Model, text: &str) -> Reply {
    let rows = matching_regions(text.trim());
    let of_key = rows.iter().position(|choice| choice.columns().0.eq_ignore_ascii_case(text.trim()));
    let narrowed = typed(text).into_iter();
    if let Some(row) = of_key {
        return Reply::messages(narrowed.chain([Message::Move(Motion::To(row)), Message::Submit]));
    }
    // Known regions are words with hyphens, and so is most likely one that is not known.
    if rows == [RegionChoice::Other] && text.contains('-') && RegionKey::parse(text).is_ok() {
        return Reply::messages(narrowed.chain([Message::Submit, Message::Submit]));
    }
    let mut reply = Reply::messages(narrowed);
    if rows == [RegionChoice::Other] {
        reply.say.push("No region of the list matches.".to_owned());
    }
    reply
}
