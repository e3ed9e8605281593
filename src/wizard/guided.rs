//! What the guided copy knows: what DNS says is to be done for each record, and what to enter for it.

use super::desk::Mark;
use super::inspection::Inspection;
use super::model::Model;
use crate::core::domain::SendingDomain;
use crate::core::guide::{ActionKind, PanelEntry, RecordAction};
use crate::core::record::DnsRecord;
use crate::core::zone::Zone;

/// The kinds of work that the guided copy leaves out, and why.
const LEFT_OUT: [(ActionKind, &str); 4] = [
    (ActionKind::Correct, "right already"),
    (ActionKind::Keep, "kept"),
    (ActionKind::Optional, "optional"),
    (ActionKind::Propagating, "not at every name server yet"),
];

impl Model {
    /// What is known from DNS of these very records.
    #[must_use]
    pub fn known(&self, domain: &SendingDomain) -> Option<&Inspection> {
        self.inspection(&domain.id).filter(|known| known.domain.records == domain.records)
    }

    /// What there is to do for a record of a domain, by its place.
    #[must_use]
    pub fn work(&self, domain: &SendingDomain, place: usize) -> RecordAction {
        let judged = self.known(domain).and_then(|known| known.of(place));
        domain.records.get(place).map(|record| RecordAction::from_check(record, judged)).unwrap_or_default()
    }

    /// The zone that a record is entered in, by its place: one of its own, where DNS tells of that.
    #[must_use]
    pub fn zone_of(&self, domain: &SendingDomain, place: usize) -> Zone {
        self.work(domain, place).zone.unwrap_or_else(|| self.desk(domain).zone(domain))
    }

    /// What to enter for it, field by field.
    #[must_use]
    pub fn entries(&self, domain: &SendingDomain, place: usize) -> Vec<PanelEntry> {
        let entries = |record: &DnsRecord| self.desk(domain).entries(record, domain, &self.work(domain, place));
        domain.records.get(place).map(entries).unwrap_or_default()
    }

    /// Which records ask for something to be entered.
    pub(super) fn open_records(&self, domain: &SendingDomain) -> Vec<bool> {
        (0..domain.records.len()).map(|place| !self.work(domain, place).kind.is_noop()).collect()
    }

    /// The records that the guided copy leaves out, by their titles, and why, for a line of its own; without a full stop.
    /// One that was gone through all the same is not among them.
    #[must_use]
    pub fn left_out(&self, domain: &SendingDomain) -> Option<String> {
        let mut said: Vec<String> = Vec::new();
        for (kind, why) in LEFT_OUT {
            let titles: Vec<String> = self.left_out_as(domain, kind).map(DnsRecord::label).collect();
            if !titles.is_empty() {
                said.push(format!("{} ({why})", titles.join(", ")));
            }
        }
        (!said.is_empty()).then(|| format!("Left out: {}", said.join(", ")))
    }

    /// How many records the guided copy is through with, was told to skip, and has still before it.
    #[must_use]
    pub fn guide_count(&self, domain: &SendingDomain) -> (usize, usize, usize) {
        let guide = &self.desk(domain).guide;
        let records = &domain.records;
        let entered = guide.count(records, Mark::Entered);
        // What was skipped and asks for nothing since is left out.
        let is_skipped = |(record, open): &(&DnsRecord, bool)| *open && guide.mark(record) == Some(Mark::Skipped);
        let skipped = records.iter().zip(self.open_records(domain)).filter(is_skipped).count();
        let nothing: usize = LEFT_OUT.into_iter().map(|(kind, _)| self.left_out_as(domain, kind).count()).sum();
        (entered, skipped, records.len().saturating_sub(entered).saturating_sub(skipped).saturating_sub(nothing))
    }

    /// What is done at the records once the guided copy is through: to verify only where AutoSend can find what it
    /// requires, as far as is known.
    #[must_use]
    pub fn after_guide(&self, domain: &SendingDomain) -> &'static str {
        let known = self.known(domain).filter(|known| known.looked.is_some());
        if known.is_none_or(Inspection::can_verify) {
            "v has AutoSend verify the domain; d looks into DNS before."
        } else {
            "d looks into DNS, whether all is there."
        }
    }

    fn left_out_as<'d>(&'d self, domain: &'d SendingDomain, kind: ActionKind) -> impl Iterator<Item = &'d DnsRecord> {
        let guide = &self.desk(domain).guide;
        let records = domain.records.iter().enumerate();
        records
            .filter(move |(place, record)| {
                guide.mark(record) != Some(Mark::Entered) && self.work(domain, *place).kind == kind
            })
            .map(|(_, record)| record)
    }
}
