//! What is wrong with the DNSSEC of a zone (RFC 4033 to 4035).

use std::collections::BTreeMap;

use jiff::Timestamp;

/// Why a resolver that validates rejects answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DnssecFault {
    /// The DS records at the parent match none of the zone's keys (RFC 4035 section 5.2).
    DsMismatch {
        /// The key tags of the DS records.
        key_tags: Vec<u16>,
    },
    /// The parent has DS records, but the zone has no keys.
    NoKeys,
    /// The signatures have expired (RFC 4034 section 3.1.5).
    Expired {
        /// When.
        at: Timestamp,
    },
    /// The signatures are not valid yet.
    NotYetValid {
        /// When they will be.
        from: Timestamp,
    },
    /// There is no signature.
    Unsigned,
    /// The signature is not that of the zone's keys over these records.
    BadSignature,
}

/// What the program has found by looking at keys and signatures itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dnssec {
    /// The zone that is broken as a whole, and why.
    pub broken_zone: Option<(String, DnssecFault)>,
    /// The records that are broken, by their indexes; empty if the zone is.
    pub broken_records: BTreeMap<usize, DnssecFault>,
}
