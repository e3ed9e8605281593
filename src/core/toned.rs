//! Text with tones: how a part of it is meant, which a colour may underline and never says alone.

use super::domain::DomainStatus;

/// How something is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
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
}

impl Tone {
    /// How a status is meant; none for a status that nobody knows.
    #[must_use]
    pub fn of_status(status: &DomainStatus) -> Option<Self> {
        match status {
            DomainStatus::Verified => Some(Self::Good),
            DomainStatus::Pending => Some(Self::Warning),
            DomainStatus::Other(_) => status.has_failed().then_some(Self::Bad),
        }
    }
}

/// Text, parts of which have a tone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Toned(Vec<(Option<Tone>, String)>);

impl Toned {
    /// Puts a text behind it that has a tone, or none.
    pub fn push(&mut self, tone: impl Into<Option<Tone>>, text: impl AsRef<str>) {
        let (tone, text) = (tone.into(), text.as_ref());
        match self.0.last_mut() {
            Some((last, piece)) if *last == tone => piece.push_str(text),
            _ => self.0.push((tone, text.to_owned())),
        }
    }

    /// With a text behind it that has a tone, or none.
    #[must_use]
    pub fn toned(mut self, tone: impl Into<Option<Tone>>, text: impl AsRef<str>) -> Self {
        self.push(tone, text);
        self
    }

    /// With another one behind it.
    #[must_use]
    pub fn and(mut self, more: impl Into<Self>) -> Self {
        for (tone, piece) in more.into().0 {
            self.push(tone, piece);
        }
        self
    }

    /// The pieces, each with its tone.
    pub fn pieces(&self) -> impl Iterator<Item = (Option<Tone>, &str)> {
        self.0.iter().map(|(tone, piece)| (*tone, piece.as_str()))
    }

    /// The text alone.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces().map(|(_, piece)| piece).collect()
    }
}

impl From<String> for Toned {
    fn from(text: String) -> Self {
        Self(vec![(None, text)])
    }
}

impl From<&str> for Toned {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T: Into<Self>> FromIterator<T> for Toned {
    fn from_iter<I: IntoIterator<Item = T>>(pieces: I) -> Self {
        pieces.into_iter().fold(Self::default(), Self::and)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_one_tone_are_one_and_the_text_is_theirs() {
        let toned = Toned::from("a").and("b").toned(Tone::Good, "c").and(Toned::from("d"));
        let pieces: Vec<_> = toned.pieces().collect();
        assert_eq!(pieces, [(None, "ab"), (Some(Tone::Good), "c"), (None, "d")]);
        assert_eq!(toned.text(), "abcd");
    }

    #[test]
    fn a_status_is_meant_as_it_says() {
        let tone = |status| Tone::of_status(&DomainStatus::parse(status));
        assert_eq!(tone("VERIFIED"), Some(Tone::Good));
        assert_eq!(tone("PENDING_CONFIGURATION"), Some(Tone::Warning));
        assert_eq!((tone("DKIM_FAILED"), tone("PAUSED")), (Some(Tone::Bad), None));
    }
}
