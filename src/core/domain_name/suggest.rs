//! Suggests what the user may have meant by rejected input. Every candidate is assessed too, so a suggestion is never
//! itself rejected.

use super::assessment::DomainName;
use super::normalize::{is_bidi_control, is_blank, is_control, is_joiner};
use super::public_suffix::has_known_suffix;
use super::reject_reason::RejectReason;
use super::{multiple_names, parse_input, public_suffix};

/// Suggests a repaired name, if there is a likely one.
///
/// `text` is the whole text without invisible characters, `host` the part that was taken for the host.
pub(super) fn suggest_name(reason: &RejectReason, text: &str, host: &str) -> Option<String> {
    candidates(reason, text, host).iter().find_map(|candidate| validate_candidate(candidate))
}

/// Repair candidates, the most likely first.
fn candidates(reason: &RejectReason, text: &str, host: &str) -> Vec<String> {
    match reason {
        RejectReason::SeveralValues { .. } => first_found_name(text).into_iter().collect(),
        RejectReason::RecordLine => {
            multiple_names::find_record_owner(text).map(record_name_candidates).unwrap_or_default()
        }
        RejectReason::SpaceInside { .. } => space_candidates(text, host),
        RejectReason::BadCharacter { character, .. } => bad_character_candidates(*character, text, host),
        RejectReason::CommaForDot => vec![remove_blanks(host).replace(',', ".")],
        RejectReason::EmptyLabel => vec![drop_empty_labels(host), trim_labels(host, '-')],
        RejectReason::HyphenAtEdge { label } if !label.starts_with("xn--") => vec![trim_labels(host, '-')],
        RejectReason::Underscore => vec![host.replace('_', "-"), trim_labels(&host.replace('_', "-"), '-')],
        RejectReason::RecordName { .. } => record_name_candidates(host),
        RejectReason::Wildcard => vec![host.rsplit("*.").next().unwrap_or_default().to_owned()],
        RejectReason::PercentEncoding => percent_decode(host).into_iter().collect(),
        RejectReason::ControlCharacter(_) | RejectReason::BidiControl(_) => vec![strip_controls(host)],
        RejectReason::Idna { character: Some(found), .. } if is_joiner(found.character) => {
            vec![host.replace(is_joiner, "")]
        }
        RejectReason::BadTld { .. } => public_suffix::suggest_tld(&host.to_ascii_lowercase()).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Assesses the candidate and returns its name, in Unicode if that converts back to the same ASCII form.
fn validate_candidate(candidate: &str) -> Option<String> {
    let name = parse_input(candidate).ok()?.name;
    let leads_back = |unicode: &&str| parse_input(unicode).is_ok_and(|found| found.name.as_str() == name.as_str());
    Some(name.unicode().filter(leads_back).unwrap_or_else(|| DomainName::as_str(&name)).to_owned())
}

/// Whether the text may contain the password of a URL. If so, only the text in the position of the host is used.
fn may_contain_password(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(before, _)| before.contains(':'))
}

fn first_found_name(text: &str) -> Option<String> {
    if may_contain_password(text) { None } else { multiple_names::find_names(text).next().map(str::to_owned) }
}

/// Two words are probably one name with a space in it. Among more words, the one that is a name is probably meant.
fn space_candidates(text: &str, host: &str) -> Vec<String> {
    let joined = remove_blanks(host);
    let is_gap = host.split(is_blank).filter(|word| !word.is_empty()).count() == 2 && has_known_suffix(&joined);
    let among = first_found_name(text).into_iter();
    is_gap.then(|| joined.clone()).into_iter().chain(among).chain([joined]).collect()
}

/// A colon may separate a user from a password, so text with a colon gets no suggestion.
fn bad_character_candidates(character: char, text: &str, host: &str) -> Vec<String> {
    if host.contains(is_blank) {
        return first_found_name(text).into_iter().collect();
    }
    if character == ':' {
        return Vec::new();
    }
    let before = host.split(character).next().unwrap_or_default().to_owned();
    let (without, dotted) = (host.replace(character, ""), host.replace(character, "."));
    let mut candidates = vec![before, without.clone(), dotted];
    candidates.retain(|candidate| has_known_suffix(candidate));
    candidates.push(without);
    candidates
}

/// The part after the record's labels, then the part before them, then the name without underscores.
fn record_name_candidates(host: &str) -> Vec<String> {
    let labels: Vec<&str> = host.trim_end_matches('.').split('.').collect();
    let is_record = |label: &&str| label.starts_with('_');
    let after = labels.iter().rposition(is_record).map_or(0, |index| index + 1);
    let before = labels.iter().position(is_record).unwrap_or(labels.len());
    let join = |part: Option<&[&str]>| part.unwrap_or_default().join(".");
    vec![join(labels.get(after..)), join(labels.get(..before)), host.replace('_', "")]
}

fn remove_blanks(text: &str) -> String {
    text.replace(is_blank, "")
}

fn drop_empty_labels(host: &str) -> String {
    host.split('.').filter(|label| !label.is_empty()).collect::<Vec<_>>().join(".")
}

fn trim_labels(host: &str, edge: char) -> String {
    drop_empty_labels(&host.split('.').map(|label| label.trim_matches(edge)).collect::<Vec<_>>().join("."))
}

/// Removes control characters, including whole colour codes of a terminal (ECMA-48 section 5.4).
fn strip_controls(text: &str) -> String {
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

fn percent_decode(host: &str) -> Option<String> {
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
    use crate::core::domain_name::{Assessment, Rejected, assess};

    fn suggestion(input: &str) -> Option<String> {
        match assess(input) {
            Assessment::Rejected(Rejected { suggestion, .. }) => suggestion,
            other => panic!("{input:?} is not refused: {other:?}"),
        }
    }

    #[test]
    fn typos_are_repaired() {
        for (input, meant) in [
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
            assert_eq!(suggestion(input).as_deref(), Some(meant), "{input:?}");
        }
    }

    #[test]
    fn input_without_a_likely_name_gets_no_suggestion() {
        for input in
            ["", "mailserver", "com", "javascript:alert(1)", "'; DROP TABLE domains; --", "xn--.com", "1.2.3.4"]
        {
            assert_eq!(suggestion(input), None, "{input:?}");
        }
    }

    #[test]
    fn no_suggestion_comes_from_a_password() {
        for input in [
            "https://user:hidden.com",
            "https://user:a.*.hidden.com",
            "https://user:x hidden.com y.com @example.com",
            "https://user:hidden.com/x@example.com",
            "user:pa/hidden.com@x y.com",
            "https://user:hidden.com, z.com w.com@example.com",
        ] {
            assert_eq!(suggestion(input), None, "{input:?}");
        }
    }
}
