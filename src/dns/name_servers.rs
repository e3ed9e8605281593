//! The name servers of a zone, and their addresses.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures::future::join_all;
use hickory_net::proto::dnssec::rdata::DS;
use tokio::sync::SetOnce;

use super::hedge::{Attempt, hedge};
use super::query::{LookupSession, MAX_PARALLEL_SERVERS};
use super::reply::{delegated_name_servers, ds_records, glue};
use super::resolver::{Delegation, ZoneCut};
use super::socket::{has_ipv4_route, has_route_to};
use super::zones::{target_names, unconfirmed_zone};
use crate::core::dns::{AnswerSource, QueryOutcome, QueryType, Question, RecordData, Server, ZoneInfo};

/// How many name servers of a zone are queried, and how many addresses they may have in all.
const MAX_NAME_SERVERS: usize = 16;
const MAX_ADDRESSES: usize = 32;

impl LookupSession<'_> {
    /// The zone as its parent delegates it. No resolver can resolve a zone whose servers are all lame, but its parent's
    /// servers still name them.
    pub(super) async fn find_delegation(&self, name: &str) -> Option<ZoneInfo> {
        let Delegation { name_servers, servers, .. } = self.get_delegation(name).await.unwrap_or_default();
        let zone = ZoneInfo {
            is_certain: true,
            name_servers,
            servers,
            source: AnswerSource::Authoritative,
            ..unconfirmed_zone(name.into())
        };
        (!zone.servers.is_empty()).then_some(zone)
    }

    /// The delegation of a zone; nothing if the servers of its parent cannot be queried.
    pub(super) async fn get_delegation(&self, name: &str) -> Option<Delegation> {
        if !self.resolver.config.explicit_servers.is_empty() {
            return None;
        }
        self.resolver.delegations.get_or_init(name, || self.query_delegation(name)).await
    }

    async fn query_delegation(&self, name: &str) -> Option<Delegation> {
        let (_, parent) = name.split_once('.')?;
        let Some(ZoneCut::Zone(parent)) = self.find_zone_cut(parent).await else { return None };
        let mut parent_servers = target_names(&self.recurse(&Question::new(&parent, QueryType::Ns)).await);
        parent_servers.truncate(MAX_PARALLEL_SERVERS);
        let question = Question::new(name, QueryType::Ns);
        let mut attempts = Vec::new();
        for server in &parent_servers {
            let sent = Arc::<SetOnce<()>>::default();
            let (is_sent, question) = (Arc::clone(&sent), &question);
            let work = async move {
                let servers = self.resolve_name_server(server).await;
                is_sent.set(()).ok();
                self.first_authoritative(&servers, question).await
            };
            attempts.push(Attempt { sent, work });
        }
        let (server, response) = hedge(attempts, Option::is_some).await.flatten()?;
        let mut ds = ds_records(&response, name);
        if response.authoritative && !response.answers.is_empty() {
            // A server that serves the zone as well answers from that, and has the parent's DS records for those who ask.
            ds.extend(self.query_ds(&[Server { name: String::new(), address: server }], name).await);
        }
        let mut name_servers = delegated_name_servers(&response, name);
        name_servers.truncate(MAX_NAME_SERVERS);
        let mut servers = self.resolve_name_servers(&name_servers).await;
        for name in &name_servers {
            // The address of a server inside the zone may be in the parent's glue records only.
            if !servers.iter().any(|server| server.name == *name) {
                let addresses =
                    glue(&response, name).into_iter().map(|address| self.resolver.config.socket_addr(address));
                servers.extend(addresses.map(|address| Server { name: name.clone(), address }));
            }
        }
        Some(Delegation { name_servers, servers, ds })
    }

    /// The DS records of a zone at the servers of its parent.
    pub(super) async fn query_ds(&self, parent_servers: &[Server], zone: &str) -> Vec<DS> {
        let response = self.first_authoritative(parent_servers, &Question::new(zone, QueryType::Ds)).await;
        response.map(|(_, response)| ds_records(&response, zone)).unwrap_or_default()
    }

    /// The servers of a registered zone: those that the zone names, and those that its parent names. A resolver may use
    /// either.
    pub(super) async fn load_registered_zone(&self, name: &str) -> ZoneInfo {
        let (mut zone, delegation) = tokio::join!(self.load_zone(name), self.get_delegation(name));
        if zone.source == AnswerSource::Authoritative {
            let Delegation { name_servers, servers, .. } = delegation.unwrap_or_default();
            merge_servers(&mut zone.servers, servers);
            let new: Vec<String> = name_servers.into_iter().filter(|name| !zone.name_servers.contains(name)).collect();
            zone.name_servers.extend(new);
        }
        zone
    }

    /// The zone, at the name servers that it names.
    pub(super) async fn load_zone(&self, name: &str) -> ZoneInfo {
        let mut name_servers = target_names(&self.recurse(&Question::new(name, QueryType::Ns)).await);
        name_servers.sort();
        name_servers.dedup();
        name_servers.truncate(MAX_NAME_SERVERS);
        self.build_zone(name, name_servers).await
    }

    /// The zone, at these name servers; at the recursive resolvers, if none of them has an address or the user named
    /// servers.
    pub(super) async fn build_zone(&self, name: &str, name_servers: Vec<String>) -> ZoneInfo {
        let has_explicit_servers = !self.resolver.config.explicit_servers.is_empty();
        let servers = if has_explicit_servers { Vec::new() } else { self.resolve_name_servers(&name_servers).await };
        let zone = ZoneInfo {
            is_certain: true,
            name_servers,
            source: AnswerSource::Authoritative,
            ..unconfirmed_zone(name.to_owned())
        };
        if servers.is_empty() { self.via_resolvers(zone) } else { ZoneInfo { servers, ..zone } }
    }

    /// The addresses of name servers.
    async fn resolve_name_servers(&self, names: &[String]) -> Vec<Server> {
        let mut servers: Vec<Server> = Vec::new();
        for resolved in join_all(names.iter().map(|name| self.resolve_name_server(name))).await {
            merge_servers(&mut servers, resolved);
        }
        servers.truncate(MAX_ADDRESSES);
        servers
    }

    /// The addresses of a name server. One family is enough: IPv4 if this machine has a route for it. The other one is asked for
    /// if there is no address that this machine has a route to.
    async fn resolve_name_server(&self, name: &str) -> Vec<Server> {
        let config = &self.resolver.config;
        let families = if has_ipv4_route() { [QueryType::A, QueryType::Aaaa] } else { [QueryType::Aaaa, QueryType::A] };
        let mut all: Vec<SocketAddr> = Vec::new();
        for family in families {
            let outcome = self.recurse(&Question::new(name, family)).await;
            all.extend(ip_addresses(&outcome).map(|address| config.socket_addr(address)));
            if all.iter().any(|address| has_route_to(*address)) {
                break;
            }
        }
        let routable: Vec<_> = all.iter().copied().filter(|address| has_route_to(*address)).collect();
        let addresses = if routable.is_empty() { all } else { routable };
        addresses.into_iter().map(|address| Server { name: name.to_owned(), address }).collect()
    }
}

/// Adds the servers with a new address. Two names of one address are one server.
fn merge_servers(servers: &mut Vec<Server>, additional: Vec<Server>) {
    let known: Vec<_> = servers.iter().map(|server| server.address).collect();
    servers.extend(additional.into_iter().filter(|server| !known.contains(&server.address)));
}

fn ip_addresses(outcome: &QueryOutcome) -> impl Iterator<Item = IpAddr> {
    let data = if let QueryOutcome::Answer(answer) = outcome { answer.data.as_slice() } else { &[] };
    data.iter().filter_map(|data| if let RecordData::Address(address) = data { Some(*address) } else { None })
}
