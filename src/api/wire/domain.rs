//! Decodes one domain.

use serde::Deserialize;
use serde_json::Value;

use super::lenient::{LenientBool, LenientText};
use super::records::parse_records;
use super::{BodyError, decode_envelope};
use crate::core::domain::{AutosendChecks, DomainId, DomainStatus, SendingDomain};
use crate::core::redaction::SentKeys;
use crate::core::text::Untrusted;

/// A domain as the API sends it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct WireDomain {
    id: LenientText,
    #[serde(rename = "domainName")]
    name: LenientText,
    verification_status: LenientText,
    ownership_verified: LenientBool,
    dkim_enabled: LenientBool,
    mail_from_enabled: LenientBool,
    dmarc_enabled: LenientBool,
    dns_records: Value,
    region_key: LenientText,
    created_at: LenientText,
    last_checked_at: LenientText,
    verified_at: LenientText,
    verification_in_progress: LenientBool,
    inbound_enabled_at: LenientText,
    inbound_domain_verified_at: LenientText,
}

impl From<WireDomain> for SendingDomain {
    fn from(domain: WireDomain) -> Self {
        Self {
            id: DomainId::new(domain.id.or_empty()),
            name: Untrusted::new(domain.name.or_empty()),
            status: DomainStatus::parse(&domain.verification_status.or_empty()),
            checks: AutosendChecks {
                ownership: domain.ownership_verified.0,
                dkim: domain.dkim_enabled.0,
                mail_from: domain.mail_from_enabled.0,
                dmarc: domain.dmarc_enabled.0,
            },
            records: parse_records(domain.dns_records),
            region: domain.region_key.non_empty().map(Untrusted::new),
            created_at: domain.created_at.timestamp(),
            last_checked_at: domain.last_checked_at.timestamp(),
            verified_at: domain.verified_at.timestamp(),
            verification_in_progress: domain.verification_in_progress.0.unwrap_or(false),
            inbound_enabled_at: domain.inbound_enabled_at.timestamp(),
            inbound_verified_at: domain.inbound_domain_verified_at.timestamp(),
        }
    }
}

/// Decodes the response to add, get or verify. The keys that the server was sent are removed from every text.
///
/// # Errors
/// The body says that the request has failed, is not JSON, or holds no domain with an id and a name.
pub fn decode_domain(body: &[u8], keys: &SentKeys) -> Result<SendingDomain, BodyError> {
    let data = decode_envelope(body, keys)?.remove("data");
    let Some(Value::Object(mut members)) = data else { return Err("no domain in the response".into()) };
    let inner = members.get_mut("domain").map(Value::take).filter(Value::is_object);
    // Verify responds at once and continues in the background. Then the member next to the domain says so, and the
    // member in the domain does not (autosend-api.md 1.2).
    let is_in_progress =
        inner.is_some() && members.get("verificationInProgress").and_then(Value::as_bool) == Some(true);
    let domain = parse_domain(inner.unwrap_or(Value::Object(members)));
    let mut domain = domain.ok_or("no domain in the response")?;
    domain.verification_in_progress |= is_in_progress;
    if domain.id.raw().is_empty() {
        return Err("a domain in the response has no ID".into());
    }
    if domain.name.is_empty() {
        return Err("a domain in the response has no name".into());
    }
    Ok(domain)
}

/// The domain in one JSON value; `None` if there is none.
pub(super) fn parse_domain(value: Value) -> Option<SendingDomain> {
    value.is_object().then(|| WireDomain::deserialize(value).ok()).flatten().map(SendingDomain::from)
}
