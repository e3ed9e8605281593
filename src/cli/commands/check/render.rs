//! The check as text.

use super::check_run::{CheckOutcome, CheckRun};
use crate::cli::style::{StyledText, TextStyle};
use crate::core::check::{CauseGroup, Fault, Level, Outcome, RecordCheck, Repair, Verdict, asked_in_detail, headline};
use crate::core::dns::{AnswerSource, ZoneInfo};
use crate::core::dns_host::{DnsHost, detect_hosts, detect_shared_service, format_candidates, is_certain};
use crate::core::duration::format_duration;
use crate::core::record::DnsRecord;
use crate::core::text::{escape_hidden, width};

/// The longest value below which a difference is marked: a longer one may be wrapped by the terminal.
const MAX_MARKED_WIDTH: usize = 100;

/// How many name servers are listed.
const MAX_LISTED_SERVERS: usize = 8;

/// The whole check.
pub(super) fn render(run: &CheckRun) -> StyledText {
    let name = run.check.domain.name.sanitized();
    let style = if run.summary.outcome == Outcome::Correct { TextStyle::Success } else { TextStyle::Error };
    let mut text = StyledText::from(format!("{name}: ")).styled(style, headline(&run.summary)).append("\n");
    for line in zone_lines(&run.lookup.zone) {
        text = text.append(line).append("\n");
    }
    if let Some(message) = run.check.left_out_message() {
        text = text.styled(TextStyle::Warning, "note").append(format!(": {message}\n"));
    }
    text = text.append(render_dns_host(run));
    let (mut detailed, mut is_explained) = (Vec::new(), false);
    for group in run.check.cause_groups() {
        is_explained |= matches!(&group.fault, Fault::Cause(cause) if cause.code() == "old-answer");
        text = text.append("\n").append(render_group(&group, run, &mut detailed));
    }
    if let Some(message) = run.check.ok_message() {
        text = text.append("\n").styled(TextStyle::Success, message).append("\n");
    }
    if let Some(seconds) = run.summary.stale_ttl.filter(|_| !is_explained) {
        text = text.append(format!("\n{}\n", stale_cache_message(seconds)));
    }
    text
}

/// The check in one line, without the domain's name.
pub(super) fn render_line(run: &CheckRun, outcome: CheckOutcome) -> String {
    let open: Vec<String> = run
        .summary
        .open
        .iter()
        .filter_map(|index| {
            let (record, check) = (run.check.domain.records.get(*index)?, run.check.record_check(*index)?);
            let cause = check.first_cause().map(|cause| format!(" ({})", cause.code())).unwrap_or_default();
            Some(format!("{} {}{cause}", record.label(), check.label()))
        })
        .collect();
    let line = match (outcome, open.is_empty()) {
        (CheckOutcome::Correct, _) | (_, true) => headline(&run.summary),
        _ => format!("{} {}.", headline(&run.summary), open.join(", ")),
    };
    run.check.left_out_message().map_or_else(|| line.clone(), |message| format!("{line} {message}"))
}

/// That a resolver may still have the old records in its cache.
fn stale_cache_message(seconds: u32) -> String {
    let time = format_duration(std::time::Duration::from_secs(seconds.into()));
    format!(
        "All of the zone's name servers have the records; other resolvers may serve the old answer for up to {time}."
    )
}

/// The zone, and the servers that were asked.
fn zone_lines(zone: &ZoneInfo) -> Vec<String> {
    let name = escape_hidden(&zone.name);
    let mut lines = Vec::new();
    if !zone.is_certain {
        lines.push(format!("DNS does not show the zone; assuming {name} (from the Public Suffix List)."));
    }
    lines.push(format!("Zone {name}: {}.", asked_in_detail(zone)));
    lines
}

/// The DNS host, detected by the names of the zone's servers.
fn render_dns_host(run: &CheckRun) -> StyledText {
    let zone = &run.lookup.zone;
    let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
    let hosts = detect_hosts(&names);
    let certain: Vec<&DnsHost> = hosts.iter().copied().filter(|host| is_certain(host, &names)).collect();
    let hosts = if certain.is_empty() { hosts } else { certain };
    let mut text = StyledText::default();
    match hosts.as_slice() {
        [] if names.is_empty() => {}
        [] => {
            let names: Vec<_> = names.iter().take(MAX_LISTED_SERVERS).map(|name| escape_hidden(name)).collect();
            text = text.append(format!("DNS provider: not recognised (name servers: {}).\n", names.join(", ")));
        }
        hosts => {
            let first = || hosts.first().map(|host| host.name.to_owned()).unwrap_or_default();
            let candidates = format_candidates(hosts, &names).unwrap_or_else(first);
            text = text.append(format!("DNS provider: {candidates}."));
            // The customer of a shared service may use none of these hosts.
            for host in hosts.iter().filter(|_| detect_shared_service(&names).is_none()) {
                text = text.append(" ").link(&host.panel_url_for(&zone.name));
                text = text.append(host.zone_file_import.note().map(|note| format!(" {note}")).unwrap_or_default());
            }
            text = text.append("\n");
        }
    }
    if !run.summary.settled.is_complete() && run.check.has_domain_connect {
        text = text.append("It supports Domain Connect: AutoSend's dashboard may offer to add the records for you.\n");
    }
    let is_all_missing = run.check.checked_records().all(|checked| checked.check.verdict == Verdict::Missing);
    if is_all_missing && run.lookup.zone.source != AnswerSource::Undelegated {
        let name = run.check.domain.name.sanitized();
        text = text.append(format!("To import all records at once: autosend-domains records {name} --format zone\n"));
    }
    text
}

/// A fault with what to do and the records that it concerns. `detailed` are the records that an earlier group shows in
/// full.
fn render_group(group: &CauseGroup, run: &CheckRun, detailed: &mut Vec<usize>) -> StyledText {
    let style = match group.level {
        Level::Error => TextStyle::Error,
        Level::Warning => TextStyle::Warning,
        Level::Note => TextStyle::Info,
    };
    let records = &run.check.domain.records;
    let mut text = StyledText::default().styled(style, group.title(records)).append("\n");
    let advice = group.advice(&run.check, None);
    if !advice.is_empty() {
        text = text.append(format!("  {advice}\n"));
    }
    if group.is_wrong_name() {
        return text.append(render_names(group, records));
    }
    for affected in group.records.iter().filter(|_| !group.is_zone_wide) {
        let (Some(record), Some(check)) = (records.get(affected.index), run.check.record_check(affected.index)) else {
            continue;
        };
        if !check.is_settled() && !detailed.contains(&affected.index) {
            detailed.push(affected.index);
            text = text.append(render_record(record, check, &affected.repair));
        }
    }
    text
}

/// The names to change, below each other.
fn render_names(group: &CauseGroup, records: &[DnsRecord]) -> String {
    let rows: Vec<[String; 3]> = group
        .records
        .iter()
        .filter_map(|affected| match &affected.repair {
            Repair::Rename { now, change_to, .. } => {
                Some([records.get(affected.index)?.label(), now.clone(), change_to.clone()])
            }
            _ => None,
        })
        .collect();
    let header = ["Record", "now", "change to"].map(str::to_owned);
    let widest = |column: usize| {
        let cells = rows.iter().chain([&header]).filter_map(|row| row.get(column));
        cells.map(|cell| width(cell)).max().unwrap_or_default()
    };
    let (label, now) = (widest(0), widest(1));
    let line = |[record, found, change_to]: &[String; 3]| format!("  {record:<label$}  {found:<now$}  {change_to}\n");
    std::iter::once(&header).chain(&rows).map(line).collect()
}

fn render_record(record: &DnsRecord, check: &RecordCheck, repair: &Repair) -> StyledText {
    let mut text = StyledText::from(format!("  {}: ", record.label()))
        .styled(verdict_style(check), check.label())
        .append(format!(" {} {}\n", record.record_type.sanitized(), record.name.sanitized()));
    for found in &check.found {
        text = text.append(format!("    found     {found}\n"));
        if check.nearest.and_then(|nearest| check.found.get(nearest)) == Some(found) {
            text = text.append(render_difference(check, found));
        }
    }
    if check.omitted > 0 {
        text = text.append(format!("              and {} more\n", check.omitted));
    }
    match repair {
        Repair::ChangeValue { merged: Some(merged), .. } => text = text.append(format!("    change to {merged}\n")),
        _ => text = text.append(format!("    expected  {}\n", check.expected)),
    }
    for alias in &check.cname_chain {
        text = text.append(format!("    by CNAME  {alias}\n"));
    }
    let differing = matches!(check.verdict, Verdict::Partly { .. });
    for (server, verdict) in check.server_verdicts.iter().filter(|_| differing) {
        text = text.append(format!("    {}: {}\n", escape_hidden(&server.label()), verdict.label()));
    }
    text
}

/// The difference between the value that was found and the expected one, marked below the found one.
fn render_difference(check: &RecordCheck, found: &str) -> StyledText {
    let Some(difference) = check.difference() else { return StyledText::default() };
    if width(found) > MAX_MARKED_WIDTH || width(found) != found.chars().count() {
        return StyledText::from(format!("              {}\n", difference.message()));
    }
    let marks = difference.marks();
    let (mut text, mut at) = (StyledText::from(" ".repeat(14)), 0);
    for (start, length) in marks.ranges {
        text = text.append(" ".repeat(start.saturating_sub(at))).styled(TextStyle::Error, "^".repeat(length));
        at = start.saturating_add(length);
    }
    text.append(format!(" {}\n", marks.label))
}

const fn verdict_style(check: &RecordCheck) -> TextStyle {
    match check.verdict {
        Verdict::Match => TextStyle::Success,
        Verdict::Missing | Verdict::Different => TextStyle::Error,
        Verdict::Partly { .. } | Verdict::Unreachable => TextStyle::Warning,
    }
}
