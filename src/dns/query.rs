//! Queries to one or several servers, and following CNAMEs.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use hickory_net::proto::op::{DnsResponse, Message};
use tokio::sync::{OnceCell, SetOnce};
use tokio::time::Instant;

use super::hedge::{Attempt, hedge};
use super::letter_case::LetterCase;
use super::lookup_budget::{LookupBudget, LookupLimits};
use super::reply::{CnameTarget, MAX_CNAMES, ParsedReply, has_referral, parse_reply};
use super::resolver::DnsResolver;
use super::transport::QueryMode;
use crate::core::dns::{
    Answer, AnswerSource, LookupError, Negative, QueryOutcome, QueryType, Question, Server, ServerResponse, ZoneInfo,
};

/// How many servers are tried if one answer is enough.
const MAX_SERVERS_TRIED: usize = 4;

/// How many servers are queried at once if the first answer is enough.
pub(super) const MAX_PARALLEL_SERVERS: usize = 3;

/// One lookup of a domain: the recursive resolvers, and what is known only for its duration.
pub(super) struct LookupSession<'r> {
    pub(super) resolver: &'r DnsResolver,
    /// The system's resolvers, or the servers that the user named.
    pub(super) recursive_resolvers: Vec<Server>,
    /// The queries to single servers, so that none is sent twice.
    queries: Mutex<HashMap<(SocketAddr, Question, QueryMode), Arc<QuerySlot>>>,
    /// The questions to whichever server of a zone answers, so that none is sent twice.
    zone_queries: Mutex<HashMap<(String, Question), ZoneQuery>>,
    /// The responses with signatures, to be verified once the keys are known.
    signed_responses: Mutex<HashMap<(SocketAddr, Question), Arc<Message>>>,
    cname_cache: Mutex<HashMap<Question, Arc<OnceCell<QueryOutcome>>>>,
    /// Servers that did not respond, so that no other query waits for them in vain.
    unresponsive_servers: Mutex<HashSet<SocketAddr>>,
    /// Servers that respond over TCP only.
    tcp_only_servers: Mutex<HashSet<SocketAddr>>,
    /// The case of names that each server is known to keep.
    letter_cases: Mutex<HashMap<SocketAddr, LetterCase>>,
    zone_trials: Mutex<HashMap<SocketAddr, Arc<OnceCell<bool>>>>,
    /// The value of the record that announces Domain Connect, once it is asked for.
    pub(super) domain_connect: OnceCell<Option<String>>,
    pub(super) budget: LookupBudget,
}

/// A question to whichever server of a zone answers, which several records may need.
type ZoneQuery = Arc<OnceCell<Option<ServerResponse>>>;

/// A query to one server, which several records may need.
#[derive(Debug, Default)]
struct QuerySlot {
    /// Set when the query leaves the server's line.
    sent: Arc<SetOnce<()>>,
    response: OnceCell<ServerResponse>,
}

impl<'r> LookupSession<'r> {
    pub(super) fn new(resolver: &'r DnsResolver, recursive: Vec<SocketAddr>) -> Self {
        let recursive = recursive.into_iter().map(|address| Server { name: String::new(), address }).collect();
        Self {
            resolver,
            recursive_resolvers: recursive,
            queries: Mutex::default(),
            zone_queries: Mutex::default(),
            signed_responses: Mutex::default(),
            cname_cache: Mutex::default(),
            unresponsive_servers: Mutex::default(),
            tcp_only_servers: Mutex::default(),
            letter_cases: Mutex::default(),
            zone_trials: Mutex::default(),
            domain_connect: OnceCell::new(),
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

    /// Queries one server, and others if a CNAME leads out of its zones. A query that was sent before is not sent again, unless
    /// its response was inconclusive.
    pub(super) async fn query_following_cnames(
        &self,
        server: &Server,
        question: &Question,
        mode: QueryMode,
    ) -> ServerResponse {
        self.query_once(&self.query_slot(server, question, mode), server, question, mode).await
    }

    fn query_slot(&self, server: &Server, question: &Question, mode: QueryMode) -> Arc<QuerySlot> {
        Arc::clone(lock(&self.queries).entry((server.address, question.clone(), mode)).or_default())
    }

    async fn query_once(
        &self,
        slot: &Arc<QuerySlot>,
        server: &Server,
        question: &Question,
        mode: QueryMode,
    ) -> ServerResponse {
        let response = slot.response.get_or_init(|| self.query_anew(server, question, mode, &slot.sent)).await.clone();
        if !is_conclusive(&response.outcome) {
            let key = (server.address, question.clone(), mode);
            let mut queries = lock(&self.queries);
            if queries.get(&key).is_some_and(|known| Arc::ptr_eq(known, slot)) {
                queries.remove(&key);
            }
        }
        ServerResponse { server: server.clone(), ..response }
    }

    /// Queries one server even if it was queried before.
    pub(super) async fn query_anew(
        &self,
        server: &Server,
        question: &Question,
        mode: QueryMode,
        sent: &SetOnce<()>,
    ) -> ServerResponse {
        let started = Instant::now();
        let reply = self.query(server, question, mode, sent).await;
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
        let mut attempts = Vec::new();
        for server in servers.iter().take(MAX_SERVERS_TRIED) {
            let slot = self.query_slot(server, question, mode);
            let sent = Arc::clone(&slot.sent);
            attempts.push(Attempt { sent, work: async move { self.query_once(&slot, server, question, mode).await } });
        }
        hedge(attempts, |response| is_conclusive(&response.outcome)).await
    }

    /// Like [`Self::first_conclusive`], of the servers of a zone. The question is sent once for all records. Different questions
    /// start at different servers, so that none has to answer all.
    pub(super) async fn first_conclusive_of_zone(
        &self,
        zone: &ZoneInfo,
        servers: &[Server],
        question: &Question,
    ) -> Option<ServerResponse> {
        let key = (zone.name.clone(), question.clone());
        let cell = Arc::clone(lock(&self.zone_queries).entry(key).or_default());
        let response = cell.get_or_init(|| async {
            let mode = Self::query_mode(zone);
            if let Some(known) = self.known_response(servers, question, mode) {
                return Some(known);
            }
            let mut servers = servers.to_vec();
            let number: usize = question.name.bytes().map(usize::from).sum();
            let first = number.checked_rem(servers.len()).unwrap_or(0);
            servers.rotate_left(first);
            self.first_conclusive(&servers, question, mode).await
        });
        response.await.clone()
    }

    /// What one of these servers has answered to the same question, which may be a record's own.
    fn known_response(&self, servers: &[Server], question: &Question, mode: QueryMode) -> Option<ServerResponse> {
        let queries = lock(&self.queries);
        let modes = if mode.is_authoritative() { [QueryMode::Signed, mode] } else { [mode, mode] };
        modes.into_iter().find_map(|mode| {
            servers.iter().find_map(|server| {
                let slot = queries.get(&(server.address, question.clone(), mode))?;
                slot.response.get().filter(|response| is_conclusive(&response.outcome)).cloned()
            })
        })
    }

    async fn query(&self, server: &Server, question: &Question, mode: QueryMode, sent: &SetOnce<()>) -> ParsedReply {
        match self.send(server.address, question, mode, sent).await {
            Ok(response) => {
                let reply = parse_reply(question, &response, mode);
                self.keep_signatures(server.address, question, mode, response);
                reply
            }
            Err(error) => ParsedReply::from_error(error),
        }
    }

    /// Keeps a response that may have signatures.
    pub(super) fn keep_signatures(
        &self,
        server: SocketAddr,
        question: &Question,
        mode: QueryMode,
        response: DnsResponse,
    ) {
        if mode == QueryMode::Signed {
            let message = Arc::new(response.into_message());
            lock(&self.signed_responses).insert((server, question.clone()), message);
        }
    }

    /// The response of a server to a query in [`QueryMode::Signed`].
    pub(super) fn signed_response(&self, server: SocketAddr, question: &Question) -> Option<Arc<Message>> {
        lock(&self.signed_responses).get(&(server, question.clone())).cloned()
    }

    /// The case of the letters of the next question to a server. A question that may well have a negative answer is no trial.
    pub(super) fn letter_case(&self, server: SocketAddr, query_type: QueryType) -> LetterCase {
        let is_trial =
            matches!(query_type, QueryType::Txt | QueryType::Mx | QueryType::Cname | QueryType::Ns | QueryType::Soa);
        let unknown = if is_trial { LetterCase::Trial } else { LetterCase::Lower };
        lock(&self.letter_cases).get(&server).copied().unwrap_or(unknown)
    }

    pub(super) fn set_letter_case(&self, server: SocketAddr, letter_case: LetterCase) {
        lock(&self.letter_cases).insert(server, letter_case);
    }

    /// Whether a server finds its zone by a name in mixed case: asked once for all trials.
    pub(super) fn zone_trial(&self, server: SocketAddr) -> Arc<OnceCell<bool>> {
        Arc::clone(lock(&self.zone_trials).entry(server).or_default())
    }

    pub(super) fn is_tcp_only(&self, server: SocketAddr) -> bool {
        lock(&self.tcp_only_servers).contains(&server)
    }

    pub(super) fn set_tcp_only(&self, server: SocketAddr) {
        lock(&self.tcp_only_servers).insert(server);
    }

    /// The first response of several servers that is authoritative or a referral, and the server that gave it; the next one is
    /// queried if one fails or takes long. A server that did not respond is not queried here again: port 53 may be closed.
    pub(super) async fn first_authoritative(
        &self,
        servers: &[Server],
        question: &Question,
    ) -> Option<(SocketAddr, DnsResponse)> {
        let candidates: Vec<SocketAddr> = {
            let unresponsive = lock(&self.unresponsive_servers);
            let all = servers.iter().take(MAX_PARALLEL_SERVERS).map(|server| server.address);
            all.filter(|server| !unresponsive.contains(server)).collect()
        };
        let attempts = candidates.into_iter().map(|server| {
            let sent = Arc::<SetOnce<()>>::default();
            Attempt { sent: Arc::clone(&sent), work: self.query_authority(server, question, sent) }
        });
        hedge(attempts, Option::is_some).await.flatten()
    }

    async fn query_authority(
        &self,
        server: SocketAddr,
        question: &Question,
        sent: Arc<SetOnce<()>>,
    ) -> Option<(SocketAddr, DnsResponse)> {
        match self.send(server, question, QueryMode::Signed, &sent).await {
            Ok(response) if response.authoritative || has_referral(&response) => {
                self.keep_signatures(server, question, QueryMode::Signed, response.clone());
                Some((server, response))
            }
            Err(LookupError::Timeout | LookupError::Unreachable { .. }) => {
                lock(&self.unresponsive_servers).insert(server);
                None
            }
            Ok(_) | Err(_) => None,
        }
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
        let query = async |server| self.query(server, question, Self::query_mode(zone), &SetOnce::new()).await;
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
