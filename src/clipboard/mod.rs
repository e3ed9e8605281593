//! Copying: by the first way that works where this program runs, with the truth about what is known of it.
//!
//! [`Surroundings`] says which ways there are and in which order, [`Choice`] whether the person wants a certain one;
//! [`Copier`] goes them. What the words on the screen are is not decided here but in [`crate::core::copy`].
//!
//! | file | what it holds |
//! |---|---|
//! | `choice` | `--clipboard` and `AUTOSEND_CLIPBOARD` |
//! | `surroundings` | the ways that the environment tells of |
//! | `system`, `tmux`, `osc52`, `command` | one way each |
//! | `feed` | running a program that reads the text |
//! | `successor` | who keeps the clipboard when this program has ended |

pub mod choice;
mod command;
mod feed;
pub mod osc52;
pub mod successor;
pub mod surroundings;
pub mod system;
pub mod tmux;

use std::io::{self, IsTerminal as _, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

pub(crate) use self::feed::quiet;

use self::choice::{Choice, ChosenBy, Word};
use self::successor::Successor;
use self::surroundings::{Platform, Surroundings, Way};
use self::system::System;
use self::tmux::Tmux;
use crate::core::copy::{CopyError, CopyOutcome};
use crate::core::text::escape_hidden;
use crate::ports::Clipboard;

/// How long leaving waits for the display to say whether our text is still on the clipboard.
const STILL_THERE_LIMIT: Duration = Duration::from_millis(500);

/// The adapter behind [`Clipboard`]: knows where it runs and keeps what it has opened.
pub struct Copier {
    surroundings: Surroundings,
    choice: Choice,
    system: System,
    tmux: Tmux,
    successor: Successor,
    terminal: Mutex<Box<dyn Write + Send>>,
    /// Whether the terminal gets no codes, and so no copies.
    spares_terminal: bool,
}

/// What becomes of the clipboard when this program ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handover {
    /// It does not depend on this program: nothing of it is there, or the system keeps it.
    NotNeeded,
    /// Another process keeps it.
    Done,
    /// Nobody is known to keep it, and why, in words.
    Failed(String),
}

/// What a copy would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The ways in their order, each with why it cannot be gone, where that is known beforehand.
    pub ways: Vec<(Way, Result<(), String>)>,
    /// What would be known of the copy, by the way that it would take; or why there would be none.
    pub outcome: Result<(Way, CopyOutcome), CopyError>,
}

impl Copier {
    /// The adapter for the environment of this process, with what the command line chooses. Nothing is opened before
    /// the first copy.
    #[must_use]
    pub fn from_environment(option: Option<Word>) -> Self {
        let surroundings = Surroundings::from_env(|name| std::env::var(name).ok(), Platform::current());
        let (choice, _): (Choice, ChosenBy) = Choice::from_environment(option);
        Self::new(surroundings, System::new(), Tmux::new(), Box::new(StandardOutput)).choosing(choice)
    }

    /// An adapter from its parts: `terminal` gets the OSC 52 sequences, each by one `write_all` and a flush.
    #[must_use]
    pub fn new(surroundings: Surroundings, system: System, tmux: Tmux, terminal: Box<dyn Write + Send>) -> Self {
        let (choice, successor, terminal) = (Choice::default(), Successor::new(), Mutex::new(terminal));
        Self { surroundings, choice, system, tmux, successor, terminal, spares_terminal: false }
    }

    /// The same, sending the terminal nothing: what is printed may be read aloud or recorded.
    #[must_use]
    pub fn sparing_terminal(self) -> Self {
        Self { spares_terminal: true, ..self }
    }

    /// The same, going the way that was chosen.
    #[must_use]
    pub fn choosing(self, choice: Choice) -> Self {
        Self { choice, ..self }
    }

    /// The same, with a certain program to hand the clipboard over to, for tests.
    #[must_use]
    pub fn with_successor(self, successor: Successor) -> Self {
        Self { successor, ..self }
    }

    /// What is known of the place where this runs.
    #[must_use]
    pub const fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// Has what this program has put on the clipboard kept by another process, where it would go with this one. At once
    /// where there is nothing to keep; else it takes about 0.1 s, and at most 1.5 s.
    pub async fn hand_over(&self) -> Handover {
        if Platform::current() == Platform::Desktop {
            return Handover::NotNeeded;
        }
        match self.system.held(STILL_THERE_LIMIT).await {
            Ok(None) => Handover::NotNeeded,
            Ok(Some(text)) => match self.successor.take_over(&text).await {
                Ok(()) => Handover::Done,
                Err(reason) => Handover::Failed(reason),
            },
            Err(reason) => Handover::Failed(format!("system clipboard: {reason}")),
        }
    }

    /// What a copy of a short text would do, found out without copying anything.
    pub async fn forecast(&self) -> Forecast {
        let ways = self.ways().await;
        let mut checked = Vec::with_capacity(ways.len());
        for way in &ways {
            checked.push((*way, self.go(*way, Errand::Check).await.map(|_copied| ())));
        }
        Forecast { ways: checked, outcome: self.first(Errand::Check).await }
    }

    /// The ways to go, in order. In tmux the clipboard of this machine is left out where the user sits at another
    /// one by now.
    async fn ways(&self) -> Vec<Way> {
        let mut ways = self.surroundings.chosen_ways(&self.choice);
        let asks_tmux = ways.contains(&Way::Tmux) && ways.contains(&Way::System);
        if asks_tmux && self.tmux.is_attached_over_ssh().await {
            ways.retain(|way| *way != Way::System);
        }
        if self.spares_terminal {
            ways.retain(|way| !way.is_osc_52());
        }
        ways
    }

    /// Goes the ways in their order until one has led somewhere.
    async fn first(&self, errand: Errand<'_>) -> Result<(Way, CopyOutcome), CopyError> {
        if self.choice == Choice::Word(Word::Off) {
            return Err(CopyError::Disabled);
        }
        let mut buffered = None;
        let mut tried = Vec::new();
        for way in self.ways().await {
            if buffered.is_some() && way != Way::System {
                break;
            }
            if let Some(octets) = errand.octets().filter(|octets| way.is_osc_52() && *octets > osc52::LIMIT) {
                let limit = osc52::LIMIT;
                if tried.is_empty() {
                    return Err(CopyError::TooLong { octets, limit });
                }
                tried.push((way.name().to_owned(), format!("takes {limit} octets at most, these are {octets}")));
                continue;
            }
            match self.go(way, errand).await {
                // Good, but the system clipboard, where it comes next, can be read back and serves every program.
                Ok(copied @ CopyOutcome::TmuxBuffer { .. }) => buffered = Some((way, copied)),
                Ok(copied) => return Ok((way, copied)),
                Err(reason) => tried.push((way.name().to_owned(), reason)),
            }
        }
        if let Some(copied) = buffered {
            return Ok(copied);
        }
        let deaf = if self.spares_terminal {
            Some("plain lines, which send the terminal no codes").filter(|_| tried.is_empty())
        } else {
            self.surroundings.deaf_terminal().filter(|_| self.choice == Choice::default())
        };
        match deaf {
            Some(terminal) if tried.is_empty() => {
                return Err(CopyError::Osc52Ignored { terminal: terminal.to_owned() });
            }
            Some(terminal) => tried.push((terminal.to_owned(), "takes no text from programs".to_owned())),
            None => {}
        }
        Err(CopyError::Failed { attempts: tried })
    }

    /// Goes one way, or finds out whether it could be gone.
    async fn go(&self, way: Way, errand: Errand<'_>) -> Result<CopyOutcome, String> {
        let Errand::Copy(text) = errand else { return self.check(way).await };
        match way {
            Way::System => self.system.copy(text).await.map(|()| CopyOutcome::System),
            Way::Tmux => {
                self.tmux.load_buffer(text).await.map(|passed_on| CopyOutcome::TmuxBuffer { forwarded: passed_on })
            }
            Way::ThroughTmux => self.send(&osc52::through_tmux(text)),
            Way::ThroughScreen => self.send(&osc52::through_screen(text)),
            Way::Terminal => self.send(&osc52::plain(text)),
            Way::Command => match &self.choice {
                Choice::Command(command) => command::hand_to(command, text).await.map(|()| CopyOutcome::Command),
                Choice::Word(_) => Err("none was given".to_owned()),
            },
        }
    }

    async fn check(&self, way: Way) -> Result<CopyOutcome, String> {
        match way {
            Way::System => self.system.reach().await.map(|()| CopyOutcome::System),
            Way::Tmux => {
                let facts = self.tmux.facts().await.ok_or("it does not answer")?;
                Ok(CopyOutcome::TmuxBuffer { forwarded: facts.passes_on() })
            }
            Way::ThroughTmux | Way::ThroughScreen | Way::Terminal => Ok(CopyOutcome::Terminal),
            Way::Command => Ok(CopyOutcome::Command),
        }
    }

    /// Sends a sequence to the terminal, whole.
    fn send(&self, sequence: &str) -> Result<CopyOutcome, String> {
        let mut terminal = self.terminal.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = terminal.write_all(sequence.as_bytes()).and_then(|()| terminal.flush());
        sent.map(|()| CopyOutcome::Terminal).map_err(|error| escape_hidden(&error.to_string()).into_owned())
    }
}

/// What a way is gone for.
#[derive(Clone, Copy, Debug)]
enum Errand<'t> {
    /// To copy this text.
    Copy(&'t str),
    /// To see whether it could be gone.
    Check,
}

impl Errand<'_> {
    const fn octets(self) -> Option<usize> {
        match self {
            Self::Copy(text) => Some(text.len()),
            Self::Check => None,
        }
    }
}

impl Clipboard for Copier {
    async fn copy(&self, text: &str) -> Result<CopyOutcome, CopyError> {
        self.first(Errand::Copy(text)).await.map(|(_way, copied)| copied)
    }
}

/// Standard output, where it is a terminal: a pipe or a file would keep the sequence.
struct StandardOutput;

impl Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut output = io::stdout().lock();
        if output.is_terminal() { output.write(bytes) } else { Err(io::Error::other("standard output is no terminal")) }
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().lock().flush()
    }
}
