//! What is known from DNS of a domain's records: the verdicts, who was asked, and when the next look is.

use std::time::Duration;

use super::session::RequestId;
use crate::core::check::{CheckSummary, Conflict, RecordCheck, Verdict, check_record, drop_unproven_causes, summarize};
use crate::core::dns::{AnswerSource, DnsLookup, LookupProgress, ZoneInfo};
use crate::core::domain::SendingDomain;

/// What is known from DNS of a domain's records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The domain with the records that are looked up.
    pub domain: SendingDomain,
    /// What it is doing.
    pub stage: InspectionStage,
    /// The zone, once it is known.
    pub zone: Option<ZoneInfo>,
    /// One for each record; `None` where nothing was heard of it yet.
    pub judged: Vec<Option<RecordCheck>>,
    /// How many looks have ended.
    pub looks: u32,
    /// When the last look ended, by the clock of the model.
    pub looked: Option<Duration>,
    /// When looking began to be kept up, by the clock of the model; `None` where it is a single look.
    pub kept_up: Option<Duration>,
    /// How many looks had ended by then.
    pub(super) looks_before: u32,
    /// What has changed with the last look, in words.
    pub news: Vec<String>,
    /// What the DNS host tells of Domain Connect.
    pub domain_connect: Option<String>,
    /// Why the last look brought nothing.
    pub trouble: Option<String>,
}

/// What an inspection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InspectionStage {
    /// Nothing: the last look has ended.
    Idle,
    /// A look is under way.
    Looking(RequestId),
    /// The next look comes.
    Pausing {
        /// The timer of it.
        timer: RequestId,
        /// When, by the clock of the model.
        until: Duration,
    },
}

impl Inspection {
    pub(super) fn new(domain: SendingDomain, id: RequestId) -> Self {
        Self {
            stage: InspectionStage::Looking(id),
            zone: None,
            judged: vec![None; domain.records.len()],
            looks: 0,
            looked: None,
            kept_up: None,
            looks_before: 0,
            news: Vec::new(),
            domain_connect: None,
            trouble: None,
            domain,
        }
    }

    /// Whether a look is under way.
    #[must_use]
    pub const fn is_looking(&self) -> bool {
        matches!(self.stage, InspectionStage::Looking(_))
    }

    /// Whether looking is kept up until all is right.
    #[must_use]
    pub const fn is_kept_up(&self) -> bool {
        self.kept_up.is_some()
    }

    /// Whether this is the answer that is waited for.
    pub(super) fn awaits(&self, answer: RequestId) -> bool {
        self.stage == InspectionStage::Looking(answer)
    }

    /// Whether this is the timer of the next look.
    pub(super) fn pauses_for(&self, fired: RequestId) -> bool {
        matches!(self.stage, InspectionStage::Pausing { timer, .. } if timer == fired)
    }

    /// The request or the timer under way.
    pub(super) const fn under_way(&self) -> Option<RequestId> {
        match self.stage {
            InspectionStage::Idle => None,
            InspectionStage::Looking(id) | InspectionStage::Pausing { timer: id, .. } => Some(id),
        }
    }

    /// Something was heard while looking.
    pub(super) fn hear(&mut self, progress: LookupProgress) {
        match progress {
            LookupProgress::Zone(zone) => self.zone = Some(zone),
            LookupProgress::Record { index, lookup } => {
                let (Some(record), Some(zone)) = (self.domain.records.get(index), &self.zone) else { return };
                let judged = check_record(record, &self.domain, zone, &lookup);
                if let Some(place) = self.judged.get_mut(index) {
                    *place = Some(judged);
                }
                self.doubt();
            }
        }
    }

    /// The look has ended with all of this.
    pub(super) fn take(&mut self, survey: &DnsLookup, clock: Duration) {
        let before: Vec<Option<Verdict>> = self.verdicts();
        for (index, look) in survey.records.iter().enumerate() {
            if let (Some(record), Some(place)) = (self.domain.records.get(index), self.judged.get_mut(index)) {
                *place = Some(check_record(record, &self.domain, &survey.zone, look));
            }
        }
        self.doubt();
        self.news = self.changes(&before);
        self.zone = Some(survey.zone.clone());
        self.domain_connect.clone_from(&survey.domain_connect);
        self.looks = self.looks.saturating_add(1);
        self.looked = Some(clock);
        self.trouble = None;
    }

    fn doubt(&mut self) {
        let all = self.domain.records.iter().zip(&mut self.judged);
        drop_unproven_causes(all.filter_map(|(record, judged)| Some((record, judged.as_mut()?))));
    }

    fn verdicts(&self) -> Vec<Option<Verdict>> {
        self.judged.iter().map(|judged| judged.as_ref().map(|judged| judged.verdict)).collect()
    }

    /// What has become another since, for records that were judged before.
    fn changes(&self, before: &[Option<Verdict>]) -> Vec<String> {
        let titles = self.domain.records.iter().map(crate::core::record::DnsRecord::label);
        titles
            .zip(before)
            .zip(self.verdicts())
            .filter_map(|((title, before), now)| {
                let (before, now) = ((*before)?, now?);
                (before != now && self.looks > 0).then(|| format!("{title}: {}", now.label()))
            })
            .collect()
    }

    /// The verdict on a record, where it is one of those that were looked up.
    #[must_use]
    pub fn of(&self, place: usize) -> Option<&RecordCheck> {
        self.judged.get(place)?.as_ref()
    }

    /// How many of the records that are required are right at every server, and how many there are of those.
    #[must_use]
    pub fn required(&self) -> (usize, usize) {
        self.count(|need| need == "required")
    }

    /// How many of all records are right at every server, and how many there are.
    #[must_use]
    pub fn all(&self) -> (usize, usize) {
        self.count(|_| true)
    }

    fn count(&self, counts: impl Fn(&str) -> bool) -> (usize, usize) {
        let records = self.domain.records.iter().zip(&self.judged).filter(|(record, _)| counts(record.requirement()));
        records.fold((0, 0), |(right, all), (_, judged)| {
            let is_right = judged.as_ref().is_some_and(RecordCheck::is_correct);
            (right + usize::from(is_right), all + 1)
        })
    }

    /// Whether nothing needs to be done for any record: each is right, or another one does its work.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !self.judged.is_empty()
            && self.judged.iter().flatten().filter(|judged| judged.is_settled()).count() == self.judged.len()
    }

    /// What is at a record's name already, and stays or is in its way.
    #[must_use]
    pub fn conflict(&self, place: usize) -> Option<Conflict> {
        let (record, judged) = (self.domain.records.get(place)?, self.of(place)?);
        let alone = summarize(std::slice::from_ref(judged), std::slice::from_ref(record));
        let conflict = alone.conflicts.into_iter().next()?;
        // Beside a record that is right, nothing is in its way.
        (matches!(conflict, Conflict::Keep { .. }) || !judged.is_settled()).then_some(conflict)
    }

    /// How many records meet something that is in their way.
    #[must_use]
    pub fn conflicts(&self) -> usize {
        let all = (0..self.judged.len()).filter_map(|place| self.conflict(place));
        all.filter(|conflict| !matches!(conflict, Conflict::Keep { .. })).count()
    }

    /// What the verdicts mean together, once there is one for each record.
    #[must_use]
    pub fn overall(&self) -> Option<CheckSummary> {
        let judged: Option<Vec<RecordCheck>> = self.judged.iter().cloned().collect();
        judged.map(|judged| summarize(&judged, &self.domain.records))
    }

    /// Where the records are right that are, in words that go on from "right": nothing is said of who did not answer.
    #[must_use]
    pub fn where_right(&self) -> &'static str {
        let is_silent =
            self.judged.iter().flatten().any(|judged| judged.has_cause("lame") || judged.has_cause("no-answer"));
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
        self.judged.iter().flatten().any(|judged| judged.has_cause("dnssec"))
    }

    /// Whether AutoSend can find what it requires: it is right, and DNSSEC does not keep it from being seen.
    #[must_use]
    pub fn can_verify(&self) -> bool {
        self.is_right() && !self.is_dnssec_broken()
    }

    /// Whether every record that is required is right at every server that was asked.
    #[must_use]
    pub fn is_right(&self) -> bool {
        let (right, all) = self.required();
        all > 0 && right == all
    }
}
