//! The SPF record to publish instead of the existing ones. The program judges it before it offers it.

use super::advised_value::AdvisedValue;
use super::cause::SpfAdvice;
use super::expected::Expected;
use super::sanitize::sanitize;
use crate::core::dns::Question;
use crate::core::spf::{
    Evaluation, Mechanism, Qualifier, SpfFailure, SpfRecord, Term, TermKind, VERSION, evaluate_whole, split_terms,
};

/// Marks that people put between or behind terms.
const SEPARATORS: [char; 5] = [',', ';', '"', '\'', '\\'];

/// One record that allows all senders: the expected ones first, then the existing ones; and the questions without whose
/// answers it is not certain that receivers can evaluate it. What is not valid is left out. If there are too many lookups, it
/// is the expected record alone: nobody but AutoSend sends from its name.
pub(super) fn advise(expected: &Expected, existing: &[&str]) -> (SpfAdvice, Vec<Question>) {
    let mut parts = Parts::collect(expected, existing);
    loop {
        let line = parts.line(expected);
        let Some(Ok(record)) = SpfRecord::parse(&line) else { break };
        let Some(evaluation) = evaluate_line(expected, &record) else { break };
        match (&evaluation.result, evaluation.failed_term) {
            (Ok(_), _) => return (parts.into_advice(&line), evaluation.pending),
            (Err(SpfFailure::TooManyLookups | SpfFailure::TooManyVoidLookups { .. }), _) | (Err(_), None) => break,
            (Err(_), Some(term)) => {
                if !parts.leave_out(&term) {
                    break;
                }
            }
        }
    }
    let mut left_out = parts.left_out.clone();
    left_out.extend(parts.kept.iter().map(|term| term.text.clone()));
    left_out.extend(parts.redirects.iter().map(|target| format!("redirect={target}")));
    let advice = SpfAdvice {
        line: AdvisedValue::new(&expected.value),
        left_out: left_out.iter().map(|term| sanitize(term.as_bytes())).collect(),
        is_expected_alone: true,
    };
    (advice, Vec::new())
}

/// The evaluation of all terms; nothing if there is no expected term to begin with.
fn evaluate_line(expected: &Expected, record: &SpfRecord) -> Option<Evaluation> {
    let wanted = expected.spf_terms().into_iter().next()?;
    Some(evaluate_whole(record, &expected.name, &wanted, &|question| expected.spf_answers.get(question)))
}

/// What existing records consist of.
#[derive(Default)]
struct Parts {
    /// The valid terms except `all` and redirections, each once.
    kept: Vec<Term>,
    all_terms: Vec<String>,
    redirects: Vec<String>,
    left_out: Vec<String>,
}

impl Parts {
    fn collect(expected: &Expected, existing: &[&str]) -> Self {
        let mut parts = Self::default();
        let wanted: Vec<String> = expected.spf_terms().iter().map(unqualified).collect();
        for record in existing {
            let texts = split_terms(record).unwrap_or_default();
            let terms: Vec<Term> = texts
                .iter()
                .filter_map(|text| {
                    let term = mend(text);
                    if term.is_none() {
                        parts.left_out.push((*text).to_owned());
                    }
                    term
                })
                .collect();
            let has_all = terms.iter().any(Term::is_all);
            for term in terms {
                match &term.kind {
                    _ if wanted.contains(&unqualified(&term)) => {}
                    TermKind::Directive(_, Mechanism::All) => parts.all_terms.push(term.text),
                    // A redirection has an effect only without `all` (RFC 7208 section 6.1).
                    TermKind::Redirect(_) if has_all => {}
                    TermKind::Redirect(_) => {
                        parts.redirects.extend(term.text.split_once('=').map(|(_, target)| target.to_owned()));
                    }
                    TermKind::Explanation(_) if parts.kept.iter().any(is_explanation) => parts.left_out.push(term.text),
                    _ if parts.kept.iter().any(|other| other.canonical() == term.canonical()) => {}
                    _ => parts.kept.push(term),
                }
            }
        }
        parts.all_terms.dedup_by_key(|all| all.trim_start_matches('+').to_ascii_lowercase());
        parts.redirects.sort();
        parts.redirects.dedup_by_key(|target| target.trim_end_matches('.').to_ascii_lowercase());
        parts.redirects.retain(|target| {
            !wanted.contains(&format!("include:{}", target.trim_end_matches('.').to_ascii_lowercase()))
        });
        parts
    }

    fn line(&self, expected: &Expected) -> String {
        let expected_terms = split_terms(&expected.value).unwrap_or_default();
        let is_all = |term: &&str| Term::parse(term).is_ok_and(|term| term.is_all());
        let mut line: Vec<String> = vec![VERSION.to_owned()];
        line.extend(expected_terms.iter().filter(|term| !is_all(term)).map(|term| (*term).to_owned()));
        line.extend(self.kept.iter().map(|term| term.text.clone()));
        match (self.all_terms.as_slice(), self.redirects.as_slice()) {
            ([], [target]) => line.push(format!("redirect={target}")),
            ([], []) => line.extend(expected_terms.iter().filter(|term| is_all(term)).map(|term| (*term).to_owned())),
            (all_terms, targets) => {
                line.extend(targets.iter().map(|target| format!("include:{target}")));
                line.push(if let [all] = all_terms { all.clone() } else { "~all".to_owned() });
            }
        }
        line.join(" ")
    }

    /// Leaves a term of the line out; whether there was one.
    fn leave_out(&mut self, text: &str) -> bool {
        let before = self.kept.len() + self.redirects.len();
        self.kept.retain(|term| term.text != text);
        self.redirects.retain(|target| format!("redirect={target}") != text && format!("include:{target}") != text);
        self.left_out.push(text.to_owned());
        self.kept.len() + self.redirects.len() < before
    }

    fn into_advice(self, line: &str) -> SpfAdvice {
        SpfAdvice {
            line: AdvisedValue::new(line),
            left_out: self.left_out.iter().map(|term| sanitize(term.as_bytes())).collect(),
            is_expected_alone: false,
        }
    }
}

const fn is_explanation(term: &Term) -> bool {
    matches!(term.kind, TermKind::Explanation(_))
}

/// What a term stands for, whatever its qualifier.
fn unqualified(term: &Term) -> String {
    let canonical = term.canonical();
    match term.kind {
        TermKind::Directive(Qualifier::Pass, _) => canonical,
        _ => canonical.trim_start_matches(['-', '~', '?']).to_owned(),
    }
}

/// The term, without marks that do not belong to it.
fn mend(text: &str) -> Option<Term> {
    Term::parse(text).or_else(|_error| Term::parse(text.trim_matches(SEPARATORS))).ok()
}
