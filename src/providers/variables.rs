//! Where the credentials come from: variables of the environment, or the files that `NAME_FILE` names.

use std::fs;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::error::ProviderError;

/// The most octets of a file with a secret.
const MAX_FILE: u64 = 64 << 10;

/// The environment, as the adapters read it.
pub struct Variables<'e> {
    get: &'e dyn Fn(&str) -> Option<String>,
}

/// A secret, and the variable that it comes from.
pub struct FoundSecret {
    /// The secret.
    pub secret: SecretString,
    /// The name of the variable.
    pub source: String,
}

impl<'e> Variables<'e> {
    /// Reads the environment by this function.
    pub const fn new(get: &'e dyn Fn(&str) -> Option<String>) -> Self {
        Self { get }
    }

    /// The value of a variable, if it is not blank.
    pub fn text(&self, name: &str) -> Option<String> {
        (self.get)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The value of the first of these variables that is set.
    pub fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// The secret that the first of these variables holds, or the file that `NAME_FILE` names.
    ///
    /// # Errors
    /// That file cannot be read, or is empty.
    pub fn secret(&self, names: &[&str]) -> Result<Option<FoundSecret>, ProviderError> {
        for name in names {
            if let Some(value) = self.text(name) {
                return Ok(Some(FoundSecret { secret: value.into(), source: (*name).to_owned() }));
            }
            let source = format!("{name}_FILE");
            if let Some(path) = self.text(&source) {
                let secret = read_secret(Path::new(&path))
                    .map_err(|reason| ProviderError::NoCredentials(format!("the file that {source} names {reason}")))?;
                return Ok(Some(FoundSecret { secret, source }));
            }
        }
        Ok(None)
    }

    /// The secret that goes with another that was found.
    ///
    /// # Errors
    /// It is missing.
    pub fn required(&self, names: &[&str], with: &str) -> Result<SecretString, ProviderError> {
        let missing =
            || ProviderError::NoCredentials(format!("{} is missing; it goes with {with}", names.join(" or ")));
        Ok(self.secret(names)?.ok_or_else(missing)?.secret)
    }

    /// The home folder, as far as the environment names it.
    pub fn home(&self) -> Option<PathBuf> {
        self.first(&["HOME", "USERPROFILE"]).map(PathBuf::from)
    }
}

fn read_secret(path: &Path) -> Result<SecretString, &'static str> {
    let text = read_limited(path).ok_or("cannot be read")?;
    let text = text.trim();
    if text.is_empty() { Err("is empty") } else { Ok(text.to_owned().into()) }
}

/// The text of a file, if it can be read and is not large.
pub(super) fn read_limited(path: &Path) -> Option<String> {
    let size = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
    if size > MAX_FILE { None } else { fs::read_to_string(path).ok() }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn a_secret_comes_from_a_variable_or_the_file_that_it_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("token");
        fs::write(&path, "from-file\n").expect("written");
        let path = path.display().to_string();
        let get = |name: &str| match name {
            "A" => Some(" from-variable ".to_owned()),
            "B_FILE" => Some(path.clone()),
            "C_FILE" => Some("/nowhere/token".to_owned()),
            "D" => Some("  ".to_owned()),
            _ => None,
        };
        let variables = Variables::new(&get);
        let found = |names: &[&str]| {
            variables
                .secret(names)
                .map(|found| found.map(|found| (found.secret.expose_secret().to_owned(), found.source)))
        };
        assert_eq!(found(&["A"]), Ok(Some(("from-variable".to_owned(), "A".to_owned()))));
        assert_eq!(found(&["X", "B"]), Ok(Some(("from-file".to_owned(), "B_FILE".to_owned()))));
        assert!(matches!(found(&["C"]), Err(ProviderError::NoCredentials(words)) if words.contains("C_FILE")));
        assert_eq!(found(&["D", "E"]), Ok(None));
        assert!(
            variables.required(&["E"], "A").is_err_and(|error| error.to_string() == "E is missing; it goes with A")
        );
    }
}
