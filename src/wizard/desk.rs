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
pub struct Desk {
    zone: Option<Zone>,
    host: Option<&'static DnsHost>,
    /// Whether the DNS host was chosen by hand: then it is that, or none that is known.
    is_host_chosen: bool,
    /// What DNS says of the zone, and the DNS hosts that its name servers can belong to.
    found: Option<(Zone, Vec<&'static DnsHost>)>,
    form: Option<NameForm>,
    /// Whether the guided copy has asked for the DNS host.
    host_asked: bool,
    /// The paths that were typed for exports.
    paths: Vec<(ExportFormat, String)>,
    /// How far the guided copy is.
    pub guide: GuidePlace,
}

impl Desk {
    /// The zone: as set by hand, else as DNS says, else as guessed.
    #[must_use]
    pub fn zone(&self, domain: &SendingDomain) -> Zone {
        let found = self.found.as_ref().map(|(zone, _)| zone);
        self.zone.as_ref().or(found).cloned().unwrap_or_else(|| Zone::guess(domain.name.raw()))
    }

    /// How the zone is known, in a sentence.
    #[must_use]
    pub fn zone_words(&self, domain: &SendingDomain) -> String {
        let found = self.found.as_ref().map(|(zone, _)| zone.name());
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
        if self.is_host_chosen { self.host } else { self.detected() }
    }

    /// The DNS host that the name servers belong to, where it can be no other.
    #[must_use]
    pub fn detected(&self) -> Option<&'static DnsHost> {
        match self.candidates() {
            [host] => Some(host),
            _ => None,
        }
    }

    /// The DNS hosts that the name servers can belong to.
    #[must_use]
    pub fn candidates(&self) -> &[&'static DnsHost] {
        self.found.as_ref().map(|(_, hosts)| hosts.as_slice()).unwrap_or_default()
    }

    /// Whether the DNS host was chosen by hand.
    #[must_use]
    pub const fn has_chosen_host(&self) -> bool {
        self.is_host_chosen
    }

    /// Takes in what DNS says of the zone.
    pub(super) fn learn(&mut self, zone: &ZoneInfo) {
        let names: Vec<&str> = zone.name_servers.iter().map(String::as_str).collect();
        self.found = zone.is_certain.then(|| (Zone::from_dns(&zone.name), detect_hosts(&names)));
    }

    /// The form in which names are copied: as chosen, else as the DNS host wants it, else in full.
    #[must_use]
    pub fn form(&self) -> NameForm {
        self.form.unwrap_or_else(|| name_form(self.host()))
    }

    /// The name of a record in that form.
    #[must_use]
    pub fn name_of(&self, record: &DnsRecord, domain: &SendingDomain) -> String {
        self.zone(domain).format_name(record.name.raw(), self.form())
    }

    /// What to enter for a record, as the DNS host's panel asks for it, where this is to be done. Where the host is not
    /// known, names go without the zone unless a form was chosen: that is what most panels want.
    #[must_use]
    pub fn entries(&self, record: &DnsRecord, domain: &SendingDomain, work: &RecordAction) -> Vec<PanelEntry> {
        build_entries(record, &self.zone(domain), self.host(), self.form.unwrap_or(NameForm::Relative), work)
    }

    /// Whether the DNS host is to be asked for, which is done once.
    pub(super) fn asks_for_host(&mut self) -> bool {
        self.host().is_none() && !std::mem::replace(&mut self.host_asked, true)
    }

    /// The path that was typed for an export in this form.
    pub(super) fn path(&self, format: ExportFormat) -> Option<&str> {
        self.paths.iter().find(|(of, _)| *of == format).map(|(_, path)| path.as_str())
    }

    /// Keeps what was typed as a path.
    pub(super) fn set_path(&mut self, format: ExportFormat, path: &str) {
        self.paths.retain(|(of, _)| *of != format);
        self.paths.push((format, path.to_owned()));
    }

    pub(super) fn set_zone(&mut self, name: &str) {
        self.zone = Some(Zone::chosen(name));
    }

    /// Sets the DNS host; names go in its form from now on. The guide begins the record anew where the panel is another,
    /// since its fields stand in another order.
    pub(super) fn set_host(&mut self, host: Option<&'static DnsHost>) {
        if self.host() != host {
            self.guide.entry = 0;
        }
        (self.host, self.is_host_chosen) = (host, true);
        self.form = None;
    }

    pub(super) fn next_form(&mut self) {
        self.form = Some(self.form().next());
    }
}

/// How far a guided copy is: at which entry of which record, and which records are behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuidePlace {
    record: usize,
    entry: usize,
    marks: Vec<(DnsRecord, Mark)>,
}

/// What became of a record in the guided copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The person went through its fields. Whether it is in DNS is another question.
    Entered,
    /// It was passed over.
    Skipped,
}

impl GuidePlace {
    /// The record it is at, of so many; as many as there are where it is behind the last.
    #[must_use]
    pub fn record(&self, records: usize) -> usize {
        self.record.min(records)
    }

    /// The entry it is at, of so many.
    #[must_use]
    pub fn entry(&self, entries: usize) -> usize {
        self.entry.min(entries.saturating_sub(1))
    }

    /// What became of a record.
    #[must_use]
    pub fn mark(&self, record: &DnsRecord) -> Option<Mark> {
        self.marks.iter().find(|(marked, _)| marked == record).map(|(_, mark)| *mark)
    }

    /// How many of these records have this mark.
    #[must_use]
    pub fn count(&self, records: &[DnsRecord], mark: Mark) -> usize {
        records.iter().filter(|record| self.mark(record) == Some(mark)).count()
    }

    /// Opened: where it is at the beginning of a record that asks for nothing, it goes to the next that does; from the end,
    /// and where none follows, to the first that was not gone through. `open` tells which ones ask for something, here and
    /// below.
    pub(super) fn begin(&mut self, records: &[DnsRecord], entries: usize, open: &[bool]) {
        let at = self.record(records.len());
        if at < records.len() && self.entry(entries) > 0 {
            return;
        }
        let left: Vec<bool> =
            records.iter().zip(open).map(|(record, open)| *open && self.mark(record) != Some(Mark::Entered)).collect();
        let next = next_open(open, at);
        self.go_to(if next < records.len() { next } else { next_open(&left, 0) });
    }

    /// Goes on: to the next entry of so many, and behind the last to the next record that asks for something. A record that
    /// had nothing to go through has no mark.
    pub(super) fn forward(&mut self, records: &[DnsRecord], entries: usize, open: &[bool]) {
        let at = self.record(records.len());
        let Some(record) = records.get(at) else { return };
        let next = self.entry(entries).saturating_add(1);
        (self.record, self.entry) =
            if next < entries { (at, next) } else { (next_open(open, at.saturating_add(1)), 0) };
        if next >= entries && (entries > 0 || is_open(open, at)) {
            self.set(record, Mark::Entered);
        }
    }

    /// Goes back by one entry; before the first, to the last of the record before that asks for something, or else of the
    /// one before.
    pub(super) fn back(&mut self, records: &[DnsRecord], entries: usize, open: &[bool]) {
        let at = self.record(records.len());
        let before = open.iter().take(at).rposition(|open| *open).unwrap_or_else(|| at.saturating_sub(1));
        // The last entry of a record is its own affair: any number that is too large stands for it.
        (self.record, self.entry) = match self.entry(entries).checked_sub(1) {
            Some(entry) if at < records.len() => (at, entry),
            _ if at == 0 => (0, 0),
            _ => (before, usize::MAX),
        };
    }

    /// The records have become others: stays at the record it is at, where that is still there.
    pub(super) fn follow(&mut self, before: &[DnsRecord], after: &[DnsRecord]) {
        let at = self.record(before.len());
        let Some(record) = before.get(at) else { return self.go_to(after.len()) };
        match after.iter().position(|other| other == record) {
            Some(place) => self.record = place,
            None => self.go_to(at.min(after.len())),
        }
    }

    /// Passes over the record it is at; one that asks for nothing is not thereby skipped.
    pub(super) fn skip(&mut self, records: &[DnsRecord], open: &[bool]) {
        let at = self.record(records.len());
        if let Some(record) = records.get(at) {
            if is_open(open, at) {
                self.set(record, Mark::Skipped);
            }
            self.go_to(next_open(open, at.saturating_add(1)));
        }
    }

    /// Goes to the first entry of a record.
    pub(super) const fn go_to(&mut self, record: usize) {
        (self.record, self.entry) = (record, 0);
    }

    fn set(&mut self, record: &DnsRecord, mark: Mark) {
        self.marks.retain(|(marked, _)| marked != record);
        self.marks.push((record.clone(), mark));
    }
}

/// The first record from this one on that asks for something; behind the last where none does.
fn next_open(open: &[bool], from: usize) -> usize {
    (from..open.len()).find(|place| is_open(open, *place)).unwrap_or(open.len())
}

fn is_open(open: &[bool], place: usize) -> bool {
    open.get(place).copied().unwrap_or_default()
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
        let mut place = GuidePlace::default();
        let mut way = vec![(place.record, place.entry)];
        for _ in 0..6 {
            place.forward(&records, 3, &BOTH);
            way.push((place.record(2), place.entry(3)));
        }
        assert_eq!(way, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0)]);
        place.forward(&records, 0, &BOTH);
        assert_eq!((place.record(2), place.count(&records, Mark::Entered)), (2, 2));
        for expected in way.iter().rev().skip(1) {
            place.back(&records, if place.record(2) == 2 { 0 } else { 3 }, &BOTH);
            assert_eq!((place.record(2), place.entry(3)), *expected);
        }
        place.back(&records, 3, &BOTH);
        assert_eq!((place.record(2), place.entry(3)), (0, 0));
    }

    #[test]
    fn records_that_ask_for_nothing_are_gone_past_both_ways_and_can_be_gone_to() {
        let records: Vec<DnsRecord> = [records(), records()].concat();
        let open = [false, true, false, false];
        let mut place = GuidePlace::default();
        place.begin(&records, 3, &open);
        assert_eq!(place.record(4), 1);
        place.forward(&records, 1, &open);
        assert_eq!(place.record(4), 4, "there is no more that asks for anything");
        place.back(&records, 0, &open);
        assert_eq!(place.record(4), 1);
        place.skip(&records, &open);
        assert_eq!(place.record(4), 4);
        place.go_to(1);
        place.back(&records, 1, &open);
        assert_eq!(place.record(4), 0, "before the first that does, the others are reached");
        place.go_to(2);
        assert_eq!((place.record(4), place.entry(3)), (2, 0));
        place.forward(&records, 3, &open);
        place.begin(&records, 3, &open);
        assert_eq!((place.record(4), place.entry(3)), (2, 1), "what was begun is gone on with");
        place.begin(&records, 0, &open);
        assert_eq!(place.record(4), 1, "unless it has no fields any more: the one that was skipped is left");
    }

    #[test]
    fn what_has_no_fields_and_asks_for_nothing_gets_no_mark() {
        let records = records();
        let mut place = GuidePlace::default();
        place.forward(&records, 0, &[false, true]);
        assert_eq!((place.record(2), place.mark(&records[0])), (1, None));
        place.forward(&records, 0, &[false, true]);
        assert_eq!((place.record(2), place.mark(&records[1])), (2, Some(Mark::Entered)), "it was to be seen to");
        place.go_to(0);
        place.skip(&records, &[false, true]);
        assert_eq!((place.record(2), place.mark(&records[0])), (1, None));
    }

    #[test]
    fn from_the_end_it_begins_at_the_first_record_that_is_left() {
        let records = records();
        let mut place = GuidePlace::default();
        place.go_to(2);
        place.begin(&records, 0, &[false; 2]);
        assert_eq!(place.record(2), 2, "none asks for anything");
        place.begin(&records, 0, &[false, true]);
        assert_eq!(place.record(2), 1);
        place.begin(&records, 3, &[true, false]);
        assert_eq!(place.record(2), 0, "none follows, but one is before it");
        for _ in &records {
            place.skip(&records, &BOTH);
        }
        place.begin(&records, 0, &BOTH);
        assert_eq!(place.record(2), 0, "what was skipped is left");
        for _ in &records {
            place.forward(&records, 1, &BOTH);
        }
        place.begin(&records, 0, &BOTH);
        assert_eq!(place.record(2), 2, "all were gone through");
    }

    #[test]
    fn a_record_that_was_passed_over_can_be_entered_after_all() {
        let records = records();
        let mut place = GuidePlace::default();
        place.skip(&records, &BOTH);
        assert_eq!((place.mark(&records[0]), place.record(2)), (Some(Mark::Skipped), 1));
        place.go_to(0);
        place.forward(&records, 1, &BOTH);
        assert_eq!(place.mark(&records[0]), Some(Mark::Entered));
        assert_eq!(place.count(&records, Mark::Skipped), 0);
    }

    #[test]
    fn the_guide_stays_at_its_record_when_others_come_or_go() {
        let before = records();
        let mut place = GuidePlace::default();
        place.go_to(1);
        place.forward(&before, 3, &BOTH);
        let mut after = before.clone();
        after.insert(0, DnsRecord { value: "new".into(), ..before[0].clone() });
        place.follow(&before, &after);
        assert_eq!((place.record(3), place.entry(3)), (2, 1));
        place.follow(&after, &before[..1]);
        assert_eq!((place.record(1), place.entry(3)), (1, 0), "what it was at is gone");
    }

    #[test]
    fn records_that_have_changed_have_no_mark() {
        let mut records = records();
        let mut place = GuidePlace::default();
        place.forward(&records, 1, &BOTH);
        records[0].value = "w".into();
        assert_eq!(place.mark(&records[0]), None);
    }
}
