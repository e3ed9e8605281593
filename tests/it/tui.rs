//! The real binary in a real pty.
