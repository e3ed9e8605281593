//! A message to the person who manages the DNS: how to enter the records, and how to check them.

use std::fmt::Write as _;

use super::input::{ExportInput, hidden_character_warnings, unicode_name_suffix, value_notes};
use super::markdown::{escape_markdown, format_record_section};
use crate::core::copy::ExportCounts;
use crate::core::export_format::ExportOutput;
use crate::core::record::{DnsRecord, Purpose, RecordType};
use crate::core::text::{escape_hidden, wrap};

/// The message as plain text.
pub(super) fn export_message(input: &ExportInput<'_>) -> ExportOutput {
    let mut text =
        format!("DNS records for {}{}\n\n", input.domain.name.sanitized(), unicode_name_suffix(input.domain));
    text.push_str(&wrap_prose(&introduction(input), "", ""));
    for (record, number) in input.domain.records.iter().zip(1..) {
        text.push('\n');
        text.push_str(&format_record(record, number, input));
    }
    text.push('\n');
    for sentence in advice(input) {
        text.push_str(&wrap_prose(&sentence, "- ", "  "));
    }
    let commands = dig_commands(input);
    if !commands.is_empty() {
        text.push_str("\nTo check them once they are added:\n\n");
        for command in commands {
            let _ = writeln!(text, "  {command}");
        }
    }
    text.push('\n');
    text.push_str(&wrap_prose(CLOSING, "", ""));
    into_output(text, input)
}

/// The message in Markdown.
pub(super) fn export_message_markdown(input: &ExportInput<'_>) -> ExportOutput {
    let mut text = format!(
        "# DNS records for {}{}\n\n",
        escape_markdown(input.domain.name.raw()),
        escape_markdown(&unicode_name_suffix(input.domain))
    );
    let _ = writeln!(text, "{}", escape_markdown(&introduction(input)));
    for (record, number) in input.domain.records.iter().zip(1..) {
        text.push_str(&format_record_section(record, number, input));
    }
    text.push('\n');
    for sentence in advice(input) {
        let _ = writeln!(text, "- {}", escape_markdown(&sentence));
    }
    let commands = dig_commands(input);
    if !commands.is_empty() {
        let _ = writeln!(text, "\nTo check them once they are added:\n\n```sh\n{}\n```", commands.join("\n"));
    }
    let _ = writeln!(text, "\n{}", escape_markdown(CLOSING));
    into_output(text, input)
}

/// The width of a line of prose: less than the usual 72, so that a reply can quote it.
const LINE_WIDTH: usize = 66;

const CLOSING: &str = "Please let me know when they're in place so that I can verify the domain in AutoSend \
                          (https://autosend.com/settings/domains). DNS changes can take a few minutes, or up to two \
                          days if the old TTL was long.";

fn into_output(text: String, input: &ExportInput<'_>) -> ExportOutput {
    let counts = ExportCounts::complete(input.domain.records.len());
    ExportOutput { text, counts, warnings: hidden_character_warnings(input.domain) }
}

fn introduction(input: &ExportInput<'_>) -> String {
    let count = match input.domain.records.len() {
        1 => "this record".to_owned(),
        number => format!("these {number} records"),
    };
    let (domain, zone, guess) =
        (input.domain.name.sanitized(), escape_hidden(input.zone.name()), input.guessed_zone_note());
    format!(
        "Please add {count} to the DNS zone {zone}{guess}. They let AutoSend (https://autosend.com) send e-mail for \
         {domain}. If an existing record is in the way, please ask me before you change or remove it."
    )
}

/// A record, one line for each field, so that each can be copied.
fn format_record(record: &DnsRecord, number: usize, input: &ExportInput<'_>) -> String {
    let mut text = format!("{number}. {}\n", record.label());
    text.push_str(&wrap_prose(record.purpose().description(), "   ", "   "));
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "   {label:<11}{}", escape_hidden(value));
    };
    line("Type:", record.record_type.raw());
    if let Some(host) = input.zone.relative_name(record.name.raw()) {
        line("Name:", &host);
    }
    line("Full name:", record.name.raw());
    if let Some(priority) = &record.priority {
        line("Priority:", &priority.sanitized());
    }
    line("Value:", &record.published_value());
    line("TTL:", &input.ttl.to_string());
    for note in value_notes(record) {
        text.push_str(&wrap_prose(&format!("({note})"), "   ", "    "));
    }
    text
}

/// Prose in lines for a mail. Values are never wrapped.
fn wrap_prose(text: &str, first: &str, others: &str) -> String {
    let lines = wrap(text, LINE_WIDTH - others.len().max(first.len()));
    let indents = std::iter::once(first).chain(std::iter::repeat(others));
    indents.zip(&lines).flat_map(|(indent, line)| [indent, line.as_str(), "\n"]).collect()
}

/// Common mistakes with these records.
fn advice(input: &ExportInput<'_>) -> Vec<String> {
    let has = |purpose: Purpose| input.domain.records.iter().any(|record| record.purpose() == purpose);
    let mut advice = vec![format!(
        "Most DNS providers append {0} to the name: enter the short name, or you'll end up with ….{0}.{0}. If \
         yours asks for the full name, enter that.",
        escape_hidden(input.zone.name())
    )];
    if has(Purpose::Dmarc) {
        advice.push(
            "If that name already has a DMARC record, keep it and skip this one: only one is allowed.".to_owned(),
        );
    }
    if has(Purpose::MailFromSpf) {
        advice.push(
            "The SPF record belongs to the mail-from name only; leave the domain's own SPF record as it is.".to_owned(),
        );
    }
    if has(Purpose::MailFromMx) {
        advice.push("The mail-from name must have only this one MX record.".to_owned());
    }
    if has(Purpose::Inbound) {
        advice.push(
            "The inbound MX record sends all mail for that name to AutoSend. Don't add it where mail is already received."
                .to_owned(),
        );
    }
    advice
}

/// Commands that query the records. They will be pasted into a shell, so only plain names are used.
fn dig_commands(input: &ExportInput<'_>) -> Vec<String> {
    let is_plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('-')
            && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"._-".contains(&octet))
    };
    let is_supported = |record: &&DnsRecord| matches!(record.record_type, RecordType::Txt | RecordType::Mx);
    let records = input.domain.records.iter().filter(is_supported).filter(|record| is_plain(record.name.raw()));
    records.map(|record| format!("dig +short {} {}", record.record_type.raw(), record.name.raw())).collect()
}
