//! The result of the DNS check in little room: an icon for each record, and the next step.
//!
//! A narrow window has no column for the verdicts, and a low one shows one row of the table at a time.

use ratatui::text::{Line, Span};

use super::dns::record_icon;
use crate::core::check::{Count, DomainCheck, Outcome, Verdict};
use crate::core::text::width;
use crate::ui::styles::Styles;
use crate::wizard::{DnsCheck, RecordsScreen};

/// The icon of a record that was not checked.
const UNKNOWN: &str = "?";

/// The DNS check, if it is of the records that are shown.
pub(super) fn if_current<'i>(screen: &RecordsScreen, dns_check: Option<&'i DnsCheck>) -> Option<&'i DnsCheck> {
    dns_check.filter(|dns_check| dns_check.result.domain.records == screen.domain.records)
}

/// The verdict on a record, in a word or two.
pub(super) fn label(index: usize, screen: &RecordsScreen, dns_check: Option<&DnsCheck>) -> String {
    let dns_check = if_current(screen, dns_check);
    match dns_check.and_then(|dns_check| dns_check.result.record_check(index)) {
        Some(check) if check.is_optional() => "optional".to_owned(),
        Some(check) => match check.verdict {
            Verdict::Partly { correct, answered } => format!("at {correct} of {answered}"),
            verdict => verdict.label(),
        },
        None if dns_check.is_some_and(DnsCheck::is_running) => "looking".to_owned(),
        None => "not checked".to_owned(),
    }
}

/// The verdict on a record, as an icon.
pub(super) fn icon(
    index: usize,
    screen: &RecordsScreen,
    dns_check: Option<&DnsCheck>,
    styles: &Styles,
) -> Span<'static> {
    match if_current(screen, dns_check).and_then(|dns_check| dns_check.result.record_check(index)) {
        Some(check) => styles.icon(record_icon(check)),
        None => styles.span(UNKNOWN, Styles::DIM),
    }
}

/// The first cause of what is wrong with the selected record.
pub(super) fn first_cause(screen: &RecordsScreen, dns_check: Option<&DnsCheck>) -> Option<String> {
    let check =
        if_current(screen, dns_check)?.result.record_check(screen.cursor).filter(|check| !check.is_correct())?;
    check.causes.first().map(|cause| format!("{} d tells more.", cause.message()))
}

/// The conflict of the selected record with existing records.
pub(super) fn conflict(screen: &RecordsScreen, dns_check: Option<&DnsCheck>) -> Option<String> {
    if_current(screen, dns_check)?.result.conflict(screen.cursor).map(|conflict| conflict.message())
}

/// Every record by its number and icon, the selected one marked, and the next step if there is room.
pub(super) fn strip(
    screen: &RecordsScreen,
    dns_check: Option<&DnsCheck>,
    styles: &Styles,
    columns: usize,
) -> Line<'static> {
    let mut spans = vec![styles.span("DNS", Styles::DIM)];
    for index in 0..screen.domain.records.len() {
        let in_focus = index == screen.cursor;
        let mark = if in_focus { styles.symbols().marker.trim_end() } else { " " };
        let style = if in_focus { styles.accent() } else { Styles::DIM };
        spans.push(Span::styled(format!("{mark}{}", index.saturating_add(1)), style));
        spans.push(icon(index, screen, dns_check, styles));
    }
    let room = columns.saturating_sub(spans.iter().map(Span::width).sum()).saturating_sub(2);
    let fitting = next_hints(screen, if_current(screen, dns_check))
        .into_iter()
        .find(|hint| width(&styles.sanitize(hint)) <= room);
    if let Some(hint) = fitting {
        spans.extend([Span::raw("  "), styles.span(&hint, Styles::PLAIN)]);
    }
    Line::from(spans)
}

/// The next step, the longest form first.
fn next_hints(screen: &RecordsScreen, dns_check: Option<&DnsCheck>) -> Vec<String> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let is_open = screen.domain.setup_instruction(None).is_some();
    let Some(dns_check) = dns_check.filter(|dns_check| dns_check.last_run_at.is_some()) else {
        return match dns_check {
            Some(dns_check) if dns_check.is_running() => texts(&["looking into DNS", "looking"]),
            Some(dns_check) if dns_check.last_error.is_some() => {
                texts(&["DNS could not be asked: d tells why", "d tells why"])
            }
            _ => texts(&["not checked: d looks into DNS", "d checks DNS"]),
        };
    };
    let summary = dns_check.result.summary();
    let Count { n: correct, of } = summary.correct;
    let count = format!("{correct} of {of}");
    let are = if correct == 1 { "is" } else { "are" };
    match summary.outcome {
        Outcome::HiddenByDnssec if is_open => {
            texts(&["but DNSSEC is broken: d tells more", "DNSSEC is broken: d", "DNSSEC fails: d"])
        }
        _ if is_open && summary.can_verify() => {
            texts(&["right: v has AutoSend verify them", "v has it verified", "v verifies"])
        }
        _ if is_open && correct == 0 && !has_known_faults(&dns_check.result) => {
            texts(&["none is there yet: g guides you", "none yet: g"])
        }
        _ if correct == of => texts(&["all right in DNS", "all right"]),
        _ if summary.settled.is_complete() => {
            vec![format!("{count} {are} right, the rest is optional"), "the rest is optional".to_owned()]
        }
        _ => {
            let clash = dns_check.result.conflict_count();
            if clash > 0 {
                let (verb, word) = if clash == 1 { ("clashes", "conflict") } else { ("clash", "conflicts") };
                return vec![
                    format!("{count} right, {clash} {verb} with what is there: d tells"),
                    format!("{clash} {verb} with what is there: d"),
                    format!("{clash} {word}: d"),
                    format!("{count} right: d"),
                    count,
                ];
            }
            vec![format!("{count} {are} right in DNS: d tells more"), format!("{count} right: d"), count]
        }
    }
}

/// Whether any record is wrong, or has a known cause.
fn has_known_faults(check: &DomainCheck) -> bool {
    check.checked_records().any(|(.., check)| check.verdict == Verdict::Different || !check.causes.is_empty())
}
