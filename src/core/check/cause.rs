//! The causes of a verdict on a record.

use super::advised_value::AdvisedValue;
use crate::core::dns::{DnssecFault, QueryType};

/// The SPF record to publish instead of the existing ones. The program has judged it correct.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpfAdvice {
    /// The record.
    pub line: AdvisedValue,
    /// The terms of existing records that it lacks, because receivers reject them.
    pub left_out: Vec<String>,
    /// Whether it is the expected record alone, because all together are too many.
    pub is_expected_alone: bool,
}

/// The name servers of one DNS provider, and what they say of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderServers {
    /// The provider's name, or the domain of its servers if it is not known.
    pub provider: String,
    /// Its servers.
    pub servers: Vec<String>,
    /// Whether they have the record; `None` if only the zone is known.
    pub has_record: Option<bool>,
}

/// Why a record is wrong, or a fact about a correct one. Its texts are sanitized, those from DNS by [`super::sanitize()`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "the names of most fields say what they hold")]
pub enum Cause {
    /// The zone is appended to the record's name twice.
    NameDoubled {
        at: String,
        /// The name to type at most DNS providers.
        relative_name: String,
    },
    /// The record is at the zone apex, or at the sending domain itself.
    AtZoneTop { at: String, name: String, relative_name: String },
    /// The record's name lacks its underscores.
    UnderscoreLost { at: String, name: String, relative_name: String },
    /// The record's name lacks a label.
    LabelLost { at: String, name: String, relative_name: String },
    /// The same labels are in front of a parent of the sending domain.
    WrongZone { at: String, name: String, relative_name: String },
    /// Another zone contains the record's name, so a record in a parent zone has no effect (RFC 1034 section 4.2.1).
    Delegated {
        zone: String,
        /// Its name servers, as far as they are known.
        name_servers: Vec<String>,
    },

    /// The value contains quotation marks, which are syntax of zone files (RFC 1035 section 5.1).
    Quotes,
    /// The value contains backslashes, which are syntax of zone files (RFC 1035 section 5.1).
    Backslashes,
    /// The value is truncated, for example because a panel keeps only one character-string (RFC 1035 section 3.3).
    Cut { octets: usize, expected_octets: usize },
    /// The value ends before its first `;` or blank, because a zone file takes the rest as a comment (RFC 1035 section
    /// 5.1).
    Comment { found: String },
    /// A long value was divided into character-strings, with blanks between them.
    SplitWithBlanks,
    /// A long value was divided into several records.
    SplitRecords { count: usize },
    /// The value contains blanks, line breaks or invisible characters.
    BlanksInside {
        /// The position of the first one, in characters, counted from 1.
        position: usize,
        character: String,
    },
    /// The value lacks blanks, because character-strings are joined without any (RFC 7208 section 3.3).
    Glued,
    /// The value differs in the case of letters.
    LetterCase,
    /// The value has other text around it.
    ExtraText { added: String },
    /// The value lacks its beginning, such as `v=spf1`.
    BeginningLost { beginning: String },
    /// Another value of the same kind, such as the token of another project.
    OtherToken,
    /// The name has other values.
    OtherValue {
        /// Whether the record is added beside them rather than replaces them.
        can_coexist: bool,
    },

    /// The key lacks its tag `p=` (RFC 6376 section 3.6.1).
    BareKey {
        /// What is before the key instead: `p:`, `P=`.
        written: Option<String>,
    },
    /// The selector has another key.
    OtherKey,
    /// The selector has the key, but a character or its order was changed on the way.
    KeyAltered {
        /// What was changed, as a sentence without a full stop.
        change: String,
    },
    /// The tag `p=` is empty: the key is revoked (RFC 6376 section 3.6.1).
    RevokedKey,
    /// The selector has several records (RFC 6376 section 3.6.2.2).
    DkimTwice { count: usize },
    /// The key is right, but another tag makes it useless (RFC 6376 section 3.6.1).
    DkimTag { tag: String },
    /// The key is there, but the record is no valid list of tags (RFC 6376 section 3.2).
    DkimBroken {
        /// What is wrong, as a clause.
        flaw: String,
    },

    /// A record of another type has the value.
    WrongType { found: QueryType, expected: QueryType },
    /// The name has a CNAME, which excludes all other records (RFC 1034 section 3.6.2).
    Cname { target: String },
    /// The name has a CNAME, and the record at its target is correct.
    CnameFollowed { target: String },
    /// A wildcard answers for the name (RFC 4592).
    Wildcard {
        /// The wildcard's name: `*.example.com`.
        owner: String,
        /// The sending domain, which may work through the wildcard as well.
        domain: String,
    },
    /// The sending domain works through a wildcard, which stops answering for it with the first record below it (RFC 4592
    /// section 2.2.2).
    WildcardEnds {
        domain: String,
        owner: String,
        /// The records that it needs to keep working: `mail A 192.0.2.1`.
        records: Vec<String>,
    },
    /// There is a wildcard, but it does not answer for the sending domain, because there are records at or below it.
    WildcardEnded { domain: String, owner: String },

    /// The priority differs (RFC 1035 section 3.3.9).
    MxPriority {
        found: u16,
        expected: u16,
        /// Whether it is the only mail server, so that its priority decides nothing.
        is_harmless: bool,
    },
    /// The name says that it accepts no mail (RFC 7505).
    MxNull { expected: String },
    /// The mail server differs.
    MxHost {
        found: String,
        expected: String,
        /// Whether it is the same service in another region.
        is_other_region: bool,
    },
    /// The zone is appended to the mail server's name.
    MxDoubled { found: String, expected: String },
    /// The name has other mail servers too.
    MxSecond {
        /// The others, with their priorities.
        others: Vec<String>,
    },

    /// The name has several SPF records: a permanent error (RFC 7208 section 4.5).
    SpfTwice { count: usize, advice: SpfAdvice },
    /// The SPF record does not allow the expected senders, or only after `all`, where it has no effect (RFC 7208 section 5.1).
    SpfWithoutInclude { advice: SpfAdvice },
    /// A term of the SPF record is not valid: a permanent error (RFC 7208 section 4.6).
    SpfBroken {
        term: String,
        /// What is wrong with it, as a clause.
        reason: String,
        advice: SpfAdvice,
    },
    /// A name that the SPF record includes has no valid record: a permanent error (RFC 7208 section 5.2).
    SpfIncludeBroken {
        term: String,
        /// What is wrong with the name, as a clause.
        reason: String,
        advice: SpfAdvice,
    },
    /// The SPF record requires too many lookups: a permanent error (RFC 7208 section 4.6.4).
    SpfTooLong {
        /// Whether the expected senders match before, so that only other mail is affected.
        is_after_ours: bool,
        advice: SpfAdvice,
    },
    /// Too many lookups of the SPF record find nothing: a permanent error (RFC 7208 section 4.6.4).
    SpfVoid { names: Vec<String>, advice: SpfAdvice },
    /// What the SPF record includes cannot be looked up, so it is not known whether it allows the expected senders.
    SpfUnread { names: Vec<String> },

    /// The name has several DMARC records, so none has an effect (RFC 7489 section 6.6.3).
    DmarcTwice { count: usize },
    /// The name has another valid DMARC policy, which is as good.
    DmarcKept {
        /// `none`, `quarantine` or `reject`.
        policy: String,
    },
    /// The name has no policy, so that of the organizational domain applies (RFC 7489 section 6.6.3).
    DmarcInherited { at: String, policy: String },
    /// The DMARC record is not valid (RFC 9989 section 4.7).
    DmarcBroken {
        /// What is wrong, as a clause.
        flaw: String,
        /// The record with its slip mended, and the same policy; nothing if it is not certain what was meant.
        corrected: Option<AdvisedValue>,
    },

    /// The key is in test mode (`t=y`, RFC 6376 section 3.6.1).
    KeyTest,
    /// The SPF record allows everybody to send (`+all`).
    SpfAllowsAll,

    /// The name servers belong to several DNS providers, each with its own records.
    TwoProviders { providers: Vec<ProviderServers> },
    /// Name servers have an older version of the zone (RFC 1035 section 3.3.13).
    StaleServers {
        /// Their labels, each with its serial number.
        servers: Vec<(String, u32)>,
        newest: u32,
    },
    /// None of the servers that the zone is delegated to works.
    DeadDelegation {
        zone: String,
        servers: Vec<String>,
        /// The domain in whose DNS the delegation is; `None` if it is at the registrar.
        parent: Option<String>,
    },
    /// Resolvers remember for long that a name does not exist (RFC 2308 section 5).
    AbsenceCached { seconds: u32 },
    /// Some name servers have the record, others do not.
    ServersDiffer { outdated: Vec<String> },
    /// The name servers give different answers, none of which is correct.
    ServersDisagree {
        /// Each server with its verdict or value.
        servers: Vec<String>,
    },
    /// Name servers of the zone are not authoritative for it: a lame delegation (RFC 1912 section 2.8).
    Lame {
        servers: Vec<String>,
        /// Whether it is all of them.
        is_all: bool,
    },
    /// Servers did not answer.
    NoAnswer {
        /// Their labels, each with the reason.
        servers: Vec<(String, String)>,
        /// Whether no server answered.
        is_all: bool,
    },
    /// The zone does not exist: it is not registered, or its parent has no delegation for it (RFC 1034 section 4.2.1).
    NotDelegated { zone: String },
    /// The name servers answer, but the resolver fails for the zone with and without DNSSEC validation.
    ResolverFails { resolver: String },
    /// Resolvers that validate DNSSEC reject the zone's answers (RFC 4035 section 5.5).
    Dnssec {
        zone: String,
        /// Why; nothing if only a resolver's failure shows it.
        fault: Option<DnssecFault>,
        /// Whether the fault is in this record alone.
        is_of_record: bool,
    },
    /// A resolver has an old answer in its cache.
    OldAnswer {
        /// The most seconds until it expires, if known: the TTL, or the SOA's minimum for a negative answer (RFC 2308
        /// section 5).
        seconds: Option<u32>,
    },
    /// This program cannot look up records of that type.
    UnknownType { record_type: String },
}

impl Cause {
    /// Whether the zone or its servers cause it, so that it may affect every record of the zone.
    pub const fn is_zone_wide(&self) -> bool {
        matches!(
            self,
            Self::Lame { .. }
                | Self::NoAnswer { .. }
                | Self::NotDelegated { .. }
                | Self::ResolverFails { .. }
                | Self::Dnssec { is_of_record: false, .. }
                | Self::DeadDelegation { .. }
                | Self::AbsenceCached { .. }
                | Self::OldAnswer { .. }
                | Self::WildcardEnds { .. }
                | Self::WildcardEnded { .. }
        )
    }

    /// Whether it warns of what publishing changes elsewhere, and says nothing of the record itself.
    pub const fn is_about_publishing(&self) -> bool {
        matches!(self, Self::WildcardEnds { .. } | Self::WildcardEnded { .. } | Self::AbsenceCached { .. })
    }

    /// Whether the record was found at a wrong name.
    pub const fn is_wrong_name(&self) -> bool {
        matches!(
            self,
            Self::NameDoubled { .. }
                | Self::AtZoneTop { .. }
                | Self::UnderscoreLost { .. }
                | Self::LabelLost { .. }
                | Self::WrongZone { .. }
        )
    }

    /// Whether both are the same variant.
    pub fn is_same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// The SPF record to publish instead of the existing ones.
    #[must_use]
    pub const fn spf_advice(&self) -> Option<&SpfAdvice> {
        match self {
            Self::SpfTwice { advice, .. }
            | Self::SpfWithoutInclude { advice, .. }
            | Self::SpfBroken { advice, .. }
            | Self::SpfIncludeBroken { advice, .. }
            | Self::SpfTooLong { advice, .. }
            | Self::SpfVoid { advice, .. } => Some(advice),
            _ => None,
        }
    }

    /// Every code with its meaning, for the documents.
    pub const CODES: [(&str, &str); 63] = [
        ("name-doubled", "the domain appears twice in the name"),
        ("at-zone-top", "the record is at the domain itself"),
        ("underscore-lost", "the underscore is missing from the name"),
        ("label-lost", "part of the name is missing"),
        ("wrong-zone", "the record is at a parent of the domain"),
        ("delegated", "the record's name belongs to a separate zone with its own name servers"),
        ("quotes", "the value contains quotation marks"),
        ("backslashes", "the value contains backslashes"),
        ("cut", "the value is truncated"),
        ("comment", "the value ends before its first `;` or space"),
        ("split-with-blanks", "a long value was split with spaces; harmless in a DKIM key"),
        ("split-records", "a long value was split into several records"),
        ("blanks-inside", "spaces, line breaks or invisible characters inside the value"),
        ("glued", "spaces are missing between the parts of the value"),
        ("letter-case", "upper and lower case differ"),
        ("extra-text", "the value is there, with extra text around it"),
        ("beginning-lost", "the value lacks its beginning, such as `v=spf1`"),
        ("other-token", "a different token is published, e.g. from another project"),
        ("other-value", "other values exist at the name"),
        ("bare-key", "the DKIM key lacks its `p=`"),
        ("other-key", "a different DKIM key is published"),
        ("key-altered", "the DKIM key was changed on the way, e.g. `+` turned into spaces"),
        ("revoked-key", "the DKIM key is empty, which revokes it"),
        ("dkim-twice", "several TXT records at the DKIM name"),
        ("dkim-tag", "the DKIM key is correct, but another tag makes it useless"),
        ("dkim-broken", "the DKIM key is correct, but the record is no valid list of tags"),
        ("wrong-type", "the value is in a record of another type"),
        ("cname", "the name is a CNAME, which excludes all other records"),
        ("cname-followed", "the name is a CNAME, and the record at its target is correct"),
        ("wildcard", "a wildcard answers for the name"),
        ("wildcard-ends", "the domain works through a wildcard, which the first record below it ends"),
        ("wildcard-ended", "a wildcard no longer answers for the domain, since there are records below it"),
        ("mx-priority", "the priority differs"),
        ("mx-null", "the name says that it accepts no mail"),
        ("mx-host", "the mail server differs"),
        ("mx-doubled", "the zone was appended to the mail server's name"),
        ("mx-second", "other MX records exist at the name"),
        ("spf-twice", "several SPF records at the name, so none counts"),
        ("spf-without-include", "the SPF record doesn't allow Amazon SES, or only after `all`"),
        ("spf-broken", "a term of the SPF record is invalid"),
        ("spf-include-broken", "a name that the SPF record includes has no valid SPF record"),
        ("spf-too-long", "the SPF record needs more DNS queries than allowed"),
        ("spf-void", "the SPF record names more than two names that don't exist"),
        ("spf-unread", "a name that the SPF record includes can't be looked up"),
        ("dmarc-twice", "several DMARC records at the name, so none counts"),
        ("dmarc-kept", "a DMARC policy already exists, and counts"),
        ("dmarc-inherited", "the policy of the organizational domain applies"),
        ("dmarc-broken", "the DMARC record is invalid"),
        ("key-test", "the DKIM key is in test mode (`t=y`)"),
        ("spf-allows-all", "the SPF record allows everybody to send"),
        ("two-providers", "the name servers belong to several DNS providers"),
        ("stale-servers", "name servers have an older version of the zone"),
        ("dead-delegation", "the zone points to name servers that don't work"),
        ("absence-cached", "resolvers remember for long that a name doesn't exist"),
        ("servers-differ", "correct on some name servers, not on others"),
        ("servers-disagree", "the name servers give different answers, none of them correct"),
        ("lame", "name servers of the zone don't have it"),
        ("no-answer", "servers did not answer"),
        ("not-delegated", "the zone isn't registered, or has no name servers"),
        ("resolver-fails", "the resolver fails for this zone, although its name servers respond"),
        ("dnssec", "validating resolvers reject the zone (DNSSEC)"),
        ("old-answer", "a resolver still has an old answer cached"),
        ("unknown-type", "this type of record can't be looked up"),
    ];

    /// What is wrong in a few words that hold for all records with this cause.
    pub fn summary(&self) -> &'static str {
        let code = self.code();
        Self::CODES.iter().find(|(known, _)| *known == code).map_or(code, |(_, meaning)| *meaning)
    }

    /// Whether this is the code of a cause.
    pub fn is_code(key: &str) -> bool {
        Self::CODES.iter().any(|(known, _)| *known == key)
    }
}

/// The result of comparing the records of one name with the expected one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) is_correct: bool,
    /// Why it is wrong, or facts about a correct one.
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

    /// No text at the name is a record of the expected kind. If the texts explain nothing, the record is added beside them.
    pub(super) fn without_record(mut causes: Vec<Cause>) -> Self {
        if causes.is_empty() {
            causes.push(Cause::OtherValue { can_coexist: true });
        }
        Self::incorrect(causes)
    }
}
