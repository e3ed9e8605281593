//! What DNS says: the verdict on each record, its cause and its remedy.

use super::super::super::offers::{back, offers};
use super::super::super::page::{Page, Part};
use super::super::super::question::Question;
use crate::core::check::{Cause, Conflict, RecordCheck, Verdict, format_conflicts};
use crate::core::dns::AnswerSource;
use crate::core::record::DnsRecord;
use crate::wizard::{DnsCheck, Model, RecordsScreen};

pub(super) fn page(screen: &RecordsScreen, model: &Model) -> Page {
    let Some(known) = model.dns_check(&screen.domain.id) else {
        let mut question = Question::of("What next?", offers(model));
        question.back = back(model);
        return Page::asking(vec![Part::line("DNS was not looked into.")], question);
    };
    let mut parts = vec![zone(known)];
    if known.is_running() && known.last_run_at.is_none() {
        parts.push(Part::line("Looking up the records..."));
        return Page::waiting(parts, offers(model).into_iter().chain(back(model)).collect());
    }
    parts.push(Part::new(known.last_error.clone()));
    let overall = known.summary().unwrap_or_default();
    let of_all = overall.shared_causes.iter().map(|cause| said(cause).collect::<Vec<_>>().join(" "));
    parts.extend(format_conflicts(&overall.conflicts, &known.domain.records).into_iter().map(Part::line));
    parts.extend(of_all.map(|words| Part::line(format!("All records: {words}"))));
    let records = known.domain.records.iter().enumerate();
    parts.extend(records.map(|(place, record)| verdict(record, place, known, &overall.shared_causes)));
    let (right, all) = known.total_counts();
    let words = known.summary().map_or_else(|| format!("{right} of {all} records are right."), |all| all.message());
    parts.push(Part::line(words));
    if known.is_running() || known.is_watching() {
        return Page::waiting(parts, offers(model).into_iter().chain(back(model)).collect());
    }
    let mut question = Question::of("What next?", offers(model));
    question.back = back(model);
    Page::asking(parts, question)
}

/// What DNS has of the records, once it was looked and somebody answered: a line for all of them, and one for each that
/// meets what is there.
pub(super) fn known_before(screen: &RecordsScreen, model: &Model) -> Vec<String> {
    let Some(known) = model.current_dns_check(&screen.domain).filter(|known| known.last_run_at.is_some()) else {
        return Vec::new();
    };
    if known.record_checks.iter().flatten().all(|judged| judged.verdict == Verdict::Unreachable) {
        return Vec::new();
    }
    let records = &known.domain.records;
    let states: Vec<String> = records
        .iter()
        .zip(&known.record_checks)
        .filter_map(|(record, judged)| {
            let judged = judged.as_ref()?;
            Some(format!("{} {}", record.label(), state(judged)))
        })
        .collect();
    let conflicts: Vec<_> =
        (0..records.len()).filter_map(|place| known.conflict(place).map(|of| (place, of))).collect();
    let titled = |(place, of): (usize, Conflict)| {
        let title = records.get(place).map(DnsRecord::label).unwrap_or_default();
        format!("{title}: {}", of.message())
    };
    let line = (!states.is_empty()).then(|| format!("In DNS: {}.", states.join(", ")));
    line.into_iter().chain(conflicts.into_iter().map(titled)).collect()
}

/// The verdict on a record, in a few words.
fn state(judged: &RecordCheck) -> String {
    let optional = if judged.is_settled() && !judged.is_correct() { " but optional" } else { "" };
    format!("{}{optional}", judged.verdict.label())
}

/// Which zone it is, and who was asked.
fn zone(known: &DnsCheck) -> Part {
    Part::new(known.zone.as_ref().map(|zone| {
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
fn said(cause: &Cause) -> impl Iterator<Item = String> + use<> {
    [cause.message(), cause.remedy()].into_iter().filter(|words| !words.is_empty())
}

fn verdict(record: &DnsRecord, place: usize, known: &DnsCheck, common: &[Cause]) -> Part {
    let title = format!("{} {}", record.label(), record.record_type.sanitized());
    let Some(judged) = known.record_check(place) else { return Part::line(format!("{title}: not looked up.")) };
    let mut lines = vec![format!("{title}: {}.", state(judged))];
    lines.extend(judged.causes_excluding(common).flat_map(said));
    if !judged.is_settled() {
        lines.push(format!("Expected: {}", judged.expected));
        lines.extend(judged.nearest.and_then(|place| judged.found.get(place)).map(|found| format!("Found: {found}")));
    }
    Part::new(lines)
}
