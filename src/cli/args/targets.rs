//! One domain or many: what the commands take that work on each of them alike.

use std::path::PathBuf;

/// Which domains.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct TargetArgs {
    /// The domains, each by its name or by AutoSend's id for it
    #[arg(value_name = "DOMAIN", required_unless_present = "from")]
    pub domains: Vec<String>,

    /// Read them from a file, one a line; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "domains")]
    pub from: Option<PathBuf>,
}

impl TargetArgs {
    /// Whether each of them gets a line of its own, rather than the one a document: always where they come from a file,
    /// so that a script is given the same form whatever their number.
    #[must_use]
    pub const fn is_batch(&self) -> bool {
        self.from.is_some() || self.domains.len() > 1
    }
}
