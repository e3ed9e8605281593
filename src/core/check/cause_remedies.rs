//! How each mistake is mended, in a sentence each.

use super::cause::Cause;

impl Cause {
    /// How to mend it, in a sentence.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "an arm for each cause, so that none can be forgotten")]
    pub fn remedy(&self) -> String {
        match self {
            Self::NameDoubled { relative_name, .. } => {
                format!("Your DNS host adds the domain itself: enter only {relative_name} as the name.")
            }
            Self::AtZoneTop { relative_name, .. } => format!("Enter {relative_name} as its name, in place of @ or the domain."),
            Self::UnderscoreLost { relative_name, .. } => format!("Enter {relative_name} as its name, with every underscore."),
            Self::LabelLost { relative_name, .. } => format!("Enter {relative_name} as its name, all of it."),
            Self::WrongZone { at, name } => {
                format!("Create it at {name}; leave what is at {at} if that name sends mail too.")
            }
            Self::Delegated { zone, .. } => {
                format!("Create the record in the zone {zone}; in a zone above it has no effect.")
            }
            Self::WrongType { expected, .. } => format!(
                "Create the record with the type {expected}, and delete that one if it was meant to be this record."
            ),
            Self::Cname { .. } => {
                "Remove the CNAME, then create the record; or create it where the CNAME leads.".to_owned()
            }
            Self::CnameFollowed { .. } => "There is nothing to do, as long as the CNAME stays.".to_owned(),
            Self::Wildcard { .. } => {
                "Create the record at its own name: it then takes the place of the wildcard there, which can stay."
                    .to_owned()
            }
            Self::Quotes => "Remove the quotation marks from the value field.".to_owned(),
            Self::Backslashes => "Enter the value without backslashes.".to_owned(),
            Self::Cut { .. } => {
                "Enter the whole value; if your DNS host takes at most 255 characters, enter it as several strings \
                 of one record."
                    .to_owned()
            }
            Self::Comment { .. } => "Put the whole value in quotation marks, as zone files want it.".to_owned(),
            Self::SplitWithBlanks => "It can stay; to be safe, enter the value in one line without blanks.".to_owned(),
            Self::SplitRecords { .. } => {
                "Delete all but one and enter the whole value there, where need be as several \
                 quoted strings."
                    .to_owned()
            }
            Self::BlanksInside { .. } => "Enter the value in one line, exactly as it was copied.".to_owned(),
            Self::Glued => {
                "Enter the whole value as one string, in quotation marks if your DNS host wants them.".to_owned()
            }
            Self::LetterCase => "Enter the value exactly as it was copied.".to_owned(),
            Self::ExtraText => "Enter the value alone, with nothing before or behind it.".to_owned(),
            Self::OtherToken => {
                "Add this record beside it, or put this value in its place if the other is not used.".to_owned()
            }
            Self::OtherValue { can_coexist: true } => "Add this record beside them.".to_owned(),
            Self::BareKey => "Put p= before the key, without a blank.".to_owned(),
            Self::OtherValue { can_coexist: false } | Self::OtherKey | Self::RevokedKey | Self::DmarcBroken => {
                "Put the expected value in its place.".to_owned()
            }
            Self::DkimTwice { .. } => {
                "Keep the record with the expected value, and delete the others at this name.".to_owned()
            }
            Self::DkimTag { .. } => "Publish the expected value alone, without that tag.".to_owned(),
            Self::MxPriority { expected, .. } => format!("Set the priority to {expected}."),
            Self::MxHost { expected, .. } => format!("Set the mail server to {expected}."),
            Self::MxDoubled { expected, .. } => {
                format!(
                    "End the mail server with a dot ({expected}.); where your DNS host takes no dot, ask it how to \
                     enter a full name."
                )
            }
            Self::MxSecond { .. } => {
                "Keep the expected MX record alone: with others beside it, mail may go elsewhere.".to_owned()
            }
            Self::SpfTwice { merged, .. } => format!("Keep one of them, and publish in it: {merged}"),
            Self::SpfWithoutInclude { merged, .. } => format!("Change it, and add no second one: {merged}"),
            Self::SpfBroken { .. } => "Correct that term, or publish the expected value.".to_owned(),
            Self::SpfTooLong { .. } => "Take out what does not send for this name.".to_owned(),
            Self::DmarcTwice { .. } => "Keep the one that is yours, and delete the others.".to_owned(),
            Self::DmarcKept { .. } => "Keep yours, and do not add a second one.".to_owned(),
            Self::DmarcInherited { .. } => "Add it only if this name is to have a policy of its own.".to_owned(),
            Self::ServersDiffer { .. } => {
                "Wait some minutes: the name servers of a zone are brought up to date one after the other.".to_owned()
            }
            Self::ServersDisagree { .. } => {
                "Look for it at the servers again in some minutes; if they still differ, tell your DNS host.".to_owned()
            }
            Self::Lame { .. } => {
                "Tell your DNS host, or take these name servers out of the domain's delegation at its registrar."
                    .to_owned()
            }
            Self::NoAnswer { is_all: true, .. } => {
                "Try again; where a firewall closes port 53, ask a resolver that can be reached.".to_owned()
            }
            Self::NoAnswer { .. } => "Try again later; the other name servers did answer.".to_owned(),
            Self::NotDelegated { .. } => {
                "Look for a slip in the name; else register it, or have the registrar name its name servers.".to_owned()
            }
            Self::ResolverFails { .. } => {
                "Look again; if it stays so, ask another resolver (check --nameserver), and look at the zone's delegation."
                    .to_owned()
            }
            Self::Dnssec => {
                "Have the DS record at the registrar agree with the zone's keys, or remove it to switch DNSSEC off."
                    .to_owned()
            }
            Self::OldAnswer { .. } => {
                "Wait until it forgets. If it says so even then, it has a view of its own of this zone.".to_owned()
            },
            Self::UnknownType { .. } => "Look at it in the panel of your DNS host.".to_owned(),
        }
    }
}
