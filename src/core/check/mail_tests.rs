//! The table of values, continued: SPF, DMARC and mail servers.

use super::Verdict::{Different, Match};
use super::tests::*;
use super::{RecordCheck, check_record, spf_questions};
use crate::core::dns::{LookupError, Probe, QueryOutcome, QueryType, RecordData};
use crate::core::fixtures;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn an_spf_record_lets_the_expected_senders_send() {
    let google = "v=spf1 include:_spf.google.com ~all";
    let many = format!("v=spf1 {}include:amazonses.com ~all", "ptr ".repeat(10));
    let many_behind = format!("v=spf1 include:amazonses.com {}~all", "ptr ".repeat(10));
    check(vec![
        ("the value", spf(), txt(&[SPF]), Match, &[], RIGHT, ""),
        ("a stricter end", spf(), txt(&["v=spf1 include:amazonses.com -all"]), Match, &[], RIGHT, ""),
        ("more senders", spf(), txt(&["V=SPF1 ip4:192.0.2.1 +include:AmazonSES.com ?all"]), Match, &[], RIGHT, ""),
        ("beside other texts", spf(), txt(&["hello", SPF]), Match, &[], RIGHT, ""),
        (
            "without the include",
            spf(),
            txt(&[google]),
            Different,
            &["spf-without-include"],
            "The SPF record does not allow Amazon SES.",
            "Edit it (don't add a second one): v=spf1 include:amazonses.com include:_spf.google.com ~all",
        ),
        (
            "the include behind all",
            spf(),
            txt(&["v=spf1 -all include:amazonses.com"]),
            Different,
            &["spf-without-include"],
            "The SPF record does not allow Amazon SES.",
            "Edit it (don't add a second one): v=spf1 include:amazonses.com -all",
        ),
        (
            "two records",
            spf(),
            txt(&[SPF, google]),
            Different,
            &["spf-twice"],
            "There are 2 SPF records here; only one is allowed, so none counts.",
            "Merge them into one and delete the rest: v=spf1 include:amazonses.com include:_spf.google.com ~all",
        ),
        (
            "a term that is not valid",
            spf(),
            txt(&["v=spf1 include:amazonses.com inlcude:_spf.google.com ~all"]),
            Different,
            &["spf-broken"],
            "inlcude:_spf.google.com is not valid (SPF has no such term), so the whole SPF record is ignored.",
            "Change the record to, without inlcude:_spf.google.com: v=spf1 include:amazonses.com ~all",
        ),
        (
            "a mark that belongs to no term",
            spf(),
            txt(&["v=spf1 include:amazonses.com include:_spf.google.com, ~all"]),
            Different,
            &["spf-broken"],
            "include:_spf.google.com, is not valid (it needs a full domain name), so the whole SPF record is ignored.",
            "Change the record to: v=spf1 include:amazonses.com include:_spf.google.com ~all",
        ),
        (
            "a term that is glued to the next",
            spf(),
            txt(&["v=spf1 include:amazonses.com ip4:203.0.113.7~all"]),
            Different,
            &["spf-broken"],
            "ip4:203.0.113.7~all is not valid (it needs an IPv4 address), so the whole SPF record is ignored.",
            "Change the record to, without ip4:203.0.113.7~all: v=spf1 include:amazonses.com ~all",
        ),
        (
            "two redirections",
            spf(),
            txt(&["v=spf1 include:amazonses.com redirect=a.example redirect=b.example"]),
            Different,
            &["spf-broken"],
            "redirect=b.example is not valid (it is there twice), so the whole SPF record is ignored.",
            "Change the record to: v=spf1 include:amazonses.com include:a.example include:b.example ~all",
        ),
        (
            "without its beginning",
            spf(),
            txt(&["spf1 include:amazonses.com -all"]),
            Different,
            &["beginning-lost"],
            "The value lacks its beginning, v=spf1.",
            "Replace it with the expected value.",
        ),
        ("the name itself as a redirection", spf(), txt(&["v=spf1 redirect=amazonses.com"]), Match, &[], RIGHT, ""),
        ("a final dot", spf(), txt(&["v=spf1 include:amazonses.com. -all"]), Match, &[], RIGHT, ""),
        (
            "all are allowed",
            spf(),
            txt(&["v=spf1 +all"]),
            Match,
            &["spf-allows-all"],
            "The SPF record allows everybody to send from this name (+all).",
            "Change +all to ~all.",
        ),
        (
            "refused by its qualifier",
            spf(),
            txt(&["v=spf1 -include:amazonses.com ~all"]),
            Different,
            &["spf-without-include"],
            "The SPF record does not allow Amazon SES.",
            "Edit it (don't add a second one): v=spf1 include:amazonses.com ~all",
        ),
        (
            "too many look-ups",
            spf(),
            txt(&[&many]),
            Different,
            &["spf-too-long"],
            "The SPF record needs more than 10 DNS queries, so receivers ignore it.",
            "Change the record to: v=spf1 include:amazonses.com ptr ~all",
        ),
        (
            "too many look-ups behind ours",
            spf(),
            txt(&[&many_behind]),
            Match,
            &["spf-too-long"],
            "The SPF record needs more than 10 DNS queries. Mail from Amazon SES passes before the limit; other mail \
             doesn't.",
            "Shorten it, for example to: v=spf1 include:amazonses.com ptr ~all",
        ),
        (
            "strings joined without blanks",
            spf(),
            found(vec![RecordData::Txt(SPF.split(' ').map(|part| part.as_bytes().to_vec()).collect())]),
            Different,
            &["glued"],
            "The spaces in the value are missing.",
            "Paste the value again, in one piece.",
        ),
        (
            "some strings joined without blanks",
            spf(),
            txt(&["v=spf1 include:amazonses.com~all"]),
            Different,
            &["glued"],
            "The spaces in the value are missing.",
            "Paste the value again, in one piece.",
        ),
        (
            "the version alone",
            spf(),
            txt(&["v=spf1"]),
            Different,
            &["comment"],
            "Only v=spf1 was saved; everything after it was dropped.",
            "Put the whole value in double quotes.",
        ),
        (
            "quotation marks",
            spf(),
            txt(&[&format!("\"{SPF}\"")]),
            Different,
            &["quotes"],
            "The quotation marks were saved as part of the value.",
            "Delete the quotation marks.",
        ),
        (
            "quotation marks around another record",
            spf(),
            txt(&[&format!("\"{google}\"")]),
            Different,
            &["quotes", "spf-without-include"],
            "The quotation marks were saved as part of the value.",
            "Delete the quotation marks.",
        ),
        (
            "a blank before it",
            spf(),
            txt(&[&format!(" {SPF}")]),
            Different,
            &["blanks-inside"],
            "There is a space at character 1 that doesn't belong there.",
            "Paste the value again, on one line.",
        ),
        (
            "cut",
            spf(),
            txt(&["v=spf1 include:amazon"]),
            Different,
            &["cut"],
            "Only the first 21 of 33 characters were saved.",
            "Paste the whole value. If the field stops at 255 characters, enter it as two quoted parts of the same \
             record: \"…\" \"…\".",
        ),
        (
            "other texts alone",
            spf(),
            txt(&["hello"]),
            Different,
            &["other-value"],
            "There are other TXT records here, but not this one.",
            "Add this one; keep the others.",
        ),
    ]);
}

/// The check of an SPF record, with the answers about what it includes.
fn included(text: &str, answers: &[(&str, QueryType, QueryOutcome)]) -> RecordCheck {
    let beside = answers.iter().map(|(name, kind, outcome)| (Probe::SpfTerm, *name, *kind, outcome.clone()));
    check_record(&spf(), &domain(), &zone(), &look(&spf(), vec![txt(&[text])], beside.collect()))
}

#[test]
fn included_spf_records_are_evaluated_as_a_receiver_does() {
    let nested = |text| [("_spf.example.com", QueryType::Txt, txt(&[text]))];
    let ours = "v=spf1 ip4:192.0.2.1 include:amazonses.com -all";
    for record in ["v=spf1 include:_spf.example.com -all", "v=spf1 redirect=_spf.example.com"] {
        assert_eq!(included(record, &nested(ours)).verdict, Match, "{record}");
        let other = included(record, &nested("v=spf1 ip4:192.0.2.1 -all"));
        assert_eq!((other.verdict, keys(&other)), (Different, vec!["spf-without-include"]), "{record}");
        let silent =
            included(record, &[("_spf.example.com", QueryType::Txt, QueryOutcome::Failed(LookupError::Timeout))]);
        assert_eq!((silent.verdict, keys(&silent)), (Different, vec!["spf-unread"]), "{record}");
    }
    let told = |check: &RecordCheck| {
        check.causes.iter().map(|cause| (cause.code(), cause.message(), cause.remedy())).collect::<Vec<_>>()
    };
    let before = "v=spf1 include:_spf.example.com include:amazonses.com -all";
    for (answer, reason) in [
        (absent(), "_spf.example.com has no SPF record"),
        (txt(&["hello"]), "_spf.example.com has no SPF record"),
        (txt(&["v=spf1 -all", "v=spf1 ?all"]), "_spf.example.com has 2 SPF records"),
        (
            txt(&["v=spf1 ip4:192.0.2.0/99 -all"]),
            "in the SPF record of _spf.example.com, ip4:192.0.2.0/99 is not valid",
        ),
    ] {
        let check = included(before, &[("_spf.example.com", QueryType::Txt, answer)]);
        let message = format!("include:_spf.example.com fails ({reason}), so the whole SPF record is ignored.");
        let remedy = "Change the record to, without include:_spf.example.com: v=spf1 include:amazonses.com -all";
        assert_eq!(told(&check), [("spf-include-broken", message, remedy.to_owned())]);
    }
    let void = |name| (name, QueryType::A, absent());
    let all = included(
        "v=spf1 a a:one.example a:two.example include:amazonses.com -all",
        &[void("asend.mail.example.com"), void("one.example"), void("two.example")],
    );
    let message = "More than 2 lookups of the SPF record find nothing (asend.mail.example.com, one.example and \
                   two.example), so receivers ignore it.";
    let remedy = "Only AutoSend sends from this name, so this is enough: v=spf1 include:amazonses.com ~all";
    assert_eq!(told(&all), [("spf-void", message.to_owned(), remedy.to_owned())]);
}

#[test]
fn only_questions_that_decide_are_sent() {
    let asked = |texts: &[&str]| {
        let lookup = look(&spf(), vec![txt(texts)], Vec::new());
        let all = spf_questions(&spf(), &domain(), &zone(), &lookup);
        all.into_iter().map(|(_, question)| format!("{} {}", question.query_type, question.name)).collect::<Vec<_>>()
    };
    let none = [""; 0];
    assert_eq!(asked(&[SPF]), none);
    assert_eq!(asked(&["v=spf1 include:amazonses.com include:_spf.google.com ~all"]), none);
    assert_eq!(asked(&["hello"]), none);
    assert_eq!(
        asked(&["v=spf1 include:_spf.google.com mx include:amazonses.com a:behind.example ~all"]),
        ["TXT _spf.google.com", "MX asend.mail.example.com"]
    );
    // A line that is offered is judged as a whole.
    assert_eq!(asked(&[SPF, "v=spf1 include:_spf.google.com -all"]), ["TXT _spf.google.com"]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn any_valid_dmarc_policy_is_right() {
    check(vec![
        ("the value", dmarc(), txt(&[DMARC]), Match, &[], RIGHT, ""),
        ("the value, written otherwise", dmarc(), txt(&["v = DMARC1;p=none"]), Match, &[], RIGHT, ""),
        ("beside other texts", dmarc(), txt(&["hello", DMARC]), Match, &[], RIGHT, ""),
        (
            "a policy of one's own",
            dmarc(),
            txt(&["v=DMARC1; p=Reject; rua=mailto:dmarc@example.com"]),
            Match,
            &["dmarc-kept"],
            "You already have a DMARC policy (reject); that's fine.",
            "Keep it; don't add a second one.",
        ),
        (
            "no policy, but an address for reports",
            dmarc(),
            txt(&["v=DMARC1; rua=mailto:dmarc@example.com"]),
            Match,
            &["dmarc-kept"],
            "You already have a DMARC policy (none); that's fine.",
            "Keep it; don't add a second one.",
        ),
        (
            "two policies",
            dmarc(),
            txt(&[DMARC, "v=DMARC1; p=reject"]),
            Different,
            &["dmarc-twice"],
            "There are 2 DMARC records here; only one is allowed, so none counts.",
            "Keep your own and delete the others.",
        ),
        (
            "no valid policy",
            dmarc(),
            txt(&["v=DMARC1; p=jerect; rua=mailto:a@example.com"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, so your policy doesn't count: p=jerect is not none, quarantine or reject.",
            "Correct that, and keep your policy: v=DMARC1; p=reject; rua=mailto:a@example.com",
        ),
        (
            "a policy that nobody can guess",
            dmarc(),
            txt(&["v=DMARC1; p=all"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, so your policy doesn't count: p=all is not none, quarantine or reject.",
            "Correct that, and keep the policy you want: none, quarantine or reject.",
        ),
        (
            "no valid policy for subdomains",
            dmarc(),
            txt(&["v=DMARC1; p=reject; sp=jerect; rua=mailto:a@example.com"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, so your policy doesn't count: sp=jerect is not none, quarantine or reject.",
            "Correct that, and keep your policy: v=DMARC1; p=reject; sp=reject; rua=mailto:a@example.com",
        ),
        (
            "two policies in one record",
            dmarc(),
            txt(&["v=DMARC1; p=none; p=reject"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, so your policy doesn't count: p= is there twice.",
            "Correct that, and keep the policy you want: none, quarantine or reject.",
        ),
        (
            "no semicolon",
            dmarc(),
            txt(&["v=DMARC1 p=reject"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, so your policy doesn't count: a semicolon must follow v=DMARC1.",
            "Correct that, and keep your policy: v=DMARC1; p=reject",
        ),
        (
            "a blank before it",
            dmarc(),
            txt(&[" v=DMARC1; p=reject"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, so your policy doesn't count: there is a space before v=DMARC1.",
            "Correct that, and keep your policy: v=DMARC1; p=reject",
        ),
        (
            "without its beginning",
            dmarc(),
            txt(&["p=reject; rua=mailto:a@example.com"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, so your policy doesn't count: it does not begin with v=DMARC1.",
            "Correct that, and keep your policy: v=DMARC1; p=reject; rua=mailto:a@example.com",
        ),
        (
            "other letters",
            dmarc(),
            txt(&["V=DMARC1;P=reject; rua=mailto:a@example.com"]),
            Match,
            &["dmarc-kept"],
            "You already have a DMARC policy (reject); that's fine.",
            "Keep it; don't add a second one.",
        ),
        (
            "another case of the version",
            dmarc(),
            txt(&["v=dmarc1; p=reject"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, so your policy doesn't count: DMARC1 must be in capital letters.",
            "Correct that, and keep your policy: v=DMARC1; p=reject",
        ),
        (
            "the version alone",
            dmarc(),
            txt(&["v=DMARC1"]),
            Different,
            &["comment"],
            "Only v=DMARC1 was saved; everything after it was dropped.",
            "Put the whole value in double quotes.",
        ),
        (
            "quotation marks around one's own",
            dmarc(),
            txt(&["\"v=DMARC1; p=reject\""]),
            Different,
            &["quotes"],
            "The quotation marks were saved as part of the value.",
            "Delete the quotation marks.",
        ),
        (
            "other texts alone",
            dmarc(),
            txt(&["v=spf1 -all"]),
            Different,
            &["other-value"],
            "There are other TXT records here, but not this one.",
            "Add this one; keep the others.",
        ),
    ]);
}

#[test]
fn the_mail_from_name_has_one_mail_server() {
    let doubled = format!("{HOST}.example.com");
    check(vec![
        ("the value", mx(), mxs(&[(10, HOST)]), Match, &[], RIGHT, ""),
        (
            "other letters and a final dot",
            mx(),
            mxs(&[(10, "Feedback-SMTP.us-east-1.AmazonSES.com.")]),
            Match,
            &[],
            RIGHT,
            "",
        ),
        ("the same twice", mx(), mxs(&[(10, HOST), (10, HOST)]), Match, &[], RIGHT, ""),
        (
            "another priority",
            mx(),
            mxs(&[(20, HOST)]),
            Match,
            &["mx-priority"],
            "The priority is 20 instead of 10; with one MX record that makes no difference.",
            "Nothing to do.",
        ),
        (
            "another mail server",
            mx(),
            mxs(&[(10, "mail.example.com")]),
            Different,
            &["mx-host"],
            "The mail server is mail.example.com; it should be feedback-smtp.us-east-1.amazonses.com.",
            "Change it to: feedback-smtp.us-east-1.amazonses.com",
        ),
        (
            "no mail (RFC 7505)",
            mx(),
            mxs(&[(0, "")]),
            Different,
            &["mx-null"],
            "The MX record here says that this name accepts no mail.",
            "Replace it with: feedback-smtp.us-east-1.amazonses.com",
        ),
        (
            "another region",
            mx(),
            mxs(&[(10, "feedback-smtp.eu-west-1.amazonses.com")]),
            Different,
            &["mx-host"],
            "The mail server is for another region: feedback-smtp.eu-west-1.amazonses.com; it should be \
             feedback-smtp.us-east-1.amazonses.com.",
            "Change it to: feedback-smtp.us-east-1.amazonses.com",
        ),
        (
            "the zone behind the mail server",
            mx(),
            mxs(&[(20, &doubled)]),
            Different,
            &["mx-doubled", "mx-priority"],
            "Your DNS provider added the domain after the mail server: \
             feedback-smtp.us-east-1.amazonses.com.example.com.",
            "End it with a dot: feedback-smtp.us-east-1.amazonses.com.",
        ),
        (
            "a second one",
            mx(),
            mxs(&[(20, "mail.example.com"), (10, HOST)]),
            Different,
            &["mx-second"],
            "There is another MX record here: 20 mail.example.com.",
            "Keep only the expected MX record: with others, mail may go elsewhere.",
        ),
        (
            "two others",
            mx(),
            mxs(&[(20, "a.example.com"), (10, "b.example.com")]),
            Different,
            &["mx-second"],
            "There are other MX records here: 10 b.example.com and 20 a.example.com.",
            "Keep only the expected MX record: with others, mail may go elsewhere.",
        ),
    ]);
}

#[test]
fn inbound_mail_needs_the_expected_server_first() {
    check(vec![
        ("the value", inbound(), mxs(&[(10, INBOUND)]), Match, &[], RIGHT, ""),
        (
            "another one behind it",
            inbound(),
            mxs(&[(10, INBOUND), (20, "backup.example.com")]),
            Match,
            &["mx-second"],
            "There is another MX record here: 20 backup.example.com.",
            "Keep only the expected MX record: with others, mail may go elsewhere.",
        ),
        (
            "another one before it",
            inbound(),
            mxs(&[(10, INBOUND), (5, "mail.example.com")]),
            Different,
            &["mx-second"],
            "There is another MX record here: 5 mail.example.com.",
            "Keep only the expected MX record: with others, mail may go elsewhere.",
        ),
    ]);
    let any = fixtures::record("inboundMx", "MX", "mail.example.com", INBOUND, None);
    assert_eq!(record_check(&any, &mxs(&[(77, INBOUND)])).verdict, Match);
}

#[test]
fn a_correct_key_has_notes() {
    let noted = |value: &str| {
        let check = record_check(&dkim(), &txt(&[value]));
        assert_eq!(check.verdict, Match, "{value}");
        check.causes.first().map(|cause| (cause.code(), cause.message(), cause.remedy()))
    };
    let (code, message, remedy) = noted(&format!("v=DKIM1; t=y; p={KEY}")).expect("a note");
    assert_eq!(code, "key-test");
    assert_eq!(message, "The key is in test mode (t=y): some receivers ignore it.");
    assert_eq!(remedy, "Remove t=y when everything works.");
    assert_eq!(noted(&format!("v=DKIM1; t=s; p={KEY}")), None);
}
