//! What is known of each record from DNS, in as little room as there can be: a sign each, and what is to be done.
//!
//! A narrow window has no column for the verdicts, and a low one shows one row of the table at a time.

use ratatui::text::{Line, Span};

use super::super::super::styles::Styles;
use super::dns::{is_optional, judged_sign};
use crate::core::check::Verdict;
use crate::core::text::width;
use crate::wizard::{DnsCheck, RecordsScreen};

/// The sign of what is not known.
const UNKNOWN: &str = "?";

/// What is known from DNS, where it is known of the records that are shown.
pub(super) fn of_these<'i>(screen: &RecordsScreen, known: Option<&'i DnsCheck>) -> Option<&'i DnsCheck> {
    known.filter(|known| known.domain.records == screen.domain.records)
}

/// What is known from DNS of a record, in a word or two.
pub(super) fn words(place: usize, screen: &RecordsScreen, known: Option<&DnsCheck>) -> String {
    let known = of_these(screen, known);
    match known.and_then(|known| known.record_check(place)) {
        Some(judged) if is_optional(judged) => "optional".to_owned(),
        Some(judged) => match judged.verdict {
            Verdict::Partly { correct, answered } => format!("at {correct} of {answered}"),
            verdict => verdict.label(),
        },
        None if known.is_some_and(DnsCheck::is_running) => "looking".to_owned(),
        None => "not checked".to_owned(),
    }
}

/// The same as a sign.
pub(super) fn sign(place: usize, screen: &RecordsScreen, known: Option<&DnsCheck>, styles: &Styles) -> Span<'static> {
    match of_these(screen, known).and_then(|known| known.record_check(place)) {
        Some(judged) => styles.sign(judged_sign(judged)),
        None => styles.span(UNKNOWN, Styles::QUIET),
    }
}

/// What is wrong with the record in focus, in its first cause.
pub(super) fn cause(screen: &RecordsScreen, known: Option<&DnsCheck>) -> Option<String> {
    let judged = of_these(screen, known)?.record_check(screen.cursor).filter(|judged| !judged.is_correct())?;
    judged.causes.first().map(|cause| format!("{} d tells more.", cause.message()))
}

/// What is there already at the name of the record in focus, and what to do with it.
pub(super) fn conflict(screen: &RecordsScreen, known: Option<&DnsCheck>) -> Option<String> {
    of_these(screen, known)?.conflict(screen.cursor).map(|conflict| conflict.message())
}

/// Every record by its number and its sign, the one in focus marked, and what there is to do as far as there is room.
pub(super) fn strip(
    screen: &RecordsScreen,
    known: Option<&DnsCheck>,
    styles: &Styles,
    columns: usize,
) -> Line<'static> {
    let mut spans = vec![styles.span("DNS", Styles::QUIET)];
    for place in 0..screen.domain.records.len() {
        let in_focus = place == screen.cursor;
        let mark = if in_focus { styles.symbols().marker.trim_end() } else { " " };
        let style = if in_focus { styles.accent() } else { Styles::QUIET };
        spans.push(Span::styled(format!("{mark}{}", place.saturating_add(1)), style));
        spans.push(sign(place, screen, known, styles));
    }
    let room = columns.saturating_sub(spans.iter().map(Span::width).sum()).saturating_sub(2);
    let fitting = next(screen, of_these(screen, known)).into_iter().find(|words| width(&styles.text(words)) <= room);
    if let Some(words) = fitting {
        spans.extend([Span::raw("  "), styles.span(&words, Styles::PLAIN)]);
    }
    Line::from(spans)
}

/// What there is to do, the longest words first.
fn next(screen: &RecordsScreen, known: Option<&DnsCheck>) -> Vec<String> {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let is_open = screen.domain.setup_instruction(None).is_some();
    let Some(known) = known.filter(|known| known.last_run_at.is_some()) else {
        return match known {
            Some(known) if known.is_running() => texts(&["looking into DNS", "looking"]),
            Some(known) if known.last_error.is_some() => texts(&["DNS could not be asked: d tells why", "d tells why"]),
            _ => texts(&["not checked: d looks into DNS", "d checks DNS"]),
        };
    };
    match known.total_counts() {
        _ if is_open && known.is_required_correct() && known.is_dnssec_broken() => {
            texts(&["but DNSSEC is broken: d tells more", "DNSSEC is broken: d", "DNSSEC fails: d"])
        }
        _ if is_open && known.is_required_correct() => {
            texts(&["right: v has AutoSend verify them", "v has it verified", "v verifies"])
        }
        (0, _) if is_open && !has_causes(known) => texts(&["none is there yet: g guides you", "none yet: g"]),
        (right, all) if right == all => texts(&["all right in DNS", "all right"]),
        (right, all) if known.is_settled() => {
            vec![format!("{right} of {all} are right, the rest is optional"), "the rest is optional".to_owned()]
        }
        (right, all) => {
            let count = format!("{right} of {all}");
            let clash = known.conflict_count();
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
            vec![format!("{count} are right in DNS: d tells more"), format!("{count} right: d"), count]
        }
    }
}

/// Whether something is there that is wrong in a way that can be told.
fn has_causes(known: &DnsCheck) -> bool {
    known.record_checks.iter().flatten().any(|judged| judged.verdict == Verdict::Different || !judged.causes.is_empty())
}
