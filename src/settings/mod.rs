//! What is kept between two runs: the API key, where the user wants that, and the last region.
//!
//! The key file is `credentials` in the program's XDG config folder, the last region is in `state.json` in its XDG
//! state folder. Files are read and written here and nowhere else; a file that others can read is refused, and none
//! is ever left half written. Everything blocks for the time that the file system takes.

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
pub use self::key_file::{Profile, StoredKey};
pub use self::key_search::{KeySearch, KeySearchResult, find_key};
pub use self::key_text::{MAX_KEY_FILE_BYTES, read_key, read_key_file};

use crate::core::api_key::Credentials;
use crate::core::profile::ProfileName;
use crate::core::region::Region;

/// The folder of this program within the folders of XDG.
const APP_DIR: &str = "autosend-domains";

/// Where the files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    key_file: PathBuf,
    state_file: PathBuf,
}

impl Settings {
    /// With folders of the caller's choice: that of the key file, and that of the state.
    #[must_use]
    pub fn with_dirs(config_dir: &Path, state_dir: &Path) -> Self {
        Self { key_file: config_dir.join("credentials"), state_file: state_dir.join("state.json") }
    }

    /// In the folders that `XDG_CONFIG_HOME`, `XDG_STATE_HOME` and `HOME` tell (XDG Base Directory 0.8).
    ///
    /// # Errors
    /// Where there is no home folder.
    pub fn from_environment() -> Result<Self, SettingsError> {
        let folders = Xdg::new().map_err(|_error| SettingsError::NoHome)?;
        let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
        Ok(Self::with_dirs(&folders.config_dir().join(APP_DIR), &state.join(APP_DIR)))
    }

    /// The key file, whether it is there or not.
    #[must_use]
    pub fn key_file(&self) -> &Path {
        &self.key_file
    }

    /// The folder of the key file, whether it is there or not.
    #[must_use]
    pub fn config_dir(&self) -> &Path {
        parent_dir(&self.key_file)
    }

    /// The folder of what is remembered, whether it is there or not.
    #[must_use]
    pub fn state_dir(&self) -> &Path {
        parent_dir(&self.state_file)
    }

    /// The key that is stored under this name, if it may be used with this base URL.
    ///
    /// # Errors
    /// Where there is a key file that cannot be read, belongs to somebody else, or can be read by others.
    pub fn load_key(&self, name: &ProfileName, base_url: &str) -> Result<StoredKey, SettingsError> {
        key_file::load(&self.key_file, name, base_url)
    }

    /// Every key that is stored, by name.
    ///
    /// # Errors
    /// As [`Self::load_key`].
    pub fn load_profiles(&self) -> Result<Vec<Profile>, SettingsError> {
        key_file::profiles(&self.key_file)
    }

    /// Stores the key under this name for this base URL, in the place of one that was there. Everything else in the
    /// file stays as it is.
    ///
    /// # Errors
    /// Where the file cannot be written, or the one that is there must not be trusted or cannot be read.
    pub fn save_key(&self, name: &ProfileName, credentials: &Credentials, base_url: &str) -> Result<(), SettingsError> {
        key_file::save(&self.key_file, name, credentials, base_url)
    }

    /// Removes the key of this name, or all of them; answers with how many there were. A file in which nothing is left
    /// goes too.
    ///
    /// # Errors
    /// As [`Self::save_key`].
    pub fn remove_keys(&self, name: Option<&ProfileName>) -> Result<usize, SettingsError> {
        key_file::remove(&self.key_file, name)
    }

    /// The region that was used last; `None` where none is known or the file cannot be read.
    #[must_use]
    pub fn load_last_region(&self) -> Option<Region> {
        last_region::load(&self.state_file)
    }

    /// Remembers the region. Where that cannot be done it is not: nothing depends on it.
    pub fn save_last_region(&self, region: &Region) {
        last_region::save(&self.state_file, region);
    }
}

fn parent_dir(file: &Path) -> &Path {
    file.parent().unwrap_or(file)
}
