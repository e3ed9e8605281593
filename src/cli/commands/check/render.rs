//! What was seen, for people.

use super::check_run::{CheckOutcome, CheckRun};
use crate::cli::style::{StyledText, TextStyle};
use crate::core::check::{Cause, Outcome, RecordCheck, Verdict, asked_in_detail, headline};
use crate::core::dns::{AnswerSource, ZoneInfo};
use crate::core::dns_host::{DnsHost, detect_hosts, detect_shared_service, format_candidates, is_certain};
use crate::core::record::DnsRecord;
use crate::core::text::{escape_hidden, truncate_characters};
use crate::core::verify_poll::format_duration;

/// How many characters of a difference are shown: enough to see what it is.
const MAX_DIFFERENCE_CHARS: usize = 60;

/// How many servers are named one by one.
const MAX_LISTED_SERVERS: usize = 8;

/// All of it.
pub(super) fn render(seen: &CheckRun) -> StyledText {
    let name = seen.check.domain.name.sanitized();
    let tone = if seen.summary.outcome == Outcome::Correct { TextStyle::Success } else { TextStyle::Error };
    let mut text = StyledText::from(format!("{name}: ")).styled(tone, headline(&seen.summary)).append("\n");
    for line in zone_lines(&seen.lookup.zone) {
        text = text.append(line).append("\n");
    }
    text = text.append(render_dns_host(seen));
    let common = &seen.summary.shared_causes;
    for cause in common {
        text = text.styled(TextStyle::Warning, "all records").append(format!(": {}\n", format_cause(cause)));
    }
    for (_, record, judged) in seen.check.checked_records() {
        text = text.append("\n").append(render_record(record, judged, common));
    }
    let is_said = common.iter().any(|cause| matches!(cause, Cause::OldAnswer { .. }));
    if let Some(seconds) = seen.summary.stale_ttl.filter(|_| !is_said) {
        text = text.append(format!("\n{}\n", stale_cache_message(seconds)));
    }
    text
}

/// The same in a line, without the name.
pub(super) fn render_line(seen: &CheckRun, outcome: CheckOutcome) -> String {
    let open: Vec<String> = seen
        .summary
        .open
        .iter()
        .filter_map(|place| {
            let (record, judged) = (seen.check.domain.records.get(*place)?, seen.check.record_check(*place)?);
            let cause = judged.causes.first().map(|cause| format!(" ({})", cause.code())).unwrap_or_default();
            Some(format!("{} {}{cause}", record.label(), judged.verdict.label()))
        })
        .collect();
    match (outcome, open.is_empty()) {
        (CheckOutcome::Correct, _) | (_, true) => headline(&seen.summary),
        _ => format!("{} {}.", headline(&seen.summary), open.join(", ")),
    }
}

/// That a resolver may still say what was there before.
pub(super) fn stale_cache_message(seconds: u32) -> String {
    let time = format_duration(std::time::Duration::from_secs(seconds.into()));
    format!(
        "The zone's own servers have it right; a resolver that has asked before may give the old answer for {time} more."
    )
}

/// Who was asked, and by what right.
fn zone_lines(zone: &ZoneInfo) -> Vec<String> {
    let name = escape_hidden(&zone.name);
    let mut lines = Vec::new();
    if !zone.is_certain {
        lines.push(format!("DNS does not tell which zone it is in; by the Public Suffix List it is {name}."));
    }
    lines.push(format!("Zone {name}: {}.", asked_in_detail(zone)));
    lines
}

/// The DNS host, by the names of the zone's servers.
fn render_dns_host(seen: &CheckRun) -> StyledText {
    let zone = &seen.lookup.zone;
    let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
    let hosts = detect_hosts(&names);
    let certain: Vec<&DnsHost> = hosts.iter().copied().filter(|host| is_certain(host, &names)).collect();
    let hosts = if certain.is_empty() { hosts } else { certain };
    let mut text = StyledText::default();
    match hosts.as_slice() {
        [] if names.is_empty() => {}
        [] => {
            let names: Vec<_> = names.iter().take(MAX_LISTED_SERVERS).map(|name| escape_hidden(name)).collect();
            text = text.append(format!(
                "DNS host: not one that this program knows; its name servers are {}.\n",
                names.join(", ")
            ));
        }
        hosts => {
            let one = || hosts.first().map(|host| host.name.to_owned()).unwrap_or_default();
            let words = format_candidates(hosts, &names).unwrap_or_else(one);
            text = text.append(format!("DNS host: {words}."));
            // A customer of a service may be at none of them.
            for host in hosts.iter().filter(|_| detect_shared_service(&names).is_none()) {
                text = text.append(" ").link(&host.panel_url_for(&zone.name));
                text = text.append(host.zone_file_import.note().map(|words| format!(" {words}")).unwrap_or_default());
            }
            text = text.append("\n");
        }
    }
    if !seen.summary.settled.is_complete() && seen.check.has_domain_connect {
        text = text
            .append("It supports Domain Connect: AutoSend's dashboard may offer to set the records there by itself.\n");
    }
    let is_all_missing = seen.check.checked_records().all(|(.., check)| check.verdict == Verdict::Missing);
    if is_all_missing && seen.lookup.zone.source != AnswerSource::Undelegated {
        let name = seen.check.domain.name.sanitized();
        text = text.append(format!(
            "Where it takes zone files, all records at once: autosend-domains records {name} --format zone\n"
        ));
    }
    text
}

fn render_record(record: &DnsRecord, judged: &RecordCheck, common: &[Cause]) -> StyledText {
    let head = format!(" {} {}\n", record.record_type.sanitized(), record.name.sanitized());
    let mut text = StyledText::from(format!("{}: ", record.label()))
        .styled(verdict_style(judged), judged.verdict.label())
        .append(head);
    if !judged.is_correct() {
        text = text.append(format!("  expected  {}\n", judged.expected));
        for found in &judged.found {
            text = text.append(format!("  found     {found}\n"));
        }
        if judged.omitted > 0 {
            text = text.append(format!("            and {} more\n", judged.omitted));
        }
        text = text.append(render_difference(judged));
    }
    for alias in &judged.cname_chain {
        text = text.append(format!("  by CNAME  {alias}\n"));
    }
    for cause in judged.causes_excluding(common) {
        let (lead, end) = if judged.is_correct() { (TextStyle::Info, "note") } else { (TextStyle::Warning, "cause") };
        text = text.append("  ").styled(lead, end).append(format!(": {}\n", format_cause(cause)));
    }
    if judged.verdict == Verdict::Missing && judged.causes.is_empty() {
        text = text.append("  It is not there yet: add it where the DNS of this domain is kept.\n");
    }
    let differing = matches!(judged.verdict, Verdict::Partly { .. });
    for (server, verdict) in judged.server_verdicts.iter().filter(|_| differing) {
        text = text.append(format!("  {}: {}\n", escape_hidden(&server.label()), verdict.label()));
    }
    text
}

/// A cause, and in a line of its own what is to be done.
fn format_cause(cause: &Cause) -> String {
    let all = [cause.message(), cause.remedy()];
    all.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n  ")
}

/// Where what was found differs from what is expected, said and marked.
fn render_difference(judged: &RecordCheck) -> StyledText {
    let Some(difference) = judged.difference() else { return StyledText::default() };
    let text = StyledText::from(format!("  they differ from character {} on: ", difference.position));
    let piece = |text: &str| truncate_characters(text, MAX_DIFFERENCE_CHARS, "…");
    let text = match (difference.found.as_str(), difference.expected.as_str()) {
        ("", missing) => text.styled(TextStyle::Success, piece(missing)).append(" is missing"),
        (extra, "") => text.styled(TextStyle::Error, piece(extra)).append(" is too much"),
        (found, expected) => text
            .styled(TextStyle::Error, piece(found))
            .append(" in place of ")
            .styled(TextStyle::Success, piece(expected)),
    };
    text.append("\n")
}

const fn verdict_style(judged: &RecordCheck) -> TextStyle {
    match judged.verdict {
        Verdict::Match => TextStyle::Success,
        Verdict::Missing | Verdict::Different => TextStyle::Error,
        Verdict::Partly { .. } | Verdict::Unreachable => TextStyle::Warning,
    }
}
