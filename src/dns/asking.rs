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
use super::exchange::{Manner, exchange};
use super::reply::{Elsewhere, MOST_ALIASES, Said, read, refers};
use crate::core::dns::{
    Answer, AnswerSource, LookupError, Negative, QueryOutcome, Question, Server, ServerResponse, ZoneInfo,
};

/// How long a server may think before another is asked beside it, where one answer is enough.
const PATIENCE: Duration = Duration::from_millis(400);

/// How many are tried where one answer is enough.
const MOST_TRIED: usize = 4;

/// How many are asked at once, where the first is enough that knows.
pub(super) const MOST_HEARD: usize = 3;

/// One look at a domain: who may be asked beside the servers of its zones, and what was found out on the way.
pub(super) struct Look<'r> {
    pub(super) resolver: &'r DnsResolver,
    /// The system's resolvers, or the servers that the person named.
    pub(super) recursive: Vec<Server>,
    followed: Mutex<HashMap<Question, Arc<OnceCell<QueryOutcome>>>>,
    /// Servers from which nothing came, so that no other question waits for them in vain.
    deaf: Mutex<HashSet<SocketAddr>>,
    /// Servers that answer by TCP alone.
    by_tcp: Mutex<HashSet<SocketAddr>>,
}

impl<'r> Look<'r> {
    pub(super) fn new(resolver: &'r DnsResolver, recursive: Vec<SocketAddr>) -> Self {
        let recursive = recursive.into_iter().map(|address| Server { name: String::new(), address }).collect();
        Self { resolver, recursive, followed: Mutex::default(), deaf: Mutex::default(), by_tcp: Mutex::default() }
    }

    /// How the servers of a zone are asked.
    pub(super) const fn manner(zone: &ZoneInfo) -> Manner {
        match zone.source {
            AnswerSource::Authoritative => Manner::Own,
            AnswerSource::Resolver
            | AnswerSource::Intercepted
            | AnswerSource::Undelegated
            | AnswerSource::UserSpecified => Manner::Recursive,
        }
    }

    /// Asks one server, and others where a CNAME leads to what is not its own.
    pub(super) async fn sight(&self, server: &Server, question: &Question, manner: Manner) -> ServerResponse {
        let (said, milliseconds) = self.ask(server, question, manner).await;
        let reply = match (said.reply, said.elsewhere) {
            (QueryOutcome::Negative(absence), Some(to)) => self.follow(question, absence, to).await,
            (reply, _) => reply,
        };
        ServerResponse { server: server.clone(), outcome: reply, elapsed_ms: milliseconds }
    }

    /// The first sighting that says something, of several servers that know the same: the next is asked where one fails
    /// or thinks for long. Where none says anything, the last to say so.
    pub(super) async fn first(
        &self,
        servers: &[Server],
        question: &Question,
        manner: Manner,
    ) -> Option<ServerResponse> {
        let mut waiting = servers.iter().take(MOST_TRIED);
        let mut asked = FuturesUnordered::new();
        let mut last = None;
        loop {
            let next = waiting.next();
            let is_more = next.is_some();
            asked.extend(next.map(|server| self.sight(server, question, manner)));
            if asked.is_empty() {
                return last;
            }
            tokio::select! {
                biased;
                Some(sighting) = asked.next() => {
                    if says_something(&sighting.outcome) {
                        return Some(sighting);
                    }
                    last = Some(sighting);
                }
                () = sleep(PATIENCE), if is_more => {}
            }
        }
    }

    async fn ask(&self, server: &Server, question: &Question, manner: Manner) -> (Said, u32) {
        let began = Instant::now();
        let said = match self.exchange(server.address, question, manner).await {
            Ok(response) => read(question, &response, manner),
            Err(why) => Said { reply: QueryOutcome::Failed(why), elsewhere: None },
        };
        (said, u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX))
    }

    /// Asks in the server's line, by the way that it is known to answer by.
    pub(super) async fn exchange(
        &self,
        server: SocketAddr,
        question: &Question,
        manner: Manner,
    ) -> Result<DnsResponse, LookupError> {
        let _turn = self.resolver.lines.turn(server).await;
        let mut is_by_tcp = locked(&self.by_tcp).contains(&server);
        let said = exchange(server, question, manner, &mut is_by_tcp).await;
        if is_by_tcp {
            locked(&self.by_tcp).insert(server);
        }
        said
    }

    /// What the first of several servers answers that owns the zone, or refers to those that own another. Who is silent
    /// is not asked in this way again: port 53 may be closed, and the time is better spent.
    pub(super) async fn heard(&self, servers: &[Server], question: &Question) -> Option<DnsResponse> {
        let ask = async |server: &Server| (server.address, self.exchange(server.address, question, Manner::Own).await);
        let hearing: Vec<&Server> = {
            let deaf = locked(&self.deaf);
            servers.iter().take(MOST_HEARD).filter(|server| !deaf.contains(&server.address)).collect()
        };
        let mut asked: FuturesUnordered<_> = hearing.into_iter().map(ask).collect();
        while let Some((server, response)) = asked.next().await {
            match response {
                Ok(response) if response.authoritative || refers(&response) => return Some(response),
                Err(LookupError::Timeout | LookupError::Unreachable(_)) => {
                    locked(&self.deaf).insert(server);
                }
                Ok(_) | Err(_) => {}
            }
        }
        None
    }

    /// What is found where a CNAME leads to; all that lead to one name are followed once.
    async fn follow(&self, question: &Question, absence: Negative, to: Elsewhere) -> QueryOutcome {
        let target = Question { name: to.name.clone(), query_type: question.query_type };
        let cell = {
            let mut followed = locked(&self.followed);
            Arc::clone(followed.entry(target.clone()).or_default())
        };
        // Boxed, since the zones that it asks for are found by asking.
        let reply = cell.get_or_init(|| Box::pin(self.chain(target))).await;
        let mut aliases = absence.cname_chain;
        match reply {
            QueryOutcome::Answer(answer) => {
                aliases.extend(answer.cname_chain.iter().cloned());
                aliases.truncate(MOST_ALIASES);
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
                aliases.truncate(MOST_ALIASES);
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
    async fn chain(&self, mut question: Question) -> QueryOutcome {
        let mut names = vec![question.name.clone()];
        loop {
            let zone = self.zone_of(&question.name).await;
            let Some(server) = self.pick(&zone, &question).await else {
                return QueryOutcome::Failed(LookupError::Timeout);
            };
            let kind = question.query_type;
            match (server.reply, server.elsewhere) {
                (QueryOutcome::Negative(mut absence), Some(to)) => {
                    let is_end = names.contains(&to.name) || names.len() + absence.cname_chain.len() > MOST_ALIASES;
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
    async fn pick(&self, zone: &ZoneInfo, question: &Question) -> Option<Said> {
        let ask = async |server| self.ask(server, question, Self::manner(zone)).await.0;
        let mut asked: FuturesUnordered<_> = zone.servers.iter().take(MOST_HEARD).map(ask).collect();
        let mut last = None;
        while let Some(said) = asked.next().await {
            if says_something(&said.reply) {
                return Some(said);
            }
            last = Some(said);
        }
        last
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a reply says anything of the records.
pub(super) const fn says_something(reply: &QueryOutcome) -> bool {
    matches!(reply, QueryOutcome::Answer(_) | QueryOutcome::Negative(_))
}
