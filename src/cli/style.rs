//! Prints styled text, in colours if the stream takes them.
//!
//! A style is kept apart from its text until it is printed, so that no text can become a colour by itself.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::core::terminal_caps::osc8_hyperlink;
use crate::core::text::{escape_hidden, is_hidden};

pub(super) use crate::core::styled_text::{StyledText, TextStyle};

/// A style of the terminal's own sixteen colours, which fit its background.
const fn ansi_style(tone: TextStyle) -> Style {
    match tone {
        TextStyle::Success => AnsiColor::Green.on_default(),
        TextStyle::Error => AnsiColor::Red.on_default().bold(),
        TextStyle::Warning => AnsiColor::Yellow.on_default().bold(),
        TextStyle::Info => AnsiColor::Cyan.on_default().bold(),
        TextStyle::Muted => Style::new().dimmed(),
        TextStyle::Link => Style::new().underline(),
    }
}

/// The styles of message prefixes.
const PREFIX_STYLES: [(&str, TextStyle); 3] =
    [("error:", TextStyle::Error), ("warning:", TextStyle::Warning), ("note:", TextStyle::Info)];

/// Styles the prefix of a message, such as `error: …`.
pub(super) fn style_prefix(message: &str) -> StyledText {
    for (prefix, style) in PREFIX_STYLES {
        if let Some(rest) = message.strip_prefix(prefix) {
            return StyledText::default().styled(style, prefix).append(rest);
        }
    }
    message.into()
}

/// The text as it is printed, with or without colours and links of the terminal (OSC 8). Control characters in its lines are
/// escaped.
pub(super) fn render(text: &StyledText, colours: bool, links: bool) -> String {
    text.spans().fold(String::new(), |mut printed, (tone, piece)| {
        let mut piece = sanitize_lines(piece);
        if links && tone == Some(TextStyle::Link) {
            piece = osc8_hyperlink(&piece).into();
        }
        match tone.filter(|_| colours).map(ansi_style) {
            // Writing to a string cannot fail.
            Some(style) => drop(write!(printed, "{style}{piece}{style:#}")),
            None => printed += &piece,
        }
        printed
    })
}

fn sanitize_lines(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| character == '\n' || !is_hidden(character)) {
        return Cow::Borrowed(text);
    }
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => escape_hidden(line).into_owned() + "\n",
            None => escape_hidden(line).into_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_line_is_sanitized() {
        let text = StyledText::from("a\u{1b}[2J\u{9b}\nb\r\n\tc").styled(TextStyle::Success, "\u{1b}[31m");
        assert_eq!(render(&text, false, false), "a<U+001B>[2J<U+009B>\nb<U+000D>\n<U+0009>c<U+001B>[31m");
        assert!(render(&text, true, false).ends_with("c\u{1b}[32m<U+001B>[31m\u{1b}[0m"), "{text:?}");
    }

    #[test]
    fn styles_are_colors_only_if_color_is_on() {
        let text = StyledText::from("is ").styled(TextStyle::Error, "wrong");
        assert_eq!(render(&text, false, false), "is wrong");
        assert_eq!(render(&text, true, false), "is \u{1b}[1m\u{1b}[31mwrong\u{1b}[0m");
    }

    #[test]
    fn lines_are_styled_by_their_first_words() {
        let words = |text| render(&style_prefix(text), true, false);
        assert_eq!(words("warning: late"), "\u{1b}[1m\u{1b}[33mwarning:\u{1b}[0m late");
        assert_eq!(words("a warning: none"), "a warning: none");
    }

    #[test]
    fn an_address_is_a_link_only_if_the_terminal_supports_links() {
        let text = StyledText::from("at ").link("https://example.com/\u{7}");
        assert_eq!(render(&text, false, false), "at https://example.com/<U+0007>");
        let link = "\u{1b}]8;;https://example.com/<U+0007>\u{1b}\\https://example.com/<U+0007>\u{1b}]8;;\u{1b}\\";
        assert_eq!(render(&text, false, true), format!("at {link}"));
    }
}
