//! Decodes the JSON of the API into the types of the core.
//!
//! Decoding is lenient (autosend-api.md section 10): unknown members are skipped, unknown values are kept, and a member
//! that is missing, null or of another type than documented is no error. Only the id and the name of a domain are
//! required. The API documents three wrappers, and each is accepted: `data` is the domain (add, get), `data.domains` is
//! the list, `data.domain` is the domain (verify).

mod domain;
mod json_text;
mod lenient;
mod list;
mod projects;
mod records;
mod removal;

use serde_json::{Map, Value};

use self::lenient::LenientBool;
use crate::core::redaction::SentKeys;

pub use domain::decode_domain;
pub(super) use json_text::mend_json;
pub use list::{MAX_DOMAINS, MAX_ELEMENT_BYTES, decode_list};
pub use projects::decode_projects;
pub use records::MAX_RECORDS;
pub use removal::decode_removal;

/// Why a response whose status is a success is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// `"success": false`: the members of the body, which hold the server's reason.
    Refused(Map<String, Value>),
    /// The body cannot be used: what is wrong with it, as a message.
    Unusable(String),
    /// The JSON ends before it is complete: where, as a message.
    EndsEarly(String),
    /// The end of the body never came: what happened to it, as a message.
    Incomplete(String),
}

impl BodyError {
    /// What is wrong with the body, as a message.
    pub(crate) fn reason(self) -> String {
        match self {
            Self::Refused(_) => "the response says that it failed".to_owned(),
            Self::Unusable(reason) | Self::EndsEarly(reason) | Self::Incomplete(reason) => reason,
        }
    }
}

impl From<String> for BodyError {
    fn from(reason: String) -> Self {
        Self::Unusable(reason)
    }
}

impl From<&str> for BodyError {
    fn from(reason: &str) -> Self {
        Self::Unusable(reason.to_owned())
    }
}

/// The members of a body that is one JSON object, without the keys that the server was sent.
fn decode_envelope(body: &[u8], keys: &SentKeys) -> Result<Map<String, Value>, BodyError> {
    if body.trim_ascii().is_empty() {
        return Err("the response is empty".into());
    }
    let mut answer: Value = serde_json::from_slice(&mend_json(body)).map_err(|error| to_body_error(&error))?;
    keys.redact_json(&mut answer);
    let Value::Object(members) = answer else { return Err("the response is not a JSON object".into()) };
    if claims_failure(&members) { Err(BodyError::Refused(members)) } else { Ok(members) }
}

/// Whether the members say `"success": false`. A member that is missing says nothing.
fn claims_failure(members: &Map<String, Value>) -> bool {
    members.get("success").is_some_and(|success| LenientBool::from_value(success).0 == Some(false))
}

/// The error of JSON with a syntax error. The messages of the JSON library are not used, because they quote the text.
fn to_body_error(error: &serde_json::Error) -> BodyError {
    let position = format!("line {}, column {}", error.line(), error.column());
    if error.is_eof() {
        BodyError::EndsEarly(format!("the response is cut off at {position}"))
    } else {
        BodyError::Unusable(format!("the response is not valid JSON at {position}"))
    }
}

#[cfg(test)]
mod tests;
