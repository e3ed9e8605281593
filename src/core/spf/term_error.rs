//! Why a term is not valid.

/// Why a term is not valid: each is a permanent error of the whole record (RFC 7208 section 4.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum TermError {
    /// It is no mechanism of SPF.
    #[error("SPF has no such term")]
    Unknown,
    /// A character is not printable ASCII.
    #[error("it has a character that is not allowed")]
    InvalidCharacter,
    /// The argument is missing.
    #[error("its argument is missing")]
    MissingArgument,
    /// It cannot have an argument.
    #[error("nothing may follow its name")]
    UnexpectedArgument,
    /// The argument of `ip4` is no IPv4 address.
    #[error("it needs an IPv4 address")]
    InvalidIpv4,
    /// The argument of `ip6` is no IPv6 address.
    #[error("it needs an IPv6 address")]
    InvalidIpv6,
    /// The length of a prefix is no number, or beyond 32 or 128 bits.
    #[error("the number after / is not a prefix length")]
    InvalidPrefixLength,
    /// The domain does not end in a top-level label.
    #[error("it needs a full domain name")]
    InvalidDomain,
    /// A macro is not valid.
    #[error("it has a macro that is not valid")]
    InvalidMacro,
    /// A modifier that is allowed once appears twice.
    #[error("it is there twice")]
    Repeated,
}
