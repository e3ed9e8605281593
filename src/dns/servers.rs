//! The name servers of a zone, and where they are.

use std::net::IpAddr;

use futures::future::join_all;

use super::asking::{Look, MOST_HEARD};
use super::reply::{delegation, glue};
use super::socket::has_way_to;
use super::zones::{Top, guessed, names};
use crate::core::dns::{AnswerSource, QueryOutcome, QueryType, Question, RecordData, Server, ZoneInfo};

/// How many name servers of a zone are asked, and how many addresses they may have in all.
const MOST_NAME_SERVERS: usize = 16;
const MOST_ADDRESSES: usize = 32;

impl Look<'_> {
    /// The zone as its parent delegates it. No resolver finds anything out about a zone none of whose servers own it; the
    /// parent's servers still tell which they are.
    pub(super) async fn delegated(&self, name: &str) -> Option<ZoneInfo> {
        let (name_servers, servers) = self.referred(name).await;
        let zone = ZoneInfo {
            is_certain: true,
            name_servers,
            servers,
            source: AnswerSource::Authoritative,
            ..guessed(name.into())
        };
        (!zone.servers.is_empty()).then_some(zone)
    }

    /// The name servers that the zone above names, by what its own servers say, and where they are; nothing where these
    /// cannot be asked.
    async fn referred(&self, name: &str) -> (Vec<String>, Vec<Server>) {
        let Some((_, parent)) = name.split_once('.') else { return Default::default() };
        if !self.resolver.places.named.is_empty() {
            return Default::default();
        }
        let Some(Top::Zone(parent)) = self.top_of(parent).await else { return Default::default() };
        let mut servers = names(&self.find_out(&Question::new(&parent, QueryType::Ns)).await);
        servers.truncate(MOST_HEARD);
        let servers = self.addresses_of_all(&servers).await;
        let Some(response) = self.heard(&servers, &Question::new(name, QueryType::Ns)).await else {
            return Default::default();
        };
        let mut names = delegation(&response, name);
        names.truncate(MOST_NAME_SERVERS);
        let mut servers = self.addresses_of_all(&names).await;
        for name in &names {
            // Who is in the zone itself may be known to the zone above alone.
            if !servers.iter().any(|known| known.name == *name) {
                let addresses = glue(&response, name).into_iter().map(|address| self.resolver.places.of(address));
                servers.extend(addresses.map(|address| Server { name: name.clone(), address }));
            }
        }
        (names, servers)
    }

    /// The servers of a zone that somebody has registered: those that the zone names, and those that the zone above does.
    /// Resolvers go by either.
    pub(super) async fn all_servers_of(&self, top: &str) -> ZoneInfo {
        let (mut zone, (names, servers)) = tokio::join!(self.servers_of(top), self.referred(top));
        if zone.source == AnswerSource::Authoritative {
            add_new(&mut zone.servers, servers);
            let new: Vec<String> = names.into_iter().filter(|name| !zone.name_servers.contains(name)).collect();
            zone.name_servers.extend(new);
        }
        zone
    }

    /// The servers of the zone, with their addresses.
    pub(super) async fn servers_of(&self, top: &str) -> ZoneInfo {
        let mut name_servers = names(&self.find_out(&Question::new(top, QueryType::Ns)).await);
        name_servers.sort();
        name_servers.dedup();
        name_servers.truncate(MOST_NAME_SERVERS);
        self.served_by(top, name_servers).await
    }

    /// The zone at these name servers; at those that find out, where they have no address or the person has named others.
    pub(super) async fn served_by(&self, top: &str, name_servers: Vec<String>) -> ZoneInfo {
        let is_named = !self.resolver.places.named.is_empty();
        let servers = if is_named { Vec::new() } else { self.addresses_of_all(&name_servers).await };
        let zone =
            ZoneInfo { is_certain: true, name_servers, source: AnswerSource::Authoritative, ..guessed(top.to_owned()) };
        if servers.is_empty() { self.at_resolvers(zone) } else { ZoneInfo { servers, ..zone } }
    }

    /// Where these name servers are asked.
    pub(super) async fn addresses_of_all(&self, names: &[String]) -> Vec<Server> {
        let mut servers: Vec<Server> = Vec::new();
        for found in join_all(names.iter().map(|name| self.addresses_of(name))).await {
            add_new(&mut servers, found);
        }
        servers.truncate(MOST_ADDRESSES);
        servers
    }

    /// Where a name server is asked. Addresses of a kind that this machine has no way to are left out, where the server
    /// has others.
    async fn addresses_of(&self, name: &str) -> Vec<Server> {
        let (four, six) = (Question::new(name, QueryType::A), Question::new(name, QueryType::Aaaa));
        let (four, six) = tokio::join!(self.find_out(&four), self.find_out(&six));
        let places = &self.resolver.places;
        let all: Vec<_> = addresses(&four).chain(addresses(&six)).map(|address| places.of(address)).collect();
        let near: Vec<_> = all.iter().copied().filter(|address| has_way_to(*address)).collect();
        let chosen = if near.is_empty() { all } else { near };
        chosen.into_iter().map(|address| Server { name: name.to_owned(), address }).collect()
    }
}

/// Adds those that are not known. Two names of one server are one server.
fn add_new(servers: &mut Vec<Server>, found: Vec<Server>) {
    let known: Vec<_> = servers.iter().map(|server| server.address).collect();
    servers.extend(found.into_iter().filter(|new| !known.contains(&new.address)));
}

fn addresses(reply: &QueryOutcome) -> impl Iterator<Item = IpAddr> {
    let data = if let QueryOutcome::Answer(answer) = reply { answer.data.as_slice() } else { &[] };
    data.iter().filter_map(|data| if let RecordData::Address(address) = data { Some(*address) } else { None })
}
