//! What the tests of verdicts are built from, and the table of values: from (record, answers) to (verdict, causes, words).

use super::*;
use crate::core::domain::SendingDomain;
use crate::core::fixtures;
use crate::core::look::{
    Absence, Answer, Authority, Data, NoAnswer, Probe, QueryType, Question, RecordLook, Reply, Sighting, ZoneAt,
};
use crate::core::record::DnsRecord;

pub(super) const TOKEN: &str = "autosend-verify-0123456789abcdef0123456789abcdef";
pub(super) const KEY: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu3QU8u1904d1R2sDK1SqCpExwxVH28TgTsL5XFlcWYxBsmX5VHLFSh3LZYh+9MHeYX34PKXhxfrXn80HbLDGAU/qknUR1SOZbuH6ljycBp8s5s06wn0b7X+pcUPBOsNWqWIjc43zSa4L0el/LHupKt1QfRtC51FYgbpg5ZKEWkKT8FGnKv1hmtmb/D7kHFwxYIu4KG/EsWurxzrAH27bxuMS4oPVqTy8ZKhN6g3WL1JNVrh8TVl7ZXoaEm1cFnc6ZPBwW+FkK0tm3OqndDnFKA05QEH3cAfvnf5YNTLOWuYHbbbQudrCOaPvlnoVRTEQHwW+o66WhskV6DZvaKoQmwIDAQAB";
pub(super) const SPF: &str = "v=spf1 include:amazonses.com ~all";
pub(super) const DMARC: &str = "v=DMARC1; p=none;";
pub(super) const HOST: &str = "feedback-smtp.us-east-1.amazonses.com";
pub(super) const INBOUND: &str = "inbound-smtp.us-east-1.amazonaws.com";

/// The records of mail.example.com, which is in the zone example.com.
pub(super) fn ownership() -> DnsRecord {
    fixtures::record("ownership", "TXT", "_autosend-verify.mail.example.com", TOKEN, None)
}

pub(super) fn dkim() -> DnsRecord {
    fixtures::record("dkim", "TXT", "autosend._domainkey.mail.example.com", KEY, None)
}

pub(super) fn spf() -> DnsRecord {
    fixtures::record("mailFrom", "TXT", "asend.mail.example.com", SPF, None)
}

pub(super) fn mx() -> DnsRecord {
    fixtures::record("mailFrom", "MX", "asend.mail.example.com", HOST, Some(10))
}

pub(super) fn dmarc() -> DnsRecord {
    fixtures::record("dmarc", "TXT", "_dmarc.mail.example.com", DMARC, None)
}

pub(super) fn inbound() -> DnsRecord {
    fixtures::record("inboundMx", "MX", "mail.example.com", INBOUND, Some(10))
}

pub(super) fn domain() -> SendingDomain {
    fixtures::domain("mail.example.com", vec![ownership(), dkim(), mx(), spf(), dmarc()])
}

pub(super) fn zone() -> ZoneAt {
    ZoneAt {
        name: "example.com".to_owned(),
        is_certain: true,
        name_servers: vec!["ns1.example.net".to_owned(), "ns2.example.net".to_owned()],
        servers: vec![server(1), server(2)],
        authority: Authority::Own,
    }
}

pub(super) fn server(number: u8) -> Server {
    Server { name: format!("ns{number}.example.net"), address: ([192, 0, 2, number], 53).into() }
}

pub(super) fn found(data: Vec<Data>) -> Reply {
    Reply::Found(Answer { data, aliases: Vec::new(), ttl: 300, authoritative: true })
}

/// Records of one text each, divided every 255 octets as a server does.
pub(super) fn txt(texts: &[&str]) -> Reply {
    let record = |text: &&str| Data::Txt(text.as_bytes().chunks(255).map(<[u8]>::to_vec).collect());
    found(texts.iter().map(record).collect())
}

pub(super) fn mxs(all: &[(u16, &str)]) -> Reply {
    found(all.iter().map(|(priority, host)| Data::Mx { priority: *priority, host: (*host).to_owned() }).collect())
}

pub(super) fn address() -> Reply {
    found(vec![Data::Address([192, 0, 2, 80].into())])
}

pub(super) fn absent() -> Reply {
    Reply::Absent(Absence { no_name: true, remembered: Some(300), authoritative: true, ..Absence::default() })
}

/// The same answer, which was reached over an alias.
pub(super) fn over(alias: &str, reply: Reply) -> Reply {
    match reply {
        Reply::Found(answer) => Reply::Found(Answer { aliases: vec![alias.to_owned()], ..answer }),
        Reply::Absent(absence) => Reply::Absent(Absence { aliases: vec![alias.to_owned()], ..absence }),
        none @ Reply::None(_) => none,
    }
}

pub(super) fn sightings(replies: Vec<Reply>) -> Vec<Sighting> {
    let seen = replies.into_iter().zip(1..);
    seen.map(|(reply, number)| Sighting { server: server(number), reply, milliseconds: 20 }).collect()
}

/// What was seen of a record: the answers to its own question, and those to others.
pub(super) fn look(
    record: &DnsRecord,
    replies: Vec<Reply>,
    beside: Vec<(Probe, &str, QueryType, Reply)>,
) -> RecordLook {
    let beside =
        beside.into_iter().map(|(probe, name, kind, reply)| (probe, Question::new(name, kind), sightings(vec![reply])));
    RecordLook { question: question(record), sightings: sightings(replies), beside: beside.collect() }
}

/// What one answer, the same at both servers, is judged to be.
pub(super) fn judged(record: &DnsRecord, reply: &Reply) -> Judged {
    judge(record, &domain(), &zone(), &look(record, vec![reply.clone(), reply.clone()], Vec::new()))
}

pub(super) fn keys(judged: &Judged) -> Vec<&'static str> {
    judged.causes.iter().map(Cause::key).collect()
}

/// A row: what it shows, the record, the answer, the verdict, the causes, the words of the first and its remedy.
type Row = (&'static str, DnsRecord, Reply, Verdict, &'static [&'static str], &'static str, &'static str);

const RIGHT: &str = "";
use Verdict::{Different, Match, Missing};

fn check(rows: Vec<Row>) {
    for (title, record, reply, verdict, causes, words, remedy) in rows {
        let judged = judged(&record, &reply);
        assert_eq!((judged.verdict, keys(&judged)), (verdict, causes.to_vec()), "{title}: {:?}", judged.causes);
        let said = judged.causes.first().map(|cause| (cause.words(), cause.remedy())).unwrap_or_default();
        assert_eq!((said.0.as_str(), said.1.as_str()), (words, remedy), "{title}");
        for cause in &judged.causes {
            assert!(Cause::KEYS.contains(&cause.key()), "{title}: {}", cause.key());
            assert!(cause.words().ends_with('.') || cause.words().contains(": "), "{title}: {}", cause.words());
        }
    }
}

#[test]
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
            txt(&[&long[..255]]),
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
            txt(&[&KEY[..255]]),
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
            found(vec![Data::Txt(SPF.split(' ').map(|part| part.as_bytes().to_vec()).collect())]),
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
    assert_eq!(judged(&any, &mxs(&[(77, INBOUND)])).verdict, Match);
}

#[test]
fn records_of_other_types_are_compared_too() {
    let cname = fixtures::record("dkim", "CNAME", "a._domainkey.mail.example.com", "a.dkim.amazonses.com.", None);
    let name = |target: &str| found(vec![Data::Name(target.to_owned())]);
    assert_eq!(judged(&cname, &name("A.dkim.amazonses.com")).verdict, Match);
    let other = judged(&cname, &name("b.dkim.amazonses.com"));
    assert_eq!(
        (other.verdict, keys(&other), other.found),
        (Different, vec!["other-value"], vec!["b.dkim.amazonses.com".to_owned()])
    );
    let track = fixtures::record("tracking", "A", "click.mail.example.com", "192.0.2.80", None);
    assert_eq!(judged(&track, &address()).verdict, Match);
    let spf = fixtures::record("spf", "TXT", "mail.example.com", SPF, None);
    assert_eq!(keys(&judged(&spf, &txt(&["v=spf1 mx -all"]))), ["spf-without-include"]);

    let srv = fixtures::record("srv", "SRV", "_x._tcp.mail.example.com", "1 2 3 x.example", None);
    let unknown = judged(&srv, &absent());
    assert_eq!((unknown.is_right(), keys(&unknown)), (false, vec!["unknown-type"]));
    assert_eq!(unknown.causes[0].words(), "This program cannot look up records of the type SRV.");
}

#[test]
fn what_is_expected_and_found_is_made_to_be_drawn() {
    let reply = found(vec![Data::Txt(vec![b"\x1b[31m\xff".to_vec()])]);
    let other = judged(&ownership(), &reply);
    assert_eq!((other.found, other.expected.as_str()), (vec!["<U+001B>[31m\\255".to_owned()], TOKEN));
    let mail = judged(&mx(), &mxs(&[(20, "mail.example.com")]));
    assert_eq!((mail.expected, mail.found), (format!("10 {HOST}"), vec!["20 mail.example.com".to_owned()]));
}

#[test]
fn the_most_similar_value_is_compared() {
    let almost = TOKEN.replace("abcdef", "abcdee");
    let all = judged(&ownership(), &txt(&["hello", &almost, "autosend"]));
    assert_eq!(all.nearest, Some(1));
    let difference = all.difference().unwrap();
    assert_eq!(
        (difference.position, difference.expected.as_str(), difference.found.as_str()),
        (32, "f0123456789abcdef", "e0123456789abcdee")
    );
    assert_eq!(judged(&ownership(), &txt(&["hello", TOKEN])).nearest, Some(1));
    assert_eq!(judged(&ownership(), &txt(&["hello", TOKEN])).difference(), None);
    assert_eq!(judged(&ownership(), &absent()).difference(), None);
}
