//! Describes what the sandbox publishes in its own DNS: which records, and whether correctly or with a mistake, so
//! that users can see every diagnosis. The sandbox turns this into zone data.

use std::fmt;
use std::str::FromStr;

use super::record::Purpose;
use super::record_ref::RecordRef;

/// The records to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordSelector {
    /// Every record. Records to which a mistake does not apply are published correctly.
    All,
    /// One record.
    One(RecordRef),
}

/// How a record is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PublishMode {
    /// The record is not published, published.
    #[default]
    Unpublished,
    /// The record is published correctly.
    Correct,
    /// The record is published with a mistake.
    WithMistake(Mistake),
}

/// A mistake that people make with DNS records, or a valid change that looks like one ([`Self::DmarcKept`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table below documents each")]
pub enum Mistake {
    NameDoubled,
    AtZoneTop,
    UnderscoreLost,
    WrongZone,
    Delegated,
    Quotes,
    Cut,
    SplitWithBlanks,
    BlanksInside,
    BareKey,
    OtherKey,
    OtherValue,
    WrongType,
    Cname,
    MxPriority,
    MxHost,
    MxHostDoubled,
    MxSecond,
    SpfTwice,
    SpfWithoutInclude,
    DmarcTwice,
    DmarcKept,
    Wildcard,
    WebsiteWildcard,
    OneServer,
    StaleServer,
    TwoProviders,
    Lame,
    Dnssec,
    OldAnswer,
}

/// Every mistake with its stable code and a description that follows "Published". Menus, help and documents share this
/// table.
pub const MISTAKES: [(Mistake, &str, &str); 30] = [
    (Mistake::NameDoubled, "name-doubled", "with the domain appended twice"),
    (Mistake::AtZoneTop, "at-zone-top", "at the root domain (@)"),
    (Mistake::UnderscoreLost, "underscore-lost", "under a name without the underscore"),
    (Mistake::WrongZone, "wrong-zone", "for the root domain instead of the subdomain"),
    (Mistake::Delegated, "delegated", "in a zone that delegates the name elsewhere"),
    (Mistake::Quotes, "quotes", "with literal quotes in the value"),
    (Mistake::Cut, "cut", "cut off after 255 characters, or halfway if it is shorter"),
    (Mistake::SplitWithBlanks, "split-with-blanks", "split in two, with a space at the join"),
    (Mistake::BlanksInside, "blanks-inside", "with a line break and spaces inside"),
    (Mistake::BareKey, "bare-key", "as the key alone, without p="),
    (Mistake::OtherKey, "other-key", "with another key"),
    (Mistake::OtherValue, "other-value", "with another domain's token"),
    (Mistake::WrongType, "wrong-type", "as an address (A) instead of its own type"),
    (Mistake::Cname, "cname", "with a CNAME at the name"),
    (Mistake::MxPriority, "mx-priority", "with another priority"),
    (Mistake::MxHost, "mx-host", "with another mail server"),
    (Mistake::MxHostDoubled, "mx-host-doubled", "with the domain appended to the mail server"),
    (Mistake::MxSecond, "mx-second", "next to a second MX record"),
    (Mistake::SpfTwice, "spf-twice", "next to a second SPF record"),
    (Mistake::SpfWithoutInclude, "spf-without-include", "as an SPF record that does not include Amazon SES"),
    (Mistake::DmarcTwice, "dmarc-twice", "next to a second DMARC record"),
    (Mistake::DmarcKept, "dmarc-kept", "as an existing DMARC policy, which stays"),
    (Mistake::Wildcard, "wildcard", "not at all, but a wildcard record answers"),
    (
        Mistake::WebsiteWildcard,
        "website-wildcard",
        "not at all, but a wildcard record leads to a website at the domain",
    ),
    (Mistake::OneServer, "one-server", "on the first of the two name servers only"),
    (Mistake::StaleServer, "stale-server", "on the first name server; the second has an older version of the zone"),
    (Mistake::TwoProviders, "two-providers", "on the first name server; the second belongs to another DNS provider"),
    (Mistake::Lame, "lame", "correctly, but the second name server doesn't have the zone"),
    (Mistake::Dnssec, "dnssec", "correctly, but a validating resolver rejects the zone (DNSSEC)"),
    (Mistake::OldAnswer, "old-answer", "correctly, but a resolver has the old answer cached for a minute"),
];

impl Mistake {
    /// The stable code of the mistake.
    pub const fn code(self) -> &'static str {
        MISTAKES[self as usize].1
    }

    /// A description that follows "Published".
    pub const fn description(self) -> &'static str {
        MISTAKES[self as usize].2
    }

    /// The mistake in a few words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NameDoubled => "Domain twice in the name",
            Self::AtZoneTop => "At the root domain (@)",
            Self::UnderscoreLost => "Name without the underscore",
            Self::WrongZone => "At the parent domain",
            Self::Delegated => "In a zone that is delegated",
            Self::Quotes => "Quotes in the value",
            Self::Cut => "Value cut off",
            Self::SplitWithBlanks => "Value split by a space",
            Self::BlanksInside => "Line break in the value",
            Self::BareKey => "Key without p=",
            Self::OtherKey => "Another key",
            Self::OtherValue => "Another domain's token",
            Self::WrongType => "Wrong record type",
            Self::Cname => "CNAME at the name",
            Self::MxPriority => "Another priority",
            Self::MxHost => "Another mail server",
            Self::MxHostDoubled => "Domain twice in the server",
            Self::MxSecond => "A second MX record",
            Self::SpfTwice => "A second SPF record",
            Self::SpfWithoutInclude => "SPF without Amazon SES",
            Self::DmarcTwice => "A second DMARC record",
            Self::DmarcKept => "An existing DMARC policy",
            Self::Wildcard => "Only a wildcard record",
            Self::WebsiteWildcard => "A website's wildcard",
            Self::OneServer => "On one name server only",
            Self::StaleServer => "An outdated name server",
            Self::TwoProviders => "Two DNS providers",
            Self::Lame => "A name server lacks the zone",
            Self::Dnssec => "DNSSEC is broken",
            Self::OldAnswer => "Old answer in a cache",
        }
    }

    /// Whether the mistake is possible with a record for this purpose. `below_zone` says that the domain is below the
    /// apex of its zone.
    pub const fn applies_to(self, purpose: Purpose, below_zone: bool) -> bool {
        use Purpose::{Dkim, Dmarc, Inbound, MailFromMx, MailFromSpf, Ownership};
        match self {
            Self::NameDoubled
            | Self::OneServer
            | Self::StaleServer
            | Self::TwoProviders
            | Self::Lame
            | Self::Dnssec
            | Self::OldAnswer => true,
            // The record for inbound mail is already at the domain itself, which may have an address record.
            Self::AtZoneTop | Self::WrongType => !matches!(purpose, Inbound),
            Self::WrongZone | Self::WebsiteWildcard => below_zone,
            // A zone apex cannot be an alias, be delegated elsewhere, or be covered by a wildcard.
            Self::Delegated | Self::Cname | Self::Wildcard => below_zone || !matches!(purpose, Inbound),
            Self::UnderscoreLost => matches!(purpose, Ownership | Dkim | Dmarc),
            Self::Quotes => matches!(purpose, Ownership | Dkim | MailFromSpf | Dmarc),
            // Blanks between the tags of a policy are allowed (RFC 7489 section 6.4).
            Self::SplitWithBlanks | Self::BlanksInside => matches!(purpose, Ownership | Dkim | MailFromSpf),
            Self::Cut | Self::BareKey | Self::OtherKey => matches!(purpose, Dkim),
            Self::OtherValue => matches!(purpose, Ownership),
            Self::MxPriority | Self::MxHost | Self::MxHostDoubled | Self::MxSecond => {
                matches!(purpose, MailFromMx | Inbound)
            }
            Self::SpfTwice | Self::SpfWithoutInclude => matches!(purpose, MailFromSpf),
            Self::DmarcTwice | Self::DmarcKept => matches!(purpose, Dmarc),
        }
    }

    /// Every mistake that is possible with a record for this purpose, in the order of the table.
    pub fn applicable_to(purpose: Purpose, below_zone: bool) -> impl Iterator<Item = Self> {
        MISTAKES.into_iter().map(|(mistake, ..)| mistake).filter(move |mistake| mistake.applies_to(purpose, below_zone))
    }
}

/// The stable code and description of every mode, for the help and the documents.
pub fn mode_descriptions() -> impl Iterator<Item = (&'static str, &'static str)> {
    let plain = PublishMode::WITHOUT_MISTAKE.into_iter().map(|(_, key, description)| (key, description));
    plain.chain(MISTAKES.into_iter().map(|(_, key, description)| (key, description)))
}

impl PublishMode {
    /// The modes without a mistake, each with its stable code and description.
    pub const WITHOUT_MISTAKE: [(Self, &str, &str); 2] =
        [(Self::Correct, "right", "correctly"), (Self::Unpublished, "nothing", "not published")];

    /// The stable code of the mode.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Correct => Self::WITHOUT_MISTAKE[0].1,
            Self::Unpublished => Self::WITHOUT_MISTAKE[1].1,
            Self::WithMistake(mistake) => mistake.code(),
        }
    }

    /// A description that follows "Published".
    pub const fn description(self) -> &'static str {
        match self {
            Self::Correct => Self::WITHOUT_MISTAKE[0].2,
            Self::Unpublished => Self::WITHOUT_MISTAKE[1].2,
            Self::WithMistake(mistake) => mistake.description(),
        }
    }
}

impl PublishMode {
    /// The mode in a few words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Correct => "Correctly",
            Self::Unpublished => "Not at all",
            Self::WithMistake(mistake) => mistake.label(),
        }
    }
}

impl FromStr for PublishMode {
    type Err = String;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let plain = Self::WITHOUT_MISTAKE.into_iter().map(|(mode, key, _)| (mode, key));
        let wrong = MISTAKES.into_iter().map(|(mistake, key, _)| (Self::WithMistake(mistake), key));
        let all: Vec<(Self, &str)> = plain.chain(wrong).collect();
        all.iter().find(|(_, key)| *key == input).map(|(mode, _)| *mode).ok_or_else(|| {
            let keys: Vec<&str> = all.iter().map(|(_, key)| *key).collect();
            format!("unknown value; use one of: {}", keys.join(", "))
        })
    }
}

impl FromStr for RecordSelector {
    type Err = String;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        if input == "all" { Ok(Self::All) } else { input.parse().map(Self::One) }
    }
}

impl fmt::Display for RecordSelector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => formatter.write_str("all"),
            Self::One(reference) => reference.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PURPOSES: [Purpose; 6] = [
        Purpose::Ownership,
        Purpose::Dkim,
        Purpose::MailFromMx,
        Purpose::MailFromSpf,
        Purpose::Dmarc,
        Purpose::Inbound,
    ];

    #[test]
    fn each_publish_mode_has_its_own_row() {
        for (index, (mistake, key, description)) in MISTAKES.into_iter().enumerate() {
            assert_eq!((mistake as usize, mistake.code(), mistake.description()), (index, key, description));
            assert_eq!(key.parse(), Ok(PublishMode::WithMistake(mistake)));
            assert_eq!(PublishMode::WithMistake(mistake).code(), key);
        }
    }

    #[test]
    fn modes_and_records_parse_from_their_names() {
        for (mode, key, _) in PublishMode::WITHOUT_MISTAKE {
            assert_eq!((key.parse(), mode.code()), (Ok(mode), key));
        }
        assert!(
            "upside-down".parse::<PublishMode>().is_err_and(|message| message.contains("right, nothing, name-doubled"))
        );
        for which in ["all", "dkim", "mail-from[1]", "inbound-mx"] {
            assert_eq!(which.parse::<RecordSelector>().map(|which| which.to_string()), Ok(which.to_owned()));
        }
        assert!("All".parse::<RecordSelector>().is_err());
    }

    #[test]
    fn each_mode_applies_to_a_record_and_each_record_has_modes() {
        for (mistake, key, _) in MISTAKES {
            assert!(PURPOSES.iter().any(|purpose| mistake.applies_to(*purpose, true)), "{key}");
        }
        for purpose in PURPOSES {
            assert!(Mistake::applicable_to(purpose, false).count() > 6, "{purpose}");
        }
        assert!(!Mistake::WrongZone.applies_to(Purpose::Dkim, false), "the subdomain is the zone's top");
        assert!(!Mistake::AtZoneTop.applies_to(Purpose::Inbound, true), "it belongs to the domain itself");
        assert!(!Mistake::DmarcTwice.applies_to(Purpose::MailFromSpf, true));
    }
}
