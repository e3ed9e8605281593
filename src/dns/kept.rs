//! What is found out once and kept for the next look, for a short time.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

/// For how long: over the pauses between looks at a domain that is waited for, and no longer, because what is kept may
/// be what is being mended.
const TIME: Duration = Duration::from_secs(60);

/// How many entries there are at most.
const MOST: usize = 1_024;

/// Values by name. Who asks for one that is being found out waits for it.
#[derive(Debug)]
pub(super) struct Kept<T> {
    entries: Mutex<HashMap<String, Entry<T>>>,
}

#[derive(Debug)]
struct Entry<T> {
    since: Instant,
    value: Arc<OnceCell<T>>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { entries: Mutex::default() }
    }
}

impl<T: Clone> Kept<T> {
    /// What is kept under the name, else what is found out now.
    pub(super) async fn get<F: Future<Output = T>>(&self, name: &str, find: impl FnOnce() -> F) -> T {
        self.cell(name).get_or_init(find).await.clone()
    }

    /// Puts a value in place of what is kept.
    pub(super) fn put(&self, name: &str, value: T) {
        let entry = Entry { since: Instant::now(), value: Arc::new(OnceCell::new_with(Some(value))) };
        self.entries().insert(name.to_owned(), entry);
    }

    /// Forgets it, so that the next look finds it out anew.
    pub(super) fn forget(&self, name: &str) {
        self.entries().remove(name);
    }

    fn cell(&self, name: &str) -> Arc<OnceCell<T>> {
        let mut entries = self.entries();
        if entries.len() >= MOST {
            entries.retain(|_, entry| entry.since.elapsed() < TIME && Arc::strong_count(&entry.value) > 1);
        }
        let entry = entries.entry(name.to_owned()).or_insert_with(Entry::new);
        if entry.since.elapsed() >= TIME {
            *entry = Entry::new();
        }
        Arc::clone(&entry.value)
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<String, Entry<T>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Entry<T> {
    fn new() -> Self {
        Self { since: Instant::now(), value: Arc::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_kept_is_found_out_once_until_its_time_is_over() {
        let kept = Kept::default();
        assert_eq!(kept.get("a", || async { 1 }).await, 1);
        assert_eq!(kept.get("a", || async { 2 }).await, 1);
        tokio::time::advance(TIME).await;
        assert_eq!(kept.get("a", || async { 3 }).await, 3);
        kept.forget("a");
        assert_eq!(kept.get("a", || async { 4 }).await, 4);
        kept.put("a", 5);
        assert_eq!(kept.get("a", || async { 6 }).await, 5);
    }

    #[tokio::test(start_paused = true)]
    async fn there_are_never_many() {
        let kept = Kept::default();
        for number in 0..3 * MOST {
            kept.get(&number.to_string(), || async { number }).await;
        }
        assert!(kept.entries().len() <= MOST);
    }
}
