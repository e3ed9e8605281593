//! `completions` and `man`: the definition of the command line, for a shell and for `man`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::cli::completion::scripts::write_script;
use crate::cli::error::CliError;
use crate::cli::help::format_examples;
use crate::cli::output::Output;
use crate::core::exit::Exit;
use crate::core::text::escape_hidden;

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

/// The arguments of `man`.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct ManArgs {
    /// Write one file for each page into this folder instead
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
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
pub(in crate::cli) fn man(args: &ManArgs, program: &Command) -> Result<Exit, CliError> {
    let mut program = visible_command(program).disable_help_subcommand(true);
    program.build();
    if let Some(dir) = &args.dir {
        write_files(&program, dir).map_err(|error| {
            let title = format!("Can't write the manual to {}", escape_hidden(&dir.to_string_lossy()));
            CliError::new("file-failed", Exit::Failed, title).with_detail(format!("{error}."))
        })?;
        return Ok(Exit::Success);
    }
    let mut text = Vec::new();
    write_pages(&program, &mut text).map_err(|error| CliError::output_failed(&error))?;
    Output::print_export(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Success)
}

/// Writes the pages of a command and of those below it, each to a file such as `autosend-domains-add.1`.
fn write_files(command: &Command, dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    let mut text = Vec::new();
    write_page(command, &mut text)?;
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    fs::write(dir.join(format!("{name}.1")), text)?;
    command.get_subcommands().try_for_each(|command| write_files(command, dir))
}

/// Writes the page of a command, and those of the commands below it.
fn write_pages(command: &Command, text: &mut Vec<u8>) -> io::Result<()> {
    write_page(command, text)?;
    command.get_subcommands().try_for_each(|command| write_pages(command, text))
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
    Ok(())
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
