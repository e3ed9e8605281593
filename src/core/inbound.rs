//! Inbound mail, and the effect of its MX record on a name that already receives mail.

use super::domain_name::{PslPosition, assess};
use super::record::{DnsRecord, Slot};
use super::text::escape_hidden;

/// The purpose of inbound mail, for users.
pub const DESCRIPTION: &str = "AutoSend will also receive mail sent to this domain.";

/// The note that the MX record remains in DNS after inbound mail was disabled.
pub const DISABLED_NOTE: &str = "The MX record stays in your DNS until you delete it there.";

/// The note for a domain that is not verified (AutoSend's page "Enable inbound").
pub const UNVERIFIED_NOTE: &str = "Only available for verified domains; this one isn't verified yet.";

/// The warning to show before the user publishes the inbound MX record: it redirects all mail for the name. The
/// program cannot know whether the name receives mail, so it always warns. It warns more strongly at a zone apex,
/// which most likely has mailboxes.
pub fn mx_warning(name: &str) -> String {
    let shown = escape_hidden(name);
    let assessment = assess(name);
    if assessment.name().is_some_and(|name| name.psl_position() == PslPosition::Registrable) {
        format!(
            "{shown} is probably where your mailboxes are. Next to or instead of their MX records, this one sends \
             their mail to AutoSend, and they stop receiving it. Use a subdomain for inbound mail unless {shown} \
             receives none."
        )
    } else {
        format!(
            "The MX record sends all mail for {shown} to AutoSend. If {shown} already receives mail, that mail is \
             redirected: check its MX records before you publish this one."
        )
    }
}

/// The MX record for inbound mail, if AutoSend asks for it.
pub fn mx_record(records: &[DnsRecord]) -> Option<&DnsRecord> {
    records.iter().find(|record| record.slot == Slot::InboundMx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inbound_mail_at_the_zone_apex_has_a_stronger_warning() {
        for name in ["example.com", "example.co.uk", "EXAMPLE.com"] {
            assert!(mx_warning(name).contains("they stop receiving it"), "{name}");
        }
        for name in ["mail.example.com", "no name", "x\u{1b}.example.com"] {
            let message = mx_warning(name);
            assert!(message.contains("is redirected") && !message.contains('\u{1b}'), "{message}");
        }
    }
}
