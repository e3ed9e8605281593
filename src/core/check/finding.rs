//! The level, message and remedy of each cause, side by side.

use std::time::Duration;

use jiff::Timestamp;

use super::cause::{Cause, ProviderServers, SpfAdvice};
use super::sanitize::join_list;
use crate::core::dns::{DnssecFault, QueryType};
use crate::core::duration::format_duration;

/// The severity of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
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
    #[expect(clippy::too_many_lines, reason = "an arm for each cause, so that none can be forgotten")]
    pub fn finding(&self) -> Finding {
        match self {
            Self::NameDoubled { at, relative_name } => Finding::error(
                format!(
                    "The record is at {at}, with the domain in it twice: your DNS provider adds the domain to what \
                     you type."
                ),
                format!("Change its name to: {relative_name}"),
            ),
            Self::AtZoneTop { at, name, relative_name } => Finding::error(
                format!("The record is at {at}, but its name should be {name}."),
                format!("Change its name from @ (or the domain) to: {relative_name}"),
            ),
            Self::UnderscoreLost { at, name, relative_name } => Finding::error(
                format!("The record is at {at}: the underscore of {name} is missing."),
                format!("Change its name to: {relative_name}"),
            ),
            Self::LabelLost { at, name, relative_name } => Finding::error(
                format!("The record is at {at}: part of the name {name} is missing."),
                format!("Change its name to: {relative_name}"),
            ),
            Self::WrongZone { at, name, relative_name } => Finding::error(
                format!("This value is at {at}; it belongs at {name}."),
                format!(
                    "Keep the one at {at} if that domain sends mail too, and add this one with the name: \
                         {relative_name}"
                ),
            ),
            Self::Delegated { zone, name_servers } => {
                Finding::error(delegated_message(zone, name_servers), format!("Add the record in the DNS of {zone}."))
            }
            Self::WrongType { found, expected } => Finding::error(
                format!("The record here is of type {found}; it should be {expected}."),
                wrong_type_remedy(*found, *expected),
            ),
            Self::Cname { target } => Finding::error(
                format!("There is a CNAME here, to {target}. A name with a CNAME can't have other records."),
                "Delete the CNAME, then add this record.",
            ),
            Self::CnameFollowed { target } => Finding::note(
                format!("This name is a CNAME to {target}, and the record there is correct."),
                "Nothing to do, as long as the CNAME stays.",
            ),
            Self::Wildcard { owner, domain } => Finding::error(
                format!("Nothing was entered here; a wildcard record ({owner}) answers instead."),
                format!(
                    "Add the record. If {domain} itself works through the wildcard, first give it a record of its own."
                ),
            ),
            Self::WildcardEnds { domain, owner, records } => Finding::warning(
                format!(
                    "{domain} has no record of its own: it works through the wildcard {owner}, which will stop answering \
                     for it with the first record below it."
                ),
                format!("First add what {domain} needs to keep working: {}.", join_list(records)),
            ),
            Self::WildcardEnded { domain, owner } => Finding::note(
                format!("The wildcard {owner} does not answer for {domain}, because it has records at or below it."),
                format!("If a website or mail at {domain} worked through the wildcard, add a record for it."),
            ),
            Self::Quotes => {
                Finding::error("The quotation marks were saved as part of the value.", "Delete the quotation marks.")
            }
            Self::Backslashes => Finding::error("The value contains backslashes.", "Delete the backslashes."),
            Self::Cut { octets, expected_octets } => Finding::error(
                match octets {
                    0 => "The value is empty.".to_owned(),
                    _ => {
                        format!("Only the first {octets} of {expected_octets} characters were saved.")
                    }
                },
                "Paste the whole value. If the field stops at 255 characters, enter it as two quoted parts of the \
                 same record: \"…\" \"…\".",
            ),
            Self::Comment { found } => Finding::error(
                format!("Only {found} was saved; everything after it was dropped."),
                "Put the whole value in double quotes.",
            ),
            Self::SplitWithBlanks => Finding::warning(
                "There is a space in the middle of the key; mail receivers ignore it.",
                "Nothing to do.",
            ),
            Self::SplitRecords { count } => Finding::error(
                format!("The value was split into {count} TXT records. It has to be one."),
                "Keep one, with the whole value in it, and delete the others.",
            ),
            Self::BlanksInside { position, character } => Finding::error(
                format!("There is {character} at character {position} that doesn't belong there."),
                "Paste the value again, on one line.",
            ),
            Self::Glued => {
                Finding::error("The spaces in the value are missing.", "Paste the value again, in one piece.")
            }
            Self::LetterCase => Finding::error(
                "Capital letters matter here, and they differ.",
                "Paste the value again. If your DNS provider changes it, ask its support.",
            ),
            Self::ExtraText { added } => Finding::error(
                format!("The value is there, with something added: {added}"),
                "Give it a record of its own, with nothing but the expected value.",
            ),
            Self::BeginningLost { beginning } => Finding::error(
                format!("The value lacks its beginning, {beginning}."),
                "Replace it with the expected value.",
            ),
            Self::OtherToken => Finding::error(
                "A different verification value is there, perhaps from another AutoSend project.",
                "Add this one as a second TXT record.",
            ),
            Self::OtherValue { can_coexist: true } => {
                Finding::error("There are other TXT records here, but not this one.", "Add this one; keep the others.")
            }
            Self::OtherValue { can_coexist: false } => {
                Finding::error("There is a different value here.", "Replace it with the expected value.")
            }
            Self::BareKey { written: None } => {
                Finding::error("The key is there without p= before it.", "Put p= directly before it.")
            }
            Self::BareKey { written: Some(written) } => Finding::error(
                format!("The key is there, but with {written} before it instead of p=."),
                format!("Change {written} to p=."),
            ),
            Self::KeyAltered { change } => Finding::error(
                format!("The key was changed on the way: {change}."),
                "Paste the expected value again, and save it unchanged.",
            ),
            Self::OtherKey => {
                Finding::error("There is a different DKIM key here.", "Replace it with the expected value.")
            }
            Self::RevokedKey => Finding::error(
                "The record has no key (p= is empty), which switches it off.",
                "Replace it with the expected value.",
            ),
            Self::DkimTwice { count } => Finding::error(
                format!("There are {count} TXT records at this name; receivers may read any of them."),
                "Keep the expected one and delete the others.",
            ),
            Self::DkimTag { tag } => Finding::error(
                format!("The key is correct, but the tag {tag} stops receivers from using it."),
                "Publish exactly the expected value.",
            ),
            Self::DkimBroken { flaw } => Finding::error(
                format!("The key is there, but receivers ignore the record: {flaw}."),
                "Publish exactly the expected value.",
            ),
            Self::MxPriority { found, expected, is_harmless: true } => Finding::note(
                format!("The priority is {found} instead of {expected}; with one MX record that makes no difference."),
                "Nothing to do.",
            ),
            Self::MxNull { expected } => Finding::error(
                "The MX record here says that this name accepts no mail.",
                format!("Replace it with: {expected}"),
            ),
            Self::MxPriority { found, expected, .. } => Finding::error(
                format!("The priority is {found}; it should be {expected}."),
                format!("Change it to {expected}."),
            ),
            Self::MxHost { found, expected, is_other_region: true } => Finding::error(
                format!("The mail server is for another region: {found}; it should be {expected}."),
                format!("Change it to: {expected}"),
            ),
            Self::MxHost { found, expected, .. } => Finding::error(
                format!("The mail server is {found}; it should be {expected}."),
                format!("Change it to: {expected}"),
            ),
            Self::MxDoubled { found, expected } => Finding::error(
                format!("Your DNS provider added the domain after the mail server: {found}."),
                format!("End it with a dot: {expected}."),
            ),
            Self::MxSecond { others } => Finding::warning(
                format!(
                    "There {} here: {}.",
                    if others.len() == 1 { "is another MX record" } else { "are other MX records" },
                    join_list(others)
                ),
                "Keep only the expected MX record: with others, mail may go elsewhere.",
            ),
            Self::SpfTwice { count, advice } => Finding::error(
                format!("There are {count} SPF records here; only one is allowed, so none counts."),
                advice.remedy("Merge them into one and delete the rest"),
            ),
            Self::SpfWithoutInclude { advice } => Finding::error(
                "The SPF record does not allow Amazon SES.",
                advice.remedy("Edit it (don't add a second one)"),
            ),
            Self::SpfBroken { term, reason, advice } => Finding::error(
                format!("{term} is not valid ({reason}), so the whole SPF record is ignored."),
                advice.remedy("Change the record to"),
            ),
            Self::SpfIncludeBroken { term, reason, advice } => Finding::error(
                format!("{term} fails ({reason}), so the whole SPF record is ignored."),
                advice.remedy("Change the record to"),
            ),
            Self::SpfTooLong { is_after_ours: false, advice } => Finding::error(
                "The SPF record needs more than 10 DNS queries, so receivers ignore it.",
                advice.remedy("Change the record to"),
            ),
            Self::SpfTooLong { advice, .. } => Finding::warning(
                "The SPF record needs more than 10 DNS queries. Mail from Amazon SES passes before the limit; other mail doesn't.",
                advice.remedy("Shorten it, for example to"),
            ),
            Self::SpfVoid { names, advice } => Finding::error(
                format!(
                    "More than 2 lookups of the SPF record find nothing ({}), so receivers ignore it.",
                    join_list(names)
                ),
                advice.remedy("Change the record to"),
            ),
            Self::SpfUnread { names } => Finding::warning(
                format!(
                    "{} can't be looked up, so it isn't known whether the SPF record allows Amazon SES.",
                    join_list(names)
                ),
                "Try again; then correct what the SPF record includes.",
            ),
            Self::DmarcTwice { count } => Finding::error(
                format!("There are {count} DMARC records here; only one is allowed, so none counts."),
                "Keep your own and delete the others.",
            ),
            Self::DmarcKept { policy } => Finding::note(
                format!("You already have a DMARC policy ({policy}); that's fine."),
                "Keep it; don't add a second one.",
            ),
            Self::DmarcInherited { at, policy } => Finding::note(
                format!("The policy at {at} ({policy}) already covers this domain."),
                "Nothing to do, unless this domain should have its own policy.",
            ),
            Self::DmarcBroken { flaw, corrected } => Finding::error(
                format!("The DMARC record is not valid, so your policy doesn't count: {flaw}."),
                match corrected {
                    Some(corrected) => format!("Correct that, and keep your policy: {}", corrected.text()),
                    None => "Correct that, and keep the policy you want: none, quarantine or reject.".to_owned(),
                },
            ),
            Self::KeyTest => Finding::note(
                "The key is in test mode (t=y): some receivers ignore it.",
                "Remove t=y when everything works.",
            ),
            Self::SpfAllowsAll => {
                Finding::note("The SPF record allows everybody to send from this name (+all).", "Change +all to ~all.")
            }
            Self::TwoProviders { providers } => two_providers_finding(providers),
            Self::StaleServers { servers, newest } => {
                let each: Vec<String> =
                    servers.iter().map(|(server, serial)| format!("{server} (serial {serial})")).collect();
                let verb = if servers.len() == 1 { "has" } else { "have" };
                Finding::warning(
                    format!("{} {verb} an older version of the zone; the newest is {newest}.", join_list(&each)),
                    "Wait a few minutes. If the serial doesn't change, ask your DNS provider why the zone isn't \
                     transferred to that server.",
                )
            }
            Self::DeadDelegation { zone, servers, parent } => Finding::error(
                format!("{zone} points to name servers that don't work: {}.", join_list(servers)),
                match parent {
                    Some(parent) => format!("Correct or delete the NS records of {zone} in the DNS of {parent}."),
                    None => format!("Change the name servers of {zone} at the registrar."),
                },
            ),
            Self::AbsenceCached { seconds } => Finding::note(
                format!(
                    "Resolvers here remember for up to {} that a name doesn't exist.",
                    format_duration(Duration::from_secs(u64::from(*seconds)))
                ),
                "Publish the records before others look them up.",
            ),
            Self::ServersDiffer { outdated } => Finding::warning(
                format!(
                    "Not on every name server yet: {} {} have it.",
                    join_list(outdated),
                    if outdated.len() == 1 { "doesn't" } else { "don't" }
                ),
                "Wait a few minutes for all name servers to update.",
            ),
            Self::ServersDisagree { servers } => Finding::error(
                format!("The name servers give different answers: {}.", join_list(servers)),
                "Check again in a few minutes. If they still differ, contact your DNS provider.",
            ),
            Self::Lame { servers, is_all: true } => Finding::warning(
                match servers.as_slice() {
                    [only] => format!("{only} is listed as a name server but doesn't have this zone."),
                    several => format!("{} are listed as name servers but don't have this zone.", join_list(several)),
                },
                "Add the domain at the DNS provider, or change its name servers at the registrar.",
            ),
            Self::Lame { servers, .. } => {
                let (fact, them) = match servers.len() {
                    1 => ("is listed as a name server but doesn't have this zone", "it"),
                    _ => ("are listed as name servers but don't have this zone", "them"),
                };
                Finding::warning(
                    format!("{} {fact}.", join_list(servers)),
                    format!(
                        "Contact your DNS provider, or remove {them} from the domain's name servers at your registrar."
                    ),
                )
            }
            Self::NoAnswer { servers, is_all } => Finding::warning(
                no_answer_message(servers),
                if *is_all {
                    "Try again. If a firewall blocks port 53, use --nameserver."
                } else {
                    "Try again later; the other name servers answered."
                },
            ),
            Self::NotDelegated { zone } => Finding::error(
                format!("{zone} doesn't exist in DNS: it isn't registered, or has no name servers."),
                "Check the spelling; otherwise register it, or set its name servers at the registrar.",
            ),
            Self::ResolverFails { resolver } => Finding::warning(
                format!("The name servers answer, but {resolver} can't look the domain up (SERVFAIL)."),
                "Try again; then try check --nameserver 1.1.1.1.",
            ),
            Self::Dnssec { zone, fault, is_of_record } => dnssec_finding(zone, fault.as_ref(), *is_of_record),
            Self::OldAnswer { seconds } => Finding::warning(
                old_answer_message(*seconds),
                "Wait for the cache to expire. If it persists, the resolver has its own view of the zone (split DNS).",
            ),
            Self::UnknownType { record_type } => Finding::warning(
                format!("This program can't look up {record_type} records."),
                "Check it at your DNS provider.",
            ),
        }
    }

    /// Its code in documents and scripts.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// A sentence on what is wrong, or on a fact to know.
    pub fn message(&self) -> String {
        self.finding().message
    }

    /// A sentence on how to repair it.
    pub fn remedy(&self) -> String {
        self.finding().remedy
    }

    /// Whether a correct record can have it: it then needs no repair.
    pub fn is_allowed_with_match(&self) -> bool {
        self.finding().level < Level::Error
    }
}

impl SpfAdvice {
    /// The remedy that offers the record.
    fn remedy(&self, instruction: &str) -> String {
        let Self { line, left_out, is_expected_alone } = self;
        let line = line.text();
        if *is_expected_alone {
            return format!("Only AutoSend sends from this name, so this is enough: {line}");
        }
        if left_out.is_empty() {
            return format!("{instruction}: {line}");
        }
        format!("{instruction}, without {}: {line}", join_list(left_out))
    }
}

/// Nothing can be added next to a CNAME; a record of another type may serve something else.
fn wrong_type_remedy(found: QueryType, expected: QueryType) -> String {
    if found == QueryType::Cname {
        return format!("Delete the CNAME record, then add it again as {expected}.");
    }
    format!("Add it again as {expected}. Delete the {found} record if it was meant to be this one.")
}

fn delegated_message(zone: &str, name_servers: &[String]) -> String {
    let at = if name_servers.is_empty() { String::new() } else { format!(" ({})", join_list(name_servers)) };
    format!("{zone} has its own DNS, at other name servers{at}. Records in a parent zone don't count there.")
}

/// If the record is at one provider only, entering it at the other is as good as leaving that one.
fn two_providers_finding(providers: &[ProviderServers]) -> Finding {
    let each: Vec<String> = providers
        .iter()
        .map(|ProviderServers { provider, servers, has_record }| {
            let state = match has_record {
                Some(true) => " has the record",
                Some(false) => " doesn't have the record",
                None => "",
            };
            if servers.as_slice() == [provider.clone()] {
                format!("{provider}{state}")
            } else {
                format!("{provider} ({}){state}", join_list(servers))
            }
        })
        .collect();
    let message = format!("The name servers belong to different DNS providers: {}.", join_list(&each));
    let lacking: Vec<&ProviderServers> = providers.iter().filter(|of| of.has_record == Some(false)).collect();
    match lacking.as_slice() {
        [lacking] if providers.iter().any(|of| of.has_record == Some(true)) => Finding::warning(
            message,
            format!(
                "Enter it at {} too, or remove {} from the domain's name servers at the registrar.",
                lacking.provider,
                join_list(&lacking.servers)
            ),
        ),
        [] => Finding::note(message, "Enter each record at all of them, or keep one provider's name servers only."),
        _ => Finding::error(
            message,
            "Enter the record at all of them, or keep one provider's name servers only, at the registrar.",
        ),
    }
}

fn no_answer_message(servers: &[(String, String)]) -> String {
    let each: Vec<String> = servers.iter().map(|(server, reason)| format!("{server} ({reason})")).collect();
    format!("No answer from {}.", join_list(&each))
}

fn dnssec_finding(zone: &str, fault: Option<&DnssecFault>, is_of_record: bool) -> Finding {
    let day = |time: &Timestamp| time.strftime("%Y-%m-%d").to_string();
    let signatures = if is_of_record { "the signature of this record" } else { "the signatures" };
    let verb = if is_of_record { "is" } else { "are" };
    let why = fault.map(|fault| match fault {
        DnssecFault::DsMismatch { key_tags } => {
            let tags: Vec<String> = key_tags.iter().map(ToString::to_string).collect();
            format!("the DS record at the registrar (key tag {}) does not match any key of the zone", join_list(&tags))
        }
        DnssecFault::NoKeys => "there is a DS record at the registrar, but the zone is not signed".to_owned(),
        DnssecFault::Expired { at } => format!("{signatures} expired on {}", day(at)),
        DnssecFault::NotYetValid { from } => format!("{signatures} {verb} not valid before {}", day(from)),
        DnssecFault::Unsigned => format!("{signatures} {verb} missing"),
        DnssecFault::BadSignature => format!("{signatures} {verb} wrong"),
    });
    let because = why.map(|why| format!(" because {why}")).unwrap_or_default();
    let hidden = if is_of_record { "don't see it" } else { "see nothing" };
    Finding::warning(
        format!("The DNSSEC of {zone} is broken{because}: AutoSend and many receivers {hidden}."),
        match fault {
            None => "Correct or remove the DS record at the registrar, or have your DNS provider sign the zone again.",
            Some(DnssecFault::DsMismatch { .. }) => "Correct or remove the DS record at the registrar.",
            Some(DnssecFault::NoKeys) => {
                "Remove the DS record at the registrar, or have your DNS provider sign the zone."
            }
            Some(DnssecFault::NotYetValid { .. }) => {
                "Check the clock of this computer; otherwise have the DNS provider sign the zone again."
            }
            Some(_) => "Have the DNS provider sign the zone again.",
        },
    )
}

fn old_answer_message(seconds: Option<u32>) -> String {
    let time = seconds.map(|seconds| format_duration(Duration::from_secs(u64::from(seconds))));
    let time = time.map(|time| format!(", for up to {time}")).unwrap_or_default();
    format!("The resolver still has an old answer cached{time}.")
}
