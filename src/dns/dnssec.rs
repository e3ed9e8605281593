//! Whether the keys and signatures of a zone are right, by the program's own look at them: the system's resolver often does not
//! validate.
//!
//! The chain starts at the parent's DS records, which are believed: what is above the zone is not the user's. The signatures
//! come with the answers to the records' own questions, so that only the keys are asked for in addition, and only if the
//! parent has DS records.

use std::collections::BTreeMap;

use hickory_net::proto::dnssec::rdata::{DNSKEY, DNSSECRData, DS, RRSIG};
use hickory_net::proto::dnssec::{DigestType, PublicKey as _, Verifier as _};
use hickory_net::proto::op::{Message, ResponseCode};
use hickory_net::proto::rr::{DNSClass, Name, RData, Record, RecordType};
use jiff::Timestamp;

use super::query::LookupSession;
use super::record_lookup::RecordOutcome;
use super::zones::registrable_domain;
use crate::core::dns::{AnswerSource, Dnssec, DnssecFault, QueryType, Question, ZoneInfo};

/// The keys of a zone that its parent vouches for.
pub(super) struct ZoneKeys {
    zone: String,
    keys: Result<Vec<DNSKEY>, DnssecFault>,
}

impl LookupSession<'_> {
    /// The keys of a zone and of the registered zone above it; nothing for a zone that is not signed, or whose servers are not
    /// queried.
    pub(super) async fn query_keys(&self, zone: &ZoneInfo) -> Vec<ZoneKeys> {
        if zone.source != AnswerSource::Authoritative {
            return Vec::new();
        }
        let registrable = registrable_domain(&zone.name);
        let Some(ds) = self.get_delegation(&registrable).await.map(|delegation| delegation.ds) else {
            return Vec::new();
        };
        if !ds.iter().any(is_supported) {
            return Vec::new();
        }
        if zone.name == registrable {
            return self.query_zone_keys(zone, &ds).await.into_iter().collect();
        }
        let Some(parent) = self.resolver.zones.get(&registrable) else { return Vec::new() };
        let of_child = async {
            let ds = self.query_ds(&parent.servers, &zone.name).await;
            if ds.iter().any(is_supported) { self.query_zone_keys(zone, &ds).await } else { None }
        };
        let (of_parent, of_child) = tokio::join!(self.query_zone_keys(&parent, &ds), of_child);
        of_parent.into_iter().chain(of_child).collect()
    }

    async fn query_zone_keys(&self, zone: &ZoneInfo, ds: &[DS]) -> Option<ZoneKeys> {
        let name = parse_name(&zone.name)?;
        let question = Question::new(&zone.name, QueryType::Dnskey);
        let (_, response) = self.first_authoritative(&zone.servers, &question).await?;
        if response.response_code != ResponseCode::NoError {
            return None;
        }
        let keys = trusted_keys(&name, ds, &response, Timestamp::now());
        Some(ZoneKeys { zone: zone.name.clone(), keys })
    }

    /// Verifies what the zone's servers have answered.
    pub(super) fn verify(&self, zones: &[ZoneKeys], name: &str, outcomes: &BTreeMap<usize, RecordOutcome>) -> Dnssec {
        let now = Timestamp::now();
        for ZoneKeys { zone, keys } in zones {
            if let Err(fault) = keys {
                return Dnssec { broken_zone: Some((zone.clone(), fault.clone())), ..Dnssec::default() };
            }
        }
        let mut dnssec = Dnssec::default();
        let mut verified = 0;
        for ZoneKeys { zone, keys } in zones {
            let (Ok(keys), Some(zone_name)) = (keys, parse_name(zone)) else { continue };
            let of_zone = outcomes.values().filter(|outcome| outcome.zone.name == *zone);
            for outcome in of_zone {
                let question = &outcome.lookup.question;
                let servers = outcome.lookup.responses.iter().map(|response| response.server.address);
                let responses: Vec<_> = servers.filter_map(|server| self.signed_response(server, question)).collect();
                let results: Vec<_> = responses.iter().map(|it| verify_response(&zone_name, keys, it, now)).collect();
                verified += usize::from(!results.is_empty());
                // A resolver that gets one good answer is content.
                if results.iter().all(Option::is_some)
                    && let Some(fault) = results.into_iter().flatten().min()
                {
                    dnssec.broken_records.insert(outcome.index, fault);
                }
            }
            // The start of the zone is in the answer that shows that there is no zone below.
            let question = Question::new(name, QueryType::Soa);
            let mut responses = outcomes.values().flat_map(|outcome| &outcome.lookup.responses);
            let soa = responses.find_map(|response| self.signed_response(response.server.address, &question));
            if let Some(fault) = soa.and_then(|response| verify_response(&zone_name, keys, &response, now)) {
                dnssec.broken_zone.get_or_insert_with(|| (zone.clone(), fault));
            }
        }
        let is_same = |one: &DnssecFault, two: &DnssecFault| std::mem::discriminant(one) == std::mem::discriminant(two);
        let first = dnssec.broken_records.values().min().cloned();
        if let (Some(first), Some(zone)) = (first, zones.last())
            && verified > 1
            && dnssec.broken_records.len() == verified
            && dnssec.broken_records.values().all(|fault| is_same(fault, &first))
        {
            dnssec.broken_zone.get_or_insert_with(|| (zone.zone.clone(), first));
        }
        if dnssec.broken_zone.is_some() {
            dnssec.broken_records.clear();
        }
        dnssec
    }
}

/// Whether a resolver can follow a DS record. A zone without any such is as good as unsigned (RFC 4035 section 5.2).
fn is_supported(ds: &DS) -> bool {
    ds.algorithm().is_supported() && !matches!(ds.digest_type(), DigestType::Unknown(_))
}

fn parse_name(zone: &str) -> Option<Name> {
    let mut name = Name::from_ascii(zone).ok()?;
    name.set_fqdn(true);
    Some(name)
}

/// The zone's keys, if a key that the parent vouches for has signed them.
fn trusted_keys(zone: &Name, ds: &[DS], response: &Message, now: Timestamp) -> Result<Vec<DNSKEY>, DnssecFault> {
    let keys = response.answers.iter().filter(|record| record.name == *zone).filter_map(|record| match &record.data {
        RData::DNSSEC(DNSSECRData::DNSKEY(key)) => Some(key),
        _ => None,
    });
    let keys: Vec<DNSKEY> = keys.filter(|key| key.zone_key() && !key.revoke()).cloned().collect();
    if keys.is_empty() {
        return Err(DnssecFault::NoKeys);
    }
    let ds: Vec<&DS> = ds.iter().filter(|ds| is_supported(ds)).collect();
    let is_vouched = |key: &&DNSKEY| ds.iter().any(|ds| matches(ds, zone, key));
    let vouched: Vec<DNSKEY> = keys.iter().filter(is_vouched).cloned().collect();
    if vouched.is_empty() {
        let mut key_tags: Vec<u16> = ds.iter().map(|ds| ds.key_tag()).collect();
        key_tags.sort_unstable();
        key_tags.dedup();
        return Err(DnssecFault::DsMismatch { key_tags });
    }
    match verify_set(zone, &vouched, zone, RecordType::DNSKEY, &response.answers, now) {
        Some(fault) => Err(fault),
        None => Ok(keys),
    }
}

fn matches(ds: &DS, zone: &Name, key: &DNSKEY) -> bool {
    key.calculate_key_tag().is_ok_and(|tag| tag == ds.key_tag())
        && key.public_key().algorithm() == ds.algorithm()
        && ds.covers(zone, key).unwrap_or(false)
}

/// What is wrong with a response: one of the sets of records in its answer, or the start of the zone in a negative one, has no
/// valid signature.
fn verify_response(zone: &Name, keys: &[DNSKEY], response: &Message, now: Timestamp) -> Option<DnssecFault> {
    let section = if response.answers.is_empty() { &response.authorities } else { &response.answers };
    let mut sets: Vec<(&Name, RecordType)> = Vec::new();
    for record in section {
        let set = (&record.name, record.record_type());
        // Another zone has keys of its own, and a delegation has no signature (RFC 4035 section 2.2).
        let is_signed = zone.zone_of(&record.name) && !matches!(set.1, RecordType::RRSIG | RecordType::NS);
        if is_signed && !sets.contains(&set) {
            sets.push(set);
        }
    }
    // A CNAME may lead to a zone below, which is not looked at here.
    let (first, rest) = sets.split_first()?;
    let rest = rest.iter().filter(|(name, _)| *name == first.0 || response.answers.is_empty());
    std::iter::once(first).chain(rest).find_map(|(name, kind)| verify_set(zone, keys, name, *kind, section, now))
}

/// What is wrong with the signatures of a set of records; nothing if one is valid, or none can be verified here.
fn verify_set(
    zone: &Name,
    keys: &[DNSKEY],
    name: &Name,
    kind: RecordType,
    section: &[Record],
    now: Timestamp,
) -> Option<DnssecFault> {
    let signatures = section.iter().filter(|record| record.name == *name).filter_map(|record| match &record.data {
        RData::DNSSEC(DNSSECRData::RRSIG(signature)) => Some(signature),
        _ => None,
    });
    let of_set = |signature: &&RRSIG| signature.input().type_covered == kind && signature.input().signer_name == *zone;
    let signatures: Vec<_> = signatures.filter(of_set).collect();
    if signatures.is_empty() {
        return Some(DnssecFault::Unsigned);
    }
    let supported = signatures.into_iter().filter(|signature| signature.input().algorithm.is_supported());
    let results: Vec<_> = supported.map(|signature| verify_signature(keys, name, signature, section, now)).collect();
    if results.iter().any(Option::is_none) { None } else { results.into_iter().flatten().min() }
}

fn verify_signature(
    keys: &[DNSKEY],
    name: &Name,
    signature: &RRSIG,
    section: &[Record],
    now: Timestamp,
) -> Option<DnssecFault> {
    let input = signature.input();
    let (from, until) = (time_near(input.sig_inception.get(), now), time_near(input.sig_expiration.get(), now));
    if until < now {
        return Some(DnssecFault::Expired { at: until });
    }
    if now < from {
        return Some(DnssecFault::NotYetValid { from });
    }
    let is_maker = |key: &&DNSKEY| {
        key.public_key().algorithm() == input.algorithm && key.calculate_key_tag().is_ok_and(|tag| tag == input.key_tag)
    };
    let is_valid = |key: &DNSKEY| match key.key() {
        // A key that the library cannot read, such as one of an unusual length, is none that says anything.
        Err(_) => true,
        Ok(_) => key.verify_rrsig(name, DNSClass::IN, signature, section.iter()).is_ok(),
    };
    (!keys.iter().filter(is_maker).any(is_valid)).then_some(DnssecFault::BadSignature)
}

/// The moment that 32 bits of seconds mean: the one nearest to now (RFC 4034 section 3.1.5).
fn time_near(seconds: u32, now: Timestamp) -> Timestamp {
    let now = now.as_second();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "serial numbers wrap around")]
    let difference = seconds.wrapping_sub(now as u32).cast_signed();
    Timestamp::from_second(now + i64::from(difference)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_a_signature_is_the_nearest_one() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        assert_eq!(time_near(1_799_999_000, now).as_second(), 1_799_999_000);
        let late = Timestamp::from_second(i64::from(u32::MAX) - 10).unwrap();
        assert_eq!(time_near(90, late).as_second(), i64::from(u32::MAX) + 91);
        assert_eq!(time_near(u32::MAX - 60, late).as_second(), i64::from(u32::MAX) - 60);
    }
}
