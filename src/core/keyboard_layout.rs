//! Letters of other scripts, typed where a command is expected: the keyboard has another layout on.

use unicode_script::{Script, UnicodeScript as _};

/// Returns what to say about a letter that no command has because of its script; `None` for any other character.
pub fn explain_letter(letter: char) -> Option<String> {
    if !letter.is_alphabetic() {
        return None;
    }
    let what = match letter.script() {
        // As an input method for Chinese or Japanese types them.
        Script::Latin if matches!(letter, '\u{ff21}'..='\u{ff5a}') => "a full-width letter".to_owned(),
        Script::Latin | Script::Common | Script::Inherited | Script::Unknown => return None,
        script => format!("a letter of the {} script", script.full_name()),
    };
    Some(format!("{letter} is {what}, and the keys here are Latin letters: switch the keyboard layout."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_letter_of_another_script_is_explained() {
        for (letter, name) in [
            ('с', "the Cyrillic script"),
            ('ψ', "the Greek script"),
            ('ב', "the Hebrew script"),
            ('ؤ', "the Arabic script"),
            ('ㅊ', "the Hangul script"),
            ('そ', "the Hiragana script"),
            ('漢', "the Han script"),
            ('ｃ', "a full-width letter"),
        ] {
            let text = explain_letter(letter).unwrap();
            assert!(text.contains(letter) && text.contains(name), "{text}");
        }
        for other in "cCéß1?٣ «、".chars() {
            assert_eq!(explain_letter(other), None, "{other}");
        }
    }
}
