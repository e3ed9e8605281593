//! AutoSend's four checks of a domain, over all responses in this run.
//!
//! DNS shows whether a record is *published*; only AutoSend says whether it is *accepted*. This module covers
//! acceptance. If a later response reports less than an earlier one, the check is shown as regressed.

use super::domain::AutosendChecks;
use super::record::Slot;

/// One of AutoSend's checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "camelCase")]
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
    /// All checks, in the order of the records.
    pub const ALL: [Self; 4] = [Self::Ownership, Self::Dkim, Self::MailFrom, Self::Dmarc];

    /// The check that covers a record. `None` for inbound mail and unknown members.
    pub const fn for_slot(slot: &Slot) -> Option<Self> {
        match slot {
            Slot::Ownership => Some(Self::Ownership),
            Slot::Dkim => Some(Self::Dkim),
            Slot::MailFrom => Some(Self::MailFrom),
            Slot::Dmarc => Some(Self::Dmarc),
            Slot::InboundMx | Slot::Other(_) => None,
        }
    }

    /// The name for users.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ownership => "ownership",
            Self::Dkim => "DKIM",
            Self::MailFrom => "mail-from",
            Self::Dmarc => "DMARC",
        }
    }

    /// The name in JSON documents, which is also the member of `dnsRecords`.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Whether the domain cannot send without it. The other checks are recommended only: the published sample is
    /// `VERIFIED` without them (autosend-api.md 1.2).
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Ownership | Self::Dkim)
    }

    /// The result of this check in one response.
    pub const fn value_in(self, checks: AutosendChecks) -> Option<bool> {
        match self {
            Self::Ownership => checks.ownership,
            Self::Dkim => checks.dkim,
            Self::MailFrom => checks.mail_from,
            Self::Dmarc => checks.dmarc,
        }
    }
}

/// The state of a check over all responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// The latest response says that the record is accepted.
    Accepted,
    /// No response has said that the record is accepted.
    NotAccepted,
    /// An earlier response said that the record is accepted, but the latest does not.
    Regressed,
    /// No response has reported this check.
    Unreported,
}

impl CheckState {
    /// The state according to one response alone.
    pub const fn from_checks(check: Check, checks: AutosendChecks) -> Self {
        match check.value_in(checks) {
            Some(true) => Self::Accepted,
            Some(false) => Self::NotAccepted,
            None => Self::Unreported,
        }
    }

    /// A description, depending on whether the domain can send; without a full stop.
    pub const fn label(self, check: Check, can_send: bool) -> &'static str {
        match self {
            Self::Accepted => "passed",
            Self::NotAccepted if can_send && !check.is_required() => "recommended, waiting",
            Self::NotAccepted => "waiting",
            Self::Regressed => "passed before, but not in the latest check",
            Self::Unreported => "unknown",
        }
    }

    /// The shortest description.
    pub const fn short_label(self, check: Check, can_send: bool) -> &'static str {
        match self {
            Self::NotAccepted if can_send && !check.is_required() => "recommended",
            Self::Regressed => "passed before, not now",
            _ => self.column_label(),
        }
    }

    /// The state in a word or two, for a narrow column.
    pub const fn column_label(self) -> &'static str {
        match self {
            Self::Accepted => "passed",
            Self::NotAccepted => "waiting",
            Self::Regressed => "failing",
            Self::Unreported => "unknown",
        }
    }
}

/// The results of AutoSend's checks over all responses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckHistory {
    best: AutosendChecks,
    latest: AutosendChecks,
}

impl CheckHistory {
    /// A history that begins with one response.
    pub const fn new(checks: AutosendChecks) -> Self {
        Self { best: checks, latest: checks }
    }

    /// Adds a later response.
    pub fn update(&mut self, checks: AutosendChecks) {
        let merge = |earlier: Option<bool>, later: Option<bool>| {
            if earlier == Some(true) { earlier } else { later.or(earlier) }
        };
        self.best = AutosendChecks {
            ownership: merge(self.best.ownership, checks.ownership),
            dkim: merge(self.best.dkim, checks.dkim),
            mail_from: merge(self.best.mail_from, checks.mail_from),
            dmarc: merge(self.best.dmarc, checks.dmarc),
        };
        self.latest = checks;
    }

    /// The state of a check.
    pub fn state(&self, check: Check) -> CheckState {
        match (CheckState::from_checks(check, self.best), CheckState::from_checks(check, self.latest)) {
            (CheckState::Accepted, CheckState::NotAccepted | CheckState::Unreported) => CheckState::Regressed,
            (CheckState::NotAccepted, CheckState::Unreported) => CheckState::NotAccepted,
            (_, last) => last,
        }
    }

    /// All checks in a line: "ownership, DKIM passed; DMARC recommended". Empty if AutoSend reported none.
    pub fn summary_line(&self, can_send: bool) -> String {
        if Check::ALL.iter().all(|check| self.state(*check) == CheckState::Accepted) {
            return "all four checks passed".to_owned();
        }
        let label = |check: Check| self.state(check).short_label(check, can_send);
        let mut groups: Vec<Vec<Check>> = Vec::new();
        for check in Check::ALL.into_iter().filter(|check| self.state(*check) != CheckState::Unreported) {
            match groups.iter_mut().find(|group| group.first().is_some_and(|first| label(*first) == label(check))) {
                Some(group) => group.push(check),
                None => groups.push(vec![check]),
            }
        }
        let clauses = groups.iter().filter_map(|group| {
            let first = *group.first()?;
            let names = group.iter().map(|check| check.label()).collect::<Vec<_>>().join(", ");
            Some(match self.state(first) {
                CheckState::NotAccepted if !can_send || first.is_required() => format!("waiting for {names}"),
                _ => format!("{names} {}", label(first)),
            })
        });
        clauses.collect::<Vec<_>>().join("; ")
    }

    /// The checks that are not accepted yet, the required ones first. If the domain can send, required checks are not
    /// pending.
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
    fn an_answer_with_fewer_passed_checks_revokes_nothing() {
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
    fn one_line_lists_all_checks() {
        let mut standing = CheckHistory::new(checks(true, false, Some(false)));
        assert_eq!(standing.summary_line(false), "ownership passed; waiting for DKIM, mail-from");
        standing.update(checks(false, true, Some(false)));
        assert_eq!(standing.summary_line(true), "ownership passed before, not now; DKIM passed; mail-from recommended");
        let all = AutosendChecks { dmarc: Some(true), ..checks(true, true, Some(true)) };
        assert_eq!(CheckHistory::new(all).summary_line(true), "all four checks passed");
        assert_eq!(CheckHistory::default().summary_line(false), "");
    }

    #[test]
    fn a_missing_recommended_record_is_not_a_failure_of_a_domain_that_can_send() {
        let standing = CheckHistory::new(checks(true, true, Some(false)));
        assert_eq!(standing.pending(true), [Check::MailFrom, Check::Dmarc]);
        let label = |can_send| standing.state(Check::MailFrom).label(Check::MailFrom, can_send);
        assert_eq!((label(true), label(false)), ("recommended, waiting", "waiting"));
        assert_eq!(CheckHistory::new(checks(false, true, None)).pending(false)[0], Check::Ownership);
    }
}
