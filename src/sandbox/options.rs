//! The options of the sandbox: one for each point that AutoSend's pages leave open, and the times of its scenarios.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;

/// A value that an option does not accept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct InvalidValue {
    /// The accepted values, as a phrase or a list.
    expected: String,
}

/// Defines an enum whose variants have names on the command line: `ALL`, `name()`, `Display` and `FromStr` come from
/// one list.
macro_rules! cli_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every value, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the command line.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.name())
            }
        }

        impl FromStr for $name {
            type Err = InvalidValue;

            fn from_str(text: &str) -> Result<Self, InvalidValue> {
                Self::ALL.iter().copied().find(|choice| choice.name() == text).ok_or_else(|| InvalidValue {
                    expected: Self::ALL.iter().map(|choice| choice.name()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

cli_enum! {
    /// The length of the DKIM key. AutoSend's samples begin like a key of 1024 bits.
    DkimBits {
        /// 1024 bits: 216 characters of base64.
        #[default]
        Short = "1024",
        /// 2048 bits: 392 characters, more than one character-string of a TXT record holds.
        Long = "2048",
    }
}

impl DkimBits {
    /// The length of the modulus in octets.
    pub const fn modulus_octets(self) -> usize {
        match self {
            Self::Short => 128,
            Self::Long => 256,
        }
    }
}

cli_enum! {
    /// The form of the DKIM value. AutoSend's samples show the bare key.
    DkimForm {
        /// The key alone.
        #[default]
        Bare = "bare",
        /// `p=` and the key.
        P = "p",
        /// `v=DKIM1; k=rsa; p=` and the key.
        Full = "full",
    }
}

cli_enum! {
    /// The format of error bodies (autosend-api.md 2.1 documents each of the first five).
    ErrorForm {
        /// `error` is an object with `message`, `code` and `details`.
        #[default]
        Object = "object",
        /// `error` is an object with `message` alone.
        NoCode = "no-code",
        /// `error` is an array of objects with `message`.
        Array = "array",
        /// `error` is the text.
        String = "string",
        /// `message` is at the top of the body.
        Message = "message",
        /// The body is plain text.
        Text = "text",
        /// The body is an HTML page, such as a proxy sends.
        Html = "html",
    }
}

cli_enum! {
    /// The label of the mail-from name: newer samples have `asend`, older ones `mail`.
    MailFromLabel {
        /// `asend.<domain>`.
        #[default]
        Asend = "asend",
        /// `mail.<domain>`.
        Mail = "mail",
    }
}

cli_enum! {
    /// The regions that mail-from records are required for.
    MailFromRegions {
        /// The domain's own: one name, an MX and an SPF record.
        #[default]
        One = "one",
        /// All four, as in AutoSend's multi-region DNS template: four names, eight records.
        All = "all",
    }
}

cli_enum! {
    /// Where a 429 says how long to wait.
    RetryAfterLocation {
        /// `retryAfter` at the top of the body.
        Top = "top",
        /// `retryAfter` in the `error` object.
        #[default]
        Error = "error",
        /// The `Retry-After` header, in seconds.
        Header = "header",
        /// The `Retry-After` header, as a date.
        Date = "date",
    }
}

cli_enum! {
    /// What a verification finds. The default is the variant marked so; [`OPTION_HELP`] repeats it.
    VerifyMode {
        /// The records that the sandbox's DNS serves.
        #[default]
        Dns = "dns",
        /// Every record, whatever DNS serves.
        Always = "always",
    }
}

/// How many requests a second one key may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// This number, 1 to 1000. AutoSend's own limit is 2.
    PerSecond(NonZeroU32),
    /// Any number. No `X-RateLimit` header is sent.
    Off,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self::PerSecond(NonZeroU32::MIN.saturating_add(1))
    }
}

impl FromStr for RateLimit {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        if text == "off" {
            return Ok(Self::Off);
        }
        match text.parse::<NonZeroU32>() {
            Ok(rate) if rate.get() <= 1000 => Ok(Self::PerSecond(rate)),
            _ => Err(InvalidValue { expected: "a number of requests per second, 1 to 1000, or off".to_owned() }),
        }
    }
}

impl fmt::Display for RateLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PerSecond(rate) => write!(formatter, "{rate}"),
            Self::Off => formatter.write_str("off"),
        }
    }
}

/// Every setting of the sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// `--dkim-bits`.
    pub dkim_bits: DkimBits,
    /// `--dkim-form`.
    pub dkim_form: DkimForm,
    /// `--error-form`.
    pub error_form: ErrorForm,
    /// `--mail-from`.
    pub mail_from: MailFromLabel,
    /// `--regions`.
    pub regions: MailFromRegions,
    /// `--retry-after`.
    pub retry_after: RetryAfterLocation,
    /// `--rate`.
    pub rate: RateLimit,
    /// `--verify`.
    pub verify: VerifyMode,
    /// `--dns-port`; 0 means any free port.
    pub dns_port: u16,
    /// The delay of the response to `slow`.
    pub slow_delay: Duration,
    /// How long `busy` is busy, from its first POST.
    pub busy_duration: Duration,
    /// The duration of a verification.
    pub verification_delay: Duration,
    /// How long the head of a request may take to arrive from its first octet on, and its body after that.
    pub request_timeout: Duration,
    /// The seed of ids, tokens and keys; `None` takes a new one from the system.
    pub seed: Option<u64>,
    /// The time at which the clock starts; `None` means the current time.
    pub start_time: Option<Timestamp>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dkim_bits: DkimBits::default(),
            dkim_form: DkimForm::default(),
            error_form: ErrorForm::default(),
            mail_from: MailFromLabel::default(),
            regions: MailFromRegions::default(),
            retry_after: RetryAfterLocation::default(),
            rate: RateLimit::default(),
            verify: VerifyMode::default(),
            dns_port: 0,
            slow_delay: Duration::from_secs(3),
            busy_duration: Duration::from_secs(5),
            verification_delay: Duration::from_secs(5),
            request_timeout: Duration::from_secs(10),
            seed: None,
            start_time: None,
        }
    }
}

/// What the help and the documents say of an option.
#[derive(Clone, Copy, Debug)]
pub struct OptionHelp {
    /// The option, with its hyphens.
    pub flag: &'static str,
    /// Its values, separated by `|`.
    pub values: &'static str,
    /// Its effect.
    pub effect: &'static str,
}

/// The options.
pub const OPTION_HELP: &[OptionHelp] = &[
    OptionHelp { flag: "--dkim-bits", values: "1024|2048", effect: "size of the DKIM key" },
    OptionHelp {
        flag: "--dkim-form",
        values: "bare|p|full",
        effect: "DKIM value: only the key, with p=, or with v=DKIM1; k=rsa; p=",
    },
    OptionHelp {
        flag: "--error-form",
        values: "object|no-code|array|string|message|text|html",
        effect: "format of error bodies",
    },
    OptionHelp { flag: "--mail-from", values: "asend|mail", effect: "first label of the mail-from name" },
    OptionHelp {
        flag: "--regions",
        values: "one|all",
        effect: "mail-from records for the domain's region or for all four",
    },
    OptionHelp {
        flag: "--retry-after",
        values: "top|error|header|date",
        effect: "where a 429 response says how long to wait (default: error)",
    },
    OptionHelp { flag: "--rate", values: "N|off", effect: "requests per second for each key (default: 2)" },
    OptionHelp {
        flag: "--verify",
        values: "dns|always",
        effect: "what verification finds: the records in the sandbox's DNS, or all of them (default: dns)",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn values<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
        all.iter().map(|choice| name(*choice)).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn the_table_of_switches_names_every_value() {
        let names = [
            values(DkimBits::ALL, DkimBits::name),
            values(DkimForm::ALL, DkimForm::name),
            values(ErrorForm::ALL, ErrorForm::name),
            values(MailFromLabel::ALL, MailFromLabel::name),
            values(MailFromRegions::ALL, MailFromRegions::name),
            values(RetryAfterLocation::ALL, RetryAfterLocation::name),
            "N|off".to_owned(),
            values(VerifyMode::ALL, VerifyMode::name),
        ];
        let table: Vec<&str> = OPTION_HELP.iter().map(|option| option.values).collect();
        assert_eq!(table, names);
        let verify = OPTION_HELP[OPTION_HELP.len() - 1].effect;
        assert!(verify.ends_with(&format!("(default: {})", VerifyMode::default())), "{verify}");
    }

    #[test]
    fn only_the_name_of_a_value_parses_to_it() {
        for form in ErrorForm::ALL {
            assert_eq!(form.name().parse(), Ok(*form));
        }
        let error = "1025".parse::<DkimBits>().map_err(|error| error.to_string());
        assert_eq!(error, Err("expected 1024, 2048".to_owned()));
    }

    #[test]
    fn a_rate_is_a_number_or_off() {
        for rate in ["1", "2", "1000", "off"] {
            assert_eq!(rate.parse::<RateLimit>().map(|rate| rate.to_string()), Ok(rate.to_owned()));
        }
        for refused in ["0", "-1", "1001", "1.5", "", "none"] {
            assert!(refused.parse::<RateLimit>().is_err(), "{refused:?}");
        }
        assert_eq!(RateLimit::default().to_string(), "2");
    }
}
