//! The table of values, continued: SPF, DMARC and mail servers.

use super::Verdict::{Different, Match};
use super::tests::*;
use crate::core::dns::RecordData;
use crate::core::fixtures;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn an_spf_record_lets_the_expected_senders_send() {
    let google = "v=spf1 include:_spf.google.com ~all";
    let many = format!("v=spf1 include:amazonses.com {}~all", "a ".repeat(10));
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
            "An SPF record is there, but without include:amazonses.com where it counts.",
            "Change it, and add no second one: v=spf1 include:amazonses.com include:_spf.google.com ~all",
        ),
        (
            "the include behind all",
            spf(),
            txt(&["v=spf1 -all include:amazonses.com"]),
            Different,
            &["spf-without-include"],
            "An SPF record is there, but without include:amazonses.com where it counts.",
            "Change it, and add no second one: v=spf1 include:amazonses.com -all",
        ),
        (
            "two records",
            spf(),
            txt(&[SPF, google]),
            Different,
            &["spf-twice"],
            "2 SPF records are at this name, which is an error (RFC 7208): none counts.",
            "Keep one of them, and publish in it: v=spf1 include:amazonses.com include:_spf.google.com ~all",
        ),
        (
            "a term that is not valid",
            spf(),
            txt(&["v=spf1 include:amazonses.com inlcude:_spf.google.com ~all"]),
            Different,
            &["spf-broken"],
            "The SPF record has a term that is not valid, and so none of it counts: inlcude:_spf.google.com",
            "Correct that term, or publish the expected value.",
        ),
        (
            "too many look-ups",
            spf(),
            txt(&[&many]),
            Different,
            &["spf-too-long"],
            "The SPF record needs 11 look-ups or more, of 10 that are allowed, and so does not count.",
            "Take out what does not send for this name.",
        ),
        (
            "strings joined without blanks",
            spf(),
            found(vec![RecordData::Txt(SPF.split(' ').map(|part| part.as_bytes().to_vec()).collect())]),
            Different,
            &["glued"],
            "The blanks inside the value are missing: its parts were joined without any.",
            "Enter the whole value as one string, in quotation marks if your DNS host wants them.",
        ),
        (
            "some strings joined without blanks",
            spf(),
            txt(&["v=spf1 include:amazonses.com~all"]),
            Different,
            &["glued"],
            "The blanks inside the value are missing: its parts were joined without any.",
            "Enter the whole value as one string, in quotation marks if your DNS host wants them.",
        ),
        (
            "the version alone",
            spf(),
            txt(&["v=spf1"]),
            Different,
            &["comment"],
            "Only v=spf1 is there: the rest was taken as a comment, or for the next field.",
            "Put the whole value in quotation marks, as zone files want it.",
        ),
        (
            "quotation marks",
            spf(),
            txt(&[&format!("\"{SPF}\"")]),
            Different,
            &["quotes"],
            "The value has quotation marks in it, which belong in zone files only.",
            "Remove the quotation marks from the value field.",
        ),
        (
            "quotation marks around another record",
            spf(),
            txt(&[&format!("\"{google}\"")]),
            Different,
            &["quotes", "spf-without-include"],
            "The value has quotation marks in it, which belong in zone files only.",
            "Remove the quotation marks from the value field.",
        ),
        (
            "a blank before it",
            spf(),
            txt(&[&format!(" {SPF}")]),
            Different,
            &["blanks-inside"],
            "The value has a blank inside, at character 1, which does not belong there.",
            "Enter the value in one line, exactly as it was copied.",
        ),
        (
            "cut",
            spf(),
            txt(&["v=spf1 include:amazon"]),
            Different,
            &["cut"],
            "The value was cut: only the first 21 of its 33 octets are there.",
            "Enter the whole value; if your DNS host takes at most 255 characters, enter it as several strings of one record.",
        ),
        (
            "other texts alone",
            spf(),
            txt(&["hello"]),
            Different,
            &["other-value"],
            "Other texts are at this name, but this one is not.",
            "Add this record beside them.",
        ),
    ]);
}

#[test]
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
            "A DMARC policy is there already (reject), and it counts.",
            "Keep yours, and do not add a second one.",
        ),
        (
            "no policy, but an address for reports",
            dmarc(),
            txt(&["v=DMARC1; rua=mailto:dmarc@example.com"]),
            Match,
            &["dmarc-kept"],
            "A DMARC policy is there already (none), and it counts.",
            "Keep yours, and do not add a second one.",
        ),
        (
            "two policies",
            dmarc(),
            txt(&[DMARC, "v=DMARC1; p=reject"]),
            Different,
            &["dmarc-twice"],
            "2 DMARC records are at this name, and so none counts (RFC 7489).",
            "Keep the one that is yours, and delete the others.",
        ),
        (
            "no valid policy",
            dmarc(),
            txt(&["v=DMARC1; p=noone"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, and so does not count.",
            "Put the expected value in its place.",
        ),
        (
            "another case of the version",
            dmarc(),
            txt(&["v=dmarc1; p=reject"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is not valid, and so does not count.",
            "Put the expected value in its place.",
        ),
        (
            "the version alone",
            dmarc(),
            txt(&["v=DMARC1"]),
            Different,
            &["comment"],
            "Only v=DMARC1 is there: the rest was taken as a comment, or for the next field.",
            "Put the whole value in quotation marks, as zone files want it.",
        ),
        (
            "quotation marks around one's own",
            dmarc(),
            txt(&["\"v=DMARC1; p=reject\""]),
            Different,
            &["quotes"],
            "The value has quotation marks in it, which belong in zone files only.",
            "Remove the quotation marks from the value field.",
        ),
        (
            "other texts alone",
            dmarc(),
            txt(&["v=spf1 -all"]),
            Different,
            &["other-value"],
            "Other texts are at this name, but this one is not.",
            "Add this record beside them.",
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
            Different,
            &["mx-priority"],
            "The priority is 20, where 10 is wanted.",
            "Set the priority to 10.",
        ),
        (
            "another mail server",
            mx(),
            mxs(&[(10, "mail.example.com")]),
            Different,
            &["mx-host"],
            "The mail server is mail.example.com, where feedback-smtp.us-east-1.amazonses.com is wanted.",
            "Set the mail server to feedback-smtp.us-east-1.amazonses.com.",
        ),
        (
            "no mail (RFC 7505)",
            mx(),
            mxs(&[(0, "")]),
            Different,
            &["mx-host"],
            "The mail server is ., where feedback-smtp.us-east-1.amazonses.com is wanted.",
            "Set the mail server to feedback-smtp.us-east-1.amazonses.com.",
        ),
        (
            "another region",
            mx(),
            mxs(&[(10, "feedback-smtp.eu-west-1.amazonses.com")]),
            Different,
            &["mx-host"],
            "The mail server is that of another region: feedback-smtp.eu-west-1.amazonses.com in place of \
             feedback-smtp.us-east-1.amazonses.com.",
            "Set the mail server to feedback-smtp.us-east-1.amazonses.com.",
        ),
        (
            "the zone behind the mail server",
            mx(),
            mxs(&[(20, &doubled)]),
            Different,
            &["mx-doubled", "mx-priority"],
            "The mail server is feedback-smtp.us-east-1.amazonses.com.example.com: the domain was added behind \
             feedback-smtp.us-east-1.amazonses.com.",
            "End the mail server with a dot (feedback-smtp.us-east-1.amazonses.com.); where your DNS host takes no dot, ask \
             it how to enter a full name.",
        ),
        (
            "a second one",
            mx(),
            mxs(&[(20, "mail.example.com"), (10, HOST)]),
            Different,
            &["mx-second"],
            "Another mail server is at this name: 20 mail.example.com.",
            "Keep the expected MX record alone: with others beside it, mail may go elsewhere.",
        ),
        (
            "two others",
            mx(),
            mxs(&[(20, "a.example.com"), (10, "b.example.com")]),
            Different,
            &["mx-second"],
            "Other mail servers are at this name: 20 a.example.com and 10 b.example.com.",
            "Keep the expected MX record alone: with others beside it, mail may go elsewhere.",
        ),
    ]);
}

#[test]
fn inbound_mail_comes_where_the_expected_server_is_the_first() {
    check(vec![
        ("the value", inbound(), mxs(&[(10, INBOUND)]), Match, &[], RIGHT, ""),
        (
            "another one behind it",
            inbound(),
            mxs(&[(10, INBOUND), (20, "backup.example.com")]),
            Match,
            &["mx-second"],
            "Another mail server is at this name: 20 backup.example.com.",
            "Keep the expected MX record alone: with others beside it, mail may go elsewhere.",
        ),
        (
            "another one before it",
            inbound(),
            mxs(&[(10, INBOUND), (5, "mail.example.com")]),
            Different,
            &["mx-second"],
            "Another mail server is at this name: 5 mail.example.com.",
            "Keep the expected MX record alone: with others beside it, mail may go elsewhere.",
        ),
    ]);
    let any = fixtures::record("inboundMx", "MX", "mail.example.com", INBOUND, None);
    assert_eq!(record_check(&any, &mxs(&[(77, INBOUND)])).verdict, Match);
}
