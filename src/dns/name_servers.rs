//! The name servers of a zone, and where they are.

use std::net::IpAddr;

use futures::future::join_all;

use super::query::{LookupSession, MAX_PARALLEL_SERVERS};
use super::reply::{delegated_name_servers, glue};
use super::socket::has_route_to;
use super::zones::{ZoneCut, target_names, unconfirmed_zone};
use crate::core::dns::{AnswerSource, QueryOutcome, QueryType, Question, RecordData, Server, ZoneInfo};

/// How many name servers of a zone are asked, and how many addresses they may have in all.
const MAX_NAME_SERVERS: usize = 16;
const MAX_ADDRESSES: usize = 32;

impl LookupSession<'_> {
    /// The zone as its parent delegates it. No resolver finds anything out about a zone none of whose servers own it; the
    /// parent's servers still tell which they are.
    pub(super) async fn find_delegation(&self, name: &str) -> Option<ZoneInfo> {
        let (name_servers, servers) = self.query_parent_delegation(name).await;
        let zone = ZoneInfo {
            is_certain: true,
            name_servers,
            servers,
            source: AnswerSource::Authoritative,
            ..unconfirmed_zone(name.into())
        };
        (!zone.servers.is_empty()).then_some(zone)
    }

    /// The name servers that the zone above names, by what its own servers say, and where they are; nothing where these
    /// cannot be asked.
    async fn query_parent_delegation(&self, name: &str) -> (Vec<String>, Vec<Server>) {
        let Some((_, parent)) = name.split_once('.') else { return Default::default() };
        if !self.resolver.config.explicit_servers.is_empty() {
            return Default::default();
        }
        let Some(ZoneCut::Zone(parent)) = self.find_zone_cut(parent).await else { return Default::default() };
        let mut servers = target_names(&self.recurse(&Question::new(&parent, QueryType::Ns)).await);
        servers.truncate(MAX_PARALLEL_SERVERS);
        let servers = self.resolve_name_servers(&servers).await;
        let Some(response) = self.first_authoritative(&servers, &Question::new(name, QueryType::Ns)).await else {
            return Default::default();
        };
        let mut names = delegated_name_servers(&response, name);
        names.truncate(MAX_NAME_SERVERS);
        let mut servers = self.resolve_name_servers(&names).await;
        for name in &names {
            // Who is in the zone itself may be known to the zone above alone.
            if !servers.iter().any(|known| known.name == *name) {
                let addresses =
                    glue(&response, name).into_iter().map(|address| self.resolver.config.socket_addr(address));
                servers.extend(addresses.map(|address| Server { name: name.clone(), address }));
            }
        }
        (names, servers)
    }

    /// The servers of a zone that somebody has registered: those that the zone names, and those that the zone above does.
    /// Resolvers go by either.
    pub(super) async fn load_registered_zone(&self, top: &str) -> ZoneInfo {
        let (mut zone, (names, servers)) = tokio::join!(self.load_zone(top), self.query_parent_delegation(top));
        if zone.source == AnswerSource::Authoritative {
            merge_servers(&mut zone.servers, servers);
            let new: Vec<String> = names.into_iter().filter(|name| !zone.name_servers.contains(name)).collect();
            zone.name_servers.extend(new);
        }
        zone
    }

    /// The servers of the zone, with their addresses.
    pub(super) async fn load_zone(&self, top: &str) -> ZoneInfo {
        let mut name_servers = target_names(&self.recurse(&Question::new(top, QueryType::Ns)).await);
        name_servers.sort();
        name_servers.dedup();
        name_servers.truncate(MAX_NAME_SERVERS);
        self.build_zone(top, name_servers).await
    }

    /// The zone at these name servers; at those that find out, where they have no address or the person has named others.
    pub(super) async fn build_zone(&self, top: &str, name_servers: Vec<String>) -> ZoneInfo {
        let is_named = !self.resolver.config.explicit_servers.is_empty();
        let servers = if is_named { Vec::new() } else { self.resolve_name_servers(&name_servers).await };
        let zone = ZoneInfo {
            is_certain: true,
            name_servers,
            source: AnswerSource::Authoritative,
            ..unconfirmed_zone(top.to_owned())
        };
        if servers.is_empty() { self.via_resolvers(zone) } else { ZoneInfo { servers, ..zone } }
    }

    /// Where these name servers are asked.
    pub(super) async fn resolve_name_servers(&self, names: &[String]) -> Vec<Server> {
        let mut servers: Vec<Server> = Vec::new();
        for found in join_all(names.iter().map(|name| self.resolve_name_server(name))).await {
            merge_servers(&mut servers, found);
        }
        servers.truncate(MAX_ADDRESSES);
        servers
    }

    /// Where a name server is asked. Addresses of a kind that this machine has no way to are left out, where the server
    /// has others.
    async fn resolve_name_server(&self, name: &str) -> Vec<Server> {
        let (four, six) = (Question::new(name, QueryType::A), Question::new(name, QueryType::Aaaa));
        let (four, six) = tokio::join!(self.recurse(&four), self.recurse(&six));
        let places = &self.resolver.config;
        let all: Vec<_> =
            ip_addresses(&four).chain(ip_addresses(&six)).map(|address| places.socket_addr(address)).collect();
        let reachable: Vec<_> = all.iter().copied().filter(|address| has_route_to(*address)).collect();
        let chosen = if reachable.is_empty() { all } else { reachable };
        chosen.into_iter().map(|address| Server { name: name.to_owned(), address }).collect()
    }
}

/// Adds those that are not known. Two names of one server are one server.
fn merge_servers(servers: &mut Vec<Server>, found: Vec<Server>) {
    let known: Vec<_> = servers.iter().map(|server| server.address).collect();
    servers.extend(found.into_iter().filter(|new| !known.contains(&new.address)));
}

fn ip_addresses(reply: &QueryOutcome) -> impl Iterator<Item = IpAddr> {
    let data = if let QueryOutcome::Answer(answer) = reply { answer.data.as_slice() } else { &[] };
    data.iter().filter_map(|data| if let RecordData::Address(address) = data { Some(*address) } else { None })
}
