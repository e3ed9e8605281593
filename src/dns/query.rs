//! Asking servers, in their lines, and following where CNAMEs lead.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use hickory_net::proto::op::DnsResponse;
use tokio::sync::OnceCell;
use tokio::time::{Instant, sleep};

use super::DnsResolver;
use super::reply::{CnameTarget, MAX_CNAMES, ParsedReply, has_referral, parse_reply};
use super::transport::{OutgoingQuery, QueryMode};
use crate::core::dns::{
    Answer, AnswerSource, LookupError, Negative, QueryOutcome, Question, Server, ServerResponse, ZoneInfo,
};

/// How long a server may think before another is asked beside it, where one answer is enough.
const HEDGE_DELAY: Duration = Duration::from_millis(400);

/// How many are tried where one answer is enough.
const MAX_SERVERS_TRIED: usize = 4;

/// How many are asked at once, where the first is enough that knows.
pub(super) const MAX_PARALLEL_SERVERS: usize = 3;

/// One look at a domain: who may be asked beside the servers of its zones, and what was found out on the way.
pub(super) struct LookupSession<'r> {
    pub(super) resolver: &'r DnsResolver,
    /// The system's resolvers, or the servers that the person named.
    pub(super) recursive_resolvers: Vec<Server>,
    cname_cache: Mutex<HashMap<Question, Arc<OnceCell<QueryOutcome>>>>,
    /// Servers from which nothing came, so that no other question waits for them in vain.
    unresponsive_servers: Mutex<HashSet<SocketAddr>>,
    /// Servers that answer by TCP alone.
    tcp_only_servers: Mutex<HashSet<SocketAddr>>,
}

impl<'r> LookupSession<'r> {
    pub(super) fn new(resolver: &'r DnsResolver, recursive: Vec<SocketAddr>) -> Self {
        let recursive = recursive.into_iter().map(|address| Server { name: String::new(), address }).collect();
        Self {
            resolver,
            recursive_resolvers: recursive,
            cname_cache: Mutex::default(),
            unresponsive_servers: Mutex::default(),
            tcp_only_servers: Mutex::default(),
        }
    }

    /// How the servers of a zone are asked.
    pub(super) const fn query_mode(zone: &ZoneInfo) -> QueryMode {
        match zone.source {
            AnswerSource::Authoritative => QueryMode::Authoritative,
            AnswerSource::Resolver
            | AnswerSource::Intercepted
            | AnswerSource::Undelegated
            | AnswerSource::UserSpecified => QueryMode::Recursive,
        }
    }

    /// Asks one server, and others where a CNAME leads to what is not its own.
    pub(super) async fn query_following_cnames(
        &self,
        server: &Server,
        question: &Question,
        mode: QueryMode,
    ) -> ServerResponse {
        let (said, milliseconds) = self.query(server, question, mode).await;
        let reply = match (said.reply, said.cname_target) {
            (QueryOutcome::Negative(absence), Some(to)) => self.follow_cname(question, absence, to).await,
            (reply, _) => reply,
        };
        ServerResponse { server: server.clone(), outcome: reply, elapsed_ms: milliseconds }
    }

    /// The first sighting that says something, of several servers that know the same: the next is asked where one fails
    /// or thinks for long. Where none says anything, the last to say so.
    pub(super) async fn first_conclusive(
        &self,
        servers: &[Server],
        question: &Question,
        mode: QueryMode,
    ) -> Option<ServerResponse> {
        let mut waiting = servers.iter().take(MAX_SERVERS_TRIED);
        let mut pending = FuturesUnordered::new();
        let mut last = None;
        loop {
            let next = waiting.next();
            let is_more = next.is_some();
            pending.extend(next.map(|server| self.query_following_cnames(server, question, mode)));
            if pending.is_empty() {
                return last;
            }
            tokio::select! {
                biased;
                Some(sighting) = pending.next() => {
                    if is_conclusive(&sighting.outcome) {
                        return Some(sighting);
                    }
                    last = Some(sighting);
                }
                () = sleep(HEDGE_DELAY), if is_more => {}
            }
        }
    }

    async fn query(&self, server: &Server, question: &Question, mode: QueryMode) -> (ParsedReply, u32) {
        let started = Instant::now();
        let said = match self.send(server.address, question, mode).await {
            Ok(response) => parse_reply(question, &response, mode),
            Err(why) => ParsedReply { reply: QueryOutcome::Failed(why), cname_target: None },
        };
        (said, u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX))
    }

    /// Asks in the server's line, by the way that it is known to answer by.
    pub(super) async fn send(
        &self,
        server: SocketAddr,
        question: &Question,
        mode: QueryMode,
    ) -> Result<DnsResponse, LookupError> {
        let _permit = self.resolver.limiter.acquire(server).await;
        let mut tcp_only = lock(&self.tcp_only_servers).contains(&server);
        let observer = self.resolver.observer.as_deref();
        let response = OutgoingQuery { server, question, mode, observer }.send(&mut tcp_only).await;
        if tcp_only {
            lock(&self.tcp_only_servers).insert(server);
        }
        response
    }

    /// What the first of several servers answers that owns the zone, or refers to those that own another. Who is silent
    /// is not asked in this way again: port 53 may be closed, and the time is better spent.
    pub(super) async fn first_authoritative(&self, servers: &[Server], question: &Question) -> Option<DnsResponse> {
        let ask = async |server: &Server| {
            (server.address, self.send(server.address, question, QueryMode::Authoritative).await)
        };
        let candidates: Vec<&Server> = {
            let unresponsive = lock(&self.unresponsive_servers);
            servers.iter().take(MAX_PARALLEL_SERVERS).filter(|server| !unresponsive.contains(&server.address)).collect()
        };
        let mut pending: FuturesUnordered<_> = candidates.into_iter().map(ask).collect();
        while let Some((server, response)) = pending.next().await {
            match response {
                Ok(response) if response.authoritative || has_referral(&response) => return Some(response),
                Err(LookupError::Timeout | LookupError::Unreachable(_)) => {
                    lock(&self.unresponsive_servers).insert(server);
                }
                Ok(_) | Err(_) => {}
            }
        }
        None
    }

    /// What is found where a CNAME leads to; all that lead to one name are followed once.
    async fn follow_cname(&self, question: &Question, absence: Negative, to: CnameTarget) -> QueryOutcome {
        let target = Question { name: to.name.clone(), query_type: question.query_type };
        let cell = {
            let mut followed = lock(&self.cname_cache);
            Arc::clone(followed.entry(target.clone()).or_default())
        };
        // Boxed, since the zones that it asks for are found by asking.
        let reply = cell.get_or_init(|| Box::pin(self.chase_cnames(target))).await;
        let mut aliases = absence.cname_chain;
        match reply {
            QueryOutcome::Answer(answer) => {
                aliases.extend(answer.cname_chain.iter().cloned());
                aliases.truncate(MAX_CNAMES);
                let ttl = answer.ttl.min(to.ttl);
                QueryOutcome::Answer(Answer {
                    cname_chain: aliases,
                    ttl,
                    is_authoritative: absence.is_authoritative,
                    ..answer.clone()
                })
            }
            QueryOutcome::Negative(there) => {
                aliases.extend(there.cname_chain.iter().cloned());
                aliases.truncate(MAX_CNAMES);
                QueryOutcome::Negative(Negative {
                    cname_chain: aliases,
                    is_authoritative: absence.is_authoritative,
                    ..there.clone()
                })
            }
            QueryOutcome::Failed(_) => QueryOutcome::Failed(LookupError::UnresolvedCname { cname_chain: aliases }),
        }
    }

    /// Goes from a name to a name by CNAMEs, each at the servers of its zone.
    async fn chase_cnames(&self, mut question: Question) -> QueryOutcome {
        let mut names = vec![question.name.clone()];
        loop {
            let zone = self.find_zone(&question.name).await;
            let Some(parsed) = self.query_any_server(&zone, &question).await else {
                return QueryOutcome::Failed(LookupError::Timeout);
            };
            let kind = question.query_type;
            match (parsed.reply, parsed.cname_target) {
                (QueryOutcome::Negative(mut absence), Some(to)) => {
                    let is_end = names.contains(&to.name) || names.len() + absence.cname_chain.len() > MAX_CNAMES;
                    names.append(&mut absence.cname_chain);
                    if is_end {
                        return QueryOutcome::Negative(Negative { cname_chain: names.split_off(1), ..absence });
                    }
                    question = Question { name: to.name, query_type: kind };
                }
                (QueryOutcome::Negative(mut absence), None) => {
                    names.append(&mut absence.cname_chain);
                    return QueryOutcome::Negative(Negative { cname_chain: names.split_off(1), ..absence });
                }
                (QueryOutcome::Answer(mut answer), _) => {
                    names.append(&mut answer.cname_chain);
                    return QueryOutcome::Answer(Answer { cname_chain: names.split_off(1), ..answer });
                }
                (QueryOutcome::Failed(why), _) => return QueryOutcome::Failed(why),
            }
        }
    }

    /// What the first server of a zone says that says something, without following.
    async fn query_any_server(&self, zone: &ZoneInfo, question: &Question) -> Option<ParsedReply> {
        let ask = async |server| self.query(server, question, Self::query_mode(zone)).await.0;
        let mut pending: FuturesUnordered<_> = zone.servers.iter().take(MAX_PARALLEL_SERVERS).map(ask).collect();
        let mut last = None;
        while let Some(said) = pending.next().await {
            if is_conclusive(&said.reply) {
                return Some(said);
            }
            last = Some(said);
        }
        last
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a reply says anything of the records.
pub(super) const fn is_conclusive(reply: &QueryOutcome) -> bool {
    matches!(reply, QueryOutcome::Answer(_) | QueryOutcome::Negative(_))
}
