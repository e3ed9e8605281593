//! Domains, records and errors for tests.

use std::time::Duration;

use super::api_error::{ApiError, ErrorResponse, Obstacle};
use super::domain::{AutosendChecks, DomainId, DomainStatus, SendingDomain};
use super::record::{DnsRecord, Priority, RecordType, Slot};

/// A record in the member `slot`, as AutoSend could send it.
pub(crate) fn record(slot: &str, kind: &str, name: &str, value: &str, priority: Option<u16>) -> DnsRecord {
    DnsRecord {
        slot: Slot::from_member(slot),
        record_type: RecordType::parse(kind),
        name: name.into(),
        value: value.into(),
        priority: priority.map(Priority::Number),
        note: None,
    }
}

/// A pending domain with these records and no optional fields.
pub(crate) fn domain(name: &str, records: Vec<DnsRecord>) -> SendingDomain {
    SendingDomain {
        id: DomainId::new("1"),
        name: name.into(),
        status: DomainStatus::Pending,
        checks: AutosendChecks::default(),
        records,
        region: None,
        created_at: None,
        last_checked_at: None,
        verified_at: None,
        verification_in_progress: false,
        inbound_enabled_at: None,
        inbound_verified_at: None,
    }
}

/// An error response with this status.
pub(crate) fn refused(status: u16) -> ApiError {
    ApiError::ErrorResponse(ErrorResponse { status, ..ErrorResponse::default() })
}

/// A 429 response.
pub(crate) fn rate_limited(retry_after: Option<Duration>) -> ApiError {
    ApiError::ErrorResponse(ErrorResponse { status: 429, retry_after, ..ErrorResponse::default() })
}

/// A request that was sent but got no response.
pub(crate) fn lost() -> ApiError {
    ApiError::ResponseLost { reason: "no answer within 30 s".to_owned() }
}

/// A request that could not be sent.
pub(crate) fn not_sent() -> ApiError {
    not_sent_because(Obstacle::Unreachable)
}

/// A request that could not be sent because of this.
pub(crate) fn not_sent_because(obstacle: Obstacle) -> ApiError {
    ApiError::NotSent { reason: "connection refused".to_owned(), host: "127.0.0.1:1".to_owned(), obstacle }
}
