//! What is to be asked: a record's own question, and then what tells one mistake from another.

use std::collections::BTreeSet;

use super::compare::{of_type, read};
use super::expected::{Expected, Rules, ascii, kind};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::psl_registrable_domain;
use crate::core::look::{Authority, NoAnswer, Probe, QueryType, Question, Reply, Sighting, ZoneAt};
use crate::core::record::DnsRecord;
use crate::core::zone::Zone;

/// A label that nobody gives to a name: whatever answers for it is a wildcard.
const NOBODYS_LABEL: &str = "autosend-domains-wildcard-test";

/// The longest name in text form (RFC 1035 section 2.3.4).
const LONGEST_NAME: usize = 253;

/// A record's own question. A type that cannot be asked for is asked for as TXT, and judged as unknown.
#[must_use]
pub fn question(record: &DnsRecord) -> Question {
    Question::new(&ascii(record.name.raw()), kind(record).unwrap_or(QueryType::Txt))
}

/// What to ask beside the record's own question, given what the servers said to that.
///
/// Where no server has it right, it is looked for at the names where it lands by mistake; such a name may be in another
/// zone. Where all that answer have, only the resolver is asked, and only then: a resolver that is asked too early
/// remembers the absence (RFC 2308), which it may well get from the one server that lags behind.
#[must_use]
pub fn probes(
    record: &DnsRecord,
    domain: &SendingDomain,
    zone: &ZoneAt,
    sightings: &[Sighting],
) -> Vec<(Probe, Question)> {
    let expected = Expected::of(record, domain, zone);
    let own = question(record);
    let is_right = |sighting: &&Sighting| match &sighting.reply {
        Reply::Found(answer) => read(&expected, &of_type(&expected, answer)).is_right,
        Reply::Absent(_) | Reply::None(_) => false,
    };
    let failed = sightings.iter().any(|sighting| sighting.reply == Reply::None(NoAnswer::ServFail));
    let answered = || sightings.iter().filter(|sighting| !matches!(sighting.reply, Reply::None(_)));
    let right = answered().filter(is_right).count();
    let (is_right, is_all_right) = (right > 0, right > 0 && right == answered().count());
    if expected.rules == Rules::Unknown || zone.authority == Authority::Undelegated {
        return Vec::new();
    }
    match zone.authority {
        Authority::Own if is_all_right => return vec![(Probe::Resolver, own.clone()), (Probe::ResolverUnchecked, own)],
        Authority::Resolver | Authority::Intercepted | Authority::Named if failed => {
            return vec![(Probe::ResolverUnchecked, own)];
        }
        _ => {}
    }
    if is_right || answered().next().is_none() {
        return Vec::new();
    }
    let mut all = misplaced(&expected);
    all.extend(same_name(&expected, sightings));
    let mut asked = BTreeSet::from([(None, own)]);
    all.retain(|(probe, question)| {
        let is_name = !question.name.is_empty() && question.name.len() <= LONGEST_NAME;
        is_name && !asked.contains(&(None, question.clone())) && asked.insert((Some(*probe), question.clone()))
    });
    all
}

/// Other names where the record may be by mistake.
fn misplaced(expected: &Expected) -> Vec<(Probe, Question)> {
    let Expected { name, domain, zone, .. } = expected;
    let prefix = expected.prefix().unwrap_or_default();
    let mut names = vec![(Probe::Doubled, format!("{name}.{zone}"))];
    let organisation = psl_registrable_domain(domain).unwrap_or_else(|| domain.clone());
    // In a panel of the zone mail.example.com, what was meant for one of example.com.
    if let Some(labels) = Zone::chosen(&organisation).labels_of(name).filter(|_| *zone != organisation) {
        names.push((Probe::Doubled, format!("{labels}.{zone}")));
    }
    if !prefix.is_empty() {
        names.extend([domain, zone].map(|top| (Probe::Top, top.clone())));
        if prefix.contains('_') {
            let bare: Vec<&str> = prefix.split('.').map(|label| label.trim_start_matches('_')).collect();
            names.push((Probe::WithoutUnderscore, format!("{}.{domain}", bare.join("."))));
        }
        if let Some((first, rest)) = prefix.split_once('.') {
            names.extend([first, rest].map(|part| (Probe::Shortened, format!("{part}.{domain}"))));
        }
    }
    let dot = if prefix.is_empty() { "" } else { "." };
    for parent in Zone::candidates(domain).into_iter().skip(1) {
        let name = format!("{prefix}{dot}{parent}");
        if expected.rules != Rules::Dmarc {
            names.push((Probe::Parent, name));
        } else if parent == organisation {
            // A policy there is no mistake: it may be the one that counts.
            names.push((Probe::Organisation, name));
        }
    }
    names.into_iter().map(|(probe, name)| (probe, Question::new(&name, expected.kind))).collect()
}

/// Other types at the name, and the wildcard that may answer for it.
fn same_name(expected: &Expected, sightings: &[Sighting]) -> Vec<(Probe, Question)> {
    let others: &[QueryType] = match expected.kind {
        // At the sending domain itself there may be much beside.
        _ if expected.name == expected.domain => &[],
        QueryType::Txt => &[QueryType::A],
        QueryType::Mx | QueryType::Cname => &[QueryType::A, QueryType::Txt],
        _ => &[],
    };
    let mut all: Vec<(Probe, Question)> =
        others.iter().map(|kind| (Probe::OtherType, Question::new(&expected.name, *kind))).collect();
    let Some((_, parent)) = expected.name.split_once('.').filter(|_| expected.name != expected.zone) else {
        return all;
    };
    let has_data = sightings.iter().any(|sighting| match &sighting.reply {
        Reply::Found(_) => true,
        Reply::Absent(absence) => !absence.aliases.is_empty(),
        Reply::None(_) => false,
    });
    let own = has_data.then_some(expected.kind);
    let kinds = own.into_iter().chain(others.iter().copied());
    let wild = format!("{NOBODYS_LABEL}.{parent}");
    all.extend(kinds.map(|kind| (Probe::Wildcard, Question::new(&wild, kind))));
    all
}
