//! When requests with a key may start, for all processes of a user: AutoSend counts them for each key, across processes.
//!
//! A small file for each key holds when the latest requests start. Under a lock, a process reads it, takes the next free
//! moment and writes that down; it waits without the lock. The name of the file is a hash, which does not reveal the key.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;
use sha2::{Digest as _, Sha256};

use super::private::{self, Durability};
use crate::core::api_key::ApiKey;
use crate::ports::RequestPacer;

/// The folder below the state folder of the user.
const FOLDER: [&str; 2] = ["autosend-domains", "rate"];

/// The largest file that is read.
const MAX_FILE: usize = 1024;

/// The bytes of the hash in the name of a file.
const HASH_OCTETS: usize = 16;

/// Moments that are further away are not believed: the clock was set back.
const MAX_WAIT: Duration = Duration::from_secs(120);

/// The starts of requests, in files of one folder.
#[derive(Clone, Debug)]
pub struct RequestSlots {
    folder: PathBuf,
    now: fn() -> SystemTime,
}

impl RequestSlots {
    /// The folder of the user; `None` if there is no home folder.
    pub fn from_environment() -> Option<Self> {
        let folders = Xdg::new().ok()?;
        let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
        Some(Self::with_folder(&FOLDER.iter().fold(state, |folder, name| folder.join(name)), SystemTime::now))
    }

    /// Another folder, and another clock.
    pub fn with_folder(folder: &Path, now: fn() -> SystemTime) -> Self {
        Self { folder: folder.to_owned(), now }
    }

    fn try_reserve(&self, key: &ApiKey, count: usize, window: Duration) -> Option<Duration> {
        let path = self.folder.join(format!("{}.txt", hash(key)));
        let lock = private::lock(&path).ok()?;
        let now = (self.now)().duration_since(UNIX_EPOCH).ok()?;
        let text = private::read(&path, MAX_FILE).ok()?;
        let starts = text.iter().flat_map(|text| text.lines()).filter_map(|line| line.parse().ok());
        let mut starts: Vec<_> =
            starts.map(Duration::from_millis).filter(|start| *start <= now.saturating_add(MAX_WAIT)).collect();
        starts.sort_unstable();
        let earliest = starts.len().checked_sub(count).and_then(|index| starts.get(index)).map(|start| *start + window);
        let start = earliest.map_or(now, |earliest| earliest.max(now));
        starts.push(start);
        let recent = starts.len().saturating_sub(count);
        let text = starts.iter().skip(recent).fold(String::new(), |mut text, start| {
            // Writing to a `String` cannot fail.
            let _ = writeln!(text, "{}", start.as_millis());
            text
        });
        private::write(&lock, &path, &text, Durability::Cached).ok()?;
        Some(start.saturating_sub(now))
    }
}

impl RequestPacer for RequestSlots {
    fn reserve(&self, key: &ApiKey, count: usize, window: Duration) -> Duration {
        // Where nothing can be written, each process keeps the limit by itself.
        self.try_reserve(key, count, window).unwrap_or_default()
    }
}

fn hash(key: &ApiKey) -> String {
    Sha256::digest(format!("requests with {}", key.expose())).iter().take(HASH_OCTETS).fold(
        String::new(),
        |mut text, octet| {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{octet:02x}");
            text
        },
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    const WINDOW: Duration = Duration::from_secs(1);

    fn key(text: &str) -> ApiKey {
        ApiKey::parse(text).unwrap()
    }

    fn at_noon() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000)
    }

    fn waits(slots: &RequestSlots, key: &ApiKey, count: usize) -> Vec<u64> {
        (0..count).map(|_| slots.reserve(key, 2, WINDOW).as_secs()).collect()
    }

    #[test]
    fn two_requests_a_second_start_across_processes() {
        let folder = TempDir::new().unwrap();
        let [one, other] = [(); 2].map(|()| RequestSlots::with_folder(folder.path(), at_noon));
        assert_eq!(waits(&one, &key("AS_marker12345"), 3), [0, 0, 1]);
        assert_eq!(waits(&other, &key("AS_marker12345"), 4), [1, 2, 2, 3]);
        assert_eq!(waits(&other, &key("AS_other12345"), 3), [0, 0, 1], "another key");
        let later = RequestSlots::with_folder(folder.path(), || at_noon() + Duration::from_secs(60));
        assert_eq!(waits(&later, &key("AS_marker12345"), 2), [0, 0]);
        let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(files.len(), 2, "{files:?}");
        for file in files {
            assert!(!format!("{file:?}{}", fs::read_to_string(&file).unwrap()).contains("marker"), "{file:?}");
        }
    }

    #[test]
    fn an_unreadable_slot_file_delays_no_request() {
        let folder = TempDir::new().unwrap();
        let slots = RequestSlots::with_folder(folder.path(), at_noon);
        waits(&slots, &key("AS_marker12345"), 9);
        let before = RequestSlots::with_folder(folder.path(), || at_noon() - Duration::from_secs(86_400));
        assert_eq!(waits(&before, &key("AS_marker12345"), 2), [0, 0], "the clock was set back");
        let file = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
        fs::write(&file, "no number\n\n-1\n").unwrap();
        assert_eq!(waits(&slots, &key("AS_marker12345"), 2), [0, 0]);
        let blocked = RequestSlots::with_folder(&file.join("below a file"), at_noon);
        assert_eq!(waits(&blocked, &key("AS_marker12345"), 5), [0; 5]);
    }
}
