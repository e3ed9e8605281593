//! Hints on the fields: short sentences without hidden characters.

use super::{ActionKind, EntryBuilder, RecordPart};
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
            RecordPart::Ttl => Vec::new(),
        };
        (!sentences.is_empty()).then(|| sentences.join(" "))
    }

    fn type_hints(self) -> Vec<String> {
        let place = self.host.and_then(|host| host.mx_note).filter(|_| self.is_mx());
        let kind = match &self.record.record_type {
            RecordType::Txt | RecordType::Mx => None,
            RecordType::Other(kind) if kind.is_empty() => Some("AutoSend sent no type for this record."),
            RecordType::Other(_) if self.is_target() => Some("A name with a CNAME can't have other records."),
            RecordType::Other(_) => Some("This version doesn't know this type: enter it as your DNS provider asks."),
        };
        // The user needs to know this before filling in the rest.
        let limit = self.over_limit_hint().filter(|_| matches!(self.record.record_type, RecordType::Txt));
        let purpose = match self.record.purpose() {
            // The existing records are known, and the note describes them.
            Purpose::Dmarc | Purpose::MailFromSpf if self.action.is_known => None,
            Purpose::Dmarc => Some("If this name already has a DMARC record, keep it and skip this one."),
            _ if self.action.kind == ActionKind::Rename => None,
            Purpose::MailFromMx => Some("This must be the only MX record of this name."),
            Purpose::MailFromSpf => Some("Only one SPF record is allowed: if there is one already, merge the two."),
            Purpose::Inbound => Some("This record sends mail for this name to AutoSend."),
            Purpose::Ownership | Purpose::Dkim | Purpose::Other => None,
        };
        [place, kind, purpose].into_iter().flatten().map(str::to_owned).chain(limit).collect()
    }

    /// The zone to enter the record in, if it is not that of the domain.
    fn zone_hint(self) -> Option<String> {
        self.action.zone.as_ref().map(|zone| format!("Add it in the zone {}.", escape_hidden(zone.name())))
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
            return Some(format!("Not in the zone {zone}, so this is the full name. Is the zone correct?"));
        };
        let Some(host) = self.host else { return Some(self.name_hint_for_unknown_host(labels, &zone)) };
        let (name, usually) = (host.name, host.usually());
        Some(match host.name_field {
            NameField::Relative { .. } if labels.is_empty() && text.is_empty() => {
                format!("Leave it empty: the record is for {zone} itself.")
            }
            NameField::Relative { top } if labels.is_empty() => format!("{top} means {zone} itself."),
            NameField::Relative { .. } => format!("{name} {usually}appends {zone} for you."),
            NameField::Full => format!("{name} {usually}expects the full name."),
            NameField::TrailingDot => format!("{name} {usually}expects the full name with a trailing dot."),
        })
    }

    /// For an unknown host: what to do in a panel that wants the other form of names.
    fn name_hint_for_unknown_host(self, labels: &str, zone: &str) -> String {
        let labels = escape_hidden(labels);
        match self.form {
            NameForm::Relative if labels.is_empty() => {
                format!("@ means {zone} itself; at some providers, leave it empty.")
            }
            NameForm::Relative => {
                format!("Most providers append {zone}. If yours doesn't, enter {labels}.{zone}")
            }
            NameForm::Full if labels.is_empty() => {
                "If your provider appends the domain, enter @ or nothing.".to_owned()
            }
            NameForm::Full => format!("If your provider appends {zone} (most do), enter only {labels}."),
            NameForm::TrailingDot => "The trailing dot stops your provider from appending the domain, if it allows \
                                      one."
                .to_owned(),
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
        let merged = self.action.value_override.is_some().then(|| match self.record.purpose() {
            Purpose::Dmarc => "Your own value, corrected.".to_owned(),
            _ => "Your current value and AutoSend's, combined.".to_owned(),
        });
        let form = self.host.map_or(TextForm::Plain, |host| host.text);
        let mut sentences = vec![match form {
            TextForm::Quoted => {
                let name = self.host.map_or("your provider", |host| host.name);
                let usually = self.host.map_or("", |host| host.usually());
                match split_character_strings(value).len() {
                    1 => format!("Include the quotes: {name} {usually}expects them."),
                    pieces => {
                        format!("{octets} characters in {pieces} quoted strings: paste all of it, with the quotes.")
                    }
                }
            }
            TextForm::Plain if octets > MAX_CHARACTER_STRING => {
                format!("{octets} characters: one line, without quotes.")
            }
            TextForm::Plain => "One line, without quotes.".to_owned(),
        }];
        if let Some(limit) = self.over_limit_hint() {
            sentences.push(limit);
        } else if octets > MAX_CHARACTER_STRING
            && form == TextForm::Plain
            && self.host.is_none_or(|host| host.evidence == Evidence::GeneralKnowledge)
        {
            sentences.push("If it's rejected, use the quoted strings from the zone file.".to_owned());
        }
        merged.into_iter().chain(sentences).collect()
    }

    /// The hint that the host refuses a text of this length, and what to do.
    fn over_limit_hint(self) -> Option<String> {
        let (host, octets) = (self.host?, self.published_value().len());
        let limit = host.text_limit.filter(|limit| octets > limit.octets)?;
        let (name, usually) = (host.name, host.usually());
        Some(format!(
            "{name} {usually}allows at most {} characters in a TXT record. {}",
            limit.octets, limit.workaround
        ))
    }

    /// Where the priority of an MX record goes, if it has no field of its own.
    fn priority_place_hint(self) -> Option<String> {
        if self.priority_place() == PriorityPlace::OwnField {
            return None;
        }
        Some(match self.priority() {
            Some(_) => "Priority, a space, then the mail server.".to_owned(),
            None => "AutoSend sent no priority: enter one, usually 10, and a space before it.".to_owned(),
        })
    }

    fn trailing_dot_hint(self) -> Option<String> {
        if !self.is_target() {
            return None;
        }
        let Some(host) = self.host else {
            return Some("If your provider appends the domain to it, end it with a dot.".to_owned());
        };
        let (name, usually) = (host.name, host.usually());
        host.target_needs_dot
            .then(|| format!("Include the trailing dot: without it, {name} {usually}appends the domain."))
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
                Some("This is what AutoSend sent, but it isn't a number from 0 to 65535.".to_owned())
            }
            _ => Some("AutoSend sent no priority: if your provider asks for one, use 10.".to_owned()),
        }
    }
}
