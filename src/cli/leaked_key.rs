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

/// An argument whose value is checked for a key.
struct CheckedArgument {
    id: &'static str,
    /// How an error names it.
    label: &'static str,
    /// A path that exists may look like a key.
    is_path: bool,
}

const CHECKED_ARGUMENTS: [CheckedArgument; 6] = [
    CheckedArgument { id: "domain", label: "DOMAIN", is_path: false },
    CheckedArgument { id: "domains", label: "DOMAIN", is_path: false },
    CheckedArgument { id: "profile", label: "the NAME of --profile", is_path: false },
    CheckedArgument { id: "project", label: "the ID of --project", is_path: false },
    CheckedArgument { id: "api_key_file", label: "the PATH of --api-key-file", is_path: true },
    CheckedArgument { id: "log", label: "the FILE of --log", is_path: true },
];

/// The argument of the wizard or of the command that holds a key, if one does.
pub(super) fn find_misplaced_key(matches: &ArgMatches) -> Option<&'static str> {
    if let Some((_, command)) = matches.subcommand() {
        return find_misplaced_key(command);
    }
    let argument = CHECKED_ARGUMENTS.iter().find(|argument| {
        // An argument that this command does not define is an error of clap.
        let mut values = matches.try_get_raw(argument.id).ok().flatten().into_iter().flatten();
        values
            .any(|value| contains_api_key(&value.to_string_lossy()) && !(argument.is_path && Path::new(value).exists()))
    });
    argument.map(|argument| argument.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(arguments: &[&str]) -> Option<&'static str> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        find_key_flag(&arguments)
    }

    #[test]
    fn a_key_as_an_argument_is_detected() {
        assert_eq!(found(&["x", "add", "--api-key", "AS_1"]), Some("--api-key"));
        assert_eq!(found(&["x", "--KEY=AS_1"]), Some("--key"));
        assert_eq!(found(&["--key", "add", "--", "--key"]), None);
        assert_eq!(found(&["x", "--api-key-file", "path"]), None);
    }
}
