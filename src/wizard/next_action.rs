//! What is to be done with the records of a domain, by what DNS says of them, in a sentence.

use super::model::SharedState;
use crate::core::check::{Count, DomainCheck, Outcome, RecordCheck, Verdict, records_are};
use crate::core::domain::SendingDomain;

impl SharedState {
    /// What DNS lacks, or that it has all; nothing where it was not looked into or has nothing yet, and where AutoSend has
    /// verified the domain.
    #[must_use]
    pub fn next_action(&self, domain: &SendingDomain) -> Option<String> {
        domain.setup_instruction(None)?;
        let known = self.current_dns_check(domain).filter(|known| known.last_run_at.is_some())?;
        let summary = known.result.summary();
        let Count { n: correct, of } = summary.correct;
        let conflicts = known.result.conflict_count();
        Some(match summary.outcome {
            Outcome::HiddenByDnssec => "The records are in DNS, but DNSSEC of the zone is broken: d tells.".to_owned(),
            Outcome::Correct if correct == of => "All records are in DNS: v has AutoSend verify them.".to_owned(),
            Outcome::Correct => {
                format!("{correct} of {of} records are in DNS, the rest is optional: v has AutoSend verify them.")
            }
            Outcome::RequiredCorrect if conflicts == 0 => {
                "The required records are in DNS: v has AutoSend verify them.".to_owned()
            }
            Outcome::RequiredCorrect => {
                format!("Required ones are in DNS (v verifies), {} (d tells).", conflicts_phrase(conflicts))
            }
            Outcome::Missing | Outcome::NotReached => match (correct, conflicts) {
                (0, 0) => return propagation_message(&known.result),
                (0, 1) => format!("1 of these {of} records clashes with what is there: g guides you, d tells."),
                (0, _) => format!("{conflicts} of these {of} records clash with what is there: g guides you, d tells."),
                (_, 0) => format!("{} right in DNS: d tells of the others.", records_are(correct, of)),
                _ => format!("{} right, {} already: d tells.", records_are(correct, of), conflicts_phrase(conflicts)),
            },
        })
    }
}

fn conflicts_phrase(count: usize) -> String {
    if count == 1 { "1 clashes with what is there".to_owned() } else { format!("{count} clash with what is there") }
}

/// What is there at some of the name servers asks for nothing but time.
fn propagation_message(check: &DomainCheck) -> Option<String> {
    let is_partly = |check: &RecordCheck| matches!(check.verdict, Verdict::Partly { .. });
    let partly = check.checked_records().filter(|(.., check)| is_partly(check)).count();
    let count = match check.record_checks.len() {
        _ if partly == 0 => return None,
        1 => "The record is".to_owned(),
        all if partly == all => format!("All {all} records are"),
        all => records_are(partly, all),
    };
    Some(format!("{count} there, but not at every name server yet: d tells."))
}
