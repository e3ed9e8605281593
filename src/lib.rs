//! `autosend-domains`: from a domain name to its DNS records at AutoSend, in a terminal.

pub mod api;
// pub mod cli;
pub mod clipboard;
pub mod core;
pub mod export;
pub mod ports;
pub mod runtime;
pub mod sandbox;
pub mod settings;
pub mod ui;
pub mod wizard;
