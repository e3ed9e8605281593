//! What DNS says: the verdict on each record, what is expected beside what was found, the cause and its remedy.

use ratatui::text::{Line, Span};

use super::super::super::styles::{Sign, Styles};
use super::super::super::widgets::{Column, hanging, paragraph, signed};
use crate::core::check::{Cause, CheckSummary, Conflict, Difference, RecordCheck, Verdict, format_conflicts};
use crate::core::dns::{AnswerSource, ZoneInfo};
use crate::core::dns_host::{DnsHost, format_candidates};
use crate::core::record::DnsRecord;
use crate::core::text::truncate;
use crate::core::verify_poll::format_duration;
use crate::wizard::{DnsCheck, DnsCheckStage, Model, RecordsScreen};

/// The width of the names before the facts.
const INDENT: usize = 11;

/// The characters that are shown of what two values share, before and after their difference.
const AROUND: usize = 24;

pub(super) fn draw(screen: &RecordsScreen, scroll: usize, model: &Model, column: &mut Column) {
    let Some(known) = model.dns_check(&screen.domain.id) else {
        return column.words("DNS was not looked into. d does so.", Styles::PLAIN);
    };
    let styles = *column.styles;
    // One column at the end is for the bar.
    let measure = column.measure().saturating_sub(1);
    let gap = column.is_roomy().then(Line::default);
    let overall = known.summary().unwrap_or_default();
    let mut lines = head(known, &overall, model, &styles, measure);
    for (place, record) in known.domain.records.iter().enumerate() {
        lines.extend(gap.clone());
        match known.record_check(place) {
            Some(judged) => lines.extend(record_lines(record, judged, &overall.shared_causes, &styles, measure)),
            None => lines.extend(unknown(record, known, &styles, measure)),
        }
    }
    column.scrolled(lines, scroll);
}

fn head(
    known: &DnsCheck,
    overall: &CheckSummary,
    model: &Model,
    styles: &Styles,
    measure: usize,
) -> Vec<Line<'static>> {
    let name = known.domain.name.sanitized();
    let (right, all) = known.total_counts();
    let (sign, title) = match (known.last_run_at, known.is_running()) {
        (None, true) => (Sign::Info, format!("Looking up the records of {name}")),
        _ if known.is_required_correct() && known.is_dnssec_broken() => {
            (Sign::Bad, format!("{right} of {all} records of {name} are right, but DNSSEC keeps them from being seen"))
        }
        _ if right == all => (Sign::Good, format!("All {all} records of {name} are right")),
        _ if known.is_settled() => {
            (Sign::Good, format!("{right} of {all} records of {name} are right; the rest is optional"))
        }
        _ if known.is_required_correct() => {
            (Sign::Good, format!("The required records of {name} are right, {right} of {all} in all"))
        }
        _ => (Sign::Warning, format!("{right} of {all} records of {name} are right")),
    };
    let mut lines = signed(styles, sign, &title, Styles::STRONG, (measure, usize::MAX));
    if let Some(zone) = &known.zone {
        lines.extend(paragraph(styles, &who(zone, model, known), Styles::QUIET, measure));
    }
    if let Some(trouble) = &known.last_error {
        lines.extend(signed(styles, Sign::Bad, trouble, Styles::PLAIN, (measure, usize::MAX)));
    }
    lines.extend(paragraph(styles, &when(known, model), Styles::QUIET, measure));
    lines.extend(panel(known, model).into_iter().flat_map(|words| paragraph(styles, &words, Styles::QUIET, measure)));
    // What is kept is no alarm.
    let is_kept = |conflict: &Conflict| matches!(conflict, Conflict::Keep { .. });
    let (kept, others): (Vec<_>, Vec<_>) = overall.conflicts.iter().cloned().partition(is_kept);
    for (sign, conflicts) in [(Sign::Warning, others), (Sign::Info, kept)] {
        for words in format_conflicts(&conflicts, &known.domain.records) {
            lines.extend(signed(styles, sign, &words, Styles::PLAIN, (measure, usize::MAX)));
        }
    }
    for cause in &overall.shared_causes {
        let words = format!("All records: {}", cause.message());
        lines.extend(signed(styles, Sign::Warning, &words, Styles::PLAIN, (measure, usize::MAX)));
        lines.extend(remedy(cause, styles, measure));
    }
    if !known.changes.is_empty() {
        let words = format!("New since the look before: {}.", known.changes.join("; "));
        lines.extend(signed(styles, Sign::Info, &words, Styles::PLAIN, (measure, usize::MAX)));
    }
    lines
}

/// Which zone it is, and who was asked about it.
fn who(zone: &ZoneInfo, model: &Model, known: &DnsCheck) -> String {
    let asked = match zone.source {
        AnswerSource::Authoritative if zone.servers.len() == 1 => "its name server was asked".to_owned(),
        AnswerSource::Authoritative => format!("its {} name servers were asked", zone.servers.len()),
        AnswerSource::Resolver => {
            "its own name servers cannot be reached from here (port 53), so the system's resolver was asked".to_owned()
        }
        AnswerSource::Intercepted => {
            "this network answers in place of its own name servers, so the system's resolver was asked".to_owned()
        }
        AnswerSource::Undelegated => "DNS does not know it, so it has no name servers that could be asked".to_owned(),
        AnswerSource::UserSpecified => format!(
            "asked: {}",
            zone.servers.iter().map(crate::core::dns::Server::label).collect::<Vec<_>>().join(", ")
        ),
    };
    let guess = if zone.is_certain { "" } else { " (a guess)" };
    let host = model.record_prefs(&known.domain).host().map(|host| format!(" at {}", host.name));
    let host = host.unwrap_or_else(|| match zone.name_servers.as_slice() {
        [] => String::new(),
        names => format!(" at {}", names.join(", ")),
    });
    format!("Zone {}{guess}{host}; {asked}.", zone.name)
}

/// Where the records are to be entered, as far as that is known.
fn panel(known: &DnsCheck, model: &Model) -> Vec<String> {
    let desk = model.record_prefs(&known.domain);
    let zone = known.zone.as_ref().map(|zone| zone.name.as_str()).unwrap_or_default();
    let mut lines: Vec<String> =
        desk.host().map(|host| format!("Its DNS panel: {}", host.panel_url_for(zone))).into_iter().collect();
    lines.extend(desk.host().and_then(DnsHost::import_message));
    let servers = known.zone.iter().flat_map(|zone| &zone.name_servers).map(String::as_str).collect::<Vec<_>>();
    if let (None, Some(words)) = (desk.host(), format_candidates(desk.candidate_hosts(), &servers)) {
        lines.push(format!("By its name servers, the DNS host is {words}; h on the records sets which."));
    }
    if known.domain_connect.is_some() {
        lines.push("The DNS host knows Domain Connect: AutoSend's dashboard may write the records for you.".to_owned());
    }
    lines
}

/// When it was looked, and when the next look is.
fn when(known: &DnsCheck, model: &Model) -> String {
    let ago = known.last_run_at.map(|looked| format_duration(model.clock.saturating_sub(looked)));
    match (known.stage, ago) {
        (DnsCheckStage::Running(_), _) => "Looking now.".to_owned(),
        (DnsCheckStage::Waiting { until, .. }, _) => {
            format!("Next look in {}; w ends it.", format_duration(until.saturating_sub(model.clock)))
        }
        (DnsCheckStage::Idle, Some(_)) if known.is_required_correct() && known.is_dnssec_broken() => {
            "d looks again; v will hardly succeed before DNSSEC is mended.".to_owned()
        }
        (DnsCheckStage::Idle, Some(_)) if known.is_required_correct() => {
            let remembered = known.summary().and_then(|overall| overall.stale_ttl);
            let wait = remembered.map(|seconds| format_duration(std::time::Duration::from_secs(seconds.into())));
            let wait = wait.map(|time| format!(", best in {time}, once resolvers have forgotten what was there"));
            format!("v asks AutoSend to verify them{}.", wait.unwrap_or_default())
        }
        (DnsCheckStage::Idle, Some(_)) => "d looks again, w goes on looking until they are right.".to_owned(),
        (DnsCheckStage::Idle, None) => "d looks.".to_owned(),
    }
}

/// Whether it is not there, and need not be: another record does its work.
pub(super) fn is_optional(judged: &RecordCheck) -> bool {
    judged.is_settled() && !judged.is_correct()
}

/// The sign of a judgement.
pub(super) fn judged_sign(judged: &RecordCheck) -> Sign {
    match judged.verdict {
        _ if is_optional(judged) => Sign::Info,
        Verdict::Match => Sign::Good,
        Verdict::Missing | Verdict::Partly { .. } => Sign::Warning,
        Verdict::Different => Sign::Bad,
        Verdict::Unreachable => Sign::Info,
    }
}

/// A record of which nothing is known yet.
fn unknown(record: &DnsRecord, known: &DnsCheck, styles: &Styles, measure: usize) -> Vec<Line<'static>> {
    let words = if known.is_running() { "looking" } else { "not looked up" };
    signed(styles, Sign::Info, &format!("{}: {words}", titled(record)), Styles::PLAIN, (measure, usize::MAX))
}

/// What is to be done against a cause; nothing where there is nothing to be said.
fn remedy(cause: &Cause, styles: &Styles, measure: usize) -> Vec<Line<'static>> {
    let remedy = cause.remedy();
    if remedy.is_empty() {
        return Vec::new();
    }
    let sign = styles.sign(Sign::Becomes);
    let sign = Span::styled(format!("  {}", sign.content), sign.style);
    let indent = sign.width() + 1;
    hanging(styles, sign, indent, &remedy, Styles::PLAIN, (measure, usize::MAX))
}

fn record_lines(
    record: &DnsRecord,
    judged: &RecordCheck,
    common: &[Cause],
    styles: &Styles,
    measure: usize,
) -> Vec<Line<'static>> {
    let title = titled(record);
    let verdict = judged.verdict.label();
    let words = format!("{title}: {verdict}{}", if is_optional(judged) { " but optional" } else { "" });
    let mut lines = signed(styles, judged_sign(judged), &words, Styles::STRONG, (measure, usize::MAX));
    for cause in judged.causes_excluding(common) {
        lines.extend(indented(styles, "", &cause.message(), measure));
        lines.extend(remedy(cause, styles, measure));
    }
    if judged.is_correct() {
        return lines;
    }
    match judged.difference() {
        Some(difference) => lines.extend(marked(styles, &difference, measure)),
        // Where a cause is known, it says what to do; else there is nothing to be seen but what is wanted.
        None if judged.found.is_empty() && judged.causes.is_empty() => {
            lines.extend(indented(styles, "Expected", &judged.expected, measure));
        }
        None => {}
    }
    let differing: Vec<String> = judged
        .server_verdicts
        .iter()
        .filter(|(_, verdict)| *verdict != Verdict::Match)
        .map(|(server, verdict)| format!("{} ({})", server.label(), verdict.label()))
        .collect();
    if matches!(judged.verdict, Verdict::Partly { .. }) {
        lines.extend(indented(styles, "Not yet at", &differing.join(", "), measure));
    }
    lines
}

fn indented(styles: &Styles, name: &str, words: &str, measure: usize) -> Vec<Line<'static>> {
    if words.is_empty() {
        return Vec::new();
    }
    let label = styles.span(&format!("  {name}"), Styles::QUIET);
    let indent = if name.is_empty() { 2 } else { INDENT.max(label.width() + 1) };
    hanging(styles, label, indent, words, Styles::PLAIN, (measure, usize::MAX))
}

/// What is expected above what was found, the difference marked in both.
fn marked(styles: &Styles, difference: &Difference, measure: usize) -> Vec<Line<'static>> {
    let ellipsis = styles.symbols().ellipsis;
    let count = difference.before.chars().count();
    let before: String = difference.before.chars().skip(count.saturating_sub(AROUND)).collect();
    let lead = if count > AROUND { ellipsis } else { "" };
    let room = measure.saturating_sub(INDENT + 2);
    let line = |label: &str, middle: &str| {
        let middle = if middle.is_empty() { "(nothing)" } else { middle };
        let begin = styles.text(&format!("{lead}{before}")).into_owned();
        let left = room.saturating_sub(crate::core::text::width(&begin));
        let middle = truncate(&styles.text(middle), left, ellipsis).into_owned();
        let left = left.saturating_sub(crate::core::text::width(&middle));
        let after = truncate(&styles.text(&difference.after), left, ellipsis).into_owned();
        Line::from(vec![
            Span::styled(format!("  {label:<width$}", width = INDENT - 2), Styles::QUIET),
            Span::styled(begin, Styles::PLAIN),
            Span::styled(middle, styles.matched()),
            Span::styled(after, Styles::PLAIN),
        ])
    };
    vec![line("expected", &difference.expected), line("found", &difference.found)]
}

/// What a record is for, and its type where that does not say it.
fn titled(record: &DnsRecord) -> String {
    let (title, kind) = (record.label(), record.record_type.sanitized());
    if title.ends_with(&kind) { title } else { format!("{title} {kind}") }
}
