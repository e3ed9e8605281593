//! The environment, as it may be shown.

use std::ffi::OsString;

use crate::core::redaction::mask_api_keys;

/// Looks a variable up by its name.
type Lookup<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

/// The variables of this process, or those of a test.
pub(super) struct EnvVars<'a>(Box<Lookup<'a>>);

impl EnvVars<'_> {
    /// That of this process.
    pub(super) fn from_process() -> Self {
        Self(Box::new(|name| std::env::var_os(name)))
    }

    /// A variable that is set to something. A key that was put into a wrong variable is cut; what is not UTF-8 becomes
    /// U+FFFD.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let value = (self.0)(name)?.to_string_lossy().into_owned();
        Some(mask_api_keys(&value).into_owned()).filter(|value| !value.is_empty())
    }

    /// Whether a variable is set to something.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

#[cfg(test)]
impl<'a> EnvVars<'a> {
    /// One for tests.
    pub(super) fn from_pairs(variables: &'a [(&'a str, &'a str)]) -> Self {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        Self(Box::new(find))
    }
}
