//! The budget of one lookup: its limits, and how much of them is used ([`crate::core::dns::limits`]).

use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::core::dns::limits::{MAX_LOOKUP_TIME, MAX_QUESTIONS, MAX_RECORDS, MAX_ZONES};
use crate::core::dns::{LeftOut, LookupLimit};
use crate::core::domain::SendingDomain;
use crate::core::record::DnsRecord;

/// The limits of one lookup.
#[derive(Clone, Copy, Debug)]
pub(super) struct LookupLimits {
    records: usize,
    zones: usize,
    questions: usize,
    time: Duration,
}

impl Default for LookupLimits {
    fn default() -> Self {
        Self { records: MAX_RECORDS, zones: MAX_ZONES, questions: MAX_QUESTIONS, time: MAX_LOOKUP_TIME }
    }
}

/// The limits of one lookup, and how much of them is used.
#[derive(Debug)]
pub(super) struct LookupBudget {
    limits: LookupLimits,
    deadline: Instant,
    used: Mutex<Used>,
    /// Whether more queries were requested than the limit allows.
    questions_used_up: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Used {
    questions: usize,
    zones: BTreeSet<String>,
    /// The records whose lookup was skipped or cut short, each with the limit that caused it.
    left_out: BTreeMap<usize, LookupLimit>,
}

impl LookupBudget {
    pub(super) fn new(limits: LookupLimits) -> Self {
        Self {
            limits,
            deadline: Instant::now() + limits.time,
            used: Mutex::default(),
            questions_used_up: watch::Sender::new(false),
        }
    }

    /// The records of a domain within the limit, each with its index. The others are reported as left out.
    pub(super) fn take_records<'d>(&self, domain: &'d SendingDomain) -> impl Iterator<Item = (usize, &'d DnsRecord)> {
        for index in self.limits.records..domain.records.len() {
            self.leave_out(index, LookupLimit::Records);
        }
        domain.records.iter().enumerate().take(self.limits.records)
    }

    /// Counts a zone. Returns whether it may be queried: it was counted before, or the limit allows another.
    pub(super) fn take_zone(&self, zone: &str) -> bool {
        let zones = &mut self.used().zones;
        let is_allowed = zones.contains(zone) || zones.len() < self.limits.zones;
        if is_allowed {
            zones.insert(zone.to_owned());
        }
        is_allowed
    }

    /// Counts a query. Beyond the limit it never returns: [`Self::within`] cancels its caller.
    pub(super) async fn take_question(&self) {
        let is_allowed = {
            let mut used = self.used();
            used.questions += 1;
            used.questions <= self.limits.questions
        };
        if !is_allowed {
            self.questions_used_up.send_replace(true);
            pending::<()>().await;
        }
    }

    /// The output of `work`, or the limit that ended it.
    pub(super) async fn within<T>(&self, work: impl Future<Output = T>) -> Result<T, LookupLimit> {
        let mut questions_used_up = self.questions_used_up.subscribe();
        tokio::select! {
            biased;
            _ = questions_used_up.wait_for(|is_so| *is_so) => Err(LookupLimit::Questions),
            result = work => Ok(result),
            () = sleep_until(self.deadline) => Err(LookupLimit::Time),
        }
    }

    /// Records that the lookup of a record was skipped or cut short. The first limit counts.
    pub(super) fn leave_out(&self, index: usize, limit: LookupLimit) {
        self.used().left_out.entry(index).or_insert(limit);
    }

    pub(super) fn left_out(&self) -> LeftOut {
        let left_out = &self.used().left_out;
        let limits: BTreeSet<LookupLimit> = left_out.values().copied().collect();
        LeftOut { records: left_out.keys().copied().collect(), limits: limits.into_iter().collect() }
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small_budget() -> LookupBudget {
        LookupBudget::new(LookupLimits { records: 2, zones: 2, questions: 3, time: Duration::from_secs(5) })
    }

    #[tokio::test(start_paused = true)]
    async fn the_budget_ends_with_the_last_query_or_the_time_limit() {
        let budget = small_budget();
        let ask = async |count| {
            for _ in 0..count {
                budget.take_question().await;
            }
        };
        assert_eq!(budget.within(ask(3)).await, Ok(()));
        assert_eq!(budget.within(ask(1)).await, Err(LookupLimit::Questions));
        assert_eq!(budget.within(async {}).await, Err(LookupLimit::Questions));
        let start = Instant::now();
        assert_eq!(small_budget().within(pending::<()>()).await, Err(LookupLimit::Time));
        assert_eq!(start.elapsed(), Duration::from_secs(5));
    }

    #[tokio::test]
    async fn a_zone_counts_once() {
        let budget = small_budget();
        let taken = ["a.test", "b.test", "a.test", "c.test", "b.test"].map(|zone| budget.take_zone(zone));
        assert_eq!(taken, [true, true, true, false, true]);
    }

    #[tokio::test]
    async fn omitted_records_have_their_reasons() {
        let budget = small_budget();
        budget.leave_out(7, LookupLimit::Zones);
        budget.leave_out(3, LookupLimit::Records);
        budget.leave_out(9, LookupLimit::Records);
        let limits = vec![LookupLimit::Records, LookupLimit::Zones];
        assert_eq!(budget.left_out(), LeftOut { records: vec![3, 7, 9], limits });
    }
}
