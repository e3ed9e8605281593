//! Finding the zone that a name is in, and its servers.

use std::net::IpAddr;

use futures::future::join_all;

use super::asking::{Look, MOST_HEARD, says_something};
use super::exchange::Manner;
use super::reply::{below, delegation, is_within};
use super::socket::has_way_to;
use crate::core::domain_name::registrable;
use crate::core::look::{Authority, Data, NoAnswer, QueryType, Question, Reply, Server, ZoneAt};
use crate::core::zone::Zone;

/// How many name servers of a zone are asked, and how many addresses they may have in all.
const MOST_NAME_SERVERS: usize = 16;
const MOST_ADDRESSES: usize = 32;

/// How many zones one below the other are gone down.
const MOST_ZONES: usize = 8;

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
    /// (RFC 2308), so names that are yet to be made are asked for at the servers that own the zone.
    pub(super) async fn zone_of(&self, name: &str) -> ZoneAt {
        let zone = self.registered(name).await;
        if zone.authority != Authority::Own || zone.name == name {
            return zone;
        }
        // Boxed, since the addresses of name servers may be found in the same way.
        let top = self.resolver.tops.get(name, || Box::pin(self.deepest(name, &zone))).await;
        match top {
            Some(Top::Zone(top)) if top != zone.name => self.resolver.zones.get(&top, || self.servers_of(&top)).await,
            _ => zone,
        }
    }

    /// The zone of the name that somebody has registered; where the person has named servers, of the name itself.
    async fn registered(&self, name: &str) -> ZoneAt {
        let kept = &self.resolver.tops;
        let is_named = !self.resolver.places.named.is_empty();
        let organisation = registrable(name).filter(|_| !is_named).unwrap_or_else(|| name.to_owned());
        // Apart from what is found out at the zone's own servers.
        let key = format!("{organisation}.");
        match kept.get(&key, || self.top_of(&organisation)).await {
            Some(Top::Zone(top)) => self.resolver.zones.get(&top, || self.all_servers_of(&top)).await,
            Some(Top::Nowhere(zone)) => ZoneAt {
                authority: Authority::Undelegated,
                ..self.at_resolvers(ZoneAt { is_certain: true, ..guessed(zone) })
            },
            None => {
                kept.forget(&key);
                let guess = Zone::guess(name).name().to_owned();
                self.delegated(&guess).await.unwrap_or_else(|| self.at_resolvers(guessed(guess)))
            }
        }
    }

    /// The deepest zone that the name is in, going down from one by what its own servers say: another zone's SOA record,
    /// or the name servers that they refer to (RFC 1034 section 4.3.2).
    async fn deepest(&self, name: &str, zone: &ZoneAt) -> Option<Top> {
        let mut zone = zone.clone();
        for _ in 0..MOST_ZONES {
            let question = Question::new(name, QueryType::Soa);
            let Some(response) = self.heard(&zone.servers, &question).await else { break };
            let Some((top, name_servers)) = below(&response, name, &zone.name) else { break };
            zone = if name_servers.is_empty() {
                self.resolver.zones.get(&top, || self.servers_of(&top)).await
            } else {
                let servers = self.addresses_of_all(&name_servers).await;
                let is_known = !servers.is_empty();
                let zone =
                    ZoneAt { name: top.clone(), is_certain: true, name_servers, servers, authority: Authority::Own };
                self.resolver
                    .zones
                    .get(&top, || async { if is_known { zone.clone() } else { self.at_resolvers(zone.clone()) } })
                    .await
            };
            if zone.authority != Authority::Own {
                break;
            }
        }
        Some(Top::Zone(zone.name))
    }

    /// Whether the resolver is known not to know the public DNS: it answers for the root, and not with its servers.
    pub(super) async fn is_cut_off(&self) -> bool {
        let is_root = |name: &String| name.ends_with(".root-servers.net");
        match self.find_out(&Question::new(".", QueryType::Ns)).await {
            Reply::None(_) => false,
            reply => !names(&reply).iter().any(is_root),
        }
    }

    /// The same zone, asked about at the servers that find out.
    pub(super) fn at_resolvers(&self, zone: ZoneAt) -> ZoneAt {
        let authority = if self.resolver.places.named.is_empty() { Authority::Resolver } else { Authority::Named };
        ZoneAt { servers: self.recursive.clone(), authority, ..zone }
    }

    /// The top of the zone that a name is in, by the SOA record that DNS has for the name or the nearest of its parents;
    /// nothing where DNS does not answer.
    async fn top_of(&self, name: &str) -> Option<Top> {
        let organisation = registrable(name);
        let mut rest = Some(name);
        while let Some(name) = rest.filter(|name| !name.is_empty()) {
            match self.find_out(&Question::new(name, QueryType::Soa)).await {
                // Behind a CNAME it is another name's zone.
                Reply::Found(answer) if answer.aliases.is_empty() => return Some(Top::Zone(name.to_owned())),
                Reply::Absent(absence) if absence.aliases.is_empty() => {
                    let zone = absence.zone.filter(|zone| is_within(name, zone));
                    if let Some(zone) = zone {
                        // Above what somebody can register, there is nothing of a person's.
                        let missing = organisation.filter(|it| *it != zone && is_within(it, &zone));
                        // Under an ending that nobody knows, only the root can tell.
                        let missing = missing.or_else(|| zone.is_empty().then(|| name.to_owned()));
                        let missing = missing.filter(|_| absence.no_name);
                        if let Some(missing) = missing {
                            return (!self.is_cut_off().await).then_some(Top::Nowhere(missing));
                        }
                        return (!zone.is_empty()).then_some(Top::Zone(zone));
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
        let name_servers = self.referred(name).await;
        let servers = self.addresses_of_all(&name_servers).await;
        let zone = ZoneAt { name: name.to_owned(), is_certain: true, name_servers, servers, authority: Authority::Own };
        (!zone.servers.is_empty()).then_some(zone)
    }

    /// The name servers that the zone above names, by what its own servers say; nothing where these cannot be asked.
    async fn referred(&self, name: &str) -> Vec<String> {
        let Some((_, parent)) = name.split_once('.') else { return Vec::new() };
        if !self.resolver.places.named.is_empty() {
            return Vec::new();
        }
        let Some(Top::Zone(parent)) = self.top_of(parent).await else { return Vec::new() };
        let mut servers = names(&self.find_out(&Question::new(&parent, QueryType::Ns)).await);
        servers.truncate(MOST_HEARD);
        let servers = self.addresses_of_all(&servers).await;
        let response = self.heard(&servers, &Question::new(name, QueryType::Ns)).await;
        let mut names = response.map(|response| delegation(&response, name)).unwrap_or_default();
        names.truncate(MOST_NAME_SERVERS);
        names
    }

    /// The servers of a zone that somebody has registered: those that the zone names, and those that the zone above does.
    /// Resolvers go by either.
    async fn all_servers_of(&self, top: &str) -> ZoneAt {
        let (mut zone, referred) = tokio::join!(self.servers_of(top), self.referred(top));
        let is_new = |name: &String| !zone.name_servers.contains(name);
        let others: Vec<String> = referred.into_iter().filter(is_new).collect();
        if zone.authority == Authority::Own && !others.is_empty() {
            for server in self.addresses_of_all(&others).await {
                if zone.servers.iter().all(|known| known.address != server.address) {
                    zone.servers.push(server);
                }
            }
            zone.name_servers.extend(others);
        }
        zone
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

/// A zone that DNS does not tell of.
const fn guessed(name: String) -> ZoneAt {
    ZoneAt { name, is_certain: false, name_servers: Vec::new(), servers: Vec::new(), authority: Authority::Resolver }
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
