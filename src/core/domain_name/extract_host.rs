//! Extracts the host from pasted text: removes surrounding blanks, quotes and brackets, and the other parts of a web
//! or e-mail address. It cuts only at the ends of the text, so character positions stay valid. The host is not
//! validated here.

use std::net::Ipv6Addr;

use super::fix::Fix;
use super::normalize::is_blank;

/// Schemes that are recognised even if their slashes are missing or doubled.
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
/// Quotes that are removed even without a matching partner.
const QUOTES: [char; 7] = ['"', '\'', '`', '“', '”', '‘', '’'];

pub(super) struct ExtractedHost<'a> {
    pub(super) host: &'a str,
    /// The byte offset of the host in the text.
    pub(super) start: usize,
    /// The corrections, in the order in which they were made.
    pub(super) fixes: Vec<Fix>,
}

/// Removes everything around the host.
pub(super) fn extract_host(text: &str) -> ExtractedHost<'_> {
    let mut cut = HostExtractor { rest: text, start: 0, fixes: Vec::new() };
    cut.strip_wrapping();
    if cut.strip_scheme() {
        cut.add_fix(Fix::SchemeRemoved);
        cut.strip_after_authority();
    } else {
        cut.strip_path();
    }
    cut.strip_local_part();
    cut.strip_wrapping();
    cut.strip_port();
    cut.strip_dots();
    ExtractedHost { host: cut.rest, start: cut.start, fixes: cut.fixes }
}

/// The part of a text that remains so far.
struct HostExtractor<'a> {
    rest: &'a str,
    start: usize,
    fixes: Vec<Fix>,
}

impl<'a> HostExtractor<'a> {
    fn add_fix(&mut self, fix: Fix) {
        if !self.fixes.contains(&fix) {
            self.fixes.push(fix);
        }
    }

    /// Keeps only `part`, which begins `skipped` bytes into the remaining text.
    const fn narrow_to(&mut self, part: &'a str, skipped: usize) {
        self.rest = part;
        self.start += skipped;
    }

    /// Drops the first `length` bytes of the remaining text.
    fn drop_first(&mut self, length: usize) {
        if let Some(part) = self.rest.get(length..) {
            self.narrow_to(part, length);
        }
    }

    /// Keeps only the first `length` bytes.
    fn keep_first(&mut self, length: usize) {
        if let Some(part) = self.rest.get(..length) {
            self.rest = part;
        }
    }

    /// Removes blanks, quotes, brackets and punctuation, in whatever order they are nested.
    fn strip_wrapping(&mut self) {
        loop {
            let before = self.rest.len();
            self.strip_blanks();
            self.unwrap_link();
            self.strip_pair();
            self.strip_lone_quote();
            self.strip_punctuation();
            if self.rest.len() == before {
                return;
            }
        }
    }

    fn strip_blanks(&mut self) {
        let trimmed = self.rest.trim_start_matches(is_blank);
        let skipped = self.rest.len() - trimmed.len();
        let trimmed = trimmed.trim_end_matches(is_blank);
        if trimmed.len() < self.rest.len() {
            self.narrow_to(trimmed, skipped);
            self.add_fix(Fix::Trimmed);
        }
    }

    /// Unwraps the links of chats and notes, `[text](address)` and `<address|text>`, and a mailbox with a display
    /// name, `Jane Doe <jane@example.com>`.
    fn unwrap_link(&mut self) {
        let is_link = self.rest.starts_with('[') && self.rest.ends_with(')');
        let is_piped = self.rest.starts_with('<') && self.rest.ends_with('>');
        if let Some(inner) = self.rest.find("](").filter(|_| is_link) {
            self.keep_first(self.rest.len() - 1);
            self.drop_first(inner + 2);
            self.add_fix(Fix::QuotesRemoved);
        } else if let Some(end) = self.rest.find('|').filter(|_| is_piped) {
            self.keep_first(end);
            self.drop_first(1);
            self.add_fix(Fix::QuotesRemoved);
        } else if let Some(inner) = mailbox_address_start(self.rest) {
            // No fix is recorded here: `strip_local_part` records it at the `@`.
            self.keep_first(self.rest.len() - 1);
            self.drop_first(inner);
        }
    }

    fn strip_pair(&mut self) {
        for (open, close) in PAIRS {
            let inner = self.rest.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
            if let Some(inner) = inner.filter(|inner| inner.parse::<Ipv6Addr>().is_err()) {
                self.narrow_to(inner, open.len_utf8());
                self.add_fix(Fix::QuotesRemoved);
                return;
            }
        }
    }

    fn strip_lone_quote(&mut self) {
        if let Some(inner) = self.rest.strip_prefix(QUOTES) {
            self.narrow_to(inner, self.rest.len() - inner.len());
            self.add_fix(Fix::QuotesRemoved);
        } else if let Some(inner) = self.rest.strip_suffix(QUOTES) {
            self.narrow_to(inner, 0);
            self.add_fix(Fix::QuotesRemoved);
        }
    }

    /// Removes the comma, semicolon or colon that followed the name where it was copied.
    fn strip_punctuation(&mut self) {
        for mark in [',', ';', ':'] {
            let Some(inner) = self.rest.strip_suffix(mark) else { continue };
            let is_part = inner.is_empty() || inner.ends_with(mark) || (mark == ':' && inner.contains(':'));
            let is_scheme = mark == ':' && SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(self.rest));
            if !is_part && !is_scheme {
                self.narrow_to(inner, 0);
                self.add_fix(Fix::PunctuationRemoved(mark));
            }
        }
    }

    /// Removes the scheme and its slashes, including slashes that pasting doubled. Returns whether there was a scheme.
    fn strip_scheme(&mut self) -> bool {
        let mut found = false;
        while let Some(length) = scheme_length(self.rest) {
            self.drop_first(length);
            found = true;
        }
        found
    }

    /// Removes the user and password before the host of a URL, and everything after the host.
    fn strip_after_authority(&mut self) {
        let end = self.rest.find(['/', '?', '#', '\\']).unwrap_or(self.rest.len());
        self.keep_first(end);
    }

    fn strip_path(&mut self) {
        if let Some(end) = self.rest.find(['/', '?', '#']) {
            self.keep_first(end);
            self.add_fix(Fix::PathRemoved);
        }
    }

    fn strip_local_part(&mut self) {
        if let Some(at) = self.rest.rfind('@') {
            self.drop_first(at + 1);
            if !self.fixes.contains(&Fix::SchemeRemoved) {
                self.add_fix(Fix::EmailDomainTaken);
            }
        }
    }

    fn strip_port(&mut self) {
        if let Some((host, port)) = self.rest.split_once(':')
            && !port.is_empty()
            && port.bytes().all(|byte| byte.is_ascii_digit())
        {
            self.narrow_to(host, 0);
            if !self.fixes.contains(&Fix::SchemeRemoved) {
                self.add_fix(Fix::PortRemoved);
            }
        }
    }

    /// Removes one dot at each end. Two dots in a row are an error that must not be fixed silently.
    fn strip_dots(&mut self) {
        if let Some(inner) = self.rest.strip_suffix('.').filter(|inner| !inner.is_empty() && !inner.ends_with('.')) {
            self.narrow_to(inner, 0);
            self.add_fix(Fix::TrailingDot);
        }
        if let Some(inner) = self.rest.strip_prefix('.').filter(|inner| !inner.is_empty() && !inner.starts_with('.')) {
            self.narrow_to(inner, 1);
            self.add_fix(Fix::LeadingDotRemoved);
        }
    }
}

/// Finds the start of the address in `Jane Doe <jane@example.com>` (RFC 5322 section 3.4).
pub(super) fn mailbox_address_start(text: &str) -> Option<usize> {
    let (name, address) = text.strip_suffix('>')?.split_once('<')?;
    let is_one = address.contains('@') && !address.contains('<') && !name.contains('@');
    is_one.then(|| text.len() - 1 - address.len())
}

/// The length of the scheme and its slashes at the start of a text: `https://`, `//`, `mailto:`, and the misspellings
/// `http:/` and `https//`.
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
        let tidied = extract_host(text);
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
    fn invalid_hosts_are_left_for_the_rules() {
        for text in ["..example.com", "example.com..", "user:pa", "2001:db8::1", "[2001:db8::1]:25", "[::1]", "..", ""]
        {
            assert_eq!(host(text), text);
        }
    }

    #[test]
    fn each_fix_is_reported_once() {
        let kinds = |text| extract_host(text).fixes.iter().map(Fix::code).collect::<Vec<_>>();
        assert_eq!(kinds("https://u:p@example.com:8443/x"), ["scheme-removed"]);
        assert_eq!(kinds(" ' a@example.com. ' "), ["trimmed", "quotes-removed", "email-domain-taken", "trailing-dot"]);
        assert_eq!(kinds("Jane <j@example.com>"), ["email-domain-taken"]);
        assert_eq!(kinds("example.com:25/x"), ["path-removed", "port-removed"]);
    }
}
