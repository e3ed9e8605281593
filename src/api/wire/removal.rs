//! Decodes the response to a removal.

use super::lenient::LenientBool;
use super::{BodyError, decode_envelope};
use crate::core::redaction::SentKeys;

/// Reads whether the response to a removal is a clear yes: `{"success": true}`. The words beside it are not documented.
///
/// # Errors
/// The body says that the removal has failed, or says nothing of it.
pub fn decode_removal(body: &[u8], keys: &SentKeys) -> Result<(), BodyError> {
    let members = decode_envelope(body, keys)?;
    match members.get("success").map(LenientBool::from_value) {
        Some(LenientBool(Some(true))) => Ok(()),
        _ => Err("it does not say that the domain is removed".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_success_true_confirms_a_removal() {
        let decoded = |body: &str| decode_removal(body.as_bytes(), &SentKeys::default());
        for body in [r#"{"success":true}"#, r#"{"success":true,"message":"Domain deleted successfully","data":null}"#] {
            assert_eq!(decoded(body), Ok(()), "{body}");
        }
        for body in ["", "{}", "[]", "true", "<html>", r#"{"success":tr"#, r#"{"success":1}"#, r#"{"message":"ok"}"#] {
            assert!(matches!(decoded(body), Err(BodyError::Unusable(_) | BodyError::EndsEarly(_))), "{body}");
        }
        assert!(matches!(decoded(r#"{"success":false}"#), Err(BodyError::Refused(_))));
    }
}
