//! The arguments of `records`.

use crate::cli::help::{format_examples, format_table};
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::field::FieldRef;
use super::only::Only;
use crate::cli::options::{ApiArgs, TargetArgs, clipboard_parser, parse_nameserver};
use crate::clipboard::choice::ClipboardMode;
use crate::core::exit::Exit;
use crate::core::export_format::ExportFormat;
use crate::export::DEFAULT_TTL;

/// The greatest TTL, in seconds (RFC 2181 section 8).
const MAX_TTL: i64 = 0x7FFF_FFFF;

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Prints the DNS records of a domain, each value ready to publish. If AutoSend
can't be reached, the cached records are printed with their age on standard
error, and the exit code is 6. With --offline, cached records are printed without
a request, and the exit code is 0.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct RecordsArgs {
    #[command(flatten)]
    pub targets: TargetArgs,

    /// Only these records: required, or missing (not in DNS as they must be)
    #[arg(long, value_name = "WHICH", value_enum, hide_possible_values = true)]
    pub only: Option<Only>,

    /// DNS server to ask with --only missing (repeatable)
    #[arg(long, value_name = "ADDR[:PORT]", requires = "only", value_parser = parse_nameserver)]
    pub nameserver: Vec<SocketAddr>,

    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = format_parser())]
    pub format: RecordsFormat,

    /// Same as --format json, with errors as JSON on standard error
    #[arg(long, conflicts_with = "format")]
    pub json: bool,

    /// Print a single field: SLOT.name, SLOT.value or SLOT.priority
    #[arg(long, value_name = "FIELD", value_parser = str::parse::<FieldRef>, conflicts_with_all = ["format", "json", "zone", "ttl", "output"])]
    pub field: Option<FieldRef>,

    /// Copy to the clipboard instead of printing
    ///
    /// The same way as in the wizard; `doctor` shows it. If the copy fails, the text is printed and the exit code is 1.
    #[arg(long, conflicts_with = "output")]
    pub copy: bool,

    /// How to copy: auto, native, tmux, osc52 or off
    #[arg(long, value_name = "METHOD", requires = "copy", hide_possible_values = true, value_parser = clipboard_parser())]
    pub clipboard: Option<ClipboardMode>,

    /// Use cached records; make no requests
    #[arg(long, conflicts_with = "no_cache")]
    pub offline: bool,

    /// Don't read or write the local cache
    #[arg(long)]
    pub no_cache: bool,

    /// DNS zone of the names (default: guessed)
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,

    /// TTL in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = DEFAULT_TTL, value_parser = clap::value_parser!(u32).range(1..=MAX_TTL))]
    pub ttl: u32,

    /// Write to a file (never overwrites; - for standard output)
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,

    /// Overwrite the --output file
    #[arg(long, requires = "output")]
    pub force: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

impl RecordsArgs {
    /// The format of `--format` or `--json`.
    pub const fn effective_format(&self) -> RecordsFormat {
        if self.json { RecordsFormat::Export(ExportFormat::Json) } else { self.format }
    }

    /// The format that was given to `--output`, which takes a path.
    pub(super) fn format_as_path(&self) -> Option<ExportFormat> {
        let path = self.output.as_ref().filter(|_| self.effective_format() == RecordsFormat::Table)?;
        ExportFormat::from_code(path.to_str()?)
    }

    /// Whether the command prints JSON.
    pub(in crate::cli) fn wants_json(&self) -> bool {
        self.effective_format() == RecordsFormat::Export(ExportFormat::Json)
    }
}

/// The format in which records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordsFormat {
    /// A table for people.
    Table,
    /// An export.
    Export(ExportFormat),
}

/// A parser of the formats.
fn format_parser() -> impl TypedValueParser<Value = RecordsFormat> {
    let keys = std::iter::once("table").chain(ExportFormat::ALL.map(ExportFormat::code));
    PossibleValuesParser::new(keys)
        .map(|key| ExportFormat::from_code(&key).map_or(RecordsFormat::Table, RecordsFormat::Export))
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let examples = format_examples(&[
        ("autosend-domains records mail.example.com", ""),
        ("autosend-domains records mail.example.com --format zone -o mail.zone", ""),
        ("autosend-domains records mail.example.com --offline --json", ""),
        ("autosend-domains records mail.example.com --format message | mail -s DNS you@…", ""),
        ("autosend-domains records mail.example.com --field dkim.value --copy", ""),
        ("autosend-domains records mail.example.com --only missing", "what is left to publish"),
    ]);
    let formats: Vec<(&str, &str)> = std::iter::once(("table", "Human-readable: a table, then each full value."))
        .chain(ExportFormat::ALL.map(|format| (format.code(), format.description())))
        .collect();
    let (formats, exits) = (format_table(&formats), format_table(&Exit::TABLE));
    format!(
        "\
Examples:
{examples}
Formats:
{formats}
JSON:
  {{\"version\": 1, \"domain\": {{...}}, \"zone\": {{\"name\", \"source\"}},
   \"stale\": false, \"fetchedAt\": null, \"ageSeconds\": null, \"warnings\": [...]}}
  stale: whether they are those of an earlier run, fetched at that time.
  The domain has the fields of `add --json`; each record also has \"host\" and
  \"ttl\". With several domains or --from, one document per line, with \"given\" and
  \"error\".
Fields for --field (no trailing newline when piped):
  SLOT.name, SLOT.value, SLOT.priority, where SLOT is ownership, dkim,
  mail-from[0], mail-from[1], dmarc or inbound-mx

Exit codes:
{exits}"
    )
}
