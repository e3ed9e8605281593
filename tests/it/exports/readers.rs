//! Each form is read back by a reader that is not ours, whatever a value holds and however long it is.

use autosend_domains::core::export_format::ExportFormat;
use autosend_domains::core::text::escape_hidden;
use autosend_domains::core::zone::Zone;
use hickory_proto::rr::{Name, RData, RecordType};
use hickory_proto::serialize::txt::Parser;
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Tag, TagEnd};
use serde_json::Value;

use super::{domain_with_txt, export_default};
use crate::support::domains::domain;

const OWNER: &str = "_autosend-verify.mail.example.com";

/// The octets of the TXT record of that name in a master file.
fn txt_of_zone(text: &str, owner: &str) -> Vec<u8> {
    let (_, sets) = Parser::new(text, None, None).parse().unwrap_or_else(|error| panic!("{error}\n{text}"));
    let name = Name::from_ascii(format!("{owner}.")).expect("a name");
    let set = sets
        .values()
        .find(|set| *set.name() == name && set.record_type() == RecordType::TXT)
        .unwrap_or_else(|| panic!("no TXT record of {owner} in\n{text}"));
    let data = set.records_without_rrsigs().next().map(|record| record.data.clone());
    let Some(RData::TXT(strings)) = data else { panic!("{data:?}") };
    strings.txt_data.iter().flat_map(|string| string.iter().copied()).collect()
}

/// The text that quoted character-strings hold: `"a" "b"`, with `\X` for any X, or `\DDD` in this base.
fn joined(strings: &str, base: u32) -> Vec<u8> {
    let mut octets = strings.bytes();
    let mut joined = Vec::new();
    let mut inside = false;
    while let Some(octet) = octets.next() {
        match octet {
            b'"' => inside = !inside,
            b'\\' if inside => {
                let first = octets.next().expect("something is escaped");
                if first.is_ascii_digit() {
                    let digits = [first, octets.next().expect("a digit"), octets.next().expect("a digit")];
                    let digits = std::str::from_utf8(&digits).expect("digits");
                    joined.push(u8::from_str_radix(digits, base).expect("an octet"));
                } else {
                    joined.push(first);
                }
            }
            other if inside => joined.push(other),
            b' ' => {}
            other => panic!("{other} between the strings of {strings:?}"),
        }
    }
    joined
}

fn hcl(text: &str) -> Value {
    hcl::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The one resource of a type.
fn resource<'v>(document: &'v Value, kind: &str) -> &'v Value {
    document["resource"][kind].as_object().and_then(|all| all.values().next()).expect("a resource")
}

/// The texts of the fenced blocks.
fn fences(markdown: &str) -> Vec<String> {
    let mut fences = Vec::new();
    let mut open: Option<String> = None;
    for event in pulldown_cmark::Parser::new_ext(markdown, Options::empty()) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => open = Some(String::new()),
            Event::Text(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => fences.extend(open.take()),
            _ => {}
        }
    }
    fences.into_iter().map(|fence| fence.strip_suffix('\n').map(str::to_owned).unwrap_or(fence)).collect()
}

/// A text of any length: short ones often, longer ones than a character-string too.
fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<String>(),
        2 => "[ -~]{0,80}",
        2 => "[\"\\\\;${}%`<>|'é\u{1}\n ]{0,60}",
        1 => "(?s).{200,700}",
        1 => "[a-zA-Z0-9+/=; ]{250,800}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_and_csv_have_the_value_verbatim(value in values()) {
        let domain = domain_with_txt(&value);
        let json: Value = serde_json::from_str(&export_default(ExportFormat::Json, &domain).text).unwrap();
        prop_assert_eq!(&json["domain"]["records"][0]["publishValue"], &value);
        let text = export_default(ExportFormat::Csv, &domain).text;
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(rows.len(), 1);
        prop_assert_eq!(&rows[0][3], &value);
        prop_assert_eq!((&rows[0][1], &rows[0][2]), ("_autosend-verify.mail", OWNER));
    }

    // Printable ASCII alone: hickory 0.26 reads `\DDD` by another rule than RFC 1035 has. The rest is read by BIND and
    // ldns (`tools`), and by the unit tests of the zone file.
    #[test]
    fn hickory_reads_the_zone_file(value in "[ -~]{0,700}") {
        let text = export_default(ExportFormat::Zone, &domain_with_txt(&value)).text;
        prop_assert_eq!(txt_of_zone(&text, OWNER), value.as_bytes());
    }

    #[test]
    fn terraform_has_the_value_verbatim(value in values()) {
        let domain = domain_with_txt(&value);
        let locals = hcl(&export_default(ExportFormat::TerraformLocals, &domain).text);
        prop_assert_eq!(&locals["locals"]["autosend_records"]["ownership"]["value"], &value);
        let cloudflare = hcl(&export_default(ExportFormat::TerraformCloudflare, &domain).text);
        let content = resource(&cloudflare, "cloudflare_dns_record")["content"].as_str().unwrap();
        // Cloudflare's strings have no escapes by number, so a digit behind a backslash would be misread here.
        if !value.contains('\\') {
            prop_assert_eq!(joined(content, 10), value.as_bytes());
        }
        let route53 = hcl(&export_default(ExportFormat::TerraformRoute53, &domain).text);
        let record = resource(&route53, "aws_route53_record")["records"][0].as_str().unwrap();
        prop_assert_eq!(joined(&format!("\"{record}\""), 8), value.as_bytes());
        // Route 53 takes printable ASCII alone, in strings of at most 255 octets.
        prop_assert!(record.bytes().all(|octet| (b' '..=b'~').contains(&octet)));
    }

    #[test]
    fn dnscontrol_has_the_value_verbatim(value in values()) {
        let text = export_default(ExportFormat::DnsControl, &domain_with_txt(&value)).text;
        let call = text.lines().find_map(|line| line.trim().strip_prefix("TXT(")).unwrap();
        let mut arguments = serde_json::Deserializer::from_str(call).into_iter::<Value>();
        prop_assert_eq!(arguments.next().unwrap().unwrap(), "_autosend-verify.mail");
        let (_, rest) = call.split_at(arguments.byte_offset());
        let mut arguments = serde_json::Deserializer::from_str(rest.trim_start_matches([',', ' '])).into_iter::<Value>();
        prop_assert_eq!(arguments.next().unwrap().unwrap(), value);
    }

    #[test]
    fn octodns_has_the_value_or_a_warning(value in values()) {
        let exported = export_default(ExportFormat::OctoDns, &domain_with_txt(&value));
        let document: serde_yaml_ng::Value = serde_yaml_ng::from_str(&exported.text).unwrap();
        if exported.counts.omitted == 1 {
            prop_assert!(document.get("_autosend-verify.mail").is_none());
            prop_assert!(value.is_empty() || value.contains(['\\', '"']) || !value.bytes().all(|octet| (b' '..=b'~').contains(&octet)));
        } else {
            let read = document["_autosend-verify.mail"][0]["values"][0].as_str().unwrap();
            prop_assert_eq!(read.replace("\\;", ";"), value);
        }
    }

    #[test]
    fn text_formats_have_the_whole_value(value in values()) {
        let domain = domain_with_txt(&value);
        let shown = escape_hidden(&value).into_owned();
        for format in [ExportFormat::Markdown, ExportFormat::MessageMarkdown] {
            let text = export_default(format, &domain).text;
            let fences = fences(&text);
            prop_assert!(fences.contains(&shown), "{:?} in {:?}", shown, text);
            prop_assert!(fences.contains(&OWNER.to_owned()));
        }
        let text = export_default(ExportFormat::Message, &domain).text;
        let line = text.split('\n').find_map(|line| line.strip_prefix("   Value:     ")).unwrap();
        prop_assert_eq!(line, shown);
    }

    #[test]
    fn any_name_in_any_zone_renders_in_every_format(name in any::<String>(), owner in any::<String>(), kind in any::<String>()) {
        let mut domain = domain(&name);
        domain.records[0].name = owner.into();
        domain.records[1].record_type = autosend_domains::core::record::RecordType::parse(&kind);
        for format in ExportFormat::ALL {
            let exported = export_default(format, &domain);
            prop_assert_eq!(exported.counts.written + exported.counts.omitted, 5);
        }
        hcl(&export_default(ExportFormat::TerraformCloudflare, &domain).text);
        hcl(&export_default(ExportFormat::TerraformRoute53, &domain).text);
        hcl(&export_default(ExportFormat::TerraformLocals, &domain).text);
        serde_yaml_ng::from_str::<serde_yaml_ng::Value>(&export_default(ExportFormat::OctoDns, &domain).text).unwrap();
    }
}

#[test]
fn a_published_key_is_parsed_whole() {
    let domain = domain("mail.example.com");
    let published = domain.records[1].published_value().into_owned();
    assert_eq!(published.len(), 394);
    let zone = export_default(ExportFormat::Zone, &domain).text;
    assert_eq!(txt_of_zone(&zone, "autosend._domainkey.mail.example.com"), published.as_bytes());
    assert!(Zone::guess("mail.example.com").relative_name("autosend._domainkey.mail.example.com").is_some());
}
