//! The key file, JSON:
//!
//! ```json
//! {
//!   "version": 1,
//!   "keys": {
//!     "default": { "key": "AS_…", "project": null, "baseUrl": "https://api.autosend.com/v1" }
//!   }
//! }
//! ```
//!
//! `keys` may hold more, each under its name. Members that this version does not know stay as they are when it
//! writes the file.

use std::borrow::Cow;
use std::path::Path;

use secrecy::zeroize::Zeroizing;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::{SettingsError, shown};
use super::files;
use crate::core::api_key::{ApiKey, Credentials, ProjectId};
use crate::core::text::Untrusted;

/// The form of the file that this version writes and reads.
const VERSION: u64 = 1;

/// The name of the only key that this version uses.
const NAME: &str = "default";

/// What the key file has to offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredKey {
    /// No file, or no key in it.
    Nothing,
    /// A key that was proven at another base URL, and is not to be sent to this one.
    Elsewhere {
        /// That base URL.
        base_url: Untrusted,
    },
    /// A key for this base URL.
    Key(Credentials),
}

#[derive(Deserialize)]
struct Contents<'a> {
    version: Option<u64>,
    #[serde(borrow, default)]
    keys: Keys<'a>,
}

#[derive(Default, Deserialize)]
struct Keys<'a> {
    #[serde(borrow)]
    default: Option<Entry<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    /// Borrowed from the text of the file, which is wiped after use.
    #[serde(borrow)]
    key: Cow<'a, str>,
    project: Option<String>,
    base_url: String,
}

pub(super) fn load(path: &Path, base_url: &str) -> Result<StoredKey, SettingsError> {
    let Some(text) = files::read_private(path)? else { return Ok(StoredKey::Nothing) };
    let contents: Contents<'_> = serde_json::from_str(&text).map_err(|error| SettingsError::garbled(path, &error))?;
    check_version(path, contents.version)?;
    let Some(entry) = contents.keys.default else { return Ok(StoredKey::Nothing) };
    if !is_same(&entry.base_url, base_url) {
        return Ok(StoredKey::Elsewhere { base_url: Untrusted::new(entry.base_url) });
    }
    let key = ApiKey::parse(&entry.key).map_err(|error| SettingsError::NoKey { path: shown(path), error })?;
    let project = entry.project.as_deref().map(ProjectId::parse).transpose();
    let project = project.map_err(|_words| SettingsError::Garbled {
        path: shown(path),
        place: "its project is no project id".to_owned(),
    })?;
    Ok(StoredKey::Key(Credentials { key, project }))
}

pub(super) fn save(path: &Path, credentials: &Credentials, base_url: &str) -> Result<(), SettingsError> {
    let mut contents = match files::read_private(path)? {
        Some(text) => serde_json::from_str(&text).map_err(|error| SettingsError::garbled(path, &error))?,
        None => Map::new(),
    };
    check_version(path, contents.get("version").and_then(Value::as_u64))?;
    contents.insert("version".to_owned(), json!(VERSION));
    let entry = member(path, member(path, &mut contents, "keys")?, NAME)?;
    entry.insert("key".to_owned(), json!(credentials.key.expose()));
    entry.insert("project".to_owned(), json!(credentials.project.as_ref().map(ProjectId::as_str)));
    entry.insert("baseUrl".to_owned(), json!(base_url));
    let text = serde_json::to_string_pretty(&contents).map_err(|error| SettingsError::garbled(path, &error))?;
    files::write(path, &Zeroizing::new(text + "\n"))
}

/// The object below this name, made where it is not there.
fn member<'a>(
    path: &Path,
    contents: &'a mut Map<String, Value>,
    name: &str,
) -> Result<&'a mut Map<String, Value>, SettingsError> {
    contents.entry(name).or_insert_with(|| json!({})).as_object_mut().ok_or_else(|| SettingsError::Garbled {
        path: shown(path),
        place: format!("its member \"{name}\" is no object"),
    })
}

fn check_version(path: &Path, version: Option<u64>) -> Result<(), SettingsError> {
    if version.is_some_and(|version| version > VERSION) {
        return Err(SettingsError::Newer { path: shown(path) });
    }
    Ok(())
}

/// Whether two base URLs, as `BaseUrl` writes them, are one: a person may have added a slash.
fn is_same(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}
