//! The terms of a record (RFC 7208 sections 4.6, 5 and 6).

use std::net::{Ipv4Addr, Ipv6Addr};

use super::macros::{DomainSpec, check_macro_string};
use super::term_error::TermError;

/// What a receiver does with a mail that a mechanism matches (RFC 7208 section 4.6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Qualifier {
    /// `+`, the default.
    Pass,
    /// `-`
    Fail,
    /// `~`
    SoftFail,
    /// `?`
    Neutral,
}

/// A mechanism (RFC 7208 section 5). Addresses are checked, but not kept: no mail is compared with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// `all`
    All,
    /// `include:`
    Include(DomainSpec),
    /// `a`, `a:`
    A(Option<DomainSpec>),
    /// `mx`, `mx:`
    Mx(Option<DomainSpec>),
    /// `ptr`, `ptr:`
    Ptr(Option<DomainSpec>),
    /// `ip4:` or `ip6:`
    Ip,
    /// `exists:`
    Exists(DomainSpec),
}

/// The meaning of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A mechanism with its qualifier.
    Directive(Qualifier, Mechanism),
    /// `redirect=` (RFC 7208 section 6.1)
    Redirect(DomainSpec),
    /// `exp=` (RFC 7208 section 6.2)
    Explanation(DomainSpec),
    /// Another modifier, which receivers ignore (RFC 7208 section 6).
    Unknown,
}

/// A valid term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it is written.
    pub text: String,
    /// What it means.
    pub kind: TermKind,
}

impl Term {
    /// Reads a term.
    ///
    /// # Errors
    ///
    /// If it does not follow the grammar.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        if !text.bytes().all(|octet| octet.is_ascii_graphic()) {
            return Err(TermError::InvalidCharacter);
        }
        let kind = match split_modifier(text) {
            Some((name, value)) => parse_modifier(name, value)?,
            None => parse_directive(text)?,
        };
        Ok(Self { text: text.to_owned(), kind })
    }

    /// The term in a form for comparing: in lower case, without the default qualifier and a final dot.
    #[must_use]
    pub fn canonical(&self) -> String {
        let text = self.text.strip_prefix('+').unwrap_or(&self.text);
        text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase()
    }

    /// Whether it stands for senders: it is a mechanism, or a redirection to those of another name.
    #[must_use]
    pub const fn stands_for_senders(&self) -> bool {
        matches!(self.kind, TermKind::Directive(..) | TermKind::Redirect(_))
    }

    /// Whether it is the mechanism `all`.
    #[must_use]
    pub const fn is_all(&self) -> bool {
        matches!(self.kind, TermKind::Directive(_, Mechanism::All))
    }
}

/// `name=value` (RFC 7208 section 4.6.1).
fn split_modifier(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_.".contains(&octet));
    is_name.then_some((name, value))
}

fn parse_modifier(name: &str, value: &str) -> Result<TermKind, TermError> {
    let domain = || if value.is_empty() { Err(TermError::MissingArgument) } else { DomainSpec::parse(value) };
    match name.to_ascii_lowercase().as_str() {
        "redirect" => domain().map(TermKind::Redirect),
        "exp" => domain().map(TermKind::Explanation),
        _ => check_macro_string(value).map(|()| TermKind::Unknown),
    }
}

fn parse_directive(text: &str) -> Result<TermKind, TermError> {
    let (qualifier, text) = match text.split_at_checked(1) {
        Some(("+", rest)) => (Qualifier::Pass, rest),
        Some(("-", rest)) => (Qualifier::Fail, rest),
        Some(("~", rest)) => (Qualifier::SoftFail, rest),
        Some(("?", rest)) => (Qualifier::Neutral, rest),
        _ => (Qualifier::Pass, text),
    };
    let end = text.find([':', '/']).unwrap_or(text.len());
    let (name, argument) = text.split_at_checked(end).unwrap_or((text, ""));
    let mechanism = match name.to_ascii_lowercase().as_str() {
        "all" if argument.is_empty() => Mechanism::All,
        "all" => return Err(TermError::UnexpectedArgument),
        "include" => Mechanism::Include(required_domain(argument)?),
        "exists" => Mechanism::Exists(required_domain(argument)?),
        "a" => Mechanism::A(domain_with_prefix_lengths(argument)?),
        "mx" => Mechanism::Mx(domain_with_prefix_lengths(argument)?),
        "ptr" if argument.is_empty() => Mechanism::Ptr(None),
        "ptr" => Mechanism::Ptr(Some(required_domain(argument)?)),
        "ip4" => {
            let (address, length) = address_and_length(argument)?;
            address.parse::<Ipv4Addr>().map_err(|_error| TermError::InvalidIpv4)?;
            check_length(length, 32)?;
            Mechanism::Ip
        }
        "ip6" => {
            let (address, length) = address_and_length(argument)?;
            address.parse::<Ipv6Addr>().map_err(|_error| TermError::InvalidIpv6)?;
            check_length(length, 128)?;
            Mechanism::Ip
        }
        _ => return Err(TermError::Unknown),
    };
    Ok(TermKind::Directive(qualifier, mechanism))
}

fn required_domain(argument: &str) -> Result<DomainSpec, TermError> {
    match argument.strip_prefix(':') {
        Some(domain) if !domain.is_empty() => DomainSpec::parse(domain),
        Some(_) => Err(TermError::MissingArgument),
        None if argument.is_empty() => Err(TermError::MissingArgument),
        None => Err(TermError::UnexpectedArgument),
    }
}

/// The address of `ip4` or `ip6`, and the length of its prefix.
fn address_and_length(argument: &str) -> Result<(&str, Option<&str>), TermError> {
    let argument = argument.strip_prefix(':').filter(|argument| !argument.is_empty());
    let argument = argument.ok_or(TermError::MissingArgument)?;
    Ok(argument.split_once('/').map_or((argument, None), |(address, length)| (address, Some(length))))
}

/// The domain of `a` or `mx`: an optional domain, then optional lengths for IPv4 and IPv6 (RFC 7208 section 5.6).
fn domain_with_prefix_lengths(argument: &str) -> Result<Option<DomainSpec>, TermError> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    let (rest, v6) = match argument.rsplit_once("//") {
        Some((rest, length)) if is_number(length) => (rest, Some(length)),
        _ => (argument, None),
    };
    let (rest, v4) = match rest.rsplit_once('/') {
        Some((rest, length)) if is_number(length) => (rest, Some(length)),
        _ => (rest, None),
    };
    check_length(v4, 32)?;
    check_length(v6, 128)?;
    match rest.strip_prefix(':') {
        Some("") => Err(TermError::MissingArgument),
        Some(domain) => DomainSpec::parse(domain).map(Some),
        None if rest.is_empty() => Ok(None),
        None => Err(TermError::InvalidPrefixLength),
    }
}

/// A number without leading zeros, of at most so many bits.
fn check_length(length: Option<&str>, most: u8) -> Result<(), TermError> {
    let Some(length) = length else { return Ok(()) };
    let is_plain = length == "0" || !length.starts_with(['0', '+']);
    let is_length = is_plain && length.parse::<u8>().is_ok_and(|length| length <= most);
    if is_length { Ok(()) } else { Err(TermError::InvalidPrefixLength) }
}
