//! The files of one project: one for each domain, so that looking one up reads one, and its list.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use super::cache_file::{self, display_path, is_link, rejected_message};
use super::document::{DomainDocument, DomainEntry, ListDocument, ProjectDocument, to_json};
use super::file_name::{self, LIST, PACK};
use super::pack::{self, Pack};
use crate::core::api_key::Credentials;
use crate::core::redaction::redact_key;
use crate::core::text::escape_hidden;
use crate::files::folder_lock::{FolderLock, FolderOwner};
use crate::files::private::{self, Durability};

/// Why a text is not stored: a server may echo the key anywhere.
const HOLDS_KEY: &str = "the server's response contains the API key";

/// The entries that were read, and the first message about a file that could not be used.
#[derive(Debug, Default)]
pub(super) struct LoadedEntries {
    pub(super) list: Option<ListDocument>,
    pub(super) entries: Vec<DomainEntry>,
    pub(super) warning: Option<String>,
}

/// The files of the project that a key opens at a base URL.
pub(super) struct ProjectFiles<'a> {
    /// The folder of the files.
    folder: PathBuf,
    /// The file of version 1, which held everything.
    old_file: PathBuf,
    base_url: &'a str,
    credentials: &'a Credentials,
}

/// The files of a project while no other process changes them.
pub(super) struct LockedProjectFiles<'a> {
    files: &'a ProjectFiles<'a>,
    lock: FolderLock,
}

impl<'a> ProjectFiles<'a> {
    /// The files in the folder of the cache.
    pub(super) fn new(cache: &Path, base_url: &'a str, credentials: &'a Credentials) -> Self {
        let folder = cache.join(file_name::project_folder(base_url, credentials));
        // A hash has no dot.
        let old_file = folder.with_extension("json");
        Self { folder, old_file, base_url, credentials }
    }

    /// Reads the list and the entries whose file has a name that is wanted.
    pub(super) fn load(&self, is_wanted: impl Fn(&str) -> bool) -> LoadedEntries {
        let mut loaded = LoadedEntries::default();
        match self.convert_old_file() {
            Ok(()) => {}
            Err(OldFileError::NotUsed(warning)) => loaded.warning = Some(warning),
            // Nothing can be written here: the old file serves as it is.
            Err(OldFileError::NotConverted(old)) => {
                loaded.list = list_of(self.base_url, &old);
                loaded.entries = old.domains;
                loaded.entries.retain(|entry| is_wanted(&entry_file(entry)));
                return loaded;
            }
        }
        if is_link(&self.folder) {
            loaded.warning = Some(rejected_message(&format!("{} is a link", display_path(&self.folder))));
            return loaded;
        }
        let names = match file_names(&self.folder) {
            Ok(names) => names,
            Err(message) => {
                loaded.warning = Some(rejected_message(&message));
                return loaded;
            }
        };
        match cache_file::load(&self.folder.join(LIST)) {
            Ok(list) => loaded.list = list,
            Err(warning) => loaded.warning = loaded.warning.or(Some(warning)),
        }
        let mut own_files: Vec<&str> = Vec::new();
        for name in names.iter().filter(|name| file_name::is_domain_file(name)) {
            if !is_wanted(name) {
                own_files.push(name);
                continue;
            }
            match cache_file::load::<DomainDocument>(&self.folder.join(name)) {
                Ok(Some(document)) => {
                    loaded.entries.push(document.entry);
                    own_files.push(name);
                }
                // Another process has packed it meanwhile.
                Ok(None) => {}
                Err(warning) => loaded.warning = loaded.warning.or(Some(warning)),
            }
        }
        match PackedEntries::open(&self.folder, loaded.list.as_ref(), own_files.into_iter()) {
            Ok(packed) => {
                let (entries, are_all_readable) = packed.entries(is_wanted);
                loaded.entries.extend(entries);
                if !are_all_readable {
                    let warning = || format!("Part of {} is unusable", display_path(&self.folder.join(PACK)));
                    loaded.warning = loaded.warning.or_else(|| Some(rejected_message(&warning())));
                }
            }
            Err(warning) => loaded.warning = loaded.warning.or(Some(warning)),
        }
        loaded
    }

    /// Locks the files, and removes what killed processes have left.
    pub(super) fn lock(&'a self) -> Result<LockedProjectFiles<'a>, String> {
        // An old file that cannot be used is set aside, or left alone: it is said when it is read.
        if let Err(OldFileError::NotUsed(message)) = self.convert_old_file()
            && self.old_file.exists()
        {
            return Err(message);
        }
        let locked = self.lock_folder()?;
        let _ = locked.lock.remove_leftovers(FolderOwner::Program);
        Ok(locked)
    }

    fn lock_folder(&'a self) -> Result<LockedProjectFiles<'a>, String> {
        if is_link(&self.folder) {
            return Err(format!("{} is a link", display_path(&self.folder)));
        }
        let lock = DirBuilder::new().recursive(true).mode(0o700).create(&self.folder);
        let lock = lock.and_then(|()| FolderLock::acquire(&self.folder));
        Ok(LockedProjectFiles { files: self, lock: lock.map_err(|error| write_error(&self.folder, &error))? })
    }

    /// Replaces the file of version 1 by one for each domain. It is removed when all of them are written.
    fn convert_old_file(&self) -> Result<(), OldFileError> {
        if fs::symlink_metadata(&self.old_file).is_err() {
            return Ok(());
        }
        let read = || cache_file::load::<ProjectDocument>(&self.old_file).map_err(OldFileError::NotUsed);
        let locked = match self.lock_folder() {
            Ok(locked) => locked,
            Err(_not_locked) => return read()?.map_or(Ok(()), |old| Err(OldFileError::NotConverted(old))),
        };
        // Another process may have done it meanwhile.
        let Some(old) = read()? else { return Ok(()) };
        let is_written = locked.write_old_entries(&old).is_ok() && fs::remove_file(&self.old_file).is_ok();
        if is_written { Ok(()) } else { Err(OldFileError::NotConverted(old)) }
    }
}

/// The entries of the pack that count: the list has their ids, and they have no file of their own.
pub(super) struct PackedEntries {
    pack: Option<Pack>,
    /// The ids of the list; `None` if there is no list.
    listed: Option<HashSet<String>>,
    /// What the names of the files tell of their ids.
    own_ids: HashSet<String>,
}

impl PackedEntries {
    /// Opens the pack in this folder, beside this list and these files of domains. One that is malformed is quarantined.
    ///
    /// # Errors
    /// The pack cannot be used: a message.
    fn open<'f>(
        folder: &Path,
        list: Option<&ListDocument>,
        own_files: impl Iterator<Item = &'f str>,
    ) -> Result<Self, String> {
        let path = folder.join(PACK);
        let pack = Pack::open(&path).map_err(|error| cache_file::handle_read_error(&path, error))?;
        if pack.is_none() {
            return Ok(Self { pack, listed: None, own_ids: HashSet::new() });
        }
        let listed = list.map(|list| list.ids.iter().cloned().collect());
        Ok(Self { pack, listed, own_ids: own_files.map(|file| file_name::id_part(file).to_owned()).collect() })
    }

    /// The names that the files of the domains would have.
    fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.pack.iter().flat_map(Pack::names);
        names.filter(|name| !self.own_ids.contains(file_name::id_part(name)))
    }

    /// The entry of the domain whose file would have this name.
    pub(super) fn entry(&self, name: &str) -> Option<DomainEntry> {
        if self.own_ids.contains(file_name::id_part(name)) {
            return None;
        }
        self.pack.as_ref()?.entry(name).filter(|entry| self.is_listed(entry))
    }

    fn is_listed(&self, entry: &DomainEntry) -> bool {
        self.listed.as_ref().is_none_or(|listed| listed.contains(entry.id()))
    }

    /// The entries that are wanted, and whether all of them can be read.
    fn entries(&self, is_wanted: impl Fn(&str) -> bool) -> (Vec<DomainEntry>, bool) {
        let Some(pack) = &self.pack else { return (Vec::new(), true) };
        let (mut entries, mut are_all_readable) = (Vec::new(), true);
        for name in self.names().filter(|name| is_wanted(name)) {
            match pack.entry(name) {
                Some(entry) if self.is_listed(&entry) => entries.push(entry),
                Some(_) => {}
                None => are_all_readable = false,
            }
        }
        (entries, are_all_readable)
    }

    /// The entries of domains whose files would have such a name.
    pub(super) fn entries_that(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<DomainEntry> {
        self.entries(is_wanted).0
    }
}

/// Why there is still a file of version 1.
enum OldFileError {
    /// It cannot be used; a message.
    NotUsed(String),
    /// It could not be replaced.
    NotConverted(ProjectDocument),
}

impl LockedProjectFiles<'_> {
    /// The files of domains, by name, each with the path.
    pub(super) fn domain_files(&self) -> Result<HashMap<String, PathBuf>, String> {
        let names = file_names(self.lock.folder())?.into_iter().filter(|name| file_name::is_domain_file(name));
        Ok(names.map(|name| (name.clone(), self.path(&name))).collect())
    }

    /// The entries of the pack, beside these files of domains.
    ///
    /// # Errors
    /// The pack must not be touched.
    pub(super) fn packed(&self, files: &HashMap<String, PathBuf>) -> Result<PackedEntries, String> {
        let folder = self.lock.folder();
        // A list that cannot be used is said when it is written.
        let list = cache_file::read::<ListDocument>(&folder.join(LIST)).ok().flatten();
        let opened = PackedEntries::open(folder, list.as_ref(), files.keys().map(String::as_str));
        match opened {
            Err(message) if fs::symlink_metadata(folder.join(PACK)).is_ok() => Err(message),
            Err(_set_aside) => Ok(PackedEntries { pack: None, listed: None, own_ids: HashSet::new() }),
            opened => opened,
        }
    }

    /// Replaces the pack by one with what it has of the domains that are kept, and with these entries. They count if they
    /// are in the list and have no file of their own. Those that hold the key are left out.
    ///
    /// # Errors
    /// Why not all of them were packed, as a message.
    pub(super) fn write_pack(
        &self,
        packed: &PackedEntries,
        kept: &[String],
        entries: &[DomainEntry],
    ) -> Result<(), String> {
        let kept = kept.iter().filter_map(|name| Some((name.clone(), packed.pack.as_ref()?.line(name)?)));
        let mut lines: Vec<(String, String)> = kept.collect();
        let mut result = Ok(());
        for entry in entries {
            let line = pack::to_line(entry);
            if self.holds_key(&line) {
                result = Err(HOLDS_KEY.to_owned());
            } else {
                lines.push((entry_file(entry), line));
            }
        }
        let path = self.path(PACK);
        let text = pack::to_text(self.files.base_url, &lines);
        let written = private::write(&self.lock, &path, &text, Durability::Cached);
        written.map_err(|error| write_error(&path, &error)).and(result)
    }

    /// The path of a file.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.lock.folder().join(name)
    }

    /// The entry in a file; `None` if there is none, or if it was quarantined.
    ///
    /// # Errors
    /// The file must not be touched.
    pub(super) fn read(path: &Path) -> Result<Option<DomainEntry>, String> {
        match cache_file::load::<DomainDocument>(path) {
            Ok(document) => Ok(document.map(|document| document.entry)),
            Err(message) if fs::symlink_metadata(path).is_ok() => Err(message),
            Err(_set_aside) => Ok(None),
        }
    }

    /// Writes the file of a domain.
    pub(super) fn write_entry(&self, entry: DomainEntry, durability: Durability) -> Result<(), String> {
        let path = self.path(&entry_file(&entry));
        // Whoever read the domain anew knows nothing of the choices for it.
        let entry = entry.or_choices_of(Self::read(&path)?);
        self.write(&path, &DomainDocument::new(self.files.base_url, entry), durability)
    }

    /// Writes the list.
    pub(super) fn write_list(&self, read_at: Option<Timestamp>, ids: Vec<String>) -> Result<(), String> {
        let path = self.path(LIST);
        if let Err(message) = cache_file::load::<ListDocument>(&path)
            && fs::symlink_metadata(&path).is_ok()
        {
            return Err(message);
        }
        self.write(&path, &ListDocument::new(self.files.base_url, read_at, ids), Durability::Cached)
    }

    /// Writes what a file of version 1 holds, unless something newer is there.
    fn write_old_entries(&self, old: &ProjectDocument) -> Result<(), String> {
        for entry in &old.domains {
            let there = Self::read(&self.path(&entry_file(entry)))?;
            if there.is_none_or(|there| there.known_at() < entry.known_at()) {
                self.write_entry(entry.clone(), Durability::Cached)?;
            }
        }
        match list_of(self.files.base_url, old) {
            Some(list) if !self.path(LIST).exists() => self.write_list(None, list.ids),
            _ => Ok(()),
        }
    }

    /// Writes a file, unless its text holds the key: a server may echo it anywhere.
    fn write(&self, path: &Path, document: &impl Serialize, durability: Durability) -> Result<(), String> {
        let text = to_json(document);
        if self.holds_key(&text) {
            return Err(HOLDS_KEY.to_owned());
        }
        if text.len() > cache_file::MAX_FILE_BYTES {
            return Err("it is too large".to_owned());
        }
        private::write(&self.lock, path, &text, durability).map_err(|error| write_error(path, &error))
    }
}

impl LockedProjectFiles<'_> {
    /// Whether a text holds the key: verbatim, escaped as in JSON, or in any case.
    fn holds_key(&self, text: &str) -> bool {
        let key = &self.files.credentials.key;
        let written = serde_json::to_string(key.expose()).unwrap_or_default();
        text.contains(key.expose())
            || text.contains(written.trim_matches('"'))
            || matches!(redact_key(text, key), Cow::Owned(_))
    }
}

/// The name of the file of an entry.
pub(super) fn entry_file(entry: &DomainEntry) -> String {
    file_name::domain_file(entry.name(), entry.id())
}

/// The list in a file of version 1; `None` if all of its domains are removed, which proves nothing about the project.
fn list_of(base_url: &str, old: &ProjectDocument) -> Option<ListDocument> {
    let ids: Vec<String> =
        old.domains.iter().filter(|entry| !entry.is_removed()).map(|entry| entry.id().to_owned()).collect();
    (!ids.is_empty() || old.domains.is_empty()).then(|| ListDocument::new(base_url, None, ids))
}

/// The names of the files in a folder; none if there is no folder.
pub(super) fn file_names(folder: &Path) -> Result<Vec<String>, String> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(format!("could not read {}: {}", display_path(folder), escape_hidden(&error.to_string())));
        }
    };
    // This program gives no other names.
    Ok(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
}

fn write_error(path: &Path, error: &io::Error) -> String {
    format!("could not write {}: {}", display_path(path), escape_hidden(&error.to_string()))
}
