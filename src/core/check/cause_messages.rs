//! What is wrong, in a sentence each.

use std::time::Duration;

use super::cause::Cause;
use super::sanitize::join_list;
use crate::core::verify_poll::format_duration;

impl Cause {
    /// What is wrong, or what is to be known, in a sentence.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "an arm for each cause, so that none can be forgotten")]
    pub fn message(&self) -> String {
        match self {
            Self::NameDoubled { at, .. } => {
                format!(
                    "The record is at {at}: the domain stands in its name twice, as the DNS host added it once more."
                )
            }
            Self::AtZoneTop { at, name, .. } => format!("The record is at {at}, but its name must be {name}."),
            Self::UnderscoreLost { at, name, .. } => {
                format!("The record is at {at}: its name lacks the underscore of {name}.")
            }
            Self::LabelLost { at, name, .. } => {
                format!("The record is at {at}: a part of its name, {name}, is missing.")
            }
            Self::WrongZone { at, name } => format!("The same value is at {at}, but this record belongs at {name}."),
            Self::Delegated { zone, name_servers } => delegated_message(zone, name_servers),
            Self::WrongType { found, expected } => {
                format!("At this name there is a record of the type {found}, where {expected} is wanted.")
            }
            Self::Cname { target } => {
                format!("The name is an alias (CNAME) of {target}; a CNAME excludes all other records.")
            }
            Self::CnameFollowed { target } => {
                format!("The name is an alias (CNAME) of {target}, and the record there is right.")
            }
            Self::Wildcard { owner } => {
                format!(
                    "What is found comes from a wildcard such as {owner}, which answers for every name that is not \
                     there."
                )
            }
            Self::Quotes => "The value has quotation marks in it, which belong in zone files only.".to_owned(),
            Self::Backslashes => "The value has backslashes in it, which belong in zone files only.".to_owned(),
            Self::Cut { octets: 0, .. } => "The value is empty.".to_owned(),
            Self::Cut { octets, expected_octets } => {
                format!("The value was cut: only the first {octets} of its {expected_octets} octets are there.")
            }
            Self::Comment { found } => {
                format!("Only {found} is there: the rest was taken as a comment, or for the next field.")
            }
            Self::SplitWithBlanks => {
                "The value was divided with a blank between its parts; in a DKIM key receivers pass over \
                 it."
                .to_owned()
            }
            Self::SplitRecords { count } => {
                format!("The value is divided into {count} records; it must be one record, of several strings.")
            }
            Self::BlanksInside { position, character } => {
                format!("The value has {character} inside, at character {position}, which does not belong there.")
            }
            Self::Glued => "The blanks inside the value are missing: its parts were joined without any.".to_owned(),
            Self::LetterCase => "Capital and small letters of the value differ.".to_owned(),
            Self::ExtraText => "The value is there, but with other text around it.".to_owned(),
            Self::OtherToken => {
                "Another token is there, as of another project or of an earlier time that the domain was added."
                    .to_owned()
            }
            Self::OtherValue { can_coexist: true } => "Other texts are at this name, but this one is not.".to_owned(),
            Self::OtherValue { can_coexist: false } => "Another value is at this name.".to_owned(),
            Self::BareKey => {
                "The key stands there alone, without the tag p= before it, and so is no DKIM record.".to_owned()
            }
            Self::OtherKey => "Another key is published at this selector.".to_owned(),
            Self::RevokedKey => "The tag p= is empty, which says that the key is revoked.".to_owned(),
            Self::DkimTwice { count } => {
                format!("{count} texts are at this selector; which one receivers take is left to chance.")
            }
            Self::DkimTag { tag } => format!("The key is right, but the tag {tag} keeps receivers from using it."),
            Self::MxPriority { found, expected } => format!("The priority is {found}, where {expected} is wanted."),
            Self::MxHost { found, expected, is_other_region: true } => {
                format!("The mail server is that of another region: {found} in place of {expected}.")
            }
            Self::MxHost { found, expected, .. } => format!("The mail server is {found}, where {expected} is wanted."),
            Self::MxDoubled { found, expected } => {
                format!("The mail server is {found}: the domain was added behind {expected}.")
            }
            Self::MxSecond { others } => {
                let server = if others.len() == 1 { "Another mail server is" } else { "Other mail servers are" };
                format!("{server} at this name: {}.", join_list(others))
            }
            Self::SpfTwice { count, .. } => {
                format!("{count} SPF records are at this name, which is an error (RFC 7208): none counts.")
            }
            Self::SpfWithoutInclude { missing, .. } => {
                format!("An SPF record is there, but without {} where it counts.", join_list(missing))
            }
            Self::SpfBroken { term } => {
                format!("The SPF record has a term that is not valid, and so none of it counts: {term}")
            }
            Self::SpfTooLong { lookups } => {
                format!(
                    "The SPF record needs {lookups} look-ups or more, of 10 that are allowed, and so does not count."
                )
            }
            Self::DmarcTwice { count } => {
                format!("{count} DMARC records are at this name, and so none counts (RFC 7489).")
            }
            Self::DmarcKept { policy } => format!("A DMARC policy is there already ({policy}), and it counts."),
            Self::DmarcInherited { at, policy } => {
                format!("The policy at {at} ({policy}) covers this name too, so this record is optional.")
            }
            Self::DmarcBroken => "The DMARC record is not valid, and so does not count.".to_owned(),
            Self::ServersDiffer { outdated } => {
                let verb = if outdated.len() == 1 { "does" } else { "do" };
                format!("The name servers differ: {} {verb} not have it right.", join_list(outdated))
            }
            Self::ServersDisagree { servers } => {
                format!("The name servers do not say the same: {}.", join_list(servers))
            }
            Self::Lame { servers } => {
                let verb = if servers.len() == 1 { "is a name server" } else { "are name servers" };
                format!("{} {verb} of the zone, but will not answer for it (a lame delegation).", join_list(servers))
            }
            Self::NoAnswer { servers, .. } => {
                let each: Vec<String> = servers.iter().map(|(server, why)| format!("{server} ({why})")).collect();
                format!("There is no answer from {}.", join_list(&each))
            }
            Self::NotDelegated { zone } => {
                format!("DNS knows no zone {zone}: nobody has registered that name, or it has no name servers.")
            }
            Self::ResolverFails { resolver } => {
                format!(
                    "The name servers answer, but the resolver {resolver} finds nothing out about the zone (SERVFAIL)."
                )
            }
            Self::Dnssec => {
                "DNSSEC of the zone is broken: resolvers that check it refuse every answer of the zone.".to_owned()
            }
            Self::OldAnswer { seconds } => {
                let time = seconds.map(|seconds| format_duration(Duration::from_secs(u64::from(seconds))));
                let time = time.map(|time| format!(", and keeps it for up to {time}")).unwrap_or_default();
                format!("The resolver still gives another answer, most likely what was there before{time}.")
            }
            Self::UnknownType { record_type } => {
                format!("This program cannot look up records of the type {record_type}.")
            }
        }
    }
}

fn delegated_message(zone: &str, name_servers: &[String]) -> String {
    let at = if name_servers.is_empty() { String::new() } else { format!(" ({})", join_list(name_servers)) };
    format!("The name belongs to the zone {zone}, which has name servers of its own{at}.")
}
