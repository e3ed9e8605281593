//! Where the records of the domains come from: AutoSend, or what an earlier run has kept.

use crate::cli::commands::api_context::ApiContext;
use crate::cli::commands::domain_ref::DomainRef;
use crate::cli::commands::resolve_domain::DomainResolver;
use crate::cli::error::CliError;
use crate::core::cache::CachedProject;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;

/// Where they come from.
pub(super) enum DomainSource<'a> {
    /// From AutoSend.
    Api(DomainResolver<'a>),
    /// From an earlier run.
    Cache(CachedProject),
}

impl<'a> DomainSource<'a> {
    /// The source of these domains.
    ///
    /// # Errors
    /// Where AutoSend's list cannot be read.
    pub(super) async fn open(
        account: &'a ApiContext,
        offline: bool,
        wanted: impl IntoIterator<Item = &DomainRef>,
    ) -> Result<Self, CliError> {
        if offline {
            return Ok(Self::Cache(account.load_cache()));
        }
        Ok(Self::Api(DomainResolver::for_domains(account, wanted).await?))
    }

    /// One domain.
    ///
    /// # Errors
    /// Where it is not there.
    pub(super) async fn load(&self, wanted: &DomainRef) -> Result<SendingDomain, CliError> {
        match self {
            Self::Api(finder) => Ok(finder.resolve(wanted).await?),
            Self::Cache(recalled) => {
                let mut all = recalled.domains.iter().flatten();
                let kept = all.find(|kept| wanted.matches(&kept.domain)).map(|kept| kept.domain.clone());
                kept.ok_or_else(|| {
                    CliError::new("not-kept", Exit::Conflict, format!("Nothing is kept of {wanted} for this key"))
                        .with_hint(format!("Without --offline, AutoSend is asked: autosend-domains check {wanted}"))
                })
            }
        }
    }
}
