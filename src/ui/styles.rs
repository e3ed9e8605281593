//! How things look: few meanings, each with its style and its sign, and the one gate that text passes on its way
//! to the screen.
//!
//! Colours are the terminal's own sixteen, so that they fit its background. A colour never says anything alone:
//! it only tints a sign or a mark that says the same.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;
use ratatui::text::Span;

use super::symbols::{ASCII, Symbols, UNICODE};
use crate::core::terminal_caps::{TerminalCaps, transliterate};
use crate::core::text::escape_hidden;

pub use crate::core::terminal_caps::{Charset, ColourSupport};
pub(super) use crate::wizard::page::Icon;

/// The looks of the program.
#[derive(Clone, Copy, Debug)]
pub struct Styles {
    charset: Charset,
    colour: ColourSupport,
    symbols: &'static Symbols,
}

impl Styles {
    /// Looks for these abilities of the terminal.
    #[must_use]
    pub const fn new(charset: Charset, colour: ColourSupport) -> Self {
        let symbols = match charset {
            Charset::Unicode => &UNICODE,
            Charset::LinuxConsole | Charset::Ascii => &ASCII,
        };
        Self { charset, colour, symbols }
    }

    /// Looks for what the environment tells of the terminal: see [`TerminalCaps::from_environment`].
    #[must_use]
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let TerminalCaps { charset, colour, .. } = TerminalCaps::from_environment(lookup);
        Self::new(charset, colour)
    }

    /// Text as it may be drawn: nothing hidden in it, and in ASCII where the terminal has no more. Every text that
    /// is drawn passes here, since a terminal library drops what it cannot draw without a word.
    pub(super) fn sanitize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = escape_hidden(text);
        if self.charset != Charset::Ascii || text.is_ascii() { text } else { Cow::Owned(transliterate(&text)) }
    }

    /// A piece of a line.
    pub(super) fn span(&self, text: &str, style: Style) -> Span<'static> {
        Span::styled(self.sanitize(text).into_owned(), style)
    }

    /// The sign of a meaning, in its colour.
    pub(super) fn icon(&self, icon: Icon) -> Span<'static> {
        let symbols = self.symbols();
        let (text, colour) = match icon {
            Icon::Success => (symbols.success, Color::Green),
            Icon::Error => (symbols.error, Color::Red),
            Icon::Warning => (symbols.warning, Color::Yellow),
            Icon::Info => (symbols.info, Color::Reset),
            Icon::Arrow => (symbols.arrow, Color::Cyan),
        };
        Span::styled(text, self.tinted(colour).add_modifier(Modifier::BOLD))
    }

    /// The signs of this terminal.
    pub(super) const fn symbols(&self) -> &'static Symbols {
        self.symbols
    }

    /// The lines of a box.
    pub(super) const fn border(&self) -> border::Set<'static> {
        match self.charset {
            Charset::Unicode | Charset::LinuxConsole => border::PLAIN,
            Charset::Ascii => border::Set {
                top_left: "+",
                top_right: "+",
                bottom_left: "+",
                bottom_right: "+",
                vertical_left: "|",
                vertical_right: "|",
                horizontal_top: "-",
                horizontal_bottom: "-",
            },
        }
    }

    /// Whether letters beyond ASCII can be shown.
    pub(super) fn shows_non_ascii(&self) -> bool {
        self.charset != Charset::Ascii
    }

    /// What is read as it is.
    pub(super) const PLAIN: Style = Style::new();

    /// A heading, and what matters most in a line.
    pub(super) const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);

    /// What explains.
    pub(super) const DIM: Style = Style::new().add_modifier(Modifier::DIM);

    /// Where one is.
    pub(super) fn accent(&self) -> Style {
        self.tinted(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// A letter that matches what was typed.
    pub(super) fn highlight(&self) -> Style {
        self.tinted(Color::Cyan).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// The edge of the field that is typed into.
    pub(super) fn focused_border(&self) -> Style {
        self.tinted(Color::Cyan)
    }

    /// What is wrong.
    pub(super) fn error(&self) -> Style {
        self.tinted(Color::Red)
    }

    /// The row in focus. Reversed only without colours: some terminals hardly show it.
    pub(super) fn selected(&self) -> Style {
        self.filled(Color::Cyan)
    }

    /// A word that must not be overlooked.
    pub(super) fn badge(&self) -> Style {
        self.filled(Color::Yellow)
    }

    /// A field to type into, where there is no room for a box.
    pub(super) const UNDERLINED: Style = Style::new().add_modifier(Modifier::UNDERLINED);

    fn tinted(&self, colour: Color) -> Style {
        match self.colour {
            ColourSupport::Ansi16 if colour != Color::Reset => Style::new().fg(colour),
            ColourSupport::Ansi16 | ColourSupport::None => Style::new(),
        }
    }

    fn filled(&self, colour: Color) -> Style {
        // Bold black is grey in some terminals, and dim text is hard to read on a colour.
        match self.colour {
            ColourSupport::Ansi16 => Style::new().fg(Color::Black).bg(colour).remove_modifier(Modifier::DIM),
            ColourSupport::None => {
                Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD).remove_modifier(Modifier::DIM)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_never_reach_the_screen() {
        let unicode = Styles::new(Charset::Unicode, ColourSupport::Ansi16);
        let ascii = Styles::new(Charset::Ascii, ColourSupport::Ansi16);
        assert_eq!(unicode.sanitize("a\u{1b}[2Jb"), "a<U+001B>[2Jb");
        assert_eq!(unicode.sanitize("münchen…"), "münchen…");
        assert_eq!(ascii.sanitize("münchen… ↑"), "m<U+00FC>nchen... Up");
    }
}
