//! A sending domain as AutoSend reports it.

use jiff::Timestamp;
use serde::Serialize;

use super::domain_name::{DomainName, assess, is_same_name, owner_to_ascii};
use super::record::{DnsRecord, Slot};
use super::text::{Untrusted, escape_hidden, is_hidden};

/// The id of a domain. All published samples have 24 hexadecimal digits, but any text is accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainId(Untrusted);

impl DomainId {
    /// Wraps an id as the server sent it.
    pub fn new(id: impl Into<Untrusted>) -> Self {
        Self(id.into())
    }

    /// The unchanged id. Callers must encode it before they put it into a URL.
    pub fn raw(&self) -> &str {
        self.0.raw()
    }

    /// The id in a form that is safe to display.
    pub fn sanitized(&self) -> String {
        self.0.sanitized()
    }
}

/// The verification status of a domain. Two values are published; any other is kept as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainStatus {
    /// `PENDING_CONFIGURATION`: AutoSend has not found the records yet.
    Pending,
    /// `VERIFIED`: the domain can send.
    Verified,
    /// Any other status; empty if there was none.
    Other(Untrusted),
}

impl DomainStatus {
    /// Parses `verificationStatus`.
    pub fn parse(status: &str) -> Self {
        match status {
            "PENDING_CONFIGURATION" => Self::Pending,
            "VERIFIED" => Self::Verified,
            other => Self::Other(Untrusted::new(other)),
        }
    }

    /// `verificationStatus` as received.
    pub fn raw(&self) -> &str {
        match self {
            Self::Pending => "PENDING_CONFIGURATION",
            Self::Verified => "VERIFIED",
            Self::Other(status) => status.raw(),
        }
    }

    /// The status as text for users.
    pub fn label(&self) -> String {
        match self {
            Self::Pending => "waiting for DNS".to_owned(),
            Self::Verified => "verified".to_owned(),
            Self::Other(status) if status.is_empty() => "no status".to_owned(),
            Self::Other(status) => status.sanitized(),
        }
    }

    /// The status in a word, where its label has no room.
    pub fn short_label(&self) -> String {
        match self {
            Self::Pending => "waiting".to_owned(),
            _ => self.label(),
        }
    }

    /// Whether a domain with this status can send, because ownership and DKIM are accepted (autosend-api.md 1.2).
    pub const fn can_send(&self) -> bool {
        matches!(self, Self::Verified)
    }

    /// Whether verification failed for good. AutoSend publishes no such status, so this matches the terms that similar
    /// services use.
    pub fn is_failure(&self) -> bool {
        const ENDS: [&str; 4] = ["FAIL", "REJECT", "EXPIRE", "SUSPEND"];
        let Self::Other(status) = self else { return false };
        let status = status.raw().to_ascii_uppercase();
        ENDS.iter().any(|end| status.contains(end))
    }
}

/// AutoSend's own four checks. `None` means that AutoSend did not report the check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AutosendChecks {
    /// `ownershipVerified`.
    pub ownership: Option<bool>,
    /// `dkimEnabled`.
    pub dkim: Option<bool>,
    /// `mailFromEnabled`.
    pub mail_from: Option<bool>,
    /// `dmarcEnabled`.
    pub dmarc: Option<bool>,
}

/// A domain registered with AutoSend, with the records that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendingDomain {
    /// The id that AutoSend assigned.
    pub id: DomainId,
    /// `domainName`, as received.
    pub name: Untrusted,
    /// `verificationStatus`.
    pub status: DomainStatus,
    /// The results of AutoSend's own checks.
    pub checks: AutosendChecks,
    /// Every record of `dnsRecords`, in the order: ownership, DKIM, mail-from, DMARC, inbound MX, unknown members.
    pub records: Vec<DnsRecord>,
    /// `regionKey`.
    pub region: Option<Untrusted>,
    /// `createdAt`, if it is a valid time.
    pub created_at: Option<Timestamp>,
    /// `lastCheckedAt`, if it is a valid time. If it equals `created_at`, no check has taken place.
    pub last_checked_at: Option<Timestamp>,
    /// `verifiedAt`, if it is a valid time.
    pub verified_at: Option<Timestamp>,
    /// `verificationInProgress`.
    pub verification_in_progress: bool,
    /// `inboundEnabledAt`, if it is a valid time.
    pub inbound_enabled_at: Option<Timestamp>,
    /// `inboundDomainVerifiedAt`, if it is a valid time.
    pub inbound_verified_at: Option<Timestamp>,
}

impl SendingDomain {
    /// Whether AutoSend certainly has not checked the records yet: `lastCheckedAt` equals `createdAt` until the first
    /// check.
    pub fn is_unchecked(&self) -> bool {
        let checks = self.checks;
        let passed = [checks.ownership, checks.dkim, checks.mail_from, checks.dmarc].contains(&Some(true));
        let no_look = self.created_at.is_some() && self.last_checked_at == self.created_at;
        no_look && !passed && self.status != DomainStatus::Verified
    }

    /// Tells the user to create the records, at the DNS host if it is known. `None` if there are no records or the
    /// domain is verified. Without a full stop.
    pub fn setup_instruction(&self, host: Option<&str>) -> Option<String> {
        let records = match self.records.len() {
            0 => return None,
            1 => "this record".to_owned(),
            number => format!("these {number} records"),
        };
        let location = host.map_or_else(|| "at your DNS provider".to_owned(), |host| format!("at {host}"));
        (self.status != DomainStatus::Verified).then(|| format!("Add {records} {location}"))
    }

    /// The latest of the times that AutoSend reports: added, checked, verified.
    pub fn last_changed_at(&self) -> Option<Timestamp> {
        [self.created_at, self.last_checked_at, self.verified_at].into_iter().max().flatten()
    }

    /// Whether AutoSend receives mail for the domain.
    pub fn is_inbound_enabled(&self) -> bool {
        self.inbound_enabled_at.is_some() || self.records.iter().any(|record| record.slot == Slot::InboundMx)
    }

    /// The Unicode form of the name, if it differs (RFC 5890). It is safe to display.
    pub fn unicode_name(&self) -> Option<String> {
        // Only names with A-labels differ in Unicode, and this runs for every frame, so all others return early.
        if !self.name.raw().to_ascii_lowercase().contains("xn--") {
            return None;
        }
        assess(self.name.raw()).name()?.unicode().map(|name| escape_hidden(name).into_owned())
    }

    /// Whether this domain has the given name, ignoring ASCII case and a trailing dot.
    pub fn is_named(&self, name: &str) -> bool {
        is_same_name(self.name.raw(), name)
    }

    /// Whether a response with this domain answers a request about `name`. Unicode counts as its ASCII form, and a hidden
    /// character ends the name: it is part of none.
    pub fn is_answer_about(&self, name: &DomainName) -> bool {
        let visible = self.name.raw().split(is_hidden).next().unwrap_or_default();
        owner_to_ascii(visible).is_some_and(|ascii| is_same_name(&ascii, name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::fixtures::domain;

    #[test]
    fn an_answer_is_about_the_domain_whose_name_can_be_seen_in_it() {
        let is_about = |answered: &str, asked: &str| {
            domain(answered, Vec::new()).is_answer_about(assess(asked).name().expect("a name"))
        };
        for answered in ["mail.example.com", "Mail.Example.com.", "mail.example.com\u{1b}[2J"] {
            assert!(is_about(answered, "mail.example.com"), "{answered:?}");
        }
        assert!(
            is_about("bücher.example", "xn--bcher-kva.example") && is_about("xn--bcher-kva.example", "bücher.example")
        );
        for answered in
            ["", "\u{1b}", "example.com", "mail.example.co", "mail.example.com.evil.example", "mäil.example.com"]
        {
            assert!(!is_about(answered, "mail.example.com"), "{answered:?}");
        }
    }

    #[test]
    fn only_certainly_unchecked_domains_are_unchecked() {
        let (first, later) = (Timestamp::from_second(1).ok(), Timestamp::from_second(2).ok());
        let unchecked = |status, dkim, created_at, last_checked_at| {
            let domain = SendingDomain {
                id: DomainId::new("1"),
                name: "example.com".into(),
                status,
                checks: AutosendChecks { dkim, ..AutosendChecks::default() },
                records: Vec::new(),
                region: None,
                created_at,
                last_checked_at,
                verified_at: None,
                verification_in_progress: false,
                inbound_enabled_at: None,
                inbound_verified_at: None,
            };
            domain.is_unchecked()
        };
        assert!(unchecked(DomainStatus::Pending, Some(false), first, first));
        assert!(!unchecked(DomainStatus::Pending, Some(false), first, later));
        assert!(!unchecked(DomainStatus::Pending, None, None, None));
        assert!(!unchecked(DomainStatus::Pending, Some(true), first, first));
        assert!(!unchecked(DomainStatus::Verified, None, first, first));
    }
}
