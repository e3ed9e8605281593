//! The scripts for bash and zsh. Those of `clap_complete` are for `eval` in a start file, pass on the words that bash has
//! split at colons and equals signs, and don't quote the names of files; what is printed for them is the library's.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::env::{self, Elvish, EnvCompleter, Fish, Powershell, Shells};

/// Set by the scripts to the name of the shell.
pub(super) const VARIABLE: &str = "_AUTOSEND_DOMAINS_COMPLETE";

/// The name by which the scripts start the program.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// The shells that have a script.
pub(super) const SHELLS: Shells<'static> = Shells(&[&Bash, &Elvish, &Fish, &Powershell, &Zsh]);

/// Writes the script of a shell.
pub(in crate::cli) fn write_script(shell: clap_complete::Shell, text: &mut dyn Write) -> io::Result<()> {
    let shell = shell.to_string();
    let script = SHELLS.completer(&shell).ok_or(io::ErrorKind::Unsupported)?;
    script.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, text)
}

/// Bash from 3.2 on, which macOS has.
struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == self.name()
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        bin: &str,
        completer: &str,
        text: &mut dyn Write,
    ) -> io::Result<()> {
        let function = name.replace('-', "_");
        let script = include_str!("bash.sh");
        text.write_all(fill(script, &function, variable, bin, completer).as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        text: &mut dyn Write,
    ) -> io::Result<()> {
        env::Bash.write_complete(command, words, folder, text)
    }
}

/// Zsh, from a file in `fpath` as well as by `source`.
struct Zsh;

impl EnvCompleter for Zsh {
    fn name(&self) -> &'static str {
        "zsh"
    }

    fn is(&self, name: &str) -> bool {
        name == self.name()
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        bin: &str,
        completer: &str,
        text: &mut dyn Write,
    ) -> io::Result<()> {
        text.write_all(fill(include_str!("zsh.sh"), name, variable, bin, completer).as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        text: &mut dyn Write,
    ) -> io::Result<()> {
        env::Zsh.write_complete(command, words, folder, text)
    }
}

/// The script with the names in it.
fn fill(script: &str, function: &str, variable: &str, bin: &str, completer: &str) -> String {
    let names = [("@FUNCTION@", function), ("@VARIABLE@", variable), ("@BIN@", bin), ("@COMPLETER@", completer)];
    names.iter().fold(script.to_owned(), |script, (place, name)| script.replace(place, name))
}
