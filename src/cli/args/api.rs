//! With which key a command asks AutoSend, and where that is written down.

use std::path::PathBuf;

use clap::builder::TypedValueParser;

use crate::core::api_key::ProjectId;
use crate::core::profile::ProfileName;

/// The key.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct KeyArgs {
    /// Use the key that is stored under this name, and no other
    #[arg(long, value_name = "NAME", value_parser = profile_parser())]
    pub profile: Option<ProfileName>,

    /// Read the API key from a file; - is standard input
    #[arg(long, value_name = "PATH", conflicts_with = "profile")]
    pub api_key_file: Option<PathBuf>,

    /// The project, for an account key (`ASA_…`)
    #[arg(long, value_name = "ID", value_parser = ProjectId::parse)]
    pub project: Option<ProjectId>,
}

/// The key of a command, and the log of its requests.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct ApiArgs {
    /// The key.
    #[command(flatten)]
    pub key: KeyArgs,

    /// Append a line for each request and DNS query to a file, without secrets
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// A parser for the names of profiles.
pub(super) fn profile_parser() -> impl TypedValueParser<Value = ProfileName> {
    clap::builder::StringValueParser::new().try_map(|name| ProfileName::parse(&name))
}
