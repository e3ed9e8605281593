//! The stable names of causes, for documents and scripts, what they stand for, and which of them may stand beside what is right.

use super::cause::Cause;

impl Cause {
    /// Every stable name, and what it stands for.
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

    /// Its stable name, for documents and scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NameDoubled { .. } => "name-doubled",
            Self::AtZoneTop { .. } => "at-zone-top",
            Self::UnderscoreLost { .. } => "underscore-lost",
            Self::LabelLost { .. } => "label-lost",
            Self::WrongZone { .. } => "wrong-zone",
            Self::Delegated { .. } => "delegated",
            Self::Quotes => "quotes",
            Self::Backslashes => "backslashes",
            Self::Cut { .. } => "cut",
            Self::Comment { .. } => "comment",
            Self::SplitWithBlanks => "split-with-blanks",
            Self::SplitRecords { .. } => "split-records",
            Self::BlanksInside { .. } => "blanks-inside",
            Self::Glued => "glued",
            Self::LetterCase => "letter-case",
            Self::ExtraText => "extra-text",
            Self::OtherToken => "other-token",
            Self::OtherValue { .. } => "other-value",
            Self::BareKey => "bare-key",
            Self::OtherKey => "other-key",
            Self::RevokedKey => "revoked-key",
            Self::DkimTwice { .. } => "dkim-twice",
            Self::DkimTag { .. } => "dkim-tag",
            Self::WrongType { .. } => "wrong-type",
            Self::Cname { .. } => "cname",
            Self::CnameFollowed { .. } => "cname-followed",
            Self::Wildcard { .. } => "wildcard",
            Self::MxPriority { .. } => "mx-priority",
            Self::MxHost { .. } => "mx-host",
            Self::MxDoubled { .. } => "mx-doubled",
            Self::MxSecond { .. } => "mx-second",
            Self::SpfTwice { .. } => "spf-twice",
            Self::SpfWithoutInclude { .. } => "spf-without-include",
            Self::SpfBroken { .. } => "spf-broken",
            Self::SpfTooLong { .. } => "spf-too-long",
            Self::DmarcTwice { .. } => "dmarc-twice",
            Self::DmarcKept { .. } => "dmarc-kept",
            Self::DmarcInherited { .. } => "dmarc-inherited",
            Self::DmarcBroken => "dmarc-broken",
            Self::ServersDiffer { .. } => "servers-differ",
            Self::ServersDisagree { .. } => "servers-disagree",
            Self::Lame { .. } => "lame",
            Self::NoAnswer { .. } => "no-answer",
            Self::NotDelegated { .. } => "not-delegated",
            Self::ResolverFails { .. } => "resolver-fails",
            Self::Dnssec => "dnssec",
            Self::OldAnswer { .. } => "old-answer",
            Self::UnknownType { .. } => "unknown-type",
        }
    }

    /// Whether it may stand beside a record that is right: it is then to be known, and not to be mended.
    #[must_use]
    pub const fn is_allowed_with_match(&self) -> bool {
        matches!(
            self,
            Self::SplitWithBlanks
                | Self::CnameFollowed { .. }
                | Self::MxSecond { .. }
                | Self::DmarcKept { .. }
                | Self::Lame { .. }
                | Self::NoAnswer { .. }
                | Self::ResolverFails { .. }
                | Self::Dnssec
                | Self::OldAnswer { .. }
        )
    }
}
