//! `records`: the records of one domain in any format, from AutoSend or from the cache: printed, saved or copied.

mod args;
mod copy;
mod field;
mod load;

use std::path::Path;

use jiff::Timestamp;
use serde_json::{Value, json};

use self::args::RecordsFormat;
pub(in crate::cli) use self::args::{ABOUT, RecordsArgs, help};
use self::copy::{CopyText, copy_or_print};
use self::field::FieldText;
use self::load::{LoadedDomain, load_domain};
use super::domain_ref::DomainRef;
use super::report::{FreshnessMembers, Warning};
use super::target_run::max_exit;
use super::targets::Targets;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::exit::Exit;
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::core::file_save::SaveError;
use crate::core::text::escape_hidden;
use crate::core::zone::Zone;
use crate::export::{ExportInput, export, json_text, records_json, records_table};
use crate::files::LocalFiles;

/// Runs the command.
pub(in crate::cli) fn run(args: &RecordsArgs, output: Output) -> Result<Exit, CliError> {
    if let Some(format) = args.format_as_path() {
        let title = format!("--output takes a path, and {} is a format", format.code());
        let hint = format!("Use --format {0}. For a file of that name: --output ./{0}", format.code());
        return Err(CliError::new("usage", Exit::Usage, title).with_hint(hint));
    }
    let mut exit = Exit::Success;
    for target in Targets::one(&args.domain, output, DomainRef::parse)?.list {
        if let DomainRef::Name(name) = &target.domain {
            // A wrong zone is reported before any request.
            parse_zone(args, name.as_str())?;
        }
        let loaded = load_domain(args, &target.domain, output)?;
        for warning in &loaded.warnings {
            output.warn(&warning.message);
        }
        print(args, &loaded, &[&target.warnings[..], &loaded.warnings].concat(), output)?;
        exit = max_exit(exit, loaded.freshness.exit());
    }
    Ok(exit)
}

/// Prints, copies or saves the records.
fn print(args: &RecordsArgs, loaded: &LoadedDomain, warnings: &[Warning], output: Output) -> Result<(), CliError> {
    if let Some(field) = &args.field {
        let FieldText { text, label } = field::read_field(field, &loaded.domain)?;
        return if args.copy {
            copy_or_print(args, CopyText { text: &text, label }, Output::print_value, output)
        } else {
            Output::print_value(&text)
        };
    }
    let name = loaded.domain.name.raw();
    let zone = parse_zone(args, name)?.unwrap_or_else(|| Zone::guess(name));
    let input = ExportInput { domain: &loaded.domain, zone: &zone, ttl: args.ttl };
    let (text, label) = match args.effective_format() {
        RecordsFormat::Table => (records_table(&input), "table".to_owned()),
        RecordsFormat::Export(format @ ExportFormat::Json) => {
            let mut document = records_json(&input);
            if let Value::Object(freshness) = json!(FreshnessMembers::new(loaded.freshness, Timestamp::now())) {
                document.as_object_mut().into_iter().for_each(|members| members.extend(freshness.clone()));
            }
            document["warnings"] = json!(warnings);
            (json_text(&document), format.label().to_owned())
        }
        RecordsFormat::Export(format) => {
            let ExportOutput { text, warnings, counts } = export(format, &input);
            for warning in warnings {
                output.warn(&warning);
            }
            (text, format!("{}, {}", format.label(), counts.label()))
        }
    };
    match &args.output {
        _ if args.copy => copy_or_print(args, CopyText { text: &text, label }, Output::print_export, output),
        Some(path) if !is_stdout(path) => save(path, &text, args.force, output),
        _ => Output::print_export(&text),
    }
}

/// Whether a path names standard output, which may be a socket that has no path.
fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}

/// The zone of `--zone`, if it can be a zone of this name.
fn parse_zone(args: &RecordsArgs, name: &str) -> Result<Option<Zone>, CliError> {
    let Some(input) = &args.zone else { return Ok(None) };
    let candidates = Zone::candidates(name);
    let zone = Zone::chosen(input.trim());
    if candidates.iter().any(|candidate| candidate == zone.name()) {
        return Ok(Some(zone));
    }
    let title = format!("{} is not in that zone", escape_hidden(name));
    Err(CliError::new("zone-refused", Exit::Usage, title)
        .with_hint(format!("Use {}.", escape_hidden(&candidates.join(" or ")))))
}

fn save(path: &Path, text: &str, force: bool, output: Output) -> Result<(), CliError> {
    match LocalFiles::from_environment().save_at(path, text, force) {
        Ok(file) => {
            output.note(&file.message());
            Ok(())
        }
        Err(error @ SaveError::AlreadyExists { .. }) => {
            Err(CliError::new("file-exists", Exit::Failed, error.message()).with_hint("Use --force to overwrite it."))
        }
        Err(error) => Err(CliError::new("file-failed", Exit::Failed, error.message())),
    }
}
