//! References to a domain's records, in the syntax of the command line and of the sandbox: `dkim`, `mail-from[0]`.

use std::fmt;
use std::str::FromStr;

use super::record::{DnsRecord, Slot};

/// The valid references, for error messages.
pub const SLOT_SYNTAX: &str = "ownership, dkim, mail-from[0], mail-from[1] and so on, dmarc, inbound-mx";

/// References to the records that domains have, for completion in a shell.
pub const COMMON_REFERENCES: [&str; 6] = ["ownership", "dkim", "mail-from[0]", "mail-from[1]", "dmarc", "inbound-mx"];

/// A reference to a record by its slot. Records that share a slot are counted from 0, as in the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRef {
    slot: Slot,
    index: usize,
}

impl RecordRef {
    /// The record of `slot` that has `index` records of the same slot before it.
    pub const fn new(slot: Slot, index: usize) -> Self {
        Self { slot, index }
    }

    /// The referenced record, if the domain has it.
    pub fn find<'d>(&self, records: &'d [DnsRecord]) -> Option<&'d DnsRecord> {
        records.iter().filter(|record| record.slot == self.slot).nth(self.index)
    }

    /// References to all records of a domain, except those in members that this program does not know.
    pub fn all(records: &[DnsRecord]) -> Vec<Self> {
        let mut references: Vec<Self> = Vec::new();
        for record in records.iter().filter(|record| !matches!(record.slot, Slot::Other(_))) {
            let index = references.iter().filter(|reference| reference.slot == record.slot).count();
            references.push(Self { slot: record.slot.clone(), index });
        }
        references
    }
}

impl FromStr for RecordRef {
    type Err = String;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let slot = match input {
            "ownership" => Slot::Ownership,
            "dkim" => Slot::Dkim,
            "dmarc" => Slot::Dmarc,
            "inbound-mx" => Slot::InboundMx,
            "mail-from" => {
                return Err("there are several mail-from records: use mail-from[0] or mail-from[1]".to_owned());
            }
            _ => {
                let index = input.strip_prefix("mail-from[").and_then(|rest| rest.strip_suffix(']'));
                let is_number = |index: &&str| !index.is_empty() && index.bytes().all(|digit| digit.is_ascii_digit());
                let index = index.filter(is_number).and_then(|index| index.parse().ok());
                let index = index.ok_or_else(|| format!("unknown record; use one of: {SLOT_SYNTAX}"))?;
                return Ok(Self { slot: Slot::MailFrom, index });
            }
        };
        Ok(Self { slot, index: 0 })
    }
}

impl fmt::Display for RecordRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.slot {
            Slot::MailFrom => write!(formatter, "mail-from[{}]", self.index),
            Slot::InboundMx => formatter.write_str("inbound-mx"),
            slot => formatter.write_str(slot.member()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fixtures::record;

    #[test]
    fn records_of_one_slot_are_counted_from_0() {
        let records = [
            record("dkim", "TXT", "k.example.com", "1", None),
            record("mailFrom", "MX", "m.example.com", "2", Some(10)),
            record("mailFrom", "TXT", "m.example.com", "3", None),
            record("arc", "TXT", "a.example.com", "4", None),
        ];
        let references = RecordRef::all(&records);
        let texts: Vec<_> = references.iter().map(RecordRef::to_string).collect();
        assert_eq!(texts, ["dkim", "mail-from[0]", "mail-from[1]"]);
        assert_eq!(references[2].find(&records).map(|record| record.value.raw()), Some("3"));
        assert_eq!("dmarc".parse::<RecordRef>().unwrap().find(&records), None);
    }
}
