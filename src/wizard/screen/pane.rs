//! The panes of the Records step.

use super::panel::PanelPane;
use crate::core::copy::ExportCounts;
use crate::core::dns_host::{DnsHost, HOSTS, NameField, PriorityPlace, TextForm};
use crate::core::export_format::{ExportFormat, ExportOutput};
use crate::wizard::field::TextField;
use crate::wizard::picker::{Picker, PickerRow};
use crate::wizard::session::{RequestId, RequestState};

/// The content of the Records step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The table of records, with the selected record below it.
    #[default]
    Table,
    /// Chooses the zone.
    Zones {
        /// The index of the selected row among the zone's candidates.
        cursor: usize,
        /// Whether the guide opened this pane; Esc then returns to it.
        from_guide: bool,
    },
    /// Chooses the DNS host.
    Hosts {
        /// The list.
        picker: Picker,
        /// Whether a choice continues at the guided copy rather than at the table.
        to_guide: bool,
        /// Whether the guide opened this pane; Esc then returns to it.
        from_guide: bool,
    },
    /// The guide. Its progress is in the record preferences of the domain.
    Guide,
    /// Exports the records; chooses a format with a preview.
    Export(Box<ExportPane>),
    /// The progress of the verification. The model holds the watch itself.
    Verify {
        /// The number of rows scrolled past.
        scroll: usize,
    },
    /// Asks whether to verify although DNS says that it cannot succeed yet.
    VerifyWarning,
    /// The domain can send: its next steps.
    Finish {
        /// The index of the selected step.
        cursor: usize,
        /// The pending request to open the dashboard.
        opening: RequestState,
    },
    /// The results of the DNS check. The model holds the check itself.
    Dns {
        /// The record of the row that the user chose; otherwise the first row is chosen.
        row: Option<usize>,
        /// The number of rows scrolled past the chosen one.
        scroll: usize,
    },
    /// The link to the DNS host's panel.
    Panel(Box<PanelPane>),
    /// Publishes records in the sandbox's own DNS.
    Publish {
        /// The list.
        picker: Picker,
        /// Whether all records are published, or only the selected one.
        all_records: bool,
        /// The pending request.
        publishing: RequestState,
    },
    /// Switches inbound mail on or off.
    Inbound {
        /// The pending request.
        toggling: RequestState,
    },
}

/// The kind of a pane, without its data. An export has one kind per stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaneKind {
    /// Chooses the zone.
    Zones,
    /// Chooses the DNS host.
    Hosts,
    /// Guided copy.
    Guide,
    /// Chooses the export format.
    Export,
    /// Edits the path of an export.
    ExportPath,
    /// Confirms that a file is overwritten.
    ConfirmOverwrite,
    /// The progress of the verification.
    Verify,
    /// Asks whether to verify too early.
    VerifyWarning,
    /// The next steps of a domain that can send.
    Finish,
    /// The results of the DNS check.
    Dns,
    /// The link to the DNS host's panel.
    Panel,
    /// Publishes records in the sandbox's own DNS.
    Publish,
    /// Switches inbound mail.
    Inbound,
}

/// The pane of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportPane {
    /// The index of the selected format in [`ExportFormat::ALL`].
    pub cursor: usize,
    /// The pending request for the preview.
    pub rendering: RequestState,
    /// The rendered export.
    pub exported: Option<ExportOutput>,
    /// The number of preview rows scrolled past.
    pub scroll: usize,
    /// The state of the export.
    pub stage: ExportStage,
}

/// The state of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportStage {
    /// The person chooses a format.
    ChoosingFormat,
    /// The person types the path.
    EnteringPath {
        /// The field of the path.
        field: TextField,
        /// The pending completion.
        completing: RequestState,
        /// The possible completions of the path.
        candidates: Vec<String>,
        /// The pending save.
        saving: Option<RequestId>,
    },
    /// The file exists; the person must confirm that it is overwritten.
    ConfirmingOverwrite {
        /// The path as typed.
        path: String,
        /// The path without hidden characters.
        display_path: String,
        /// The pending save.
        saving: Option<RequestId>,
    },
}

impl Pane {
    /// Returns the kind of the pane; `None` for the table.
    pub const fn kind(&self) -> Option<PaneKind> {
        Some(match self {
            Self::Table => return None,
            Self::Zones { .. } => PaneKind::Zones,
            Self::Hosts { .. } => PaneKind::Hosts,
            Self::Guide => PaneKind::Guide,
            Self::Verify { .. } => PaneKind::Verify,
            Self::VerifyWarning => PaneKind::VerifyWarning,
            Self::Finish { .. } => PaneKind::Finish,
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

    /// Whether the pane has a text field that receives unmodified characters.
    pub const fn accepts_text(&self) -> bool {
        matches!(self.kind(), Some(PaneKind::Hosts | PaneKind::Publish | PaneKind::ExportPath))
    }

    /// Whether the pane shows a pending request.
    pub const fn is_waiting(&self) -> bool {
        self.pending_id().is_some()
    }

    /// Returns the pending request of the pane.
    pub(in crate::wizard) const fn pending_id(&self) -> Option<RequestId> {
        match self {
            Self::Inbound { toggling: RequestState::Pending(id) }
            | Self::Finish { opening: RequestState::Pending(id), .. } => Some(*id),
            Self::Panel(pane) => pane.pending_id(),
            _ => None,
        }
    }

    /// Returns the pane without the pending requests that only it waits for, so that it can be left and returned to.
    /// The result of a pending save is reported when it arrives.
    pub(in crate::wizard) fn without_pending(self) -> Self {
        match self {
            Self::Inbound { .. } => Self::Inbound { toggling: RequestState::Idle },
            Self::Finish { cursor, .. } => Self::Finish { cursor, opening: RequestState::Idle },
            // The pane could not show whether the link was opened.
            Self::Panel(pane) if pane.pending_id().is_some() => pane.parent,
            Self::Publish { picker, all_records, .. } => {
                Self::Publish { picker, all_records, publishing: RequestState::Idle }
            }
            Self::Export(pane) if pane.rendering.is_pending() && pane.stage == ExportStage::ChoosingFormat => {
                Self::Table
            }
            Self::Export(mut pane) => {
                // A typed path stays. The missing preview is requested again when it is needed.
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

    /// Returns the results of the DNS check with the first row chosen.
    pub(in crate::wizard) const fn dns() -> Self {
        Self::Dns { row: None, scroll: 0 }
    }

    /// Returns the finish with its first step selected.
    pub(in crate::wizard) const fn finish() -> Self {
        Self::Finish { cursor: 0, opening: RequestState::Idle }
    }

    /// Returns the guided copy if it opened the current pane, otherwise the table.
    pub(in crate::wizard) const fn guide_or_table(from_guide: bool) -> Self {
        if from_guide { Self::Guide } else { Self::Table }
    }
}

impl ExportPane {
    /// Returns the selected format.
    pub fn format(&self) -> ExportFormat {
        ExportFormat::ALL.get(self.cursor).copied().unwrap_or(ExportFormat::Zone)
    }

    /// Returns the number of records in the export; zero until it is rendered.
    pub fn counts(&self) -> ExportCounts {
        self.exported.as_ref().map(|exported| exported.counts).unwrap_or_default()
    }
}

/// Returns the DNS hosts to choose from: those that are likely, then the others, and last `None`, which stands for any
/// other host. Only what is unusual about a host is noted.
pub fn host_rows(likely: &[&'static DnsHost]) -> Vec<PickerRow<Option<&'static DnsHost>>> {
    let others = HOSTS.iter().filter(|host| !likely.contains(host));
    let row = |host: &'static DnsHost| PickerRow {
        note: host_note(host),
        search: [host.code].iter().chain(host.other_names).copied().collect::<Vec<_>>().join("\n"),
        ..PickerRow::new(Some(host), host.name)
    };
    let unknown = PickerRow {
        note: "show both name forms".to_owned(),
        short_note: "both forms",
        search: "other not sure".to_owned(),
        is_pinned: true,
        ..PickerRow::new(None, "I don't know")
    };
    likely.iter().copied().chain(others).map(row).chain([unknown]).collect()
}

/// How the fields differ from those of most providers, the most important difference first.
fn host_note(host: &DnsHost) -> String {
    let name = match host.name_field {
        NameField::Relative { .. } => None,
        NameField::Full => Some("names in full"),
        NameField::TrailingDot => Some("names in full, with a dot"),
    };
    let quotes = (host.text == TextForm::Quoted).then_some("values need quotes");
    let priority = (host.priority == PriorityPlace::InValue).then_some("priority before the value");
    [name, quotes, priority].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
