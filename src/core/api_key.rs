//! The API key: its kind, its project, and how it is kept secret.
//!
//! The kinds and prefixes come from AutoSend's page "API keys". A key is never printed: [`ApiKey`] has no `Display`,
//! and its `Debug` shows only the last four characters.

use std::fmt;
use std::sync::Arc;

use secrecy::zeroize::Zeroize as _;
use secrecy::{ExposeSecret as _, SecretString};

use super::profile::ProfileName;
use super::text::{self, Untrusted};

pub use super::redaction::contains_api_key;

/// The page where users create keys; shown wherever a key is requested.
pub const DASHBOARD_URL: &str = "https://autosend.com/account/api-key";

/// The start page of the dashboard; the plan and its payment are reached from there (docs.autosend.com).
pub const DASHBOARD_HOME_URL: &str = "https://autosend.com/dashboard";

/// The environment variable that holds the key.
pub const KEY_VARIABLE: &str = "AUTOSEND_API_KEY";

/// The environment variable that holds the project id for account keys.
pub const PROJECT_VARIABLE: &str = "AUTOSEND_PROJECT_ID";

/// The variable that names the saved key to use.
pub const PROFILE_VARIABLE: &str = "AUTOSEND_PROFILE";

/// What is said of a key of [`KeyKind::Other`] before it is sent anywhere.
pub const UNKNOWN_PREFIX: &str = "AutoSend's keys begin with AS_ or ASA_; this one doesn't.";

/// The maximum length of a key, in characters.
pub const MAX_KEY_LENGTH: usize = 512;

/// A key of the AutoSend API. Clones are cheap; dropping the last one wipes the key from memory.
#[derive(Clone)]
pub struct ApiKey(Arc<SecretString>);

/// What a key gives access to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// `AS_`: one project.
    Project,
    /// `ASA_`: all projects of an account. Each request selects one with `x-project-id`.
    Account,
    /// Any other prefix, as of a key of another service. It is sent only if the person says so.
    Other,
}

/// Why a text cannot be a key. The message never contains the text itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is no text.
    #[error("Paste your API key")]
    Empty,
    /// The text contains blanks.
    #[error("Paste only the key, without spaces or line breaks")]
    Whitespace,
    /// The text contains a character that no HTTP header can hold.
    #[error("Invalid character {code_point} at position {position}. Keys are plain ASCII")]
    NotAscii {
        /// The position of the character, counted from 1.
        position: usize,
        /// The character, as `U+00FC`.
        code_point: String,
    },
    /// The text is longer than [`MAX_KEY_LENGTH`].
    #[error("Too long: {length} characters (the limit is {MAX_KEY_LENGTH})")]
    TooLong {
        /// The length of the text in characters.
        length: usize,
    },
    /// The variable name was pasted together with the key.
    #[error("Paste only the part after the =")]
    Assignment,
}

impl ApiKey {
    /// Parses a key, dropping surrounding blanks and one pair of quotes.
    ///
    /// # Errors
    /// If the text is empty or too long, or contains blanks or characters that no HTTP header can hold.
    pub fn parse(input: &str) -> Result<Self, KeyError> {
        let key = input.trim();
        let key = ['"', '\''].iter().find_map(|quote| key.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(key);
        if key.is_empty() {
            return Err(KeyError::Empty);
        }
        let length = key.chars().count();
        if length > MAX_KEY_LENGTH {
            return Err(KeyError::TooLong { length });
        }
        if key.contains(char::is_whitespace) {
            return Err(KeyError::Whitespace);
        }
        if let Some((character, position)) = key.chars().zip(1..).find(|(character, _)| !character.is_ascii_graphic()) {
            return Err(KeyError::NotAscii { position, code_point: text::code_point(character) });
        }
        if key.contains('=') && key.starts_with(KEY_VARIABLE) {
            return Err(KeyError::Assignment);
        }
        Ok(Self(Arc::new(SecretString::from(key))))
    }

    /// The kind of key, by its prefix in any case.
    pub fn kind(&self) -> KeyKind {
        find_key_prefix(self.expose()).map_or(KeyKind::Other, |(_, kind)| kind)
    }

    /// The secret itself. Use it only for the Authorization header and the key file.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// The part that may be shown: the last four characters, or nothing if the key is too short to stay secret without
    /// them.
    pub fn tail(&self) -> &str {
        let key = self.expose();
        if key.len() < 8 { "" } else { key.get(key.len() - 4..).unwrap_or_default() }
    }

    /// The length of the key in characters.
    pub fn length(&self) -> usize {
        self.expose().chars().count()
    }
}

/// The prefix of a key, in any case, and the kind of key that it stands for.
pub(super) fn find_key_prefix(key: &str) -> Option<(&'static str, KeyKind)> {
    const PREFIXES: [(&str, KeyKind); 2] = [("ASA_", KeyKind::Account), ("AS_", KeyKind::Project)];
    let has_prefix = |prefix: &str| key.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    PREFIXES.into_iter().find(|(prefix, _)| has_prefix(prefix))
}

impl PartialEq for ApiKey {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for ApiKey {}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ApiKey(…{})", self.tail())
    }
}

/// Overwrites a text that held a secret before its memory is freed.
pub fn zeroize_string(mut text: String) {
    text.zeroize();
}

/// The id of a project. With an account key it is sent as `x-project-id`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectId(String);

impl ProjectId {
    /// Parses a project id.
    ///
    /// # Errors
    /// If the text is empty, or contains blanks or characters that no HTTP header can hold.
    pub fn parse(input: &str) -> Result<Self, &'static str> {
        let id = input.trim();
        if id.is_empty() {
            return Err("Account keys need a project ID (AutoSend dashboard > project settings)");
        }
        if id.len() > 128 || !id.chars().all(|character| character.is_ascii_graphic()) {
            return Err("A project ID has at most 128 letters and digits");
        }
        Ok(Self(id.to_owned()))
    }

    /// The id as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A project of an account, as `GET /account/projects` returns it. An account key must be used with one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The id, sent as `x-project-id`.
    pub id: ProjectId,
    /// The name as received; empty if it has none.
    pub name: Untrusted,
}

/// What every request carries: the key, and the project if the key does not determine it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The API key.
    pub key: ApiKey,
    /// The project, sent as `x-project-id`.
    pub project: Option<ProjectId>,
}

impl Credentials {
    /// The project that a request names. With a project key there is none, because the key belongs to one project.
    pub fn request_project(&self) -> Option<&ProjectId> {
        self.project.as_ref().filter(|_| self.key.kind() != KeyKind::Project)
    }

    /// Whether the key requires a project id but none is set.
    pub fn is_missing_project(&self) -> bool {
        self.key.kind() == KeyKind::Account && self.project.is_none()
    }
}

/// The origin of the key in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// `AUTOSEND_API_KEY`.
    Environment,
    /// The file that `--api-key-file` names, or standard input; holds the name as the user gave it.
    File(String),
    /// The program's own key file, under the default name.
    KeyFile,
    /// The program's own key file, under this profile's name.
    Profile(ProfileName),
    /// The user typed or pasted it.
    Typed,
    /// The sandbox provides it.
    Sandbox,
}

impl KeySource {
    /// The origin as text for the header and `doctor`: "from `AUTOSEND_API_KEY`".
    pub fn label(&self) -> String {
        match self {
            Self::Environment => format!("from {KEY_VARIABLE}"),
            Self::File(path) => format!("from {}", text::escape_hidden(path)),
            Self::KeyFile => "from the key file".to_owned(),
            Self::Profile(name) => format!("from profile {name}"),
            Self::Typed => "typed".to_owned(),
            Self::Sandbox => "from the sandbox".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_in_any_case_determines_the_kind() {
        for (key, kind) in [
            ("AS_abcdefgh", KeyKind::Project),
            ("as_abcdefgh", KeyKind::Project),
            ("ASA_abcdefgh", KeyKind::Account),
            ("asa_abcdefgh", KeyKind::Account),
            ("sk_abcdefgh", KeyKind::Other),
        ] {
            assert_eq!(ApiKey::parse(key).map(|key| key.kind()), Ok(kind), "{key}");
        }
    }

    #[test]
    fn a_pasted_key_is_trimmed_and_unquoted() {
        for input in ["  AS_abcdefgh\n", "\"AS_abcdefgh\"", "'AS_abcdefgh'"] {
            assert_eq!(ApiKey::parse(input).as_ref().map(ApiKey::expose), Ok("AS_abcdefgh"));
        }
    }

    #[test]
    fn a_key_that_is_invalid_in_a_header_is_rejected_without_showing_it() {
        assert_eq!(ApiKey::parse(" \n"), Err(KeyError::Empty));
        assert_eq!(ApiKey::parse("AS_a b"), Err(KeyError::Whitespace));
        assert_eq!(ApiKey::parse("AUTOSEND_API_KEY=AS_x"), Err(KeyError::Assignment));
        let error = ApiKey::parse("AS_geheimü").map_err(|error| error.to_string());
        assert_eq!(error, Err("Invalid character U+00FC at position 10. Keys are plain ASCII".to_owned()));
        assert_eq!(ApiKey::parse(&"k".repeat(513)), Err(KeyError::TooLong { length: 513 }));
    }

    #[test]
    fn debug_shows_the_last_four_characters_of_a_long_key_only() {
        assert_eq!(format!("{:?}", ApiKey::parse("AS_secret1234")), "Ok(ApiKey(…1234))");
        assert_eq!(format!("{:?}", ApiKey::parse("AS_x")), "Ok(ApiKey(…))");
    }
}
