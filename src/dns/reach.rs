//! Zones whose own servers cannot be asked from here: because nothing comes back, or because the network answers in their
//! place.

use std::collections::{BTreeMap, BTreeSet};

use super::asking::Look;
use super::exchange::Manner;
use super::record::Looked;
use crate::core::look::{Authority, NoAnswer, QueryType, Question, Reply};

impl Look<'_> {
    /// The zones whose own servers cannot be asked, each with the reason why a resolver is asked instead.
    ///
    /// A zone none of whose servers owns it may be badly delegated, and that is to be said; but where the network answers
    /// in place of every server, it looks the same. The two are told apart by asking where nobody is.
    pub(super) async fn out_of_reach(&self, looked: &[Looked]) -> BTreeMap<String, Authority> {
        let silent = zones(looked, is_silence);
        let strange = zones(looked, |reply| is_silence(reply) || is_strange(reply));
        let mut all: BTreeMap<_, _> = silent.iter().map(|zone| (zone.clone(), Authority::Resolver)).collect();
        let mut strange = strange.difference(&silent).peekable();
        if let Some(zone) = strange.peek()
            && self.is_intercepted(zone).await
        {
            all.extend(strange.map(|zone| (zone.clone(), Authority::Intercepted)));
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
fn zones(looked: &[Looked], is_so: impl Fn(&Reply) -> bool) -> BTreeSet<String> {
    let own = || looked.iter().filter(|looked| looked.zone.authority == Authority::Own);
    let all = |looked: &Looked| looked.look.sightings.iter().all(|sighting| is_so(&sighting.reply));
    let others: BTreeSet<_> = own().filter(|looked| !all(looked)).map(|looked| &looked.zone.name).collect();
    own().map(|looked| &looked.zone.name).filter(|zone| !others.contains(zone)).cloned().collect()
}

/// Whether the server could not be reached.
pub(super) const fn is_silence(reply: &Reply) -> bool {
    matches!(reply, Reply::None(NoAnswer::Timeout | NoAnswer::Unreachable(_)))
}

/// Whether the server does not own the zone, as it says.
const fn is_strange(reply: &Reply) -> bool {
    matches!(reply, Reply::None(NoAnswer::Lame | NoAnswer::Refused))
}
