//! `autosend-domains`: from a domain name to its DNS records at AutoSend, in a terminal.
//!
//! A functional core in an imperative shell. What the program decides is decided by pure functions from values to
//! values; what it does to the world is done in few places, which decide nothing.
//!
//! # Modules
//!
//! | module | what it is for |
//! |---|---|
//! | [`core`] | the vocabulary: names, keys, regions, records, what can go wrong and how that is told |
//! | [`wizard`] | the state machine: screens, messages, commands, keys, transitions; `update` |
//! | [`ui`] | the views: a frame from a model |
//! | [`plain`] | the wizard as lines: what is said and asked, from a model |
//! | [`export`] | records in the forms that other programs read |
//! | [`ports`] | the traits that the shell needs |
//! | [`api`] | AutoSend's API by HTTP |
//! | [`dns`] | what the servers of a zone answer |
//! | [`clipboard`] | copying: the system's clipboard, tmux, the terminal |
//! | [`browser`] | asking the person's browser to open a link |
//! | [`files`] | files that the person names, and private ones |
//! | [`settings`] | the key file and the last region |
//! | [`store`] | what was fetched, kept for the next run |
//! | [`sandbox`] | AutoSend's API inside the program |
//! | [`runtime`] | the shell of the wizard: terminal, signals, the loop, the runner of commands |
//! | `cli` | the command line, and the commands that need no screen |
//!
//! # Who may import whom
//!
//! `tests/it/layering` holds this table, and that [`core`], [`wizard`], [`ui`], [`plain`] and [`export`] know no time, tasks,
//! files or environment. Write `std::…` for the standard library, never `core::…`: here that is [`core`].
//!
//! <!-- rules -->
//!
//! | module | of this crate | from outside |
//! |---|---|---|
//! | `core` | – | `base64`, `idna`, `jiff`, `pkcs1`, `psl`, `secrecy`, `serde`, `serde_json`, `spki`, `thiserror`, `unicode_script`, `unicode_security`, `unicode_segmentation`, `unicode_width`, `url` |
//! | `wizard` | `core` | `crossterm`, `jiff`, `nucleo_matcher`, `tui_input`, `unicode_segmentation` |
//! | `export` | `core` | `csv`, `jiff`, `serde_json` |
//! | `ui` | `core`, `wizard` | `ratatui`, `unicode_segmentation` |
//! | `plain` | `core`, `wizard` | – |
//! | `ports` | `core` | – |
//! | `api` | `core`, `ports` | `futures`, `httpdate`, `hyper`, `hyper_util`, `jiff`, `reqwest`, `rustls`, `serde`, `serde_json`, `tokio`, `tokio_util`, `url`, `webpki_root_certs` |
//! | `dns` | `core`, `ports` | `async_trait`, `futures`, `hickory_net`, `jiff`, `resolv_conf`, `tokio` |
//! | `clipboard` | `core`, `ports` | `arboard`, `base64`, `crossterm`, `rustix`, `tokio` |
//! | `browser` | `clipboard`, `core`, `ports` | `open`, `tokio` |
//! | `sandbox` | `core` | `async_trait`, `axum`, `base64`, `hickory_server`, `hyper`, `hyper_util`, `jiff`, `rand`, `serde`, `serde_json`, `thiserror`, `tokio`, `tokio_util` |
//! | `settings` | `core`, `files` | `etcetera`, `secrecy`, `serde`, `serde_json`, `thiserror` |
//! | `store` | `core`, `files` | `etcetera`, `jiff`, `serde`, `serde_json`, `sha2` |
//! | `files` | `core`, `ports` | `etcetera`, `rustix`, `secrecy`, `tempfile` |
//! | `runtime` | `api`, `browser`, `cli`, `clipboard`, `core`, `dns`, `export`, `files`, `plain`, `ports`, `sandbox`, `settings`, `store`, `ui`, `wizard` | `crossterm`, `futures`, `jiff`, `ratatui`, `rustix`, `tokio` |
//! | `cli` | `api`, `browser`, `clipboard`, `core`, `dns`, `export`, `files`, `ports`, `sandbox`, `settings`, `store` | `anstream`, `anstyle`, `clap`, `clap_complete`, `clap_mangen`, `futures`, `hyper_util`, `indicatif`, `jiff`, `resolv_conf`, `rustix`, `secrecy`, `serde`, `serde_json`, `strsim`, `tokio` |
//! | `main` | `cli`, `runtime` | – |
//!
//! <!-- end of rules -->
//!
//! # The way of a key press
//!
//! 1. `runtime::events` reads it from the terminal. [`wizard::keymap::resolve_key`] looks it up in the one table of keys and
//!    says what it means: a [`wizard::Intent`], such as `Submit` or `Copy`. Where text is typed, it is an `Edit`.
//! 2. `runtime::run` gives model and message to [`wizard::update`], which returns the next model and
//!    [`wizard::Command`]s: effects as data.
//! 3. `runtime::effects` starts a task for each command. Nothing waits for it.
//! 4. When no other message is waiting, [`ui::view`] draws the model, once; the terminal gets what has changed.
//!
//! # The way of an answer
//!
//! 1. The task has called a port; behind [`ports::Api`] is [`api::ApiClient`]. It reads an answer of HTTP into values of
//!    [`core`]: a [`core::domain::SendingDomain`], or a [`core::api_error::ApiError`] that says whether anything was
//!    carried out. Texts of the server are [`core::text::Untrusted`] from here on.
//! 2. The task ends in one message, with the [`wizard::RequestId`] of its command: `Reply::DomainCreated`. A panic
//!    in it is a result too.
//! 3. [`wizard::update`] compares the id with the one that the screen waits for. A late answer changes nothing.
//! 4. The screen becomes another, as [`wizard::TRANSITIONS`] has it, and is drawn as above.
//!
//! # Where something new goes
//!
//! A **screen**: a variant of [`wizard::Screen`] with what it has earned, its rows in [`wizard::TRANSITIONS`] and in
//! [`wizard::keymap::BINDINGS`], a file in each of `wizard/screen/`, `wizard/update/`, `ui/screens/` and
//! `plain/screens/`. The compiler and the tests name what is missing.
//!
//! A **request**: a [`wizard::Request`], its [`wizard::Reply`], a method of a port, and its arm in
//! `runtime/command_runner/mod.rs`.
//!
//! A **command** without a screen: a file in `cli/commands/`. It uses [`core`], [`api`] and [`export`] as the wizard does
//! and never the wizard itself.
//!
//! A **format** of records: a file in `export/`, a pure function to text.

pub mod api;
pub mod browser;
pub mod cli;
pub mod clipboard;
pub mod core;
pub mod dns;
pub mod export;
pub mod files;
pub mod plain;
pub mod ports;
pub mod runtime;
pub mod sandbox;
pub mod settings;
pub mod store;
pub mod ui;
pub mod wizard;
