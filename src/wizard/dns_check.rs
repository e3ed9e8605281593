//! What is known from DNS of a domain's records: the verdicts, who was asked, and when the next look is.

use std::time::Duration;

use super::session::RequestId;
use crate::core::check::{CheckSummary, Conflict, RecordCheck, Verdict, check_record, drop_unproven_causes, summarize};
use crate::core::dns::{AnswerSource, DnsLookup, LookupProgress, ZoneInfo};
use crate::core::domain::SendingDomain;

/// What is known from DNS of a domain's records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsCheck {
    /// The domain with the records that are looked up.
    pub domain: SendingDomain,
    /// What it is doing.
    pub stage: DnsCheckStage,
    /// The zone, once it is known.
    pub zone: Option<ZoneInfo>,
    /// One for each record; `None` where nothing was heard of it yet.
    pub record_checks: Vec<Option<RecordCheck>>,
    /// How many looks have ended.
    pub runs: u32,
    /// When the last look ended, by the clock of the model.
    pub last_run_at: Option<Duration>,
    /// When looking began to be kept up, by the clock of the model; `None` where it is a single look.
    pub watching_since: Option<Duration>,
    /// How many looks had ended by then.
    pub(super) runs_before_watch: u32,
    /// What has changed with the last look, in words.
    pub changes: Vec<String>,
    /// What the DNS host tells of Domain Connect.
    pub domain_connect: Option<String>,
    /// Why the last look brought nothing.
    pub last_error: Option<String>,
}

/// What an inspection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsCheckStage {
    /// Nothing: the last look has ended.
    Idle,
    /// A look is under way.
    Running(RequestId),
    /// The next look comes.
    Waiting {
        /// The timer of it.
        timer: RequestId,
        /// When, by the clock of the model.
        until: Duration,
    },
}

impl DnsCheck {
    pub(super) fn new(domain: SendingDomain, id: RequestId) -> Self {
        Self {
            stage: DnsCheckStage::Running(id),
            zone: None,
            record_checks: vec![None; domain.records.len()],
            runs: 0,
            last_run_at: None,
            watching_since: None,
            runs_before_watch: 0,
            changes: Vec::new(),
            domain_connect: None,
            last_error: None,
            domain,
        }
    }

    /// Whether a look is under way.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self.stage, DnsCheckStage::Running(_))
    }

    /// Whether looking is kept up until all is right.
    #[must_use]
    pub const fn is_watching(&self) -> bool {
        self.watching_since.is_some()
    }

    /// Whether this is the answer that is waited for.
    pub(super) fn awaits(&self, answer: RequestId) -> bool {
        self.stage == DnsCheckStage::Running(answer)
    }

    /// Whether this is the timer of the next look.
    pub(super) fn is_waiting_on(&self, fired: RequestId) -> bool {
        matches!(self.stage, DnsCheckStage::Waiting { timer, .. } if timer == fired)
    }

    /// The request or the timer under way.
    pub(super) const fn pending_id(&self) -> Option<RequestId> {
        match self.stage {
            DnsCheckStage::Idle => None,
            DnsCheckStage::Running(id) | DnsCheckStage::Waiting { timer: id, .. } => Some(id),
        }
    }

    /// Something was heard while looking.
    pub(super) fn apply_progress(&mut self, progress: LookupProgress) {
        match progress {
            LookupProgress::Zone(zone) => self.zone = Some(zone),
            LookupProgress::Record { index, lookup } => {
                let (Some(record), Some(zone)) = (self.domain.records.get(index), &self.zone) else { return };
                let judged = check_record(record, &self.domain, zone, &lookup);
                if let Some(place) = self.record_checks.get_mut(index) {
                    *place = Some(judged);
                }
                self.drop_unproven_causes();
            }
        }
    }

    /// The look has ended with all of this.
    pub(super) fn apply_result(&mut self, lookup: &DnsLookup, clock: Duration) {
        let before: Vec<Option<Verdict>> = self.verdicts();
        for (index, look) in lookup.records.iter().enumerate() {
            if let (Some(record), Some(place)) = (self.domain.records.get(index), self.record_checks.get_mut(index)) {
                *place = Some(check_record(record, &self.domain, &lookup.zone, look));
            }
        }
        self.drop_unproven_causes();
        self.changes = self.diff_verdicts(&before);
        self.zone = Some(lookup.zone.clone());
        self.domain_connect.clone_from(&lookup.domain_connect);
        self.runs = self.runs.saturating_add(1);
        self.last_run_at = Some(clock);
        self.last_error = None;
    }

    fn drop_unproven_causes(&mut self) {
        let all = self.domain.records.iter().zip(&mut self.record_checks);
        drop_unproven_causes(all.filter_map(|(record, judged)| Some((record, judged.as_mut()?))));
    }

    fn verdicts(&self) -> Vec<Option<Verdict>> {
        self.record_checks.iter().map(|judged| judged.as_ref().map(|judged| judged.verdict)).collect()
    }

    /// What has become another since, for records that were judged before.
    fn diff_verdicts(&self, before: &[Option<Verdict>]) -> Vec<String> {
        let titles = self.domain.records.iter().map(crate::core::record::DnsRecord::label);
        titles
            .zip(before)
            .zip(self.verdicts())
            .filter_map(|((title, before), now)| {
                let (before, now) = ((*before)?, now?);
                (before != now && self.runs > 0).then(|| format!("{title}: {}", now.label()))
            })
            .collect()
    }

    /// The verdict on a record, where it is one of those that were looked up.
    #[must_use]
    pub fn record_check(&self, index: usize) -> Option<&RecordCheck> {
        self.record_checks.get(index)?.as_ref()
    }

    /// How many of the records that are required are right at every server, and how many there are of those.
    #[must_use]
    pub fn required_counts(&self) -> (usize, usize) {
        self.count_correct(|need| need == "required")
    }

    /// How many of all records are right at every server, and how many there are.
    #[must_use]
    pub fn total_counts(&self) -> (usize, usize) {
        self.count_correct(|_| true)
    }

    fn count_correct(&self, counts: impl Fn(&str) -> bool) -> (usize, usize) {
        let records =
            self.domain.records.iter().zip(&self.record_checks).filter(|(record, _)| counts(record.requirement()));
        records.fold((0, 0), |(right, all), (_, judged)| {
            let is_right = judged.as_ref().is_some_and(RecordCheck::is_correct);
            (right + usize::from(is_right), all + 1)
        })
    }

    /// Whether nothing needs to be done for any record: each is right, or another one does its work.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.record_checks.is_empty()
            && self.record_checks.iter().flatten().filter(|judged| judged.is_settled()).count()
                == self.record_checks.len()
    }

    /// What is at a record's name already, and stays or is in its way.
    #[must_use]
    pub fn conflict(&self, index: usize) -> Option<Conflict> {
        let (record, judged) = (self.domain.records.get(index)?, self.record_check(index)?);
        let alone = summarize(std::slice::from_ref(judged), std::slice::from_ref(record));
        let conflict = alone.conflicts.into_iter().next()?;
        // Beside a record that is right, nothing is in its way.
        (matches!(conflict, Conflict::Keep { .. }) || !judged.is_settled()).then_some(conflict)
    }

    /// How many records meet something that is in their way.
    #[must_use]
    pub fn conflict_count(&self) -> usize {
        let all = (0..self.record_checks.len()).filter_map(|place| self.conflict(place));
        all.filter(|conflict| !matches!(conflict, Conflict::Keep { .. })).count()
    }

    /// What the verdicts mean together, once there is one for each record.
    #[must_use]
    pub fn summary(&self) -> Option<CheckSummary> {
        let judged: Option<Vec<RecordCheck>> = self.record_checks.iter().cloned().collect();
        judged.map(|judged| summarize(&judged, &self.domain.records))
    }

    /// Where the records are right that are, in words that go on from "right": nothing is said of who did not answer.
    #[must_use]
    pub fn servers_phrase(&self) -> &'static str {
        let is_silent =
            self.record_checks.iter().flatten().any(|judged| judged.has_cause("lame") || judged.has_cause("no-answer"));
        match (self.zone.as_ref().map(|zone| zone.source), is_silent) {
            (Some(AnswerSource::Authoritative), false) => " at every name server",
            (Some(AnswerSource::Authoritative), true) => " at every name server that answered",
            (Some(AnswerSource::UserSpecified), false) => " at the servers that you named",
            (Some(AnswerSource::UserSpecified), true) => " at those servers that you named which answered",
            (Some(AnswerSource::Resolver | AnswerSource::Intercepted | AnswerSource::Undelegated), _) => {
                ", as the system's resolver has it"
            }
            (None, _) => "",
        }
    }

    /// Whether DNSSEC keeps those who check it from seeing what the name servers have.
    #[must_use]
    pub fn is_dnssec_broken(&self) -> bool {
        self.record_checks.iter().flatten().any(|judged| judged.has_cause("dnssec"))
    }

    /// Whether AutoSend can find what it requires: it is right, and DNSSEC does not keep it from being seen.
    #[must_use]
    pub fn can_verify(&self) -> bool {
        self.is_required_correct() && !self.is_dnssec_broken()
    }

    /// Whether every record that is required is right at every server that was asked.
    #[must_use]
    pub fn is_required_correct(&self) -> bool {
        let (right, all) = self.required_counts();
        all > 0 && right == all
    }
}
