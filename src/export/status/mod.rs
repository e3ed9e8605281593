//! The status of a domain at AutoSend: as a report, a table row or a line for people, as JSON for scripts.
//!
//! A record is *accepted* if AutoSend says so. Only a DNS lookup shows whether it is *published*; this module makes none, so
//! the JSON has null.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::columns::{self, Cell};
use super::input::unicode_name_suffix;
use super::json::domain_json;
use crate::core::cache::{format_age, format_age_in_column};
use crate::core::check_history::{Check, CheckHistory, CheckState};
use crate::core::domain::SendingDomain;
use crate::core::record::{DnsRecord, Slot};
use crate::core::styled_text::{StyledText, TextStyle};
use crate::core::text::Untrusted;

/// The columns of [`domains_table`].
const DOMAIN_COLUMNS: [&str; 9] =
    ["Name", "Status", "Ownership", "DKIM", "Mail-from", "DMARC", "Region", "Age", "Last check"];

/// The columns of the records in [`status_report`].
const RECORD_COLUMNS: [&str; 4] = ["Record", "Type", "AutoSend", "Name"];

/// A cell without a value.
const EMPTY_CELL: &str = "–";

/// The domain as in [`domain_json`], with `canSend`, `checkedAt` (null before the first check), and for each record
/// `accepted` and `published`, each true, false, or null if unknown.
pub fn status_json(domain: &SendingDomain) -> Value {
    let mut document = domain_json(domain);
    let records = document.get_mut("records").and_then(Value::as_array_mut).into_iter().flatten();
    for (member, record) in records.zip(&domain.records) {
        member["accepted"] = json!(is_accepted(record, domain));
        member["published"] = Value::Null;
    }
    document["canSend"] = json!(domain.status.can_send());
    document["checkedAt"] = json!(last_checked_at(domain).map(|time| time.to_string()));
    document
}

/// The status in a few words.
pub fn status_line(domain: &SendingDomain) -> StyledText {
    let can_send = domain.status.can_send();
    let waiting = format_checks(&CheckHistory::new(domain.checks).pending(can_send));
    let status = styled_status(domain, domain.status.label());
    match (can_send, waiting.is_empty()) {
        (true, true) => status,
        (true, false) => status.append(format!("; still recommended: {waiting}")),
        (false, true) => status.append("; not verified yet"),
        (false, false) => status.append(format!("; not passed yet: {waiting}")),
    }
}

/// A text in the style of the status.
fn styled_status(domain: &SendingDomain, text: String) -> StyledText {
    StyledText::default().styled(TextStyle::from_status(&domain.status), text)
}

/// The names of checks: `ownership, DKIM`.
pub fn format_checks(checks: &[Check]) -> String {
    checks.iter().map(|check| check.label()).collect::<Vec<_>>().join(", ")
}

/// The complete status of a domain, with ages relative to `now`.
pub fn status_report(domain: &SendingDomain, now: Timestamp) -> StyledText {
    let name = format!("{}{}", domain.name.sanitized(), unicode_name_suffix(domain));
    let head = StyledText::from(format!("{name}: ")).append(styled_status(domain, domain.status.label()));
    let mut text =
        String::from(if domain.status.can_send() { "\nIt can send.\n\n" } else { "\nIt can't send yet.\n\n" });
    let since = |time: Option<Timestamp>| time.map(|time| format_time_with_age(time, now));
    let empty = || EMPTY_CELL.to_owned();
    let progress = if domain.verification_in_progress { "; AutoSend is checking now" } else { "" };
    let checked = if domain.is_unchecked() { None } else { since(domain.last_checked_at) };
    for (label, value) in [
        ("Region", domain.region.as_ref().map_or_else(empty, Untrusted::sanitized)),
        ("Added", since(domain.created_at).unwrap_or_else(empty)),
        ("Last check", checked.unwrap_or_else(|| "not checked yet".to_owned()) + progress),
        ("Verified", since(domain.verified_at).unwrap_or_else(empty)),
        ("Inbound mail", format_inbound(domain, now)),
        ("ID", domain.id.sanitized()),
    ] {
        let _ = writeln!(text, "  {label:<14}{value}");
    }
    text.push('\n');
    head.append(text)
        .append(columns::styled_table(RECORD_COLUMNS, &record_rows(domain)))
        .append("\nAutoSend's own results. To check DNS itself, run `check`.\n")
}

/// The domains in a table, with ages relative to `now`.
pub fn domains_table(domains: &[SendingDomain], now: Timestamp) -> StyledText {
    let rows: Vec<_> = domains.iter().map(|domain| domain_row(domain, now)).collect();
    columns::styled_table(DOMAIN_COLUMNS, &rows)
}

/// The records with their checks, and the checks without a record.
fn record_rows(domain: &SendingDomain) -> Vec<[Cell; RECORD_COLUMNS.len()]> {
    let can_send = domain.status.can_send();
    let mut rows = Vec::new();
    for check in Check::ALL {
        let accepted = accepted_cell(CheckState::from_checks(check, domain.checks), check, can_send);
        let records = domain.records.iter().filter(|record| Check::for_slot(&record.slot) == Some(check));
        let before = rows.len();
        rows.extend(records.map(|record| record_row(record, accepted.clone())));
        if rows.len() == before {
            rows.push([plain_cell(check.label()), plain_cell(""), accepted, plain_cell(EMPTY_CELL)]);
        }
    }
    let others = domain.records.iter().filter(|record| Check::for_slot(&record.slot).is_none());
    rows.extend(others.map(|record| {
        let accepted = match is_accepted(record, domain) {
            Some(true) => CheckState::Accepted,
            Some(false) => CheckState::NotAccepted,
            None => CheckState::Unreported,
        };
        // These have no required check.
        record_row(record, accepted_cell(accepted, Check::Dmarc, false))
    }));
    rows
}

fn record_row(record: &DnsRecord, accepted: Cell) -> [Cell; RECORD_COLUMNS.len()] {
    [
        plain_cell(record.label()),
        plain_cell(record.record_type.sanitized()),
        accepted,
        plain_cell(record.name.sanitized()),
    ]
}

/// The state of a check.
fn accepted_cell(accepted: CheckState, check: Check, can_send: bool) -> Cell {
    let style = match accepted {
        CheckState::Accepted => Some(TextStyle::Success),
        CheckState::NotAccepted if can_send && !check.is_required() => None,
        CheckState::NotAccepted | CheckState::Regressed => Some(TextStyle::Warning),
        CheckState::Unreported => Some(TextStyle::Muted),
    };
    (style, accepted.label(check, can_send).to_owned())
}

fn plain_cell(text: impl Into<String>) -> Cell {
    (None, text.into())
}

fn domain_row(domain: &SendingDomain, now: Timestamp) -> [Cell; DOMAIN_COLUMNS.len()] {
    let check = |check: Check| {
        let (style, text) = match CheckState::from_checks(check, domain.checks) {
            CheckState::Accepted => (Some(TextStyle::Success), "yes"),
            CheckState::NotAccepted | CheckState::Regressed => (None, "no"),
            CheckState::Unreported => (Some(TextStyle::Muted), EMPTY_CELL),
        };
        (style, text.to_owned())
    };
    let empty = || EMPTY_CELL.to_owned();
    let age = domain.created_at.map(|time| format_age_in_column(elapsed_since(time, now)));
    let checked = last_checked_at(domain).map(|time| format_age(elapsed_since(time, now)));
    let not_yet = || if domain.is_unchecked() { "not yet".to_owned() } else { empty() };
    [
        plain_cell(domain.name.sanitized()),
        (TextStyle::from_status(&domain.status), domain.status.label()),
        check(Check::Ownership),
        check(Check::Dkim),
        check(Check::MailFrom),
        check(Check::Dmarc),
        plain_cell(domain.region.as_ref().map_or_else(empty, Untrusted::sanitized)),
        plain_cell(age.unwrap_or_else(empty)),
        plain_cell(checked.unwrap_or_else(not_yet)),
    ]
}

/// Whether AutoSend has accepted a record; `None` if it does not report that.
fn is_accepted(record: &DnsRecord, domain: &SendingDomain) -> Option<bool> {
    match (Check::for_slot(&record.slot), &record.slot) {
        (Some(check), _) => check.value_in(domain.checks),
        (None, Slot::InboundMx) => domain.inbound_enabled_at.map(|_| domain.inbound_verified_at.is_some()),
        (None, _) => None,
    }
}

/// The time of AutoSend's last check, if there was one.
fn last_checked_at(domain: &SendingDomain) -> Option<Timestamp> {
    domain.last_checked_at.filter(|_| !domain.is_unchecked())
}

fn format_inbound(domain: &SendingDomain, now: Timestamp) -> String {
    let Some(enabled) = domain.inbound_enabled_at else { return "off".to_owned() };
    let record = if domain.inbound_verified_at.is_some() { "its record passed" } else { "waiting for its record" };
    format!("on since {}; {record}", format_time_with_age(enabled, now))
}

/// A time with its age.
fn format_time_with_age(time: Timestamp, now: Timestamp) -> String {
    format!("{time:.0} ({})", format_age(elapsed_since(time, now)))
}

/// The age of a time. A time in the future, by another clock, has none.
fn elapsed_since(time: Timestamp, now: Timestamp) -> std::time::Duration {
    now.duration_since(time).try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests;
