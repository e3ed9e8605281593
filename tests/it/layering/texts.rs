//! No text that a person reads holds a word that plain English replaced; the rooms whose texts are rewritten are listed.

use super::source::SourceFile;
use super::source_files;

/// The rooms whose texts are in plain English. Add a room once its texts are.
const ROOMS_IN_PLAIN_ENGLISH: &[&str] = &["core"];

/// Words and phrases that texts had before, in lower case. One thing has one word: "DNS provider", "region ID", "OK",
/// "wrong value", "not found", "passed", "waiting", "unknown".
const RETIRED_IN_TEXTS: &[&str] = &[
    // One word for one thing.
    "dns host",
    "dns panel",
    "panel",
    "panels",
    "region key",
    "at every name server",
    "not looked up",
    "not accepted yet",
    "accepted before",
    "not told",
    "waiting for its dns records",
    "octets",
    "blank",
    "blanks",
    "alias",
    "selector",
    "look-up",
    "look-ups",
    // Habits.
    "is told",
    "are told",
    "as told",
    "d tells",
    "tells more",
    "tells why",
    "list tells",
    "bell tells",
    "look at",
    "looks at",
    "looked at",
    "look into",
    "looks into",
    "looked into",
    "next look",
    "is asked",
    "are asked",
    "was asked",
    "were asked",
    "is there already",
    "are there already",
    "there already",
    "what is there",
    "kept up",
    "was kept",
    "as last read",
    "as read",
    "stands",
    "stand beside",
    "beside",
    "behind",
    "broken off",
    "in place of",
    "takes the place",
    "its place",
    "by itself",
    "by themselves",
    "of yours",
    "mend",
    "settle",
    "pass over",
    "passed over",
    "goes before",
    "final dot",
    "line ends",
    "as it should be",
    "as far as",
    "is not known",
    "without a word",
    "made a mistake",
    "so long at most",
    "usually so",
    "is wanted",
    "far machine",
    "where you sit",
    "give another",
    "give a key",
    "followed on",
    "looks on",
    "goes on",
];

/// A text without what is filled in: the names of variables are nobody's words.
fn without_placeholders(text: &str) -> String {
    let mut pieces = text.split('{');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + "_" + piece.split_once('}').map_or(piece, |(_, after)| after))
}

/// The texts of a file that hold one of the words.
fn retired_texts(file: &SourceFile) -> Vec<String> {
    let words = |text: &str| {
        let is_letter = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
        let words = without_placeholders(text).to_lowercase();
        let words: Vec<&str> =
            words.split(|character: char| !is_letter(character)).filter(|word| !word.is_empty()).collect();
        format!(" {} ", words.join(" "))
    };
    // A single word is a code or a name.
    let texts = file.texts.iter().filter(|text| text.trim().contains(' '));
    let found = texts.flat_map(|text| {
        let spoken = words(text);
        let retired = RETIRED_IN_TEXTS.iter().filter(move |phrase| spoken.contains(&words(phrase)));
        retired.map(move |phrase| format!("{}: {phrase:?} in {text:?}", file.name))
    });
    found.collect()
}

#[test]
fn no_text_holds_a_retired_word() {
    let files = source_files();
    let is_rewritten =
        |file: &&SourceFile| file.module.first().is_some_and(|room| ROOMS_IN_PLAIN_ENGLISH.contains(&room.as_str()));
    let rewritten = files.iter().filter(is_rewritten);
    let found: Vec<String> = rewritten.flat_map(retired_texts).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_retired_word_is_found_in_sentences_alone() {
    let retired = |code: &str| retired_texts(&SourceFile::new("core/x.rs", code));
    assert_eq!(
        retired("// the panel\nlet panel = \"It stands \\\n   there already.\";"),
        [
            r#"core/x.rs: "there already" in "It stands there already.""#,
            r#"core/x.rs: "stands" in "It stands there already.""#,
        ]
    );
    assert_eq!(retired("let blanks = r#\"the Panel\"#;"), ["core/x.rs: \"panel\" in \"the Panel\""]);
    assert_eq!(retired("let code = (\"blanks\", \"the code blanks-inside\");"), Vec::<String>::new());
}
