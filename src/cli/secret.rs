//! Keys that were given as arguments: found, so that they are refused and never repeated.

use std::ffi::OsString;

use super::args::{Args, Command};
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

/// Where a key was given in the place of something else, if one was. A file whose name looks like a key is a file.
pub(super) fn misplaced_key(args: &Args) -> Option<&'static str> {
    let (domains, file): (Vec<&String>, _) = match &args.command {
        None => (args.domain.iter().collect(), args.api_key_file.as_deref()),
        Some(Command::Add(add)) => (vec![&add.domain], add.account.api_key_file.as_deref()),
        Some(Command::List(list)) => (Vec::new(), list.account.api_key_file.as_deref()),
        Some(Command::Records(records)) => (vec![&records.domain], records.account.api_key_file.as_deref()),
        Some(Command::Status(status)) => {
            (status.domains.domains.iter().collect(), status.account.api_key_file.as_deref())
        }
        Some(Command::Verify(verify)) => {
            (verify.domains.domains.iter().collect(), verify.account.api_key_file.as_deref())
        }
        Some(Command::Inbound(inbound)) => (vec![&inbound.domain], inbound.account.api_key_file.as_deref()),
        Some(Command::Remove(remove)) => (vec![&remove.domain], remove.account.api_key_file.as_deref()),
        Some(Command::Forget(forget)) => (forget.domain.iter().collect(), None),
        Some(Command::Doctor(doctor)) => (Vec::new(), doctor.account.api_key_file.as_deref()),
        Some(Command::Sandbox(_) | Command::KeepClipboard) => (Vec::new(), None),
    };
    if domains.into_iter().any(|domain| looks_like_key(domain)) {
        return Some("DOMAIN");
    }
    let is_key = file.is_some_and(|path| looks_like_key(&path.to_string_lossy()) && !path.exists());
    is_key.then_some("the PATH of --api-key-file")
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
