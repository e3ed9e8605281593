//! The profile name under which an API key is stored, so that several keys can be stored.

use std::fmt;

/// The profile that is used if none is given.
const DEFAULT: &str = "default";

/// The maximum length of a name, in characters.
const MAX_LENGTH: usize = 64;

/// A profile name: ASCII letters, digits and `. _ -`, so that it can be typed, displayed and quoted anywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProfileName(String);

impl ProfileName {
    /// Parses a profile name. The message does not repeat invalid input, because it may be a key that was given by
    /// mistake.
    ///
    /// # Errors
    /// If it is empty, too long, or contains other characters.
    pub fn parse(input: &str) -> Result<Self, &'static str> {
        let is_allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '-');
        if input.is_empty() || input.len() > MAX_LENGTH || !input.chars().all(is_allowed) {
            return Err("A profile name has at most 64 letters, digits, dots, hyphens and underscores");
        }
        Ok(Self(input.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the profile that is used if none is given.
    pub fn is_default(&self) -> bool {
        self.0 == DEFAULT
    }

    /// The command line option that selects the profile, with a leading blank. Empty for the default profile.
    pub fn cli_option(&self) -> String {
        if self.is_default() { String::new() } else { format!(" --profile {self}") }
    }
}

impl Default for ProfileName {
    fn default() -> Self {
        Self(DEFAULT.to_owned())
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_name_is_one_plain_word() {
        for name in ["default", "work", "a.b-c_1", "-", &"x".repeat(64)] {
            assert_eq!(ProfileName::parse(name).as_ref().map(ProfileName::as_str), Ok(name));
        }
        for name in ["", "two words", "ü", "a/b", "\u{1b}", &"x".repeat(65)] {
            assert!(ProfileName::parse(name).is_err(), "{name:?}");
        }
        assert_eq!(ProfileName::default().cli_option(), "");
        assert_eq!(ProfileName::parse("work").map(|name| name.cli_option()), Ok(" --profile work".to_owned()));
    }
}
