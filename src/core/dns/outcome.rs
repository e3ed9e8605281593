//! The outcomes of queries.

use serde::{Serialize, Serializer};

/// A record's data, of the types that matter here. Octets are kept as they came.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordData {
    /// The character-strings of a TXT record (RFC 1035 section 3.3.14), each of up to 255 octets.
    Txt(Vec<Vec<u8>>),
    /// An MX record.
    Mx {
        /// Its preference.
        priority: u16,
        /// Its exchange: a full name without a trailing dot; empty for the root (RFC 7505: no mail).
        host: String,
    },
    /// The target of a CNAME or an NS record.
    Name(String),
    /// An address.
    Address(std::net::IpAddr),
    /// The start of a zone (RFC 1035 section 3.3.13).
    Soa {
        /// The zone's primary name server.
        primary: String,
        /// The version of the zone.
        serial: u32,
    },
}

impl RecordData {
    /// The value of a TXT record: its character-strings joined without anything between (RFC 7208 section 3.3, RFC 6376
    /// section 3.6.2.2).
    pub fn text(&self) -> Option<Vec<u8>> {
        match self {
            Self::Txt(strings) => Some(strings.concat()),
            _ => None,
        }
    }
}

/// The records that a server has for a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename = "found")]
pub struct Answer {
    /// Their data, of the type of the question, in the order in which they came.
    pub data: Vec<RecordData>,
    /// The names that the question's name leads to by CNAMEs, in their order; empty if there are none.
    #[serde(rename = "aliases")]
    pub cname_chain: Vec<String>,
    /// The time to live in seconds: the smallest of all.
    pub ttl: u32,
    /// Whether the server owns the zone (the bit `aa`).
    #[serde(rename = "authoritative")]
    pub is_authoritative: bool,
}

/// The answer that there is no such record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Negative {
    /// Whether the name does not exist (NXDOMAIN), or only has no record of that type (NODATA).
    #[serde(rename = "answer", serialize_with = "serialize_negative")]
    pub is_nxdomain: bool,
    /// The names that CNAMEs lead to. The last one has no such record.
    #[serde(rename = "aliases")]
    pub cname_chain: Vec<String>,
    /// The seconds for which a resolver caches it: the smaller of the SOA's TTL and its minimum (RFC 2308 section 5).
    #[serde(rename = "rememberedSeconds")]
    pub negative_ttl: Option<u32>,
    /// The owner of the SOA record in the answer.
    pub zone: Option<String>,
    /// Whether the server owns the zone (the bit `aa`).
    #[serde(rename = "authoritative")]
    pub is_authoritative: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
fn serialize_negative<S: Serializer>(is_nxdomain: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if *is_nxdomain { "no-name" } else { "no-data" })
}

/// Why a query has no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "answer", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum LookupError {
    /// Nothing came in time.
    Timeout,
    /// The address is unreachable or the port closed, with the reason.
    Unreachable {
        /// The reason.
        #[serde(rename = "words")]
        reason: String,
    },
    /// REFUSED: the server does not answer such questions.
    Refused,
    /// SERVFAIL: the server failed.
    #[serde(rename = "servfail")]
    ServFail,
    /// It is not authoritative for the zone: a lame delegation (RFC 1912 section 2.8).
    Lame,
    /// A CNAME leads to a name for which no server answers.
    #[serde(rename = "dead-end")]
    UnresolvedCname {
        /// The names that it leads to, in their order.
        #[serde(rename = "aliases")]
        cname_chain: Vec<String>,
    },
    /// It refers to the name servers of a zone below its own (RFC 1034 section 4.3.2).
    #[serde(rename = "refers")]
    Referral {
        /// That zone.
        zone: String,
        /// Its name servers.
        name_servers: Vec<String>,
    },
    /// Another code of an answer (RFC 6895 section 2.3).
    #[serde(rename = "code")]
    Rcode {
        /// The code.
        code: u16,
    },
    /// The reply is no answer to the question, with the reason.
    #[serde(rename = "broken")]
    Malformed {
        /// The reason.
        #[serde(rename = "words")]
        reason: String,
    },
}

/// The outcome of a query to one server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum QueryOutcome {
    /// Records.
    Answer(Answer),
    /// No such record.
    Negative(Negative),
    /// No usable answer.
    Failed(LookupError),
}

impl QueryOutcome {
    /// The records, if there are any.
    pub const fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Answer(answer) => Some(answer),
            Self::Negative(_) | Self::Failed(_) => None,
        }
    }

    /// The names that CNAMEs lead to, in their order; empty if there are none.
    pub fn cname_chain(&self) -> &[String] {
        match self {
            Self::Answer(Answer { cname_chain, .. })
            | Self::Negative(Negative { cname_chain, .. })
            | Self::Failed(LookupError::UnresolvedCname { cname_chain }) => cname_chain,
            Self::Failed(_) => &[],
        }
    }

    /// Whether there is no usable answer.
    pub const fn is_failure(&self) -> bool {
        matches!(self, Self::Failed(_))
    }

    /// Whether the server answered SERVFAIL.
    pub const fn is_servfail(&self) -> bool {
        matches!(self, Self::Failed(LookupError::ServFail))
    }
}
