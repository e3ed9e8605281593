//! Finding the zone that a name is in.

use super::asking::{Look, says_something};
use super::exchange::Manner;
use super::reply::{below, is_within};
use crate::core::dns::{AnswerSource, LookupError, QueryOutcome, QueryType, Question, RecordData, ZoneInfo};
use crate::core::domain_name::psl_registrable_domain;
use crate::core::zone::Zone;

/// How many zones one below the other are gone down.
pub(super) const MOST_ZONES: usize = 8;

/// What is known of the zone that a name is in, before its servers are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Top {
    /// Its top.
    Zone(String),
    /// There is none of this name, as the resolver has it.
    Nowhere(String),
}

impl Look<'_> {
    /// The zone that a name is in, who is asked about it, and by what right.
    ///
    /// The resolver is asked about the name only that somebody has registered: it remembers that there is nothing at a name
    /// (RFC 2308), so what is below is asked for at the servers that own the zone.
    pub(super) async fn zone_of(&self, name: &str) -> ZoneInfo {
        let zone = self.registered(name).await;
        if zone.source != AnswerSource::Authoritative {
            return zone;
        }
        let unreached = self.resolver.unreached.get(&zone.name, || async { None }).await;
        if let Some(authority) = unreached {
            return self.as_resolved(name, zone, authority).await;
        }
        if zone.name == name {
            return zone;
        }
        match self.resolver.tops.get(name, || self.deepest(name, &zone)).await {
            Some(Top::Zone(top)) if top != zone.name => self.zone_at(&top).await,
            _ => zone,
        }
    }

    /// A zone of which only the top is known.
    async fn zone_at(&self, top: &str) -> ZoneInfo {
        self.resolver.zones.get(top, || self.servers_of(top)).await
    }

    /// The zone of the name that somebody has registered; where the person has named servers, of the name itself.
    async fn registered(&self, name: &str) -> ZoneInfo {
        let kept = &self.resolver.tops;
        let is_named = !self.resolver.places.named.is_empty();
        let organisation = if is_named { name.to_owned() } else { organisation(name) };
        // Apart from what is found out at the zone's own servers.
        let key = format!("{organisation}.");
        match kept.get(&key, || self.top_of(&organisation)).await {
            Some(Top::Zone(top)) => self.resolver.zones.get(&top, || self.all_servers_of(&top)).await,
            Some(Top::Nowhere(zone)) => {
                // It may be registered in the next minute.
                kept.forget(&key);
                let zone = self.at_resolvers(ZoneInfo { is_certain: true, ..guessed(zone) });
                ZoneInfo { source: AnswerSource::Undelegated, ..zone }
            }
            None => {
                kept.forget(&key);
                let guess = Zone::guess(name).name().to_owned();
                self.delegated(&guess).await.unwrap_or_else(|| self.at_resolvers(guessed(guess)))
            }
        }
    }

    /// The deepest zone that the name is in, going down from one by what its own servers say: another zone's SOA record,
    /// or the name servers that they refer to (RFC 1034 section 4.3.2). Where none of them says anything, the resolver is
    /// asked for the name itself.
    async fn deepest(&self, name: &str, zone: &ZoneInfo) -> Option<Top> {
        let mut zone = zone.clone();
        for _ in 0..MOST_ZONES {
            let Some(response) = self.heard(&zone.servers, &Question::new(name, QueryType::Soa)).await else {
                return self.top_of(name).await.or(Some(Top::Zone(zone.name)));
            };
            let Some((top, name_servers)) = below(&response, name, &zone.name) else { break };
            zone = self.child(&top, name_servers).await;
            if zone.source != AnswerSource::Authoritative {
                break;
            }
        }
        Some(Top::Zone(zone.name))
    }

    /// A zone below one, by the name servers that it refers to; where it names none, they are asked for.
    pub(super) async fn child(&self, top: &str, name_servers: Vec<String>) -> ZoneInfo {
        if name_servers.is_empty() {
            return self.zone_at(top).await;
        }
        self.resolver.zones.get(top, || self.served_by(top, name_servers)).await
    }

    /// The zone that a name is in as the resolver has it, to be asked about at the resolver, since the zone's own servers
    /// cannot be asked. So the resolver may be asked for the name: it is anyway.
    pub(super) async fn as_resolved(&self, name: &str, zone: ZoneInfo, authority: AnswerSource) -> ZoneInfo {
        let zone = match self.top_of(name).await {
            Some(Top::Zone(top)) if top != zone.name && is_within(&top, &zone.name) => self.zone_at(&top).await,
            _ => zone,
        };
        ZoneInfo { source: authority, ..self.at_resolvers(zone) }
    }

    /// Whether the resolver is known not to know the public DNS: it answers for the root, and not with its servers.
    pub(super) async fn is_cut_off(&self) -> bool {
        let is_root = |name: &String| name.ends_with(".root-servers.net");
        match self.find_out(&Question::new(".", QueryType::Ns)).await {
            QueryOutcome::Failed(_) => false,
            reply => !names(&reply).iter().any(is_root),
        }
    }

    /// The same zone, asked about at the servers that find out.
    pub(super) fn at_resolvers(&self, zone: ZoneInfo) -> ZoneInfo {
        let authority =
            if self.resolver.places.named.is_empty() { AnswerSource::Resolver } else { AnswerSource::UserSpecified };
        ZoneInfo { servers: self.recursive.clone(), source: authority, ..zone }
    }

    /// The top of the zone that a name is in, by the SOA record that DNS has for the name or the nearest of its parents;
    /// nothing where DNS does not answer.
    pub(super) async fn top_of(&self, name: &str) -> Option<Top> {
        let organisation = organisation(name);
        let mut is_nowhere = false;
        let mut rest = Some(name);
        while let Some(name) = rest.filter(|name| !name.is_empty()) {
            match self.find_out(&Question::new(name, QueryType::Soa)).await {
                // Behind a CNAME it is another name's zone.
                QueryOutcome::Answer(answer) if answer.cname_chain.is_empty() => {
                    return self.unless_nowhere(name.to_owned(), organisation, is_nowhere).await;
                }
                QueryOutcome::Negative(absence) if absence.cname_chain.is_empty() => {
                    is_nowhere |= absence.is_nxdomain && is_within(&organisation, name);
                    // Some resolvers leave the zone out.
                    if let Some(zone) = absence.zone.filter(|zone| is_within(name, zone)) {
                        return self.unless_nowhere(zone, organisation, is_nowhere).await;
                    }
                }
                QueryOutcome::Answer(_) | QueryOutcome::Negative(_) => {}
                QueryOutcome::Failed(_) => return None,
            }
            rest = name.split_once('.').map(|(_, parent)| parent);
        }
        self.unless_nowhere(String::new(), organisation, is_nowhere).await
    }

    /// The zone, unless it is one above what somebody could have registered, and nobody has: if the resolver can know.
    async fn unless_nowhere(&self, zone: String, organisation: String, is_nowhere: bool) -> Option<Top> {
        if is_nowhere && zone != organisation && is_within(&organisation, &zone) {
            return (!self.is_cut_off().await).then_some(Top::Nowhere(organisation));
        }
        (!zone.is_empty()).then_some(Top::Zone(zone))
    }

    /// What DNS says, by whoever finds out; without checking DNSSEC, where it does not say it otherwise.
    pub(super) async fn find_out(&self, question: &Question) -> QueryOutcome {
        let mut last = None;
        for manner in [Manner::Recursive, Manner::Unchecked] {
            let Some(sighting) = self.first(&self.recursive, question, manner).await else { break };
            if says_something(&sighting.outcome) {
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
fn organisation(name: &str) -> String {
    let before = name.rsplitn(3, '.').nth(2).map_or(0, |before| before.len() + 1);
    psl_registrable_domain(name).unwrap_or_else(|| name.get(before..).unwrap_or(name).to_owned())
}

/// A zone that DNS does not tell of.
pub(super) const fn guessed(name: String) -> ZoneInfo {
    ZoneInfo { name, is_certain: false, name_servers: Vec::new(), servers: Vec::new(), source: AnswerSource::Resolver }
}

pub(super) fn names(reply: &QueryOutcome) -> Vec<String> {
    let QueryOutcome::Answer(answer) = reply else { return Vec::new() };
    let name = |data: &RecordData| if let RecordData::Name(name) = data { Some(name.clone()) } else { None };
    answer.data.iter().filter_map(name).collect()
}
