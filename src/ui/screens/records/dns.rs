//! What DNS says: the verdict on each record, what is expected beside what was found, the cause and its remedy.

use ratatui::text::{Line, Span};

use crate::core::check::{
    Cause, CheckSummary, Conflict, Difference, DomainCheck, Outcome, RecordCheck, Verdict, asked, format_conflicts,
    headline,
};
use crate::core::dns::ZoneInfo;
use crate::core::dns_host::{DnsHost, format_candidates};
use crate::core::duration::format_duration;
use crate::core::record::DnsRecord;
use crate::core::text::truncate;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, hanging_paragraph, icon_paragraph, paragraph};
use crate::wizard::{DnsCheck, DnsCheckStage, Model, RecordsScreen};

/// The width of the names before the facts.
const INDENT: usize = 11;

/// The characters that are shown of what two values share, before and after their difference.
const CONTEXT_CHARS: usize = 24;

pub(super) fn draw(screen: &RecordsScreen, scroll: usize, model: &Model, column: &mut Column) {
    let Some(dns_check) = model.dns_check(&screen.domain.id) else {
        return column.paragraph("DNS was not looked into. d does so.", Styles::PLAIN);
    };
    let styles = *column.styles;
    // One column at the end is for the bar.
    let measure = column.prose_width().saturating_sub(1);
    let gap = column.is_roomy().then(Line::default);
    let summary = dns_check.result.summary();
    let mut lines = header_lines(dns_check, &summary, model, &styles, measure);
    for (index, record) in dns_check.result.domain.records.iter().enumerate() {
        lines.extend(gap.clone());
        match dns_check.result.record_check(index) {
            Some(check) => lines.extend(record_lines(record, check, &summary.shared_causes, &styles, measure)),
            None => lines.extend(unchecked_lines(record, dns_check, &styles, measure)),
        }
    }
    column.scrollable(lines, scroll);
}

fn header_lines(
    dns_check: &DnsCheck,
    summary: &CheckSummary,
    model: &Model,
    styles: &Styles,
    measure: usize,
) -> Vec<Line<'static>> {
    let check = &dns_check.result;
    let name = check.domain.name.sanitized();
    let (icon, title) = match (dns_check.last_run_at, dns_check.is_running(), summary.outcome) {
        (None, true, _) => (Icon::Info, format!("Looking up the records of {name}")),
        (.., Outcome::HiddenByDnssec) => (Icon::Error, format!("{name}: {}", headline(summary))),
        (.., Outcome::Correct | Outcome::RequiredCorrect) => (Icon::Success, format!("{name}: {}", headline(summary))),
        (.., Outcome::Missing | Outcome::NotReached) => (Icon::Warning, format!("{name}: {}", headline(summary))),
    };
    let mut lines = icon_paragraph(styles, icon, &title, Styles::BOLD, (measure, usize::MAX));
    if let Some(zone) = &check.zone {
        lines.extend(paragraph(styles, &zone_line(zone, model, check), Styles::DIM, measure));
    }
    if let Some(trouble) = &dns_check.last_error {
        lines.extend(icon_paragraph(styles, Icon::Error, trouble, Styles::PLAIN, (measure, usize::MAX)));
    }
    lines.extend(paragraph(styles, &schedule_line(dns_check, summary, model), Styles::DIM, measure));
    lines.extend(
        panel_lines(check, model).into_iter().flat_map(|words| paragraph(styles, &words, Styles::DIM, measure)),
    );
    // What is kept is no alarm.
    let is_kept = |conflict: &Conflict| matches!(conflict, Conflict::Keep { .. });
    let (kept, others): (Vec<_>, Vec<_>) = summary.conflicts.iter().cloned().partition(is_kept);
    for (sign, conflicts) in [(Icon::Warning, others), (Icon::Info, kept)] {
        for words in format_conflicts(&conflicts, &check.domain.records) {
            lines.extend(icon_paragraph(styles, sign, &words, Styles::PLAIN, (measure, usize::MAX)));
        }
    }
    for cause in &summary.shared_causes {
        let words = format!("All records: {}", cause.message());
        lines.extend(icon_paragraph(styles, Icon::Warning, &words, Styles::PLAIN, (measure, usize::MAX)));
        lines.extend(remedy_lines(cause, styles, measure));
    }
    if !dns_check.changes.is_empty() {
        let words = format!("New since the look before: {}.", dns_check.changes.join("; "));
        lines.extend(icon_paragraph(styles, Icon::Info, &words, Styles::PLAIN, (measure, usize::MAX)));
    }
    lines
}

/// The zone, its DNS host, and who was asked about it.
fn zone_line(zone: &ZoneInfo, model: &Model, check: &DomainCheck) -> String {
    let guess = if zone.is_certain { "" } else { " (a guess)" };
    let host = model.record_prefs(&check.domain).host().map(|host| format!(" at {}", host.name));
    let host = host.unwrap_or_else(|| match zone.name_servers.as_slice() {
        [] => String::new(),
        names => format!(" at {}", names.join(", ")),
    });
    format!("Zone {}{guess}{host}; {}.", zone.name, asked(zone))
}

/// Where the records are to be entered, as far as that is known.
fn panel_lines(check: &DomainCheck, model: &Model) -> Vec<String> {
    let desk = model.record_prefs(&check.domain);
    let zone = check.zone.as_ref().map(|zone| zone.name.as_str()).unwrap_or_default();
    let mut lines: Vec<String> =
        desk.host().map(|host| format!("Its DNS panel: {}", host.panel_url_for(zone))).into_iter().collect();
    lines.extend(desk.host().and_then(DnsHost::import_message));
    let servers = check.zone.iter().flat_map(|zone| &zone.name_servers).map(String::as_str).collect::<Vec<_>>();
    if let (None, Some(words)) = (desk.host(), format_candidates(desk.candidate_hosts(), &servers)) {
        lines.push(format!("By its name servers, the DNS host is {words}; h on the records sets which."));
    }
    if check.has_domain_connect {
        lines.push("The DNS host knows Domain Connect: AutoSend's dashboard may write the records for you.".to_owned());
    }
    lines
}

/// When it was looked, and when the next look is.
fn schedule_line(dns_check: &DnsCheck, summary: &CheckSummary, model: &Model) -> String {
    let ago = dns_check.last_run_at.map(|looked| format_duration(model.clock.saturating_sub(looked)));
    match (dns_check.stage, ago) {
        (DnsCheckStage::Running(_), _) => "Looking now.".to_owned(),
        (DnsCheckStage::Waiting { until, .. }, _) => {
            format!("Next look in {}; w ends it.", format_duration(until.saturating_sub(model.clock)))
        }
        (DnsCheckStage::Idle, Some(_)) if summary.outcome == Outcome::HiddenByDnssec => {
            "d looks again; v will hardly succeed before DNSSEC is mended.".to_owned()
        }
        (DnsCheckStage::Idle, Some(_)) if summary.can_verify() => {
            let wait = summary.stale_ttl.map(|seconds| format_duration(std::time::Duration::from_secs(seconds.into())));
            let wait = wait.map(|time| format!(", best in {time}, once resolvers have forgotten what was there"));
            format!("v asks AutoSend to verify them{}.", wait.unwrap_or_default())
        }
        (DnsCheckStage::Idle, Some(_)) => "d looks again, w goes on looking until they are right.".to_owned(),
        (DnsCheckStage::Idle, None) => "d looks.".to_owned(),
    }
}

/// The sign of a judgement.
pub(super) fn record_icon(judged: &RecordCheck) -> Icon {
    match judged.verdict {
        _ if judged.is_optional() => Icon::Info,
        Verdict::Match => Icon::Success,
        Verdict::Missing | Verdict::Partly { .. } => Icon::Warning,
        Verdict::Different => Icon::Error,
        Verdict::Unreachable => Icon::Info,
    }
}

/// A record of which nothing is known yet.
fn unchecked_lines(record: &DnsRecord, dns_check: &DnsCheck, styles: &Styles, measure: usize) -> Vec<Line<'static>> {
    let words = if dns_check.is_running() { "looking" } else { "not looked up" };
    icon_paragraph(
        styles,
        Icon::Info,
        &format!("{}: {words}", record_title(record)),
        Styles::PLAIN,
        (measure, usize::MAX),
    )
}

/// What is to be done against a cause; nothing where there is nothing to be said.
fn remedy_lines(cause: &Cause, styles: &Styles, measure: usize) -> Vec<Line<'static>> {
    let remedy = cause.remedy();
    if remedy.is_empty() {
        return Vec::new();
    }
    let sign = styles.icon(Icon::Arrow);
    let sign = Span::styled(format!("  {}", sign.content), sign.style);
    let indent = sign.width() + 1;
    hanging_paragraph(styles, sign, indent, &remedy, Styles::PLAIN, (measure, usize::MAX))
}

fn record_lines(
    record: &DnsRecord,
    judged: &RecordCheck,
    common: &[Cause],
    styles: &Styles,
    measure: usize,
) -> Vec<Line<'static>> {
    let title = record_title(record);
    let words = format!("{title}: {}", judged.label());
    let mut lines = icon_paragraph(styles, record_icon(judged), &words, Styles::BOLD, (measure, usize::MAX));
    for cause in judged.causes_excluding(common) {
        lines.extend(indented_lines(styles, "", &cause.message(), measure));
        lines.extend(remedy_lines(cause, styles, measure));
    }
    if judged.is_correct() {
        return lines;
    }
    match judged.difference() {
        Some(difference) => lines.extend(difference_lines(styles, &difference, measure)),
        // Where a cause is known, it says what to do; else there is nothing to be seen but what is wanted.
        None if judged.found.is_empty() && judged.causes.is_empty() => {
            lines.extend(indented_lines(styles, "Expected", &judged.expected, measure));
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
        lines.extend(indented_lines(styles, "Not yet at", &differing.join(", "), measure));
    }
    lines
}

fn indented_lines(styles: &Styles, name: &str, words: &str, measure: usize) -> Vec<Line<'static>> {
    if words.is_empty() {
        return Vec::new();
    }
    let label = styles.span(&format!("  {name}"), Styles::DIM);
    let indent = if name.is_empty() { 2 } else { INDENT.max(label.width() + 1) };
    hanging_paragraph(styles, label, indent, words, Styles::PLAIN, (measure, usize::MAX))
}

/// What is expected above what was found, the difference marked in both.
fn difference_lines(styles: &Styles, difference: &Difference, measure: usize) -> Vec<Line<'static>> {
    let ellipsis = styles.symbols().ellipsis;
    let count = difference.before.chars().count();
    let before: String = difference.before.chars().skip(count.saturating_sub(CONTEXT_CHARS)).collect();
    let lead = if count > CONTEXT_CHARS { ellipsis } else { "" };
    let room = measure.saturating_sub(INDENT + 2);
    let line = |label: &str, middle: &str| {
        let middle = if middle.is_empty() { "(nothing)" } else { middle };
        let begin = styles.sanitize(&format!("{lead}{before}")).into_owned();
        let left = room.saturating_sub(crate::core::text::width(&begin));
        let middle = truncate(&styles.sanitize(middle), left, ellipsis).into_owned();
        let left = left.saturating_sub(crate::core::text::width(&middle));
        let after = truncate(&styles.sanitize(&difference.after), left, ellipsis).into_owned();
        Line::from(vec![
            Span::styled(format!("  {label:<width$}", width = INDENT - 2), Styles::DIM),
            Span::styled(begin, Styles::PLAIN),
            Span::styled(middle, styles.highlight()),
            Span::styled(after, Styles::PLAIN),
        ])
    };
    vec![line("expected", &difference.expected), line("found", &difference.found)]
}

/// What a record is for, and its type where that does not say it.
fn record_title(record: &DnsRecord) -> String {
    let (title, kind) = (record.label(), record.record_type.sanitized());
    if title.ends_with(&kind) { title } else { format!("{title} {kind}") }
}
