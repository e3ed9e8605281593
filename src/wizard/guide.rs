//! What the guided copy knows: what DNS says is to be done for each record, and what to enter for it.

use super::dns_check::DnsCheck;
use super::model::SharedState;
use super::record_prefs::GuideMark;
use crate::core::domain::SendingDomain;
use crate::core::guide::{ActionKind, PanelEntry, RecordAction};
use crate::core::record::DnsRecord;
use crate::core::zone::Zone;

/// The kinds of work that the guided copy leaves out, and why.
const OMITTED_ACTIONS: [(ActionKind, &str); 4] = [
    (ActionKind::Correct, "right already"),
    (ActionKind::Keep, "kept"),
    (ActionKind::Optional, "optional"),
    (ActionKind::Propagating, "not at every name server yet"),
];

impl SharedState {
    /// What is known from DNS of these very records.
    #[must_use]
    pub fn current_dns_check(&self, domain: &SendingDomain) -> Option<&DnsCheck> {
        self.dns_check(&domain.id).filter(|known| known.result.domain.records == domain.records)
    }

    /// What there is to do for a record of a domain, by its place.
    #[must_use]
    pub fn record_action(&self, domain: &SendingDomain, index: usize) -> RecordAction {
        let judged = self.current_dns_check(domain).and_then(|known| known.result.record_check(index));
        domain.records.get(index).map(|record| RecordAction::from_check(record, judged)).unwrap_or_default()
    }

    /// The zone that a record is entered in, by its place: one of its own, where DNS tells of that.
    #[must_use]
    pub fn record_zone(&self, domain: &SendingDomain, index: usize) -> Zone {
        self.record_action(domain, index).zone.unwrap_or_else(|| self.record_prefs(domain).zone(domain))
    }

    /// What to enter for it, field by field.
    #[must_use]
    pub fn panel_entries(&self, domain: &SendingDomain, index: usize) -> Vec<PanelEntry> {
        let entries = |record: &DnsRecord| {
            self.record_prefs(domain).panel_entries(record, domain, &self.record_action(domain, index))
        };
        domain.records.get(index).map(entries).unwrap_or_default()
    }

    /// Which records ask for something to be entered.
    pub(super) fn records_needing_action(&self, domain: &SendingDomain) -> Vec<bool> {
        (0..domain.records.len()).map(|place| !self.record_action(domain, place).kind.is_noop()).collect()
    }

    /// The records that the guided copy leaves out, by their titles, and why, for a line of its own; without a full stop.
    /// One that was gone through all the same is not among them.
    #[must_use]
    pub fn omitted_message(&self, domain: &SendingDomain) -> Option<String> {
        let mut parts: Vec<String> = Vec::new();
        for (kind, why) in OMITTED_ACTIONS {
            let titles: Vec<String> = self.omitted_records(domain, kind).map(DnsRecord::label).collect();
            if !titles.is_empty() {
                parts.push(format!("{} ({why})", titles.join(", ")));
            }
        }
        (!parts.is_empty()).then(|| format!("Left out: {}", parts.join(", ")))
    }

    /// How many records the guided copy is through with, was told to skip, and has still before it.
    #[must_use]
    pub fn guide_counts(&self, domain: &SendingDomain) -> (usize, usize, usize) {
        let guide = &self.record_prefs(domain).guide;
        let records = &domain.records;
        let entered = guide.count(records, GuideMark::Entered);
        // What was skipped and asks for nothing since is left out.
        let is_skipped = |(record, open): &(&DnsRecord, bool)| *open && guide.mark(record) == Some(GuideMark::Skipped);
        let skipped = records.iter().zip(self.records_needing_action(domain)).filter(is_skipped).count();
        let nothing: usize =
            OMITTED_ACTIONS.into_iter().map(|(kind, _)| self.omitted_records(domain, kind).count()).sum();
        (entered, skipped, records.len().saturating_sub(entered).saturating_sub(skipped).saturating_sub(nothing))
    }

    /// What is done at the records once the guided copy is through: to verify only where AutoSend can find what it
    /// requires, as far as is known.
    #[must_use]
    pub fn after_guide_message(&self, domain: &SendingDomain) -> &'static str {
        let known = self.current_dns_check(domain).filter(|known| known.last_run_at.is_some());
        if known.is_none_or(|known| known.result.summary().can_verify()) {
            "v has AutoSend verify the domain; d looks into DNS before."
        } else {
            "d looks into DNS, whether all is there."
        }
    }

    fn omitted_records<'d>(
        &'d self,
        domain: &'d SendingDomain,
        kind: ActionKind,
    ) -> impl Iterator<Item = &'d DnsRecord> {
        let guide = &self.record_prefs(domain).guide;
        let records = domain.records.iter().enumerate();
        records
            .filter(move |(place, record)| {
                guide.mark(record) != Some(GuideMark::Entered) && self.record_action(domain, *place).kind == kind
            })
            .map(|(_, record)| record)
    }
}
