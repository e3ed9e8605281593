//! Queries to one or several servers, and following CNAMEs.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use hickory_net::proto::op::DnsResponse;
use tokio::sync::OnceCell;
use tokio::time::{Instant, sleep};

use super::letter_case::LetterCase;
use super::lookup_budget::{LookupBudget, LookupLimits};
use super::reply::{CnameTarget, MAX_CNAMES, ParsedReply, has_referral, parse_reply};
use super::resolver::DnsResolver;
use super::transport::QueryMode;
use crate::core::dns::{
    Answer, AnswerSource, LookupError, Negative, QueryOutcome, Question, Server, ServerResponse, ZoneInfo,
};

/// How long a server may take before another is queried in addition, if one answer is enough.
const HEDGE_DELAY: Duration = Duration::from_millis(400);

/// How many servers are tried if one answer is enough.
const MAX_SERVERS_TRIED: usize = 4;

/// How many servers are queried at once if the first answer is enough.
pub(super) const MAX_PARALLEL_SERVERS: usize = 3;

/// One lookup of a domain: the recursive resolvers, and what is known only for its duration.
pub(super) struct LookupSession<'r> {
    pub(super) resolver: &'r DnsResolver,
    /// The system's resolvers, or the servers that the user named.
    pub(super) recursive_resolvers: Vec<Server>,
    cname_cache: Mutex<HashMap<Question, Arc<OnceCell<QueryOutcome>>>>,
    /// Servers that did not respond, so that no other query waits for them in vain.
    unresponsive_servers: Mutex<HashSet<SocketAddr>>,
    /// Servers that respond over TCP only.
    tcp_only_servers: Mutex<HashSet<SocketAddr>>,
    /// The case of names that each server is known to keep.
    letter_cases: Mutex<HashMap<SocketAddr, LetterCase>>,
    pub(super) budget: LookupBudget,
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
            letter_cases: Mutex::default(),
            budget: LookupBudget::new(LookupLimits::default()),
        }
    }

    /// The mode in which the servers of a zone are queried.
    pub(super) const fn query_mode(zone: &ZoneInfo) -> QueryMode {
        match zone.source {
            AnswerSource::Authoritative => QueryMode::Authoritative,
            AnswerSource::Resolver
            | AnswerSource::Intercepted
            | AnswerSource::Undelegated
            | AnswerSource::UserSpecified => QueryMode::Recursive,
        }
    }

    /// Queries one server, and others if a CNAME leads out of its zones.
    pub(super) async fn query_following_cnames(
        &self,
        server: &Server,
        question: &Question,
        mode: QueryMode,
    ) -> ServerResponse {
        let started = Instant::now();
        let reply = self.query(server, question, mode).await;
        let elapsed_ms = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
        let outcome = match (reply.outcome, reply.cname_target) {
            (QueryOutcome::Negative(negative), Some(target)) => self.follow_cname(question, negative, target).await,
            (outcome, _) => outcome,
        };
        ServerResponse { server: server.clone(), outcome, elapsed_ms }
    }

    /// The first conclusive response of several servers with the same data: the next one is queried if one fails or takes
    /// long. If none is conclusive, the last response.
    pub(super) async fn first_conclusive(
        &self,
        servers: &[Server],
        question: &Question,
        mode: QueryMode,
    ) -> Option<ServerResponse> {
        let mut candidates = servers.iter().take(MAX_SERVERS_TRIED);
        let mut pending = FuturesUnordered::new();
        let mut last = None;
        loop {
            let next = candidates.next();
            let has_next = next.is_some();
            pending.extend(next.map(|server| self.query_following_cnames(server, question, mode)));
            if pending.is_empty() {
                return last;
            }
            tokio::select! {
                biased;
                Some(response) = pending.next() => {
                    if is_conclusive(&response.outcome) {
                        return Some(response);
                    }
                    last = Some(response);
                }
                () = sleep(HEDGE_DELAY), if has_next => {}
            }
        }
    }

    async fn query(&self, server: &Server, question: &Question, mode: QueryMode) -> ParsedReply {
        match self.send(server.address, question, mode).await {
            Ok(response) => parse_reply(question, &response, mode),
            Err(error) => ParsedReply::from_error(error),
        }
    }

    /// The case of the letters of the next question to a server.
    pub(super) fn letter_case(&self, server: SocketAddr) -> LetterCase {
        match lock(&self.letter_cases).entry(server) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                // During the trial, other questions are in lower case.
                unknown.insert(LetterCase::Lower);
                LetterCase::Trial
            }
        }
    }

    pub(super) fn set_letter_case(&self, server: SocketAddr, letter_case: Option<LetterCase>) {
        let mut known = lock(&self.letter_cases);
        match letter_case {
            Some(letter_case) => known.insert(server, letter_case),
            None => known.remove(&server),
        };
    }

    pub(super) fn is_tcp_only(&self, server: SocketAddr) -> bool {
        lock(&self.tcp_only_servers).contains(&server)
    }

    pub(super) fn set_tcp_only(&self, server: SocketAddr) {
        lock(&self.tcp_only_servers).insert(server);
    }

    /// The first response of several servers that is authoritative or a referral. A server that did not respond is not
    /// queried here again: port 53 may be closed.
    pub(super) async fn first_authoritative(&self, servers: &[Server], question: &Question) -> Option<DnsResponse> {
        let send = async |server: &Server| {
            (server.address, self.send(server.address, question, QueryMode::Authoritative).await)
        };
        let candidates: Vec<&Server> = {
            let unresponsive = lock(&self.unresponsive_servers);
            servers.iter().take(MAX_PARALLEL_SERVERS).filter(|server| !unresponsive.contains(&server.address)).collect()
        };
        let mut pending: FuturesUnordered<_> = candidates.into_iter().map(send).collect();
        while let Some((server, response)) = pending.next().await {
            match response {
                Ok(response) if response.authoritative || has_referral(&response) => return Some(response),
                Err(LookupError::Timeout | LookupError::Unreachable { .. }) => {
                    lock(&self.unresponsive_servers).insert(server);
                }
                Ok(_) | Err(_) => {}
            }
        }
        None
    }

    /// Looks up the target of a CNAME; if several records lead to one target, it is looked up once.
    async fn follow_cname(&self, question: &Question, negative: Negative, target: CnameTarget) -> QueryOutcome {
        let CnameTarget { name, ttl } = target;
        let target = Question { name, query_type: question.query_type };
        let cell = {
            let mut cache = lock(&self.cname_cache);
            Arc::clone(cache.entry(target.clone()).or_default())
        };
        // Boxed, since finding the target's zone sends queries, which may lead here again.
        let outcome = cell.get_or_init(|| Box::pin(self.chase_cnames(target))).await;
        let Negative { mut cname_chain, is_authoritative, .. } = negative;
        let mut extend_chain = |rest: &[String]| {
            cname_chain.extend(rest.iter().cloned());
            cname_chain.truncate(MAX_CNAMES);
            std::mem::take(&mut cname_chain)
        };
        match outcome {
            QueryOutcome::Answer(answer) => QueryOutcome::Answer(Answer {
                cname_chain: extend_chain(&answer.cname_chain),
                ttl: answer.ttl.min(ttl),
                is_authoritative,
                ..answer.clone()
            }),
            QueryOutcome::Negative(negative) => QueryOutcome::Negative(Negative {
                cname_chain: extend_chain(&negative.cname_chain),
                is_authoritative,
                ..negative.clone()
            }),
            QueryOutcome::Failed(_) => QueryOutcome::Failed(LookupError::UnresolvedCname { cname_chain }),
        }
    }

    /// Follows CNAMEs from name to name, each at the servers of its zone.
    async fn chase_cnames(&self, mut question: Question) -> QueryOutcome {
        let mut names = vec![question.name.clone()];
        loop {
            let Some(zone) = self.find_zone(&question.name).await else {
                return QueryOutcome::Failed(LookupError::Timeout);
            };
            let Some(reply) = self.query_any_server(&zone, &question).await else {
                return QueryOutcome::Failed(LookupError::Timeout);
            };
            match (reply.outcome, reply.cname_target) {
                (QueryOutcome::Negative(mut negative), Some(target)) => {
                    let is_end = names.contains(&target.name) || names.len() + negative.cname_chain.len() > MAX_CNAMES;
                    names.append(&mut negative.cname_chain);
                    if is_end {
                        return QueryOutcome::Negative(Negative { cname_chain: names.split_off(1), ..negative });
                    }
                    question.name = target.name;
                }
                (QueryOutcome::Negative(mut negative), None) => {
                    names.append(&mut negative.cname_chain);
                    return QueryOutcome::Negative(Negative { cname_chain: names.split_off(1), ..negative });
                }
                (QueryOutcome::Answer(mut answer), _) => {
                    names.append(&mut answer.cname_chain);
                    return QueryOutcome::Answer(Answer { cname_chain: names.split_off(1), ..answer });
                }
                (QueryOutcome::Failed(error), _) => return QueryOutcome::Failed(error),
            }
        }
    }

    /// The first conclusive reply of a zone's servers, without following CNAMEs; else the last one.
    async fn query_any_server(&self, zone: &ZoneInfo, question: &Question) -> Option<ParsedReply> {
        let query = |server| self.query(server, question, Self::query_mode(zone));
        let mut pending: FuturesUnordered<_> = zone.servers.iter().take(MAX_PARALLEL_SERVERS).map(query).collect();
        let mut last = None;
        while let Some(reply) = pending.next().await {
            if is_conclusive(&reply.outcome) {
                return Some(reply);
            }
            last = Some(reply);
        }
        last
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether an outcome says whether there are records.
pub(super) const fn is_conclusive(outcome: &QueryOutcome) -> bool {
    matches!(outcome, QueryOutcome::Answer(_) | QueryOutcome::Negative(_))
}

/// Whether the server could not be reached.
pub(super) const fn is_unreachable(outcome: &QueryOutcome) -> bool {
    matches!(outcome, QueryOutcome::Failed(LookupError::Timeout | LookupError::Unreachable { .. }))
}
