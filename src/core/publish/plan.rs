//! Which records of a domain can be added to its zone. What exists stays: a record that would change or contradict it is in
//! the way of nothing else, and is not added.

use crate::core::check::{Cause, Conflict, DomainCheck, RecordCheck, Verdict, question_for};
use crate::core::dns::{AnswerSource, DnsLookup, RecordLookup};
use crate::core::domain_name::is_subdomain_of;
use crate::core::record::{DnsRecord, Priority, Purpose, RecordType};

/// The records of a domain, and what becomes of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The zone that is written to: lower case, without a trailing dot.
    pub zone: String,
    /// The records, in the order of the domain.
    pub records: Vec<PlannedRecord>,
}

/// A record, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRecord {
    /// The index of the record in its domain.
    pub index: usize,
    /// Its title.
    pub title: String,
    /// The full owner name: ASCII, lower case, without a trailing dot.
    pub name: String,
    /// Its data; `None` if it cannot be written.
    pub data: Option<PlannedData>,
    /// What becomes of it.
    pub state: RecordState,
    /// Whether it is written with the others. Only a record that can be added is ever selected.
    pub is_selected: bool,
}

/// The data of a record to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlannedData {
    /// A TXT record, in one piece and without quotes.
    Txt(String),
    /// An MX record.
    Mx {
        /// Its preference.
        priority: u16,
        /// The mail server.
        host: String,
    },
}

/// What becomes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordState {
    /// It can be added.
    Add,
    /// It exists.
    There,
    /// Another record stays in its place.
    Kept(KeepReason),
    /// It cannot be added; the others can.
    InTheWay(Blocker),
}

/// Why a record is not needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeepReason {
    /// The name has its own DMARC policy: `none`, `quarantine` or `reject`.
    OwnPolicy(String),
    /// The DMARC policy of the organizational domain applies, which a record here would override.
    InheritedPolicy {
        /// The name of the record with the policy.
        at: String,
        /// `none`, `quarantine` or `reject`.
        policy: String,
    },
}

/// Why a record cannot be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// What exists contradicts it.
    Conflict(Conflict),
    /// The name is an alias of this one, which excludes other records (RFC 1034 section 3.6.2).
    Cname(String),
    /// Only one record of the kind may exist, and these values do.
    Occupied(Vec<String>),
    /// The domain works through this wildcard, which stops answering for it with the first record below it (RFC 4592
    /// section 2.2.2).
    EndsWildcard {
        /// The wildcard's name.
        owner: String,
        /// The records that the domain needs to keep working.
        records: Vec<String>,
    },
    /// The name is not in the zone that is written to, or not in the domain.
    OtherZone,
    /// No server said what exists at the name.
    NotLookedUp,
    /// Its type, priority or value cannot be written.
    Invalid,
}

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlan {
    /// The zone is a guess, or its own name servers did not answer, so that a write could go to a zone that nobody sees.
    ZoneUncertain,
}

impl Plan {
    /// The plan for a domain after a complete lookup.
    ///
    /// # Errors
    /// DNS does not show which zone the delegation leads to.
    pub fn new(check: &DomainCheck, lookup: &DnsLookup) -> Result<Self, NoPlan> {
        let zone = &lookup.zone;
        let is_own_answer = matches!(zone.source, AnswerSource::Authoritative | AnswerSource::UserSpecified);
        if !zone.is_certain || !is_own_answer {
            return Err(NoPlan::ZoneUncertain);
        }
        let name = zone.name.strip_suffix('.').unwrap_or(&zone.name).to_ascii_lowercase();
        let records = check.domain.records.iter().enumerate().map(|(index, record)| {
            let data = planned_data(record);
            let state = match lookup.records.get(index) {
                _ if data.is_none() => RecordState::InTheWay(Blocker::Invalid),
                Some(looked_up) if is_in_zone(looked_up, &name, check) => record_state(check, index, record),
                _ => RecordState::InTheWay(Blocker::OtherZone),
            };
            let is_selected = state == RecordState::Add;
            let (title, owner) = (record.label(), question_for(record).name);
            PlannedRecord { index, title, name: owner, data, state, is_selected }
        });
        let records = records.collect();
        Ok(Self { zone: name, records })
    }

    /// Takes a record out of the plan, or puts it back. Only records that can be added are ever in it.
    pub fn toggle(&mut self, index: usize) {
        let addable = self.records.iter_mut().filter(|record| record.state == RecordState::Add);
        for record in addable.filter(|record| record.index == index) {
            record.is_selected = !record.is_selected;
        }
    }

    /// The records to write.
    pub fn selected(&self) -> impl Iterator<Item = &PlannedRecord> {
        self.records.iter().filter(|record| record.is_selected && record.state == RecordState::Add)
    }

    /// Whether nothing is missing: each record exists, or another one stays in its place.
    pub fn is_complete(&self) -> bool {
        self.records.iter().all(|record| matches!(record.state, RecordState::There | RecordState::Kept(_)))
    }
}

/// Whether the zone has the name itself. A name in a delegated child zone is in that zone (RFC 1034 section 4.2.1).
fn is_in_zone(lookup: &RecordLookup, zone: &str, check: &DomainCheck) -> bool {
    let name = &lookup.question.name;
    let own_zone = lookup.zone.as_ref().map(|zone| zone.name.as_str());
    let domain = check.domain.name.raw().to_ascii_lowercase();
    is_subdomain_of(name, zone)
        && is_subdomain_of(name, domain.strip_suffix('.').unwrap_or(&domain))
        && own_zone.is_none_or(|own| own.strip_suffix('.').unwrap_or(own).eq_ignore_ascii_case(zone))
}

fn planned_data(record: &DnsRecord) -> Option<PlannedData> {
    let value = record.published_value().trim().to_owned();
    if value.is_empty() || value.chars().any(char::is_control) || !record.hidden_character_warnings().is_empty() {
        return None;
    }
    match (&record.record_type, &record.priority) {
        (RecordType::Txt, _) => Some(PlannedData::Txt(value)),
        (RecordType::Mx, Some(Priority::Number(priority))) if !value.contains(char::is_whitespace) => {
            let host = value.strip_suffix('.').unwrap_or(&value).to_ascii_lowercase();
            Some(PlannedData::Mx { priority: *priority, host })
        }
        _ => None,
    }
}

fn record_state(domain: &DomainCheck, index: usize, record: &DnsRecord) -> RecordState {
    let answered = |check: &&RecordCheck| check.verdict != Verdict::Unreachable;
    let is_left_out = domain.left_out.records.contains(&index);
    let Some(check) = domain.record_check(index).filter(answered).filter(|_| !is_left_out) else {
        return RecordState::InTheWay(Blocker::NotLookedUp);
    };
    let inherited = check.causes.iter().find_map(|cause| match cause {
        Cause::DmarcInherited { at, policy } => {
            Some(KeepReason::InheritedPolicy { at: at.clone(), policy: policy.clone() })
        }
        _ => None,
    });
    match (domain.conflict(index), inherited) {
        (Some(Conflict::Keep { policy }), _) => RecordState::Kept(KeepReason::OwnPolicy(policy)),
        _ if check.is_correct() => RecordState::There,
        (_, Some(reason)) => RecordState::Kept(reason),
        (Some(conflict), _) => RecordState::InTheWay(Blocker::Conflict(conflict)),
        (None, None) if matches!(check.verdict, Verdict::Partly { .. }) => RecordState::There,
        (None, None) => blocker(check, record.purpose()).map_or(RecordState::Add, RecordState::InTheWay),
    }
}

/// What stops a record that is missing, and that no existing one contradicts by the causes of its check.
fn blocker(check: &RecordCheck, purpose: Purpose) -> Option<Blocker> {
    if let Some(target) = check.cname_chain.first() {
        return Some(Blocker::Cname(target.clone()));
    }
    let ended = check.causes.iter().find_map(|cause| match cause {
        Cause::WildcardEnds { owner, records, .. } => {
            Some(Blocker::EndsWildcard { owner: owner.clone(), records: records.clone() })
        }
        _ => None,
    });
    ended.or_else(|| is_occupied(check, purpose).then(|| Blocker::Occupied(check.found.clone())))
}

/// Whether the name has a value beside which another one of this purpose makes both ineffective: two SPF records (RFC 7208
/// section 4.5), two policies (RFC 7489 section 6.6.3), two keys of a selector (RFC 6376 section 3.6.2.2), or a second mail
/// server. The causes of a check usually say so; this holds whatever they say.
fn is_occupied(check: &RecordCheck, purpose: Purpose) -> bool {
    // A record at the name itself replaces the answers of a wildcard (RFC 4592 section 2.2.1).
    if check.has(|cause| matches!(cause, Cause::Wildcard { .. })) {
        return false;
    }
    let is_spf = |value: &String| value.to_ascii_lowercase().contains("v=spf1");
    match purpose {
        Purpose::Ownership => false,
        Purpose::MailFromSpf => check.omitted > 0 || check.found.iter().any(is_spf),
        Purpose::Dkim | Purpose::MailFromMx | Purpose::Dmarc | Purpose::Inbound | Purpose::Other => {
            check.omitted > 0 || !check.found.is_empty()
        }
    }
}
