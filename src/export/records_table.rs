//! The records as text, for a terminal or a mail: a table as an overview, then each value on a line of its own, from which
//! it can be copied.

use std::fmt::Write as _;

use super::columns;
use super::input::{ExportInput, value_notes};
use crate::core::record::{DnsRecord, Priority};
use crate::core::text::{Untrusted, escape_hidden};

/// The names of the columns.
const COLUMNS: [&str; 5] = ["Purpose", "Type", "Name", "Prio", "Full name"];

/// The domain with its zone and its records.
pub fn records_table(input: &ExportInput<'_>) -> String {
    let domain = input.domain;
    let region = domain.region.as_ref().map(|region| format!(" in {}", region.sanitized())).unwrap_or_default();
    let mut text = format!("{}{region}: {}\n", domain.name.sanitized(), domain.status.label());
    let _ = writeln!(text, "Zone {}{}", escape_hidden(input.zone.name()), input.guessed_zone_note());
    if domain.records.is_empty() {
        text.push_str("AutoSend returned no DNS records for it.\n");
        return text;
    }
    let rows: Vec<_> = domain.records.iter().map(|record| record_row(record, input)).collect();
    text.push('\n');
    text.push_str(&columns::text_table(COLUMNS, &rows));
    for record in &domain.records {
        let notes = value_notes(record).join(" ");
        let value = Untrusted::new(record.published_value());
        let _ =
            write!(text, "\n{} ({}, {})", record.label(), record.record_type.sanitized(), record.requirement().label());
        let _ = if notes.is_empty() { writeln!(text) } else { writeln!(text, ". {notes}") };
        let _ = writeln!(text, "{}", escape_hidden(value.raw()));
    }
    text
}

fn record_row(record: &DnsRecord, input: &ExportInput<'_>) -> [String; COLUMNS.len()] {
    let host = input
        .zone
        .relative_name(record.name.raw())
        .map_or_else(|| "–".to_owned(), |relative_name| escape_hidden(&relative_name).into_owned());
    [
        record.label(),
        record.record_type.sanitized(),
        host,
        record.priority.as_ref().map(Priority::sanitized).unwrap_or_default(),
        record.name.sanitized(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fixtures::{domain, record};
    use crate::core::zone::Zone;

    #[test]
    fn columns_are_aligned_and_values_are_on_lines_of_their_own() {
        let domain = domain(
            "mail.example.com",
            vec![
                record("mailFrom", "MX", "asend.mail.example.com", "mx.example.net", Some(10)),
                record("dmarc", "TXT", "_dmarc.mail.example.com", "v=DMARC1;\u{7}", None),
                record("arc", "TXT", "x.example.org", "v", None),
            ],
        );
        let text = records_table(&ExportInput { domain: &domain, zone: &Zone::chosen("example.com"), ttl: 60 });
        let expected = "\
mail.example.com: waiting for DNS
Zone example.com

Purpose       Type  Name         Prio  Full name
Mail-from MX  MX    asend.mail   10    asend.mail.example.com
DMARC         TXT   _dmarc.mail        _dmarc.mail.example.com
arc           TXT   –                  x.example.org

Mail-from MX (MX, recommended)
mx.example.net

DMARC (TXT, recommended)
v=DMARC1;<U+0007>

arc (TXT, requested)
v
";
        assert_eq!(text, expected);
    }
}
