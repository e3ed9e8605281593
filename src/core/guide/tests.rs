use proptest::prelude::*;

use super::*;
use crate::core::dns_host::HOSTS;
use crate::core::fixtures::record;
use crate::core::record::Slot;
use crate::core::text::is_hidden;

fn dkim() -> DnsRecord {
    record("dkim", "TXT", "autosend._domainkey.mail.example.com", &format!("MI{}", "A".repeat(390)), None)
}

fn dmarc() -> DnsRecord {
    record("dmarc", "TXT", "_dmarc.mail.example.com", "v=DMARC1; p=none;", None)
}

fn spf() -> DnsRecord {
    record("mailFrom", "TXT", "asend.mail.example.com", "v=spf1 include:amazonses.com ~all", None)
}

fn mail_from() -> DnsRecord {
    record("mailFrom", "MX", "asend.mail.example.com", "feedback-smtp.us-east-1.amazonses.com", Some(10))
}

fn inbound() -> DnsRecord {
    record("inboundMx", "MX", "example.com", "inbound.autosend.com", Some(5))
}

fn zone() -> Zone {
    Zone::guess("mail.example.com")
}

fn host(key: &str) -> Option<&'static DnsHost> {
    let host = DnsHost::from_code(key);
    assert!(host.is_some(), "{key}");
    host
}

/// Every entry as "label: verb text (hint)".
fn lines(record: &DnsRecord, host: Option<&DnsHost>) -> Vec<String> {
    written(&build_entries(record, &zone(), host, NameForm::Full, &RecordAction::default()))
}

fn written(entries: &[PanelEntry]) -> Vec<String> {
    let line = |PanelEntry { label, input_mode, text, hint, .. }: &PanelEntry| {
        let verb = match input_mode {
            InputMode::Choose => "choose ",
            InputMode::Paste => "paste ",
            InputMode::LeaveEmpty => "leave empty",
        };
        let hint = hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("{label}: {verb}{text}{hint}")
    };
    entries.iter().map(line).collect()
}

fn text_of(record: &DnsRecord, host: Option<&DnsHost>, part: RecordPart) -> String {
    let entries = build_entries(record, &zone(), host, NameForm::Full, &RecordAction::default());
    entries.into_iter().find(|entry| entry.part == part).unwrap().text
}

const NEVER_TWO: &str = "If this name has a DMARC record already, keep it and leave this one out: never two.";
const ONE_MX: &str = "This name must have exactly one MX record: this one.";
const ANY_TTL: &str = "What the panel offers by itself is right too.";

/// The lines with long runs of the key written as how many they are.
fn shortened(lines: Vec<String>) -> Vec<String> {
    let shorten = |line: String, run: usize| line.replace(&"A".repeat(run), &format!("A*{run}"));
    lines.into_iter().map(|line| [390, 251, 139].into_iter().fold(line, shorten)).collect()
}

#[test]
fn cloudflare_takes_the_host_and_says_mail_server_for_mx() {
    let host = host("cloudflare");
    assert_eq!(
        lines(&dmarc(), host),
        [
            format!("Type: choose TXT ({NEVER_TWO})"),
            "Name: paste _dmarc.mail (Cloudflare adds example.com itself.)".to_owned(),
            "Content: paste v=DMARC1; p=none; (One line, without quotes.)".to_owned(),
            "TTL: choose Auto".to_owned(),
        ]
    );
    assert_eq!(
        lines(&mail_from(), host),
        [
            format!("Type: choose MX ({ONE_MX})"),
            "Name: paste asend.mail (Cloudflare adds example.com itself.)".to_owned(),
            "Mail server: paste feedback-smtp.us-east-1.amazonses.com".to_owned(),
            "TTL: choose Auto".to_owned(),
            "Priority: paste 10".to_owned(),
        ]
    );
    assert_eq!(lines(&inbound(), host)[1], "Name: paste @ (@ stands for example.com itself.)");
}

#[test]
fn route_53_gets_quoted_strings_and_the_priority_in_the_value() {
    let host = host("route53");
    assert_eq!(
        shortened(lines(&dkim(), host)),
        [
            "Record name: paste autosend._domainkey.mail (Amazon Route 53 adds example.com itself.)".to_owned(),
            "Record type: choose TXT".to_owned(),
            "Value: paste \"p=MIA*251\" \"A*139\" (394 octets in 2 quoted strings: paste all of it, quotes too.)"
                .to_owned(),
            format!("TTL (seconds): paste 300 ({ANY_TTL})"),
        ]
    );
    assert_eq!(
        lines(&spf(), host)[2],
        "Value: paste \"v=spf1 include:amazonses.com ~all\" (With the quotes: Amazon Route 53 wants them.)"
    );
    assert_eq!(
        lines(&inbound(), host),
        [
            "Record name: leave empty (Empty: the record is that of example.com itself.)".to_owned(),
            "Record type: choose MX (With this record, mail to this name goes to AutoSend.)".to_owned(),
            "Value: paste 5 inbound.autosend.com (The priority, a blank, then the mail server.)".to_owned(),
            format!("TTL (seconds): paste 300 ({ANY_TTL})"),
        ]
    );
}

#[test]
fn godaddy_adds_the_domain_itself() {
    assert_eq!(
        shortened(lines(&dkim(), host("godaddy"))),
        [
            "Type: choose TXT".to_owned(),
            "Name: paste autosend._domainkey.mail (GoDaddy adds example.com itself.)".to_owned(),
            "Value: paste p=MIA*390 (394 octets: one line, without quotes.)".to_owned(),
            "TTL: choose 1 Hour".to_owned(),
        ]
    );
    assert_eq!(
        lines(&mail_from(), host("godaddy"))[2..4],
        ["Value: paste feedback-smtp.us-east-1.amazonses.com", "Priority: paste 10",]
    );
}

#[test]
fn namecheap_has_its_mx_records_in_another_place() {
    assert_eq!(
        lines(&mail_from(), host("namecheap")),
        [
            format!("Type: choose MX (MX records are under Mail Settings, after Custom MX was chosen there. {ONE_MX})"),
            "Host: paste asend.mail (Namecheap adds example.com itself.)".to_owned(),
            "Value: paste feedback-smtp.us-east-1.amazonses.com".to_owned(),
            "Priority (the column after Value, it has no name): paste 10".to_owned(),
            "TTL: choose Automatic".to_owned(),
        ]
    );
    assert_eq!(lines(&dmarc(), host("namecheap"))[0], format!("Type: choose TXT ({NEVER_TWO})"));
}

#[test]
fn ovh_wants_the_final_dot_and_takes_no_long_text_here() {
    assert_eq!(
        lines(&mail_from(), host("ovh")),
        [
            format!("Record type: choose MX ({ONE_MX})"),
            "Sub-domain: paste asend.mail (OVHcloud adds example.com itself.)".to_owned(),
            format!("TTL: paste 3600 ({ANY_TTL})"),
            "Priority: paste 10".to_owned(),
            "Target: paste feedback-smtp.us-east-1.amazonses.com. \
             (With its final dot: without it OVHcloud adds the domain.)"
                .to_owned(),
        ]
    );
    let value = lines(&dkim(), host("ovh")).pop().unwrap();
    assert!(value.starts_with("Target: paste p=MIAAA"), "{value}");
    let kind = lines(&dkim(), host("ovh")).remove(0);
    assert!(kind.starts_with("Record type: choose TXT (OVHcloud takes 255 octets at most"), "known before: {kind}");
    assert!(
        value.ends_with(
            "A (394 octets: one line, without quotes. OVHcloud takes 255 octets at most in a TXT record. Choose the \
             record type DKIM for a DKIM key, where each tag has its field, or use \"Change in text format\".)"
        ),
        "{value}"
    );
}

#[test]
fn of_google_cloud_what_is_general_knowledge_is_told_with_usually() {
    assert_eq!(
        lines(&mail_from(), host("google-cloud")),
        [
            "DNS name: paste asend.mail (Google Cloud DNS usually adds example.com itself.)".to_owned(),
            format!("Resource record type: choose MX ({ONE_MX})"),
            format!("TTL (unit: minutes): paste 5 ({ANY_TTL})"),
            "Preference and mail server: paste 10 feedback-smtp.us-east-1.amazonses.com. (The priority, a blank, then \
             the mail server. With its final dot: without it Google Cloud DNS usually adds the domain.)"
                .to_owned(),
        ]
    );
    assert_eq!(
        lines(&dmarc(), host("google-cloud"))[3],
        "TXT data: paste \"v=DMARC1; p=none;\" (With the quotes: Google Cloud DNS usually wants them.)"
    );
}

#[test]
fn an_unknown_host_gets_the_usual_words_and_both_ways_of_naming() {
    assert_eq!(
        lines(&mail_from(), None),
        [
            format!("Type: choose MX ({ONE_MX})"),
            "Name: paste asend.mail.example.com (If the panel adds example.com itself, as most do, enter only \
             asend.mail.)"
                .to_owned(),
            "Value: paste feedback-smtp.us-east-1.amazonses.com (If the panel adds the domain to it, end it with a \
             dot.)"
                .to_owned(),
            "Priority: paste 10".to_owned(),
            "TTL: paste 3600 (In seconds; what the panel offers by itself is right too.)".to_owned(),
        ]
    );
    let long = lines(&dkim(), None);
    assert!(
        long[2].ends_with(
            "A (394 octets: one line, without quotes. If the panel refuses it, it wants the quoted strings of the zone \
             file.)"
        ),
        "{long:?}"
    );
    let name = |record: &DnsRecord, form| {
        written(&build_entries(record, &zone(), None, form, &RecordAction::default())).remove(1)
    };
    assert_eq!(
        name(&spf(), NameForm::Relative),
        "Name: paste asend.mail (Most panels add example.com themselves; where yours does not, asend.mail.example.com is to be entered.)"
    );
    assert_eq!(
        name(&spf(), NameForm::TrailingDot),
        "Name: paste asend.mail.example.com. (With its final dot nothing is added to it, where a dot is allowed.)"
    );
    assert_eq!(
        name(&inbound(), NameForm::Full),
        "Name: paste example.com (If the panel adds the domain itself, enter @ or nothing.)"
    );
}

#[test]
fn a_name_outside_the_zone_is_written_in_full_and_said() {
    let outside = record("ownership", "TXT", "_autosend-verify.example.org", "token", None);
    for host in HOSTS.iter().map(Some).chain([None]) {
        let entries = build_entries(&outside, &zone(), host, NameForm::Relative, &RecordAction::default());
        let name = entries.iter().find(|entry| entry.part == RecordPart::Name).unwrap();
        assert_eq!(name.text, "_autosend-verify.example.org");
        assert_eq!(
            name.hint.as_deref(),
            Some("Not in the zone example.com: the full name. Is it the right zone?"),
            "{host:?}"
        );
    }
}

#[test]
fn full_and_dotted_names_are_written_where_a_host_wants_them() {
    let mut other = *host("vercel").unwrap();
    for (field, name, hint) in [
        (NameField::Full, "asend.mail.example.com", "Vercel wants the full name."),
        (NameField::TrailingDot, "asend.mail.example.com.", "Vercel wants the full name with its final dot."),
    ] {
        other.name_field = field;
        let line = lines(&spf(), Some(&other)).remove(0);
        assert_eq!(line, format!("Name: paste {name} ({hint})"));
        assert!(name_field_hint(Some(&other), &zone()).starts_with("Vercel wants the full name"));
    }
    assert_eq!(name_form(Some(&other)), NameForm::TrailingDot);
}

#[test]
fn a_long_key_fits_digitalocean_until_it_has_4096_bits() {
    let limit =
        "DigitalOcean takes 507 octets at most in a TXT record. A DKIM key of 2048 bits fits, one of 4096 does not.";
    let value = |digits: usize| {
        let record =
            record("dkim", "TXT", "autosend._domainkey.example.com", &format!("p={}", "A".repeat(digits)), None);
        lines(&record, host("digitalocean")).remove(2)
    };
    assert!(value(505).ends_with("A (507 octets: one line, without quotes.)"));
    assert!(value(736).ends_with(&format!("A (738 octets: one line, without quotes. {limit})")));
}

#[test]
fn what_the_server_left_out_is_left_empty_and_said() {
    let mut bare = record("mailFrom", "MX", "", "", None);
    assert_eq!(
        lines(&bare, None),
        [
            format!("Type: choose MX ({ONE_MX})"),
            "Name: leave empty (AutoSend sent no name for this record.)".to_owned(),
            "Value: leave empty (AutoSend sent no value for this record.)".to_owned(),
            "Priority: leave empty (AutoSend sent no priority: if the panel wants one, 10 is usual.)".to_owned(),
            "TTL: paste 3600 (In seconds; what the panel offers by itself is right too.)".to_owned(),
        ]
    );
    assert_eq!(text_of(&bare, host("ovh"), RecordPart::Value), "", "no dot alone");
    bare.value = "mx.example.net".into();
    assert_eq!(
        lines(&bare, host("route53"))[2],
        "Value: paste mx.example.net (AutoSend sent no priority: enter one before it, with a blank between; 10 is \
         usual.)"
    );
    let untyped = record("arc", "", "example.com", "x", None);
    assert_eq!(lines(&untyped, None)[0], "Type: choose ? (AutoSend sent no type for this record.)");
}

#[test]
fn an_odd_priority_is_pasted_as_it_came() {
    let mut odd = mail_from();
    odd.priority = Some(Priority::Invalid("high\u{1b}".into()));
    assert_eq!(text_of(&odd, None, RecordPart::Priority), "high\u{1b}");
    assert_eq!(lines(&odd, None)[3], "Priority: paste high\u{1b} (What AutoSend sent, yet no number from 0 to 65535.)");
    assert_eq!(text_of(&odd, host("route53"), RecordPart::Value), "high\u{1b} feedback-smtp.us-east-1.amazonses.com");
    odd.priority = Some(Priority::Invalid("".into()));
    assert!(lines(&odd, None)[3].starts_with("Priority: leave empty"));
}

#[test]
fn only_mx_records_are_asked_for_a_priority() {
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
    assert_eq!(lines[0], "Type: choose SRV (This version does not know the type: enter it as the panel asks.)");
    assert_eq!(lines[2], "Content: paste 1 5060 sip.example.com (AutoSend sent a priority with it: 20.)");
}

#[test]
fn targets_alone_get_a_final_dot_and_one_only() {
    let cname = record("tracking", "cname", "track.example.com", "click.autosend.com", None);
    assert_eq!(text_of(&cname, host("ovh"), RecordPart::Value), "click.autosend.com.");
    assert_eq!(
        lines(&cname, host("ovh"))[0],
        "Record type: choose cname (A name with a CNAME can have no other record.)"
    );
    let dotted = DnsRecord { value: "mx.example.net.".into(), ..mail_from() };
    assert_eq!(text_of(&dotted, host("ovh"), RecordPart::Value), "mx.example.net.");
    assert_eq!(text_of(&dotted, host("cloudflare"), RecordPart::Value), "mx.example.net.");
    assert_eq!(text_of(&spf(), host("ovh"), RecordPart::Value), "v=spf1 include:amazonses.com ~all");
}

#[test]
fn the_headline_says_what_becomes_of_names() {
    assert_eq!(
        name_field_hint(host("cloudflare"), &zone()),
        "Cloudflare adds example.com by itself: enter only what stands before it"
    );
    assert_eq!(
        name_field_hint(host("hetzner"), &zone()),
        "Hetzner usually adds example.com by itself: enter only what stands before it"
    );
    assert_eq!(
        name_field_hint(None, &zone()),
        "Most panels add example.com to a name by themselves; some want the full name"
    );
    assert_eq!(name_form(host("cloudflare")), NameForm::Relative);
    assert_eq!(name_form(None), NameForm::Full);
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
    fn the_name_leads_to_the_record_again(labels in "[a-z_-]{1,9}(\\.[a-z0-9]{1,5}){0,3}", host in any_host()) {
        let record = record("ownership", "TXT", &format!("{labels}.example.com"), "token", None);
        let name = text_of(&record, host, RecordPart::Name);
        let full = match host.map(|host| host.name_field) {
            Some(NameField::Relative { .. }) => format!("{name}.example.com"),
            _ => name,
        };
        prop_assert_eq!(full, format!("{}.example.com", labels));
    }
}
