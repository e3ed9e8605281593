//! The cache of domains from earlier runs. The program shows them at once, marked with their age, until AutoSend
//! responds.
//!
//! There is one folder for each base URL and key, in `domains/` in the program's state folder ([XDG Base Directory][xdg]
//! 0.8), and in it one file for each domain, with mode 0600; those of a long list are in one file together (`pack`). The names are hashes, so that they reveal nothing; the files
//! contain domains and records, never a key. Each is written whole, and changed under a lock of its folder, so that
//! processes that run at once lose nothing of each other. A file that cannot be read is quarantined.
//!
//! [xdg]: https://specifications.freedesktop.org/basedir-spec/0.8/

mod cache_file;
mod document;
mod file_name;
mod forget;
mod pack;
mod project_files;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;
use jiff::Timestamp;

use self::document::{DecodedEntry, DomainEntry, RemovalState};
use self::file_name::FileIndex;
pub use self::forget::ForgetSummary;
use self::pack::is_worth_packing;
use self::project_files::{LoadedEntries, LockedProjectFiles, ProjectFiles, entry_file};
use crate::core::api_key::Credentials;
use crate::core::cache::{CachedDomain, CachedProject, RecordChoices, RemovedDomain};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::canonical_name;
use crate::files::private::Durability;

/// The folder of the cache within the XDG state folder.
const CACHE_DIR: [&str; 2] = ["autosend-domains", "domains"];

/// The longest time from a request to its answer. A domain that was read within this time after its removal may have been
/// requested before.
const MAX_IN_FLIGHT: Duration = Duration::from_secs(60);

/// The cache files and the clock.
#[derive(Clone, Debug)]
pub struct DomainCache {
    dir: PathBuf,
    now: fn() -> Timestamp,
}

/// Which domain is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainKey<'a> {
    /// That with AutoSend's id.
    Id(&'a str),
    /// Those with this name: one of the project, and one that was removed.
    Name(&'a str),
}

impl DomainCache {
    /// The cache in the state folder that `XDG_STATE_HOME`, else `HOME`, determines; `None` if there is no home folder.
    pub fn from_environment() -> Option<Self> {
        let folders = Xdg::new().ok()?;
        let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
        Some(Self::with_dir(&CACHE_DIR.iter().fold(state, |folder, name| folder.join(name)), Timestamp::now))
    }

    /// A cache in this folder, with this clock.
    pub fn with_dir(dir: &Path, now: fn() -> Timestamp) -> Self {
        Self { dir: dir.to_owned(), now }
    }

    /// The folder of the files.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The cached domains of the project that this key opens at this base URL.
    pub fn load_domains(&self, base_url: &str, credentials: &Credentials) -> CachedProject {
        self.convert(ProjectFiles::new(&self.dir, base_url, credentials).load(|_| true))
    }

    /// What is cached of one domain. The files of the others are not read.
    pub fn load_domain(&self, base_url: &str, credentials: &Credentials, wanted: DomainKey<'_>) -> CachedProject {
        let files = ProjectFiles::new(&self.dir, base_url, credentials);
        let mut loaded = match wanted {
            DomainKey::Id(id) => {
                let end = file_name::end_of_id(id);
                files.load(|name| name.ends_with(&end))
            }
            DomainKey::Name(name) => {
                let begin = file_name::begin_of_name(name);
                files.load(|name| name.starts_with(&begin))
            }
        };
        loaded.entries.retain(|entry| match wanted {
            DomainKey::Id(id) => entry.id() == id,
            DomainKey::Name(name) => entry.has_name(name),
        });
        let project = self.convert(loaded);
        // That one domain is not there says nothing of the others.
        CachedProject { domains: project.domains.filter(|found| !found.is_empty()), ..project }
    }

    /// Puts the entries into the order of the list, and computes ages as of now.
    fn convert(&self, loaded: LoadedEntries) -> CachedProject {
        let LoadedEntries { list, mut entries, warning } = loaded;
        let now = (self.now)();
        // If the clock was set back, the age is zero rather than negative.
        let age = |time: Option<Timestamp>| {
            time.and_then(|time| now.duration_since(time).try_into().ok()).unwrap_or_default()
        };
        let ids = list.iter().flat_map(|list| &list.ids);
        let places: HashMap<&str, usize> = ids.enumerate().map(|(place, id)| (id.as_str(), place)).collect();
        let listed_at = list.as_ref().and_then(document::ListDocument::read_at);
        // Those that are not in the list were added or removed since.
        let place =
            |entry: &DomainEntry| places.get(entry.id()).filter(|_| !entry.is_removed()).copied().unwrap_or(usize::MAX);
        entries.sort_by_cached_key(|entry| (place(entry), canonical_name(entry.name())));
        let (mut domains, mut removed, mut choices) = (Vec::new(), Vec::new(), Vec::new());
        for entry in entries {
            let is_listed = places.contains_key(entry.id());
            let DecodedEntry { domain, read_at, choices: chosen, removal } = entry.decode();
            choices.extend(chosen.map(|chosen| (domain.id.clone(), chosen)));
            match removal {
                RemovalState::Present => {
                    let read_at = if is_listed { read_at.max(listed_at) } else { read_at };
                    domains.push(CachedDomain { domain, age: age(read_at) });
                }
                RemovalState::Removed(time) => removed.push(RemovedDomain { domain, age: age(time) }),
            }
        }
        let is_known = list.is_some() || !domains.is_empty();
        // Entries that are all removed do not prove that the project has no domains.
        let domains = Some(domains).filter(|domains| is_known && (!domains.is_empty() || removed.is_empty()));
        CachedProject { domains, removed, choices, warning }
    }

    /// Replaces the cached list with the project's whole list, which was requested this long ago. Entries of removed
    /// domains are kept, and what another process has stored since the request: the list may not have it yet.
    ///
    /// # Errors
    /// Why not all of it was stored, as a message.
    pub fn save_list(
        &self,
        base_url: &str,
        credentials: &Credentials,
        domains: &[SendingDomain],
        age: Duration,
    ) -> Result<(), String> {
        // The answer may be as old as the request: all that was stored since then is newer. This is before the wait for
        // the lock.
        let received_at = (self.now)();
        let requested_at = received_at.checked_sub(age).unwrap_or(received_at);
        let files = ProjectFiles::new(&self.dir, base_url, credentials);
        let locked = files.lock()?;
        let now = (self.now)();
        let is_newer = |entry: &DomainEntry| entry.known_at().is_some_and(|time| time > requested_at && time <= now);
        let mut others = locked.domain_files()?;
        let packed = locked.packed(&others)?;
        let mut result = Ok(());
        let (mut changed, mut own_files, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        let mut files = HashSet::with_capacity(domains.len());
        for domain in domains {
            let entry = DomainEntry::new(domain, requested_at);
            let file = entry_file(&entry);
            let own_file = others.remove(&file);
            let old = own_file.as_deref().map_or_else(|| Ok(packed.entry(&file)), LockedProjectFiles::read);
            match old {
                Ok(Some(old)) if is_newer(&old) || old.is_same_domain(&entry) => {
                    kept.extend(Some(file.clone()).filter(|_| own_file.is_none()));
                }
                Ok(old) => {
                    changed.push(entry.or_choices_of(old));
                    own_files.extend(own_file);
                }
                Err(message) => result = result.and(Err(message)),
            }
            files.insert(file);
        }
        // What another process has packed since the request is not in this list, so that only a file keeps it.
        let unlisted = packed.entries_that(|name| !files.contains(name)).into_iter().filter(|entry| is_newer(entry));
        let unlisted = unlisted.map(|entry| locked.write_entry(entry, Durability::Cached));
        result = unlisted.fold(result, Result::and);
        let is_packed = is_worth_packing(changed.len(), domains.len());
        let stored = if is_packed {
            locked.write_pack(&packed, &kept, &changed)
        } else {
            let write = |entry| locked.write_entry(entry, Durability::Cached);
            changed.into_iter().map(write).fold(Ok(()), Result::and)
        };
        result = result.and(stored);
        let names: HashSet<String> = domains.iter().map(|domain| canonical_name(domain.name.raw())).collect();
        for path in others.into_values() {
            let is_kept = match LockedProjectFiles::read(&path) {
                Ok(Some(entry)) if entry.is_removed() => {
                    is_newer(&entry) || !names.contains(&canonical_name(entry.name()))
                }
                Ok(Some(entry)) => is_newer(&entry),
                Ok(None) | Err(_) => true,
            };
            if !is_kept {
                let removed = cache_file::remove(&path);
                result = result.and(removed);
            }
        }
        let ids = domains.iter().map(|domain| domain.id.raw().to_owned()).collect();
        locked.write_list(Some(requested_at), ids)?;
        if is_packed && result.is_ok() {
            // The pack counts now, which these would hide.
            return own_files.iter().try_for_each(|path| cache_file::remove(path));
        }
        result
    }

    /// Stores one domain that was read just now; other entries are kept.
    ///
    /// # Errors
    /// Why it was not stored, as a message.
    pub fn save_domain(&self, base_url: &str, credentials: &Credentials, domain: &SendingDomain) -> Result<(), String> {
        let entry = DomainEntry::new(domain, (self.now)());
        self.upsert(base_url, credentials, vec![entry], Durability::Cached)
    }

    /// Stores domains that were read at these times; other entries are kept. An entry that another run has stored since
    /// is kept.
    ///
    /// # Errors
    /// Why not all of them were stored, as a message.
    pub fn save_domains(
        &self,
        base_url: &str,
        credentials: &Credentials,
        read: &[(SendingDomain, Timestamp)],
    ) -> Result<(), String> {
        let entries = read.iter().map(|(domain, at)| DomainEntry::new(domain, *at)).collect();
        self.upsert(base_url, credentials, entries, Durability::Cached)
    }

    /// Stores that this domain was removed just now. Its records stay as AutoSend last returned them.
    ///
    /// # Errors
    /// Why it was not stored, as a message. Nobody has its records then.
    pub fn save_removed(
        &self,
        base_url: &str,
        credentials: &Credentials,
        domain: &SendingDomain,
    ) -> Result<(), String> {
        let now = (self.now)();
        let entry = DomainEntry::new(domain, now).with_removed_at(now);
        self.upsert(base_url, credentials, vec![entry], Durability::Synced)
    }

    /// Stores what the user chose for the records of a domain. A domain that is not cached has no choices.
    ///
    /// # Errors
    /// Why it was not stored, as a message.
    pub fn save_choices(
        &self,
        base_url: &str,
        credentials: &Credentials,
        domain: &DomainId,
        choices: &RecordChoices,
    ) -> Result<(), String> {
        let files = ProjectFiles::new(&self.dir, base_url, credentials);
        let locked = files.lock()?;
        let end = file_name::end_of_id(domain.raw());
        let own_files = locked.domain_files()?;
        for entry in locked.packed(&own_files)?.entries_that(|name| name.ends_with(&end)) {
            locked.write_entry(entry.with_choices(choices), Durability::Cached)?;
        }
        for (_, path) in own_files.into_iter().filter(|(name, _)| name.ends_with(&end)) {
            if let Some(entry) = LockedProjectFiles::read(&path)? {
                locked.write_entry(entry.with_choices(choices), Durability::Cached)?;
            }
        }
        Ok(())
    }

    /// Puts each entry in the place of those that it replaces: the same domain, and a removed one with its name. A newer
    /// old entry is kept, unless its time is in the future.
    fn upsert(
        &self,
        base_url: &str,
        credentials: &Credentials,
        entries: Vec<DomainEntry>,
        durability: Durability,
    ) -> Result<(), String> {
        let files = ProjectFiles::new(&self.dir, base_url, credentials);
        let locked = files.lock()?;
        let now = (self.now)();
        let own_files = locked.domain_files()?;
        let packed = locked.packed(&own_files)?;
        let index = FileIndex::new(own_files.into_keys());
        let mut result = Ok(());
        for entry in entries {
            let file = entry_file(&entry);
            // A packed entry needs no replacement: the file hides it.
            let old = packed.entry(&file);
            let mut is_outdated = old.as_ref().is_some_and(|old| is_older(&entry, old, true, now));
            let entry = entry.or_choices_of(old);
            let mut replaced = Vec::new();
            for name in index.related(&file) {
                let is_same_domain = file_name::has_same_id(name, &file);
                let path = locked.path(name);
                let Some(old) = LockedProjectFiles::read(&path)? else { continue };
                match (is_same_domain, is_older(&entry, &old, is_same_domain, now)) {
                    (true, true) => is_outdated = true,
                    (true, false) if name != file => replaced.push(path),
                    (false, false) if old.is_removed() => replaced.push(path),
                    _ => {}
                }
            }
            if is_outdated {
                continue;
            }
            let stored = locked.write_entry(entry, durability);
            // What is replaced goes only when the new entry is there.
            let stored = stored.and_then(|()| replaced.iter().try_for_each(|path| cache_file::remove(path)));
            result = result.and(stored);
        }
        result
    }
}

/// Whether an entry says less than the old one, which is of the same domain or of one with the same name.
fn is_older(entry: &DomainEntry, old: &DomainEntry, is_same_domain: bool, now: Timestamp) -> bool {
    let since = old.known_at().filter(|time| *time <= now);
    entry.known_at().zip(since).is_some_and(|(time, since)| {
        match (is_same_domain, entry.is_removed(), old.is_removed()) {
            // Ids are not reused: an answer that still has the domain was requested before its removal.
            (true, true, false) => false,
            (true, false, true) => since.checked_add(MAX_IN_FLIGHT).unwrap_or(since) > time,
            _ => since > time,
        }
    })
}

#[cfg(test)]
mod tests;
