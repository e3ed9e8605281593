//! Guided copy: the fields of a record in the order, words and form of a DNS host's panel.
//!
//! The text of an entry is pasted unchanged, whatever the record holds: copying refuses hidden characters. Hints are
//! sanitized.

mod action;
mod hint;
mod mark;

use super::dns_host::{DEFAULT_FIELDS, DnsHost, NameField, PanelField, PriorityPlace, RecordPart, TextForm};
use super::record::{DnsRecord, Priority, RecordType, split_character_strings};
use super::text::escape_hidden;
use super::zone::{NameForm, Zone};
pub use action::{ActionKind, RecordAction};
pub use mark::{GuideMark, GuideMemory};

/// One field of the panel, and what goes into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelEntry {
    /// The part of the record.
    pub part: RecordPart,
    /// The panel's label of the field.
    pub label: String,
    /// What the user does with it.
    pub input_mode: InputMode,
    /// The text to choose, paste or type, unchanged; may be empty (the top of a zone, in some panels).
    pub text: String,
    /// A hint, in a sentence or two.
    pub hint: Option<String>,
}

/// What the user does with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputMode {
    /// Choose an item of a list: the type, a TTL.
    Choose,
    /// Paste the text.
    Paste,
    /// Leave the field empty.
    LeaveEmpty,
    /// Leave the field as it is: the default of the panel, or what the existing record has.
    Keep,
}

/// The time to live if the DNS host is not known, in seconds, as in AutoSend's own DNS template.
const DEFAULT_TTL: &str = "3600";

/// Builds the entries of a record.
#[derive(Clone, Copy)]
struct EntryBuilder<'a> {
    record: &'a DnsRecord,
    zone: &'a Zone,
    host: Option<&'a DnsHost>,
    form: NameForm,
    action: &'a RecordAction,
}

/// Builds the entries of a record with its action; none if there is nothing to enter. `form` is the form of names for an
/// unknown host.
///
/// MX records alone have a priority, and always: it stays empty if the server sent none.
pub fn build_entries(
    record: &DnsRecord,
    zone: &Zone,
    host: Option<&DnsHost>,
    form: NameForm,
    action: &RecordAction,
) -> Vec<PanelEntry> {
    if !action.kind.has_fields() {
        return Vec::new();
    }
    let builder = EntryBuilder { record, zone: action.zone.as_ref().unwrap_or(zone), host, form, action };
    let fields = host.map_or(DEFAULT_FIELDS, |host| host.fields);
    fields.iter().filter(|field| builder.asks_for(field.part)).map(|field| builder.build_entry(field)).collect()
}

/// The form of names in a host's panel; the full name if the host is not known.
pub fn name_form(host: Option<&DnsHost>) -> NameForm {
    match host.map(|host| host.name_field) {
        Some(NameField::Relative { .. }) => NameForm::Relative,
        Some(NameField::Full) | None => NameForm::Full,
        Some(NameField::TrailingDot) => NameForm::TrailingDot,
    }
}

/// A sanitized sentence on what a host's panel does with names.
pub fn name_field_hint(host: Option<&DnsHost>, zone: &Zone) -> String {
    let zone = escape_hidden(zone.name());
    let Some(host) = host else {
        return format!("Most providers append {zone} to the name; some expect the full name");
    };
    let (name, usually) = (host.name, host.usually());
    match host.name_field {
        NameField::Relative { .. } => {
            format!("{name} {usually}appends {zone}: enter only the part before it")
        }
        NameField::Full => format!("{name} {usually}expects the full name, with {zone}"),
        NameField::TrailingDot => format!("{name} {usually}expects the full name with a trailing dot"),
    }
}

impl EntryBuilder<'_> {
    const fn is_mx(self) -> bool {
        matches!(self.record.record_type, RecordType::Mx)
    }

    /// Whether the value is a name, which may get a final dot.
    fn is_target(self) -> bool {
        match &self.record.record_type {
            RecordType::Mx => true,
            RecordType::Txt => false,
            RecordType::Other(other) => other.raw().eq_ignore_ascii_case("CNAME"),
        }
    }

    fn priority_place(self) -> PriorityPlace {
        self.host.map_or(PriorityPlace::OwnField, |host| host.priority)
    }

    fn asks_for(self, part: RecordPart) -> bool {
        match part {
            RecordPart::Value => true,
            // One of the existing records keeps its name.
            _ if self.action.kind == ActionKind::Merge => false,
            RecordPart::Priority => self.is_mx(),
            RecordPart::Type | RecordPart::Name | RecordPart::Ttl => true,
        }
    }

    fn build_entry(self, field: &PanelField) -> PanelEntry {
        let text = match field.part {
            RecordPart::Type => self.record.record_type.sanitized(),
            RecordPart::Name => self.name(),
            RecordPart::Value => self.value(),
            RecordPart::Priority => self.priority().unwrap_or_default(),
            RecordPart::Ttl => self.host.map_or(DEFAULT_TTL, |host| host.ttl).to_owned(),
        };
        let input_mode = match self.action.kind.edits(field.part) {
            false => InputMode::Keep,
            true if text.is_empty() => InputMode::LeaveEmpty,
            true if field.part == RecordPart::Type => InputMode::Choose,
            true => InputMode::Paste,
        };
        let hint = self.field_hint(field.part, &text);
        PanelEntry { part: field.part, label: field.label_for(self.is_mx()).to_owned(), input_mode, text, hint }
    }

    fn name(self) -> String {
        let owner = self.record.name.raw();
        if owner.is_empty() {
            return String::new();
        }
        match self.host.map(|host| host.name_field) {
            Some(NameField::Relative { top }) if self.zone.labels_before_zone(owner) == Some("") => top.to_owned(),
            Some(_) => self.zone.format_name(owner, name_form(self.host)),
            None => self.zone.format_name(owner, self.form),
        }
    }

    /// The value, unchanged.
    fn published_value(self) -> String {
        self.action.value_override.clone().unwrap_or_else(|| self.record.published_value().into_owned())
    }

    fn value(self) -> String {
        let mut value = self.published_value();
        if value.is_empty() {
            return value;
        }
        let quoted = self.host.is_some_and(|host| host.text == TextForm::Quoted);
        if quoted && self.record.record_type == RecordType::Txt {
            return quote_strings(&value);
        }
        if self.is_target() && self.host.is_some_and(|host| host.target_needs_dot) && !value.ends_with('.') {
            value.push('.');
        }
        match self.priority().filter(|_| self.is_mx() && self.priority_place() == PriorityPlace::InValue) {
            Some(priority) => format!("{priority} {value}"),
            None => value,
        }
    }

    /// The priority, unchanged.
    fn priority(self) -> Option<String> {
        match self.record.priority.as_ref()? {
            Priority::Number(number) => Some(number.to_string()),
            Priority::Invalid(text) if text.is_empty() => None,
            Priority::Invalid(text) => Some(text.raw().to_owned()),
        }
    }
}

/// A text as the quoted strings that some panels want: at most 255 octets each, separated by blanks, with `"` and `\` escaped
/// by a `\`, as `DNSControl` sends them to Route 53, Cloud DNS and Hetzner.
fn quote_strings(text: &str) -> String {
    let escape = |string: &str| string.replace('\\', "\\\\").replace('"', "\\\"");
    let strings = split_character_strings(text).into_iter().map(|string| format!("\"{}\"", escape(string)));
    strings.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod action_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod value_tests;
