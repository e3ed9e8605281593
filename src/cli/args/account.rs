//! With which key a command asks AutoSend.

use std::path::PathBuf;

/// The key of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct AccountArgs {
    /// Read the API key from a file; - is standard input
    #[arg(long, value_name = "PATH")]
    pub api_key_file: Option<PathBuf>,
}
