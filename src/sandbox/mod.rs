//! The sandbox: AutoSend's domains API inside the program, over real HTTP on loopback.
//!
//! It is for trying the whole wizard with no account and no network, and for testing any other client
//! (`autosend-domains sandbox`). It answers the five operations of the domains API, the two for inbound mail and the list of
//! an account's projects as the public pages show them; where those are silent or contradict each other there is a switch ([`Options`]), and the
//! first label of a name can ask for a certain answer ([`SCENARIOS`]). Beside it runs a DNS server that owns the zones of
//! the domains that were added ([`dns`]); what is published there, right or wrong, is said by [`Sandbox::publish`] or, from
//! outside, by a POST to [`PUBLISHING`].
//!
//! A request passes these files in turn: `server` (connections), `gate` (journal, rate limit, key), `routes` (one
//! function per operation), `state` (what is stored, pure: the time is passed in), `problem` (the form of errors).
//!
//! It must never listen beyond 127.0.0.1, keep anything after its end, nor share its shapes with the API client:
//! an answer is written here and read there from the same pages, so that a mistake in one is seen by the other.

mod admin;
mod api_failure;
mod clock;
mod dkim_key;
pub mod dns;
mod domain;
mod middleware;
mod new_domain;
pub mod options;
mod rate_limiter;
mod records;
mod request_log;
mod routes;
mod scenarios;
mod server;
mod shared;
mod state;

pub use admin::{PUBLISH_MEMBERS, PUBLISH_PATH as PUBLISHING};
pub use options::{OPTION_HELP, Options};
pub use request_log::ReceivedRequest;
pub use scenarios::SCENARIOS;
pub use server::{DEFAULT_PORT, Sandbox, StartError};

/// The key that the wizard uses in the sandbox. Any other works as well, but [`REFUSED_KEY`].
pub const SANDBOX_KEY: &str = "AS_sandbox";

/// The one key that the sandbox refuses, with 401.
pub const REFUSED_KEY: &str = "AS_refused";

/// The project that every account key finds.
pub const DEFAULT_PROJECT_ID: &str = "66f0a1b2c3d4e5f601020300";
