//! Loads the domains from AutoSend, or from the cache.

use crate::cli::commands::api_context::ApiContext;
use crate::cli::commands::domain_ref::DomainRef;
use crate::cli::commands::resolve_domain::DomainResolver;
use crate::cli::error::CliError;
use crate::core::cache::CachedProject;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;

/// The origin of the domains.
pub(super) enum DomainSource<'a> {
    /// AutoSend.
    Api(DomainResolver<'a>),
    /// The cache.
    Cache(CachedProject),
}

impl<'a> DomainSource<'a> {
    /// Opens the source of these domains.
    ///
    /// # Errors
    /// AutoSend's list cannot be fetched.
    pub(super) async fn open(
        api: &'a ApiContext,
        offline: bool,
        domains: impl IntoIterator<Item = &DomainRef>,
    ) -> Result<Self, CliError> {
        if offline {
            let mut domains = domains.into_iter();
            return Ok(Self::Cache(match (domains.next(), domains.next()) {
                (Some(only), None) => api.load_cached(only),
                _ => api.load_cache(),
            }));
        }
        Ok(Self::Api(DomainResolver::for_domains(api, domains).await?))
    }

    /// Loads one domain.
    ///
    /// # Errors
    /// The domain is not there.
    pub(super) async fn load(&self, domain: &DomainRef) -> Result<SendingDomain, CliError> {
        let project = match self {
            Self::Api(resolver) => return Ok(resolver.resolve(domain).await?),
            Self::Cache(project) => project,
        };
        let cached = project.domains.iter().flatten().find(|cached| domain.matches(&cached.domain));
        cached.map(|cached| cached.domain.clone()).ok_or_else(|| {
            CliError::new("not-kept", Exit::Conflict, format!("Nothing is kept of {domain} for this key"))
                .with_hint(format!("Without --offline, AutoSend is asked: autosend-domains check {domain}"))
        })
    }
}
