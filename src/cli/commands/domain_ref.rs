//! The domain that an argument means: one of a name, or the one of an id.

use std::fmt;

use super::domain_arg::{InputNotes, Warning, parse_domain_name};
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::{DomainName, Rejected};

/// How many hexadecimal digits an id has in every published sample.
const ID_DIGITS: usize = 24;

/// A domain that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum DomainRef {
    /// By AutoSend's id for it.
    Id(DomainId),
    /// By its name.
    Name(DomainName),
}

impl DomainRef {
    /// Reads an argument: 24 hexadecimal digits are an id, since a name has a dot; all else is a name, as the wizard reads
    /// it, with what there is to say of it.
    ///
    /// # Errors
    /// Where it is neither.
    pub(super) fn parse(given: &str) -> Result<(Self, InputNotes), Rejected> {
        let id = given.trim();
        if id.len() == ID_DIGITS && id.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Ok((Self::Id(DomainId::new(id.to_ascii_lowercase())), InputNotes::default()));
        }
        parse_domain_name(given).map(|(name, remarks)| (Self::Name(name), remarks))
    }

    /// The one domain of a command, with what there is to say of it said to people.
    ///
    /// # Errors
    /// As [`Self::parse`], in words.
    pub(super) fn parse_and_note(given: &str, output: Output) -> Result<(Self, Vec<Warning>), CliError> {
        let (wanted, remarks) = Self::parse(given).map_err(|refused| CliError::rejected_name(&refused))?;
        remarks.print(&wanted, output);
        Ok((wanted, remarks.into_warnings()))
    }

    /// Whether this is the domain.
    pub(super) fn matches(&self, domain: &SendingDomain) -> bool {
        match self {
            Self::Id(id) => domain.id == *id,
            Self::Name(name) => domain.is_named(name.as_str()),
        }
    }
}

impl fmt::Display for DomainRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => formatter.pad(&id.sanitized()),
            Self::Name(name) => name.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_without_a_dot_are_an_id_and_all_else_a_name() {
        let read = |given: &str| DomainRef::parse(given).map(|(wanted, _)| wanted).ok();
        let id = Some(DomainRef::Id(DomainId::new("66f0a1b2c3d4e5f601020304")));
        assert_eq!((read("66f0a1b2c3d4e5f601020304"), read(" 66F0A1B2C3D4E5F601020304\n")), (id.clone(), id));
        for name in ["66f0a1b2c3d4e5f6010203.de", "66f0a1b2c3d4e5f601020304.de", "Mail.example.com"] {
            assert!(matches!(read(name), Some(DomainRef::Name(_))), "{name}");
        }
        for neither in ["66f0a1b2c3d4e5f60102030", "66f0a1b2c3d4e5f60102030g", "localhost", ""] {
            assert_eq!(read(neither), None, "{neither}");
        }
    }
}
