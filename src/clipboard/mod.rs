//! Copies a text with the first method that works here, and reports how certain the result is.
//!
//! [`Environment`] detects the methods and their order, [`ClipboardChoice`] holds the user's choice, [`Copier`] tries
//! the methods. The messages on the screen come from [`crate::core::copy`].
//!
//! | file | contents |
//! |---|---|
//! | `choice` | `--clipboard` and `AUTOSEND_CLIPBOARD` |
//! | `environment` | the methods that the environment allows |
//! | `system`, `tmux`, `osc52`, `user_command` | one method each |
//! | `pipe` | runs a program that reads the text |
//! | `clipboard_daemon` | serves the clipboard after the program exits |

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

/// How long the program waits on exit for the display to say whether the text is still on the clipboard.
const READ_BACK_TIMEOUT: Duration = Duration::from_millis(500);

/// The adapter of the port [`Clipboard`]. It knows the environment and keeps the system clipboard open.
pub struct Copier {
    environment: Environment,
    choice: ClipboardChoice,
    system: SystemClipboard,
    tmux: Tmux,
    daemon: ClipboardDaemon,
    terminal: Mutex<Box<dyn Write + Send>>,
    /// Whether escape sequences must not be sent to the terminal.
    without_osc52: bool,
}

/// The state of the clipboard when this program exits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handover {
    /// It does not depend on this program: the clipboard holds none of its text, or the system keeps it.
    NotNeeded,
    /// Another process serves it.
    Done,
    /// Perhaps no process serves it; the reason, as a message.
    Failed(String),
}

/// The expected result of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyPreview {
    /// The methods in their order, each with the reason if it is known not to work.
    pub methods: Vec<(CopyMethod, Result<(), String>)>,
    /// The method and result of a copy, or why none is possible.
    pub outcome: Result<(CopyMethod, CopyOutcome), CopyError>,
}

impl Copier {
    /// The adapter for the environment of this process and the option of the command line. It opens nothing before the
    /// first copy.
    pub fn from_environment(option: Option<ClipboardMode>) -> Self {
        let environment = Environment::from_env(|name| std::env::var(name).ok(), Platform::current());
        let (choice, _): (ClipboardChoice, ChoiceSource) = ClipboardChoice::from_environment(option);
        Self::new(environment, SystemClipboard::new(), Tmux::new(), Box::new(TerminalStdout)).with_choice(choice)
    }

    /// An adapter from its parts. `terminal` gets each OSC 52 sequence in one `write_all` and a flush.
    pub fn new(environment: Environment, system: SystemClipboard, tmux: Tmux, terminal: Box<dyn Write + Send>) -> Self {
        let (choice, daemon, terminal) = (ClipboardChoice::default(), ClipboardDaemon::new(), Mutex::new(terminal));
        Self { environment, choice, system, tmux, daemon, terminal, without_osc52: false }
    }

    /// Sends nothing to the terminal: the output may be read aloud or recorded.
    #[must_use]
    pub fn without_osc52(self) -> Self {
        Self { without_osc52: true, ..self }
    }

    /// Uses the chosen method.
    #[must_use]
    pub fn with_choice(self, choice: ClipboardChoice) -> Self {
        Self { choice, ..self }
    }

    /// Uses another program as the daemon, for tests.
    #[must_use]
    pub fn with_daemon(self, daemon: ClipboardDaemon) -> Self {
        Self { daemon, ..self }
    }

    /// The environment in which this runs.
    pub const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Hands the text on the clipboard over to another process, if it would be lost with this one. Returns at once if
    /// there is nothing to hand over; else it takes about 0.1 s, and at most 1.5 s.
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

    /// The expected result of copying a short text. Copies nothing.
    pub async fn preview(&self) -> CopyPreview {
        let methods = self.methods().await;
        let mut checked = Vec::with_capacity(methods.len());
        for method in &methods {
            checked.push((*method, self.try_method(*method, CopyMode::Check).await.map(|_copied| ())));
        }
        CopyPreview { methods: checked, outcome: self.try_methods(CopyMode::Check).await }
    }

    /// The methods in their order. In tmux the clipboard of this machine is left out if the user is now attached from
    /// another machine.
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

    /// Tries the methods in their order until one succeeds.
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
                tried.push((method.label().to_owned(), format!("accepts at most {limit} bytes, this is {octets}")));
                continue;
            }
            match self.try_method(method, mode).await {
                // This is a success, but a system clipboard that comes next is better: it can be read back and serves
                // every program.
                Ok(copied @ CopyOutcome::TmuxBuffer { .. }) => buffered = Some((method, copied)),
                Ok(copied) => return Ok((method, copied)),
                Err(reason) => tried.push((method.label().to_owned(), reason)),
            }
        }
        if let Some(copied) = buffered {
            return Ok(copied);
        }
        if self.without_osc52 {
            if tried.is_empty() {
                tried.push((CopyMethod::Osc52.label().to_owned(), "no codes are sent to it in plain mode".to_owned()));
            }
            return Err(CopyError::Failed { attempts: tried });
        }
        match self.environment.osc52_ignoring_terminal().filter(|_| self.choice == ClipboardChoice::default()) {
            Some(terminal) if tried.is_empty() => {
                return Err(CopyError::Osc52Ignored { terminal: terminal.to_owned() });
            }
            Some(terminal) => tried.push((terminal.to_owned(), "doesn't accept text from programs".to_owned())),
            None => {}
        }
        Err(CopyError::Failed { attempts: tried })
    }

    /// Copies with one method, or checks whether it would work.
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
                ClipboardChoice::Mode(_) => Err("no command was set".to_owned()),
            },
        }
    }

    async fn check_method(&self, method: CopyMethod) -> Result<CopyOutcome, String> {
        match method {
            CopyMethod::System => self.system.probe().await.map(|()| CopyOutcome::System),
            CopyMethod::Tmux => {
                let facts = self.tmux.info().await.ok_or("it doesn't respond")?;
                Ok(CopyOutcome::TmuxBuffer { forwarded: facts.forwards_clipboard() })
            }
            CopyMethod::Osc52ViaTmux | CopyMethod::Osc52ViaScreen | CopyMethod::Osc52 => Ok(CopyOutcome::Terminal),
            CopyMethod::UserCommand => Ok(CopyOutcome::Command),
        }
    }

    /// Writes a whole sequence to the terminal.
    fn write_sequence(&self, sequence: &str) -> Result<CopyOutcome, String> {
        let mut terminal = self.terminal.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = terminal.write_all(sequence.as_bytes()).and_then(|()| terminal.flush());
        sent.map(|()| CopyOutcome::Terminal).map_err(|error| escape_hidden(&error.to_string()).into_owned())
    }
}

/// What a method is tried for.
#[derive(Clone, Copy, Debug)]
enum CopyMode<'t> {
    /// Copies this text.
    Copy(&'t str),
    /// Checks whether the method would work.
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

/// Standard output if it is a terminal: a pipe or a file would store the sequence.
struct TerminalStdout;

impl Write for TerminalStdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut output = io::stdout().lock();
        if output.is_terminal() {
            output.write(bytes)
        } else {
            Err(io::Error::other("standard output is not a terminal"))
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().lock().flush()
    }
}
