//! Copying: by the first way that works where this program runs, with the truth about what is known of it.
//!
//! [`Surroundings`] says which ways there are and in which order; [`Copier`] goes them. What the words on the
//! screen are is not decided here but in [`crate::core::copying`].

pub mod osc52;
pub mod surroundings;
pub mod system;
pub mod tmux;

use std::io::{self, IsTerminal as _, Write};
use std::sync::{Mutex, PoisonError};

use self::surroundings::{Platform, Surroundings, Way};
use self::system::System;
use self::tmux::Tmux;
use crate::core::copying::{Copied, CopyError};
use crate::core::text::visible;
use crate::ports::Clipboard;

/// The adapter behind [`Clipboard`]: knows where it runs and keeps what it has opened.
pub struct Copier {
    surroundings: Surroundings,
    system: System,
    tmux: Tmux,
    terminal: Mutex<Box<dyn Write + Send>>,
}

impl Copier {
    /// The adapter for the environment of this process. Nothing is opened before the first copy.
    #[must_use]
    pub fn from_environment() -> Self {
        let surroundings = Surroundings::from_env(|name| std::env::var(name).ok(), Platform::current());
        Self::new(surroundings, System::new(), Tmux::new(), Box::new(StandardOutput))
    }

    /// An adapter from its parts: `terminal` gets the OSC 52 sequences, each by one `write_all` and a flush.
    #[must_use]
    pub fn new(surroundings: Surroundings, system: System, tmux: Tmux, terminal: Box<dyn Write + Send>) -> Self {
        Self { surroundings, system, tmux, terminal: Mutex::new(terminal) }
    }

    /// The ways to go, in order. In tmux the clipboard of this machine is left out where the user sits at another
    /// one by now.
    async fn ways(&self) -> Vec<Way> {
        let mut ways = self.surroundings.ways();
        let asks_tmux = ways.contains(&Way::Tmux) && ways.contains(&Way::System);
        if asks_tmux && self.tmux.is_attached_over_ssh().await {
            ways.retain(|way| *way != Way::System);
        }
        ways
    }

    async fn copy_by(&self, way: Way, text: &str) -> Result<Copied, String> {
        match way {
            Way::System => self.system.copy(text).await.map(|()| Copied::System),
            Way::Tmux => self.tmux.load_buffer(text).await.map(|passed_on| Copied::TmuxBuffer { passed_on }),
            Way::ThroughTmux => self.send(&osc52::through_tmux(text)),
            Way::ThroughScreen => self.send(&osc52::through_screen(text)),
            Way::Terminal => self.send(&osc52::plain(text)),
        }
    }

    /// Sends a sequence to the terminal, whole.
    fn send(&self, sequence: &str) -> Result<Copied, String> {
        let mut terminal = self.terminal.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = terminal.write_all(sequence.as_bytes()).and_then(|()| terminal.flush());
        sent.map(|()| Copied::Terminal).map_err(|error| visible(&error.to_string()).into_owned())
    }
}

impl Clipboard for Copier {
    async fn copy(&self, text: &str) -> Result<Copied, CopyError> {
        let mut buffered = None;
        let mut tried = Vec::new();
        for way in self.ways().await {
            if buffered.is_some() && way != Way::System {
                break;
            }
            if way.is_osc_52() && text.len() > osc52::LIMIT {
                return Err(CopyError::TooLong { octets: text.len(), limit: osc52::LIMIT });
            }
            match self.copy_by(way, text).await {
                // Good, but the system clipboard, where it comes next, can be read back and serves every program.
                Ok(copied @ Copied::TmuxBuffer { .. }) => buffered = Some(copied),
                Ok(copied) => return Ok(copied),
                Err(reason) => tried.push((way.name().to_owned(), reason)),
            }
        }
        if let Some(copied) = buffered {
            return Ok(copied);
        }
        match self.surroundings.deaf_terminal() {
            Some(terminal) if tried.is_empty() => Err(CopyError::Ignored { terminal: terminal.to_owned() }),
            Some(terminal) => {
                tried.push((terminal.to_owned(), "takes no text from programs".to_owned()));
                Err(CopyError::Failed { tried })
            }
            None => Err(CopyError::Failed { tried }),
        }
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
