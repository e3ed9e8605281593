//! Records at wrong names, in wrong types, from wildcards and over aliases; and what is asked to find that out.

use super::tests::*;
use super::*;
use crate::core::dns::{
    AnswerSource, LookupError, Negative, Probe, QueryOutcome, QueryType, Question, RecordLookup, ServerResponse,
    ZoneInfo,
};
use crate::core::record::DnsRecord;

/// The first cause's key, words and remedy, where both servers answer `reply` and one other question was asked.
fn told(
    record: &DnsRecord,
    reply: &QueryOutcome,
    probe: Probe,
    name: &str,
    other: QueryOutcome,
) -> (Vec<&'static str>, String, String) {
    told_all(record, reply, vec![(probe, name, question_for(record).query_type, other)])
}

fn told_all(
    record: &DnsRecord,
    reply: &QueryOutcome,
    beside: Vec<(Probe, &str, QueryType, QueryOutcome)>,
) -> (Vec<&'static str>, String, String) {
    let record_check =
        check_record(record, &domain(), &zone(), &look(record, vec![reply.clone(), reply.clone()], beside));
    assert!(!record_check.is_correct());
    assert!(record_check.causes.iter().all(|cause| Cause::is_code(cause.code())));
    let said = record_check.causes.first().map(|cause| (cause.message(), cause.remedy())).unwrap_or_default();
    (keys(&record_check), said.0, said.1)
}

fn said(keys: &[&'static str], words: &str, remedy: &str) -> (Vec<&'static str>, String, String) {
    (keys.to_vec(), words.to_owned(), remedy.to_owned())
}

#[test]
fn a_name_with_the_zone_twice() {
    for (record, reply, host) in [
        (ownership(), txt(&[TOKEN]), "_autosend-verify.mail"),
        (dkim(), txt(&[&format!("v=DKIM1; p={KEY}")]), "autosend._domainkey.mail"),
        (dkim(), txt(&[KEY]), "autosend._domainkey.mail"),
        (spf(), txt(&["v=spf1 include:amazonses.com -all"]), "asend.mail"),
        (mx(), mxs(&[(10, HOST)]), "asend.mail"),
        (mx(), mxs(&[(20, &format!("{HOST}.example.com"))]), "asend.mail"),
        (dmarc(), txt(&["v=DMARC1; p=reject"]), "_dmarc.mail"),
    ] {
        let doubled = format!("{}.example.com", record.name.raw());
        assert_eq!(
            told(&record, &absent(), Probe::NameDoubled, &doubled, reply),
            said(
                &["name-doubled"],
                &format!(
                    "The record is at {doubled}, with the domain in it twice: your DNS provider adds the domain to \
                     what you type."
                ),
                &format!("Change its name to: {host}"),
            )
        );
    }
    // Another value there is another record.
    let other =
        told(&ownership(), &absent(), Probe::NameDoubled, "_autosend-verify.mail.example.com.example.com", txt(&["x"]));
    assert_eq!(other.0, [""; 0]);
}

#[test]
fn a_record_at_the_top_of_the_zone_or_the_domain() {
    for top in ["example.com", "mail.example.com"] {
        assert_eq!(
            told(&ownership(), &absent(), Probe::Apex, top, txt(&["hello", TOKEN])),
            said(
                &["at-zone-top"],
                &format!("The record is at {top}, but its name should be _autosend-verify.mail.example.com."),
                "Change its name from @ (or the domain) to: _autosend-verify.mail",
            )
        );
    }
    // The SPF record of the domain itself is another one.
    let apex = txt(&["v=spf1 include:amazonses.com include:_spf.google.com ~all"]);
    assert_eq!(told(&spf(), &absent(), Probe::Apex, "mail.example.com", apex).0, [""; 0]);
}

#[test]
fn a_name_without_its_underscore() {
    assert_eq!(
        told(&dmarc(), &absent(), Probe::WithoutUnderscore, "dmarc.mail.example.com", txt(&[DMARC])),
        said(
            &["underscore-lost"],
            "The record is at dmarc.mail.example.com: the underscore of _dmarc.mail.example.com is missing.",
            "Change its name to: _dmarc.mail",
        )
    );
}

#[test]
fn a_part_of_the_name() {
    assert_eq!(
        told(&dkim(), &absent(), Probe::Shortened, "autosend.mail.example.com", txt(&[&format!("p={KEY}")])),
        said(
            &["label-lost"],
            "The record is at autosend.mail.example.com: part of the name autosend._domainkey.mail.example.com is \
             missing.",
            "Change its name to: autosend._domainkey.mail",
        )
    );
}

#[test]
fn a_record_in_front_of_a_parent() {
    assert_eq!(
        told(&mx(), &absent(), Probe::Parent, "asend.example.com", mxs(&[(10, HOST)])),
        said(
            &["wrong-zone"],
            "This value is at asend.example.com; it belongs at asend.mail.example.com.",
            "Keep the one at asend.example.com if that domain sends mail too, and add this one with the name: \
             asend.mail",
        )
    );
}

#[test]
fn a_zone_of_its_own() {
    let inner = QueryOutcome::Negative(Negative {
        zone: Some("_domainkey.mail.example.com".to_owned()),
        ..Negative::default()
    });
    assert_eq!(
        told_all(&dkim(), &inner, Vec::new()),
        said(
            &["delegated"],
            "_domainkey.mail.example.com has its own DNS, at other name servers. Records in a parent zone don't \
             count there.",
            "Add the record in the DNS of _domainkey.mail.example.com.",
        )
    );
    let own = ZoneInfo { name: "mail.example.com".to_owned(), ..zone() };
    let seen = look(&dkim(), vec![absent()], Vec::new());
    assert_eq!(
        check_record(&dkim(), &domain(), &own, &seen).causes[0].message(),
        "mail.example.com has its own DNS, at other name servers (ns1.example.net and ns2.example.net). \
         Records in a parent zone don't count there."
    );
    // A guess is not told as a fact.
    assert!(check_record(&dkim(), &domain(), &ZoneInfo { is_certain: false, ..own }, &seen).causes.is_empty());
    assert!(check_record(&dkim(), &domain(), &zone(), &seen).causes.is_empty());
}

#[test]
fn another_type_at_the_name() {
    let kind = |probe, kind, reply| vec![(probe, "asend.mail.example.com", kind, reply)];
    let remedy = |found: &str, wanted: &str| {
        format!("Add it again as {wanted}. Delete the {found} record if it was meant to be this one.")
    };
    let words = |found: &str, wanted: &str| format!("The record here is of type {found}; it should be {wanted}.");
    let with_address = told_all(&spf(), &absent(), kind(Probe::OtherType, QueryType::A, address()));
    assert_eq!(with_address, said(&["wrong-type"], &words("A", "TXT"), &remedy("A", "TXT")));
    let as_text = txt(&[&format!("10 {HOST}")]);
    let with_text = told_all(&mx(), &absent(), kind(Probe::OtherType, QueryType::Txt, as_text));
    assert_eq!(with_text, said(&["wrong-type"], &words("TXT", "MX"), &remedy("TXT", "MX")));
    // The SPF record belongs beside the MX record.
    assert_eq!(told_all(&mx(), &absent(), kind(Probe::OtherType, QueryType::Txt, txt(&[SPF]))).0, [""; 0]);
    for alias in [HOST.to_owned(), format!("{HOST}.example.com")] {
        let as_alias = told_all(&mx(), &with_cname(&alias, absent()), Vec::new());
        assert_eq!(
            as_alias,
            said(&["wrong-type"], &words("CNAME", "MX"), "Delete the CNAME record, then add it again as MX.")
        );
    }
    // A wildcard gives every name an address.
    let wild = vec![
        (Probe::OtherType, "asend.mail.example.com", QueryType::A, address()),
        (Probe::Wildcard, "x.mail.example.com", QueryType::A, address()),
    ];
    assert_eq!(told_all(&spf(), &absent(), wild).0, [""; 0]);
}

#[test]
fn a_cname_is_a_conflict_or_leads_to_the_correct_record() {
    for (record, reply) in [
        (mx(), with_cname("mail.provider.example", mxs(&[(10, "mail.provider.example")]))),
        (dmarc(), with_cname("mail.provider.example", txt(&["hello"]))),
        (dkim(), with_cname("mail.provider.example", absent())),
        (ownership(), with_cname("mail.provider.example", absent())),
    ] {
        let told = told_all(&record, &reply, Vec::new());
        assert_eq!(
            (told.0[0], told.1.as_str(), told.2.as_str()),
            (
                "cname",
                "There is a CNAME here, to mail.provider.example. A name with a CNAME can't have other records.",
                "Delete the CNAME, then add this record."
            )
        );
    }
    let right = record_check(&dmarc(), &with_cname("_dmarc.provider.example", txt(&[DMARC])));
    assert_eq!((right.verdict, keys(&right)), (Verdict::Match, vec!["cname-followed"]));
    assert_eq!(right.cname_chain, ["_dmarc.provider.example"]);
    assert_eq!(
        right.causes[0].message(),
        "This name is a CNAME to _dmarc.provider.example, and the record there is correct."
    );
    assert_eq!(right.causes[0].remedy(), "Nothing to do, as long as the CNAME stays.");
}

#[test]
fn a_wildcard_answers_for_the_name() {
    let words = "Nothing was entered here; a wildcard record (*.mail.example.com) answers instead.";
    let remedy =
        "Add the record. If mail.example.com itself works through the wildcard, first give it a record of its own.";
    let spf = txt(&["v=spf1 -all"]);
    let found = told(&ownership(), &spf, Probe::Wildcard, "x.mail.example.com", spf.clone());
    assert_eq!(found, said(&["wildcard"], words, remedy));
    let alias = with_cname("web.example.com", absent());
    let found = told(&ownership(), &alias, Probe::Wildcard, "x.mail.example.com", alias.clone());
    assert_eq!(found, said(&["wildcard"], words, remedy));
    let other = told(&ownership(), &spf, Probe::Wildcard, "x.mail.example.com", txt(&["y"]));
    assert_eq!(other.0, ["other-value"]);
}

#[test]
fn the_policy_of_the_organizational_domain_makes_this_one_optional() {
    let inherited = |texts: &[&str]| {
        let beside = vec![(Probe::OrganizationalDomain, "_dmarc.example.com", QueryType::Txt, txt(texts))];
        check_record(&dmarc(), &domain(), &zone(), &look(&dmarc(), vec![absent()], beside))
    };
    let covered = inherited(&["v=DMARC1; p=reject; sp=quarantine"]);
    assert_eq!(
        (covered.verdict, keys(&covered), covered.is_settled()),
        (Verdict::Missing, vec!["dmarc-inherited"], true)
    );
    let cause = &covered.causes[0];
    assert_eq!(
        (cause.message().as_str(), cause.remedy().as_str()),
        (
            "The policy at _dmarc.example.com (quarantine) already covers this domain.",
            "Nothing to do, unless this domain should have its own policy."
        )
    );
    assert_eq!(keys(&inherited(&["v=DMARC1; p=reject", "v=DMARC1; p=none"])), [""; 0]);
    assert!(!inherited(&["hello"]).is_settled());
}

#[test]
fn a_policy_above_applies_whatever_else_is_at_the_name() {
    let policy = |own: QueryOutcome, parents: &[(&str, &[&str])]| {
        let news = crate::core::fixtures::record("dmarc", "TXT", "_dmarc.news.mail.example.com", DMARC, None);
        let domain = crate::core::fixtures::domain("news.mail.example.com", vec![news.clone()]);
        let beside =
            parents.iter().map(|(name, texts)| (Probe::OrganizationalDomain, *name, QueryType::Txt, txt(texts)));
        let check = check_record(&news, &domain, &zone(), &look(&news, vec![own], beside.collect()));
        let inherited = check.causes.iter().find_map(|cause| match cause {
            Cause::DmarcInherited { at, policy } => Some(format!("{at} {policy}")),
            _ => None,
        });
        inherited.unwrap_or_else(|| keys(&check).join(" "))
    };
    let (top, middle) = ("_dmarc.example.com", "_dmarc.mail.example.com");
    let reject: &[&str] = &["v=DMARC1; p=reject"];
    // Other texts, or a wildcard's, are no policy.
    assert_eq!(policy(txt(&["v=spf1 -all"]), &[(top, reject)]), "_dmarc.example.com reject");
    assert_eq!(policy(absent(), &[(top, reject)]), "_dmarc.example.com reject");
    // The tree walk of RFC 9989 section 4.10.
    assert_eq!(policy(absent(), &[(middle, reject)]), "_dmarc.mail.example.com reject");
    let both = [(top, &["v=DMARC1; p=none; sp=quarantine"][..]), (middle, reject)];
    assert_eq!(policy(absent(), &both), "_dmarc.example.com quarantine");
    let own_organisation = [(top, reject), (middle, &["v=DMARC1; p=quarantine; psd=n"][..])];
    assert_eq!(policy(absent(), &own_organisation), "_dmarc.mail.example.com quarantine");
    // A policy with a slip is mended, not replaced.
    assert_eq!(policy(txt(&["v=DMARC1 p=reject"]), &[(top, reject)]), "dmarc-broken");
    assert_eq!(policy(absent(), &[(top, &["v=DMARC1 p=reject"][..])]), "");
}

fn lookup_with(record: &DnsRecord, responses: &[ServerResponse]) -> RecordLookup {
    RecordLookup { responses: responses.to_vec(), ..look(record, Vec::new(), Vec::new()) }
}

fn asked(record: &DnsRecord, zone: &ZoneInfo, seen: &[ServerResponse]) -> Vec<String> {
    let all = select_probes(record, &domain(), zone, &lookup_with(record, seen));
    all.into_iter().map(|(probe, of)| format!("{probe:?} {} {}", of.query_type, of.name)).collect()
}

#[test]
fn other_names_are_probed_only_if_no_record_is_correct() {
    let absence = responses(vec![absent()]);
    let no_data = responses(vec![QueryOutcome::Negative(crate::core::dns::Negative::default())]);
    assert_eq!(
        asked(&dkim(), &zone(), &no_data),
        [
            "NameDoubled TXT autosend._domainkey.mail.example.com.example.com",
            "Apex TXT mail.example.com",
            "Apex TXT example.com",
            "WithoutUnderscore TXT autosend.domainkey.mail.example.com",
            "Shortened TXT autosend.mail.example.com",
            "Shortened TXT _domainkey.mail.example.com",
            "Parent TXT autosend._domainkey.example.com",
            "OtherType A autosend._domainkey.mail.example.com",
            "Wildcard A autosend-domains-wildcard-test._domainkey.mail.example.com",
        ]
    );
    // A name that does not exist has no records of other types, and none of a wildcard.
    let others = |question: &String| question.starts_with("OtherType") || question.starts_with("Wildcard");
    let expected: Vec<String> =
        asked(&dkim(), &zone(), &no_data).into_iter().filter(|question| !others(question)).collect();
    assert_eq!(asked(&dkim(), &zone(), &absence), expected);
    let own = ZoneInfo { name: "mail.example.com".to_owned(), ..zone() };
    assert_eq!(
        asked(&dmarc(), &own, &responses(vec![txt(&["x"])])),
        [
            "NameDoubled TXT _dmarc.mail.example.com.mail.example.com",
            "NameDoubled TXT _dmarc.mail.mail.example.com",
            "Apex TXT mail.example.com",
            "WithoutUnderscore TXT dmarc.mail.example.com",
            "OrganizationalDomain TXT _dmarc.example.com",
            "OtherType A _dmarc.mail.example.com",
            "Wildcard TXT autosend-domains-wildcard-test.mail.example.com",
            "Wildcard A autosend-domains-wildcard-test.mail.example.com",
        ]
    );
    assert_eq!(
        asked(&inbound(), &zone(), &absence),
        ["NameDoubled MX mail.example.com.example.com", "Parent MX example.com"]
    );
    assert!(asked(&dkim(), &zone(), &responses(vec![QueryOutcome::Failed(LookupError::Timeout)])).is_empty());
    let srv = fixtures_record("SRV");
    assert!(asked(&srv, &zone(), &absence).is_empty());
}

fn fixtures_record(kind: &str) -> DnsRecord {
    crate::core::fixtures::record("other", kind, "x.mail.example.com", "1 2 3 x", None)
}

#[test]
fn the_resolver_is_queried_only_for_records_that_the_zone_has() {
    let resolver = [
        "Resolver TXT _autosend-verify.mail.example.com",
        "ResolverCheckingDisabled TXT _autosend-verify.mail.example.com",
    ];
    let silent = QueryOutcome::Failed(LookupError::Timeout);
    assert_eq!(asked(&ownership(), &zone(), &responses(vec![txt(&[TOKEN]), silent])), resolver);
    // It may well ask the server that lags behind, and then remembers that there is nothing.
    assert!(asked(&ownership(), &zone(), &responses(vec![txt(&[TOKEN]), absent()])).is_empty());
    let by = |authority| ZoneInfo { source: authority, ..zone() };
    assert!(asked(&ownership(), &by(AnswerSource::Resolver), &responses(vec![txt(&[TOKEN])])).is_empty());
    let failed = responses(vec![QueryOutcome::Failed(LookupError::ServFail)]);
    for authority in [AnswerSource::Resolver, AnswerSource::UserSpecified] {
        assert_eq!(asked(&ownership(), &by(authority), &failed), resolver[1..]);
    }
    assert!(asked(&ownership(), &zone(), &failed).is_empty());
    assert!(asked(&ownership(), &by(AnswerSource::Undelegated), &responses(vec![absent()])).is_empty());
}

#[test]
fn addresses_from_a_wildcard_are_not_a_mistake_even_if_they_change() {
    let address =
        |last| found(vec![crate::core::dns::RecordData::Address(std::net::Ipv4Addr::new(192, 0, 2, last).into())]);
    let name = "_autosend-verify.mail.example.com";
    let wild = "autosend-domains-wildcard-test.mail.example.com";
    let other = (Probe::OtherType, name, QueryType::A, address(1));
    let seen =
        |beside| keys(&check_record(&ownership(), &domain(), &zone(), &look(&ownership(), vec![absent()], beside)));
    assert_eq!(seen(vec![other.clone()]), ["wrong-type"]);
    assert_eq!(seen(vec![other, (Probe::Wildcard, wild, QueryType::A, address(2))]), [""; 0]);
}

#[test]
fn names_are_queried_in_ascii_and_within_the_length_limit() {
    let record = crate::core::fixtures::record("ownership", "TXT", "_Autosend-Verify.München.de.", TOKEN, None);
    assert_eq!(question_for(&record), Question::new("_autosend-verify.xn--mnchen-3ya.de", QueryType::Txt));
    let domain = crate::core::fixtures::domain("münchen.de", vec![record.clone()]);
    let zone = ZoneInfo { name: "xn--mnchen-3ya.de".to_owned(), ..zone() };
    let all = select_probes(&record, &domain, &zone, &lookup_with(&record, &responses(vec![absent()])));
    assert!(all.contains(&(Probe::Apex, Question::new("xn--mnchen-3ya.de", QueryType::Txt))));
    let long = format!("{}.example.com", "a.".repeat(118));
    let record = crate::core::fixtures::record("ownership", "TXT", &long, TOKEN, None);
    let all = select_probes(
        &record,
        &crate::core::fixtures::domain("example.com", Vec::new()),
        &zone,
        &lookup_with(&record, &responses(vec![absent()])),
    );
    assert!(all.iter().all(|(_, question)| question.name.len() <= 253));
}

#[test]
fn a_record_lookup_has_the_question_of_each_response() {
    let seen: RecordLookup =
        look(&dkim(), vec![absent()], vec![(Probe::Apex, "example.com", QueryType::Txt, txt(&[KEY]))]);
    assert_eq!(seen.lookups_of(Probe::Apex).count(), 1);
    assert_eq!(keys(&check_record(&dkim(), &domain(), &zone(), &seen)), ["at-zone-top"]);
}

#[test]
fn a_cut_value_at_a_doubled_name_has_both_causes() {
    let at = "autosend._domainkey.mail.example.com.example.com";
    let cut = format!("p={}", KEY.get(..200).expect("a part"));
    let beside = vec![(Probe::NameDoubled, at, QueryType::Txt, txt(&[&cut]))];
    let check = check_record(&dkim(), &domain(), &zone(), &look(&dkim(), vec![absent()], beside));
    assert_eq!(keys(&check), ["name-doubled", "cut"]);
}

#[test]
fn the_wildcard_that_exists_is_named() {
    let wild = || txt(&["v=spf1 -all"]);
    let beside = |name| (Probe::Wildcard, name, QueryType::Txt, wild());
    let owner = |beside: Vec<(Probe, &str, QueryType, QueryOutcome)>| {
        let check = check_record(&ownership(), &domain(), &zone(), &look(&ownership(), vec![wild()], beside));
        check.causes.first().map(Cause::message).unwrap_or_default()
    };
    let both = vec![beside("x.mail.example.com"), beside("x.example.com")];
    assert!(owner(both).contains("(*.example.com)"));
    let other = (Probe::Wildcard, "x.example.com", QueryType::Txt, txt(&["other"]));
    assert!(owner(vec![beside("x.mail.example.com"), other]).contains("(*.mail.example.com)"));
    let asked = asked(&ownership(), &zone(), &responses(vec![wild()]));
    assert!(asked.contains(&"Wildcard TXT autosend-domains-wildcard-test.example.com".to_owned()), "{asked:?}");
}
