//! Keys that were given as arguments: found, so that they are refused and never repeated.

use std::ffi::OsString;
use std::path::PathBuf;

use super::args::{Args, AuthCommand, Command, KeyArgs};
use crate::core::api_key::ProjectId;
use crate::core::profile::ProfileName;
use crate::core::secrets::looks_like_key;

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
        && given.any(|argument| !argument.starts_with('-') && looks_like_key(&argument))
}

/// Where a key was given in the place of something else, if one was. A file whose name looks like a key is a file.
pub(super) fn misplaced_key(args: &Args) -> Option<&'static str> {
    let of_wizard = KeyArgs {
        profile: args.profile.clone(),
        api_key_file: args.api_key_file.clone(),
        project: args.project.clone(),
    };
    let (domains, key): (Vec<&String>, _) = match &args.command {
        None => (args.domain.iter().collect(), Some(&of_wizard)),
        Some(Command::Add(add)) => (add.domains.iter().collect(), Some(&add.account.key)),
        Some(Command::List(list)) => (Vec::new(), Some(&list.account.key)),
        Some(Command::Records(records)) => (vec![&records.domain], Some(&records.account.key)),
        Some(Command::Status(status)) => (status.domains.domains.iter().collect(), Some(&status.account.key)),
        Some(Command::Check(check)) => (check.domains.domains.iter().collect(), Some(&check.account.key)),
        Some(Command::Verify(verify)) => (verify.domains.domains.iter().collect(), Some(&verify.account.key)),
        Some(Command::Inbound(inbound)) => (vec![&inbound.domain], Some(&inbound.account.key)),
        Some(Command::Remove(remove)) => (vec![&remove.domain], Some(&remove.account.key)),
        Some(Command::Forget(forget)) => (forget.domain.iter().collect(), None),
        Some(Command::Auth(auth)) => return in_auth(&auth.command),
        Some(Command::Doctor(doctor)) => (Vec::new(), Some(&doctor.key)),
        Some(Command::Sandbox(_) | Command::Completions(_) | Command::Man | Command::KeepClipboard) => return None,
    };
    if domains.into_iter().any(|domain| looks_like_key(domain)) {
        return Some("DOMAIN");
    }
    key.and_then(in_key_args)
}

/// The same of `auth`.
fn in_auth(command: &AuthCommand) -> Option<&'static str> {
    let named = |profile: &Option<ProfileName>, project: Option<&ProjectId>| {
        in_key_args(&KeyArgs { profile: profile.clone(), project: project.cloned(), api_key_file: None })
    };
    match command {
        AuthCommand::Login(login) => named(&login.profile, login.project.as_ref()),
        AuthCommand::Status(status) => in_key_args(&status.account.key),
        AuthCommand::Logout(logout) => named(&logout.profile, None),
    }
}

fn in_key_args(key: &KeyArgs) -> Option<&'static str> {
    let KeyArgs { profile, api_key_file, project } = key;
    let is_file = |path: &PathBuf| !looks_like_key(&path.to_string_lossy()) || path.exists();
    if profile.as_ref().is_some_and(|name| looks_like_key(name.as_str())) {
        Some("the NAME of --profile")
    } else if project.as_ref().is_some_and(|id| looks_like_key(id.as_str())) {
        Some("the ID of --project")
    } else if api_key_file.as_ref().is_some_and(|path| !is_file(path)) {
        Some("the PATH of --api-key-file")
    } else {
        None
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
