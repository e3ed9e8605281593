//! What DNS says: the verdict on each record, its cause and its remedy.

use crate::core::check::{Cause, Conflict, RecordCheck, Verdict, format_conflicts};
use crate::core::dns::AnswerSource;
use crate::core::record::DnsRecord;
use crate::plain::choices::{back_choice, list_choices};
use crate::plain::page::{Page, Section};
use crate::plain::question::Question;
use crate::wizard::{DnsCheck, Model, RecordsScreen};

pub(super) fn page(screen: &RecordsScreen, model: &Model) -> Page {
    let Some(dns_check) = model.dns_check(&screen.domain.id) else {
        let mut question = Question::new("What next?", list_choices(model));
        question.back = back_choice(model);
        return Page::with_question(vec![Section::from_line("DNS was not looked into.")], question);
    };
    let mut parts = vec![zone_section(dns_check)];
    if dns_check.is_running() && dns_check.last_run_at.is_none() {
        parts.push(Section::from_line("Looking up the records..."));
        return Page::waiting(parts, list_choices(model).into_iter().chain(back_choice(model)).collect());
    }
    parts.push(Section::new(dns_check.last_error.clone()));
    let overall = dns_check.summary().unwrap_or_default();
    let of_all = overall.shared_causes.iter().map(|cause| cause_lines(cause).collect::<Vec<_>>().join(" "));
    parts.extend(format_conflicts(&overall.conflicts, &dns_check.domain.records).into_iter().map(Section::from_line));
    parts.extend(of_all.map(|words| Section::from_line(format!("All records: {words}"))));
    let records = dns_check.domain.records.iter().enumerate();
    parts.extend(records.map(|(place, record)| record_section(record, place, dns_check, &overall.shared_causes)));
    let (right, all) = dns_check.total_counts();
    let words = dns_check.summary().map_or_else(|| format!("{right} of {all} records are right."), |all| all.message());
    parts.push(Section::from_line(words));
    if dns_check.is_running() || dns_check.is_watching() {
        return Page::waiting(parts, list_choices(model).into_iter().chain(back_choice(model)).collect());
    }
    let mut question = Question::new("What next?", list_choices(model));
    question.back = back_choice(model);
    Page::with_question(parts, question)
}

/// What DNS has of the records, once it was looked and somebody answered: a line for all of them, and one for each that
/// meets what is there.
pub(super) fn dns_summary(screen: &RecordsScreen, model: &Model) -> Vec<String> {
    let Some(dns_check) = model.current_dns_check(&screen.domain).filter(|dns_check| dns_check.last_run_at.is_some())
    else {
        return Vec::new();
    };
    if dns_check.record_checks.iter().flatten().all(|judged| judged.verdict == Verdict::Unreachable) {
        return Vec::new();
    }
    let records = &dns_check.domain.records;
    let states: Vec<String> = records
        .iter()
        .zip(&dns_check.record_checks)
        .filter_map(|(record, judged)| {
            let judged = judged.as_ref()?;
            Some(format!("{} {}", record.label(), verdict_label(judged)))
        })
        .collect();
    let conflicts: Vec<_> =
        (0..records.len()).filter_map(|index| dns_check.conflict(index).map(|of| (index, of))).collect();
    let titled = |(index, of): (usize, Conflict)| {
        let title = records.get(index).map(DnsRecord::label).unwrap_or_default();
        format!("{title}: {}", of.message())
    };
    let line = (!states.is_empty()).then(|| format!("In DNS: {}.", states.join(", ")));
    line.into_iter().chain(conflicts.into_iter().map(titled)).collect()
}

/// The verdict on a record, in a few words.
fn verdict_label(judged: &RecordCheck) -> String {
    let optional = if judged.is_settled() && !judged.is_correct() { " but optional" } else { "" };
    format!("{}{optional}", judged.verdict.label())
}

/// Which zone it is, and who was asked.
fn zone_section(dns_check: &DnsCheck) -> Section {
    Section::new(dns_check.zone.as_ref().map(|zone| {
        let asked = match zone.source {
            AnswerSource::Authoritative => format!("its {} name servers were asked", zone.servers.len()),
            AnswerSource::Resolver => {
                "its own name servers cannot be reached, the system's resolver was asked".to_owned()
            }
            AnswerSource::Intercepted => {
                "this network answers in place of its own name servers, the system's resolver was asked".to_owned()
            }
            AnswerSource::Undelegated => {
                "DNS does not know it, so it has no name servers that could be asked".to_owned()
            }
            AnswerSource::UserSpecified => "the servers that were named were asked".to_owned(),
        };
        format!("Zone {}: {asked}.", zone.name)
    }))
}

/// A cause, and what is to be done.
fn cause_lines(cause: &Cause) -> impl Iterator<Item = String> + use<> {
    [cause.message(), cause.remedy()].into_iter().filter(|words| !words.is_empty())
}

fn record_section(record: &DnsRecord, index: usize, dns_check: &DnsCheck, common: &[Cause]) -> Section {
    let title = format!("{} {}", record.label(), record.record_type.sanitized());
    let Some(judged) = dns_check.record_check(index) else {
        return Section::from_line(format!("{title}: not looked up."));
    };
    let mut lines = vec![format!("{title}: {}.", verdict_label(judged))];
    lines.extend(judged.causes_excluding(common).flat_map(cause_lines));
    if !judged.is_settled() {
        lines.push(format!("Expected: {}", judged.expected));
        lines.extend(judged.nearest.and_then(|index| judged.found.get(index)).map(|found| format!("Found: {found}")));
    }
    Section::new(lines)
}
