//! What goes into the fields, whatever the record holds.

use proptest::prelude::*;

use super::tests::{ONE_MX, host, lines, mail_from, spf, text_of, zone};
use super::*;
use crate::core::dns_host::HOSTS;
use crate::core::fixtures::record;
use crate::core::record::Slot;
use crate::core::text::is_hidden;

#[test]
fn a_long_key_fits_digitalocean_until_it_has_4096_bits() {
    let limit =
        "DigitalOcean allows at most 507 characters in a TXT record. A 2048-bit DKIM key fits, a 4096-bit key doesn't.";
    let value = |digits: usize| {
        let record =
            record("dkim", "TXT", "autosend._domainkey.example.com", &format!("p={}", "A".repeat(digits)), None);
        lines(&record, host("digitalocean")).remove(2)
    };
    assert!(value(505).ends_with("A (507 characters: one line, without quotes.)"));
    assert!(value(736).ends_with(&format!("A (738 characters: one line, without quotes. {limit})")));
}

#[test]
fn a_missing_value_is_empty_with_a_note() {
    let mut bare = record("mailFrom", "MX", "", "", None);
    assert_eq!(
        lines(&bare, None),
        [
            format!("Type: choose MX ({ONE_MX})"),
            "Name: leave empty (AutoSend sent no name for this record.)".to_owned(),
            "Value: leave empty (AutoSend sent no value for this record.)".to_owned(),
            "Priority: leave empty (AutoSend sent no priority: if your provider asks for one, use 10.)".to_owned(),
            "TTL: keep 3600".to_owned(),
        ]
    );
    assert_eq!(text_of(&bare, host("ovh"), RecordPart::Value), "", "no dot alone");
    bare.value = "mx.example.net".into();
    assert_eq!(
        lines(&bare, host("route53"))[2],
        "Value: paste mx.example.net (AutoSend sent no priority: enter one, usually 10, and a space before it.)"
    );
    let untyped = record("arc", "", "example.com", "x", None);
    assert_eq!(lines(&untyped, None)[0], "Type: choose ? (AutoSend sent no type for this record.)");
}

#[test]
fn an_odd_priority_is_unchanged() {
    let mut odd = mail_from();
    odd.priority = Some(Priority::Invalid("high\u{1b}".into()));
    assert_eq!(text_of(&odd, None, RecordPart::Priority), "high\u{1b}");
    assert_eq!(
        lines(&odd, None)[3],
        "Priority: paste high\u{1b} (This is what AutoSend sent, but it isn't a number from 0 to 65535.)"
    );
    assert_eq!(text_of(&odd, host("route53"), RecordPart::Value), "high\u{1b} feedback-smtp.us-east-1.amazonses.com");
    odd.priority = Some(Priority::Invalid("".into()));
    assert!(lines(&odd, None)[3].starts_with("Priority: leave empty"));
}

#[test]
fn only_mx_records_have_a_priority_field() {
    let txt = DnsRecord { priority: Some(Priority::Number(3)), ..spf() };
    let srv = record("voice", "SRV", "_sip._tcp.example.com", "1 5060 sip.example.com", Some(20));
    for host in HOSTS.iter().map(Some).chain([None]) {
        for record in [&txt, &srv] {
            let entries = build_entries(record, &zone(), host, NameForm::Full, &RecordAction::default());
            assert!(entries.iter().all(|entry| entry.part != RecordPart::Priority), "{host:?}");
        }
    }
    assert_eq!(text_of(&srv, host("route53"), RecordPart::Value), "1 5060 sip.example.com");
    let lines = lines(&srv, host("cloudflare"));
    assert_eq!(lines[0], "Type: choose SRV (This version doesn't know this type: enter it as your DNS provider asks.)");
    assert_eq!(lines[2], "Content: paste 1 5060 sip.example.com (AutoSend sent a priority with it: 20.)");
}

#[test]
fn only_targets_get_a_trailing_dot_and_only_one() {
    let cname = record("tracking", "cname", "track.example.com", "click.autosend.com", None);
    assert_eq!(text_of(&cname, host("ovh"), RecordPart::Value), "click.autosend.com.");
    assert_eq!(
        lines(&cname, host("ovh"))[0],
        "Record type: choose cname (A name with a CNAME can't have other records.)"
    );
    let dotted = DnsRecord { value: "mx.example.net.".into(), ..mail_from() };
    assert_eq!(text_of(&dotted, host("ovh"), RecordPart::Value), "mx.example.net.");
    assert_eq!(text_of(&dotted, host("cloudflare"), RecordPart::Value), "mx.example.net.");
    assert_eq!(text_of(&spf(), host("ovh"), RecordPart::Value), "v=spf1 include:amazonses.com ~all");
}

#[test]
fn quotes_and_backslashes_are_escaped() {
    assert_eq!(quote_strings(r#"a"b\c; d"#), r#""a\"b\\c; d""#);
    assert_eq!(quote_strings(""), "\"\"");
}

#[test]
fn a_long_text_is_split_every_255_bytes_before_it_is_escaped() {
    let text = "\"".repeat(256);
    assert_eq!(quote_strings(&text), format!("\"{}\" \"\\\"\"", "\\\"".repeat(255)));
    assert_eq!(quote_strings(&"a".repeat(255)), format!("\"{}\"", "a".repeat(255)));
    let text = format!("{}é", "a".repeat(254));
    assert_eq!(split_character_strings(&text), ["a".repeat(254).as_str(), "é"], "no character is cut");
}

/// A value read back from quoted strings as Route 53 reads them.
fn unquoted(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        if characters.next()? != '"' {
            return None;
        }
        loop {
            match characters.next()? {
                '"' => break,
                '\\' => value.push(characters.next()?),
                character => value.push(character),
            }
        }
        match characters.next() {
            None => return Some(value),
            Some(' ') => {}
            Some(_) => return None,
        }
    }
}

fn any_record() -> impl Strategy<Value = DnsRecord> {
    let slot = prop_oneof!["ownership|dkim|mailFrom|dmarc|inboundMx", any::<String>()];
    let kind = prop_oneof!["TXT|MX|CNAME|SRV", any::<String>()];
    let name = prop_oneof![any::<String>(), "([a-z_]{1,9}\\.){0,3}example\\.com\\.?"];
    let value = prop_oneof![any::<String>(), "[\"\\\\é\u{1}a ;]{200,700}", "MI[A-Z]{390}"];
    let priority = prop_oneof![
        Just(None),
        any::<u16>().prop_map(|number| Some(Priority::Number(number))),
        any::<String>().prop_map(|text| Some(Priority::Invalid(text.into()))),
    ];
    (slot, kind, name, value, priority).prop_map(|(slot, kind, name, value, priority)| DnsRecord {
        slot: Slot::from_member(&slot),
        record_type: RecordType::parse(&kind),
        name: name.into(),
        value: value.into(),
        priority,
        note: None,
    })
}

fn any_host() -> impl Strategy<Value = Option<&'static DnsHost>> {
    prop::option::of((0..HOSTS.len()).prop_map(|index| &HOSTS[index]))
}

fn any_form() -> impl Strategy<Value = NameForm> {
    prop_oneof![Just(NameForm::Relative), Just(NameForm::Full), Just(NameForm::TrailingDot)]
}

fn line_ends(text: &str) -> usize {
    text.matches(['\n', '\r']).count()
}

proptest! {
    #[test]
    fn any_record_has_sensible_entries_at_any_host(
        record in any_record(), host in any_host(), form in any_form(),
        domain in prop_oneof![any::<String>(), Just("mail.example.com".to_owned())],
    ) {
        let zone = Zone::guess(&domain);
        let entries = build_entries(&record, &zone, host, form, &RecordAction::default());
        for entry in &entries {
            prop_assert_eq!(entry.text.is_empty(), entry.input_mode == InputMode::LeaveEmpty);
            prop_assert!(!entry.label.is_empty());
            prop_assert!(!entry.hint.as_deref().unwrap_or_default().chars().any(is_hidden), "{:?}", entry);
        }
        prop_assert!(!name_field_hint(host, &zone).chars().any(is_hidden));
        let value = record.published_value();
        let given = entries.iter().find(|entry| entry.part == RecordPart::Value).unwrap();
        let priority = match &record.priority {
            Some(Priority::Invalid(text)) => line_ends(text.raw()),
            _ => 0,
        };
        prop_assert!(line_ends(&given.text) <= line_ends(&value) + priority, "a line end of our own");
        let quoted = host.is_some_and(|host| host.text == TextForm::Quoted);
        if record.record_type == RecordType::Txt {
            if quoted && !value.is_empty() {
                prop_assert_eq!(unquoted(&given.text), Some(value.into_owned()));
            } else {
                prop_assert_eq!(&given.text, &*value);
            }
        }
    }

    #[test]
    fn the_entered_name_resolves_to_the_record(labels in "[a-z_-]{1,9}(\\.[a-z0-9]{1,5}){0,3}", host in any_host()) {
        let record = record("ownership", "TXT", &format!("{labels}.example.com"), "token", None);
        let name = text_of(&record, host, RecordPart::Name);
        let full = match host.map(|host| host.name_field) {
            Some(NameField::Relative { .. }) => format!("{name}.example.com"),
            _ => name,
        };
        prop_assert_eq!(full, format!("{}.example.com", labels));
    }
}
