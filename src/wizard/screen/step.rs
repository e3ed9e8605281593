//! The names of the screens.

/// The name of a screen without its data. Review is Adding while its POST is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The key.
    ApiKey,
    /// The domain.
    Domain,
    /// The region.
    Region,
    /// What will be sent.
    Review,
    /// Being sent.
    Adding,
    /// The records.
    Records,
    /// The list of domains.
    Domains,
    /// Whether a domain is to be removed.
    Removal,
    /// There already.
    Conflict,
    /// Failed.
    Failure,
    /// Left.
    Closed,
}

impl Step {
    /// The name as the program's documents have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApiKey => "ApiKey",
            Self::Domain => "Domain",
            Self::Region => "Region",
            Self::Review => "Review",
            Self::Adding => "Adding",
            Self::Records => "Records",
            Self::Domains => "Domains",
            Self::Removal => "Removal",
            Self::Conflict => "Conflict",
            Self::Failure => "Failure",
            Self::Closed => "Closed",
        }
    }
}
