//! `autosend-domains`: from a domain name to its DNS records at AutoSend, in a terminal.
//!
//! A functional core in an imperative shell. Pure functions from values to values make all decisions; effects on the
//! world are in few places, which decide nothing.
//!
//! # Modules
//!
//! | module | contains |
//! |---|---|
//! | [`core`] | the domain: names, keys, regions, records, checks of DNS, policies, errors and their sentences |
//! | [`wizard`] | the state machine: screens, messages, commands, keys, transitions; `update` |
//! | [`ui`] | the views: from a model to a frame |
//! | [`plain`] | the wizard in plain lines: from a model to texts and questions |
//! | [`export`] | records in the formats of other programs |
//! | [`ports`] | the traits between the shell and its adapters |
//! | [`api`] | AutoSend's API over HTTP |
//! | [`providers`] | DNS providers over HTTPS |
//! | [`dns`] | queries to the name servers of a zone |
//! | [`clipboard`] | copying by the system's clipboard, tmux or the terminal |
//! | [`browser`] | opening a link in the user's browser |
//! | [`files`] | files that the user names, and private files |
//! | [`settings`] | the key file and the region used last |
//! | [`store`] | the cache of fetched domains |
//! | [`sandbox`] | a stand-in for AutoSend's API inside the program |
//! | [`tty`] | the terminal without a screen: signals, the echo, the watchdog |
//! | [`runtime`] | the shell of the wizard: terminal, the event loop, the command runner |
//! | `cli` | the command line, and the commands without a screen |
//!
//! # Who may import whom
//!
//! `tests/it/layering` enforces this table. [`core`], [`wizard`], [`ui`], [`plain`] and [`export`] use no clock, tasks,
//! files or environment, and files of one room don't import each other in circles. Write `std::…` for the standard library,
//! never `core::…`: here that is [`core`].
//!
//! <!-- rules -->
//!
//! | module | of this crate | from outside |
//! |---|---|---|
//! | `core` | – | `base64`, `idna`, `jiff`, `pkcs1`, `psl`, `secrecy`, `serde`, `serde_json`, `spki`, `strum`, `thiserror`, `unicode_script`, `unicode_security`, `unicode_segmentation`, `unicode_width`, `url` |
//! | `wizard` | `core` | `crossterm`, `jiff`, `nucleo_matcher`, `tui_input`, `unicode_segmentation` |
//! | `export` | `core` | `csv`, `jiff`, `serde_json` |
//! | `ui` | `core`, `wizard` | `ratatui`, `unicode_segmentation` |
//! | `plain` | `core`, `wizard` | – |
//! | `ports` | `core` | – |
//! | `api` | `core`, `ports` | `futures`, `httpdate`, `hyper`, `hyper_util`, `jiff`, `openssl_probe`, `rand`, `reqwest`, `rustls`, `serde`, `serde_json`, `tokio`, `tokio_util`, `url`, `webpki_root_certs` |
//! | `providers` | `api`, `core` | `async_trait`, `jiff`, `reqwest`, `ring`, `secrecy`, `serde`, `serde_json`, `thiserror`, `tokio` |
//! | `dns` | `core`, `ports` | `async_trait`, `futures`, `hickory_net`, `jiff`, `resolv_conf`, `tokio` |
//! | `clipboard` | `core`, `ports` | `arboard`, `base64`, `crossterm`, `rustix`, `strum`, `tokio` |
//! | `browser` | `clipboard`, `core`, `ports` | `open`, `tokio` |
//! | `sandbox` | `core` | `async_trait`, `axum`, `base64`, `hickory_server`, `hyper`, `hyper_util`, `jiff`, `rand`, `serde`, `serde_json`, `strum`, `thiserror`, `tokio`, `tokio_util` |
//! | `settings` | `core`, `files` | `etcetera`, `secrecy`, `serde`, `serde_json`, `thiserror` |
//! | `store` | `core`, `files` | `etcetera`, `jiff`, `serde`, `serde_json`, `sha2` |
//! | `files` | `core`, `ports` | `etcetera`, `rustix`, `secrecy`, `sha2`, `tempfile` |
//! | `tty` | `core` | `futures`, `rustix`, `signal_hook`, `tokio` |
//! | `runtime` | `api`, `browser`, `cli`, `clipboard`, `core`, `dns`, `export`, `files`, `plain`, `ports`, `sandbox`, `settings`, `store`, `tty`, `ui`, `wizard` | `crossterm`, `futures`, `jiff`, `ratatui`, `rustix`, `signal_hook`, `tokio` |
//! | `cli` | `api`, `browser`, `clipboard`, `core`, `dns`, `export`, `files`, `ports`, `sandbox`, `settings`, `store`, `tty` | `anstream`, `anstyle`, `clap`, `clap_complete`, `clap_mangen`, `futures`, `hyper_util`, `indicatif`, `jiff`, `resolv_conf`, `rustix`, `secrecy`, `serde`, `serde_json`, `strsim`, `tokio` |
//! | `main` | `cli`, `runtime` | – |
//!
//! <!-- end of rules -->
//!
//! # Vocabulary
//!
//! One term for one thing, everywhere; one meaning for one term. `tests/it/layering` refuses the words that these replaced.
//!
//! | term | meaning | source |
//! |---|---|---|
//! | model | `Model`: the whole state of the wizard | the Elm architecture |
//! | message | `Message`: an input of `update` | the Elm architecture |
//! | intent | `Intent`: a message that says what the user wants | model-view-intent |
//! | reply | `Reply`: the message that ends a request, with its `RequestId` | request and reply |
//! | event | `Event`: a message without a request, such as a tick or a signal | – |
//! | command | `Command`: an output of `update`, carried out by the shell | the Elm architecture |
//! | request | `Request`: a command that a reply answers | request and reply |
//! | effect | `Effect`: a command without a reply | the Elm architecture |
//! | screen | `Screen`: the state of one step, and the data that the step needs | – |
//! | step | `Step`: the kind of a screen, and its place on the way to the records | GTK's assistant, wizards |
//! | pane | `Pane`: what opens in place of the records on their screen | – |
//! | overlay | `Overlay`: help or details above a screen | – |
//! | notice | `Notice`: the line of news above the keys | – |
//! | port, adapter | a trait of [`ports`]; an implementation of it | hexagonal architecture |
//! | sending domain | `SendingDomain`: a domain that AutoSend sends mail from | AutoSend |
//! | region | `Region`: where AutoSend handles the mail of a domain | AutoSend, AWS |
//! | record | `DnsRecord`: a DNS record that AutoSend asks for | RFC 9499 |
//! | slot | `Slot`: the member of the API's answer that a record came in | AutoSend |
//! | purpose | `Purpose`: what a record is for: ownership, DKIM, mail-from, DMARC, inbound mail | AutoSend, RFC 6376, 7208, 7489 |
//! | published value | the value of a record as it must be in DNS, with the `p=` that a bare DKIM key lacks | RFC 6376 |
//! | zone, apex | `Zone`: the part of the name space that a set of name servers has; its top | RFC 9499 |
//! | registrable domain | a public suffix and one label: `example.co.uk` | Public Suffix List |
//! | organizational domain | the domain whose DMARC policy its subdomains inherit | RFC 7489 section 3.2 |
//! | public suffix | a suffix below which the public can register names | Public Suffix List |
//! | name server | `Server`: a server that a zone is delegated to, or that the user names | RFC 9499 |
//! | resolver | a server that finds answers for others; the port `Resolver` | RFC 9499 |
//! | lookup | `DnsLookup`, `RecordLookup`: all queries about a domain, or about one record | hickory |
//! | query, response | one question to one server; `ServerResponse`: what came of it | RFC 9499, hickory |
//! | negative answer | `Negative`: NXDOMAIN or NODATA | RFC 2308 |
//! | rdata | `RecordData`: the data of a record | RFC 9499, hickory |
//! | referral | an answer that names other servers | RFC 9499 |
//! | lame | of a server: the zone is delegated to it, and it has no authority for the zone | RFC 9499 |
//! | probe | `Probe`: a query for a known mistake, in addition to those for the records | – |
//! | verdict | `Verdict`: what the responses say about one record: match, missing, different, partly, unreachable | – |
//! | cause | `Cause`: a mistake that explains a verdict | – |
//! | finding | `Finding`: what a cause says: level, message and remedy | zonemaster |
//! | check of DNS | `RecordCheck`, `DomainCheck`: a lookup compared with the records that AutoSend asks for | – |
//! | AutoSend's checks | `AutosendChecks`: the four flags by which AutoSend accepts records | AutoSend |
//! | summary | `CheckSummary`: what the verdicts of a domain come to | – |
//! | conflict | `Conflict`: a published record that must not coexist with a new one | RFC 1034 section 3.6.2, RFC 7208 section 3.2 |
//! | milestone | `Milestone`: a part of the way until a domain can send, as the stepper shows it | – |
//! | next action | `NextAction`: what to do now for the records of a domain | – |
//! | verification | AutoSend's own look into DNS; `VerifyPoll` waits for it | AutoSend |
//! | guide | the walk through the panel of a DNS host, field by field; `PanelEntry` | – |
//! | DNS host | `DnsHost`: the company at which the records are entered; texts say DNS provider | – |
//! | name form | `NameForm`: relative to the zone, fully qualified, or with the trailing dot | RFC 9499 |
//! | plan | `Plan`: what publishing adds to a zone, and which records exist, stay or are in the way | – |
//! | prefs | `RecordPrefs`: what the user chose for a domain: zone, DNS host, name form | – |
//! | credentials | `Credentials`: an API key and, for an account key, its project | AutoSend |
//! | cache | `CachedProject`: domains as an earlier run fetched them | – |
//! | untrusted | `Untrusted`: text from a server, which must not reach the terminal as it is | – |
//! | policy | a pure machine that decides the next step of a process: whether a POST may be sent again (`Adding`), how a removal ends (`Removing`), when a plan is written (`Publication`), when to ask next (`VerifyPoll`, `DnsPoll`, `retry_pause`) | – |
//!
//! # A key press, step by step
//!
//! 1. `runtime::events` reads the key from the terminal. [`wizard::keymap::resolve_key`] looks it up in the one table of keys
//!    and returns a [`wizard::Intent`], such as `Submit` or `Copy`; in a text field, an `Edit`.
//! 2. `runtime::run` passes model and message to [`wizard::update`], which returns the next model and
//!    [`wizard::Command`]s.
//! 3. `runtime::command_runner` starts a task for each command. Nothing waits for it.
//! 4. When no other message is waiting, [`ui::view`] draws the model once; the terminal gets the cells that changed.
//!
//! # An answer, step by step
//!
//! 1. The task calls a port; the adapter behind [`ports::Api`] is [`api::ApiClient`]. It parses an HTTP response into values
//!    of [`core`]: a [`core::domain::SendingDomain`], or a [`core::api_error::ApiError`] that says whether the request was
//!    carried out. Texts of the server are [`core::text::Untrusted`] from here on.
//! 2. The task ends with one [`wizard::Reply`], under the [`wizard::RequestId`] of its request. A panic is a result too.
//! 3. [`wizard::update`] compares the id with the one that the screen waits for. A late answer changes nothing.
//! 4. The next screen follows from [`wizard::TRANSITIONS`], and is drawn as above.
//!
//! # Where to add something
//!
//! A **screen**: a variant of [`wizard::Screen`] with the data that it needs, its rows in [`wizard::TRANSITIONS`] and in
//! [`wizard::keymap::sections`], a file in each of `wizard/screen/`, `wizard/update/` and `wizard/page/`. `ui` draws the
//! page and `plain` reads it out; a table has a file in `ui/screens/` and `plain/screens/` instead. The compiler and the
//! tests name what is missing.
//!
//! A **request**: a [`wizard::Request`], its [`wizard::Reply`], a method of a port, and its arm in
//! `runtime/command_runner/mod.rs`.
//!
//! A **command** without a screen: a file in `cli/commands/`. It uses [`core`], [`api`] and [`export`] as the wizard does, and
//! never the wizard itself.
//!
//! A **cause**: a variant in `core/check/cause.rs`, with its code, level, message and remedy in `core/check/finding.rs`. A
//! **sentence** about a whole check: `core/check/message.rs`.
//!
//! A **DNS provider**: a row of the table in `core/dns_host/mod.rs`.
//!
//! An **export format**: a file in `export/`, a pure function from records to text.
//!
//! # Where to find something
//!
//! | what | where |
//! |---|---|
//! | the message and the remedy of a cause | `core/check/finding.rs` |
//! | the headline of a check | `core/check/message.rs` |
//! | whether the POST that adds a domain may be sent again | `core/adding/mod.rs` |
//! | whether any other request is, and when | `core/retry_policy.rs` |
//! | the text of a failed request | `core/failure/mod.rs`; other errors of commands: `cli/error.rs` |
//! | whether a record may be added to a zone | `core/publish/plan.rs` |
//! | when a plan is written | `core/publish/publication.rs` |
//! | an exit code | `core/exit.rs` |
//! | a flag of a command | the command's file or `args.rs` in `cli/commands/`; shared ones: `cli/options.rs` |
//! | a key | `wizard/keymap/steps.rs`, `wizard/keymap/panes.rs`, `wizard/keymap/everywhere.rs` |
//! | the transport and the timeouts of a DNS query | `dns/transport.rs` |
//! | the fields and habits of a DNS provider | `core/dns_host/mod.rs`: the table, and where each row is |
//! | the names of the export formats | `core/export_format.rs` |
//! | the name of a cache file | `store/file_name.rs` |
//! | the sandbox's answers | `sandbox/state/mod.rs`; its errors: `sandbox/api_failure.rs` |

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
pub mod providers;
pub mod runtime;
pub mod sandbox;
pub mod settings;
pub mod store;
pub mod tty;
pub mod ui;
pub mod wizard;
