//! Parses the arguments. A key among them is never repeated, and their text cannot harm the terminal.

use std::env;
use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, ColorChoice, CommandFactory as _, FromArgMatches as _, ValueEnum as _};

use super::args::Args;
use super::error::CliError;
use super::leaked_key::{find_key_flag, find_misplaced_key, has_key_argument_after_auth};
use super::output::Output;
use super::suggest;
use crate::core::exit::Exit;
use crate::core::terminal_caps::ColourSupport;

/// Parses the arguments of this process.
///
/// # Errors
/// How the program ends if there is nothing to do: the help or the version was requested and has been printed, or the
/// arguments are wrong and the error has been printed.
pub fn parse() -> Result<Args, Exit> {
    let arguments: Vec<OsString> = env::args_os().collect();
    // The colours must be known before any error about the arguments is printed.
    let colour = parse_color_option(&arguments);
    to_anstream_choice(colour).write_global();
    let output = Output::new(arguments.iter().any(|argument| argument == "--json"));
    if let Some(flag) = find_key_flag(&arguments) {
        return Err(output.print_error(&key_argument_error(&format!("{flag} does not exist"))));
    }
    if has_key_argument_after_auth(&arguments) {
        return Err(output.print_error(&key_argument_error("auth reads the key from standard input")));
    }
    let parsed = Args::command().color(colour).try_get_matches_from(&arguments).and_then(|mut matches| {
        reject_misplaced_wizard_options(&matches)?;
        let misplaced_key = find_misplaced_key(&matches);
        Ok((Args::from_arg_matches_mut(&mut matches)?, misplaced_key))
    });
    let (mut args, misplaced_key) = parsed.map_err(|error| {
        if error.use_stderr() {
            if let Some(error) = suggest::first_positional(&arguments).and_then(suggest::misspelled_command_error) {
                return output.print_error(&error);
            }
            return output.print_usage_error(&error.render().to_string());
        }
        // The help and the version, in colours if the terminal has them. A closed pipe is not an error.
        let _ = error.print();
        Exit::Success
    })?;
    args.wizard.colour = to_colour_support(args.color);
    let error = match misplaced_key {
        Some(option) => Some(key_argument_error(&format!("{option} looks like an API key"))),
        None => args.wizard.domain.as_deref().and_then(suggest::unknown_word_error),
    };
    error.map_or(Ok(args), |error| Err(output.print_error(&error)))
}

/// Rejects the wizard's options before a command, which clap cannot. The options after a command are its own.
fn reject_misplaced_wizard_options(matches: &ArgMatches) -> Result<(), clap::Error> {
    let Some(command) = matches.subcommand_name() else { return Ok(()) };
    let mut program = Args::command();
    let misplaced = program.get_arguments().find(|argument| {
        let source = matches.value_source(argument.get_id().as_str());
        !argument.is_global_set() && source == Some(ValueSource::CommandLine)
    });
    let Some(argument) = misplaced else { return Ok(()) };
    let option = argument.get_long().map_or_else(|| "a DOMAIN".to_owned(), |long| format!("--{long}"));
    let message = format!("{option} must come after {command}, not before it");
    Err(program.error(ErrorKind::ArgumentConflict, message))
}

/// The value of `--color`, at any position. An invalid value is reported later, by clap.
fn parse_color_option(arguments: &[OsString]) -> ColorChoice {
    let arguments: Vec<_> = arguments.iter().take_while(|argument| *argument != "--").collect();
    let separate = arguments.windows(2).filter(|pair| pair[0] == "--color").map(|pair| pair[1].to_string_lossy());
    let joined = arguments.iter().filter_map(|argument| Some(argument.to_str()?.strip_prefix("--color=")?.into()));
    separate.chain(joined).find_map(|word| ColorChoice::from_str(&word, false).ok()).unwrap_or_default()
}

/// The choice for the library that prints.
const fn to_anstream_choice(colour: ColorChoice) -> anstream::ColorChoice {
    match colour {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
}

/// The choice for the wizard's screens.
const fn to_colour_support(colour: ColorChoice) -> Option<ColourSupport> {
    match colour {
        ColorChoice::Auto => None,
        ColorChoice::Always => Some(ColourSupport::Ansi16),
        ColorChoice::Never => Some(ColourSupport::None),
    }
}

fn key_argument_error(cause: &str) -> CliError {
    CliError::new("usage", Exit::Usage, format!("{cause}: never pass a key as an argument"))
        .with_detail(
            "Other users of this machine can read program arguments, and your shell history saves them.",
        )
        .with_hint(
            "Set AUTOSEND_API_KEY, run autosend-domains auth login (reads standard input), use --api-key-file PATH (- for \
             standard input), or start the wizard, which asks for it.",
        )
}
