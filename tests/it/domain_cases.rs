//! Every row of domain-cases.tsv, whose header says how it is read.

use std::fmt::Write as _;

use autosend_domains::core::domain_name::{Assessment, Fix, Warning, assess};

const CASES: &str = include_str!("data/domain-cases.tsv");

struct Case {
    line: usize,
    given: String,
    verdict: String,
    normalised: String,
    kind: String,
}

fn cases() -> Vec<Case> {
    let rows = CASES.lines().zip(1..).filter(|(row, _)| !row.starts_with('#'));
    rows.map(|(row, line)| {
        let columns: Vec<&str> = row.split('\t').collect();
        let [given, verdict, normalised, reason] = columns[..] else { panic!("line {line}: not four columns") };
        let (kind, _words) = reason.split_once(':').expect("a kind and a colon");
        Case {
            line,
            given: unescaped(given),
            verdict: verdict.to_owned(),
            normalised: unescaped(normalised),
            kind: kind.to_owned(),
        }
    })
    .collect()
}

/// Reads the notation of the table: `\s`, `\t`, `\n`, `\r`, `\\`, `\uXXXX` and `\{text*count}`.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next().expect("a letter after the backslash") {
            's' => plain.push(' '),
            't' => plain.push('\t'),
            'n' => plain.push('\n'),
            'r' => plain.push('\r'),
            '\\' => plain.push('\\'),
            'u' => {
                let code: String = characters.by_ref().take(4).collect();
                let code = u32::from_str_radix(&code, 16).expect("four hexadecimal digits");
                plain.push(char::from_u32(code).expect("a code point"));
            }
            '{' => {
                let repeated: String = characters.by_ref().take_while(|next| *next != '}').collect();
                let (text, count) = repeated.rsplit_once('*').expect("a text and its count");
                plain.push_str(&text.repeat(count.parse().expect("a count")));
            }
            other => panic!("\\{other} is not in the notation"),
        }
    }
    plain
}

/// The verdict, and every kind that it may be told by.
fn outcome(assessment: &Assessment) -> (&'static str, Vec<&'static str>) {
    match assessment {
        Assessment::Accepted(_) => ("accept", vec!["ok"]),
        Assessment::Fixed { fixes, .. } => ("normalise", fixes.iter().map(Fix::code).collect()),
        // The first warning is the one that is shown where there is room for one only.
        Assessment::Warned { warnings, .. } => ("warn", warnings.iter().take(1).map(Warning::code).collect()),
        Assessment::Rejected(refused) => ("reject", vec![refused.reason.code()]),
    }
}

#[test]
fn every_row_holds() {
    let cases = cases();
    assert!(cases.len() > 100, "the table was read");
    let mut wrong = String::new();
    for Case { line, given, verdict, normalised, kind } in &cases {
        let assessment = assess(given);
        let (found, kinds) = outcome(&assessment);
        let name = assessment.name().map_or("", |name| name.as_str());
        if found != verdict || name != normalised || !kinds.contains(&kind.as_str()) {
            writeln!(wrong, "line {line}: {given:?} is {verdict} {normalised:?} {kind}, not {assessment:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_notation_of_the_table_is_read() {
    assert_eq!(unescaped(r"a\s\t\n\r\\\u00fc\{ab*2}"), "a \t\n\r\\üabab");
}
