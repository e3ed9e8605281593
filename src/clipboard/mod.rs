//! Copying: by the first way that works where this program runs, with the truth about what is known of it.
//!
//! [`Environment`] says which ways there are and in which order, [`ClipboardChoice`] whether the person wants a certain one;
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
pub mod clipboard_daemon;
pub mod environment;
pub mod osc52;
mod pipe;
pub mod system;
pub mod tmux;
mod user_command;

use std::io::{self, IsTerminal as _, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

pub(crate) use self::pipe::isolate;

use self::choice::{ChoiceSource, ClipboardChoice, ClipboardMode};
use self::clipboard_daemon::ClipboardDaemon;
use self::environment::{CopyMethod, Environment, Platform};
use self::system::SystemClipboard;
use self::tmux::Tmux;
use crate::core::copy::{CopyError, CopyOutcome};
use crate::core::text::escape_hidden;
use crate::ports::Clipboard;

/// How long leaving waits for the display to say whether our text is still on the clipboard.
const READ_BACK_TIMEOUT: Duration = Duration::from_millis(500);

/// The adapter behind [`Clipboard`]: knows where it runs and keeps what it has opened.
pub struct Copier {
    environment: Environment,
    choice: ClipboardChoice,
    system: SystemClipboard,
    tmux: Tmux,
    daemon: ClipboardDaemon,
    terminal: Mutex<Box<dyn Write + Send>>,
    /// Whether the terminal gets no codes, and so no copies.
    without_osc52: bool,
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
pub struct CopyPreview {
    /// The ways in their order, each with why it cannot be gone, where that is known beforehand.
    pub methods: Vec<(CopyMethod, Result<(), String>)>,
    /// What would be known of the copy, by the way that it would take; or why there would be none.
    pub outcome: Result<(CopyMethod, CopyOutcome), CopyError>,
}

impl Copier {
    /// The adapter for the environment of this process, with what the command line chooses. Nothing is opened before
    /// the first copy.
    #[must_use]
    pub fn from_environment(option: Option<ClipboardMode>) -> Self {
        let environment = Environment::from_env(|name| std::env::var(name).ok(), Platform::current());
        let (choice, _): (ClipboardChoice, ChoiceSource) = ClipboardChoice::from_environment(option);
        Self::new(environment, SystemClipboard::new(), Tmux::new(), Box::new(TerminalStdout)).with_choice(choice)
    }

    /// An adapter from its parts: `terminal` gets the OSC 52 sequences, each by one `write_all` and a flush.
    #[must_use]
    pub fn new(environment: Environment, system: SystemClipboard, tmux: Tmux, terminal: Box<dyn Write + Send>) -> Self {
        let (choice, daemon, terminal) = (ClipboardChoice::default(), ClipboardDaemon::new(), Mutex::new(terminal));
        Self { environment, choice, system, tmux, daemon, terminal, without_osc52: false }
    }

    /// The same, sending the terminal nothing: what is printed may be read aloud or recorded.
    #[must_use]
    pub fn without_osc52(self) -> Self {
        Self { without_osc52: true, ..self }
    }

    /// The same, going the way that was chosen.
    #[must_use]
    pub fn with_choice(self, choice: ClipboardChoice) -> Self {
        Self { choice, ..self }
    }

    /// The same, with a certain program to hand the clipboard over to, for tests.
    #[must_use]
    pub fn with_daemon(self, daemon: ClipboardDaemon) -> Self {
        Self { daemon, ..self }
    }

    /// What is known of the place where this runs.
    #[must_use]
    pub const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Has what this program has put on the clipboard kept by another process, where it would go with this one. At once
    /// where there is nothing to keep; else it takes about 0.1 s, and at most 1.5 s.
    pub async fn hand_over(&self) -> Handover {
        if Platform::current() == Platform::Desktop {
            return Handover::NotNeeded;
        }
        match self.system.read_back(READ_BACK_TIMEOUT).await {
            Ok(None) => Handover::NotNeeded,
            Ok(Some(text)) => match self.daemon.take_over(&text).await {
                Ok(()) => Handover::Done,
                Err(reason) => Handover::Failed(reason),
            },
            Err(reason) => Handover::Failed(format!("system clipboard: {reason}")),
        }
    }

    /// What a copy of a short text would do, found out without copying anything.
    pub async fn preview(&self) -> CopyPreview {
        let methods = self.methods().await;
        let mut checked = Vec::with_capacity(methods.len());
        for method in &methods {
            checked.push((*method, self.try_method(*method, CopyMode::Check).await.map(|_copied| ())));
        }
        CopyPreview { methods: checked, outcome: self.try_methods(CopyMode::Check).await }
    }

    /// The ways to go, in order. In tmux the clipboard of this machine is left out where the user sits at another
    /// one by now.
    async fn methods(&self) -> Vec<CopyMethod> {
        let mut methods = self.environment.chosen_methods(&self.choice);
        let asks_tmux = methods.contains(&CopyMethod::Tmux) && methods.contains(&CopyMethod::System);
        if asks_tmux && self.tmux.is_attached_over_ssh().await {
            methods.retain(|method| *method != CopyMethod::System);
        }
        if self.without_osc52 {
            methods.retain(|method| !method.is_osc52());
        }
        methods
    }

    /// Goes the ways in their order until one has led somewhere.
    async fn try_methods(&self, mode: CopyMode<'_>) -> Result<(CopyMethod, CopyOutcome), CopyError> {
        if self.choice == ClipboardChoice::Mode(ClipboardMode::Off) {
            return Err(CopyError::Disabled);
        }
        let mut buffered = None;
        let mut tried = Vec::new();
        for method in self.methods().await {
            if buffered.is_some() && method != CopyMethod::System {
                break;
            }
            if let Some(octets) = mode.text_len().filter(|octets| method.is_osc52() && *octets > osc52::MAX_TEXT_LEN) {
                let limit = osc52::MAX_TEXT_LEN;
                if tried.is_empty() {
                    return Err(CopyError::TooLong { octets, limit });
                }
                tried.push((method.label().to_owned(), format!("takes {limit} octets at most, these are {octets}")));
                continue;
            }
            match self.try_method(method, mode).await {
                // Good, but the system clipboard, where it comes next, can be read back and serves every program.
                Ok(copied @ CopyOutcome::TmuxBuffer { .. }) => buffered = Some((method, copied)),
                Ok(copied) => return Ok((method, copied)),
                Err(reason) => tried.push((method.label().to_owned(), reason)),
            }
        }
        if let Some(copied) = buffered {
            return Ok(copied);
        }
        let ignoring = if self.without_osc52 {
            Some("plain lines, which send the terminal no codes").filter(|_| tried.is_empty())
        } else {
            self.environment.osc52_ignoring_terminal().filter(|_| self.choice == ClipboardChoice::default())
        };
        match ignoring {
            Some(terminal) if tried.is_empty() => {
                return Err(CopyError::Osc52Ignored { terminal: terminal.to_owned() });
            }
            Some(terminal) => tried.push((terminal.to_owned(), "takes no text from programs".to_owned())),
            None => {}
        }
        Err(CopyError::Failed { attempts: tried })
    }

    /// Goes one way, or finds out whether it could be gone.
    async fn try_method(&self, method: CopyMethod, mode: CopyMode<'_>) -> Result<CopyOutcome, String> {
        let CopyMode::Copy(text) = mode else { return self.check_method(method).await };
        match method {
            CopyMethod::System => self.system.copy(text).await.map(|()| CopyOutcome::System),
            CopyMethod::Tmux => {
                self.tmux.load_buffer(text).await.map(|passed_on| CopyOutcome::TmuxBuffer { forwarded: passed_on })
            }
            CopyMethod::Osc52ViaTmux => self.write_sequence(&osc52::encode_for_tmux(text)),
            CopyMethod::Osc52ViaScreen => self.write_sequence(&osc52::encode_for_screen(text)),
            CopyMethod::Osc52 => self.write_sequence(&osc52::encode(text)),
            CopyMethod::UserCommand => match &self.choice {
                ClipboardChoice::Command(command) => {
                    user_command::run_user_command(command, text).await.map(|()| CopyOutcome::Command)
                }
                ClipboardChoice::Mode(_) => Err("none was given".to_owned()),
            },
        }
    }

    async fn check_method(&self, method: CopyMethod) -> Result<CopyOutcome, String> {
        match method {
            CopyMethod::System => self.system.probe().await.map(|()| CopyOutcome::System),
            CopyMethod::Tmux => {
                let facts = self.tmux.info().await.ok_or("it does not answer")?;
                Ok(CopyOutcome::TmuxBuffer { forwarded: facts.forwards_clipboard() })
            }
            CopyMethod::Osc52ViaTmux | CopyMethod::Osc52ViaScreen | CopyMethod::Osc52 => Ok(CopyOutcome::Terminal),
            CopyMethod::UserCommand => Ok(CopyOutcome::Command),
        }
    }

    /// Sends a sequence to the terminal, whole.
    fn write_sequence(&self, sequence: &str) -> Result<CopyOutcome, String> {
        let mut terminal = self.terminal.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = terminal.write_all(sequence.as_bytes()).and_then(|()| terminal.flush());
        sent.map(|()| CopyOutcome::Terminal).map_err(|error| escape_hidden(&error.to_string()).into_owned())
    }
}

/// What a way is gone for.
#[derive(Clone, Copy, Debug)]
enum CopyMode<'t> {
    /// To copy this text.
    Copy(&'t str),
    /// To see whether it could be gone.
    Check,
}

impl CopyMode<'_> {
    const fn text_len(self) -> Option<usize> {
        match self {
            Self::Copy(text) => Some(text.len()),
            Self::Check => None,
        }
    }
}

impl Clipboard for Copier {
    async fn copy(&self, text: &str) -> Result<CopyOutcome, CopyError> {
        self.try_methods(CopyMode::Copy(text)).await.map(|(_way, copied)| copied)
    }
}

/// Standard output, where it is a terminal: a pipe or a file would keep the sequence.
struct TerminalStdout;

impl Write for TerminalStdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut output = io::stdout().lock();
        if output.is_terminal() { output.write(bytes) } else { Err(io::Error::other("standard output is no terminal")) }
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().lock().flush()
    }
}
