//! The HTTP adapter: AutoSend's domains API behind [`crate::ports::Api`].
//!
//! One call is one HTTP request: nothing is repeated unless [`retry_rate_limited`] is asked to, no redirect is followed, and no type of the HTTP
//! library leaves this module. The key goes into the `Authorization` header and nowhere else.
//!
//! | file | what it holds |
//! |---|---|
//! | `base_url` | where the API is, and which places are refused |
//! | `request` | what is sent, as data: the same for the client and for `--dry-run` |
//! | `client` | sending, and what becomes of the answer |
//! | `connection` | building the HTTP client: certificates, proxies, loopback |
//! | `limit` | at most two requests a second, what changes something first |
//! | `limits` | how long a request may take, and how much an answer may hold |
//! | `body` | reading answers within bounds |
//! | `patience` | asking a question again where the server is busy |
//! | `wire` | the shapes of the API as they are on the wire |
//! | `refusal`, `html` | answers that are no success, in every published form |
//! | `watch` | telling of every request once it is over |
//! | `transport` | requests that got no answer: not sent, or lost |

mod base_url;
mod body;
mod client;
mod error_response;
mod html;
mod http_client;
mod limits;
mod rate_limiter;
mod request;
mod request_trace;
mod retry;
mod transport_error;
pub mod wire;

pub use base_url::{BASE_URL_VARIABLE, BaseUrl, BaseUrlError};
pub use client::ApiClient;
pub use http_client::detect_proxy;
pub use limits::Limits;
pub use request::{PlannedRequest, USER_AGENT, create_request, operation_request, remove_request};
pub use retry::retry_rate_limited;
