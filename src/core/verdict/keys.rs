//! The stable names of causes, for documents and scripts, and which of them may stand beside what is right.

use super::cause::Cause;

impl Cause {
    /// Every stable name.
    pub const KEYS: [&str; 45] = [
        "name-doubled",
        "at-zone-top",
        "underscore-lost",
        "label-lost",
        "wrong-zone",
        "delegated",
        "quotes",
        "backslashes",
        "cut",
        "comment",
        "split-with-blanks",
        "split-records",
        "blanks-inside",
        "glued",
        "letter-case",
        "extra-text",
        "other-token",
        "other-value",
        "bare-key",
        "other-key",
        "revoked-key",
        "dkim-twice",
        "dkim-tag",
        "wrong-type",
        "cname",
        "cname-followed",
        "wildcard",
        "mx-priority",
        "mx-host",
        "mx-doubled",
        "mx-second",
        "spf-twice",
        "spf-without-include",
        "spf-broken",
        "spf-too-long",
        "dmarc-twice",
        "dmarc-kept",
        "dmarc-inherited",
        "dmarc-broken",
        "servers-differ",
        "lame",
        "no-answer",
        "dnssec",
        "old-answer",
        "unknown-type",
    ];

    /// Its stable name, for documents and scripts.
    #[must_use]
    pub const fn key(&self) -> &'static str {
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
            Self::Lame { .. } => "lame",
            Self::NoAnswer { .. } => "no-answer",
            Self::Dnssec => "dnssec",
            Self::OldAnswer { .. } => "old-answer",
            Self::UnknownType { .. } => "unknown-type",
        }
    }

    /// Whether it may stand beside a record that is right: it is then to be known, and not to be mended.
    #[must_use]
    pub const fn may_stand_beside_match(&self) -> bool {
        matches!(
            self,
            Self::SplitWithBlanks
                | Self::CnameFollowed { .. }
                | Self::MxSecond { .. }
                | Self::DmarcKept { .. }
                | Self::Lame { .. }
                | Self::NoAnswer { .. }
                | Self::Dnssec
                | Self::OldAnswer { .. }
        )
    }
}
