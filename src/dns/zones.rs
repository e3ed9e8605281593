//! Finding the zone that a name is in.

use super::query::{LookupSession, is_conclusive};
use super::reply::{find_child_referral, is_subdomain_of};
use super::transport::QueryMode;
use crate::core::dns::{AnswerSource, LookupError, QueryOutcome, QueryType, Question, RecordData, ZoneInfo};
use crate::core::domain_name::psl_registrable_domain;
use crate::core::zone::Zone;

/// How many zones one below the other are gone down.
pub(super) const MAX_ZONE_DEPTH: usize = 8;

/// What is known of the zone that a name is in, before its servers are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ZoneCut {
    /// Its top.
    Zone(String),
    /// There is none of this name, as the resolver has it.
    Unregistered(String),
}

impl LookupSession<'_> {
    /// The zone that a name is in, who is asked about it, and by what right.
    ///
    /// The resolver is asked about the name only that somebody has registered: it remembers that there is nothing at a name
    /// (RFC 2308), so what is below is asked for at the servers that own the zone.
    pub(super) async fn find_zone(&self, name: &str) -> ZoneInfo {
        let zone = self.find_registered_zone(name).await;
        if zone.source != AnswerSource::Authoritative {
            return zone;
        }
        let unresponsive = self.resolver.unresponsive.get_or_init(&zone.name, || async { None }).await;
        if let Some(authority) = unresponsive {
            return self.fall_back_to_resolver(name, zone, authority).await;
        }
        if zone.name == name {
            return zone;
        }
        match self.resolver.zone_cuts.get_or_init(name, || self.find_deepest_zone(name, &zone)).await {
            Some(ZoneCut::Zone(top)) if top != zone.name => self.get_zone(&top).await,
            _ => zone,
        }
    }

    /// A zone of which only the top is known.
    async fn get_zone(&self, top: &str) -> ZoneInfo {
        self.resolver.zones.get_or_init(top, || self.load_zone(top)).await
    }

    /// The zone of the name that somebody has registered; where the person has named servers, of the name itself.
    async fn find_registered_zone(&self, name: &str) -> ZoneInfo {
        let zone_cuts = &self.resolver.zone_cuts;
        let is_named = !self.resolver.config.explicit_servers.is_empty();
        let registrable = if is_named { name.to_owned() } else { registrable_domain(name) };
        // Apart from what is found out at the zone's own servers.
        let key = format!("{registrable}.");
        match zone_cuts.get_or_init(&key, || self.find_zone_cut(&registrable)).await {
            Some(ZoneCut::Zone(top)) => self.resolver.zones.get_or_init(&top, || self.load_registered_zone(&top)).await,
            Some(ZoneCut::Unregistered(zone)) => {
                // It may be registered in the next minute.
                zone_cuts.remove(&key);
                let zone = self.via_resolvers(ZoneInfo { is_certain: true, ..unconfirmed_zone(zone) });
                ZoneInfo { source: AnswerSource::Undelegated, ..zone }
            }
            None => {
                zone_cuts.remove(&key);
                let guess = Zone::guess(name).name().to_owned();
                self.find_delegation(&guess).await.unwrap_or_else(|| self.via_resolvers(unconfirmed_zone(guess)))
            }
        }
    }

    /// The deepest zone that the name is in, going down from one by what its own servers say: another zone's SOA record,
    /// or the name servers that they refer to (RFC 1034 section 4.3.2). Where none of them says anything, the resolver is
    /// asked for the name itself.
    async fn find_deepest_zone(&self, name: &str, zone: &ZoneInfo) -> Option<ZoneCut> {
        let mut zone = zone.clone();
        for _ in 0..MAX_ZONE_DEPTH {
            let Some(response) = self.first_authoritative(&zone.servers, &Question::new(name, QueryType::Soa)).await
            else {
                return self.find_zone_cut(name).await.or(Some(ZoneCut::Zone(zone.name)));
            };
            let Some((top, name_servers)) = find_child_referral(&response, name, &zone.name) else { break };
            zone = self.get_child_zone(&top, name_servers).await;
            if zone.source != AnswerSource::Authoritative {
                break;
            }
        }
        Some(ZoneCut::Zone(zone.name))
    }

    /// A zone below one, by the name servers that it refers to; where it names none, they are asked for.
    pub(super) async fn get_child_zone(&self, top: &str, name_servers: Vec<String>) -> ZoneInfo {
        if name_servers.is_empty() {
            return self.get_zone(top).await;
        }
        self.resolver.zones.get_or_init(top, || self.build_zone(top, name_servers)).await
    }

    /// The zone that a name is in as the resolver has it, to be asked about at the resolver, since the zone's own servers
    /// cannot be asked. So the resolver may be asked for the name: it is anyway.
    pub(super) async fn fall_back_to_resolver(&self, name: &str, zone: ZoneInfo, authority: AnswerSource) -> ZoneInfo {
        let zone = match self.find_zone_cut(name).await {
            Some(ZoneCut::Zone(top)) if top != zone.name && is_subdomain_of(&top, &zone.name) => {
                self.get_zone(&top).await
            }
            _ => zone,
        };
        ZoneInfo { source: authority, ..self.via_resolvers(zone) }
    }

    /// Whether the resolver is known not to know the public DNS: it answers for the root, and not with its servers.
    pub(super) async fn lacks_public_dns(&self) -> bool {
        let is_root = |name: &String| name.ends_with(".root-servers.net");
        match self.recurse(&Question::new(".", QueryType::Ns)).await {
            QueryOutcome::Failed(_) => false,
            reply => !target_names(&reply).iter().any(is_root),
        }
    }

    /// The same zone, asked about at the servers that find out.
    pub(super) fn via_resolvers(&self, zone: ZoneInfo) -> ZoneInfo {
        let authority = if self.resolver.config.explicit_servers.is_empty() {
            AnswerSource::Resolver
        } else {
            AnswerSource::UserSpecified
        };
        ZoneInfo { servers: self.recursive_resolvers.clone(), source: authority, ..zone }
    }

    /// The top of the zone that a name is in, by the SOA record that DNS has for the name or the nearest of its parents;
    /// nothing where DNS does not answer.
    pub(super) async fn find_zone_cut(&self, name: &str) -> Option<ZoneCut> {
        let registrable = registrable_domain(name);
        let mut is_unregistered = false;
        let mut rest = Some(name);
        while let Some(name) = rest.filter(|name| !name.is_empty()) {
            match self.recurse(&Question::new(name, QueryType::Soa)).await {
                // Behind a CNAME it is another name's zone.
                QueryOutcome::Answer(answer) if answer.cname_chain.is_empty() => {
                    return self.check_registered(name.to_owned(), registrable, is_unregistered).await;
                }
                QueryOutcome::Negative(absence) if absence.cname_chain.is_empty() => {
                    is_unregistered |= absence.is_nxdomain && is_subdomain_of(&registrable, name);
                    // Some resolvers leave the zone out.
                    if let Some(zone) = absence.zone.filter(|zone| is_subdomain_of(name, zone)) {
                        return self.check_registered(zone, registrable, is_unregistered).await;
                    }
                }
                QueryOutcome::Answer(_) | QueryOutcome::Negative(_) => {}
                QueryOutcome::Failed(_) => return None,
            }
            rest = name.split_once('.').map(|(_, parent)| parent);
        }
        self.check_registered(String::new(), registrable, is_unregistered).await
    }

    /// The zone, unless it is one above what somebody could have registered, and nobody has: if the resolver can know.
    async fn check_registered(&self, zone: String, registrable: String, is_unregistered: bool) -> Option<ZoneCut> {
        if is_unregistered && zone != registrable && is_subdomain_of(&registrable, &zone) {
            return (!self.lacks_public_dns().await).then_some(ZoneCut::Unregistered(registrable));
        }
        (!zone.is_empty()).then_some(ZoneCut::Zone(zone))
    }

    /// What DNS says, by whoever finds out; without checking DNSSEC, where it does not say it otherwise.
    pub(super) async fn recurse(&self, question: &Question) -> QueryOutcome {
        let mut last = None;
        for mode in [QueryMode::Recursive, QueryMode::CheckingDisabled] {
            let Some(sighting) = self.first_conclusive(&self.recursive_resolvers, question, mode).await else {
                break;
            };
            if is_conclusive(&sighting.outcome) {
                return sighting.outcome;
            }
            let is_failure = sighting.outcome == QueryOutcome::Failed(LookupError::ServFail);
            last = Some(sighting.outcome);
            if !is_failure {
                break;
            }
        }
        last.unwrap_or(QueryOutcome::Failed(LookupError::Timeout))
    }
}

/// The name that somebody registers: of an ending that nobody knows, the one below it.
fn registrable_domain(name: &str) -> String {
    let before = name.rsplitn(3, '.').nth(2).map_or(0, |before| before.len() + 1);
    psl_registrable_domain(name).unwrap_or_else(|| name.get(before..).unwrap_or(name).to_owned())
}

/// A zone that DNS does not tell of.
pub(super) const fn unconfirmed_zone(name: String) -> ZoneInfo {
    ZoneInfo { name, is_certain: false, name_servers: Vec::new(), servers: Vec::new(), source: AnswerSource::Resolver }
}

pub(super) fn target_names(reply: &QueryOutcome) -> Vec<String> {
    let QueryOutcome::Answer(answer) = reply else { return Vec::new() };
    let name = |data: &RecordData| if let RecordData::Name(name) = data { Some(name.clone()) } else { None };
    answer.data.iter().filter_map(name).collect()
}
