//! Markdown (`CommonMark` 0.31): a table as an overview, and each record with its value in a fenced code block, from which
//! it can be copied.

use std::fmt::Write as _;

use super::input::{ExportInput, hidden_character_warnings, value_notes};
use crate::core::copy::ExportCounts;
use crate::core::export_format::ExportOutput;
use crate::core::record::{DnsRecord, Priority};
use crate::core::text::escape_hidden;

/// The characters with a meaning inside a line of Markdown.
const SPECIAL_CHARACTERS: &str = "\\`*_{}[]<>()#!|~&$";

pub(super) fn export_markdown(input: &ExportInput<'_>) -> ExportOutput {
    let domain = input.domain;
    let mut text = format!("# DNS records for {}\n\n", escape_markdown(domain.name.raw()));
    let _ = writeln!(
        text,
        "For AutoSend. Zone: {}{}. TTL: {}.\n",
        escape_markdown(input.zone.name()),
        input.guessed_zone_note(),
        input.ttl
    );
    text.push_str("| Purpose | Type | Name | Full name | Priority | Need |\n|---|---|---|---|---|---|\n");
    for record in &domain.records {
        let cells = [
            record.label(),
            record.record_type.sanitized(),
            record.priority.as_ref().map(Priority::sanitized).unwrap_or_default(),
            record.requirement().label().to_owned(),
        ];
        let [purpose, kind, priority, need] = cells.map(|cell| escape_markdown(&cell));
        let host = input
            .zone
            .relative_name(record.name.raw())
            .map_or_else(|| "outside the zone".to_owned(), |relative_name| code_span(&relative_name));
        let name = code_span(record.name.raw());
        let _ = writeln!(text, "| {purpose} | {kind} | {host} | {name} | {priority} | {need} |");
    }
    for (record, number) in domain.records.iter().zip(1..) {
        text.push_str(&format_record_section(record, number, input));
    }
    let counts = ExportCounts::complete(domain.records.len());
    ExportOutput { text, counts, warnings: hidden_character_warnings(domain) }
}

/// A section of the document: the record with its number, purpose and fields.
pub(super) fn format_record_section(record: &DnsRecord, number: usize, input: &ExportInput<'_>) -> String {
    let (title, purpose) = (escape_markdown(&record.label()), record.purpose().description());
    format!("\n## {number}. {title}\n\n{purpose}\n\n{}", format_record_fields(record, input))
}

/// The fields of a record, each in a fenced code block of its own, with notes between them.
fn format_record_fields(record: &DnsRecord, input: &ExportInput<'_>) -> String {
    let host = input.zone.relative_name(record.name.raw());
    let mut text = format!("Type: {}", escape_markdown(&record.record_type.sanitized()));
    if let Some(priority) = &record.priority {
        let _ = write!(text, ", priority: {}", escape_markdown(&priority.sanitized()));
    }
    text.push_str(".\n\n");
    let full = record.name.raw();
    let names = host.as_deref().map(|host| ("Name (if your provider appends the zone)", host)).into_iter();
    for (label, name) in names.chain([("Full name (if it doesn't)", full)]) {
        let _ = writeln!(text, "{label}:\n\n{}", fenced_code_block(name));
    }
    text.push_str("Value:\n\n");
    text.push_str(&fenced_code_block(&record.published_value()));
    for note in value_notes(record) {
        let _ = writeln!(text, "\n{}", escape_markdown(&note));
    }
    text
}

/// A text in a fenced code block, with hidden characters shown. The fence is longer than any run of backticks in the text.
fn fenced_code_block(text: &str) -> String {
    let text = escape_hidden(text);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{text}\n{fence}\n")
}

/// A name inside a line: as a code span, if the name cannot break it.
fn code_span(text: &str) -> String {
    let text = escape_hidden(text);
    if text.is_empty() || text.contains(['`', '|']) { escape_markdown(&text) } else { format!("`{text}`") }
}

/// A text inside a line of Markdown, without any markup.
pub(super) fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in escape_hidden(text).chars() {
        if SPECIAL_CHARACTERS.contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
