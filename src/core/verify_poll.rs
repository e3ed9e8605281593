//! Following a domain until it is verified: when to look again, how long at most, and when it is over.
//!
//! AutoSend is asked to verify once; after that it is only asked how far it is. 5 to 30 minutes are usual by AutoSend's
//! own word, and DNS may take up to 48 hours (autosend-api.md 5 and 10).

use std::time::Duration;

use super::domain::SendingDomain;

/// How long a domain is followed unless told otherwise.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// What there is to say of how long it takes, without a full stop.
pub const TYPICAL_DURATION: &str = "5 to 30 minutes are usual, up to 48 hours are possible";

/// The pauses between looks, in seconds; the last one stays.
const POLL_INTERVALS_SECS: [u64; 10] = [5, 5, 5, 5, 10, 10, 15, 20, 30, 45];

/// The longest pause.
pub const MAX_POLL_INTERVAL: Duration = Duration::from_secs(60);

/// How often a domain that can send already is looked at while AutoSend still checks the rest of it.
const EXTRA_POLLS: u32 = 3;

/// How long to wait after so many looks.
#[must_use]
pub fn poll_interval(polls: u32) -> Duration {
    let interval = usize::try_from(polls).ok().and_then(|polls| POLL_INTERVALS_SECS.get(polls));
    interval.map_or(MAX_POLL_INTERVAL, |seconds| Duration::from_secs(*seconds))
}

/// A time in words: "45 s", "2 min 5 s", "1 h 5 min".
#[must_use]
pub fn format_duration(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes, rest) {
        (0, 0, rest) => format!("{rest} s"),
        (0, minutes, 0) => format!("{minutes} min"),
        (0, minutes, rest) => format!("{minutes} min {rest} s"),
        (hours, 0, _) => format!("{hours} h"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

/// What an answer means for the following.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifyProgress {
    /// Not yet: it is worth to look again.
    Waiting,
    /// It can send.
    Verified,
    /// AutoSend's status says that it has come to a bad end.
    Failed,
}

impl VerifyProgress {
    /// Reads an answer; `looks` is how often has been looked since AutoSend was asked to verify.
    #[must_use]
    pub fn from_domain(domain: &SendingDomain, polls: u32) -> Self {
        if domain.status.is_failure() {
            Self::Failed
        } else if domain.status.can_send() && (!domain.verification_in_progress || polls >= EXTRA_POLLS) {
            Self::Verified
        } else {
            Self::Waiting
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::domain::DomainStatus;
    use crate::core::fixtures;

    #[test]
    fn the_pauses_grow_from_5_s_to_60_s() {
        let pauses: Vec<u64> = (0..20).map(|looks| poll_interval(looks).as_secs()).collect();
        assert_eq!((pauses[0], pauses[19]), (5, 60));
        assert!(pauses.is_sorted());
        assert_eq!(poll_interval(u32::MAX), MAX_POLL_INTERVAL);
    }

    #[test]
    fn times_are_told_in_two_units_at_most() {
        let spans = [0, 59, 60, 125, 3600, 3900, 172_800].map(|seconds| format_duration(Duration::from_secs(seconds)));
        assert_eq!(spans, ["0 s", "59 s", "1 min", "2 min 5 s", "1 h", "1 h 5 min", "48 h"]);
    }

    #[test]
    fn it_ends_with_what_the_status_says() {
        let mut domain = fixtures::domain("example.com", Vec::new());
        assert_eq!(VerifyProgress::from_domain(&domain, 0), VerifyProgress::Waiting);
        domain.status = DomainStatus::parse("VERIFIED");
        assert_eq!(VerifyProgress::from_domain(&domain, 0), VerifyProgress::Verified);
        domain.verification_in_progress = true;
        assert_eq!(
            (VerifyProgress::from_domain(&domain, 0), VerifyProgress::from_domain(&domain, 3)),
            (VerifyProgress::Waiting, VerifyProgress::Verified)
        );
        for (status, outlook) in [("VERIFICATION_FAILED", VerifyProgress::Failed), ("PENDING", VerifyProgress::Waiting)]
        {
            domain.status = DomainStatus::parse(status);
            assert_eq!(VerifyProgress::from_domain(&domain, 9), outlook, "{status}");
        }
    }
}
