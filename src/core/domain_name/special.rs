//! Tables of names that are not the user's own sending domain: reserved names and mailbox providers. A name missing
//! from them costs only a warning.

use super::warning::Warning;

/// Reserved suffixes, the longer first, and the document that reserves each.
const RESERVED: [(&str, &str); 10] = [
    ("home.arpa", "RFC 8375"),
    ("arpa", "RFC 3172"),
    ("test", "RFC 6761"),
    ("example", "RFC 6761"),
    ("invalid", "RFC 6761"),
    ("localhost", "RFC 6761"),
    ("local", "RFC 6762"),
    ("onion", "RFC 7686"),
    ("alt", "RFC 9476"),
    ("internal", "ICANN, 2024"),
];

/// Domains of mailbox providers.
const MAILBOX_PROVIDERS: [&str; 94] = [
    "126.com",
    "163.com",
    "aim.com",
    "aliyun.com",
    "aol.com",
    "arcor.de",
    "att.net",
    "bellsouth.net",
    "bk.ru",
    "bluewin.ch",
    "bol.com.br",
    "btinternet.com",
    "charter.net",
    "comcast.net",
    "cox.net",
    "daum.net",
    "duck.com",
    "earthlink.net",
    "email.cz",
    "fastmail.com",
    "fastmail.fm",
    "foxmail.com",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hanmail.net",
    "hey.com",
    "home.nl",
    "hushmail.com",
    "icloud.com",
    "inbox.lv",
    "inbox.ru",
    "interia.pl",
    "juno.com",
    "kpnmail.nl",
    "laposte.net",
    "libero.it",
    "list.ru",
    "live.ca",
    "live.co.uk",
    "live.com",
    "live.com.au",
    "live.fr",
    "live.it",
    "live.nl",
    "mac.com",
    "mail.com",
    "mail.de",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "netzero.net",
    "o2.pl",
    "onet.pl",
    "online.de",
    "optonline.net",
    "orange.fr",
    "passport.com",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.ch",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "rocketmail.com",
    "rogers.com",
    "runbox.com",
    "sbcglobal.net",
    "seznam.cz",
    "sfr.fr",
    "sina.com",
    "sky.com",
    "sohu.com",
    "t-online.de",
    "tuta.com",
    "tuta.io",
    "tutanota.com",
    "uol.com.br",
    "verizon.net",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "yeah.net",
    "ymail.com",
    "zohomail.com",
];

/// Providers that have a domain in many countries: `yahoo.co.jp`, `hotmail.fr`.
const PROVIDER_FAMILIES: [&str; 4] = ["yahoo", "hotmail", "outlook", "yandex"];

/// Warns of a reserved name.
pub(super) fn check_special_use(name: &str) -> Option<Warning> {
    RESERVED
        .into_iter()
        .find(|(suffix, _)| is_at_or_below(name, suffix))
        .map(|(suffix, source)| Warning::SpecialUse { suffix, source })
}

/// Warns of a name that is, or is below, the domain of a mailbox provider.
pub(super) fn check_mailbox_provider(name: &str) -> Option<Warning> {
    let domain = psl::domain_str(name)?;
    let is_family = domain.split('.').next().is_some_and(|label| PROVIDER_FAMILIES.contains(&label));
    (is_family || MAILBOX_PROVIDERS.contains(&domain)).then(|| Warning::MailboxProvider { provider: domain.to_owned() })
}

fn is_at_or_below(name: &str, suffix: &str) -> bool {
    name.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_compared_by_labels() {
        assert!(check_special_use("printer.local").is_some());
        assert!(check_special_use("home.arpa").is_some());
        assert_eq!(check_special_use("mylocal.com"), None);
        assert_eq!(check_special_use("example.notlocal"), None);
        let source = |name| match check_special_use(name) {
            Some(Warning::SpecialUse { source, .. }) => Some(source),
            _ => None,
        };
        assert_eq!(source("host.home.arpa"), Some("RFC 8375"));
        assert_eq!(source("2.0.192.in-addr.arpa"), Some("RFC 3172"));
    }

    #[test]
    fn providers_are_known_with_what_is_below_them() {
        for name in ["gmail.com", "mail.gmail.com", "yahoo.co.jp", "hotmail.fr", "web.de"] {
            assert!(check_mailbox_provider(name).is_some(), "{name}");
        }
        for name in ["mygmail.com", "example.com", "yahoo.example.com", "co.uk"] {
            assert_eq!(check_mailbox_provider(name), None, "{name}");
        }
    }

    #[test]
    fn each_provider_is_a_registrable_name() {
        for name in MAILBOX_PROVIDERS {
            assert_eq!(psl::domain_str(name), Some(name));
        }
    }
}
