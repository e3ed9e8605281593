//! The vocabulary of the problem: keys, names, regions, records, domains, errors and their words.
//!
//! Values only. Nothing here does I/O, waits, reads a clock or knows a terminal, so everything here can be
//! tested with plain values and used by the wizard, the command line and the sandbox alike.

pub mod api_key;
pub mod copying;
pub mod dkim;
pub mod dns_host;
pub mod domain;
pub mod domain_name;
pub mod errors;
pub mod exchange;
pub mod exit;
pub mod failure;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod following;
pub mod format;
pub mod guide;
pub mod inbound;
pub mod kept;
pub mod look;
pub mod looks;
pub mod need;
pub mod next_steps;
pub mod opening;
pub mod operation;
pub mod place;
pub mod profile;
pub mod project;
pub mod publishing;
pub mod record;
pub mod region;
pub mod removal;
pub mod request;
pub mod saving;
pub mod secrets;
pub mod standing;
pub mod summons;
pub mod text;
pub mod toned;
pub mod verdict;
pub mod zone;
