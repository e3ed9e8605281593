//! The results of the last DNS check, in short.

use crate::core::check::{CheckedRecord, Verdict};
use crate::wizard::{Model, RecordsScreen};

/// The result of a DNS check that got answers: a line for all records, and one for each conflict with existing
/// records.
pub(super) fn dns_summary(screen: &RecordsScreen, model: &Model) -> Vec<String> {
    let Some(dns_check) =
        model.domain_states.current_dns_check(&screen.domain).filter(|dns_check| dns_check.last_run_at.is_some())
    else {
        return Vec::new();
    };
    let check = &dns_check.result;
    if check.checked_records().all(|checked| checked.check.verdict == Verdict::Unreachable) {
        return Vec::new();
    }
    let state = |index| model.domain_states.dns_state(&screen.domain, index).description();
    let states = check
        .checked_records()
        .map(|CheckedRecord { index, record, .. }| format!("{} {}", record.label(), state(index)));
    let states: Vec<String> = states.collect();
    let conflicts = check.checked_records().filter_map(|CheckedRecord { index, record, .. }| {
        Some(format!("{}: {}", record.label(), check.conflict(index)?.message()))
    });
    std::iter::once(format!("In DNS: {}.", states.join(", "))).chain(conflicts).collect()
}
