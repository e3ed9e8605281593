//! Effects as data: they contain no closures, so that tests can compare and print them.

use std::time::Duration;

use super::model::NormalScreenText;
use super::screen::NewDomain;
use super::session::{DomainList, RequestId};
use crate::core::api_key::Credentials;
use crate::core::cache::RecordChoices;
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::exit::Exit;
use crate::core::export_format::ExportFormat;
use crate::core::operation::Operation;
use crate::core::publishing::{PublishMode, RecordSelector};
use crate::core::region::Region;
use crate::core::zone::Zone;

/// What the runtime must do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Has exactly one [`Reply`](super::Reply) with this id, unless it is cancelled.
    Request(RequestId, Request),
    /// Has no reply.
    Effect(Effect),
}

/// A command that has a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// `POST /domains`, sent once.
    CreateDomain {
        /// The key.
        credentials: Credentials,
        /// Name and region.
        new_domain: NewDomain,
    },
    /// `GET /domains`.
    ListDomains {
        /// The key.
        credentials: Credentials,
        /// No request is sent if the last list of this key is younger.
        max_age: Option<Duration>,
    },
    /// `GET /domains/{id}`.
    FetchDomain {
        /// The key.
        credentials: Credentials,
        /// The domain's id.
        domain: DomainId,
    },
    /// `POST /domains/{id}/…`.
    RunOperation {
        /// The key.
        credentials: Credentials,
        /// The domain's id.
        domain: DomainId,
        /// The last part of the path.
        operation: Operation,
    },
    /// `DELETE /domains/{id}`.
    RemoveDomain {
        /// The key.
        credentials: Credentials,
        /// The domain's id.
        domain: DomainId,
    },
    /// Look up all records of a domain in DNS. Partial results are [`Event::DnsProgress`](super::Event).
    CheckDns(Box<SendingDomain>),
    /// Publish records in the sandbox's own DNS.
    PublishRecords {
        /// The domain's id.
        domain: DomainId,
        /// Which of its records.
        scope: RecordSelector,
        /// Correctly, or with a mistake.
        mode: PublishMode,
    },
    /// Ask the user's browser to open this link.
    OpenLink(String),
    /// Copy this text exactly.
    CopyText(String),
    /// Copy all records in a format.
    CopyExport {
        /// The format.
        format: ExportFormat,
        /// The domain with its records.
        domain: Box<SendingDomain>,
        /// The zone that names are relative to.
        zone: Zone,
    },
    /// Render all records in a format.
    RenderExport {
        /// The format.
        format: ExportFormat,
        /// The domain with its records.
        domain: Box<SendingDomain>,
        /// The zone that names are relative to.
        zone: Zone,
    },
    /// Write a file.
    SaveFile {
        /// Its path, as typed.
        path: String,
        /// Its content.
        text: String,
        /// Whether it may replace another one.
        overwrite: bool,
    },
    /// Complete this path.
    CompletePath(String),
    /// Load what an earlier run has cached of the project of this key.
    LoadCache(Credentials),
    /// Store this key in the key file.
    SaveKey(Credentials),
}

impl Request {
    /// Whether this machine answers the request itself, without the network.
    pub const fn is_local(&self) -> bool {
        matches!(
            self,
            Self::CopyText(_)
                | Self::CopyExport { .. }
                | Self::RenderExport { .. }
                | Self::SaveFile { .. }
                | Self::CompletePath(_)
                | Self::SaveKey(_)
        )
    }
}

/// A command without a reply. A timer is an effect too: it ends in an [`Event`](super::Event).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Start a timer.
    StartTimer {
        /// The timer's id.
        id: RequestId,
        /// When it fires.
        after: Duration,
    },
    /// Cancel this request or timer.
    Cancel(RequestId),
    /// Ring the bell, and show this text if the terminal supports notifications.
    Notify(String),
    /// Show this as the title of the terminal's window.
    SetTitle(String),
    /// Cache the project's list for the next run.
    SaveListToCache {
        /// The key.
        credentials: Credentials,
        /// Every domain of the project.
        domains: DomainList,
    },
    /// Cache a domain for the next run.
    SaveDomainToCache {
        /// The key.
        credentials: Credentials,
        /// The domain, just read.
        domain: Box<SendingDomain>,
    },
    /// Cache what was read of a removed domain.
    SaveRemovedToCache {
        /// The key.
        credentials: Credentials,
        /// The domain, as it was.
        domain: Box<SendingDomain>,
    },
    /// Cache what the user chose for the records of a domain.
    SaveChoicesToCache {
        /// The key.
        credentials: Credentials,
        /// The domain's id.
        domain: DomainId,
        /// The choices.
        choices: RecordChoices,
    },
    /// Store the region for the next run.
    SaveRegion(Region),
    /// Show this alone on the normal screen.
    ShowOnNormalScreen(NormalScreenText),
    /// Draw the wizard again, after that.
    ReturnToAlternateScreen,
    /// Draw the whole screen again.
    Redraw,
    /// Restore the terminal and stop, as Ctrl+Z does.
    Suspend,
    /// Leave the loop.
    Quit(Exit),
}
