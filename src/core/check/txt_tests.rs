//! The table of values: from (record, answers) to (verdict, causes, words). Texts, DKIM keys and other types.

use super::Verdict::{Different, Match, Missing, Unreachable};
use super::tests::*;
use crate::core::dns::RecordData;
use crate::core::fixtures;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn ownership_is_compared_exactly() {
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
            "The quotation marks were saved as part of the value.",
            "Delete the quotation marks.",
        ),
        (
            "typographic quotation marks",
            ownership(),
            txt(&[&format!("\u{201c}{TOKEN}\u{201d}")]),
            Different,
            &["quotes"],
            "The quotation marks were saved as part of the value.",
            "Delete the quotation marks.",
        ),
        (
            "another token",
            ownership(),
            txt(&[other]),
            Different,
            &["other-token"],
            "A different verification value is there, perhaps from another AutoSend project.",
            "Add this one as a second TXT record.",
        ),
        (
            "something else",
            ownership(),
            txt(&["v=spf1 -all"]),
            Different,
            &["other-value"],
            "There are other TXT records here, but not this one.",
            "Add this one; keep the others.",
        ),
        (
            "capital letters",
            ownership(),
            txt(&[&upper]),
            Different,
            &["letter-case"],
            "Capital letters matter here, and they differ.",
            "Paste the value again. If your DNS provider changes it, ask its support.",
        ),
        (
            "a space inside",
            ownership(),
            txt(&[&broken]),
            Different,
            &["blanks-inside"],
            "There is a space at character 19 that doesn't belong there.",
            "Paste the value again, on one line.",
        ),
        (
            "a line break inside",
            ownership(),
            txt(&[&folded]),
            Different,
            &["blanks-inside"],
            "There is a line break at character 21 that doesn't belong there.",
            "Paste the value again, on one line.",
        ),
        (
            "an unseen character inside",
            ownership(),
            txt(&[&unseen]),
            Different,
            &["blanks-inside"],
            "There is an invisible character (U+200B) at character 17 that doesn't belong there.",
            "Paste the value again, on one line.",
        ),
        (
            "cut",
            ownership(),
            txt(&["autosend-verify-0123456789"]),
            Different,
            &["cut"],
            "Only the first 26 of 48 characters were saved.",
            "Paste the whole value. If the field stops at 255 characters, enter it as two quoted parts of the same \
             record: \"…\" \"…\".",
        ),
        (
            "empty",
            ownership(),
            txt(&[""]),
            Different,
            &["cut"],
            "The value is empty.",
            "Paste the whole value. If the field stops at 255 characters, enter it as two quoted parts of the same \
             record: \"…\" \"…\".",
        ),
        (
            "a line of a zone file",
            ownership(),
            txt(&[&around]),
            Different,
            &["extra-text"],
            "The value is there, with something added: _autosend-verify IN TXT",
            "Give it a record of its own, with nothing but the expected value.",
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
            "divided with a space",
            dkim(),
            txt(&[&format!("p={first} {rest}")]),
            Match,
            &["split-with-blanks"],
            "There is a space in the middle of the key; mail receivers ignore it.",
            "Nothing to do.",
        ),
        (
            "quoted strings typed into a panel",
            dkim(),
            txt(&[&format!("\"p={first}\" \"{rest}\"")]),
            Different,
            &["quotes"],
            "The quotation marks were saved as part of the value.",
            "Delete the quotation marks.",
        ),
        (
            "backslashes of a zone file",
            dkim(),
            txt(&[&format!("v=DKIM1\\; k=rsa\\; p={KEY}")]),
            Different,
            &["backslashes"],
            "The value contains backslashes.",
            "Delete the backslashes.",
        ),
        (
            "quotation marks that leave the key alone",
            dkim(),
            txt(&[&format!("\"v=DKIM1; p={KEY};\"")]),
            Different,
            &["quotes"],
            "The quotation marks were saved as part of the value.",
            "Delete the quotation marks.",
        ),
        (
            "a line break inside the key",
            dkim(),
            txt(&[&format!("p={first}\n{rest}")]),
            Different,
            &["blanks-inside"],
            "There is a line break at character 256 that doesn't belong there.",
            "Paste the value again, on one line.",
        ),
        (
            "cut at 255",
            dkim(),
            txt(&[&format!("p={first}")]),
            Different,
            &["cut"],
            "Only the first 255 of 394 characters were saved.",
            "Paste the whole value. If the field stops at 255 characters, enter it as two quoted parts of the same \
             record: \"…\" \"…\".",
        ),
        (
            "cut at 255 in its long form",
            dkim(),
            txt(&[long.get(..255).unwrap()]),
            Different,
            &["cut"],
            "Only the first 255 of 410 characters were saved.",
            "Paste the whole value. If the field stops at 255 characters, enter it as two quoted parts of the same \
             record: \"…\" \"…\".",
        ),
        (
            "in two records",
            dkim(),
            txt(&[rest, &format!("p={first}")]),
            Different,
            &["split-records"],
            "The value was split into 2 TXT records. It has to be one.",
            "Keep one, with the whole value in it, and delete the others.",
        ),
        (
            "in two records, in its long form",
            dkim(),
            txt(&[&format!("v=DKIM1; k=rsa; p={first}"), rest]),
            Different,
            &["split-records"],
            "The value was split into 2 TXT records. It has to be one.",
            "Keep one, with the whole value in it, and delete the others.",
        ),
        (
            "a bare key",
            dkim(),
            txt(&[KEY]),
            Different,
            &["bare-key"],
            "The key is there without p= before it.",
            "Put p= directly before it.",
        ),
        (
            "a bare key that is cut",
            dkim(),
            txt(&[KEY.get(..255).unwrap()]),
            Different,
            &["bare-key", "cut"],
            "The key is there without p= before it.",
            "Put p= directly before it.",
        ),
        (
            "a colon",
            dkim(),
            txt(&[&format!("v=DKIM1; k=rsa; p:{KEY}")]),
            Different,
            &["bare-key"],
            "The key is there, but with p: before it instead of p=.",
            "Change p: to p=.",
        ),
        (
            "a blank in place of the sign",
            dkim(),
            txt(&[&format!("p {KEY}")]),
            Different,
            &["bare-key"],
            "The key is there, but with p before it instead of p=.",
            "Change p to p=.",
        ),
        (
            "a capital letter",
            dkim(),
            txt(&[&format!("P={KEY}")]),
            Different,
            &["bare-key"],
            "The key is there, but with P= before it instead of p=.",
            "Change P= to p=.",
        ),
        (
            "the key behind other tags",
            dkim(),
            txt(&[&format!("v=DKIM1; k=rsa; {KEY}")]),
            Different,
            &["bare-key"],
            "The key is there without p= before it.",
            "Put p= directly before it.",
        ),
        (
            "two keys in one record",
            dkim(),
            txt(&[&format!("p={KEY}; p=AAAA")]),
            Different,
            &["dkim-broken"],
            "The key is there, but receivers ignore the record: p= is there twice.",
            "Publish exactly the expected value.",
        ),
        (
            "a part that is no tag",
            dkim(),
            txt(&[&format!("v=DKIM1; rsa; p={KEY}")]),
            Different,
            &["dkim-broken"],
            "The key is there, but receivers ignore the record: rsa has no =.",
            "Publish exactly the expected value.",
        ),
        (
            "a key that was decoded as of a form",
            dkim(),
            txt(&[&format!("p={}", KEY.replace('+', " "))]),
            Different,
            &["key-altered"],
            "The key was changed on the way: + was changed to a space.",
            "Paste the expected value again, and save it unchanged.",
        ),
        (
            "halves in the wrong order",
            dkim(),
            txt(&[&format!("{}v=DKIM1; k=rsa; p={}", KEY.get(200..).unwrap(), KEY.get(..200).unwrap())]),
            Different,
            &["key-altered"],
            "The key was changed on the way: its parts are in the wrong order.",
            "Paste the expected value again, and save it unchanged.",
        ),
        (
            "another bare key",
            dkim(),
            txt(&[&other]),
            Different,
            &["bare-key", "other-key"],
            "The key is there without p= before it.",
            "Put p= directly before it.",
        ),
        (
            "another key",
            dkim(),
            txt(&[&format!("v=DKIM1; k=rsa; p={other}")]),
            Different,
            &["other-key"],
            "There is a different DKIM key here.",
            "Replace it with the expected value.",
        ),
        (
            "a revoked key",
            dkim(),
            txt(&["v=DKIM1; p="]),
            Different,
            &["revoked-key"],
            "The record has no key (p= is empty), which switches it off.",
            "Replace it with the expected value.",
        ),
        (
            "the rest as a comment",
            dkim(),
            txt(&["v=DKIM1"]),
            Different,
            &["comment"],
            "Only v=DKIM1 was saved; everything after it was dropped.",
            "Put the whole value in double quotes.",
        ),
        (
            "two keys",
            dkim(),
            txt(&[&value, &format!("p={other}")]),
            Different,
            &["dkim-twice"],
            "There are 2 TXT records at this name; receivers may read any of them.",
            "Keep the expected one and delete the others.",
        ),
        (
            "another version",
            dkim(),
            txt(&[&format!("v=DKIM2; p={KEY}")]),
            Different,
            &["dkim-tag"],
            "The key is correct, but the tag v=DKIM2 stops receivers from using it.",
            "Publish exactly the expected value.",
        ),
        (
            "the version at the end",
            dkim(),
            txt(&[&format!("p={KEY}; v=DKIM1")]),
            Different,
            &["dkim-tag"],
            "The key is correct, but the tag v=DKIM1 stops receivers from using it.",
            "Publish exactly the expected value.",
        ),
        (
            "p= twice",
            dkim(),
            txt(&[&format!("p=p={KEY}")]),
            Different,
            &["extra-text"],
            "The value is there, with something added: p=p=",
            "Give it a record of its own, with nothing but the expected value.",
        ),
        (
            "something else",
            dkim(),
            txt(&["hello"]),
            Different,
            &["other-value"],
            "There is a different value here.",
            "Replace it with the expected value.",
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
    assert_eq!(unknown.causes[0].remedy(), "Check it at your DNS provider.");
    assert_eq!(unknown.causes[0].message(), "This program can't look up SRV records.");
}

#[test]
fn expected_and_found_values_are_sanitized() {
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
    assert_eq!(record_check(&ownership(), &txt(&["hello", TOKEN])).nearest, Some(0), "they are sorted");
    assert_eq!(record_check(&ownership(), &txt(&["hello", TOKEN])).difference(), None);
    assert_eq!(record_check(&ownership(), &absent()).difference(), None);
}
