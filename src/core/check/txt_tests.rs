//! The table of values: from (record, answers) to (verdict, causes, words). Texts, DKIM keys and other types.

use super::Verdict::{Different, Match, Missing, Unreachable};
use super::tests::*;
use crate::core::dns::RecordData;
use crate::core::fixtures;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn ownership_is_compared_to_the_letter() {
    let quoted = format!("\"{TOKEN}\"");
    let other = "autosend-verify-ffffffffffffffffffffffffffffffff";
    let upper = TOKEN.to_uppercase();
    let broken = TOKEN.replace("0123", "01 23");
    let folded = TOKEN.replace("0123", "0123\n");
    let unseen = TOKEN.replace("0123", "\u{200b}0123");
    let around = format!("_autosend-verify IN TXT {TOKEN}");
    let trimmed = format!(" {TOKEN} ");
    check(vec![
        ("the value", ownership(), txt(&[TOKEN]), Match, &[], RIGHT, ""),
        ("the value with blanks around it", ownership(), txt(&[&trimmed]), Match, &[], RIGHT, ""),
        ("the value beside others", ownership(), txt(&["x", TOKEN]), Match, &[], RIGHT, ""),
        ("nothing", ownership(), absent(), Missing, &[], "", ""),
        (
            "quotation marks",
            ownership(),
            txt(&[&quoted]),
            Different,
            &["quotes"],
            "The value has quotation marks in it, which belong in zone files only.",
            "Remove the quotation marks from the value field.",
        ),
        (
            "typographic quotation marks",
            ownership(),
            txt(&[&format!("\u{201c}{TOKEN}\u{201d}")]),
            Different,
            &["quotes"],
            "The value has quotation marks in it, which belong in zone files only.",
            "Remove the quotation marks from the value field.",
        ),
        (
            "another token",
            ownership(),
            txt(&[other]),
            Different,
            &["other-token"],
            "Another token is there, as of another project or of an earlier time that the domain was added.",
            "Add this record beside it, or put this value in its place if the other is not used.",
        ),
        (
            "something else",
            ownership(),
            txt(&["v=spf1 -all"]),
            Different,
            &["other-value"],
            "Other texts are at this name, but this one is not.",
            "Add this record beside them.",
        ),
        (
            "capital letters",
            ownership(),
            txt(&[&upper]),
            Different,
            &["letter-case"],
            "Capital and small letters of the value differ.",
            "Enter the value exactly as it was copied.",
        ),
        (
            "a blank inside",
            ownership(),
            txt(&[&broken]),
            Different,
            &["blanks-inside"],
            "The value has a blank inside, at character 19, which does not belong there.",
            "Enter the value in one line, exactly as it was copied.",
        ),
        (
            "a line break inside",
            ownership(),
            txt(&[&folded]),
            Different,
            &["blanks-inside"],
            "The value has a line break inside, at character 21, which does not belong there.",
            "Enter the value in one line, exactly as it was copied.",
        ),
        (
            "an unseen character inside",
            ownership(),
            txt(&[&unseen]),
            Different,
            &["blanks-inside"],
            "The value has an unseen character (U+200B) inside, at character 17, which does not belong there.",
            "Enter the value in one line, exactly as it was copied.",
        ),
        (
            "cut",
            ownership(),
            txt(&["autosend-verify-0123456789"]),
            Different,
            &["cut"],
            "The value was cut: only the first 26 of its 48 octets are there.",
            "Enter the whole value; if your DNS host takes at most 255 characters, enter it as several strings of one record.",
        ),
        (
            "empty",
            ownership(),
            txt(&[""]),
            Different,
            &["cut"],
            "The value is empty.",
            "Enter the whole value; if your DNS host takes at most 255 characters, enter it as several strings of one record.",
        ),
        (
            "a line of a zone file",
            ownership(),
            txt(&[&around]),
            Different,
            &["extra-text"],
            "The value is there, but with other text around it.",
            "Enter the value alone, with nothing before or behind it.",
        ),
    ]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn a_dkim_record_is_its_key() {
    let value = format!("p={KEY}");
    let long = format!("v=DKIM1; k=rsa; p={KEY}");
    let (first, rest) = KEY.split_at(253);
    let other = KEY.replace("u3QU8", "x3QU8");
    check(vec![
        ("the value", dkim(), txt(&[&value]), Match, &[], RIGHT, ""),
        ("its long form", dkim(), txt(&[&long]), Match, &[], RIGHT, ""),
        (
            "its long form, with blanks",
            dkim(),
            txt(&[&format!(" v = DKIM1 ;k=rsa;t=s; p= {KEY} ; ")]),
            Match,
            &[],
            RIGHT,
            "",
        ),
        ("of version 1 by default", dkim(), txt(&[&format!("k=rsa; p={KEY}")]), Match, &[], RIGHT, ""),
        (
            "divided with a blank",
            dkim(),
            txt(&[&format!("p={first} {rest}")]),
            Match,
            &["split-with-blanks"],
            "The value was divided with a blank between its parts; in a DKIM key receivers pass over it.",
            "It can stay; to be safe, enter the value in one line without blanks.",
        ),
        (
            "quoted strings typed into a panel",
            dkim(),
            txt(&[&format!("\"p={first}\" \"{rest}\"")]),
            Different,
            &["quotes"],
            "The value has quotation marks in it, which belong in zone files only.",
            "Remove the quotation marks from the value field.",
        ),
        (
            "backslashes of a zone file",
            dkim(),
            txt(&[&format!("v=DKIM1\\; k=rsa\\; p={KEY}")]),
            Different,
            &["backslashes"],
            "The value has backslashes in it, which belong in zone files only.",
            "Enter the value without backslashes.",
        ),
        (
            "quotation marks that leave the key alone",
            dkim(),
            txt(&[&format!("\"v=DKIM1; p={KEY};\"")]),
            Different,
            &["quotes"],
            "The value has quotation marks in it, which belong in zone files only.",
            "Remove the quotation marks from the value field.",
        ),
        (
            "a line break inside the key",
            dkim(),
            txt(&[&format!("p={first}\n{rest}")]),
            Different,
            &["blanks-inside"],
            "The value has a line break inside, at character 256, which does not belong there.",
            "Enter the value in one line, exactly as it was copied.",
        ),
        (
            "cut at 255",
            dkim(),
            txt(&[&format!("p={first}")]),
            Different,
            &["cut"],
            "The value was cut: only the first 255 of its 394 octets are there.",
            "Enter the whole value; if your DNS host takes at most 255 characters, enter it as several strings of one record.",
        ),
        (
            "cut at 255 in its long form",
            dkim(),
            txt(&[long.get(..255).unwrap()]),
            Different,
            &["cut"],
            "The value was cut: only the first 255 of its 410 octets are there.",
            "Enter the whole value; if your DNS host takes at most 255 characters, enter it as several strings of one record.",
        ),
        (
            "in two records",
            dkim(),
            txt(&[rest, &format!("p={first}")]),
            Different,
            &["split-records"],
            "The value is divided into 2 records; it must be one record, of several strings.",
            "Delete all but one and enter the whole value there, where need be as several quoted strings.",
        ),
        (
            "in two records, in its long form",
            dkim(),
            txt(&[&format!("v=DKIM1; k=rsa; p={first}"), rest]),
            Different,
            &["split-records"],
            "The value is divided into 2 records; it must be one record, of several strings.",
            "Delete all but one and enter the whole value there, where need be as several quoted strings.",
        ),
        (
            "a bare key",
            dkim(),
            txt(&[KEY]),
            Different,
            &["bare-key"],
            "The key stands there alone, without the tag p= before it, and so is no DKIM record.",
            "Put p= before the key, without a blank.",
        ),
        (
            "a bare key that is cut",
            dkim(),
            txt(&[KEY.get(..255).unwrap()]),
            Different,
            &["bare-key", "cut"],
            "The key stands there alone, without the tag p= before it, and so is no DKIM record.",
            "Put p= before the key, without a blank.",
        ),
        (
            "another bare key",
            dkim(),
            txt(&[&other]),
            Different,
            &["bare-key", "other-key"],
            "The key stands there alone, without the tag p= before it, and so is no DKIM record.",
            "Put p= before the key, without a blank.",
        ),
        (
            "another key",
            dkim(),
            txt(&[&format!("v=DKIM1; k=rsa; p={other}")]),
            Different,
            &["other-key"],
            "Another key is published at this selector.",
            "Put the expected value in its place.",
        ),
        (
            "a revoked key",
            dkim(),
            txt(&["v=DKIM1; p="]),
            Different,
            &["revoked-key"],
            "The tag p= is empty, which says that the key is revoked.",
            "Put the expected value in its place.",
        ),
        (
            "the rest as a comment",
            dkim(),
            txt(&["v=DKIM1"]),
            Different,
            &["comment"],
            "Only v=DKIM1 is there: the rest was taken as a comment, or for the next field.",
            "Put the whole value in quotation marks, as zone files want it.",
        ),
        (
            "two keys",
            dkim(),
            txt(&[&value, &format!("p={other}")]),
            Different,
            &["dkim-twice"],
            "2 texts are at this selector; which one receivers take is left to chance.",
            "Keep the record with the expected value, and delete the others at this name.",
        ),
        (
            "another version",
            dkim(),
            txt(&[&format!("v=DKIM2; p={KEY}")]),
            Different,
            &["dkim-tag"],
            "The key is right, but the tag v=DKIM2 keeps receivers from using it.",
            "Publish the expected value alone, without that tag.",
        ),
        (
            "the version at the end",
            dkim(),
            txt(&[&format!("p={KEY}; v=DKIM1")]),
            Different,
            &["dkim-tag"],
            "The key is right, but the tag v=DKIM1 keeps receivers from using it.",
            "Publish the expected value alone, without that tag.",
        ),
        (
            "p= twice",
            dkim(),
            txt(&[&format!("p=p={KEY}")]),
            Different,
            &["extra-text"],
            "The value is there, but with other text around it.",
            "Enter the value alone, with nothing before or behind it.",
        ),
        (
            "something else",
            dkim(),
            txt(&["hello"]),
            Different,
            &["other-value"],
            "Another value is at this name.",
            "Put the expected value in its place.",
        ),
    ]);
}

#[test]
fn records_of_other_types_are_compared_too() {
    let cname = fixtures::record("dkim", "CNAME", "a._domainkey.mail.example.com", "a.dkim.amazonses.com.", None);
    let name = |target: &str| found(vec![RecordData::Name(target.to_owned())]);
    assert_eq!(record_check(&cname, &name("A.dkim.amazonses.com")).verdict, Match);
    let other = record_check(&cname, &name("b.dkim.amazonses.com"));
    assert_eq!(
        (other.verdict, keys(&other), other.found),
        (Different, vec!["other-value"], vec!["b.dkim.amazonses.com".to_owned()])
    );
    let track = fixtures::record("tracking", "A", "click.mail.example.com", "192.0.2.80", None);
    assert_eq!(record_check(&track, &address()).verdict, Match);
    let spf = fixtures::record("spf", "TXT", "mail.example.com", SPF, None);
    assert_eq!(keys(&record_check(&spf, &txt(&["v=spf1 mx -all"]))), ["spf-without-include"]);

    let srv = fixtures::record("srv", "SRV", "_x._tcp.mail.example.com", "1 2 3 x.example", None);
    let unknown = record_check(&srv, &absent());
    assert_eq!((unknown.verdict, keys(&unknown)), (Unreachable, vec!["unknown-type"]));
    assert_eq!(unknown.causes[0].remedy(), "Look at it in the panel of your DNS host.");
    assert_eq!(unknown.causes[0].message(), "This program cannot look up records of the type SRV.");
}

#[test]
fn what_is_expected_and_found_is_made_to_be_drawn() {
    let reply = found(vec![RecordData::Txt(vec![b"\x1b[31m\xff".to_vec()])]);
    let other = record_check(&ownership(), &reply);
    assert_eq!((other.found, other.expected.as_str()), (vec!["<U+001B>[31m\\255".to_owned()], TOKEN));
    let mail = record_check(&mx(), &mxs(&[(20, "mail.example.com")]));
    assert_eq!((mail.expected, mail.found), (format!("10 {HOST}"), vec!["20 mail.example.com".to_owned()]));
}

#[test]
fn the_most_similar_value_is_compared() {
    let almost = TOKEN.replace("abcdef", "abcdee");
    let all = record_check(&ownership(), &txt(&["hello", &almost, "autosend"]));
    assert_eq!(all.nearest, Some(1));
    let difference = all.difference().unwrap();
    assert_eq!(
        (difference.position, difference.expected.as_str(), difference.found.as_str()),
        (32, "f0123456789abcdef", "e0123456789abcdee")
    );
    assert_eq!(record_check(&ownership(), &txt(&["hello", TOKEN])).nearest, Some(1));
    assert_eq!(record_check(&ownership(), &txt(&["hello", TOKEN])).difference(), None);
    assert_eq!(record_check(&ownership(), &absent()).difference(), None);
}
