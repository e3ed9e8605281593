//! The check of the records in DNS: what is wrong, by cause, with the records to change.

use std::time::Duration;

use super::check_parts::{Comparison, KeyLine, RecordRow, RecordRows};
use super::parts::{Audience, Content, Icon, Page, Text, Waiting, Weight};
use crate::core::check::{
    AffectedRecord, CauseGroup, DomainCheck, Level, Outcome, Repair, asked, headline, servers_label, unchecked_label,
};
use crate::core::dns::AnswerSource;
use crate::core::dns_host::{DnsHost, format_candidates};
use crate::core::domain::SendingDomain;
use crate::core::duration::format_duration;
use crate::core::record::DnsRecord;
use crate::wizard::{DnsCheck, DnsCheckStage, Model, RecordsScreen, VerifyWatch};

pub(super) fn page<'m>(screen: &RecordsScreen, (row, scroll): (Option<usize>, usize), model: &Model) -> Page<'m> {
    let mut page = Page { scroll: Some(scroll), follows_chosen: true, ..Page::default() };
    let Some(dns_check) = model.domain_states.dns_check(&screen.domain.id) else {
        page.text(Text::new("DNS has not been checked yet. Press d to check.").spoken("DNS has not been checked."));
        return page;
    };
    let check = &dns_check.result;
    let is_first_run = dns_check.is_running() && dns_check.last_run_at.is_none();
    let groups = check.cause_groups();
    let is_clean = groups.is_empty();
    add_title(&mut page, if is_clean { Audience::ALL } else { Audience::ALL_BUT_NARROW }, dns_check, model);
    // A narrow screen begins with what is wrong.
    add_state(&mut page, Audience::ALL_BUT_NARROW, screen, dns_check, model);
    let provider = model.domain_states.record_prefs(&screen.domain).host().map(|host| host.name);
    let chosen = model.domain_states.chosen_row(&screen.domain, row);
    for (position, group) in groups.iter().enumerate() {
        let is_new = |affected: &&AffectedRecord| {
            let mut earlier = groups.iter().take(position);
            !earlier.any(|earlier| earlier.rows(check).any(|row| row.index == affected.index))
        };
        let rows: Vec<&AffectedRecord> = group.rows(check).filter(is_new).collect();
        let place = GroupPlace { screen, check, model, chosen, provider };
        page.gap();
        add_group(&mut page, group, &rows, &place);
    }
    let unchecked: Vec<String> = check
        .domain
        .records
        .iter()
        .enumerate()
        .filter(|(index, _)| check.record_check(*index).is_none())
        .map(|(_, record)| record.label())
        .collect();
    if !unchecked.is_empty() && (dns_check.last_run_at.is_some() || dns_check.last_error.is_none()) {
        page.gap();
        let state = unchecked_label(dns_check.is_running());
        page.text(Text::with_icon(Icon::Info, format!("{}: {state}", unchecked.join(", "))));
    }
    if let Some(message) = check.ok_message() {
        page.gap();
        page.text(Text::with_icon(Icon::Success, message));
    }
    if !is_clean {
        add_title(&mut page, Audience::NARROW, dns_check, model);
    }
    add_state(&mut page, Audience::NARROW, screen, dns_check, model);
    add_provider(&mut page, screen, check, model);
    if is_first_run || dns_check.is_running() || dns_check.is_watching() {
        page.waiting = Some(Waiting::AnyKey);
    }
    page
}

/// The headline, and at the right who was asked and when.
fn add_title(page: &mut Page, audience: Audience, dns_check: &DnsCheck, model: &Model) {
    let check = &dns_check.result;
    let summary = check.summary();
    let (icon, text) = match (dns_check.last_run_at, dns_check.is_running(), summary.outcome) {
        (None, true, _) => (Icon::Info, format!("Checking the records of {}", check.domain.name.sanitized())),
        (None, false, _) => (Icon::Warning, "DNS couldn't be checked".to_owned()),
        (.., Outcome::HiddenByDnssec) => (Icon::Error, headline(&summary)),
        (.., Outcome::Correct | Outcome::RequiredCorrect) => (Icon::Success, headline(&summary)),
        (.., Outcome::Missing | Outcome::NotReached) => (Icon::Warning, headline(&summary)),
    };
    let servers = check.zone.as_ref().filter(|_| dns_check.last_run_at.is_some()).map(servers_label);
    let time = dns_check.last_run_at.and_then(|ended| model.time_of_day(ended)).map(|time| format!("checked {time}"));
    let notes: Vec<String> = servers.into_iter().chain(time).collect();
    page.push(audience, Content::Title(Text::with_icon(icon, text).weight(Weight::Bold), notes));
}

/// What is true of the whole check, and what follows from it.
fn add_state(page: &mut Page, audience: Audience, screen: &RecordsScreen, dns_check: &DnsCheck, model: &Model) {
    let check = &dns_check.result;
    if let Some(zone) = &check.zone {
        let guess = if zone.is_certain { "" } else { " (guessed)" };
        let line = Text::new(format!("Zone {}{guess}: {}.", zone.name, asked(zone))).weight(Weight::Dim);
        // The title says it in the usual case.
        let is_usual = zone.is_certain && zone.source == AnswerSource::Authoritative;
        let audience = if is_usual { audience.and(Audience::LINES) } else { audience };
        page.text_for(audience, line);
    }
    if let Some(message) = check.left_out_message() {
        page.text_for(audience, Text::with_icon(Icon::Warning, message));
    }
    if let Some(error) = &dns_check.last_error {
        page.text_for(audience, Text::with_icon(Icon::Error, error));
    }
    if let Some(changes) = changes_line(dns_check) {
        page.text_for(audience, Text::new(changes).weight(Weight::Dim));
    }
    let next = schedule_line(screen, dns_check, model);
    if !next.is_empty() {
        // In lines nothing counts down.
        let audience = if dns_check.is_watching() { audience.and(Audience::SCREEN) } else { audience };
        page.text_for(audience, Text::new(next).weight(Weight::Dim));
    }
}

/// Whether the last check found anything new.
fn changes_line(dns_check: &DnsCheck) -> Option<String> {
    match (dns_check.is_running(), dns_check.runs) {
        (true, 1..) => Some("Checking again…".to_owned()),
        (false, 2..) if dns_check.changes.is_empty() && dns_check.last_error.is_none() => {
            Some("Nothing changed since the last check.".to_owned())
        }
        (false, 2..) if !dns_check.changes.is_empty() => {
            Some(format!("Changed since the last check: {}.", dns_check.changes.join("; ")))
        }
        _ => None,
    }
}

/// What comes next: a check, a verification, or the next steps.
fn schedule_line(screen: &RecordsScreen, dns_check: &DnsCheck, model: &Model) -> String {
    let summary = dns_check.result.summary();
    let can_send = screen.domain.status.can_send();
    let has_result = dns_check.last_run_at.is_some();
    let is_verifying = model.domain_states.verify_watch(&screen.domain.id).is_some_and(VerifyWatch::is_running);
    match dns_check.stage {
        DnsCheckStage::Waiting { until, .. } => {
            let left = format_duration(until.saturating_sub(model.clock));
            let then = if dns_check.verifies_when_ok() {
                " Verification starts once the required records are OK."
            } else {
                ""
            };
            format!("Next check in {left}.{then} Press w to stop.")
        }
        DnsCheckStage::Idle if is_verifying => "AutoSend is verifying the domain. Press v for progress.".to_owned(),
        DnsCheckStage::Idle if can_send => "Verified. Press v for the next steps.".to_owned(),
        DnsCheckStage::Idle if has_result && summary.outcome == Outcome::HiddenByDnssec => {
            "Verification will fail until DNSSEC is fixed.".to_owned()
        }
        DnsCheckStage::Idle if has_result && summary.can_verify() => {
            let wait = summary.stale_ttl.map(|seconds| format_duration(Duration::from_secs(seconds.into())));
            let wait = wait.map(|time| format!(", ideally in {time}, when cached answers have expired"));
            format!("Press v to verify{}.", wait.unwrap_or_default())
        }
        _ => String::new(),
    }
}

/// What a group needs to know of the screen.
struct GroupPlace<'a> {
    screen: &'a RecordsScreen,
    check: &'a DomainCheck,
    model: &'a Model,
    /// The record of the chosen row.
    chosen: Option<usize>,
    provider: Option<&'static str>,
}

fn add_group(page: &mut Page, group: &CauseGroup, rows: &[&AffectedRecord], place: &GroupPlace) {
    let records = &place.check.domain.records;
    let icon = match group.level {
        Level::Error => Icon::Error,
        Level::Warning => Icon::Warning,
        Level::Note => Icon::Info,
    };
    let weight = if group.level == Level::Note { Weight::Normal } else { Weight::Bold };
    page.text(Text::with_icon(icon, group.title(records)).weight(weight));
    let advice = group.advice(place.check, place.provider);
    if !advice.is_empty() {
        page.text(Text::fact("", 2, advice));
    }
    if rows.is_empty() {
        return;
    }
    let is_about_values = rows.iter().all(|row| matches!(row.repair, Repair::ChangeValue { .. }));
    if is_about_values {
        for row in rows {
            add_value(page, row, place);
        }
    } else {
        page.gap();
        page.push(Audience::ALL, Content::Rows(record_rows(group, rows, place)));
    }
    page.gap();
    let chosen = rows.iter().find(|row| place.chosen == Some(row.index));
    match chosen {
        Some(row) => page.push(Audience::SCREEN, Content::KeyLine(key_line(row, place))),
        // The rows below stay where they are while the selection moves.
        None => page.push(Audience::ROOMY, Content::Gap),
    }
}

fn record_rows(group: &CauseGroup, rows: &[&AffectedRecord], place: &GroupPlace) -> RecordRows {
    let header = if !group.is_wrong_name() {
        ["Type", "Name"]
    } else if matches!(rows, [AffectedRecord { repair: Repair::Rename { keeps_old: true, .. }, .. }, ..]) {
        ["found at", "add as"]
    } else {
        ["now", "change to"]
    };
    let row = |affected: &&AffectedRecord| {
        let record = place.check.domain.records.get(affected.index)?;
        let [left, right] = match &affected.repair {
            Repair::Rename { now, change_to, .. } => {
                [now.clone(), place.name(record).unwrap_or_else(|| change_to.clone())]
            }
            _ => [record.record_type.sanitized(), place.name(record).unwrap_or_else(|| record.name.sanitized())],
        };
        let number = affected.index.saturating_add(1);
        let is_chosen = place.chosen == Some(affected.index);
        Some(RecordRow { number, label: record.label(), left, right, is_chosen })
    };
    RecordRows { header, rows: rows.iter().filter_map(row).collect() }
}

/// A record with a wrong value: what was found, with marks below it, and what is expected.
fn add_value(page: &mut Page, affected: &AffectedRecord, place: &GroupPlace) {
    let Some(record) = place.check.domain.records.get(affected.index) else { return };
    let Repair::ChangeValue { found, expected, merged, difference } = &affected.repair else { return };
    let is_chosen = place.chosen == Some(affected.index);
    let row = RecordRow {
        number: affected.index.saturating_add(1),
        label: record.label(),
        left: record.record_type.sanitized(),
        right: place.name(record).unwrap_or_else(|| record.name.sanitized()),
        is_chosen,
    };
    page.push(Audience::ALL, Content::Rows(RecordRows { header: ["", ""], rows: vec![row] }));
    let comparison = Comparison {
        found: found.clone(),
        change_to: merged.as_ref().unwrap_or(expected).clone(),
        label: if merged.is_some() { "change to" } else { "expected" },
        difference: difference.clone(),
        is_chosen,
    };
    page.push(Audience::ALL, Content::Comparison(comparison));
}

/// What the keys do for the chosen row.
fn key_line(affected: &AffectedRecord, place: &GroupPlace) -> KeyLine {
    let record = place.check.domain.records.get(affected.index);
    let title = format!("{} {}", affected.index.saturating_add(1), record.map(DnsRecord::label).unwrap_or_default());
    match &affected.repair {
        Repair::Rename { change_to, .. } => {
            let name = record.and_then(|record| place.name(record)).unwrap_or_else(|| change_to.clone());
            KeyLine { text: format!("{title}: enter"), value: name, keys: &[("n", "copy")] }
        }
        Repair::ChangeValue { .. } => KeyLine::new(title, &[("c", "copy the value")]),
        Repair::Add => KeyLine::new(title, &[("n", "copy name"), ("c", "copy value")]),
        Repair::Nothing => KeyLine::new(title, &[("c", "copy value")]),
    }
}

impl GroupPlace<'_> {
    /// The record's name as `n` copies it; `None` if that is of another list of records.
    fn name(&self, record: &DnsRecord) -> Option<String> {
        let domain: &SendingDomain = &self.screen.domain;
        let is_current = domain.records == self.check.domain.records;
        let prefs = self.model.domain_states.record_prefs(domain);
        is_current.then(|| crate::core::text::escape_hidden(&prefs.record_name(record, domain)).into_owned())
    }
}

/// Where to enter the records, as far as that is not known already.
fn add_provider(page: &mut Page, screen: &RecordsScreen, check: &DomainCheck, model: &Model) {
    if check.summary().settled.is_complete() {
        return;
    }
    let prefs = model.domain_states.record_prefs(&screen.domain);
    let mut lines: Vec<String> = prefs.host().and_then(DnsHost::import_message).into_iter().collect();
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
    if !lines.is_empty() {
        page.gap();
    }
    for line in lines {
        page.text_for(Audience::ROOMY.or(Audience::LINES), Text::new(line).weight(Weight::Dim));
    }
}
