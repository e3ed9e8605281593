//! The panes that show what runs in the background: a DNS check and a verification.

use super::copy;
use crate::core::verify_poll::VerifyOutcome;
use crate::wizard::dns_check::DnsCheck;
use crate::wizard::message::{CopyTarget, Intent};
use crate::wizard::model::NoticeLevel;
use crate::wizard::motion::move_cursor;
use crate::wizard::screen::{Pane, RecordsScreen};
use crate::wizard::update::context::Context;
use crate::wizard::update::{dns_check, verify_watch};
use crate::wizard::verify_watch::{VerifyWatch, VerifyWatchStage};

/// The most rows that a pane can be scrolled by. The view itself stops at its last row.
const MAX_DNS_SCROLL: usize = 200;
const MAX_VERIFY_SCROLL: usize = 40;

/// Shows the results of the DNS check; starts a run unless one is pending.
pub(super) fn open_dns(screen: &mut RecordsScreen, context: &mut Context) {
    dns_check::start(&screen.domain, context);
    screen.pane = Pane::Dns { scroll: 0 };
}

/// Starts the watch and shows it, or stops it.
pub(super) fn toggle_dns_watch(screen: &mut RecordsScreen, context: &mut Context) {
    if is_watching_dns(screen, context) {
        dns_check::stop(&screen.domain.id, context);
        context.show_notice(NoticeLevel::Info, "Stopped automatic checks");
    } else {
        dns_check::start_watch(&screen.domain, context);
        screen.pane = Pane::Dns { scroll: 0 };
    }
}

fn is_watching_dns(screen: &RecordsScreen, context: &Context) -> bool {
    context.model.domain_states.dns_check(&screen.domain.id).is_some_and(DnsCheck::is_watching)
}

/// Shows the progress of the verification; asks AutoSend to verify the domain, unless a watch is running.
pub(super) fn open_verify(screen: &mut RecordsScreen, context: &mut Context) {
    verify_watch::start_if_idle(&screen.session, &screen.domain, context);
    screen.pane = Pane::Verify { scroll: 0 };
}

/// Shows the verification of the domain: that of a domain that was verified here, without asking AutoSend again.
pub(super) fn show_verify(screen: &mut RecordsScreen, context: &mut Context) {
    match context.model.domain_states.verify_watch(&screen.domain.id).map(|watch| &watch.stage) {
        Some(VerifyWatchStage::Ended(VerifyOutcome::Verified)) => screen.pane = Pane::Verify { scroll: 0 },
        _ => open_verify(screen, context),
    }
}

pub(super) fn update_dns(screen: &mut RecordsScreen, intent: &Intent, context: &mut Context) {
    let Pane::Dns { scroll } = &mut screen.pane else { return };
    match intent {
        Intent::CheckDns | Intent::Refresh => dns_check::start(&screen.domain, context),
        Intent::ToggleDnsWatch => toggle_dns_watch(screen, context),
        Intent::Stop => dns_check::stop(&screen.domain.id, context),
        Intent::Verify => open_verify(screen, context),
        Intent::Move(motion) => *scroll = move_cursor(*scroll, *motion, MAX_DNS_SCROLL, 10),
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
        Intent::Verify => open_verify(screen, context),
        Intent::Refresh => verify_watch::poll_now(&screen.domain.id, context),
        Intent::Stop => {
            verify_watch::stop(&screen.domain.id, context);
            screen.pane = Pane::Table;
            context.show_notice(NoticeLevel::Info, "Stopped watching. AutoSend may keep checking on its own");
        }
        Intent::Copy(CopyTarget::NextSteps) => copy::copy_next_steps(screen, context),
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
