//! The sandbox: AutoSend's domains API inside the program, over real HTTP on loopback.
//!
//! With it a user can try the whole wizard without an account or a network, and test any other client
//! (`autosend-domains sandbox`). It implements the five operations of the domains API, the two for inbound mail and the
//! list of an account's projects as the public pages document them. If the pages are silent or contradict each other,
//! an option decides ([`Options`]); the first label of a name can ask for a certain response ([`SCENARIOS`]). A DNS
//! server serves the zones of the added domains ([`dns`]); [`Sandbox::publish`], or a POST to [`PUBLISH_PATH`], decides
//! what is published there, right or wrong.
//!
//! A request passes these files in turn: `server` (accepting), `connections` (how many, and for how long), `middleware`
//! (request log, rate limit, key), `origin` (requests of web pages), `routes` (one function per operation), `state` (the
//! stored data, pure: the time is a parameter), `api_failure` (the bodies of errors).
//!
//! It must never listen beyond 127.0.0.1 or keep anything after its end. It must not share types with the API client:
//! both are written from the same pages, so that a mistake in one shows in the other.

mod add_request;
mod admin;
mod api_failure;
mod client_stream;
mod connections;
mod dkim_key;
pub mod dns;
mod domain;
mod middleware;
pub mod options;
mod origin;
mod rate_limiter;
mod records;
mod request_history;
mod routes;
mod scenarios;
mod server;
mod shared;
mod state;

pub use admin::{PUBLISH_MEMBERS, PUBLISH_PATH};
pub use options::{OPTION_HELP, OptionHelp, Options};
pub use request_history::ReceivedRequest;
pub use scenarios::SCENARIOS;
pub use server::{DEFAULT_PORT, Sandbox, StartError};

/// The key that the wizard uses in the sandbox. Every other key works as well, except [`REFUSED_KEY`].
pub const SANDBOX_KEY: &str = "AS_sandbox";

/// The one key that the sandbox refuses, with 401.
pub const REFUSED_KEY: &str = "AS_refused";

/// The project that every account key has.
pub const DEFAULT_PROJECT_ID: &str = "66f0a1b2c3d4e5f601020300";
