//! What is to be said of the servers: some lag behind, are silent or lame, or remember what was.

use std::collections::BTreeSet;

use super::Verdict;
use super::cause::Cause;
use super::shown::{shown, shown_data, shown_name};
use crate::core::look::{Authority, Data, NoAnswer, Probe, RecordLook, Reply, Server, Sighting, ZoneAt};
use crate::core::text::truncate_characters;

/// All causes that lie with the servers.
pub(super) fn causes(zone: &ZoneAt, look: &RecordLook, servers: &[(Server, Verdict)], verdict: Verdict) -> Vec<Cause> {
    let mut causes = Vec::new();
    if zone.authority == Authority::Undelegated {
        return vec![Cause::NotDelegated { zone: shown_name(&zone.name) }];
    }
    causes.extend(differing(look, servers, verdict));
    causes.extend(disagreeing(look, servers, verdict));
    let is_dnssec = is_dnssec_broken(zone, look);
    causes.extend(is_dnssec.then_some(Cause::Dnssec));
    causes.extend(silent(zone, look, is_dnssec));
    causes.extend(failing_resolver(look).filter(|_| !is_dnssec));
    causes.extend(old_answer(look));
    causes
}

/// Records as they are compared: without their order and repetition, names without case.
pub(super) fn data_set(data: &[Data]) -> BTreeSet<Vec<u8>> {
    let name = |name: &str| name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let key = |data: &Data| match data {
        Data::Txt(strings) => strings.concat(),
        Data::Mx { priority, host } => format!("{priority} {}", name(host)).into_bytes(),
        Data::Name(target) => name(target).into_bytes(),
        Data::Address(address) => address.to_string().into_bytes(),
    };
    data.iter().map(key).collect()
}

fn differing(look: &RecordLook, servers: &[(Server, Verdict)], verdict: Verdict) -> Option<Cause> {
    let is_behind = |of: &Verdict| !matches!(of, Verdict::Match | Verdict::Unreachable);
    let behind = servers.iter().filter(|(_, of)| is_behind(of)).map(|(server, _)| label(look, server)).collect();
    matches!(verdict, Verdict::Partly { .. }).then_some(Cause::ServersDiffer { behind })
}

/// Where none has it right, and they say different things.
fn disagreeing(look: &RecordLook, servers: &[(Server, Verdict)], verdict: Verdict) -> Option<Cause> {
    let said: BTreeSet<Option<BTreeSet<Vec<u8>>>> = look
        .sightings
        .iter()
        .filter_map(|sighting| match &sighting.reply {
            Reply::Found(answer) => Some(Some(data_set(&answer.data))),
            Reply::Absent(_) => Some(None),
            Reply::None(_) => None,
        })
        .collect();
    let is_wrong = matches!(verdict, Verdict::Different | Verdict::Missing);
    let each = servers.iter().filter(|(_, of)| *of != Verdict::Unreachable);
    let each = each.map(|(server, of)| format!("{} ({})", label(look, server), value(look, server, *of))).collect();
    (is_wrong && said.len() > 1).then_some(Cause::ServersDisagree { servers: each })
}

/// The longest value that is told of a server beside others, in characters.
const LONGEST: usize = 40;

/// What a server has, where that is no more than one value; else what it comes to.
fn value(look: &RecordLook, server: &Server, verdict: Verdict) -> String {
    let sighting = look.sightings.iter().find(|sighting| sighting.server == *server);
    match sighting.map(|sighting| &sighting.reply) {
        Some(Reply::Found(answer)) if answer.data.len() == 1 => {
            truncate_characters(&answer.data.iter().map(shown_data).collect::<String>(), LONGEST, "...")
        }
        _ => verdict.words(),
    }
}

/// A resolver that finds nothing out, either way, about what the zone's own servers answer.
fn failing_resolver(look: &RecordLook) -> Option<Cause> {
    let is_failure = |sighting: &&Sighting| sighting.reply == Reply::None(NoAnswer::ServFail);
    let of = |probe| look.beside(probe).flat_map(|(_, sightings)| sightings).find(is_failure);
    let failed = of(Probe::Resolver)?;
    of(Probe::ResolverUnchecked).map(|_| Cause::ResolverFails { resolver: label(look, &failed.server) })
}

fn silent(zone: &ZoneAt, look: &RecordLook, is_dnssec: bool) -> Vec<Cause> {
    let (mut lame, mut silent) = (Vec::new(), Vec::new());
    for sighting in &look.sightings {
        let Reply::None(why) = &sighting.reply else { continue };
        // Either has been told already.
        if matches!(why, NoAnswer::DeadEnd { .. } | NoAnswer::Refers { .. }) || is_dnssec && *why == NoAnswer::ServFail
        {
            continue;
        }
        // A name server that refuses to speak of its own zone does not have it.
        if *why == NoAnswer::Lame || *why == NoAnswer::Refused && zone.authority == Authority::Own {
            lame.push(label(look, &sighting.server));
        } else if !(matches!(why, NoAnswer::Unreachable(_)) && answers_elsewhere(look, &sighting.server)) {
            silent.push((label(look, &sighting.server), reason(why)));
        }
    }
    let is_all = look.sightings.iter().all(|sighting| matches!(sighting.reply, Reply::None(_)));
    let mut causes = Vec::new();
    if !lame.is_empty() {
        causes.push(Cause::Lame { servers: lame });
    }
    if !silent.is_empty() {
        causes.push(Cause::NoAnswer { servers: silent, is_all });
    }
    causes
}

/// Whether a server answers at another of its addresses: where there is no IPv6, that says nothing of the server.
fn answers_elsewhere(look: &RecordLook, server: &Server) -> bool {
    let mut of_same = look.sightings.iter().filter(|sighting| sighting.server.name == server.name);
    !server.name.is_empty() && of_same.any(|sighting| !matches!(sighting.reply, Reply::None(_)))
}

/// Why there was no answer, in a few words.
fn reason(why: &NoAnswer) -> String {
    match why {
        NoAnswer::Timeout => "nothing came in time".to_owned(),
        NoAnswer::Unreachable(words) | NoAnswer::Broken(words) => shown(words.as_bytes()),
        NoAnswer::Refused => "it refuses".to_owned(),
        NoAnswer::ServFail => "it could not find out".to_owned(),
        NoAnswer::DeadEnd { aliases } => {
            let end = aliases.last().map(|name| shown_name(name)).unwrap_or_default();
            format!("a CNAME leads to {end}, and nobody answers for that name")
        }
        NoAnswer::Refers { zone, .. } => format!("it refers to the servers of {}", shown_name(zone)),
        NoAnswer::Lame => "it does not own the zone".to_owned(),
        NoAnswer::Code(code) => format!("it answers with the code {code}"),
    }
}

/// Whether a resolver fails where it checks signatures, and answers where it does not (RFC 4035 sections 3.2.2 and 5.5).
fn is_dnssec_broken(zone: &ZoneAt, look: &RecordLook) -> bool {
    let own = look.sightings.iter().filter(|_| zone.authority != Authority::Own);
    let checked = look.beside(Probe::Resolver).flat_map(|(_, sightings)| sightings).chain(own);
    let failed: Vec<&Server> = checked
        .filter(|sighting| sighting.reply == Reply::None(NoAnswer::ServFail))
        .map(|sighting| &sighting.server)
        .collect();
    let mut unchecked = look.beside(Probe::ResolverUnchecked).flat_map(|(_, sightings)| sightings);
    // One resolver's failure is not explained by another one's answer.
    unchecked.any(|sighting| !matches!(sighting.reply, Reply::None(_)) && failed.contains(&&sighting.server))
}

/// Whether a resolver says something that no server of the zone says, and for how long it will.
fn old_answer(look: &RecordLook) -> Option<Cause> {
    let of = |reply: &Reply| match reply {
        Reply::Found(answer) => Some((data_set(&answer.data), Some(answer.ttl))),
        Reply::Absent(absence) => Some((BTreeSet::new(), absence.remembered)),
        Reply::None(_) => None,
    };
    let said: Vec<_> = look.sightings.iter().filter_map(|sighting| of(&sighting.reply)).map(|(data, _)| data).collect();
    let resolvers = look.beside(Probe::Resolver).flat_map(|(_, sightings)| sightings);
    let old = resolvers.filter_map(|sighting| of(&sighting.reply)).filter(|(data, _)| !said.contains(data));
    let seconds: Vec<Option<u32>> = old.map(|(_, seconds)| seconds).collect();
    let longest = seconds.iter().max()?;
    (!said.is_empty()).then_some(Cause::OldAnswer { seconds: *longest })
}

/// A server for people: by its name, with the address where it was asked at several.
fn label(look: &RecordLook, server: &Server) -> String {
    let same = look.sightings.iter().filter(|sighting| sighting.server.name == server.name).count();
    if server.name.is_empty() || same < 2 {
        return shown(server.label().as_bytes());
    }
    format!("{} at {}", shown(server.name.as_bytes()), server.address.ip())
}
