//! A sending domain as AutoSend tells of it.

use jiff::Timestamp;

use super::domain_name::{assess, is_same_name};
use super::record::{DnsRecord, Slot};
use super::text::{Untrusted, escape_hidden};

/// The id of a domain: 24 hexadecimal digits in every published sample, but any text is taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DomainId(Untrusted);

impl DomainId {
    /// Takes an id as the server gave it.
    pub fn new(id: impl Into<Untrusted>) -> Self {
        Self(id.into())
    }

    /// The id to the letter. It is encoded wherever it becomes part of an address.
    #[must_use]
    pub fn raw(&self) -> &str {
        self.0.raw()
    }

    /// The id as it may be drawn.
    #[must_use]
    pub fn sanitized(&self) -> String {
        self.0.sanitized()
    }
}

/// How far AutoSend is with a domain. Two values are published; any other is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainStatus {
    /// `PENDING_CONFIGURATION`: the records are not found yet.
    Pending,
    /// `VERIFIED`: the domain can send.
    Verified,
    /// Any other, or none (empty).
    Other(Untrusted),
}

impl DomainStatus {
    /// Reads `verificationStatus`.
    #[must_use]
    pub fn parse(status: &str) -> Self {
        match status {
            "PENDING_CONFIGURATION" => Self::Pending,
            "VERIFIED" => Self::Verified,
            other => Self::Other(Untrusted::new(other)),
        }
    }

    /// `verificationStatus`, to the letter.
    #[must_use]
    pub fn raw(&self) -> &str {
        match self {
            Self::Pending => "PENDING_CONFIGURATION",
            Self::Verified => "VERIFIED",
            Self::Other(status) => status.raw(),
        }
    }

    /// In words.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Pending => "waiting for its DNS records".to_owned(),
            Self::Verified => "verified".to_owned(),
            Self::Other(status) if status.is_empty() => "no status".to_owned(),
            Self::Other(status) => status.sanitized(),
        }
    }

    /// Whether a domain of this status can send: ownership and DKIM are accepted (autosend-api.md 1.2).
    #[must_use]
    pub const fn can_send(&self) -> bool {
        matches!(self, Self::Verified)
    }

    /// Whether it says that verification has come to a bad end. No such status is published, so this reads the words
    /// that services of this kind use.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        const ENDS: [&str; 4] = ["FAIL", "REJECT", "EXPIRE", "SUSPEND"];
        let Self::Other(status) = self else { return false };
        let status = status.raw().to_ascii_uppercase();
        ENDS.iter().any(|end| status.contains(end))
    }

    /// In a word or two, for a column.
    #[must_use]
    pub fn short_label(&self) -> String {
        match self {
            Self::Pending => "pending".to_owned(),
            _ => self.label(),
        }
    }
}

/// What AutoSend says of its own four checks; `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

/// A domain registered with AutoSend, and the records it wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendingDomain {
    /// Its id.
    pub id: DomainId,
    /// `domainName`, as it came.
    pub name: Untrusted,
    /// `verificationStatus`.
    pub status: DomainStatus,
    /// The four flags.
    pub checks: AutosendChecks,
    /// Every record of `dnsRecords`, in the order: ownership, DKIM, mail-from, DMARC, inbound MX, unknown members.
    pub records: Vec<DnsRecord>,
    /// `regionKey`.
    pub region: Option<Untrusted>,
    /// `createdAt`, where it is a time.
    pub created_at: Option<Timestamp>,
    /// `lastCheckedAt`, where it is a time. Equal to `created_at` it tells of no check at all.
    pub last_checked_at: Option<Timestamp>,
    /// `verifiedAt`, where it is a time.
    pub verified_at: Option<Timestamp>,
    /// `verificationInProgress`.
    pub verification_in_progress: bool,
    /// `inboundEnabledAt`, where it is a time.
    pub inbound_enabled_at: Option<Timestamp>,
    /// `inboundDomainVerifiedAt`, where it is a time.
    pub inbound_verified_at: Option<Timestamp>,
}

impl SendingDomain {
    /// Whether it is known that AutoSend has not looked for its records yet: a first `lastCheckedAt` equals `createdAt`
    /// and tells of no look.
    #[must_use]
    pub fn is_unchecked(&self) -> bool {
        let checks = self.checks;
        let passed = [checks.ownership, checks.dkim, checks.mail_from, checks.dmarc].contains(&Some(true));
        let no_look = self.created_at.is_some() && self.last_checked_at == self.created_at;
        no_look && !passed && self.status != DomainStatus::Verified
    }

    /// What is to be done with its records, while they are not verified, at a DNS host where that is known; without a
    /// full stop.
    #[must_use]
    pub fn setup_instruction(&self, host: Option<&str>) -> Option<String> {
        let these = match self.records.len() {
            0 => return None,
            1 => "this record".to_owned(),
            number => format!("these {number} records"),
        };
        let place = host.map_or_else(|| "where the DNS of this domain is kept".to_owned(), |host| format!("at {host}"));
        (self.status != DomainStatus::Verified).then(|| format!("Create {these} {place}"))
    }

    /// Whether AutoSend takes mail in for it.
    #[must_use]
    pub fn is_inbound_enabled(&self) -> bool {
        self.inbound_enabled_at.is_some() || self.records.iter().any(|record| record.slot == Slot::InboundMx)
    }

    /// Its name in its own letters, where that is another (RFC 5890): made to be drawn.
    #[must_use]
    pub fn unicode_name(&self) -> Option<String> {
        // Nothing else has other letters, and this is asked for with each frame.
        if !self.name.raw().to_ascii_lowercase().contains("xn--") {
            return None;
        }
        assess(self.name.raw()).name()?.unicode().map(|name| escape_hidden(name).into_owned())
    }

    /// Whether this is the domain of that name; names are compared without regard to ASCII case and a final dot.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        is_same_name(self.name.raw(), name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_not_to_have_been_looked_at_is_called_so() {
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
