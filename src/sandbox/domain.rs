//! A domain of the sandbox: what is known of it, and how it is answered (autosend-api.md 1.1 to 1.4).

use std::time::Duration;

use jiff::Timestamp;
use rand::{Rng, RngExt as _};
use serde_json::{Value, json};

use super::dns::{Publication, VerificationResult};
use super::new_domain::NewDomain;
use super::options::Options;
use super::records::{self, ApiRecords};
use super::scenarios::{Scenario, make_hostile};
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
    requested_name: String,
    region: String,
    pub(super) records: ApiRecords,
    /// How they are published, where they are.
    pub(super) publications: Vec<Publication>,
    created_at: Timestamp,
    last_checked_at: Timestamp,
    /// What the last check found.
    last_result: VerificationResult,
    /// Set once.
    verified_at: Option<Timestamp>,
    /// When the check that is under way ends, and what it finds.
    pending_check: Option<(Timestamp, VerificationResult)>,
    /// Whether it was ever asked to verify.
    was_verify_requested: bool,
    /// `None` where inbound mail was never on: its members are then left out.
    inbound: Option<InboundState>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct InboundState {
    enabled_at: Option<Timestamp>,
    verified_at: Option<Timestamp>,
}

impl Domain {
    /// A domain as it is right after adding.
    pub(super) fn new(new: NewDomain, options: &Options, random: &mut impl Rng, now: Timestamp) -> Self {
        Self {
            id: new_object_id(now, random),
            records: ApiRecords::new(&new.name, &new.region, options, random),
            zone: Zone::guess(&new.name).name().to_owned(),
            name: new.name,
            requested_name: new.requested_name,
            region: new.region,
            publications: Vec::new(),
            created_at: now,
            last_checked_at: now,
            last_result: VerificationResult::default(),
            verified_at: None,
            pending_check: None,
            was_verify_requested: false,
            inbound: None,
        }
    }

    /// What the first label of its name asks for.
    pub(super) fn scenario(&self) -> Option<Scenario> {
        Scenario::from_name(&self.name)
    }

    /// Starts a check, which takes a while to tell what it found; one that is under way ends when it would have ended, with
    /// what there is now.
    pub(super) fn start_check(&mut self, found: VerificationResult, duration: Duration, now: Timestamp) {
        let end =
            self.pending_check.map_or_else(|| now.checked_add(duration).unwrap_or(Timestamp::MAX), |(end, _)| end);
        self.pending_check = Some((end, found));
        self.was_verify_requested = true;
    }

    /// Whether it is time to look by itself for what the last check has not found: once it was asked to verify, AutoSend
    /// goes on in the background.
    pub(super) fn is_recheck_due(&self, interval: Duration, now: Timestamp) -> bool {
        let VerificationResult { ownership, dkim, mail_from, dmarc, inbound } = self.last_result;
        let has_all = ownership && dkim && mail_from && dmarc && (inbound || self.records.inbound_mx.is_none());
        let is_time = self.last_checked_at.checked_add(interval).is_ok_and(|next| next <= now);
        self.was_verify_requested && self.pending_check.is_none() && !has_all && is_time
    }

    /// Takes in what it has found by itself.
    pub(super) fn apply_recheck(&mut self, found: VerificationResult, now: Timestamp) {
        self.pending_check.get_or_insert((now, found));
        self.complete_due_check(now);
    }

    /// Takes in the result of a check that has ended.
    pub(super) fn complete_due_check(&mut self, now: Timestamp) {
        let Some((end, found)) = self.pending_check.filter(|(end, _)| *end <= now) else { return };
        self.pending_check = None;
        self.last_checked_at = end;
        self.last_result = found;
        if self.is_verified() {
            self.verified_at.get_or_insert(end);
        }
        if let Some(InboundState { enabled_at: Some(_), verified_at }) = &mut self.inbound
            && found.inbound
        {
            verified_at.get_or_insert(end);
        }
    }

    /// Whether it can send: the last check has found who owns it, and its key.
    pub(super) const fn is_verified(&self) -> bool {
        self.last_result.ownership && self.last_result.dkim
    }

    /// What a check looks up.
    pub(super) fn records_to_verify(&self) -> Vec<(Purpose, records::ApiRecord)> {
        self.records.all().into_iter().map(|(_, purpose, record)| (purpose, record.clone())).collect()
    }

    /// Turns inbound mail on, which asks for one more record.
    pub(super) fn enable_inbound(&mut self, now: Timestamp) {
        self.records.inbound_mx = Some(records::inbound_mx_record(&self.name, &self.region));
        self.inbound.get_or_insert_default().enabled_at.get_or_insert(now);
    }

    /// Turns inbound mail off.
    pub(super) fn disable_inbound(&mut self) {
        self.records.inbound_mx = None;
        self.inbound = Some(InboundState::default());
    }

    /// The domain as every operation answers it.
    pub(super) fn to_json(&self) -> Value {
        self.apply_hostile_scenario(self.base_json(self.pending_check.is_some()))
    }

    /// The domain as a list of projects has it (autosend-api.md section 9: there its name is called `domain`).
    pub(super) fn project_json(&mut self, now: Timestamp) -> Value {
        self.complete_due_check(now);
        self.apply_hostile_scenario(
            json!({ "id": self.id, "domain": self.requested_name, "verificationStatus": self.status() }),
        )
    }

    /// `data` of the answer to verify: the domain as it was before the check, and its flags again, beside it.
    pub(super) fn to_verify_json(&self) -> Value {
        self.apply_hostile_scenario(json!({
            "domain": self.base_json(false),
            "verificationInProgress": self.pending_check.is_some(),
            "ownershipVerified": self.last_result.ownership,
            "verificationStatus": self.status(),
            "dkimEnabled": self.last_result.dkim,
            "mailFromEnabled": self.last_result.mail_from,
            "dmarcEnabled": self.last_result.dmarc,
        }))
    }

    fn base_json(&self, in_progress: bool) -> Value {
        let mut answer = json!({
            "id": self.id,
            "domainName": self.requested_name,
            "verificationStatus": self.status(),
            "ownershipVerified": self.last_result.ownership,
            "dkimEnabled": self.last_result.dkim,
            "mailFromEnabled": self.last_result.mail_from,
            "dmarcEnabled": self.last_result.dmarc,
            "dnsRecords": self.records,
            "createdAt": format_timestamp(self.created_at),
            "lastCheckedAt": format_timestamp(self.last_checked_at),
        });
        if let Some(verified) = self.verified_at.filter(|_| self.is_verified()) {
            answer["verifiedAt"] = format_timestamp(verified).into();
        }
        answer["regionKey"] = self.region.as_str().into();
        answer["verificationInProgress"] = in_progress.into();
        if let Some(inbound) = &self.inbound {
            answer["inboundEnabledAt"] = inbound.enabled_at.map(format_timestamp).into();
            answer["inboundDomainVerifiedAt"] = inbound.verified_at.map(format_timestamp).into();
        }
        answer
    }

    fn status(&self) -> &'static str {
        if self.is_verified() { "VERIFIED" } else { "PENDING_CONFIGURATION" }
    }

    fn apply_hostile_scenario(&self, mut answer: Value) -> Value {
        if self.scenario() == Some(Scenario::Hostile) {
            make_hostile(&mut answer);
        }
        answer
    }
}

/// A time as the API writes it: ISO 8601 with milliseconds and `Z`.
fn format_timestamp(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// An id in the form of an `ObjectId`: 8 hexadecimal digits of the time in seconds, 16 random ones.
fn new_object_id(now: Timestamp, random: &mut impl Rng) -> String {
    let seconds = u32::try_from(now.as_second()).unwrap_or_default();
    format!("{seconds:08x}{:016x}", random.random::<u64>())
}

/// Whether a text has the form of an id.
pub(super) fn is_object_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}
