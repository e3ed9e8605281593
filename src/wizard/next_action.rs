//! What is to be done with the records of a domain, by what DNS says of them, in a sentence.

use super::dns_check::DnsCheck;
use super::model::Model;
use crate::core::check::Verdict;
use crate::core::domain::SendingDomain;

impl Model {
    /// What DNS lacks, or that it has all; nothing where it was not looked into or has nothing yet, and where AutoSend has
    /// verified the domain.
    #[must_use]
    pub fn next_action(&self, domain: &SendingDomain) -> Option<String> {
        domain.setup_instruction(None)?;
        let known = self.current_dns_check(domain).filter(|known| known.last_run_at.is_some())?;
        let (right, all) = known.total_counts();
        Some(match (right, known.conflict_count()) {
            _ if known.is_required_correct() && known.is_dnssec_broken() => {
                "The records are in DNS, but DNSSEC of the zone is broken: d tells.".to_owned()
            }
            _ if known.is_required_correct() && right == all => {
                "All records are in DNS: v has AutoSend verify them.".to_owned()
            }
            _ if known.is_required_correct() && known.is_settled() => {
                format!("{right} of {all} records are in DNS, the rest is optional: v has AutoSend verify them.")
            }
            (_, 0) if known.is_required_correct() => {
                "The required records are in DNS: v has AutoSend verify them.".to_owned()
            }
            (_, clash) if known.is_required_correct() => {
                format!("Required ones are in DNS (v verifies), {} (d tells).", conflicts_phrase(clash))
            }
            (0, 0) => return propagation_message(known),
            (0, 1) => format!("1 of these {all} records clashes with what is there: g guides you, d tells."),
            (0, clash) => format!("{clash} of these {all} records clash with what is there: g guides you, d tells."),
            (right, 0) => format!("{right} of {all} records are right in DNS: d tells of the others."),
            (right, clash) => {
                format!("{right} of {all} records are right, {} already: d tells.", conflicts_phrase(clash))
            }
        })
    }
}

fn conflicts_phrase(count: usize) -> String {
    if count == 1 { "1 clashes with what is there".to_owned() } else { format!("{count} clash with what is there") }
}

/// What is there at some of the name servers asks for nothing but time.
fn propagation_message(known: &DnsCheck) -> Option<String> {
    let partly =
        known.record_checks.iter().flatten().filter(|judged| matches!(judged.verdict, Verdict::Partly { .. })).count();
    let count = match known.record_checks.len() {
        _ if partly == 0 => return None,
        1 => "The record is".to_owned(),
        all if partly == all => format!("All {all} records are"),
        all => format!("{partly} of {all} records are"),
    };
    Some(format!("{count} there, but not at every name server yet: d tells."))
}
