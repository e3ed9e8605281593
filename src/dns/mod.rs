//! The DNS adapter: what the servers of a zone answer, behind [`crate::ports::Resolver`].

mod places;

pub use places::Places;

use crate::core::domain::SendingDomain;
use crate::core::look::{Progress, Survey};
use crate::ports::Resolver;

/// DNS by UDP and TCP.
#[derive(Debug)]
pub struct DnsResolver {
    places: Places,
}

impl DnsResolver {
    /// A resolver that asks these.
    #[must_use]
    pub fn new(places: Places) -> Self {
        Self { places }
    }
}

impl Resolver for DnsResolver {
    async fn survey(&self, _domain: &SendingDomain, _tell: impl Fn(Progress) + Send + Sync) -> Result<Survey, String> {
        Err(format!("{:?}", self.places))
    }
}
