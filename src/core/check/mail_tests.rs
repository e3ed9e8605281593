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
            "The SPF record lacks include:amazonses.com, or has it after its \"all\".",
            "Edit it (don't add a second one): v=spf1 include:amazonses.com include:_spf.google.com ~all",
        ),
        (
            "the include behind all",
            spf(),
            txt(&["v=spf1 -all include:amazonses.com"]),
            Different,
            &["spf-without-include"],
            "The SPF record lacks include:amazonses.com, or has it after its \"all\".",
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
            "inlcude:_spf.google.com is not valid, so the whole SPF record is ignored.",
            "Correct or delete it.",
        ),
        (
            "too many look-ups",
            spf(),
            txt(&[&many]),
            Different,
            &["spf-too-long"],
            "The SPF record needs at least 11 DNS queries; more than 10 are not allowed.",
            "Remove includes you don't use.",
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
            txt(&["v=DMARC1; p=noone"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is invalid, so it is ignored.",
            "Replace it with the expected value.",
        ),
        (
            "another case of the version",
            dmarc(),
            txt(&["v=dmarc1; p=reject"]),
            Different,
            &["dmarc-broken"],
            "The DMARC record is invalid, so it is ignored.",
            "Replace it with the expected value.",
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
            Different,
            &["mx-priority"],
            "The priority is 20; it should be 10.",
            "Change it to 10.",
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
            &["mx-host"],
            "The mail server is .; it should be feedback-smtp.us-east-1.amazonses.com.",
            "Change it to: feedback-smtp.us-east-1.amazonses.com",
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
            "There are other MX records here: 20 a.example.com and 10 b.example.com.",
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
