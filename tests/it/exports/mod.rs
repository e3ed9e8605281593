//! What leaves the program as a file: how each form looks, and that a reader of it gets what the records hold.

mod readers;
mod tools;

use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::export_format::{ExportFormat, ExportOutput};
use autosend_domains::core::record::{DnsRecord, Slot};
use autosend_domains::core::zone::Zone;
use autosend_domains::export::{DEFAULT_TTL, ExportInput, export};

use crate::support::domains::{domain, record};

/// The records in a form, in the zone that is guessed.
fn export_default(format: ExportFormat, domain: &SendingDomain) -> ExportOutput {
    let zone = Zone::guess(domain.name.raw());
    export(format, &ExportInput { domain, zone: &zone, ttl: DEFAULT_TTL })
}

/// A domain at its zone's top that receives mail, with an international name.
fn receiving_domain() -> SendingDomain {
    let name = "xn--mnchen-3ya.de";
    let mut domain = domain(name);
    domain.records.push(record(Slot::InboundMx, "MX", name, "inbound-smtp.eu-central-1.amazonaws.com", "inbound"));
    domain
}

/// A domain with a single TXT record of this value.
fn domain_with_txt(value: &str) -> SendingDomain {
    let mut domain = domain("mail.example.com");
    domain.records = vec![DnsRecord { value: value.into(), ..domain.records[0].clone() }];
    domain
}

#[test]
fn every_format_matches_its_snapshot() {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for format in ExportFormat::ALL {
        let five = export_default(format, &domain("mail.example.com"));
        assert!(five.counts.is_complete() && five.warnings.is_empty(), "{format:?}: {:?}", five.warnings);
        let six = export_default(format, &receiving_domain());
        let text = format!("{}\n======== {}\n\n{}", five.text, receiving_domain().name.sanitized(), six.text);
        settings.bind(|| insta::assert_snapshot!(format!("format__{}", format.code()), text));
    }
}

#[test]
fn no_format_has_a_bare_dkim_key() {
    let domain = domain("mail.example.com");
    let bare = domain.records[1].value.raw().to_owned();
    for format in ExportFormat::ALL {
        let text = export_default(format, &domain).text;
        // The beginning, since long texts are cut into strings.
        let (begins, _) = bare.split_at(60);
        let published = text.matches(&format!("p={begins}")).count();
        let all = text.matches(begins).count();
        // JSON has the value as AutoSend returned it too.
        assert_eq!((published, all), (1, if format == ExportFormat::Json { 2 } else { 1 }), "{format:?}");
    }
}

#[test]
fn every_export_ends_with_a_newline_and_has_no_control_characters() {
    let mut hostile = domain("mail.example.com");
    for record in &mut hostile.records {
        record.value = "v\u{1b}[2J\u{202e}\u{9b}31m\u{200b}\u{7}".into();
        record.name = "n\u{1b}]0;\u{7}.example.com".into();
    }
    hostile.name = "x\u{1b}[31m.example.com".into();
    for format in ExportFormat::ALL {
        let exported = export_default(format, &hostile);
        assert!(exported.text.ends_with('\n'), "{format:?}");
        // A table for spreadsheets has the cells to the letter.
        if format != ExportFormat::Csv {
            let hidden = |character: char| character != '\n' && autosend_domains::core::text::is_hidden(character);
            assert_eq!(exported.text.chars().find(|character| hidden(*character)), None, "{format:?}");
        }
    }
}

#[test]
fn an_omitted_record_is_named_and_counted() {
    let mut domain = domain("mail.example.com");
    domain.records[0].record_type = autosend_domains::core::record::RecordType::parse("CAA");
    for format in [
        ExportFormat::Zone,
        ExportFormat::TerraformCloudflare,
        ExportFormat::TerraformRoute53,
        ExportFormat::TerraformLocals,
        ExportFormat::DnsControl,
        ExportFormat::OctoDns,
    ] {
        let exported = export_default(format, &domain);
        assert_eq!((exported.counts.written, exported.counts.omitted), (4, 1), "{format:?}");
        assert_eq!(exported.warnings, ["Ownership is left out: its type is not supported"], "{format:?}");
        assert!(exported.text.contains("left out, its type is not supported: _autosend-verify"), "{format:?}");
    }
}

#[test]
fn zone_formats_omit_records_outside_the_zone() {
    let mut domain = domain("mail.example.com");
    domain.records[0].name = "_autosend-verify.mail.example.org".into();
    for format in ExportFormat::ALL {
        let exported = export_default(format, &domain);
        // The values alone, and what people read, belong to no zone.
        let is_of_a_zone = [
            ExportFormat::Zone,
            ExportFormat::TerraformCloudflare,
            ExportFormat::TerraformRoute53,
            ExportFormat::DnsControl,
            ExportFormat::OctoDns,
        ];
        let left_out = usize::from(is_of_a_zone.contains(&format));
        assert_eq!((exported.counts.written, exported.counts.omitted), (5 - left_out, left_out), "{format:?}");
        assert_eq!(exported.warnings.iter().any(|warning| warning.contains("outside the zone")), left_out == 1);
    }
}

#[test]
fn a_spreadsheet_formula_is_warned_of_and_unchanged() {
    let exported = export_default(ExportFormat::Csv, &domain_with_txt("=HYPERLINK(\"http://evil\")"));
    assert!(exported.text.contains("\"=HYPERLINK(\"\"http://evil\"\")\""), "{}", exported.text);
    assert_eq!(exported.warnings, ["Import as text: a spreadsheet would treat the value of Ownership as a formula"]);
}

#[test]
fn no_command_has_a_name_with_shell_syntax() {
    let mut hostile = domain("mail.example.com");
    hostile.records[0].name = "$(reboot).example.com".into();
    hostile.records[1].name = "-x.example.com".into();
    for format in [ExportFormat::Message, ExportFormat::MessageMarkdown] {
        let text = export_default(format, &hostile).text;
        let commands: Vec<&str> = text.lines().map(str::trim).filter(|line| line.starts_with("dig ")).collect();
        assert_eq!(commands.len(), 3, "{commands:?}");
    }
}
