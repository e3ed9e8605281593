//! From a record and all answers to one judgement.

use std::collections::BTreeSet;

use super::cause::Cause;
use super::compare::{Reading, read};
use super::expected::{Expected, Rules};
use super::shown::{shown, shown_data, shown_name};
use super::{FOUND_LIMIT, Judged, Verdict, places, servers};
use crate::core::domain::SendingDomain;
use crate::core::look::{Answer, Data, RecordLook, Reply, Server, ZoneAt};
use crate::core::record::DnsRecord;

/// Judges what was seen of a record.
#[must_use]
pub fn judge(record: &DnsRecord, domain: &SendingDomain, zone: &ZoneAt, look: &RecordLook) -> Judged {
    let expected = Expected::of(record, domain, zone);
    let readings: Vec<Option<Reading>> =
        look.sightings.iter().map(|sighting| reading(&expected, &sighting.reply)).collect();
    let verdicts =
        readings.iter().zip(&look.sightings).map(|(reading, sighting)| of_server(reading.as_ref(), &sighting.reply));
    let servers: Vec<(Server, Verdict)> =
        look.sightings.iter().map(|sighting| sighting.server.clone()).zip(verdicts).collect();
    let verdict = together(servers.iter().map(|(_, verdict)| *verdict));

    let mut causes = Vec::new();
    if expected.rules == Rules::Unknown {
        causes.push(Cause::UnknownType { kind: record.record_type.for_screen() });
    } else {
        causes.extend(of_record(&expected, zone, look, readings, verdict));
        causes.extend(servers::causes(zone, look, &servers, verdict));
    }
    let mut seen = BTreeSet::new();
    causes.retain(|cause| seen.insert(cause.clone()) && (verdict != Verdict::Match || cause.may_stand_beside_match()));

    let (found, left_out, nearest) = found(&expected, look);
    Judged {
        verdict,
        causes,
        expected: shown_expected(&expected),
        found,
        left_out,
        nearest,
        aliases: aliases(look).into_iter().map(|name| shown_name(&name)).collect(),
        servers,
    }
}

/// What an answer comes to; nothing where it holds no record of the wanted type.
fn reading(expected: &Expected, reply: &Reply) -> Option<Reading> {
    match reply {
        Reply::Found(answer) => {
            let data = wanted(expected, answer);
            (!data.is_empty()).then(|| read(expected, &data))
        }
        Reply::Absent(_) | Reply::None(_) => None,
    }
}

/// The records of an answer that are of the type that was asked for.
fn wanted(expected: &Expected, answer: &Answer) -> Vec<Data> {
    let is_wanted = |data: &&Data| match expected.rules {
        Rules::Mx { .. } => matches!(data, Data::Mx { .. }),
        Rules::Name => matches!(data, Data::Name(_)),
        Rules::Address => matches!(data, Data::Address(_)),
        Rules::Text | Rules::Dkim | Rules::Spf | Rules::Dmarc => matches!(data, Data::Txt(_)),
        Rules::Unknown => false,
    };
    answer.data.iter().filter(is_wanted).cloned().collect()
}

fn of_server(reading: Option<&Reading>, reply: &Reply) -> Verdict {
    match (reading, reply) {
        (_, Reply::None(_)) => Verdict::Unreachable,
        (Some(Reading { is_right: true, .. }), _) => Verdict::Match,
        (Some(_), _) => Verdict::Different,
        (None, _) => Verdict::Missing,
    }
}

/// What the servers say together. A server that says nothing of the record has no vote: it may be out of this machine's
/// reach only, as every IPv6 address is where there is no IPv6.
fn together(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let answered: Vec<Verdict> = verdicts.filter(|verdict| *verdict != Verdict::Unreachable).collect();
    let right = answered.iter().filter(|verdict| **verdict == Verdict::Match).count();
    match (right, answered.len()) {
        (_, 0) => Verdict::Unreachable,
        (right, of) if right == of => Verdict::Match,
        (0, _) if answered.contains(&Verdict::Different) => Verdict::Different,
        (0, _) => Verdict::Missing,
        (right, of) => Verdict::Partly { right, of },
    }
}

/// The causes that lie with the record, the most telling first.
fn of_record(
    expected: &Expected,
    zone: &ZoneAt,
    look: &RecordLook,
    readings: Vec<Option<Reading>>,
    verdict: Verdict,
) -> Vec<Cause> {
    let is_right_somewhere = matches!(verdict, Verdict::Match | Verdict::Partly { .. });
    let aliases = aliases(look);
    let alias = aliases.first().map(|target| shown_name(target));
    let of_values = readings.into_iter().flatten().flat_map(|reading| reading.causes);
    if is_right_somewhere {
        let followed = alias.map(|target| Cause::CnameFollowed { target });
        return of_values.chain(followed).collect();
    }
    if verdict == Verdict::Unreachable {
        return Vec::new();
    }
    let mut causes = places::misplaced(expected, look);
    if let Some(wildcard) = places::wildcard(expected, look) {
        // What a wildcard gives says nothing of the record itself.
        causes.push(wildcard);
    } else if places::is_value_as_alias(expected, &aliases) {
        causes.push(Cause::WrongType { found: crate::core::look::QueryType::Cname, wanted: expected.kind });
    } else {
        causes.extend(alias.map(|target| Cause::Cname { target }));
        causes.extend(of_values);
    }
    if verdict == Verdict::Missing {
        if aliases.is_empty() {
            causes.extend(places::other_type(expected, look));
        }
        causes.extend(places::inherited(expected, look));
        if causes.is_empty() {
            causes.extend(places::delegated(expected, zone, look));
        }
    }
    causes
}

/// The names that the record's own leads to, at the first server that says so.
fn aliases(look: &RecordLook) -> Vec<String> {
    let mut all = look.sightings.iter().filter_map(|sighting| match &sighting.reply {
        Reply::Found(answer) => Some(&answer.aliases),
        Reply::Absent(absence) => Some(&absence.aliases),
        Reply::None(_) => None,
    });
    all.find(|aliases| !aliases.is_empty()).cloned().unwrap_or_default()
}

fn shown_expected(expected: &Expected) -> String {
    match (expected.rules, expected.priority) {
        (Rules::Mx { .. }, Some(priority)) => format!("{priority} {}", shown_name(expected.target())),
        (Rules::Mx { .. }, None) | (Rules::Name, _) => shown_name(expected.target()),
        _ => shown(expected.value.as_bytes()),
    }
}

/// Every value that was found, how many were left out, and which one is to be seen beside the expected one.
fn found(expected: &Expected, look: &RecordLook) -> (Vec<String>, usize, Option<usize>) {
    let mut seen = BTreeSet::new();
    let mut all: Vec<Data> = Vec::new();
    for sighting in &look.sightings {
        if let Reply::Found(answer) = &sighting.reply {
            let data = wanted(expected, answer).into_iter();
            all.extend(data.filter(|data| seen.insert(servers::data_set(std::slice::from_ref(data)))));
        }
    }
    let left_out = all.len().saturating_sub(FOUND_LIMIT);
    // The right one is never left out.
    let is_right = |data: &Data| read(expected, std::slice::from_ref(data)).is_right;
    if let Some(right) = all.iter().position(is_right).filter(|right| *right >= FOUND_LIMIT) {
        all.swap(right, 0);
    }
    all.truncate(FOUND_LIMIT);
    let wanted = shown_expected(expected);
    let shown: Vec<String> = all.iter().map(shown_data).collect();
    let right = all.iter().position(is_right);
    let similar = || {
        (0..shown.len()).max_by_key(|place| (shown.get(*place).map(|text| likeness(&wanted, text)), usize::MAX - place))
    };
    let nearest = right.or_else(similar);
    (shown, left_out, nearest)
}

/// How many characters two texts share at their ends.
fn likeness(expected: &str, found: &str) -> usize {
    let before = expected.chars().zip(found.chars()).take_while(|(one, other)| one == other).count();
    let after = expected.chars().rev().zip(found.chars().rev()).take_while(|(one, other)| one == other).count();
    before + after
}
