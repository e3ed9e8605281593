//! Deserializes members of any JSON type without an error.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A text. Numbers and other values become their JSON text; null and a missing member become `None`.
#[derive(Debug, Default)]
pub(super) struct LenientText(Option<String>);

/// A boolean. The texts `true` and `false` count; any other value becomes `None`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LenientBool(pub(super) Option<bool>);

impl LenientText {
    pub(super) fn from_value(value: Value) -> Self {
        Self(match value {
            Value::Null => None,
            Value::String(text) => Some(text),
            other => Some(other.to_string()),
        })
    }

    /// The text, or `None` if it is empty.
    pub(super) fn non_empty(self) -> Option<String> {
        self.0.filter(|text| !text.is_empty())
    }

    pub(super) fn or_empty(self) -> String {
        self.0.unwrap_or_default()
    }

    /// The time in the text, if it is an RFC 3339 time.
    pub(super) fn timestamp(&self) -> Option<Timestamp> {
        self.0.as_deref()?.parse().ok()
    }
}

impl LenientBool {
    pub(super) fn from_value(value: &Value) -> Self {
        Self(match value {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        })
    }
}

impl<'de> Deserialize<'de> for LenientText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from_value)
    }
}

impl<'de> Deserialize<'de> for LenientBool {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::from_value(&value))
    }
}
