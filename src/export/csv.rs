//! A table for spreadsheets and scripts: CSV by RFC 4180, with CR LF as line ends and the names of the columns first.
//!
//! Cells are never altered. A spreadsheet evaluates a cell that begins with `=`, `+`, `-`, `@`, a tab or a CR as a formula
//! (OWASP, "CSV Injection"), so there is a warning for such cells.

use csv::{Terminator, WriterBuilder};

use super::input::ExportInput;
use crate::core::copy::ExportCounts;
use crate::core::export_format::ExportOutput;
use crate::core::record::{DnsRecord, Priority};

/// The names of the columns.
const COLUMNS: [&str; 8] = ["Type", "Host", "Name", "Value", "Priority", "TTL", "Purpose", "Need"];

pub(super) fn export_csv(input: &ExportInput<'_>) -> ExportOutput {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let mut warnings = Vec::new();
    let rows = input.domain.records.iter().map(|record| (record.label(), record_cells(record, input)));
    let header = std::iter::once((String::new(), COLUMNS.map(str::to_owned)));
    for (label, cells) in header.chain(rows) {
        let risky = cells.iter().zip(COLUMNS).filter(|(cell, _)| is_formula(cell));
        warnings.extend(risky.map(|(_, column)| {
            format!("Import as text: a spreadsheet would treat the {} of {label} as a formula", column.to_lowercase())
        }));
        // This cannot fail: every row has the same number of cells, and the output is in memory.
        let written = writer.write_record(&cells);
        debug_assert!(written.is_ok(), "{written:?}");
    }
    let octets = writer.into_inner().unwrap_or_default();
    let counts = ExportCounts::complete(input.domain.records.len());
    ExportOutput { text: String::from_utf8_lossy(&octets).into_owned(), counts, warnings }
}

/// Whether a spreadsheet would evaluate a cell as a formula. `@` alone, the apex of a zone, is not one.
fn is_formula(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn record_cells(record: &DnsRecord, input: &ExportInput<'_>) -> [String; COLUMNS.len()] {
    let priority = match &record.priority {
        None => String::new(),
        Some(Priority::Number(number)) => number.to_string(),
        Some(Priority::Invalid(text)) => text.raw().to_owned(),
    };
    [
        record.record_type.raw().to_owned(),
        input.zone.relative_name(record.name.raw()).unwrap_or_default(),
        record.name.raw().to_owned(),
        record.published_value().into_owned(),
        priority,
        input.ttl.to_string(),
        record.label(),
        record.requirement().label().to_owned(),
    ]
}
