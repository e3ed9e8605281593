//! The parts of a page, and how it is put together from them.

use super::check_parts::{Comparison, KeyLine, RecordRows};
use super::inputs::{Field, Options};
use crate::wizard::{Model, step_message};

/// What a screen says, from top to bottom.
#[derive(Debug, Default)]
pub struct Page<'m> {
    /// Its parts, in the order of the screen.
    pub parts: Vec<Part<'m>>,
    /// What lines ask for an answer with; empty for the usual question.
    pub prompt: String,
    /// The rows scrolled past, if the page scrolls.
    pub scroll: Option<usize>,
    /// Whether a page that scrolls keeps the chosen row in sight; `scroll` is then added.
    pub follows_chosen: bool,
    /// Whether lines ask nothing, because something is under way.
    pub waiting: Option<Waiting>,
}

/// What can be answered in lines while something is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// To go back.
    BackOnly,
    /// Whatever a key does.
    AnyKey,
}

/// A part of a page, and who gets it.
#[derive(Debug)]
pub struct Part<'m> {
    /// What it says.
    pub content: Content<'m>,
    /// Who gets it.
    pub audience: Audience,
}

/// A set of faces: a large screen, a small one, lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audience(u8);

impl Audience {
    /// A screen with room for boxes and blank lines.
    pub const ROOMY: Self = Self(1);
    /// A smaller screen that is not narrow.
    pub const MEDIUM: Self = Self(2);
    /// A screen of 40 or few more columns.
    pub const NARROW: Self = Self(8);
    /// Any smaller screen.
    pub const COMPACT: Self = Self::MEDIUM.or(Self::NARROW);
    /// Plain lines.
    pub const LINES: Self = Self(4);
    /// Any screen.
    pub const SCREEN: Self = Self::ROOMY.or(Self::COMPACT);
    /// Everyone.
    pub const ALL: Self = Self::SCREEN.or(Self::LINES);

    /// Everyone but those with a narrow screen.
    pub const ALL_BUT_NARROW: Self = Self::ROOMY.or(Self::MEDIUM).or(Self::LINES);

    /// Those who are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether this face is one of them.
    pub const fn includes(self, face: Self) -> bool {
        self.0 & face.0 != 0
    }
}

/// What a part says.
#[derive(Debug)]
pub enum Content<'m> {
    /// The question of the screen, or what happened. In lines it ends with a full stop.
    Heading(Text),
    /// A heading with notes at its right, the last of which matters most.
    Title(Text, Vec<String>),
    /// What explains the heading: dim, and only if there is room. In lines it follows the heading on its line.
    Explanation(Text),
    /// Anything else in words.
    Text(Text),
    /// A blank row, if there is room for one.
    Gap,
    /// A text that is never wrapped at blanks.
    Verbatim(Verbatim),
    /// Named states, a row each.
    States(Vec<StateRow>),
    /// A few words, each behind its icon, on one line if they fit.
    Signs(Vec<(Icon, String)>),
    /// Records with two facts each.
    Rows(RecordRows),
    /// A value that was found and the one to publish.
    Comparison(Comparison),
    /// A text with keys at its right.
    KeyLine(KeyLine),
    /// A field to type into.
    Field(Field<'m>),
    /// Rows to choose from.
    Options(Options),
}

/// A paragraph.
#[derive(Clone, Debug)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// What it says on a terminal without letters beyond ASCII, if that is something else.
    pub ascii_text: Option<String>,
    /// A part of it that a screen cuts so that the text fits in one row.
    pub cut_part: Option<String>,
    /// What stands before it.
    pub lead: Lead,
    /// How it is set.
    pub weight: Weight,
    /// The rows that it may take.
    pub rows: RowLimit,
    /// What follows it on a screen if something above was cut.
    pub if_cut: &'static str,
    /// The key that does it and what it does, at the right end of the first row of a screen.
    pub key_hint: Option<[&'static str; 2]>,
    /// What lines say instead.
    pub spoken: Option<String>,
    /// What must change before lines say it again; the text itself if there is nothing here.
    pub fingerprint: Option<String>,
}

/// What stands before the first row of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Nothing.
    None,
    /// A symbol.
    Icon(Icon),
    /// The name of a fact, in a column of this width.
    Name(&'static str, usize),
    /// The same, without the column on a small screen.
    RoomyName(&'static str, usize),
    /// A spinner.
    Spinner {
        /// Whether the seconds since it began follow the text.
        shows_seconds: bool,
    },
}

/// How something is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// It is right.
    Success,
    /// It is wrong.
    Error,
    /// It matters before the next step.
    Warning,
    /// It is good to know.
    Info,
    /// It becomes this.
    Arrow,
    /// It is awaited.
    Pending,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As it is.
    Normal,
    /// What matters most.
    Bold,
    /// What explains.
    Dim,
}

/// The rows of a screen that a text may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowLimit {
    /// As many as it needs.
    Unlimited,
    /// At most this many.
    AtMost(usize),
    /// At most this share of the rows that are left: a half, a third.
    Share(usize),
    /// All rows that are left but this many.
    LeavingRows(usize),
    /// What the parts below it and `spare` rows leave, and at most `at_most`.
    LeavingRest {
        /// The most rows.
        at_most: usize,
        /// Rows that stay free besides.
        spare: usize,
    },
    /// All of it or nothing: half a sentence says nothing.
    WholeOrNothing,
    /// All of it if this many rows are left, else nothing.
    IfLeft(usize),
}

/// A text that is never wrapped at blanks: a link, a request.
#[derive(Debug)]
pub struct Verbatim {
    /// The text.
    pub text: String,
    /// Blanks before each row on a screen.
    pub indent: usize,
    /// How it is set.
    pub style: VerbatimStyle,
}

/// How such a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerbatimStyle {
    /// In as many rows as it needs.
    Code,
    /// The same, in the colour of links.
    Link,
    /// Each line in one row, cut at its end.
    Rows(Weight),
}

/// A named state, in one row behind its icon.
#[derive(Debug)]
pub struct StateRow {
    /// How the state is meant.
    pub icon: Icon,
    /// What has it.
    pub name: &'static str,
    /// The state.
    pub text: String,
    /// The state, on a narrow screen.
    pub short_text: &'static str,
    /// The state, in lines.
    pub spoken: String,
}

impl Text {
    /// A paragraph.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ascii_text: None,
            cut_part: None,
            lead: Lead::None,
            weight: Weight::Normal,
            rows: RowLimit::Unlimited,
            if_cut: "",
            key_hint: None,
            spoken: None,
            fingerprint: None,
        }
    }

    /// A paragraph behind a symbol.
    pub fn with_icon(icon: Icon, text: impl Into<String>) -> Self {
        Self { lead: Lead::Icon(icon), ..Self::new(text) }
    }

    /// A fact behind its name.
    pub fn fact(name: &'static str, indent: usize, text: impl Into<String>) -> Self {
        Self { lead: Lead::Name(name, indent), ..Self::new(text) }
    }

    /// The same in another weight.
    #[must_use]
    pub const fn weight(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// The same in so many rows.
    #[must_use]
    pub const fn rows(mut self, rows: RowLimit) -> Self {
        self.rows = rows;
        self
    }

    /// The same with the key that does it.
    #[must_use]
    pub const fn key_hint(mut self, key: &'static str, label: &'static str) -> Self {
        self.key_hint = Some([key, label]);
        self
    }

    /// The same with other words in lines.
    #[must_use]
    pub fn spoken(mut self, spoken: impl Into<String>) -> Self {
        self.spoken = Some(spoken.into());
        self
    }

    /// The same with another text for a terminal without letters beyond ASCII.
    #[must_use]
    pub fn ascii(mut self, text: impl Into<String>) -> Self {
        self.ascii_text = Some(text.into());
        self
    }

    /// The same, said again in lines when this has changed and not when the text has: it may count seconds.
    #[must_use]
    pub fn fingerprint(mut self, fingerprint: impl Into<String>) -> Self {
        self.fingerprint = Some(fingerprint.into());
        self
    }
}

impl<'m> Page<'m> {
    /// Adds a part for some.
    pub(super) fn push(&mut self, audience: Audience, content: Content<'m>) {
        self.parts.push(Part { content, audience });
    }

    /// Adds the line by which lines say which step it is; a screen has its stepper.
    pub(super) fn step(&mut self, model: &Model) {
        self.text_for(Audience::LINES, Text::new(step_message(model)));
    }

    /// Adds a heading.
    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.push(Audience::ALL, Content::Heading(Text::new(text).weight(Weight::Bold)));
    }

    /// Adds what explains the heading.
    pub(super) fn explanation(&mut self, text: impl Into<String>) {
        self.push(Audience::ALL, Content::Explanation(Text::new(text)));
    }

    /// Adds a text for everyone.
    pub(super) fn text(&mut self, text: Text) {
        self.text_for(Audience::ALL, text);
    }

    /// Adds a text for some.
    pub(super) fn text_for(&mut self, audience: Audience, text: Text) {
        self.push(audience, Content::Text(text));
    }

    /// Adds what the keys do next: in lines, the answers say that.
    pub(super) fn key_hint(&mut self, text: impl Into<String>) {
        self.text_for(Audience::SCREEN, Text::new(text).rows(RowLimit::WholeOrNothing));
    }

    /// Adds a blank row.
    pub(super) fn gap(&mut self) {
        self.push(Audience::SCREEN, Content::Gap);
    }

    /// Sets what lines ask for an answer with.
    pub(super) fn ask(&mut self, prompt: impl Into<String>) {
        self.prompt = prompt.into();
    }

    /// Adds what is under way, so that lines wait too.
    pub(super) fn spinner(&mut self, text: impl Into<String>) {
        self.text(Text { lead: Lead::Spinner { shows_seconds: true }, ..Text::new(text) });
        self.waiting = Some(Waiting::BackOnly);
    }
}
