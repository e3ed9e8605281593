//! `records --field`: one field of one record, bare.

use super::super::super::args::{Field, Part};
use super::super::super::problem::Problem;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::core::record::{DnsRecord, Priority};
use crate::core::record_ref::{RecordRef, SLOT_SYNTAX};
use crate::core::text::Untrusted;

/// The field, as it is to be published.
///
/// # Errors
/// Where the domain has no such record, the record no such field, or where it holds what nobody sees.
pub(super) fn text(field: &Field, domain: &SendingDomain) -> Result<String, Problem> {
    let record = field.place.find(&domain.records).ok_or_else(|| absent(&field.place, domain))?;
    let text = match field.part {
        Part::Name => record.name.clone(),
        Part::Value => Untrusted::new(record.published_value()),
        Part::Priority => priority(record).ok_or_else(|| {
            let title = format!("{} is a {} record: it has no priority", field.place, record.record_type.sanitized());
            Problem::new("no-such-field", Exit::Conflict, title)
        })?,
    };
    let hidden = text.hidden_characters();
    match hidden.first() {
        None => Ok(text.raw().to_owned()),
        Some(first) => {
            let title = format!("{} holds characters that cannot be seen, so it is not printed bare", field.place);
            let words = format!(
                "{} of them, the first is {} at position {}.",
                hidden.len(),
                first.code_point(),
                first.position
            );
            Err(Problem::new("hidden-characters", Exit::Failed, title)
                .with(words)
                .hint("--format json has it escaped."))
        }
    }
}

fn priority(record: &DnsRecord) -> Option<Untrusted> {
    record.priority.as_ref().map(|priority| match priority {
        Priority::Number(number) => Untrusted::new(number.to_string()),
        Priority::Invalid(text) => text.clone(),
    })
}

fn absent(place: &RecordRef, domain: &SendingDomain) -> Problem {
    let there = RecordRef::all(&domain.records).iter().map(RecordRef::to_string).collect::<Vec<_>>().join(", ");
    let there = if there.is_empty() { "It has none.".to_owned() } else { format!("It has {there}.") };
    Problem::new("no-such-record", Exit::Conflict, format!("{} has no record {place}", domain.name.sanitized()))
        .with(there)
        .hint(format!("There can be {SLOT_SYNTAX}."))
}
