//! The arguments of `auth`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::help::format_examples;
use crate::cli::options::{ApiArgs, profile_parser};
use crate::core::api_key::ProjectId;
use crate::core::profile::ProfileName;

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Stores API keys in the key file, each under a name, shows which one is used, and
removes them. The file is closed to other users of the machine, and a stored key
is sent to the address alone that it was tried at.";

const LOGIN_ABOUT: &str = "\
Reads an API key from standard input, tries it on AutoSend and stores it. On a
terminal it asks for the key, which is then not shown. A key is never given as
an argument, since other users of the machine can read those.

With an account key (ASA_…) the project is stored, too: that of --project or of
the environment, else the only one that the account has.";

const STATUS_ABOUT: &str = "\
Shows which key would be used here, where it comes from and whether AutoSend
accepts it, and which keys are stored. Only their last four characters are
shown. It ends with 0 where the key is accepted, else as the exit codes say.";

const LOGOUT_ABOUT: &str = "\
Removes a key from the key file. At AutoSend nothing is changed: a key that
nobody needs any more can be deleted in its dashboard.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct AuthArgs {
    #[command(subcommand)]
    pub command: AuthCommand,
}

impl AuthArgs {
    /// Whether the command prints JSON.
    pub(in crate::cli) const fn wants_json(&self) -> bool {
        match &self.command {
            AuthCommand::Login(args) => args.json,
            AuthCommand::Status(args) => args.json,
            AuthCommand::Logout(args) => args.json,
        }
    }
}

/// The commands on the stored keys.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum AuthCommand {
    /// Try a key, and store it
    #[command(long_about = LOGIN_ABOUT, after_long_help = login_help())]
    Login(LoginArgs),
    /// Show which key is used, and whether AutoSend accepts it
    #[command(long_about = STATUS_ABOUT, after_long_help = status_help())]
    Status(AuthStatusArgs),
    /// Remove a stored key
    #[command(long_about = LOGOUT_ABOUT)]
    Logout(LogoutArgs),
}

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct LoginArgs {
    /// The name to store it under; without it, it is the default
    #[arg(long, value_name = "NAME", value_parser = profile_parser())]
    pub profile: Option<ProfileName>,

    /// The project, for an account key (`ASA_…`)
    #[arg(long, value_name = "ID", value_parser = ProjectId::parse)]
    pub project: Option<ProjectId>,

    /// Replace the key that is stored under this name
    #[arg(long)]
    pub replace: bool,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,

    /// Append a line for each request to a file, without secrets
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct AuthStatusArgs {
    /// Do not ask AutoSend
    #[arg(long)]
    pub offline: bool,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub api: ApiArgs,
}

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct LogoutArgs {
    /// The name that it is stored under; without it, the default
    #[arg(long, value_name = "NAME", value_parser = profile_parser())]
    pub profile: Option<ProfileName>,

    /// Remove every stored key
    #[arg(long, conflicts_with = "profile")]
    pub all: bool,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,
}

/// The end of the long help of `auth login`.
fn login_help() -> String {
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

/// The end of the long help of `auth status`.
fn status_help() -> String {
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
