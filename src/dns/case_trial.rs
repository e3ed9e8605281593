//! Sends a query in the letter case that its server supports ([`super::letter_case`]).
//!
//! The first queries to a server are trials. The server passes if it preserves the case and finds existing data. A server that
//! fails is queried in lower case, for this question and all later ones. A referral shows that it finds the zone. A negative answer from a server that may not support
//! mixed case does not count.

use std::net::SocketAddr;

use hickory_net::proto::op::DnsResponse;
use tokio::sync::SetOnce;

use super::letter_case::LetterCase;
use super::query::LookupSession;
use super::reply::{has_referral, soa_owner};
use super::transport::{Exchange, OutgoingQuery, QueryMode};
use crate::core::dns::{LookupError, QueryType, Question};

impl LookupSession<'_> {
    /// Sends a query once the limits permit it, over the transport and in the case that the server supports. Sets `sent` when it
    /// is sent.
    pub(super) async fn send(
        &self,
        server: SocketAddr,
        question: &Question,
        mode: QueryMode,
        sent: &SetOnce<()>,
    ) -> Result<DnsResponse, LookupError> {
        let _permit = self.resolver.limiter.acquire(server).await;
        // Already set if this is not the first attempt.
        sent.set(()).ok();
        match self.letter_case(server, question.query_type) {
            LetterCase::Lower => self.exchange(server, question, mode, LetterCase::Lower).await.result,
            LetterCase::Trial => self.send_on_trial(server, question, mode).await,
            LetterCase::Mixed => {
                let Exchange { result, keeps_case } = self.exchange(server, question, mode, LetterCase::Mixed).await;
                if result.is_ok() || keeps_case {
                    return result;
                }
                // One of several servers at this address may be another program.
                self.set_letter_case(server, LetterCase::Lower);
                self.exchange(server, question, mode, LetterCase::Lower).await.result
            }
        }
    }

    async fn send_on_trial(
        &self,
        server: SocketAddr,
        question: &Question,
        mode: QueryMode,
    ) -> Result<DnsResponse, LookupError> {
        let Exchange { result, keeps_case } = self.exchange(server, question, mode, LetterCase::Trial).await;
        if let Err(LookupError::Timeout | LookupError::Unreachable { .. }) = result {
            // Inconclusive: the next query is a trial as well.
            return result;
        }
        let is_passed = match &result {
            _ if self.is_tcp_only(server) => true,
            Ok(response) if keeps_case && (!response.answers.is_empty() || has_referral(response)) => true,
            // The queried record may not exist, but the zone does.
            // Another query has shown it meanwhile.
            Ok(_) if keeps_case && self.letter_case(server, question.query_type) == LetterCase::Mixed => true,
            Ok(response) if keeps_case => match soa_owner(response, &question.name) {
                Some(zone) => {
                    let trial = self.zone_trial(server);
                    *trial.get_or_init(|| self.finds_zone(server, &zone, mode)).await
                }
                None => false,
            },
            _ => false,
        };
        if is_passed {
            self.set_letter_case(server, LetterCase::Mixed);
            return result;
        }
        self.set_letter_case(server, LetterCase::Lower);
        self.exchange(server, question, mode, LetterCase::Lower).await.result
    }

    /// Whether a server finds the SOA record of its zone by a name in mixed case.
    async fn finds_zone(&self, server: SocketAddr, zone: &str, mode: QueryMode) -> bool {
        let question = Question::new(zone, QueryType::Soa);
        let Exchange { result, keeps_case } = self.exchange(server, &question, mode, LetterCase::Trial).await;
        keeps_case && result.is_ok_and(|response| !response.answers.is_empty())
    }

    /// Sends a query in this case.
    pub(super) async fn exchange(
        &self,
        server: SocketAddr,
        question: &Question,
        mode: QueryMode,
        letter_case: LetterCase,
    ) -> Exchange {
        let mut tcp_only = self.is_tcp_only(server);
        let observer = self.resolver.observer.as_deref();
        let query = OutgoingQuery { server, question, mode, letter_case, observer, budget: &self.budget };
        let exchange = query.send(&mut tcp_only).await;
        if tcp_only {
            self.set_tcp_only(server);
        }
        exchange
    }
}
