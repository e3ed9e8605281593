//! Exports: records in the formats of other programs, and as text for people. Pure functions from values to text.

mod columns;
mod csv;
mod dnscontrol;
mod domain_text;
mod input;
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

use crate::core::export_format::{ExportFormat, ExportOutput};

pub use domain_text::{domain_text, record_text};
pub use input::ExportInput;
pub use json::{SCHEMA_VERSION, domain_json, json_line, json_text, record_json, records_json};
pub use records_table::records_table;
pub use status::{domains_table, format_checks, status_json, status_line, status_report};

/// The default TTL of exported records, in seconds: that of AutoSend's own DNS template.
pub const DEFAULT_TTL: u32 = 3600;

/// Exports the records in a format, with the values to publish.
pub fn export(format: ExportFormat, input: &ExportInput<'_>) -> ExportOutput {
    match format {
        ExportFormat::Zone => zone_file::export_zone_file(input),
        ExportFormat::Json => json::export_json(input),
        ExportFormat::Csv => csv::export_csv(input),
        ExportFormat::TerraformCloudflare => terraform::export_cloudflare(input),
        ExportFormat::TerraformRoute53 => terraform::export_route53(input),
        ExportFormat::TerraformLocals => terraform::export_locals(input),
        ExportFormat::DnsControl => dnscontrol::export_dnscontrol(input),
        ExportFormat::OctoDns => octodns::export_octodns(input),
        ExportFormat::Markdown => markdown::export_markdown(input),
        ExportFormat::Message => message::export_message(input),
        ExportFormat::MessageMarkdown => message::export_message_markdown(input),
    }
}
