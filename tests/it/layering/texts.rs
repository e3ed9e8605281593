//! No text that a person reads holds a word that plain English replaced: none of the program, of its help, and of the
//! documents.

use std::fs;
use std::path::Path;

use autosend_domains::cli::Args;
use clap::{Command, CommandFactory as _};

use super::source::SourceFile;
use super::source_files;

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
    "is right",
    "are right",
    "not right",
    "right already",
    "waiting for its dns records",
    "octets",
    "blank",
    "blanks",
    "alias",
    "selector",
    "look-up",
    "look-ups",
    "where the dns is kept",
    "keeps the dns",
    "the host without the zone",
    "name before the zone",
    "goes on looking",
    "has autosend verify",
    "asks autosend",
    "v verifies",
    "mails",
    // Habits.
    "told",
    "did not tell",
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
    "not asked for",
    "it is no",
    "it holds",
    "holds no",
    "takes no",
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
    "stand in",
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
    "nothing prompts",
    "a talk",
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

/// The retired words in a text. A single word is a code or a name.
fn retired_phrases(text: &str) -> Vec<&'static str> {
    let words = |text: &str| {
        let is_letter = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
        let words = without_placeholders(text).to_lowercase();
        let words: Vec<&str> =
            words.split(|character: char| !is_letter(character)).filter(|word| !word.is_empty()).collect();
        format!(" {} ", words.join(" "))
    };
    if !text.trim().contains(' ') {
        return Vec::new();
    }
    let spoken = words(text);
    RETIRED_IN_TEXTS.iter().copied().filter(|phrase| spoken.contains(&words(phrase))).collect()
}

/// The texts that hold one of the words, each with the place where it is.
fn retired_texts(place: &str, texts: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    let found = texts.into_iter().flat_map(|text| {
        let text = text.as_ref();
        retired_phrases(text).into_iter().map(|phrase| format!("{place}: {phrase:?} in {text:?}")).collect::<Vec<_>>()
    });
    found.collect()
}

#[test]
fn no_text_holds_a_retired_word() {
    let files = source_files();
    let is_shown = |file: &&SourceFile| !file.name.split(['/', '.']).any(|part| part == "tests");
    let found: Vec<String> =
        files.iter().filter(is_shown).flat_map(|file| retired_texts(&file.name, &file.texts)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// The paragraphs of a text, each in one line.
fn paragraphs(text: &str) -> Vec<String> {
    let paragraphs = text.split("\n\n").map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.collect()
}

/// The help of a command and of those below it; the manual has the same texts.
fn help_texts(command: &mut Command) -> Vec<(String, Vec<String>)> {
    let mut texts = vec![(command.get_name().to_owned(), paragraphs(&command.render_long_help().to_string()))];
    texts.extend(command.get_subcommands_mut().flat_map(help_texts));
    texts
}

#[test]
fn no_help_holds_a_retired_word() {
    let found: Vec<String> = help_texts(&mut Args::command())
        .into_iter()
        .flat_map(|(command, texts)| retired_texts(&format!("the help of {command}"), texts))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// The prose of a document: without code, of which some is stable, and some is another program's.
fn prose(document: &str) -> Vec<String> {
    let outside_fences = document.split("```").step_by(2).collect::<Vec<_>>().join("\n\n");
    let outside_code = outside_fences.split('`').step_by(2).collect::<Vec<_>>().join("_");
    paragraphs(&outside_code)
}

#[test]
fn no_document_for_users_holds_a_retired_word() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = fs::read_dir(root.join(".github/docs")).unwrap().map(|entry| entry.unwrap().path());
    // That one is for developers.
    let documents = documents.filter(|path| !path.ends_with("architecture.md"));
    let found: Vec<String> = documents
        .chain([root.join("README.md")])
        .flat_map(|path| retired_texts(&path.display().to_string(), prose(&fs::read_to_string(&path).unwrap())))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_retired_word_is_found_in_sentences_alone() {
    let retired = |code: &str| {
        let file = SourceFile::new("core/x.rs", code);
        retired_texts(&file.name, &file.texts)
    };
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
