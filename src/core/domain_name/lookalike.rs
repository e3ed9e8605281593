//! Detects letters that can be mistaken for others (UTS 39): labels that mix scripts, labels that only look Latin, and
//! symbols.

use unicode_script::{Script, UnicodeScript as _};
use unicode_security::GeneralSecurityProfile as _;
use unicode_security::general_security_profile::IdentifierType;
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::skeleton;

use super::is_valid_name;
use super::normalize::is_joiner;
use super::warning::Warning;

/// Lists the warnings for a name whose Unicode form is `unicode`, at most one of each kind.
pub(super) fn check_lookalikes(ascii: &str, unicode: &str) -> Vec<Warning> {
    let tld = unicode.rsplit('.').next().unwrap_or_default();
    let labels = || unicode.split('.').filter(|label| !label.is_ascii());
    let plain = || latin_name(unicode);
    let mixed = labels().find(|label| is_mixed_script(label)).map(|label| Warning::MixedScript {
        label: label.to_owned(),
        scripts: script_names(label),
        ascii: ascii.to_owned(),
        suggestion: plain(),
    });
    let lookalike = labels()
        .filter(|label| *label != tld && !is_mixed_script(label) && !shares_script(label, tld))
        // A label whose only foreign characters are symbols gets the symbol warning instead.
        .filter(|label| label.chars().any(|letter| !letter.is_ascii() && !is_symbol(letter)))
        .find_map(latin_lookalike)
        .map(|looks_like| Warning::Lookalike { ascii: ascii.to_owned(), looks_like, suggestion: plain() });
    let symbol = unicode
        .chars()
        .find(|character| is_symbol(*character))
        .map(|symbol| Warning::SymbolOrEmoji { symbol, suggestion: with_ascii_hyphens(unicode) });
    mixed.into_iter().chain(lookalike).chain(symbol).collect()
}

/// Whether the label mixes scripts that no writing system combines. Latin next to Chinese, Japanese or Korean is common
/// and allowed, as at the level "highly restrictive" of UTS 39 section 5.2.
fn is_mixed_script(label: &str) -> bool {
    let resolved = |wanted: &dyn Fn(char) -> bool| {
        label.chars().filter(|letter| wanted(*letter)).fold(AugmentedScriptSet::default(), |mut set, letter| {
            set.intersect_with(letter.into());
            set
        })
    };
    let is_latin = |letter: char| AugmentedScriptSet::from(letter).base.contains_script(Script::Latin);
    let others = resolved(&|letter| !is_latin(letter));
    resolved(&|_| true).is_empty() && !(others.kore || others.hanb || others.jpan)
}

/// The English names of the scripts in a label, in order of appearance.
fn script_names(label: &str) -> Vec<&'static str> {
    let mut scripts = Vec::new();
    for script in label.chars().map(|letter| letter.script()) {
        let name = script.full_name();
        if !matches!(script, Script::Common | Script::Inherited) && !scripts.contains(&name) {
            scripts.push(name);
        }
    }
    scripts
}

/// The text that a label looks like, if its skeleton is plain ASCII.
fn latin_lookalike(label: &str) -> Option<String> {
    skeleton(label).all(|letter| letter.is_ascii()).then(|| to_latin_letters(label))
}

/// Whether the label uses the script of its top-level domain. In that context it is not read as Latin.
fn shares_script(label: &str, tld: &str) -> bool {
    let mut shared = AugmentedScriptSet::for_str(tld);
    shared.intersect_with(AugmentedScriptSet::for_str(label));
    !tld.is_ascii() && !shared.is_empty()
}

/// Replaces each foreign letter by the ASCII letter that it resembles, if there is one. ASCII letters stay, because
/// their skeletons differ from them: that of "m" is "rn".
fn to_latin_letters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            plain.push(letter);
        } else {
            plain.extend(skeleton(letter.encode_utf8(&mut [0; 4])).map(|letter| letter.to_ascii_lowercase()));
        }
    }
    plain
}

/// The name in ASCII letters, if each label has such a form. The top-level domain stays unchanged.
fn latin_name(unicode: &str) -> Option<String> {
    let (rest, tld) = unicode.rsplit_once('.')?;
    valid_ascii_name(&to_latin_letters(rest), tld)
}

/// The name with its dashes replaced by hyphens, if nothing else in it is unusual.
fn with_ascii_hyphens(unicode: &str) -> Option<String> {
    let (rest, tld) = unicode.rsplit_once('.').filter(|(rest, _)| rest.contains(is_dash))?;
    valid_ascii_name(&rest.replace(is_dash, "-"), tld)
}

/// Joins the labels and the top-level domain, if the labels are ASCII and the result is a valid name.
fn valid_ascii_name(labels: &str, tld: &str) -> Option<String> {
    let name = format!("{labels}.{tld}");
    (labels.is_ascii() && is_valid_name(&name)).then_some(name)
}

/// Whether IDNA 2008 (RFC 5892) excludes the character because it is not a letter, mark or digit. UTS 39 marks these
/// as `Not_XID`, except for punctuation inside words, which names cannot contain either.
fn is_symbol(character: char) -> bool {
    if character.is_ascii() || is_joiner(character) {
        return false;
    }
    let is_punctuation = matches!(character, '\u{2000}'..='\u{206F}' | '\u{30A0}' | '\u{58A}') || is_dash(character);
    is_punctuation
        || matches!(character.identifier_type(), None | Some(IdentifierType::Not_Character | IdentifierType::Not_XID))
}

const fn is_dash(character: char) -> bool {
    matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(unicode: &str) -> Vec<&'static str> {
        check_lookalikes("xn--", unicode).iter().map(Warning::code).collect()
    }

    #[test]
    fn scripts_that_are_used_together_are_not_mixed() {
        for label in
            ["日本語abc", "ひらがなカタカナ", "한국abc", "münchen", "москва2", "παράδειγμα", "i❤", "ex\u{301}ample"]
        {
            assert!(!is_mixed_script(label), "{label}");
        }
        for label in ["gооgle", "аpple", "abcא", "αbc"] {
            assert!(is_mixed_script(label), "{label}");
        }
    }

    #[test]
    fn scripts_are_named_in_their_order() {
        assert_eq!(script_names("g1о-o"), ["Latin", "Cyrillic"]);
    }

    #[test]
    fn a_latin_name_is_suggested_if_every_letter_has_a_lookalike() {
        let suggestion =
            |unicode| check_lookalikes("xn--", unicode).first().and_then(|found| found.suggestion().map(str::to_owned));
        assert_eq!(suggestion("mail.exаmple.com").as_deref(), Some("mail.example.com"));
        assert_eq!(suggestion("ѕсоре.com").as_deref(), Some("scope.com"));
        assert_eq!(suggestion("exдmple.com"), None);
        assert_eq!(suggestion("my–site.com").as_deref(), Some("my-site.com"));
        assert_eq!(suggestion("my–❤.com"), None);
    }

    #[test]
    fn each_kind_of_lookalike_has_its_own_warning() {
        assert_eq!(kinds("ѕсоре.com"), ["lookalike"]);
        assert_eq!(kinds("роса.рф"), [""; 0]);
        assert_eq!(kinds("срб.срб"), [""; 0]);
        assert_eq!(kinds("i❤.ws"), ["symbol-or-emoji"]);
        assert_eq!(kinds("my–site.com"), ["symbol-or-emoji"]);
        assert_eq!(kinds("ɡithub.com"), ["lookalike"]);
        for name in ["münchen.de", "日本語.jp", "l·l.cat", "ex\u{301}ample.com", "ไทย.com", "हिन्दी.com", "मराठी१.com"]
        {
            assert_eq!(kinds(name), [""; 0], "{name}");
        }
    }
}
