//! A domain's name among the arguments: read as the wizard reads it, with what there is to say of it.

use serde_json::{Value, json};

use super::super::output::Output;
use super::super::problem::Problem;
use crate::core::domain_name::{Assessment, DomainName, assess};

/// Something to know of a success: a stable name, and a sentence.
pub(super) type Warning = (&'static str, String);

/// The name as the wizard takes it, and what there is to say of it.
pub(super) fn read_name(given: &str, output: Output) -> Result<(DomainName, Vec<Warning>), Problem> {
    let assessment = assess(given);
    let name = match &assessment {
        Assessment::Refused(refused) => return Err(Problem::refused_name(refused)),
        Assessment::Accepted(name) | Assessment::Mended { name, .. } | Assessment::Warned { name, .. } => name.clone(),
    };
    let mends = assessment.mends().iter().map(|mend| (mend.kind(), mend.words()));
    let doubts = assessment.warnings().iter().map(|warning| (warning.kind(), warning.words()));
    for (_, words) in mends.clone() {
        output.note(&format!("note: taken as {name}: {words}"));
    }
    for (_, words) in doubts.clone() {
        output.note(&format!("warning: {words}"));
    }
    Ok((name, mends.chain(doubts).collect()))
}

/// The warnings as JSON has them.
pub(super) fn warnings_json(warnings: &[Warning]) -> Value {
    warnings.iter().map(|(kind, message)| json!({ "kind": kind, "message": message })).collect()
}
