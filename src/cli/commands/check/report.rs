//! What was seen, for people.

use super::super::super::paint::{Tone, Toned};
use super::seen::{Outcome, Seen};
use crate::core::dns_host::{DnsHost, candidates_words, detect, is_certain, service};
use crate::core::following::span;
use crate::core::look::{Authority, Server, ZoneAt};
use crate::core::record::DnsRecord;
use crate::core::text::{beginning, visible};
use crate::core::verdict::{Cause, Judged, Verdict};

/// How many characters of a difference are shown: enough to see what it is.
const LONGEST_PIECE: usize = 60;

/// How many servers are named one by one.
const MOST_NAMED: usize = 8;

/// All of it.
pub(super) fn report(seen: &Seen) -> Toned {
    let name = seen.domain.name.for_screen();
    let is_good = seen.overall.is_all_settled && !seen.overall.is_dnssec_broken;
    let tone = if is_good { Tone::Good } else { Tone::Bad };
    let mut text = Toned::from(format!("{name}: ")).toned(tone, seen.overall.words()).and("\n");
    for line in asked(&seen.survey.zone) {
        text = text.and(line).and("\n");
    }
    text = text.and(host(seen));
    let common = &seen.overall.common;
    for cause in common {
        text = text.toned(Tone::Warning, "all records").and(format!(": {}\n", said(cause)));
    }
    for (record, judged) in seen.domain.records.iter().zip(&seen.judged) {
        text = text.and("\n").and(of_record(record, judged, common));
    }
    let is_said = common.iter().any(|cause| matches!(cause, Cause::OldAnswer { .. }));
    if let Some(seconds) = seen.overall.remembered.filter(|_| !is_said) {
        text = text.and(format!("\n{}\n", remembered(seconds)));
    }
    text
}

/// The same in a line, without the name.
pub(super) fn line(seen: &Seen, outcome: Outcome) -> String {
    let open: Vec<String> = seen
        .overall
        .open
        .iter()
        .filter_map(|place| {
            let (record, judged) = (seen.domain.records.get(*place)?, seen.judged.get(*place)?);
            let cause = judged.causes.first().map(|cause| format!(" ({})", cause.key())).unwrap_or_default();
            Some(format!("{} {}{cause}", record.title(), judged.verdict.words()))
        })
        .collect();
    match (outcome, open.is_empty()) {
        (Outcome::Right, _) | (_, true) => seen.overall.words(),
        _ => format!("{} {}.", seen.overall.words(), open.join(", ")),
    }
}

/// That a resolver may still say what was there before.
pub(super) fn remembered(seconds: u32) -> String {
    let time = span(std::time::Duration::from_secs(seconds.into()));
    format!(
        "The zone's own servers have it right; a resolver that has asked before may give the old answer for {time} more."
    )
}

/// Who was asked, and by what right.
fn asked(zone: &ZoneAt) -> Vec<String> {
    let name = visible(&zone.name);
    let mut lines = Vec::new();
    if !zone.is_certain {
        lines.push(format!("DNS does not tell which zone it is in; by the Public Suffix List it is {name}."));
    }
    lines.push(match zone.authority {
        Authority::Own => format!("Asked: the name servers of the zone {name}: {}.", servers(&zone.servers)),
        Authority::Resolver if zone.name_servers.is_empty() => {
            format!("Asked: the system's resolver ({}).", servers(&zone.servers))
        }
        Authority::Resolver => format!(
            "The name servers of the zone {name} cannot be reached from here, so the system's resolver was asked ({}). \
             What it says may be old.",
            servers(&zone.servers)
        ),
        Authority::Intercepted => format!(
            "This network answers in place of the name servers of the zone {name}, so the system's resolver was asked ({}). \
             What it says may be old.",
            servers(&zone.servers)
        ),
        Authority::Undelegated => format!(
            "DNS knows no zone {name}, so it has no name servers that could be asked. Asked: {}.",
            servers(&zone.servers)
        ),
        Authority::Named => format!("Asked: the servers that you named: {}.", servers(&zone.servers)),
    });
    lines
}

fn servers(servers: &[Server]) -> String {
    let mut labels: Vec<String> = servers.iter().map(|server| visible(&server.label()).into_owned()).collect();
    // A name server of several addresses is one to people.
    labels.dedup();
    let more = labels.len().saturating_sub(MOST_NAMED);
    labels.truncate(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", labels.join(", "))
}

/// The DNS host, by the names of the zone's servers.
fn host(seen: &Seen) -> Toned {
    let zone = &seen.survey.zone;
    let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
    let hosts = detect(&names);
    let certain: Vec<&DnsHost> = hosts.iter().copied().filter(|host| is_certain(host, &names)).collect();
    let hosts = if certain.is_empty() { hosts } else { certain };
    let mut text = Toned::default();
    match hosts.as_slice() {
        [] if names.is_empty() => {}
        [] => {
            let names: Vec<_> = names.iter().take(MOST_NAMED).map(|name| visible(name)).collect();
            text = text.and(format!(
                "DNS host: not one that this program knows; its name servers are {}.\n",
                names.join(", ")
            ));
        }
        hosts => {
            let one = || hosts.first().map(|host| host.name.to_owned()).unwrap_or_default();
            let words = candidates_words(hosts, &names).unwrap_or_else(one);
            text = text.and(format!("DNS host: {words}."));
            // A customer of a service may be at none of them.
            for host in hosts.iter().filter(|_| service(&names).is_none()) {
                text = text.and(" ").link(&host.link_for(&zone.name));
                text = text.and(host.import.map(|words| format!(" {words}")).unwrap_or_default());
            }
            text = text.and("\n");
        }
    }
    if !seen.overall.is_all_settled && seen.survey.domain_connect.is_some() {
        text = text
            .and("It supports Domain Connect: AutoSend's dashboard may offer to set the records there by itself.\n");
    }
    let is_all_missing = seen.judged.iter().all(|judged| judged.verdict == Verdict::Missing);
    if is_all_missing && seen.survey.zone.authority != Authority::Undelegated {
        let name = seen.domain.name.for_screen();
        text = text.and(format!(
            "Where it takes zone files, all records at once: autosend-domains records {name} --format zone\n"
        ));
    }
    text
}

fn of_record(record: &DnsRecord, judged: &Judged, common: &[Cause]) -> Toned {
    let head = format!(" {} {}\n", record.record_type.for_screen(), record.name.for_screen());
    let mut text = Toned::from(format!("{}: ", record.title())).toned(tone(judged), judged.verdict.words()).and(head);
    if !judged.is_right() {
        text = text.and(format!("  expected  {}\n", judged.expected));
        for found in &judged.found {
            text = text.and(format!("  found     {found}\n"));
        }
        if judged.left_out > 0 {
            text = text.and(format!("            and {} more\n", judged.left_out));
        }
        text = text.and(difference(judged));
    }
    for alias in &judged.aliases {
        text = text.and(format!("  by CNAME  {alias}\n"));
    }
    for cause in judged.own_causes(common) {
        let (lead, end) = if judged.is_right() { (Tone::Note, "note") } else { (Tone::Warning, "cause") };
        text = text.and("  ").toned(lead, end).and(format!(": {}\n", said(cause)));
    }
    if judged.verdict == Verdict::Missing && judged.causes.is_empty() {
        text = text.and("  It is not there yet: add it where the DNS of this domain is kept.\n");
    }
    let differing = matches!(judged.verdict, Verdict::Partly { .. });
    for (server, verdict) in judged.servers.iter().filter(|_| differing) {
        text = text.and(format!("  {}: {}\n", visible(&server.label()), verdict.words()));
    }
    text
}

/// A cause, and in a line of its own what is to be done.
fn said(cause: &Cause) -> String {
    let all = [cause.words(), cause.remedy()];
    all.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n  ")
}

/// Where what was found differs from what is expected, said and marked.
fn difference(judged: &Judged) -> Toned {
    let Some(difference) = judged.difference() else { return Toned::default() };
    let text = Toned::from(format!("  they differ from character {} on: ", difference.position));
    let piece = |text: &str| beginning(text, LONGEST_PIECE, "…");
    let text = match (difference.found.as_str(), difference.expected.as_str()) {
        ("", missing) => text.toned(Tone::Good, piece(missing)).and(" is missing"),
        (extra, "") => text.toned(Tone::Bad, piece(extra)).and(" is too much"),
        (found, expected) => {
            text.toned(Tone::Bad, piece(found)).and(" in place of ").toned(Tone::Good, piece(expected))
        }
    };
    text.and("\n")
}

const fn tone(judged: &Judged) -> Tone {
    match judged.verdict {
        Verdict::Match => Tone::Good,
        Verdict::Missing | Verdict::Different => Tone::Bad,
        Verdict::Partly { .. } | Verdict::Unreachable => Tone::Warning,
    }
}
