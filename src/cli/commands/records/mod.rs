//! `records`: the records of one domain, in any form, from AutoSend or from what an earlier run has kept.

mod field;
mod load;

use std::path::Path;

use serde_json::{Value, json};

use self::load::{LoadedDomain, load_domain};
use super::domain_arg::{Warning, warnings_json};
use super::domain_ref::DomainRef;
use crate::cli::args::{RecordsArgs, RecordsFormat};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::exit::Exit;
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::core::file_save::SaveError;
use crate::core::text::escape_hidden;
use crate::core::zone::Zone;
use crate::export::{ExportInput, export, json_text, records_json, records_table};
use crate::files::LocalFiles;
use crate::ports::Files as _;

/// Runs the command.
pub(in crate::cli) fn run(args: &RecordsArgs) -> Exit {
    let output = Output::new(args.effective_format() == RecordsFormat::Export(ExportFormat::Json));
    perform(args, output).map_or_else(|problem| output.print_error(&problem), |()| Exit::Success)
}

fn perform(args: &RecordsArgs, output: Output) -> Result<(), CliError> {
    let (wanted, mut warnings) = DomainRef::parse_and_note(&args.domain, output)?;
    if let DomainRef::Name(name) = &wanted {
        // Before anybody is asked.
        parse_zone(args, name.as_str())?;
    }
    let found = load_domain(args, &wanted)?;
    for (kind, words) in &found.warnings {
        output.note(&format!("warning: {words}"));
        warnings.push((*kind, words.clone()));
    }
    if let Some(field) = &args.field {
        return Output::print_value(&field::read_field(field, &found.domain)?);
    }
    let name = found.domain.name.raw();
    let zone = parse_zone(args, name)?.unwrap_or_else(|| Zone::guess(name));
    let input = ExportInput { domain: &found.domain, zone: &zone, ttl: args.ttl };
    let text = match args.effective_format() {
        RecordsFormat::Table => records_table(&input),
        RecordsFormat::Export(ExportFormat::Json) => json_text(&loaded_json(&input, &found, &warnings)),
        RecordsFormat::Export(format) => {
            let ExportOutput { text, warnings, .. } = export(format, &input);
            for words in warnings {
                output.note(&format!("warning: {words}"));
            }
            text
        }
    };
    match &args.output {
        Some(path) if path != Path::new("-") => save(path, &text, args.force, output),
        _ => Output::print_export(&text),
    }
}

/// The zone that was named, where it can be one of this domain.
fn parse_zone(args: &RecordsArgs, name: &str) -> Result<Option<Zone>, CliError> {
    let Some(given) = &args.zone else { return Ok(None) };
    let candidates = Zone::candidates(name);
    let wanted = Zone::chosen(given.trim());
    if candidates.iter().any(|candidate| candidate == wanted.name()) {
        return Ok(Some(wanted));
    }
    Err(CliError::new(
        "zone-refused",
        Exit::Usage,
        format!("{} is not in a zone of the name given", escape_hidden(name)),
    )
    .with_hint(format!("The zone can be {}.", escape_hidden(&candidates.join(" or ")))))
}

/// The export's document, with how old it is and what there is to know.
fn loaded_json(order: &ExportInput<'_>, found: &LoadedDomain, warnings: &[Warning]) -> Value {
    let mut document = records_json(order);
    document["ageSeconds"] = json!(found.age.map(|age| age.as_secs()));
    document["warnings"] = warnings_json(warnings);
    document
}

fn save(path: &Path, text: &str, force: bool, output: Output) -> Result<(), CliError> {
    let Some(path) = path.to_str() else {
        return Err(CliError::new("file-failed", Exit::Failed, "The name of the file is no UTF-8"));
    };
    match LocalFiles::from_environment().save(path, text, force) {
        Ok(file) => {
            output.note(&file.message());
            Ok(())
        }
        Err(error @ SaveError::AlreadyExists { .. }) => {
            Err(CliError::new("file-exists", Exit::Failed, error.message()).with_hint("--force replaces it."))
        }
        Err(error) => Err(CliError::new("file-failed", Exit::Failed, error.message())),
    }
}
