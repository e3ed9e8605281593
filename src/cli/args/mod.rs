//! What can be given on the command line: here for the wizard, and one file for each command. The comments on the
//! fields are the texts of the help.

mod add;
mod api;
mod auth;
mod check;
mod completions;
mod doctor;
mod duration;
mod field_ref;
mod forget;
mod inbound;
mod list;
mod records;
mod remove;
mod sandbox;
mod status;
mod targets;
mod verify;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ColorChoice, Parser, Subcommand};

pub use self::add::{AddArgs, IfExists};
pub use self::api::{ApiArgs, KeyArgs};
pub use self::auth::{AuthArgs, AuthCommand, AuthStatusArgs, LoginArgs, LogoutArgs};
pub use self::check::CheckArgs;
pub use self::completions::CompletionsArgs;
pub use self::doctor::DoctorArgs;
pub use self::field_ref::{FieldRef, RecordField};
pub use self::forget::ForgetArgs;
pub use self::inbound::{InboundAction, InboundArgs};
pub use self::list::ListArgs;
pub use self::records::{RecordsArgs, RecordsFormat};
pub use self::remove::RemoveArgs;
pub use self::sandbox::SandboxArgs;
pub use self::status::StatusArgs;
pub use self::targets::TargetArgs;
pub use self::verify::VerifyArgs;
use super::help;
use crate::browser::open_link::OPEN_LINK_COMMAND;
use crate::clipboard::choice::ClipboardMode;
use crate::clipboard::clipboard_daemon::DAEMON_COMMAND;
use crate::core::api_key::ProjectId;
use crate::core::profile::ProfileName;
use crate::core::region::RegionKey;
use crate::core::terminal_caps::ColourSupport;

/// How wide the help is at most, in columns.
pub(super) const HELP_WIDTH: usize = 80;

/// From a domain name to its DNS records at AutoSend, in a terminal
#[derive(Clone, Debug, PartialEq, Eq, Parser)]
#[command(
    name = "autosend-domains",
    version,
    max_term_width = HELP_WIDTH,
    override_usage = "autosend-domains [OPTIONS] [DOMAIN]\n       autosend-domains <COMMAND> …",
    long_about = help::ABOUT,
    after_help = help::AFTER_SHORT_HELP,
    after_long_help = help::overview(),
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Args {
    /// The domain to begin with; without it, the wizard asks
    ///
    /// A word that is the name of a command is taken for the command. No domain is lost by that: a domain has a dot. A word
    /// without one that is nearly the name of a command is answered with that command.
    #[arg(value_name = "DOMAIN")]
    pub domain: Option<String>,

    /// The region to begin with, such as eu-central-1
    #[arg(long, value_name = "KEY", value_parser = RegionKey::parse)]
    pub region: Option<RegionKey>,

    /// Try everything with no account and no network
    ///
    /// A server inside the program answers as AutoSend does, and forgets everything at the end. `sandbox --help` names
    /// the domains that get a certain answer from it.
    #[arg(long, conflicts_with = "api_key_file")]
    pub sandbox: bool,

    /// Ask in plain lines, for screen readers, serial consoles and recordings
    ///
    /// The same wizard as questions and numbered answers, a line at a time, with no codes for a terminal. Standard
    /// input and output may be pipes. ACCESSIBLE=1 and TERM=dumb ask for it at a terminal too.
    #[arg(long)]
    pub plain: bool,

    /// Print nothing on leaving
    ///
    /// Else the domain and its records are printed to the normal screen; with --plain, a line on the domain.
    #[arg(long)]
    pub no_summary: bool,

    /// Neither show nor keep what earlier runs have fetched
    ///
    /// Else the domains and their records are kept for the next run, without secrets, in the program's folder of state,
    /// and shown at once with their age until AutoSend answers. `forget` clears them.
    #[arg(long)]
    pub no_cache: bool,

    /// Use the key that is stored under this name, and no other
    ///
    /// Not even that of the environment. `auth login` stores keys; so does the wizard, under this name, if you say so.
    #[arg(long, value_name = "NAME", conflicts_with = "sandbox", value_parser = api::profile_parser())]
    pub profile: Option<ProfileName>,

    /// Read the API key from a file
    ///
    /// The key of the environment, where there is one, is used instead. Commands also take - for what is piped in; the
    /// wizard needs standard input for its keys.
    #[arg(long, value_name = "PATH", conflicts_with = "profile")]
    pub api_key_file: Option<PathBuf>,

    /// The project, for an account key (`ASA_…`)
    #[arg(long, value_name = "ID", conflicts_with = "sandbox", value_parser = ProjectId::parse)]
    pub project: Option<ProjectId>,

    /// Append a line for each request and DNS query to a file, without secrets
    ///
    /// Time, method, address, status, milliseconds, request id and what went wrong, with - for what there is not. The
    /// file is made with the mode 0600.
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,

    /// Copy this way alone: auto, native, tmux, osc52, off
    ///
    /// auto: what fits this place, as `doctor` shows. native: the clipboard of this machine. tmux: its buffer. osc52:
    /// through the terminal. off: nothing is copied. Without it the variable `AUTOSEND_CLIPBOARD` decides, which may be
    /// a command too.
    #[arg(long, value_name = "WAY", hide_possible_values = true, value_parser = clipboard_parser())]
    pub clipboard: Option<ClipboardMode>,

    /// When to use colours
    ///
    /// auto: on a terminal, unless `NO_COLOR` is set. JSON never has any. It may also stand behind a command.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, display_order = 900)]
    pub color: ColorChoice,

    /// Look into DNS at this server alone; may be given several times
    ///
    /// Else the name servers that own the domain's zone are asked.
    #[arg(long, value_name = "ADDR[:PORT]", value_parser = check::parse_nameserver)]
    pub nameserver: Vec<SocketAddr>,

    /// What to do without a screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Args {
    /// The colours of the wizard, where `--color` has decided.
    #[must_use]
    pub const fn forced_colour(&self) -> Option<ColourSupport> {
        match self.color {
            ColorChoice::Auto => None,
            ColorChoice::Always => Some(ColourSupport::Ansi16),
            ColorChoice::Never => Some(ColourSupport::None),
        }
    }
}

/// What can be done without a screen.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Add a domain and print its DNS records
    #[command(long_about = help::ADD_ABOUT, after_long_help = help::add())]
    Add(AddArgs),
    /// List the domains of the project, with their status and checks
    #[command(long_about = help::LIST_ABOUT, after_long_help = help::list())]
    List(ListArgs),
    /// Print the DNS records of a domain, in any of a dozen forms
    #[command(long_about = help::RECORDS_ABOUT, after_long_help = help::records())]
    Records(RecordsArgs),
    /// Tell how far domains are, and whether they can send
    #[command(long_about = help::STATUS_ABOUT, after_long_help = help::status())]
    Status(StatusArgs),
    /// Look the records of domains up in DNS, and say what is wrong
    #[command(long_about = help::CHECK_ABOUT, after_long_help = help::check())]
    Check(CheckArgs),
    /// Ask AutoSend to verify domains, and wait until they are
    #[command(long_about = help::VERIFY_ABOUT, after_long_help = help::verify())]
    Verify(VerifyArgs),
    /// Switch inbound mail of a domain on or off
    #[command(long_about = help::INBOUND_ABOUT, after_long_help = help::inbound())]
    Inbound(InboundArgs),
    /// Remove a domain from the project, which cannot be undone
    #[command(long_about = help::REMOVE_ABOUT, after_long_help = help::remove())]
    Remove(RemoveArgs),
    /// Clear what was kept of the domains for the next run
    #[command(long_about = help::FORGET_ABOUT)]
    Forget(ForgetArgs),
    /// Store a key, show which one is used, remove it
    #[command(long_about = help::AUTH_ABOUT)]
    Auth(AuthArgs),
    /// Show what was found here, where a copy would go, and what to set
    #[command(long_about = help::DOCTOR_ABOUT, after_long_help = help::doctor())]
    Doctor(DoctorArgs),
    /// Run the sandbox alone, for other clients of the API
    #[command(long_about = help::SANDBOX_ABOUT, after_long_help = help::sandbox())]
    Sandbox(SandboxArgs),
    /// Print what a shell completes this program's arguments by
    #[command(long_about = help::COMPLETIONS_ABOUT, after_long_help = help::completions())]
    Completions(CompletionsArgs),
    /// Print the manual
    #[command(long_about = help::MAN_ABOUT)]
    Man,
    /// Keep what is on the clipboard; the wizard starts it on leaving.
    #[command(name = DAEMON_COMMAND, hide = true)]
    KeepClipboard,
    /// Have a link opened; the wizard starts it.
    #[command(name = OPEN_LINK_COMMAND, hide = true)]
    OpenLink {
        /// The link.
        link: String,
    },
}

/// A parser for a way of copying.
fn clipboard_parser() -> impl TypedValueParser<Value = ClipboardMode> {
    PossibleValuesParser::new(ClipboardMode::ALL.map(ClipboardMode::as_str))
        .try_map(|word| word.parse::<ClipboardMode>())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definitions_are_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn the_wizard_is_told_what_was_given() {
        let given =
            ["autosend-domains", "example.com", "--region", "eu-central-1", "--no-summary", "--clipboard", "osc52"];
        let args = Args::try_parse_from(given).unwrap();
        assert_eq!(args.domain.as_deref(), Some("example.com"));
        assert_eq!(args.region.as_ref().map(RegionKey::as_str), Some("eu-central-1"));
        assert_eq!((args.sandbox, args.no_summary, args.command), (false, true, None));
        assert_eq!(args.clipboard, Some(ClipboardMode::Osc52));
    }

    #[test]
    fn the_name_of_a_command_is_the_command_and_any_other_word_a_domain() {
        for word in ["lst", "ad", "record", "lists"] {
            let args = Args::try_parse_from(["autosend-domains", word]).unwrap();
            assert_eq!((args.domain.as_deref(), args.command), (Some(word), None));
        }
        assert!(Args::try_parse_from(["autosend-domains", "add"]).is_err());
    }

    #[test]
    fn colours_are_chosen_in_front_of_a_command_and_behind_it() {
        for given in [&["--color", "never", "doctor"], &["doctor", "--color", "never"]] {
            let args = Args::try_parse_from(["autosend-domains"].iter().chain(given.iter())).unwrap();
            assert_eq!(args.color, ColorChoice::Never, "{given:?}");
        }
    }
}
