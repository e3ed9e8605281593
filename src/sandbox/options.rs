//! The switches of the sandbox: one for each point that AutoSend's pages leave open, and the times of its scenarios.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;

/// A value that is none of those a switch takes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this takes {expected}")]
pub struct UnknownChoice {
    /// What it takes, in words or as a list.
    expected: String,
}

/// An enum whose variants have names on the command line: `ALL`, `name()`, `Display` and `FromStr` from one list.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every value, in the order of the help.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value as it is written on the command line.
            #[must_use]
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
            type Err = UnknownChoice;

            fn from_str(given: &str) -> Result<Self, UnknownChoice> {
                Self::ALL.iter().copied().find(|choice| choice.name() == given).ok_or_else(|| UnknownChoice {
                    expected: Self::ALL.iter().map(|choice| choice.name()).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

choice! {
    /// How long the DKIM key is. AutoSend's samples open like a key of 1024 bits.
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
    #[must_use]
    pub const fn octets(self) -> usize {
        match self {
            Self::Short => 128,
            Self::Long => 256,
        }
    }
}

choice! {
    /// How the DKIM value is written. AutoSend's samples show the bare key.
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

choice! {
    /// The form of an error's body (autosend-api.md 2.1: each of the first five is published somewhere).
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
        /// `message` stands at the top.
        Message = "message",
        /// The body is plain text.
        Text = "text",
        /// The body is a page, as a proxy sends it.
        Html = "html",
    }
}

choice! {
    /// The label of the mail-from name: newer samples have `asend`, older ones `mail`.
    MailFrom {
        /// `asend.<domain>`.
        #[default]
        Asend = "asend",
        /// `mail.<domain>`.
        Mail = "mail",
    }
}

choice! {
    /// For how many regions mail-from records are asked.
    Regions {
        /// The domain's own: one name, an MX and an SPF record.
        #[default]
        One = "one",
        /// All four, as AutoSend's multi-region DNS template has it: four names, eight records.
        All = "all",
    }
}

choice! {
    /// Where a 429 says how long to wait.
    RetryAfter {
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

choice! {
    /// What a verification finds. The default is the one marked so; the words of [`SWITCHES`] name it as well.
    Verify {
        /// What the sandbox's DNS has.
        #[default]
        Dns = "dns",
        /// Every record, whatever DNS has.
        Always = "always",
    }
}

/// How many requests a second one key may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// So many, 1 to 1000. AutoSend's own limit is 2.
    PerSecond(NonZeroU32),
    /// Any number; no `X-RateLimit` header is sent.
    Off,
}

impl Default for Rate {
    fn default() -> Self {
        Self::PerSecond(NonZeroU32::MIN.saturating_add(1))
    }
}

impl FromStr for Rate {
    type Err = UnknownChoice;

    fn from_str(given: &str) -> Result<Self, UnknownChoice> {
        if given == "off" {
            return Ok(Self::Off);
        }
        match given.parse::<NonZeroU32>() {
            Ok(rate) if rate.get() <= 1000 => Ok(Self::PerSecond(rate)),
            _ => Err(UnknownChoice { expected: "a number of requests a second, 1 to 1000, or off".to_owned() }),
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PerSecond(rate) => write!(formatter, "{rate}"),
            Self::Off => formatter.write_str("off"),
        }
    }
}

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// `--dkim-bits`.
    pub dkim_bits: DkimBits,
    /// `--dkim-form`.
    pub dkim_form: DkimForm,
    /// `--error-form`.
    pub error_form: ErrorForm,
    /// `--mail-from`.
    pub mail_from: MailFrom,
    /// `--regions`.
    pub regions: Regions,
    /// `--retry-after`.
    pub retry_after: RetryAfter,
    /// `--rate`.
    pub rate: Rate,
    /// `--verify`.
    pub verify: Verify,
    /// `--dns-port`; 0: any that is free.
    pub dns_port: u16,
    /// How long the answer to `slow` takes.
    pub slow: Duration,
    /// How long `busy` is busy, from its first POST.
    pub busy: Duration,
    /// How long a verification takes.
    pub verify_after: Duration,
    /// Where the random parts (ids, tokens, keys) start; `None`: from the system, different each time.
    pub seed: Option<u64>,
    /// What the clock shows at the start; `None`: the time.
    pub begin: Option<Timestamp>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dkim_bits: DkimBits::default(),
            dkim_form: DkimForm::default(),
            error_form: ErrorForm::default(),
            mail_from: MailFrom::default(),
            regions: Regions::default(),
            retry_after: RetryAfter::default(),
            rate: Rate::default(),
            verify: Verify::default(),
            dns_port: 0,
            slow: Duration::from_secs(3),
            busy: Duration::from_secs(5),
            verify_after: Duration::from_secs(5),
            seed: None,
            begin: None,
        }
    }
}

/// The switches for the help and the README: name, values with the default first, what it sets.
pub const SWITCHES: &[(&str, &str, &str)] = &[
    ("--dkim-bits", "1024|2048", "size of the DKIM key"),
    ("--dkim-form", "bare|p|full", "DKIM value as the key alone, with p=, or with v=DKIM1; k=rsa; p="),
    ("--error-form", "object|no-code|array|string|message|text|html", "form of an error's body"),
    ("--mail-from", "asend|mail", "first label of the mail-from name"),
    ("--regions", "one|all", "mail-from records for the domain's own region, or for all four"),
    ("--retry-after", "top|error|header|date", "where a 429 says how long to wait (default: error)"),
    ("--rate", "N|off", "requests a second for each key (default: 2)"),
    ("--verify", "dns|always", "what a verification finds: what the sandbox's DNS has, or every record (default: dns)"),
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
            values(MailFrom::ALL, MailFrom::name),
            values(Regions::ALL, Regions::name),
            values(RetryAfter::ALL, RetryAfter::name),
            "N|off".to_owned(),
            values(Verify::ALL, Verify::name),
        ];
        let table: Vec<&str> = SWITCHES.iter().map(|(_, values, _)| *values).collect();
        assert_eq!(table, names);
        let (.., verify) = SWITCHES[SWITCHES.len() - 1];
        assert!(verify.ends_with(&format!("(default: {})", Verify::default())), "{verify}");
    }

    #[test]
    fn a_value_is_read_back_from_its_name_and_nothing_else_is() {
        for form in ErrorForm::ALL {
            assert_eq!(form.name().parse(), Ok(*form));
        }
        let error = "1025".parse::<DkimBits>().map_err(|error| error.to_string());
        assert_eq!(error, Err("this takes 1024, 2048".to_owned()));
    }

    #[test]
    fn a_rate_is_a_number_or_off() {
        for rate in ["1", "2", "1000", "off"] {
            assert_eq!(rate.parse::<Rate>().map(|rate| rate.to_string()), Ok(rate.to_owned()));
        }
        for refused in ["0", "-1", "1001", "1.5", "", "none"] {
            assert!(refused.parse::<Rate>().is_err(), "{refused:?}");
        }
        assert_eq!(Rate::default().to_string(), "2");
    }
}
