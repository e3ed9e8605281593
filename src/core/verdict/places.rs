//! What the other questions found: the record at a wrong name, in a wrong type, or from a wildcard.

use super::cause::Cause;
use super::compare::{carries, texts};
use super::dmarc;
use super::expected::{Expected, Rules};
use super::servers::data_set;
use super::shown::shown_name;
use crate::core::domain_name::psl_registrable_domain;
use crate::core::look::{Answer, Data, NoAnswer, Probe, QueryType, RecordLook, Reply, ZoneAt};

/// The answers with records to the questions of a probe, each with the name and type asked for.
fn found(look: &RecordLook, probe: Probe) -> impl Iterator<Item = (&str, QueryType, &Answer)> {
    look.beside(probe).flat_map(|(question, sightings)| {
        sightings.iter().filter_map(|sighting| match &sighting.reply {
            Reply::Found(answer) => Some((question.name.as_str(), question.kind, answer)),
            Reply::Absent(_) | Reply::None(_) => None,
        })
    })
}

/// Whether a wildcard gives the same records of a type.
pub(super) fn is_wild(look: &RecordLook, kind: QueryType, data: &[Data]) -> bool {
    found(look, Probe::Wildcard).any(|(_, of, answer)| of == kind && data_set(&answer.data) == data_set(data))
}

/// Whether a wildcard gives records of a type. Which addresses it gives may change from one answer to the next.
fn gives_any(look: &RecordLook, kind: QueryType, data: &[Data]) -> bool {
    let is_address = matches!(kind, QueryType::A | QueryType::Aaaa);
    let mut wild = found(look, Probe::Wildcard).filter(|(_, of, _)| *of == kind);
    wild.any(|(_, _, answer)| is_address || data_set(&answer.data) == data_set(data))
}

/// The wildcard that gives what is found at the record's own name.
pub(super) fn wildcard(expected: &Expected, look: &RecordLook) -> Option<Cause> {
    let is_it = look.sightings.iter().any(|sighting| {
        let (data, aliases) = match &sighting.reply {
            Reply::Found(answer) => (answer.data.as_slice(), &answer.aliases),
            Reply::Absent(absence) => (&[] as &[Data], &absence.aliases),
            Reply::None(_) => return false,
        };
        let wild = look.beside(Probe::Wildcard).filter(|(question, _)| question.kind == expected.kind);
        let has_something = !data.is_empty() || !aliases.is_empty();
        has_something
            && wild.flat_map(|(_, sightings)| sightings).any(|sighting| match &sighting.reply {
                Reply::Found(answer) => data_set(&answer.data) == data_set(data) && answer.aliases == *aliases,
                Reply::Absent(absence) => data.is_empty() && absence.aliases == *aliases,
                Reply::None(_) => false,
            })
    });
    let parent = expected.name.split_once('.').map(|(_, parent)| parent)?;
    is_it.then(|| Cause::Wildcard { owner: format!("*.{}", shown_name(parent)) })
}

/// Where the record is in place of its own name.
pub(super) fn misplaced(expected: &Expected, look: &RecordLook) -> Vec<Cause> {
    const PROBES: [Probe; 5] = [Probe::Doubled, Probe::WithoutUnderscore, Probe::Shortened, Probe::Top, Probe::Parent];
    let mut causes = Vec::new();
    for probe in PROBES {
        let mut places = found(look, probe).filter(|(_, kind, answer)| {
            *kind == expected.kind && carries(expected, &answer.data) && !is_wild(look, *kind, &answer.data)
        });
        let Some((at, ..)) = places.next() else { continue };
        let (at, name, host) = (shown_name(at), shown_name(&expected.name), shown_name(&expected.host()));
        causes.push(match probe {
            Probe::Doubled => Cause::NameDoubled { at, host },
            Probe::WithoutUnderscore => Cause::UnderscoreLost { at, name, host },
            Probe::Shortened => Cause::LabelLost { at, name, host },
            Probe::Top => Cause::AtZoneTop { at, name, host },
            _ => Cause::WrongZone { at, name },
        });
    }
    causes
}

/// A record of another type in place of the wanted one.
pub(super) fn other_type(expected: &Expected, look: &RecordLook) -> Option<Cause> {
    let mut others = found(look, Probe::OtherType).filter(|(_, kind, answer)| {
        // A text may well be beside an MX record, so it must be the value itself that is there.
        let is_telling = *kind != QueryType::Txt || holds(expected, &answer.data);
        is_telling && !answer.data.is_empty() && answer.aliases.is_empty() && !gives_any(look, *kind, &answer.data)
    });
    others.next().map(|(_, found, _)| Cause::WrongType { found, wanted: expected.kind })
}

fn holds(expected: &Expected, data: &[Data]) -> bool {
    let target = expected.target().to_ascii_lowercase();
    !target.is_empty() && texts(data).iter().any(|text| text.to_ascii_lowercase().contains(&target))
}

/// Whether an alias leads to the value itself: it was entered as a CNAME.
pub(super) fn is_value_as_alias(expected: &Expected, aliases: &[String]) -> bool {
    let target = expected.target().to_ascii_lowercase();
    let first = aliases.first().map(|alias| alias.to_ascii_lowercase());
    let rest = first.as_deref().and_then(|alias| alias.strip_prefix(target.as_str()));
    !target.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The policy of the organisational domain (RFC 7489 section 6.6.3).
pub(super) fn inherited(expected: &Expected, look: &RecordLook) -> Option<Cause> {
    if expected.rules != Rules::Dmarc {
        return None;
    }
    found(look, Probe::Organisation).find_map(|(at, _, answer)| {
        let texts = texts(&answer.data);
        let mut records = texts.iter().filter(|text| dmarc::is_record(text));
        let policy = records.next().and_then(|text| dmarc::policy_of_subdomains(text))?;
        // Of several records none counts.
        let is_only = records.next().is_none();
        is_only.then(|| Cause::DmarcInherited { at: shown_name(at), policy: policy.to_owned() })
    })
}

/// The zone that the servers refer to, where nothing is heard of it.
pub(super) fn referred(look: &RecordLook) -> Option<Cause> {
    look.sightings.iter().find_map(|sighting| match &sighting.reply {
        Reply::None(NoAnswer::Refers { zone, name_servers }) => Some(Cause::Delegated {
            zone: shown_name(zone),
            name_servers: name_servers.iter().map(|name| shown_name(name)).collect(),
        }),
        _ => None,
    })
}

/// The zone of its own that the name belongs to, where that is not the one which a person may be looking at.
pub(super) fn delegated(expected: &Expected, zone: &ZoneAt, look: &RecordLook) -> Option<Cause> {
    let shown = |names: &[String]| names.iter().map(|name| shown_name(name)).collect();
    let is_below = |name: &str, top: &str| name.strip_suffix(top).is_some_and(|rest| rest.ends_with('.'));
    let absences = look.sightings.iter().filter_map(|sighting| match &sighting.reply {
        Reply::Absent(absence) if absence.aliases.is_empty() => absence.zone.as_deref(),
        _ => None,
    });
    let inner = absences
        .map(str::to_ascii_lowercase)
        .find(|of| is_below(of, &expected.zone) && (*of == expected.name || is_below(&expected.name, of)));
    if let Some(inner) = inner {
        return Some(Cause::Delegated { zone: shown_name(&inner), name_servers: Vec::new() });
    }
    let organisation = psl_registrable_domain(&expected.zone)?;
    let is_own = zone.is_certain && is_below(&expected.zone, &organisation);
    is_own.then(|| Cause::Delegated { zone: shown_name(&zone.name), name_servers: shown(&zone.name_servers) })
}
