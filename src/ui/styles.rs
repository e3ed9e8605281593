//! Styles and icons, and the one gate that text passes on its way to the screen.
//!
//! Colours are the terminal's own sixteen, so that they fit its background. A colour never carries a meaning alone:
//! it only tints an icon or a mark with the same meaning.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;
use ratatui::text::Span;

use super::symbols::{ASCII, Symbols, UNICODE};
use crate::core::terminal_caps::{TerminalCaps, transliterate};
use crate::core::text::escape_hidden;

pub use crate::core::terminal_caps::{Charset, ColourSupport};
pub(super) use crate::wizard::page::Icon;

/// The styles for the abilities of a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Styles {
    charset: Charset,
    colour: ColourSupport,
    symbols: &'static Symbols,
}

impl Styles {
    /// The styles for these abilities.
    pub const fn new(charset: Charset, colour: ColourSupport) -> Self {
        let symbols = match charset {
            Charset::Unicode => &UNICODE,
            Charset::LinuxConsole | Charset::Ascii => &ASCII,
        };
        Self { charset, colour, symbols }
    }

    /// The styles for the terminal of this environment: see [`TerminalCaps::from_environment`].
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let TerminalCaps { charset, colour, .. } = TerminalCaps::from_environment(lookup);
        Self::new(charset, colour)
    }

    /// Text that may be drawn: hidden characters are escaped, and it is ASCII if the terminal has only that. Every text
    /// that is drawn passes here, because a terminal library silently drops what it cannot draw.
    pub(super) fn sanitize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = escape_hidden(text);
        if self.charset != Charset::Ascii || text.is_ascii() { text } else { Cow::Owned(transliterate(&text)) }
    }

    /// A span of sanitized text.
    pub(super) fn span(&self, text: &str, style: Style) -> Span<'static> {
        Span::styled(self.sanitize(text).into_owned(), style)
    }

    /// The icon in its colour.
    pub(super) fn icon(&self, icon: Icon) -> Span<'static> {
        let symbols = self.symbols();
        let (text, colour) = match icon {
            Icon::Success => (symbols.success, Color::Green),
            Icon::Error => (symbols.error, Color::Red),
            Icon::Warning => (symbols.warning, Color::Yellow),
            Icon::Info => (symbols.info, Color::Reset),
            Icon::Arrow => (symbols.arrow, Color::Cyan),
            Icon::Pending => return Span::styled(symbols.pending, Self::DIM),
        };
        Span::styled(text, self.tinted(colour).add_modifier(Modifier::BOLD))
    }

    /// A state in the colour of its icon: what is good to know needs none.
    pub(super) fn state(&self, icon: Icon) -> Style {
        self.icon(icon).style.remove_modifier(Modifier::BOLD)
    }

    pub(super) const fn symbols(&self) -> &'static Symbols {
        self.symbols
    }

    /// The border of a box.
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

    /// Whether letters beyond ASCII can be drawn.
    pub(super) fn shows_non_ascii(&self) -> bool {
        self.charset != Charset::Ascii
    }

    /// Ordinary text.
    pub(super) const PLAIN: Style = Style::new();

    /// A heading, and the most important part of a line.
    pub(super) const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);

    /// An explanation.
    pub(super) const DIM: Style = Style::new().add_modifier(Modifier::DIM);

    /// The current position.
    pub(super) fn accent(&self) -> Style {
        self.tinted(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    /// A letter that matches the filter. It has no colour, so that it can be read in the selected row too.
    pub(super) const HIGHLIGHT: Style = Style::new().add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED));

    /// The border of the focused field.
    pub(super) fn focused_border(&self) -> Style {
        self.tinted(Color::Cyan)
    }

    pub(super) fn error(&self) -> Style {
        self.tinted(Color::Red)
    }

    /// The selected row, besides its marker: the terminal's own text on its own background is legible in every palette.
    /// A state in it keeps its colour; nothing in it is dim.
    pub(super) fn selected(&self) -> Style {
        let style = Self::BOLD.remove_modifier(Modifier::DIM);
        match self.colour {
            ColourSupport::Ansi16 => style,
            ColourSupport::None => style.add_modifier(Modifier::REVERSED),
        }
    }

    /// The marker of the selected row.
    pub(super) fn marker(&self) -> Span<'static> {
        Span::styled(self.symbols.marker, self.tinted(Color::Cyan))
    }

    /// A word that must not be overlooked: its letters are in the colour of the background, which fits a colour that
    /// is legible on that background.
    pub(super) fn badge(&self) -> Style {
        self.tinted(Color::Yellow).add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// A field without a box.
    pub(super) const UNDERLINED: Style = Style::new().add_modifier(Modifier::UNDERLINED);

    pub(super) fn tinted(&self, colour: Color) -> Style {
        match self.colour {
            ColourSupport::Ansi16 if colour != Color::Reset => Style::new().fg(colour),
            ColourSupport::Ansi16 | ColourSupport::None => Style::new(),
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
