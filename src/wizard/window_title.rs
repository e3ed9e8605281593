//! The title of the terminal's window: the domain on screen and its state, so that a person who works elsewhere sees how
//! far it is.

use super::domain_state::DomainStates;
use super::milestones::{Stage, stage};
use super::screen::Screen;
use super::verify_watch::VerifyWatch;
use crate::core::check::Count;
use crate::core::domain::SendingDomain;
use crate::core::text::truncate;

/// The title while no domain is open.
pub const DEFAULT_TITLE: &str = "autosend-domains";

/// The most columns of the domain, so that its state stays in sight.
const MAX_NAME_WIDTH: usize = 60;

/// Returns the title for a screen.
pub(super) fn window_title(screen: &Screen, states: &DomainStates) -> String {
    let Screen::Records(screen) = screen else { return DEFAULT_TITLE.to_owned() };
    let name = screen.domain.name.sanitized();
    format!("{}: {}", truncate(&name, MAX_NAME_WIDTH, "..."), state_label(&screen.domain, states))
}

/// Returns the state of a domain in a few words.
fn state_label(domain: &SendingDomain, states: &DomainStates) -> String {
    let is_verifying = states.verify_watch(&domain.id).is_some_and(VerifyWatch::is_running);
    match stage(domain, states) {
        Stage::Verified => "verified".to_owned(),
        _ if is_verifying => "verifying".to_owned(),
        Stage::Verify => "ready to verify".to_owned(),
        Stage::Publish(Some(Count { n, of })) => format!("{n} of {of} records OK"),
        Stage::Publish(None) => domain.status.label(),
    }
}
