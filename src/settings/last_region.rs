//! The region that was used last: `{"lastRegion": "eu-central-1"}`, null for the project's primary region. It is only a
//! convenience, so all errors are ignored.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::private_files;
use crate::core::region::{Region, RegionKey};

const REGION_MEMBER: &str = "lastRegion";

pub(super) fn load(path: &Path) -> Option<Region> {
    match read_object(path)?.get(REGION_MEMBER)? {
        Value::Null => Some(Region::Primary),
        Value::String(key) => RegionKey::parse(key).ok().map(Region::Key),
        _ => None,
    }
}

pub(super) fn save(path: &Path, region: &Region) {
    // After a failure, the list of regions simply starts at its top the next time.
    let Ok(lock) = private_files::lock(path) else { return };
    let mut contents = read_object(path).unwrap_or_default();
    let value = json!(region.key().map(RegionKey::as_str));
    if contents.insert(REGION_MEMBER.to_owned(), value.clone()).as_ref() == Some(&value) {
        return;
    }
    let text = Value::Object(contents).to_string() + "\n";
    let _ = private_files::write(&lock, path, &text);
}

fn read_object(path: &Path) -> Option<Map<String, Value>> {
    serde_json::from_str(&private_files::read_public(path)?).ok()
}
