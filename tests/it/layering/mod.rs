//! Who may import whom: the table of the crate's documentation, held against every source file; no circles of imports
//! inside a room; no retired words, neither in names nor in texts.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

mod circles;
mod source;
mod texts;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use self::circles::circles;
use self::source::SourceFile;

/// Module, what it may import of this crate, and what from outside besides std.
pub(crate) const RULES: &[(&str, &[&str], &[&str])] = &[
    (
        "core",
        &[],
        &[
            "base64",
            "idna",
            "jiff",
            "pkcs1",
            "psl",
            "secrecy",
            "serde",
            "serde_json",
            "spki",
            "strum",
            "thiserror",
            "unicode_script",
            "unicode_security",
            "unicode_segmentation",
            "unicode_width",
            "url",
        ],
    ),
    ("wizard", &["core"], &["crossterm", "jiff", "nucleo_matcher", "tui_input", "unicode_segmentation"]),
    ("export", &["core"], &["csv", "jiff", "serde_json"]),
    ("ui", &["core", "wizard"], &["ratatui", "unicode_segmentation"]),
    ("plain", &["core", "wizard"], &[]),
    ("ports", &["core"], &[]),
    (
        "api",
        &["core", "ports"],
        &[
            "futures",
            "httpdate",
            "hyper",
            "hyper_util",
            "jiff",
            "openssl_probe",
            "rand",
            "reqwest",
            "rustls",
            "serde",
            "serde_json",
            "tokio",
            "tokio_util",
            "url",
            "webpki_root_certs",
        ],
    ),
    (
        "providers",
        &["api", "core"],
        &["async_trait", "jiff", "reqwest", "ring", "secrecy", "serde", "serde_json", "thiserror", "tokio"],
    ),
    ("dns", &["core", "ports"], &["async_trait", "futures", "hickory_net", "jiff", "resolv_conf", "tokio"]),
    ("clipboard", &["core", "ports"], &["arboard", "base64", "crossterm", "rustix", "strum", "tokio"]),
    ("browser", &["clipboard", "core", "ports"], &["open", "tokio"]),
    (
        "sandbox",
        &["core"],
        &[
            "async_trait",
            "axum",
            "base64",
            "hickory_server",
            "hyper",
            "hyper_util",
            "jiff",
            "rand",
            "serde",
            "serde_json",
            "strum",
            "thiserror",
            "tokio",
            "tokio_util",
        ],
    ),
    ("settings", &["core", "files"], &["etcetera", "secrecy", "serde", "serde_json", "thiserror"]),
    ("store", &["core", "files"], &["etcetera", "jiff", "serde", "serde_json", "sha2"]),
    ("files", &["core", "ports"], &["etcetera", "rustix", "secrecy", "sha2", "tempfile"]),
    ("tty", &["core"], &["futures", "rustix", "signal_hook", "tokio"]),
    (
        "runtime",
        &[
            "api",
            "browser",
            "cli",
            "clipboard",
            "core",
            "dns",
            "export",
            "files",
            "plain",
            "ports",
            "sandbox",
            "settings",
            "store",
            "tty",
            "ui",
            "wizard",
        ],
        &["crossterm", "futures", "jiff", "ratatui", "rustix", "signal_hook", "tokio"],
    ),
    (
        "cli",
        &[
            "api",
            "browser",
            "clipboard",
            "core",
            "dns",
            "export",
            "files",
            "ports",
            "sandbox",
            "settings",
            "store",
            "tty",
        ],
        &[
            "anstream",
            "anstyle",
            "clap",
            "clap_complete",
            "clap_mangen",
            "futures",
            "hyper_util",
            "indicatif",
            "jiff",
            "resolv_conf",
            "rustix",
            "secrecy",
            "serde",
            "serde_json",
            "strsim",
            "tokio",
        ],
    ),
    ("main", &["cli", "runtime"], &[]),
];

/// Modules that must not know time, tasks, files or the environment.
const PURE: &[&str] = &["core", "wizard", "ui", "plain", "export"];

/// What a pure module must not name.
const IMPURE: &[&str] =
    &["Instant::now", "SystemTime", "tokio", "std::fs", "std::env", "TcpStream", "UdpSocket", "std::process"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without comments and without its unit tests, which may use more.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = text.lines().map(|line| match line.split_once("//") {
        Some((code, _)) if !code.ends_with(':') => code,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths below `crate::` that the code names, the braces of a `use` taken apart.
fn own_imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    // The binary names the library by the name of the package.
    let code = code.replace("autosend_domains::", "crate::");
    for after in code.split("crate::").skip(1) {
        if let Some(group) = after.strip_prefix('{') {
            let group = group.split('}').next().unwrap_or_default();
            found.extend(group.split(',').map(|path| path.trim().to_owned()).filter(|path| !path.is_empty()));
        } else {
            let path = after.split(|character: char| !(character.is_alphanumeric() || "_:".contains(character))).next();
            found.extend(path.map(str::to_owned));
        }
    }
    found
}

/// The crates that `use` lines begin with.
fn outside_imports(code: &str) -> BTreeSet<String> {
    code.lines()
        .filter_map(|line| line.trim_start().trim_start_matches("pub ").strip_prefix("use "))
        .filter_map(|path| path.trim_start_matches("::").split([':', ';', ' ']).next())
        .map(str::to_owned)
        .filter(|root| !["crate", "self", "super", "std", "autosend_domains"].contains(&root.as_str()))
        .collect()
}

/// The files of `src`, tokenized, without their unit tests.
fn source_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let parse = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).unwrap();
        SourceFile::new(&name, text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default())
    };
    files
        .iter()
        .map(parse)
        .filter(|file| !file.name.ends_with("tests.rs") && !file.name.ends_with("fixtures.rs"))
        .collect()
}

fn crates() -> BTreeSet<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let names = dependencies.lines().filter_map(|line| line.split_once(" = ").map(|(name, _)| name.replace('-', "_")));
    names.collect()
}

#[test]
fn every_file_imports_only_what_its_module_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let crates = crates();
    let mut wrong = Vec::new();
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let module = name.split(['/', '.']).next().unwrap();
        if module == "lib" || name.ends_with("tests.rs") {
            continue;
        }
        let Some((_, own, outside)) = RULES.iter().find(|(rule, _, _)| *rule == module) else {
            wrong.push(format!("{name}: the module {module} has no rule"));
            continue;
        };
        let code = code(&file);
        for path in own_imports(&code) {
            let allowed = own.iter().any(|rule| path == *rule || path.starts_with(&format!("{rule}::")));
            if !allowed && path.split("::").next() != Some(module) {
                wrong.push(format!("{name} must not use crate::{path}"));
            }
        }
        for root in outside_imports(&code).into_iter().filter(|root| crates.contains(root)) {
            if !outside.contains(&root.as_str()) {
                wrong.push(format!("{name} must not use {root}"));
            }
        }
        if module == "wizard" && code.contains("crossterm") && !name.starts_with("wizard/keymap") {
            wrong.push(format!("{name} must not use crossterm: keys are known to the table of keys alone"));
        }
        if PURE.contains(&module) {
            wrong.extend(
                IMPURE.iter().filter(|word| code.contains(**word)).map(|word| format!("{name} must not name {word}")),
            );
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Words that names in `src` had before they took the terms of the field; the vocabulary in `lib.rs` has what they are
/// called now.
const RETIRED_WORDS: &[&str] = &[
    "Deed",
    "Desk",
    "Errand",
    "GuidePlace",
    "Happening",
    "Heard",
    "Inspection",
    "Judged",
    "Keeper",
    "Looks",
    "Manner",
    "Mend",
    "Miss",
    "NotAsked",
    "Offer",
    "Outlook",
    "Overall",
    "Places",
    "Problem",
    "Reading",
    "Recall",
    "RecordLook",
    "Remarked",
    "Remember",
    "Setting",
    "Sighting",
    "Sound",
    "Standing",
    "Summons",
    "Surroundings",
    "Survey",
    "Surveyed",
    "Talk",
    "Talked",
    "Toned",
    "Unite",
    "Wanted",
    "Way",
    "Witness",
    "WorkKind",
    "ZoneAt",
    "judged",
    "learnt",
    "sighting",
    "sightings",
    "surroundings",
    "farewell",
    "patience",
    "successor",
    "errand",
];

/// Words that the names of the tests had besides.
const WORDS_RETIRED_IN_TESTS: &[&str] = &["desk", "survey", "surveyed", "World"];

/// Words that the names of tests don't have: a name states a behaviour, in the terms that the code has for it.
const WORDS_RETIRED_IN_TEST_NAMES: &[&str] = &[
    "asked", "asks", "behind", "beside", "blank", "blanks", "doubt", "heard", "judged", "kept", "look", "looked",
    "looks", "mend", "mended", "mends", "minded", "nobody", "octets", "said", "somebody", "stands", "tell", "tells",
    "told", "unasked", "who", "whoever", "world",
];

/// Where a test's name says "what" for the noun.
const RETIRED_BEGINNINGS_OF_TEST_NAMES: &[&str] = &["what", "where"];

/// The files that have one of the words as an identifier.
fn uses(files: &[SourceFile], words: &[&str]) -> Vec<String> {
    let uses = files.iter().flat_map(|file| {
        let identifiers = file.identifiers();
        words.iter().filter(move |word| identifiers.contains(*word)).map(|word| format!("{}: {word}", file.name))
    });
    uses.collect()
}

#[test]
fn no_identifier_is_a_retired_word() {
    assert_eq!(uses(&source_files(), RETIRED_WORDS), Vec::<String>::new());
}

#[test]
fn no_identifier_in_the_tests_is_a_retired_word() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    let parse = |path: &PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        SourceFile::new(&name, &fs::read_to_string(path).unwrap())
    };
    let files: Vec<SourceFile> = paths.iter().map(parse).collect();
    assert!(files.len() > 100, "{}", files.len());
    assert_eq!(uses(&files, &[RETIRED_WORDS, WORDS_RETIRED_IN_TESTS].concat()), Vec::<String>::new());
}

#[test]
fn no_name_of_a_test_has_a_retired_word() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    sources(&root.join("src"), &mut paths);
    sources(&root.join("tests"), &mut paths);
    let (mut tests, mut found) = (0, Vec::new());
    for path in paths {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        let file = SourceFile::new(&name, &fs::read_to_string(&path).unwrap());
        for test in file.test_names() {
            tests += 1;
            let mut words = test.split('_');
            let is_retired = words.clone().any(|word| WORDS_RETIRED_IN_TEST_NAMES.contains(&word))
                || words.next().is_some_and(|first| RETIRED_BEGINNINGS_OF_TEST_NAMES.contains(&first));
            found.extend(is_retired.then(|| format!("{name}: {test}")));
        }
    }
    assert!(tests > 1000, "{tests}");
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_path_to_another_room_begins_with_crate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let chained = files.iter().filter(|path| fs::read_to_string(path).unwrap().contains("super::super"));
    let mut found: Vec<String> = chained.map(|path| format!("{}: super::super", path.display())).collect();
    let leaving = source_files().into_iter().filter(|file| file.longest_super_chain() >= file.module.len().max(1));
    found.extend(leaving.map(|file| format!("{}: super leaves the room", file.name)));
    assert_eq!(found, Vec::<String>::new());
}

/// A folder whose files may import each other in circles: `Screen` is a recursive type, as a screen holds the one that it
/// returns to, and each screen has a file of its own.
const CIRCULAR: &[&str] = &["wizard/screen/"];

#[test]
fn no_files_of_a_room_import_each_other_in_a_circle() {
    let found: Vec<String> = circles(&source_files())
        .into_iter()
        .filter(|circle| !CIRCULAR.iter().any(|folder| circle.iter().all(|name| name.starts_with(folder))))
        .map(|circle| circle.join(" -> "))
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_path_in_the_documentation_of_the_crate_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documentation = fs::read_to_string(root.join("src/lib.rs")).unwrap();
    let paths: BTreeSet<&str> = documentation
        .lines()
        .filter(|line| line.starts_with("//!"))
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|path| path.contains('/'))
        .collect();
    assert!(paths.len() > 20, "{paths:?}");
    let exists = |path: &str| root.join("src").join(path).exists() || root.join(path).exists();
    let missing: Vec<&str> = paths.into_iter().filter(|path| !exists(path)).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_name_in_the_vocabulary_is_in_the_code() {
    let documentation = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let section = documentation.split("//! # Vocabulary\n").nth(1).unwrap().split("//! # ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("//! | "));
    let quoted = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let names: BTreeSet<&str> = quoted.filter(|name| name.chars().all(char::is_alphanumeric)).collect();
    assert!(names.len() > 30, "{names:?}");
    let files = source_files();
    let known: BTreeSet<&str> = files.iter().flat_map(SourceFile::identifiers).collect();
    assert_eq!(names.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new());
}
