//! A value that the program advises to publish.

use super::sanitize::sanitize;

/// A value to publish instead of an existing one, made of what DNS has. Only what is shown as it is can be copied and
/// published; anything else is for reading.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdvisedValue {
    /// The value itself: printable ASCII.
    Exact(String),
    /// The value, sanitized: it has other characters, or is too long to show.
    Sanitized(String),
}

impl AdvisedValue {
    pub(super) fn new(value: &str) -> Self {
        let sanitized = sanitize(value.as_bytes());
        let is_plain = value.bytes().all(|octet| octet == b' ' || octet.is_ascii_graphic());
        if is_plain && sanitized == value { Self::Exact(sanitized) } else { Self::Sanitized(sanitized) }
    }

    /// The value, safe to display.
    pub fn text(&self) -> &str {
        match self {
            Self::Exact(text) | Self::Sanitized(text) => text,
        }
    }

    /// The value, if it can be published as it is shown.
    pub fn exact(&self) -> Option<&str> {
        match self {
            Self::Exact(text) => Some(text),
            Self::Sanitized(_) => None,
        }
    }
}

impl Default for AdvisedValue {
    fn default() -> Self {
        Self::Exact(String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_shown_as_it_is_can_be_published() {
        for value in ["v=spf1 include:a.example ~all", r"v=spf1 exp=a\b <U+001B> ..."] {
            assert_eq!(AdvisedValue::new(value).exact(), Some(value));
        }
        for value in ["v=spf1 \u{1b}", "v=spf1 ü", "v=spf1\u{a0}-all", "a\tb", &"x".repeat(70_000)] {
            let advised = AdvisedValue::new(value);
            assert!(advised.exact().is_none() && advised.text() == sanitize(value.as_bytes()), "{value:.20}");
        }
    }
}
