//! What is found out once and kept for the next look, for a short time.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

/// For how long: over the pauses between looks at a domain that is waited for, and no longer, because what is kept may
/// be what is being mended.
const TTL: Duration = Duration::from_secs(60);

/// How many entries there are at most.
const MAX_ENTRIES: usize = 1_024;

/// Values by name. Who asks for one that is being found out waits for it.
#[derive(Debug)]
pub(super) struct TtlCache<T> {
    entries: Mutex<HashMap<String, CacheSlot<T>>>,
}

#[derive(Debug)]
struct CacheSlot<T> {
    inserted_at: Instant,
    value: Arc<OnceCell<T>>,
}

impl<T> Default for TtlCache<T> {
    fn default() -> Self {
        Self { entries: Mutex::default() }
    }
}

impl<T: Clone> TtlCache<T> {
    /// What is kept under the name, else what is found out now.
    pub(super) async fn get_or_init<F: Future<Output = T>>(&self, name: &str, init: impl FnOnce() -> F) -> T {
        self.cell(name).get_or_init(init).await.clone()
    }

    /// Puts a value in place of what is kept.
    pub(super) fn insert(&self, name: &str, value: T) {
        let entry = CacheSlot { inserted_at: Instant::now(), value: Arc::new(OnceCell::new_with(Some(value))) };
        self.lock_entries().insert(name.to_owned(), entry);
    }

    /// Forgets it, so that the next look finds it out anew.
    pub(super) fn remove(&self, name: &str) {
        self.lock_entries().remove(name);
    }

    fn cell(&self, name: &str) -> Arc<OnceCell<T>> {
        let mut entries = self.lock_entries();
        if entries.len() >= MAX_ENTRIES {
            entries.retain(|_, entry| entry.inserted_at.elapsed() < TTL && Arc::strong_count(&entry.value) > 1);
        }
        let entry = entries.entry(name.to_owned()).or_insert_with(CacheSlot::new);
        if entry.inserted_at.elapsed() >= TTL {
            *entry = CacheSlot::new();
        }
        Arc::clone(&entry.value)
    }

    fn lock_entries(&self) -> MutexGuard<'_, HashMap<String, CacheSlot<T>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> CacheSlot<T> {
    fn new() -> Self {
        Self { inserted_at: Instant::now(), value: Arc::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_kept_is_found_out_once_until_its_time_is_over() {
        let kept = TtlCache::default();
        assert_eq!(kept.get_or_init("a", || async { 1 }).await, 1);
        assert_eq!(kept.get_or_init("a", || async { 2 }).await, 1);
        tokio::time::advance(TTL).await;
        assert_eq!(kept.get_or_init("a", || async { 3 }).await, 3);
        kept.remove("a");
        assert_eq!(kept.get_or_init("a", || async { 4 }).await, 4);
        kept.insert("a", 5);
        assert_eq!(kept.get_or_init("a", || async { 6 }).await, 5);
    }

    #[tokio::test(start_paused = true)]
    async fn there_are_never_many() {
        let kept = TtlCache::default();
        for number in 0..3 * MAX_ENTRIES {
            kept.get_or_init(&number.to_string(), || async { number }).await;
        }
        assert!(kept.lock_entries().len() <= MAX_ENTRIES);
    }
}
