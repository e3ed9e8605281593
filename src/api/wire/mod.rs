//! Decodes the JSON of the API into the types of the core.
//!
//! Decoding is lenient (autosend-api.md section 10): unknown members are skipped, unknown values are kept, and a member
//! that is missing, null or of another type than documented is no error. Only the id and the name of a domain are
//! required. The API documents three wrappers, and each is accepted: `data` is the domain (add, get), `data.domains` is
//! the list, `data.domain` is the domain (verify).

mod domain;
mod lenient;
mod list;
mod projects;
mod records;

pub use domain::decode_domain;
pub use list::{MAX_DOMAINS, MAX_ELEMENT_BYTES, decode_list};
pub use projects::decode_projects;
pub use records::MAX_RECORDS;

/// Describes a syntax error. The messages of the JSON library are not used, because they quote the text.
fn describe_json_error(error: &serde_json::Error) -> String {
    let position = format!("line {}, column {}", error.line(), error.column());
    if error.is_eof() {
        format!("the response is cut off at {position}")
    } else {
        format!("the response is not valid JSON at {position}")
    }
}

#[cfg(test)]
mod tests;
