//! Hints on the fields: short sentences without hidden characters.

use super::{EntryBuilder, RecordPart};
use crate::core::dns_host::{Evidence, NameField, PriorityPlace, TextForm};
use crate::core::record::{MAX_CHARACTER_STRING, Priority, Purpose, RecordType, split_character_strings};
use crate::core::text::escape_hidden;
use crate::core::zone::NameForm;

impl EntryBuilder<'_> {
    /// The hint of a field that `text` goes into.
    pub(super) fn field_hint(self, part: RecordPart, text: &str) -> Option<String> {
        let sentences: Vec<String> = match part {
            RecordPart::Type => self.type_hints(),
            RecordPart::Name => self.zone_hint().into_iter().chain(self.name_hint(text)).collect(),
            RecordPart::Value => self.value_hints(),
            RecordPart::Priority => self.priority_hint().into_iter().collect(),
            RecordPart::Ttl => self.ttl_hint(text).into_iter().collect(),
        };
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    fn type_hints(self) -> Vec<String> {
        let place = self.host.and_then(|host| host.mx_note).filter(|_| self.is_mx());
        let kind = match &self.record.record_type {
            RecordType::Txt | RecordType::Mx => None,
            RecordType::Other(kind) if kind.is_empty() => Some("AutoSend sent no type for this record."),
            RecordType::Other(_) if self.is_target() => Some("A name with a CNAME can have no other record."),
            RecordType::Other(_) => Some("This version does not know the type: enter it as the panel asks."),
        };
        // The user needs to know this before filling in the rest.
        let limit = self.over_limit_hint().filter(|_| matches!(self.record.record_type, RecordType::Txt));
        let purpose = match self.record.purpose() {
            // The existing records are known, and the note describes them.
            Purpose::Dmarc | Purpose::MailFromSpf if self.action.is_known => None,
            Purpose::Dmarc => {
                Some("If this name has a DMARC record already, keep it and leave this one out: never two.")
            }
            Purpose::MailFromMx => Some("This name must have exactly one MX record: this one."),
            Purpose::MailFromSpf => {
                Some("This name may have one SPF record only: if there is one already, merge the two.")
            }
            Purpose::Inbound => Some("With this record, mail to this name goes to AutoSend."),
            Purpose::Ownership | Purpose::Dkim | Purpose::Other => None,
        };
        [place, kind, purpose].into_iter().flatten().map(str::to_owned).chain(limit).collect()
    }

    /// The zone to enter the record in, if it is not that of the domain.
    fn zone_hint(self) -> Option<String> {
        self.action.zone.as_ref().map(|zone| format!("Enter it in the zone {}.", escape_hidden(zone.name())))
    }

    fn name_hint(self, text: &str) -> Option<String> {
        let owner = self.record.name.raw();
        if owner.is_empty() {
            return Some("AutoSend sent no name for this record.".to_owned());
        }
        if self.zone.name().is_empty() {
            return None;
        }
        let zone = escape_hidden(self.zone.name());
        let Some(labels) = self.zone.labels_before_zone(owner) else {
            return Some(format!("Not in the zone {zone}: the full name. Is it the right zone?"));
        };
        let Some(host) = self.host else { return Some(self.name_hint_for_unknown_host(labels, &zone)) };
        let (name, usually) = (host.name, host.usually());
        Some(match host.name_field {
            NameField::Relative { .. } if labels.is_empty() && text.is_empty() => {
                format!("Empty: the record is that of {zone} itself.")
            }
            NameField::Relative { top } if labels.is_empty() => format!("{top} stands for {zone} itself."),
            NameField::Relative { .. } => format!("{name} {usually}adds {zone} itself."),
            NameField::Full => format!("{name} {usually}wants the full name."),
            NameField::TrailingDot => format!("{name} {usually}wants the full name with its final dot."),
        })
    }

    /// For an unknown host: what to do in a panel that wants the other form of names.
    fn name_hint_for_unknown_host(self, labels: &str, zone: &str) -> String {
        let labels = escape_hidden(labels);
        match self.form {
            NameForm::Relative if labels.is_empty() => {
                format!("@ stands for {zone} itself; some panels want nothing there instead.")
            }
            NameForm::Relative => {
                format!("Most panels add {zone} themselves; where yours does not, {labels}.{zone} is to be entered.")
            }
            NameForm::Full if labels.is_empty() => {
                "If the panel adds the domain itself, enter @ or nothing.".to_owned()
            }
            NameForm::Full => format!("If the panel adds {zone} itself, as most do, enter only {labels}."),
            NameForm::TrailingDot => "With its final dot nothing is added to it, where a dot is allowed.".to_owned(),
        }
    }

    fn value_hints(self) -> Vec<String> {
        let value = self.published_value();
        if value.is_empty() {
            return vec!["AutoSend sent no value for this record.".to_owned()];
        }
        match self.record.record_type {
            RecordType::Txt => self.txt_hints(&value),
            RecordType::Mx => [self.priority_place_hint(), self.trailing_dot_hint()].into_iter().flatten().collect(),
            RecordType::Other(_) => {
                [self.unexpected_priority_hint(), self.trailing_dot_hint()].into_iter().flatten().collect()
            }
        }
    }

    fn txt_hints(self, value: &str) -> Vec<String> {
        let octets = value.len();
        let merged =
            self.action.value_override.is_some().then(|| "What is there and what AutoSend needs, in one.".to_owned());
        let form = self.host.map_or(TextForm::Plain, |host| host.text);
        let mut sentences = vec![match form {
            TextForm::Quoted => {
                let name = self.host.map_or("the panel", |host| host.name);
                let usually = self.host.map_or("", |host| host.usually());
                match split_character_strings(value).len() {
                    1 => format!("With the quotes: {name} {usually}wants them."),
                    pieces => format!("{octets} octets in {pieces} quoted strings: paste all of it, quotes too."),
                }
            }
            TextForm::Plain if octets > MAX_CHARACTER_STRING => format!("{octets} octets: one line, without quotes."),
            TextForm::Plain => "One line, without quotes.".to_owned(),
        }];
        if let Some(limit) = self.over_limit_hint() {
            sentences.push(limit);
        } else if octets > MAX_CHARACTER_STRING
            && form == TextForm::Plain
            && self.host.is_none_or(|host| host.evidence == Evidence::GeneralKnowledge)
        {
            sentences.push("If the panel refuses it, it wants the quoted strings of the zone file.".to_owned());
        }
        merged.into_iter().chain(sentences).collect()
    }

    /// The hint that the host refuses a text of this length, and what to do.
    fn over_limit_hint(self) -> Option<String> {
        let (host, octets) = (self.host?, self.published_value().len());
        let limit = host.text_limit.filter(|limit| octets > limit.octets)?;
        let (name, usually) = (host.name, host.usually());
        Some(format!("{name} {usually}takes {} octets at most in a TXT record. {}", limit.octets, limit.workaround))
    }

    /// Where the priority of an MX record goes, if it has no field of its own.
    fn priority_place_hint(self) -> Option<String> {
        if self.priority_place() == PriorityPlace::OwnField {
            return None;
        }
        Some(match self.priority() {
            Some(_) => "The priority, a blank, then the mail server.".to_owned(),
            None => "AutoSend sent no priority: enter one before it, with a blank between; 10 is usual.".to_owned(),
        })
    }

    fn trailing_dot_hint(self) -> Option<String> {
        if !self.is_target() {
            return None;
        }
        let Some(host) = self.host else {
            return Some("If the panel adds the domain to it, end it with a dot.".to_owned());
        };
        let (name, usually) = (host.name, host.usually());
        host.target_needs_dot.then(|| format!("With its final dot: without it {name} {usually}adds the domain."))
    }

    /// A priority that AutoSend sent with a type that has none.
    fn unexpected_priority_hint(self) -> Option<String> {
        let priority = self.record.priority.as_ref()?.sanitized();
        Some(format!("AutoSend sent a priority with it: {priority}."))
    }

    fn priority_hint(self) -> Option<String> {
        match &self.record.priority {
            Some(Priority::Number(_)) => None,
            Some(Priority::Invalid(text)) if !text.is_empty() => {
                Some("What AutoSend sent, yet no number from 0 to 65535.".to_owned())
            }
            _ => Some("AutoSend sent no priority: if the panel wants one, 10 is usual.".to_owned()),
        }
    }

    fn ttl_hint(self, ttl: &str) -> Option<String> {
        let number = ttl.bytes().all(|octet| octet.is_ascii_digit());
        match self.host {
            None => Some("In seconds; what the panel offers by itself is right too.".to_owned()),
            Some(_) if number => Some("What the panel offers by itself is right too.".to_owned()),
            Some(_) => None,
        }
    }
}
