//! The arguments of `auth`.

use std::path::PathBuf;

use clap::Subcommand;

use super::ApiArgs;
use super::api::profile_parser;
use crate::cli::help;
use crate::core::api_key::ProjectId;
use crate::core::profile::ProfileName;

/// What `auth` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct AuthArgs {
    /// What to do about the stored keys.
    #[command(subcommand)]
    pub command: AuthCommand,
}

/// What can be done about the stored keys.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum AuthCommand {
    /// Try a key, and store it
    #[command(long_about = help::LOGIN_ABOUT, after_long_help = help::login())]
    Login(LoginArgs),
    /// Show which key is used, and whether AutoSend accepts it
    #[command(long_about = help::AUTH_STATUS_ABOUT, after_long_help = help::auth_status())]
    Status(AuthStatusArgs),
    /// Remove a stored key
    #[command(long_about = help::LOGOUT_ABOUT)]
    Logout(LogoutArgs),
}

/// What `auth login` is given.
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

/// What `auth status` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct AuthStatusArgs {
    /// Do not ask AutoSend
    #[arg(long)]
    pub offline: bool,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,

    /// With which key.
    #[command(flatten)]
    pub api: ApiArgs,
}

/// What `auth logout` is given.
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
