//! Sentences about a whole check: the headline, which servers were asked. The wizard, plain lines and commands share them.
//! Those about a single cause are in [`super::finding`].

use super::domain_check::DomainCheck;
use super::summary::{CheckSummary, Count};
use crate::core::dns::{AnswerSource, Server, ZoneInfo};
use crate::core::text::escape_hidden;

/// The most servers that are listed one by one.
const MAX_LISTED_SERVERS: usize = 8;

/// The state of a record that a lookup left out because of its limits ([`crate::core::dns::LeftOut`]).
pub const LEFT_OUT: &str = "left out by limits";

/// The same in a table's column.
pub const LEFT_OUT_SHORT: &str = "left out";

/// The result of a check in a sentence or two: how many records are OK, and whether DNSSEC hides them.
pub fn headline(summary: &CheckSummary) -> String {
    let Count { n, of } = summary.correct;
    let text = match (n, of) {
        (_, 0) => "There are no records to check.".to_owned(),
        _ if summary.unreachable == of && summary.is_dnssec_broken => {
            "Resolvers reject this zone: its DNSSEC is broken.".to_owned()
        }
        _ if summary.unreachable == of => "DNS couldn't be checked: no server answered.".to_owned(),
        (1, 1) => "The record is OK.".to_owned(),
        (0, 1) if summary.settled.is_complete() => "The record is optional.".to_owned(),
        (0, 1) => "The record isn't OK yet.".to_owned(),
        _ if n == of => format!("All {of} records are OK."),
        _ if summary.settled.is_complete() => format!("{} OK; the rest are optional.", records_are(n, of)),
        _ if summary.unreachable > 0 => {
            format!("{} OK; {} couldn't be checked.", records_are(n, of), summary.unreachable)
        }
        _ if summary.required.is_complete() => format!("{} OK, including all required ones.", records_are(n, of)),
        _ => format!("{} OK.", records_are(n, of)),
    };
    if summary.hidden_by_dnssec > 0 && n > 0 {
        format!("{text} But DNSSEC hides {} of them from validating resolvers.", summary.hidden_by_dnssec)
    } else if summary.is_dnssec_broken && n > 0 {
        format!("{text} But the zone's DNSSEC is broken, so validating resolvers see none of them.")
    } else {
        text
    }
}

/// `1 of 5 records is`, `2 of 5 records are`.
pub fn records_are(n: usize, of: usize) -> String {
    let verb = if n == 1 { "is" } else { "are" };
    format!("{n} of {of} records {verb}")
}

/// Which servers were queried for a zone and why, as a clause that follows the zone's name.
pub fn asked(zone: &ZoneInfo) -> String {
    match zone.source {
        AnswerSource::Authoritative => match server_labels(&zone.servers).len() {
            1 => "checked at its name server".to_owned(),
            count => format!("checked at its {count} name servers"),
        },
        AnswerSource::Resolver if zone.name_servers.is_empty() => "the system's resolver was used".to_owned(),
        AnswerSource::Resolver => {
            "its own name servers can't be reached from here (port 53), so the system's resolver was used".to_owned()
        }
        AnswerSource::Intercepted => {
            "this network intercepts DNS queries, so the system's resolver was used".to_owned()
        }
        AnswerSource::Undelegated => "not found in DNS, so it has no name servers to check".to_owned(),
        AnswerSource::UserSpecified if zone.servers.len() == 1 => {
            format!("checked at the server you named ({})", list_servers(zone))
        }
        AnswerSource::UserSpecified => format!("checked at the servers you named ({})", list_servers(zone)),
    }
}

/// Like [`asked`], with the servers.
pub fn asked_in_detail(zone: &ZoneInfo) -> String {
    let (asked, servers) = (asked(zone), list_servers(zone));
    match zone.source {
        AnswerSource::UserSpecified => asked,
        AnswerSource::Undelegated => format!("{asked} (resolver: {servers})"),
        AnswerSource::Authoritative => format!("{asked} ({servers})"),
        AnswerSource::Resolver | AnswerSource::Intercepted => {
            format!("{asked} ({servers}); its answers may be outdated")
        }
    }
}

/// The servers that were queried, in a word or two beside the headline.
pub fn servers_label(zone: &ZoneInfo) -> String {
    match (zone.source, server_labels(&zone.servers).len()) {
        (AnswerSource::Authoritative, 1) => "1 name server".to_owned(),
        (AnswerSource::Authoritative, count) => format!("{count} name servers"),
        (AnswerSource::UserSpecified, 1) => "1 server".to_owned(),
        (AnswerSource::UserSpecified, count) => format!("{count} servers"),
        (AnswerSource::Resolver | AnswerSource::Intercepted | AnswerSource::Undelegated, _) => {
            "the system's resolver".to_owned()
        }
    }
}

/// The names or addresses of the servers that were queried.
fn list_servers(zone: &ZoneInfo) -> String {
    let mut labels = server_labels(&zone.servers);
    let more = labels.len().saturating_sub(MAX_LISTED_SERVERS);
    labels.truncate(MAX_LISTED_SERVERS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", labels.join(", "))
}

/// The labels of servers. A name server with several addresses has one label.
fn server_labels(servers: &[Server]) -> Vec<String> {
    let mut labels: Vec<String> = servers.iter().map(|server| escape_hidden(&server.label()).into_owned()).collect();
    labels.dedup();
    labels
}

/// The servers at which the correct records are OK, as a phrase that follows "correct".
pub fn where_correct(check: &DomainCheck) -> &'static str {
    let is_silent = check.checked_records().any(|checked| checked.check.has_silent_server());
    match (check.zone.as_ref().map(|zone| zone.source), is_silent) {
        (Some(AnswerSource::Authoritative), false) => " on every name server",
        (Some(AnswerSource::Authoritative), true) => " on every name server that answered",
        (Some(AnswerSource::UserSpecified), false) => " on the servers you named",
        (Some(AnswerSource::UserSpecified), true) => " on the servers you named that answered",
        (Some(AnswerSource::Resolver | AnswerSource::Intercepted | AnswerSource::Undelegated), _) => {
            ", according to the system's resolver"
        }
        (None, _) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::check::Cause;
    use crate::core::check::tests::{
        DMARC, KEY, SPF, absent, check_with_causes, dkim, dmarc, domain_check, mx, ownership, record_check, server,
        spf, summarize, txt, zone,
    };
    use crate::core::dns::{LookupError, QueryOutcome};

    #[test]
    fn every_check_has_a_headline() {
        let own = || record_check(&ownership(), &txt(&[crate::core::check::tests::TOKEN]));
        let key = || record_check(&dkim(), &txt(&[&format!("p={KEY}")]));
        let missing = || record_check(&ownership(), &absent());
        let silent = || record_check(&ownership(), &QueryOutcome::Failed(LookupError::Timeout));
        let covered = || check_with_causes(vec![Cause::DmarcInherited { at: String::new(), policy: String::new() }]);
        let refused = |mut check: crate::core::check::RecordCheck| {
            check.causes.push(Cause::Dnssec { zone: "example.com".to_owned(), fault: None, is_of_record: false });
            check
        };
        let both = [ownership(), dkim()];
        let hidden = "But the zone's DNSSEC is broken, so validating resolvers see none of them.";
        for (checks, records, expected) in [
            (vec![], &[][..], "There are no records to check.".to_owned()),
            (vec![], &both, "0 of 2 records are OK.".to_owned()),
            (vec![own()], &both, "1 of 2 records is OK.".to_owned()),
            (vec![own(), key()], &both, "All 2 records are OK.".to_owned()),
            (vec![refused(own()), key()], &both, format!("All 2 records are OK. {hidden}")),
            (vec![silent(), silent()], &both, "DNS couldn't be checked: no server answered.".to_owned()),
            (
                vec![refused(silent()), refused(silent())],
                &both,
                "Resolvers reject this zone: its DNSSEC is broken.".to_owned(),
            ),
            (vec![own(), missing()], &both, "1 of 2 records is OK.".to_owned()),
            (
                vec![own(), key(), missing()],
                &[ownership(), dkim(), mx()],
                "2 of 3 records are OK, including all required ones.".to_owned(),
            ),
            (
                vec![own(), covered()],
                &[ownership(), dmarc()],
                "1 of 2 records is OK; the rest are optional.".to_owned(),
            ),
            (vec![own(), silent()], &both, "1 of 2 records is OK; 1 couldn't be checked.".to_owned()),
            (vec![own()], &[ownership()], "The record is OK.".to_owned()),
            (vec![missing()], &[ownership()], "The record isn't OK yet.".to_owned()),
            (vec![covered()], &[dmarc()], "The record is optional.".to_owned()),
            (vec![record_check(&dmarc(), &txt(&[DMARC]))], &[dmarc()], "The record is OK.".to_owned()),
            (vec![record_check(&spf(), &txt(&[SPF]))], &[spf(), mx()], "1 of 2 records is OK.".to_owned()),
        ] {
            assert_eq!(headline(&summarize(&checks, records)), expected, "{checks:?}");
        }
    }

    #[test]
    fn the_queried_servers_are_counted() {
        let asked_of = |source, servers: Vec<Server>| asked(&ZoneInfo { servers, source, ..zone() });
        let two_addresses = vec![Server { address: ([192, 0, 2, 9], 53).into(), ..server(1) }, server(1)];
        assert_eq!(asked_of(AnswerSource::Authoritative, two_addresses), "checked at its name server");
        assert_eq!(asked_of(AnswerSource::Authoritative, zone().servers), "checked at its 2 name servers");
        assert_eq!(servers_label(&zone()), "2 name servers");
        let unnamed = |number: u8| Server { name: String::new(), ..server(number) };
        assert_eq!(
            asked_of(AnswerSource::UserSpecified, vec![unnamed(1)]),
            "checked at the server you named (192.0.2.1)"
        );
        assert_eq!(
            asked_of(AnswerSource::UserSpecified, (1..=10).map(unnamed).collect()),
            "checked at the servers you named (192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4, 192.0.2.5, 192.0.2.6, \
             192.0.2.7, 192.0.2.8 and 2 more)"
        );
        let resolver = ZoneInfo { source: AnswerSource::Resolver, servers: vec![unnamed(1)], ..zone() };
        assert_eq!(
            asked_in_detail(&resolver),
            "its own name servers can't be reached from here (port 53), so the system's resolver was used \
             (192.0.2.1); its answers may be outdated"
        );
    }

    #[test]
    fn servers_without_an_answer_are_not_counted() {
        let told = |causes, source| {
            let mut check = domain_check(&[check_with_causes(causes)], &[ownership()]);
            check.zone = Some(ZoneInfo { source, ..zone() });
            where_correct(&check)
        };
        let lame = || vec![Cause::Lame { servers: Vec::new(), is_all: false }];
        assert_eq!(told(vec![], AnswerSource::Authoritative), " on every name server");
        assert_eq!(told(lame(), AnswerSource::Authoritative), " on every name server that answered");
        assert_eq!(told(lame(), AnswerSource::UserSpecified), " on the servers you named that answered");
        assert_eq!(told(vec![], AnswerSource::Resolver), ", according to the system's resolver");
    }
}
