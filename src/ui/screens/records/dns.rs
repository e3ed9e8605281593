//! The DNS check: the verdict on each record, expected and found value, causes and remedies.

use ratatui::text::{Line, Span};

use crate::core::check::{
    Cause, CheckSummary, Conflict, Difference, DomainCheck, Outcome, RecordCheck, RecordConflict, Verdict, asked,
    format_conflicts, headline, unchecked_label,
};
use crate::core::dns::ZoneInfo;
use crate::core::dns_host::{DnsHost, format_candidates};
use crate::core::duration::format_duration;
use crate::core::record::DnsRecord;
use crate::core::text::truncate;
use crate::ui::styles::{Icon, Styles};
use crate::ui::widgets::{Column, hanging_paragraph, icon_paragraph, paragraph};
use crate::wizard::{DnsCheck, DnsCheckStage, Model, RecordsScreen};

/// The width of the column of names.
const INDENT: usize = 11;

/// The characters shown before a difference.
const CONTEXT_CHARS: usize = 24;

pub(super) fn draw(screen: &RecordsScreen, scroll: usize, model: &Model, column: &mut Column) {
    let Some(dns_check) = model.domain_states.dns_check(&screen.domain.id) else {
        return column.paragraph("DNS has not been checked yet. Press d to check.", Styles::PLAIN);
    };
    let styles = *column.styles;
    // One column at the end is for the scrollbar.
    let columns = column.width().saturating_sub(1);
    let gap = column.is_roomy().then(Line::default);
    let summary = dns_check.result.summary();
    let mut lines = header_lines(dns_check, &summary, model, &styles, columns);
    for (index, record) in dns_check.result.domain.records.iter().enumerate() {
        lines.extend(gap.clone());
        match dns_check.result.record_check(index) {
            Some(check) => lines.extend(record_lines(record, check, &summary.shared_causes, &styles, columns)),
            None => lines.extend(unchecked_lines(record, dns_check, &styles, columns)),
        }
    }
    column.scrollable(lines, scroll);
}

fn header_lines(
    dns_check: &DnsCheck,
    summary: &CheckSummary,
    model: &Model,
    styles: &Styles,
    columns: usize,
) -> Vec<Line<'static>> {
    let check = &dns_check.result;
    let name = check.domain.name.sanitized();
    let (icon, title) = match (dns_check.last_run_at, dns_check.is_running(), summary.outcome) {
        (None, true, _) => (Icon::Info, format!("Checking the records of {name}")),
        (.., Outcome::HiddenByDnssec) => (Icon::Error, format!("{name}: {}", headline(summary))),
        (.., Outcome::Correct | Outcome::RequiredCorrect) => (Icon::Success, format!("{name}: {}", headline(summary))),
        (.., Outcome::Missing | Outcome::NotReached) => (Icon::Warning, format!("{name}: {}", headline(summary))),
    };
    let mut lines = icon_paragraph(styles, icon, &title, Styles::BOLD, (columns, usize::MAX));
    if let Some(zone) = &check.zone {
        lines.extend(paragraph(styles, &zone_line(zone, model, check), Styles::DIM, columns));
    }
    if let Some(message) = check.left_out_message() {
        lines.extend(icon_paragraph(styles, Icon::Warning, &message, Styles::PLAIN, (columns, usize::MAX)));
    }
    if let Some(error) = &dns_check.last_error {
        lines.extend(icon_paragraph(styles, Icon::Error, error, Styles::PLAIN, (columns, usize::MAX)));
    }
    lines.extend(paragraph(styles, &schedule_line(dns_check, summary, model), Styles::DIM, columns));
    lines.extend(
        panel_lines(check, model).into_iter().flat_map(|message| paragraph(styles, &message, Styles::DIM, columns)),
    );
    // A record that can stay is no reason for a warning.
    let is_kept = |of: &RecordConflict| matches!(of.conflict, Conflict::Keep { .. });
    let (kept, others): (Vec<_>, Vec<_>) = summary.conflicts.iter().cloned().partition(is_kept);
    for (icon, conflicts) in [(Icon::Warning, others), (Icon::Info, kept)] {
        for message in format_conflicts(&conflicts, &check.domain.records) {
            lines.extend(icon_paragraph(styles, icon, &message, Styles::PLAIN, (columns, usize::MAX)));
        }
    }
    for cause in &summary.shared_causes {
        let message = format!("All records: {}", cause.message());
        lines.extend(icon_paragraph(styles, Icon::Warning, &message, Styles::PLAIN, (columns, usize::MAX)));
        lines.extend(remedy_lines(cause, styles, columns));
    }
    if !dns_check.changes.is_empty() {
        let message = format!("Changed since the last check: {}.", dns_check.changes.join("; "));
        lines.extend(icon_paragraph(styles, Icon::Info, &message, Styles::PLAIN, (columns, usize::MAX)));
    }
    lines
}

/// The zone, its DNS host, and the servers that were queried.
fn zone_line(zone: &ZoneInfo, model: &Model, check: &DomainCheck) -> String {
    let guess = if zone.is_certain { "" } else { " (guessed)" };
    let host = model.domain_states.record_prefs(&check.domain).host().map(|host| format!(" at {}", host.name));
    let host = host.unwrap_or_else(|| match zone.name_servers.as_slice() {
        [] => String::new(),
        names => format!(" at {}", names.join(", ")),
    });
    format!("Zone {}{guess}{host}; {}.", zone.name, asked(zone))
}

/// Where to enter the records, as far as that is known.
fn panel_lines(check: &DomainCheck, model: &Model) -> Vec<String> {
    let prefs = model.domain_states.record_prefs(&check.domain);
    let zone = check.zone.as_ref().map(|zone| zone.name.as_str()).unwrap_or_default();
    let mut lines: Vec<String> =
        prefs.host().map(|host| format!("DNS page: {}", host.panel_url_for(zone))).into_iter().collect();
    lines.extend(prefs.host().and_then(DnsHost::import_message));
    let servers = check.zone.iter().flat_map(|zone| &zone.name_servers).map(String::as_str).collect::<Vec<_>>();
    if let (None, Some(message)) = (prefs.host(), format_candidates(prefs.candidate_hosts(), &servers)) {
        lines.push(format!("Likely DNS provider: {message}. Press h on the records screen to choose."));
    }
    if check.has_domain_connect {
        lines.push(
            "Your DNS provider supports Domain Connect: the AutoSend dashboard may be able to add the records for you."
                .to_owned(),
        );
    }
    lines
}

/// When DNS was checked, and when it is checked next.
fn schedule_line(dns_check: &DnsCheck, summary: &CheckSummary, model: &Model) -> String {
    let ago = dns_check.last_run_at.map(|last_run| format_duration(model.clock.saturating_sub(last_run)));
    match (dns_check.stage, ago) {
        (DnsCheckStage::Running(_), _) => "Checking now…".to_owned(),
        (DnsCheckStage::Waiting { until, .. }, _) => {
            format!("Next check in {}. Press w to stop.", format_duration(until.saturating_sub(model.clock)))
        }
        (DnsCheckStage::Idle, Some(_)) if summary.outcome == Outcome::HiddenByDnssec => {
            "Press d to check again. Verification will fail until DNSSEC is fixed.".to_owned()
        }
        (DnsCheckStage::Idle, Some(_)) if summary.can_verify() => {
            let wait = summary.stale_ttl.map(|seconds| format_duration(std::time::Duration::from_secs(seconds.into())));
            let wait = wait.map(|time| format!(", ideally in {time}, when cached answers have expired"));
            format!("Press v to verify{}.", wait.unwrap_or_default())
        }
        (DnsCheckStage::Idle, Some(_)) => "Press d to check again, w to keep checking until they are OK.".to_owned(),
        (DnsCheckStage::Idle, None) => "Press d to check again.".to_owned(),
    }
}

/// The icon of a verdict.
pub(super) fn record_icon(check: &RecordCheck) -> Icon {
    match check.verdict {
        _ if check.is_optional() => Icon::Info,
        Verdict::Match => Icon::Success,
        Verdict::Missing | Verdict::Partly { .. } => Icon::Warning,
        Verdict::Different => Icon::Error,
        Verdict::Unreachable => Icon::Info,
    }
}

/// A record that was not checked yet.
fn unchecked_lines(record: &DnsRecord, dns_check: &DnsCheck, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let message = unchecked_label(dns_check.is_running());
    icon_paragraph(
        styles,
        Icon::Info,
        &format!("{}: {message}", record_title(record)),
        Styles::PLAIN,
        (columns, usize::MAX),
    )
}

/// The remedy of a cause, if there is one.
fn remedy_lines(cause: &Cause, styles: &Styles, columns: usize) -> Vec<Line<'static>> {
    let remedy = cause.remedy();
    if remedy.is_empty() {
        return Vec::new();
    }
    let icon = styles.icon(Icon::Arrow);
    let icon = Span::styled(format!("  {}", icon.content), icon.style);
    let indent = icon.width() + 1;
    hanging_paragraph(styles, icon, indent, &remedy, Styles::PLAIN, (columns, usize::MAX))
}

fn record_lines(
    record: &DnsRecord,
    check: &RecordCheck,
    common: &[Cause],
    styles: &Styles,
    columns: usize,
) -> Vec<Line<'static>> {
    let title = record_title(record);
    let message = format!("{title}: {}", check.label());
    let mut lines = icon_paragraph(styles, record_icon(check), &message, Styles::BOLD, (columns, usize::MAX));
    for cause in check.causes_excluding(common) {
        lines.extend(indented_lines(styles, "", &cause.message(), columns));
        lines.extend(remedy_lines(cause, styles, columns));
    }
    if check.is_correct() {
        return lines;
    }
    match check.difference() {
        Some(difference) => lines.extend(difference_lines(styles, &difference, columns)),
        // A cause has a remedy; without a cause and an answer, the expected value is all there is.
        None if check.found.is_empty() && check.causes.is_empty() => {
            lines.extend(indented_lines(styles, "Expected", &check.expected, columns));
        }
        None => {}
    }
    let differing: Vec<String> = check
        .server_verdicts
        .iter()
        .filter(|(_, verdict)| *verdict != Verdict::Match)
        .map(|(server, verdict)| format!("{} ({})", server.label(), verdict.label()))
        .collect();
    if matches!(check.verdict, Verdict::Partly { .. }) {
        lines.extend(indented_lines(styles, "Not yet on", &differing.join(", "), columns));
    }
    lines
}

fn indented_lines(styles: &Styles, name: &str, message: &str, columns: usize) -> Vec<Line<'static>> {
    if message.is_empty() {
        return Vec::new();
    }
    let label = styles.span(&format!("  {name}"), Styles::DIM);
    let indent = if name.is_empty() { 2 } else { INDENT.max(label.width() + 1) };
    hanging_paragraph(styles, label, indent, message, Styles::PLAIN, (columns, usize::MAX))
}

/// The expected value above the found one, the difference highlighted in both.
fn difference_lines(styles: &Styles, difference: &Difference, columns: usize) -> Vec<Line<'static>> {
    let ellipsis = styles.symbols().ellipsis;
    let count = difference.before.chars().count();
    let before: String = difference.before.chars().skip(count.saturating_sub(CONTEXT_CHARS)).collect();
    let lead = if count > CONTEXT_CHARS { ellipsis } else { "" };
    let room = columns.saturating_sub(INDENT + 2);
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
            Span::styled(middle, Styles::HIGHLIGHT),
            Span::styled(after, Styles::PLAIN),
        ])
    };
    vec![line("expected", &difference.expected), line("found", &difference.found)]
}

/// The label of a record, and its type unless the label ends with it.
fn record_title(record: &DnsRecord) -> String {
    let (title, kind) = (record.label(), record.record_type.sanitized());
    if title.ends_with(&kind) { title } else { format!("{title} {kind}") }
}
