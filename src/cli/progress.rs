//! The progress bar of a command on many domains. It is drawn on standard error, if that is a terminal and the output is for
//! people, and erased when the command ends.

use std::io::{self, IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};
use rustix::termios::tcgetwinsize;

use super::output::Output;
use crate::core::text::{escape_hidden, truncate};

/// The bar, in ASCII for every terminal and locale, and without colours.
const TEMPLATE: &str = "[{bar:24}] {pos} of {len}  {msg}";

/// The greatest width of the bar without its message, for more than ten thousand steps.
const FIXED_WIDTH: usize = 24 + 2 + 1 + 14 + 2;

/// The free columns at the right. A terminal writes `^C` after the bar; if that wrapped to the next line, the bar would not
/// be erased.
const RIGHT_MARGIN: u16 = 4;

/// The width of a terminal that does not report one.
const DEFAULT_WIDTH: u16 = 80;

/// How often the bar is redrawn in a second, at most.
const REDRAW_HZ: u8 = 20;

/// A progress bar, or nothing.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar of this number of steps, if a person can see it.
    pub(super) fn new(output: Output, steps: usize) -> Self {
        if !output.is_human() || !io::stderr().is_terminal() || steps < 2 {
            return Self(None);
        }
        let style = ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_error| ProgressStyle::default_bar());
        let target = ProgressDrawTarget::term_like_with_hz(Box::new(StderrTerminal), REDRAW_HZ);
        let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), target);
        bar.set_style(style.progress_chars("=> "));
        Self(Some(bar))
    }

    /// Shows the name of the current step.
    pub(super) fn set_current(&self, name: &str) {
        if let Some(bar) = &self.0 {
            let room = usize::from(StderrTerminal.width()).saturating_sub(FIXED_WIDTH);
            bar.set_message(truncate(&escape_hidden(name), room, "...").into_owned());
            // The rate limit is bypassed, because the next change may take long.
            bar.force_draw();
        }
    }

    /// Counts a finished step.
    pub(super) fn advance(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// [`Self::suspend`] as a function that does not borrow the bar.
    pub(super) fn suspend_fn(&self) -> impl Fn(&dyn Fn()) + use<> {
        let bar = self.0.clone();
        move |print| match &bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Prints something while the bar is erased.
    pub(super) fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// Standard error as the terminal of the bar, narrower by [`RIGHT_MARGIN`].
#[derive(Clone, Copy, Debug)]
struct StderrTerminal;

impl StderrTerminal {
    fn write_csi(count: usize, letter: char) -> io::Result<()> {
        if count == 0 { Ok(()) } else { write!(io::stderr(), "\u{1b}[{count}{letter}") }
    }
}

impl TermLike for StderrTerminal {
    fn width(&self) -> u16 {
        let width = tcgetwinsize(io::stderr()).map_or(0, |size| size.ws_col);
        if width == 0 { DEFAULT_WIDTH } else { width }.saturating_sub(RIGHT_MARGIN)
    }

    fn move_cursor_up(&self, lines: usize) -> io::Result<()> {
        Self::write_csi(lines, 'A')
    }

    fn move_cursor_down(&self, lines: usize) -> io::Result<()> {
        Self::write_csi(lines, 'B')
    }

    fn move_cursor_right(&self, columns: usize) -> io::Result<()> {
        Self::write_csi(columns, 'C')
    }

    fn move_cursor_left(&self, columns: usize) -> io::Result<()> {
        Self::write_csi(columns, 'D')
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        writeln!(io::stderr(), "{text}")
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        write!(io::stderr(), "{text}")
    }

    fn clear_line(&self) -> io::Result<()> {
        write!(io::stderr(), "\r\u{1b}[2K")
    }

    fn flush(&self) -> io::Result<()> {
        io::stderr().flush()
    }
}
