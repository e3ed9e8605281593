//! Finds the key of this run: in the environment, else in a file that the user names, else in the key file. If the user
//! names a profile with `--profile`, only that one is searched.

use std::io::IsTerminal as _;
use std::path::Path;

use super::{Settings, SettingsError, StoredKey, read_key, read_key_file};
use crate::core::api_key::{
    ApiKey, Credentials, KEY_VARIABLE, KeySource, PROFILE_VARIABLE, PROJECT_VARIABLE, ProjectId,
};
use crate::core::profile::ProfileName;
use crate::core::text::escape_hidden;

/// The sources of the key, in the order of the search.
#[derive(Debug, Default)]
pub struct KeySearch<'a> {
    /// `AUTOSEND_API_KEY`.
    pub env_key: Option<String>,
    /// `AUTOSEND_PROJECT_ID`.
    pub env_project: Option<String>,
    /// `AUTOSEND_PROFILE`: the profile of the key file, if `--profile` names none.
    pub env_profile: Option<String>,
    /// `--profile`: the only source, if it is given.
    pub profile: Option<&'a ProfileName>,
    /// `--project`: overrides every other project.
    pub project_flag: Option<&'a ProjectId>,
    /// `--api-key-file`; `-` is standard input.
    pub key_file: Option<&'a Path>,
    /// The key file of this program.
    pub settings: Option<&'a Settings>,
    /// The base URL that the key is used with.
    pub base_url: &'a str,
}

impl<'a> KeySearch<'a> {
    /// The sources in the environment of this process.
    pub fn from_environment(file: Option<&'a Path>, settings: Option<&'a Settings>, base_url: &'a str) -> Self {
        // Octets that are not UTF-8 become U+FFFD, which is invalid in keys and ids: the value is refused rather than
        // ignored.
        let variable = |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        Self {
            env_key: variable(KEY_VARIABLE),
            env_project: variable(PROJECT_VARIABLE),
            env_profile: variable(PROFILE_VARIABLE),
            profile: None,
            project_flag: None,
            key_file: file,
            settings,
            base_url,
        }
    }

    /// The profile of the key file that is used, and that a key is saved under: `--profile`, else `AUTOSEND_PROFILE`, else
    /// the one that `auth switch` has chosen, else `default`.
    ///
    /// # Errors
    /// The variable has no valid name, or the key file cannot be read.
    pub fn profile_in_use(&self) -> Result<ProfileName, ProfileError> {
        if let Some(name) = self.profile {
            return Ok(name.clone());
        }
        if let Some(name) = self.env_profile.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            return ProfileName::parse(name).map_err(ProfileError::Variable);
        }
        let current = self.settings.map(Settings::load_current_profile).transpose();
        current.map(Option::unwrap_or_default).map_err(ProfileError::KeyFile)
    }
}

/// Why the profile that is used if none is named is not known.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// `AUTOSEND_PROFILE` has no valid name. The message does not repeat it: it may be a key.
    #[error("{PROFILE_VARIABLE}: {0}")]
    Variable(&'static str),
    /// The key file cannot be read.
    #[error(transparent)]
    KeyFile(SettingsError),
}

/// The result of the search.
#[derive(Debug, PartialEq, Eq)]
pub enum KeySearchResult {
    /// The key and its source.
    Key(Credentials, KeySource),
    /// There is no key.
    NotFound {
        /// The sources that were searched, each as a phrase.
        searched: Vec<String>,
    },
    /// There is a key that cannot be used.
    Unusable {
        /// A message that says what to do.
        reason: String,
    },
}

/// Searches for the key. The first source that has one decides, even if that key cannot be used.
pub fn find_key(search: &KeySearch<'_>) -> KeySearchResult {
    let named = search.env_project.as_deref().filter(|id| !id.trim().is_empty());
    let project = match (search.project_flag, named.map(ProjectId::parse)) {
        (Some(project), _) => Some(project.clone()),
        (None, Some(Err(error))) => {
            return KeySearchResult::Unusable { reason: format!("{PROJECT_VARIABLE}: {error}") };
        }
        (None, Some(Ok(project))) => Some(project),
        (None, None) => None,
    };
    if let Some(name) = search.profile {
        return find_stored_key(search, name, project, Vec::new());
    }
    if let Some(text) = search.env_key.as_deref().filter(|key| !key.trim().is_empty()) {
        return match ApiKey::parse(text) {
            Ok(key) => KeySearchResult::Key(Credentials { key, project }, KeySource::Environment),
            Err(error) => KeySearchResult::Unusable { reason: format!("{KEY_VARIABLE} is not a valid key. {error}") },
        };
    }
    if let Some(path) = search.key_file {
        let is_input = path == Path::new("-");
        if is_input && std::io::stdin().is_terminal() {
            // A key that the user types there would be visible and stay on the screen.
            let reason = "standard input is a terminal: pipe the key in, or use a file".to_owned();
            return KeySearchResult::Unusable { reason };
        }
        let read = if is_input { read_key(std::io::stdin(), "standard input") } else { read_key_file(path) };
        let name =
            if is_input { "standard input".to_owned() } else { escape_hidden(&path.to_string_lossy()).into_owned() };
        return match read {
            Ok(key) => KeySearchResult::Key(Credentials { key, project }, KeySource::File(name)),
            Err(error) => KeySearchResult::Unusable { reason: error.to_string() },
        };
    }
    match search.profile_in_use() {
        Ok(name) => find_stored_key(search, &name, project, vec![format!("{KEY_VARIABLE}")]),
        Err(error) => KeySearchResult::Unusable { reason: error.to_string() },
    }
}

/// Looks the key with this name up in the key file.
fn find_stored_key(
    search: &KeySearch<'_>,
    name: &ProfileName,
    project: Option<ProjectId>,
    mut searched: Vec<String>,
) -> KeySearchResult {
    let Some(settings) = search.settings else {
        searched.push("a key file (no home folder)".to_owned());
        return KeySearchResult::NotFound { searched };
    };
    let file = escape_hidden(&settings.key_file().to_string_lossy()).into_owned();
    let (location, source) = if search.profile.is_none() && name.is_default() {
        (file, KeySource::KeyFile)
    } else {
        (format!("profile {name} in {file}"), KeySource::Profile(name.clone()))
    };
    match settings.load_key(name, search.base_url) {
        Ok(StoredKey::Key(stored)) => {
            // A named profile includes its project; only `--project` overrides that.
            let by_name = if search.profile.is_some() { search.project_flag } else { project.as_ref() };
            let project = by_name.cloned().or(stored.project).or(project);
            KeySearchResult::Key(Credentials { key: stored.key, project }, source)
        }
        Ok(StoredKey::OtherBaseUrl { base_url }) => {
            searched.push(format!("{location}: its key is for {}", base_url.sanitized()));
            KeySearchResult::NotFound { searched }
        }
        Ok(StoredKey::NotFound) => {
            searched.push(location);
            KeySearchResult::NotFound { searched }
        }
        Err(error) => KeySearchResult::Unusable { reason: error.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://api.autosend.com/v1";

    fn key(found: &KeySearchResult) -> (&str, &KeySource) {
        match found {
            KeySearchResult::Key(credentials, source) => (credentials.key.expose(), source),
            other => panic!("no key: {other:?}"),
        }
    }

    #[test]
    fn the_environment_has_precedence_over_a_named_file_and_that_over_the_key_file() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::with_dirs(folder.path(), folder.path());
        let stored = Credentials { key: ApiKey::parse("AS_stored12345").unwrap(), project: None };
        settings.save_key(&ProfileName::default(), &stored, URL).unwrap();
        let named = folder.path().join("named");
        std::fs::write(&named, "AS_named12345\n").unwrap();
        let places = |variable: Option<&str>, file| KeySearch {
            env_key: variable.map(str::to_owned),
            key_file: file,
            settings: Some(&settings),
            base_url: URL,
            ..KeySearch::default()
        };
        let found = find_key(&places(Some("AS_variable1"), Some(named.as_path())));
        assert_eq!(key(&found), ("AS_variable1", &KeySource::Environment));
        assert_eq!(key(&find_key(&places(Some(" "), Some(named.as_path())))).0, "AS_named12345");
        assert_eq!(key(&find_key(&places(None, None))), ("AS_stored12345", &KeySource::KeyFile));
        let elsewhere = find_key(&KeySearch { base_url: "http://127.0.0.1:1/v1", ..places(None, None) });
        assert!(matches!(elsewhere, KeySearchResult::NotFound { searched } if searched[1].contains("its key is for")));
    }

    #[test]
    fn a_named_profile_has_precedence_over_everything_and_sets_its_project() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::with_dirs(folder.path(), folder.path());
        let [work, other] = ["work", "other"].map(|name| ProfileName::parse(name).unwrap());
        let [one, two] = ["prj_1", "prj_2"].map(|id| ProjectId::parse(id).unwrap());
        let stored = Credentials { key: ApiKey::parse("ASA_stored12345").unwrap(), project: Some(one.clone()) };
        settings.save_key(&work, &stored, URL).unwrap();
        let places = |profile| KeySearch {
            env_key: Some("AS_variable1".to_owned()),
            env_project: Some("prj_9".to_owned()),
            profile: Some(profile),
            settings: Some(&settings),
            base_url: URL,
            ..KeySearch::default()
        };
        let found = find_key(&places(&work));
        assert_eq!(found, KeySearchResult::Key(stored.clone(), KeySource::Profile(work.clone())));
        let found = find_key(&KeySearch { project_flag: Some(&two), ..places(&work) });
        let KeySearchResult::Key(credentials, _) = found else { panic!("{found:?}") };
        assert_eq!(credentials.project, Some(two));
        let KeySearchResult::NotFound { searched } = find_key(&places(&other)) else { panic!("it is not there") };
        assert!(searched.len() == 1 && searched[0].starts_with("profile other in "), "{searched:?}");
    }

    #[test]
    fn the_profile_in_use_is_that_of_the_option_then_the_variable_then_the_chosen_one() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::with_dirs(folder.path(), folder.path());
        let [work, other] = ["work", "other"].map(|name| ProfileName::parse(name).unwrap());
        let save = |name: &ProfileName, key: &str| {
            let credentials = Credentials { key: ApiKey::parse(key).unwrap(), project: None };
            settings.save_key(name, &credentials, URL).unwrap();
        };
        save(&ProfileName::default(), "AS_default123");
        save(&work, "AS_work123456");
        save(&other, "AS_other12345");
        let search = |env_profile: Option<&str>, profile| {
            let env_profile = env_profile.map(str::to_owned);
            find_key(&KeySearch {
                env_profile,
                profile,
                settings: Some(&settings),
                base_url: URL,
                ..KeySearch::default()
            })
        };
        assert_eq!(key(&search(None, None)), ("AS_default123", &KeySource::KeyFile));
        assert!(settings.set_current_profile(&work).unwrap().is_some());
        assert_eq!(key(&search(None, None)), ("AS_work123456", &KeySource::Profile(work.clone())));
        assert_eq!(key(&search(Some("other"), None)), ("AS_other12345", &KeySource::Profile(other.clone())));
        assert_eq!(key(&search(Some(" default\n"), None)), ("AS_default123", &KeySource::KeyFile));
        assert_eq!(key(&search(Some("other"), Some(&work))).0, "AS_work123456");
        let KeySearchResult::Unusable { reason } = search(Some("AS_secret a"), None) else { panic!("it was used") };
        assert!(reason.starts_with("AUTOSEND_PROFILE: ") && !reason.contains("secret"), "{reason}");
        // Without the key that was chosen, it is `default` again.
        assert_eq!(settings.remove_keys(Some(&work)).unwrap(), 1);
        assert_eq!(key(&search(None, None)), ("AS_default123", &KeySource::KeyFile));
        assert_eq!(settings.set_current_profile(&work).unwrap(), None);
    }

    #[test]
    fn an_invalid_key_is_reported_without_showing_it() {
        let found = find_key(&KeySearch { env_key: Some("AS_gehe im".to_owned()), ..KeySearch::default() });
        let KeySearchResult::Unusable { reason } = found else { panic!("{found:?}") };
        assert!(reason.starts_with("AUTOSEND_API_KEY is not a valid key.") && !reason.contains("gehe"), "{reason}");
    }

    #[test]
    fn the_project_of_the_environment_belongs_to_its_key() {
        let variable = Some("ASA_account123".to_owned());
        let found =
            find_key(&KeySearch { env_key: variable, env_project: Some("prj_1".to_owned()), ..KeySearch::default() });
        let KeySearchResult::Key(credentials, _) = found else { panic!("{found:?}") };
        assert!(!credentials.is_missing_project());
    }
}
