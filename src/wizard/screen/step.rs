//! The names of the steps.

/// The kind of a screen, without its data. While the POST is pending, Review is the step Adding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Asks for the API key.
    ApiKey,
    /// Asks for the domain.
    Domain,
    /// Asks for the region.
    Region,
    /// Shows the request that will be sent.
    Review,
    /// Sends the request.
    Adding,
    /// Shows the records.
    Records,
    /// Lists the project's domains.
    Domains,
    /// Confirms the removal of a domain.
    Removal,
    /// Says that the domain exists already.
    Conflict,
    /// Shows a failure.
    Failure,
    /// The program has ended.
    Closed,
}

impl Step {
    /// Returns the name as the program's documents spell it.
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
