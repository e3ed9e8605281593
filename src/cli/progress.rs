//! How far a command is that works on many domains: a bar on standard error, where that is a terminal and people are
//! spoken to. It is gone when the command ends.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::Output;
use crate::core::text::visible;

/// The bar in ASCII, which every terminal and locale has, and without colours.
const TEMPLATE: &str = "[{bar:24}] {pos} of {len}  {wide_msg}";

/// A bar, or nothing.
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar of so many steps, where there is somebody to see it.
    pub(super) fn new(output: Output, steps: usize) -> Self {
        if !output.is_for_people() || !io::stderr().is_terminal() || steps < 2 {
            return Self(None);
        }
        let style = ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_error| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(u64::try_from(steps).ok(), ProgressDrawTarget::stderr());
        bar.set_style(style.progress_chars("=> "));
        Self(Some(bar))
    }

    /// What is at work now.
    pub(super) fn now(&self, words: &str) {
        if let Some(bar) = &self.0 {
            bar.set_message(visible(words).into_owned());
            // At once, though the bar may have been drawn a moment ago: the next change may be long in coming.
            bar.force_draw();
        }
    }

    /// One step is done.
    pub(super) fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// What [`Self::aside`] does, for somebody who does not have the bar.
    pub(super) fn beside(&self) -> impl Fn(&dyn Fn()) + use<> {
        let bar = self.0.clone();
        move |print| match &bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Prints something else, with the bar out of its way.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
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
