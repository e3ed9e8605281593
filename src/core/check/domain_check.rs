//! The check of all records of a domain. Only [`DomainCheck::summary`] computes its result; `message` describes it.

use super::cause::Cause;
use super::conflict::{Conflict, RecordConflict};
use super::sanitize::sanitize_name;
use super::summary::{CheckSummary, Count, Outcome, shared_causes};
use super::wildcard::detect_wildcard_effect;
use super::{RecordCheck, Verdict, check_record};
use crate::core::dns::{DnsLookup, Dnssec, LeftOut, LookupProgress, QueryOutcome, ZoneInfo};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::is_valid_name;
use crate::core::record::{DnsRecord, Purpose, Requirement};

/// The check of all records of a domain, as far as they have answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainCheck {
    /// The domain with the records that are looked up.
    pub domain: SendingDomain,
    /// The zone, once it is known.
    pub zone: Option<ZoneInfo>,
    /// One for each record of the domain; `None` until its first answer.
    pub record_checks: Vec<Option<RecordCheck>>,
    /// Whether the zone's DNS host offers Domain Connect.
    pub has_domain_connect: bool,
    /// What the last lookup left out.
    pub left_out: LeftOut,
    /// The checks at the end of the previous lookup, to detect changes.
    pub(super) previous: Vec<RecordCheck>,
}

/// The most seconds that resolvers may remember an absence without a note.
const LONG_NEGATIVE_TTL: u32 = 3_600;

/// Whether a value announces a Domain Connect service: a host name with an optional path (draft-ietf-dconn-domainconnect
/// section 5.2). Other texts come from a wildcard, or are none of it.
fn is_domain_connect_host(value: &str) -> bool {
    let (host, path) = value.split_once('/').unwrap_or((value, ""));
    let is_plain = |character: char| character.is_ascii_graphic() && !matches!(character, '"' | '=' | ';');
    is_valid_name(host) && host.contains('.') && path.chars().all(is_plain)
}

/// How the check of a record changed between two lookups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The record's title.
    pub title: String,
    /// Its owner name, sanitized.
    pub name: String,
    /// Its state before, as [`RecordCheck::label`] gives it.
    pub before: String,
    /// Its state now; the same as before if only the value changed.
    pub now: String,
}

impl Change {
    /// The change as `DKIM: OK`; `None` if only a value changed.
    pub fn label(&self) -> Option<String> {
        (self.before != self.now).then(|| format!("{}: {}", self.title, self.now))
    }

    /// The change with the record's name and both states.
    pub fn message(&self) -> String {
        let Self { title, name, before, now } = self;
        if before == now {
            format!("{title} {name}: still {now}, but its value changed")
        } else {
            format!("{title} {name}: {before}, now {now}")
        }
    }
}

/// A record with its check.
#[derive(Clone, Copy, Debug)]
pub struct CheckedRecord<'a> {
    /// The index of the record in its domain.
    pub index: usize,
    /// The record.
    pub record: &'a DnsRecord,
    /// Its check.
    pub check: &'a RecordCheck,
}

impl DomainCheck {
    /// A check that has no answers yet.
    pub fn new(domain: SendingDomain) -> Self {
        Self {
            zone: None,
            record_checks: vec![None; domain.records.len()],
            has_domain_connect: false,
            left_out: LeftOut::default(),
            previous: Vec::new(),
            domain,
        }
    }

    /// Applies a partial result of a lookup.
    pub fn apply(&mut self, progress: LookupProgress) {
        match progress {
            LookupProgress::Zone(zone) => self.zone = Some(zone),
            LookupProgress::Record { index, lookup } => {
                let (Some(record), Some(zone)) = (self.domain.records.get(index), &self.zone) else { return };
                let check = check_record(record, &self.domain, zone, &lookup);
                if let Some(slot) = self.record_checks.get_mut(index) {
                    *slot = Some(check);
                }
                self.drop_unproven_causes();
            }
        }
    }

    /// Applies a complete lookup, and returns what has changed since the previous one.
    pub fn complete(&mut self, lookup: &DnsLookup) -> Vec<Change> {
        let records = self.domain.records.iter().zip(&lookup.records).zip(&mut self.record_checks);
        for ((record, lookup_of_record), check) in records {
            *check = Some(check_record(record, &self.domain, &lookup.zone, lookup_of_record));
        }
        for index in &lookup.left_out.records {
            if let Some(check) = self.record_checks.get_mut(*index).and_then(Option::as_mut) {
                check.is_left_out = check.verdict == Verdict::Unreachable;
            }
        }
        self.drop_unproven_causes();
        if let Some(cause) = detect_wildcard_effect(&self.domain, &lookup.zone, &lookup.wildcard_answers) {
            self.record_checks.iter_mut().flatten().for_each(|check| check.causes.push(cause.clone()));
        }
        self.add_dnssec_faults(&lookup.zone, &lookup.dnssec);
        self.add_absence_note(lookup);
        self.zone = Some(lookup.zone.clone());
        self.has_domain_connect = lookup.domain_connect.as_deref().is_some_and(is_domain_connect_host);
        self.left_out = lookup.left_out.clone();
        let now: Vec<RecordCheck> = self.record_checks.iter().flatten().cloned().collect();
        let before = std::mem::replace(&mut self.previous, now);
        let pairs = self.domain.records.iter().zip(before.iter().zip(&self.previous));
        let changed = pairs.filter(|(_, (before, now))| before.label() != now.label() || before.found != now.found);
        changed
            .map(|(record, (before, now))| Change {
                title: record.label(),
                name: record.name.sanitized(),
                before: before.label(),
                now: now.label(),
            })
            .collect()
    }

    /// Adds what the program has seen of keys and signatures, instead of what a resolver's failure shows.
    fn add_dnssec_faults(&mut self, zone: &ZoneInfo, dnssec: &Dnssec) {
        for (index, check) in self.record_checks.iter_mut().enumerate() {
            let Some(check) = check else { continue };
            let (zone, fault, is_of_record) = match (&dnssec.broken_zone, dnssec.broken_records.get(&index)) {
                (Some((zone, fault)), _) => (zone, fault, false),
                (None, Some(fault)) => (&zone.name, fault, true),
                (None, None) => continue,
            };
            check.causes.retain(|cause| !matches!(cause, Cause::Dnssec { .. } | Cause::ResolverFails { .. }));
            check.causes.push(Cause::Dnssec { zone: sanitize_name(zone), fault: Some(fault.clone()), is_of_record });
        }
    }

    /// Notes on what is missing for how long resolvers remember that, if it is long.
    fn add_absence_note(&mut self, lookup: &DnsLookup) {
        let ttl = |outcome: &QueryOutcome| match outcome {
            QueryOutcome::Negative(negative) if negative.cname_chain.is_empty() => negative.negative_ttl,
            _ => None,
        };
        let answers = lookup.records.iter().flat_map(|record| &record.responses);
        let longest = answers.filter_map(|response| ttl(&response.outcome)).max();
        let Some(seconds) = longest.filter(|seconds| *seconds > LONG_NEGATIVE_TTL) else { return };
        let missing = self.record_checks.iter_mut().flatten().filter(|check| check.verdict == Verdict::Missing);
        missing.for_each(|check| check.causes.push(Cause::AbsenceCached { seconds }));
    }

    fn drop_unproven_causes(&mut self) {
        let all = self.domain.records.iter().zip(&mut self.record_checks);
        drop_unproven_causes(all.filter_map(|(record, check)| Some((record, check.as_mut()?))));
    }

    /// The check of the record at that index, if it has an answer.
    pub fn record_check(&self, index: usize) -> Option<&RecordCheck> {
        self.record_checks.get(index)?.as_ref()
    }

    /// The records that have an answer.
    pub fn checked_records(&self) -> impl Iterator<Item = CheckedRecord<'_>> {
        let all = self.domain.records.iter().zip(&self.record_checks).enumerate();
        all.filter_map(|(index, (record, check))| Some(CheckedRecord { index, record, check: check.as_ref()? }))
    }

    /// The conflict of a record: what exists at its name and stays or is in the way. Settled records have none in the way.
    pub fn conflict(&self, index: usize) -> Option<Conflict> {
        let (record, check) = (self.domain.records.get(index)?, self.record_check(index)?);
        let conflict = Conflict::from_check(check, record.purpose())?;
        (matches!(conflict, Conflict::Keep { .. }) || !check.is_settled()).then_some(conflict)
    }

    /// What the last lookup left out, in a sentence.
    pub fn left_out_message(&self) -> Option<String> {
        self.left_out.message(self.domain.records.len())
    }

    /// What the checks mean together.
    pub fn summary(&self) -> CheckSummary {
        let of = self.domain.records.len();
        let is_required = |record: &DnsRecord| record.requirement() == Requirement::Required;
        let none_required = !self.domain.records.iter().any(is_required);
        let is_awaited = |record: &DnsRecord| none_required || is_required(record);
        let count = |counts: &dyn Fn(&DnsRecord, &RecordCheck) -> bool| {
            self.checked_records().filter(|checked| counts(checked.record, checked.check)).count()
        };
        let mut summary = CheckSummary {
            correct: Count { n: count(&|_, check| check.is_correct()), of },
            required: Count {
                n: count(&|record, check| is_awaited(record) && check.is_settled()),
                of: self.domain.records.iter().filter(|record| is_awaited(record)).count(),
            },
            settled: Count { n: count(&|_, check| check.is_settled()), of },
            unreachable: count(&|_, check| check.verdict == Verdict::Unreachable),
            hidden_by_dnssec: count(&|_, check| {
                check.has(|cause| matches!(cause, Cause::Dnssec { is_of_record: true, .. }))
            }),
            is_dnssec_broken: count(&|_, check| check.is_hidden_by_dnssec()) > 0,
            ..CheckSummary::default()
        };
        let mut open: Vec<_> = self.checked_records().filter(|checked| !checked.check.is_settled()).collect();
        open.sort_by_key(|open| (!is_required(open.record), open.index));
        summary.open = open.into_iter().map(|open| open.index).collect();
        let causes_of_correct = self.checked_records().filter(|checked| checked.check.is_correct());
        summary.stale_ttl = causes_of_correct
            .flat_map(|checked| &checked.check.causes)
            .filter_map(|cause| match cause {
                Cause::OldAnswer { seconds } => *seconds,
                _ => None,
            })
            .max();
        let checks: Vec<&RecordCheck> = self.record_checks.iter().flatten().collect();
        if checks.len() == of {
            summary.shared_causes = shared_causes(&checks);
            let conflict = |CheckedRecord { index, record, check }: CheckedRecord<'_>| {
                let conflict = Conflict::from_check(check, record.purpose())?;
                Some(RecordConflict { record_index: index, conflict })
            };
            summary.conflicts = self.checked_records().filter_map(conflict).collect();
        }
        summary.outcome = match &summary {
            summary if summary.required.is_complete() && summary.is_dnssec_broken => Outcome::HiddenByDnssec,
            summary if summary.settled.is_complete() => Outcome::Correct,
            summary if summary.required.is_complete() => Outcome::RequiredCorrect,
            summary if checks.len() == of && summary.are_open_records_unanswered() => Outcome::NotReached,
            _ => Outcome::Missing,
        };
        summary
    }
}

/// Drops the cause that a mail server or an SPF record is at a wrong name, unless a record that is unique to this domain has
/// the same cause. All domains of a region have the same mail servers and SPF records, so the ones that were found may
/// belong to another domain.
fn drop_unproven_causes<'c>(all: impl IntoIterator<Item = (&'c DnsRecord, &'c mut RecordCheck)>) {
    let (unique, shared): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(record, _)| matches!(record.purpose(), Purpose::Ownership | Purpose::Dkim));
    for (record, check) in shared {
        let is_shared = matches!(record.purpose(), Purpose::MailFromMx | Purpose::MailFromSpf | Purpose::Inbound);
        let is_proven = |cause: &Cause| unique.iter().any(|(_, check)| check.has(|other| other.is_same_kind(cause)));
        let is_unproven = |cause: &Cause| matches!(cause, Cause::AtZoneTop { .. } | Cause::WrongZone { .. });
        check.causes.retain(|cause| !is_shared || !is_unproven(cause) || is_proven(cause));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::tests::{
        TOKEN, absent, check_with_causes, dkim, dmarc, domain, inbound, look, mx, ownership, spf, txt, zone,
    };
    use crate::core::dns::{LookupLimit, QueryOutcome};

    /// What a lookup finds if every server gives the same answer for every record.
    fn lookup(reply: &QueryOutcome) -> DnsLookup {
        let of_record = |record| look(record, vec![reply.clone()], Vec::new());
        let records = domain().records.iter().map(of_record).collect();
        DnsLookup {
            zone: zone(),
            records,
            domain_connect: None,
            wildcard_answers: std::collections::BTreeMap::new(),
            dnssec: Dnssec::default(),
            left_out: LeftOut::default(),
        }
    }

    #[test]
    fn changes_compare_two_complete_lookups_regardless_of_progress() {
        let mut check = DomainCheck::new(domain());
        assert_eq!(check.complete(&lookup(&absent())), []);
        let now = lookup(&txt(&[TOKEN]));
        let first = now.records.first().cloned().expect("a record");
        check.apply(LookupProgress::Record { index: 0, lookup: first });
        let changes = check.complete(&now);
        let change = changes.first().expect("a change");
        assert_eq!(change.label().as_deref(), Some("Ownership: OK"));
        assert_eq!(change.message(), "Ownership _autosend-verify.mail.example.com: not found, now OK");
        assert_eq!(check.complete(&now), []);

        let other = |text| lookup(&txt(&[text]));
        check.complete(&other("one"));
        let changes = check.complete(&other("two"));
        let change = changes.first().expect("a change of the value");
        assert_eq!((change.title.as_str(), change.label()), ("Ownership", None));
        assert!(change.message().ends_with("still wrong value, but its value changed"), "{}", change.message());
    }

    #[test]
    fn omitted_records_are_reported_and_do_not_count_as_missing() {
        let mut check = DomainCheck::new(domain());
        assert_eq!(check.left_out_message(), None);
        let mut limited = lookup(&txt(&[TOKEN]));
        limited.left_out = LeftOut { records: vec![4], limits: vec![LookupLimit::Zones] };
        limited.records[4].responses.clear();
        check.complete(&limited);
        assert_eq!(
            check.left_out_message().as_deref(),
            Some("1 of 5 records was not checked: a check is limited to 16 zones.")
        );
        assert_eq!(check.record_check(4).map(|check| check.verdict), Some(Verdict::Unreachable));
        assert_eq!(check.record_check(4).map(RecordCheck::label).as_deref(), Some("left out by limits"));
        assert!(
            check.cause_groups().iter().any(|group| group.fault == crate::core::check::Fault::LeftOut),
            "{:?}",
            check.cause_groups()
        );
        check.complete(&lookup(&txt(&[TOKEN])));
        assert_eq!(check.left_out_message(), None);
    }

    #[test]
    fn progress_before_the_zone_is_ignored() {
        let mut check = DomainCheck::new(domain());
        let first = look(&ownership(), vec![txt(&[TOKEN])], Vec::new());
        check.apply(LookupProgress::Record { index: 0, lookup: first.clone() });
        assert_eq!(check.record_check(0), None);
        check.apply(LookupProgress::Zone(zone()));
        check.apply(LookupProgress::Record { index: 0, lookup: first });
        assert!(check.record_check(0).is_some_and(RecordCheck::is_correct));
        assert_eq!((check.summary().correct, check.summary().outcome), (Count { n: 1, of: 5 }, Outcome::Missing));
    }

    #[test]
    fn only_a_host_name_announces_domain_connect() {
        for (value, is_one) in [
            ("api.domainconnect.example.net", true),
            ("api.example.net/v2/domain-connect", true),
            ("x", false),
            ("v=spf1 -all", false),
            ("google-site-verification=abc", false),
            ("", false),
            ("hello world", false),
        ] {
            let mut check = DomainCheck::new(domain());
            check.complete(&DnsLookup { domain_connect: Some(value.to_owned()), ..lookup(&absent()) });
            assert_eq!(check.has_domain_connect, is_one, "{value}");
        }
    }

    fn at_top() -> Cause {
        Cause::AtZoneTop {
            at: "example.com".to_owned(),
            name: "x.example.com".to_owned(),
            relative_name: "x".to_owned(),
        }
    }

    fn elsewhere() -> Cause {
        Cause::WrongZone {
            at: "example.com".to_owned(),
            name: "x.example.com".to_owned(),
            relative_name: "x".to_owned(),
        }
    }

    #[test]
    fn a_value_that_all_domains_share_proves_no_wrong_name() {
        for (own, cause, is_kept) in [
            (vec![], at_top(), false),
            (vec![at_top()], at_top(), true),
            (vec![at_top()], elsewhere(), false),
            (vec![elsewhere()], elsewhere(), true),
            (vec![], Cause::Quotes, true),
        ] {
            for record in [mx(), spf(), inbound()] {
                let records = [dkim(), record];
                let mut record_check = [check_with_causes(own.clone()), check_with_causes(vec![cause.clone()])];
                drop_unproven_causes(records.iter().zip(&mut record_check));
                assert_eq!(record_check[1].causes.contains(&cause), is_kept, "{own:?} {cause:?}");
                assert_eq!(record_check[0].causes, own);
            }
        }
        // A policy belongs nowhere else, and nobody else has the token.
        for record in [dmarc(), ownership()] {
            let mut record_check = [check_with_causes(vec![at_top()])];
            drop_unproven_causes([record].iter().zip(&mut record_check));
            assert!(record_check[0].causes.contains(&at_top()));
        }
    }
}
