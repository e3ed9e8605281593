//! Compares SPF records (RFC 7208): each is read whole, and evaluated as a receiver does.

use super::cause::{Cause, Comparison};
use super::expected::Expected;
use super::sanitize::sanitize;
use super::spf_advice::advise;
use super::txt;
use crate::core::dns::Question;
use crate::core::spf::{
    Evaluation, InvalidTerm, MAX_LOOKUPS, Mechanism, Qualifier, SpfFailure, SpfRecord, Term, TermKind, VERSION,
    evaluate, is_spf_record, split_terms,
};

/// Compares the texts of a name. Exactly one must be an SPF record, which must allow the expected senders.
pub(super) fn compare(expected: &Expected, texts: &[String]) -> Comparison {
    let records = spf_records(texts);
    match records.as_slice() {
        [] => Comparison::without_record(texts.iter().flat_map(|text| diagnose_non_record(expected, text)).collect()),
        [record] => {
            let causes = diagnose(expected, record);
            let is_note =
                |cause: &Cause| matches!(cause, Cause::SpfTooLong { is_after_ours: true, .. } | Cause::SpfAllowsAll);
            let is_correct = causes.iter().all(is_note);
            Comparison { is_correct, causes }
        }
        several => {
            Comparison::incorrect(vec![Cause::SpfTwice { count: several.len(), advice: advise(expected, several).0 }])
        }
    }
}

/// The questions that are still to be asked before the texts can be compared, or a record that replaces them be offered.
pub(super) fn pending_questions(expected: &Expected, texts: &[String]) -> Vec<Question> {
    let records = spf_records(texts);
    let (mut pending, mut is_right) = (Vec::new(), false);
    if let [record] = records.as_slice()
        && let Some(Ok(record)) = SpfRecord::parse(record)
    {
        let evaluations: Vec<Evaluation> =
            expected.spf_terms().iter().map(|wanted| evaluate_for(expected, &record, wanted)).collect();
        is_right = evaluations.iter().all(|of| of.result == Ok(Some(Qualifier::Pass)));
        pending.extend(evaluations.into_iter().flat_map(|of| of.pending));
    }
    if pending.is_empty() && !is_right && !records.is_empty() {
        pending = advise(expected, &records).1;
    }
    let mut unique = Vec::new();
    pending.retain(|question| {
        !unique.contains(question) && {
            unique.push(question.clone());
            true
        }
    });
    pending
}

/// Whether two records have the same terms; `all` may differ.
pub(super) fn is_same(expected: &str, text: &str) -> bool {
    let (plain, _) = txt::strip_zone_syntax(text);
    let sorted = |text: &str| {
        let Some(Ok(record)) = SpfRecord::parse(text) else { return None };
        let mut terms: Vec<String> = record.terms.iter().filter(|term| !term.is_all()).map(Term::canonical).collect();
        terms.sort_unstable();
        Some(terms)
    };
    sorted(&plain).is_some_and(|terms| sorted(expected) == Some(terms)) || txt::is_same(expected, text)
}

/// Whether a text is a valid SPF record.
fn is_valid(text: &str) -> bool {
    matches!(SpfRecord::parse(text), Some(Ok(_)))
}

fn spf_records(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).filter(|text| is_spf_record(text)).collect()
}

fn evaluate_for(expected: &Expected, record: &SpfRecord, wanted: &Term) -> Evaluation {
    evaluate(record, &expected.name, wanted, &|question| expected.spf_answers.get(question))
}

/// The causes for a wrong record; empty for a correct one.
fn diagnose(expected: &Expected, record: &str) -> Vec<Cause> {
    let parsed = match SpfRecord::parse(record) {
        None => return Vec::new(),
        Some(Ok(parsed)) => parsed,
        Some(Err(InvalidTerm { text, error })) => {
            let flaws = txt::diagnose(&expected.value, record);
            let broken = || {
                let reason = error.to_string();
                let advice = advise(expected, &[record]).0;
                vec![Cause::SpfBroken { term: sanitize(text.as_bytes()), reason, advice }]
            };
            // Text around the expected value makes one of the two terms beside it invalid.
            let is_told = flaws.iter().any(|flaw| !matches!(flaw, Cause::ExtraText { .. }));
            return if is_told { flaws } else { broken() };
        }
    };
    let wanted = expected.spf_terms();
    let evaluations: Vec<(&Term, Evaluation)> =
        wanted.iter().map(|wanted| (wanted, evaluate_for(expected, &parsed, wanted))).collect();
    let failure = evaluations.iter().find_map(|(_, of)| Some((of.result.as_ref().err()?, of.failed_term.as_deref())));
    if let Some((failure, term)) = failure {
        return vec![failure_cause(expected, record, failure, term.unwrap_or_default())];
    }
    let refused: Vec<&(&Term, Evaluation)> =
        evaluations.iter().filter(|(_, of)| of.result != Ok(Some(Qualifier::Pass))).collect();
    if !refused.is_empty() {
        let flaws = txt::diagnose(&expected.value, record);
        if !flaws.is_empty() {
            return flaws;
        }
        let unanswered: Vec<String> = refused.iter().flat_map(|(_, of)| &of.unanswered).cloned().collect();
        if !unanswered.is_empty() {
            return vec![Cause::SpfUnread { names: unanswered.iter().map(|name| sanitize(name.as_bytes())).collect() }];
        }
        return vec![Cause::SpfWithoutInclude { advice: advise(expected, &[record]).0 }];
    }
    let allows_all = |term: &Term| matches!(term.kind, TermKind::Directive(Qualifier::Pass, Mechanism::All));
    if parsed.terms.iter().any(allows_all) {
        return vec![Cause::SpfAllowsAll];
    }
    // Receivers of other mail go on behind ours.
    let lookups = parsed.terms.iter().filter(|term| requires_lookup(term)).count();
    if lookups > MAX_LOOKUPS {
        return vec![Cause::SpfTooLong { is_after_ours: true, advice: advise(expected, &[record]).0 }];
    }
    Vec::new()
}

fn failure_cause(expected: &Expected, record: &str, failure: &SpfFailure, term: &str) -> Cause {
    let (advice, _) = advise(expected, &[record]);
    let shown = |text: &str| sanitize(text.as_bytes());
    let reason = match failure {
        SpfFailure::TooManyLookups => return Cause::SpfTooLong { is_after_ours: false, advice },
        SpfFailure::TooManyVoidLookups { names } => {
            let mut names: Vec<String> = names.iter().map(|name| shown(name)).collect();
            names.sort_unstable();
            names.dedup();
            return Cause::SpfVoid { names, advice };
        }
        SpfFailure::NoSingleRecord { name, count: 0 } => format!("{} has no SPF record", shown(name)),
        SpfFailure::NoSingleRecord { name, count } => format!("{} has {count} SPF records", shown(name)),
        SpfFailure::InvalidRecord { name, term } => {
            format!("in the SPF record of {}, {} is not valid", shown(name), shown(term))
        }
        SpfFailure::TooManyMailServers { name } => format!("{} has more than 10 mail servers", shown(name)),
    };
    Cause::SpfIncludeBroken { term: shown(term), reason, advice }
}

const fn requires_lookup(term: &Term) -> bool {
    match &term.kind {
        TermKind::Redirect(_) => true,
        TermKind::Directive(_, mechanism) => !matches!(mechanism, Mechanism::All | Mechanism::Ip),
        TermKind::Explanation(_) | TermKind::Unknown => false,
    }
}

/// The causes for a text that is no SPF record, but was probably meant to be one.
fn diagnose_non_record(expected: &Expected, text: &str) -> Vec<Cause> {
    let flaws = txt::diagnose(&expected.value, text);
    if !flaws.is_empty() {
        return flaws;
    }
    let (plain, mut causes) = txt::strip_zone_syntax(text);
    if is_spf_record(&plain) {
        causes.extend(diagnose(expected, &plain));
        if causes.is_empty() {
            // The only mistake is the blanks around it.
            causes.push(Cause::BlanksInside { position: 1, character: "a space".to_owned() });
        }
        return causes;
    }
    let squeezed = txt::strip_blanks(&plain).to_ascii_lowercase();
    if squeezed.starts_with(VERSION) {
        return vec![Cause::Glued];
    }
    if lacks_version(&plain) { vec![Cause::BeginningLost { beginning: VERSION.to_owned() }] } else { Vec::new() }
}

/// Whether a text is an SPF record without its beginning, or with a part of it: `spf1 include:…`.
fn lacks_version(plain: &str) -> bool {
    let rest = ["spf1 ", "=spf1 ", "v=spf ", "spf=1 ", "v=spf2 "].iter().find_map(|start| {
        let (found, rest) = plain.split_at_checked(start.len())?;
        found.eq_ignore_ascii_case(start).then_some(rest)
    });
    let version_and_rest = format!("{VERSION} {}", rest.unwrap_or(plain));
    let terms = split_terms(&version_and_rest).unwrap_or_default();
    let is_sender =
        |term: &&str| Term::parse(term).is_ok_and(|term| term.stands_for_senders() && term.text.contains(':'));
    is_valid(&version_and_rest) && (rest.is_some() || terms.iter().any(is_sender))
}
