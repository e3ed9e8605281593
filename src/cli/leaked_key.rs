//! Keys that were given as arguments: found, so that they are refused and never repeated.

use std::ffi::OsString;
use std::path::PathBuf;

use super::args::{ApiArgs, Args, AuthCommand, Command, KeyArgs, LoginArgs, LogoutArgs};
use crate::core::redaction::contains_api_key;

/// Flags that people give a key to by habit. None exists here: other users of the machine can read arguments.
const COMMON_KEY_FLAGS: [&str; 7] = ["--api-key", "--apikey", "--api_key", "--key", "--token", "--api-token", "--auth"];

/// The flag by which a key was given, if one was.
pub(super) fn find_key_flag(arguments: &[OsString]) -> Option<&'static str> {
    let flags = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    flags.into_iter().find_map(|argument| {
        let argument = argument.to_string_lossy();
        let flag = argument.split('=').next().unwrap_or_default();
        COMMON_KEY_FLAGS.into_iter().find(|habit| flag.eq_ignore_ascii_case(habit))
    })
}

/// Whether a key was given to `auth` as an argument, which takes none.
pub(super) fn has_key_argument_after_auth(arguments: &[OsString]) -> bool {
    let mut given = arguments.iter().skip(1).map(|argument| argument.to_string_lossy());
    given.next().is_some_and(|command| command == "auth")
        && given.any(|argument| !argument.starts_with('-') && contains_api_key(&argument))
}

/// Where a key was given in the place of something else, if one was. A file whose name looks like a key is a file.
pub(super) fn find_misplaced_key(args: &Args) -> Option<&'static str> {
    let (domains, account): (Vec<&String>, Option<ApiArgs>) = match &args.command {
        None => (args.domain.iter().collect(), Some(wizard_api_args(args))),
        Some(Command::Add(add)) => (add.domains.iter().collect(), Some(add.api.clone())),
        Some(Command::List(list)) => (Vec::new(), Some(list.api.clone())),
        Some(Command::Records(records)) => (vec![&records.domain], Some(records.api.clone())),
        Some(Command::Status(status)) => (status.targets.domains.iter().collect(), Some(status.api.clone())),
        Some(Command::Check(check)) => (check.targets.domains.iter().collect(), Some(check.api.clone())),
        Some(Command::Verify(verify)) => (verify.targets.domains.iter().collect(), Some(verify.api.clone())),
        Some(Command::Inbound(inbound)) => (vec![&inbound.domain], Some(inbound.api.clone())),
        Some(Command::Remove(remove)) => (vec![&remove.domain], Some(remove.api.clone())),
        Some(Command::Forget(forget)) => (forget.domain.iter().collect(), None),
        Some(Command::Auth(auth)) => (Vec::new(), Some(auth_api_args(&auth.command))),
        Some(Command::Doctor(doctor)) => (Vec::new(), Some(ApiArgs { key: doctor.key.clone(), log: None })),
        Some(
            Command::Sandbox(_)
            | Command::Completions(_)
            | Command::Man
            | Command::KeepClipboard
            | Command::OpenLink { .. },
        ) => return None,
    };
    if domains.into_iter().any(|domain| contains_api_key(domain)) {
        return Some("DOMAIN");
    }
    let ApiArgs { key: KeyArgs { profile, api_key_file, project }, log } = account?;
    let is_key = |path: &PathBuf| contains_api_key(&path.to_string_lossy()) && !path.exists();
    let places = [
        (profile.is_some_and(|name| contains_api_key(name.as_str())), "the NAME of --profile"),
        (project.is_some_and(|id| contains_api_key(id.as_str())), "the ID of --project"),
        (api_key_file.as_ref().is_some_and(is_key), "the PATH of --api-key-file"),
        (log.as_ref().is_some_and(is_key), "the FILE of --log"),
    ];
    places.into_iter().find_map(|(is_key, place)| is_key.then_some(place))
}

fn wizard_api_args(args: &Args) -> ApiArgs {
    let Args { profile, api_key_file, project, log, .. } = args.clone();
    ApiArgs { key: KeyArgs { profile, api_key_file, project }, log }
}

fn auth_api_args(command: &AuthCommand) -> ApiArgs {
    match command {
        AuthCommand::Login(LoginArgs { profile, project, log, .. }) => {
            let key = KeyArgs { profile: profile.clone(), project: project.clone(), api_key_file: None };
            ApiArgs { key, log: log.clone() }
        }
        AuthCommand::Status(status) => status.api.clone(),
        AuthCommand::Logout(LogoutArgs { profile, .. }) => {
            ApiArgs { key: KeyArgs { profile: profile.clone(), ..KeyArgs::default() }, log: None }
        }
    }
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
