//! Why the servers of a zone differ: they belong to several DNS providers, or some have an older version of the zone.

use std::collections::{BTreeMap, BTreeSet};

use super::Verdict;
use super::answers::{comparable_set, server_label};
use super::cause::{Cause, ProviderServers};
use super::sanitize::sanitize_name;
use crate::core::dns::{Probe, RecordData, RecordLookup, Server, ServerResponse, ZoneInfo};
use crate::core::dns_host::{detect_hosts, is_certain};
use crate::core::domain_name::psl_registrable_domain;

/// What a server says of the zone.
struct ZoneState {
    server: Server,
    primary: String,
    serial: u32,
    name_servers: BTreeSet<Vec<u8>>,
}

/// Why the servers differ, if their versions of the zone show it.
pub(super) fn explain_difference(
    zone: &ZoneInfo,
    lookup: &RecordLookup,
    verdicts: &[(Server, Verdict)],
) -> Option<Cause> {
    let states = zone_states(lookup);
    detect_providers(zone, &states, verdicts).or_else(|| detect_stale(lookup, &states, verdicts))
}

fn zone_states(lookup: &RecordLookup) -> Vec<ZoneState> {
    let name_servers = |server: &Server| {
        let mut of_server = lookup.responses_to(Probe::ZoneServers).filter(|response| response.server == *server);
        let answer = of_server.find_map(|response| response.outcome.answer());
        answer.map(|answer| comparable_set(&answer.data)).unwrap_or_default()
    };
    let state = |response: &ServerResponse| {
        let RecordData::Soa { primary, serial } = response.outcome.answer()?.data.first()? else { return None };
        Some(ZoneState {
            server: response.server.clone(),
            primary: primary.clone(),
            serial: *serial,
            name_servers: name_servers(&response.server),
        })
    };
    lookup.responses_to(Probe::ZoneVersion).filter_map(state).collect()
}

/// Servers with another primary server and other name servers have their records from another provider. A primary server alone
/// proves nothing: some servers name themselves.
fn detect_providers(zone: &ZoneInfo, states: &[ZoneState], verdicts: &[(Server, Verdict)]) -> Option<Cause> {
    let mut groups: BTreeMap<(&str, &BTreeSet<Vec<u8>>), Vec<&ZoneState>> = BTreeMap::new();
    for state in states {
        groups.entry((&state.primary, &state.name_servers)).or_default().push(state);
    }
    let primaries: BTreeSet<&str> = groups.keys().map(|(primary, _)| *primary).collect();
    let sets: BTreeSet<&BTreeSet<Vec<u8>>> = groups.keys().map(|(_, set)| *set).collect();
    let all: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
    let is_one_provider = detect_hosts(&all).iter().any(|host| is_certain(host, &all));
    let are_of_several = distinct_providers(states) > 1;
    if primaries.len() < 2 || sets.len() < 2 && !are_of_several || is_one_provider {
        return None;
    }
    let providers = groups.into_values().map(|group| {
        let mut names: Vec<String> = group.iter().map(|state| state.server.label()).collect();
        names.dedup();
        let own = |verdict: &&(Server, Verdict)| group.iter().any(|state| state.server == verdict.0);
        let has_record = verdicts.iter().filter(own).all(|(_, verdict)| *verdict == Verdict::Match);
        ProviderServers {
            provider: provider_name(&names, group.first().map_or("", |state| state.primary.as_str())),
            servers: names.iter().map(|name| sanitize_name(name)).collect(),
            has_record: Some(has_record),
        }
    });
    let mut providers: Vec<ProviderServers> = providers.collect();
    providers.sort_by_key(|of| std::cmp::Reverse(of.has_record));
    Some(Cause::TwoProviders { providers })
}

fn distinct_providers(states: &[ZoneState]) -> usize {
    let of = |state: &ZoneState| provider_name(&[state.server.label()], &state.primary);
    states.iter().map(of).collect::<BTreeSet<_>>().len()
}

/// The provider that these servers belong to: by their own names, else by the primary server that a name of one's own hides.
fn provider_name(servers: &[String], primary: &str) -> String {
    let known =
        |names: &[&str]| detect_hosts(names).first().filter(|host| is_certain(host, names)).map(|host| host.name);
    let names: Vec<&str> = servers.iter().map(String::as_str).collect();
    if let Some(name) = known(&names).or_else(|| known(&[primary])) {
        return name.to_owned();
    }
    let first = names.first().copied().unwrap_or(primary);
    sanitize_name(&psl_registrable_domain(first).unwrap_or_else(|| first.to_owned()))
}

/// Servers without the record whose version of the zone is older than another's.
fn detect_stale(lookup: &RecordLookup, states: &[ZoneState], verdicts: &[(Server, Verdict)]) -> Option<Cause> {
    let newest =
        states.iter().map(|state| state.serial).reduce(|one, other| if is_older(one, other) { other } else { one })?;
    let is_wrong = |state: &&ZoneState| {
        verdicts.iter().any(|(server, verdict)| *server == state.server && *verdict != Verdict::Match)
    };
    let stale = states.iter().filter(|state| is_older(state.serial, newest)).filter(is_wrong);
    let servers: Vec<(String, u32)> = stale.map(|state| (server_label(lookup, &state.server), state.serial)).collect();
    (!servers.is_empty()).then_some(Cause::StaleServers { servers, newest })
}

/// Whether a serial number is older than another (RFC 1982 section 3.2).
const fn is_older(one: u32, other: u32) -> bool {
    one != other && other.wrapping_sub(one) < 1 << 31
}
