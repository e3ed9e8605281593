//! AutoSend's four checks of a domain, over all of its answers in this run.
//!
//! DNS shows whether a record is *published*; AutoSend alone says whether it is *accepted*. This module holds the second.
//! An answer that says less than an earlier one takes nothing back: the check is then shown as regressed.

use super::domain::AutosendChecks;
use super::record::Slot;

/// One of AutoSend's checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// `ownershipVerified`.
    Ownership,
    /// `dkimEnabled`.
    Dkim,
    /// `mailFromEnabled`.
    MailFrom,
    /// `dmarcEnabled`.
    Dmarc,
}

impl Check {
    /// All of them, in the order of the records.
    pub const ALL: [Self; 4] = [Self::Ownership, Self::Dkim, Self::MailFrom, Self::Dmarc];

    /// The check for a record; `None` for inbound mail and unknown members.
    #[must_use]
    pub const fn for_slot(slot: &Slot) -> Option<Self> {
        match slot {
            Slot::Ownership => Some(Self::Ownership),
            Slot::Dkim => Some(Self::Dkim),
            Slot::MailFrom => Some(Self::MailFrom),
            Slot::Dmarc => Some(Self::Dmarc),
            Slot::InboundMx | Slot::Other(_) => None,
        }
    }

    /// Its name, for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ownership => "ownership",
            Self::Dkim => "DKIM",
            Self::MailFrom => "mail-from",
            Self::Dmarc => "DMARC",
        }
    }

    /// Its name in documents: the member of `dnsRecords`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ownership => "ownership",
            Self::Dkim => "dkim",
            Self::MailFrom => "mailFrom",
            Self::Dmarc => "dmarc",
        }
    }

    /// Whether a domain cannot send without it. The others are recommended (autosend-api.md 1.2: the published sample
    /// is `VERIFIED` without them).
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Ownership | Self::Dkim)
    }

    /// What one answer says of it.
    #[must_use]
    pub const fn value_in(self, checks: AutosendChecks) -> Option<bool> {
        match self {
            Self::Ownership => checks.ownership,
            Self::Dkim => checks.dkim,
            Self::MailFrom => checks.mail_from,
            Self::Dmarc => checks.dmarc,
        }
    }
}

/// What AutoSend has said about a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// Its last answer is yes.
    Accepted,
    /// It has never said yes.
    NotAccepted,
    /// It has said yes before, and its last answer does not.
    Regressed,
    /// It has never said anything about it.
    Unreported,
}

impl CheckState {
    /// What one answer alone says.
    #[must_use]
    pub const fn from_checks(check: Check, checks: AutosendChecks) -> Self {
        match check.value_in(checks) {
            Some(true) => Self::Accepted,
            Some(false) => Self::NotAccepted,
            None => Self::Unreported,
        }
    }

    /// In words, for a domain that can or cannot send yet; without a full stop.
    #[must_use]
    pub const fn label(self, check: Check, can_send: bool) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NotAccepted if can_send && !check.is_required() => "recommended, not accepted yet",
            Self::NotAccepted => "not accepted yet",
            Self::Regressed => "accepted before, but not in the last answer",
            Self::Unreported => "not told",
        }
    }

    /// The same in as few words as possible.
    #[must_use]
    pub const fn short_label(self, check: Check, can_send: bool) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::NotAccepted if can_send && !check.is_required() => "recommended",
            Self::NotAccepted => "not yet",
            Self::Regressed => "accepted before, not now",
            Self::Unreported => "not told",
        }
    }
}

/// AutoSend's four checks over its answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckHistory {
    best: AutosendChecks,
    latest: AutosendChecks,
}

impl CheckHistory {
    /// The history of one answer.
    #[must_use]
    pub const fn new(checks: AutosendChecks) -> Self {
        Self { best: checks, latest: checks }
    }

    /// Adds a later answer.
    pub fn update(&mut self, checks: AutosendChecks) {
        let both = |seen: Option<bool>, now: Option<bool>| if seen == Some(true) { seen } else { now.or(seen) };
        self.best = AutosendChecks {
            ownership: both(self.best.ownership, checks.ownership),
            dkim: both(self.best.dkim, checks.dkim),
            mail_from: both(self.best.mail_from, checks.mail_from),
            dmarc: both(self.best.dmarc, checks.dmarc),
        };
        self.latest = checks;
    }

    /// The state of a check.
    #[must_use]
    pub fn state(&self, check: Check) -> CheckState {
        match (CheckState::from_checks(check, self.best), CheckState::from_checks(check, self.latest)) {
            (CheckState::Accepted, CheckState::NotAccepted | CheckState::Unreported) => CheckState::Regressed,
            (CheckState::NotAccepted, CheckState::Unreported) => CheckState::NotAccepted,
            (_, last) => last,
        }
    }

    /// All checks in a line: "accepted: ownership, DKIM; recommended: DMARC". Empty if AutoSend reported none.
    #[must_use]
    pub fn summary_line(&self, can_send: bool) -> String {
        let words = |check: &Check| self.state(*check).short_label(*check, can_send);
        if Check::ALL.iter().all(|check| self.state(*check) == CheckState::Accepted) {
            return "all four checks accepted".to_owned();
        }
        let mut groups: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
        for check in Check::ALL.iter().filter(|check| self.state(**check) != CheckState::Unreported) {
            match groups.iter_mut().find(|(said, _)| *said == words(check)) {
                Some((_, names)) => names.push(check.label()),
                None => groups.push((words(check), vec![check.label()])),
            }
        }
        let groups: Vec<String> =
            groups.into_iter().map(|(said, names)| format!("{said}: {}", names.join(", "))).collect();
        groups.join("; ")
    }

    /// The checks that are not accepted yet, the required ones first. For a domain that can send, the required ones are not
    /// pending.
    #[must_use]
    pub fn pending(&self, can_send: bool) -> Vec<Check> {
        let open = |check: &Check| self.state(*check) != CheckState::Accepted && !(can_send && check.is_required());
        let (mut required, others): (Vec<Check>, Vec<Check>) =
            Check::ALL.into_iter().filter(open).partition(|check| check.is_required());
        required.extend(others);
        required
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks(ownership: bool, dkim: bool, mail_from: Option<bool>) -> AutosendChecks {
        AutosendChecks { ownership: Some(ownership), dkim: Some(dkim), mail_from, dmarc: None }
    }

    #[test]
    fn an_answer_that_says_less_takes_nothing_back() {
        let mut standing = CheckHistory::new(checks(true, false, None));
        assert_eq!(standing.state(Check::Ownership), CheckState::Accepted);
        standing.update(checks(false, true, Some(false)));
        assert_eq!(standing.state(Check::Ownership), CheckState::Regressed);
        assert_eq!(standing.state(Check::Dkim), CheckState::Accepted);
        standing.update(AutosendChecks::default());
        let all = Check::ALL.map(|check| standing.state(check));
        assert_eq!(
            all,
            [CheckState::Regressed, CheckState::Regressed, CheckState::NotAccepted, CheckState::Unreported]
        );
        standing.update(checks(true, true, Some(true)));
        assert_eq!(standing.pending(false), [Check::Dmarc]);
    }

    #[test]
    fn a_line_says_it_all() {
        let mut standing = CheckHistory::new(checks(true, false, Some(false)));
        assert_eq!(standing.summary_line(false), "accepted: ownership; not yet: DKIM, mail-from");
        standing.update(checks(false, true, Some(false)));
        assert_eq!(
            standing.summary_line(true),
            "accepted before, not now: ownership; accepted: DKIM; recommended: mail-from"
        );
        let all = AutosendChecks { dmarc: Some(true), ..checks(true, true, Some(true)) };
        assert_eq!(CheckHistory::new(all).summary_line(true), "all four checks accepted");
        assert_eq!(CheckHistory::default().summary_line(false), "");
    }

    #[test]
    fn what_is_recommended_is_no_failure_of_a_domain_that_can_send() {
        let standing = CheckHistory::new(checks(true, true, Some(false)));
        assert_eq!(standing.pending(true), [Check::MailFrom, Check::Dmarc]);
        let words = |can_send| standing.state(Check::MailFrom).label(Check::MailFrom, can_send);
        assert_eq!((words(true), words(false)), ("recommended, not accepted yet", "not accepted yet"));
        assert_eq!(CheckHistory::new(checks(false, true, None)).pending(false)[0], Check::Ownership);
    }
}
