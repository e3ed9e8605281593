//! Panics: the terminal is given back first, and what is said is one line, nothing of the environment.

use std::io::{self, Write as _};
use std::panic::{self, PanicHookInfo};
use std::sync::{Arc, Mutex, TryLockError};
use std::thread;

use super::modes::Modes;
use crate::core::text::escape_hidden;

/// From now on a panic that ends the program gives the terminal back first, and is told in one line: where and what,
/// nothing of the environment.
///
/// A panic on another thread or in a spawned task ends neither program nor screen: somebody waits for its result and
/// tells the user. Its line is kept until the screen is gone.
pub(super) fn set_panic_hook(modes: &Arc<Mutex<Modes>>) {
    let modes = Arc::clone(modes);
    let main_thread = thread::current().id();
    panic::set_hook(Box::new(move |panic| {
        let words = panic_message(panic);
        let ends_the_program = thread::current().id() == main_thread && tokio::task::try_id().is_none();
        let modes = match modes.try_lock() {
            Ok(modes) => Some(modes),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        };
        if let Some(mut modes) = modes {
            if modes.any_enabled() && !ends_the_program {
                modes.deferred_messages.push(words);
                return;
            }
            let _ = modes.restore();
        }
        write_stderr_line(&words);
    }));
}

/// The same where nothing is drawn: a panic is told in one line, and nothing is to be given back.
pub(in crate::runtime) fn set_plain_panic_hook() {
    panic::set_hook(Box::new(|panic| write_stderr_line(&panic_message(panic))));
}

/// Where a panic was and what it said.
fn panic_message(panic: &PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    format!("autosend-domains: a bug at {place}: {}", escape_hidden(message))
}

/// A line on standard error, where there still is one.
pub(super) fn write_stderr_line(words: &str) {
    let _ = writeln!(io::stderr(), "{words}");
}
