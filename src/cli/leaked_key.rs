//! Finds API keys among the arguments, which are refused and never repeated.

use std::ffi::OsString;
use std::path::Path;

use clap::ArgMatches;

use crate::core::redaction::contains_api_key;

/// Options that other programs take a key with. None exists here: other users of the machine can read arguments.
const COMMON_KEY_FLAGS: [&str; 7] = ["--api-key", "--apikey", "--api_key", "--key", "--token", "--api-token", "--auth"];

/// The first of those options among the arguments.
pub(super) fn find_key_flag(arguments: &[OsString]) -> Option<&'static str> {
    let flags = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    flags.into_iter().find_map(|argument| {
        let argument = argument.to_string_lossy();
        let flag = argument.split('=').next().unwrap_or_default();
        COMMON_KEY_FLAGS.into_iter().find(|known| flag.eq_ignore_ascii_case(known))
    })
}

/// Whether an argument of `auth` is a key.
pub(super) fn has_key_argument_after_auth(arguments: &[OsString]) -> bool {
    let mut rest = arguments.iter().skip(1).map(|argument| argument.to_string_lossy());
    rest.next().is_some_and(|command| command == "auth")
        && rest.any(|argument| !argument.starts_with('-') && contains_api_key(&argument))
}

/// The arguments whose value is checked for a key, whether it is a path, and how an error
/// names it. A path that exists may look like a key.
const CHECKED_ARGUMENTS: [(&str, bool, &str); 6] = [
    ("domain", false, "DOMAIN"),
    ("domains", false, "DOMAIN"),
    ("profile", false, "the NAME of --profile"),
    ("project", false, "the ID of --project"),
    ("api_key_file", true, "the PATH of --api-key-file"),
    ("log", true, "the FILE of --log"),
];

/// The argument of the wizard or of the command that holds a key, if one does.
pub(super) fn find_misplaced_key(matches: &ArgMatches) -> Option<&'static str> {
    if let Some((_, command)) = matches.subcommand() {
        return find_misplaced_key(command);
    }
    let argument = CHECKED_ARGUMENTS.iter().find(|(id, is_path, _)| {
        // An argument that this command does not define is an error of clap.
        let mut values = matches.try_get_raw(id).ok().flatten().into_iter().flatten();
        values.any(|value| contains_api_key(&value.to_string_lossy()) && !(*is_path && Path::new(value).exists()))
    });
    argument.map(|(.., label)| *label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(arguments: &[&str]) -> Option<&'static str> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        find_key_flag(&arguments)
    }

    #[test]
    fn a_key_given_by_habit_is_seen() {
        assert_eq!(found(&["x", "add", "--api-key", "AS_1"]), Some("--api-key"));
        assert_eq!(found(&["x", "--KEY=AS_1"]), Some("--key"));
        assert_eq!(found(&["--key", "add", "--", "--key"]), None);
        assert_eq!(found(&["x", "--api-key-file", "path"]), None);
    }
}
