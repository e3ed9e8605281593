//! Mistakes as they are written into zone files, in BIND's own syntax: what it makes of them is what is judged.

use autosend_domains::core::check::{Cause, DomainCheck, RecordCheck, check_record};
use autosend_domains::core::dns::{DnsLookup, QueryOutcome, RecordData};
use autosend_domains::core::domain::SendingDomain;

use super::{Bind, exported};
use crate::support::domains::{bare_key, domain, domain_with_key};
use crate::support::tools::is_available;

/// The records of [`domain`] by their places.
const OWNERSHIP: usize = 0;
const DKIM: usize = 1;
const MX: usize = 2;
const SPF: usize = 3;
const DMARC: usize = 4;

/// Which record, the lines that are in the exported file in place of all that is at its name, and the verdict and first
/// cause that come of it. `<zone>` is the zone's name; `<token>`, `<first>` and `<rest>` are the proof of ownership and the
/// two parts of the key.
type Mistake = (usize, &'static str, &'static str, &'static str);

const MISTAKES: &[Mistake] = &[
    (OWNERSHIP, "", "missing", ""),
    (OWNERSHIP, "_autosend-verify.mail TXT <token>", "match", ""),
    // Names: without a final dot the zone's is put behind.
    (OWNERSHIP, "_autosend-verify.mail.<zone> TXT <token>", "missing", "name-doubled"),
    (MX, "asend.mail.<zone> MX 10 feedback-smtp.eu-central-1.amazonses.com.", "missing", "name-doubled"),
    (OWNERSHIP, "@ TXT <token>", "missing", "at-zone-top"),
    (OWNERSHIP, "mail TXT <token>", "missing", "at-zone-top"),
    (OWNERSHIP, "_autosend-verify TXT <token>", "missing", "wrong-zone"),
    (DMARC, "dmarc.mail TXT \"v=DMARC1; p=none;\"", "missing", "underscore-lost"),
    (DKIM, "autosend.mail TXT \"p=<first>\" \"<rest>\"", "missing", "label-lost"),
    (DMARC, "_dmarc TXT \"v=DMARC1; p=reject\"", "missing", "dmarc-inherited"),
    // A blank at its start: the owner is that of the line before, here the zone itself.
    (OWNERSHIP, " TXT <token>", "missing", "at-zone-top"),
    // Other types at the name.
    (SPF, "asend.mail A 192.0.2.9", "missing", "wrong-type"),
    (MX, "asend.mail CNAME feedback-smtp.eu-central-1.amazonses.com", "missing", "wrong-type"),
    (DKIM, "autosend._domainkey.mail CNAME elsewhere", "missing", "cname"),
    (MX, "asend.mail CNAME web\nweb A 192.0.2.9", "missing", "cname"),
    (DMARC, "_dmarc.mail CNAME _dmarc\n_dmarc TXT \"v=DMARC1; p=none;\"", "match", "cname-followed"),
    (OWNERSHIP, "*.mail TXT anything", "different", "wildcard"),
    (OWNERSHIP, "*.mail CNAME web\nweb A 192.0.2.9", "missing", "wildcard"),
    // Texts: without quotation marks, a blank ends a string and a semicolon the line.
    (DKIM, "autosend._domainkey.mail TXT v=DKIM1; k=rsa; p=<first><rest>", "different", "comment"),
    (DMARC, "_dmarc.mail TXT v=DMARC1; p=none;", "different", "comment"),
    (SPF, "asend.mail TXT v=spf1 include:amazonses.com ~all", "different", "glued"),
    (OWNERSHIP, "_autosend-verify.mail TXT \"\\\"<token>\\\"\"", "different", "quotes"),
    (DKIM, "autosend._domainkey.mail TXT \"v=DKIM1\\\\; k=rsa\\\\; p=<first>\" \"<rest>\"", "different", "backslashes"),
    // Such a backslash is none that is served.
    (DKIM, "autosend._domainkey.mail TXT \"v=DKIM1\\; k=rsa\\; p=<first>\" \"<rest>\"", "match", ""),
    (DKIM, "autosend._domainkey.mail TXT ( \"v=DKIM1; k=rsa; p=<first>\"\n  \"<rest>\" )", "match", ""),
    (DKIM, "autosend._domainkey.mail TXT \"p=<first>\"", "different", "cut"),
    (DKIM, "autosend._domainkey.mail TXT \"p=<first>\"\n TXT \"<rest>\"", "different", "split-records"),
    (DKIM, "autosend._domainkey.mail TXT \"p=<first> \" \"<rest>\"", "match", "split-with-blanks"),
    (DKIM, "autosend._domainkey.mail TXT \"p=<first>\\010\" \"<rest>\"", "different", "blanks-inside"),
    (DKIM, "autosend._domainkey.mail TXT \"<first>\" \"<rest>\"", "different", "bare-key"),
    (DKIM, "autosend._domainkey.mail TXT \"p=<rest>\"", "different", "other-key"),
    (DKIM, "autosend._domainkey.mail TXT \"v=DKIM1; p=\"", "different", "revoked-key"),
    (DKIM, "autosend._domainkey.mail TXT \"p=<first>\" \"<rest>\"\n TXT \"v=DKIM1; p=\"", "different", "dkim-twice"),
    (DKIM, "autosend._domainkey.mail TXT \"k=ed25519; p=<first>\" \"<rest>\"", "different", "dkim-tag"),
    (OWNERSHIP, "_autosend-verify.mail TXT <TOKEN>", "different", "letter-case"),
    (OWNERSHIP, "_autosend-verify.mail TXT \"IN TXT <token>\"", "different", "extra-text"),
    (OWNERSHIP, "_autosend-verify.mail TXT autosend-verify-ffff", "different", "other-token"),
    (OWNERSHIP, "_autosend-verify.mail TXT \"another text\"", "different", "other-value"),
    // Mail servers: without a final dot the zone's name is put behind.
    (MX, "asend.mail MX 10 feedback-smtp.eu-central-1.amazonses.com", "different", "mx-doubled"),
    (MX, "asend.mail MX 20 feedback-smtp.eu-central-1.amazonses.com.", "match", "mx-priority"),
    (MX, "asend.mail MX 10 feedback-smtp.us-east-1.amazonses.com.", "different", "mx-host"),
    (
        MX,
        "asend.mail MX 10 feedback-smtp.eu-central-1.amazonses.com.\n MX 20 mx.example.net.",
        "different",
        "mx-second",
    ),
    // Policies.
    (SPF, "asend.mail TXT \"v=spf1 include:amazonses.com ~all\"\n TXT \"v=spf1 mx -all\"", "different", "spf-twice"),
    (SPF, "asend.mail TXT \"v=spf1 mx -all\"", "different", "spf-without-include"),
    (SPF, "asend.mail TXT \"v=spf1 include:amazonses.com inlcude:example.net ~all\"", "different", "spf-broken"),
    (
        SPF,
        "asend.mail TXT \"v=spf1 ptr ptr ptr ptr ptr ptr ptr ptr ptr ptr include:amazonses.com ~all\"",
        "different",
        "spf-too-long",
    ),
    (DMARC, "_dmarc.mail TXT \"v=DMARC1; p=none;\"\n TXT \"v=DMARC1; p=reject\"", "different", "dmarc-twice"),
    (DMARC, "_dmarc.mail TXT \"v=DMARC1; p=reject\"", "match", "dmarc-kept"),
    (DMARC, "_dmarc.mail TXT \"v=DMARC1; p=noone\"", "different", "dmarc-broken"),
];

/// The exported file with the mistake in it.
fn zone_file(domain: &SendingDomain, zone: &str, (place, lines, ..): Mistake) -> String {
    let at = &domain.records[place].name;
    let others = domain.records.iter().filter(|record| record.name != *at).cloned().collect();
    let others = SendingDomain { records: others, ..domain.clone() };
    let token = domain.records[OWNERSHIP].value.raw();
    let key = bare_key(392);
    let (first, rest) = key.split_at(200);
    let marks = [
        ("<zone>", zone),
        ("<token>", token),
        ("<TOKEN>", &token.to_uppercase()),
        ("<first>", first),
        ("<rest>", rest),
    ];
    let lines = marks.iter().fold(lines.to_owned(), |lines, (mark, text)| lines.replace(mark, text));
    format!("{lines}\n{}", exported(&others, zone))
}

fn check_records(domain: &SendingDomain, lookup: &DnsLookup, place: usize) -> RecordCheck {
    check_record(&domain.records[place], domain, &lookup.zone, &lookup.records[place])
}

fn codes(check: &RecordCheck) -> (&'static str, &'static str) {
    (check.verdict.code(), check.causes.first().map(Cause::code).unwrap_or_default())
}

#[tokio::test]
async fn each_mistake_in_a_zone_file_is_named() {
    if !is_available("named") {
        return;
    }
    let zones: Vec<_> = (0..MISTAKES.len()).map(|number| format!("mistake{number}.com")).collect();
    let domains: Vec<_> = zones.iter().map(|zone| domain(&format!("mail.{zone}"))).collect();
    let each = zones.iter().zip(&domains).zip(MISTAKES);
    let files: Vec<_> = each.map(|((zone, domain), mistake)| zone_file(domain, zone, *mistake)).collect();
    let served: Vec<_> = zones.iter().map(String::as_str).zip(files.iter().map(String::as_str)).collect();
    let bind = Bind::start(&served);
    for ((domain, file), (place, lines, verdict, cause)) in domains.iter().zip(&files).zip(MISTAKES) {
        let lookup = bind.dns_lookup(domain).await;
        assert!(lookup.zone.is_certain, "{lines}: {:#?}", bind.startup_log);
        let check = check_records(domain, &lookup, *place);
        assert_eq!(codes(&check), (*verdict, *cause), "{lines}: {check:#?} {file}");
    }
}

/// A name exists if there is something below it, and then no wildcard answers for it (RFC 4592 section 2.2.2).
#[tokio::test]
async fn a_wildcard_answers_for_the_domain_until_something_is_below_it() {
    if !is_available("named") {
        return;
    }
    let zones = ["none.com", "all.com", "site.com"];
    let domains = zones.map(|zone| domain(&format!("mail.{zone}")));
    let [_, all, site] = [0, 1, 2].map(|index| exported(&domains[index], zones[index]));
    let wildcard = "* A 192.0.2.80\n";
    let files = [wildcard.to_owned(), format!("{wildcard}{all}"), format!("{wildcard}mail A 192.0.2.80\n{site}")];
    let served: Vec<_> = zones.into_iter().zip(files.iter().map(String::as_str)).collect();
    let bind = Bind::start(&served);
    for (domain, expected) in domains.iter().zip([&["wildcard-ends"][..], &["wildcard-ended"], &[]]) {
        let mut check = DomainCheck::new(domain.clone());
        check.complete(&bind.dns_lookup(domain).await);
        let shared: Vec<_> = check.summary().shared_causes.iter().map(Cause::code).collect();
        assert_eq!(shared, expected, "{}", domain.name.raw());
    }
}

#[tokio::test]
async fn a_record_below_a_delegation_belongs_to_the_child_zone() {
    if !is_available("named") {
        return;
    }
    let domain = domain("mail.example.com");
    let parent = format!("mail NS ns1.host.test.\n{}", exported(&domain, "example.com"));
    let bind = Bind::start(&[("example.com", &parent), ("mail.example.com", "")]);
    let check = check_records(&domain, &bind.dns_lookup(&domain).await, OWNERSHIP);
    assert_eq!(codes(&check), ("missing", "delegated"), "{check:#?}");
}

#[tokio::test]
async fn a_name_server_without_the_zone_is_lame_and_one_with_an_old_copy_differs() {
    if !is_available("named") {
        return;
    }
    let (one, other) = (domain("mail.example.com"), domain("mail.example.net"));
    let file = |domain: &SendingDomain, zone| format!("@ NS ns2.host.test.\n{}", exported(domain, zone));
    let (of_one, of_other) = (file(&one, "example.com"), file(&other, "example.net"));
    let first = Bind::start(&[("example.com", &of_one), ("example.net", &of_other)]);
    let second = Bind::start(&[("example.com", "@ NS ns2.host.test.\n")]);
    for (domain, expected) in [(one, ("partly", "servers-differ")), (other, ("match", "lame"))] {
        let check = check_records(&domain, &first.lookup_with(&domain, &[&second]).await, OWNERSHIP);
        assert_eq!(codes(&check), expected, "{check:#?}");
        assert!(check.causes[0].message().contains("ns2.host.test"), "{check:#?}");
    }
}

/// BIND serves nothing of a zone with one bad line: an alias beside other records, a string of more than 255 octets, an
/// address where no host can be.
#[tokio::test]
async fn a_zone_that_bind_rejects_has_no_answer() {
    if !is_available("named") {
        return;
    }
    let domain = domain("mail.example.com");
    let long = format!("a TXT \"{}\"", bare_key(392));
    for line in ["_dmarc.mail CNAME elsewhere", &long, "_x.mail A 192.0.2.9"] {
        let bind = Bind::start(&[("example.com", &format!("{line}\n{}", exported(&domain, "example.com")))]);
        let is_refused =
            bind.startup_log.iter().any(|told| told.ends_with("zone example.com/IN: not loaded due to errors."));
        assert!(is_refused, "{line}: {:#?}", bind.startup_log);
        let check = check_records(&domain, &bind.dns_lookup(&domain).await, OWNERSHIP);
        assert_eq!(codes(&check), ("unreachable", "no-answer"), "{line}: {check:#?}");
    }
}

/// Two keys of that size are more than BIND sends in a datagram (`max-udp-size`: 1,232 octets): they come by TCP.
#[tokio::test]
async fn a_response_beyond_a_datagram_is_complete() {
    if !is_available("named") {
        return;
    }
    let domain = domain_with_key("mail.example.com", 736);
    let key = bare_key(736);
    let (first, rest) = key.split_at(250);
    let (second, third) = rest.split_at(250);
    let another = format!("autosend._domainkey.mail TXT \"v=X; \" \"{first}\" \"{second}\" \"{third}\"\n");
    let bind = Bind::start(&[("example.com", &format!("{another}{}", exported(&domain, "example.com")))]);
    let lookup = bind.dns_lookup(&domain).await;
    let QueryOutcome::Answer(answer) = &lookup.records[DKIM].responses[0].outcome else { panic!("{lookup:#?}") };
    let octets: usize = answer.data.iter().filter_map(RecordData::text).map(|text| text.len()).sum();
    assert_eq!(octets, "p=".len() + 736 + "v=X; ".len() + 736);
    assert_eq!(codes(&check_records(&domain, &lookup, DKIM)), ("different", "dkim-twice"));
}
