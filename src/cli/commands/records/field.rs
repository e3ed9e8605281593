//! `records --field`: one field of one record, bare.

use crate::cli::args::{FieldRef, RecordField};
use crate::cli::error::CliError;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::record::{DnsRecord, Priority};
use crate::core::record_ref::{RecordRef, SLOT_SYNTAX};
use crate::core::text::Untrusted;

/// The field, as it is to be published.
///
/// # Errors
/// Where the domain has no such record, the record no such field, or where it holds what nobody sees.
pub(super) fn read_field(field: &FieldRef, domain: &SendingDomain) -> Result<String, CliError> {
    let record = field.record.find(&domain.records).ok_or_else(|| no_such_record_error(&field.record, domain))?;
    let text = match field.field {
        RecordField::Name => record.name.clone(),
        RecordField::Value => Untrusted::new(record.published_value()),
        RecordField::Priority => priority_text(record).ok_or_else(|| {
            let title = format!("{} is a {} record: it has no priority", field.record, record.record_type.sanitized());
            CliError::new("no-such-field", Exit::Conflict, title)
        })?,
    };
    let hidden = text.hidden_characters();
    match hidden.first() {
        None => Ok(text.raw().to_owned()),
        Some(first) => {
            let title = format!("{} holds characters that cannot be seen, so it is not printed bare", field.record);
            let words = format!(
                "{} of them, the first is {} at position {}.",
                hidden.len(),
                first.code_point(),
                first.position
            );
            Err(CliError::new("hidden-characters", Exit::Failed, title)
                .with_detail(words)
                .with_hint("--format json has it escaped."))
        }
    }
}

fn priority_text(record: &DnsRecord) -> Option<Untrusted> {
    record.priority.as_ref().map(|priority| match priority {
        Priority::Number(number) => Untrusted::new(number.to_string()),
        Priority::Invalid(text) => text.clone(),
    })
}

fn no_such_record_error(place: &RecordRef, domain: &SendingDomain) -> CliError {
    let there = RecordRef::all(&domain.records).iter().map(RecordRef::to_string).collect::<Vec<_>>().join(", ");
    let there = if there.is_empty() { "It has none.".to_owned() } else { format!("It has {there}.") };
    CliError::new("no-such-record", Exit::Conflict, format!("{} has no record {place}", domain.name.sanitized()))
        .with_detail(there)
        .with_hint(format!("There can be {SLOT_SYNTAX}."))
}
