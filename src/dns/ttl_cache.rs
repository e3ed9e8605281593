//! A cache for the results of a lookup that the next lookup can use, for a short time.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;

/// How long a value is kept: longer than the pauses between the lookups of a watched domain, and no longer, because the
/// value may be what the user is changing.
const TTL: Duration = Duration::from_secs(60);

/// The number of entries above which old ones are dropped.
const MAX_ENTRIES: usize = 1_024;

/// Values by name. A caller that needs a value which another caller is computing waits for it.
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
    /// The value of this name; computes it if there is none.
    pub(super) async fn get_or_init<F: Future<Output = T>>(&self, name: &str, init: impl FnOnce() -> F) -> T {
        self.cell(name).get_or_init(init).await.clone()
    }

    /// The value of this name, if it has been computed.
    pub(super) fn get(&self, name: &str) -> Option<T> {
        let entries = self.lock_entries();
        let entry = entries.get(name).filter(|entry| entry.inserted_at.elapsed() < TTL)?;
        entry.value.get().cloned()
    }

    /// Replaces the value of this name.
    pub(super) fn insert(&self, name: &str, value: T) {
        let entry = CacheSlot { inserted_at: Instant::now(), value: Arc::new(OnceCell::new_with(Some(value))) };
        self.lock_entries().insert(name.to_owned(), entry);
    }

    /// Drops the value of this name, so that the next caller computes it anew.
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
    async fn a_value_is_computed_once_until_it_expires() {
        let cache = TtlCache::default();
        assert_eq!(cache.get_or_init("a", || async { 1 }).await, 1);
        assert_eq!(cache.get_or_init("a", || async { 2 }).await, 1);
        tokio::time::advance(TTL).await;
        assert_eq!(cache.get_or_init("a", || async { 3 }).await, 3);
        assert_eq!((cache.get("a"), cache.get("b")), (Some(3), None));
        cache.remove("a");
        assert_eq!(cache.get("a"), None);
        assert_eq!(cache.get_or_init("a", || async { 4 }).await, 4);
        cache.insert("a", 5);
        assert_eq!(cache.get_or_init("a", || async { 6 }).await, 5);
    }

    #[tokio::test(start_paused = true)]
    async fn the_number_of_entries_is_bounded() {
        let cache = TtlCache::default();
        for number in 0..3 * MAX_ENTRIES {
            cache.get_or_init(&number.to_string(), || async { number }).await;
        }
        assert!(cache.lock_entries().len() <= MAX_ENTRIES);
    }
}
