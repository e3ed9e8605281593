//! Text with styles. A style may add a colour, but the text must make sense without it.

use super::domain::DomainStatus;

/// The meaning of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextStyle {
    /// Something is right.
    Success,
    /// Something is wrong.
    Error,
    /// The user must know this.
    Warning,
    /// The user may want to know this.
    Info,
    /// The user can skip this.
    Muted,
    /// A URL that the terminal may make clickable.
    Link,
}

impl TextStyle {
    /// The style for a status. An unknown status has none.
    pub fn from_status(status: &DomainStatus) -> Option<Self> {
        match status {
            DomainStatus::Verified => Some(Self::Success),
            DomainStatus::Pending => Some(Self::Warning),
            DomainStatus::Other(_) => status.is_failure().then_some(Self::Error),
        }
    }
}

/// Text in pieces, each with an optional style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StyledText(Vec<(Option<TextStyle>, String)>);

impl StyledText {
    /// Appends a text with an optional style.
    pub fn push(&mut self, style: impl Into<Option<TextStyle>>, text: impl AsRef<str>) {
        let (style, text) = (style.into(), text.as_ref());
        match self.0.last_mut() {
            Some((last, piece)) if *last == style => piece.push_str(text),
            _ => self.0.push((style, text.to_owned())),
        }
    }

    /// Like [`Self::push`], for chaining.
    #[must_use]
    pub fn styled(mut self, style: impl Into<Option<TextStyle>>, text: impl AsRef<str>) -> Self {
        self.push(style, text);
        self
    }

    /// Appends a URL.
    #[must_use]
    pub fn link(self, address: &str) -> Self {
        self.styled(TextStyle::Link, address)
    }

    /// Appends another styled text.
    #[must_use]
    pub fn append(mut self, more: impl Into<Self>) -> Self {
        for (style, piece) in more.into().0 {
            self.push(style, piece);
        }
        self
    }

    /// The pieces, each with its style.
    pub fn spans(&self) -> impl Iterator<Item = (Option<TextStyle>, &str)> {
        self.0.iter().map(|(style, piece)| (*style, piece.as_str()))
    }

    /// The text without styles.
    pub fn text(&self) -> String {
        self.spans().map(|(_, piece)| piece).collect()
    }
}

impl From<String> for StyledText {
    fn from(text: String) -> Self {
        Self(vec![(None, text)])
    }
}

impl From<&str> for StyledText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T: Into<Self>> FromIterator<T> for StyledText {
    fn from_iter<I: IntoIterator<Item = T>>(pieces: I) -> Self {
        pieces.into_iter().fold(Self::default(), Self::append)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjacent_pieces_of_one_style_are_joined() {
        let toned = StyledText::from("a").append("b").styled(TextStyle::Success, "c").append(StyledText::from("d"));
        let pieces: Vec<_> = toned.spans().collect();
        assert_eq!(pieces, [(None, "ab"), (Some(TextStyle::Success), "c"), (None, "d")]);
        assert_eq!(toned.text(), "abcd");
    }

    #[test]
    fn each_status_has_its_style() {
        let style = |status| TextStyle::from_status(&DomainStatus::parse(status));
        assert_eq!(style("VERIFIED"), Some(TextStyle::Success));
        assert_eq!(style("PENDING_CONFIGURATION"), Some(TextStyle::Warning));
        assert_eq!((style("DKIM_FAILED"), style("PAUSED")), (Some(TextStyle::Error), None));
    }
}
