//! `records --copy`: copies as `c` in the wizard does, and says as much of it.

use super::args::RecordsArgs;
use crate::cli::commands::block_on;
use crate::cli::commands::interrupt::interruptible;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::clipboard::{Copier, Handover};
use crate::core::copy::{CopyError, CopyOutcome};
use crate::core::exit::Exit;
use crate::ports::Clipboard as _;

/// A text to copy.
pub(super) struct CopyText<'t> {
    pub(super) text: &'t str,
    /// What it is, for people.
    pub(super) label: String,
}

/// Copies the text, and reports on standard error how. If it can't be copied, prints it instead, so that a person still has
/// it.
///
/// # Errors
/// It was not copied, or standard output cannot be written.
pub(super) fn copy_or_print(
    args: &RecordsArgs,
    CopyText { text, label }: CopyText<'_>,
    print: impl FnOnce(&str) -> Result<(), CliError>,
    output: Output,
) -> Result<(), CliError> {
    let result = block_on(interruptible(async { Ok::<_, CliError>(copy(args, text).await) }))?;
    let title = match result {
        Ok(outcome) => {
            output.note(&outcome.message(&label, text.chars().count(), ""));
            return Ok(());
        }
        Err(NotCopied::Refused(error)) => error.message(&label, ""),
        Err(NotCopied::Lost(reason)) => format!("Not copied: the clipboard may have lost the {label} ({reason})"),
    };
    print(text)?;
    Err(CliError::new("not-copied", Exit::Failed, title)
        .with_hint("Run autosend-domains doctor to see what works here."))
}

/// Why the clipboard does not have the text.
enum NotCopied {
    Refused(CopyError),
    /// It had it, and perhaps lost it with the end of this program; the reason, as a message.
    Lost(String),
}

/// Copies the text so that it outlives this program.
async fn copy(args: &RecordsArgs, text: &str) -> Result<CopyOutcome, NotCopied> {
    CopyError::check_export(text).map_err(NotCopied::Refused)?;
    let copier = Copier::from_environment(args.clipboard);
    let outcome = copier.copy(text).await.map_err(NotCopied::Refused)?;
    match copier.hand_over().await {
        Handover::NotNeeded | Handover::Done => Ok(outcome),
        Handover::Failed(reason) => Err(NotCopied::Lost(reason)),
    }
}
