//! Completion of the command line in a shell. The script of `completions SHELL` starts this program with a variable set, and
//! the program prints what the word under the cursor can become: commands, options, and values such as regions, profiles
//! and the names of cached domains. Nothing is requested from the network.

mod candidates;
pub(in crate::cli) mod scripts;

use std::env;

use clap::CommandFactory as _;
use clap_complete::CompleteEnv;

use self::candidates::with_candidates;
use self::scripts::{SHELLS, VARIABLE};
use super::args::Args;
use crate::core::exit::Exit;

/// Prints the completions of a command line, if a shell's script has started the program for that. Returns `None` in any
/// other case.
pub fn complete() -> Option<Exit> {
    env::var_os(VARIABLE)?;
    let completion = CompleteEnv::with_factory(|| with_candidates(Args::command()));
    let completion = completion.var(VARIABLE).shells(SHELLS);
    // A shell shows nothing of an error.
    let done = completion.try_complete(env::args_os(), env::current_dir().ok().as_deref());
    Some(if done.is_ok_and(|is_completed| is_completed) { Exit::Success } else { Exit::Failed })
}
