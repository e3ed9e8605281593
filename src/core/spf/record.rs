//! A record and its terms.

use super::term::{Term, TermKind};
use super::term_error::TermError;

/// The beginning of an SPF record (RFC 7208 section 4.5).
pub const VERSION: &str = "v=spf1";

/// A valid record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpfRecord {
    /// Its terms, in their order.
    pub terms: Vec<Term>,
}

/// A term that makes the whole record a permanent error (RFC 7208 section 4.6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidTerm {
    /// The term as it is written.
    pub text: String,
    /// What is wrong with it.
    pub error: TermError,
}

/// Whether a text is an SPF record, valid or not: the version, then a space or the end (RFC 7208 section 4.5).
#[must_use]
pub fn is_spf_record(text: &str) -> bool {
    split_terms(text).is_some()
}

/// The texts of the terms after the version; `None` if the text is no SPF record.
#[must_use]
pub fn split_terms(text: &str) -> Option<Vec<&str>> {
    let (version, rest) = text.split_at_checked(VERSION.len())?;
    let is_record = version.eq_ignore_ascii_case(VERSION) && (rest.is_empty() || rest.starts_with(' '));
    is_record.then(|| rest.split(' ').filter(|term| !term.is_empty()).collect())
}

impl SpfRecord {
    /// Reads a record; `None` if the text is none.
    ///
    /// # Errors
    ///
    /// The first term that is not valid.
    #[must_use]
    pub fn parse(text: &str) -> Option<Result<Self, InvalidTerm>> {
        split_terms(text).map(|terms| Self::from_terms(&terms))
    }

    fn from_terms(texts: &[&str]) -> Result<Self, InvalidTerm> {
        let mut record = Self { terms: Vec::new() };
        for text in texts {
            let invalid = |error| InvalidTerm { text: (*text).to_owned(), error };
            let term = Term::parse(text).map_err(invalid)?;
            let is_repeated = match &term.kind {
                TermKind::Redirect(_) => record.terms.iter().any(|other| matches!(other.kind, TermKind::Redirect(_))),
                TermKind::Explanation(_) => {
                    record.terms.iter().any(|other| matches!(other.kind, TermKind::Explanation(_)))
                }
                TermKind::Directive(..) | TermKind::Unknown => false,
            };
            if is_repeated {
                return Err(invalid(TermError::Repeated));
            }
            record.terms.push(term);
        }
        Ok(record)
    }
}
