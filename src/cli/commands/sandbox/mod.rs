//! `sandbox`: runs the sandbox alone, for other clients of the API.

mod request_log;

use std::io::ErrorKind;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use self::request_log::RequestLog;
use super::interrupt::Interrupt;
use super::{block_on, os_error};
use crate::api::BASE_URL_VARIABLE;
use crate::cli::error::CliError;
use crate::cli::help::format_table;
use crate::cli::output::Output;
use crate::core::api_key::KEY_VARIABLE;
use crate::core::exit::Exit;
use crate::core::publishing;
use crate::sandbox::options::{
    DkimBits, DkimForm, ErrorForm, MailFromLabel, MailFromRegions, RateLimit, RetryAfterLocation, VerifyMode,
};
use crate::sandbox::{
    DEFAULT_PORT, OPTION_HELP, OptionHelp, Options, PUBLISH_MEMBERS, PUBLISH_PATH, REFUSED_KEY, ReceivedRequest,
    SANDBOX_KEY, SCENARIOS, Sandbox, StartError,
};

/// The introduction of the help.
pub(in crate::cli) const ABOUT: &str = "\
Runs a mock of AutoSend's domains API on 127.0.0.1 until Ctrl+C; nothing is
saved. Requests are logged to standard error.";

/// The arguments.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct SandboxArgs {
    /// Port on 127.0.0.1 (0 = any free port)
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PORT)]
    pub port: u16,

    /// DNS port on 127.0.0.1; the next two are for the second name server and a resolver (0 = any free ports)
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub dns_port: u16,

    #[arg(long, value_name = "BITS", default_value_t, help = sandbox_flag_help("--dkim-bits"), value_parser = flag_value_parser::<DkimBits>("--dkim-bits"))]
    pub dkim_bits: DkimBits,

    #[arg(long, value_name = "FORM", default_value_t, help = sandbox_flag_help("--dkim-form"), value_parser = flag_value_parser::<DkimForm>("--dkim-form"))]
    pub dkim_form: DkimForm,

    #[arg(long, value_name = "FORM", default_value_t, help = sandbox_flag_help("--error-form"), value_parser = flag_value_parser::<ErrorForm>("--error-form"))]
    pub error_form: ErrorForm,

    #[arg(long, value_name = "LABEL", default_value_t, help = sandbox_flag_help("--mail-from"), value_parser = flag_value_parser::<MailFromLabel>("--mail-from"))]
    pub mail_from: MailFromLabel,

    #[arg(long, value_name = "WHICH", default_value_t, help = sandbox_flag_help("--regions"), value_parser = flag_value_parser::<MailFromRegions>("--regions"))]
    pub regions: MailFromRegions,

    #[arg(long, value_name = "PLACE", default_value_t, help = sandbox_flag_help("--retry-after"), value_parser = flag_value_parser::<RetryAfterLocation>("--retry-after"))]
    pub retry_after: RetryAfterLocation,

    #[arg(long, value_name = "N|off", default_value_t, help = sandbox_flag_help("--rate"))]
    pub rate: RateLimit,

    #[arg(long, value_name = "WHAT", default_value_t, help = sandbox_flag_help("--verify"), value_parser = flag_value_parser::<VerifyMode>("--verify"))]
    pub verify: VerifyMode,
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
            verify: args.verify,
            dns_port: args.dns_port,
            ..Self::default()
        }
    }
}

/// A parser for an option of the sandbox that takes one of a list. The values are those of the sandbox's own table.
fn flag_value_parser<T>(switch: &str) -> impl TypedValueParser<Value = T> + use<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(sandbox_flag_values(switch)).try_map(|value| value.parse::<T>())
}

/// The end of the long help.
pub(in crate::cli) fn help() -> String {
    let (scenarios, members) = (format_table(SCENARIOS), format_table(PUBLISH_MEMBERS));
    let ways = format_table(&publishing::mode_descriptions().collect::<Vec<_>>());
    format!(
        "\
Any key works, such as {SANDBOX_KEY}; {REFUSED_KEY} is rejected (401). An account
key, such as ASA_sandbox, has access to one project, plus any that it has named.

The first label of the domain selects a response, e.g. taken.example.com:
{scenarios}
Its DNS serves the zones of the domains that were added; they start out empty. To
publish the records of one (no key needed):
  curl -d '{{\"domain\": \"mail.example.com\", \"record\": \"all\", \"how\": \"right\"}}' \\
    http://127.0.0.1:{DEFAULT_PORT}{PUBLISH_PATH}
{members}
How a record can be published:
{ways}
A mistake applies only to records it makes sense for; with \"all\", the others are
published correctly. To see the zone, with --dns-port 8753:
  dig @127.0.0.1 -p 8753 example.com AXFR

To use it with this program, in another terminal:
  export {BASE_URL_VARIABLE}=http://127.0.0.1:{DEFAULT_PORT}/v1
  export {KEY_VARIABLE}={SANDBOX_KEY}
  autosend-domains"
    )
}

/// The help of an option of the sandbox, as a sentence without the default, which clap adds.
fn sandbox_flag_help(flag: &str) -> String {
    let effect = option_help(flag).map_or("", |option| option.effect);
    let effect = effect.split(" (default").next().unwrap_or_default();
    let mut characters = effect.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// The values that an option of the sandbox takes.
fn sandbox_flag_values(flag: &str) -> Vec<&'static str> {
    option_help(flag).map_or_else(Vec::new, |option| option.values.split('|').collect())
}

fn option_help(flag: &str) -> Option<&'static OptionHelp> {
    OPTION_HELP.iter().find(|option| option.flag == flag)
}

/// Runs the command until a signal ends it, which is a success.
pub(in crate::cli) fn run(args: SandboxArgs, output: Output) -> Result<Exit, CliError> {
    block_on(serve(args, output))
}

async fn serve(args: SandboxArgs, output: Output) -> Result<Exit, CliError> {
    let port = args.port;
    let mut interrupt = Interrupt::listen()?;
    let sandbox = Sandbox::start(args.into(), port).await.map_err(|error| start_error(&error))?;
    let mut requests = sandbox.subscribe();
    let (introduction, exports) = (format_introduction(&sandbox), format_exports(&sandbox));
    let greet = move || {
        output.note(&introduction);
        Output::print_text(exports)
    };
    let started = RequestLog::start(greet, move |line| output.note(line));
    let (mut log, mut greeting) = started.map_err(|error| os_error(&error))?;
    let mut is_greeted = false;
    loop {
        tokio::select! {
            Ok(printed) = &mut greeting, if !is_greeted => {
                printed?;
                is_greeted = true;
            }
            Some(request) = requests.recv() => log.write(format_request(&request)),
            _ = interrupt.wait() => {
                log.finish().await;
                return Ok(Exit::Success);
            }
        }
    }
}

/// Where the sandbox listens.
fn format_introduction(sandbox: &Sandbox) -> String {
    let [(_, first), (_, second)] = sandbox.name_server_addresses();
    format!(
        "Sandbox listening on {}. Any key works except {REFUSED_KEY}.\nDNS: name servers on {first} and {second}, resolver \
         on {}.\nPress Ctrl+C to stop; all data is lost. To use it from a shell:",
        sandbox.base_url(),
        sandbox.resolver_address(),
    )
}

/// The variables that lead this program to the sandbox, for a shell.
fn format_exports(sandbox: &Sandbox) -> String {
    format!("export {BASE_URL_VARIABLE}={}\nexport {KEY_VARIABLE}={SANDBOX_KEY}\n", sandbox.base_url())
}

/// A line of the request log: `POST /v1/domains 201`.
fn format_request(request: &ReceivedRequest) -> String {
    let ReceivedRequest { method, path, status } = request;
    let status = status.map_or_else(|| "connection cut".to_owned(), |status| status.to_string());
    format!("{method} {path} {status}")
}

fn start_error(error: &StartError) -> CliError {
    let StartError { port, is_dns, source } = error;
    let (what, hint) = if *is_dns {
        let hint = "Choose another DNS port with --dns-port N, which also uses the next two, or use --dns-port 0 for any \
                    free ports.";
        ("DNS", hint)
    } else {
        ("the API", "Choose another port with --port N, or use --port 0 for any free port.")
    };
    let error = |title: String| CliError::new("sandbox-failed", Exit::Failed, title).with_hint(hint);
    match source.kind() {
        ErrorKind::AddrInUse => error(format!("Port {port} on 127.0.0.1 is in use, perhaps by another sandbox")),
        ErrorKind::PermissionDenied => error(format!("You don't have permission to use port {port}")),
        _ => error(format!("Can't use port {port} on 127.0.0.1 for {what}")).with_detail(format!("{source}.")),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Args, Command};
    use crate::sandbox::OPTION_HELP;

    #[test]
    fn the_sandbox_accepts_every_switch_of_its_table_with_every_value() {
        for OptionHelp { flag: switch, values, .. } in OPTION_HELP {
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
    fn without_switches_the_sandbox_has_its_defaults() {
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
            "--verify=dns",
        ];
        assert_eq!(given.len(), OPTION_HELP.len());
        let given = given.into_iter().chain(["--dns-port=8753"]);
        let parsed = Args::try_parse_from(["autosend-domains", "sandbox"].into_iter().chain(given));
        let Ok(Some(Command::Sandbox(args))) = parsed.map(|args| args.command) else { panic!("no sandbox") };
        let expected = Options {
            dkim_bits: DkimBits::Long,
            dkim_form: DkimForm::Full,
            error_form: ErrorForm::Html,
            mail_from: MailFromLabel::Mail,
            regions: MailFromRegions::All,
            retry_after: RetryAfterLocation::Date,
            rate: RateLimit::Off,
            verify: VerifyMode::Dns,
            dns_port: 8753,
            ..Options::default()
        };
        assert_eq!(Options::from(args), expected);
    }
}
