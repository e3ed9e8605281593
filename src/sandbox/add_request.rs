//! Validates the body of `POST /domains`, and words the errors (autosend-api.md 1.6).
//!
//! The rules are the documented ones and the sandbox's own, on purpose not those of [`crate::core::domain_name`]: a
//! client must cope with a server that has other rules.

use serde_json::{Map, Value};

use super::api_failure::ApiFailure;
use crate::core::region;

/// The longest name, in characters.
const MAX_NAME_LENGTH: usize = 253;

/// The region if the request names none.
const DEFAULT_REGION: &str = region::KNOWN_REGIONS[0].0;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AddRequest {
    /// The name as the request has it.
    pub(super) requested_name: String,
    /// The name in lower case.
    pub(super) name: String,
    /// One of the known regions.
    pub(super) region: String,
}

impl AddRequest {
    /// Parses a body. An empty one counts as an object without members; unknown members are ignored.
    pub(super) fn parse(body: &[u8]) -> Result<Self, ApiFailure> {
        let members = match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => members,
            Ok(_) => return Err(ApiFailure::bad_request("The request body must be a JSON object")),
            Err(_) if body.is_empty() => Map::new(),
            Err(_) => return Err(ApiFailure::bad_request("The request body is not valid JSON")),
        };
        match (parse_name(&members), parse_region(&members)) {
            (Ok(name), Ok(region)) => {
                Ok(Self { requested_name: name.to_owned(), name: name.to_ascii_lowercase(), region: region.to_owned() })
            }
            (name, region) => Err(ApiFailure::invalid_fields([("domain", name.err()), ("regionKey", region.err())])),
        }
    }
}

/// The text of a member that must be there.
pub(super) fn string_member<'m>(members: &'m Map<String, Value>, name: &str) -> Result<&'m str, String> {
    match members.get(name) {
        None => Err(format!("{name} is required")),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(format!("{name} must be a string")),
    }
}

fn parse_name(members: &Map<String, Value>) -> Result<&str, String> {
    let name = string_member(members, "domain")?;
    if name.is_empty() {
        return Err("domain must not be empty".to_owned());
    }
    if name.chars().count() > MAX_NAME_LENGTH {
        return Err(format!("domain must be at most {MAX_NAME_LENGTH} characters long"));
    }
    if name.contains("://") {
        return Err("domain must not include a protocol".to_owned());
    }
    if let Some(before) = name.strip_suffix('/')
        && !before.contains('/')
    {
        return Err("domain must not end with a slash".to_owned());
    }
    if name.contains('/') {
        return Err("domain must not include a path".to_owned());
    }
    if is_domain_name(name) { Ok(name) } else { Err("domain must be a valid domain name".to_owned()) }
}

/// Whether the name has two or more labels of letters, digits and inner hyphens, and the last one is not all digits
/// (which also excludes IP addresses).
fn is_domain_name(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = name.rsplit('.').next().unwrap_or_default();
    name.contains('.') && name.split('.').all(is_label) && !last.bytes().all(|octet| octet.is_ascii_digit())
}

fn parse_region(members: &Map<String, Value>) -> Result<&str, String> {
    if !members.contains_key("regionKey") {
        return Ok(DEFAULT_REGION);
    }
    let key = string_member(members, "regionKey")?;
    let known = region::KNOWN_REGIONS.map(|(known, _)| known);
    if known.contains(&key) { Ok(key) } else { Err(format!("regionKey must be one of {}", known.join(", "))) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn details(body: &str) -> Vec<(&'static str, String)> {
        let details = AddRequest::parse(body.as_bytes()).unwrap_err().details.into_iter();
        details.map(|error| (error.field, error.message)).collect()
    }

    #[test]
    fn a_name_is_stored_unchanged_and_compared_in_lower_case() {
        let domain =
            AddRequest::parse(br#"{"domain":"Mail.Example.ORG","regionKey":"eu-central-1","more":1}"#).unwrap();
        assert_eq!((domain.requested_name.as_str(), domain.name.as_str()), ("Mail.Example.ORG", "mail.example.org"));
        assert_eq!(domain.region, "eu-central-1");
    }

    #[test]
    fn a_missing_region_is_the_projects_primary_one() {
        assert_eq!(AddRequest::parse(br#"{"domain":"example.org"}"#).unwrap().region, "us-east-1");
    }

    #[test]
    fn each_invalid_name_has_its_own_message() {
        for (body, message) in [
            ("", "domain is required"),
            ("{}", "domain is required"),
            (r#"{"domain":7}"#, "domain must be a string"),
            (r#"{"domain":null}"#, "domain must be a string"),
            (r#"{"domain":""}"#, "domain must not be empty"),
            (r#"{"domain":"https://example.org"}"#, "domain must not include a protocol"),
            (r#"{"domain":"example.org/"}"#, "domain must not end with a slash"),
            (r#"{"domain":"example.org/x"}"#, "domain must not include a path"),
            (r#"{"domain":"example"}"#, "domain must be a valid domain name"),
            (r#"{"domain":"a..example.org"}"#, "domain must be a valid domain name"),
            (r#"{"domain":"example.org."}"#, "domain must be a valid domain name"),
            (r#"{"domain":"-a.example.org"}"#, "domain must be a valid domain name"),
            (r#"{"domain":"a_b.example.org"}"#, "domain must be a valid domain name"),
            (r#"{"domain":"münchen.de"}"#, "domain must be a valid domain name"),
            (r#"{"domain":"192.0.2.1"}"#, "domain must be a valid domain name"),
            (r#"{"domain":"example.org "}"#, "domain must be a valid domain name"),
        ] {
            assert_eq!(details(body), [("domain", message.to_owned())], "{body}");
        }
    }

    #[test]
    fn a_name_has_at_most_253_characters() {
        let labels = [63, 63, 63, 61].map(|length| "a".repeat(length)).join(".");
        let body = |name: &str| format!(r#"{{"domain":"{name}"}}"#);
        assert_eq!(labels.len(), MAX_NAME_LENGTH);
        assert!(AddRequest::parse(body(&labels).as_bytes()).is_ok());
        let message = "domain must be at most 253 characters long".to_owned();
        assert_eq!(details(&body(&format!("b{labels}"))), [("domain", message)]);
    }

    #[test]
    fn an_unknown_region_lists_the_known_ones_and_both_members_are_validated() {
        let message = "regionKey must be one of us-east-1, us-east-2, ap-south-1, eu-central-1".to_owned();
        assert_eq!(details(r#"{"domain":"example.org","regionKey":"mars-1"}"#), [("regionKey", message)]);
        let both = details(r#"{"domain":"x","regionKey":null}"#);
        assert_eq!(both.iter().map(|(field, _)| *field).collect::<Vec<_>>(), ["domain", "regionKey"]);
    }

    #[test]
    fn a_body_that_is_not_a_json_object_is_rejected() {
        for body in ["[]", "\"example.org\"", "null", "{", "{\"domain\":", "\u{0}", "{\"domain\":\"\\ud800\"}"] {
            let failure = AddRequest::parse(body.as_bytes()).unwrap_err();
            assert_eq!((failure.status.as_u16(), failure.details.len()), (400, 0), "{body}");
        }
    }

    proptest! {
        #[test]
        fn no_body_causes_a_panic(body in any::<Vec<u8>>()) {
            let _ = AddRequest::parse(&body);
        }

        #[test]
        fn an_accepted_name_is_ascii_with_a_dot(name in any::<String>()) {
            let body = serde_json::json!({ "domain": name }).to_string();
            if let Ok(domain) = AddRequest::parse(body.as_bytes()) {
                prop_assert!(domain.name.is_ascii() && domain.name.contains('.'));
            }
        }
    }
}
