//! Where a record of a domain stands, in the words of the command line and of the sandbox: `dkim`, `mail-from[0]`.

use std::fmt;
use std::str::FromStr;

use super::record::{DnsRecord, Slot};

/// The slots that there can be, for people.
pub const SLOT_SYNTAX: &str = "ownership, dkim, mail-from[0], mail-from[1] and so on, dmarc, inbound-mx";

/// A record by its slot; where a slot holds several, they are counted from 0, as in the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRef {
    slot: Slot,
    index: usize,
}

impl RecordRef {
    /// The record of a slot with so many before it.
    #[must_use]
    pub const fn new(slot: Slot, index: usize) -> Self {
        Self { slot, index }
    }

    /// The record, where the domain has it.
    #[must_use]
    pub fn find<'d>(&self, records: &'d [DnsRecord]) -> Option<&'d DnsRecord> {
        records.iter().filter(|record| record.slot == self.slot).nth(self.index)
    }

    /// Where the records of a domain stand; those of members that this program does not know have no place.
    #[must_use]
    pub fn all(records: &[DnsRecord]) -> Vec<Self> {
        let mut places: Vec<Self> = Vec::new();
        for record in records.iter().filter(|record| !matches!(record.slot, Slot::Other(_))) {
            let index = places.iter().filter(|place| place.slot == record.slot).count();
            places.push(Self { slot: record.slot.clone(), index });
        }
        places
    }
}

impl FromStr for RecordRef {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let slot = match given {
            "ownership" => Slot::Ownership,
            "dkim" => Slot::Dkim,
            "dmarc" => Slot::Dmarc,
            "inbound-mx" => Slot::InboundMx,
            "mail-from" => return Err("there are several records for mail-from: mail-from[0], mail-from[1]".to_owned()),
            _ => {
                let index = given.strip_prefix("mail-from[").and_then(|rest| rest.strip_suffix(']'));
                let is_number = |index: &&str| !index.is_empty() && index.bytes().all(|digit| digit.is_ascii_digit());
                let index = index.filter(is_number).and_then(|index| index.parse().ok());
                let index = index.ok_or_else(|| format!("there is no such slot; the slots are {SLOT_SYNTAX}"))?;
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
        let places = RecordRef::all(&records);
        let words: Vec<_> = places.iter().map(RecordRef::to_string).collect();
        assert_eq!(words, ["dkim", "mail-from[0]", "mail-from[1]"]);
        assert_eq!(places[2].find(&records).map(|record| record.value.raw()), Some("3"));
        assert_eq!("dmarc".parse::<RecordRef>().unwrap().find(&records), None);
    }
}
