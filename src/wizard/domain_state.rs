//! The state of each domain: preferences, DNS check, verification watch and history. It outlives the screens.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::dns_check::DnsCheck;
use super::record_prefs::RecordPrefs;
use super::session::RequestId;
use super::verify_watch::VerifyWatch;
use crate::core::check::{Count, Outcome};
use crate::core::check_history::CheckHistory;
use crate::core::domain::{DomainId, SendingDomain};

/// The state of a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DomainState {
    /// The preferences for its records, and the progress of the guided copy.
    pub(super) prefs: RecordPrefs,
    pub(super) dns_check: Option<DnsCheck>,
    /// The verification watch, running or ended.
    pub(super) verify_watch: Option<VerifyWatch>,
    /// The history of AutoSend's checks; `None` before the first response.
    check_history: Option<CheckHistory>,
}

/// The states of all domains that were shown, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DomainStates(BTreeMap<DomainId, DomainState>);

impl DomainStates {
    /// Returns the state of a domain for changes; a new one if the domain has none.
    pub(super) fn state_mut(&mut self, id: &DomainId) -> &mut DomainState {
        self.0.entry(id.clone()).or_default()
    }

    /// Returns the preferences for the records of a domain, or the defaults.
    pub fn record_prefs(&self, domain: &SendingDomain) -> &RecordPrefs {
        static DEFAULT_PREFS: LazyLock<RecordPrefs> = LazyLock::new(RecordPrefs::default);
        self.0.get(&domain.id).map_or(&*DEFAULT_PREFS, |state| &state.prefs)
    }

    /// Returns the preferences for the records of a domain for changes.
    pub(super) fn record_prefs_mut(&mut self, domain: &SendingDomain) -> &mut RecordPrefs {
        &mut self.state_mut(&domain.id).prefs
    }

    /// Notes that the clipboard gets something else: no field of a guide is on it any more.
    pub(super) fn forget_clipboard(&mut self) {
        self.0.values_mut().for_each(|state| state.prefs.guide.forget_clipboard());
    }

    /// Returns the preferences of the domain whose guide waits for this copy.
    pub(super) fn prefs_awaiting_copy(&mut self, id: RequestId) -> Option<&mut RecordPrefs> {
        self.0.values_mut().map(|state| &mut state.prefs).find(|prefs| prefs.guide.awaits(id))
    }

    /// Returns the DNS check of a domain.
    pub fn dns_check(&self, id: &DomainId) -> Option<&DnsCheck> {
        self.0.get(id)?.dns_check.as_ref()
    }

    /// Returns the DNS check of a domain for changes.
    pub(super) fn dns_check_mut(&mut self, id: &DomainId) -> Option<&mut DnsCheck> {
        self.0.get_mut(id)?.dns_check.as_mut()
    }

    /// Returns the DNS check of a domain, if it was made with the domain's current records.
    pub fn current_dns_check(&self, domain: &SendingDomain) -> Option<&DnsCheck> {
        self.dns_check(&domain.id).filter(|check| check.result.domain.records == domain.records)
    }

    /// Returns the DNS check of a domain, if it was made with the domain's current records and a run has ended.
    pub fn finished_dns_check(&self, domain: &SendingDomain) -> Option<&DnsCheck> {
        self.current_dns_check(domain).filter(|check| check.last_run_at.is_some())
    }

    /// Returns the records that are OK in DNS out of all. `None` before a check has ended, and if no server answered.
    pub fn published_count(&self, domain: &SendingDomain) -> Option<Count> {
        let summary = self.finished_dns_check(domain)?.result.summary();
        (summary.outcome != Outcome::NotReached).then_some(summary.correct)
    }

    /// Whether DNS says that AutoSend cannot verify the domain yet: a required record is not correct at every server, or
    /// resolvers reject the zone. Nothing is said of a domain whose DNS was not checked or could not be.
    pub fn is_verification_too_early(&self, domain: &SendingDomain) -> bool {
        self.finished_dns_check(domain).is_some_and(|check| {
            let summary = check.result.summary();
            summary.outcome != Outcome::NotReached && !summary.can_verify()
        })
    }

    /// Returns the record of the chosen row of the DNS check: the one that the user chose, or the first.
    pub fn chosen_row(&self, domain: &SendingDomain, chosen: Option<usize>) -> Option<usize> {
        let rows = self.current_dns_check(domain)?.result.row_records();
        chosen.filter(|index| rows.contains(index)).or_else(|| rows.first().copied())
    }

    /// Returns the DNS checks of all domains, in no particular order.
    pub fn dns_checks(&self) -> impl Iterator<Item = &DnsCheck> {
        self.0.values().filter_map(|state| state.dns_check.as_ref())
    }

    /// Takes out the DNS check that matches, with the id of its domain.
    pub(super) fn take_dns_check(&mut self, is_target: impl Fn(&DnsCheck) -> bool) -> Option<(DomainId, DnsCheck)> {
        let mut states = self.0.iter_mut();
        states.find_map(|(id, state)| Some((id.clone(), state.dns_check.take_if(|check| is_target(check))?)))
    }

    /// Returns the running or ended verification watch of a domain.
    pub fn verify_watch(&self, id: &DomainId) -> Option<&VerifyWatch> {
        self.0.get(id)?.verify_watch.as_ref()
    }

    /// Returns the running and ended verification watches of all domains, in the order in which they were started.
    pub fn verify_watches(&self) -> Vec<&VerifyWatch> {
        let mut watches: Vec<&VerifyWatch> = self.0.values().filter_map(|state| state.verify_watch.as_ref()).collect();
        watches.sort_by_key(|watch| watch.started_at);
        watches
    }

    /// Takes out the verification watch that matches, with the id of its domain.
    pub(super) fn take_verify_watch(
        &mut self,
        is_target: impl Fn(&VerifyWatch) -> bool,
    ) -> Option<(DomainId, VerifyWatch)> {
        let mut states = self.0.iter_mut();
        states.find_map(|(id, state)| Some((id.clone(), state.verify_watch.take_if(|watch| is_target(watch))?)))
    }

    /// Removes and returns the verification watch of a domain.
    pub(super) fn remove_verify_watch(&mut self, id: &DomainId) -> Option<VerifyWatch> {
        self.0.get_mut(id)?.verify_watch.take()
    }

    /// Returns the history of AutoSend's checks of a domain.
    pub fn check_history(&self, domain: &SendingDomain) -> CheckHistory {
        let known = self.0.get(&domain.id).and_then(|state| state.check_history);
        known.unwrap_or_else(|| CheckHistory::new(domain.checks))
    }

    /// Adds the check results of a response to the history.
    pub(super) fn update_check_history(&mut self, domain: &SendingDomain) {
        let history = &mut self.state_mut(&domain.id).check_history;
        history.get_or_insert_with(|| CheckHistory::new(domain.checks)).update(domain.checks);
    }
}
