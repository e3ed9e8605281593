//! The lookup of a domain's records.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::{Dnssec, LeftOut, QueryOutcome, Question, Server};

/// The response of one server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServerResponse {
    /// The server.
    pub server: Server,
    /// How long it took, in milliseconds.
    #[serde(rename = "milliseconds")]
    pub elapsed_ms: u32,
    /// The answer, or why there is none.
    #[serde(flatten)]
    pub outcome: QueryOutcome,
}

/// Which servers answered for a zone, and why these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerSource {
    /// Its own name servers.
    Authoritative,
    /// The system's resolver, because the zone's name servers are unreachable.
    Resolver,
    /// The system's resolver, because the network intercepts queries to the name servers.
    Intercepted,
    /// The resolver, because the zone does not exist: it is not registered, or has no name servers.
    Undelegated,
    /// The servers that the user named.
    UserSpecified,
}

/// The zone that a name is in, and the servers that were queried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneInfo {
    /// The zone's top.
    pub name: String,
    /// Whether DNS says so. If not, the Public Suffix List provides a guess.
    pub is_certain: bool,
    /// The names of its name servers.
    pub name_servers: Vec<String>,
    /// The servers that were queried.
    pub servers: Vec<Server>,
    /// Which servers these are.
    pub source: AnswerSource,
}

/// A further question about a record, which detects one kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Probe {
    /// The record's name with the zone appended once more.
    #[serde(rename = "doubled")]
    NameDoubled,
    /// The zone's top, or the sending domain itself, in place of the record's name.
    #[serde(rename = "top")]
    Apex,
    /// The record's name without its underscores.
    WithoutUnderscore,
    /// The sending domain with only some of the record's labels in front of it.
    Shortened,
    /// The same labels in front of a parent of the sending domain.
    Parent,
    /// Another type at the record's name.
    OtherType,
    /// A name beside the record's that does not exist: only a wildcard answers for it (RFC 4592).
    Wildcard,
    /// The record's question to the system's resolver, whose answer may be old.
    Resolver,
    /// The same without validating DNSSEC (the bit `cd`, RFC 4035 section 3.2.2).
    #[serde(rename = "resolver-unchecked")]
    ResolverCheckingDisabled,
    /// A name that an SPF record includes, or that another of its terms looks up (RFC 7208 section 4.6.4).
    SpfTerm,
    /// The version of the zone at each of its servers, if they differ.
    ZoneVersion,
    /// The servers that each of a zone's servers names for it, if they differ.
    ZoneServers,
    /// The DMARC policy of the organizational domain.
    #[serde(rename = "organisation")]
    OrganizationalDomain,
}

/// The lookup of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLookup {
    /// The record's own question.
    pub question: Question,
    /// The zone that contains its name, which may differ from that of the sending domain; `None` if it is unknown.
    pub zone: Option<Arc<ZoneInfo>>,
    /// The servers' answers to it.
    pub responses: Vec<ServerResponse>,
    /// The probes with their answers.
    pub probes: Vec<ProbeLookup>,
}

/// A question of a probe, with its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProbeLookup {
    /// The probe.
    #[serde(rename = "why")]
    pub probe: Probe,
    /// The question.
    #[serde(flatten)]
    pub question: Question,
    /// The answers to it.
    #[serde(rename = "answers")]
    pub responses: Vec<ServerResponse>,
}

/// The lookup of a domain's records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsLookup {
    /// The zone of the sending domain. A record in another zone has that zone in its own lookup.
    pub zone: ZoneInfo,
    /// One for each record of the domain, in their order.
    pub records: Vec<RecordLookup>,
    /// Whether the zone's DNS host offers Domain Connect: the value of the TXT record at `_domainconnect`.
    pub domain_connect: Option<String>,
    /// The answers that show whether the sending domain itself lives by a wildcard.
    pub wildcard_answers: BTreeMap<Question, QueryOutcome>,
    /// What is wrong with the keys and signatures.
    pub dnssec: Dnssec,
    /// The records that were not looked up; they have no responses.
    pub left_out: LeftOut,
}

/// What a lookup reports while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupProgress {
    /// The zone of the sending domain, and the servers that are queried.
    Zone(ZoneInfo),
    /// A record has new answers.
    Record {
        /// The index of the record.
        index: usize,
        /// All of its answers so far.
        lookup: RecordLookup,
    },
}

impl RecordLookup {
    /// The questions of a probe, each with its answers.
    pub fn lookups_of(&self, probe: Probe) -> impl Iterator<Item = &ProbeLookup> {
        self.probes.iter().filter(move |lookup| lookup.probe == probe)
    }

    /// The answers to all questions of a probe.
    pub fn responses_to(&self, probe: Probe) -> impl Iterator<Item = &ServerResponse> {
        self.lookups_of(probe).flat_map(|lookup| &lookup.responses)
    }
}
