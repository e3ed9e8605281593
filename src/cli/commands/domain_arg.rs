//! A domain's name among the arguments: read as the wizard reads it, with what there is to say of it.

use std::fmt::Display;

use serde_json::{Value, json};

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::domain_name::{Assessment, DomainName, Rejected, assess};

/// Something to know of a success: a stable name, and a sentence.
pub(super) type Warning = (&'static str, String);

/// What there is to say of what was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct InputNotes {
    /// What was changed.
    fixes: Vec<Warning>,
    /// What to know of it.
    warnings: Vec<Warning>,
}

impl InputNotes {
    /// Says it to people; `taken` is what is gone on with.
    pub(super) fn print(&self, accepted: impl Display, output: Output) {
        for (_, words) in &self.fixes {
            output.note(&format!("note: taken as {accepted}: {words}"));
        }
        for (_, words) in &self.warnings {
            output.note(&format!("warning: {words}"));
        }
    }

    /// All of it, for a document.
    pub(super) fn into_warnings(self) -> Vec<Warning> {
        self.fixes.into_iter().chain(self.warnings).collect()
    }
}

/// The name as the wizard takes it, and what there is to say of it.
///
/// # Errors
/// Where it is none.
pub(super) fn parse_domain_name(given: &str) -> Result<(DomainName, InputNotes), Rejected> {
    let assessment = assess(given);
    let name = match &assessment {
        Assessment::Rejected(refused) => return Err(refused.clone()),
        Assessment::Accepted(name) | Assessment::Fixed { name, .. } | Assessment::Warned { name, .. } => name.clone(),
    };
    let mends = assessment.fixes().iter().map(|mend| (mend.code(), mend.message())).collect();
    let doubts = assessment.warnings().iter().map(|warning| (warning.code(), warning.message())).collect();
    Ok((name, InputNotes { fixes: mends, warnings: doubts }))
}

/// The same, with what there is to say of it said to people.
///
/// # Errors
/// As [`parse_domain_name`], in words.
pub(super) fn parse_domain_name_and_note(given: &str, output: Output) -> Result<(DomainName, Vec<Warning>), CliError> {
    let (name, remarks) = parse_domain_name(given).map_err(|refused| CliError::rejected_name(&refused))?;
    remarks.print(&name, output);
    Ok((name, remarks.into_warnings()))
}

/// The warnings as JSON has them.
pub(super) fn warnings_json(warnings: &[Warning]) -> Value {
    warnings.iter().map(|(kind, message)| json!({ "kind": kind, "message": message })).collect()
}
