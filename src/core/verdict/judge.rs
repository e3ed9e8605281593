//! From a record and all answers to one judgement.

use std::collections::BTreeSet;

use super::cause::Cause;
use super::compare::{of_type, read};
use super::expected::{Expected, Rules};
use super::shown::{shown, shown_data, shown_name};
use super::{FOUND_LIMIT, Judged, Verdict, places, servers};
use crate::core::domain::SendingDomain;
use crate::core::look::{Data, NoAnswer, QueryType, RecordLook, Reply, Server, ZoneAt};
use crate::core::record::DnsRecord;

/// The most causes that are told of one record.
const CAUSES_LIMIT: usize = 16;

/// Judges what was seen of a record, by the zone that it is in; `zone`, the sending domain's, is the one where no other is
/// known.
#[must_use]
pub fn judge(record: &DnsRecord, domain: &SendingDomain, zone: &ZoneAt, look: &RecordLook) -> Judged {
    let zone = look.zone.as_deref().unwrap_or(zone);
    let expected = Expected::of(record, domain, zone);
    let seen: Vec<(Verdict, Vec<Cause>)> =
        look.sightings.iter().map(|sighting| of_answer(&expected, &sighting.reply)).collect();
    let verdict = together(seen.iter().map(|(verdict, _)| *verdict));
    let servers: Vec<(Server, Verdict)> =
        look.sightings.iter().zip(&seen).map(|(sighting, (verdict, _))| (sighting.server.clone(), *verdict)).collect();

    let mut causes = Vec::new();
    if expected.rules == Rules::Unknown {
        causes.push(Cause::UnknownType { kind: record.record_type.sanitized() });
    } else {
        let of_servers = servers::causes(zone, look, &servers, verdict);
        let of_record = of_record(&expected, zone, look, seen, verdict);
        let (first, last) =
            if matches!(verdict, Verdict::Partly { .. }) { (of_servers, of_record) } else { (of_record, of_servers) };
        causes.extend(first.into_iter().chain(last));
    }
    let mut told = BTreeSet::new();
    causes.retain(|cause| told.insert(cause.clone()) && (verdict != Verdict::Match || cause.may_stand_beside_match()));
    causes.truncate(CAUSES_LIMIT);

    let (found, left_out, nearest) = found(&expected, look);
    Judged {
        verdict,
        causes,
        expected: shown_expected(&expected),
        found,
        left_out,
        nearest,
        aliases: aliases(&expected, look).iter().map(|name| shown_name(name)).collect(),
        servers,
    }
}

/// What one answer comes to.
fn of_answer(expected: &Expected, reply: &Reply) -> (Verdict, Vec<Cause>) {
    let answer = match reply {
        Reply::None(_) => return (Verdict::Unreachable, Vec::new()),
        _ if expected.rules == Rules::Unknown => return (Verdict::Unreachable, Vec::new()),
        Reply::Absent(_) => return (Verdict::Missing, Vec::new()),
        Reply::Found(answer) => answer,
    };
    let data = of_type(expected, answer);
    if data.is_empty() {
        return (Verdict::Missing, Vec::new());
    }
    let reading = read(expected, &data);
    (if reading.is_right { Verdict::Match } else { Verdict::Different }, reading.causes)
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
    seen: Vec<(Verdict, Vec<Cause>)>,
    verdict: Verdict,
) -> Vec<Cause> {
    let aliases = aliases(expected, look);
    if verdict == Verdict::Unreachable {
        let alias = aliases.first().map(|target| Cause::Cname { target: shown_name(target) });
        return alias.into_iter().chain(places::referred(look)).collect();
    }
    let alias = aliases.first().map(|target| shown_name(target));
    let is_right_somewhere = matches!(verdict, Verdict::Match | Verdict::Partly { .. });
    // Where one server has it right, what the others have is on its way out.
    let of_values = seen.into_iter().filter(|(of, _)| !is_right_somewhere || *of == Verdict::Match);
    let of_values = of_values.flat_map(|(_, causes)| causes);
    if is_right_somewhere {
        return of_values.chain(alias.map(|target| Cause::CnameFollowed { target })).collect();
    }
    let mut causes = places::misplaced(expected, look);
    if let Some(wildcard) = places::wildcard(expected, look) {
        // What a wildcard gives says nothing of the record itself.
        causes.push(wildcard);
    } else if places::is_value_as_alias(expected, aliases) {
        causes.push(Cause::WrongType { found: QueryType::Cname, wanted: expected.kind });
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

/// The names that the record's own leads to, at the first server that says so; a CNAME record itself is no alias in the
/// way of one.
fn aliases<'l>(expected: &Expected, look: &'l RecordLook) -> &'l [String] {
    if expected.kind == QueryType::Cname {
        return &[];
    }
    let mut all = look.sightings.iter().filter_map(|sighting| match &sighting.reply {
        Reply::Found(answer) => Some(answer.aliases.as_slice()),
        Reply::Absent(absence) => Some(absence.aliases.as_slice()),
        Reply::None(NoAnswer::DeadEnd { aliases }) => Some(aliases.as_slice()),
        Reply::None(_) => None,
    });
    all.find(|aliases| !aliases.is_empty()).unwrap_or_default()
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
            let data = of_type(expected, answer).into_iter();
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
