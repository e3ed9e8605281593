//! The HTTP adapter: AutoSend's domains API behind [`crate::ports::Api`].
//!
//! One call sends one HTTP request. Only [`retry_read`] and [`retry_change`] send a request again; no redirect is
//! followed; no type of the HTTP library leaves this module. The key is sent in the `Authorization` header and nowhere
//! else.
//!
//! | file | contents |
//! |---|---|
//! | `base_url` | the base URL, and which URLs are rejected |
//! | `request` | the request as data, for the client and for `--dry-run` |
//! | `client` | sends requests and decodes their responses |
//! | `http_client` | builds the HTTP client: certificates, loopback |
//! | `proxy`, `proxy_refusal` | which proxy is used; why it refuses to connect |
//! | `rate_limiter` | at most two requests a second, changes first |
//! | `limits` | limits on the time of a request and the size of its response |
//! | `body` | reads bodies up to a limit |
//! | `retry` | sends a request again by the policy in the core |
//! | `wire` | decodes the JSON of the API |
//! | `error_response`, `html` | responses that are errors, in every documented form |
//! | `request_trace` | reports every request once it is over |
//! | `transport_error`, `tls_error` | requests without a response: not sent, or lost |

mod base_url;
pub(crate) mod body;
mod client;
pub(crate) mod error_response;
mod html;
pub(crate) mod http_client;
mod limits;
mod proxy;
mod proxy_refusal;
mod rate_limiter;
mod request;
mod request_trace;
mod retry;
mod tls_error;
pub(crate) mod transport_error;
pub mod wire;

pub(crate) use base_url::percent_encode;
pub use base_url::{BASE_URL_VARIABLE, BaseUrl, BaseUrlError};
pub use client::ApiClient;
pub use limits::Limits;
pub use proxy::{ProxyError, detect_proxy};
pub use request::{PlannedRequest, USER_AGENT, create_request, operation_request, remove_request};
pub use retry::{retry_change, retry_read};
