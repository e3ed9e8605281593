//! The entries of each DNS host, in full.

use super::*;
use crate::core::dns_host::HOSTS;
use crate::core::fixtures::record;

fn dkim() -> DnsRecord {
    record("dkim", "TXT", "autosend._domainkey.mail.example.com", &format!("MI{}", "A".repeat(390)), None)
}

fn dmarc() -> DnsRecord {
    record("dmarc", "TXT", "_dmarc.mail.example.com", "v=DMARC1; p=none;", None)
}

pub(super) fn spf() -> DnsRecord {
    record("mailFrom", "TXT", "asend.mail.example.com", "v=spf1 include:amazonses.com ~all", None)
}

pub(super) fn mail_from() -> DnsRecord {
    record("mailFrom", "MX", "asend.mail.example.com", "feedback-smtp.us-east-1.amazonses.com", Some(10))
}

fn inbound() -> DnsRecord {
    record("inboundMx", "MX", "example.com", "inbound.autosend.com", Some(5))
}

pub(super) fn zone() -> Zone {
    Zone::guess("mail.example.com")
}

pub(super) fn host(key: &str) -> Option<&'static DnsHost> {
    let host = DnsHost::from_code(key);
    assert!(host.is_some(), "{key}");
    host
}

/// Every entry as "label: verb text (hint)".
pub(super) fn lines(record: &DnsRecord, host: Option<&DnsHost>) -> Vec<String> {
    written(&build_entries(record, &zone(), host, NameForm::Full, &RecordAction::default()))
}

fn written(entries: &[PanelEntry]) -> Vec<String> {
    let line = |PanelEntry { label, input_mode, text, hint, .. }: &PanelEntry| {
        let verb = match input_mode {
            InputMode::Choose => "choose ",
            InputMode::Paste => "paste ",
            InputMode::LeaveEmpty => "leave empty",
            InputMode::Keep => "keep ",
        };
        let hint = hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        format!("{label}: {verb}{text}{hint}")
    };
    entries.iter().map(line).collect()
}

pub(super) fn text_of(record: &DnsRecord, host: Option<&DnsHost>, part: RecordPart) -> String {
    let entries = build_entries(record, &zone(), host, NameForm::Full, &RecordAction::default());
    entries.into_iter().find(|entry| entry.part == part).unwrap().text
}

const NEVER_TWO: &str = "If this name already has a DMARC record, keep it and skip this one.";
pub(super) const ONE_MX: &str = "This must be the only MX record of this name.";

/// The lines with long runs of the key written as how many they are.
fn shortened(lines: Vec<String>) -> Vec<String> {
    let shorten = |line: String, run: usize| line.replace(&"A".repeat(run), &format!("A*{run}"));
    lines.into_iter().map(|line| [390, 251, 139].into_iter().fold(line, shorten)).collect()
}

#[test]
fn cloudflare_uses_the_host_and_calls_the_mx_value_mail_server() {
    let host = host("cloudflare");
    assert_eq!(
        lines(&dmarc(), host),
        [
            format!("Type: choose TXT ({NEVER_TWO})"),
            "Name: paste _dmarc.mail (Cloudflare appends example.com for you.)".to_owned(),
            "Content: paste v=DMARC1; p=none; (One line, without quotes.)".to_owned(),
            "TTL: keep Auto".to_owned(),
        ]
    );
    assert_eq!(
        lines(&mail_from(), host),
        [
            format!("Type: choose MX ({ONE_MX})"),
            "Name: paste asend.mail (Cloudflare appends example.com for you.)".to_owned(),
            "Mail server: paste feedback-smtp.us-east-1.amazonses.com".to_owned(),
            "TTL: keep Auto".to_owned(),
            "Priority: paste 10".to_owned(),
        ]
    );
    assert_eq!(lines(&inbound(), host)[1], "Name: paste @ (@ means example.com itself.)");
}

#[test]
fn route_53_has_quoted_strings_and_the_priority_in_the_value() {
    let host = host("route53");
    assert_eq!(
        shortened(lines(&dkim(), host)),
        [
            "Record name: paste autosend._domainkey.mail (Amazon Route 53 appends example.com for you.)".to_owned(),
            "Record type: choose TXT".to_owned(),
            "Value: paste \"p=MIA*251\" \"A*139\" (394 characters in 2 quoted strings: paste all of it, with the \
             quotes.)"
                .to_owned(),
            "TTL (seconds): keep 300".to_owned(),
        ]
    );
    assert_eq!(
        lines(&spf(), host)[2],
        "Value: paste \"v=spf1 include:amazonses.com ~all\" (Include the quotes: Amazon Route 53 expects them.)"
    );
    assert_eq!(
        lines(&inbound(), host),
        [
            "Record name: leave empty (Leave it empty: the record is for example.com itself.)".to_owned(),
            "Record type: choose MX (This record sends mail for this name to AutoSend.)".to_owned(),
            "Value: paste 5 inbound.autosend.com (Priority, a space, then the mail server.)".to_owned(),
            "TTL (seconds): keep 300".to_owned(),
        ]
    );
}

#[test]
fn godaddy_adds_the_domain_itself() {
    assert_eq!(
        shortened(lines(&dkim(), host("godaddy"))),
        [
            "Type: choose TXT".to_owned(),
            "Name: paste autosend._domainkey.mail (GoDaddy appends example.com for you.)".to_owned(),
            "Value: paste p=MIA*390 (394 characters: one line, without quotes.)".to_owned(),
            "TTL: keep 1 Hour".to_owned(),
        ]
    );
    assert_eq!(
        lines(&mail_from(), host("godaddy"))[2..4],
        ["Value: paste feedback-smtp.us-east-1.amazonses.com", "Priority: paste 10",]
    );
}

#[test]
fn namecheap_has_mx_records_in_another_section() {
    assert_eq!(
        lines(&mail_from(), host("namecheap")),
        [
            format!("Type: choose MX (MX records are under Mail Settings; choose Custom MX there first. {ONE_MX})"),
            "Host: paste asend.mail (Namecheap appends example.com for you.)".to_owned(),
            "Value: paste feedback-smtp.us-east-1.amazonses.com".to_owned(),
            "Priority (the column after Value, it has no name): paste 10".to_owned(),
            "TTL: keep Automatic".to_owned(),
        ]
    );
    assert_eq!(lines(&dmarc(), host("namecheap"))[0], format!("Type: choose TXT ({NEVER_TWO})"));
}

#[test]
fn ovh_needs_the_trailing_dot_and_rejects_long_text() {
    assert_eq!(
        lines(&mail_from(), host("ovh")),
        [
            format!("Record type: choose MX ({ONE_MX})"),
            "Sub-domain: paste asend.mail (OVHcloud appends example.com for you.)".to_owned(),
            "TTL: keep 3600".to_owned(),
            "Priority: paste 10".to_owned(),
            "Target: paste feedback-smtp.us-east-1.amazonses.com. \
             (Include the trailing dot: without it, OVHcloud appends the domain.)"
                .to_owned(),
        ]
    );
    let value = lines(&dkim(), host("ovh")).pop().unwrap();
    assert!(value.starts_with("Target: paste p=MIAAA"), "{value}");
    let kind = lines(&dkim(), host("ovh")).remove(0);
    assert!(
        kind.starts_with("Record type: choose TXT (OVHcloud allows at most 255 characters"),
        "known before: {kind}"
    );
    assert!(
        value.ends_with(
            "A (394 characters: one line, without quotes. OVHcloud allows at most 255 characters in a TXT record. \
             For a DKIM key, choose the record type DKIM, which has a field for each tag, or use \"Change in text \
             format\".)"
        ),
        "{value}"
    );
}

#[test]
fn undocumented_facts_about_google_cloud_have_usually() {
    assert_eq!(
        lines(&mail_from(), host("google-cloud")),
        [
            "DNS name: paste asend.mail (Google Cloud DNS usually appends example.com for you.)".to_owned(),
            format!("Resource record type: choose MX ({ONE_MX})"),
            "TTL (unit: minutes): keep 5".to_owned(),
            "Preference and mail server: paste 10 feedback-smtp.us-east-1.amazonses.com. (Priority, a space, then \
             the mail server. Include the trailing dot: without it, Google Cloud DNS usually appends the domain.)"
                .to_owned(),
        ]
    );
    assert_eq!(
        lines(&dmarc(), host("google-cloud"))[3],
        "TXT data: paste \"v=DMARC1; p=none;\" (Include the quotes: Google Cloud DNS usually expects them.)"
    );
}

#[test]
fn an_unknown_host_has_the_usual_labels_and_both_name_forms() {
    assert_eq!(
        lines(&mail_from(), None),
        [
            format!("Type: choose MX ({ONE_MX})"),
            "Name: paste asend.mail.example.com (If your provider appends example.com (most do), enter only \
             asend.mail.)"
                .to_owned(),
            "Value: paste feedback-smtp.us-east-1.amazonses.com (If your provider appends the domain to it, end it \
             with a dot.)"
                .to_owned(),
            "Priority: paste 10".to_owned(),
            "TTL: keep 3600".to_owned(),
        ]
    );
    let long = lines(&dkim(), None);
    assert!(
        long[2].ends_with(
            "A (394 characters: one line, without quotes. If it's rejected, use the quoted strings from the zone file.)"
        ),
        "{long:?}"
    );
    let name = |record: &DnsRecord, form| {
        written(&build_entries(record, &zone(), None, form, &RecordAction::default())).remove(1)
    };
    assert_eq!(
        name(&spf(), NameForm::Relative),
        "Name: paste asend.mail (Most providers append example.com. If yours doesn't, enter asend.mail.example.com)"
    );
    assert_eq!(
        name(&spf(), NameForm::TrailingDot),
        "Name: paste asend.mail.example.com. (The trailing dot stops your provider from appending the domain, if it \
         allows one.)"
    );
    assert_eq!(
        name(&inbound(), NameForm::Full),
        "Name: paste example.com (If your provider appends the domain, enter @ or nothing.)"
    );
}

#[test]
fn a_name_outside_the_zone_is_written_in_full_with_a_note() {
    let outside = record("ownership", "TXT", "_autosend-verify.example.org", "token", None);
    for host in HOSTS.iter().map(Some).chain([None]) {
        let entries = build_entries(&outside, &zone(), host, NameForm::Relative, &RecordAction::default());
        let name = entries.iter().find(|entry| entry.part == RecordPart::Name).unwrap();
        assert_eq!(name.text, "_autosend-verify.example.org");
        assert_eq!(
            name.hint.as_deref(),
            Some("Not in the zone example.com, so this is the full name. Is the zone correct?"),
            "{host:?}"
        );
    }
}

#[test]
fn full_and_dotted_names_are_written_for_hosts_that_need_them() {
    let mut other = *host("vercel").unwrap();
    for (field, name, hint) in [
        (NameField::Full, "asend.mail.example.com", "Vercel expects the full name."),
        (NameField::TrailingDot, "asend.mail.example.com.", "Vercel expects the full name with a trailing dot."),
    ] {
        other.name_field = field;
        let line = lines(&spf(), Some(&other)).remove(0);
        assert_eq!(line, format!("Name: paste {name} ({hint})"));
        assert!(name_field_hint(Some(&other), &zone()).starts_with("Vercel expects the full name"));
    }
    assert_eq!(name_form(Some(&other)), NameForm::TrailingDot);
}

#[test]
fn the_headline_explains_the_name_form() {
    assert_eq!(
        name_field_hint(host("cloudflare"), &zone()),
        "Cloudflare appends example.com: enter only the part before it"
    );
    assert_eq!(
        name_field_hint(host("hetzner"), &zone()),
        "Hetzner usually appends example.com: enter only the part before it"
    );
    assert_eq!(
        name_field_hint(None, &zone()),
        "Most providers append example.com to the name; some expect the full name"
    );
    assert_eq!(name_form(host("cloudflare")), NameForm::Relative);
    assert_eq!(name_form(None), NameForm::Full);
}
