//! The settings that last from one run to the next: the API key, if the user stores it, and the last region.
//!
//! The key file is `credentials` in the program's XDG config folder, the last region is in `state.json` in its XDG
//! state folder. Only this module reads and writes them. It refuses a key file that other users can read, and never
//! leaves a file half written. All functions block on file access.

mod error;
mod key_file;
mod key_search;
mod key_text;
mod last_region;
mod private_files;

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

pub use self::error::SettingsError;
pub use self::key_file::{KeySaveOutcome, Profile, StoredKey, is_same_base_url};
pub use self::key_search::{KeySearch, KeySearchResult, ProfileError, find_key};
pub use self::key_text::{MAX_KEY_FILE_BYTES, read_key, read_key_file};

use crate::core::api_key::Credentials;
use crate::core::profile::ProfileName;
use crate::core::region::Region;
use crate::files::folder_lock::remove_leftovers;

/// The folder of this program within the XDG folders.
const APP_DIR: &str = "autosend-domains";

/// The paths of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    key_file: PathBuf,
    state_file: PathBuf,
}

impl Settings {
    /// Uses these folders: that of the key file, and that of the state.
    pub fn with_dirs(config_dir: &Path, state_dir: &Path) -> Self {
        Self { key_file: config_dir.join("credentials"), state_file: state_dir.join("state.json") }
    }

    /// Uses the folders that `XDG_CONFIG_HOME`, `XDG_STATE_HOME` and `HOME` determine (XDG Base Directory 0.8), and
    /// removes the temporary files that killed processes have left there: one may hold a key.
    ///
    /// # Errors
    /// There is no home folder.
    pub fn from_environment() -> Result<Self, SettingsError> {
        let folders = Xdg::new().map_err(|_error| SettingsError::NoHome)?;
        let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
        let settings = Self::with_dirs(&folders.config_dir().join(APP_DIR), &state.join(APP_DIR));
        remove_leftovers(settings.config_dir());
        remove_leftovers(settings.state_dir());
        Ok(settings)
    }

    /// The path of the key file, which may not exist.
    pub fn key_file(&self) -> &Path {
        &self.key_file
    }

    /// The folder of the key file, which may not exist.
    pub fn config_dir(&self) -> &Path {
        parent_dir(&self.key_file)
    }

    /// The folder of the state, which may not exist.
    pub fn state_dir(&self) -> &Path {
        parent_dir(&self.state_file)
    }

    /// The key with this name, if it may be used with this base URL.
    ///
    /// # Errors
    /// The key file cannot be read, belongs to another user, or can be read by others.
    pub fn load_key(&self, name: &ProfileName, base_url: &str) -> Result<StoredKey, SettingsError> {
        key_file::load(&self.key_file, name, base_url)
    }

    /// Every stored key, by name.
    ///
    /// # Errors
    /// The errors of [`Self::load_key`].
    pub fn load_profiles(&self) -> Result<Vec<Profile>, SettingsError> {
        key_file::profiles(&self.key_file)
    }

    /// The profile that is used if none is named: the one that [`Self::set_current_profile`] chose, else `default`.
    ///
    /// # Errors
    /// The errors of [`Self::load_key`].
    pub fn load_current_profile(&self) -> Result<ProfileName, SettingsError> {
        key_file::current(&self.key_file).map(Option::unwrap_or_default)
    }

    /// Makes this the profile that is used if none is named, and returns it; `None` if no key has this name.
    ///
    /// # Errors
    /// The errors of [`Self::save_key`].
    pub fn set_current_profile(&self, name: &ProfileName) -> Result<Option<Profile>, SettingsError> {
        key_file::set_current(&self.key_file, name)
    }

    /// Stores the key under this name for this base URL and replaces an earlier one. Everything else in the file stays.
    ///
    /// # Errors
    /// The file cannot be written, or the existing one cannot be trusted or read.
    pub fn save_key(&self, name: &ProfileName, credentials: &Credentials, base_url: &str) -> Result<(), SettingsError> {
        key_file::save(&self.key_file, name, credentials, base_url, true).map(|_outcome| ())
    }

    /// Stores the key as [`Self::save_key`] does, but replaces another key only if `may_replace` says so, also one that
    /// another process stores at this moment: no key is lost unasked, and the outcome names the one that was replaced.
    ///
    /// # Errors
    /// The errors of [`Self::save_key`].
    pub fn save_key_unless_taken(
        &self,
        name: &ProfileName,
        credentials: &Credentials,
        base_url: &str,
        may_replace: bool,
    ) -> Result<KeySaveOutcome, SettingsError> {
        key_file::save(&self.key_file, name, credentials, base_url, may_replace)
    }

    /// Removes the key with this name, or all of them, and returns how many there were. A file that is then empty is
    /// removed.
    ///
    /// # Errors
    /// The errors of [`Self::save_key`].
    pub fn remove_keys(&self, name: Option<&ProfileName>) -> Result<usize, SettingsError> {
        key_file::remove(&self.key_file, name)
    }

    /// The region that was used last; `None` if there is none or the file cannot be read.
    pub fn load_last_region(&self) -> Option<Region> {
        last_region::load(&self.state_file)
    }

    /// Stores the region. Errors are ignored, because nothing depends on it.
    pub fn save_last_region(&self, region: &Region) {
        last_region::save(&self.state_file, region);
    }
}

fn parent_dir(file: &Path) -> &Path {
    file.parent().unwrap_or(file)
}
