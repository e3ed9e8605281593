//! A message to the person who keeps the DNS: everything that is needed to enter the records, and how to check them.

use std::fmt::Write as _;

use super::ExportInput;
use super::markdown::{escape_markdown, format_record_fields};
use crate::core::copy::ExportCounts;
use crate::core::export_format::ExportOutput;
use crate::core::record::{DnsRecord, Purpose, RecordType};
use crate::core::text::{escape_hidden, wrap};

/// The message as plain text.
pub(super) fn export_message(order: &ExportInput<'_>) -> ExportOutput {
    let mut text =
        format!("DNS records for {}{}\n\n", order.domain.name.sanitized(), super::unicode_name_suffix(order.domain));
    text.push_str(&wrap_prose(&introduction(order), "", ""));
    for (record, number) in order.domain.records.iter().zip(1..) {
        text.push('\n');
        text.push_str(&format_record(record, number, order));
    }
    text.push('\n');
    for sentence in advice(order) {
        text.push_str(&wrap_prose(&sentence, "- ", "  "));
    }
    let checks = dig_commands(order);
    if !checks.is_empty() {
        text.push_str("\nTo check them once they are entered:\n\n");
        for check in checks {
            let _ = writeln!(text, "  {check}");
        }
    }
    text.push('\n');
    text.push_str(&wrap_prose(CLOSING, "", ""));
    into_exported(text, order)
}

/// The message in Markdown.
pub(super) fn export_message_markdown(order: &ExportInput<'_>) -> ExportOutput {
    let mut text = format!(
        "# DNS records for {}{}\n\n",
        escape_markdown(order.domain.name.raw()),
        escape_markdown(&super::unicode_name_suffix(order.domain))
    );
    let _ = writeln!(text, "{}", escape_markdown(&introduction(order)));
    for (record, number) in order.domain.records.iter().zip(1..) {
        let _ = writeln!(
            text,
            "\n## {number}. {}\n\n{}\n",
            escape_markdown(&record.label()),
            record.purpose().description()
        );
        text.push_str(&format_record_fields(record, order));
    }
    text.push('\n');
    for sentence in advice(order) {
        let _ = writeln!(text, "- {}", escape_markdown(&sentence));
    }
    let checks = dig_commands(order);
    if !checks.is_empty() {
        let _ = writeln!(text, "\nTo check them once they are entered:\n\n```sh\n{}\n```", checks.join("\n"));
    }
    let _ = writeln!(text, "\n{}", escape_markdown(CLOSING));
    into_exported(text, order)
}

/// The columns of a line of words: fewer than the usual 72, so that an answer can quote it.
const LINE_WIDTH: usize = 66;

/// What happens then.
const CLOSING: &str = "Once they are entered, please say so: the domain is then verified in AutoSend \
                          (https://autosend.com/settings/domains), which looks for the records. They can take some \
                          minutes to be seen everywhere, and up to two days where the TTL was long.";

fn into_exported(text: String, order: &ExportInput<'_>) -> ExportOutput {
    let tally = ExportCounts::complete(order.domain.records.len());
    ExportOutput { text, counts: tally, warnings: super::hidden_character_warnings(order.domain) }
}

fn introduction(order: &ExportInput<'_>) -> String {
    let count = match order.domain.records.len() {
        1 => "this record".to_owned(),
        number => format!("these {number} records"),
    };
    let (domain, zone, guess) =
        (order.domain.name.sanitized(), escape_hidden(order.zone.name()), order.guessed_zone_note());
    format!(
        "Please add {count} to the DNS zone {zone}{guess}. With them, AutoSend (https://autosend.com) can send e-mail for \
         {domain}. Nothing that is there now has to be changed or removed."
    )
}

/// A record, a line a field, so that each is taken whole.
fn format_record(record: &DnsRecord, number: usize, order: &ExportInput<'_>) -> String {
    let mut text = format!("{number}. {}\n", record.label());
    text.push_str(&wrap_prose(record.purpose().description(), "   ", "   "));
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "   {label:<10}{}", escape_hidden(value));
    };
    line("Type:", record.record_type.raw());
    if let Some(host) = order.zone.relative_name(record.name.raw()) {
        line("Host:", &host);
    }
    line("Name:", record.name.raw());
    if let Some(priority) = &record.priority {
        line("Priority:", &priority.sanitized());
    }
    line("Value:", &record.published_value());
    line("TTL:", &order.ttl.to_string());
    for note in super::value_notes(record) {
        text.push_str(&wrap_prose(&format!("({note})"), "   ", "    "));
    }
    text
}

/// Words in lines that are read well in a mail; values never pass here.
fn wrap_prose(words: &str, first: &str, others: &str) -> String {
    let lines = wrap(words, LINE_WIDTH - others.len().max(first.len()));
    let leads = std::iter::once(first).chain(std::iter::repeat(others));
    leads.zip(&lines).flat_map(|(lead, line)| [lead, line.as_str(), "\n"]).collect()
}

/// What to look out for, as far as it concerns these records.
fn advice(order: &ExportInput<'_>) -> Vec<String> {
    let has = |purpose: Purpose| order.domain.records.iter().any(|record| record.purpose() == purpose);
    let mut advice = vec![format!(
        "Most DNS panels append the zone to the name: enter the host there, or the name ends up as \
         ….{0}.{0}. Where the panel asks for the full name, enter the name.",
        escape_hidden(order.zone.name())
    )];
    if has(Purpose::Dmarc) {
        advice.push(
            "If there is a DMARC record at that name already, keep it and leave this one out: there must be only one."
                .to_owned(),
        );
    }
    if has(Purpose::MailFromSpf) {
        advice.push(
            "The SPF record belongs to the mail-from name alone; an SPF record of the domain itself stays as it is."
                .to_owned(),
        );
    }
    if has(Purpose::MailFromMx) {
        advice.push("The mail-from name has this one MX record and no other.".to_owned());
    }
    if has(Purpose::Inbound) {
        advice.push(
            "The inbound MX record brings all mail for that name to AutoSend: not where mail is received already."
                .to_owned(),
        );
    }
    advice
}

/// Commands that show the records. Only plain names become part of one: it will be pasted into a shell.
fn dig_commands(order: &ExportInput<'_>) -> Vec<String> {
    let is_plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('-')
            && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"._-".contains(&octet))
    };
    let known = |record: &&DnsRecord| matches!(record.record_type, RecordType::Txt | RecordType::Mx);
    let records = order.domain.records.iter().filter(known).filter(|record| is_plain(record.name.raw()));
    records.map(|record| format!("dig +short {} {}", record.record_type.raw(), record.name.raw())).collect()
}
