//! Questions, servers and their answers, as plain values: the resolver makes them, [`crate::core::check`] compares them
//! with the expected records.
//!
//! Names are full, in ASCII, in lower case and without a trailing dot.

mod dnssec;
pub mod limits;
mod lookup;
mod outcome;

pub use dnssec::{Dnssec, DnssecFault};
pub use limits::{LeftOut, LookupLimit};
pub use lookup::{AnswerSource, DnsLookup, LookupProgress, Probe, ProbeLookup, RecordLookup, ServerResponse, ZoneInfo};
pub use outcome::{Answer, LookupError, Negative, QueryOutcome, RecordData};

use std::fmt;
use std::net::SocketAddr;

use serde::{Serialize, Serializer};

use super::domain_name::canonical_name;

/// The types of queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "UPPERCASE")]
#[strum(serialize_all = "UPPERCASE")]
pub enum QueryType {
    /// Text (RFC 1035 section 3.3.14).
    Txt,
    /// Mail exchanger (RFC 1035 section 3.3.9).
    Mx,
    /// Another name (RFC 1035 section 3.3.1).
    Cname,
    /// Addresses (RFC 1035 section 3.4.1).
    A,
    /// Addresses (RFC 3596).
    Aaaa,
    /// Name servers of a zone (RFC 1035 section 3.3.11).
    Ns,
    /// The start of a zone (RFC 1035 section 3.3.13).
    Soa,
    /// The digests of a zone's keys, at its parent (RFC 4034 section 5).
    Ds,
    /// The keys of a zone (RFC 4034 section 2).
    Dnskey,
}

impl QueryType {
    /// Its name in DNS.
    pub fn mnemonic(self) -> &'static str {
        self.into()
    }
}

impl fmt::Display for QueryType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.mnemonic())
    }
}

/// A question to a server.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Question {
    /// The owner name.
    pub name: String,
    /// The type.
    #[serde(rename = "type")]
    pub query_type: QueryType,
}

impl Question {
    /// The question for a name, in any case and with or without a trailing dot.
    pub fn new(name: &str, kind: QueryType) -> Self {
        Self { name: canonical_name(name), query_type: kind }
    }
}

/// A server that can be queried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Server {
    /// Its name if it is a name server of the zone; empty if only its address is known, null in documents.
    #[serde(serialize_with = "serialize_known_name")]
    pub name: String,
    /// Its address and port.
    pub address: SocketAddr,
}

fn serialize_known_name<S: Serializer>(name: &str, serializer: S) -> Result<S::Ok, S::Error> {
    Some(name).filter(|name| !name.is_empty()).serialize(serializer)
}

impl Server {
    /// Its name, else its address, for people.
    pub fn label(&self) -> String {
        match (self.name.as_str(), self.address.port()) {
            ("", 53) => self.address.ip().to_string(),
            ("", _) => self.address.to_string(),
            (name, _) => name.to_owned(),
        }
    }
}
