//! The terminal while the wizard runs. Each mode is recorded when it is enabled, and all recorded modes are disabled in
//! reverse order on every way out: exit, error, panic and stop.
//!
//! Mouse capture stays off, since it would disable the terminal's own text selection, which is more useful here.
//! Keyboard protocols that another program has left on are switched off while the wizard runs.

mod modes;
mod panics;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::time::Duration;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, TerminalOptions, Viewport};

use self::modes::{DRAWING_MODES, LockModes as _, Mode, Modes, open_output};
pub(super) use self::panics::set_plain_panic_hook;
use self::panics::{set_panic_hook, write_stderr_line};
use crate::clipboard::osc52::wrap_for_tmux;
use crate::clipboard::tmux::Tmux;
use crate::core::notification::BELL;
use crate::core::terminal_kind::TerminalKind;
use crate::core::text::escape_hidden;
use crate::tty::signals;

/// The terminal, from [`Terminal::enter`] until it is dropped.
pub struct Terminal {
    modes: Arc<Mutex<Modes>>,
    screen: ratatui::Terminal<CrosstermBackend<FrameBuffer>>,
    frame_buffer: FrameBuffer,
    area: Rect,
    kind: TerminalKind,
}

impl Terminal {
    /// Takes over the terminal. Sets the panic hook of the process, which restores it. The window gets this title, if the
    /// terminal is known to give the old one back.
    ///
    /// # Errors
    ///
    /// If the terminal rejects a mode; the modes enabled so far are disabled again.
    pub fn enter(title: &str) -> io::Result<Self> {
        // NO_COLOR is handled by our own styles: crossterm's handling would reset bold and reverse with each color.
        crossterm::style::force_color_output(true);
        let kind = TerminalKind::from_environment(|name| std::env::var(name).ok());
        let title = kind.has_title_stack().then(|| title.to_owned());
        let modes = Arc::new(Mutex::new(Modes::new(open_output()?, title)));
        let area = modes.lock_modes().area();
        let frame_buffer = FrameBuffer::default();
        // A fixed viewport, because this program determines the size itself: see `Modes::area`.
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let screen = ratatui::Terminal::with_options(CrosstermBackend::new(frame_buffer.clone()), options)?;
        set_panic_hook(&modes);
        let mut terminal = Self { modes, screen, frame_buffer, area, kind };
        terminal.resume()?;
        Ok(terminal)
    }

    /// Returns the columns and rows that can be drawn on now.
    pub fn size(&self) -> (u16, u16) {
        let area = self.modes.lock_modes().area();
        (area.width, area.height)
    }

    /// Draws a frame with one write, as a synchronized update if the terminal supports it. Does nothing while the
    /// terminal is restored.
    ///
    /// # Errors
    ///
    /// If the write fails.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        if !modes.has_screen() {
            return Ok(());
        }
        let area = modes.area();
        // Unlocked while `view` runs, because the hook of a panic there needs the modes.
        drop(modes);
        if area != self.area {
            self.area = area;
            self.redraw()?;
        }
        self.screen.draw(view)?;
        modes = self.modes.lock_modes();
        modes.write_frame(&self.frame_buffer.take())
    }

    /// Makes the next frame a complete one, because the screen may differ from the last frame.
    ///
    /// # Errors
    ///
    /// None is known.
    pub fn redraw(&mut self) -> io::Result<()> {
        // Not `clear`: it asks the terminal for the cursor position and may wait for the answer in vain.
        self.screen.resize(self.area)
    }

    /// Restores the terminal. The screen's state is kept for [`Terminal::resume`].
    ///
    /// # Errors
    ///
    /// The first error of the terminal; the remaining modes are restored nevertheless.
    pub fn leave(&mut self) -> io::Result<()> {
        self.modes.lock_modes().restore()
    }

    /// Returns what restores the terminal from another thread just before the program ends. It doesn't wait, neither for
    /// a terminal that takes nothing nor for a thread that does.
    pub fn last_restore(&self) -> impl FnOnce() + Send + 'static {
        let modes = Arc::clone(&self.modes);
        move || {
            // Whoever waits for the terminal holds the lock. Raw mode ends without it; the rest could not be written.
            let _ = crossterm::terminal::disable_raw_mode();
            let modes = match modes.try_lock() {
                Ok(modes) => Some(modes),
                Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            };
            if let Some(mut modes) = modes {
                modes.restore_without_waiting();
            }
        }
    }

    /// Takes over the terminal again and makes the next frame complete: after [`Terminal::leave`], after a stop, and
    /// after a caught panic. If it was not restored (a `SIGSTOP` cannot be handled), it is restored first, since the
    /// shell may have changed any mode in the meantime.
    ///
    /// # Errors
    ///
    /// If the terminal rejects a mode.
    pub fn resume(&mut self) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        // If disabling a mode fails, enabling the modes may still work.
        let _ = modes.restore();
        for mode in DRAWING_MODES {
            modes.enable(mode)?;
        }
        self.area = modes.area();
        drop(modes);
        self.redraw()
    }

    /// Changes the title of the window, if the terminal gets one.
    ///
    /// # Errors
    ///
    /// If the write fails.
    pub fn set_title(&mut self, title: &str) -> io::Result<()> {
        self.modes.lock_modes().set_title(title)
    }

    /// Alerts a user who may be elsewhere: rings the bell and shows the text if the terminal supports notifications. In
    /// tmux, that is the terminal around it, which tmux names; this takes up to 300 ms.
    ///
    /// # Errors
    ///
    /// If the write fails.
    pub async fn notify(&mut self, text: &str) -> io::Result<()> {
        self.write(BELL)?;
        let notification = match self.kind {
            TerminalKind::Tmux => terminal_around_tmux()
                .await
                .notification()
                .escape_sequence(text)
                .map(|sequence| wrap_for_tmux(&sequence)),
            kind => kind.notification().escape_sequence(text),
        };
        notification.map_or(Ok(()), |sequence| self.write(&sequence))
    }

    fn write(&self, sequence: &str) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        modes.output.write_all(sequence.as_bytes())?;
        modes.output.flush()
    }

    /// Leaves the wizard's screen and prints a text alone for the terminal's own selection: without border or
    /// padding, and as one line of any length, so that a triple click selects all of it. Until
    /// [`Terminal::hide_raw`], nothing is drawn and keys still arrive one by one.
    ///
    /// # Errors
    ///
    /// If the terminal rejects a mode or the write fails.
    pub fn show_raw(&mut self, title: &str, text: &str) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        // Continue even if disabling a mode fails. Raw mode stays on throughout: a moment without it would echo keys,
        // and Ctrl+C would end the program.
        let _ = modes.restore_to_normal_screen();
        // With bracketed paste, the characters of a paste do not arrive as keys.
        modes.enable_missing(&[Mode::Raw, Mode::Title, Mode::LegacyKeys, Mode::BracketedPaste])?;
        // In raw mode, a line feed does not return to the first column.
        let output = format!("\r\n{}\r\n{}\r\n", escape_hidden(title), escape_hidden(text));
        modes.output.write_all(output.as_bytes())?;
        modes.output.flush()
    }

    /// Returns to the wizard's screen after [`Terminal::show_raw`] and makes the next frame complete.
    ///
    /// # Errors
    ///
    /// If the terminal rejects a mode.
    pub fn hide_raw(&mut self) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        modes.enable_missing(&DRAWING_MODES)?;
        self.area = modes.area();
        drop(modes);
        self.redraw()
    }

    /// Restores the terminal and stops the process, in response to [`signals::SignalRequest::Suspend`]. Nothing is
    /// drawn until [`signals::SignalRequest::Resume`] continues it.
    ///
    /// # Errors
    ///
    /// If the process can't be stopped.
    pub fn suspend(&mut self) -> io::Result<()> {
        // Stop even if the terminal cannot be restored.
        let _ = self.leave();
        signals::stop_process()
    }

    /// Handles Ctrl+Z: restores the terminal and asks the whole job to stop, which arrives as
    /// [`signals::SignalRequest::Suspend`]. Does nothing if no shell would notice the stop.
    ///
    /// # Errors
    ///
    /// If the operating system refuses.
    pub fn suspend_job(&mut self) -> io::Result<()> {
        if !signals::has_job_control() {
            return Ok(());
        }
        // Before the other processes stop: once they have, their shell takes over the terminal.
        let _ = self.leave();
        signals::stop_job()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let mut modes = self.modes.lock_modes();
        // A failure cannot be handled here.
        let _ = modes.restore();
        for line in modes.deferred_messages.drain(..) {
            write_stderr_line(&line);
        }
    }
}

/// Returns why the wizard can't draw here and what to use instead; `None` if it can. `term` is the variable `TERM`. The
/// caller handles the value `dumb`, which selects plain mode.
pub fn check_terminal(stdin_is_tty: bool, stdout_is_tty: bool, term: Option<&str>) -> Option<String> {
    let reason = match (stdin_is_tty, stdout_is_tty, term) {
        (false, _, _) => "standard input is not a terminal",
        (true, false, _) => "standard output is not a terminal",
        (true, true, None | Some("")) if cfg!(unix) => "unknown terminal (TERM is not set)",
        (true, true, _) => return None,
    };
    Some(format!(
        "the wizard can't be drawn here: {reason}. Use `autosend-domains add DOMAIN --region KEY` instead, or \
         `autosend-domains --plain`, which asks in lines"
    ))
}

/// How long a notification may take to find out what the terminal around tmux is.
const TMUX_TIMEOUT: Duration = Duration::from_millis(300);

/// Returns the terminal around tmux, if tmux is known to pass sequences on to it.
async fn terminal_around_tmux() -> TerminalKind {
    let info = tokio::time::timeout(TMUX_TIMEOUT, Tmux::new().info()).await.ok().flatten();
    // Versions of tmux that do not know the option may pass everything on, but older terminals were around them.
    let info = info.filter(|info| ["on", "all"].contains(&info.allow_passthrough.as_str()));
    info.map_or(TerminalKind::Unknown, |info| TerminalKind::from_term(&info.terminal))
}

/// The output of ratatui for one frame. Its `flush` does nothing, so that a frame becomes one write.
#[derive(Clone, Default)]
struct FrameBuffer(Arc<Mutex<Vec<u8>>>);

impl FrameBuffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for FrameBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wizard_needs_a_drawable_terminal_for_input_and_output() {
        assert_eq!(check_terminal(true, true, Some("xterm-256color")), None);
        for (stdin, stdout, term, reason) in [
            (false, true, Some("xterm"), "standard input"),
            (true, false, Some("xterm"), "standard output"),
            (true, true, Some(""), "TERM is not set"),
            (true, true, None, "TERM is not set"),
        ] {
            let message = check_terminal(stdin, stdout, term).unwrap();
            assert!(message.contains(reason) && message.contains("autosend-domains add DOMAIN"), "{message}");
            assert!(message.contains("--plain"), "{message}");
        }
    }
}
