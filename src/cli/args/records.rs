//! The arguments of `records`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{ApiArgs, FieldRef};
use crate::core::export_format::ExportFormat;
use crate::export::DEFAULT_TTL;

/// The longest time to live, in seconds (RFC 2181 section 8).
const MAX_TTL: i64 = 0x7FFF_FFFF;

/// What `records` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct RecordsArgs {
    /// The domain, by its name or by AutoSend's id for it
    #[arg(value_name = "DOMAIN")]
    pub domain: String,

    /// The form
    #[arg(long, value_name = "FORM", default_value = "table", value_parser = format_parser())]
    pub format: RecordsFormat,

    /// The same as --format json; errors as JSON too
    #[arg(long, conflicts_with = "format")]
    pub json: bool,

    /// Print one field alone: SLOT.name, SLOT.value or SLOT.priority
    #[arg(long, value_name = "FIELD", value_parser = str::parse::<FieldRef>, conflicts_with_all = ["format", "json", "zone", "ttl", "output"])]
    pub field: Option<FieldRef>,

    /// Print what an earlier run has kept, and ask nobody
    #[arg(long, conflicts_with = "no_cache")]
    pub offline: bool,

    /// Neither use nor keep what was fetched
    #[arg(long)]
    pub no_cache: bool,

    /// The zone that the names are in; without it, a guess
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,

    /// The time to live, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = DEFAULT_TTL, value_parser = clap::value_parser!(u32).range(1..=MAX_TTL))]
    pub ttl: u32,

    /// Write it to a file, none is replaced; - is standard output
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,

    /// Replace the file of --output
    #[arg(long, requires = "output")]
    pub force: bool,

    /// With which key.
    #[command(flatten)]
    pub api: ApiArgs,
}

impl RecordsArgs {
    /// The form that is asked for.
    #[must_use]
    pub const fn effective_format(&self) -> RecordsFormat {
        if self.json { RecordsFormat::Export(ExportFormat::Json) } else { self.format }
    }
}

/// How records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordsFormat {
    /// For people.
    Table,
    /// As one of the exports.
    Export(ExportFormat),
}

/// A parser for the forms.
fn format_parser() -> impl TypedValueParser<Value = RecordsFormat> {
    let keys = std::iter::once("table").chain(ExportFormat::ALL.map(ExportFormat::code));
    PossibleValuesParser::new(keys)
        .map(|key| ExportFormat::from_code(&key).map_or(RecordsFormat::Table, RecordsFormat::Export))
}
