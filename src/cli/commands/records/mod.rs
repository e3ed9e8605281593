//! `records`: the records of one domain, in any form, from AutoSend or from what an earlier run has kept.

mod field;
mod found;

use std::path::Path;

use serde_json::{Value, json};

use self::found::{Found, find};
use super::super::args::{RecordsArgs, Shape};
use super::super::output::Output;
use super::super::problem::Problem;
use super::naming::{Warning, warnings_json};
use super::wanted::Wanted;
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
    let output = Output::new(args.shape() == Shape::Form(ExportFormat::Json));
    perform(args, output).map_or_else(|problem| output.problem(&problem), |()| Exit::Success)
}

fn perform(args: &RecordsArgs, output: Output) -> Result<(), Problem> {
    let (wanted, mut warnings) = Wanted::one(&args.domain, output)?;
    if let Wanted::Name(name) = &wanted {
        // Before anybody is asked.
        zone(args, name.as_str())?;
    }
    let found = find(args, &wanted)?;
    for (kind, words) in &found.remarks {
        output.note(&format!("warning: {words}"));
        warnings.push((*kind, words.clone()));
    }
    if let Some(field) = &args.field {
        return Output::bare(&field::text(field, &found.domain)?);
    }
    let name = found.domain.name.raw();
    let zone = zone(args, name)?.unwrap_or_else(|| Zone::guess(name));
    let order = ExportInput { domain: &found.domain, zone: &zone, ttl: args.ttl };
    let text = match args.shape() {
        Shape::Table => records_table(&order),
        Shape::Form(ExportFormat::Json) => json_text(&document(&order, &found, &warnings)),
        Shape::Form(format) => {
            let ExportOutput { text, warnings, .. } = export(format, &order);
            for words in warnings {
                output.note(&format!("warning: {words}"));
            }
            text
        }
    };
    match &args.output {
        Some(path) if path != Path::new("-") => save(path, &text, args.force, output),
        _ => Output::export(&text),
    }
}

/// The zone that was named, where it can be one of this domain.
fn zone(args: &RecordsArgs, name: &str) -> Result<Option<Zone>, Problem> {
    let Some(given) = &args.zone else { return Ok(None) };
    let candidates = Zone::candidates(name);
    let wanted = Zone::chosen(given.trim());
    if candidates.iter().any(|candidate| candidate == wanted.name()) {
        return Ok(Some(wanted));
    }
    Err(Problem::new(
        "zone-refused",
        Exit::Usage,
        format!("{} is not in a zone of the name given", escape_hidden(name)),
    )
    .hint(format!("The zone can be {}.", escape_hidden(&candidates.join(" or ")))))
}

/// The export's document, with how old it is and what there is to know.
fn document(order: &ExportInput<'_>, found: &Found, warnings: &[Warning]) -> Value {
    let mut document = records_json(order);
    document["ageSeconds"] = json!(found.age.map(|age| age.as_secs()));
    document["warnings"] = warnings_json(warnings);
    document
}

fn save(path: &Path, text: &str, force: bool, output: Output) -> Result<(), Problem> {
    let Some(path) = path.to_str() else {
        return Err(Problem::new("file-failed", Exit::Failed, "The name of the file is no UTF-8"));
    };
    match LocalFiles::from_environment().save(path, text, force) {
        Ok(file) => {
            output.note(&file.message());
            Ok(())
        }
        Err(error @ SaveError::AlreadyExists { .. }) => {
            Err(Problem::new("file-exists", Exit::Failed, error.message()).hint("--force replaces it."))
        }
        Err(error) => Err(Problem::new("file-failed", Exit::Failed, error.message())),
    }
}
