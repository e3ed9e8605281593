//! A domain as text for the normal screen, where it remains after the wizard has left the alternate screen.

use std::fmt::Write as _;

use super::input::unicode_name_suffix;
use crate::core::domain::SendingDomain;
use crate::core::record::DnsRecord;
use crate::core::text::escape_hidden;
use crate::core::zone::{Zone, ZoneSource};

/// The domain with its status, zone and records: one line for each field, with the values to publish unwrapped.
pub fn domain_text(domain: &SendingDomain, zone: &Zone) -> String {
    let mut text = String::new();
    let region = domain.region.as_ref().map(|region| format!(" in {}", region.sanitized())).unwrap_or_default();
    let unicode_name = unicode_name_suffix(domain);
    let _ = writeln!(text, "{}{unicode_name}{region}: {}", domain.name.sanitized(), domain.status.label());
    if domain.records.is_empty() {
        text.push_str("AutoSend returned no DNS records for it.\n");
    }
    if let Some(instruction) = domain.setup_instruction(None) {
        let _ = writeln!(text, "{instruction}.");
    }
    if !zone.name().is_empty() && !domain.records.is_empty() {
        let guess = if zone.source() == ZoneSource::Guessed { ", guessed from the name" } else { "" };
        let name = escape_hidden(zone.name());
        let _ = writeln!(text, "Zone: {name}{guess}. Most DNS providers append it, so enter the short name.");
    }
    for record in &domain.records {
        text.push('\n');
        text.push_str(&record_text(record, zone));
    }
    text
}

/// One record: one line for each field, with the value to publish unwrapped.
pub fn record_text(record: &DnsRecord, zone: &Zone) -> String {
    let mut text = format!("{} ({})\n", record.label(), record.record_type.sanitized());
    if let Some(host) = zone.relative_name(record.name.raw()) {
        let _ = writeln!(text, "  Name      {}", escape_hidden(&host));
    }
    let _ = writeln!(text, "  Full name {}", record.name.sanitized());
    if let Some(priority) = &record.priority {
        let _ = writeln!(text, "  Priority  {}", priority.sanitized());
    }
    let _ = writeln!(text, "  Value     {}", escape_hidden(&record.published_value()));
    if record.has_added_p_tag() {
        text.push_str("            (p= prefix added)\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fixtures;
    use crate::core::record::{Priority, RecordType, Slot};

    fn domain(records: Vec<DnsRecord>) -> SendingDomain {
        SendingDomain { region: Some("us-east-1".into()), ..fixtures::domain("example.com", records) }
    }

    #[test]
    fn the_text_has_every_field() {
        let mx = DnsRecord {
            slot: Slot::MailFrom,
            record_type: RecordType::Mx,
            name: "asend.example.com".into(),
            value: "feedback-smtp.us-east-1.amazonses.com".into(),
            priority: Some(Priority::Number(10)),
            note: None,
        };
        let expected = "example.com in us-east-1: waiting for DNS
Add this record at your DNS provider.
Zone: example.com, guessed from the name. Most DNS providers append it, so enter the short name.

Mail-from MX (MX)
  Name      asend
  Full name asend.example.com
  Priority  10
  Value     feedback-smtp.us-east-1.amazonses.com
";
        assert_eq!(domain_text(&domain(vec![mx]), &Zone::guess("example.com")), expected);
        assert!(
            domain_text(&domain(vec![]), &Zone::guess("example.com"))
                .ends_with("AutoSend returned no DNS records for it.\n")
        );
    }

    #[test]
    fn hostile_text_is_sanitized() {
        let hostile = DnsRecord {
            slot: Slot::from_member("x\u{1b}]0;"),
            record_type: RecordType::parse("T\u{7}"),
            name: "n\u{202e}".into(),
            value: "v\u{9b}31m\nsecond".into(),
            priority: Some(Priority::Invalid("\u{1b}".into())),
            note: None,
        };
        let text = domain_text(&domain(vec![hostile]), &Zone::guess("example.com"));
        assert!(!text.chars().any(|character| character != '\n' && character.is_control()), "{text:?}");
        assert!(text.contains("v<U+009B>31m<U+000A>second"), "{text}");
    }
}
