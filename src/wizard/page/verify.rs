//! The progress of a verification: each check, the time of the next poll, and the next steps once the domain can send.

use super::parts::{Audience, Content, Icon, Page, StateRow, Text, Waiting, Weight};
use crate::core::check::{Count, DomainCheck, Outcome, RecordCheck, Verdict};
use crate::core::check_history::{Check, CheckState};
use crate::core::duration::format_duration;
use crate::core::record::{DnsRecord, Requirement};
use crate::core::verify_poll::{DEFAULT_TIMEOUT, TYPICAL_DURATION, VerifyOutcome};
use crate::wizard::{Model, RecordsScreen, VerifyWatch, VerifyWatchStage, outcome_message, rejection_message};

pub(super) fn page<'m>(screen: &RecordsScreen, scroll: usize, model: &Model) -> Page<'m> {
    let mut page = Page::default();
    let Some(watch) = model.domain_states.verify_watch(&screen.domain.id) else {
        let text = "Not watching.";
        page.text(Text::new(format!("{text} Press v to start verification.")).spoken(text));
        return page;
    };
    page.scroll = Some(scroll);
    page.push(Audience::ALL, Content::Heading(heading(watch)));
    page.gap();
    let states = Check::ALL.into_iter().map(|check| check_state(check, watch, model)).collect();
    page.push(Audience::ALL, Content::States(states));
    page.gap();
    match &watch.stage {
        VerifyWatchStage::Ended(outcome) => add_outcome(&mut page, outcome, watch),
        VerifyWatchStage::Requesting(_) => add_progress(&mut page, watch, "Starting verification…"),
        VerifyWatchStage::Polling(_) => add_progress(&mut page, watch, "Checking status…"),
        VerifyWatchStage::Waiting { until, .. } => {
            let left = format_duration(until.saturating_sub(model.clock));
            let limit = DEFAULT_TIMEOUT.saturating_sub(model.clock.saturating_sub(watch.started_at));
            let limit = limit.as_secs().div_ceil(60);
            add_progress(&mut page, watch, &format!("Next check in {left}. Watching for up to {limit} min more."));
        }
    }
    page
}

fn heading(watch: &VerifyWatch) -> Text {
    let name = watch.domain.name.sanitized();
    let (icon, text) = match &watch.stage {
        VerifyWatchStage::Ended(VerifyOutcome::Verified) => {
            (Icon::Success, format!("{name} is verified and ready to send"))
        }
        VerifyWatchStage::Ended(VerifyOutcome::TimedOut | VerifyOutcome::Unreachable(_)) => {
            (Icon::Warning, format!("{name} is not verified yet"))
        }
        VerifyWatchStage::Ended(VerifyOutcome::Failed) => (Icon::Error, format!("{name} is not verified")),
        VerifyWatchStage::Ended(VerifyOutcome::NotFound(_)) => (Icon::Error, format!("{name} no longer exists")),
        // The domain may be verified all the same: it was before, or AutoSend was not reached.
        VerifyWatchStage::Ended(VerifyOutcome::Rejected(_)) => (Icon::Error, format!("Not watching {name}")),
        _ => (Icon::Info, format!("AutoSend is verifying {name}")),
    };
    let spoken = match &watch.stage {
        VerifyWatchStage::Ended(outcome) => outcome_message(outcome, &watch.domain),
        _ => format!("{text}. Checking status"),
    };
    Text::with_icon(icon, text).weight(Weight::Bold).spoken(spoken)
}

/// How far a check is. Lines don't say how long it has been waited for: that changes at every second.
fn check_state(check: Check, watch: &VerifyWatch, model: &Model) -> StateRow {
    let state = watch.check_history.state(check);
    let can_send = watch.domain.status.can_send();
    let icon = match state {
        CheckState::Accepted => Icon::Success,
        CheckState::Regressed => Icon::Warning,
        CheckState::NotAccepted => Icon::Pending,
        CheckState::Unreported => Icon::Info,
    };
    let label = state.label(check, can_send);
    let after = watch.accepted_after(check).map(|after| format!(" after {}", format_duration(after)));
    let after = after.unwrap_or_default();
    let since = match state {
        CheckState::Accepted => after.clone(),
        _ if watch.is_running() => {
            let waiting = if state == CheckState::NotAccepted { "" } else { ", waiting" };
            format!("{waiting} for {}", format_duration(model.clock.saturating_sub(watch.started_at)))
        }
        _ => String::new(),
    };
    let recommended = if check.is_required() || can_send { "" } else { " (recommended)" };
    StateRow {
        icon,
        name: check.label(),
        text: format!("{label}{since}{recommended}"),
        short_text: state.short_label(check, can_send),
        spoken: format!("{label}{after}"),
    }
}

fn add_progress(page: &mut Page, watch: &VerifyWatch, text: &str) {
    if let Some(error) = &watch.last_error {
        page.text(Text::with_icon(Icon::Warning, format!("Last check: {error}")));
    }
    page.text_for(Audience::SCREEN, Text::new(text));
    let text = format!("{TYPICAL_DURATION}. Press Esc to keep working; the bell rings when it's done.");
    let spoken = format!("{TYPICAL_DURATION}. Going back doesn't stop it.");
    page.text(Text::new(text).weight(Weight::Dim).spoken(spoken));
    page.waiting = Some(Waiting::AnyKey);
}

fn add_outcome(page: &mut Page, outcome: &VerifyOutcome, watch: &VerifyWatch) {
    // In lines the heading says all that the others say.
    let (audience, text) = match outcome {
        // The finish takes its place.
        VerifyOutcome::Verified => return,
        VerifyOutcome::Failed => {
            let status = watch.domain.status.label();
            (Audience::SCREEN, format!("AutoSend reports: {status}. See the AutoSend dashboard for details."))
        }
        VerifyOutcome::NotFound(_) => (Audience::SCREEN, "It no longer exists in AutoSend.".to_owned()),
        VerifyOutcome::TimedOut | VerifyOutcome::Unreachable(_) => {
            let limit = format_duration(DEFAULT_TIMEOUT);
            let text = format!("Watched for {limit}. {TYPICAL_DURATION}. Press v to try again.");
            (Audience::ALL, text)
        }
        VerifyOutcome::Rejected(error) => (Audience::SCREEN, rejection_message(error)),
    };
    page.text_for(audience, Text::new(text).spoken(format!("{TYPICAL_DURATION}.")));
}

/// Asks whether to verify although DNS lacks what AutoSend needs.
pub(super) fn warning_page<'m>(screen: &RecordsScreen, model: &Model) -> Page<'m> {
    let mut page = Page::default();
    page.heading(format!("Verify {}?", screen.domain.name.sanitized()));
    page.gap();
    let too_early = model.domain_states.is_verification_too_early(&screen.domain);
    let check = model.domain_states.finished_dns_check(&screen.domain).filter(|_| too_early);
    match check {
        Some(check) => page.text(Text::with_icon(Icon::Warning, too_early_message(&check.result))),
        None => page.text(Text::with_icon(Icon::Success, "The required records are OK now.")),
    }
    page.gap();
    for (key, label) in [
        ("d", "see what is missing"),
        ("w", "verify automatically as soon as they appear"),
        ("v", if too_early { "verify anyway" } else { "verify" }),
    ] {
        page.text_for(Audience::SCREEN, Text::fact(key, 3, label));
    }
    page
}

/// What DNS lacks, and what follows from it.
fn too_early_message(check: &DomainCheck) -> String {
    const LIKELY: &str = "so verification will most likely fail now.";
    let summary = check.summary();
    if summary.outcome == Outcome::HiddenByDnssec {
        return format!("The zone's DNSSEC is broken and AutoSend can't see its records, {LIKELY}");
    }
    let all_required = check.domain.records.iter().all(|record| record.requirement() != Requirement::Required);
    let is_needed = |record: &DnsRecord| all_required || record.requirement() == Requirement::Required;
    let lacking: Vec<(&DnsRecord, &RecordCheck)> = check
        .checked_records()
        .filter(|checked| is_needed(checked.record) && !checked.check.is_settled())
        .map(|checked| (checked.record, checked.check))
        .collect();
    let Count { n, of } = summary.correct;
    let what = match lacking.as_slice() {
        [] => "A required record was not checked".to_owned(),
        [(record, check)] => {
            let state = match check.verdict {
                _ if check.is_at_wrong_name() => "has a wrong name",
                Verdict::Missing => "is missing",
                Verdict::Different => "has a wrong value",
                Verdict::Partly { .. } => "is not on every server yet",
                Verdict::Unreachable | Verdict::Match => "couldn't be checked",
            };
            format!("{}, which is required, {state}", record.label())
        }
        [most @ .., (last, _)] => {
            let most: Vec<String> = most.iter().map(|(record, _)| record.label()).collect();
            format!("{} and {}, which are required, are not OK yet", most.join(", "), last.label())
        }
    };
    format!("DNS shows {n} of {of} records. {what}, {LIKELY}")
}
