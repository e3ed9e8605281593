//! The enabled modes: each is recorded when it is enabled, and recorded modes are disabled in reverse order.

use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{Command, queue};
use ratatui::layout::Rect;
use rustix::fs::OFlags;

use crate::core::text::escape_hidden;

/// The size to assume if the terminal reports none.
const DEFAULT_AREA: Rect = Rect::new(0, 0, 80, 24);

/// The size that is drawn on at most, more than the largest screen has room for. A frame of any size that a terminal
/// can report would not fit into memory.
const MAX_AREA: Rect = Rect::new(0, 0, 1000, 500);

/// Switches off the ways of sending keys that another program may have left on: pushes an empty entry onto the stack
/// of the kitty protocol, and sets xterm's `modifyOtherKeys` to 0. Terminals without them ignore both; Apple's Terminal
/// takes the second for a change of the text style that begins with an underline and ends with a reset.
const DISABLE_KEY_PROTOCOLS: &str = "\x1b[>0u\x1b[>4;0m";

/// Returns to the kitty protocol's entry from before, and to the `modifyOtherKeys` of the user's settings: xterm keeps
/// no value that a program has set before. The reset at the end is for Apple's Terminal.
const RESTORE_KEY_PROTOCOLS: &str = "\x1b[>4m\x1b[0m\x1b[<u";

/// Puts the window's title on the terminal's own stack (XTWINOPS).
const SAVE_TITLE: &str = "\x1b[22;0t";

/// Takes it back from there.
const RESTORE_TITLE: &str = "\x1b[23;0t";

/// A mode that must be disabled again after it was enabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Raw,
    /// The window has the wizard's title, if the terminal is known to give the old one back.
    Title,
    AlternateScreen,
    /// Keys are sent in the old form. The kitty protocol has a stack for each screen, so this comes after the screen.
    LegacyKeys,
    BracketedPaste,
    HiddenCursor,
}

/// The modes that are enabled while the wizard draws, in the order of enabling.
pub(super) const DRAWING_MODES: [Mode; 6] =
    [Mode::Raw, Mode::Title, Mode::AlternateScreen, Mode::LegacyKeys, Mode::BracketedPaste, Mode::HiddenCursor];

/// The enabled modes and their terminal.
pub(super) struct Modes {
    enabled: Vec<Mode>,
    pub(super) output: Output,
    /// The title of the window; `None` if the terminal gets none.
    title: Option<String>,
    /// Messages of panics that did not end the program, printed once the terminal is restored.
    pub(super) deferred_messages: Vec<String>,
}

impl Modes {
    /// No mode is enabled. Without a title, [`Mode::Title`] changes nothing.
    pub(super) const fn new(output: Output, title: Option<String>) -> Self {
        Self { enabled: Vec::new(), output, title, deferred_messages: Vec::new() }
    }

    pub(super) const fn any_enabled(&self) -> bool {
        !self.enabled.is_empty()
    }

    /// Whether the wizard's screen is active.
    pub(super) fn has_screen(&self) -> bool {
        self.enabled.contains(&Mode::AlternateScreen)
    }

    /// Enables a mode. Records it first, because a failed attempt may have enabled it partly.
    pub(super) fn enable(&mut self, mode: Mode) -> io::Result<()> {
        self.enabled.push(mode);
        match mode {
            Mode::Raw => enable_raw_mode(),
            Mode::Title => match self.title.as_deref().map(title_sequence) {
                Some(sequence) => self.write(Print(format!("{SAVE_TITLE}{sequence}"))),
                None => Ok(()),
            },
            Mode::AlternateScreen => self.write(EnterAlternateScreen),
            Mode::LegacyKeys => self.write(Print(DISABLE_KEY_PROTOCOLS)),
            Mode::BracketedPaste => self.write(EnableBracketedPaste),
            Mode::HiddenCursor => self.write(Hide),
        }
    }

    fn disable(&mut self, mode: Mode) -> io::Result<()> {
        match mode {
            Mode::Raw => disable_raw_mode(),
            Mode::Title if self.title.is_none() => Ok(()),
            Mode::Title => self.write(Print(RESTORE_TITLE)),
            Mode::AlternateScreen => self.write(LeaveAlternateScreen),
            Mode::LegacyKeys => self.write(Print(RESTORE_KEY_PROTOCOLS)),
            Mode::BracketedPaste => self.write(DisableBracketedPaste),
            Mode::HiddenCursor => self.write(Show),
        }
    }

    /// Changes the title of the window, now or when the mode is enabled. Writes nothing if the terminal gets none.
    pub(super) fn set_title(&mut self, new: &str) -> io::Result<()> {
        let Some(title) = &mut self.title else { return Ok(()) };
        new.clone_into(title);
        if self.enabled.contains(&Mode::Title) { self.write(Print(title_sequence(new))) } else { Ok(()) }
    }

    /// Enables the modes that are not enabled yet, in their order.
    pub(super) fn enable_missing(&mut self, modes: &[Mode]) -> io::Result<()> {
        modes.iter().try_for_each(|mode| if self.enabled.contains(mode) { Ok(()) } else { self.enable(*mode) })
    }

    /// Disables all modes, the last first. Tries every mode and returns the first error.
    pub(super) fn restore(&mut self) -> io::Result<()> {
        self.restore_to(0)
    }

    /// Disables all modes as far as the terminal takes what this writes at once.
    pub(super) fn restore_without_waiting(&mut self) {
        // Opened anew: the shell shares the open file of standard output, which has to stay in blocking mode.
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        if let Ok(output) = rustix::fs::open("/dev/tty", flags, rustix::fs::Mode::empty()) {
            self.output = output.into();
            // What fails now can't be done.
            let _ = self.restore();
        }
    }

    /// Disables all modes but those that do not concern the wizard's screen. Tries every mode and returns the first error.
    pub(super) fn restore_to_normal_screen(&mut self) -> io::Result<()> {
        let is_kept = |mode: &&Mode| matches!(mode, Mode::Raw | Mode::Title);
        self.restore_to(self.enabled.iter().take_while(is_kept).count())
    }

    /// Disables all modes except the first `kept`.
    fn restore_to(&mut self, kept: usize) -> io::Result<()> {
        let mut result = Ok(());
        while self.enabled.len() > kept
            && let Some(mode) = self.enabled.pop()
        {
            let off = self.disable(mode);
            result = result.and(off);
        }
        result
    }

    /// Writes a frame as a synchronized update, and ends the update even if the write fails.
    pub(super) fn write_frame(&mut self, frame: &[u8]) -> io::Result<()> {
        let mut update = Vec::with_capacity(frame.len() + 16);
        queue!(update, BeginSynchronizedUpdate)?;
        update.extend_from_slice(frame);
        queue!(update, EndSynchronizedUpdate)?;
        let written = self.output.write_all(&update).and_then(|()| self.output.flush());
        if written.is_err() {
            // The error of the frame is more useful than one of this write.
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

    /// Returns the area to draw on.
    pub(super) fn area(&self) -> Rect {
        area_of(size(&self.output))
    }
}

/// Returns the sequence that sets the window's title (OSC 2). The title can't end it, since it has no control characters.
fn title_sequence(title: &str) -> String {
    format!("\x1b]2;{}\x07", escape_hidden(title))
}

/// Returns the area to draw on in a terminal of this size, up to [`MAX_AREA`]. Some terminals report 0x0: a serial line,
/// or a pty without a size.
fn area_of(size: Option<(u16, u16)>) -> Rect {
    match size {
        Some((columns, rows)) if columns > 0 && rows > 0 => Rect::new(0, 0, columns, rows).intersection(MAX_AREA),
        _ => DEFAULT_AREA,
    }
}

/// Locks the modes even after a panic: the record stays valid, since a mode is recorded before it is enabled.
pub(super) trait LockModes {
    fn lock_modes(&self) -> MutexGuard<'_, Modes>;
}

impl LockModes for Mutex<Modes> {
    fn lock_modes(&self) -> MutexGuard<'_, Modes> {
        self.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The terminal behind standard output, without the line buffer of `Stdout`, which would split a frame into several
/// writes.
pub(super) type Output = std::fs::File;

pub(super) fn open_output() -> io::Result<Output> {
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

fn size(output: &Output) -> Option<(u16, u16)> {
    rustix::termios::tcgetwinsize(output).ok().map(|size| (size.ws_col, size.ws_row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_its_sequence() {
        assert_eq!(title_sequence("a\x07\x1b[31mb"), "\x1b]2;a<U+0007><U+001B>[31mb\x07");
    }

    #[test]
    fn a_size_that_no_frame_has_room_for_is_capped_and_none_is_80x24() {
        for (size, columns, rows) in [
            (Some((100, 30)), 100, 30),
            (Some((30_000, 2_000)), 1_000, 500),
            (Some((u16::MAX, u16::MAX)), 1_000, 500),
            (Some((0, 24)), 80, 24),
            (None, 80, 24),
        ] {
            assert_eq!(area_of(size), Rect::new(0, 0, columns, rows), "{size:?}");
        }
    }
}
