//! The domain model and its policies: keys, names, regions, records, domains, errors and their messages.
//!
//! This module contains only values and pure functions. It does no I/O, never waits, reads no clock and knows no
//! terminal, so tests use plain values, and the wizard, the command line and the sandbox share all of it.

pub mod adding;
pub mod api_error;
pub mod api_key;
pub mod attention;
pub mod cache;
pub mod check;
pub mod check_history;
pub mod copy;
#[cfg(test)]
pub(crate) mod corpus_tests;
pub mod dkim;
pub mod dmarc;
pub mod dns;
pub mod dns_host;
pub mod dns_poll;
pub mod domain;
pub mod domain_name;
pub mod duration;
pub mod exit;
pub mod export_format;
pub mod failure;
pub mod file_save;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod guide;
pub mod inbound;
pub mod keyboard_layout;
pub mod next_steps;
pub mod notification;
pub mod open_link;
pub mod operation;
pub mod profile;
pub mod publish;
pub mod publishing;
pub mod record;
pub mod record_ref;
pub mod redaction;
pub mod region;
pub mod removing;
pub mod request_log;
pub mod retry_policy;
pub mod spf;
pub mod styled_text;
pub mod tag_list;
pub mod terminal_caps;
pub mod terminal_kind;
pub mod text;
pub mod verify_poll;
pub mod zone;
