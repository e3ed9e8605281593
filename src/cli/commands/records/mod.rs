//! `records`: the records of one domain or several in any format, from AutoSend or from the cache: printed, saved or copied.

mod args;
mod copy;
mod field;
mod load;
mod only;

use std::path::Path;

use jiff::Timestamp;
use serde_json::{Value, json};

use self::args::RecordsFormat;
pub(in crate::cli) use self::args::{ABOUT, RecordsArgs, help};
use self::copy::{CopyText, copy_or_print};
use self::field::FieldText;
use self::load::{DomainLoader, LoadedDomain};
use self::only::keep_only;
use super::api_context::ApiContext;
use super::block_on;
use super::domain_ref::DomainRef;
use super::interrupt::interruptible;
use super::report::FreshnessMembers;
use super::target_run::{LineDocument, max_exit};
use super::targets::{Target, Targets};
use crate::cli::error::CliError;
use crate::cli::output::{Output, Versioned};
use crate::core::exit::Exit;
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::core::file_save::SaveError;
use crate::core::text::escape_hidden;
use crate::core::zone::Zone;
use crate::export::{ExportInput, export, json_line, json_text, records_json, records_table};
use crate::files::LocalFiles;

/// Runs the command.
pub(in crate::cli) fn run(args: &RecordsArgs, output: Output) -> Result<Exit, CliError> {
    if let Some(format) = args.format_as_path() {
        let title = format!("--output takes a path, and {} is a format", format.code());
        let hint = format!("Use --format {0}. For a file of that name: --output ./{0}", format.code());
        return Err(CliError::new("usage", Exit::Usage, title).with_hint(hint));
    }
    let targets = Targets::read(&args.targets, &args.api, output, DomainRef::parse)?;
    if targets.is_batch {
        check_joinable(args)?;
    }
    for target in &targets.list {
        if let DomainRef::Name(name) = &target.domain {
            // A wrong zone is reported before any request.
            parse_zone(args, name.as_str())?;
        }
    }
    let api = ApiContext::open_unless_offline(&args.api, args.offline, args.no_cache, output)?;
    let dns = api.dns_resolver(&args.nameserver);
    let mut loaded = block_on(interruptible(async {
        let loader = DomainLoader::open(&api, args.offline, &targets).await;
        let mut results = Vec::new();
        for target in &targets.list {
            let mut result = loader.load(&target.domain).await;
            if let (Some(only), Ok(loaded)) = (args.only, &mut result) {
                result = keep_only(only, loaded, &dns).await.and(result);
            }
            results.push((target, result));
        }
        Ok::<_, CliError>(results)
    }))?;
    if !targets.is_batch
        && let Some((target, result)) = loaded.pop()
    {
        let loaded = result?;
        let part = format_part(args, target, &loaded, output)?;
        print(args, part, output)?;
        return Ok(loaded.freshness.exit());
    }
    print_all(args, loaded, output)
}

/// The text of one domain, and what it is, for people.
struct Part {
    text: String,
    label: String,
    /// Whether it is a single value, which a pipe gets without a line end.
    is_value: bool,
}

/// Prints, copies or saves the records of several domains, one after the other. A domain that has failed does not end the
/// others.
fn print_all(
    args: &RecordsArgs,
    loaded: Vec<(&Target<DomainRef>, Result<LoadedDomain, CliError>)>,
    output: Output,
) -> Result<Exit, CliError> {
    let (count, mut exit, mut parts) = (loaded.len(), Exit::Success, Vec::new());
    for (target, result) in loaded {
        let part = result.and_then(|loaded| Ok((format_part(args, target, &loaded, output)?, loaded.freshness.exit())));
        match part {
            Ok((part, freshness)) => {
                exit = max_exit(exit, freshness);
                parts.push(part.text + if part.is_value { "\n" } else { "" });
            }
            Err(error) => {
                exit = max_exit(exit, error.exit);
                if args.wants_json() {
                    let document = LineDocument::from_error(target, &error, &());
                    parts.push(json_line(&json!(Versioned::new(&document))));
                } else {
                    output.note(&format!("error: {}: {}", target.domain, error.one_line_message()));
                }
            }
        }
    }
    let is_prose = args.field.is_none() && !args.wants_json();
    let text = parts.join(if is_prose { "\n" } else { "" });
    print(args, Part { text, label: format!("records of {count} domains"), is_value: false }, output)?;
    Ok(exit)
}

/// Refuses what would not be valid for several domains in one text.
fn check_joinable(args: &RecordsArgs) -> Result<(), CliError> {
    use ExportFormat as Format;
    match args.effective_format() {
        RecordsFormat::Table
        | RecordsFormat::Export(
            Format::Json | Format::Zone | Format::Message | Format::Markdown | Format::MessageMarkdown,
        ) => Ok(()),
        RecordsFormat::Export(format) => {
            let title = format!("--format {} takes one domain", format.code());
            let hint = "For several: table, json, zone, markdown or message. Or run it once for each.";
            Err(CliError::new("usage", Exit::Usage, title).with_hint(hint))
        }
    }
}

/// Formats the records of one domain. Its warnings are printed.
fn format_part(
    args: &RecordsArgs,
    target: &Target<DomainRef>,
    loaded: &LoadedDomain,
    output: Output,
) -> Result<Part, CliError> {
    for warning in &loaded.warnings {
        output.warn(&warning.message);
    }
    if let Some(field) = &args.field {
        let FieldText { text, label } = field::read_field(field, &loaded.domain)?;
        return Ok(Part { text, label, is_value: true });
    }
    let name = loaded.domain.name.raw();
    let zone = parse_zone(args, name)?.unwrap_or_else(|| Zone::guess(name));
    let input = ExportInput { domain: &loaded.domain, zone: &zone, ttl: args.ttl };
    let (text, label) = match args.effective_format() {
        RecordsFormat::Table => (records_table(&input), "table".to_owned()),
        RecordsFormat::Export(format @ ExportFormat::Json) => {
            let warnings = [&target.warnings[..], &loaded.warnings].concat();
            let mut document = records_json(&input);
            let members = document.as_object_mut().into_iter();
            members.for_each(|members| {
                if let Value::Object(freshness) = json!(FreshnessMembers::new(loaded.freshness, Timestamp::now())) {
                    members.extend(freshness);
                }
                members.insert("warnings".to_owned(), json!(warnings));
                if args.targets.is_batch() {
                    members.insert("given".to_owned(), json!(target.input));
                    members.insert("error".to_owned(), Value::Null);
                }
            });
            let text = if args.targets.is_batch() { json_line(&document) } else { json_text(&document) };
            (text, format.label().to_owned())
        }
        RecordsFormat::Export(format) => {
            let ExportOutput { text, warnings, counts } = export(format, &input);
            for warning in warnings {
                output.warn(&warning);
            }
            (text, format!("{}, {}", format.label(), counts.label()))
        }
    };
    Ok(Part { text, label, is_value: false })
}

/// Prints, copies or saves the text.
fn print(args: &RecordsArgs, part: Part, output: Output) -> Result<(), CliError> {
    let Part { text, label, is_value } = part;
    let print = if is_value { Output::print_value } else { Output::print_export };
    match &args.output {
        _ if args.copy => copy_or_print(args, CopyText { text: &text, label }, print, output),
        Some(path) if !is_stdout(path) => save(path, &text, args.force, output),
        _ => print(&text),
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
