//! What may have been meant by a text that is refused. Every candidate is assessed itself, so what is offered is
//! never refused in turn.

use super::clean::{is_bidi_control, is_blank, is_control, is_joiner};
use super::reason::Reason;
use super::suffix::has_known_ending;
use super::types::DomainName;
use super::{examine, pieces, suffix};

/// A repaired name, if one can be told.
///
/// `text` is the whole text without invisible characters, `host` the part of it that was taken for a name.
pub(super) fn repair(reason: &Reason, text: &str, host: &str) -> Option<String> {
    candidates(reason, text, host).iter().find_map(|candidate| usable(candidate))
}

/// The candidates in the order of their likelihood.
fn candidates(reason: &Reason, text: &str, host: &str) -> Vec<String> {
    match reason {
        Reason::SeveralValues { .. } => first_name(text).into_iter().collect(),
        Reason::RecordLine => pieces::record_owner(text).map(below_records).unwrap_or_default(),
        Reason::SpaceInside { .. } => spaced(text, host),
        Reason::BadCharacter { character, .. } => bad_character(*character, text, host),
        Reason::CommaForDot => vec![without_blanks(host).replace(',', ".")],
        Reason::EmptyLabel => vec![filled_labels(host), trimmed_labels(host, '-')],
        Reason::HyphenAtEdge { label } if !label.starts_with("xn--") => vec![trimmed_labels(host, '-')],
        Reason::Underscore => vec![host.replace('_', "-"), trimmed_labels(&host.replace('_', "-"), '-')],
        Reason::RecordName { .. } => below_records(host),
        Reason::Wildcard => vec![host.rsplit("*.").next().unwrap_or_default().to_owned()],
        Reason::PercentEncoding => percent_decoded(host).into_iter().collect(),
        Reason::ControlCharacter(_) | Reason::BidiControl(_) => vec![without_controls(host)],
        Reason::Idna { character: Some(found), .. } if is_joiner(found.character) => vec![host.replace(is_joiner, "")],
        Reason::BadTld { .. } => suffix::near(&host.to_ascii_lowercase()).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The name that the candidate is, in the letters that lead back to it.
fn usable(candidate: &str) -> Option<String> {
    let name = examine(candidate).ok()?.name;
    let leads_back = |unicode: &&str| examine(unicode).is_ok_and(|found| found.name.as_str() == name.as_str());
    Some(name.unicode().filter(leads_back).unwrap_or_else(|| DomainName::as_str(&name)).to_owned())
}

/// Whether the text may hold the password of an address: then only what stands at the place of a host is used.
fn may_hold_secret(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(before, _)| before.contains(':'))
}

fn first_name(text: &str) -> Option<String> {
    if may_hold_secret(text) { None } else { pieces::names(text).next().map(str::to_owned) }
}

/// Two pieces are a name with a gap; among more words, the one that is a name is meant.
fn spaced(text: &str, host: &str) -> Vec<String> {
    let joined = without_blanks(host);
    let is_gap = host.split(is_blank).filter(|word| !word.is_empty()).count() == 2 && has_known_ending(&joined);
    let among = first_name(text).into_iter();
    is_gap.then(|| joined.clone()).into_iter().chain(among).chain([joined]).collect()
}

/// Nothing is guessed of what holds a colon, which may part a user from a password.
fn bad_character(character: char, text: &str, host: &str) -> Vec<String> {
    if host.contains(is_blank) {
        return first_name(text).into_iter().collect();
    }
    if character == ':' {
        return Vec::new();
    }
    let before = host.split(character).next().unwrap_or_default().to_owned();
    let (without, dotted) = (host.replace(character, ""), host.replace(character, "."));
    let mut candidates = vec![before, without.clone(), dotted];
    candidates.retain(|candidate| has_known_ending(candidate));
    candidates.push(without);
    candidates
}

/// The part after the labels of a record; else the part before them; else the name without underscores.
fn below_records(host: &str) -> Vec<String> {
    let labels: Vec<&str> = host.trim_end_matches('.').split('.').collect();
    let is_record = |label: &&str| label.starts_with('_');
    let after = labels.iter().rposition(is_record).map_or(0, |place| place + 1);
    let before = labels.iter().position(is_record).unwrap_or(labels.len());
    let join = |part: Option<&[&str]>| part.unwrap_or_default().join(".");
    vec![join(labels.get(after..)), join(labels.get(..before)), host.replace('_', "")]
}

fn without_blanks(text: &str) -> String {
    text.replace(is_blank, "")
}

fn filled_labels(host: &str) -> String {
    host.split('.').filter(|label| !label.is_empty()).collect::<Vec<_>>().join(".")
}

fn trimmed_labels(host: &str, edge: char) -> String {
    filled_labels(&host.split('.').map(|label| label.trim_matches(edge)).collect::<Vec<_>>().join("."))
}

/// The text without controls, and without the rest of the colour codes of a terminal (ECMA-48 section 5.4).
fn without_controls(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' && characters.next_if_eq(&'[').is_some() {
            while characters.next_if(|next| matches!(next, '0'..='?')).is_some() {}
            let _ = characters.next_if(|next| matches!(next, '@'..='~'));
        } else if !is_control(character) && !is_bidi_control(character) {
            plain.push(character);
        }
    }
    plain
}

fn percent_decoded(host: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(host.len());
    let mut rest = host.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let (code, after) = rest.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::super::{Assessment, Refused, assess};

    fn suggestion(given: &str) -> Option<String> {
        match assess(given) {
            Assessment::Refused(Refused { suggestion, .. }) => suggestion,
            other => panic!("{given:?} is not refused: {other:?}"),
        }
    }

    #[test]
    fn slips_are_repaired() {
        for (given, meant) in [
            ("example .com", "example.com"),
            ("exam ple.com", "example.com"),
            ("my domain is example.com", "example.com"),
            ("Domain: example.com", "example.com"),
            ("- example.com", "example.com"),
            ("example.com example.org", "example.com"),
            ("a@example.com, b@example.org", "example.com"),
            ("example,com", "example.com"),
            ("example, com", "example.com"),
            ("example;com", "example.com"),
            ("exam!ple.com", "example.com"),
            ("example.com (main)", "example.com"),
            ("example.com(main)", "example.com"),
            ("example.com\\x", "example.com"),
            ("example.com MX", "example.com"),
            ("exam ple.test", "ple.test"),
            ("foo..-bar.com", "foo.bar.com"),
            ("example..com", "example.com"),
            ("..example.com", "example.com"),
            ("example.com..", "example.com"),
            ("-foo-.com", "foo.com"),
            ("foo.-.com", "foo.com"),
            ("foo_bar.com", "foo-bar.com"),
            ("foo_.com", "foo.com"),
            ("_dmarc.example.com", "example.com"),
            ("pb._domainkey.mail.example.com", "mail.example.com"),
            ("example.com._domainkey", "example.com"),
            ("_foo.com", "foo.com"),
            ("*.example.com", "example.com"),
            ("exam%70le.com", "example.com"),
            ("m%C3%BCnchen.de", "münchen.de"),
            ("exa\u{202e}mple.com", "example.com"),
            ("\u{200e}example.com", "example.com"),
            ("exam\u{1b}ple.com", "example.com"),
            ("\u{1b}[1;31mexample.com\u{1b}[0m", "example.com"),
            ("exam\u{200d}ple.com", "example.com"),
            ("example.c0m", "example.com"),
            ("example.com. 3600 IN A 192.0.2.1", "example.com"),
            ("_dmarc.example.com. IN TXT \"v=DMARC1; p=none\"", "example.com"),
            ("münchen..de", "münchen.de"),
        ] {
            assert_eq!(suggestion(given).as_deref(), Some(meant), "{given:?}");
        }
    }

    #[test]
    fn where_nothing_can_be_told_nothing_is_offered() {
        for given in
            ["", "mailserver", "com", "javascript:alert(1)", "'; DROP TABLE domains; --", "xn--.com", "1.2.3.4"]
        {
            assert_eq!(suggestion(given), None, "{given:?}");
        }
    }

    #[test]
    fn nothing_is_taken_from_a_password() {
        for given in [
            "https://user:hidden.com",
            "https://user:a.*.hidden.com",
            "https://user:x hidden.com y.com @example.com",
            "https://user:hidden.com/x@example.com",
            "user:pa/hidden.com@x y.com",
            "https://user:hidden.com, z.com w.com@example.com",
        ] {
            assert_eq!(suggestion(given), None, "{given:?}");
        }
    }
}
