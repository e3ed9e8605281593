//! Properties that hold for every input and every verdict.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::normalize::is_blank;
use super::{Assessment, PslPosition, Rejected, assess};
use crate::core::corpus_tests::check_corpus;
use crate::core::text::is_hidden;

/// Every sentence of a verdict.
fn sentences(assessment: &Assessment) -> Vec<String> {
    let fixes = assessment.fixes().iter().map(super::Fix::message);
    let warnings = assessment.warnings().iter().map(super::Warning::message);
    let reason = match assessment {
        Assessment::Rejected(refused) => Some(refused.reason.message()),
        _ => None,
    };
    fixes.chain(warnings).chain(reason).collect()
}

/// Every name that a verdict suggests.
fn suggestions(assessment: &Assessment) -> Vec<String> {
    let warnings = assessment.warnings().iter().filter_map(super::Warning::suggestion).map(str::to_owned);
    let refused = match assessment {
        Assessment::Rejected(Rejected { suggestion, .. }) => suggestion.clone(),
        _ => None,
    };
    warnings.chain(refused).collect()
}

fn check(input: &str) -> Result<(), TestCaseError> {
    let assessment = assess(input);
    if let Some(name) = assessment.name() {
        let ascii = name.as_str();
        prop_assert!(ascii.len() <= 253, "{ascii}");
        for label in ascii.split('.') {
            prop_assert!((1..=63).contains(&label.len()), "{ascii}");
            prop_assert!(label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        }
        if let Some(unicode) = name.unicode() {
            prop_assert_ne!(unicode, ascii);
            prop_assert!(!unicode.chars().any(|character| is_hidden(character) || is_blank(character)));
        }
        let again = assess(ascii);
        prop_assert_eq!(again.name(), Some(name));
        prop_assert!(again.fixes().is_empty(), "{:?}", again);
        prop_assert_eq!(again.warnings(), assessment.warnings());
        if let PslPosition::Subdomain { registrable_domain } = name.psl_position() {
            prop_assert!(
                ascii.len() > registrable_domain.len() && ascii.ends_with(&registrable_domain),
                "{} under {}",
                ascii,
                registrable_domain
            );
        }
    }
    for suggested in suggestions(&assessment) {
        prop_assert!(assess(&suggested).name().is_some(), "{suggested:?} of {input:?}");
        prop_assert!(!suggested.chars().any(is_hidden));
    }
    for text in sentences(&assessment) {
        prop_assert!(!text.is_empty() && !text.chars().any(is_hidden), "{text:?}");
        prop_assert!(text.chars().count() <= 140, "{text}");
    }
    Ok(())
}

/// Generates text from the parts of URLs, lists and names.
fn likely() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "example",
        "com",
        "co.uk",
        ".",
        "..",
        "-",
        "--",
        "xn--",
        "xn--mnchen-3ya",
        "www.",
        "_",
        "_dmarc.",
        "*.",
        "@",
        ":",
        "://",
        "https://",
        "//",
        "/",
        "?",
        "#",
        "%",
        "%41",
        " ",
        "\n",
        "\t",
        ",",
        ";",
        "'",
        "\"",
        "<",
        ">",
        "(",
        ")",
        "[",
        "](",
        "]",
        "ü",
        "о",
        "日本",
        "。",
        "ａ",
        "…",
        "℡",
        "❤",
        "–",
        "\u{200b}",
        "\u{200d}",
        "\u{202e}",
        "\u{1b}[31m",
        "\u{301}",
        "א",
        "1",
        "127",
        "0x7f",
        "::1",
        "IN",
        "A",
        "TXT",
        "github.io",
        "test",
        "con",
        "İ",
        "ß",
        "ς",
        "\u{2028}",
        "\u{e0041}",
        "\u{2800}",
        "Ⅷ",
        "gmail",
        "ı",
    ]);
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

#[test]
fn a_mailbox_provider_is_never_suggested() {
    for input in ["mail.ecom", "gmail.con", "shop.gmail.con"] {
        assert_eq!(suggestions(&assess(input)), Vec::<String>::new(), "{input}");
    }
    assert_eq!(suggestions(&assess("example.con")), ["example.com"]);
}

#[test]
fn every_answer_holds_for_the_corpus() {
    check_corpus("names", 1_000, |bytes| check(&String::from_utf8_lossy(bytes)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, ..ProptestConfig::default() })]

    #[test]
    fn the_invariants_hold_for_any_text(input in any::<String>()) {
        check(&input)?;
    }

    #[test]
    fn the_invariants_hold_for_likely_text(input in likely()) {
        check(&input)?;
    }

    #[test]
    fn the_invariants_hold_for_labels_of_any_letters(input in "\\PC{1,20}\\.\\PC{1,8}\\.com") {
        check(&input)?;
    }

    #[test]
    fn a_name_of_letters_is_unchanged(name in "[a-z]([a-z0-9]{0,20}[a-z0-9])?\\.(com|de|co\\.uk)") {
        let assessment = assess(&name);
        prop_assert_eq!(assessment.name().map(super::DomainName::as_str), Some(name.as_str()));
        prop_assert!(assessment.fixes().is_empty());
    }

    #[test]
    fn the_password_of_a_url_is_never_shown(
        scheme in "(https?|ftp|smtp)",
        user in "[a-z:@!. ]{0,8}",
        // An `@` would end the password, so the host would begin after it.
        before in "[A-Za-z0-9!$&'()*+,;=.:%/?# ~-]{0,6}",
        after in "[A-Za-z0-9!$&'()*+,;=.:@%/?# ~-]{0,6}",
        host in "([a-z.]{1,12}|exam!ple\\.com|a b\\.com|_dmarc\\.a\\.com|)",
    ) {
        let input = format!("{scheme}://{user}:{before}zqsecret{after}@{host}");
        let assessment = assess(&input);
        let mut output = sentences(&assessment).join("\n");
        let _ = write!(output, "\n{}\n{:?}", suggestions(&assessment).join("\n"), assessment.name());
        prop_assert!(!output.contains("zqsecret"), "{input:?}: {output}");
    }
}

#[test]
fn a_password_is_not_shown_while_a_url_is_typed() {
    let input = "https://jane:zqsecret.com@example.com/path";
    for end in 0..=input.len() {
        let assessment = assess(input.get(..end).unwrap());
        let output = format!("{:?} {:?} {:?}", sentences(&assessment), suggestions(&assessment), assessment.name());
        assert!(!output.contains("zqs"), "{output}");
    }
}

#[test]
fn the_messages_fit_a_line() {
    let long = "a".repeat(63);
    for input in [
        "",
        "example.com..",
        "foo_bar.com",
        "_dmarc.example.com",
        "*.example.com",
        "example.c0m",
        "example.com\nexample.org",
        "exa\u{202e}mple.com",
        "exam\u{200d}ple.com",
        "exam\u{1b}ple.com",
        "exam!ple.com",
        "exam%70le.com",
        "mailserver",
        "co.uk",
        "foo.github.io",
        "example.con",
        "example.notatld",
        "www.example.com",
        "gmail.com",
        "i❤.ws",
        "gооgle.com",
        "ѕсоре.com",
        "ab--cd.com",
        "münchen.de",
        "\u{feff}EXAMPLE.com.",
        &format!("{long}a.com"),
        &format!("{long}.notatld"),
    ] {
        for text in sentences(&assess(input)) {
            assert!(text.chars().count() <= 110, "{text}");
        }
    }
}

#[test]
fn a_long_text_is_not_examined() {
    let refused = |length: usize| match assess(&"x".repeat(length)) {
        Assessment::Rejected(refused) => refused.reason.code(),
        other => panic!("{other:?}"),
    };
    assert_eq!((refused(2048), refused(2049)), ("label-too-long", "input-too-long"));
}
