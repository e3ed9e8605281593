//! The pack: one file with the domains that a long list has brought at once, because a file for each of ten thousand takes
//! seconds to write.
//!
//! Its first line is an index, and each further one a domain, as compact JSON. So one domain is found without reading the
//! others:
//!
//! ```json
//! {"version":1,"baseUrl":"https://api.autosend.com/v1","index":[["8f0e…-51c2….json",1406]]}
//! {"readAt":"2026-05-04T09:00:00Z","domain":{}}
//! ```
//!
//! A domain is found by the name that its own file would have. Its own file, if there is one, takes the place of what the
//! pack has of it. So what happens to one domain writes one small file, as without a pack, and never this one.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::cache_file::{self, MAX_FILE_BYTES, ReadError};
use super::document::{self, Document, DomainEntry};

/// The version of the format.
const VERSION: u64 = 1;

/// The smallest number of domains for which a pack is written.
const MIN_ENTRIES: usize = 64;

/// A pack is written anew only if at least one in this many domains has changed: it is written whole.
const MIN_SHARE: usize = 16;

/// The first line.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Header {
    version: u64,
    base_url: String,
    /// The name of each domain's file, and the number of octets of its line, without the line end.
    index: Vec<(String, usize)>,
}

impl Document for Header {
    const LATEST: u64 = VERSION;
}

/// An open pack. It stays readable if another process replaces the file.
#[derive(Debug)]
pub(super) struct Pack {
    file: File,
    pub(super) base_url: String,
    places: HashMap<String, Place>,
}

/// Where the line of a domain is.
#[derive(Clone, Copy, Debug)]
struct Place {
    offset: u64,
    octets: usize,
}

/// Whether so many changed domains of all in a list are to be packed, rather than get a file each.
pub(super) const fn is_worth_packing(changed: usize, all: usize) -> bool {
    changed >= MIN_ENTRIES && changed * MIN_SHARE >= all
}

impl Pack {
    /// Opens a pack and reads its index; `None` if there is none.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, ReadError> {
        let Some(file) = cache_file::open(path)? else { return Ok(None) };
        let unusable = |reason: &str| ReadError::Unusable(reason.to_owned(), "broken");
        let mut line = String::new();
        let mut start = BufReader::new(&file).take(MAX_FILE_BYTES as u64);
        start.read_line(&mut line).map_err(|_error| unusable("it could not be read"))?;
        let Header { base_url, index, .. } =
            document::parse(&line).map_err(|(reason, kind)| ReadError::Unusable(reason, kind))?;
        let mut offset = line.len() as u64;
        let mut places = HashMap::with_capacity(index.len());
        for (name, octets) in index {
            places.insert(name, Place { offset, octets });
            offset = offset.saturating_add(octets as u64).saturating_add(1);
        }
        drop(line);
        Ok(Some(Self { file, base_url, places }))
    }

    /// The names that the files of the domains would have.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The line of a domain; `None` if there is none, or if it cannot be read.
    pub(super) fn line(&self, name: &str) -> Option<String> {
        let Place { offset, octets } = *self.places.get(name)?;
        // What is longer is no domain, and must not take the memory.
        let mut line = vec![0; Some(octets).filter(|octets| *octets <= MAX_FILE_BYTES)?];
        self.file.read_exact_at(&mut line, offset).ok()?;
        String::from_utf8(line).ok()
    }

    /// The entry of a domain; `None` as for [`Self::line`].
    pub(super) fn entry(&self, name: &str) -> Option<DomainEntry> {
        serde_json::from_str(&self.line(name)?).ok()
    }
}

/// The line of an entry.
pub(super) fn to_line(entry: &DomainEntry) -> String {
    // Strings and numbers always serialize.
    serde_json::to_string(entry).unwrap_or_default()
}

/// The text of a pack with these lines, each with the name that the domain's file would have.
pub(super) fn to_text(base_url: &str, lines: &[(String, String)]) -> String {
    let index = lines.iter().map(|(name, line)| (name.clone(), line.len())).collect();
    let header = Header { version: VERSION, base_url: base_url.to_owned(), index };
    let mut text = serde_json::to_string(&header).unwrap_or_default();
    text.reserve(lines.iter().map(|(_, line)| line.len() + 1).sum::<usize>() + 1);
    text.push('\n');
    for (_, line) in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}
