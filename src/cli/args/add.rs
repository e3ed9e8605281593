//! The arguments of `add`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::ApiArgs;
use crate::core::region::RegionKey;

/// What `add` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct AddArgs {
    /// The domains to send from, such as mail.example.com
    #[arg(value_name = "DOMAIN", required_unless_present = "from")]
    pub domains: Vec<String>,

    /// Read them from a file, one a line; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "domains")]
    pub from: Option<PathBuf>,

    /// Their region; without it, the project's primary region
    #[arg(long, value_name = "KEY", value_parser = RegionKey::parse)]
    pub region: Option<RegionKey>,

    /// If the project has it already: fail (the default), or show it (that of several)
    #[arg(long, value_name = "WHAT")]
    pub if_exists: Option<IfExists>,

    /// Print the request instead of sending it; needs no key
    #[arg(long, conflicts_with = "sandbox")]
    pub dry_run: bool,

    /// Print one JSON document, or one a line; errors too, on standard error
    #[arg(long)]
    pub json: bool,

    /// Do not keep the domains for the next run
    #[arg(long)]
    pub no_cache: bool,

    /// Add them to a sandbox that lives as long as the command
    #[arg(long, conflicts_with_all = ["profile", "api_key_file", "project"])]
    pub sandbox: bool,

    /// With which key.
    #[command(flatten)]
    pub api: ApiArgs,
}

impl AddArgs {
    /// Whether each of them gets a line of its own, rather than the one a document: always where they come from a file,
    /// so that a script is given the same form whatever their number.
    #[must_use]
    pub const fn is_batch(&self) -> bool {
        self.from.is_some() || self.domains.len() > 1
    }

    /// What to do about a domain that the project has already. Of several, what an earlier run has done is done.
    #[must_use]
    pub fn effective_if_exists(&self) -> IfExists {
        let usual = if self.is_batch() { IfExists::Show } else { IfExists::Fail };
        self.if_exists.unwrap_or(usual)
    }
}

/// What to do about a domain that is to be added and that the project has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum IfExists {
    /// Fail, with exit code 5
    Fail,
    /// Show it as if it had been added
    Show,
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Args, Command};

    fn read(given: &[&str]) -> AddArgs {
        let args = Args::try_parse_from(["autosend-domains", "add"].iter().chain(given)).map(|args| args.command);
        let Ok(Some(Command::Add(args))) = args else { panic!("{given:?}: {args:?}") };
        args
    }

    #[test]
    fn of_several_the_ones_that_are_there_are_no_failure_unless_that_is_asked_for() {
        for (given, in_lines, if_exists) in [
            (&["a.com"][..], false, IfExists::Fail),
            (&["a.com", "--if-exists", "show"], false, IfExists::Show),
            (&["a.com", "b.com"], true, IfExists::Show),
            (&["--from", "-"], true, IfExists::Show),
            (&["--from", "-", "--if-exists=fail"], true, IfExists::Fail),
        ] {
            let args = read(given);
            assert_eq!((args.is_batch(), args.effective_if_exists()), (in_lines, if_exists), "{given:?}");
        }
    }
}
