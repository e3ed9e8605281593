//! The zone records that each way of publishing produces.

use std::net::Ipv4Addr;

use super::zone::{CNAME_TARGET, ZoneRecord};
use crate::core::dkim;
use crate::core::dns::{QueryType, RecordData};
use crate::core::publishing::{Mistake, PublishMode};
use crate::core::record::{MAX_CHARACTER_STRING, Purpose};
use crate::sandbox::records::ApiRecord;

/// An address that no host has (RFC 5737).
const TEST_NET_ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// A policy that the domain's owner has published before.
const EXISTING_DMARC_POLICY: &str = "v=DMARC1; p=quarantine";

/// A record that AutoSend requires, and its zone.
#[derive(Clone, Copy)]
pub(in crate::sandbox) struct ExpectedRecord<'r> {
    pub(in crate::sandbox) record: &'r ApiRecord,
    pub(in crate::sandbox) purpose: Purpose,
    /// The sending domain.
    pub(in crate::sandbox) domain: &'r str,
    pub(in crate::sandbox) zone: &'r str,
}

impl ExpectedRecord<'_> {
    /// The zone records that publishing it in this way produces.
    pub(in crate::sandbox) fn zone_records(&self, how: PublishMode) -> Vec<ZoneRecord> {
        match how {
            PublishMode::Unpublished => Vec::new(),
            PublishMode::Correct => vec![self.record_with(self.expected_data())],
            PublishMode::WithMistake(mistake) => self.mistaken_records(mistake),
        }
    }

    /// The data that publishing in this way puts at the record's own name; empty if it is the expected data.
    pub(in crate::sandbox) fn conflicting_data(&self, how: PublishMode) -> Vec<RecordData> {
        let here = self.zone_records(how).into_iter().filter(|entry| entry.name == self.record.name);
        let data: Vec<RecordData> = here.map(|entry| entry.data).collect();
        if data == [self.expected_data()] { Vec::new() } else { data }
    }

    /// Whether it has this name and this type.
    pub(in crate::sandbox) fn matches(&self, name: &str, kind: QueryType) -> bool {
        self.record.name == name && self.is_mx() == (kind == QueryType::Mx)
    }

    fn mistaken_records(&self, mistake: Mistake) -> Vec<ZoneRecord> {
        let (zone, value) = (self.zone, self.publish_value());
        let (priority, host) = (self.record.priority.unwrap_or_default(), self.record.value.as_str());
        let here = |data| vec![self.record_with(data)];
        let at = |name: String| vec![ZoneRecord::new(name, self.expected_data())];
        let beside = |data| vec![self.record_with(self.expected_data()), self.record_with(data)];
        let (half, rest) = value.split_at_checked(split_point(&value)).unwrap_or((&value, ""));
        match mistake {
            Mistake::NameDoubled => at(format!("{}.{zone}", self.record.name)),
            Mistake::AtZoneTop => at(zone.to_owned()),
            Mistake::UnderscoreLost => {
                let labels: Vec<&str> =
                    self.record.name.split('.').map(|label| label.trim_start_matches('_')).collect();
                at(labels.join("."))
            }
            Mistake::WrongZone => {
                let labels = self.record.name.strip_suffix(self.domain).unwrap_or_default();
                at(format!("{labels}{zone}"))
            }
            Mistake::Quotes => here(txt_data(&format!("\"{value}\""))),
            Mistake::Cut => here(txt_data(value.get(..MAX_CHARACTER_STRING).unwrap_or(half))),
            Mistake::SplitWithBlanks => here(RecordData::Txt(vec![format!("{half} ").into_bytes(), rest.into()])),
            Mistake::BlanksInside => here(txt_data(&format!("{half}\n  {rest}"))),
            Mistake::BareKey => here(txt_data(value.rsplit_once("p=").map_or(&*value, |(_, key)| key))),
            Mistake::OtherKey | Mistake::OtherValue => here(txt_data(&format!("{half}{}", alter_value(rest)))),
            Mistake::WrongType => here(RecordData::Address(TEST_NET_ADDRESS.into())),
            Mistake::Cname => here(RecordData::Name(CNAME_TARGET.to_owned())),
            Mistake::MxPriority => here(mx_data(priority.saturating_add(10), host.to_owned())),
            Mistake::MxHost => here(mx_data(priority, format!("mail.{zone}"))),
            Mistake::MxHostDoubled => here(mx_data(priority, format!("{host}.{zone}"))),
            Mistake::MxSecond => beside(mx_data(priority.saturating_add(10), format!("mail.{zone}"))),
            Mistake::SpfTwice => beside(txt_data("v=spf1 mx -all")),
            Mistake::SpfWithoutInclude => here(txt_data("v=spf1 mx ~all")),
            Mistake::DmarcTwice => beside(txt_data(EXISTING_DMARC_POLICY)),
            Mistake::DmarcKept => here(txt_data(EXISTING_DMARC_POLICY)),
            Mistake::Wildcard => {
                let parent = self.record.name.split_once('.').map_or(zone, |(_, parent)| parent);
                let data =
                    if self.is_mx() { mx_data(priority, format!("mail.{zone}")) } else { txt_data("v=spf1 -all") };
                vec![ZoneRecord::new(format!("*.{parent}"), data)]
            }
            Mistake::WebsiteWildcard => {
                let parent = self.domain.split_once('.').map_or(zone, |(_, parent)| parent);
                vec![ZoneRecord::new(format!("*.{parent}"), RecordData::Address(TEST_NET_ADDRESS.into()))]
            }
            Mistake::OneServer | Mistake::StaleServer | Mistake::TwoProviders => {
                vec![ZoneRecord { first_server_only: true, ..self.record_with(self.expected_data()) }]
            }
            Mistake::Delegated | Mistake::Lame | Mistake::Dnssec | Mistake::OldAnswer => here(self.expected_data()),
        }
    }

    fn record_with(&self, data: RecordData) -> ZoneRecord {
        ZoneRecord::new(self.record.name.clone(), data)
    }

    fn is_mx(&self) -> bool {
        self.record.is_mx()
    }

    /// The value to publish; a DKIM value has its `p=`.
    fn publish_value(&self) -> String {
        match self.purpose {
            Purpose::Dkim => dkim::published_value(&self.record.value).into_owned(),
            _ => self.record.value.clone(),
        }
    }

    /// The data that AutoSend requires.
    fn expected_data(&self) -> RecordData {
        if self.is_mx() {
            mx_data(self.record.priority.unwrap_or_default(), self.record.value.clone())
        } else {
            txt_data(&self.publish_value())
        }
    }
}

/// Splits a text into strings of at most 255 octets.
fn txt_data(value: &str) -> RecordData {
    RecordData::Txt(value.as_bytes().chunks(MAX_CHARACTER_STRING).map(<[u8]>::to_vec).collect())
}

const fn mx_data(priority: u16, host: String) -> RecordData {
    RecordData::Mx { priority, host }
}

/// Where a value is cut or split: in its middle, but early enough for a blank to fit into the first string.
fn split_point(value: &str) -> usize {
    (value.len() / 2).min(MAX_CHARACTER_STRING - 1)
}

/// Changes a text and keeps its form: each digit of hexadecimal numbers and base64 becomes its neighbour, except the
/// last eight characters, which hold the padding of base64 and the exponent of an RSA key.
fn alter_value(value: &str) -> String {
    let fixed = value.len().saturating_sub(8);
    let neighbour = |(index, character): (usize, char)| match character {
        _ if index >= fixed => character,
        'a'..='e' | 'g'..='y' | 'A'..='Y' | '0'..='8' => char::from_u32(u32::from(character) + 1).unwrap_or(character),
        'f' | 'z' => 'a',
        'Z' => 'A',
        '9' => '0',
        _ => character,
    };
    value.char_indices().map(neighbour).collect()
}
