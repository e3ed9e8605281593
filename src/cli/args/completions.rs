//! The arguments of `completions`.

use clap_complete::Shell;

/// What `completions` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct CompletionsArgs {
    /// The shell to print them for
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}
