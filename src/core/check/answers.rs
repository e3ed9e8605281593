//! The answers of servers, to be compared with each other.

use std::collections::BTreeSet;

use super::sanitize::sanitize;
use crate::core::dns::{QueryOutcome, RecordData, RecordLookup, Server};
use crate::core::domain_name::canonical_name;

/// Records in a form for comparing: without order, repetition and the case of names.
pub(super) fn comparable_set(data: &[RecordData]) -> BTreeSet<Vec<u8>> {
    let key = |data: &RecordData| match data {
        RecordData::Txt(strings) => strings.concat(),
        RecordData::Mx { priority, host } => format!("{priority} {}", canonical_name(host)).into_bytes(),
        RecordData::Name(target) => canonical_name(target).into_bytes(),
        RecordData::Address(address) => address.to_string().into_bytes(),
        RecordData::Soa { primary, serial } => format!("{} {serial}", canonical_name(primary)).into_bytes(),
    };
    data.iter().map(key).collect()
}

/// Whether servers give different answers.
pub(super) fn differ(lookup: &RecordLookup) -> bool {
    let said = lookup.responses.iter().filter_map(|response| match &response.outcome {
        QueryOutcome::Answer(answer) => Some(comparable_set(&answer.data)),
        QueryOutcome::Negative(_) => Some(BTreeSet::new()),
        QueryOutcome::Failed(_) => None,
    });
    said.collect::<BTreeSet<_>>().len() > 1
}

/// The label of a server: its name, with the address if several of its addresses were queried.
pub(super) fn server_label(lookup: &RecordLookup, server: &Server) -> String {
    let same = lookup.responses.iter().filter(|response| response.server.name == server.name).count();
    if server.name.is_empty() || same < 2 {
        return sanitize(server.label().as_bytes());
    }
    format!("{} at {}", sanitize(server.name.as_bytes()), server.address.ip())
}
