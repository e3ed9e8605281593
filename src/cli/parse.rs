//! Reading the arguments. A key among them is never repeated, and no other text of them harms the terminal.

use std::env;
use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory as _, FromArgMatches as _, ValueEnum as _};

use super::args::{Args, Command};
use super::error::CliError;
use super::leaked_key::{find_key_flag, find_misplaced_key, has_key_argument_after_auth};
use super::output::Output;
use super::suggest;
use crate::browser::open_link::OPEN_LINK_COMMAND;
use crate::clipboard::clipboard_daemon::DAEMON_COMMAND;
use crate::core::exit::Exit;

/// Reads the arguments of this process.
///
/// # Errors
/// How the program ends where there is nothing to do: the help or the version was asked for and printed, or the
/// arguments are wrong, and what is wrong was printed.
pub fn parse() -> Result<Args, Exit> {
    let arguments: Vec<OsString> = env::args_os().collect();
    // Known before anything can be wrong with the others: what is said of those is coloured, too.
    let colour = parse_color_option(&arguments);
    to_anstream_choice(colour).write_global();
    let output = Output::new(arguments.iter().any(|argument| argument == "--json"));
    if let Some(flag) = find_key_flag(&arguments) {
        return Err(output.print_error(&key_argument_error(&format!("{flag} does not exist"))));
    }
    if has_key_argument_after_auth(&arguments) {
        return Err(output.print_error(&key_argument_error("auth reads the key from standard input")));
    }
    let parsed = Args::command().color(colour).try_get_matches_from(&arguments);
    let parsed = parsed
        .and_then(|mut matches| Args::from_arg_matches_mut(&mut matches))
        .and_then(reject_misplaced_wizard_options);
    let args = parsed.map_err(|error| {
        if error.use_stderr() {
            if let Some(problem) = suggest::first_positional(&arguments).and_then(suggest::misspelled_command_error) {
                return output.print_error(&problem);
            }
            return output.print_usage_error(&error.render().to_string());
        }
        // The help and the version, in the colours that the terminal has. A reader that has gone has seen enough.
        let _ = error.print();
        Exit::Success
    })?;
    match find_misplaced_key(&args) {
        Some(place) => Err(output.print_error(&key_argument_error(&format!("{place} looks like an API key")))),
        None => {
            match args.domain.as_deref().filter(|_| args.command.is_none()).and_then(suggest::misspelled_command_error)
            {
                Some(problem) => Err(output.print_error(&problem)),
                None => Ok(args),
            }
        }
    }
}

/// What clap cannot check: options in front of a command belong to the wizard.
fn reject_misplaced_wizard_options(args: Args) -> Result<Args, clap::Error> {
    let Some(command) = &args.command else { return Ok(args) };
    let name = match command {
        Command::Add(_) => "add",
        Command::List(_) => "list",
        Command::Records(_) => "records",
        Command::Status(_) => "status",
        Command::Check(_) => "check",
        Command::Verify(_) => "verify",
        Command::Inbound(_) => "inbound",
        Command::Remove(_) => "remove",
        Command::Forget(_) => "forget",
        Command::Auth(_) => "auth",
        Command::Doctor(_) => "doctor",
        Command::Sandbox(_) => "sandbox",
        Command::Completions(_) => "completions",
        Command::Man => "man",
        Command::KeepClipboard => DAEMON_COMMAND,
        Command::OpenLink { .. } => OPEN_LINK_COMMAND,
    };
    let given = [
        (args.domain.is_some(), "a DOMAIN"),
        (args.region.is_some(), "--region"),
        (args.sandbox, "--sandbox"),
        (args.no_summary, "--no-summary"),
        (args.no_cache, "--no-cache"),
        (args.profile.is_some(), "--profile"),
        (args.api_key_file.is_some(), "--api-key-file"),
        (args.project.is_some(), "--project"),
        (args.log.is_some(), "--log"),
        (!args.nameserver.is_empty(), "--nameserver"),
        (args.clipboard.is_some(), "--clipboard"),
        (args.plain, "--plain"),
    ];
    match given.iter().find(|(is_given, _)| *is_given) {
        None => Ok(args),
        Some((_, what)) => {
            let words = format!("{what} in front of {name} has no meaning; what belongs to {name} comes behind it");
            Err(Args::command().error(ErrorKind::ArgumentConflict, words))
        }
    }
}

/// What `--color` says, wherever it stands; what it must not say is told later.
fn parse_color_option(arguments: &[OsString]) -> ColorChoice {
    let arguments: Vec<_> = arguments.iter().take_while(|argument| *argument != "--").collect();
    let behind = arguments.windows(2).filter(|pair| pair[0] == "--color").map(|pair| pair[1].to_string_lossy());
    let within = arguments.iter().filter_map(|argument| Some(argument.to_str()?.strip_prefix("--color=")?.into()));
    let chosen = behind.chain(within).find_map(|word| ColorChoice::from_str(&word, false).ok());
    chosen.unwrap_or_default()
}

/// The same for what prints.
const fn to_anstream_choice(colour: ColorChoice) -> anstream::ColorChoice {
    match colour {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
}

fn key_argument_error(what: &str) -> CliError {
    CliError::new("usage", Exit::Usage, format!("{what}: a key is never given as an argument"))
        .with_detail(
            "Other users of this machine can read the arguments of a program, and the shell's history keeps them.",
        )
        .with_hint(
            "Set AUTOSEND_API_KEY, or store it by autosend-domains auth login, which reads it from standard input, or \
             name a file with --api-key-file PATH (- is standard input), or start the wizard, which asks for it.",
        )
}
