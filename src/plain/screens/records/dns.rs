//! The DNS check: the verdict on each record, its causes and remedies.

use crate::core::check::{
    Cause, CheckedRecord, DomainCheck, Verdict, asked, format_conflicts, headline, unchecked_label,
};
use crate::core::record::DnsRecord;
use crate::plain::choices::{ask_next, list_while_waiting};
use crate::plain::output::{Output, Section};
use crate::wizard::{Model, RecordsScreen};

pub(super) fn output(screen: &RecordsScreen, model: &Model) -> Output {
    let Some(dns_check) = model.domain_states.dns_check(&screen.domain.id) else {
        return Output::with_question(vec![Section::from_line("DNS has not been checked.")], ask_next(model));
    };
    let check = &dns_check.result;
    let mut sections = vec![zone_section(check)];
    if dns_check.is_running() && dns_check.last_run_at.is_none() {
        sections.push(Section::from_line("Checking the records..."));
        return Output::waiting(sections, list_while_waiting(model));
    }
    sections.push(Section::new(dns_check.last_error.clone()));
    let summary = check.summary();
    let shared = summary.shared_causes.iter().map(|cause| cause_lines(cause).collect::<Vec<_>>().join(" "));
    sections.extend(format_conflicts(&summary.conflicts, &check.domain.records).into_iter().map(Section::from_line));
    sections.extend(shared.map(|text| Section::from_line(format!("All records: {text}"))));
    let records = check.domain.records.iter().enumerate();
    sections.extend(records.map(|(index, record)| record_section(record, index, check, &summary.shared_causes)));
    sections.push(Section::from_line(headline(&summary)));
    if dns_check.is_running() || dns_check.is_watching() {
        return Output::waiting(sections, list_while_waiting(model));
    }
    Output::with_question(sections, ask_next(model))
}

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
    let state = |index| model.domain_states.dns_state(&screen.domain, index).label();
    let states = check
        .checked_records()
        .map(|CheckedRecord { index, record, .. }| format!("{} {}", record.label(), state(index)));
    let states: Vec<String> = states.collect();
    let conflicts = check.checked_records().filter_map(|CheckedRecord { index, record, .. }| {
        Some(format!("{}: {}", record.label(), check.conflict(index)?.message()))
    });
    std::iter::once(format!("In DNS: {}.", states.join(", "))).chain(conflicts).collect()
}

/// The zone, the servers that were queried, and what was left out.
fn zone_section(check: &DomainCheck) -> Section {
    let zone = check.zone.as_ref().map(|zone| format!("Zone {}: {}.", zone.name, asked(zone)));
    Section::new(zone.into_iter().chain(check.left_out_message()))
}

/// A cause and its remedy.
fn cause_lines(cause: &Cause) -> impl Iterator<Item = String> + use<> {
    [cause.message(), cause.remedy()].into_iter().filter(|message| !message.is_empty())
}

fn record_section(record: &DnsRecord, index: usize, check: &DomainCheck, shared: &[Cause]) -> Section {
    let title = format!("{} {}", record.label(), record.record_type.sanitized());
    let Some(check) = check.record_check(index) else {
        return Section::from_line(format!("{title}: {}.", unchecked_label(false)));
    };
    let mut lines = vec![format!("{title}: {}.", check.label())];
    lines.extend(check.causes_excluding(shared).flat_map(cause_lines));
    if !check.is_settled() {
        lines.push(format!("Expected: {}", check.expected));
        lines.extend(check.nearest.and_then(|index| check.found.get(index)).map(|found| format!("Found: {found}")));
    }
    Section::new(lines)
}
