//! Operations on a domain that AutoSend already has. All are idempotent, so each can safely be repeated.

/// An operation on a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Check the records in DNS. AutoSend responds at once and continues in the background.
    Verify,
    /// Receive mail for the domain, which requires another record.
    EnableInbound,
    /// Stop receiving mail for the domain.
    DisableInbound,
}

impl Operation {
    /// The segments of the URL path after the id (`POST /domains/{id}/…`).
    pub const fn path_segments(self) -> &'static [&'static str] {
        match self {
            Self::Verify => &["verify"],
            Self::EnableInbound => &["inbound", "enable"],
            Self::DisableInbound => &["inbound", "disable"],
        }
    }
}
