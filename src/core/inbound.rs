//! Inbound mail: what its MX record does to a name that receives mail already.

use super::domain_name::{PslPosition, assess};
use super::record::{DnsRecord, Slot};
use super::text::escape_hidden;

/// What it is for.
pub const DESCRIPTION: &str = "With it, AutoSend also receives the mail that is sent to addresses of this domain.";

/// What turning it off leaves behind.
pub const DISABLED_NOTE: &str = "The MX record stays in your DNS until you remove it there.";

/// What to know of a domain that is not verified (AutoSend's page "Enable inbound").
pub const UNVERIFIED_NOTE: &str = "AutoSend does this for domains that are verified; this one is not yet.";

/// What to know before the MX record of inbound mail is published on this name: it takes over all mail to the name.
/// Whether the name receives any is not known, so it is said of every one; where it is the top of a zone, mailboxes are
/// most likely there, and it is said more sternly.
#[must_use]
pub fn mx_warning(name: &str) -> String {
    let shown = escape_hidden(name);
    let assessment = assess(name);
    if assessment.name().is_some_and(|name| name.psl_position() == PslPosition::Registrable) {
        format!(
            "{shown} is most likely where people have their mailboxes. Beside or in place of their MX records, this one \
             takes their mail to AutoSend, and they no longer receive it. Use a subdomain for inbound mail unless {shown} \
             receives none."
        )
    } else {
        format!(
            "An MX record takes all mail to {shown} to AutoSend. If {shown} receives mail already, that mail is \
             redirected: look at its MX records before you publish this one."
        )
    }
}

/// The record that inbound mail asks for.
#[must_use]
pub fn mx_record(records: &[DnsRecord]) -> Option<&DnsRecord> {
    records.iter().find(|record| record.slot == Slot::InboundMx)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_of_a_zone_is_warned_of_more_sternly() {
        for name in ["example.com", "example.co.uk", "EXAMPLE.com"] {
            assert!(mx_warning(name).contains("no longer receive it"), "{name}");
        }
        for name in ["mail.example.com", "no name", "x\u{1b}.example.com"] {
            let words = mx_warning(name);
            assert!(words.contains("is redirected") && !words.contains('\u{1b}'), "{words}");
        }
    }
}
