//! Zones whose own servers cannot be asked from here: because nothing comes back, or because the network answers in their
//! place.

use std::collections::{BTreeMap, BTreeSet};

use super::asking::Look;
use super::exchange::Manner;
use super::record::Looked;
use crate::core::dns::{AnswerSource, LookupError, QueryOutcome, QueryType, Question};

impl Look<'_> {
    /// The zones whose own servers cannot be asked, each with the reason why a resolver is asked instead.
    ///
    /// A zone none of whose servers owns it may be badly delegated, and that is to be said; but where the network answers
    /// in place of every server, it looks the same. The two are told apart by asking where nobody is.
    pub(super) async fn out_of_reach(&self, looked: &[Looked]) -> BTreeMap<String, AnswerSource> {
        let silent = zones(looked, is_silence);
        let strange = zones(looked, |reply| is_silence(reply) || is_strange(reply));
        let mut all: BTreeMap<_, _> = silent.iter().map(|zone| (zone.clone(), AnswerSource::Resolver)).collect();
        let mut strange = strange.difference(&silent).peekable();
        if let Some(zone) = strange.peek()
            && self.is_intercepted(zone).await
        {
            all.extend(strange.map(|zone| (zone.clone(), AnswerSource::Intercepted)));
        }
        all
    }

    /// Whether something answers where nobody is.
    async fn is_intercepted(&self, zone: &str) -> bool {
        let Some(nobody) = self.resolver.places.nobody else { return false };
        self.exchange(nobody, &Question::new(zone, QueryType::Soa), Manner::Recursive).await.is_ok()
    }
}

/// The zones of which every server that was asked as their own replied so.
fn zones(looked: &[Looked], is_so: impl Fn(&QueryOutcome) -> bool) -> BTreeSet<String> {
    let own = || looked.iter().filter(|looked| looked.zone.source == AnswerSource::Authoritative);
    let all = |looked: &Looked| looked.look.responses.iter().all(|sighting| is_so(&sighting.outcome));
    let others: BTreeSet<_> = own().filter(|looked| !all(looked)).map(|looked| &looked.zone.name).collect();
    own().map(|looked| &looked.zone.name).filter(|zone| !others.contains(zone)).cloned().collect()
}

/// Whether the server could not be reached.
pub(super) const fn is_silence(reply: &QueryOutcome) -> bool {
    matches!(reply, QueryOutcome::Failed(LookupError::Timeout | LookupError::Unreachable(_)))
}

/// Whether the server does not own the zone, as it says.
const fn is_strange(reply: &QueryOutcome) -> bool {
    matches!(reply, QueryOutcome::Failed(LookupError::Lame | LookupError::Refused))
}
