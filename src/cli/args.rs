//! What can be given on the command line: the wizard's options and the list of commands, each of which defines its own
//! arguments. The comments on the fields are the texts of the help.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{ColorChoice, Parser, Subcommand};

use super::commands::{
    add, auth, check, doctor, forget, inbound, list, manual, records, remove, sandbox, status, verify,
};
use super::help;
use super::options::{
    TIMEOUT_HELP, TIMEOUT_LONG_HELP, clipboard_parser, parse_nameserver, parse_timeout, profile_parser,
};
use crate::browser::open_link::OPEN_LINK_COMMAND;
use crate::clipboard::choice::ClipboardMode;
use crate::clipboard::clipboard_daemon::DAEMON_COMMAND;
use crate::core::api_key::ProjectId;
use crate::core::profile::ProfileName;
use crate::core::region::RegionKey;
use crate::core::retry_policy::RequestTimeout;
use crate::core::terminal_caps::ColourSupport;

/// The version. `.github/packaging/build` adds the commit that a release is built from.
const VERSION: &str = match option_env!("AUTOSEND_DOMAINS_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

/// Add and verify AutoSend sending domains from the terminal
#[derive(Clone, Debug, PartialEq, Eq, Parser)]
#[command(
    name = "autosend-domains",
    version = VERSION,
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
    /// auto: on a terminal, unless `NO_COLOR` is set. JSON is never coloured. Also accepted after a command.
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
    /// Domain to start with (the wizard asks if omitted)
    #[arg(value_name = "DOMAIN")]
    pub domain: Option<String>,

    /// Region ID, such as eu-central-1
    #[arg(long, value_name = "REGION", value_parser = RegionKey::parse)]
    pub region: Option<RegionKey>,

    /// Try it without an account or network
    ///
    /// Runs against a built-in mock of the AutoSend API; nothing is saved. `sandbox --help` lists the domains that
    /// trigger a particular response.
    #[arg(long, conflicts_with = "api_key_file")]
    pub sandbox: bool,

    /// Plain text prompts, for screen readers, serial consoles and recordings
    ///
    /// The same wizard as questions and numbered answers, one line at a time, without escape codes. Standard input and
    /// output can be pipes. On a terminal, ACCESSIBLE=1 and TERM=dumb turn it on too.
    #[arg(long)]
    pub plain: bool,

    /// Don't print the records on exit
    ///
    /// By default the domain and its records are printed on exit (with --plain, one line).
    #[arg(long)]
    pub no_summary: bool,

    /// Don't read or write the local cache
    ///
    /// By default, domains and records (no secrets) are cached in the state folder and shown with their age until
    /// AutoSend responds. `forget` clears them.
    #[arg(long)]
    pub no_cache: bool,

    /// Use the saved key with this name
    ///
    /// Takes precedence over `AUTOSEND_API_KEY`. `auth login` saves keys, and the wizard offers to save one under this
    /// name.
    #[arg(long, value_name = "NAME", conflicts_with = "sandbox", value_parser = profile_parser())]
    pub profile: Option<ProfileName>,

    /// Read the API key from a file
    ///
    /// `AUTOSEND_API_KEY` takes precedence. Commands accept - for standard input; the wizard doesn't, as it reads the
    /// keyboard from it.
    #[arg(long, value_name = "PATH", conflicts_with = "profile")]
    pub api_key_file: Option<PathBuf>,

    /// Project ID, for an account key (`ASA_…`)
    #[arg(long, value_name = "ID", conflicts_with = "sandbox", value_parser = ProjectId::parse)]
    pub project: Option<ProjectId>,

    /// Log requests and DNS queries to a file (no secrets)
    ///
    /// One line each: time, method, address, status, milliseconds, request ID and error; - marks a missing value. A new
    /// file gets mode 0600.
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,

    /// How long one request may take.
    #[arg(long, value_name = "TIME", value_parser = parse_timeout, help = TIMEOUT_HELP, long_help = TIMEOUT_LONG_HELP)]
    pub timeout: Option<RequestTimeout>,

    /// How to copy: auto, native, tmux, osc52 or off
    ///
    /// auto: the best method here, as `doctor` shows. native: this machine's clipboard. tmux: its buffer. osc52:
    /// through the terminal. off: no copying. The default is `AUTOSEND_CLIPBOARD`, which can also be a command.
    #[arg(long, value_name = "METHOD", hide_possible_values = true, value_parser = clipboard_parser())]
    pub clipboard: Option<ClipboardMode>,

    /// Use this DNS server (repeatable)
    ///
    /// Default: the zone's own name servers.
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
    /// List the project's domains with their status and checks
    #[command(alias = "ls", long_about = list::ABOUT, after_long_help = list::help())]
    List(list::ListArgs),
    /// Print the DNS records of a domain, in any of a dozen formats
    #[command(long_about = records::ABOUT, after_long_help = records::help())]
    Records(records::RecordsArgs),
    /// Show the verification status of domains
    #[command(long_about = status::ABOUT, after_long_help = status::help())]
    Status(status::StatusArgs),
    /// Check DNS records and explain what is wrong
    #[command(long_about = check::ABOUT, after_long_help = check::help())]
    Check(check::CheckArgs),
    /// Verify domains, and wait for the result
    #[command(long_about = verify::ABOUT, after_long_help = verify::help())]
    Verify(verify::VerifyArgs),
    /// Turn inbound mail on or off
    #[command(long_about = inbound::ABOUT, after_long_help = inbound::help())]
    Inbound(inbound::InboundArgs),
    /// Permanently remove domains
    #[command(alias = "rm", long_about = remove::ABOUT, after_long_help = remove::help())]
    Remove(remove::RemoveArgs),
    /// Clear the local cache
    #[command(long_about = forget::ABOUT)]
    Forget(forget::ForgetArgs),
    /// Manage API keys
    #[command(long_about = auth::ABOUT)]
    Auth(auth::AuthArgs),
    /// Diagnose terminal, clipboard, key and network setup
    #[command(long_about = doctor::ABOUT, after_long_help = doctor::help())]
    Doctor(doctor::DoctorArgs),
    /// Run the mock API server on its own
    #[command(long_about = sandbox::ABOUT, after_long_help = sandbox::help())]
    Sandbox(sandbox::SandboxArgs),
    /// Print a shell completion script
    #[command(long_about = manual::COMPLETIONS_ABOUT, after_long_help = manual::completions_help())]
    Completions(manual::CompletionsArgs),
    /// Print the manual
    #[command(long_about = manual::MAN_ABOUT)]
    Man(manual::ManArgs),
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
    fn the_definitions_are_valid() {
        Args::command().debug_assert();
    }

    #[test]
    fn the_wizard_gets_all_arguments() {
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
    fn the_name_of_a_command_is_parsed_as_the_command_and_any_other_word_as_a_domain() {
        for word in ["lst", "ad", "record", "lists"] {
            let args = Args::try_parse_from(["autosend-domains", word]).unwrap();
            assert_eq!((args.wizard.domain.as_deref(), args.command), (Some(word), None));
        }
        assert!(Args::try_parse_from(["autosend-domains", "add"]).is_err());
    }

    #[test]
    fn color_is_accepted_before_and_after_the_command() {
        for arguments in [&["--color", "never", "doctor"], &["doctor", "--color", "never"]] {
            let args = Args::try_parse_from(["autosend-domains"].iter().chain(arguments.iter())).unwrap();
            assert_eq!(args.color, ColorChoice::Never, "{arguments:?}");
        }
    }
}
