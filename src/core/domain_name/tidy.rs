//! From what was pasted to the host in it: blanks, quotes and brackets around it, and the parts of a web or
//! e-mail address, are cut away. Only edges are cut, so every character keeps its place. The host that is left
//! may still be anything.

use std::net::Ipv6Addr;

use super::clean::is_blank;
use super::mend::Mend;

/// Schemes that are known even where their slashes are missing or doubled.
const SCHEMES: [&str; 8] = ["https:", "http:", "ftp:", "smtp:", "smtps:", "imap:", "mailto:", "dns:"];
/// Opening and closing marks.
const PAIRS: [(char, char); 12] = [
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('<', '>'),
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('“', '”'),
    ('„', '“'),
    ('‘', '’'),
    ('«', '»'),
    ('「', '」'),
];
/// Quotes that are cut away even without their partner.
const QUOTES: [char; 7] = ['"', '\'', '`', '“', '”', '‘', '’'];

/// The host inside a text.
pub(super) struct Tidied<'a> {
    /// The host.
    pub(super) host: &'a str,
    /// The byte at which it begins in the text.
    pub(super) start: usize,
    /// What was cut away, in the order of the work.
    pub(super) mends: Vec<Mend>,
}

/// Cuts away everything around the host.
pub(super) fn tidy(text: &str) -> Tidied<'_> {
    let mut cut = Cut { rest: text, start: 0, mends: Vec::new() };
    cut.wrapping();
    if cut.scheme() {
        cut.note(Mend::SchemeRemoved);
        cut.authority();
    } else {
        cut.path();
    }
    cut.mailbox();
    cut.wrapping();
    cut.port();
    cut.dots();
    Tidied { host: cut.rest, start: cut.start, mends: cut.mends }
}

/// The part of a text that is left so far.
struct Cut<'a> {
    rest: &'a str,
    start: usize,
    mends: Vec<Mend>,
}

impl<'a> Cut<'a> {
    fn note(&mut self, mend: Mend) {
        if !self.mends.contains(&mend) {
            self.mends.push(mend);
        }
    }

    /// Goes on with a part of what is left, which begins `skipped` bytes into it.
    const fn keep(&mut self, part: &'a str, skipped: usize) {
        self.rest = part;
        self.start += skipped;
    }

    /// Goes on with what follows `head`, which is a prefix of what is left.
    fn skip(&mut self, length: usize) {
        if let Some(part) = self.rest.get(length..) {
            self.keep(part, length);
        }
    }

    /// Goes on with the first bytes only.
    fn shorten(&mut self, length: usize) {
        if let Some(part) = self.rest.get(..length) {
            self.rest = part;
        }
    }

    /// Blanks, quotes, brackets and punctuation, in whatever order they are wrapped around each other.
    fn wrapping(&mut self) {
        loop {
            let before = self.rest.len();
            self.blanks();
            self.link();
            self.pair();
            self.lone_quote();
            self.punctuation();
            if self.rest.len() == before {
                return;
            }
        }
    }

    fn blanks(&mut self) {
        let trimmed = self.rest.trim_start_matches(is_blank);
        let skipped = self.rest.len() - trimmed.len();
        let trimmed = trimmed.trim_end_matches(is_blank);
        if trimmed.len() < self.rest.len() {
            self.keep(trimmed, skipped);
            self.note(Mend::Trimmed);
        }
    }

    /// Links of chats and notes, `[words](address)` and `<address|words>`, and a mailbox with a name,
    /// `Jane Doe <jane@example.com>`.
    fn link(&mut self) {
        let is_link = self.rest.starts_with('[') && self.rest.ends_with(')');
        let is_piped = self.rest.starts_with('<') && self.rest.ends_with('>');
        if let Some(inner) = self.rest.find("](").filter(|_| is_link) {
            self.shorten(self.rest.len() - 1);
            self.skip(inner + 2);
            self.note(Mend::QuotesRemoved);
        } else if let Some(end) = self.rest.find('|').filter(|_| is_piped) {
            self.shorten(end);
            self.skip(1);
            self.note(Mend::QuotesRemoved);
        } else if let Some(inner) = named_mailbox(self.rest) {
            // That it is an address is told when its @ is found.
            self.shorten(self.rest.len() - 1);
            self.skip(inner);
        }
    }

    fn pair(&mut self) {
        for (open, close) in PAIRS {
            let inner = self.rest.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
            if let Some(inner) = inner.filter(|inner| inner.parse::<Ipv6Addr>().is_err()) {
                self.keep(inner, open.len_utf8());
                self.note(Mend::QuotesRemoved);
                return;
            }
        }
    }

    fn lone_quote(&mut self) {
        if let Some(inner) = self.rest.strip_prefix(QUOTES) {
            self.keep(inner, self.rest.len() - inner.len());
            self.note(Mend::QuotesRemoved);
        } else if let Some(inner) = self.rest.strip_suffix(QUOTES) {
            self.keep(inner, 0);
            self.note(Mend::QuotesRemoved);
        }
    }

    /// The comma, semicolon or colon that ended the word where it was copied.
    fn punctuation(&mut self) {
        for mark in [',', ';', ':'] {
            let Some(inner) = self.rest.strip_suffix(mark) else { continue };
            let is_part = inner.is_empty() || inner.ends_with(mark) || (mark == ':' && inner.contains(':'));
            let is_scheme = mark == ':' && SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(self.rest));
            if !is_part && !is_scheme {
                self.keep(inner, 0);
                self.note(Mend::PunctuationRemoved(mark));
            }
        }
    }

    /// The scheme and its slashes, more than one if they were doubled by pasting. Says whether there was one.
    fn scheme(&mut self) -> bool {
        let mut found = false;
        while let Some(length) = scheme_length(self.rest) {
            self.skip(length);
            found = true;
        }
        found
    }

    /// What follows the host of an address, and the user and password before it.
    fn authority(&mut self) {
        let end = self.rest.find(['/', '?', '#', '\\']).unwrap_or(self.rest.len());
        self.shorten(end);
    }

    fn path(&mut self) {
        if let Some(end) = self.rest.find(['/', '?', '#']) {
            self.shorten(end);
            self.note(Mend::PathRemoved);
        }
    }

    fn mailbox(&mut self) {
        if let Some(at) = self.rest.rfind('@') {
            self.skip(at + 1);
            if !self.mends.contains(&Mend::SchemeRemoved) {
                self.note(Mend::EmailDomainTaken);
            }
        }
    }

    fn port(&mut self) {
        if let Some((host, port)) = self.rest.split_once(':')
            && !port.is_empty()
            && port.bytes().all(|byte| byte.is_ascii_digit())
        {
            self.keep(host, 0);
            if !self.mends.contains(&Mend::SchemeRemoved) {
                self.note(Mend::PortRemoved);
            }
        }
    }

    /// One dot at either end; more than one is a mistake that is not mended in silence.
    fn dots(&mut self) {
        if let Some(inner) = self.rest.strip_suffix('.').filter(|inner| !inner.is_empty() && !inner.ends_with('.')) {
            self.keep(inner, 0);
            self.note(Mend::TrailingDot);
        }
        if let Some(inner) = self.rest.strip_prefix('.').filter(|inner| !inner.is_empty() && !inner.starts_with('.')) {
            self.keep(inner, 1);
            self.note(Mend::LeadingDotRemoved);
        }
    }
}

/// Where the address begins in `Jane Doe <jane@example.com>` (RFC 5322 section 3.4).
pub(super) fn named_mailbox(text: &str) -> Option<usize> {
    let (name, address) = text.strip_suffix('>')?.split_once('<')?;
    let is_one = address.contains('@') && !address.contains('<') && !name.contains('@');
    is_one.then(|| text.len() - 1 - address.len())
}

/// The length of the scheme with its slashes, where the text begins with one: `https://`, `//`, `mailto:`, and
/// `http:/`, `https//` as they are mistyped.
pub(super) fn scheme_length(text: &str) -> Option<usize> {
    let slashes = |length: usize| {
        let rest = text.get(length..)?;
        Some(length + rest.len() - rest.trim_start_matches(['/', '\\']).len())
    };
    if text.starts_with("//") {
        return slashes(0);
    }
    let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    if let Some(scheme) = SCHEMES.iter().find(|scheme| starts(scheme)) {
        return slashes(scheme.len());
    }
    if let Some(scheme) = ["https//", "http//"].iter().find(|scheme| starts(scheme)) {
        return slashes(scheme.len());
    }
    let (scheme, _) = text.split_once("://")?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'));
    if is_scheme { slashes(scheme.len() + 1) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> &str {
        let tidied = tidy(text);
        assert_eq!(text.get(tidied.start..tidied.start + tidied.host.len()), Some(tidied.host), "{text}");
        tidied.host
    }

    #[test]
    fn the_host_is_found() {
        for text in [
            "example.com",
            "  'example.com' ",
            "“example.com”,",
            "\"example.com\",",
            "<example.com>",
            "`(example.com)`",
            "example.com\"",
            "[example.com](https://example.com/x)",
            "<https://example.com/x|example.com>",
            "<mailto:jane@example.com|jane@example.com>",
            "HTTPS://user:p@ss@example.com:8443/a@b?c#d",
            "http:/example.com",
            "http:\\\\example.com\\x",
            "https//example.com",
            "https://http://example.com",
            "//example.com",
            "mailto:a@example.com?subject=x@y",
            "Jane Doe <jane@example.com>",
            "@example.com",
            "a@b@example.com",
            "example.com:25",
            "example.com.:25/x",
            "example.com/@user",
            ".example.com.",
        ] {
            assert_eq!(host(text), "example.com", "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_left_to_be_told() {
        for text in ["..example.com", "example.com..", "user:pa", "2001:db8::1", "[2001:db8::1]:25", "[::1]", "..", ""]
        {
            assert_eq!(host(text), text);
        }
    }

    #[test]
    fn what_was_cut_is_told_once() {
        let kinds = |text| tidy(text).mends.iter().map(Mend::kind).collect::<Vec<_>>();
        assert_eq!(kinds("https://u:p@example.com:8443/x"), ["scheme-removed"]);
        assert_eq!(kinds(" ' a@example.com. ' "), ["trimmed", "quotes-removed", "email-domain-taken", "trailing-dot"]);
        assert_eq!(kinds("Jane <j@example.com>"), ["email-domain-taken"]);
        assert_eq!(kinds("example.com:25/x"), ["path-removed", "port-removed"]);
    }
}
