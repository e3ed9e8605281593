//! What can be given on the command line. The comments on the fields are the texts of the help.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};

use super::help;
use crate::clipboard::choice::Word;
use crate::clipboard::successor::KEEP_COMMAND;
use crate::core::format::Format;
use crate::core::region::RegionKey;
use crate::export::TTL;
use crate::sandbox::options::{DkimBits, DkimForm, ErrorForm, MailFrom, Rate, Regions, RetryAfter};
use crate::sandbox::{DEFAULT_PORT, Options};

/// How wide the help is at most, in columns.
pub(super) const WIDTH: usize = 80;

/// The longest time to live, in seconds (RFC 2181 section 8).
const LONGEST_TTL: i64 = 0x7FFF_FFFF;

/// From a domain name to its DNS records at AutoSend, in a terminal
#[derive(Clone, Debug, PartialEq, Eq, Parser)]
#[command(
    name = "autosend-domains",
    version,
    max_term_width = WIDTH,
    override_usage = "autosend-domains [OPTIONS] [DOMAIN]\n       autosend-domains <COMMAND> …",
    long_about = help::ABOUT,
    after_help = help::SHORT,
    after_long_help = help::main(),
)]
pub struct Args {
    /// The domain to begin with; without it, the wizard asks
    ///
    /// A word that is the name of a command is taken for the command. No domain is lost by that: a domain has a dot.
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

    /// Print nothing on leaving
    ///
    /// Else the domain and its records are printed to the normal screen.
    #[arg(long)]
    pub no_summary: bool,

    /// Neither show nor keep what earlier runs have fetched
    ///
    /// Else the domains and their records are kept for the next run, without secrets, in the program's folder of state,
    /// and shown at once with their age until AutoSend answers. `forget` clears them.
    #[arg(long)]
    pub no_cache: bool,

    /// Read the API key from a file
    ///
    /// The key of the environment, where there is one, is used instead. `add` also takes - for what is piped in; the
    /// wizard needs standard input for its keys.
    #[arg(long, value_name = "PATH")]
    pub api_key_file: Option<PathBuf>,

    /// Copy this way alone: auto, native, tmux, osc52, off
    ///
    /// auto: what fits this place, as `doctor` shows. native: the clipboard of this machine. tmux: its buffer. osc52:
    /// through the terminal. off: nothing is copied. Without it the variable `AUTOSEND_CLIPBOARD` decides, which may be
    /// a command too.
    #[arg(long, value_name = "WAY", hide_possible_values = true, value_parser = way())]
    pub clipboard: Option<Word>,

    /// What to do without a screen.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a screen.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Add a domain and print its DNS records
    #[command(long_about = help::ADD_ABOUT, after_long_help = help::add())]
    Add(AddArgs),
    /// Print the DNS records of a domain, in any of a dozen forms
    #[command(long_about = help::RECORDS_ABOUT, after_long_help = help::records())]
    Records(RecordsArgs),
    /// Clear what was kept of the domains for the next run
    #[command(long_about = help::FORGET_ABOUT)]
    Forget(ForgetArgs),
    /// Show what was found here, where a copy would go, and what to set
    #[command(long_about = help::DOCTOR_ABOUT, after_long_help = help::doctor())]
    Doctor(DoctorArgs),
    /// Run the sandbox alone, for other clients of the API
    #[command(long_about = help::SANDBOX_ABOUT, after_long_help = help::sandbox())]
    Sandbox(SandboxArgs),
    /// Keep what is on the clipboard; the wizard starts it on leaving.
    #[command(name = KEEP_COMMAND, hide = true)]
    KeepClipboard,
}

/// What `add` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct AddArgs {
    /// The domain to send from, such as mail.example.com
    #[arg(value_name = "DOMAIN")]
    pub domain: String,

    /// Its region; without it, the project's primary region
    #[arg(long, value_name = "KEY", value_parser = RegionKey::parse)]
    pub region: Option<RegionKey>,

    /// Print the request instead of sending it; needs no key
    #[arg(long, conflicts_with = "sandbox")]
    pub dry_run: bool,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,

    /// Do not keep the domain for the next run
    #[arg(long)]
    pub no_cache: bool,

    /// Add it to a sandbox that lives as long as the command
    #[arg(long, conflicts_with = "api_key_file")]
    pub sandbox: bool,

    /// Read the API key from a file; - is standard input
    #[arg(long, value_name = "PATH")]
    pub api_key_file: Option<PathBuf>,
}

/// What `records` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct RecordsArgs {
    /// The domain, such as mail.example.com
    #[arg(value_name = "DOMAIN")]
    pub domain: String,

    /// The form
    #[arg(long, value_name = "FORM", default_value = "table", value_parser = shape())]
    pub format: Shape,

    /// The same as --format json; errors as JSON too
    #[arg(long, conflicts_with = "format")]
    pub json: bool,

    /// Print what an earlier run has kept, and ask nobody
    #[arg(long, conflicts_with = "no_cache")]
    pub offline: bool,

    /// Neither use nor keep what was fetched
    #[arg(long)]
    pub no_cache: bool,

    /// The zone that the names are in; without it, a guess
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,

    /// The time to live, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = TTL, value_parser = clap::value_parser!(u32).range(1..=LONGEST_TTL))]
    pub ttl: u32,

    /// Write it to a file, none is replaced; - is standard output
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,

    /// Replace the file of --output
    #[arg(long, requires = "output")]
    pub force: bool,

    /// Read the API key from a file; - is standard input
    #[arg(long, value_name = "PATH")]
    pub api_key_file: Option<PathBuf>,
}

/// What `doctor` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct DoctorArgs {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,

    /// As if the wizard were given this: auto, native, tmux, osc52, off
    #[arg(long, value_name = "WAY", hide_possible_values = true, value_parser = way())]
    pub clipboard: Option<Word>,

    /// As if the key were read from this file; - is standard input
    #[arg(long, value_name = "PATH")]
    pub api_key_file: Option<PathBuf>,
}

impl RecordsArgs {
    /// The form that is asked for.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        if self.json { Shape::Form(Format::Json) } else { self.format }
    }
}

/// How records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// For people.
    Table,
    /// As one of the exports.
    Form(Format),
}

/// A parser for the forms.
fn shape() -> impl TypedValueParser<Value = Shape> {
    let keys = std::iter::once("table").chain(Format::ALL.map(Format::key));
    PossibleValuesParser::new(keys).map(|key| Format::of_key(&key).map_or(Shape::Table, Shape::Form))
}

/// What `forget` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct ForgetArgs {
    /// The domain to forget; without it, all of them
    #[arg(value_name = "DOMAIN")]
    pub domain: Option<String>,

    /// Print one JSON document; errors too, on standard error
    #[arg(long)]
    pub json: bool,
}

/// What `sandbox` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct SandboxArgs {
    /// The port of 127.0.0.1 to listen at; 0: any that is free
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PORT)]
    pub port: u16,

    #[expect(missing_docs, reason = "its documentation is the help, which comes from the sandbox's table of switches")]
    #[arg(long, value_name = "BITS", default_value_t, help = help::switch("--dkim-bits"), value_parser = choice::<DkimBits>("--dkim-bits"))]
    pub dkim_bits: DkimBits,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "FORM", default_value_t, help = help::switch("--dkim-form"), value_parser = choice::<DkimForm>("--dkim-form"))]
    pub dkim_form: DkimForm,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "FORM", default_value_t, help = help::switch("--error-form"), value_parser = choice::<ErrorForm>("--error-form"))]
    pub error_form: ErrorForm,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "LABEL", default_value_t, help = help::switch("--mail-from"), value_parser = choice::<MailFrom>("--mail-from"))]
    pub mail_from: MailFrom,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "WHICH", default_value_t, help = help::switch("--regions"), value_parser = choice::<Regions>("--regions"))]
    pub regions: Regions,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "PLACE", default_value_t, help = help::switch("--retry-after"), value_parser = choice::<RetryAfter>("--retry-after"))]
    pub retry_after: RetryAfter,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "N|off", default_value_t, help = help::switch("--rate"))]
    pub rate: Rate,
}

impl From<SandboxArgs> for Options {
    fn from(args: SandboxArgs) -> Self {
        Self {
            dkim_bits: args.dkim_bits,
            dkim_form: args.dkim_form,
            error_form: args.error_form,
            mail_from: args.mail_from,
            regions: args.regions,
            retry_after: args.retry_after,
            rate: args.rate,
            ..Self::default()
        }
    }
}

/// A parser for a switch of the sandbox that takes one of a list: the values are those of the sandbox's own table.
fn choice<T>(switch: &str) -> impl TypedValueParser<Value = T> + use<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(help::values(switch)).try_map(|value| value.parse::<T>())
}

/// A parser for a way of copying.
fn way() -> impl TypedValueParser<Value = Word> {
    PossibleValuesParser::new(Word::ALL.map(Word::as_str)).try_map(|word| word.parse::<Word>())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::sandbox::SWITCHES;

    #[test]
    fn the_definitions_are_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn the_sandbox_takes_every_switch_of_its_table_with_every_value() {
        for (switch, values, _) in SWITCHES {
            for value in values.split('|') {
                let value = if value == "N" { "17" } else { value };
                let given = ["autosend-domains", "sandbox", switch, value];
                let parsed = Args::try_parse_from(given).map_err(|error| error.to_string());
                assert!(parsed.is_ok(), "{given:?}: {parsed:?}");
            }
            let wrong = Args::try_parse_from(["autosend-domains", "sandbox", switch, "?"]);
            assert!(wrong.is_err(), "{switch}");
        }
    }

    #[test]
    fn without_switches_the_sandbox_is_as_its_own_defaults_have_it() {
        let parsed = Args::try_parse_from(["autosend-domains", "sandbox"]).map(|args| args.command);
        let Ok(Some(Command::Sandbox(args))) = parsed else { panic!("{parsed:?}") };
        assert_eq!(args.port, DEFAULT_PORT);
        assert_eq!(Options::from(args), Options::default());
    }

    #[test]
    fn every_switch_reaches_the_options() {
        let given = [
            "--dkim-bits=2048",
            "--dkim-form=full",
            "--error-form=html",
            "--mail-from=mail",
            "--regions=all",
            "--retry-after=date",
            "--rate=off",
        ];
        assert_eq!(given.len(), SWITCHES.len());
        let parsed = Args::try_parse_from(["autosend-domains", "sandbox"].into_iter().chain(given));
        let Ok(Some(Command::Sandbox(args))) = parsed.map(|args| args.command) else { panic!("no sandbox") };
        let expected = Options {
            dkim_bits: DkimBits::Long,
            dkim_form: DkimForm::Full,
            error_form: ErrorForm::Html,
            mail_from: MailFrom::Mail,
            regions: Regions::All,
            retry_after: RetryAfter::Date,
            rate: Rate::Off,
            ..Options::default()
        };
        assert_eq!(Options::from(args), expected);
    }

    #[test]
    fn the_wizard_is_told_what_was_given() {
        let given =
            ["autosend-domains", "example.com", "--region", "eu-central-1", "--no-summary", "--clipboard", "osc52"];
        let args = Args::try_parse_from(given).unwrap();
        assert_eq!(args.domain.as_deref(), Some("example.com"));
        assert_eq!(args.region.as_ref().map(RegionKey::as_str), Some("eu-central-1"));
        assert_eq!((args.sandbox, args.no_summary, args.command), (false, true, None));
        assert_eq!(args.clipboard, Some(Word::Osc52));
    }

    #[test]
    fn the_name_of_a_command_is_the_command_and_any_other_word_a_domain() {
        for word in ["lst", "ad", "record", "list"] {
            let args = Args::try_parse_from(["autosend-domains", word]).unwrap();
            assert_eq!((args.domain.as_deref(), args.command), (Some(word), None));
        }
        assert!(Args::try_parse_from(["autosend-domains", "add"]).is_err());
    }
}
