//! The steps, one file each: what each has to say, and what it asks.

mod adding;
mod api_key;
mod conflict;
mod domain;
mod domains;
mod failure;
mod records;
mod region;
mod removal;
mod review;

use super::page::Page;
use crate::core::api_key::KeySource;
use crate::wizard::{InputRequest, Intent, Model, PastedText, Screen, Submission};

/// What the screen has to say.
pub(super) fn page(model: &Model) -> Page {
    match &model.screen {
        Screen::ApiKey(screen) => api_key::page(screen, model),
        Screen::Domain(screen) => domain::page(screen, model),
        Screen::Region(screen) => region::page(screen, model),
        Screen::Review(screen) if screen.submission == Submission::Idle => review::page(screen, model),
        Screen::Review(screen) => adding::page(screen, model),
        Screen::Records(screen) => records::page(screen, model),
        Screen::Domains(screen) => domains::page(screen, model),
        Screen::Removal(screen) => removal::page(screen, model),
        Screen::Conflict(screen) => conflict::page(screen, model),
        Screen::Failure(screen) => failure::page(screen, model),
        Screen::Closed => Page::default(),
    }
}

/// Where this is and with which key, in a line; nothing where that goes without saying.
pub(super) fn context_line(model: &Model) -> String {
    let host = match &model.config.api_host {
        _ if model.config.sandbox => Some("This is the sandbox: nothing leaves this machine.".to_owned()),
        Some(host) => Some(format!("The server is {host}.")),
        None => None,
    };
    let key = model.screen.session().filter(|session| session.key_source != KeySource::Sandbox).map(|session| {
        format!("The key in use ends with {}, {}.", session.credentials.key.tail(), session.key_source.label())
    });
    host.into_iter().chain(key).collect::<Vec<_>>().join(" ")
}

/// Puts a text into the field in focus, in place of what is there.
fn replace_text(text: &str) -> Vec<Intent> {
    vec![Intent::Edit(InputRequest::DeleteLine), Intent::Paste(PastedText::new(text))]
}

/// The same, and goes on with it.
fn replace_text_and_submit(text: &str) -> Vec<Intent> {
    let mut intents = replace_text(text);
    intents.push(Intent::Submit);
    intents
}
