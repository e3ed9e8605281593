//! A domain of the sandbox and its JSON (autosend-api.md 1.1 to 1.4).

use std::time::Duration;

use jiff::Timestamp;
use rand::{Rng, RngExt as _};
use serde_json::{Value, json};

use super::add_request::AddRequest;
use super::dns::VerificationResult;
use super::options::Options;
use super::records::{self, ApiRecords};
use super::scenarios::{Scenario, make_hostile};
use crate::core::dns::RecordData;
use crate::core::publishing::PublishMode;
use crate::core::record::Purpose;
use crate::core::record_ref::RecordRef;
use crate::core::zone::Zone;

/// A record that is published, correctly or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Publication {
    pub(super) record_ref: RecordRef,
    pub(super) how: PublishMode,
    /// The answer that the resolver has cached.
    pub(super) cached: Option<CachedAnswer>,
}

/// The data at a record's name before it was published, and when the resolver's cache entry expires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CachedAnswer {
    /// If empty, the absence is cached (RFC 2308).
    pub(super) data: Vec<RecordData>,
    pub(super) expires_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Domain {
    pub(super) id: String,
    /// The name in lower case. It is unique within a project.
    pub(super) name: String,
    /// The DNS zone that contains the name.
    pub(super) zone: String,
    requested_name: String,
    region: String,
    pub(super) records: ApiRecords,
    /// How its records are published.
    pub(super) publications: Vec<Publication>,
    created_at: Timestamp,
    last_checked_at: Timestamp,
    /// The result of the last check.
    last_result: VerificationResult,
    /// The time of the first successful check. It never changes.
    verified_at: Option<Timestamp>,
    /// When the running check ends, and its result.
    pending_check: Option<(Timestamp, VerificationResult)>,
    /// Whether the client has ever called verify.
    was_verify_requested: bool,
    /// `None` if inbound mail was never enabled: the JSON then lacks its members.
    inbound: Option<InboundState>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct InboundState {
    enabled_at: Option<Timestamp>,
    verified_at: Option<Timestamp>,
}

impl Domain {
    /// A domain just after it was added.
    pub(super) fn new(new: AddRequest, options: &Options, random: &mut impl Rng, now: Timestamp) -> Self {
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

    /// The scenario that the first label of the name asks for.
    pub(super) fn scenario(&self) -> Option<Scenario> {
        Scenario::from_name(&self.name)
    }

    /// Starts a check, whose result appears after `duration`. If a check is running, it keeps its end and takes this
    /// result.
    pub(super) fn start_check(&mut self, found: VerificationResult, duration: Duration, now: Timestamp) {
        let end =
            self.pending_check.map_or_else(|| now.checked_add(duration).unwrap_or(Timestamp::MAX), |(end, _)| end);
        self.pending_check = Some((end, found));
        self.was_verify_requested = true;
    }

    /// Whether a background check is due. After the first call of verify, AutoSend keeps checking what the last check
    /// did not find.
    pub(super) fn is_recheck_due(&self, interval: Duration, now: Timestamp) -> bool {
        let VerificationResult { ownership, dkim, mail_from, dmarc, inbound } = self.last_result;
        let has_all = ownership && dkim && mail_from && dmarc && (inbound || self.records.inbound_mx.is_none());
        let is_time = self.last_checked_at.checked_add(interval).is_ok_and(|next| next <= now);
        self.was_verify_requested && self.pending_check.is_none() && !has_all && is_time
    }

    /// Stores the result of a background check.
    pub(super) fn apply_recheck(&mut self, found: VerificationResult, now: Timestamp) {
        self.pending_check.get_or_insert((now, found));
        self.complete_due_check(now);
    }

    /// Stores the result of a check that has ended by now.
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

    /// Whether it can send: the last check found the ownership record and the DKIM record.
    pub(super) const fn is_verified(&self) -> bool {
        self.last_result.ownership && self.last_result.dkim
    }

    /// The records that a check looks up.
    pub(super) fn records_to_verify(&self) -> Vec<(Purpose, records::ApiRecord)> {
        self.records.all().into_iter().map(|entry| (entry.purpose, entry.record.clone())).collect()
    }

    /// Enables inbound mail, which requires one more record.
    pub(super) fn enable_inbound(&mut self, now: Timestamp) {
        self.records.inbound_mx = Some(records::inbound_mx_record(&self.name, &self.region));
        self.inbound.get_or_insert_default().enabled_at.get_or_insert(now);
    }

    pub(super) fn disable_inbound(&mut self) {
        self.records.inbound_mx = None;
        self.inbound = Some(InboundState::default());
    }

    /// The domain as every operation returns it.
    pub(super) fn to_json(&self) -> Value {
        self.apply_hostile_scenario(self.base_json(self.pending_check.is_some()))
    }

    /// The domain as the list of projects returns it (autosend-api.md section 9: its name is there called `domain`).
    pub(super) fn to_project_json(&self) -> Value {
        self.apply_hostile_scenario(
            json!({ "id": self.id, "domain": self.requested_name, "verificationStatus": self.status() }),
        )
    }

    /// `data` of the response to verify: the domain as it was before the check, and its flags once more, next to it.
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

/// A time in the format of the API: ISO 8601 with milliseconds and `Z`.
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
