//! Domains that an earlier run stored for a project, and their age.

use std::time::Duration;

use super::dns_host::DnsHost;
use super::domain::{DomainId, SendingDomain};
use super::exit::Exit;
use super::guide::GuideMemory;

/// A stored domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedDomain {
    /// The domain and its records.
    pub domain: SendingDomain,
    /// The time since AutoSend reported it.
    pub age: Duration,
}

/// A domain that the user removed from AutoSend. Its records may still be in DNS, so the user needs them to delete
/// them there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedDomain {
    /// The domain and its records, as AutoSend last reported them.
    pub domain: SendingDomain,
    /// The time since it was removed.
    pub age: Duration,
}

/// What the user chose for the records of a domain, and how far the guide is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordChoices {
    /// The DNS host.
    pub host: HostChoice,
    /// The progress of the guide.
    pub guide: GuideMemory,
}

/// The DNS host that the user chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HostChoice {
    /// None: that of the name servers applies.
    #[default]
    Detected,
    /// The user doesn't know it, or it is not in the table.
    Unknown,
    /// This one.
    Known(&'static DnsHost),
}

/// Everything stored for a project, and any problem with the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CachedProject {
    /// The stored domains. `None` if nothing was stored.
    pub domains: Option<Vec<CachedDomain>>,
    /// Domains that were removed and not added again. They no longer belong to the project.
    pub removed: Vec<RemovedDomain>,
    /// What the user chose for the records of domains.
    pub choices: Vec<(DomainId, RecordChoices)>,
    /// A sentence about a problem: the file was damaged and has been set aside.
    pub warning: Option<String>,
}

/// Whether data are AutoSend's answer or stored ones. All commands end as this says, so that a script can tell old data
/// that nobody asked for from an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// AutoSend has just returned the data.
    Live,
    /// The user asked for stored data, which have this age.
    Requested(Duration),
    /// Stored data of this age, because AutoSend did not respond.
    Fallback(Duration),
}

impl Freshness {
    /// The age of stored data.
    #[must_use]
    pub const fn age(self) -> Option<Duration> {
        match self {
            Self::Live => None,
            Self::Requested(age) | Self::Fallback(age) => Some(age),
        }
    }

    /// How a command ends that prints such data and has no other reason to fail.
    #[must_use]
    pub const fn exit(self) -> Exit {
        match self {
            Self::Live | Self::Requested(_) => Exit::Success,
            Self::Fallback(_) => Exit::NotReached,
        }
    }
}

/// The age of stored data. It keeps growing while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CacheAge {
    age_when_loaded: Duration,
    loaded_at: Duration,
}

impl CacheAge {
    /// The age `then` at time `clock` of the program's monotonic clock.
    pub const fn new(age: Duration, clock: Duration) -> Self {
        Self { age_when_loaded: age, loaded_at: clock }
    }

    /// The age at time `clock`, as text.
    pub fn label(self, clock: Duration) -> String {
        format_age(self.age_when_loaded.saturating_add(clock.saturating_sub(self.loaded_at)))
    }
}

/// An age as text: "just now", "5 minutes ago", "3 days ago".
pub fn format_age(age: Duration) -> String {
    age_in_largest_unit(age).map_or_else(|| JUST_NOW.to_owned(), |age| format!("{age} ago"))
}

/// The same without "ago", for a column whose name says that.
pub fn format_age_in_column(age: Duration) -> String {
    age_in_largest_unit(age).unwrap_or_else(|| JUST_NOW.to_owned())
}

const JUST_NOW: &str = "just now";

/// An age such as "3 minutes"; `None` below a second.
fn age_in_largest_unit(age: Duration) -> Option<String> {
    const UNITS: [(u64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let seconds = age.as_secs();
    let (unit, name) = UNITS.iter().find(|(unit, _)| seconds >= *unit)?;
    let count = seconds / unit;
    Some(format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
}

/// An age for a narrow column: "now", "5 min", "3 h", "12 d", "4 mo", "2 y".
pub fn format_age_short(age: Duration) -> String {
    const UNITS: [(u64, &str); 5] = [(31_557_600, "y"), (2_629_800, "mo"), (86_400, "d"), (3_600, "h"), (60, "min")];
    let seconds = age.as_secs();
    UNITS
        .iter()
        .find(|(unit, _)| seconds >= *unit)
        .map_or_else(|| "now".to_owned(), |(unit, name)| format!("{} {name}", seconds / unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_cached_data_grows() {
        let age = CacheAge::new(Duration::from_secs(50), Duration::from_secs(5));
        assert_eq!(age.label(Duration::from_secs(5)), "50 seconds ago");
        assert_eq!(age.label(Duration::from_secs(15)), "1 minute ago");
    }

    #[test]
    fn only_unrequested_cached_data_are_a_failure() {
        let age = Duration::from_secs(5);
        let table = [
            (Freshness::Live, None, 0),
            (Freshness::Requested(age), Some(age), 0),
            (Freshness::Fallback(age), Some(age), 6),
        ];
        for (freshness, age, code) in table {
            assert_eq!((freshness.age(), freshness.exit().code()), (age, code), "{freshness:?}");
        }
    }

    #[test]
    fn an_age_uses_its_largest_unit() {
        for (seconds, text) in [
            (0, "just now"),
            (1, "1 second ago"),
            (119, "1 minute ago"),
            (7_200, "2 hours ago"),
            (86_400 * 45, "45 days ago"),
        ] {
            assert_eq!(format_age(Duration::from_secs(seconds)), text);
            let in_column = text.strip_suffix(" ago").unwrap_or(text);
            assert_eq!(format_age_in_column(Duration::from_secs(seconds)), in_column);
        }
    }
}
