//! What AutoSend can be asked to do with a domain that it has. Each may be asked for again without harm.

/// An operation on one domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Look for the records in DNS: it answers at once and goes on in the background.
    Verify,
    /// Take mail in for the domain, which asks for one more record.
    EnableInbound,
    /// Take no more mail in.
    DisableInbound,
}

impl Operation {
    /// The part of the address behind the id (`POST /domains/{id}/…`).
    #[must_use]
    pub const fn path_segments(self) -> &'static [&'static str] {
        match self {
            Self::Verify => &["verify"],
            Self::EnableInbound => &["inbound", "enable"],
            Self::DisableInbound => &["inbound", "disable"],
        }
    }
}
