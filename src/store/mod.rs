//! The cache of domains from earlier runs. The program shows them at once, marked with their age, until AutoSend
//! responds.
//!
//! There is one file for each base URL and key, in `domains/` in the program's state folder ([XDG Base Directory][xdg]
//! 0.8), with mode 0600. Its name is a hash of both, so that it reveals neither; it contains domains and records, never
//! a key. Nothing depends on the cache: a file that cannot be read is quarantined, and a write that fails is skipped.
//!
//! [xdg]: https://specifications.freedesktop.org/basedir-spec/0.8/

mod document;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use self::document::{DecodedEntry, Document, DomainEntry, RemovalState};
use crate::core::api_key::{Credentials, ProjectId};
use crate::core::cache::{CachedDomain, CachedProject, RemovedDomain};
use crate::core::domain::SendingDomain;
use crate::core::domain_name::canonical_name;
use crate::core::redaction::redact_key;
use crate::core::text::escape_hidden;
use crate::files::private::{self, PrivateFileError};

/// The folder of the cache within the XDG state folder.
const CACHE_DIR: [&str; 2] = ["autosend-domains", "domains"];

/// The most octets of a file: more than ten thousand domains with eleven records each.
const MAX_FILE_BYTES: usize = 64 << 20;

/// The octets of the hash in a file name: enough that no two keys collide.
const NAME_HASH_BYTES: usize = 16;

/// The suffix of every file.
const FILE_SUFFIX: &str = ".json";

/// The most quarantined files with one name.
const MAX_QUARANTINED: u32 = 9;

/// The cache files and the clock.
#[derive(Clone, Debug)]
pub struct DomainCache {
    dir: PathBuf,
    now: fn() -> Timestamp,
}

/// The result of removing cached data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ForgetSummary {
    /// Removed domains.
    pub domains: usize,
    /// Removed files.
    pub files: usize,
    /// Removed files that had been quarantined, whatever they held.
    pub quarantined: usize,
    /// Files that could not be read, and so may still name a domain.
    pub unreadable: usize,
}

impl DomainCache {
    /// The cache in the state folder that `XDG_STATE_HOME`, else `HOME`, determines; `None` if there is no home folder.
    #[must_use]
    pub fn from_environment() -> Option<Self> {
        let folders = Xdg::new().ok()?;
        let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
        Some(Self::with_dir(&CACHE_DIR.iter().fold(state, |folder, name| folder.join(name)), Timestamp::now))
    }

    /// A cache in this folder, with this clock.
    #[must_use]
    pub fn with_dir(dir: &Path, now: fn() -> Timestamp) -> Self {
        Self { dir: dir.to_owned(), now }
    }

    /// The folder of the files.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The cached domains of the project that this key opens at this base URL.
    #[must_use]
    pub fn load_domains(&self, base_url: &str, credentials: &Credentials) -> CachedProject {
        let path = self.file_path(base_url, credentials);
        match Self::load_document(&path) {
            Ok(document) => document.map_or_else(CachedProject::default, |document| self.convert_document(document)),
            Err(remark) => CachedProject { warning: Some(remark), ..CachedProject::default() },
        }
    }

    /// Converts a file, and computes ages as of now.
    fn convert_document(&self, document: Document) -> CachedProject {
        let now = (self.now)();
        // If the clock was set back, the age is zero rather than negative.
        let age = |time: Option<Timestamp>| {
            time.and_then(|time| now.duration_since(time).try_into().ok()).unwrap_or_default()
        };
        let (mut domains, mut removed) = (Vec::new(), Vec::new());
        for DecodedEntry { domain, read_at, removal } in document.domains.into_iter().map(DomainEntry::decode) {
            match removal {
                RemovalState::Present => domains.push(CachedDomain { domain, age: age(read_at) }),
                RemovalState::Removed(time) => removed.push(RemovedDomain { domain, age: age(time) }),
            }
        }
        // Entries that are all removed do not prove that the project has no domains.
        let domains = Some(domains).filter(|domains| !domains.is_empty() || removed.is_empty());
        CachedProject { domains, removed, warning: None }
    }

    /// Replaces the cached list with the project's whole list; entries of removed domains are kept.
    pub fn save_list(&self, base_url: &str, credentials: &Credentials, domains: &[SendingDomain]) {
        let now = (self.now)();
        let mut entries: Vec<DomainEntry> = domains.iter().map(|domain| DomainEntry::new(domain, now)).collect();
        let path = self.file_path(base_url, credentials);
        match Self::read_document(&path) {
            Ok(document) => entries.extend(removed_entries_to_keep(document, domains)),
            Err(ReadError::Rejected(_)) => return,
            // A file that this version cannot read is not overwritten.
            Err(ReadError::Unusable(reason, kind)) => {
                quarantine(&path, kind, &reason);
                if path.exists() {
                    return;
                }
            }
        }
        Self::write_document(&path, &Document::new(base_url, entries), credentials);
    }

    /// Stores one domain that was read just now; other entries are kept.
    pub fn save_domain(&self, base_url: &str, credentials: &Credentials, domain: &SendingDomain) {
        self.upsert(base_url, credentials, vec![DomainEntry::new(domain, (self.now)())]);
    }

    /// Stores domains that were read at these times; other entries are kept. The file is written once. An entry that
    /// another run has stored since is kept.
    pub fn save_domains(&self, base_url: &str, credentials: &Credentials, read: &[(SendingDomain, Timestamp)]) {
        self.upsert(base_url, credentials, read.iter().map(|(domain, at)| DomainEntry::new(domain, *at)).collect());
    }

    /// Stores that this domain was removed just now. Its records stay as AutoSend last returned them.
    pub fn save_removed(&self, base_url: &str, credentials: &Credentials, domain: &SendingDomain) {
        let now = (self.now)();
        self.upsert(base_url, credentials, vec![DomainEntry::new(domain, now).with_removed_at(now)]);
    }

    /// Puts each entry in the place of those that it replaces; other entries are kept.
    fn upsert(&self, base_url: &str, credentials: &Credentials, entries: Vec<DomainEntry>) {
        let path = self.file_path(base_url, credentials);
        // After a failure nothing is stored: the file was quarantined, or must not be touched.
        let Ok(document) = Self::load_document(&path) else { return };
        let mut document = document.unwrap_or_else(|| Document::new(base_url, Vec::new()));
        document.domains = merge_entries(document.domains, entries, (self.now)());
        Self::write_document(&path, &document, credentials);
    }

    /// Removes all cached data, quarantined files included.
    ///
    /// # Errors
    /// A file cannot be removed: a message with its name.
    pub fn forget_all(&self) -> Result<ForgetSummary, String> {
        let mut summary = ForgetSummary::default();
        // Includes quarantined files, and temporary files of interrupted runs.
        for path in self.list_files(|name| name.contains(FILE_SUFFIX) || name.starts_with(".tmp"))? {
            let domains = Self::read_document(&path).ok().flatten().map_or(0, |document| document.domains.len());
            fs::remove_file(&path).map_err(|error| remove_error(&path, &error))?;
            summary.files += 1;
            summary.domains += domains;
        }
        Ok(summary)
    }

    /// Removes a domain from every file, and each file that is then empty. The comparison of names ignores ASCII case
    /// and a final dot.
    ///
    /// # Errors
    /// The errors of [`Self::forget_all`].
    pub fn forget_domain(&self, name: &str) -> Result<ForgetSummary, String> {
        let mut summary = ForgetSummary::default();
        for path in self.list_files(|file| file.contains(FILE_SUFFIX))? {
            let is_quarantined = path.extension().is_none_or(|ending| ending != "json");
            if is_quarantined {
                // No version can use the file any more, so it is removed if it holds the name.
                let octets = fs::read(&path).unwrap_or_default();
                if String::from_utf8_lossy(&octets).to_ascii_lowercase().contains(&name.to_ascii_lowercase()) {
                    fs::remove_file(&path).map_err(|error| remove_error(&path, &error))?;
                    summary.domains += 1;
                    summary.files += 1;
                    summary.quarantined += 1;
                }
                continue;
            }
            let Ok(Some(mut document)) = Self::read_document(&path) else {
                summary.unreadable += 1;
                continue;
            };
            let before = document.domains.len();
            document.domains.retain(|entry| !entry.has_name(name));
            summary.domains += before - document.domains.len();
            if document.domains.is_empty() && before > 0 {
                fs::remove_file(&path).map_err(|error| remove_error(&path, &error))?;
                summary.files += 1;
            } else if document.domains.len() < before {
                private::write(&path, &document.to_json()).map_err(|error| remove_error(&path, &error))?;
            }
        }
        Ok(summary)
    }

    /// The file of a key at a base URL.
    fn file_path(&self, base_url: &str, credentials: &Credentials) -> PathBuf {
        let project = credentials.request_project().map_or("", ProjectId::as_str);
        let mut hash = Sha256::new();
        // Each part is hashed with its length, so that no two divisions into parts give the same hash.
        for part in ["autosend-domains 1", base_url.trim_end_matches('/'), credentials.key.expose(), project] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        let mut name = String::new();
        for octet in hash.finalize().iter().take(NAME_HASH_BYTES) {
            // Writing to a `String` cannot fail.
            let _ = write!(name, "{octet:02x}");
        }
        self.dir.join(name + FILE_SUFFIX)
    }

    /// Reads the file. A malformed one is quarantined; the error then says so, as a message.
    fn load_document(path: &Path) -> Result<Option<Document>, String> {
        Self::read_document(path).map_err(|unread| match unread {
            ReadError::Rejected(reason) => format!("What was kept of these domains is not used: {reason}"),
            ReadError::Unusable(reason, kind) => quarantine(path, kind, &reason),
        })
    }

    fn read_document(path: &Path) -> Result<Option<Document>, ReadError> {
        let shown = display_path(path);
        if fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink()) {
            // Forgetting would remove only the link.
            return Err(ReadError::Rejected(format!("{shown} is a link")));
        }
        let text = private::read(path, MAX_FILE_BYTES).map_err(|refused| match refused {
            PrivateFileError::NotRegularFile => ReadError::Rejected(format!("{shown} is not a regular file")),
            PrivateFileError::WrongOwner => ReadError::Rejected(format!("{shown} belongs to another user")),
            PrivateFileError::TooPermissive => {
                ReadError::Rejected(format!("{shown} is open to other users of this machine"))
            }
            PrivateFileError::TooLarge => ReadError::Unusable("it is too large".to_owned(), "broken"),
            PrivateFileError::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
                ReadError::Unusable("it is no text".to_owned(), "broken")
            }
            PrivateFileError::Io(error) => {
                ReadError::Rejected(format!("{shown} could not be read: {}", escape_hidden(&error.to_string())))
            }
        })?;
        let Some(text) = text else { return Ok(None) };
        document::parse(&text).map(Some).map_err(|(reason, kind)| ReadError::Unusable(reason, kind))
    }

    /// Writes the file, unless the text holds the key: a server may echo it anywhere.
    fn write_document(path: &Path, document: &Document, credentials: &Credentials) {
        let text = document.to_json();
        // The key is searched for verbatim, escaped as in JSON, and in any case.
        let key = credentials.key.expose();
        let written = serde_json::to_string(key).unwrap_or_default();
        let holds_key = text.contains(key) || text.contains(written.trim_matches('"'));
        if holds_key || matches!(redact_key(&text, &credentials.key), Cow::Owned(_)) || text.len() > MAX_FILE_BYTES {
            return;
        }
        // After a failure nothing is cached: the next run asks AutoSend as this one did.
        let _ = private::write(path, &text);
    }

    /// The files whose names match.
    fn list_files(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, String> {
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(format!("{} could not be read: {error}", display_path(&self.dir))),
        };
        let paths = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(&wanted));
        let mut paths: Vec<PathBuf> = paths.map(|entry| entry.path()).collect();
        paths.sort();
        Ok(paths)
    }
}

/// The removed entries to keep beside a list: those whose domains the list does not contain again.
fn removed_entries_to_keep(document: Option<Document>, list: &[SendingDomain]) -> impl Iterator<Item = DomainEntry> {
    let ids: HashSet<&str> = list.iter().map(|domain| domain.id.raw()).collect();
    let names: HashSet<String> = list.iter().map(|domain| canonical_name(domain.name.raw())).collect();
    let entries = document.into_iter().flat_map(|document| document.domains).filter(DomainEntry::is_removed);
    entries.filter(move |entry| !ids.contains(entry.id()) && !names.contains(&canonical_name(entry.name())))
}

/// Merges new entries into the old ones. Each new entry takes the place of the first one that it replaces: the same
/// domain, or a removed one with its name. A newer old entry is kept, unless its time is in the future. Both lists may
/// be long.
fn merge_entries(old: Vec<DomainEntry>, new: Vec<DomainEntry>, now: Timestamp) -> Vec<DomainEntry> {
    let ids: HashMap<String, usize> = new.iter().enumerate().map(|(at, entry)| (entry.id().to_owned(), at)).collect();
    let names: HashMap<String, usize> =
        new.iter().enumerate().map(|(at, entry)| (canonical_name(entry.name()), at)).collect();
    // If an id occurs twice, the last entry counts.
    let mut new: Vec<Option<DomainEntry>> =
        new.into_iter().enumerate().map(|(at, entry)| (ids.get(entry.id()) == Some(&at)).then_some(entry)).collect();
    let mut entries = Vec::with_capacity(old.len() + new.len());
    for entry in old {
        let by_name = || names.get(&canonical_name(entry.name())).filter(|_| entry.is_removed());
        let Some(slot) = ids.get(entry.id()).or_else(by_name).and_then(|at| new.get_mut(*at)) else {
            entries.push(entry);
            continue;
        };
        let since = entry.known_at().filter(|time| *time <= now);
        let is_newer = slot.as_ref().and_then(DomainEntry::known_at).zip(since).is_some_and(|(new, old)| old > new);
        let taken = slot.take();
        entries.extend(if is_newer { Some(entry) } else { taken });
    }
    entries.extend(new.into_iter().flatten());
    entries
}

/// Why a file cannot be used.
enum ReadError {
    /// It must not be touched.
    Rejected(String),
    /// It is of no use: the reason, and the suffix of the quarantined file.
    Unusable(String, &'static str),
}

fn remove_error(path: &Path, error: &io::Error) -> String {
    format!("{} could not be removed: {}", display_path(path), escape_hidden(&error.to_string()))
}

/// Gives a file that cannot be used another name: nothing is deleted, and no earlier file is overwritten.
/// Returns a message about it.
fn quarantine(path: &Path, extension: &str, reason: &str) -> String {
    for count in 1..=MAX_QUARANTINED {
        let ending = if count == 1 { extension.to_owned() } else { format!("{extension}-{count}") };
        let Some(name) = path.file_name() else { break };
        let target = path.with_file_name(format!("{}.{ending}", name.to_string_lossy()));
        // A hard link comes first, because it fails if the target exists; a rename would replace the target.
        if fs::hard_link(path, &target).is_ok() {
            // If the old name stays, the next run merely finds the file broken again.
            let _ = fs::remove_file(path);
            return format!(
                "What was kept of these domains could not be used ({reason}); it is set aside as {}",
                display_path(&target)
            );
        }
    }
    format!("What was kept of these domains could not be used ({reason}): {}", display_path(path))
}

/// The path, safe to draw.
fn display_path(path: &Path) -> String {
    escape_hidden(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests;
