//! What was fetched, kept for the next run: shown at once, marked with its age, until AutoSend answers.
//!
//! One file for each base URL and key, in the program's folder of state ([XDG Base Directory][xdg] 0.8), `domains/`,
//! mode 0600. Its name is a hash of both, so that it tells neither; its contents are domains and records, never a key.
//! Nothing depends on it: where a file cannot be read it is set aside, and where none can be written none is.
//!
//! [xdg]: https://specifications.freedesktop.org/basedir-spec/0.8/

mod document;
mod quarantine;

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

/// The folder of this program within the folders of XDG, and that of the domains within it.
const CACHE_DIR: [&str; 2] = ["autosend-domains", "domains"];

/// The most octets of a file: more than ten thousand domains with eleven records each.
const MAX_FILE_BYTES: usize = 64 << 20;

/// The octets of the hash that a file is named by: enough that no two keys share one.
const NAME_HASH_BYTES: usize = 16;

/// What every file's name ends with.
const FILE_SUFFIX: &str = ".json";

/// The files.
#[derive(Clone, Debug)]
pub struct DomainCache {
    dir: PathBuf,
    now: fn() -> Timestamp,
}

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ForgetSummary {
    /// Domains.
    pub domains: usize,
    /// Files that are gone.
    pub files: usize,
    /// Files among them that had been set aside, whatever else they held.
    pub quarantined: usize,
    /// Files that could not be looked into, and so may still name a domain.
    pub unreadable: usize,
}

impl DomainCache {
    /// In the folder that `XDG_STATE_HOME`, else `HOME`, tells; `None` where there is no home folder.
    #[must_use]
    pub fn from_environment() -> Option<Self> {
        let folders = Xdg::new().ok()?;
        let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
        Some(Self::with_dir(&CACHE_DIR.iter().fold(state, |folder, name| folder.join(name)), Timestamp::now))
    }

    /// In a folder of the caller's choice, with a clock of its own.
    #[must_use]
    pub fn with_dir(dir: &Path, now: fn() -> Timestamp) -> Self {
        Self { dir: dir.to_owned(), now }
    }

    /// Where the files are.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What is kept of the project that this key opens at this base URL.
    #[must_use]
    pub fn load_domains(&self, base_url: &str, credentials: &Credentials) -> CachedProject {
        let path = self.file_path(base_url, credentials);
        match Self::load_document(&path) {
            Ok(document) => document.map_or_else(CachedProject::default, |document| self.convert_document(document)),
            Err(remark) => CachedProject { warning: Some(remark), ..CachedProject::default() },
        }
    }

    /// What a file holds, in terms of now.
    fn convert_document(&self, document: Document) -> CachedProject {
        let now = (self.now)();
        // A clock that was set back makes nothing younger than now.
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
        // That the project has none is not known by its having lost some.
        let domains = Some(domains).filter(|domains| !domains.is_empty() || removed.is_empty());
        CachedProject { domains, removed, warning: None }
    }

    /// Keeps the project's whole list in place of what was kept; domains that were removed are kept beside it.
    pub fn save_list(&self, base_url: &str, credentials: &Credentials, domains: &[SendingDomain]) {
        let now = (self.now)();
        let mut entries: Vec<DomainEntry> = domains.iter().map(|domain| DomainEntry::new(domain, now)).collect();
        let path = self.file_path(base_url, credentials);
        match Self::read_document(&path) {
            Ok(document) => entries.extend(removed_entries_to_keep(document, domains)),
            Err(ReadError::Rejected(_)) => return,
            // What is of no use to this version is not overwritten.
            Err(ReadError::Unusable(words, kind)) => {
                quarantine::quarantine(&path, kind, &words);
                if path.exists() {
                    return;
                }
            }
        }
        Self::write_document(&path, &Document::new(base_url, entries), credentials);
    }

    /// Keeps one domain that was just read, beside what is kept of the others.
    pub fn save_domain(&self, base_url: &str, credentials: &Credentials, domain: &SendingDomain) {
        self.upsert(base_url, credentials, vec![DomainEntry::new(domain, (self.now)())]);
    }

    /// Keeps domains that were read at these times, beside what is kept of the others. The file is written once. What
    /// another run has come to know of one of them since stays.
    pub fn save_domains(&self, base_url: &str, credentials: &Credentials, read: &[(SendingDomain, Timestamp)]) {
        self.upsert(base_url, credentials, read.iter().map(|(domain, at)| DomainEntry::new(domain, *at)).collect());
    }

    /// Keeps that this domain was removed just now. Its records stay as AutoSend last told of them.
    pub fn save_removed(&self, base_url: &str, credentials: &Credentials, domain: &SendingDomain) {
        let now = (self.now)();
        self.upsert(base_url, credentials, vec![DomainEntry::new(domain, now).with_removed_at(now)]);
    }

    /// Puts each entry in the place of those that give way to it, beside the others.
    fn upsert(&self, base_url: &str, credentials: &Credentials, entries: Vec<DomainEntry>) {
        let path = self.file_path(base_url, credentials);
        // What cannot be read is no reason to keep nothing, unless it must not be touched.
        let Ok(document) = Self::load_document(&path) else { return };
        let mut document = document.unwrap_or_else(|| Document::new(base_url, Vec::new()));
        document.domains = merge_entries(document.domains, entries, (self.now)());
        Self::write_document(&path, &document, credentials);
    }

    /// Removes everything that is kept, also what was set aside.
    ///
    /// # Errors
    /// Where a file cannot be removed, with its name in words.
    pub fn forget_all(&self) -> Result<ForgetSummary, String> {
        let mut summary = ForgetSummary::default();
        // Also what was set aside, and what a run that was cut short has left.
        for path in self.list_files(|name| name.contains(FILE_SUFFIX) || name.starts_with(".tmp"))? {
            let domains = Self::read_document(&path).ok().flatten().map_or(0, |document| document.domains.len());
            fs::remove_file(&path).map_err(|error| remove_error(&path, &error))?;
            summary.files += 1;
            summary.domains += domains;
        }
        Ok(summary)
    }

    /// Removes a domain from every file; a file that then holds none goes too. Names are compared without regard to
    /// ASCII case and a final dot.
    ///
    /// # Errors
    /// As [`Self::forget_all`].
    pub fn forget_domain(&self, name: &str) -> Result<ForgetSummary, String> {
        let mut summary = ForgetSummary::default();
        for path in self.list_files(|file| file.contains(FILE_SUFFIX))? {
            let is_quarantined = path.extension().is_none_or(|ending| ending != "json");
            if is_quarantined {
                // Nobody can use it any more: where the name is in it, it goes.
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
        // Each part with its length, so that no two ways of parting them give one hash.
        for part in ["autosend-domains 1", base_url.trim_end_matches('/'), credentials.key.expose(), project] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        let mut name = String::new();
        for octet in hash.finalize().iter().take(NAME_HASH_BYTES) {
            // Writing to a text cannot fail.
            let _ = write!(name, "{octet:02x}");
        }
        self.dir.join(name + FILE_SUFFIX)
    }

    /// The file's document; what is not one is set aside. The error says what was done, in words.
    fn load_document(path: &Path) -> Result<Option<Document>, String> {
        Self::read_document(path).map_err(|unread| match unread {
            ReadError::Rejected(words) => format!("What was kept of these domains is not used: {words}"),
            ReadError::Unusable(words, kind) => quarantine::quarantine(path, kind, &words),
        })
    }

    fn read_document(path: &Path) -> Result<Option<Document>, ReadError> {
        let shown = display_path(path);
        if fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink()) {
            // Forgetting would remove the link alone.
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
        document::parse(&text).map(Some).map_err(|(words, kind)| ReadError::Unusable(words, kind))
    }

    /// Writes, unless the key is in the text: a server may repeat it anywhere.
    fn write_document(path: &Path, document: &Document, credentials: &Credentials) {
        let text = document.to_json();
        // To the letter, as JSON writes it, and in any case.
        let key = credentials.key.expose();
        let written = serde_json::to_string(key).unwrap_or_default();
        let holds_key = text.contains(key) || text.contains(written.trim_matches('"'));
        if holds_key || matches!(redact_key(&text, &credentials.key), Cow::Owned(_)) || text.len() > MAX_FILE_BYTES {
            return;
        }
        // Not kept, then: the next run asks AutoSend as this one did.
        let _ = private::write(path, &text);
    }

    /// The files whose names are wanted.
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

/// The entries of a file that stay beside a list: of domains that were removed, and that the list does not have again.
fn removed_entries_to_keep(document: Option<Document>, list: &[SendingDomain]) -> impl Iterator<Item = DomainEntry> {
    let ids: HashSet<&str> = list.iter().map(|domain| domain.id.raw()).collect();
    let names: HashSet<String> = list.iter().map(|domain| canonical_name(domain.name.raw())).collect();
    let entries = document.into_iter().flat_map(|document| document.domains).filter(DomainEntry::is_removed);
    entries.filter(move |entry| !ids.contains(entry.id()) && !names.contains(&canonical_name(entry.name())))
}

/// The entries with the new ones among them, each in the place of the first that gives way to it: the same domain, or one
/// of its name that was removed. An entry that is newer stays, unless its time is still to come. Both may be many.
fn merge_entries(old: Vec<DomainEntry>, new: Vec<DomainEntry>, now: Timestamp) -> Vec<DomainEntry> {
    let ids: HashMap<String, usize> = new.iter().enumerate().map(|(at, entry)| (entry.id().to_owned(), at)).collect();
    let names: HashMap<String, usize> =
        new.iter().enumerate().map(|(at, entry)| (canonical_name(entry.name()), at)).collect();
    // Of an id that comes twice, the last counts.
    let mut new: Vec<Option<DomainEntry>> =
        new.into_iter().enumerate().map(|(at, entry)| (ids.get(entry.id()) == Some(&at)).then_some(entry)).collect();
    let mut entries = Vec::with_capacity(old.len() + new.len());
    for entry in old {
        let by_name = || names.get(&canonical_name(entry.name())).filter(|_| entry.is_removed());
        let Some(place) = ids.get(entry.id()).or_else(by_name).and_then(|at| new.get_mut(*at)) else {
            entries.push(entry);
            continue;
        };
        let since = entry.known_at().filter(|time| *time <= now);
        let is_newer = place.as_ref().and_then(DomainEntry::known_at).zip(since).is_some_and(|(new, old)| old > new);
        let taken = place.take();
        entries.extend(if is_newer { Some(entry) } else { taken });
    }
    entries.extend(new.into_iter().flatten());
    entries
}

/// Why a file has nothing to offer.
enum ReadError {
    /// It must be left alone.
    Rejected(String),
    /// It is of no use; why, and how its name is to end.
    Unusable(String, &'static str),
}

fn remove_error(path: &Path, error: &io::Error) -> String {
    format!("{} could not be removed: {}", display_path(path), escape_hidden(&error.to_string()))
}

/// A path as it may be drawn.
fn display_path(path: &Path) -> String {
    escape_hidden(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests;
