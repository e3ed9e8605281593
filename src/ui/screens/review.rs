//! The Review step: what will be sent, in words and to the letter.

use super::super::styles::{Sign, Styles};
use super::super::widgets::Column;
use crate::core::domain_name::{DomainName, assess};
use crate::core::request::new_domain_body;
use crate::wizard::{Model, ReviewScreen};

/// The width of the names before the facts.
const INDENT: usize = 9;

/// AutoSend's own host.
const HOST: &str = "api.autosend.com";

pub(super) fn draw(screen: &ReviewScreen, model: &Model, column: &mut Column) {
    column.heading("Add this domain to AutoSend?");
    column.explanation("This is all that is sent. Name and region cannot be changed later.");
    summary(screen, column);
    column.gap();
    remarks(screen, model, column);
    request(screen, model, column);
    if !column.is_roomy() {
        let quiet = column.styles.quiet();
        column.words("Name and region cannot be changed later.", quiet);
    }
}

/// Name and region in words.
pub(super) fn summary(screen: &ReviewScreen, column: &mut Column) {
    let styles = *column.styles;
    let name = both_forms(&screen.new.name, &styles);
    column.fact("Domain", INDENT, &name, styles.strong());
    column.fact("Region", INDENT, &screen.new.region.words(), styles.strong());
}

fn both_forms(name: &DomainName, styles: &Styles) -> String {
    match name.unicode() {
        Some(unicode) if styles.shows_letters() => format!("{unicode} ({name})"),
        _ => name.to_string(),
    }
}

/// What to know before sending.
fn remarks(screen: &ReviewScreen, model: &Model, column: &mut Column) {
    let name = &screen.new.name;
    let mut said = false;
    if model.doubt.contains(name) {
        let words = "It is not known whether it was added already. Enter asks AutoSend's list first and sends nothing.";
        column.signed(Sign::Warning, words);
        said = true;
    } else if let Some(known) = screen.session.find(name) {
        let words = format!("This project has it already, {}. Enter opens its records.", known.status.words());
        column.signed(Sign::Info, &words);
        said = true;
    }
    for warning in assess(name.as_str()).warnings() {
        column.signed(Sign::Warning, &warning.words());
        said = true;
    }
    if said {
        column.gap();
    }
}

/// The request to the letter.
fn request(screen: &ReviewScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let host = model.setting.host.as_deref().unwrap_or(HOST);
    column.fact("Request", INDENT, &format!("POST /v1/domains at {host}"), styles.plain());
    let body = new_domain_body(&screen.new.name, &screen.new.region);
    let indent = " ".repeat(if column.is_roomy() { INDENT } else { 0 });
    for line in format!("{body:#}").lines() {
        column.line(&format!("{indent}{line}"), styles.plain());
    }
}
