//! The zone that a name is in.

use super::query::LookupSession;
use super::reply::{Referral, find_child_referral};
use super::resolver::ZoneCut;
use super::transport::QueryMode;
use crate::core::dns::{AnswerSource, LookupError, QueryOutcome, QueryType, Question, RecordData, ZoneInfo};
use crate::core::domain_name::{is_proper_subdomain, is_subdomain_of, psl_registrable_domain};
use crate::core::zone::Zone;

/// How many zone cuts below a registered zone are followed.
pub(super) const MAX_ZONE_DEPTH: usize = 8;

impl LookupSession<'_> {
    /// The zone that a name is in, with the servers to query; `None` beyond the limit on zones.
    ///
    /// The resolver is queried for the registrable domain only: it caches negative answers (RFC 2308), so everything below is
    /// queried at the authoritative servers.
    pub(super) async fn find_zone(&self, name: &str) -> Option<ZoneInfo> {
        if !self.budget.take_zone(&registrable_domain(name)) {
            return None;
        }
        let zone = self.find_registered_zone(name).await;
        if zone.source != AnswerSource::Authoritative {
            return Some(zone);
        }
        let unresponsive = self.resolver.unresponsive.get_or_init(&zone.name, || async { None }).await;
        if let Some(source) = unresponsive {
            return Some(self.fall_back_to_resolver(name, zone, source).await);
        }
        if zone.name == name {
            return Some(zone);
        }
        match self.resolver.zone_cuts.get_or_init(name, || self.find_deepest_zone(name, &zone)).await {
            Some(ZoneCut::Zone(deepest)) if deepest != zone.name => {
                if self.budget.take_zone(&deepest) {
                    Some(self.get_zone(&deepest).await)
                } else {
                    None
                }
            }
            _ => Some(zone),
        }
    }

    /// The zone that a name is in as far as the resolver knows it, to be queried while the rest is found out. Whether it is final,
    /// as [`Self::find_zone`] gives it, or that has to be called for the servers that only the zone's parent names, and for a zone
    /// below.
    pub(super) async fn find_first_zone(&self, name: &str) -> Option<FirstZone> {
        let registrable = registrable_domain(name);
        let is_first = self.resolver.config.explicit_servers.is_empty()
            && self.resolver.zones.get(&registrable).is_none()
            && self.resolver.unresponsive.get(&registrable).flatten().is_none();
        if is_first && self.budget.take_zone(&registrable) {
            let key = format!("{registrable}.");
            let cut = self.resolver.zone_cuts.get_or_init(&key, || self.find_zone_cut(&registrable)).await;
            if cut == Some(ZoneCut::Zone(registrable.clone())) {
                let zone = self.load_zone(&registrable).await;
                if zone.source == AnswerSource::Authoritative {
                    return Some(FirstZone { zone, is_final: false });
                }
            }
        }
        self.find_zone(name).await.map(|zone| FirstZone { zone, is_final: true })
    }

    /// Finds out whether there is a zone below this one that the name is in, for [`Self::find_zone`].
    pub(super) async fn explore_below(&self, name: &str, zone: &ZoneInfo) {
        if zone.name != name {
            self.resolver.zone_cuts.get_or_init(name, || self.find_deepest_zone(name, zone)).await;
        }
    }

    /// The zone of this name.
    async fn get_zone(&self, name: &str) -> ZoneInfo {
        self.resolver.zones.get_or_init(name, || self.load_zone(name)).await
    }

    /// The zone of the registrable domain; if the user named servers, the zone of the name itself.
    async fn find_registered_zone(&self, name: &str) -> ZoneInfo {
        let zone_cuts = &self.resolver.zone_cuts;
        let has_explicit_servers = !self.resolver.config.explicit_servers.is_empty();
        let registrable = if has_explicit_servers { name.to_owned() } else { registrable_domain(name) };
        // The trailing dot distinguishes it from the entry of the zone's own servers.
        let key = format!("{registrable}.");
        match zone_cuts.get_or_init(&key, || self.find_zone_cut(&registrable)).await {
            Some(ZoneCut::Zone(name)) => {
                self.resolver.zones.get_or_init(&name, || self.load_registered_zone(&name)).await
            }
            Some(ZoneCut::Unregistered(name)) => {
                // It may be registered soon.
                zone_cuts.remove(&key);
                let zone = self.via_resolvers(ZoneInfo { is_certain: true, ..unconfirmed_zone(name) });
                ZoneInfo { source: AnswerSource::Undelegated, ..zone }
            }
            None => {
                zone_cuts.remove(&key);
                let guess = Zone::guess(name).name().to_owned();
                self.find_delegation(&guess).await.unwrap_or_else(|| self.via_resolvers(unconfirmed_zone(guess)))
            }
        }
    }

    /// The deepest zone that the name is in, walking down from this one along its servers' answers: another zone's SOA record,
    /// or a referral (RFC 1034 section 4.3.2). If none of them responds, the resolver is queried for the name itself.
    async fn find_deepest_zone(&self, name: &str, zone: &ZoneInfo) -> Option<ZoneCut> {
        let mut zone = zone.clone();
        for _ in 0..MAX_ZONE_DEPTH {
            let question = Question::new(name, QueryType::Soa);
            let Some((_, response)) = self.first_authoritative(&zone.servers, &question).await else {
                return self.find_zone_cut(name).await.or(Some(ZoneCut::Zone(zone.name)));
            };
            let Some(child) = find_child_referral(&response, name, &zone.name) else { break };
            zone = self.get_child_zone(child).await;
            if zone.source != AnswerSource::Authoritative {
                break;
            }
        }
        Some(ZoneCut::Zone(zone.name))
    }

    /// A child zone, at the name servers of its referral; if there are none, they are looked up.
    pub(super) async fn get_child_zone(&self, child: Referral) -> ZoneInfo {
        let Referral { zone, name_servers } = child;
        if name_servers.is_empty() {
            return self.get_zone(&zone).await;
        }
        self.resolver.zones.get_or_init(&zone, || self.build_zone(&zone, name_servers)).await
    }

    /// The zone that a name is in, according to the resolver, to be queried there, since the zone's own servers cannot be.
    pub(super) async fn fall_back_to_resolver(&self, name: &str, zone: ZoneInfo, source: AnswerSource) -> ZoneInfo {
        let zone = match self.find_zone_cut(name).await {
            Some(ZoneCut::Zone(deeper)) if is_proper_subdomain(&deeper, &zone.name) => self.get_zone(&deeper).await,
            _ => zone,
        };
        ZoneInfo { source, ..self.via_resolvers(zone) }
    }

    /// Whether the resolver does not know the public DNS: it has an answer for the root, and that does not name the root
    /// servers.
    pub(super) async fn lacks_public_dns(&self) -> bool {
        let is_root_server = |name: &String| name.ends_with(".root-servers.net");
        match self.recurse(&Question::new(".", QueryType::Ns)).await {
            QueryOutcome::Failed(_) => false,
            outcome => !target_names(&outcome).iter().any(is_root_server),
        }
    }

    /// The zone, to be queried at the recursive resolvers.
    pub(super) fn via_resolvers(&self, zone: ZoneInfo) -> ZoneInfo {
        let source = if self.resolver.config.explicit_servers.is_empty() {
            AnswerSource::Resolver
        } else {
            AnswerSource::UserSpecified
        };
        ZoneInfo { servers: self.recursive_resolvers.clone(), source, ..zone }
    }

    /// The zone that a name is in, by the NS records that the resolver finds for the name, or the SOA record in its negative
    /// answer; `None` if the resolver does not answer. The NS records are needed next.
    pub(super) async fn find_zone_cut(&self, name: &str) -> Option<ZoneCut> {
        let registrable = registrable_domain(name);
        // A server that the user named may be one of the parent, which has NS records of a zone that it does not serve.
        let has_explicit_servers = !self.resolver.config.explicit_servers.is_empty();
        let query_type = if has_explicit_servers { QueryType::Soa } else { QueryType::Ns };
        let mut is_unregistered = false;
        let mut candidate = Some(name);
        while let Some(name) = candidate.filter(|name| !name.is_empty()) {
            match self.recurse(&Question::new(name, query_type)).await {
                // An answer behind a CNAME is about the zone of another name.
                QueryOutcome::Answer(answer) if answer.cname_chain.is_empty() => {
                    return self.check_registered(name.to_owned(), registrable, is_unregistered).await;
                }
                QueryOutcome::Negative(negative) if negative.cname_chain.is_empty() => {
                    is_unregistered |= negative.is_nxdomain && is_subdomain_of(&registrable, name);
                    // Some resolvers omit the zone.
                    if let Some(zone) = negative.zone.filter(|zone| is_subdomain_of(name, zone)) {
                        return self.check_registered(zone, registrable, is_unregistered).await;
                    }
                }
                QueryOutcome::Answer(_) | QueryOutcome::Negative(_) => {}
                QueryOutcome::Failed(_) => return None,
            }
            candidate = name.split_once('.').map(|(_, parent)| parent);
        }
        self.check_registered(String::new(), registrable, is_unregistered).await
    }

    /// The zone, unless it is above the registrable domain and that does not exist. A resolver that does not know the public
    /// DNS cannot say that.
    async fn check_registered(&self, zone: String, registrable: String, is_unregistered: bool) -> Option<ZoneCut> {
        if is_unregistered && is_proper_subdomain(&registrable, &zone) {
            return (!self.lacks_public_dns().await).then_some(ZoneCut::Unregistered(registrable));
        }
        (!zone.is_empty()).then_some(ZoneCut::Zone(zone))
    }

    /// The answer of the recursive resolvers; if validation fails, their answer without it.
    pub(super) async fn recurse(&self, question: &Question) -> QueryOutcome {
        let mut last = QueryOutcome::Failed(LookupError::Timeout);
        for mode in [QueryMode::Recursive, QueryMode::CheckingDisabled] {
            let Some(response) = self.first_conclusive(&self.recursive_resolvers, question, mode).await else {
                break;
            };
            last = response.outcome;
            if last != QueryOutcome::Failed(LookupError::ServFail) {
                break;
            }
        }
        last
    }
}

/// The zone that is queried first ([`LookupSession::find_first_zone`]).
pub(super) struct FirstZone {
    pub(super) zone: ZoneInfo,
    pub(super) is_final: bool,
}

/// The registrable domain; below an unknown suffix, its last two labels.
pub(super) fn registrable_domain(name: &str) -> String {
    let before = name.rsplitn(3, '.').nth(2).map_or(0, |before| before.len() + 1);
    psl_registrable_domain(name).unwrap_or_else(|| name.get(before..).unwrap_or(name).to_owned())
}

/// A zone that DNS has not confirmed.
pub(super) const fn unconfirmed_zone(name: String) -> ZoneInfo {
    ZoneInfo { name, is_certain: false, name_servers: Vec::new(), servers: Vec::new(), source: AnswerSource::Resolver }
}

/// The names that the records of an answer point to.
pub(super) fn target_names(outcome: &QueryOutcome) -> Vec<String> {
    let QueryOutcome::Answer(answer) = outcome else { return Vec::new() };
    let name = |data: &RecordData| if let RecordData::Name(name) = data { Some(name.clone()) } else { None };
    answer.data.iter().filter_map(name).collect()
}
