//! `completions` and `man`: the definition of the command line, for a shell and for `man`.

use std::io;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::cli::completion::scripts::write_script;
use crate::cli::error::CliError;
use crate::cli::help::format_examples;
use crate::cli::output::Output;
use crate::core::exit::Exit;

/// The introduction of the help of `completions`.
pub(in crate::cli) const COMPLETIONS_ABOUT: &str = "\
Prints a shell completion script.";

/// The introduction of the help of `man`.
pub(in crate::cli) const MAN_ABOUT: &str = "\
Prints the manual in man(7) format: a page for the program, then one for each
command. To read it: autosend-domains man | man -l -";

/// The arguments of `completions`.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct CompletionsArgs {
    /// Shell to print the script for
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// The end of the long help of `completions`.
pub(in crate::cli) fn completions_help() -> String {
    let examples = format_examples(&[
        ("autosend-domains completions bash > ~/.local/share/bash-completion/completions/autosend-domains", ""),
        ("autosend-domains completions fish > ~/.config/fish/completions/autosend-domains.fish", ""),
        ("autosend-domains completions zsh > ~/.zfunc/_autosend-domains", "with ~/.zfunc in fpath"),
    ]);
    format!("Examples:\n{examples}")
}

const PROGRAM_NAME: &str = env!("CARGO_PKG_NAME");

/// Prints the completions of the program.
pub(in crate::cli) fn completions(args: &CompletionsArgs) -> Result<Exit, CliError> {
    let mut text = Vec::new();
    write_script(args.shell, &mut text).map_err(|error| CliError::output_failed(&error))?;
    Output::print_export(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Success)
}

/// Prints the manual: a page on the program, and one on each of its commands.
pub(in crate::cli) fn man(program: &Command) -> Result<Exit, CliError> {
    let mut program = visible_command(program).disable_help_subcommand(true);
    program.build();
    let mut text = Vec::new();
    write_page(&program, &mut text).map_err(|error| CliError::output_failed(&error))?;
    Output::print_export(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Success)
}

fn write_page(command: &Command, text: &mut Vec<u8>) -> io::Result<()> {
    // The end of the help is set without filling, so that its line breaks stay.
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

/// The program without its hidden commands. They are not in the help, so they are nowhere else.
fn visible_command(program: &Command) -> Command {
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    let mut visible =
        Command::new(PROGRAM_NAME).version(env!("CARGO_PKG_VERSION")).args(program.get_arguments().cloned());
    if let Some(about) = program.get_about() {
        visible = visible.about(about.clone());
    }
    if let Some(about) = program.get_long_about() {
        visible = visible.long_about(about.clone());
    }
    if let Some(more) = program.get_after_long_help() {
        visible = visible.after_long_help(more.clone());
    }
    visible.subcommands(commands)
}
