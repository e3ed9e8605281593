//! Members that are read whatever their kind.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A text; numbers and all else become their JSON text, null and missing nothing.
#[derive(Debug, Default)]
pub(super) struct LenientText(Option<String>);

/// A yes or no; a text that says `true` or `false` counts, all else is nothing.
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

    /// The text, or none where it is empty.
    pub(super) fn non_empty(self) -> Option<String> {
        self.0.filter(|text| !text.is_empty())
    }

    pub(super) fn or_empty(self) -> String {
        self.0.unwrap_or_default()
    }

    /// The time that the text tells, where it tells one (RFC 3339).
    pub(super) fn timestamp(&self) -> Option<Timestamp> {
        self.0.as_deref()?.parse().ok()
    }
}

impl<'de> Deserialize<'de> for LenientText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from_value)
    }
}

impl<'de> Deserialize<'de> for LenientBool {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match Value::deserialize(deserializer)? {
            Value::Bool(flag) => Some(flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }))
    }
}
