//! The key file, JSON:
//!
//! ```json
//! {
//!   "version": 1,
//!   "current": "work",
//!   "keys": {
//!     "default": { "key": "AS_…", "project": null, "baseUrl": "https://api.autosend.com/v1" },
//!     "work": { "key": "ASA_…", "project": "66f0…", "baseUrl": "https://api.autosend.com/v1" }
//!   }
//! }
//! ```
//!
//! Each key is stored under the name of its profile. `current` is the profile that is used if none is named; without it,
//! that is `default`. Writing the file preserves members that this version does not know.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use secrecy::zeroize::Zeroizing;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::error::{SettingsError, display_path};
use super::private_files;
use crate::core::api_key::{ApiKey, Credentials, ProjectId};
use crate::core::profile::ProfileName;
use crate::core::text::{Untrusted, escape_hidden};
use crate::files::folder_lock::FolderLock;

/// The version of the format.
const VERSION: u64 = 1;

/// The top-level members of this version.
const KNOWN_MEMBERS: [&str; 3] = ["version", "current", "keys"];

/// The result of looking up a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredKey {
    /// There is no file, or it has no key with this name.
    NotFound,
    /// The key was verified at another base URL and must not be sent to this one.
    OtherBaseUrl {
        /// The other base URL.
        base_url: Untrusted,
    },
    /// A key for this base URL.
    Key(Credentials),
}

/// A key of the file, for listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name. The user may have edited it, so it is untrusted.
    pub name: Untrusted,
    /// The key and the base URL at which it was verified; `None` if the entry is malformed.
    pub key: Option<(Credentials, Untrusted)>,
}

/// What came of storing a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySaveOutcome {
    /// The key is stored, in place of this one.
    Saved {
        /// The key that had the name before; `None` if none had.
        replaced: Option<Profile>,
    },
    /// The same key was stored already; nothing was written.
    Unchanged,
    /// Another key has the name and was kept; nothing was written.
    Kept(Profile),
}

#[derive(Deserialize)]
struct KeyFileJson<'a> {
    version: Option<u64>,
    #[serde(borrow)]
    current: Option<Cow<'a, str>>,
    /// Borrowed from the text of the file, which is wiped after use. Each entry is parsed on its own, so that an entry
    /// of a later version does not make the others unusable.
    #[serde(borrow, default)]
    keys: BTreeMap<Cow<'a, str>, &'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeyEntry<'a> {
    #[serde(borrow)]
    key: Cow<'a, str>,
    project: Option<String>,
    base_url: String,
}

pub(super) fn load(path: &Path, name: &ProfileName, base_url: &str) -> Result<StoredKey, SettingsError> {
    let Some(text) = private_files::read_private(path)? else { return Ok(StoredKey::NotFound) };
    let contents = parse(path, &text)?;
    let Some(found) = contents.keys.get(name.as_str()) else { return Ok(StoredKey::NotFound) };
    let entry = parse_entry(path, name.as_str(), found)?;
    if !is_same_base_url(&entry.base_url, base_url) {
        return Ok(StoredKey::OtherBaseUrl { base_url: Untrusted::new(entry.base_url) });
    }
    parse_credentials(path, &entry).map(StoredKey::Key)
}

/// Every key of the file, by name.
pub(super) fn profiles(path: &Path) -> Result<Vec<Profile>, SettingsError> {
    let Some(text) = private_files::read_private(path)? else { return Ok(Vec::new()) };
    let contents = parse(path, &text)?;
    let profiles = contents.keys.iter().map(|(name, found)| {
        let entry = parse_entry(path, name, found).ok();
        let key = entry.and_then(|entry| Some((parse_credentials(path, &entry).ok()?, Untrusted::new(entry.base_url))));
        Profile { name: Untrusted::new(name.clone()), key }
    });
    Ok(profiles.collect())
}

/// The key with this name, for listing.
fn find_profile(path: &Path, name: &ProfileName) -> Result<Option<Profile>, SettingsError> {
    Ok(profiles(path)?.into_iter().find(|profile| profile.name.raw() == name.as_str()))
}

/// The profile that is used if none is named; `None` if the file does not say.
pub(super) fn current(path: &Path) -> Result<Option<ProfileName>, SettingsError> {
    let Some(text) = private_files::read_private(path)? else { return Ok(None) };
    let current = parse(path, &text)?.current.map(|name| ProfileName::parse(&name)).transpose();
    current.map_err(|_error| SettingsError::Malformed {
        path: display_path(path),
        fault: "\"current\" must be the name of a profile".to_owned(),
    })
}

/// Makes this the profile that is used if none is named. Returns it, or `None` if the file has no such key: then nothing
/// is written.
pub(super) fn set_current(path: &Path, name: &ProfileName) -> Result<Option<Profile>, SettingsError> {
    if !path.exists() {
        return Ok(None);
    }
    let lock = private_files::lock(path)?;
    let stored = find_profile(path, name)?;
    if let (Some(_), Some(mut contents)) = (&stored, read_object(path)?) {
        if name.is_default() {
            contents.remove("current");
        } else {
            contents.insert("current".to_owned(), json!(name.as_str()));
        }
        write(&lock, path, &contents)?;
    }
    Ok(stored)
}

pub(super) fn save(
    path: &Path,
    name: &ProfileName,
    credentials: &Credentials,
    base_url: &str,
    may_replace: bool,
) -> Result<KeySaveOutcome, SettingsError> {
    let lock = private_files::lock(path)?;
    // Under the lock: another process may have stored a key since this one looked.
    let stored = find_profile(path, name)?;
    let stored_key = stored.as_ref().and_then(|profile| profile.key.as_ref());
    if stored_key.is_some_and(|(stored, url)| stored == credentials && is_same_base_url(url.raw(), base_url)) {
        return Ok(KeySaveOutcome::Unchanged);
    }
    let replaced = match stored {
        Some(profile) if !may_replace => return Ok(KeySaveOutcome::Kept(profile)),
        stored => stored,
    };
    let mut contents = read_object(path)?.unwrap_or_default();
    contents.insert("version".to_owned(), json!(VERSION));
    let entry = object_member(path, object_member(path, &mut contents, "keys")?, name.as_str())?;
    entry.insert("key".to_owned(), json!(credentials.key.expose()));
    entry.insert("project".to_owned(), json!(credentials.project.as_ref().map(ProjectId::as_str)));
    entry.insert("baseUrl".to_owned(), json!(base_url));
    write(&lock, path, &contents)?;
    Ok(KeySaveOutcome::Saved { replaced })
}

/// Removes the key with this name, or all of them, and what killed processes have left next to the file, since that may
/// hold a key. Returns how many there were.
pub(super) fn remove(path: &Path, name: Option<&ProfileName>) -> Result<usize, SettingsError> {
    if !path.parent().is_some_and(Path::exists) {
        return Ok(0);
    }
    let lock = private_files::lock(path)?;
    private_files::remove_leftovers(&lock, path)?;
    let Some(mut contents) = read_object(path)? else { return Ok(0) };
    let keys = object_member(path, &mut contents, "keys")?;
    let removed = match name {
        Some(name) => usize::from(keys.remove(name.as_str()).is_some()),
        None => std::mem::take(keys).len(),
    };
    if removed == 0 {
        return Ok(0);
    }
    let is_current_left = contents
        .get("current")
        .and_then(Value::as_str)
        .is_none_or(|current| contents.get("keys").is_some_and(|keys| keys.get(current).is_some()));
    if !is_current_left {
        contents.remove("current");
    }
    let keys = object_member(path, &mut contents, "keys")?;
    if keys.is_empty() && contents.keys().all(|member| KNOWN_MEMBERS.contains(&member.as_str())) {
        private_files::remove(path)?;
    } else {
        write(&lock, path, &contents)?;
    }
    Ok(removed)
}

fn parse<'a>(path: &Path, text: &'a str) -> Result<KeyFileJson<'a>, SettingsError> {
    let contents: KeyFileJson<'_> =
        serde_json::from_str(text).map_err(|error| SettingsError::malformed(path, &error))?;
    check_version(path, contents.version)?;
    Ok(contents)
}

/// The whole file, for changing and writing it; `None` if there is none.
fn read_object(path: &Path) -> Result<Option<Map<String, Value>>, SettingsError> {
    let Some(text) = private_files::read_private(path)? else { return Ok(None) };
    let contents: Map<String, Value> =
        serde_json::from_str(&text).map_err(|error| SettingsError::malformed(path, &error))?;
    check_version(path, contents.get("version").and_then(Value::as_u64))?;
    Ok(Some(contents))
}

fn write(lock: &FolderLock, path: &Path, contents: &Map<String, Value>) -> Result<(), SettingsError> {
    let text = serde_json::to_string_pretty(contents).map_err(|error| SettingsError::malformed(path, &error))?;
    private_files::write(lock, path, &Zeroizing::new(text + "\n"))
}

fn parse_entry<'a>(path: &Path, name: &str, found: &'a RawValue) -> Result<KeyEntry<'a>, SettingsError> {
    serde_json::from_str(found.get()).map_err(|_error| SettingsError::Malformed {
        path: display_path(path),
        fault: format!("key \"{}\" has an unknown format", escape_hidden(name)),
    })
}

fn parse_credentials(path: &Path, entry: &KeyEntry<'_>) -> Result<Credentials, SettingsError> {
    let key =
        ApiKey::parse(&entry.key).map_err(|error| SettingsError::InvalidKey { path: display_path(path), error })?;
    let project = entry.project.as_deref().map(ProjectId::parse).transpose();
    let project = project.map_err(|_error| SettingsError::Malformed {
        path: display_path(path),
        fault: "invalid project ID".to_owned(),
    })?;
    Ok(Credentials { key, project })
}

/// The object in this member, created if it is missing.
fn object_member<'a>(
    path: &Path,
    contents: &'a mut Map<String, Value>,
    name: &str,
) -> Result<&'a mut Map<String, Value>, SettingsError> {
    contents.entry(name).or_insert_with(|| json!({})).as_object_mut().ok_or_else(|| SettingsError::Malformed {
        path: display_path(path),
        fault: format!("\"{name}\" must be an object"),
    })
}

fn check_version(path: &Path, version: Option<u64>) -> Result<(), SettingsError> {
    if version.is_some_and(|version| version > VERSION) {
        return Err(SettingsError::NewerVersion { path: display_path(path) });
    }
    Ok(())
}

/// Whether two base URLs in the format of `BaseUrl` are equal; the user may have added a slash.
#[must_use]
pub fn is_same_base_url(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}
