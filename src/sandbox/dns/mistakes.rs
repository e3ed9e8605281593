//! What each way of publishing puts into a zone.

use std::net::Ipv4Addr;

use super::zone::ELSEWHERE;
use crate::core::dkim;
use crate::core::dns::{QueryType, RecordData};
use crate::core::publishing::{Mistake, PublishMode};
use crate::core::record::{MAX_CHARACTER_STRING, Purpose};
use crate::sandbox::records::Record;

/// An address that nobody has (RFC 5737).
const NOBODY: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// A policy that somebody has set before.
const EARLIER_POLICY: &str = "v=DMARC1; p=quarantine";

/// A record of a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sandbox) struct Entry {
    /// Its full name, without a final dot.
    pub(in crate::sandbox) name: String,
    /// Its data, which tells its type.
    pub(in crate::sandbox) data: RecordData,
    /// Whether the second name server lacks it.
    pub(in crate::sandbox) at_first_only: bool,
}

impl Entry {
    /// A record that both name servers have.
    pub(in crate::sandbox) const fn new(name: String, data: RecordData) -> Self {
        Self { name, data, at_first_only: false }
    }
}

/// A record that AutoSend asks for, and where.
#[derive(Clone, Copy)]
pub(in crate::sandbox) struct Asked<'r> {
    pub(in crate::sandbox) record: &'r Record,
    pub(in crate::sandbox) purpose: Purpose,
    /// The sending domain.
    pub(in crate::sandbox) domain: &'r str,
    /// Its zone.
    pub(in crate::sandbox) zone: &'r str,
}

impl Asked<'_> {
    /// The records that publishing it in this way makes.
    pub(in crate::sandbox) fn entries(&self, how: PublishMode) -> Vec<Entry> {
        match how {
            PublishMode::Unpublished => Vec::new(),
            PublishMode::Correct => vec![self.here(self.data())],
            PublishMode::WithMistake(mistake) => self.wrong(mistake),
        }
    }

    /// What publishing it in this way puts at its own name, unless it is what AutoSend asks for.
    pub(in crate::sandbox) fn here_now(&self, how: PublishMode) -> Vec<RecordData> {
        let here = self.entries(how).into_iter().filter(|entry| entry.name == self.record.name);
        let data: Vec<RecordData> = here.map(|entry| entry.data).collect();
        if data == [self.data()] { Vec::new() } else { data }
    }

    /// Whether it is of that name and that type.
    pub(in crate::sandbox) fn is_of(&self, name: &str, kind: QueryType) -> bool {
        self.record.name == name && self.is_mx() == (kind == QueryType::Mx)
    }

    fn wrong(&self, mistake: Mistake) -> Vec<Entry> {
        let (zone, value) = (self.zone, self.value());
        let (priority, host) = (self.record.priority.unwrap_or_default(), self.record.value.as_str());
        let here = |data| vec![self.here(data)];
        let at = |name: String| vec![Entry::new(name, self.data())];
        let beside = |data| vec![self.here(self.data()), self.here(data)];
        let (half, rest) = value.split_at_checked(seam(&value)).unwrap_or((&value, ""));
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
            Mistake::Quotes => here(text(&format!("\"{value}\""))),
            Mistake::Cut => here(text(value.get(..MAX_CHARACTER_STRING).unwrap_or(half))),
            Mistake::SplitWithBlanks => here(RecordData::Txt(vec![format!("{half} ").into_bytes(), rest.into()])),
            Mistake::BlanksInside => here(text(&format!("{half}\n  {rest}"))),
            Mistake::BareKey => here(text(value.rsplit_once("p=").map_or(&*value, |(_, key)| key))),
            Mistake::OtherKey | Mistake::OtherValue => here(text(&format!("{half}{}", other(rest)))),
            Mistake::WrongType => here(RecordData::Address(NOBODY.into())),
            Mistake::Cname => here(RecordData::Name(ELSEWHERE.to_owned())),
            Mistake::MxPriority => here(mx(priority.saturating_add(10), host.to_owned())),
            Mistake::MxHost => here(mx(priority, format!("mail.{zone}"))),
            Mistake::MxHostDoubled => here(mx(priority, format!("{host}.{zone}"))),
            Mistake::MxSecond => beside(mx(priority.saturating_add(10), format!("mail.{zone}"))),
            Mistake::SpfTwice => beside(text("v=spf1 mx -all")),
            Mistake::SpfWithoutInclude => here(text("v=spf1 mx ~all")),
            Mistake::DmarcTwice => beside(text(EARLIER_POLICY)),
            Mistake::DmarcKept => here(text(EARLIER_POLICY)),
            Mistake::Wildcard => {
                let parent = self.record.name.split_once('.').map_or(zone, |(_, parent)| parent);
                let data = if self.is_mx() { mx(priority, format!("mail.{zone}")) } else { text("v=spf1 -all") };
                vec![Entry::new(format!("*.{parent}"), data)]
            }
            Mistake::OneServer => vec![Entry { at_first_only: true, ..self.here(self.data()) }],
            Mistake::Delegated | Mistake::Lame | Mistake::Dnssec | Mistake::OldAnswer => here(self.data()),
        }
    }

    fn here(&self, data: RecordData) -> Entry {
        Entry::new(self.record.name.clone(), data)
    }

    fn is_mx(&self) -> bool {
        self.record.kind == "MX"
    }

    /// The value to publish: of a DKIM record, with its `p=`.
    fn value(&self) -> String {
        match self.purpose {
            Purpose::Dkim => dkim::published_value(&self.record.value).into_owned(),
            _ => self.record.value.clone(),
        }
    }

    /// The data that AutoSend asks for.
    fn data(&self) -> RecordData {
        if self.is_mx() {
            mx(self.record.priority.unwrap_or_default(), self.record.value.clone())
        } else {
            text(&self.value())
        }
    }
}

/// A text in strings of at most 255 octets.
fn text(value: &str) -> RecordData {
    RecordData::Txt(value.as_bytes().chunks(MAX_CHARACTER_STRING).map(<[u8]>::to_vec).collect())
}

const fn mx(priority: u16, host: String) -> RecordData {
    RecordData::Mx { priority, host }
}

/// Where a value is cut or split: in its middle, but never behind what one string holds beside a blank.
fn seam(value: &str) -> usize {
    (value.len() / 2).min(MAX_CHARACTER_STRING - 1)
}

/// A text of the same form that is another: each digit of hexadecimal numbers and of base64 gives way to its neighbour,
/// but for the last three, where base64 has its padding and an RSA key its exponent.
fn other(value: &str) -> String {
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
