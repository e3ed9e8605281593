//! The modes that are on: each is recorded as it is switched on, and what is recorded is undone, in reverse.

use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{Command, queue};
use ratatui::layout::Rect;

/// The size that is assumed where the terminal tells none.
const DEFAULT_AREA: Rect = Rect::new(0, 0, 80, 24);

/// Something that was switched on and has to be switched off again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Raw,
    AlternateScreen,
    BracketedPaste,
    HiddenCursor,
}

/// The modes that are on as long as the wizard draws, in the order in which they are switched on.
pub(super) const DRAWING_MODES: [Mode; 4] =
    [Mode::Raw, Mode::AlternateScreen, Mode::BracketedPaste, Mode::HiddenCursor];

/// The modes that are on, and the terminal that they are on in.
pub(super) struct Modes {
    enabled: Vec<Mode>,
    pub(super) output: Output,
    /// About panics that did not end the program, for the time when the terminal is given back.
    pub(super) deferred_messages: Vec<String>,
}

impl Modes {
    pub(super) const fn new(output: Output) -> Self {
        Self { enabled: Vec::new(), output, deferred_messages: Vec::new() }
    }

    pub(super) const fn any_enabled(&self) -> bool {
        !self.enabled.is_empty()
    }

    /// Whether there is a screen to draw on.
    pub(super) fn has_screen(&self) -> bool {
        self.enabled.contains(&Mode::AlternateScreen)
    }

    /// Recorded before it is tried: half of it may have happened when it fails.
    pub(super) fn enable(&mut self, mode: Mode) -> io::Result<()> {
        self.enabled.push(mode);
        match mode {
            Mode::Raw => enable_raw_mode(),
            Mode::AlternateScreen => self.write(EnterAlternateScreen),
            Mode::BracketedPaste => self.write(EnableBracketedPaste),
            Mode::HiddenCursor => self.write(Hide),
        }
    }

    fn disable(&mut self, mode: Mode) -> io::Result<()> {
        match mode {
            Mode::Raw => disable_raw_mode(),
            Mode::AlternateScreen => self.write(LeaveAlternateScreen),
            Mode::BracketedPaste => self.write(DisableBracketedPaste),
            Mode::HiddenCursor => self.write(Show),
        }
    }

    /// Switches on those of the modes, in their order, that are not on.
    pub(super) fn enable_missing(&mut self, modes: &[Mode]) -> io::Result<()> {
        modes.iter().try_for_each(|mode| if self.enabled.contains(mode) { Ok(()) } else { self.enable(*mode) })
    }

    /// Switches off what is on, the last first. All of it is tried; the first error is told.
    pub(super) fn restore(&mut self) -> io::Result<()> {
        self.restore_to(0)
    }

    /// The same, but for the first so many.
    pub(super) fn restore_to(&mut self, kept: usize) -> io::Result<()> {
        let mut result = Ok(());
        while self.enabled.len() > kept
            && let Some(mode) = self.enabled.pop()
        {
            let off = self.disable(mode);
            result = result.and(off);
        }
        result
    }

    /// Writes a frame between the marks of a synchronized update, which ends even where the write broke off.
    pub(super) fn write_frame(&mut self, frame: &[u8]) -> io::Result<()> {
        let mut update = Vec::with_capacity(frame.len() + 16);
        queue!(update, BeginSynchronizedUpdate)?;
        update.extend_from_slice(frame);
        queue!(update, EndSynchronizedUpdate)?;
        let written = self.output.write_all(&update).and_then(|()| self.output.flush());
        if written.is_err() {
            // The error of the frame is the one to tell.
            let _ = self.write(EndSynchronizedUpdate);
        }
        written
    }

    fn write(&mut self, command: impl Command) -> io::Result<()> {
        let mut bytes = Vec::new();
        queue!(bytes, command)?;
        self.output.write_all(&bytes)?;
        self.output.flush()
    }

    /// The terminal's size. Some (a serial line, a pty that nobody has sized) tell 0x0.
    pub(super) fn area(&self) -> Rect {
        match size(&self.output) {
            Some((columns, rows)) if columns > 0 && rows > 0 => Rect::new(0, 0, columns, rows),
            _ => DEFAULT_AREA,
        }
    }
}

/// The modes in use. A panic that held them has left them as they are on the terminal, which is what they say.
pub(super) trait LockModes {
    fn lock_modes(&self) -> MutexGuard<'_, Modes>;
}

impl LockModes for Mutex<Modes> {
    fn lock_modes(&self) -> MutexGuard<'_, Modes> {
        self.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The terminal behind standard output. Not `Stdout` itself, which would cut a frame into several writes.
pub(super) type Output = std::fs::File;

pub(super) fn open_output() -> io::Result<Output> {
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

fn size(output: &Output) -> Option<(u16, u16)> {
    rustix::termios::tcgetwinsize(output).ok().map(|size| (size.ws_col, size.ws_row))
}
