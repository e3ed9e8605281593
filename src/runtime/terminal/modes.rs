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
const ASSUMED: Rect = Rect::new(0, 0, 80, 24);

/// Something that was switched on and has to be switched off again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Raw,
    AlternateScreen,
    BracketedPaste,
    HiddenCursor,
}

/// The modes that are on as long as the wizard draws, in the order in which they are switched on.
pub(super) const DRAWING: [Mode; 4] = [Mode::Raw, Mode::AlternateScreen, Mode::BracketedPaste, Mode::HiddenCursor];

/// The modes that are on, and the terminal that they are on in.
pub(super) struct Modes {
    on: Vec<Mode>,
    pub(super) output: Output,
    /// About panics that did not end the program, for the time when the terminal is given back.
    pub(super) last_words: Vec<String>,
}

impl Modes {
    pub(super) const fn of(output: Output) -> Self {
        Self { on: Vec::new(), output, last_words: Vec::new() }
    }

    pub(super) const fn are_on(&self) -> bool {
        !self.on.is_empty()
    }

    /// Whether there is a screen to draw on.
    pub(super) fn have_screen(&self) -> bool {
        self.on.contains(&Mode::AlternateScreen)
    }

    /// Recorded before it is tried: half of it may have happened when it fails.
    pub(super) fn switch_on(&mut self, mode: Mode) -> io::Result<()> {
        self.on.push(mode);
        match mode {
            Mode::Raw => enable_raw_mode(),
            Mode::AlternateScreen => self.write(EnterAlternateScreen),
            Mode::BracketedPaste => self.write(EnableBracketedPaste),
            Mode::HiddenCursor => self.write(Hide),
        }
    }

    fn switch_off(&mut self, mode: Mode) -> io::Result<()> {
        match mode {
            Mode::Raw => disable_raw_mode(),
            Mode::AlternateScreen => self.write(LeaveAlternateScreen),
            Mode::BracketedPaste => self.write(DisableBracketedPaste),
            Mode::HiddenCursor => self.write(Show),
        }
    }

    /// Switches on those of the modes, in their order, that are not on.
    pub(super) fn switch_on_missing(&mut self, modes: &[Mode]) -> io::Result<()> {
        modes.iter().try_for_each(|mode| if self.on.contains(mode) { Ok(()) } else { self.switch_on(*mode) })
    }

    /// Switches off what is on, the last first. All of it is tried; the first error is told.
    pub(super) fn undo(&mut self) -> io::Result<()> {
        self.undo_down_to(0)
    }

    /// The same, but for the first so many.
    pub(super) fn undo_down_to(&mut self, kept: usize) -> io::Result<()> {
        let mut result = Ok(());
        while self.on.len() > kept
            && let Some(mode) = self.on.pop()
        {
            let off = self.switch_off(mode);
            result = result.and(off);
        }
        result
    }

    /// Writes a frame between the marks of a synchronized update, which ends even where the write broke off.
    pub(super) fn write_update(&mut self, frame: &[u8]) -> io::Result<()> {
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
            _ => ASSUMED,
        }
    }
}

/// The modes in use. A panic that held them has left them as they are on the terminal, which is what they say.
pub(super) trait Guard {
    fn guard(&self) -> MutexGuard<'_, Modes>;
}

impl Guard for Mutex<Modes> {
    fn guard(&self) -> MutexGuard<'_, Modes> {
        self.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The terminal behind standard output. Not `Stdout` itself, which would cut a frame into several writes.
pub(super) type Output = std::fs::File;

pub(super) fn output() -> io::Result<Output> {
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

fn size(output: &Output) -> Option<(u16, u16)> {
    rustix::termios::tcgetwinsize(output).ok().map(|size| (size.ws_col, size.ws_row))
}
