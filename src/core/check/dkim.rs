//! DKIM keys (RFC 6376 section 3.6.1). Two records are equal if their keys are equal, even if other tags repeat defaults.

use super::cause::{Cause, Comparison};
use super::dkim_alteration::describe_alteration;
use super::sanitize::sanitize;
use super::txt;
use crate::core::dkim::{KeyRecord, KeyRecordError, is_bare_key};

/// The least number of characters that count as a part of a key.
const MIN_KEY_CHARS: usize = 16;

/// The most characters that stand for a mistyped `p=`.
const MAX_TAG_CHARS: usize = 4;

/// Compares the texts of a selector.
pub(super) fn compare(expected: &str, texts: &[String]) -> Comparison {
    let Some(wanted) = expected_key(expected) else {
        return txt::compare(expected, texts);
    };
    let twice = (texts.len() > 1).then_some(Cause::DkimTwice { count: texts.len() });
    if let Some(of_right) = texts.iter().find_map(|text| match_record(expected, &wanted, text)) {
        return match twice {
            Some(twice) => Comparison::incorrect(vec![twice]),
            None => Comparison::correct_with(of_right),
        };
    }
    if let Some(count) = count_pieces(expected, &wanted, texts) {
        return Comparison::incorrect(vec![Cause::SplitRecords { count }]);
    }
    let mut causes: Vec<Cause> = texts.iter().flat_map(|text| diagnose(expected, &wanted, text)).collect();
    causes.extend(twice);
    Comparison::incorrect(causes)
}

/// Whether a text contains the expected key, in correct syntax or not.
pub(super) fn is_same_key(expected: &str, text: &str) -> bool {
    let Some(wanted) = expected_key(expected) else {
        return txt::is_same(expected, text);
    };
    let (plain, _) = txt::strip_zone_syntax(text);
    tag_value(&plain, "p").map(txt::strip_blanks).is_some_and(|key| key == wanted)
        || txt::strip_blanks(&plain) == wanted
}

/// The key of the expected record, if it has one.
fn expected_key(expected: &str) -> Option<String> {
    tag_value(expected, "p").map(txt::strip_blanks).filter(|key| !key.is_empty())
}

/// The content of a tag in a list that need not be valid.
fn tag_value<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    tag_values(text, name).next()
}

fn tag_values<'t>(text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let tags = text.split(';').filter_map(|tag| tag.split_once('='));
    tags.filter(move |(of, _)| of.trim() == name).map(|(_, content)| content.trim())
}

/// Facts about a correct record; `None` for a wrong one.
fn match_record(expected: &str, wanted: &str, text: &str) -> Option<Vec<Cause>> {
    let record = KeyRecord::parse(text).ok()?;
    // Receivers ignore blanks inside the key, and line breaks that fold (RFC 6376 section 3.2).
    let parts: Vec<&str> = record.key().split([' ', '\t']).filter(|part| !part.is_empty()).collect();
    let is_tidy = txt::strip_zone_syntax(text).1.is_empty();
    if !is_tidy || parts.concat() != *wanted || find_disabling_tag(expected, text).is_some() {
        return None;
    }
    let mut facts = Vec::new();
    facts.extend((parts.len() > 1).then_some(Cause::SplitWithBlanks));
    let is_test = |flags: &str| flags.split(':').any(|flag| flag.trim().eq_ignore_ascii_case("y"));
    // If AutoSend itself wants the flag, it is no slip.
    let is_unexpected = !tag_value(expected, "t").is_some_and(is_test);
    facts.extend(tag_value(text, "t").filter(|flags| is_test(flags) && is_unexpected).map(|_| Cause::KeyTest));
    Some(facts)
}

/// A tag that makes a record with the correct key useless.
fn find_disabling_tag(expected: &str, text: &str) -> Option<String> {
    let format_tag = |name: &str| tag_value(text, name).map(|content| sanitize(format!("{name}={content}").as_bytes()));
    let first = text.split(';').next().and_then(|tag| tag.split_once('=')).map(|(name, _)| name.trim());
    let kind = |text| tag_value(text, "k").unwrap_or("rsa").to_ascii_lowercase();
    let lists = |name: &str, one_of: &[&str]| {
        tag_value(text, name).is_none_or(|content| {
            content.split(':').any(|part| one_of.iter().any(|one| part.trim().eq_ignore_ascii_case(one)))
        })
    };
    match () {
        () if tag_value(text, "v").is_some_and(|version| version != "DKIM1" || first != Some("v")) => format_tag("v"),
        () if kind(text) != kind(expected) => format_tag("k").or_else(|| Some("k=rsa".to_owned())),
        () if !lists("s", &["*", "email"]) => format_tag("s"),
        () if !lists("h", &["sha256"]) => format_tag("h"),
        () => None,
    }
}

/// The causes for a text that is wrong.
fn diagnose(expected: &str, wanted: &str, text: &str) -> Vec<Cause> {
    let (plain, mut causes) = txt::strip_zone_syntax(text);
    let bare = txt::strip_blanks(&plain);
    let list_error = match KeyRecord::parse(&plain) {
        Err(KeyRecordError::Tags(error)) => Some(error.to_string()),
        Err(KeyRecordError::Version | KeyRecordError::NoKey) | Ok(_) => None,
    };
    let keys: Vec<String> = tag_values(&plain, "p").map(txt::strip_blanks).collect();
    let Some(key) = keys.iter().find(|key| *key == wanted).or_else(|| keys.first()) else {
        causes.extend(diagnose_missing_key_tag(wanted, &bare, &plain));
        return causes;
    };
    let has_missing_end = key.len() < wanted.len() && wanted.starts_with(key.as_str());
    if key == wanted {
        if let Some((position, character)) = blank_in_key(text) {
            causes.push(Cause::BlanksInside { position, character: txt::describe_character(character) });
        } else if let Some(flaw) = list_error {
            causes.push(Cause::DkimBroken { flaw: sanitize(flaw.as_bytes()) });
        } else if let Some(tag) = find_disabling_tag(expected, &plain) {
            causes.push(Cause::DkimTag { tag });
        }
    } else if key.is_empty() && list_error.is_none() {
        causes.push(Cause::RevokedKey);
    } else if bare.contains(wanted) {
        let added = plain.replacen(wanted, "", 1);
        causes.push(Cause::ExtraText { added: sanitize(added.trim().as_bytes()) });
    } else if let Some(change) = describe_alteration(wanted, tag_value(&plain, "p").unwrap_or_default(), &plain) {
        causes.push(Cause::KeyAltered { change: sanitize(change.as_bytes()) });
    } else if has_missing_end && key.len() >= MIN_KEY_CHARS {
        causes.push(Cause::Cut { octets: plain.len(), expected_octets: plain.len() + wanted.len() - key.len() });
    } else if key.eq_ignore_ascii_case(wanted) {
        causes.push(Cause::LetterCase);
    } else {
        causes.push(Cause::OtherKey);
    }
    causes
}

/// The causes for a text without the tag `p`.
fn diagnose_missing_key_tag(wanted: &str, bare: &str, plain: &str) -> Vec<Cause> {
    // The part that the key is in, and what is before it: `p:`, `P=`, `p`.
    let mut parts = plain.split(';').map(txt::strip_blanks);
    let with_key = parts.find_map(|part| part.strip_suffix(wanted).map(str::to_owned));
    if let Some(before) = with_key.filter(|before| before.len() <= MAX_TAG_CHARS) {
        let written = if before.is_empty() { None } else { Some(sanitize(before.as_bytes())) };
        return vec![Cause::BareKey { written }];
    }
    let part = plain.split(';').map(txt::strip_blanks).next_back().unwrap_or_default();
    let is_start = |text: &str| text.len() >= MIN_KEY_CHARS && text.len() < wanted.len() && wanted.starts_with(text);
    if is_start(&part) {
        vec![Cause::BareKey { written: None }, Cause::Cut { octets: part.len(), expected_octets: wanted.len() }]
    } else if let Some(change) = describe_alteration(wanted, plain, plain) {
        vec![Cause::BareKey { written: None }, Cause::KeyAltered { change: sanitize(change.as_bytes()) }]
    } else if is_bare_key(bare) {
        vec![Cause::BareKey { written: None }, Cause::OtherKey]
    } else if bare.is_empty() {
        vec![Cause::Cut { octets: 0, expected_octets: wanted.len() }]
    } else if bare.eq_ignore_ascii_case("v=DKIM1") || tag_value(plain, "v").is_some_and(|version| version == "DKIM1") {
        vec![Cause::Comment { found: sanitize(plain.as_bytes()) }]
    } else if bare.contains(wanted) {
        let added = plain.replacen(wanted, "", 1);
        vec![Cause::ExtraText { added: sanitize(added.trim().as_bytes()) }]
    } else {
        vec![Cause::OtherValue { can_coexist: false }]
    }
}

/// The first invalid character inside the key, with its position in the text.
fn blank_in_key(text: &str) -> Option<(usize, char)> {
    let after =
        text.char_indices().find_map(|(position, _)| text.get(position..)?.strip_prefix("p=").map(|_| position + 2))?;
    let skipped = text.get(..after)?.chars().count();
    let inside = text.get(after..)?.split(';').next()?.trim_end();
    let odd = |character: &char| txt::is_blank(*character) && !matches!(character, ' ' | '\t');
    inside
        .chars()
        .zip(skipped + 1..)
        .find(|(character, _)| odd(character))
        .map(|(character, position)| (position, character))
}

/// The number of texts over which the key is divided. The first may lack its tags.
fn count_pieces(expected: &str, wanted: &str, texts: &[String]) -> Option<usize> {
    txt::count_pieces(expected, texts).or_else(|| {
        texts.iter().find_map(|first| {
            let start = txt::strip_blanks(tag_value(&txt::strip_zone_syntax(first).0, "p")?);
            let rest = wanted.strip_prefix(&start).filter(|rest| !start.is_empty() && !rest.is_empty())?;
            let is_rest = |text: &String| txt::strip_zone_syntax(text).0 == rest;
            if texts.iter().any(is_rest) { Some(2) } else { txt::count_pieces(rest, texts).map(|count| count + 1) }
        })
    })
}
