//! Keys that were given as arguments: found, so that they are refused and never repeated.

use std::ffi::OsString;
use std::path::PathBuf;

use super::args::{AccountArgs, Args, AuthCommand, Command, KeyArgs, LoginArgs, LogoutArgs};
use crate::core::redaction::contains_api_key;

/// Flags that people give a key to by habit. None exists here: other users of the machine can read arguments.
const HABITS: [&str; 7] = ["--api-key", "--apikey", "--api_key", "--key", "--token", "--api-token", "--auth"];

/// The flag by which a key was given, if one was.
pub(super) fn key_flag(arguments: &[OsString]) -> Option<&'static str> {
    let flags = arguments.iter().skip(1).take_while(|argument| *argument != "--");
    flags.into_iter().find_map(|argument| {
        let argument = argument.to_string_lossy();
        let flag = argument.split('=').next().unwrap_or_default();
        HABITS.into_iter().find(|habit| flag.eq_ignore_ascii_case(habit))
    })
}

/// Whether a key was given to `auth` as an argument, which takes none.
pub(super) fn is_key_for_auth(arguments: &[OsString]) -> bool {
    let mut given = arguments.iter().skip(1).map(|argument| argument.to_string_lossy());
    given.next().is_some_and(|command| command == "auth")
        && given.any(|argument| !argument.starts_with('-') && contains_api_key(&argument))
}

/// Where a key was given in the place of something else, if one was. A file whose name looks like a key is a file.
pub(super) fn misplaced_key(args: &Args) -> Option<&'static str> {
    let (domains, account): (Vec<&String>, Option<AccountArgs>) = match &args.command {
        None => (args.domain.iter().collect(), Some(of_wizard(args))),
        Some(Command::Add(add)) => (add.domains.iter().collect(), Some(add.account.clone())),
        Some(Command::List(list)) => (Vec::new(), Some(list.account.clone())),
        Some(Command::Records(records)) => (vec![&records.domain], Some(records.account.clone())),
        Some(Command::Status(status)) => (status.domains.domains.iter().collect(), Some(status.account.clone())),
        Some(Command::Check(check)) => (check.domains.domains.iter().collect(), Some(check.account.clone())),
        Some(Command::Verify(verify)) => (verify.domains.domains.iter().collect(), Some(verify.account.clone())),
        Some(Command::Inbound(inbound)) => (vec![&inbound.domain], Some(inbound.account.clone())),
        Some(Command::Remove(remove)) => (vec![&remove.domain], Some(remove.account.clone())),
        Some(Command::Forget(forget)) => (forget.domain.iter().collect(), None),
        Some(Command::Auth(auth)) => (Vec::new(), Some(of_auth(&auth.command))),
        Some(Command::Doctor(doctor)) => (Vec::new(), Some(AccountArgs { key: doctor.key.clone(), log: None })),
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
    let AccountArgs { key: KeyArgs { profile, api_key_file, project }, log } = account?;
    let is_key = |path: &PathBuf| contains_api_key(&path.to_string_lossy()) && !path.exists();
    let places = [
        (profile.is_some_and(|name| contains_api_key(name.as_str())), "the NAME of --profile"),
        (project.is_some_and(|id| contains_api_key(id.as_str())), "the ID of --project"),
        (api_key_file.as_ref().is_some_and(is_key), "the PATH of --api-key-file"),
        (log.as_ref().is_some_and(is_key), "the FILE of --log"),
    ];
    places.into_iter().find_map(|(is_key, place)| is_key.then_some(place))
}

fn of_wizard(args: &Args) -> AccountArgs {
    let Args { profile, api_key_file, project, log, .. } = args.clone();
    AccountArgs { key: KeyArgs { profile, api_key_file, project }, log }
}

fn of_auth(command: &AuthCommand) -> AccountArgs {
    match command {
        AuthCommand::Login(LoginArgs { profile, project, log, .. }) => {
            let key = KeyArgs { profile: profile.clone(), project: project.clone(), api_key_file: None };
            AccountArgs { key, log: log.clone() }
        }
        AuthCommand::Status(status) => status.account.clone(),
        AuthCommand::Logout(LogoutArgs { profile, .. }) => {
            AccountArgs { key: KeyArgs { profile: profile.clone(), ..KeyArgs::default() }, log: None }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(arguments: &[&str]) -> Option<&'static str> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        key_flag(&arguments)
    }

    #[test]
    fn a_key_given_by_habit_is_seen() {
        assert_eq!(found(&["x", "add", "--api-key", "AS_1"]), Some("--api-key"));
        assert_eq!(found(&["x", "--KEY=AS_1"]), Some("--key"));
        assert_eq!(found(&["--key", "add", "--", "--key"]), None);
        assert_eq!(found(&["x", "--api-key-file", "path"]), None);
    }
}
