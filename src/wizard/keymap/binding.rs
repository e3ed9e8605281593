//! A row of the keymap, and where it applies.

use super::key::Key;
use crate::wizard::message::Intent;
use crate::wizard::model::Model;
use crate::wizard::screen::{PaneKind, Step};

/// The part of the screen in which a binding is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Overlays: help and details.
    Overlay,
    /// One step, without an open pane.
    Step(Step),
    /// A pane of the Records step.
    Pane(PaneKind),
    /// Every step, if no overlay is open.
    Global,
    /// Every step and every overlay.
    Always,
}

impl Scope {
    /// Returns the heading in the help and in the README.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Overlay => "Help and details",
            Self::Step(Step::ApiKey) => "Key",
            Self::Step(Step::Domain) => "Domain",
            Self::Step(Step::Region) => "Region",
            Self::Step(Step::Review) => "Review",
            Self::Step(Step::Adding) => "Adding",
            Self::Step(Step::Records) => "Records",
            Self::Step(Step::Domains) => "List of domains",
            Self::Step(Step::Removal) => "Removing a domain",
            Self::Step(Step::Conflict) => "Already there",
            Self::Step(Step::Failure) => "Something failed",
            Self::Step(Step::Closed) => "Closed",
            Self::Pane(PaneKind::Verify) => "Verifying",
            Self::Pane(PaneKind::Dns) => "What DNS says",
            Self::Pane(PaneKind::Panel) => "DNS panel",
            Self::Pane(PaneKind::Publish) => "Publishing in the sandbox",
            Self::Pane(PaneKind::Inbound) => "Inbound mail",
            Self::Pane(PaneKind::Zones) => "Zone",
            Self::Pane(PaneKind::Hosts) => "DNS host",
            Self::Pane(PaneKind::Guide) => "Guided copy",
            Self::Pane(PaneKind::Export) => "Export",
            Self::Pane(PaneKind::ExportPath) => "Path of an export",
            Self::Pane(PaneKind::ConfirmOverwrite) => "A file that is there",
            Self::Global => "Everywhere",
            Self::Always => "Always",
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Where the binding is active.
    pub scope: Scope,
    /// The keys; the footer shows the first.
    pub keys: &'static [Key],
    /// The intent that the keys trigger.
    pub intent: Intent,
    /// The label in the footer, one or two words.
    pub label: &'static str,
    /// The label where more space is available, and the answer's text in plain mode.
    pub long_label: &'static str,
    /// The priority in a narrow footer; the lowest rank is dropped last.
    pub footer_rank: u8,
    /// Whether the binding applies now. The first enabled binding of a key wins.
    pub is_enabled: fn(&Model) -> bool,
}
