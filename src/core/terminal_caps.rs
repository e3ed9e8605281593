//! Which characters and colours the terminal can show, according to the environment. Also converts text to ASCII.

use super::text::code_point;

/// The characters that the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// All of Unicode.
    Unicode,
    /// The Linux console: it decodes UTF-8, but its font has few symbols.
    LinuxConsole,
    /// ASCII only.
    Ascii,
}

/// The colours that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourSupport {
    /// The terminal's own sixteen colours.
    Ansi16,
    /// No colours. Bold, dim and reverse may still be used.
    None,
}

/// The variables that determine the character encoding. As in POSIX, the first that is set decides.
pub const LOCALE_VARIABLES: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// The capabilities of the terminal, according to the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerminalCaps {
    /// The characters that the terminal can show.
    pub charset: Charset,
    /// The colours that may be used.
    pub colour: ColourSupport,
    /// The variable that sets the locale, and its value. The value is untrusted.
    pub locale: Option<(&'static str, String)>,
}

impl TerminalCaps {
    /// Reads the environment through `lookup`. Colours are off if `NO_COLOR` is set and not empty (no-color.org). The
    /// Linux console gets few symbols. A terminal gets ASCII if the locale is not UTF-8; the locale is `LC_ALL`, else
    /// `LC_CTYPE`, else `LANG`, where an empty variable counts as unset (POSIX).
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| lookup(name).filter(|value| !value.is_empty());
        let locale = LOCALE_VARIABLES.into_iter().find_map(|name| Some((name, set(name)?)));
        let is_unicode = locale.as_ref().is_some_and(|(_, locale)| is_utf8(locale));
        let charset = match (is_unicode, set("TERM").as_deref()) {
            (true, Some("linux")) => Charset::LinuxConsole,
            (true, _) => Charset::Unicode,
            (false, _) => Charset::Ascii,
        };
        let colour = if set("NO_COLOR").is_some() { ColourSupport::None } else { ColourSupport::Ansi16 };
        Self { charset, colour, locale }
    }
}

/// Converts text to ASCII: the program's own symbols become words, any other character its code point.
pub fn transliterate(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\0'..='\x7F' => ascii.push(character),
            '…' => ascii.push_str("..."),
            '↑' => ascii.push_str("Up"),
            '↓' => ascii.push_str("Down"),
            '←' => ascii.push_str("Left"),
            '→' => ascii.push_str("->"),
            '·' | '–' | '—' => ascii.push('-'),
            '‘' | '’' => ascii.push('\''),
            '“' | '”' => ascii.push('"'),
            '✓' => ascii.push_str("ok"),
            '✗' => ascii.push('x'),
            other => {
                ascii.push('<');
                ascii.push_str(&code_point(other));
                ascii.push('>');
            }
        }
    }
    ascii
}

/// Whether the encoding of a locale is UTF-8, in any spelling: `de_DE.UTF-8`, `C.utf8`, `UTF-8`.
fn is_utf8(locale: &str) -> bool {
    let letters: String = locale.chars().filter(char::is_ascii_alphanumeric).collect();
    letters.to_ascii_lowercase().contains("utf8")
}

/// Whether a terminal with this `TERM` can be sent hyperlinks. Terminals without support ignore them, except for
/// consoles and very old terminals, which would print them.
pub fn supports_hyperlinks(term: Option<&str>) -> bool {
    const WITHOUT: [&str; 6] = ["dumb", "linux", "vt", "cons", "screen", "sun"];
    term.is_some_and(|term| !term.is_empty() && !WITHOUT.iter().any(|kind| term.starts_with(kind)))
}

/// A hyperlink for the terminal (OSC 8). The URL must not contain hidden characters.
pub fn osc8_hyperlink(address: &str) -> String {
    format!("\u{1b}]8;;{address}\u{1b}\\{address}\u{1b}]8;;\u{1b}\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> TerminalCaps {
        TerminalCaps::from_environment(|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_first_locale_that_is_set_decides() {
        for (variables, charset) in [
            (&[("LANG", "de_DE.UTF-8")][..], Charset::Unicode),
            (&[("LANG", "C.utf8")], Charset::Unicode),
            (&[("LC_CTYPE", "UTF-8")], Charset::Unicode),
            (&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")], Charset::Ascii),
            (&[("LC_ALL", ""), ("LC_CTYPE", "POSIX"), ("LANG", "de_DE.UTF-8")], Charset::Ascii),
            (&[("LC_ALL", ""), ("LC_CTYPE", ""), ("LANG", "en_GB.utf-8")], Charset::Unicode),
            (&[("LANG", "de_DE.ISO-8859-1")], Charset::Ascii),
            (&[], Charset::Ascii),
            (&[("LANG", "en_US.UTF-8"), ("TERM", "linux")], Charset::LinuxConsole),
            (&[("TERM", "linux")], Charset::Ascii),
        ] {
            assert_eq!(from(variables).charset, charset, "{variables:?}");
        }
    }

    #[test]
    fn the_locale_in_force_is_named_with_its_variable() {
        let locale = from(&[("LC_ALL", ""), ("LC_CTYPE", "C"), ("LANG", "de_DE.UTF-8")]).locale;
        assert_eq!(locale, Some(("LC_CTYPE", "C".to_owned())));
        assert_eq!(from(&[]).locale, None);
    }

    #[test]
    fn symbols_become_words_in_ascii_and_letters_code_points() {
        assert_eq!(transliterate("ü… ↑ “x”"), "<U+00FC>... Up \"x\"");
    }

    #[test]
    fn an_empty_no_color_has_no_effect() {
        assert_eq!(from(&[("NO_COLOR", "1")]).colour, ColourSupport::None);
        assert_eq!(from(&[("NO_COLOR", "")]).colour, ColourSupport::Ansi16);
        assert_eq!(from(&[]).colour, ColourSupport::Ansi16);
    }

    #[test]
    fn links_are_written_to_terminals_that_ignore_unknown_sequences() {
        assert!(supports_hyperlinks(Some("xterm-256color")) && supports_hyperlinks(Some("tmux-256color")));
        for without in [None, Some(""), Some("dumb"), Some("linux"), Some("vt100"), Some("screen.xterm")] {
            assert!(!supports_hyperlinks(without), "{without:?}");
        }
    }
}
