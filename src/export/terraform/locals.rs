//! The records as a map of locals, to be given to the resource of any provider with `for_each`.

use std::fmt::Write as _;

use super::super::Order;
use super::super::data::{Data, Writing};
use super::{identifiers, string};
use crate::core::export_format::ExportOutput;

pub(in crate::export) fn locals(order: &Order<'_>) -> ExportOutput {
    let mut writing = Writing::begin(order, "#");
    let records = writing.sound(order, |_| Ok(()));
    let _ = writeln!(
        writing.text,
        "\nlocals {{\n  autosend_zone = {}\n\n  autosend_records = {{",
        string(order.zone.name())
    );
    for (record, key) in records.iter().zip(identifiers(records.iter())) {
        let (value, priority) = match &record.data {
            Data::Txt(value) => (value.clone().into_owned(), "null".to_owned()),
            Data::Mx { priority, target } => (target.clone(), priority.to_string()),
            Data::Cname(target) => (target.clone(), "null".to_owned()),
        };
        let host = order
            .zone
            .relative_name(&record.owner)
            .map_or_else(|| "null".to_owned(), |relative_name| string(&relative_name));
        let _ = writeln!(
            writing.text,
            "    {key} = {{\n      type     = \"{}\"\n      host     = {host}\n      name     = {}\n      value    = {}\n      \
             priority = {priority}\n      ttl      = {}\n    }}",
            record.data.kind(),
            string(&record.owner),
            string(&value),
            order.ttl
        );
    }
    writing.text.push_str("  }\n}\n");
    writing.finish()
}
