//! What is wrong, by cause: each cause once, the worst first, with the records that it concerns.

use std::cmp::Reverse;

use super::advised_value::AdvisedValue;
use super::cause::Cause;
use super::conflict::Conflict;
use super::difference::Difference;
use super::domain_check::{CheckedRecord, DomainCheck};
use super::finding::Level;
use super::{RecordCheck, Verdict};
use crate::core::record::{DnsRecord, Requirement};

/// What several records have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The cause of their state; of the records' own causes, the first.
    Cause(Cause),
    /// Only the state is known.
    State(Verdict),
    /// No server was asked about them.
    NotChecked,
    /// The limits of a lookup left them out.
    LeftOut,
}

/// How a record is repaired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// The record is at a wrong name.
    Rename {
        /// The name at which it was found.
        now: String,
        /// The name to type at most DNS providers.
        change_to: String,
        /// Whether the record at the wrong name may be needed there, so that another one is added.
        keeps_old: bool,
    },
    /// The record has a wrong value.
    ChangeValue {
        /// The most similar value that was found.
        found: Option<String>,
        /// The expected value, as the check compares it.
        expected: String,
        /// The value to publish instead, if it is not the expected one: an SPF record with the terms of both.
        merged: Option<String>,
        /// Where the found value differs from the expected one; `None` if another value is to be published.
        difference: Option<Difference>,
    },
    /// The record is added.
    Add,
    /// There is nothing to change in the record.
    Nothing,
}

/// A record that a fault concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffectedRecord {
    /// The index of the record.
    pub index: usize,
    /// The record's own cause: of the kind of the group's, with its own details.
    pub cause: Option<Cause>,
    /// How it is repaired.
    pub repair: Repair,
}

/// A fault, and the records that it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseGroup {
    /// The fault.
    pub fault: Fault,
    /// How bad it is.
    pub level: Level,
    /// The records, in their order. Never empty.
    pub records: Vec<AffectedRecord>,
    /// Whether it is the zone's or its servers' and concerns all records, so that no record needs a change.
    pub is_zone_wide: bool,
}

impl Fault {
    /// Whether both are shown as one: the same kind, and at servers the same servers.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Cause(one @ Cause::OldAnswer { .. }), Self::Cause(two)) => one.is_same_kind(two),
            (Self::Cause(one), Self::Cause(two)) if one.is_zone_wide() || is_about_servers(one) => one == two,
            (Self::Cause(one), Self::Cause(two)) => one.is_same_kind(two),
            (one, two) => one == two,
        }
    }

    fn level(&self) -> Level {
        match self {
            Self::Cause(cause) => cause.finding().level,
            Self::State(Verdict::Match) => Level::Note,
            Self::State(Verdict::Missing | Verdict::Different) => Level::Error,
            Self::State(Verdict::Partly { .. } | Verdict::Unreachable) | Self::NotChecked | Self::LeftOut => {
                Level::Warning
            }
        }
    }
}

const fn is_about_servers(cause: &Cause) -> bool {
    matches!(
        cause,
        Cause::ServersDiffer { .. }
            | Cause::ServersDisagree { .. }
            | Cause::TwoProviders { .. }
            | Cause::StaleServers { .. }
    )
}

impl Repair {
    fn of(cause: Option<&Cause>, check: &RecordCheck) -> Self {
        let change_value = |merged: Option<&AdvisedValue>| {
            let merged = merged.map(AdvisedValue::text).filter(|merged| *merged != check.expected).map(str::to_owned);
            Self::ChangeValue {
                found: check.nearest.and_then(|nearest| check.found.get(nearest)).cloned(),
                expected: check.expected.clone(),
                difference: if merged.is_some() { None } else { check.difference() },
                merged,
            }
        };
        let rename = |now: &String, change_to: &String, keeps_old: bool| Self::Rename {
            now: now.clone(),
            change_to: change_to.clone(),
            keeps_old,
        };
        match cause {
            Some(
                Cause::NameDoubled { at, relative_name }
                | Cause::AtZoneTop { at, relative_name, .. }
                | Cause::UnderscoreLost { at, relative_name, .. }
                | Cause::LabelLost { at, relative_name, .. },
            ) => rename(at, relative_name, false),
            Some(Cause::WrongZone { at, relative_name, .. }) => rename(at, relative_name, true),
            // The expected value would replace the owner's policy.
            Some(Cause::DmarcBroken { corrected: None, .. }) => Self::Nothing,
            Some(Cause::DmarcBroken { corrected, .. }) => change_value(corrected.as_ref()),
            Some(cause) if cause.is_zone_wide() || is_about_servers(cause) => Self::Nothing,
            Some(Cause::OtherToken | Cause::OtherValue { can_coexist: true }) => Self::Add,
            _ if check.is_settled() => Self::Nothing,
            Some(cause) if cause.spf_advice().is_some() => change_value(cause.spf_advice().map(|advice| &advice.line)),
            _ => match check.verdict {
                Verdict::Missing => Self::Add,
                Verdict::Different => change_value(None),
                Verdict::Match | Verdict::Partly { .. } | Verdict::Unreachable => Self::Nothing,
            },
        }
    }
}

impl DomainCheck {
    /// What is wrong or worth to know, by cause: each once, the worst first. Records without an answer yet are left out.
    pub fn cause_groups(&self) -> Vec<CauseGroup> {
        let mut groups: Vec<CauseGroup> = Vec::new();
        for CheckedRecord { index, check, .. } in self.checked_records() {
            for fault in faults(check) {
                let cause = match &fault {
                    Fault::Cause(cause) => Some(cause.clone()),
                    Fault::State(_) | Fault::NotChecked | Fault::LeftOut => None,
                };
                let record = AffectedRecord { index, repair: Repair::of(cause.as_ref(), check), cause };
                match groups.iter_mut().find(|group| group.fault.is_same(&fault)) {
                    Some(group) if group.records.iter().any(|known| known.index == index) => {}
                    Some(group) => {
                        group.merge(fault);
                        group.records.push(record);
                    }
                    None => {
                        let level = fault.level();
                        groups.push(CauseGroup { fault, level, records: vec![record], is_zone_wide: false });
                    }
                }
            }
        }
        for group in &mut groups {
            let is_of_zone = matches!(&group.fault, Fault::Cause(cause) if cause.is_zone_wide());
            group.is_zone_wide = is_of_zone && group.records.len() == self.domain.records.len();
        }
        groups.sort_by_key(|group| self.rank(group));
        groups
    }

    /// The records that are OK, in a line; `None` if none or all are.
    pub fn ok_message(&self) -> Option<String> {
        let ok: Vec<String> = self
            .checked_records()
            .filter(|checked| checked.check.is_correct())
            .map(|checked| checked.record.label())
            .collect();
        (!ok.is_empty() && ok.len() < self.domain.records.len()).then(|| format!("OK: {}", ok.join(", ")))
    }

    /// The records with a row in a group, in the order of the rows.
    pub fn row_records(&self) -> Vec<usize> {
        let mut all: Vec<usize> = Vec::new();
        for group in self.cause_groups() {
            let rows: Vec<usize> = group.rows(self).map(|row| row.index).filter(|index| !all.contains(index)).collect();
            all.extend(rows);
        }
        all
    }

    /// How a record is repaired, by the worst of its causes; `None` if there is nothing to do for it.
    pub fn repair(&self, index: usize) -> Option<Repair> {
        let groups = self.cause_groups();
        let mut rows = groups.iter().flat_map(|group| group.rows(self));
        rows.find(|row| row.index == index).map(|row| row.repair.clone())
    }

    /// The order of the groups: what makes all others pointless, what required records lack, what the others lack, what
    /// is only worth to know. What is wrong comes before what is missing.
    fn rank(&self, group: &CauseGroup) -> impl Ord + use<> {
        let is_first_of = |record: &AffectedRecord| {
            let check = self.record_check(record.index).filter(|check| !check.is_settled());
            check.is_some_and(|check| check.causes.first() == record.cause.as_ref())
        };
        let class = match group.level {
            Level::Note => 3,
            _ if group.is_zone_wide && group.records.iter().any(is_first_of) => 0,
            _ if group.records.iter().any(is_first_of) => 1,
            Level::Error => 1,
            Level::Warning => 2,
        };
        let is_required = |record: &AffectedRecord| {
            self.domain.records.get(record.index).is_some_and(|of| of.requirement() == Requirement::Required)
        };
        let required = group.records.iter().filter(|record| is_required(record)).count();
        let is_only_state = matches!(group.fault, Fault::State(_) | Fault::NotChecked | Fault::LeftOut);
        let first = group.records.first().map(|record| record.index);
        (class, Reverse(required.min(1)), is_only_state, Reverse(required), Reverse(group.records.len()), first)
    }
}

/// The faults of a record: its causes, or its state if it has none.
fn faults(check: &RecordCheck) -> Vec<Fault> {
    let mut faults: Vec<Fault> = check.causes.iter().cloned().map(Fault::Cause).collect();
    if !check.causes.iter().all(Cause::is_about_publishing) {
        return faults;
    }
    faults.extend(match check.verdict {
        Verdict::Match => Vec::new(),
        _ if check.is_left_out => vec![Fault::LeftOut],
        Verdict::Unreachable if check.server_verdicts.is_empty() => vec![Fault::NotChecked],
        verdict => vec![Fault::State(verdict)],
    });
    faults
}

impl CauseGroup {
    /// Takes over what another record's cause knows more.
    fn merge(&mut self, fault: Fault) {
        if let (Fault::Cause(Cause::OldAnswer { seconds: known }), Fault::Cause(Cause::OldAnswer { seconds: other })) =
            (&mut self.fault, fault)
        {
            *known = (*known).max(other);
        }
    }

    /// The records that need something: none if the cause is the zone's or its servers'.
    pub fn rows<'g>(&'g self, check: &DomainCheck) -> impl Iterator<Item = &'g AffectedRecord> + use<'g> {
        let is_open = |index| !self.is_zone_wide && check.record_check(index).is_some_and(|check| !check.is_settled());
        let open: Vec<bool> = self.records.iter().map(|record| is_open(record.index)).collect();
        self.records.iter().zip(open).filter(|(_, is_open)| *is_open).map(|(record, _)| record)
    }

    /// Whether the records have wrong names.
    pub fn is_wrong_name(&self) -> bool {
        matches!(&self.fault, Fault::Cause(cause) if cause.is_wrong_name())
    }

    /// The title: which records, and what is wrong with them.
    pub fn title(&self, records: &[DnsRecord]) -> String {
        format!("{}: {}", self.subject(records), self.fact())
    }

    /// The record, or the number of records.
    fn subject(&self, records: &[DnsRecord]) -> String {
        match self.records.as_slice() {
            [one] => records.get(one.index).map(DnsRecord::label).unwrap_or_default(),
            several if self.is_zone_wide => format!("All {} records", several.len()),
            several => format!("{} records", several.len()),
        }
    }

    /// What is wrong: the cause's message if all records have the same one and the table below does not show it, else
    /// the few words that hold for all.
    fn fact(&self) -> String {
        let cause = match &self.fault {
            Fault::Cause(cause) => cause,
            Fault::State(verdict) => return verdict.label(),
            Fault::NotChecked => return super::unchecked_label(false).to_owned(),
            Fault::LeftOut => return super::LEFT_OUT.to_owned(),
        };
        let message = cause.message();
        let is_same = |record: &AffectedRecord| record.cause.as_ref().is_some_and(|own| own.message() == message);
        let is_shared = cause.is_zone_wide() || self.records.iter().all(is_same);
        if is_shared && !cause.is_wrong_name() { message } else { cause.summary().to_owned() }
    }

    /// What to do, as sentences; empty if there is nothing more to say than what the records show. `provider` is the name
    /// of the DNS provider, if it is known.
    pub fn advice(&self, check: &DomainCheck, provider: Option<&str>) -> String {
        let at = provider.unwrap_or("your DNS provider");
        let each = if self.records.len() == 1 { "the record" } else { "each record" };
        match &self.fault {
            Fault::Cause(Cause::NameDoubled { .. }) => {
                let zone = check.zone.as_ref().map(|zone| format!(".{}", zone.name));
                let what = zone.unwrap_or_else(|| "the domain".to_owned());
                let who = provider.unwrap_or("Your DNS provider");
                format!("{who} adds {what} itself. Edit {each} and change its name:")
            }
            Fault::Cause(Cause::WrongZone { .. }) => {
                format!("Add {each} with this name. Keep the existing one if that domain sends mail too:")
            }
            Fault::Cause(cause) if cause.is_wrong_name() => format!("Edit {each} and change its name:"),
            Fault::Cause(cause) => self.conflict_message(check).unwrap_or_else(|| self.shared_remedy(cause)),
            Fault::State(Verdict::Missing) if self.records.len() == 1 => format!("Add it at {at}."),
            Fault::State(Verdict::Missing) => format!("Add them at {at}."),
            Fault::State(_) | Fault::NotChecked | Fault::LeftOut => String::new(),
        }
    }

    /// The remedy that all records share.
    fn shared_remedy(&self, cause: &Cause) -> String {
        let remedy = cause.remedy();
        let is_same = |record: &AffectedRecord| record.cause.as_ref().is_some_and(|own| own.remedy() == remedy);
        if cause.is_zone_wide() || self.records.iter().all(is_same) { remedy } else { String::new() }
    }

    /// What to know before other records at the name are deleted or lose their mail.
    fn conflict_message(&self, check: &DomainCheck) -> Option<String> {
        let [only] = self.records.as_slice() else { return None };
        let conflict = check.conflict(only.index)?;
        let is_careful = matches!(conflict, Conflict::Receives { .. } | Conflict::Delete { .. });
        // It belongs to the record's first cause.
        let is_first = check.record_check(only.index)?.causes.first() == only.cause.as_ref();
        (is_careful && is_first).then(|| conflict.message())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::tests::{
        SPF, TOKEN, absent, check_with_causes, dkim, dmarc, domain, domain_check, mx, ownership, record_check, spf,
        txt, zone,
    };

    fn doubled(label: &str) -> Cause {
        Cause::NameDoubled {
            at: format!("{label}.mail.example.com.example.com"),
            relative_name: format!("{label}.mail"),
        }
    }

    fn group_titles(check: &DomainCheck) -> Vec<String> {
        check.cause_groups().iter().map(|group| group.title(&check.domain.records)).collect()
    }

    fn missing_with(causes: Vec<Cause>) -> RecordCheck {
        RecordCheck { causes, ..record_check(&ownership(), &absent()) }
    }

    #[test]
    fn a_cause_of_several_records_is_one_group_with_each_name_to_change() {
        let labels = ["_autosend-verify", "autosend._domainkey", "asend", "asend", "_dmarc"];
        let checks: Vec<RecordCheck> = labels.iter().map(|label| missing_with(vec![doubled(label)])).collect();
        let mut check = domain_check(&checks, &domain().records);
        check.zone = Some(zone());
        let groups = check.cause_groups();
        assert_eq!(group_titles(&check), ["5 records: the domain appears twice in the name"]);
        assert_eq!(
            groups[0].advice(&check, Some("GoDaddy")),
            "GoDaddy adds .example.com itself. Edit each record and change its name:"
        );
        let expected = Repair::Rename {
            now: "_dmarc.mail.example.com.example.com".to_owned(),
            change_to: "_dmarc.mail".to_owned(),
            keeps_old: false,
        };
        assert_eq!((groups[0].records[4].index, &groups[0].records[4].repair), (4, &expected));
        assert!(groups[0].is_wrong_name() && !groups[0].is_zone_wide);
    }

    #[test]
    fn the_worst_comes_first_and_what_is_only_good_to_know_last() {
        let split = RecordCheck { causes: vec![Cause::SplitWithBlanks], ..record_check(&ownership(), &txt(&[TOKEN])) };
        let second = RecordCheck {
            causes: vec![Cause::MxPriority { found: 5, expected: 10, is_harmless: false }],
            ..check_with_causes(vec![])
        };
        let kept = RecordCheck {
            causes: vec![Cause::DmarcKept { policy: "none".to_owned() }],
            ..record_check(&ownership(), &txt(&[TOKEN]))
        };
        let checks = [kept, second, record_check(&spf(), &absent()), record_check(&dkim(), &absent()), split];
        let records = [dmarc(), mx(), spf(), dkim(), ownership()];
        let check = domain_check(&checks, &records);
        assert_eq!(
            group_titles(&check),
            [
                "2 records: not found",
                "Mail-from MX: The priority is 5; it should be 10.",
                "Ownership: There is a space in the middle of the key; mail receivers ignore it.",
                "DMARC: You already have a DMARC policy (none); that's fine.",
            ]
        );
        assert_eq!(check.cause_groups()[0].advice(&check, None), "Add them at your DNS provider.");
        assert_eq!(check.ok_message().as_deref(), Some("OK: DMARC, Ownership"));
        assert_eq!(domain_check(&[], &records).ok_message(), None);
    }

    #[test]
    fn causes_at_servers_concern_every_record_and_change_none() {
        let silent = || {
            let servers = vec![("ns1.example.net".to_owned(), "timeout".to_owned())];
            RecordCheck {
                verdict: Verdict::Unreachable,
                ..missing_with(vec![Cause::NoAnswer { servers, is_all: true }])
            }
        };
        let check = domain_check(&[silent(), silent()], &[ownership(), dkim()]);
        let groups = check.cause_groups();
        assert_eq!(group_titles(&check), ["All 2 records: No answer from ns1.example.net (timeout)."]);
        assert!(groups[0].is_zone_wide);
        assert!(groups[0].records.iter().all(|record| record.repair == Repair::Nothing));

        let unasked = RecordCheck { server_verdicts: Vec::new(), causes: Vec::new(), ..silent() };
        let check = domain_check(&[unasked], &[ownership()]);
        assert_eq!(group_titles(&check), ["Ownership: not checked"]);
    }

    #[test]
    fn one_message_is_the_title_and_several_share_a_few_words() {
        let blanks = |position| {
            let cause = Cause::BlanksInside { position, character: "a space".to_owned() };
            RecordCheck { causes: vec![cause], ..record_check(&ownership(), &txt(&["autosend-verify-0 1"])) }
        };
        let check = domain_check(&[blanks(3)], &[ownership()]);
        assert_eq!(group_titles(&check), ["Ownership: There is a space at character 3 that doesn't belong there."]);
        let check = domain_check(&[blanks(3), blanks(4)], &[ownership(), dkim()]);
        assert_eq!(group_titles(&check), ["2 records: spaces, line breaks or invisible characters inside the value"]);
    }

    #[test]
    fn an_spf_record_with_terms_of_its_own_is_replaced_by_one_with_both() {
        let other = record_check(&spf(), &txt(&["v=spf1 include:_spf.example.net ~all"]));
        let check = domain_check(&[other], &[spf()]);
        let groups = check.cause_groups();
        let Repair::ChangeValue { merged: Some(merged), difference: None, expected, .. } = &groups[0].records[0].repair
        else {
            panic!("{groups:#?}")
        };
        assert!(merged.contains("_spf.example.net") && merged.contains("amazonses.com"), "{merged}");
        assert_eq!(expected, SPF);
    }

    #[test]
    fn a_record_at_a_parent_may_be_needed_there() {
        let cause = Cause::WrongZone {
            at: "_autosend-verify.example.com".to_owned(),
            name: "_autosend-verify.mail.example.com".to_owned(),
            relative_name: "_autosend-verify.mail".to_owned(),
        };
        let check = domain_check(&[missing_with(vec![cause])], &[ownership()]);
        let groups = check.cause_groups();
        assert!(matches!(&groups[0].records[0].repair, Repair::Rename { keeps_old: true, .. }));
        assert!(groups[0].advice(&check, None).contains("Keep the existing one"));
    }
}
