//! The request that adds a domain. The preview and the HTTP client share it, so the user sees exactly what is sent.

use serde_json::{Map, Value};

use super::domain_name::DomainName;
use super::region::Region;

/// The body of `POST /domains`: `domain`, and `regionKey` unless the region is the project's primary one.
#[must_use]
pub fn create_domain_body(name: &DomainName, region: &Region) -> Value {
    let mut body = Map::new();
    body.insert("domain".to_owned(), Value::from(name.as_str()));
    if let Some(key) = region.key() {
        body.insert("regionKey".to_owned(), Value::from(key.as_str()));
    }
    Value::Object(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::domain_name::assess;
    use crate::core::region::RegionKey;

    #[test]
    fn the_primary_region_is_not_named() {
        let name = assess("mail.example.com").name().cloned().unwrap();
        assert_eq!(create_domain_body(&name, &Region::Primary).to_string(), r#"{"domain":"mail.example.com"}"#);
        let key = Region::Key(RegionKey::parse("us-east-1").unwrap());
        assert_eq!(
            create_domain_body(&name, &key).to_string(),
            r#"{"domain":"mail.example.com","regionKey":"us-east-1"}"#
        );
    }
}
