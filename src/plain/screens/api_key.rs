//! The Key step.

use super::replace_text_and_submit;
use crate::core::api_key::{DASHBOARD_URL, KeySource};
use crate::plain::choices::{back_choice, list_choices, list_choices_except_submit};
use crate::plain::page::{Page, Section};
use crate::plain::question::{Choice, InputAction, Question};
use crate::wizard::{ApiKeyScreen, Intent, KeyField, KeyStage, Model, Motion};

pub(super) fn page(screen: &ApiKeyScreen, model: &Model) -> Page {
    match &screen.stage {
        KeyStage::Editing => key_form(screen, model),
        KeyStage::Checking { .. } => {
            let words = Section::from_line("The key is tried: AutoSend is asked for the project's domains.");
            Page::waiting(vec![words], back_choice(model).into_iter().collect())
        }
        KeyStage::ConfirmingSave { save, .. } => save_form(screen, *save, model),
    }
}

fn key_form(screen: &ApiKeyScreen, model: &Model) -> Page {
    let (asks, error, has_text) = match screen.focus {
        KeyField::Key => ("Type or paste the key; it is not shown.", &screen.key.error, screen.key.char_count() > 0),
        KeyField::Project => ("Type the id of the project.", &screen.project.error, !screen.project.text().is_empty()),
    };
    let mut question = Question::new(asks, Vec::new());
    question.unnumbered = list_choices_except_submit(model);
    question.back = back_choice(model);
    question.on_text = Some(|_, text| InputAction::from_intents(replace_text_and_submit(text)));
    question.is_secret = screen.focus == KeyField::Key;
    if has_text && error.is_none() {
        let words = if question.is_secret {
            "takes the key that is there already".to_owned()
        } else {
            format!("takes {}", screen.project.text())
        };
        question.on_enter = Some((words, InputAction::from_intents([Intent::Submit])));
    }
    let parts = vec![
        heading(),
        Section::new(screen.reason.clone()),
        match screen.focus {
            KeyField::Key => Section::new(key_sources(model)),
            KeyField::Project if error.is_some() => Section::new(None),
            KeyField::Project => Section::from_line(
                "An account key needs the project's id: AutoSend's dashboard shows it under the project's settings.",
            ),
        },
        Section::new(error.clone()),
    ];
    Page::with_question(parts, question)
}

fn heading() -> Section {
    Section::new([
        "Step 1 of 5: Key.".to_owned(),
        "What is your AutoSend API key? It begins with AS_ (one project) or ASA_ (an account).".to_owned(),
    ])
}

/// Where the key was looked for, where to get one, and how to do without.
fn key_sources(model: &Model) -> Vec<String> {
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

fn save_form(screen: &ApiKeyScreen, keep: bool, model: &Model) -> Page {
    // The row in focus is the one that is submitted.
    let choose = |wanted: bool| {
        let other = (wanted != keep).then_some(Intent::Move(Motion::Down));
        other.into_iter().chain([Intent::Submit])
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
    let mut question = Question::new(
        "Keep the key?",
        vec![
            Choice::new("keep it in the key file", choose(true)).with_alias("y").with_alias("yes"),
            Choice::new("use it in this run only", choose(false)).with_alias("n").with_alias("no"),
        ],
    );
    question.unnumbered =
        list_choices(model).into_iter().filter(|offer| offer.action.intents != [Intent::Submit]).collect();
    question.back = back_choice(model);
    Page::with_question(vec![Section::new(lines)], question)
}
