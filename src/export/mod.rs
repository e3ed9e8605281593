//! Records in the forms that other programs and people read: pure formatters, from values to text.
//!
//! Nothing here writes a file or knows a screen.

mod columns;
mod csv;
mod dnscontrol;
mod domain_text;
mod json;
mod markdown;
mod message;
mod octodns;
mod quote;
mod records_table;
mod status;
mod terraform;
mod valid_record;
mod zone_file;

use crate::core::domain::SendingDomain;
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::core::record::DnsRecord;
use crate::core::zone::{Zone, ZoneSource};

pub use domain_text::{domain_text, record_text};
pub use json::{SCHEMA_VERSION, domain_json, json_line, json_text, record_json, records_json};
pub use records_table::records_table;
pub use status::{domains_table, format_checks, status_json, status_line, status_report};

/// The time to live that exports give every record unless told otherwise, in seconds: what AutoSend's own DNS template
/// publishes.
pub const DEFAULT_TTL: u32 = 3600;

/// What is to be exported.
#[derive(Clone, Copy, Debug)]
pub struct ExportInput<'a> {
    /// The domain with its records.
    pub domain: &'a SendingDomain,
    /// The zone that its names belong to.
    pub zone: &'a Zone,
    /// The time to live of every record, in seconds.
    pub ttl: u32,
}

impl ExportInput<'_> {
    /// What is to be said behind the zone where it is only a guess.
    fn guessed_zone_note(&self) -> &'static str {
        match self.zone.source() {
            ZoneSource::Guessed => " (guessed from the name; it may be kept in another zone)",
            ZoneSource::Dns | ZoneSource::Chosen => "",
        }
    }
}

/// The records in a form. Every value is the one to publish.
#[must_use]
pub fn export(format: ExportFormat, order: &ExportInput<'_>) -> ExportOutput {
    match format {
        ExportFormat::Zone => zone_file::export_zone_file(order),
        ExportFormat::Json => json::export_json(order),
        ExportFormat::Csv => csv::export_csv(order),
        ExportFormat::TerraformCloudflare => terraform::export_cloudflare(order),
        ExportFormat::TerraformRoute53 => terraform::export_route53(order),
        ExportFormat::TerraformLocals => terraform::export_locals(order),
        ExportFormat::DnsControl => dnscontrol::export_dnscontrol(order),
        ExportFormat::OctoDns => octodns::export_octodns(order),
        ExportFormat::Markdown => markdown::export_markdown(order),
        ExportFormat::Message => message::export_message(order),
        ExportFormat::MessageMarkdown => message::export_message_markdown(order),
    }
}

/// The domain's name in its own letters, where that is another, to stand behind it.
fn unicode_name_suffix(domain: &SendingDomain) -> String {
    domain.unicode_name().map(|name| format!(" ({name})")).unwrap_or_default()
}

/// What is to be known of a record's value by whoever enters it, a sentence each.
fn value_notes(record: &DnsRecord) -> Vec<String> {
    let size = record.key_size().map(|size| format!("A {}.", size.label()));
    let mended = record.is_mended().then(|| "p= was added: AutoSend returned the bare key.".to_owned());
    size.into_iter().chain(mended).chain(record.long_txt_note()).collect()
}

/// A word for each record with characters that are not seen: texts for people show them as code points.
fn hidden_character_warnings(domain: &SendingDomain) -> Vec<String> {
    let hidden = |record: &&DnsRecord| {
        !record.name.hidden_characters().is_empty() || !record.value.hidden_characters().is_empty()
    };
    let words = |record: &DnsRecord| {
        format!("{} holds hidden characters, which are shown as <U+…>: do not enter them so", record.label())
    };
    domain.records.iter().filter(hidden).map(words).collect()
}
