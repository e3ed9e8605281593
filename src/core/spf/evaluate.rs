//! What a receiver makes of a record (RFC 7208 sections 4 to 6), for mail from the expected senders.
//!
//! The addresses of these senders are not known, but the term that stands for them is, such as `include:amazonses.com`. All
//! other terms are taken not to match.

use super::macros::{DomainSpec, MacroContext};
use super::record::{InvalidTerm, SpfRecord, is_spf_record};
use super::term::{Mechanism, Qualifier, Term, TermKind};
use crate::core::dns::{QueryOutcome, QueryType, Question, RecordData};

/// The most terms that require lookups (RFC 7208 section 4.6.4).
pub const MAX_LOOKUPS: usize = 10;

/// The most lookups that find nothing (RFC 7208 section 4.6.4).
pub const MAX_VOID_LOOKUPS: usize = 2;

/// The most mail servers of a term `mx` (RFC 7208 section 4.6.4).
const MAX_MAIL_SERVERS: usize = 10;

/// Why a receiver ignores the record: a permanent error.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpfFailure {
    /// More than [`MAX_LOOKUPS`] terms require lookups.
    TooManyLookups,
    /// More than [`MAX_VOID_LOOKUPS`] lookups find nothing.
    TooManyVoidLookups {
        /// The names for which nothing is found.
        names: Vec<String>,
    },
    /// An included name has no SPF record, or several (RFC 7208 sections 4.5 and 5.2).
    NoSingleRecord {
        /// The name.
        name: String,
        /// How many records it has.
        count: usize,
    },
    /// The record of an included name is not valid.
    InvalidRecord {
        /// The name.
        name: String,
        /// The term that is not valid.
        term: String,
    },
    /// A term `mx` leads to more than ten mail servers.
    TooManyMailServers {
        /// The name.
        name: String,
    },
}

/// What a receiver makes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The qualifier of the term that matches the expected senders; `None` if none does, which is neutral.
    pub result: Result<Option<Qualifier>, SpfFailure>,
    /// The term of the record itself at which the evaluation failed.
    pub failed_term: Option<String>,
    /// The terms so far that require lookups.
    pub lookups: usize,
    /// The questions whose answers are not known. The result is final only if there are none.
    pub pending: Vec<Question>,
    /// The names that could not be looked up.
    pub unanswered: Vec<String>,
}

/// Evaluates a record until the term of the expected senders matches. `is_expected` tells that term; a redirection to the name
/// that it includes is as good.
pub fn evaluate<'a>(
    record: &SpfRecord,
    domain: &str,
    expected: &Term,
    answers: &dyn Fn(&Question) -> Option<&'a QueryOutcome>,
) -> Evaluation {
    let mut walk = Walk::new(domain, expected, answers, false);
    let result = walk.check(record, domain, 0);
    walk.into_evaluation(result)
}

/// Evaluates all terms of a record, as for mail that none matches. What the expected term includes is taken to be valid.
pub fn evaluate_whole<'a>(
    record: &SpfRecord,
    domain: &str,
    expected: &Term,
    answers: &dyn Fn(&Question) -> Option<&'a QueryOutcome>,
) -> Evaluation {
    let mut walk = Walk::new(domain, expected, answers, true);
    let result = walk.check(record, domain, 0);
    walk.into_evaluation(result)
}

struct Walk<'w, 'a> {
    sender_domain: &'w str,
    expected: String,
    /// The name that the expected term includes.
    expected_name: Option<String>,
    answers: &'w dyn Fn(&Question) -> Option<&'a QueryOutcome>,
    is_whole: bool,
    failed_term: Option<String>,
    lookups: usize,
    void_names: Vec<String>,
    pending: Vec<Question>,
    unanswered: Vec<String>,
}

impl<'w, 'a> Walk<'w, 'a> {
    fn new(
        domain: &'w str,
        expected: &Term,
        answers: &'w dyn Fn(&Question) -> Option<&'a QueryOutcome>,
        is_whole: bool,
    ) -> Self {
        let context = MacroContext { current_domain: domain, sender_domain: domain };
        let expected_name = match &expected.kind {
            TermKind::Directive(_, Mechanism::Include(name)) | TermKind::Redirect(name) => name.expand(context),
            _ => None,
        };
        Self {
            sender_domain: domain,
            expected: expected.canonical(),
            expected_name,
            answers,
            is_whole,
            failed_term: None,
            lookups: 0,
            void_names: Vec::new(),
            pending: Vec::new(),
            unanswered: Vec::new(),
        }
    }

    fn into_evaluation(self, result: Result<Option<Qualifier>, SpfFailure>) -> Evaluation {
        let Self { failed_term, lookups, pending, unanswered, .. } = self;
        Evaluation { result, failed_term, lookups, pending, unanswered }
    }

    /// The result of the record of a name.
    fn check(&mut self, record: &SpfRecord, domain: &str, depth: usize) -> Result<Option<Qualifier>, SpfFailure> {
        for term in &record.terms {
            let TermKind::Directive(qualifier, mechanism) = &term.kind else { continue };
            let is_match = self.matches(term, mechanism, domain, depth);
            if depth == 0 && is_match.is_err() {
                self.failed_term = Some(term.text.clone());
            }
            if is_match? {
                return Ok(Some(*qualifier));
            }
        }
        let redirect = record.terms.iter().find_map(|term| match &term.kind {
            TermKind::Redirect(target) => Some((term, target)),
            _ => None,
        });
        let Some((term, target)) = redirect else { return Ok(None) };
        let result = self.follow_redirect(target, domain, depth);
        if depth == 0 && result.is_err() {
            self.failed_term = Some(term.text.clone());
        }
        result
    }

    fn matches(&mut self, term: &Term, mechanism: &Mechanism, domain: &str, depth: usize) -> Result<bool, SpfFailure> {
        if matches!(mechanism, Mechanism::All) {
            return Ok(true);
        }
        if !matches!(mechanism, Mechanism::Ip) {
            self.count_lookup()?;
        }
        // Its qualifier may differ, but not what it stands for.
        if term.canonical().trim_start_matches(['-', '~', '?']) == self.expected {
            return Ok(!self.is_whole);
        }
        match mechanism {
            Mechanism::Include(target) => {
                let Some(name) = self.expand(target, domain) else { return Ok(false) };
                if self.expected_name.as_ref() == Some(&name) {
                    return Ok(!self.is_whole);
                }
                let Some(record) = self.record_of(&name)? else { return Ok(false) };
                Ok(self.check(&record, &name, depth + 1)? == Some(Qualifier::Pass))
            }
            Mechanism::A(target) => {
                let name = target.as_ref().map_or_else(|| Some(domain.to_owned()), |name| self.expand(name, domain));
                if let Some(name) = name {
                    self.look_up(&name, QueryType::A)?;
                }
                Ok(false)
            }
            Mechanism::Mx(target) => {
                let name = target.as_ref().map_or_else(|| Some(domain.to_owned()), |name| self.expand(name, domain));
                let Some(name) = name else { return Ok(false) };
                let servers = self.look_up(&name, QueryType::Mx)?.map_or(0, <[RecordData]>::len);
                if servers > MAX_MAIL_SERVERS {
                    return Err(SpfFailure::TooManyMailServers { name });
                }
                Ok(false)
            }
            // What these find depends on the mail.
            Mechanism::All | Mechanism::Ptr(_) | Mechanism::Ip | Mechanism::Exists(_) => Ok(false),
        }
    }

    /// The result of the name that takes the place of this one (RFC 7208 section 6.1).
    fn follow_redirect(
        &mut self,
        target: &DomainSpec,
        domain: &str,
        depth: usize,
    ) -> Result<Option<Qualifier>, SpfFailure> {
        self.count_lookup()?;
        let Some(name) = self.expand(target, domain) else { return Ok(None) };
        if self.expected_name.as_ref() == Some(&name) {
            return Ok((!self.is_whole).then_some(Qualifier::Pass));
        }
        match self.record_of(&name)? {
            Some(record) => self.check(&record, &name, depth + 1),
            None => Ok(None),
        }
    }

    fn expand(&self, target: &DomainSpec, domain: &str) -> Option<String> {
        target.expand(MacroContext { current_domain: domain, sender_domain: self.sender_domain })
    }

    const fn count_lookup(&mut self) -> Result<(), SpfFailure> {
        self.lookups += 1;
        if self.lookups > MAX_LOOKUPS { Err(SpfFailure::TooManyLookups) } else { Ok(()) }
    }

    /// The record of an included name; nothing if it is not known.
    fn record_of(&mut self, name: &str) -> Result<Option<SpfRecord>, SpfFailure> {
        let is_known =
            (self.answers)(&Question::new(name, QueryType::Txt)).is_some_and(|outcome| !outcome.is_failure());
        let data = self.look_up(name, QueryType::Txt)?;
        if !is_known {
            return Ok(None);
        }
        let texts = data.into_iter().flatten().filter_map(RecordData::text);
        let texts = texts.map(|text| String::from_utf8_lossy(&text).into_owned());
        let records: Vec<String> = texts.filter(|text| is_spf_record(text)).collect();
        let [record] = records.as_slice() else {
            return Err(SpfFailure::NoSingleRecord { name: name.to_owned(), count: records.len() });
        };
        match SpfRecord::parse(record) {
            Some(Ok(record)) => Ok(Some(record)),
            Some(Err(InvalidTerm { text, .. })) => Err(SpfFailure::InvalidRecord { name: name.to_owned(), term: text }),
            None => Ok(None),
        }
    }

    /// The data of a name; nothing if there is none, or it is not known.
    fn look_up(&mut self, name: &str, kind: QueryType) -> Result<Option<&'a [RecordData]>, SpfFailure> {
        let question = Question::new(name, kind);
        match (self.answers)(&question) {
            Some(QueryOutcome::Answer(answer)) => Ok(Some(&answer.data)),
            Some(QueryOutcome::Negative(_)) => {
                self.void_names.push(name.to_owned());
                if self.void_names.len() > MAX_VOID_LOOKUPS {
                    return Err(SpfFailure::TooManyVoidLookups { names: std::mem::take(&mut self.void_names) });
                }
                Ok(None)
            }
            Some(QueryOutcome::Failed(_)) => {
                if !self.unanswered.iter().any(|other| other == name) {
                    self.unanswered.push(name.to_owned());
                }
                Ok(None)
            }
            None => {
                if !self.pending.contains(&question) {
                    self.pending.push(question);
                }
                Ok(None)
            }
        }
    }
}
