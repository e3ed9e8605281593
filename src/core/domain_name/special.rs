//! Tables of names that are not the user's own sending domain: reserved names and mailbox providers. A name missing
//! from them costs only a warning or a refusal that AutoSend makes later.

use super::is_subdomain_of;
use super::reject_reason::RejectReason;
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

/// Domains of mailbox providers at which anyone gets an address, one on each line: the largest of each country, by hand.
/// Only their operators can add DNS records.
const MAILBOX_PROVIDERS: &str = include_str!("mailbox_providers.txt");

/// Providers that have a domain in many countries: `yahoo.co.jp`, `hotmail.fr`.
const PROVIDER_FAMILIES: [&str; 5] = ["yahoo", "hotmail", "outlook", "yandex", "gmx"];

/// Warns of a reserved name.
pub(super) fn check_special_use(name: &str) -> Option<Warning> {
    RESERVED
        .into_iter()
        .find(|(suffix, _)| is_subdomain_of(name, suffix))
        .map(|(suffix, source)| Warning::SpecialUse { suffix, source })
}

/// Rejects a name that is, or is below, the domain of a mailbox provider.
pub(super) fn reject_mailbox_provider(name: &str) -> Result<(), RejectReason> {
    let Some(domain) = psl::domain_str(name) else { return Ok(()) };
    let of_country = domain.rsplit('.').next().is_some_and(|tld| tld.len() == 2);
    let is_family = (of_country || domain.rsplit('.').next() == Some("com")) && is_of_family(domain);
    if is_family || MAILBOX_PROVIDERS.lines().any(|provider| provider == domain) {
        return Err(RejectReason::MailboxProvider { provider: domain.to_owned() });
    }
    Ok(())
}

/// Warns of the name of a provider below another ending, such as `outlook.studio`, which may be anyone's.
pub(super) fn check_mailbox_provider(name: &str) -> Option<Warning> {
    let domain = psl::domain_str(name)?;
    let is_provider = is_of_family(domain) && reject_mailbox_provider(name).is_ok();
    is_provider.then(|| Warning::MailboxProvider { provider: domain.to_owned() })
}

fn is_of_family(domain: &str) -> bool {
    domain.split('.').next().is_some_and(|label| PROVIDER_FAMILIES.contains(&label))
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
    fn mail_providers_are_detected_with_their_subdomains() {
        for name in
            ["gmail.com", "mail.gmail.com", "yahoo.com", "yahoo.co.jp", "gmx.at", "proton.me", "qq.com", "web.de"]
        {
            assert!(reject_mailbox_provider(name).is_err(), "{name}");
        }
        for name in ["mygmail.com", "example.com", "yahoo.example.com", "co.uk"] {
            assert_eq!((reject_mailbox_provider(name), check_mailbox_provider(name)), (Ok(()), None), "{name}");
        }
        assert_eq!(reject_mailbox_provider("outlook.studio"), Ok(()));
        assert!(check_mailbox_provider("outlook.studio").is_some());
    }

    #[test]
    fn each_provider_is_a_registrable_name() {
        for name in MAILBOX_PROVIDERS.lines() {
            assert_eq!(psl::domain_str(name), Some(name));
        }
    }
}
