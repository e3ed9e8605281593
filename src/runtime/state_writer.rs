//! The state that outlives a run, behind the port [`StateStore`]: the key file, the last region and the cache of
//! domains. The sandbox stores nothing.

use std::time::Duration;

use crate::core::api_key::Credentials;
use crate::core::cache::{CachedProject, RecordChoices};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::profile::ProfileName;
use crate::core::region::Region;
use crate::core::text::escape_hidden;
use crate::ports::StateStore;
use crate::settings::Settings;
use crate::store::DomainCache;

/// Stores the state in the files of [`Settings`] and [`DomainCache`], or nowhere.
pub(super) struct StateWriter {
    settings: Option<Settings>,
    store: Option<DomainCache>,
    base_url: String,
    profile: ProfileName,
}

impl StateWriter {
    /// Builds a writer to these files, for keys of this base URL and profile; without files nothing is stored.
    pub(super) const fn new(
        settings: Option<Settings>,
        store: Option<DomainCache>,
        base_url: String,
        profile: ProfileName,
    ) -> Self {
        Self { settings, store, base_url, profile }
    }
}

/// Returns a description, for people, of the file in which a key of this profile is stored.
pub(super) fn key_file_label(settings: &Settings, profile: &ProfileName) -> String {
    let file = escape_hidden(&settings.key_file().to_string_lossy()).into_owned();
    if profile.is_default() { file } else { format!("{file}, profile {profile}") }
}

impl StateStore for StateWriter {
    fn save_key(&self, credentials: &Credentials) -> Result<String, String> {
        let settings = self.settings.as_ref().ok_or("saving is turned off for this run")?;
        settings.save_key(&self.profile, credentials, &self.base_url).map_err(|error| error.to_string())?;
        Ok(key_file_label(settings, &self.profile))
    }

    fn save_region(&self, region: &Region) {
        if let Some(settings) = &self.settings {
            settings.save_last_region(region);
        }
    }

    fn load_domains(&self, credentials: &Credentials) -> CachedProject {
        self.store.as_ref().map(|store| store.load_domains(&self.base_url, credentials)).unwrap_or_default()
    }

    fn save_list(&self, credentials: &Credentials, domains: &[SendingDomain], age: Duration) {
        if let Some(store) = &self.store {
            let _ = store.save_list(&self.base_url, credentials, domains, age);
        }
    }

    fn save_domain(&self, credentials: &Credentials, domain: &SendingDomain) {
        if let Some(store) = &self.store {
            let _ = store.save_domain(&self.base_url, credentials, domain);
        }
    }

    fn save_choices(&self, credentials: &Credentials, domain: &DomainId, choices: &RecordChoices) {
        if let Some(store) = &self.store {
            let _ = store.save_choices(&self.base_url, credentials, domain, choices);
        }
    }

    fn save_removed(&self, credentials: &Credentials, domain: &SendingDomain) {
        if let Some(store) = &self.store {
            let _ = store.save_removed(&self.base_url, credentials, domain);
        }
    }
}
