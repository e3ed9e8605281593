//! The texts of `auth`, `completions` and `man`.

use super::format_examples;

/// What `auth` is.
pub(in crate::cli) const AUTH_ABOUT: &str = "\
Stores API keys in the key file, each under a name, shows which one is used, and
removes them. The file is closed to other users of the machine, and a stored key
is sent to the address alone that it was tried at.";

/// What `auth login` is.
pub(in crate::cli) const LOGIN_ABOUT: &str = "\
Reads an API key from standard input, tries it on AutoSend and stores it. On a
terminal it asks for the key, which is then not shown. A key is never given as
an argument, since other users of the machine can read those.

With an account key (ASA_…) the project is stored, too: that of --project or of
the environment, else the only one that the account has.";

/// What `auth status` is.
pub(in crate::cli) const AUTH_STATUS_ABOUT: &str = "\
Shows which key would be used here, where it comes from and whether AutoSend
accepts it, and which keys are stored. Only their last four characters are
shown. It ends with 0 where the key is accepted, else as the exit codes say.";

/// What `auth logout` is.
pub(in crate::cli) const LOGOUT_ABOUT: &str = "\
Removes a key from the key file. At AutoSend nothing is changed: a key that
nobody needs any more can be deleted in its dashboard.";

/// What `completions` is.
pub(in crate::cli) const COMPLETIONS_ABOUT: &str = "\
Prints a script by which a shell completes commands and options.";

/// What `man` is.
pub(in crate::cli) const MAN_ABOUT: &str = "\
Prints the manual in the form of man(7): a page on the program, and one on each
command behind it. To read it: autosend-domains man | man -l -";

/// What `auth login --help` ends with.
pub(in crate::cli) fn login() -> String {
    let examples = format_examples(&[
        ("autosend-domains auth login", "asks for the key"),
        ("pass autosend | autosend-domains auth login", ""),
        ("autosend-domains auth login --profile work < key.txt", "used by --profile work"),
    ]);
    format!(
        "\
Examples:
{examples}
JSON on standard output:
  {{\"version\": 1, \"profile\", \"tail\", \"project\", \"baseUrl\", \"keyFile\", \"domains\",
   \"replaced\"}}"
    )
}

/// What `auth status --help` ends with.
pub(in crate::cli) fn auth_status() -> String {
    let examples = format_examples(&[
        ("autosend-domains auth status", ""),
        ("autosend-domains auth status --profile work --json | jq .accepted", ""),
        ("autosend-domains auth status --offline", "what is stored"),
    ]);
    format!(
        "\
Examples:
{examples}
JSON on standard output; what is not known is null:
  {{\"version\": 1, \"baseUrl\", \"key\": {{\"tail\", \"source\", \"project\"}}, \"accepted\",
   \"domains\", \"problem\", \"keyFile\",
   \"profiles\": [{{\"name\", \"tail\", \"project\", \"baseUrl\", \"isUsed\"}}]}}
  source is environment, file or key-file; problem is as in an error."
    )
}

/// What `completions --help` ends with.
pub(in crate::cli) fn completions() -> String {
    let examples = format_examples(&[
        ("autosend-domains completions bash > ~/.local/share/bash-completion/completions/autosend-domains", ""),
        ("autosend-domains completions fish > ~/.config/fish/completions/autosend-domains.fish", ""),
        ("autosend-domains completions zsh > ~/.zfunc/_autosend-domains", "with ~/.zfunc in fpath"),
    ]);
    format!("Examples:\n{examples}")
}
