//! What is opened on the Records step in place of its table.

use super::panel::PanelPane;
use crate::core::copy::ExportCounts;
use crate::core::dns_host::{DnsHost, HOSTS, matches_search};
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::wizard::field::TextField;
use crate::wizard::session::{RequestId, Task};

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
        copying: Task,
    },
    /// Choosing a form of export, with a preview.
    Export(Box<ExportPane>),
    /// How far AutoSend is with verifying. The following itself is the model's.
    Follow {
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
        all: bool,
        /// Being published.
        publishing: Task,
    },
    /// Inbound mail, on or off.
    Inbound {
        /// AutoSend is being asked to switch it.
        switching: Task,
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
    Path,
    /// Asked whether a file is to be replaced.
    Replace,
    /// How far AutoSend is with verifying.
    Follow,
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
    pub making: Task,
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
    Choosing,
    /// The path is typed.
    Naming {
        /// The path.
        field: TextField,
        /// Being completed.
        completing: Task,
        /// What the path can go on with.
        candidates: Vec<String>,
        /// Being written.
        saving: Option<RequestId>,
    },
    /// There is such a file: is it to be replaced?
    Replacing {
        /// The path as typed.
        path: String,
        /// The path as it may be drawn.
        shown: String,
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
            Self::Follow { .. } => PaneKind::Follow,
            Self::Dns { .. } => PaneKind::Dns,
            Self::Panel(_) => PaneKind::Panel,
            Self::Publish { .. } => PaneKind::Publish,
            Self::Inbound { .. } => PaneKind::Inbound,
            Self::Export(pane) => match pane.stage {
                ExportStage::Choosing => PaneKind::Export,
                ExportStage::Naming { .. } => PaneKind::Path,
                ExportStage::Replacing { .. } => PaneKind::Replace,
            },
        })
    }

    /// Whether unmodified characters are text here.
    #[must_use]
    pub const fn takes_text(&self) -> bool {
        matches!(self.kind(), Some(PaneKind::Hosts | PaneKind::Path))
    }

    /// Whether the person waits for something that this shows as under way.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.request().is_some()
    }

    /// The request that the person waits for here.
    pub(in crate::wizard) const fn request(&self) -> Option<RequestId> {
        match self {
            Self::Inbound { switching: Task::Running(id) } => Some(*id),
            Self::Panel(pane) => pane.request(),
            _ => None,
        }
    }

    /// The pane as it can be left and come back to: nothing that it alone waits for is under way any more. What is
    /// being written is told of when it is known.
    pub(in crate::wizard) fn set_aside(self) -> Self {
        match self {
            Self::Guide { .. } => Self::Guide { copying: Task::Idle },
            Self::Inbound { .. } => Self::Inbound { switching: Task::Idle },
            // What became of the link is not known then.
            Self::Panel(pane) if pane.request().is_some() => pane.beneath,
            Self::Publish { cursor, all, .. } => Self::Publish { cursor, all, publishing: Task::Idle },
            Self::Export(pane) if pane.making.is_running() && pane.stage == ExportStage::Choosing => Self::Table,
            Self::Export(mut pane) => {
                // A path that was typed stays; what is to be written is made anew when it is asked for.
                if pane.making.is_running() {
                    (pane.making, pane.exported) = (Task::Idle, None);
                }
                match &mut pane.stage {
                    ExportStage::Choosing => {}
                    ExportStage::Naming { completing, saving, .. } => (*completing, *saving) = (Task::Idle, None),
                    ExportStage::Replacing { saving, .. } => *saving = None,
                }
                Self::Export(pane)
            }
            other => other,
        }
    }

    /// The pane that the guided copy opens others from, or the table.
    pub(in crate::wizard) const fn beneath(from_guide: bool) -> Self {
        if from_guide { Self::Guide { copying: Task::Idle } } else { Self::Table }
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
    pub fn tally(&self) -> ExportCounts {
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
