//! A domain's name among the arguments: read as the wizard reads it, with what there is to say of it.

use std::fmt::Display;

use serde_json::{Value, json};

use super::super::output::Output;
use super::super::problem::Problem;
use crate::core::domain_name::{Assessment, DomainName, Rejected, assess};

/// Something to know of a success: a stable name, and a sentence.
pub(super) type Warning = (&'static str, String);

/// What there is to say of what was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Remarks {
    /// What was changed.
    mends: Vec<Warning>,
    /// What to know of it.
    doubts: Vec<Warning>,
}

impl Remarks {
    /// Says it to people; `taken` is what is gone on with.
    pub(super) fn tell(&self, taken: impl Display, output: Output) {
        for (_, words) in &self.mends {
            output.note(&format!("note: taken as {taken}: {words}"));
        }
        for (_, words) in &self.doubts {
            output.note(&format!("warning: {words}"));
        }
    }

    /// All of it, for a document.
    pub(super) fn into_warnings(self) -> Vec<Warning> {
        self.mends.into_iter().chain(self.doubts).collect()
    }
}

/// The name as the wizard takes it, and what there is to say of it.
///
/// # Errors
/// Where it is none.
pub(super) fn read(given: &str) -> Result<(DomainName, Remarks), Rejected> {
    let assessment = assess(given);
    let name = match &assessment {
        Assessment::Rejected(refused) => return Err(refused.clone()),
        Assessment::Accepted(name) | Assessment::Fixed { name, .. } | Assessment::Warned { name, .. } => name.clone(),
    };
    let mends = assessment.fixes().iter().map(|mend| (mend.code(), mend.message())).collect();
    let doubts = assessment.warnings().iter().map(|warning| (warning.code(), warning.message())).collect();
    Ok((name, Remarks { mends, doubts }))
}

/// The same, with what there is to say of it said to people.
///
/// # Errors
/// As [`read`], in words.
pub(super) fn read_name(given: &str, output: Output) -> Result<(DomainName, Vec<Warning>), Problem> {
    let (name, remarks) = read(given).map_err(|refused| Problem::refused_name(&refused))?;
    remarks.tell(&name, output);
    Ok((name, remarks.into_warnings()))
}

/// The warnings as JSON has them.
pub(super) fn warnings_json(warnings: &[Warning]) -> Value {
    warnings.iter().map(|(kind, message)| json!({ "kind": kind, "message": message })).collect()
}
