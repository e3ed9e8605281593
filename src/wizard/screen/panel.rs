//! The link to the DNS host's panel.

use super::pane::Pane;
use crate::core::dns_host::DnsHost;
use crate::core::open_link::OpenError;
use crate::core::zone::{Zone, ZoneSource};
use crate::wizard::session::RequestId;

/// The link to the DNS host's panel, and what became of opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelPane {
    /// The DNS host.
    pub host: &'static DnsHost,
    /// The zone that the link is for.
    pub zone: Zone,
    /// Whether a browser was asked to open it.
    pub link_state: LinkState,
    /// Rows scrolled past.
    pub scroll: usize,
    /// What it was opened from, which Esc goes back to.
    pub(in crate::wizard) parent: Pane,
}

/// Whether a browser was asked to open a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// One is being asked.
    Opening(RequestId),
    /// One was, or why none was.
    Finished(Result<(), OpenError>),
}

impl PanelPane {
    /// The link. Whether it leads anywhere is the host's affair.
    #[must_use]
    pub fn link(&self) -> String {
        self.host.panel_url_for(self.zone.name())
    }

    /// Whose panel it is, and for which zone.
    #[must_use]
    pub fn title(&self) -> String {
        let guess = if self.zone.source() == ZoneSource::Guessed { ", a guess" } else { "" };
        format!("The DNS panel of {}, for the zone {}{guess}", self.host.name, self.zone.name())
    }

    /// What to do there, and what nobody promises.
    #[must_use]
    pub fn guidance(&self) -> String {
        format!(
            "Sign in there and create each record in the zone {}: g copies its fields one after another. Whether the link \
             leads to the right page depends on {} and your account.",
            self.zone.name(),
            self.host.name
        )
    }

    /// The request that asks the browser.
    #[must_use]
    pub const fn pending_id(&self) -> Option<RequestId> {
        match self.link_state {
            LinkState::Opening(id) => Some(id),
            LinkState::Finished(_) => None,
        }
    }
}
