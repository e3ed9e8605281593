//! The progress of the guide through the records of a domain.

use std::collections::BTreeSet;

use super::session::RequestId;
use crate::core::copy::CopyOutcome;
use crate::core::dns_host::RecordPart;
use crate::core::guide::{GuideMark, GuideMemory, InputMode, PanelEntry};
use crate::core::record::DnsRecord;

/// The progress of the guide: the current record, what was copied of it, and the marks of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuideProgress {
    record_index: usize,
    /// The field of the current record that was asked for last, and what became of it; `None` before the first.
    asked: Option<AskedField>,
    /// The parts of the current record that were copied or shown.
    handed_over: BTreeSet<RecordPart>,
    marks: Vec<(DnsRecord, GuideMark)>,
}

/// A field that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AskedField {
    /// Its index among the fields of its record.
    index: usize,
    part: RecordPart,
    state: FieldState,
}

/// What became of a field that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldState {
    /// The copy is pending.
    Copying(RequestId),
    /// It was copied, as far as the outcome says.
    Copied(CopyOutcome),
    /// It was shown alone.
    Shown,
    /// It was not copied.
    Failed,
    /// It was copied, and then something else was.
    Replaced,
}

impl GuideProgress {
    /// Returns the index of the current record out of `records`; equal to `records` after the last one.
    pub fn record_index(&self, records: usize) -> usize {
        self.record_index.min(records)
    }

    /// Returns the field that was asked for last, by its index in `entries`, and what became of it.
    pub fn asked(&self, entries: &[PanelEntry]) -> Option<(usize, &FieldState)> {
        self.asked.as_ref().filter(|asked| asked.index < entries.len()).map(|asked| (asked.index, &asked.state))
    }

    /// Returns the index of the field that is copied next.
    pub fn next_field(&self, entries: &[PanelEntry]) -> Option<usize> {
        let first = self.asked(entries).map_or(0, |(index, _)| index.saturating_add(1));
        (first..entries.len()).find(|index| is_copied(entries, *index))
    }

    /// Returns the index of the field that was copied before the last one.
    pub fn previous_field(&self, entries: &[PanelEntry]) -> Option<usize> {
        let (index, _) = self.asked(entries)?;
        (0..index).rev().find(|index| is_copied(entries, *index))
    }

    /// Whether this part of the current record was copied or shown.
    pub fn is_handed_over(&self, part: RecordPart) -> bool {
        self.handed_over.contains(&part)
    }

    /// Returns the mark of a record.
    pub fn mark(&self, record: &DnsRecord) -> Option<GuideMark> {
        self.marks.iter().find(|(marked, _)| marked == record).map(|(_, mark)| *mark)
    }

    /// Counts the records with this mark.
    pub fn count(&self, records: &[DnsRecord], mark: GuideMark) -> usize {
        records.iter().filter(|record| self.mark(record) == Some(mark)).count()
    }

    /// Returns what the next run needs to go on.
    pub(super) fn memory(&self, records: &[DnsRecord]) -> GuideMemory {
        let current = records.get(self.record_index).filter(|_| self.record_index > 0).cloned();
        GuideMemory { current, marks: self.marks.clone() }
    }

    /// Goes on where an earlier run stopped.
    pub(super) fn restore(&mut self, memory: GuideMemory, records: &[DnsRecord]) {
        let place = memory.current.and_then(|current| records.iter().position(|record| *record == current));
        // Without a current record, it was at the end, or at the first record.
        let without = if memory.marks.is_empty() { 0 } else { records.len() };
        self.marks = memory.marks;
        self.go_to_record(place.unwrap_or(without));
    }

    /// Opens the guide. If it is at the start of a record that needs no entry, it goes to the next one that does.
    /// After the last record, or if none follows, it goes to the first record that was not entered. `actionable`
    /// says, here and below, which records need an entry.
    pub(super) fn start(&mut self, records: &[DnsRecord], entries: &[PanelEntry], actionable: &[bool]) {
        let at = self.record_index(records.len());
        if at < records.len() && self.asked(entries).is_some() {
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

    /// Notes what became of a field of the current record.
    pub(super) fn set_field(&mut self, index: usize, part: RecordPart, state: FieldState) {
        if matches!(state, FieldState::Copied(_) | FieldState::Shown) {
            self.handed_over.insert(part);
        }
        self.asked = Some(AskedField { index, part, state });
    }

    /// Whether it waits for this copy.
    pub(super) fn awaits(&self, id: RequestId) -> bool {
        matches!(self.asked, Some(AskedField { state: FieldState::Copying(copying), .. }) if copying == id)
    }

    /// Notes what became of the pending copy.
    pub(super) fn finish_copy(&mut self, state: FieldState) {
        if let Some(AskedField { index, part, state: FieldState::Copying(_) }) = self.asked {
            self.set_field(index, part, state);
        }
    }

    /// Notes that the clipboard has something else from now on.
    pub(super) fn forget_clipboard(&mut self) {
        if let Some(asked) = &mut self.asked
            && matches!(asked.state, FieldState::Copying(_) | FieldState::Copied(_))
        {
            asked.state = FieldState::Replaced;
        }
    }

    /// Goes to the next record that needs an entry. The current one is marked as entered if all its fields were copied or
    /// shown. A record without fields is entered if it needs something done.
    pub(super) fn complete_record(&mut self, records: &[DnsRecord], entries: &[PanelEntry], actionable: &[bool]) {
        let at = self.record_index(records.len());
        let Some(record) = records.get(at) else { return };
        let is_complete = entries
            .iter()
            .filter(|entry| entry.input_mode == InputMode::Paste)
            .all(|entry| self.is_handed_over(entry.part));
        if is_complete && (!entries.is_empty() || is_actionable(actionable, at)) {
            self.set_mark(record, GuideMark::Entered);
        }
        self.go_to_record(next_actionable(actionable, at.saturating_add(1)));
    }

    /// Goes to the previous record that needs an entry, or else to the previous record.
    pub(super) fn go_to_previous_record(&mut self, records: &[DnsRecord], actionable: &[bool]) {
        let at = self.record_index(records.len());
        let before = actionable.iter().take(at).rposition(|actionable| *actionable);
        self.go_to_record(before.unwrap_or_else(|| at.saturating_sub(1)));
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

    /// Goes to the start of a record.
    pub(super) fn go_to_record(&mut self, record: usize) {
        self.record_index = record;
        self.restart_record();
    }

    /// Goes to the start of the current record.
    pub(super) fn restart_record(&mut self) {
        self.asked = None;
        self.handed_over.clear();
    }

    fn set_mark(&mut self, record: &DnsRecord, mark: GuideMark) {
        self.marks.retain(|(marked, _)| marked != record);
        self.marks.push((record.clone(), mark));
    }
}

/// Whether the field is copied, and not only shown.
fn is_copied(entries: &[PanelEntry], index: usize) -> bool {
    entries.get(index).is_some_and(|entry| entry.input_mode == InputMode::Paste)
}

/// Returns the first index from `from` that needs an entry, or the length if there is none.
pub(super) fn next_actionable(actionable: &[bool], from: usize) -> usize {
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

    /// A type to choose, a name and a value to paste, and a default TTL.
    fn entries() -> Vec<PanelEntry> {
        let entry = |part, input_mode| PanelEntry {
            part,
            label: format!("{part:?}"),
            input_mode,
            text: "t".to_owned(),
            hint: None,
        };
        vec![
            entry(RecordPart::Type, InputMode::Choose),
            entry(RecordPart::Name, InputMode::Paste),
            entry(RecordPart::Value, InputMode::Paste),
            entry(RecordPart::Ttl, InputMode::Keep),
        ]
    }

    /// Copies the next field of the current record.
    fn copy_next(progress: &mut GuideProgress) {
        let entries = entries();
        let next = progress.next_field(&entries).unwrap();
        progress.set_field(next, entries[next].part, FieldState::Copied(CopyOutcome::System));
    }

    fn enter_record(progress: &mut GuideProgress, records: &[DnsRecord], actionable: &[bool]) {
        copy_next(progress);
        copy_next(progress);
        progress.complete_record(records, &entries(), actionable);
    }

    #[test]
    fn only_fields_to_paste_are_copied_and_the_last_one_stays_marked() {
        let (records, entries) = (records(), entries());
        let mut progress = GuideProgress::default();
        assert_eq!((progress.asked(&entries), progress.next_field(&entries)), (None, Some(1)));
        copy_next(&mut progress);
        assert_eq!(progress.asked(&entries), Some((1, &FieldState::Copied(CopyOutcome::System))));
        copy_next(&mut progress);
        assert_eq!((progress.next_field(&entries), progress.previous_field(&entries)), (None, Some(1)));
        assert_eq!(progress.mark(&records[0]), None, "it is on the clipboard, and not pasted yet");
        progress.complete_record(&records, &entries, &BOTH);
        assert_eq!((progress.record_index(2), progress.mark(&records[0])), (1, Some(GuideMark::Entered)));
        assert_eq!(progress.asked(&entries), None);
    }

    #[test]
    fn a_record_is_not_entered_while_a_field_of_it_was_not_copied() {
        let (records, entries) = (records(), entries());
        let mut progress = GuideProgress::default();
        progress.set_field(1, RecordPart::Name, FieldState::Failed);
        copy_next(&mut progress);
        progress.complete_record(&records, &entries, &BOTH);
        assert_eq!((progress.record_index(2), progress.mark(&records[0])), (1, None));
        progress.go_to_record(0);
        progress.set_field(1, RecordPart::Name, FieldState::Failed);
        progress.set_field(1, RecordPart::Name, FieldState::Shown);
        copy_next(&mut progress);
        progress.complete_record(&records, &entries, &BOTH);
        assert_eq!(progress.mark(&records[0]), Some(GuideMark::Entered), "it was shown");
    }

    #[test]
    fn another_copy_takes_the_marker_away() {
        let entries = entries();
        let mut progress = GuideProgress::default();
        copy_next(&mut progress);
        progress.forget_clipboard();
        assert_eq!(progress.asked(&entries), Some((1, &FieldState::Replaced)));
        assert_eq!(progress.next_field(&entries), Some(2), "it goes on where it was");
    }

    #[test]
    fn records_that_ask_for_nothing_are_passed_both_ways_and_can_be_gone_to() {
        let records: Vec<DnsRecord> = [records(), records()].concat();
        let open = [false, true, false, false];
        let mut progress = GuideProgress::default();
        progress.start(&records, &entries(), &open);
        assert_eq!(progress.record_index(4), 1);
        enter_record(&mut progress, &records, &open);
        assert_eq!(progress.record_index(4), 4, "there is no more that asks for anything");
        progress.go_to_previous_record(&records, &open);
        assert_eq!(progress.record_index(4), 1);
        progress.skip_record(&records, &open);
        assert_eq!(progress.record_index(4), 4);
        progress.go_to_record(1);
        progress.go_to_previous_record(&records, &open);
        assert_eq!(progress.record_index(4), 0, "before the first that does, the others are reached");
        progress.go_to_record(2);
        copy_next(&mut progress);
        progress.start(&records, &entries(), &open);
        assert_eq!(progress.record_index(4), 2, "a record that was begun is continued");
        progress.start(&records, &[], &open);
        assert_eq!(progress.record_index(4), 1, "unless it has no fields any more: the one that was skipped is left");
    }

    #[test]
    fn a_record_without_fields_and_without_need_gets_no_mark() {
        let records = records();
        let mut progress = GuideProgress::default();
        progress.complete_record(&records, &[], &[false, true]);
        assert_eq!((progress.record_index(2), progress.mark(&records[0])), (1, None));
        progress.complete_record(&records, &[], &[false, true]);
        assert_eq!(
            (progress.record_index(2), progress.mark(&records[1])),
            (2, Some(GuideMark::Entered)),
            "it was to be deleted"
        );
        progress.go_to_record(0);
        progress.skip_record(&records, &[false, true]);
        assert_eq!((progress.record_index(2), progress.mark(&records[0])), (1, None));
    }

    #[test]
    fn from_the_end_it_begins_at_the_first_record_that_is_left() {
        let records = records();
        let mut progress = GuideProgress::default();
        progress.go_to_record(2);
        progress.start(&records, &[], &[false; 2]);
        assert_eq!(progress.record_index(2), 2, "none asks for anything");
        progress.start(&records, &[], &[false, true]);
        assert_eq!(progress.record_index(2), 1);
        progress.start(&records, &entries(), &[true, false]);
        assert_eq!(progress.record_index(2), 0, "none follows, but one is before it");
        for _ in &records {
            progress.skip_record(&records, &BOTH);
        }
        progress.start(&records, &[], &BOTH);
        assert_eq!(progress.record_index(2), 0, "what was skipped is left");
        for _ in &records {
            enter_record(&mut progress, &records, &BOTH);
        }
        progress.start(&records, &[], &BOTH);
        assert_eq!(progress.record_index(2), 2, "all were gone through");
    }

    #[test]
    fn a_skipped_record_can_be_entered_after_all() {
        let records = records();
        let mut progress = GuideProgress::default();
        progress.skip_record(&records, &BOTH);
        assert_eq!((progress.mark(&records[0]), progress.record_index(2)), (Some(GuideMark::Skipped), 1));
        progress.go_to_record(0);
        enter_record(&mut progress, &records, &BOTH);
        assert_eq!(progress.mark(&records[0]), Some(GuideMark::Entered));
        assert_eq!(progress.count(&records, GuideMark::Skipped), 0);
    }

    #[test]
    fn the_guide_stays_at_its_record_when_others_come_or_go() {
        let before = records();
        let mut progress = GuideProgress::default();
        progress.go_to_record(1);
        copy_next(&mut progress);
        let mut after = before.clone();
        after.insert(0, DnsRecord { value: "new".into(), ..before[0].clone() });
        progress.sync_records(&before, &after);
        assert!(progress.record_index(3) == 2 && progress.asked(&entries()).is_some());
        progress.sync_records(&after, &before[..1]);
        assert_eq!((progress.record_index(1), progress.asked(&entries())), (1, None), "what it was at is gone");
    }

    #[test]
    fn records_that_have_changed_have_no_mark() {
        let mut records = records();
        let mut progress = GuideProgress::default();
        enter_record(&mut progress, &records, &BOTH);
        records[0].value = "w".into();
        assert_eq!(progress.mark(&records[0]), None);
    }

    #[test]
    fn the_next_run_goes_on_at_the_same_record() {
        let records = records();
        let mut progress = GuideProgress::default();
        assert_eq!(progress.memory(&records), GuideMemory::default());
        for steps in 0..=2 {
            let mut progress = GuideProgress::default();
            for _ in 0..steps {
                progress.skip_record(&records, &BOTH);
            }
            let mut next_run = GuideProgress::default();
            next_run.restore(progress.memory(&records), &records);
            assert_eq!(next_run, progress, "{steps}");
        }
        enter_record(&mut progress, &records, &BOTH);
        let memory = progress.memory(&records);
        assert_eq!(memory.current.as_ref(), Some(&records[1]));
        let mut changed = records.clone();
        changed[1].value = "w".into();
        progress.restore(memory, &changed);
        assert_eq!(progress.record_index(2), 2, "the record it was at is another: what is left is found from the end");
    }
}
