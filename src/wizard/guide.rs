//! The content of the guided copy: the action that each record needs, based on DNS, and the entries for the panel.

use super::model::SharedState;
use crate::core::dns_host::DnsHost;
use crate::core::domain::SendingDomain;
use crate::core::guide::{ActionKind, GuideMark, PanelEntry, RecordAction};
use crate::core::record::DnsRecord;
use crate::core::zone::Zone;

/// The actions that the guided copy omits, and why.
const OMITTED_ACTIONS: [(ActionKind, &str); 4] = [
    (ActionKind::AlreadyCorrect, "already OK"),
    (ActionKind::Keep, "existing record stays"),
    (ActionKind::Optional, "optional"),
    (ActionKind::Propagating, "not on every name server yet"),
];

/// What to do once the records are entered.
pub const SAVE_HINT: &str = "Save them at your DNS provider. DNS can take a few minutes to update.";

/// How many of the records the guided copy is through with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuideCounts {
    /// All of the domain.
    pub all: usize,
    /// Gone through.
    pub entered: usize,
    /// Skipped, and still to be entered.
    pub skipped: usize,
    /// Neither, and to be entered.
    pub left: usize,
}

impl GuideCounts {
    /// Says so in a sentence.
    pub fn message(self) -> String {
        let mut message = format!("{} of {} added", self.entered, self.all);
        for (count, what) in [(self.skipped, "skipped"), (self.left, "still to do")] {
            if count > 0 {
                message = format!("{message}, {count} {what}");
            }
        }
        message + "."
    }
}

impl SharedState {
    /// Returns the DNS hosts that a domain may be at: those of its name servers, and the one that was chosen last.
    pub fn likely_hosts(&self, domain: &SendingDomain) -> Vec<&'static DnsHost> {
        let mut hosts = self.domain_states.record_prefs(domain).candidate_hosts().to_vec();
        hosts.extend(self.draft.last_host.filter(|last| !hosts.contains(last)));
        hosts
    }

    /// Returns the action that the record with this index needs.
    pub fn record_action(&self, domain: &SendingDomain, index: usize) -> RecordAction {
        let record_check =
            self.domain_states.current_dns_check(domain).and_then(|check| check.result.record_check(index));
        domain.records.get(index).map(|record| RecordAction::from_check(record, record_check)).unwrap_or_default()
    }

    /// Returns the zone of the record with this index: the record's own zone if DNS shows one, otherwise the domain's.
    pub fn record_zone(&self, domain: &SendingDomain, index: usize) -> Zone {
        self.record_action(domain, index).zone.unwrap_or_else(|| self.domain_states.record_prefs(domain).zone(domain))
    }

    /// Returns the panel entries of the record with this index.
    pub fn panel_entries(&self, domain: &SendingDomain, index: usize) -> Vec<PanelEntry> {
        let entries = |record: &DnsRecord| {
            self.domain_states.record_prefs(domain).panel_entries(record, domain, &self.record_action(domain, index))
        };
        domain.records.get(index).map(entries).unwrap_or_default()
    }

    /// Returns for each record whether it needs an entry.
    pub(super) fn records_needing_action(&self, domain: &SendingDomain) -> Vec<bool> {
        (0..domain.records.len()).map(|index| !self.record_action(domain, index).kind.is_noop()).collect()
    }

    /// Returns a line with the titles of the omitted records and the reasons, without a full stop. A record that was
    /// entered all the same is not listed.
    pub fn omitted_message(&self, domain: &SendingDomain) -> Option<String> {
        let mut parts: Vec<String> = Vec::new();
        for (kind, why) in OMITTED_ACTIONS {
            let titles: Vec<String> = self.omitted_records(domain, kind).map(DnsRecord::label).collect();
            if !titles.is_empty() {
                parts.push(format!("{} ({why})", titles.join(", ")));
            }
        }
        (!parts.is_empty()).then(|| format!("Nothing to do: {}", parts.join(", ")))
    }

    /// Counts the records that were entered, were skipped, and are left.
    pub fn guide_counts(&self, domain: &SendingDomain) -> GuideCounts {
        let guide = &self.domain_states.record_prefs(domain).guide;
        let records = &domain.records;
        let entered = guide.count(records, GuideMark::Entered);
        // A skipped record that needs no entry any more counts as omitted.
        let is_skipped = |(record, open): &(&DnsRecord, bool)| *open && guide.mark(record) == Some(GuideMark::Skipped);
        let skipped = records.iter().zip(self.records_needing_action(domain)).filter(is_skipped).count();
        let nothing: usize =
            OMITTED_ACTIONS.into_iter().map(|(kind, _)| self.omitted_records(domain, kind).count()).sum();
        let left = records.len().saturating_sub(entered).saturating_sub(skipped).saturating_sub(nothing);
        GuideCounts { all: records.len(), entered, skipped, left }
    }

    /// Returns the next step after the guided copy. It suggests verification only if, as far as DNS is known,
    /// AutoSend can find all required records.
    pub fn after_guide_message(&self, domain: &SendingDomain) -> &'static str {
        let last_check = self.domain_states.current_dns_check(domain).filter(|check| check.last_run_at.is_some());
        if last_check.is_none_or(|check| check.result.summary().can_verify()) {
            "Press d to check DNS, or v to verify."
        } else {
            "Press d to check that they are all in DNS."
        }
    }

    fn omitted_records<'d>(
        &'d self,
        domain: &'d SendingDomain,
        kind: ActionKind,
    ) -> impl Iterator<Item = &'d DnsRecord> {
        let guide = &self.domain_states.record_prefs(domain).guide;
        let records = domain.records.iter().enumerate();
        records
            .filter(move |(index, record)| {
                guide.mark(record) != Some(GuideMark::Entered) && self.record_action(domain, *index).kind == kind
            })
            .map(|(_, record)| record)
    }
}
