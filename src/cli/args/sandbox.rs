//! The arguments of `sandbox`.

use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::help;
use crate::sandbox::options::{
    DkimBits, DkimForm, ErrorForm, MailFromLabel, MailFromRegions, RateLimit, RetryAfterLocation, VerifyMode,
};
use crate::sandbox::{DEFAULT_PORT, Options};

/// What `sandbox` is given.
#[derive(Clone, Debug, PartialEq, Eq, clap::Args)]
pub struct SandboxArgs {
    /// The port of 127.0.0.1 to listen at; 0: any that is free
    #[arg(long, value_name = "N", default_value_t = DEFAULT_PORT)]
    pub port: u16,

    /// The port of 127.0.0.1 to answer DNS at, with the next two for the second name server and a resolver; 0: any that are free
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub dns_port: u16,

    #[expect(missing_docs, reason = "its documentation is the help, which comes from the sandbox's table of switches")]
    #[arg(long, value_name = "BITS", default_value_t, help = help::sandbox_flag_help("--dkim-bits"), value_parser = flag_value_parser::<DkimBits>("--dkim-bits"))]
    pub dkim_bits: DkimBits,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "FORM", default_value_t, help = help::sandbox_flag_help("--dkim-form"), value_parser = flag_value_parser::<DkimForm>("--dkim-form"))]
    pub dkim_form: DkimForm,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "FORM", default_value_t, help = help::sandbox_flag_help("--error-form"), value_parser = flag_value_parser::<ErrorForm>("--error-form"))]
    pub error_form: ErrorForm,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "LABEL", default_value_t, help = help::sandbox_flag_help("--mail-from"), value_parser = flag_value_parser::<MailFromLabel>("--mail-from"))]
    pub mail_from: MailFromLabel,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "WHICH", default_value_t, help = help::sandbox_flag_help("--regions"), value_parser = flag_value_parser::<MailFromRegions>("--regions"))]
    pub regions: MailFromRegions,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "PLACE", default_value_t, help = help::sandbox_flag_help("--retry-after"), value_parser = flag_value_parser::<RetryAfterLocation>("--retry-after"))]
    pub retry_after: RetryAfterLocation,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "N|off", default_value_t, help = help::sandbox_flag_help("--rate"))]
    pub rate: RateLimit,

    #[expect(missing_docs, reason = "as above")]
    #[arg(long, value_name = "WHAT", default_value_t, help = help::sandbox_flag_help("--verify"), value_parser = flag_value_parser::<VerifyMode>("--verify"))]
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

/// A parser for a switch of the sandbox that takes one of a list: the values are those of the sandbox's own table.
fn flag_value_parser<T>(switch: &str) -> impl TypedValueParser<Value = T> + use<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(help::sandbox_flag_values(switch)).try_map(|value| value.parse::<T>())
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Args, Command};
    use crate::sandbox::OPTION_HELP;

    #[test]
    fn the_sandbox_takes_every_switch_of_its_table_with_every_value() {
        for (switch, values, _) in OPTION_HELP {
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
