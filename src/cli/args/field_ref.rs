//! One field of one record: `SLOT.name`, `SLOT.value` or `SLOT.priority`.

use std::str::FromStr;

use crate::core::record_ref::RecordRef;

/// Which field of which record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRef {
    /// Which record.
    pub record: RecordRef,
    /// Which of its fields.
    pub field: RecordField,
}

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordField {
    /// The full name, without a final dot.
    Name,
    /// The value, as it is to be published.
    Value,
    /// The priority.
    Priority,
}

impl FromStr for FieldRef {
    type Err = String;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let (place, part) = input.rsplit_once('.').ok_or("this takes SLOT.name, SLOT.value or SLOT.priority")?;
        let part = match part {
            "name" => RecordField::Name,
            "value" => RecordField::Value,
            "priority" => RecordField::Priority,
            _ => return Err("a record has the fields name, value and priority".to_owned()),
        };
        Ok(Self { record: place.parse()?, field: part })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_and_part_is_read_and_written_alike() {
        for place in ["ownership", "dkim", "mail-from[0]", "mail-from[12]", "dmarc", "inbound-mx"] {
            for (part, expected) in
                [("name", RecordField::Name), ("value", RecordField::Value), ("priority", RecordField::Priority)]
            {
                let field: FieldRef = format!("{place}.{part}").parse().unwrap();
                assert_eq!((field.record.to_string().as_str(), field.field), (place, expected));
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
