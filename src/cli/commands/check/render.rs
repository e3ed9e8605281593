//! The check as text.

use super::check_run::{CheckOutcome, CheckRun};
use crate::cli::style::{StyledText, TextStyle};
use crate::core::check::{Cause, Outcome, RecordCheck, Verdict, asked_in_detail, headline};
use crate::core::dns::{AnswerSource, ZoneInfo};
use crate::core::dns_host::{DnsHost, detect_hosts, detect_shared_service, format_candidates, is_certain};
use crate::core::duration::format_duration;
use crate::core::record::DnsRecord;
use crate::core::text::{escape_hidden, truncate_characters};

/// How many characters of a difference are printed.
const MAX_DIFFERENCE_CHARS: usize = 60;

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
    let shared = &run.summary.shared_causes;
    for cause in shared {
        text = text.styled(TextStyle::Warning, "all records").append(format!(": {}\n", format_cause(cause)));
    }
    for (_, record, check) in run.check.checked_records() {
        text = text.append("\n").append(render_record(record, check, shared));
    }
    let is_explained = shared.iter().any(|cause| matches!(cause, Cause::OldAnswer { .. }));
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
            let cause = check.causes.first().map(|cause| format!(" ({})", cause.code())).unwrap_or_default();
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
    format!("The zone's name servers are correct; other resolvers may serve the old answer for up to {time}.")
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
    let is_all_missing = run.check.checked_records().all(|(.., check)| check.verdict == Verdict::Missing);
    if is_all_missing && run.lookup.zone.source != AnswerSource::Undelegated {
        let name = run.check.domain.name.sanitized();
        text = text.append(format!("To import all records at once: autosend-domains records {name} --format zone\n"));
    }
    text
}

fn render_record(record: &DnsRecord, check: &RecordCheck, shared: &[Cause]) -> StyledText {
    let head = format!(" {} {}\n", record.record_type.sanitized(), record.name.sanitized());
    let mut text =
        StyledText::from(format!("{}: ", record.label())).styled(verdict_style(check), check.label()).append(head);
    if !check.is_correct() {
        text = text.append(format!("  expected  {}\n", check.expected));
        for found in &check.found {
            text = text.append(format!("  found     {found}\n"));
        }
        if check.omitted > 0 {
            text = text.append(format!("            and {} more\n", check.omitted));
        }
        text = text.append(render_difference(check));
    }
    for alias in &check.cname_chain {
        text = text.append(format!("  by CNAME  {alias}\n"));
    }
    for cause in check.causes_excluding(shared) {
        let (style, label) = if check.is_correct() { (TextStyle::Info, "note") } else { (TextStyle::Warning, "cause") };
        text = text.append("  ").styled(style, label).append(format!(": {}\n", format_cause(cause)));
    }
    if check.verdict == Verdict::Missing && check.causes.is_empty() {
        text = text.append("  Not found. Add it at your DNS provider.\n");
    }
    let differing = matches!(check.verdict, Verdict::Partly { .. });
    for (server, verdict) in check.server_verdicts.iter().filter(|_| differing) {
        text = text.append(format!("  {}: {}\n", escape_hidden(&server.label()), verdict.label()));
    }
    text
}

/// A cause, and its remedy on a line of its own.
fn format_cause(cause: &Cause) -> String {
    let all = [cause.message(), cause.remedy()];
    all.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join("\n  ")
}

/// The difference between the value that was found and the expected one.
fn render_difference(check: &RecordCheck) -> StyledText {
    let Some(difference) = check.difference() else { return StyledText::default() };
    let text = StyledText::from(format!("  they differ from character {} on: ", difference.position));
    let piece = |text: &str| truncate_characters(text, MAX_DIFFERENCE_CHARS, "…");
    let text = match (difference.found.as_str(), difference.expected.as_str()) {
        ("", missing) => text.styled(TextStyle::Success, piece(missing)).append(" missing"),
        (extra, "") => text.styled(TextStyle::Error, piece(extra)).append(" extra"),
        (found, expected) => text
            .styled(TextStyle::Error, piece(found))
            .append(" instead of ")
            .styled(TextStyle::Success, piece(expected)),
    };
    text.append("\n")
}

const fn verdict_style(check: &RecordCheck) -> TextStyle {
    match check.verdict {
        Verdict::Match => TextStyle::Success,
        Verdict::Missing | Verdict::Different => TextStyle::Error,
        Verdict::Partly { .. } | Verdict::Unreachable => TextStyle::Warning,
    }
}
