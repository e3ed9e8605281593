//! What is opened on the Records step in place of its table.

use super::panel::PanelPane;
use crate::core::copy::ExportCounts;
use crate::core::dns_host::{DnsHost, HOSTS, matches_search};
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::wizard::field::TextField;
use crate::wizard::session::{RequestId, RequestState};

/// What is shown of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The table, and the record in focus.
    #[default]
    Table,
    /// Choosing the zone.
    Zones {
        /// The row in focus, among the zone's candidates.
        cursor: usize,
        /// Whether the guided copy is beneath.
        from_guide: bool,
    },
    /// Choosing the DNS host.
    Hosts {
        /// What was typed to narrow the list.
        filter: TextField,
        /// The row in focus, among those that match.
        cursor: usize,
        /// Where a choice leads: to the guided copy, or the table.
        to_guide: bool,
        /// Where Esc leads.
        from_guide: bool,
    },
    /// Guided copy. Its place is kept with the domain's choices.
    Guide {
        /// The copy after which it goes on.
        copying: RequestState,
    },
    /// Choosing a form of export, with a preview.
    Export(Box<ExportPane>),
    /// How far AutoSend is with verifying. The following itself is the model's.
    Verify {
        /// Rows scrolled past.
        scroll: usize,
    },
    /// What DNS says of the records. What is known is the model's.
    Dns {
        /// Rows scrolled past.
        scroll: usize,
    },
    /// The link to the DNS host's panel.
    Panel(Box<PanelPane>),
    /// Publishing into the sandbox's own DNS.
    Publish {
        /// The way in focus.
        cursor: usize,
        /// Whether every record is meant, or the one in focus alone.
        all_records: bool,
        /// Being published.
        publishing: RequestState,
    },
    /// Inbound mail, on or off.
    Inbound {
        /// AutoSend is being asked to switch it.
        toggling: RequestState,
    },
}

/// The name of a pane without its data; an export has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaneKind {
    /// Choosing the zone.
    Zones,
    /// Choosing the DNS host.
    Hosts,
    /// Guided copy.
    Guide,
    /// Choosing a form of export.
    Export,
    /// Typing the path of an export.
    ExportPath,
    /// Asked whether a file is to be replaced.
    ConfirmOverwrite,
    /// How far AutoSend is with verifying.
    Verify,
    /// What DNS says of the records.
    Dns,
    /// The link to the DNS host's panel.
    Panel,
    /// Publishing into the sandbox's own DNS.
    Publish,
    /// Inbound mail.
    Inbound,
}

/// An export that is being chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportPane {
    /// The form in focus, by its place in [`ExportFormat::ALL`].
    pub cursor: usize,
    /// Being made.
    pub rendering: RequestState,
    /// The records in that form.
    pub exported: Option<ExportOutput>,
    /// Rows of it scrolled past.
    pub scroll: usize,
    /// How far it is.
    pub stage: ExportStage,
}

/// How far an export is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportStage {
    /// A form is chosen.
    ChoosingFormat,
    /// The path is typed.
    EnteringPath {
        /// The path.
        field: TextField,
        /// Being completed.
        completing: RequestState,
        /// What the path can go on with.
        candidates: Vec<String>,
        /// Being written.
        saving: Option<RequestId>,
    },
    /// There is such a file: is it to be replaced?
    ConfirmingOverwrite {
        /// The path as typed.
        path: String,
        /// The path as it may be drawn.
        display_path: String,
        /// Being written.
        saving: Option<RequestId>,
    },
}

impl Pane {
    /// Its name; `None` for the table.
    #[must_use]
    pub const fn kind(&self) -> Option<PaneKind> {
        Some(match self {
            Self::Table => return None,
            Self::Zones { .. } => PaneKind::Zones,
            Self::Hosts { .. } => PaneKind::Hosts,
            Self::Guide { .. } => PaneKind::Guide,
            Self::Verify { .. } => PaneKind::Verify,
            Self::Dns { .. } => PaneKind::Dns,
            Self::Panel(_) => PaneKind::Panel,
            Self::Publish { .. } => PaneKind::Publish,
            Self::Inbound { .. } => PaneKind::Inbound,
            Self::Export(pane) => match pane.stage {
                ExportStage::ChoosingFormat => PaneKind::Export,
                ExportStage::EnteringPath { .. } => PaneKind::ExportPath,
                ExportStage::ConfirmingOverwrite { .. } => PaneKind::ConfirmOverwrite,
            },
        })
    }

    /// Whether unmodified characters are text here.
    #[must_use]
    pub const fn accepts_text(&self) -> bool {
        matches!(self.kind(), Some(PaneKind::Hosts | PaneKind::ExportPath))
    }

    /// Whether the person waits for something that this shows as under way.
    #[must_use]
    pub const fn is_waiting(&self) -> bool {
        self.pending_id().is_some()
    }

    /// The request that the person waits for here.
    pub(in crate::wizard) const fn pending_id(&self) -> Option<RequestId> {
        match self {
            Self::Inbound { toggling: RequestState::Pending(id) } => Some(*id),
            Self::Panel(pane) => pane.pending_id(),
            _ => None,
        }
    }

    /// The pane as it can be left and come back to: nothing that it alone waits for is under way any more. What is
    /// being written is told of when it is known.
    pub(in crate::wizard) fn without_pending(self) -> Self {
        match self {
            Self::Guide { .. } => Self::Guide { copying: RequestState::Idle },
            Self::Inbound { .. } => Self::Inbound { toggling: RequestState::Idle },
            // What became of the link is not known then.
            Self::Panel(pane) if pane.pending_id().is_some() => pane.parent,
            Self::Publish { cursor, all_records, .. } => {
                Self::Publish { cursor, all_records, publishing: RequestState::Idle }
            }
            Self::Export(pane) if pane.rendering.is_pending() && pane.stage == ExportStage::ChoosingFormat => {
                Self::Table
            }
            Self::Export(mut pane) => {
                // A path that was typed stays; what is to be written is made anew when it is asked for.
                if pane.rendering.is_pending() {
                    (pane.rendering, pane.exported) = (RequestState::Idle, None);
                }
                match &mut pane.stage {
                    ExportStage::ChoosingFormat => {}
                    ExportStage::EnteringPath { completing, saving, .. } => {
                        (*completing, *saving) = (RequestState::Idle, None);
                    }
                    ExportStage::ConfirmingOverwrite { saving, .. } => *saving = None,
                }
                Self::Export(pane)
            }
            other => other,
        }
    }

    /// The pane that the guided copy opens others from, or the table.
    pub(in crate::wizard) const fn guide_or_table(from_guide: bool) -> Self {
        if from_guide { Self::Guide { copying: RequestState::Idle } } else { Self::Table }
    }
}

impl ExportPane {
    /// The form in focus.
    #[must_use]
    pub fn format(&self) -> ExportFormat {
        ExportFormat::ALL.get(self.cursor).copied().unwrap_or(ExportFormat::Zone)
    }

    /// How many records the export has, once it is there.
    #[must_use]
    pub fn counts(&self) -> ExportCounts {
        self.exported.as_ref().map(|exported| exported.counts).unwrap_or_default()
    }
}

/// The DNS hosts that match what was typed. `None`, for any other, is always the
/// last.
#[must_use]
pub fn matching_hosts(filter: &str) -> Vec<Option<&'static DnsHost>> {
    let known = HOSTS.iter().filter(|host| matches_search(host, filter));
    known.map(Some).chain(std::iter::once(None)).collect()
}
