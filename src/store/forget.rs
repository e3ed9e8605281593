//! Removes cached data: of one domain, or all of it, for every key.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::DomainCache;
use super::cache_file::{self, display_path, remove_error};
use super::document::{ListDocument, ProjectDocument, to_json};
use super::file_name::{self, LIST, PACK, SUFFIX};
use super::pack::{self, Pack};
use super::project_files::file_names;
use crate::core::api_key::Credentials;
use crate::core::text::escape_hidden;
use crate::files::folder_lock::{FolderLock, FolderOwner, is_leftover_name};
use crate::files::private::{self, Durability};

/// The result of removing cached data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ForgetSummary {
    /// Removed domains.
    pub domains: usize,
    /// Removed files. The lists of projects are not counted: they hold no domains, only their ids.
    pub files: usize,
    /// Removed files that had been quarantined, whatever they held.
    pub quarantined: usize,
    /// Files that could not be read, and so may still name a domain.
    pub unreadable: usize,
}

impl DomainCache {
    /// Removes all cached data, quarantined files included.
    ///
    /// # Errors
    /// A file cannot be removed: a message with its name.
    pub fn forget_all(&self) -> Result<ForgetSummary, String> {
        let mut summary = ForgetSummary::default();
        for folder in self.folders()? {
            self.forget_folder(&folder, is_cache_file, &mut summary)?;
        }
        Ok(summary)
    }

    /// Removes the cached data of the project that this key opens at this base URL.
    ///
    /// # Errors
    /// The errors of [`Self::forget_all`].
    pub fn forget_project(&self, base_url: &str, credentials: &Credentials) -> Result<ForgetSummary, String> {
        let project = file_name::project_folder(base_url, credentials);
        let mut summary = ForgetSummary::default();
        for folder in self.folders()? {
            if folder == self.dir() {
                // The file of version 1, and what was quarantined of it.
                self.forget_folder(&folder, |name| name.starts_with(&format!("{project}.")), &mut summary)?;
            } else if folder.file_name().is_some_and(|name| name == project.as_str()) {
                self.forget_folder(&folder, is_cache_file, &mut summary)?;
            }
        }
        Ok(summary)
    }

    /// Removes these files of a folder, and the folder if it is a project's and then empty.
    fn forget_folder(
        &self,
        folder: &Path,
        is_forgotten: impl Fn(&str) -> bool,
        summary: &mut ForgetSummary,
    ) -> Result<(), String> {
        let _lock = lock(folder)?;
        let names = file_names(folder)?;
        summary.domains += count_packed(folder, &names);
        for name in names.iter().filter(|name| is_forgotten(name)) {
            cache_file::remove(&folder.join(name))?;
            summary.domains += usize::from(file_name::is_domain_file(name));
            summary.files += usize::from(name != LIST);
        }
        // Others' files in it, if there are any, keep the folder.
        if folder != self.dir() {
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }

    /// Removes a domain from every file, and each file that is then empty. The comparison of names ignores ASCII case
    /// and a trailing dot.
    ///
    /// # Errors
    /// The errors of [`Self::forget_all`].
    pub fn forget_domain(&self, name: &str) -> Result<ForgetSummary, String> {
        let mut summary = ForgetSummary::default();
        for folder in self.folders()? {
            let lock = lock(&folder)?;
            if folder == self.dir() {
                forget_in_old_files(&lock, name, &mut summary)?;
            } else {
                forget_in_project(&lock, name, &mut summary)?;
            }
            forget_in_quarantined_files(&folder, name, &mut summary)?;
        }
        Ok(summary)
    }

    /// The folder of the cache, with the files of version 1, and those of the projects.
    fn folders(&self) -> Result<Vec<PathBuf>, String> {
        let is_folder = |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|about| about.is_dir());
        let names = file_names(self.dir())?.into_iter().filter(|name| file_name::is_project_folder(name));
        let mut folders: Vec<PathBuf> = names.map(|name| self.dir().join(name)).filter(is_folder).collect();
        folders.sort();
        folders.extend(Some(self.dir().to_owned()).filter(is_folder));
        Ok(folders)
    }
}

/// How many domains only the pack has; none if it cannot be used.
fn count_packed(folder: &Path, files: &[String]) -> usize {
    let own_ids: HashSet<&str> = files.iter().map(|file| file_name::id_part(file)).collect();
    let pack = Pack::open(&folder.join(PACK)).ok().flatten();
    let is_only_there = |name: &&str| !own_ids.contains(file_name::id_part(name));
    pack.map_or(0, |pack| pack.names().filter(is_only_there).count())
}

/// Whether this program has given a file this name: also one that was quarantined, or left by a killed process.
fn is_cache_file(name: &str) -> bool {
    name.contains(SUFFIX) || is_leftover_name(name, FolderOwner::Program)
}

fn lock(folder: &Path) -> Result<FolderLock, String> {
    FolderLock::acquire(folder).map_err(|error| remove_error(folder, &error))
}

/// Removes the files of a domain, and the folder if there are no others.
fn forget_in_project(lock: &FolderLock, name: &str, summary: &mut ForgetSummary) -> Result<(), String> {
    let folder = lock.folder();
    let begin = file_name::begin_of_name(name);
    let (mut forgotten, kept): (Vec<String>, Vec<String>) = file_names(folder)?
        .into_iter()
        .filter(|file| file_name::is_domain_file(file))
        .partition(|file| file.starts_with(&begin));
    for file in &forgotten {
        cache_file::remove(&folder.join(file))?;
        summary.files += 1;
    }
    let (packed, is_pack_left) = forget_in_pack(lock, &begin, summary)?;
    summary.files += usize::from(!packed.is_empty() && !is_pack_left);
    forgotten.extend(packed);
    forgotten.sort();
    forgotten.dedup();
    summary.domains += forgotten.len();
    if forgotten.is_empty() {
        return Ok(());
    }
    let list = folder.join(LIST);
    if kept.is_empty() && !is_pack_left {
        cache_file::remove(&list)?;
        // A quarantined file keeps the folder.
        let _ = fs::remove_dir(folder);
        return Ok(());
    }
    if let Ok(Some(mut document)) = cache_file::read::<ListDocument>(&list) {
        let is_forgotten = |id: &str| forgotten.iter().any(|file| file.ends_with(&file_name::end_of_id(id)));
        document.ids.retain(|id| !is_forgotten(id));
        rewrite(lock, &list, &to_json(&document))?;
    }
    Ok(())
}

/// Removes the domains from the pack whose files' names would begin so. Returns those names, and whether there still is a
/// pack.
fn forget_in_pack(lock: &FolderLock, begin: &str, summary: &mut ForgetSummary) -> Result<(Vec<String>, bool), String> {
    let path = lock.folder().join(PACK);
    let Ok(Some(pack)) = Pack::open(&path) else {
        let is_there = path.exists();
        summary.unreadable += usize::from(is_there);
        return Ok((Vec::new(), is_there));
    };
    let (forgotten, kept): (Vec<&str>, Vec<&str>) = pack.names().partition(|name| name.starts_with(begin));
    if kept.is_empty() {
        cache_file::remove(&path)?;
    } else if !forgotten.is_empty() {
        let lines = kept.iter().filter_map(|name| Some(((*name).to_owned(), pack.line(name)?)));
        rewrite(lock, &path, &pack::to_text(&pack.base_url, &lines.collect::<Vec<_>>()))?;
    }
    Ok((forgotten.into_iter().map(str::to_owned).collect(), !kept.is_empty()))
}

/// Removes a domain from the files of version 1.
fn forget_in_old_files(lock: &FolderLock, name: &str, summary: &mut ForgetSummary) -> Result<(), String> {
    let folder = lock.folder();
    for file in file_names(folder)?.iter().filter(|file| file.ends_with(SUFFIX)) {
        let path = folder.join(file);
        let Ok(Some(mut document)) = cache_file::read::<ProjectDocument>(&path) else {
            summary.unreadable += 1;
            continue;
        };
        let before = document.domains.len();
        document.domains.retain(|entry| !entry.has_name(name));
        summary.domains += before - document.domains.len();
        if document.domains.is_empty() && before > 0 {
            cache_file::remove(&path)?;
            summary.files += 1;
        } else if document.domains.len() < before {
            rewrite(lock, &path, &to_json(&document))?;
        }
    }
    Ok(())
}

/// Removes quarantined files that hold the name: no version can use them any more.
fn forget_in_quarantined_files(folder: &Path, name: &str, summary: &mut ForgetSummary) -> Result<(), String> {
    let names = file_names(folder)?;
    for file in names.iter().filter(|file| file.contains(SUFFIX) && !file.ends_with(SUFFIX)) {
        let path = folder.join(file);
        let octets = fs::read(&path).unwrap_or_default();
        if String::from_utf8_lossy(&octets).to_ascii_lowercase().contains(&name.to_ascii_lowercase()) {
            cache_file::remove(&path)?;
            summary.domains += 1;
            summary.files += 1;
            summary.quarantined += 1;
        }
    }
    Ok(())
}

/// Replaces a file in the folder that is locked.
fn rewrite(lock: &FolderLock, path: &Path, text: &str) -> Result<(), String> {
    private::write(lock, path, text, Durability::Synced)
        .map_err(|error| format!("could not change {}: {}", display_path(path), escape_hidden(&error.to_string())))
}
