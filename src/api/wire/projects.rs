use serde_json::Value;

use super::lenient::LenientText;
use super::{BodyError, decode_envelope};
use crate::core::api_key::{Project, ProjectId};
use crate::core::redaction::SentKeys;
use crate::core::text::Untrusted;

/// The most projects that are kept.
const MAX_PROJECTS: usize = 10_000;

/// Decodes the response to `GET /account/projects`: a list in `data`, or in its member `projects`. Elements without a
/// valid id are skipped. The keys that the server was sent are removed from every text.
///
/// # Errors
/// The body says that the request has failed, is not JSON, or holds no list of projects.
pub fn decode_projects(body: &[u8], keys: &SentKeys) -> Result<Vec<Project>, BodyError> {
    let data = decode_envelope(body, keys)?.remove("data").unwrap_or_default();
    let list = match data {
        Value::Object(mut members) => members.get_mut("projects").map(Value::take).unwrap_or_default(),
        other => other,
    };
    let Value::Array(elements) = list else { return Err("no project list in the response".into()) };
    Ok(elements.into_iter().take(MAX_PROJECTS).filter_map(parse_project).collect())
}

fn parse_project(mut element: Value) -> Option<Project> {
    let id = LenientText::from_value(element.get_mut("id").map(Value::take)?).non_empty()?;
    let name = element.get_mut("name").map(Value::take).unwrap_or_default();
    Some(Project { id: ProjectId::parse(&id).ok()?, name: Untrusted::new(LenientText::from_value(name).or_empty()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_are_read_from_either_wrapper() {
        for body in [
            r#"{"success":true,"data":{"projects":[{"id":"p1","name":"One","domains":[]},{"name":"no id"},{"id":7}]}}"#,
            r#"{"data":[{"id":"p1","name":"One"},{"id":"7"},{"id":"two words"}]}"#,
        ] {
            let projects = decode_projects(body.as_bytes(), &SentKeys::default()).unwrap();
            let found: Vec<(&str, &str)> =
                projects.iter().map(|project| (project.id.as_str(), project.name.raw())).collect();
            assert_eq!(found, [("p1", "One"), ("7", "")]);
        }
    }

    #[test]
    fn a_document_without_a_list_is_an_error() {
        for body in ["", "{}", r#"{"data":{"projects":7}}"#, "[", r#"{"data":null}"#] {
            assert!(decode_projects(body.as_bytes(), &SentKeys::default()).is_err(), "{body}");
        }
    }
}
