//! What is to happen outside, as data: it can be compared, printed and tested, and holds no closure.

use std::time::Duration;

use super::model::NormalScreenText;
use super::screen::NewDomain;
use super::session::{DomainList, RequestId};
use crate::core::api_key::Credentials;
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::exit::Exit;
use crate::core::export_format::ExportFormat;
use crate::core::operation::Operation;
use crate::core::publishing::{PublishMode, RecordSelector};
use crate::core::region::Region;
use crate::core::zone::Zone;

/// A side effect that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// `POST /domains`, once. Answered by `DomainCreated`.
    CreateDomain {
        /// The request's id.
        id: RequestId,
        /// With this key.
        credentials: Credentials,
        /// What to add.
        new_domain: NewDomain,
    },
    /// `GET /domains`. Answered by `DomainsListed`, or `ListStillFresh`.
    ListDomains {
        /// The request's id.
        id: RequestId,
        /// With this key.
        credentials: Credentials,
        /// Nothing is asked where the last list of this key is younger.
        max_age: Option<Duration>,
    },
    /// `GET /domains/{id}`. Answered by `DomainFetched`.
    FetchDomain {
        /// The request's id.
        id: RequestId,
        /// With this key.
        credentials: Credentials,
        /// Which.
        domain: DomainId,
    },
    /// `POST /domains/{id}/…`. Answered by `DomainOperated`.
    RunOperation {
        /// The request's id.
        id: RequestId,
        /// With this key.
        credentials: Credentials,
        /// Which.
        domain: DomainId,
        /// What is to be done.
        operation: Operation,
    },
    /// `DELETE /domains/{id}`. Answered by `DomainRemoved`.
    RemoveDomain {
        /// The request's id.
        id: RequestId,
        /// With this key.
        credentials: Credentials,
        /// Which.
        domain: DomainId,
    },
    /// Look all records of a domain up in DNS. Told by `Heard` as answers arrive, answered by `Surveyed`.
    CheckDns {
        /// The request's id.
        id: RequestId,
        /// The domain with its records.
        domain: Box<SendingDomain>,
    },
    /// Publish records in the sandbox's own DNS. Answered by `Published`.
    PublishRecords {
        /// The request's id.
        id: RequestId,
        /// Of this domain.
        domain: DomainId,
        /// Which of its records.
        scope: RecordSelector,
        /// In which way.
        mode: PublishMode,
    },
    /// Ask the person's browser to open a link. Answered by `LinkOpened`.
    OpenLink {
        /// The request's id.
        id: RequestId,
        /// The link.
        link: String,
    },
    /// Call the person: the bell, and these words where the terminal takes such.
    Notify(String),
    /// Keep what was read of a domain that was removed.
    SaveRemovedToCache {
        /// With this key.
        credentials: Credentials,
        /// The domain, as it was.
        domain: Box<SendingDomain>,
    },
    /// Nobody waits for this request or timer any more.
    Cancel(RequestId),
    /// Answered by `TimerFired`.
    StartTimer {
        /// The timer's id.
        id: RequestId,
        /// After this time.
        after: Duration,
    },
    /// Put text into the clipboard. Answered by `Copied`.
    CopyText {
        /// The request's id.
        id: RequestId,
        /// The text, to the letter.
        text: String,
    },
    /// Put all records into the clipboard in a form. Answered by `Copied`.
    CopyExport {
        /// The request's id.
        id: RequestId,
        /// The form.
        format: ExportFormat,
        /// The domain with its records.
        domain: Box<SendingDomain>,
        /// The zone of its names.
        zone: Zone,
    },
    /// Make the text of all records in a form. Answered by `Exported`.
    RenderExport {
        /// The request's id.
        id: RequestId,
        /// The form.
        format: ExportFormat,
        /// The domain with its records.
        domain: Box<SendingDomain>,
        /// The zone of its names.
        zone: Zone,
    },
    /// Write a file. Answered by `FileSaved`.
    SaveFile {
        /// The request's id.
        id: RequestId,
        /// Its path, as typed.
        path: String,
        /// What it holds.
        text: String,
        /// Whether it may replace another one.
        overwrite: bool,
    },
    /// Find what a path can become. Answered by `PathCompleted`.
    CompletePath {
        /// The request's id.
        id: RequestId,
        /// The path, as far as it is typed.
        typed: String,
    },
    /// Look for what an earlier run has kept of the project of this key. Answered by `Recalled`.
    LoadCache {
        /// The request's id.
        id: RequestId,
        /// The key.
        credentials: Credentials,
    },
    /// Keep the project's list for the next run. Not answered.
    SaveListToCache {
        /// The key.
        credentials: Credentials,
        /// Every domain of the project.
        domains: DomainList,
    },
    /// Keep a domain for the next run. Not answered.
    SaveDomainToCache {
        /// The key.
        credentials: Credentials,
        /// The domain, just read.
        domain: Box<SendingDomain>,
    },
    /// Put this alone on the normal screen.
    ShowOnNormalScreen(NormalScreenText),
    /// Draw again, after that.
    ReturnToAlternateScreen,
    /// Keep the key in the key file. Answered by `KeySaved`.
    SaveKey {
        /// The key.
        credentials: Credentials,
    },
    /// Remember the region for the next run. Not answered.
    SaveRegion(Region),
    /// Draw the whole screen anew.
    Redraw,
    /// Put the terminal back and stop, as Ctrl+Z does.
    Suspend,
    /// Leave the loop.
    Quit(Exit),
}
