//! The domain that an argument names: by its name, or by AutoSend's id for it.

use std::fmt::{self, Display};

use super::report::Warning;
use crate::cli::output::Output;
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::{Assessment, DomainName, Rejected, assess};

/// The length of an id in every published sample, in hexadecimal digits.
const ID_DIGITS: usize = 24;

/// A reference to a domain of the project.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum DomainRef {
    /// By AutoSend's id for it.
    Id(DomainId),
    /// By its name.
    Name(DomainName),
}

impl DomainRef {
    /// Parses an argument: 24 hexadecimal digits are an id, since a name has a dot. Everything else is a name.
    ///
    /// # Errors
    /// The text is neither.
    pub(super) fn parse(input: &str) -> Result<(Self, InputNotes), Rejected> {
        let id = input.trim();
        if id.len() == ID_DIGITS && id.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Ok((Self::Id(DomainId::new(id.to_ascii_lowercase())), InputNotes::default()));
        }
        parse_domain_name(input).map(|(name, notes)| (Self::Name(name), notes))
    }

    /// Whether this refers to the domain.
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

/// What was changed in the text of an argument, and what is doubtful about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct InputNotes {
    fixes: Vec<Warning>,
    doubts: Vec<Warning>,
}

impl InputNotes {
    /// Prints the notes for people; `domain` is how the argument was understood.
    pub(super) fn print(&self, domain: impl Display, output: Output) {
        for fix in &self.fixes {
            output.note(&format!("note: using {domain} ({})", fix.message));
        }
        for doubt in &self.doubts {
            output.warn(&doubt.message);
        }
    }

    /// The notes for a document.
    pub(super) fn into_warnings(self) -> Vec<Warning> {
        [self.fixes, self.doubts].concat()
    }
}

/// Parses a domain name as the wizard does.
///
/// # Errors
/// The text is not a domain name.
pub(super) fn parse_domain_name(input: &str) -> Result<(DomainName, InputNotes), Rejected> {
    let assessment = assess(input);
    let name = match &assessment {
        Assessment::Rejected(rejected) => return Err(rejected.clone()),
        Assessment::Accepted(name) | Assessment::Fixed { name, .. } | Assessment::Warned { name, .. } => name.clone(),
    };
    let fixes = assessment.fixes().iter().map(|fix| Warning::new(fix.code(), fix.message())).collect();
    let doubts = assessment.warnings().iter().map(|doubt| Warning::new(doubt.code(), doubt.message())).collect();
    Ok((name, InputNotes { fixes, doubts }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_without_a_dot_are_an_id_and_all_else_a_name() {
        let read = |input: &str| DomainRef::parse(input).map(|(domain, _)| domain).ok();
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
