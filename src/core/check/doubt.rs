//! What one record alone cannot prove: mail servers and SPF records are the same for every domain of a region, so one that
//! is elsewhere may well belong there.

use super::RecordCheck;
use super::cause::Cause;
use crate::core::record::{DnsRecord, Purpose};

/// Takes back that a mail server or an SPF record is at a wrong name, unless a record that nobody else has is at a wrong
/// name in the same way: the organisation's own mail is not to be broken by following what is said here.
pub(super) fn drop_unproven_causes<'j>(all: impl IntoIterator<Item = (&'j DnsRecord, &'j mut RecordCheck)>) {
    let (unique, shared): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(record, _)| matches!(record.purpose(), Purpose::Ownership | Purpose::Dkim));
    for (record, judged) in shared {
        let is_shared = matches!(record.purpose(), Purpose::MailFromMx | Purpose::MailFromSpf | Purpose::Inbound);
        let is_proven = |cause: &Cause| unique.iter().any(|(_, judged)| judged.has(|other| other.is_same_kind(cause)));
        let is_unproven = |cause: &Cause| matches!(cause, Cause::AtZoneTop { .. } | Cause::WrongZone { .. });
        judged.causes.retain(|cause| !is_shared || !is_unproven(cause) || is_proven(cause));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::tests::{check_with_causes, dkim, dmarc, inbound, mx, ownership, spf};

    fn at_top() -> Cause {
        Cause::AtZoneTop {
            at: "example.com".to_owned(),
            name: "x.example.com".to_owned(),
            relative_name: "x".to_owned(),
        }
    }

    fn elsewhere() -> Cause {
        Cause::WrongZone { at: "example.com".to_owned(), name: "x.example.com".to_owned() }
    }

    #[test]
    fn what_every_domain_has_proves_nothing_alone() {
        for (own, cause, is_kept) in [
            (vec![], at_top(), false),
            (vec![at_top()], at_top(), true),
            (vec![at_top()], elsewhere(), false),
            (vec![elsewhere()], elsewhere(), true),
            (vec![], Cause::Quotes, true),
        ] {
            for record in [mx(), spf(), inbound()] {
                let records = [dkim(), record];
                let mut judged = [check_with_causes(own.clone()), check_with_causes(vec![cause.clone()])];
                drop_unproven_causes(records.iter().zip(&mut judged));
                assert_eq!(judged[1].causes.contains(&cause), is_kept, "{own:?} {cause:?}");
                assert_eq!(judged[0].causes, own);
            }
        }
        // A policy belongs nowhere else, and nobody else has the token.
        for record in [dmarc(), ownership()] {
            let mut judged = [check_with_causes(vec![at_top()])];
            drop_unproven_causes([record].iter().zip(&mut judged));
            assert!(judged[0].causes.contains(&at_top()));
        }
    }
}
