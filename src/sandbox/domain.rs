//! A domain of the sandbox: what is known of it, and how it is answered (autosend-api.md 1.1 to 1.4).

use std::time::Duration;

use jiff::Timestamp;
use rand::{Rng, RngExt as _};
use serde_json::{Value, json};

use super::dns::{Found, Publication};
use super::options::Options;
use super::records::{self, Records};
use super::request::NewDomain;
use super::scenarios::{Scenario, hostile};
use crate::core::record::Purpose;
use crate::core::zone::Zone;

/// A domain that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Domain {
    pub(super) id: String,
    /// The name in lower case, which no two domains of a project share.
    pub(super) name: String,
    /// The zone that it is in.
    pub(super) zone: String,
    given: String,
    region: String,
    pub(super) records: Records,
    /// How they are published, where they are.
    pub(super) published: Vec<Publication>,
    created: Timestamp,
    checked: Timestamp,
    /// What the last check found.
    found: Found,
    /// Set once.
    verified: Option<Timestamp>,
    /// When the check that is under way ends, and what it finds.
    check: Option<(Timestamp, Found)>,
    /// Whether it was ever asked to verify.
    is_watched: bool,
    /// `None` where inbound mail was never on: its members are then left out.
    inbound: Option<Inbound>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Inbound {
    enabled: Option<Timestamp>,
    verified: Option<Timestamp>,
}

impl Domain {
    /// A domain as it is right after adding.
    pub(super) fn new(new: NewDomain, options: &Options, random: &mut impl Rng, now: Timestamp) -> Self {
        Self {
            id: object_id(now, random),
            records: Records::new(&new.name, &new.region, options, random),
            zone: Zone::guess(&new.name).name().to_owned(),
            name: new.name,
            given: new.given,
            region: new.region,
            published: Vec::new(),
            created: now,
            checked: now,
            found: Found::default(),
            verified: None,
            check: None,
            is_watched: false,
            inbound: None,
        }
    }

    /// What the first label of its name asks for.
    pub(super) fn scenario(&self) -> Option<Scenario> {
        Scenario::of(&self.name)
    }

    /// Starts a check, which takes a while to tell what it found; one that is under way ends when it would have ended, with
    /// what there is now.
    pub(super) fn verify(&mut self, found: Found, takes: Duration, now: Timestamp) {
        let end = self.check.map_or_else(|| now.checked_add(takes).unwrap_or(Timestamp::MAX), |(end, _)| end);
        self.check = Some((end, found));
        self.is_watched = true;
    }

    /// Whether it is time to look by itself for what the last check has not found: once it was asked to verify, AutoSend
    /// goes on in the background.
    pub(super) fn is_due(&self, takes: Duration, now: Timestamp) -> bool {
        let Found { ownership, dkim, mail_from, dmarc, inbound } = self.found;
        let has_all = ownership && dkim && mail_from && dmarc && (inbound || self.records.inbound_mx.is_none());
        let is_time = self.checked.checked_add(takes).is_ok_and(|next| next <= now);
        self.is_watched && self.check.is_none() && !has_all && is_time
    }

    /// Takes in what it has found by itself.
    pub(super) fn look_again(&mut self, found: Found, now: Timestamp) {
        self.check.get_or_insert((now, found));
        self.settle(now);
    }

    /// Takes in the result of a check that has ended.
    pub(super) fn settle(&mut self, now: Timestamp) {
        let Some((end, found)) = self.check.filter(|(end, _)| *end <= now) else { return };
        self.check = None;
        self.checked = end;
        self.found = found;
        if self.is_verified() {
            self.verified.get_or_insert(end);
        }
        if let Some(Inbound { enabled: Some(_), verified }) = &mut self.inbound
            && found.inbound
        {
            verified.get_or_insert(end);
        }
    }

    /// Whether it can send: the last check has found who owns it, and its key.
    pub(super) const fn is_verified(&self) -> bool {
        self.found.ownership && self.found.dkim
    }

    /// What a check looks up.
    pub(super) fn wanted(&self) -> Vec<(Purpose, records::Record)> {
        self.records.all().into_iter().map(|(_, purpose, record)| (purpose, record.clone())).collect()
    }

    /// Turns inbound mail on, which asks for one more record.
    pub(super) fn enable_inbound(&mut self, now: Timestamp) {
        self.records.inbound_mx = Some(records::inbound_mx(&self.name, &self.region));
        self.inbound.get_or_insert_default().enabled.get_or_insert(now);
    }

    /// Turns inbound mail off.
    pub(super) fn disable_inbound(&mut self) {
        self.records.inbound_mx = None;
        self.inbound = Some(Inbound::default());
    }

    /// The domain as every operation answers it.
    pub(super) fn answer(&self) -> Value {
        self.dressed(self.plain(self.check.is_some()))
    }

    /// The domain as a list of projects has it (autosend-api.md section 9: there its name is called `domain`).
    pub(super) fn in_project(&mut self, now: Timestamp) -> Value {
        self.settle(now);
        self.dressed(json!({ "id": self.id, "domain": self.given, "verificationStatus": self.status() }))
    }

    /// `data` of the answer to verify: the domain as it was before the check, and its flags again, beside it.
    pub(super) fn verify_answer(&self) -> Value {
        self.dressed(json!({
            "domain": self.plain(false),
            "verificationInProgress": self.check.is_some(),
            "ownershipVerified": self.found.ownership,
            "verificationStatus": self.status(),
            "dkimEnabled": self.found.dkim,
            "mailFromEnabled": self.found.mail_from,
            "dmarcEnabled": self.found.dmarc,
        }))
    }

    fn plain(&self, in_progress: bool) -> Value {
        let mut answer = json!({
            "id": self.id,
            "domainName": self.given,
            "verificationStatus": self.status(),
            "ownershipVerified": self.found.ownership,
            "dkimEnabled": self.found.dkim,
            "mailFromEnabled": self.found.mail_from,
            "dmarcEnabled": self.found.dmarc,
            "dnsRecords": self.records,
            "createdAt": stamp(self.created),
            "lastCheckedAt": stamp(self.checked),
        });
        if let Some(verified) = self.verified.filter(|_| self.is_verified()) {
            answer["verifiedAt"] = stamp(verified).into();
        }
        answer["regionKey"] = self.region.as_str().into();
        answer["verificationInProgress"] = in_progress.into();
        if let Some(inbound) = &self.inbound {
            answer["inboundEnabledAt"] = inbound.enabled.map(stamp).into();
            answer["inboundDomainVerifiedAt"] = inbound.verified.map(stamp).into();
        }
        answer
    }

    fn status(&self) -> &'static str {
        if self.is_verified() { "VERIFIED" } else { "PENDING_CONFIGURATION" }
    }

    fn dressed(&self, mut answer: Value) -> Value {
        if self.scenario() == Some(Scenario::Hostile) {
            hostile(&mut answer);
        }
        answer
    }
}

/// A time as the API writes it: ISO 8601 with milliseconds and `Z`.
fn stamp(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// An id in the form of an `ObjectId`: 8 hexadecimal digits of the time in seconds, 16 random ones.
fn object_id(now: Timestamp, random: &mut impl Rng) -> String {
    let seconds = u32::try_from(now.as_second()).unwrap_or_default();
    format!("{seconds:08x}{:016x}", random.random::<u64>())
}

/// Whether a text has the form of an id.
pub(super) fn is_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}
