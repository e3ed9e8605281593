//! The programs that exports are made for read them, and have what the records hold.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::fs;
use std::process::Command;

use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::export_format::ExportFormat;
use autosend_domains::core::record::{DnsRecord, Priority, RecordType};
use autosend_domains::core::zone::Zone;
use serde_json::{Value, json};

use super::{export_default, receiving_domain};
use crate::support::domains::domain;
use crate::support::tools::{is_available, run_with_stdin};

/// Prints what octoDNS has of a zone.
const READ: &str = r#"
import json, sys, warnings
warnings.simplefilter("ignore")
from octodns.provider.yaml import YamlProvider
from octodns.zone import Zone
folder, name = sys.argv[1:]
provider = YamlProvider("config", folder, escaped_semicolons=True)
zone = Zone(name, [])
provider.populate(zone)
rows = []
for record in zone.records:
    for value in record.values:
        if record._type == "MX":
            rows.append([record.fqdn, "MX", f"{value.preference} {value.exchange}", record.ttl])
        else:
            rows.append([record.fqdn, record._type, str(value).replace("\\;", ";"), record.ttl])
print(json.dumps(sorted(rows)))
"#;

/// Prints what Python has of a table.
const CSV: &str = "import csv, io, json, sys\n\
                       text = sys.stdin.buffer.read().decode()\n\
                       print(json.dumps([[row['Name'], row['Type'], row['Value'], row['Priority'], row['TTL']] \
                       for row in csv.DictReader(io.StringIO(text, newline=''))]))";

/// Prints what Python has of the document.
const JSON: &str = "import json, sys\n\
                        document = json.load(sys.stdin.buffer)\n\
                        print(json.dumps([[r['name'], r['type'], r['publishValue'], str(r['priority'] or ''), str(r['ttl'])] \
                        for r in document['domain']['records']]))";

/// What `DNSControl` lends to its configuration, as far as the block needs it.
const STUBS: &str = "const rows = [];\n\
        const TTL = (seconds) => ({ ttl: seconds });\n\
        const TXT = (name, text, ttl) => [name, 'TXT', text, ttl.ttl];\n\
        const MX = (name, priority, target, ttl) => [name, 'MX', `${priority} ${target}`, ttl.ttl];\n\
        const D_EXTEND = (zone, ...records) => { for (const record of records) rows.push([zone, ...record]); };\n";

/// A domain whose values try every quoting there is.
fn tricky() -> SendingDomain {
    let mut domain = domain("mail.example.com");
    domain.records[0].value = r#"a "quoted" \ back; semi $x ${y} (z) @ 'q'"#.into();
    domain.records[3].value = format!("{}é; end", "0123456789".repeat(60)).into();
    domain
}

fn domains() -> [SendingDomain; 3] {
    [domain("mail.example.com"), receiving_domain(), tricky()]
}

/// Name without a final dot, type and data of every record: texts joined, exchangers behind their priority.
fn expected(domain: &SendingDomain) -> Vec<(String, String, Vec<u8>)> {
    let data = |record: &DnsRecord| match (&record.record_type, &record.priority) {
        (RecordType::Mx, Some(Priority::Number(priority))) => format!("{priority} {}.", record.published_value()),
        _ => record.published_value().into_owned(),
    };
    let row = |record: &DnsRecord| {
        (record.name.raw().to_owned(), record.record_type.raw().to_owned(), data(record).into_bytes())
    };
    let mut rows: Vec<_> = domain.records.iter().map(row).collect();
    rows.sort();
    rows
}

/// The same of a zone as name servers print it: a record a line, absolute names, strings quoted.
fn printed(text: &str) -> Vec<(String, String, Vec<u8>)> {
    let mut rows = Vec::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let Some(place) = fields.iter().position(|field| ["TXT", "MX"].contains(field)) else { continue };
        let kind = fields[place];
        let data = line.split_once(kind).unwrap().1.trim();
        let data = if kind == "TXT" { unquoted(data) } else { data.as_bytes().to_vec() };
        rows.push((fields[0].trim_end_matches('.').to_owned(), kind.to_owned(), data));
    }
    rows.sort();
    rows
}

/// Quoted strings joined; `\DDD` is decimal (RFC 1035 section 5.1).
fn unquoted(strings: &str) -> Vec<u8> {
    let mut joined = Vec::new();
    let mut octets = strings.bytes();
    let mut inside = false;
    while let Some(octet) = octets.next() {
        match octet {
            b'"' => inside = !inside,
            b'\\' => {
                let first = octets.next().unwrap();
                if first.is_ascii_digit() {
                    let digits = [first, octets.next().unwrap(), octets.next().unwrap()];
                    joined.push(std::str::from_utf8(&digits).unwrap().parse().unwrap());
                } else {
                    joined.push(first);
                }
            }
            b' ' if !inside => {}
            other => joined.push(other),
        }
    }
    joined
}

/// The export as a zone that can be loaded: with an SOA and an NS record.
fn loadable(domain: &SendingDomain) -> (String, String) {
    let zone = Zone::guess(domain.name.raw()).name().to_owned();
    let text = export_default(ExportFormat::Zone, domain).text;
    let soa = format!(
        "{zone}. 3600 IN SOA ns.{zone}. hostmaster.{zone}. 1 3600 600 86400 300\n{zone}. 3600 IN NS ns.{zone}.\nns.{zone}. IN A 192.0.2.1\n"
    );
    // The origin and the time to live come first.
    let (head, records) = text.split_once("$TTL 3600\n").unwrap();
    (zone, format!("{head}$TTL 3600\n{soa}{records}"))
}

#[test]
fn bind_reads_every_record_verbatim() {
    if !is_available("named-checkzone") || !is_available("named-compilezone") {
        return;
    }
    for domain in domains() {
        let (zone, text) = loadable(&domain);
        let folder = tempfile::tempdir().unwrap();
        let (file, compiled) = (folder.path().join("zone"), folder.path().join("compiled"));
        fs::write(&file, &text).unwrap();
        let checked = Command::new("named-checkzone").arg(&zone).arg(&file).output().unwrap();
        assert!(checked.status.success(), "{}\n{text}", String::from_utf8_lossy(&checked.stdout));
        let output =
            Command::new("named-compilezone").args(["-s", "full", "-o"]).arg(&compiled).arg(&zone).arg(&file).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let mut found = printed(&fs::read_to_string(&compiled).unwrap());
        found.retain(|(_, kind, _)| kind == "TXT" || kind == "MX");
        assert_eq!(found, expected(&domain));
    }
}

#[test]
fn ldns_reads_every_record_verbatim() {
    if !is_available("ldns-read-zone") {
        return;
    }
    for domain in domains() {
        let (_, text) = loadable(&domain);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zone");
        fs::write(&file, &text).unwrap();
        let output = Command::new("ldns-read-zone").arg(&file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(printed(&String::from_utf8_lossy(&output.stdout)), expected(&domain));
    }
}

/// What `printed` makes of a text with an unquoted `;` shows that the comparison would see it.
#[test]
fn a_zone_file_without_quotes_would_be_noticed() {
    if !is_available("named-compilezone") {
        return;
    }
    let domain = domain("mail.example.com");
    let (zone, text) = loadable(&domain);
    let folder = tempfile::tempdir().unwrap();
    let (file, compiled) = (folder.path().join("zone"), folder.path().join("compiled"));
    fs::write(&file, text.replace("\"v=DMARC1; p=none;\"", "v=DMARC1; p=none;")).unwrap();
    let output =
        Command::new("named-compilezone").args(["-s", "full", "-o"]).arg(&compiled).arg(&zone).arg(&file).output();
    assert!(output.unwrap().status.success(), "BIND takes it");
    assert_ne!(printed(&fs::read_to_string(&compiled).unwrap()), expected(&domain));
}

#[test]
fn octodns_reads_every_value() {
    if !is_available("python3") {
        return;
    }
    let probe = Command::new("python3").args(["-c", "import octodns"]).output().unwrap();
    if !probe.status.success() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "octoDNS is missing");
        return;
    }
    for domain in [domain("mail.example.com"), receiving_domain()] {
        let zone = Zone::guess(domain.name.raw()).name().to_owned();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(format!("{zone}.yaml")), export_default(ExportFormat::OctoDns, &domain).text)
            .unwrap();
        let output = Command::new("python3").args(["-c", READ]).arg(folder.path()).arg(format!("{zone}.")).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let rows = expected(&domain)
            .into_iter()
            .map(|(name, kind, data)| json!([format!("{name}."), kind, String::from_utf8(data).unwrap(), 3600]));
        assert_eq!(found, rows.collect::<Value>());
    }
}

#[test]
fn python_reads_csv_and_json() {
    if !is_available("python3") {
        return;
    }
    for domain in domains() {
        for (program, format) in [(CSV, ExportFormat::Csv), (JSON, ExportFormat::Json)] {
            let output =
                run_with_stdin(Command::new("python3").args(["-c", program]), &export_default(format, &domain).text);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let found: Value = serde_json::from_slice(&output.stdout).unwrap();
            let rows = domain.records.iter().map(|record| {
                let priority = record.priority.as_ref().map(Priority::sanitized).unwrap_or_default();
                json!([record.name.raw(), record.record_type.raw(), record.published_value(), priority, "3600"])
            });
            assert_eq!(found, rows.collect::<Value>(), "{format:?}");
        }
    }
}

#[test]
fn dnscontrols_block_is_a_program_that_makes_every_record() {
    if !is_available("node") {
        return;
    }
    for domain in domains() {
        let program = format!(
            "{STUBS}{}\nconsole.log(JSON.stringify(rows));\n",
            export_default(ExportFormat::DnsControl, &domain).text
        );
        let output = run_with_stdin(Command::new("node").arg("-"), &program);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        let zone = Zone::guess(domain.name.raw());
        let rows = domain.records.iter().map(|record| {
            let value = match &record.priority {
                Some(Priority::Number(priority)) => format!("{priority} {}.", record.published_value()),
                _ => record.published_value().into_owned(),
            };
            let host = zone.relative_name(record.name.raw()).unwrap();
            json!([zone.name(), host, record.record_type.raw(), value, 3600])
        });
        assert_eq!(found, rows.collect::<Value>());
    }
}
