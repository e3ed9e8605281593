//! The terminal while the wizard has it: each mode that is switched on is recorded, and what is recorded is undone,
//! in reverse, on every way out: leaving, an error, a panic, a stop.
//!
//! No mouse capture (the terminal's own selection is worth more here) and no keyboard protocol.

mod modes;
mod panics;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, TerminalOptions, Viewport};

use self::modes::{DRAWING_MODES, LockModes as _, Mode, Modes, open_output};
pub(super) use self::panics::set_plain_panic_hook;
use self::panics::{set_panic_hook, write_stderr_line};
use super::signals;
use crate::core::notification::Notification;
use crate::core::text::escape_hidden;

/// The terminal, from [`Terminal::enter`] until it is dropped.
pub struct Terminal {
    modes: Arc<Mutex<Modes>>,
    screen: ratatui::Terminal<CrosstermBackend<FrameBuffer>>,
    frame_buffer: FrameBuffer,
    area: Rect,
    notification: Notification,
}

impl Terminal {
    /// Takes the terminal over. Sets the panic hook of the process, which gives it back.
    ///
    /// # Errors
    ///
    /// Where the terminal refuses; what was switched on by then is off again.
    pub fn enter() -> io::Result<Self> {
        // NO_COLOR is answered by our own styles: crossterm's answer would reset bold and reverse with each colour.
        crossterm::style::force_color_output(true);
        let modes = Arc::new(Mutex::new(Modes::new(open_output()?)));
        let area = modes.lock_modes().area();
        let frame_buffer = FrameBuffer::default();
        // A fixed viewport, because the size is ours to find: see `Modes::area`.
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let screen = ratatui::Terminal::with_options(CrosstermBackend::new(frame_buffer.clone()), options)?;
        set_panic_hook(&modes);
        let notification = Notification::from_environment(|name| std::env::var(name).ok());
        let mut terminal = Self { modes, screen, frame_buffer, area, notification };
        terminal.resume()?;
        Ok(terminal)
    }

    /// Its columns and rows.
    #[must_use]
    pub const fn size(&self) -> (u16, u16) {
        (self.area.width, self.area.height)
    }

    /// Draws a frame, by one write and as one update where the terminal knows of such. Does nothing while the
    /// terminal is given back.
    ///
    /// # Errors
    ///
    /// Where the terminal does not take it.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        if !modes.has_screen() {
            return Ok(());
        }
        let area = modes.area();
        // Not held while `view` runs: a panic there needs the modes.
        drop(modes);
        if area != self.area {
            self.area = area;
            self.redraw()?;
        }
        self.screen.draw(view)?;
        modes = self.modes.lock_modes();
        modes.write_frame(&self.frame_buffer.take())
    }

    /// Makes the next frame a whole one: whatever is on the screen is not what was drawn last.
    ///
    /// # Errors
    ///
    /// None is known.
    pub fn redraw(&mut self) -> io::Result<()> {
        // Not `clear`, which asks the terminal for the cursor's position and may wait in vain for the answer.
        self.screen.resize(self.area)
    }

    /// Gives the terminal back as it was. The screen is kept for [`Terminal::resume`].
    ///
    /// # Errors
    ///
    /// The first refusal of the terminal; everything is tried nevertheless.
    pub fn leave(&mut self) -> io::Result<()> {
        self.modes.lock_modes().restore()
    }

    /// Takes the terminal over again, with a whole frame next: after [`Terminal::leave`], after a stop, and after a
    /// panic that was caught. Where it was not given back (after a `SIGSTOP`, which nobody hears of) it is now, since
    /// the shell has changed what it liked in the meantime.
    ///
    /// # Errors
    ///
    /// Where the terminal refuses.
    pub fn resume(&mut self) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        // A refusal to switch off is no reason not to switch on.
        let _ = modes.restore();
        for mode in DRAWING_MODES {
            modes.enable(mode)?;
        }
        self.area = modes.area();
        drop(modes);
        self.redraw()
    }

    /// Calls the person, who may be elsewhere: the bell, and these words where the terminal shows notifications.
    ///
    /// # Errors
    ///
    /// Where the terminal does not take it.
    pub fn notify(&mut self, words: &str) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        let sequence = self.notification.escape_sequence(words);
        modes.output.write_all(sequence.as_bytes())?;
        modes.output.flush()
    }

    /// Gives the screen back and puts a text alone on it, for the terminal's own selection: no border, no padding, and
    /// as one line however long it is, so that a triple click takes it whole. Until [`Terminal::hide_raw`] nothing is
    /// drawn and keys arrive as they are pressed.
    ///
    /// # Errors
    ///
    /// Where the terminal refuses.
    pub fn show_raw(&mut self, title: &str, text: &str) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        // A refusal to switch off is no reason not to go on. Raw mode stays on all the time: in a moment without it,
        // a key would be echoed, and Ctrl+C would end the program.
        let _ = modes.restore_to(1);
        // A paste is still one: its letters are no keys.
        modes.enable_missing(&[Mode::Raw, Mode::BracketedPaste])?;
        // In raw mode a line feed does not return to the first column.
        let words = format!("\r\n{}\r\n{}\r\n", escape_hidden(title), escape_hidden(text));
        modes.output.write_all(words.as_bytes())?;
        modes.output.flush()
    }

    /// Takes the screen again after [`Terminal::show_raw`], with a whole frame next.
    ///
    /// # Errors
    ///
    /// Where the terminal refuses.
    pub fn hide_raw(&mut self) -> io::Result<()> {
        let mut modes = self.modes.lock_modes();
        modes.enable_missing(&DRAWING_MODES)?;
        self.area = modes.area();
        drop(modes);
        self.redraw()
    }

    /// Gives the terminal back and stops the process, for [`signals::SignalRequest::Suspend`]. It goes on with
    /// [`signals::SignalRequest::Resume`]; until then nothing is drawn.
    ///
    /// # Errors
    ///
    /// Where the process can't be stopped.
    pub fn suspend(&mut self) -> io::Result<()> {
        // A terminal that refuses is no reason not to stop.
        let _ = self.leave();
        signals::stop_process()
    }

    /// Ctrl+Z: gives the terminal back and asks the whole job to stop, which arrives as
    /// [`signals::SignalRequest::Suspend`]. Does nothing where no shell would notice.
    ///
    /// # Errors
    ///
    /// Where the operating system refuses.
    pub fn suspend_job(&mut self) -> io::Result<()> {
        if !signals::has_job_control() {
            return Ok(());
        }
        // Before the others stop: their shell takes the terminal as soon as they have.
        let _ = self.leave();
        signals::stop_job()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let mut modes = self.modes.lock_modes();
        // Nothing can be done about a terminal that refuses, least of all here.
        let _ = modes.restore();
        for words in modes.deferred_messages.drain(..) {
            write_stderr_line(&words);
        }
    }
}

/// Why the wizard can't draw here and what to use instead; `None` where it can. `term` is the variable `TERM`; one that
/// is `dumb` is a wish for plain lines, which the caller has fulfilled.
#[must_use]
pub fn check_terminal(stdin_is_tty: bool, stdout_is_tty: bool, term: Option<&str>) -> Option<String> {
    let reason = match (stdin_is_tty, stdout_is_tty, term) {
        (false, _, _) => "standard input is no terminal",
        (true, false, _) => "standard output is no terminal",
        (true, true, None | Some("")) if cfg!(unix) => "this terminal is not known (TERM is not set)",
        (true, true, _) => return None,
    };
    Some(format!(
        "the wizard can't be drawn here: {reason}. Use `autosend-domains add DOMAIN --region KEY` instead, or \
         `autosend-domains --plain`, which asks in lines"
    ))
}

/// What ratatui has drawn of a frame, not yet on its way: `flush` does nothing, so that a frame is one write.
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
    fn the_wizard_needs_a_terminal_on_both_sides_and_one_that_can_be_drawn_on() {
        assert_eq!(check_terminal(true, true, Some("xterm-256color")), None);
        for (stdin, stdout, term, reason) in [
            (false, true, Some("xterm"), "standard input"),
            (true, false, Some("xterm"), "standard output"),
            (true, true, Some(""), "TERM is not set"),
            (true, true, None, "TERM is not set"),
        ] {
            let words = check_terminal(stdin, stdout, term).unwrap();
            assert!(words.contains(reason) && words.contains("autosend-domains add DOMAIN"), "{words}");
            assert!(words.contains("--plain"), "{words}");
        }
    }
}
