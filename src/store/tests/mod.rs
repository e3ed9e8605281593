//! What the tests of the cache share.

mod choices;
mod clearing;
mod corpus;
mod formats;
mod packed;
mod removed;
mod saving;
mod unusable;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Instant;

use super::*;
use crate::core::api_key::{ApiKey, ProjectId};
use crate::core::domain::{AutosendChecks, DomainId, DomainStatus};
use crate::core::record::{DnsRecord, Priority, RecordType, Slot};

const URL: &str = "https://api.autosend.com/v1";

/// How long a thread may wait for its turn between two instructions: the request was sent at least this much earlier.
const PREEMPTION: Duration = Duration::from_secs(5);

fn then() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

fn two_hours_later() -> Timestamp {
    Timestamp::from_second(1_800_007_200).unwrap()
}

fn credentials(key: &str) -> Credentials {
    Credentials { key: ApiKey::parse(key).unwrap(), project: None }
}

fn key() -> Credentials {
    credentials("AS_oneKeyOfMany")
}

fn domain(name: &str) -> SendingDomain {
    SendingDomain {
        id: DomainId::new(format!("id-{name}")),
        name: name.into(),
        status: DomainStatus::parse("PAUSED"),
        checks: AutosendChecks { dkim: Some(true), ..AutosendChecks::default() },
        records: vec![DnsRecord {
            slot: Slot::from_member("arc"),
            record_type: RecordType::parse("caa"),
            name: "x.example.com".into(),
            value: "0 issue \u{1b}".into(),
            priority: Some(Priority::Invalid("low".into())),
            note: Some("a note".into()),
        }],
        region: Some("eu-central-1".into()),
        created_at: Some(then()),
        last_checked_at: None,
        verified_at: None,
        verification_in_progress: true,
        inbound_enabled_at: Some(two_hours_later()),
        inbound_verified_at: None,
    }
}

struct Fixture {
    folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn at(&self, now: fn() -> Timestamp) -> DomainCache {
        DomainCache::with_dir(&self.folder.path().join("domains"), now)
    }

    /// Every file of the cache, sorted.
    fn files(&self) -> Vec<PathBuf> {
        files_below(&self.folder.path().join("domains"))
    }

    /// The folder of [`key`].
    fn project(&self) -> PathBuf {
        self.folder.path().join("domains").join(file_name::project_folder(URL, &key()))
    }

    /// The file of the domain that [`domain`] makes of this name.
    fn file(&self, name: &str) -> PathBuf {
        self.project().join(file_name::domain_file(name, &format!("id-{name}")))
    }

    /// The file of version 1.
    fn old_file(&self) -> PathBuf {
        self.project().with_extension("json")
    }

    /// Writes a file of version 1 with these entries.
    fn write_old(&self, entries: &str) {
        fs::create_dir_all(self.project().parent().unwrap()).unwrap();
        let text = format!(r#"{{"version": 1, "baseUrl": "{URL}", "domains": [{entries}]}}"#);
        fs::write(self.old_file(), text).unwrap();
        fs::set_permissions(self.old_file(), fs::Permissions::from_mode(0o600)).unwrap();
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

/// Stores a list that was requested just now.
fn save_list(cache: &DomainCache, domains: &[SendingDomain]) {
    cache.save_list(URL, &key(), domains, Duration::ZERO).unwrap();
}

fn save_domain(cache: &DomainCache, domain: &SendingDomain) {
    cache.save_domain(URL, &key(), domain).unwrap();
}

fn save_removed(cache: &DomainCache, domain: &SendingDomain) {
    cache.save_removed(URL, &key(), domain).unwrap();
}

fn names(cached: &CachedProject) -> Vec<(String, u64)> {
    let domains = cached.domains.iter().flatten();
    domains.map(|kept| (kept.domain.name.raw().to_owned(), kept.age.as_secs())).collect()
}

/// The removed domains: name, seconds since the removal, and number of records.
fn removed(cached: &CachedProject) -> Vec<(String, u64, usize)> {
    let summary = |removed: &RemovedDomain| {
        (removed.domain.name.raw().to_owned(), removed.age.as_secs(), removed.domain.records.len())
    };
    cached.removed.iter().map(summary).collect()
}

/// Entries of version 1, as its files have them.
const OLD: &str = r#"
    {"readAt": "2027-01-15T08:00:00Z", "domain": {"id": "id-b.com", "name": "b.com", "status": "VERIFIED", "records": [],
     "inProgress": false}},
    {"readAt": "2027-01-15T08:00:00Z", "removedAt": "2027-01-15T08:00:00Z", "domain": {"id": "id-a.com", "name": "a.com",
     "status": "VERIFIED", "inProgress": false, "records": [{"slot": "dkim", "type": "TXT", "name": "x", "value": "y"}]}},
    {"readAt": "2027-01-15T08:00:00Z", "domain": {"id": "id-0.com", "name": "0.com", "status": "VERIFIED", "records": [],
     "inProgress": false}}"#;
