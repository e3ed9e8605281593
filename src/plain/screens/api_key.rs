//! The Key step.

use super::super::offers::{back, offers, offers_but_submit};
use super::super::page::{Page, Part};
use super::super::question::{Offer, Question, Reply};
use super::entered;
use crate::core::api_key::{DASHBOARD_URL, KeySource};
use crate::wizard::{ApiKeyScreen, KeyField, KeyStage, Message, Model, Motion};

pub(super) fn page(screen: &ApiKeyScreen, model: &Model) -> Page {
    match &screen.stage {
        KeyStage::Editing => asking(screen, model),
        KeyStage::Checking { .. } => {
            let words = Part::line("The key is tried: AutoSend is asked for the project's domains.");
            Page::waiting(vec![words], back(model).into_iter().collect())
        }
        KeyStage::ConfirmingSave { save, .. } => keeping(screen, *save, model),
    }
}

fn asking(screen: &ApiKeyScreen, model: &Model) -> Page {
    let (asks, error, has_text) = match screen.focus {
        KeyField::Key => ("Type or paste the key; it is not shown.", &screen.key.error, screen.key.char_count() > 0),
        KeyField::Project => ("Type the id of the project.", &screen.project.error, !screen.project.text().is_empty()),
    };
    let mut question = Question::of(asks, Vec::new());
    question.worded = offers_but_submit(model);
    question.back = back(model);
    question.text = Some(|_, text| Reply::messages(entered(text)));
    question.is_secret = screen.focus == KeyField::Key;
    if has_text && error.is_none() {
        let words = if question.is_secret {
            "takes the key that is there already".to_owned()
        } else {
            format!("takes {}", screen.project.text())
        };
        question.enter = Some((words, Reply::messages([Message::Submit])));
    }
    let parts = vec![
        heading(),
        Part::new(screen.reason.clone()),
        match screen.focus {
            KeyField::Key => Part::new(where_from(model)),
            KeyField::Project if error.is_some() => Part::new(None),
            KeyField::Project => Part::line(
                "An account key needs the project's id: AutoSend's dashboard shows it under the project's settings.",
            ),
        },
        Part::new(error.clone()),
    ];
    Page::asking(parts, question)
}

fn heading() -> Part {
    Part::new([
        "Step 1 of 5: Key.".to_owned(),
        "What is your AutoSend API key? It begins with AS_ (one project) or ASA_ (an account).".to_owned(),
    ])
}

/// Where the key was looked for, where to get one, and how to do without.
fn where_from(model: &Model) -> Vec<String> {
    let looked = model.config.searched_key_sources.iter().map(|words| format!("Looked at: {words}."));
    if model.config.sandbox {
        return looked.chain(["In the sandbox any key works; AS_refused is refused.".to_owned()]).collect();
    }
    let help = [
        format!("Create one at {DASHBOARD_URL}"),
        "Without an account: autosend-domains --sandbox needs no key.".to_owned(),
    ];
    looked.chain(help).collect()
}

fn keeping(screen: &ApiKeyScreen, keep: bool, model: &Model) -> Page {
    // The row in focus is the one that is submitted.
    let choose = |wanted: bool| {
        let other = (wanted != keep).then_some(Message::Move(Motion::Down));
        other.into_iter().chain([Message::Submit])
    };
    let file = model.config.key_file.as_deref().unwrap_or_default();
    let mut lines = vec![
        "The key works. Keep it for the next time?".to_owned(),
        format!("The key file is {file}; only you can read it, and a key that is there already is replaced."),
    ];
    let before = screen.resume.as_ref().and_then(|resume| resume.session());
    if before.is_some_and(|session| session.key_source == KeySource::Environment) {
        lines.push("AUTOSEND_API_KEY is set and goes before the key file: change or unset it.".to_owned());
    }
    let mut question = Question::of(
        "Keep the key?",
        vec![
            Offer::new("keep it in the key file", choose(true)).called("y").called("yes"),
            Offer::new("use it in this run only", choose(false)).called("n").called("no"),
        ],
    );
    question.worded = offers(model).into_iter().filter(|offer| offer.reply.messages != [Message::Submit]).collect();
    question.back = back(model);
    Page::asking(vec![Part::new(lines)], question)
}
