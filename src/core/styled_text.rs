//! Text with tones: how a part of it is meant, which a colour may underline and never says alone.

use super::domain::DomainStatus;

/// How something is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextStyle {
    /// It is right.
    Success,
    /// It is wrong.
    Error,
    /// It is to be known.
    Warning,
    /// It is good to know.
    Info,
    /// It may be passed over.
    Muted,
    /// It is an address, which a terminal may take a person to.
    Link,
}

impl TextStyle {
    /// How a status is meant; none for a status that nobody knows.
    #[must_use]
    pub fn from_status(status: &DomainStatus) -> Option<Self> {
        match status {
            DomainStatus::Verified => Some(Self::Success),
            DomainStatus::Pending => Some(Self::Warning),
            DomainStatus::Other(_) => status.is_failure().then_some(Self::Error),
        }
    }
}

/// Text, parts of which have a tone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StyledText(Vec<(Option<TextStyle>, String)>);

impl StyledText {
    /// Puts a text behind it that has a tone, or none.
    pub fn push(&mut self, tone: impl Into<Option<TextStyle>>, text: impl AsRef<str>) {
        let (tone, text) = (tone.into(), text.as_ref());
        match self.0.last_mut() {
            Some((last, piece)) if *last == tone => piece.push_str(text),
            _ => self.0.push((tone, text.to_owned())),
        }
    }

    /// With a text behind it that has a tone, or none.
    #[must_use]
    pub fn styled(mut self, tone: impl Into<Option<TextStyle>>, text: impl AsRef<str>) -> Self {
        self.push(tone, text);
        self
    }

    /// With an address behind it.
    #[must_use]
    pub fn link(self, address: &str) -> Self {
        self.styled(TextStyle::Link, address)
    }

    /// With another one behind it.
    #[must_use]
    pub fn append(mut self, more: impl Into<Self>) -> Self {
        for (tone, piece) in more.into().0 {
            self.push(tone, piece);
        }
        self
    }

    /// The pieces, each with its tone.
    pub fn spans(&self) -> impl Iterator<Item = (Option<TextStyle>, &str)> {
        self.0.iter().map(|(tone, piece)| (*tone, piece.as_str()))
    }

    /// The text alone.
    #[must_use]
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
    fn pieces_of_one_tone_are_one_and_the_text_is_theirs() {
        let toned = StyledText::from("a").append("b").styled(TextStyle::Success, "c").append(StyledText::from("d"));
        let pieces: Vec<_> = toned.spans().collect();
        assert_eq!(pieces, [(None, "ab"), (Some(TextStyle::Success), "c"), (None, "d")]);
        assert_eq!(toned.text(), "abcd");
    }

    #[test]
    fn a_status_is_meant_as_it_says() {
        let tone = |status| TextStyle::from_status(&DomainStatus::parse(status));
        assert_eq!(tone("VERIFIED"), Some(TextStyle::Success));
        assert_eq!(tone("PENDING_CONFIGURATION"), Some(TextStyle::Warning));
        assert_eq!((tone("DKIM_FAILED"), tone("PAUSED")), (Some(TextStyle::Error), None));
    }
}
