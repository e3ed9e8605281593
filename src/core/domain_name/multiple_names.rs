//! Detects input that is more than one name: lists, sentences, lines of a zone file. Finds the names in it.

use super::extract_host::{extract_host, mailbox_address_start, scheme_length};
use super::normalize::is_blank;
use super::public_suffix;
use super::reject_reason::RejectReason;

/// Record types that can occur in a zone file or in the output of `dig`.
const RECORD_TYPES: [&str; 14] =
    ["A", "AAAA", "CAA", "CNAME", "DNSKEY", "DS", "HTTPS", "MX", "NS", "PTR", "SOA", "SPF", "SRV", "TXT"];

/// Rejects input with several names, and lines of DNS records.
pub(super) fn check_single_name(text: &str) -> Result<(), RejectReason> {
    if find_record_owner(text).is_some() {
        return Err(RejectReason::RecordLine);
    }
    if mailbox_address_start(text.trim_matches(is_blank)).is_some() || is_comma_for_dot(text) {
        return Ok(());
    }
    match find_names(text).count() {
        0 | 1 => Ok(()),
        count => Err(RejectReason::SeveralValues { count }),
    }
}

/// The hosts in a text that look like names of at least two labels, in order of appearance.
pub(super) fn find_names(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_blank)
        .flat_map(split_tokens)
        .map(|token| extract_host(token).host)
        .filter(|host| looks_like_name(host))
}

/// The owner column of the first line that is a DNS record, such as `example.com. 3600 IN A 192.0.2.1`.
pub(super) fn find_record_owner(text: &str) -> Option<&str> {
    text.lines().find_map(|line| {
        let mut columns = line.split(is_blank).filter(|column| !column.is_empty());
        let owner = columns.next().filter(|owner| !owner.starts_with(';'))?;
        let mut column = columns.next()?;
        let has_ttl = column.bytes().all(|byte| byte.is_ascii_digit());
        if has_ttl {
            column = columns.next()?;
        }
        let has_class = column.eq_ignore_ascii_case("IN");
        if has_class {
            column = columns.next()?;
        }
        // Without a TTL or a class, the type must be in capitals: "example.com a shop" is not a record.
        let has_type = RECORD_TYPES.contains(&column)
            || ((has_ttl || has_class) && RECORD_TYPES.iter().any(|kind| kind.eq_ignore_ascii_case(column)));
        (has_type && columns.next().is_some()).then_some(owner)
    })
}

/// Splits a word at commas and semicolons. Text after the path of a URL belongs to that path, unless it is itself a
/// URL.
fn split_tokens(word: &str) -> impl Iterator<Item = &str> {
    let mut in_path = false;
    word.split([',', ';']).filter(move |token| {
        let scheme = scheme_length(token);
        let is_own = !in_path || scheme.is_some();
        let rest = token.get(scheme.unwrap_or(0)..).unwrap_or_default();
        in_path = (in_path && scheme.is_none()) || rest.contains(['/', '?', '#']);
        is_own
    })
}

/// Whether the text after the last comma is a public suffix: `example,co.uk` is one name with a typo, not two names.
fn is_comma_for_dot(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    !text.contains(is_blank) && text.rsplit_once(',').is_some_and(|(_, last)| public_suffix::is_public_suffix(last))
}

fn looks_like_name(host: &str) -> bool {
    let is_part =
        |character: char| !character.is_ascii() || character.is_ascii_alphanumeric() || "-_.".contains(character);
    let Some((before, last)) = host.rsplit_once('.') else { return false };
    let is_ending = last.starts_with("xn--") || !last.bytes().any(|byte| byte.is_ascii_digit());
    before.chars().any(char::is_alphanumeric) && last.chars().count() > 1 && is_ending && host.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_several_values() {
        for text in [
            "example.com example.org",
            "example.com\nexample.org",
            "example.com,example.org",
            "example.com; example.org",
            "a@example.com, Jane <b@example.org>",
            "https://example.com/,https://example.org/",
            "münchen.de 日本語.jp",
        ] {
            assert_eq!(check_single_name(text), Err(RejectReason::SeveralValues { count: 2 }), "{text}");
        }
    }

    #[test]
    fn one_name_among_words_is_one_value() {
        for text in [
            "example.com",
            "exam ple.com",
            "John Q. Doe <john.doe@example.com>",
            "john.doe <john@example.com>",
            "https://example.com/?q=a,b.c;d.e",
            "mail,example.com",
            "example,co.uk",
            "mail.example,co.uk",
            "see example.com for more.",
            "<https://example.com|example.com>",
            "[example.com](https://example.com)",
            "version 1.2 3.4",
        ] {
            assert_eq!(check_single_name(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn lines_of_records_have_an_owner() {
        let owner = Some("example.com.");
        assert_eq!(find_record_owner("example.com. 3600 IN A 192.0.2.1"), owner);
        assert_eq!(find_record_owner("; <<>> dig\n\nexample.com.\t60\tin\tmx\t10 mail.example.com."), owner);
        assert_eq!(find_record_owner("example.com. TXT \"v=spf1 -all\""), owner);
        assert_eq!(find_record_owner("example.com a shop"), None);
        assert_eq!(find_record_owner("example.com IN A"), None);
    }
}
