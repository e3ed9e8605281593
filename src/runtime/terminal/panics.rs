//! Panics: the terminal is restored first, then one line is printed that reveals nothing of the environment.

use std::io::{self, Write as _};
use std::panic::{self, PanicHookInfo};
use std::sync::{Arc, Mutex, TryLockError};
use std::thread;

use super::modes::Modes;
use crate::core::text::escape_hidden;

/// Sets the panic hook. A panic that ends the program restores the terminal, then prints one line with location and
/// message, and nothing of the environment.
///
/// A panic on another thread or in a spawned task ends neither the program nor the screen: the code that waits for its
/// result reports it. Its line is printed after the wizard has left the screen.
pub(super) fn set_panic_hook(modes: &Arc<Mutex<Modes>>) {
    let modes = Arc::clone(modes);
    let main_thread = thread::current().id();
    panic::set_hook(Box::new(move |panic| {
        let line = panic_message(panic);
        let ends_the_program = thread::current().id() == main_thread && tokio::task::try_id().is_none();
        let modes = match modes.try_lock() {
            Ok(modes) => Some(modes),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        };
        if let Some(mut modes) = modes {
            if modes.any_enabled() && !ends_the_program {
                modes.deferred_messages.push(line);
                return;
            }
            let _ = modes.restore();
        }
        write_stderr_line(&line);
    }));
}

/// Sets the panic hook of plain mode: it prints one line and has no terminal to restore.
pub(in crate::runtime) fn set_plain_panic_hook() {
    panic::set_hook(Box::new(|panic| write_stderr_line(&panic_message(panic))));
}

/// Returns the line with the location and message of a panic.
fn panic_message(panic: &PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    let location = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    format!("autosend-domains: internal error at {location}: {}", escape_hidden(message))
}

/// Writes a line to standard error; ignores a failure.
pub(super) fn write_stderr_line(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
