//! What an earlier run has kept of a project's domains, and how old it is.

use std::time::Duration;

use super::domain::SendingDomain;

/// A domain as it was read some time ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDomain {
    /// The domain and its records.
    pub domain: SendingDomain,
    /// How long ago AutoSend said so.
    pub age: Duration,
}

/// A domain that AutoSend was told to remove: its records may still stand in DNS, and are wanted to clear them there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedDomain {
    /// The domain and its records, as AutoSend last told of them.
    pub domain: SendingDomain,
    /// How long ago it was removed.
    pub age: Duration,
}

/// What there is of a project, and what to know about where it was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recalled {
    /// The domains; `None` where nothing was kept.
    pub domains: Option<Vec<KeptDomain>>,
    /// Domains that were removed and not added again since. They are none of the project's any more.
    pub removed: Vec<RemovedDomain>,
    /// A sentence, where something is wrong: the file was broken and has been set aside.
    pub remark: Option<String>,
}

/// How old something is that an earlier run has kept. It goes on ageing while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Age {
    then: Duration,
    clock: Duration,
}

impl Age {
    /// So old at that time of the program's clock.
    #[must_use]
    pub const fn new(then: Duration, clock: Duration) -> Self {
        Self { then, clock }
    }

    /// How old it is at this time of the clock, in words.
    #[must_use]
    pub fn words(self, clock: Duration) -> String {
        ago(self.then.saturating_add(clock.saturating_sub(self.clock)))
    }
}

/// An age in words: "just now", "5 minutes ago", "3 days ago".
#[must_use]
pub fn ago(age: Duration) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let seconds = age.as_secs();
    match UNITS.iter().find(|(unit, _)| seconds >= *unit) {
        None => "just now".to_owned(),
        Some((unit, name)) => {
            let count = seconds / unit;
            format!("{count} {name}{} ago", if count == 1 { "" } else { "s" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_goes_on_ageing() {
        let age = Age::new(Duration::from_secs(50), Duration::from_secs(5));
        assert_eq!(age.words(Duration::from_secs(5)), "50 seconds ago");
        assert_eq!(age.words(Duration::from_secs(15)), "1 minute ago");
    }

    #[test]
    fn an_age_is_told_in_its_largest_unit() {
        for (seconds, words) in [
            (0, "just now"),
            (1, "1 second ago"),
            (119, "1 minute ago"),
            (7_200, "2 hours ago"),
            (86_400 * 45, "45 days ago"),
        ] {
            assert_eq!(ago(Duration::from_secs(seconds)), words);
        }
    }
}
