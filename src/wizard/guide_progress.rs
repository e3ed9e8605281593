//! The progress of a guided copy through the records of a domain.

use crate::core::record::DnsRecord;

/// The progress of a guided copy: the current record and entry, and the marks of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuideProgress {
    record_index: usize,
    entry_index: usize,
    marks: Vec<(DnsRecord, GuideMark)>,
}

/// The mark of a record in the guided copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideMark {
    /// The user went through all its fields. This does not show that it is in DNS.
    Entered,
    /// The user skipped it.
    Skipped,
}

impl GuideMark {
    /// The mark behind the label of a record.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Entered => " (done)",
            Self::Skipped => " (skipped)",
        }
    }
}

impl GuideProgress {
    /// Returns the index of the current record out of `records`; equal to `records` after the last one.
    pub fn record_index(&self, records: usize) -> usize {
        self.record_index.min(records)
    }

    /// Returns the index of the current entry out of `entries`.
    pub fn entry_index(&self, entries: usize) -> usize {
        self.entry_index.min(entries.saturating_sub(1))
    }

    /// Returns the mark of a record.
    pub fn mark(&self, record: &DnsRecord) -> Option<GuideMark> {
        self.marks.iter().find(|(marked, _)| marked == record).map(|(_, mark)| *mark)
    }

    /// Counts the records with this mark.
    pub fn count(&self, records: &[DnsRecord], mark: GuideMark) -> usize {
        records.iter().filter(|record| self.mark(record) == Some(mark)).count()
    }

    /// Opens the guide. If it is at the start of a record that needs no entry, it goes to the next one that does.
    /// After the last record, or if none follows, it goes to the first record that was not entered. `actionable`
    /// says, here and below, which records need an entry.
    pub(super) fn start(&mut self, records: &[DnsRecord], entries: usize, actionable: &[bool]) {
        let at = self.record_index(records.len());
        if at < records.len() && self.entry_index(entries) > 0 {
            return;
        }
        let left: Vec<bool> = records
            .iter()
            .zip(actionable)
            .map(|(record, actionable)| *actionable && self.mark(record) != Some(GuideMark::Entered))
            .collect();
        let next = next_actionable(actionable, at);
        self.go_to_record(if next < records.len() { next } else { next_actionable(&left, 0) });
    }

    /// Advances to the next of `entries` entries, and after the last to the next record that needs an entry. A record
    /// without entries and without need of one gets no mark.
    pub(super) fn advance(&mut self, records: &[DnsRecord], entries: usize, actionable: &[bool]) {
        let at = self.record_index(records.len());
        let Some(record) = records.get(at) else { return };
        let next = self.entry_index(entries).saturating_add(1);
        (self.record_index, self.entry_index) =
            if next < entries { (at, next) } else { (next_actionable(actionable, at.saturating_add(1)), 0) };
        if next >= entries && (entries > 0 || is_actionable(actionable, at)) {
            self.set_mark(record, GuideMark::Entered);
        }
    }

    /// Goes back by one entry. From the first entry of a record, it goes to the last entry of the previous record
    /// that needs one, or else of the previous record.
    pub(super) fn go_back(&mut self, records: &[DnsRecord], entries: usize, actionable: &[bool]) {
        let at = self.record_index(records.len());
        let before =
            actionable.iter().take(at).rposition(|actionable| *actionable).unwrap_or_else(|| at.saturating_sub(1));
        // The entry count of that record is unknown here; `entry_index` clamps the maximum to the last entry.
        (self.record_index, self.entry_index) = match self.entry_index(entries).checked_sub(1) {
            Some(entry) if at < records.len() => (at, entry),
            _ if at == 0 => (0, 0),
            _ => (before, usize::MAX),
        };
    }

    /// Adapts to a new list of records: stays at the current record if the new list has it.
    pub(super) fn sync_records(&mut self, before: &[DnsRecord], after: &[DnsRecord]) {
        let at = self.record_index(before.len());
        let Some(record) = before.get(at) else { return self.go_to_record(after.len()) };
        match after.iter().position(|other| other == record) {
            Some(index) => self.record_index = index,
            None => self.go_to_record(at.min(after.len())),
        }
    }

    /// Skips the current record. A record that needs no entry is passed without a mark.
    pub(super) fn skip_record(&mut self, records: &[DnsRecord], actionable: &[bool]) {
        let at = self.record_index(records.len());
        if let Some(record) = records.get(at) {
            if is_actionable(actionable, at) {
                self.set_mark(record, GuideMark::Skipped);
            }
            self.go_to_record(next_actionable(actionable, at.saturating_add(1)));
        }
    }

    /// Goes to the first entry of a record.
    pub(super) const fn go_to_record(&mut self, record: usize) {
        (self.record_index, self.entry_index) = (record, 0);
    }

    /// Goes to the first entry of the current record.
    pub(super) const fn restart_record(&mut self) {
        self.entry_index = 0;
    }

    fn set_mark(&mut self, record: &DnsRecord, mark: GuideMark) {
        self.marks.retain(|(marked, _)| marked != record);
        self.marks.push((record.clone(), mark));
    }
}

/// Returns the first index from `from` that needs an entry, or the length if there is none.
fn next_actionable(actionable: &[bool], from: usize) -> usize {
    (from..actionable.len()).find(|index| is_actionable(actionable, *index)).unwrap_or(actionable.len())
}

fn is_actionable(actionable: &[bool], index: usize) -> bool {
    actionable.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::record::{RecordType, Slot};

    const BOTH: [bool; 2] = [true; 2];

    fn records() -> Vec<DnsRecord> {
        let record = |name: &str| DnsRecord {
            slot: Slot::Ownership,
            record_type: RecordType::Txt,
            name: name.into(),
            value: "v".into(),
            priority: None,
            note: None,
        };
        vec![record("a.example.com"), record("b.example.com")]
    }

    #[test]
    fn the_guide_steps_through_the_entries_of_each_record_and_back() {
        let records = records();
        let mut progress = GuideProgress::default();
        let mut path = vec![(progress.record_index, progress.entry_index)];
        for _ in 0..6 {
            progress.advance(&records, 3, &BOTH);
            path.push((progress.record_index(2), progress.entry_index(3)));
        }
        assert_eq!(path, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0)]);
        progress.advance(&records, 0, &BOTH);
        assert_eq!((progress.record_index(2), progress.count(&records, GuideMark::Entered)), (2, 2));
        for expected in path.iter().rev().skip(1) {
            progress.go_back(&records, if progress.record_index(2) == 2 { 0 } else { 3 }, &BOTH);
            assert_eq!((progress.record_index(2), progress.entry_index(3)), *expected);
        }
        progress.go_back(&records, 3, &BOTH);
        assert_eq!((progress.record_index(2), progress.entry_index(3)), (0, 0));
    }

    #[test]
    fn records_without_an_action_are_skipped_both_ways_and_can_be_selected() {
        let records: Vec<DnsRecord> = [records(), records()].concat();
        let open = [false, true, false, false];
        let mut progress = GuideProgress::default();
        progress.start(&records, 3, &open);
        assert_eq!(progress.record_index(4), 1);
        progress.advance(&records, 1, &open);
        assert_eq!(progress.record_index(4), 4, "there is no more that asks for anything");
        progress.go_back(&records, 0, &open);
        assert_eq!(progress.record_index(4), 1);
        progress.skip_record(&records, &open);
        assert_eq!(progress.record_index(4), 4);
        progress.go_to_record(1);
        progress.go_back(&records, 1, &open);
        assert_eq!(progress.record_index(4), 0, "before the first that does, the others are reached");
        progress.go_to_record(2);
        assert_eq!((progress.record_index(4), progress.entry_index(3)), (2, 0));
        progress.advance(&records, 3, &open);
        progress.start(&records, 3, &open);
        assert_eq!((progress.record_index(4), progress.entry_index(3)), (2, 1), "what was begun is gone on with");
        progress.start(&records, 0, &open);
        assert_eq!(progress.record_index(4), 1, "unless it has no fields any more: the one that was skipped is left");
    }

    #[test]
    fn a_record_without_fields_and_action_gets_no_mark() {
        let records = records();
        let mut progress = GuideProgress::default();
        progress.advance(&records, 0, &[false, true]);
        assert_eq!((progress.record_index(2), progress.mark(&records[0])), (1, None));
        progress.advance(&records, 0, &[false, true]);
        assert_eq!(
            (progress.record_index(2), progress.mark(&records[1])),
            (2, Some(GuideMark::Entered)),
            "it was to be seen to"
        );
        progress.go_to_record(0);
        progress.skip_record(&records, &[false, true]);
        assert_eq!((progress.record_index(2), progress.mark(&records[0])), (1, None));
    }

    #[test]
    fn from_the_end_it_restarts_at_the_first_unmarked_record() {
        let records = records();
        let mut progress = GuideProgress::default();
        progress.go_to_record(2);
        progress.start(&records, 0, &[false; 2]);
        assert_eq!(progress.record_index(2), 2, "none asks for anything");
        progress.start(&records, 0, &[false, true]);
        assert_eq!(progress.record_index(2), 1);
        progress.start(&records, 3, &[true, false]);
        assert_eq!(progress.record_index(2), 0, "none follows, but one is before it");
        for _ in &records {
            progress.skip_record(&records, &BOTH);
        }
        progress.start(&records, 0, &BOTH);
        assert_eq!(progress.record_index(2), 0, "what was skipped is left");
        for _ in &records {
            progress.advance(&records, 1, &BOTH);
        }
        progress.start(&records, 0, &BOTH);
        assert_eq!(progress.record_index(2), 2, "all were gone through");
    }

    #[test]
    fn a_skipped_record_can_be_entered_later() {
        let records = records();
        let mut progress = GuideProgress::default();
        progress.skip_record(&records, &BOTH);
        assert_eq!((progress.mark(&records[0]), progress.record_index(2)), (Some(GuideMark::Skipped), 1));
        progress.go_to_record(0);
        progress.advance(&records, 1, &BOTH);
        assert_eq!(progress.mark(&records[0]), Some(GuideMark::Entered));
        assert_eq!(progress.count(&records, GuideMark::Skipped), 0);
    }

    #[test]
    fn the_guide_stays_at_its_record_when_others_are_added_or_removed() {
        let before = records();
        let mut progress = GuideProgress::default();
        progress.go_to_record(1);
        progress.advance(&before, 3, &BOTH);
        let mut after = before.clone();
        after.insert(0, DnsRecord { value: "new".into(), ..before[0].clone() });
        progress.sync_records(&before, &after);
        assert_eq!((progress.record_index(3), progress.entry_index(3)), (2, 1));
        progress.sync_records(&after, &before[..1]);
        assert_eq!((progress.record_index(1), progress.entry_index(3)), (1, 0), "what it was at is gone");
    }

    #[test]
    fn records_that_have_changed_have_no_mark() {
        let mut records = records();
        let mut progress = GuideProgress::default();
        progress.advance(&records, 1, &BOTH);
        records[0].value = "w".into();
        assert_eq!(progress.mark(&records[0]), None);
    }
}
