//! Messages about syntax errors.

/// Describes a syntax error. The messages of the JSON library are not used, because they quote the text.
pub(super) fn describe_json_error(error: &serde_json::Error) -> String {
    let position = format!("line {}, column {}", error.line(), error.column());
    if error.is_eof() {
        format!("the answer breaks off at {position}")
    } else {
        format!("the answer is not JSON at {position}")
    }
}
