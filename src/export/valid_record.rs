//! What a record is to programs that create it: a type they know, and data that is sound. What is not is named with its
//! reason, since one bad line makes importers refuse a whole file.

use std::borrow::Cow;

use super::ExportInput;
use crate::core::copy::ExportCounts;
use crate::core::domain_name::owner_to_ascii;
use crate::core::export_format::ExportOutput;
use crate::core::record::{DnsRecord, MAX_CHARACTER_STRING, Priority, RecordType};
use crate::core::text::{code_point, escape_hidden};

/// The longest label, in octets (RFC 1035 section 2.3.4).
const MAX_LABEL_OCTETS: usize = 63;

/// The longest name in octets, written without its final dot: 255 with the length octets of its labels and the root.
const MAX_NAME_OCTETS: usize = 253;

/// The data of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RecordData<'r> {
    /// A text, however long.
    Txt(Cow<'r, str>),
    /// A mail exchanger; its name has no final dot.
    Mx {
        /// The preference.
        priority: u16,
        /// The host.
        target: String,
    },
    /// Another name for this one; without a final dot.
    Cname(String),
}

impl RecordData<'_> {
    /// Its type.
    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            Self::Txt(_) => "TXT",
            Self::Mx { .. } => "MX",
            Self::Cname(_) => "CNAME",
        }
    }
}

/// A record that programs can create: its owner without a final dot, and its data.
pub(super) struct ValidRecord<'r> {
    /// The record.
    pub(super) record: &'r DnsRecord,
    /// The full name in ASCII, without a final dot.
    pub(super) owner: String,
    /// Its data.
    pub(super) data: RecordData<'r>,
}

/// The record as programs create it, or why they cannot.
pub(super) fn validate_record(record: &DnsRecord) -> Result<ValidRecord<'_>, &'static str> {
    let owner = to_ascii_name(record.name.raw()).ok_or("its name is no DNS name")?;
    let target = || to_ascii_name(&record.published_value()).ok_or("its value is no DNS name");
    let data = match (&record.record_type, &record.priority) {
        (RecordType::Txt, _) if exceeds_rdata_limit(&record.published_value()) => {
            return Err("its value is longer than a record");
        }
        (RecordType::Txt, _) => RecordData::Txt(record.published_value()),
        (RecordType::Mx, Some(Priority::Number(priority))) => RecordData::Mx { priority: *priority, target: target()? },
        (RecordType::Mx, _) => return Err("it has no priority"),
        (RecordType::Other(other), _) if other.raw().eq_ignore_ascii_case("CNAME") => RecordData::Cname(target()?),
        (RecordType::Other(_), _) => return Err("its type is not known here"),
    };
    Ok(ValidRecord { record, owner, data })
}

/// Whether a text with the length octets of its strings is longer than RDATA can be: 65,535 octets (RFC 1035 section
/// 3.2.1).
fn exceeds_rdata_limit(text: &str) -> bool {
    text.len().saturating_add(text.len().div_ceil(MAX_CHARACTER_STRING)) > usize::from(u16::MAX)
}

/// A name as DNS has it: letters beyond ASCII as A-labels (RFC 5890), without its final dot.
fn to_ascii_name(name: &str) -> Option<String> {
    strip_final_dot(&owner_to_ascii(name)?).map(str::to_owned)
}

/// A name without its final dot, or nothing where a label is empty or anything is too long.
pub(super) fn strip_final_dot(name: &str) -> Option<&str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let fits = |label: &str| (1..=MAX_LABEL_OCTETS).contains(&label.len());
    (name.len() <= MAX_NAME_OCTETS && name.split('.').all(fits)).then_some(name)
}

/// A text that grows record by record, with what could not be part of it.
pub(super) struct ExportWriter<'a> {
    /// The text so far.
    pub(super) text: String,
    tally: ExportCounts,
    warnings: Vec<String>,
    comment_prefix: &'a str,
}

impl<'a> ExportWriter<'a> {
    /// Begins with the heading that every form with comments has.
    pub(super) fn new(order: &ExportInput<'_>, comment: &'a str) -> Self {
        let mut writing =
            Self { text: String::new(), tally: ExportCounts::default(), warnings: Vec::new(), comment_prefix: comment };
        let domain = order.domain.name.sanitized();
        writing.write_comment(&format!("DNS records for AutoSend: {domain}"));
        writing.write_comment(&format!("Zone: {}{}", order.zone.name(), order.guessed_zone_note()));
        writing
    }

    /// A line of comment, in printable ASCII.
    pub(super) fn write_comment(&mut self, words: &str) {
        self.text.push_str(self.comment_prefix);
        self.text.push(' ');
        self.text.push_str(&to_printable_ascii(words));
        self.text.push('\n');
    }

    /// A record is in the text.
    pub(super) const fn count_written(&mut self) {
        self.tally.written += 1;
    }

    /// A record cannot be: it becomes a comment, and a word for the person.
    pub(super) fn omit(&mut self, record: &DnsRecord, reason: &str) {
        self.tally.omitted += 1;
        let priority = record.priority.as_ref().map(Priority::sanitized);
        let fields =
            [Some(record.name.raw()), Some(record.record_type.raw()), priority.as_deref(), Some(record.value.raw())];
        let fields: Vec<&str> = fields.into_iter().flatten().collect();
        self.write_comment(&format!("left out, {reason}: {}", escape_hidden(&fields.join(" "))));
        self.warnings.push(format!("{} is left out: {reason}", record.label()));
    }

    /// The records that can be created, those that cannot named; `also` may refuse more of them.
    pub(super) fn validate_records<'r>(
        &mut self,
        order: &ExportInput<'r>,
        also: impl Fn(&ValidRecord<'r>) -> Result<(), &'static str>,
    ) -> Vec<ValidRecord<'r>> {
        let mut kept = Vec::new();
        for record in &order.domain.records {
            match validate_record(record).and_then(|sound| also(&sound).map(|()| sound)) {
                Ok(sound) => {
                    self.count_written();
                    kept.push(sound);
                }
                Err(reason) => self.omit(record, reason),
            }
        }
        kept
    }

    /// The end.
    pub(super) fn finish(self) -> ExportOutput {
        ExportOutput { text: self.text, counts: self.tally, warnings: self.warnings }
    }
}

/// Records of one owner name and type: an `RRset` (RFC 9499 section 5), which some programs want as one.
pub(super) fn rrsets<'s, 'r>(records: &'s [ValidRecord<'r>]) -> Vec<Vec<&'s ValidRecord<'r>>> {
    let mut sets: Vec<Vec<&ValidRecord<'r>>> = Vec::new();
    for record in records {
        let same = |set: &&mut Vec<&ValidRecord<'r>>| {
            set.iter().all(|other| {
                other.owner.eq_ignore_ascii_case(&record.owner) && other.data.type_name() == record.data.type_name()
            })
        };
        match sets.iter_mut().find(same) {
            Some(set) => set.push(record),
            None => sets.push(vec![record]),
        }
    }
    sets
}

/// Refuses names outside the zone, for forms whose names are relative to it.
pub(super) fn require_in_zone<'r>(order: &ExportInput<'r>) -> impl Fn(&ValidRecord<'r>) -> Result<(), &'static str> {
    let zone = order.zone;
    move |sound| zone.labels_before_zone(&sound.owner).map(|_labels| ()).ok_or("its name is outside the zone")
}

/// A text in printable ASCII, for comments: any other character as its code point.
fn to_printable_ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if character == ' ' || character.is_ascii_graphic() {
            plain.push(character);
        } else {
            plain.extend(["<", &code_point(character), ">"]);
        }
    }
    plain
}
