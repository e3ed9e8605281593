//! The names of the cache files. They are hashes, so that they reveal neither keys nor domains, and any text of a server
//! gives a valid one.

use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::core::api_key::{Credentials, ProjectId};
use crate::core::domain_name::canonical_name;

/// The suffix of every file.
pub(super) const SUFFIX: &str = ".json";

/// The file of a project's list.
pub(super) const LIST: &str = "list.json";

/// The file of the domains that a long list has brought at once.
pub(super) const PACK: &str = "pack.json";

/// The bytes of the hash in the name of a project's folder: enough that no two keys collide.
const PROJECT_OCTETS: usize = 16;

/// The bytes of each of the two hashes in the name of a domain's file.
const DOMAIN_OCTETS: usize = 8;

/// The name of the folder of the project that a key opens at a base URL.
pub(super) fn project_folder(base_url: &str, credentials: &Credentials) -> String {
    let project = credentials.request_project().map_or("", ProjectId::as_str);
    let parts = ["autosend-domains 1", base_url.trim_end_matches('/'), credentials.key.expose(), project];
    hash(&parts, PROJECT_OCTETS)
}

/// Whether a folder has a name that [`project_folder`] gives.
pub(super) fn is_project_folder(name: &str) -> bool {
    is_hash(name, PROJECT_OCTETS)
}

/// The beginning of the names of the files of all domains with this name: its hash and a hyphen. A domain that was removed
/// and the one that was added in its place have the same.
pub(super) fn begin_of_name(name: &str) -> String {
    hash(&[&canonical_name(name)], DOMAIN_OCTETS) + "-"
}

/// The end of the name of the file of the domain with this id: its hash and the suffix.
pub(super) fn end_of_id(id: &str) -> String {
    hash(&[id], DOMAIN_OCTETS) + SUFFIX
}

/// The name of the file of a domain.
pub(super) fn domain_file(name: &str, id: &str) -> String {
    begin_of_name(name) + &end_of_id(id)
}

/// Whether a file has a name that [`domain_file`] gives.
pub(super) fn is_domain_file(name: &str) -> bool {
    split(name).is_some_and(|(name, id)| is_hash(name, DOMAIN_OCTETS) && is_hash(id, DOMAIN_OCTETS))
}

/// Whether two files are of domains with the same id.
pub(super) fn has_same_id(one: &str, other: &str) -> bool {
    split(one).zip(split(other)).is_some_and(|((_, one), (_, other))| one == other)
}

/// The part of the name of a domain's file that tells its id.
pub(super) fn id_part(file: &str) -> &str {
    split(file).map_or("", |(_, id)| id)
}

/// The names of the files of domains, for finding those with the same name or id.
#[derive(Default)]
pub(super) struct FileIndex {
    by_name: HashMap<String, Vec<String>>,
    by_id: HashMap<String, Vec<String>>,
}

impl FileIndex {
    pub(super) fn new(files: impl Iterator<Item = String>) -> Self {
        files.fold(Self::default(), |mut index, file| {
            if let Some((name, id)) = split(&file) {
                index.by_name.entry(name.to_owned()).or_default().push(file.clone());
                index.by_id.entry(id.to_owned()).or_default().push(file.clone());
            }
            index
        })
    }

    /// The file of this name, whether or not it is there, and those of domains with the same name or id.
    pub(super) fn related<'a>(&'a self, file: &'a str) -> impl Iterator<Item = &'a str> {
        let (name, id) = split(file).unwrap_or_default();
        let others = [self.by_name.get(name), self.by_id.get(id)].into_iter().flatten().flatten().map(String::as_str);
        std::iter::once(file).chain(others.filter(move |other| *other != file))
    }
}

/// The hashes of the name and of the id in the name of a file.
fn split(file: &str) -> Option<(&str, &str)> {
    file.strip_suffix(SUFFIX)?.split_once('-')
}

fn hash(parts: &[&str], octets: usize) -> String {
    let mut hash = Sha256::new();
    // Each part is hashed with its length, so that no two divisions into parts give the same hash.
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(octets).fold(String::new(), |mut text, octet| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{octet:02x}");
        text
    })
}

fn is_hash(text: &str, octets: usize) -> bool {
    text.len() == 2 * octets && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}
