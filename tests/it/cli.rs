//! The commands, run as a shell would.
