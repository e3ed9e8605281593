//! What each screen says and asks: those with a page in `wizard::page` by reading it out, the others a file each.

mod answers;
mod domains;
mod records;

use super::output::Output;
use super::page_reader;
use crate::core::api_key::KeySource;
use crate::wizard::{self, Model, Screen};

/// What the screen says and asks.
pub(super) fn output(model: &Model) -> Output {
    match (wizard::page(model), &model.screen) {
        (Some(page), _) => {
            let mut output = page_reader::read(&page, model);
            if let Some(question) = &mut output.question {
                answers::refine(question, model);
            }
            output
        }
        (None, Screen::Records(screen)) => records::output(screen, model),
        (None, Screen::Domains(screen)) => domains::output(screen, model),
        (None, _) => Output::default(),
    }
}

/// The server and the key in use, in a line; empty if both go without saying.
pub(super) fn context_line(model: &Model) -> String {
    let host = match &model.config.api_host {
        _ if model.config.sandbox => Some("This is the sandbox: nothing leaves this machine.".to_owned()),
        Some(host) => Some(format!("Server: {host}.")),
        None => None,
    };
    let key = model.screen.session().filter(|session| session.key_source != KeySource::Sandbox).map(|session| {
        format!("Using the key ending in {}, {}.", session.credentials.key.tail(), session.key_source.label())
    });
    host.into_iter().chain(key).collect::<Vec<_>>().join(" ")
}
