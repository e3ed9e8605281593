//! What is to happen outside, as data: it can be compared, printed and tested, and holds no closure.

use std::time::Duration;

use super::screen::NewDomain;
use super::session::RequestId;
use crate::core::api_key::Credentials;
use crate::core::domain::DomainId;
use crate::core::exit::Exit;
use crate::core::record::DnsRecord;
use crate::core::region::Region;

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
        new: NewDomain,
    },
    /// `GET /domains`. Answered by `DomainsListed`, or `ListStillFresh`.
    ListDomains {
        /// The request's id.
        id: RequestId,
        /// With this key.
        credentials: Credentials,
        /// Nothing is asked where the last list of this key is younger.
        unless_younger: Option<Duration>,
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
    Copy {
        /// The request's id.
        id: RequestId,
        /// The text, to the letter.
        text: String,
    },
    /// Put all records into the clipboard as zone-file text. Answered by `Copied`.
    CopyZoneFile {
        /// The request's id.
        id: RequestId,
        /// The records.
        records: Vec<DnsRecord>,
    },
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
