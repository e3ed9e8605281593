//! `records --field`: one field of one record, without anything else: `SLOT.name`, `SLOT.value` or `SLOT.priority`.

use std::str::FromStr;

use crate::cli::error::CliError;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::record::{DnsRecord, Priority};
use crate::core::record_ref::{RecordRef, SLOT_SYNTAX};
use crate::core::text::Untrusted;

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRef {
    /// The record.
    pub record: RecordRef,
    /// Its field.
    pub field: RecordField,
}

/// The fields of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordField {
    /// The full name, without a final dot.
    Name,
    /// The value, as it must be published.
    Value,
    /// The priority.
    Priority,
}

impl RecordField {
    /// The field in one or two words.
    const fn label(self) -> &'static str {
        match self {
            Self::Name => "full name",
            Self::Value => "value",
            Self::Priority => "priority",
        }
    }
}

impl FromStr for FieldRef {
    type Err = String;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let (record, field) = input.rsplit_once('.').ok_or("expected SLOT.name, SLOT.value or SLOT.priority")?;
        let field = match field {
            "name" => RecordField::Name,
            "value" => RecordField::Value,
            "priority" => RecordField::Priority,
            _ => return Err("the fields of a record are name, value and priority".to_owned()),
        };
        Ok(Self { record: record.parse()?, field })
    }
}

/// The text of a field.
pub(super) struct FieldText {
    /// The text, as it must be published.
    pub(super) text: String,
    /// What it is, for people: `DKIM value`.
    pub(super) label: String,
}

/// Reads the field.
///
/// # Errors
/// The domain has no such record, the record has no such field, or the text has hidden characters.
pub(super) fn read_field(field: &FieldRef, domain: &SendingDomain) -> Result<FieldText, CliError> {
    let record = field.record.find(&domain.records).ok_or_else(|| no_such_record_error(&field.record, domain))?;
    let text = match field.field {
        RecordField::Name => record.name.clone(),
        RecordField::Value => Untrusted::new(record.published_value()),
        RecordField::Priority => priority_text(record).ok_or_else(|| {
            let title = format!("{} is a {} record and has no priority", field.record, record.record_type.sanitized());
            CliError::new("no-such-field", Exit::NotFound, title)
        })?,
    };
    let hidden = text.hidden_characters();
    match hidden.first() {
        None => {
            Ok(FieldText { text: text.raw().to_owned(), label: format!("{} {}", record.label(), field.field.label()) })
        }
        Some(first) => {
            let title = format!("{} contains invisible characters, so it isn't printed raw", field.record);
            let detail =
                format!("{} in all; the first is {} at position {}.", hidden.len(), first.code_point(), first.position);
            Err(CliError::new("hidden-characters", Exit::Failed, title)
                .with_detail(detail)
                .with_hint("Use --format json to see it escaped."))
        }
    }
}

fn priority_text(record: &DnsRecord) -> Option<Untrusted> {
    record.priority.as_ref().map(|priority| match priority {
        Priority::Number(number) => Untrusted::new(number.to_string()),
        Priority::Invalid(text) => text.clone(),
    })
}

fn no_such_record_error(record: &RecordRef, domain: &SendingDomain) -> CliError {
    let existing = RecordRef::all(&domain.records).iter().map(RecordRef::to_string).collect::<Vec<_>>().join(", ");
    let existing = if existing.is_empty() { "It has none.".to_owned() } else { format!("It has {existing}.") };
    CliError::new("no-such-record", Exit::NotFound, format!("{} has no record {record}", domain.name.sanitized()))
        .with_detail(existing)
        .with_hint(format!("Valid slots: {SLOT_SYNTAX}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_and_field_parses_to_itself() {
        for record in ["ownership", "dkim", "mail-from[0]", "mail-from[12]", "dmarc", "inbound-mx"] {
            for (name, expected) in
                [("name", RecordField::Name), ("value", RecordField::Value), ("priority", RecordField::Priority)]
            {
                let field: FieldRef = format!("{record}.{name}").parse().unwrap();
                assert_eq!((field.record.to_string().as_str(), field.field), (record, expected));
            }
        }
        for wrong in [
            "",
            "dkim",
            "dkim.",
            ".value",
            "dkim.type",
            "DKIM.value",
            "mail-from.value",
            "mail-from[].value",
            "mail-from[-1].value",
            "mail-from[+1].value",
            "mail-from[99999999999999999999999].value",
            "spf.value",
        ] {
            assert!(wrong.parse::<FieldRef>().is_err(), "{wrong}");
        }
    }
}
