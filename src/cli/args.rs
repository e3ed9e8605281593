//! What can be given on the command line: the wizard's options and the list of commands, each of which defines its own
//! arguments. The comments on the fields are the texts of the help.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ColorChoice, Parser, Subcommand};

use super::commands::{
    add, auth, check, doctor, forget, inbound, list, manual, records, remove, sandbox, status, verify,
};
use super::help;
use super::options::{clipboard_parser, parse_nameserver, profile_parser};
use crate::browser::open_link::OPEN_LINK_COMMAND;
use crate::clipboard::choice::ClipboardMode;
use crate::clipboard::clipboard_daemon::DAEMON_COMMAND;
use crate::core::api_key::ProjectId;
use crate::core::profile::ProfileName;
use crate::core::region::RegionKey;
use crate::core::terminal_caps::ColourSupport;

/// From a domain name to its DNS records at AutoSend, in a terminal
#[derive(Clone, Debug, PartialEq, Eq, Parser)]
#[command(
    name = "autosend-domains",
    version,
    max_term_width = help::HELP_WIDTH,
    override_usage = "autosend-domains [OPTIONS] [DOMAIN]\n       autosend-domains <COMMAND> …",
    long_about = help::ABOUT,
    after_help = help::AFTER_SHORT_HELP,
    after_long_help = help::overview(),
)]
pub struct Args {
    /// The options of the wizard.
    #[command(flatten)]
    pub wizard: WizardArgs,

    /// When to use colours
    ///
    /// auto: on a terminal, unless `NO_COLOR` is set. JSON never has any. It may also stand behind a command.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, display_order = 900)]
    pub color: ColorChoice,

    /// The command; without one, the wizard starts.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The options of the wizard, with which it is launched.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct WizardArgs {
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
    #[arg(long, value_name = "NAME", conflicts_with = "sandbox", value_parser = profile_parser())]
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

    /// Look into DNS at this server alone; may be given several times
    ///
    /// Else the name servers that own the domain's zone are asked.
    #[arg(long = "nameserver", value_name = "ADDR[:PORT]", value_parser = parse_nameserver)]
    pub name_servers: Vec<SocketAddr>,

    /// The colours, if `--color` decides on them.
    #[arg(skip)]
    pub colour: Option<ColourSupport>,
}

/// The commands, which need no screen.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Add a domain and print its DNS records
    #[command(long_about = add::ABOUT, after_long_help = add::help(), mut_arg("domains", |domains| domains.help(add::DOMAINS_HELP)))]
    Add(add::AddArgs),
    /// List the domains of the project, with their status and checks
    #[command(long_about = list::ABOUT, after_long_help = list::help())]
    List(list::ListArgs),
    /// Print the DNS records of a domain, in any of a dozen forms
    #[command(long_about = records::ABOUT, after_long_help = records::help())]
    Records(records::RecordsArgs),
    /// Tell how far domains are, and whether they can send
    #[command(long_about = status::ABOUT, after_long_help = status::help())]
    Status(status::StatusArgs),
    /// Look the records of domains up in DNS, and say what is wrong
    #[command(long_about = check::ABOUT, after_long_help = check::help())]
    Check(check::CheckArgs),
    /// Ask AutoSend to verify domains, and wait until they are
    #[command(long_about = verify::ABOUT, after_long_help = verify::help())]
    Verify(verify::VerifyArgs),
    /// Switch inbound mail of a domain on or off
    #[command(long_about = inbound::ABOUT, after_long_help = inbound::help())]
    Inbound(inbound::InboundArgs),
    /// Remove a domain from the project, which cannot be undone
    #[command(long_about = remove::ABOUT, after_long_help = remove::help())]
    Remove(remove::RemoveArgs),
    /// Clear what was kept of the domains for the next run
    #[command(long_about = forget::ABOUT)]
    Forget(forget::ForgetArgs),
    /// Store a key, show which one is used, remove it
    #[command(long_about = auth::ABOUT)]
    Auth(auth::AuthArgs),
    /// Show what was found here, where a copy would go, and what to set
    #[command(long_about = doctor::ABOUT, after_long_help = doctor::help())]
    Doctor(doctor::DoctorArgs),
    /// Run the sandbox alone, for other clients of the API
    #[command(long_about = sandbox::ABOUT, after_long_help = sandbox::help())]
    Sandbox(sandbox::SandboxArgs),
    /// Print what a shell completes this program's arguments by
    #[command(long_about = manual::COMPLETIONS_ABOUT, after_long_help = manual::completions_help())]
    Completions(manual::CompletionsArgs),
    /// Print the manual
    #[command(long_about = manual::MAN_ABOUT)]
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
        let arguments =
            ["autosend-domains", "example.com", "--region", "eu-central-1", "--no-summary", "--clipboard", "osc52"];
        let args = Args::try_parse_from(arguments).unwrap();
        let wizard = args.wizard;
        assert_eq!(wizard.domain.as_deref(), Some("example.com"));
        assert_eq!(wizard.region.as_ref().map(RegionKey::as_str), Some("eu-central-1"));
        assert_eq!((wizard.sandbox, wizard.no_summary, args.command), (false, true, None));
        assert_eq!(wizard.clipboard, Some(ClipboardMode::Osc52));
    }

    #[test]
    fn the_name_of_a_command_is_the_command_and_any_other_word_a_domain() {
        for word in ["lst", "ad", "record", "lists"] {
            let args = Args::try_parse_from(["autosend-domains", word]).unwrap();
            assert_eq!((args.wizard.domain.as_deref(), args.command), (Some(word), None));
        }
        assert!(Args::try_parse_from(["autosend-domains", "add"]).is_err());
    }

    #[test]
    fn colours_are_chosen_in_front_of_a_command_and_behind_it() {
        for arguments in [&["--color", "never", "doctor"], &["doctor", "--color", "never"]] {
            let args = Args::try_parse_from(["autosend-domains"].iter().chain(arguments.iter())).unwrap();
            assert_eq!(args.color, ColorChoice::Never, "{arguments:?}");
        }
    }
}
