//! Why a record is wrong, or what else to know of it.

use crate::core::dns::QueryType;

/// What is wrong with a record, or what to know of one that is right.
///
/// Its texts are sanitized: those from DNS by [`super::sanitize()`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Cause {
    /// The record is there with the zone's name once more behind its own.
    NameDoubled {
        /// Where it is.
        at: String,
        /// The name to type in most panels.
        relative_name: String,
    },
    /// The record is at the zone's top, or at the sending domain itself.
    AtZoneTop {
        /// Where it is.
        at: String,
        /// Where it belongs.
        name: String,
        /// The name to type in most panels.
        relative_name: String,
    },
    /// The record is there under its name without the underscores.
    UnderscoreLost {
        /// Where it is.
        at: String,
        /// Where it belongs.
        name: String,
        /// The name to type in most panels.
        relative_name: String,
    },
    /// The record is there under a part of its name.
    LabelLost {
        /// Where it is.
        at: String,
        /// Where it belongs.
        name: String,
        /// The name to type in most panels.
        relative_name: String,
    },
    /// The record is in front of a parent of the sending domain.
    WrongZone {
        /// Where it is.
        at: String,
        /// Where it belongs.
        name: String,
    },
    /// The record's name belongs to a zone of its own, so a record in a parent of that zone has no effect
    /// (RFC 1034 section 4.2.1).
    Delegated {
        /// That zone.
        zone: String,
        /// Its name servers, as far as they are known.
        name_servers: Vec<String>,
    },

    /// The value holds the quotation marks that only zone files want (RFC 1035 section 5.1).
    Quotes,
    /// The value holds the backslashes that only zone files want (RFC 1035 section 5.1).
    Backslashes,
    /// The value ends too early, as where a panel keeps one character-string alone (RFC 1035 section 3.3: 255 octets).
    Cut {
        /// How many octets are there.
        octets: usize,
        /// How many there should be.
        expected_octets: usize,
    },
    /// Only what stands before the first `;` or blank is there: in a zone file the rest is a comment (RFC 1035 section
    /// 5.1).
    Comment {
        /// What is there.
        found: String,
    },
    /// There are blanks where a long value was divided into character-strings.
    SplitWithBlanks,
    /// The parts of a long value are records of their own.
    SplitRecords {
        /// How many.
        count: usize,
    },
    /// There are blanks, line breaks or unseen characters inside the value.
    BlanksInside {
        /// Where the first one stands, in characters from 1.
        position: usize,
        /// What it is.
        character: String,
    },
    /// The blanks are missing: character-strings are joined without any (RFC 7208 section 3.3).
    Glued,
    /// Capital and small letters differ.
    LetterCase,
    /// The value is there with other text around it.
    ExtraText,
    /// Another value of the same kind, such as the token of another project.
    OtherToken,
    /// Other values are at the name.
    OtherValue {
        /// Whether this record is added beside them, or takes their place.
        can_coexist: bool,
    },

    /// The key lacks its tag `p=` (RFC 6376 section 3.6.1).
    BareKey,
    /// Another key is published at the selector.
    OtherKey,
    /// The tag `p=` is empty: the key is revoked (RFC 6376 section 3.6.1).
    RevokedKey,
    /// Several records are at the selector (RFC 6376 section 3.6.2.2).
    DkimTwice {
        /// How many.
        count: usize,
    },
    /// The key is right, but another tag makes it useless (RFC 6376 section 3.6.1).
    DkimTag {
        /// The tag, with its value.
        tag: String,
    },

    /// The value is in a record of another type.
    WrongType {
        /// The type that is there.
        found: QueryType,
        /// The type that is wanted.
        expected: QueryType,
    },
    /// The name is an alias, and an alias can have no other records (RFC 1034 section 3.6.2).
    Cname {
        /// What it leads to.
        target: String,
    },
    /// The name is an alias, and what it leads to is right.
    CnameFollowed {
        /// What it leads to.
        target: String,
    },
    /// A wildcard answers for the name (RFC 4592).
    Wildcard {
        /// Its owner, as far as it is known: `*.example.com`.
        owner: String,
    },

    /// The priority is another one (RFC 1035 section 3.3.9).
    MxPriority {
        /// What it is.
        found: u16,
        /// What it should be.
        expected: u16,
    },
    /// The mail server is another one.
    MxHost {
        /// What it is.
        found: String,
        /// What it should be.
        expected: String,
        /// Whether it is the same service in another region.
        is_other_region: bool,
    },
    /// The zone's name stands behind the mail server's.
    MxDoubled {
        /// What it is.
        found: String,
        /// What it should be.
        expected: String,
    },
    /// Other mail servers are at the name.
    MxSecond {
        /// All others, with their priorities.
        others: Vec<String>,
    },

    /// Several SPF records are at the name: a permanent error (RFC 7208 section 4.5).
    SpfTwice {
        /// How many.
        count: usize,
        /// All of them in one.
        merged: String,
    },
    /// The SPF record lacks what is needed, or has it where it does not count (RFC 7208 section 5.1).
    SpfWithoutInclude {
        /// What is missing.
        missing: Vec<String>,
        /// The record with it.
        merged: String,
    },
    /// A term of the SPF record is not valid: a permanent error (RFC 7208 section 4.6).
    SpfBroken {
        /// The term.
        term: String,
    },
    /// The SPF record causes more look-ups than are allowed: a permanent error (RFC 7208 section 4.6.4).
    SpfTooLong {
        /// How many at least.
        lookups: usize,
    },

    /// Several DMARC records are at the name, and so none counts (RFC 7489 section 6.6.3).
    DmarcTwice {
        /// How many.
        count: usize,
    },
    /// A DMARC policy is there already: it counts.
    DmarcKept {
        /// What it asks for: `none`, `quarantine` or `reject`.
        policy: String,
    },
    /// None is at the name itself, and that of the organisational domain counts (RFC 7489 section 6.6.3).
    DmarcInherited {
        /// Where it is.
        at: String,
        /// What it asks for.
        policy: String,
    },
    /// The DMARC record is not valid (RFC 7489 section 6.3).
    DmarcBroken,

    /// Some name servers have it, others do not.
    ServersDiffer {
        /// Those that do not.
        outdated: Vec<String>,
    },
    /// None of the name servers has it right, and their answers differ.
    ServersDisagree {
        /// Each server with its verdict or value.
        servers: Vec<String>,
    },
    /// Name servers of the zone that do not answer for it: a lame delegation (RFC 1912 section 2.8).
    Lame {
        /// Which.
        servers: Vec<String>,
    },
    /// Servers that did not answer.
    NoAnswer {
        /// Their labels, each with the reason.
        servers: Vec<(String, String)>,
        /// Whether none answered at all.
        is_all: bool,
    },
    /// The zone does not exist: nobody has registered it, or its parent names no servers of it (RFC 1034 section 4.2.1).
    NotDelegated {
        /// The zone.
        zone: String,
    },
    /// The resolver fails for the zone with and without DNSSEC validation, though the name servers answer.
    ResolverFails {
        /// Which.
        resolver: String,
    },
    /// Resolvers that check DNSSEC refuse the zone's answers (RFC 4035 section 5.5).
    Dnssec,
    /// A resolver still gives an old answer.
    OldAnswer {
        /// For how many seconds more, at most, if that is known: the time to live, or for a negative answer the SOA's
        /// minimum (RFC 2308 section 5).
        seconds: Option<u32>,
    },
    /// This program cannot look up records of that type.
    UnknownType {
        /// The type.
        record_type: String,
    },
}

impl Cause {
    /// Whether it lies with the zone or its servers, and so may hold for every record of the zone.
    #[must_use]
    pub const fn is_zone_wide(&self) -> bool {
        matches!(
            self,
            Self::Lame { .. }
                | Self::NoAnswer { .. }
                | Self::NotDelegated { .. }
                | Self::ResolverFails { .. }
                | Self::Dnssec
                | Self::OldAnswer { .. }
        )
    }

    /// Whether both are of one kind, whatever their details.
    #[must_use]
    pub fn is_same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Every stable name with its meaning, for the README.
    pub const CODES: [(&str, &str); 48] = [
        ("name-doubled", "the zone stands in the record's name twice"),
        ("at-zone-top", "the record is at the zone's top, or at the sending domain itself"),
        ("underscore-lost", "it is under its name without the underscores"),
        ("label-lost", "it is under a part of its name"),
        ("wrong-zone", "it is in front of a parent of the sending domain"),
        ("delegated", "its name belongs to a zone of its own, which has other name servers"),
        ("quotes", "the value holds quotation marks"),
        ("backslashes", "the value holds backslashes"),
        ("cut", "the value ends too early"),
        ("comment", "only what stands before the first `;` or blank is there"),
        ("split-with-blanks", "there are blanks where a long value was divided; in a DKIM key they do no harm"),
        ("split-records", "the parts of a long value are records of their own"),
        ("blanks-inside", "there are blanks, line breaks or unseen characters inside the value"),
        ("glued", "the blanks are missing between the parts of the value"),
        ("letter-case", "capital and small letters differ"),
        ("extra-text", "the value is there with other text around it"),
        ("other-token", "another value of the same kind is there, as of another project"),
        ("other-value", "other values are at the name"),
        ("bare-key", "the DKIM key lacks its `p=`"),
        ("other-key", "another DKIM key is at the selector"),
        ("revoked-key", "the DKIM key is empty, which revokes it"),
        ("dkim-twice", "several texts are at the selector"),
        ("dkim-tag", "the DKIM key is right, and another tag makes it useless"),
        ("wrong-type", "the value is in a record of another type"),
        ("cname", "the name is an alias, which excludes all other records"),
        ("cname-followed", "the name is an alias, and what it leads to is right"),
        ("wildcard", "a wildcard answers for the name"),
        ("mx-priority", "the priority is another one"),
        ("mx-host", "the mail server is another one"),
        ("mx-doubled", "the zone stands behind the mail server's name"),
        ("mx-second", "other mail servers are at the name"),
        ("spf-twice", "several SPF records are at the name, so none counts"),
        ("spf-without-include", "the SPF record lacks what is needed, or has it where it does not count"),
        ("spf-broken", "a term of the SPF record is not valid"),
        ("spf-too-long", "the SPF record needs more look-ups than are allowed"),
        ("dmarc-twice", "several DMARC records are at the name, so none counts"),
        ("dmarc-kept", "a DMARC policy is there already, and counts"),
        ("dmarc-inherited", "the policy of the organisation's domain counts here"),
        ("dmarc-broken", "the DMARC record is not valid"),
        ("servers-differ", "some name servers have it right, others do not"),
        ("servers-disagree", "the name servers say different things, and none has it right"),
        ("lame", "name servers of the zone do not answer for it"),
        ("no-answer", "servers did not answer"),
        ("not-delegated", "nobody has registered the zone, or it has no name servers"),
        ("resolver-fails", "the resolver finds nothing out about the zone, though its name servers answer"),
        ("dnssec", "resolvers that check DNSSEC refuse the zone"),
        ("old-answer", "a resolver still gives what was there before"),
        ("unknown-type", "records of this type cannot be looked up"),
    ];

    /// Whether this is the stable name of a cause.
    #[must_use]
    pub fn is_code(key: &str) -> bool {
        Self::CODES.iter().any(|(known, _)| *known == key)
    }
}

/// The result of comparing the records of one name with the expected one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) is_correct: bool,
    /// What is wrong, or what to know of a record that is right.
    pub(super) causes: Vec<Cause>,
}

impl Comparison {
    pub(super) const fn correct() -> Self {
        Self { is_correct: true, causes: Vec::new() }
    }

    pub(super) const fn correct_with(causes: Vec<Cause>) -> Self {
        Self { is_correct: true, causes }
    }

    pub(super) const fn incorrect(causes: Vec<Cause>) -> Self {
        Self { is_correct: false, causes }
    }

    /// None of the texts at the name is a record of the expected kind. Texts that explain nothing may stay beside it.
    pub(super) fn without_record(mut causes: Vec<Cause>) -> Self {
        if causes.is_empty() {
            causes.push(Cause::OtherValue { can_coexist: true });
        }
        Self::incorrect(causes)
    }
}
