//! The state of the pane with the link to the DNS host's panel.

use super::pane::Pane;
use crate::core::dns_host::DnsHost;
use crate::core::open_link::OpenError;
use crate::core::zone::{Zone, ZoneSource};
use crate::wizard::session::RequestId;

/// The pane with the link to the DNS host's panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelPane {
    /// The DNS host.
    pub host: &'static DnsHost,
    /// The zone that the link leads to.
    pub zone: Zone,
    /// Whether a browser opened the link.
    pub link_state: LinkState,
    /// The number of rows scrolled past.
    pub scroll: usize,
    /// The pane that Esc returns to.
    pub(in crate::wizard) parent: Pane,
}

/// The state of opening a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// The request is pending.
    Opening(RequestId),
    /// A browser was asked to open the link, or an error says why not.
    Finished(Result<(), OpenError>),
}

impl PanelPane {
    /// Returns the link. It is not checked: the host may change its addresses.
    pub fn link(&self) -> String {
        self.host.panel_url_for(self.zone.name())
    }

    /// Returns the title, which names the host and the zone.
    pub fn title(&self) -> String {
        let guess = if self.zone.source() == ZoneSource::Guessed { " (guessed)" } else { "" };
        format!("{} DNS settings for {}{guess}", self.host.name, self.zone.name())
    }

    /// Returns the instructions for the host's panel, with a caution about the link.
    pub fn guidance(&self) -> String {
        format!(
            "Sign in and add each record to {}. Press g to copy the fields one by one. The link may differ for your account.",
            self.zone.name()
        )
    }

    /// Returns the pending request to open the link.
    pub const fn pending_id(&self) -> Option<RequestId> {
        match self.link_state {
            LinkState::Opening(id) => Some(id),
            LinkState::Finished(_) => None,
        }
    }
}
