//! The panes that show what runs in the background: a DNS check and a verification.

use super::copy;
use crate::core::check::Repair;
use crate::wizard::dns_check::DnsCheck;
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::{Motion, move_cursor};
use crate::wizard::screen::{Pane, RecordsScreen};
use crate::wizard::update::context::Context;
use crate::wizard::update::{dns_check, verify_watch};
use crate::wizard::verify_watch::VerifyWatch;

/// The most rows that a pane can be scrolled by. The view itself stops at its last row.
const MAX_DNS_SCROLL: usize = 200;
const DNS_PAGE: usize = 10;
const MAX_VERIFY_SCROLL: usize = 40;

/// Shows the results of the DNS check; starts a run unless one is pending.
pub(super) fn open_dns(screen: &mut RecordsScreen, context: &mut Context) {
    dns_check::start(&screen.domain, context);
    screen.pane = Pane::dns();
}

/// Starts the watch and shows it, or stops it.
pub(super) fn toggle_dns_watch(screen: &mut RecordsScreen, context: &mut Context) {
    if is_watching_dns(screen, context) {
        dns_check::stop(&screen.domain.id, context);
        context.show_notice(NoticeLevel::Info, "Stopped automatic checks");
    } else {
        let verify_with = (!screen.domain.status.can_send()).then(|| screen.session.credentials.clone());
        dns_check::start_watch(&screen.domain, verify_with, context);
        screen.pane = Pane::dns();
    }
}

fn is_watching_dns(screen: &RecordsScreen, context: &Context) -> bool {
    context.model.domain_states.dns_check(&screen.domain.id).is_some_and(DnsCheck::is_watching)
}

/// Shows the progress of the verification; asks AutoSend to verify the domain, unless a watch is running.
fn open_verify(screen: &mut RecordsScreen, context: &mut Context) {
    verify_watch::start_if_idle(screen.session.credentials.clone(), &screen.domain, context);
    screen.pane = Pane::Verify { scroll: 0 };
}

/// Shows the progress of a verification, or the finish of a domain that can send; otherwise asks AutoSend to verify. If
/// DNS says that this cannot succeed yet, it asks the user first.
pub(super) fn show_verify(screen: &mut RecordsScreen, context: &mut Context) {
    let states = &context.model.domain_states;
    let is_running = states.verify_watch(&screen.domain.id).is_some_and(VerifyWatch::is_running);
    if screen.domain.status.can_send() && !is_running {
        screen.pane = Pane::finish();
    } else if !is_running && states.is_verification_too_early(&screen.domain) {
        screen.pane = Pane::VerifyWarning;
    } else {
        open_verify(screen, context);
    }
}

pub(super) fn update_warning(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    match intent {
        Intent::Verify => open_verify(screen, context),
        Intent::CheckDns => open_dns(screen, context),
        Intent::ToggleDnsWatch if is_watching_dns(screen, context) => screen.pane = Pane::dns(),
        Intent::ToggleDnsWatch => toggle_dns_watch(screen, context),
        Intent::GoBack => screen.pane = Pane::Table,
        _ => {}
    }
}

/// The record of the chosen row of the check.
pub(super) fn chosen_record(screen: &RecordsScreen, context: &Context) -> Option<usize> {
    let Pane::Dns { row, .. } = screen.pane else { return None };
    context.model.domain_states.chosen_row(&screen.domain, row)
}

/// Copies a part of the chosen record: of its value what is to be published in place of another one.
fn copy_fix(screen: &mut RecordsScreen, target: CopyTarget, context: &mut Context) {
    if let Some(index) = chosen_record(screen, context) {
        screen.select(index);
    }
    let check = context.model.domain_states.current_dns_check(&screen.domain);
    match check.and_then(|check| check.result.repair(screen.cursor)) {
        Some(Repair::ChangeValue { merged: Some(merged), .. }) if target == CopyTarget::Value => {
            let title = screen.selected().map(copy::short_title).unwrap_or_default();
            copy::copy_text(merged, format!("{title} value"), "", context);
        }
        _ => copy::copy(screen, target, context),
    }
}

/// Chooses another row; without rows, the pane scrolls.
fn move_row(screen: &mut RecordsScreen, motion: Motion, context: &Context) {
    let chosen = chosen_record(screen, context);
    let Pane::Dns { row, scroll } = &mut screen.pane else { return };
    let rows = context.model.domain_states.current_dns_check(&screen.domain).map(|check| check.result.row_records());
    let rows = rows.unwrap_or_default();
    let position = rows.iter().position(|index| Some(*index) == chosen).unwrap_or_default();
    match motion {
        Motion::To(index) => {
            if rows.contains(&index) {
                (*row, *scroll) = (Some(index), 0);
                screen.select(index);
            }
        }
        Motion::Up | Motion::Down if rows.len() > 1 => {
            let index = rows.get(move_cursor(position, motion, rows.len(), 1)).copied().unwrap_or_default();
            (*row, *scroll) = (Some(index), 0);
            screen.select(index);
        }
        motion => *scroll = move_cursor(*scroll, motion, MAX_DNS_SCROLL, DNS_PAGE),
    }
}

pub(super) fn update_dns(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    match intent {
        Intent::CheckDns | Intent::Refresh => dns_check::start(&screen.domain, context),
        Intent::ToggleDnsWatch => toggle_dns_watch(screen, context),
        Intent::Stop => dns_check::stop(&screen.domain.id, context),
        Intent::Verify => show_verify(screen, context),
        Intent::Copy(target) => copy_fix(screen, *target, context),
        Intent::Move(motion) => move_row(screen, *motion, context),
        Intent::GoBack => {
            screen.pane = Pane::Table;
            if is_watching_dns(screen, context) {
                context.show_notice(NoticeLevel::Info, "Checking DNS automatically. Press d to see the results");
            }
        }
        _ => {}
    }
}

pub(super) fn update_verify(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let Pane::Verify { scroll } = &mut screen.pane else { return };
    match intent {
        Intent::Verify => show_verify(screen, context),
        Intent::Refresh => verify_watch::poll_now(&screen.domain.id, context),
        Intent::Stop => {
            verify_watch::stop(&screen.domain.id, context);
            screen.pane = Pane::Table;
            context.show_notice(NoticeLevel::Info, "Stopped watching. AutoSend may keep checking on its own");
        }
        Intent::Move(motion) => *scroll = move_cursor(*scroll, *motion, MAX_VERIFY_SCROLL, MAX_VERIFY_SCROLL),
        Intent::GoBack => {
            screen.pane = Pane::Table;
            if context.model.domain_states.verify_watch(&screen.domain.id).is_some_and(VerifyWatch::is_running) {
                context.show_notice(NoticeLevel::Info, "Still checking in the background. Press v for progress");
            }
        }
        _ => {}
    }
}
