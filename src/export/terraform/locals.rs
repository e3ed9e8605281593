//! The records as a map of locals, to be given to the resource of any provider with `for_each`.

use std::fmt::Write as _;

use super::{hcl_string, resource_names};
use crate::core::export_format::ExportOutput;
use crate::export::ExportInput;
use crate::export::valid_record::{ExportWriter, RecordData};

pub(in crate::export) fn export_locals(order: &ExportInput<'_>) -> ExportOutput {
    let mut writing = ExportWriter::new(order, "#");
    let records = writing.validate_records(order, |_| Ok(()));
    let _ = writeln!(
        writing.text,
        "\nlocals {{\n  autosend_zone = {}\n\n  autosend_records = {{",
        hcl_string(order.zone.name())
    );
    for (record, key) in records.iter().zip(resource_names(records.iter())) {
        let (value, priority) = match &record.data {
            RecordData::Txt(value) => (value.clone().into_owned(), "null".to_owned()),
            RecordData::Mx { priority, target } => (target.clone(), priority.to_string()),
            RecordData::Cname(target) => (target.clone(), "null".to_owned()),
        };
        let host = order
            .zone
            .relative_name(&record.owner)
            .map_or_else(|| "null".to_owned(), |relative_name| hcl_string(&relative_name));
        let _ = writeln!(
            writing.text,
            "    {key} = {{\n      type     = \"{}\"\n      host     = {host}\n      name     = {}\n      value    = {}\n      \
             priority = {priority}\n      ttl      = {}\n    }}",
            record.data.type_name(),
            hcl_string(&record.owner),
            hcl_string(&value),
            order.ttl
        );
    }
    writing.text.push_str("  }\n}\n");
    writing.finish()
}
