//! The terminal as a program without a screen sees it: the signals that it and the system send, and its echo.

pub mod echo;
pub mod signals;
pub mod watchdog;
