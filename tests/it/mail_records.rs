//! SPF, DKIM and DMARC records as independent readers see them: pyspf, dkimpy and checkdmarc. Some thousand records, valid ones
//! and ones with slips, must be valid for both or for neither, but for the differences that `reason_to_differ` lists.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::collections::BTreeSet;
use std::process::Command;

use autosend_domains::core::dkim::KeyRecord;
use autosend_domains::core::dmarc::DmarcRecord;
use autosend_domains::core::spf::SpfRecord;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::support::tools::{is_available, run_with_stdin};

/// How many records of each kind are compared.
const RECORDS: usize = 2_000;

const READER: &str = include_str!("data/mail_records.py");

const SPF_TERMS: &[&str] = &[
    "a",
    "a/24",
    "a//64",
    "a:a.example.net/24//64",
    "mx",
    "mx:b.example.net",
    "ptr",
    "ip4:192.0.2.1",
    "ip4:192.0.2.0/24",
    "ip6:2001:db8::/32",
    "ip6:2001:db8::1",
    "include:_spf.example.net",
    "include:example.net.",
    "exists:%{i}.x.example.net",
    "exists:%{d2}.x.example.net",
    "-all",
    "~all",
    "?all",
    "+mx",
    "redirect=_spf.example.net",
    "exp=why.example.net",
    "foo=bar",
    "include:%{d}.example.net",
];

const SPF_SLIPS: &[&str] = &[
    "ip4:203.0.113.7~all",
    "ip4:192.0.2.0/99",
    "ip4:2001:db8::1",
    "ip4:192.0.2.300",
    "ip4:192.0.2",
    "ip4:",
    "ip4",
    "ip6:192.0.2.1",
    "ip6:2001:db8::/129",
    "ip6:zz::1",
    "include:x.net;",
    "include:x.net,",
    "include:",
    "include:localhost",
    "include:x.net/24",
    "exists:%{z}.x.net",
    "exists:%{i.x.net",
    "exists:",
    "redirect=",
    "redirect=a.example.net",
    "a/33",
    "a//129",
    "a:",
    "inlcude:x.net",
    "all:x",
    "--all",
    "192.0.2.1",
    "foo=%{z}",
    "mx:mx.example.net:25",
];

const DKIM_PARTS: &[&str] = &[
    "v=DKIM1",
    "k=rsa",
    "p=TUlJQg==",
    "p=",
    "t=s",
    "t=y:s",
    "s=email",
    "s=*",
    "h=sha256",
    "n=a note",
    " k = rsa ",
    "x-y=1",
    "rsa",
    "p TUlJQg==",
    "p:TUlJQg==",
    "TUlJQg==",
    "P=TUlJQg==",
    "",
    " ",
    "v=dkim1",
    "=x",
    "1=2",
    "p=AAAA",
];

const DMARC_PARTS: &[&str] = &[
    "p=none",
    "p=quarantine",
    "p=reject",
    "P=Reject",
    "p=jerect",
    "p= none ",
    "sp=none",
    "sp=reject",
    "sp=nonne",
    "np=none",
    "np=x",
    "adkim=s",
    "aspf=r",
    "fo=1",
    "pct=50",
    "ri=3600",
    "rf=afrf",
    "foo=bar",
    "none",
    "p:none",
    "",
    " ",
    "p=none reject",
    "p=",
];

/// Some of these pieces, in any order, with repetitions.
fn pieces(of: &'static [&'static str], most: usize, separator: &'static str) -> impl Strategy<Value = String> {
    prop::collection::vec(select(of), 1..=most).prop_map(move |parts| parts.join(separator))
}

fn spf() -> impl Strategy<Value = String> {
    let slip = prop::option::weighted(0.5, select(SPF_SLIPS));
    (pieces(SPF_TERMS, 6, " "), slip, pieces(SPF_TERMS, 2, "  ")).prop_map(|(before, slip, after)| {
        let slip = slip.map(|slip| format!(" {slip}")).unwrap_or_default();
        format!("v=spf1 {before}{slip} {after}")
    })
}

fn dmarc() -> impl Strategy<Value = String> {
    let version = select(vec!["v=DMARC1", "V=DMARC1", "v = DMARC1", "v=dmarc1", "v=DMARC2", " v=DMARC1", "x=1"]);
    let usual = prop_oneof![4 => Just("v=DMARC1"), 1 => version];
    (usual, pieces(DMARC_PARTS, 4, ";"), select(vec!["", ";", " ; "]))
        .prop_map(|(version, parts, end)| format!("{version}; {parts}{end}"))
}

/// The records of a kind, each once.
fn generate(strategy: impl Strategy<Value = String>) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let mut all = BTreeSet::new();
    for _ in 0..20 * RECORDS {
        all.insert(strategy.new_tree(&mut runner).unwrap().current());
        if all.len() == RECORDS {
            break;
        }
    }
    all.into_iter().collect()
}

/// Why this program and the other reader differ about a record, where that is known.
fn reason_to_differ(kind: &str, text: &str, theirs: &str) -> Option<&'static str> {
    let has = |part: &str| text.contains(part);
    match kind {
        "spf" if theirs.contains("Too many DNS lookups") => Some("the number of lookups is no matter of grammar"),
        "spf" if theirs.contains("include has trivial recursion") => Some("it evaluates, and the grammar allows it"),
        "dkim" if text.split(';').skip(1).any(|part| part.trim() == "v=DKIM1") => {
            Some("dkimpy accepts a version that is not at the beginning (RFC 6376 section 3.6.1: it must be)")
        }
        "dkim" if has("p T") || has("p:T") => Some("dkimpy accepts other characters than letters in the name of a tag"),
        "spf" if theirs.contains("foo= MUST") => {
            Some("only redirect= and exp= must not be repeated (RFC 7208 section 6)")
        }
        "dmarc" if text.matches("foo=").count() > 1 => {
            Some("checkdmarc ignores repetitions of tags that it does not know")
        }
        "dmarc" if text.starts_with(' ') => {
            Some("checkdmarc refuses a space before the version when it looks the record up")
        }
        "dkim" if has("x-y=") => Some("dkimpy accepts a hyphen in the name of a tag (RFC 6376 section 3.2 does not)"),
        "spf" if has("%{i.x.net") => Some("pyspf accepts a macro without its brace (RFC 7208 section 7.1 does not)"),
        "dmarc" if !has_policy(text) && theirs == "valid" => {
            Some("RFC 9989 takes a record without p= to be p=none, and receivers of RFC 7489 ignore it")
        }
        _ => None,
    }
}

#[test]
fn independent_readers_agree_on_the_validity_of_records() {
    if !is_available("python3") {
        return;
    }
    let probe = Command::new("python3").args(["-c", "import checkdmarc, dkim, spf"]).output().unwrap();
    if !probe.status.success() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "pyspf, dkimpy and checkdmarc are missing");
        return;
    }
    let kinds =
        [("spf", generate(spf())), ("dkim", generate(pieces(DKIM_PARTS, 5, ";"))), ("dmarc", generate(dmarc()))];
    let all: Vec<(&str, String)> =
        kinds.into_iter().flat_map(|(kind, texts)| texts.into_iter().map(move |text| (kind, text))).collect();
    let input: String = all.iter().flat_map(|(kind, text)| [kind, "\t", text, "\n"]).collect();
    let output = run_with_stdin(Command::new("python3").args(["-c", READER]), &input);
    let replies = String::from_utf8(output.stdout).unwrap();
    let replies: Vec<&str> = replies.lines().collect();
    assert_eq!(replies.len(), all.len(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut differences = Vec::new();
    for ((kind, text), theirs) in all.iter().zip(replies) {
        let ours = match *kind {
            "spf" => matches!(SpfRecord::parse(text), Some(Ok(_))),
            "dkim" => KeyRecord::parse(text).is_ok(),
            _ => DmarcRecord::parse(text).is_ok(),
        };
        if ours != (theirs == "valid") && reason_to_differ(kind, text, theirs).is_none() {
            differences.push(format!("{kind} {text:?}: ours {ours}, theirs {theirs}"));
        }
    }
    assert!(
        differences.is_empty(),
        "{} differ: {:#?}",
        differences.len(),
        differences.iter().take(40).collect::<Vec<_>>()
    );
}

/// Whether a DMARC record has a tag `p=`.
fn has_policy(text: &str) -> bool {
    text.split(';').filter_map(|part| part.split_once('=')).any(|(name, _)| name.trim().eq_ignore_ascii_case("p"))
}
