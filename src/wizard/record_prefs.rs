//! What a person has chosen for the records of one domain, and how far the guided copy is. It outlives the screen, so
//! that it is still there after a look elsewhere.

use crate::core::dns::ZoneInfo;
use crate::core::dns_host::{DnsHost, detect_hosts};
use crate::core::domain::SendingDomain;
use crate::core::export_format::ExportFormat;
use crate::core::guide::{PanelEntry, RecordAction, build_entries, name_form};
use crate::core::record::DnsRecord;
use crate::core::zone::{NameForm, Zone, ZoneSource};

/// The choices for a domain's records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordPrefs {
    zone: Option<Zone>,
    host: Option<&'static DnsHost>,
    /// Whether the DNS host was chosen by hand: then it is that, or none that is known.
    is_host_chosen: bool,
    /// What DNS says of the zone, and the DNS hosts that its name servers can belong to.
    detected_zone: Option<(Zone, Vec<&'static DnsHost>)>,
    name_form: Option<NameForm>,
    /// Whether the guided copy has asked for the DNS host.
    has_asked_for_host: bool,
    /// The paths that were typed for exports.
    export_paths: Vec<(ExportFormat, String)>,
    /// How far the guided copy is.
    pub guide: GuideProgress,
}

impl RecordPrefs {
    /// The zone: as set by hand, else as DNS says, else as guessed.
    #[must_use]
    pub fn zone(&self, domain: &SendingDomain) -> Zone {
        let found = self.detected_zone.as_ref().map(|(zone, _)| zone);
        self.zone.as_ref().or(found).cloned().unwrap_or_else(|| Zone::guess(domain.name.raw()))
    }

    /// How the zone is known, in a sentence.
    #[must_use]
    pub fn zone_message(&self, domain: &SendingDomain) -> String {
        let found = self.detected_zone.as_ref().map(|(zone, _)| zone.name());
        match (self.zone(domain).source(), found) {
            (ZoneSource::Chosen, Some(found)) => format!("It was set here by hand; DNS says that it is {found}."),
            (ZoneSource::Chosen, None) => "It was set here by hand.".to_owned(),
            (ZoneSource::Dns, found) => format!("DNS says that it is {}.", found.unwrap_or_default()),
            (ZoneSource::Guessed, _) => {
                "It is guessed from the name here; your DNS panel shows the right one.".to_owned()
            }
        }
    }

    /// The DNS host: as chosen, else the one that the name servers belong to.
    #[must_use]
    pub fn host(&self) -> Option<&'static DnsHost> {
        if self.is_host_chosen { self.host } else { self.detected_host() }
    }

    /// The DNS host that the name servers belong to, where it can be no other.
    #[must_use]
    pub fn detected_host(&self) -> Option<&'static DnsHost> {
        match self.candidate_hosts() {
            [host] => Some(host),
            _ => None,
        }
    }

    /// The DNS hosts that the name servers can belong to.
    #[must_use]
    pub fn candidate_hosts(&self) -> &[&'static DnsHost] {
        self.detected_zone.as_ref().map(|(_, hosts)| hosts.as_slice()).unwrap_or_default()
    }

    /// Whether the DNS host was chosen by hand.
    #[must_use]
    pub const fn has_chosen_host(&self) -> bool {
        self.is_host_chosen
    }

    /// Takes in what DNS says of the zone.
    pub(super) fn apply_zone_info(&mut self, zone: &ZoneInfo) {
        let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
        self.detected_zone = zone.is_certain.then(|| (Zone::from_dns(&zone.name), detect_hosts(&names)));
    }

    /// The form in which names are copied: as chosen, else as the DNS host wants it, else in full.
    #[must_use]
    pub fn name_form(&self) -> NameForm {
        self.name_form.unwrap_or_else(|| name_form(self.host()))
    }

    /// The name of a record in that form.
    #[must_use]
    pub fn record_name(&self, record: &DnsRecord, domain: &SendingDomain) -> String {
        self.zone(domain).format_name(record.name.raw(), self.name_form())
    }

    /// What to enter for a record, as the DNS host's panel asks for it, where this is to be done. Where the host is not
    /// known, names go without the zone unless a form was chosen: that is what most panels want.
    #[must_use]
    pub fn panel_entries(&self, record: &DnsRecord, domain: &SendingDomain, work: &RecordAction) -> Vec<PanelEntry> {
        build_entries(record, &self.zone(domain), self.host(), self.name_form.unwrap_or(NameForm::Relative), work)
    }

    /// Whether the DNS host is to be asked for, which is done once.
    pub(super) fn take_host_prompt(&mut self) -> bool {
        self.host().is_none() && !std::mem::replace(&mut self.has_asked_for_host, true)
    }

    /// The path that was typed for an export in this form.
    pub(super) fn export_path(&self, format: ExportFormat) -> Option<&str> {
        self.export_paths.iter().find(|(of, _)| *of == format).map(|(_, path)| path.as_str())
    }

    /// Keeps what was typed as a path.
    pub(super) fn set_export_path(&mut self, format: ExportFormat, path: &str) {
        self.export_paths.retain(|(of, _)| *of != format);
        self.export_paths.push((format, path.to_owned()));
    }

    pub(super) fn set_zone(&mut self, name: &str) {
        self.zone = Some(Zone::chosen(name));
    }

    /// Sets the DNS host; names go in its form from now on. The guide begins the record anew where the panel is another,
    /// since its fields stand in another order.
    pub(super) fn set_host(&mut self, host: Option<&'static DnsHost>) {
        if self.host() != host {
            self.guide.entry_index = 0;
        }
        (self.host, self.is_host_chosen) = (host, true);
        self.name_form = None;
    }

    pub(super) fn cycle_name_form(&mut self) {
        self.name_form = Some(self.name_form().next());
    }
}

/// How far a guided copy is: at which entry of which record, and which records are behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuideProgress {
    record_index: usize,
    entry_index: usize,
    marks: Vec<(DnsRecord, GuideMark)>,
}

/// What became of a record in the guided copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuideMark {
    /// The person went through its fields. Whether it is in DNS is another question.
    Entered,
    /// It was passed over.
    Skipped,
}

impl GuideProgress {
    /// The record it is at, of so many; as many as there are where it is behind the last.
    #[must_use]
    pub fn record_index(&self, records: usize) -> usize {
        self.record_index.min(records)
    }

    /// The entry it is at, of so many.
    #[must_use]
    pub fn entry_index(&self, entries: usize) -> usize {
        self.entry_index.min(entries.saturating_sub(1))
    }

    /// What became of a record.
    #[must_use]
    pub fn mark(&self, record: &DnsRecord) -> Option<GuideMark> {
        self.marks.iter().find(|(marked, _)| marked == record).map(|(_, mark)| *mark)
    }

    /// How many of these records have this mark.
    #[must_use]
    pub fn count(&self, records: &[DnsRecord], mark: GuideMark) -> usize {
        records.iter().filter(|record| self.mark(record) == Some(mark)).count()
    }

    /// Opened: where it is at the beginning of a record that asks for nothing, it goes to the next that does; from the end,
    /// and where none follows, to the first that was not gone through. `open` tells which ones ask for something, here and
    /// below.
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

    /// Goes on: to the next entry of so many, and behind the last to the next record that asks for something. A record that
    /// had nothing to go through has no mark.
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

    /// Goes back by one entry; before the first, to the last of the record before that asks for something, or else of the
    /// one before.
    pub(super) fn go_back(&mut self, records: &[DnsRecord], entries: usize, actionable: &[bool]) {
        let at = self.record_index(records.len());
        let before =
            actionable.iter().take(at).rposition(|actionable| *actionable).unwrap_or_else(|| at.saturating_sub(1));
        // The last entry of a record is its own affair: any number that is too large stands for it.
        (self.record_index, self.entry_index) = match self.entry_index(entries).checked_sub(1) {
            Some(entry) if at < records.len() => (at, entry),
            _ if at == 0 => (0, 0),
            _ => (before, usize::MAX),
        };
    }

    /// The records have become others: stays at the record it is at, where that is still there.
    pub(super) fn sync_records(&mut self, before: &[DnsRecord], after: &[DnsRecord]) {
        let at = self.record_index(before.len());
        let Some(record) = before.get(at) else { return self.go_to_record(after.len()) };
        match after.iter().position(|other| other == record) {
            Some(place) => self.record_index = place,
            None => self.go_to_record(at.min(after.len())),
        }
    }

    /// Passes over the record it is at; one that asks for nothing is not thereby skipped.
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

    fn set_mark(&mut self, record: &DnsRecord, mark: GuideMark) {
        self.marks.retain(|(marked, _)| marked != record);
        self.marks.push((record.clone(), mark));
    }
}

/// The first record from this one on that asks for something; behind the last where none does.
fn next_actionable(open: &[bool], from: usize) -> usize {
    (from..open.len()).find(|place| is_actionable(open, *place)).unwrap_or(open.len())
}

fn is_actionable(actionable: &[bool], place: usize) -> bool {
    actionable.get(place).copied().unwrap_or_default()
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
    fn the_guide_goes_through_the_entries_of_each_record_and_back_the_same_way() {
        let records = records();
        let mut place = GuideProgress::default();
        let mut way = vec![(place.record_index, place.entry_index)];
        for _ in 0..6 {
            place.advance(&records, 3, &BOTH);
            way.push((place.record_index(2), place.entry_index(3)));
        }
        assert_eq!(way, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0)]);
        place.advance(&records, 0, &BOTH);
        assert_eq!((place.record_index(2), place.count(&records, GuideMark::Entered)), (2, 2));
        for expected in way.iter().rev().skip(1) {
            place.go_back(&records, if place.record_index(2) == 2 { 0 } else { 3 }, &BOTH);
            assert_eq!((place.record_index(2), place.entry_index(3)), *expected);
        }
        place.go_back(&records, 3, &BOTH);
        assert_eq!((place.record_index(2), place.entry_index(3)), (0, 0));
    }

    #[test]
    fn records_that_ask_for_nothing_are_gone_past_both_ways_and_can_be_gone_to() {
        let records: Vec<DnsRecord> = [records(), records()].concat();
        let open = [false, true, false, false];
        let mut place = GuideProgress::default();
        place.start(&records, 3, &open);
        assert_eq!(place.record_index(4), 1);
        place.advance(&records, 1, &open);
        assert_eq!(place.record_index(4), 4, "there is no more that asks for anything");
        place.go_back(&records, 0, &open);
        assert_eq!(place.record_index(4), 1);
        place.skip_record(&records, &open);
        assert_eq!(place.record_index(4), 4);
        place.go_to_record(1);
        place.go_back(&records, 1, &open);
        assert_eq!(place.record_index(4), 0, "before the first that does, the others are reached");
        place.go_to_record(2);
        assert_eq!((place.record_index(4), place.entry_index(3)), (2, 0));
        place.advance(&records, 3, &open);
        place.start(&records, 3, &open);
        assert_eq!((place.record_index(4), place.entry_index(3)), (2, 1), "what was begun is gone on with");
        place.start(&records, 0, &open);
        assert_eq!(place.record_index(4), 1, "unless it has no fields any more: the one that was skipped is left");
    }

    #[test]
    fn what_has_no_fields_and_asks_for_nothing_gets_no_mark() {
        let records = records();
        let mut place = GuideProgress::default();
        place.advance(&records, 0, &[false, true]);
        assert_eq!((place.record_index(2), place.mark(&records[0])), (1, None));
        place.advance(&records, 0, &[false, true]);
        assert_eq!(
            (place.record_index(2), place.mark(&records[1])),
            (2, Some(GuideMark::Entered)),
            "it was to be seen to"
        );
        place.go_to_record(0);
        place.skip_record(&records, &[false, true]);
        assert_eq!((place.record_index(2), place.mark(&records[0])), (1, None));
    }

    #[test]
    fn from_the_end_it_begins_at_the_first_record_that_is_left() {
        let records = records();
        let mut place = GuideProgress::default();
        place.go_to_record(2);
        place.start(&records, 0, &[false; 2]);
        assert_eq!(place.record_index(2), 2, "none asks for anything");
        place.start(&records, 0, &[false, true]);
        assert_eq!(place.record_index(2), 1);
        place.start(&records, 3, &[true, false]);
        assert_eq!(place.record_index(2), 0, "none follows, but one is before it");
        for _ in &records {
            place.skip_record(&records, &BOTH);
        }
        place.start(&records, 0, &BOTH);
        assert_eq!(place.record_index(2), 0, "what was skipped is left");
        for _ in &records {
            place.advance(&records, 1, &BOTH);
        }
        place.start(&records, 0, &BOTH);
        assert_eq!(place.record_index(2), 2, "all were gone through");
    }

    #[test]
    fn a_record_that_was_passed_over_can_be_entered_after_all() {
        let records = records();
        let mut place = GuideProgress::default();
        place.skip_record(&records, &BOTH);
        assert_eq!((place.mark(&records[0]), place.record_index(2)), (Some(GuideMark::Skipped), 1));
        place.go_to_record(0);
        place.advance(&records, 1, &BOTH);
        assert_eq!(place.mark(&records[0]), Some(GuideMark::Entered));
        assert_eq!(place.count(&records, GuideMark::Skipped), 0);
    }

    #[test]
    fn the_guide_stays_at_its_record_when_others_come_or_go() {
        let before = records();
        let mut place = GuideProgress::default();
        place.go_to_record(1);
        place.advance(&before, 3, &BOTH);
        let mut after = before.clone();
        after.insert(0, DnsRecord { value: "new".into(), ..before[0].clone() });
        place.sync_records(&before, &after);
        assert_eq!((place.record_index(3), place.entry_index(3)), (2, 1));
        place.sync_records(&after, &before[..1]);
        assert_eq!((place.record_index(1), place.entry_index(3)), (1, 0), "what it was at is gone");
    }

    #[test]
    fn records_that_have_changed_have_no_mark() {
        let mut records = records();
        let mut place = GuideProgress::default();
        place.advance(&records, 1, &BOTH);
        records[0].value = "w".into();
        assert_eq!(place.mark(&records[0]), None);
    }
}
