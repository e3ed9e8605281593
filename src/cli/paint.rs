//! Text with tones: how a part of it is meant, which a colour may underline and never says alone.
//!
//! A tone is kept beside its text until it is printed, so that what a text holds can never become a colour by itself.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::core::text::{is_hidden, visible};

/// How something is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// It is right.
    Good,
    /// It is wrong.
    Bad,
    /// It is to be known.
    Warning,
    /// It is good to know.
    Note,
    /// It may be passed over.
    Faint,
    /// It is an address, which a terminal may take a person to.
    Link,
}

impl Tone {
    /// One of the terminal's own sixteen colours, so that it fits the background.
    const fn style(self) -> Style {
        match self {
            Self::Good => AnsiColor::Green.on_default(),
            Self::Bad => AnsiColor::Red.on_default().bold(),
            Self::Warning => AnsiColor::Yellow.on_default().bold(),
            Self::Note => AnsiColor::Cyan.on_default().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Link => Style::new().underline(),
        }
    }
}

/// How words are meant that begin so.
const LEADING: [(&str, Tone); 3] = [("error:", Tone::Bad), ("warning:", Tone::Warning), ("note:", Tone::Note)];

/// Text, parts of which have a tone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Painted(Vec<(Option<Tone>, String)>);

impl Painted {
    /// Words whose beginning says how they are meant: `error: …`.
    pub(super) fn words(words: &str) -> Self {
        for (lead, tone) in LEADING {
            if let Some(rest) = words.strip_prefix(lead) {
                return Self::default().toned(tone, lead).and(rest);
            }
        }
        words.into()
    }

    /// With this behind it.
    pub(super) fn and(mut self, more: impl Into<Self>) -> Self {
        self.0.extend(more.into().0);
        self
    }

    /// With a text of this tone behind it.
    pub(super) fn toned(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.0.push((Some(tone), text.into()));
        self
    }

    /// With an address behind it.
    pub(super) fn link(self, address: &str) -> Self {
        self.toned(Tone::Link, address)
    }

    /// The text as it is printed, with or without colours, and with or without links of the terminal (OSC 8). Its lines are
    /// made harmless, whatever they hold.
    pub(super) fn printed(&self, colours: bool, links: bool) -> String {
        self.0.iter().fold(String::new(), |mut printed, (tone, piece)| {
            let mut piece = harmless(piece);
            if links && *tone == Some(Tone::Link) {
                piece = format!("\u{1b}]8;;{piece}\u{1b}\\{piece}\u{1b}]8;;\u{1b}\\").into();
            }
            match tone.filter(|_| colours).map(Tone::style) {
                // A string takes everything.
                Some(style) => drop(write!(printed, "{style}{piece}{style:#}")),
                None => printed += &piece,
            }
            printed
        })
    }
}

/// Whether a terminal of this `TERM` can be given links. One that does not know them passes them over, but for consoles and
/// the oldest, which would print them.
pub(super) fn takes_links(term: Option<&str>) -> bool {
    const WITHOUT: [&str; 6] = ["dumb", "linux", "vt", "cons", "screen", "sun"];
    term.is_some_and(|term| !term.is_empty() && !WITHOUT.iter().any(|kind| term.starts_with(kind)))
}

impl From<String> for Painted {
    fn from(text: String) -> Self {
        Self(vec![(None, text)])
    }
}

impl From<&str> for Painted {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T: Into<Self>> FromIterator<T> for Painted {
    fn from_iter<I: IntoIterator<Item = T>>(pieces: I) -> Self {
        pieces.into_iter().fold(Self::default(), Self::and)
    }
}

fn harmless(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| character == '\n' || !is_hidden(character)) {
        return Cow::Borrowed(text);
    }
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => visible(line).into_owned() + "\n",
            None => visible(line).into_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_line_holds_is_harmless() {
        let text = Painted::from("a\u{1b}[2J\u{9b}\nb\r\n\tc").toned(Tone::Good, "\u{1b}[31m");
        assert_eq!(text.printed(false, false), "a<U+001B>[2J<U+009B>\nb<U+000D>\n<U+0009>c<U+001B>[31m");
        assert!(text.printed(true, false).ends_with("c\u{1b}[32m<U+001B>[31m\u{1b}[0m"), "{text:?}");
    }

    #[test]
    fn tones_are_colours_only_where_they_may_be() {
        let text: Painted = [Painted::from("is "), Painted::default().toned(Tone::Bad, "wrong")].into_iter().collect();
        assert_eq!(text.printed(false, false), "is wrong");
        assert_eq!(text.printed(true, false), "is \u{1b}[1m\u{1b}[31mwrong\u{1b}[0m");
    }

    #[test]
    fn words_are_toned_by_how_they_begin() {
        let words = |text| Painted::words(text).printed(true, false);
        assert_eq!(words("warning: late"), "\u{1b}[1m\u{1b}[33mwarning:\u{1b}[0m late");
        assert_eq!(words("a warning: none"), "a warning: none");
    }

    #[test]
    fn an_address_is_a_link_only_where_the_terminal_takes_it() {
        let text = Painted::from("at ").link("https://example.com/\u{7}");
        assert_eq!(text.printed(false, false), "at https://example.com/<U+0007>");
        let link = "\u{1b}]8;;https://example.com/<U+0007>\u{1b}\\https://example.com/<U+0007>\u{1b}]8;;\u{1b}\\";
        assert_eq!(text.printed(false, true), format!("at {link}"));
        assert!(takes_links(Some("xterm-256color")) && takes_links(Some("tmux-256color")));
        for without in [None, Some(""), Some("dumb"), Some("linux"), Some("vt100"), Some("screen.xterm")] {
            assert!(!takes_links(without), "{without:?}");
        }
    }
}
