//! All that was looked up for a domain.

use std::sync::Arc;

use super::{QueryOutcome, Question, Server};

/// What one server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerResponse {
    /// Who.
    pub server: Server,
    /// What.
    pub outcome: QueryOutcome,
    /// How long it took, in milliseconds.
    pub elapsed_ms: u32,
}

/// How a zone was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerSource {
    /// Its own name servers were asked.
    Authoritative,
    /// They could not be reached: the system's resolver was asked.
    Resolver,
    /// The network answers in their place, so the system's resolver was asked.
    Intercepted,
    /// There is no such zone: nobody has registered it, or it has no name servers. The resolver was asked.
    Undelegated,
    /// The servers that the person named were asked.
    UserSpecified,
}

/// The zone that a name is in, and who was asked about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneInfo {
    /// The zone's top.
    pub name: String,
    /// Whether DNS says so; else it is a guess by the Public Suffix List.
    pub is_certain: bool,
    /// The names of its name servers.
    pub name_servers: Vec<String>,
    /// The servers that were asked.
    pub servers: Vec<Server>,
    /// Who these are.
    pub source: AnswerSource,
}

/// Why another question was asked beside a record's own: each finds one kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Probe {
    /// The record's name with the zone once more behind it.
    NameDoubled,
    /// The zone's top, or the sending domain itself, in place of the record's name.
    Apex,
    /// The record's name without its underscores.
    WithoutUnderscore,
    /// The sending domain with only some of the labels that belong in front of it.
    Shortened,
    /// The same labels in front of a parent of the sending domain.
    Parent,
    /// Another type at the record's name.
    OtherType,
    /// A name that nobody has made, beside the record's: a wildcard answers for it (RFC 4592).
    Wildcard,
    /// The system's resolver: what the world sees, which may be old.
    Resolver,
    /// The same without checking DNSSEC (the bit `cd`, RFC 4035 section 3.2.2).
    ResolverCheckingDisabled,
    /// The other records that matter for this one: SPF or DMARC at the organisation's own name.
    OrganizationalDomain,
}

/// What was looked up for one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLookup {
    /// The record's own question.
    pub question: Question,
    /// The zone that its name is in, which may be another than the sending domain's; nothing while that is not known.
    pub zone: Option<Arc<ZoneInfo>>,
    /// What each server answered to it.
    pub responses: Vec<ServerResponse>,
    /// What was asked beside it.
    pub probes: Vec<(Probe, Question, Vec<ServerResponse>)>,
}

/// What was looked up for a domain: one entry for each of its records, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DnsLookup {
    /// The zone of the sending domain; of a record in another zone, its own look tells.
    pub zone: ZoneInfo,
    /// One for each record.
    pub records: Vec<RecordLookup>,
    /// Whether the zone's DNS host offers Domain Connect: the value of the TXT record at `_domainconnect`.
    pub domain_connect: Option<String>,
}

/// What is told of a survey while it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupProgress {
    /// The zone of the sending domain is known, and who is asked.
    Zone(ZoneInfo),
    /// Something new is known of a record: this is all so far, in place of what was told of it before.
    Record {
        /// Which record of the domain.
        index: usize,
        /// What is known of it now.
        lookup: RecordLookup,
    },
}

impl RecordLookup {
    /// What a probe found: every sighting of it, with the name that was asked for.
    pub fn probe_responses(&self, probe: Probe) -> impl Iterator<Item = (&Question, &[ServerResponse])> {
        self.probes.iter().filter(move |(of, ..)| *of == probe).map(|(_, question, found)| (question, found.as_slice()))
    }
}
