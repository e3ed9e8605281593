//! `completions` and `man`: what the parser of arguments knows, for a shell and for `man`.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::cli::args::{Args, CompletionsArgs};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::exit::Exit;

/// The name of the program.
const PROGRAM_NAME: &str = env!("CARGO_PKG_NAME");

/// Prints the completions.
pub(in crate::cli) fn completions(args: &CompletionsArgs) -> Exit {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut visible_command(), PROGRAM_NAME, &mut text);
    let text = String::from_utf8_lossy(&text);
    // Of a name with a hyphen, the library writes the labels of bash's script in two ways (clap's issue 6421). Where that
    // is mended, there is nothing to replace.
    print(&text.replace(&PROGRAM_NAME.replace('-', "__subcmd__"), &PROGRAM_NAME.replace('-', "__")))
}

/// Prints the manual: a page on the program, and one on each command behind it.
pub(in crate::cli) fn man() -> Exit {
    let mut program = visible_command().disable_help_subcommand(true);
    program.build();
    let mut text = Vec::new();
    match write_page(&program, &mut text) {
        Ok(()) => print(&String::from_utf8_lossy(&text)),
        Err(error) => Output::new(false).print_error(&CliError::output_failed(&error)),
    }
}

fn write_page(command: &Command, text: &mut Vec<u8>) -> io::Result<()> {
    // What the help ends with has lines of its own, which are not to be filled.
    let more = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    Man::new(command.clone().after_long_help("").after_help("")).render(text)?;
    if !more.is_empty() {
        let mut roff = Roff::new();
        roff.control("SH", ["MORE"]).control("nf", []);
        for line in more.lines() {
            roff.text([roman(line)]);
        }
        roff.control("fi", []).to_writer(text)?;
    }
    command.get_subcommands().try_for_each(|command| write_page(command, text))
}

/// The command line without what people have no use for: it is not in the help, so it is nowhere else.
fn visible_command() -> Command {
    let whole = Args::command();
    let subcommands: Vec<Command> = whole.get_subcommands().filter(|command| !command.is_hide_set()).cloned().collect();
    let mut bare = Command::new(PROGRAM_NAME).version(env!("CARGO_PKG_VERSION")).args(whole.get_arguments().cloned());
    if let Some(about) = whole.get_about() {
        bare = bare.about(about.clone());
    }
    if let Some(about) = whole.get_long_about() {
        bare = bare.long_about(about.clone());
    }
    if let Some(more) = whole.get_after_long_help() {
        bare = bare.after_long_help(more.clone());
    }
    bare.subcommands(subcommands)
}

fn print(text: &str) -> Exit {
    Output::print_export(text).map_or_else(|problem| Output::new(false).print_error(&problem), |()| Exit::Success)
}
