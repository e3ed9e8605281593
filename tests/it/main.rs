//! The integration tests: one binary, a module per concern.

mod api;
mod cli;
mod clients;
mod clipboard;
mod dns;
mod documents;
mod domain_cases;
mod exports;
mod faults;
mod layering;
mod mail_records;
mod packages;
mod plain;
mod providers;
mod sandbox;
mod screens;
mod screenshots;
mod settings;
mod stories;
mod support;
mod terminal;
mod tui;
mod walks;
