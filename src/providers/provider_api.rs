//! What an adapter does at its provider. All that the adapters have in common is in [`super::publish`].

use async_trait::async_trait;

use super::error::ProviderError;
use super::records::{HostedRecord, NewRecord};

/// A zone at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostedZone {
    /// The provider's own name of it.
    pub id: String,
    /// The name, in lower case without a trailing dot.
    pub name: String,
    /// The name servers that the provider gives for it; empty if it does not tell.
    pub name_servers: Vec<String>,
}

/// How a provider writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteMode {
    /// Whether several records are added at once or not at all.
    pub atomic: bool,
    /// The TTLs that it takes, in seconds.
    pub ttl: (u32, u32),
}

/// The operations of a provider that a plan needs.
///
/// `add` and `remove` send their change once. An error other than [`ProviderError::Lost`] proves that nothing was changed by
/// the failed request.
#[async_trait]
pub trait ProviderApi: Send + Sync {
    /// How it writes.
    fn mode(&self) -> WriteMode;

    /// The host that is asked, with its port unless that is the default one.
    fn host(&self) -> &str;

    /// Finds the zone of exactly this name; of several, the one with this id.
    ///
    /// # Errors
    /// There is none, more than one, or one that does not answer to the public.
    async fn find_zone(&self, name: &str, id: Option<&str>) -> Result<HostedZone, ProviderError>;

    /// Every record at this name, of all types.
    async fn records(&self, zone: &HostedZone, name: &str) -> Result<Vec<HostedRecord>, ProviderError>;

    /// Adds these records; one alone, unless it adds several at once. `current` holds the records that are at their names.
    /// Returns the ids of the new records, in their order, `None` for those that have none.
    async fn add(
        &self,
        zone: &HostedZone,
        records: &[NewRecord],
        current: &[HostedRecord],
    ) -> Result<Vec<Option<String>>, ProviderError>;

    /// Removes these records; one alone, unless it changes several at once. They are part of `current`.
    async fn remove(
        &self,
        zone: &HostedZone,
        records: &[HostedRecord],
        current: &[HostedRecord],
    ) -> Result<(), ProviderError>;
}
