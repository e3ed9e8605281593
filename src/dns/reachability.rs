//! Zones whose own servers cannot be asked from here: because nothing comes back, or because the network answers in their
//! place.

use std::collections::{BTreeMap, BTreeSet};

use super::query::LookupSession;
use super::record_lookup::RecordOutcome;
use super::transport::QueryMode;
use crate::core::dns::{AnswerSource, LookupError, QueryOutcome, QueryType, Question};

impl LookupSession<'_> {
    /// The zones whose own servers cannot be asked, each with the reason why a resolver is asked instead.
    ///
    /// A zone none of whose servers owns it may be badly delegated, and that is to be said; but where the network answers
    /// in place of every server, it looks the same. The two are told apart by asking where nobody is.
    pub(super) async fn find_unresponsive_zones(&self, looked: &[RecordOutcome]) -> BTreeMap<String, AnswerSource> {
        let unreachable = zones_where_all(looked, is_unreachable);
        let not_authoritative = zones_where_all(looked, |reply| is_unreachable(reply) || is_not_authoritative(reply));
        let mut all: BTreeMap<_, _> = unreachable.iter().map(|zone| (zone.clone(), AnswerSource::Resolver)).collect();
        let mut not_authoritative = not_authoritative.difference(&unreachable).peekable();
        if let Some(zone) = not_authoritative.peek()
            && self.is_intercepted(zone).await
        {
            all.extend(not_authoritative.map(|zone| (zone.clone(), AnswerSource::Intercepted)));
        }
        all
    }

    /// Whether something answers where nobody is.
    async fn is_intercepted(&self, zone: &str) -> bool {
        let Some(probe_address) = self.resolver.config.interception_probe else { return false };
        self.send(probe_address, &Question::new(zone, QueryType::Soa), QueryMode::Recursive).await.is_ok()
    }
}

/// The zones of which every server that was asked as their own replied so.
fn zones_where_all(looked: &[RecordOutcome], is_so: impl Fn(&QueryOutcome) -> bool) -> BTreeSet<String> {
    let own = || looked.iter().filter(|looked| looked.zone.source == AnswerSource::Authoritative);
    let all = |looked: &RecordOutcome| looked.lookup.responses.iter().all(|sighting| is_so(&sighting.outcome));
    let others: BTreeSet<_> = own().filter(|looked| !all(looked)).map(|looked| &looked.zone.name).collect();
    own().map(|looked| &looked.zone.name).filter(|zone| !others.contains(zone)).cloned().collect()
}

/// Whether the server could not be reached.
pub(super) const fn is_unreachable(reply: &QueryOutcome) -> bool {
    matches!(reply, QueryOutcome::Failed(LookupError::Timeout | LookupError::Unreachable(_)))
}

/// Whether the server does not own the zone, as it says.
const fn is_not_authoritative(reply: &QueryOutcome) -> bool {
    matches!(reply, QueryOutcome::Failed(LookupError::Lame | LookupError::Refused))
}
