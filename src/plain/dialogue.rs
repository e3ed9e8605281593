//! What was said so far: only what is new is said, and a question is asked with its answers once.

use super::page::Part;
use super::question::{Reply, with_key};
use super::{answer, screens};
use crate::core::terminal_caps::{Charset, transliterate};
use crate::core::text::escape_hidden;
use crate::wizard::{Model, Notice, PaneKind, Step};

/// Said at the beginning.
const OPENING: [&str; 2] = [
    "autosend-domains in plain lines. A question is answered by a line: a number, a word or its beginning, or a text.",
    "At any question: ? lists the answers, again says all of it again, b goes back, q leaves.",
];

/// The wizard told in lines.
#[derive(Clone, Debug)]
pub struct Dialogue {
    charset: Charset,
    /// Whether a person sits at the other end, who may want to do something while something is waited for.
    is_live: bool,
    told: Told,
}

/// What was said.
#[derive(Clone, Debug, Default)]
struct Told {
    opening: bool,
    setting: String,
    notice: Option<Notice>,
    place: Option<(Step, Option<PaneKind>)>,
    stamps: Vec<String>,
    /// The last part that was too long to be said twice.
    long: Option<String>,
    answers: Vec<String>,
    asked: String,
}

/// A question as it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The lines before the answer.
    pub lines: Vec<String>,
    /// Whether the answer must not be seen.
    pub is_secret: bool,
}

impl Dialogue {
    /// Nothing was said yet. `is_live` is whether a person types the answers.
    #[must_use]
    pub fn new(charset: Charset, is_live: bool) -> Self {
        Self { charset, is_live, told: Told::default() }
    }

    /// What is to be said before anything is asked: the opening, the key in use, news, and what is waited for.
    pub fn news(&mut self, model: &Model) -> Vec<String> {
        let mut lines = Vec::new();
        if model.screen.step() == Step::Closed {
            return lines;
        }
        if !std::mem::replace(&mut self.told.opening, true) {
            lines.extend(OPENING.map(str::to_owned));
        }
        let setting = screens::setting(model);
        if self.told.setting != setting {
            lines.extend((!setting.is_empty()).then(|| setting.clone()));
            self.told.setting = setting;
        }
        if model.notice.is_some() && model.notice != self.told.notice {
            lines.extend(model.notice.iter().map(|notice| notice.text.clone()));
            self.told.notice.clone_from(&model.notice);
        }
        let page = screens::page(model);
        if page.question.is_none() {
            let has_news = self.tell(model, &page.parts, &mut lines);
            if self.is_live && has_news && !page.meanwhile.is_empty() {
                let words: Vec<String> = page.meanwhile.iter().map(with_key).collect();
                lines.push(format!("Meanwhile you can answer: {}.", words.join("; ")));
            }
        }
        lines.into_iter().map(|line| self.harmless(&line)).collect()
    }

    /// Whether something is asked.
    #[must_use]
    pub fn is_asking(model: &Model) -> bool {
        screens::page(model).question.is_some()
    }

    /// The question that is to be asked now, with what is new on its screen.
    pub fn ask(&mut self, model: &Model) -> Option<Asked> {
        let page = screens::page(model);
        let question = page.question?;
        let mut lines = Vec::new();
        self.tell(model, &page.parts, &mut lines);
        let answers = question.answers();
        lines.extend(answers.iter().filter(|answer| !self.told.answers.contains(answer)).cloned());
        self.told.answers = answers;
        self.told.asked = question.line();
        lines.push(self.told.asked.clone());
        Some(Asked { lines: lines.iter().map(|line| self.harmless(line)).collect(), is_secret: question.is_secret })
    }

    /// Whether this is the question that was asked last, with nothing new on its screen.
    #[must_use]
    pub fn has_asked(&self, model: &Model) -> bool {
        let page = screens::page(model);
        let stamps = page.parts.iter().map(|part| &part.stamp);
        let is_same = self.told.place == Some((model.screen.step(), model.screen.pane_kind()))
            && self.told.stamps.iter().eq(stamps);
        is_same
            && page
                .question
                .is_some_and(|question| self.told.answers == question.answers() && self.told.asked == question.line())
    }

    /// What is asked now, in its one line.
    #[must_use]
    pub fn asked(&self, model: &Model) -> Option<String> {
        screens::page(model).question.map(|question| self.harmless(&question.asks))
    }

    /// What an answer to that question means.
    pub fn answer(&mut self, model: &Model, line: &str) -> Reply {
        let page = screens::page(model);
        let Some(question) = page.question else { return Reply::default() };
        let reply = answer::reply(&question, model, line).unwrap_or_else(|| {
            (self.told.place, self.told.long) = (None, None);
            Reply::default()
        });
        self.shown(reply)
    }

    /// What a line means that a person types while something is waited for; `None` where it is for the next question.
    #[must_use]
    pub fn interrupt(&self, model: &Model, line: &str) -> Option<Reply> {
        let reply = answer::meanwhile(&screens::page(model).meanwhile, line)?;
        Some(self.shown(reply))
    }

    /// The reply with its words as they may be written.
    fn shown(&self, reply: Reply) -> Reply {
        Reply { say: reply.say.iter().map(|line| self.harmless(line)).collect(), ..reply }
    }

    /// A line as it may be written: nothing hidden in it, and in ASCII where the locale has no more.
    #[must_use]
    pub fn harmless(&self, line: &str) -> String {
        let line = escape_hidden(line);
        if self.charset == Charset::Ascii { transliterate(&line) } else { line.into_owned() }
    }

    /// Says those parts that have become others; all of them at another place. Answers whether there were any.
    fn tell(&mut self, model: &Model, parts: &[Part], lines: &mut Vec<String>) -> bool {
        let place = Some((model.screen.step(), model.screen.pane_kind()));
        let before = lines.len();
        if self.told.place != place {
            self.told.place = place;
            self.told.stamps.clear();
            self.told.answers.clear();
            lines.push(String::new());
        }
        let told = std::mem::take(&mut self.told.stamps);
        for (place, part) in parts.iter().enumerate() {
            let is_told = told.get(place) == Some(&part.stamp) || self.told.long.as_ref() == Some(&part.stamp);
            if !is_told {
                lines.extend(part.lines.iter().cloned());
            }
            if part.is_long {
                self.told.long = Some(part.stamp.clone());
            }
            self.told.stamps.push(part.stamp.clone());
        }
        lines.len() > before
    }
}
