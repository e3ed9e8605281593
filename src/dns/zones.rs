//! Finding the zone that a name is in, and its servers.

use std::net::IpAddr;

use futures::future::join_all;

use super::asking::{Look, says_something};
use super::exchange::Manner;
use super::reply::is_within;
use super::socket::has_way_to;
use crate::core::look::{Authority, Data, NoAnswer, QueryType, Question, Reply, Server, ZoneAt};
use crate::core::zone::Zone;

/// How many name servers of a zone are asked, and how many addresses they may have in all.
const MOST_NAME_SERVERS: usize = 16;
const MOST_ADDRESSES: usize = 32;

impl Look<'_> {
    /// The zone that a name is in, who is asked about it, and by what right.
    pub(super) async fn zone_of(&self, name: &str) -> ZoneAt {
        let kept = &self.resolver.tops;
        let top = kept.get(name, || self.top_of(name)).await;
        let Some(top) = top else {
            kept.forget(name);
            let guess = Zone::guess(name).name().to_owned();
            // Boxed, since the parent's zone is found in the same way.
            if let Some(zone) = Box::pin(self.delegated(&guess)).await {
                return zone;
            }
            return self.at_resolvers(ZoneAt {
                name: guess,
                is_certain: false,
                name_servers: Vec::new(),
                servers: Vec::new(),
                authority: Authority::Resolver,
            });
        };
        self.resolver.zones.get(&top, || self.servers_of(&top)).await
    }

    /// The same zone, asked about at the servers that find out.
    pub(super) fn at_resolvers(&self, zone: ZoneAt) -> ZoneAt {
        let authority = if self.resolver.places.named.is_empty() { Authority::Resolver } else { Authority::Named };
        ZoneAt { servers: self.recursive.clone(), authority, ..zone }
    }

    /// The top of the zone that a name is in, by the SOA record that DNS has for the name or the nearest of its parents;
    /// nothing where DNS does not answer.
    async fn top_of(&self, name: &str) -> Option<String> {
        let mut rest = Some(name);
        while let Some(name) = rest.filter(|name| !name.is_empty()) {
            match self.find_out(&Question::new(name, QueryType::Soa)).await {
                // Behind a CNAME it is another name's zone.
                Reply::Found(answer) if answer.aliases.is_empty() => return Some(name.to_owned()),
                Reply::Absent(absence) if absence.aliases.is_empty() => {
                    let zone = absence.zone.filter(|zone| is_within(name, zone));
                    // The root says so of a name that nobody can have; it is no zone of a person's.
                    if zone.is_some() {
                        return zone.filter(|zone| !zone.is_empty());
                    }
                }
                Reply::Found(_) | Reply::Absent(_) => {}
                Reply::None(_) => return None,
            }
            rest = name.split_once('.').map(|(_, parent)| parent);
        }
        None
    }

    /// The zone as its parent delegates it. No resolver finds anything out about a zone none of whose servers own it; the
    /// parent's servers still tell which they are.
    async fn delegated(&self, name: &str) -> Option<ZoneAt> {
        let (_, parent) = name.split_once('.')?;
        let parent = self.zone_of(parent).await;
        if parent.authority != Authority::Own || !is_within(name, &parent.name) || parent.name == name {
            return None;
        }
        let mut name_servers = self.referral(&parent.servers, name).await;
        name_servers.truncate(MOST_NAME_SERVERS);
        let servers = self.addresses_of_all(&name_servers).await;
        let zone = ZoneAt { name: name.to_owned(), is_certain: true, name_servers, servers, authority: Authority::Own };
        (!zone.servers.is_empty()).then_some(zone)
    }

    /// The servers of the zone, with their addresses.
    async fn servers_of(&self, top: &str) -> ZoneAt {
        let mut name_servers = names(&self.find_out(&Question::new(top, QueryType::Ns)).await);
        name_servers.sort();
        name_servers.dedup();
        name_servers.truncate(MOST_NAME_SERVERS);
        let zone = ZoneAt {
            name: top.to_owned(),
            is_certain: true,
            name_servers,
            servers: Vec::new(),
            authority: Authority::Own,
        };
        if !self.resolver.places.named.is_empty() {
            return self.at_resolvers(zone);
        }
        let servers = self.addresses_of_all(&zone.name_servers).await;
        if servers.is_empty() { self.at_resolvers(zone) } else { ZoneAt { servers, ..zone } }
    }

    /// Where these name servers are asked.
    async fn addresses_of_all(&self, names: &[String]) -> Vec<Server> {
        let mut servers: Vec<Server> = Vec::new();
        for found in join_all(names.iter().map(|name| self.addresses_of(name))).await {
            // Two names of one server are one server.
            let new = found.into_iter().filter(|new| servers.iter().all(|known| known.address != new.address));
            let new: Vec<_> = new.collect();
            servers.extend(new);
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

    /// What DNS says, by whoever finds out; without checking DNSSEC, where it does not say it otherwise.
    async fn find_out(&self, question: &Question) -> Reply {
        let mut last = None;
        for manner in [Manner::Recursive, Manner::Unchecked] {
            let Some(sighting) = self.first(&self.recursive, question, manner).await else { break };
            if says_something(&sighting.reply) {
                return sighting.reply;
            }
            let is_failure = sighting.reply == Reply::None(NoAnswer::ServFail);
            last = Some(sighting.reply);
            if !is_failure {
                break;
            }
        }
        last.unwrap_or(Reply::None(NoAnswer::Timeout))
    }
}

fn names(reply: &Reply) -> Vec<String> {
    let Reply::Found(answer) = reply else { return Vec::new() };
    let name = |data: &Data| if let Data::Name(name) = data { Some(name.clone()) } else { None };
    answer.data.iter().filter_map(name).collect()
}

fn addresses(reply: &Reply) -> impl Iterator<Item = IpAddr> {
    let data = if let Reply::Found(answer) = reply { answer.data.as_slice() } else { &[] };
    data.iter().filter_map(|data| if let Data::Address(address) = data { Some(*address) } else { None })
}
