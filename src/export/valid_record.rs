//! Records that other programs can create: of a supported type, with valid data. Any other record becomes a comment with
//! the reason, since one bad line makes importers reject a whole file.

use std::borrow::Cow;
use std::mem::discriminant;

use super::input::ExportInput;
use crate::core::copy::ExportCounts;
use crate::core::domain_name::{MAX_LABEL_LENGTH, MAX_NAME_LENGTH, owner_to_ascii};
use crate::core::export_format::ExportOutput;
use crate::core::record::{DnsRecord, MAX_CHARACTER_STRING, Priority, RecordType};
use crate::core::text::{code_point, escape_hidden};

/// The data of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RecordData<'r> {
    /// A text of any length that fits into a record.
    Txt(Cow<'r, str>),
    /// A mail exchanger.
    Mx {
        /// The preference.
        priority: u16,
        /// The exchange, without a trailing dot.
        target: String,
    },
    /// The target, without a trailing dot.
    Cname(String),
}

impl RecordData<'_> {
    /// The mnemonic of the type.
    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            Self::Txt(_) => "TXT",
            Self::Mx { .. } => "MX",
            Self::Cname(_) => "CNAME",
        }
    }
}

/// A record that other programs can create.
pub(super) struct ValidRecord<'r> {
    pub(super) record: &'r DnsRecord,
    /// The full name in ASCII, without a trailing dot.
    pub(super) owner: String,
    pub(super) data: RecordData<'r>,
}

/// The record for other programs, or why they cannot create it.
pub(super) fn validate_record(record: &DnsRecord) -> Result<ValidRecord<'_>, &'static str> {
    let owner = to_ascii_name(record.name.raw()).ok_or("its name is not a valid DNS name")?;
    let target = || to_ascii_name(&record.published_value()).ok_or("its value is not a valid DNS name");
    let data = match (&record.record_type, &record.priority) {
        (RecordType::Txt, _) if exceeds_rdata_limit(&record.published_value()) => {
            return Err("its value is too long for one record");
        }
        (RecordType::Txt, _) => RecordData::Txt(record.published_value()),
        (RecordType::Mx, Some(Priority::Number(priority))) => RecordData::Mx { priority: *priority, target: target()? },
        (RecordType::Mx, _) => return Err("it has no priority"),
        (RecordType::Other(other), _) if other.raw().eq_ignore_ascii_case("CNAME") => RecordData::Cname(target()?),
        (RecordType::Other(_), _) => return Err("its type is not supported"),
    };
    Ok(ValidRecord { record, owner, data })
}

/// Whether a text with the length octets of its character-strings exceeds the limit of RDATA, 65,535 octets (RFC 1035
/// section 3.2.1).
fn exceeds_rdata_limit(text: &str) -> bool {
    text.len().saturating_add(text.len().div_ceil(MAX_CHARACTER_STRING)) > usize::from(u16::MAX)
}

/// The name with A-labels (RFC 5890), without a trailing dot; `None` if it is not a DNS name.
fn to_ascii_name(name: &str) -> Option<String> {
    strip_final_dot(&owner_to_ascii(name)?).map(str::to_owned)
}

/// The name without a trailing dot; `None` if a label is empty, or a label or the name too long.
pub(super) fn strip_final_dot(name: &str) -> Option<&str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let fits = |label: &str| (1..=MAX_LABEL_LENGTH).contains(&label.len());
    (name.len() <= MAX_NAME_LENGTH && name.split('.').all(fits)).then_some(name)
}

/// The text of an export in progress, with counts and warnings.
pub(super) struct ExportWriter<'a> {
    pub(super) text: String,
    counts: ExportCounts,
    warnings: Vec<String>,
    comment_prefix: &'a str,
}

impl<'a> ExportWriter<'a> {
    /// Starts with the comments that every format has.
    pub(super) fn new(input: &ExportInput<'_>, comment: &'a str) -> Self {
        let mut writer = Self {
            text: String::new(),
            counts: ExportCounts::default(),
            warnings: Vec::new(),
            comment_prefix: comment,
        };
        let domain = input.domain.name.sanitized();
        writer.write_comment(&format!("DNS records for AutoSend: {domain}"));
        writer.write_comment(&format!("Zone: {}{}", input.zone.name(), input.guessed_zone_note()));
        writer
    }

    /// Writes a comment line, in printable ASCII.
    pub(super) fn write_comment(&mut self, comment: &str) {
        self.text.push_str(self.comment_prefix);
        self.text.push(' ');
        self.text.push_str(&to_printable_ascii(comment));
        self.text.push('\n');
    }

    /// Counts a record that is in the text.
    pub(super) const fn count_written(&mut self) {
        self.counts.written += 1;
    }

    /// Omits a record: writes it as a comment, and adds a warning.
    pub(super) fn omit(&mut self, record: &DnsRecord, reason: &str) {
        self.counts.omitted += 1;
        let priority = record.priority.as_ref().map(Priority::sanitized);
        let fields =
            [Some(record.name.raw()), Some(record.record_type.raw()), priority.as_deref(), Some(record.value.raw())];
        let fields: Vec<&str> = fields.into_iter().flatten().collect();
        self.write_comment(&format!("left out, {reason}: {}", escape_hidden(&fields.join(" "))));
        self.warnings.push(format!("{} is left out: {reason}", record.label()));
    }

    /// The valid records; omits the others, and those that `require` rejects.
    pub(super) fn validate_records<'r>(
        &mut self,
        input: &ExportInput<'r>,
        require: impl Fn(&ValidRecord<'r>) -> Result<(), &'static str>,
    ) -> Vec<ValidRecord<'r>> {
        let mut valid = Vec::new();
        for record in &input.domain.records {
            match validate_record(record).and_then(|record| require(&record).map(|()| record)) {
                Ok(record) => {
                    self.count_written();
                    valid.push(record);
                }
                Err(reason) => self.omit(record, reason),
            }
        }
        valid
    }

    /// The finished export.
    pub(super) fn finish(self) -> ExportOutput {
        ExportOutput { text: self.text, counts: self.counts, warnings: self.warnings }
    }
}

/// Groups records by owner name and type into `RRsets` (RFC 9499 section 5), which some programs take as a whole.
pub(super) fn rrsets<'s, 'r>(records: &'s [ValidRecord<'r>]) -> Vec<Vec<&'s ValidRecord<'r>>> {
    let mut sets: Vec<Vec<&ValidRecord<'r>>> = Vec::new();
    for record in records {
        let is_same_set = |set: &&mut Vec<&ValidRecord<'r>>| {
            set.iter().all(|other| {
                other.owner.eq_ignore_ascii_case(&record.owner)
                    && discriminant(&other.data) == discriminant(&record.data)
            })
        };
        match sets.iter_mut().find(is_same_set) {
            Some(set) => set.push(record),
            None => sets.push(vec![record]),
        }
    }
    sets
}

/// Rejects names outside the zone, for formats with relative names.
pub(super) fn require_in_zone<'r>(input: &ExportInput<'r>) -> impl Fn(&ValidRecord<'r>) -> Result<(), &'static str> {
    let zone = input.zone;
    move |record| zone.labels_before_zone(&record.owner).map(|_labels| ()).ok_or("its name is outside the zone")
}

/// The text in printable ASCII, with any other character as its code point.
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
