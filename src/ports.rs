//! The traits that the shell needs, in the terms of the core: what stands behind them is an adapter
//! ([`crate::api`], [`crate::clipboard`]) or a test's stand-in.

use std::future::Future;
use std::time::Duration;

use crate::core::api_key::Credentials;
use crate::core::copying::{Copied, CopyError};
use crate::core::domain::{DomainId, SendingDomain};
use crate::core::domain_name::DomainName;
use crate::core::errors::ApiError;
use crate::core::region::Region;

/// AutoSend's domains API.
pub trait Api: Send + Sync + 'static {
    /// `POST /domains`. Sent once: never repeated by the adapter.
    fn create_domain(
        &self,
        credentials: &Credentials,
        name: &DomainName,
        region: &Region,
    ) -> impl Future<Output = Result<SendingDomain, ApiError>> + Send;

    /// `GET /domains`: every domain of the project.
    fn list_domains(
        &self,
        credentials: &Credentials,
    ) -> impl Future<Output = Result<Vec<SendingDomain>, ApiError>> + Send;

    /// `GET /domains/{id}`.
    fn fetch_domain(
        &self,
        credentials: &Credentials,
        id: &DomainId,
    ) -> impl Future<Output = Result<SendingDomain, ApiError>> + Send;

    /// How long ago the connection last carried an answer; `None` where it never did. A connection that was
    /// silent for long may be closed.
    fn silent_for(&self) -> Option<Duration>;
}

/// A place that text can be copied to.
pub trait Clipboard: Send + Sync + 'static {
    /// Copies the text to the letter, by the first way that works here, and tells what is known of it.
    fn copy(&self, text: &str) -> impl Future<Output = Result<Copied, CopyError>> + Send;
}
