//! The Review step: what will be sent, in words and to the letter.

use crate::core::domain_name::{DomainName, assess};
use crate::core::request::create_domain_body;
use crate::core::text::split_by_width;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::Column;
use crate::wizard::{Model, ReviewScreen};

/// The width of the names before the facts.
const INDENT: usize = 9;

/// The most lines that a name has here: the request has it to the letter.
const MAX_NAME_ROWS: usize = 2;

/// The rows from which on there is room for the question too; the step's name asks it as well.
const MIN_ROWS_FOR_QUESTION: usize = 10;

pub(super) fn draw(screen: &ReviewScreen, model: &Model, column: &mut Column) {
    if column.height() >= MIN_ROWS_FOR_QUESTION {
        column.heading("Add this domain to AutoSend?");
    }
    column.explanation("This is all that is sent. Name and region cannot be changed later.");
    if column.is_roomy() {
        draw_summary(screen, column);
        column.gap();
        draw_remarks(screen, model, column);
        draw_request(screen, model, column);
    } else {
        draw_compact(screen, model, column);
    }
}

/// Name and region in words.
pub(super) fn draw_summary(screen: &ReviewScreen, column: &mut Column) {
    let styles = *column.styles;
    column.key_value_within(
        "Domain",
        INDENT,
        &name_with_unicode(&screen.new_domain.name, &styles),
        Styles::BOLD,
        MAX_NAME_ROWS,
    );
    column.key_value("Region", INDENT, &screen.new_domain.region.label(), Styles::BOLD);
}

fn name_with_unicode(name: &DomainName, styles: &Styles) -> String {
    match name.unicode() {
        Some(unicode) if styles.shows_non_ascii() => format!("{unicode} ({name})"),
        _ => name.to_string(),
    }
}

/// What to know before sending.
fn draw_remarks(screen: &ReviewScreen, model: &Model, column: &mut Column) {
    let remarks = collect_remarks(screen, model);
    if remarks.is_empty() {
        return;
    }
    for (sign, words) in remarks {
        column.icon_paragraph(sign, &words);
    }
    column.gap();
}

fn collect_remarks(screen: &ReviewScreen, model: &Model) -> Vec<(Icon, String)> {
    let name = &screen.new_domain.name;
    let mut remarks = Vec::new();
    if model.unconfirmed.contains_key(name) {
        let words = "It is not known whether it was added already. Enter asks AutoSend's list first and sends nothing.";
        remarks.push((Icon::Warning, words.to_owned()));
    } else if let Some(known) = screen.session.find_domain(name) {
        let words = format!("This project has it already ({}). Enter opens its records.", known.status.label());
        remarks.push((Icon::Info, words));
    }
    remarks.extend(assess(name.as_str()).warnings().iter().map(|warning| (Icon::Warning, warning.message())));
    remarks
}

/// The request to the letter, set for reading.
fn draw_request(screen: &ReviewScreen, model: &Model, column: &mut Column) {
    column.key_value("Request", INDENT, &model.config.create_request_line(), Styles::PLAIN);
    let body = create_domain_body(&screen.new_domain.name, &screen.new_domain.region);
    let indent = " ".repeat(INDENT);
    let room = column.width().saturating_sub(INDENT);
    for line in format!("{body:#}").lines().flat_map(|line| split_by_width(line, room)) {
        column.line(&format!("{indent}{line}"), Styles::PLAIN);
    }
}

/// The step where rows are few: the request in the form it is sent in, and the rest as far as there is room.
fn draw_compact(screen: &ReviewScreen, model: &Model, column: &mut Column) {
    let styles = *column.styles;
    let body = split_by_width(
        &create_domain_body(&screen.new_domain.name, &screen.new_domain.region).to_string(),
        column.width(),
    );
    let remarks = collect_remarks(screen, model);
    let taken = body.len().saturating_add(if remarks.is_empty() { 5 } else { 6 });
    let rows = column.height().saturating_sub(taken).max(1);
    column.key_value_within("Domain", INDENT, &name_with_unicode(&screen.new_domain.name, &styles), Styles::BOLD, rows);
    column.key_value("Region", INDENT, &screen.new_domain.region.label(), Styles::BOLD);
    if remarks.is_empty() {
        column.paragraph("Neither can be changed later.", Styles::DIM);
    }
    for (sign, words) in remarks {
        column.icon_paragraph(sign, &words);
    }
    column.line(&model.config.create_request_line(), Styles::DIM);
    let rows = column.height();
    let is_cut = body.len() > rows;
    for (place, piece) in body.into_iter().take(rows).enumerate() {
        let end = if is_cut && place.saturating_add(1) == rows { styles.symbols().ellipsis } else { "" };
        // Too long for the line where something is put at its end, so that it is cut and marked.
        column.line(&format!("{piece}{end}"), Styles::PLAIN);
    }
}
