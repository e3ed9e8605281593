//! The name under which a key is stored, where several are.

use std::fmt;

/// The name of the key that is used where none is named.
const DEFAULT: &str = "default";

/// The longest name, in characters.
const MAX_LENGTH: usize = 64;

/// A name for a stored key: letters, digits and `. _ -` of ASCII, so that it can be typed, drawn and quoted anywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProfileName(String);

impl ProfileName {
    /// Reads a name. It is not repeated where it is none: a key may have been given in its place.
    ///
    /// # Errors
    /// Where it is empty, too long, or holds anything else.
    pub fn parse(given: &str) -> Result<Self, &'static str> {
        let is_of_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '-');
        if given.is_empty() || given.len() > MAX_LENGTH || !given.chars().all(is_of_name) {
            return Err("A profile's name is at most 64 letters, digits, dots, hyphens and underscores");
        }
        Ok(Self(given.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the one that is used where none is named.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.0 == DEFAULT
    }

    /// The option that names it, with a blank before it; nothing for the default.
    #[must_use]
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
    fn a_name_is_one_plain_word() {
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
