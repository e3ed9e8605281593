//! The level, message and remedy of each cause, side by side.

use std::time::Duration;

use super::cause::Cause;
use super::sanitize::join_list;
use crate::core::duration::format_duration;

/// The severity of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The record is correct, or optional.
    Note,
    /// The record may be correct, but something may hide it or make it ineffective.
    Warning,
    /// The record is wrong.
    Error,
}

/// The explanation of a cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its severity.
    pub level: Level,
    /// A sentence on what is wrong, or on a fact to know.
    pub message: String,
    /// A sentence on how to repair it.
    pub remedy: String,
}

impl Finding {
    fn new(level: Level, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { level, message: message.into(), remedy: remedy.into() }
    }

    fn error(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Level::Error, message, remedy)
    }

    fn warning(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Level::Warning, message, remedy)
    }

    fn note(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Level::Note, message, remedy)
    }
}

impl Cause {
    /// The explanation of the cause.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "an arm for each cause, so that none can be forgotten")]
    pub fn finding(&self) -> Finding {
        match self {
            Self::NameDoubled { at, relative_name } => Finding::error(
                format!(
                    "The record is at {at}: the domain stands in its name twice, as the DNS host added it once more."
                ),
                format!("Your DNS host adds the domain itself: enter only {relative_name} as the name."),
            ),
            Self::AtZoneTop { at, name, relative_name } => Finding::error(
                format!("The record is at {at}, but its name must be {name}."),
                format!("Enter {relative_name} as its name, in place of @ or the domain."),
            ),
            Self::UnderscoreLost { at, name, relative_name } => Finding::error(
                format!("The record is at {at}: its name lacks the underscore of {name}."),
                format!("Enter {relative_name} as its name, with every underscore."),
            ),
            Self::LabelLost { at, name, relative_name } => Finding::error(
                format!("The record is at {at}: a part of its name, {name}, is missing."),
                format!("Enter {relative_name} as its name, all of it."),
            ),
            Self::WrongZone { at, name } => Finding::error(
                format!("The same value is at {at}, but this record belongs at {name}."),
                format!("Create it at {name}; leave what is at {at} if that name sends mail too."),
            ),
            Self::Delegated { zone, name_servers } => Finding::error(
                delegated_message(zone, name_servers),
                format!("Create the record in the zone {zone}; in a zone above it has no effect."),
            ),
            Self::WrongType { found, expected } => Finding::error(
                format!("At this name there is a record of the type {found}, where {expected} is wanted."),
                format!(
                    "Create the record with the type {expected}, and delete that one if it was meant to be this record."
                ),
            ),
            Self::Cname { target } => Finding::error(
                format!("The name is an alias (CNAME) of {target}; a CNAME excludes all other records."),
                "Remove the CNAME, then create the record; or create it where the CNAME leads.",
            ),
            Self::CnameFollowed { target } => Finding::note(
                format!("The name is an alias (CNAME) of {target}, and the record there is right."),
                "There is nothing to do, as long as the CNAME stays.",
            ),
            Self::Wildcard { owner } => Finding::error(
                format!(
                    "What is found comes from a wildcard such as {owner}, which answers for every name that is not \
                     there."
                ),
                "Create the record at its own name: it then takes the place of the wildcard there, which can stay.",
            ),
            Self::Quotes => Finding::error(
                "The value has quotation marks in it, which belong in zone files only.",
                "Remove the quotation marks from the value field.",
            ),
            Self::Backslashes => Finding::error(
                "The value has backslashes in it, which belong in zone files only.",
                "Enter the value without backslashes.",
            ),
            Self::Cut { octets, expected_octets } => Finding::error(
                match octets {
                    0 => "The value is empty.".to_owned(),
                    _ => {
                        format!("The value was cut: only the first {octets} of its {expected_octets} octets are there.")
                    }
                },
                "Enter the whole value; if your DNS host takes at most 255 characters, enter it as several strings of \
                 one record.",
            ),
            Self::Comment { found } => Finding::error(
                format!("Only {found} is there: the rest was taken as a comment, or for the next field."),
                "Put the whole value in quotation marks, as zone files want it.",
            ),
            Self::SplitWithBlanks => Finding::warning(
                "The value was divided with a blank between its parts; in a DKIM key receivers pass over it.",
                "It can stay; to be safe, enter the value in one line without blanks.",
            ),
            Self::SplitRecords { count } => Finding::error(
                format!("The value is divided into {count} records; it must be one record, of several strings."),
                "Delete all but one and enter the whole value there, where need be as several quoted strings.",
            ),
            Self::BlanksInside { position, character } => Finding::error(
                format!("The value has {character} inside, at character {position}, which does not belong there."),
                "Enter the value in one line, exactly as it was copied.",
            ),
            Self::Glued => Finding::error(
                "The blanks inside the value are missing: its parts were joined without any.",
                "Enter the whole value as one string, in quotation marks if your DNS host wants them.",
            ),
            Self::LetterCase => Finding::error(
                "Capital and small letters of the value differ.",
                "Enter the value exactly as it was copied.",
            ),
            Self::ExtraText => Finding::error(
                "The value is there, but with other text around it.",
                "Enter the value alone, with nothing before or behind it.",
            ),
            Self::OtherToken => Finding::error(
                "Another token is there, as of another project or of an earlier time that the domain was added.",
                "Add this record beside it, or put this value in its place if the other is not used.",
            ),
            Self::OtherValue { can_coexist: true } => {
                Finding::error("Other texts are at this name, but this one is not.", "Add this record beside them.")
            }
            Self::OtherValue { can_coexist: false } => {
                Finding::error("Another value is at this name.", "Put the expected value in its place.")
            }
            Self::BareKey => Finding::error(
                "The key stands there alone, without the tag p= before it, and so is no DKIM record.",
                "Put p= before the key, without a blank.",
            ),
            Self::OtherKey => {
                Finding::error("Another key is published at this selector.", "Put the expected value in its place.")
            }
            Self::RevokedKey => Finding::error(
                "The tag p= is empty, which says that the key is revoked.",
                "Put the expected value in its place.",
            ),
            Self::DkimTwice { count } => Finding::error(
                format!("{count} texts are at this selector; which one receivers take is left to chance."),
                "Keep the record with the expected value, and delete the others at this name.",
            ),
            Self::DkimTag { tag } => Finding::error(
                format!("The key is right, but the tag {tag} keeps receivers from using it."),
                "Publish the expected value alone, without that tag.",
            ),
            Self::MxPriority { found, expected } => Finding::error(
                format!("The priority is {found}, where {expected} is wanted."),
                format!("Set the priority to {expected}."),
            ),
            Self::MxHost { found, expected, is_other_region: true } => Finding::error(
                format!("The mail server is that of another region: {found} in place of {expected}."),
                format!("Set the mail server to {expected}."),
            ),
            Self::MxHost { found, expected, .. } => Finding::error(
                format!("The mail server is {found}, where {expected} is wanted."),
                format!("Set the mail server to {expected}."),
            ),
            Self::MxDoubled { found, expected } => Finding::error(
                format!("The mail server is {found}: the domain was added behind {expected}."),
                format!(
                    "End the mail server with a dot ({expected}.); where your DNS host takes no dot, ask it how to \
                     enter a full name."
                ),
            ),
            Self::MxSecond { others } => Finding::warning(
                format!(
                    "{} at this name: {}.",
                    if others.len() == 1 { "Another mail server is" } else { "Other mail servers are" },
                    join_list(others)
                ),
                "Keep the expected MX record alone: with others beside it, mail may go elsewhere.",
            ),
            Self::SpfTwice { count, merged } => Finding::error(
                format!("{count} SPF records are at this name, which is an error (RFC 7208): none counts."),
                format!("Keep one of them, and publish in it: {merged}"),
            ),
            Self::SpfWithoutInclude { missing, merged } => Finding::error(
                format!("An SPF record is there, but without {} where it counts.", join_list(missing)),
                format!("Change it, and add no second one: {merged}"),
            ),
            Self::SpfBroken { term } => Finding::error(
                format!("The SPF record has a term that is not valid, and so none of it counts: {term}"),
                "Correct that term, or publish the expected value.",
            ),
            Self::SpfTooLong { lookups } => Finding::error(
                format!(
                    "The SPF record needs {lookups} look-ups or more, of 10 that are allowed, and so does not count."
                ),
                "Take out what does not send for this name.",
            ),
            Self::DmarcTwice { count } => Finding::error(
                format!("{count} DMARC records are at this name, and so none counts (RFC 7489)."),
                "Keep the one that is yours, and delete the others.",
            ),
            Self::DmarcKept { policy } => Finding::note(
                format!("A DMARC policy is there already ({policy}), and it counts."),
                "Keep yours, and do not add a second one.",
            ),
            Self::DmarcInherited { at, policy } => Finding::note(
                format!("The policy at {at} ({policy}) covers this name too, so this record is optional."),
                "Add it only if this name is to have a policy of its own.",
            ),
            Self::DmarcBroken => Finding::error(
                "The DMARC record is not valid, and so does not count.",
                "Put the expected value in its place.",
            ),
            Self::ServersDiffer { outdated } => Finding::warning(
                format!(
                    "The name servers differ: {} {} not have it right.",
                    join_list(outdated),
                    if outdated.len() == 1 { "does" } else { "do" }
                ),
                "Wait some minutes: the name servers of a zone are brought up to date one after the other.",
            ),
            Self::ServersDisagree { servers } => Finding::error(
                format!("The name servers do not say the same: {}.", join_list(servers)),
                "Look for it at the servers again in some minutes; if they still differ, tell your DNS host.",
            ),
            Self::Lame { servers } => Finding::warning(
                format!(
                    "{} {} of the zone, but will not answer for it (a lame delegation).",
                    join_list(servers),
                    if servers.len() == 1 { "is a name server" } else { "are name servers" }
                ),
                "Tell your DNS host, or take these name servers out of the domain's delegation at its registrar.",
            ),
            Self::NoAnswer { servers, is_all } => Finding::warning(
                no_answer_message(servers),
                if *is_all {
                    "Try again; where a firewall closes port 53, ask a resolver that can be reached."
                } else {
                    "Try again later; the other name servers did answer."
                },
            ),
            Self::NotDelegated { zone } => Finding::error(
                format!("DNS knows no zone {zone}: nobody has registered that name, or it has no name servers."),
                "Look for a slip in the name; else register it, or have the registrar name its name servers.",
            ),
            Self::ResolverFails { resolver } => Finding::warning(
                format!(
                    "The name servers answer, but the resolver {resolver} finds nothing out about the zone (SERVFAIL)."
                ),
                "Look again; if it stays so, ask another resolver (check --nameserver), and look at the zone's \
                     delegation.",
            ),
            Self::Dnssec => Finding::warning(
                "DNSSEC of the zone is broken: resolvers that check it refuse every answer of the zone.",
                "Have the DS record at the registrar agree with the zone's keys, or remove it to switch DNSSEC off.",
            ),
            Self::OldAnswer { seconds } => Finding::warning(
                old_answer_message(*seconds),
                "Wait until it forgets. If it says so even then, it has a view of its own of this zone.",
            ),
            Self::UnknownType { record_type } => Finding::warning(
                format!("This program cannot look up records of the type {record_type}."),
                "Look at it in the panel of your DNS host.",
            ),
        }
    }

    /// Its code in documents and scripts.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// A sentence on what is wrong, or on a fact to know.
    #[must_use]
    pub fn message(&self) -> String {
        self.finding().message
    }

    /// A sentence on how to repair it.
    #[must_use]
    pub fn remedy(&self) -> String {
        self.finding().remedy
    }

    /// Whether a correct record can have it: it then needs no repair.
    #[must_use]
    pub fn is_allowed_with_match(&self) -> bool {
        self.finding().level < Level::Error
    }
}

fn delegated_message(zone: &str, name_servers: &[String]) -> String {
    let at = if name_servers.is_empty() { String::new() } else { format!(" ({})", join_list(name_servers)) };
    format!("The name belongs to the zone {zone}, which has name servers of its own{at}.")
}

fn no_answer_message(servers: &[(String, String)]) -> String {
    let each: Vec<String> = servers.iter().map(|(server, reason)| format!("{server} ({reason})")).collect();
    format!("There is no answer from {}.", join_list(&each))
}

fn old_answer_message(seconds: Option<u32>) -> String {
    let time = seconds.map(|seconds| format_duration(Duration::from_secs(u64::from(seconds))));
    let time = time.map(|time| format!(", and keeps it for up to {time}")).unwrap_or_default();
    format!("The resolver still gives another answer, most likely what was there before{time}.")
}
