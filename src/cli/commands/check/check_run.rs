//! Where the domains come from, one lookup of a domain's records, and its outcome.

use crate::cli::commands::api_context::ApiContext;
use crate::cli::commands::domain_ref::DomainRef;
use crate::cli::commands::resolve_domain::DomainResolver;
use crate::cli::error::CliError;
use crate::core::cache::{CachedDomain, CachedProject, Freshness};
use crate::core::check::{Change, CheckSummary, DomainCheck, Outcome};
use crate::core::dns::DnsLookup;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::dns::DnsResolver;
use crate::ports::Resolver as _;

/// The check of a domain after one lookup of its records.
pub(in crate::cli::commands) struct CheckRun {
    pub(in crate::cli::commands) check: DomainCheck,
    /// The responses of the servers.
    pub(super) lookup: DnsLookup,
    pub(super) summary: CheckSummary,
    /// The changes since the run before.
    pub(super) changes: Vec<Change>,
    /// Whether the expected records come from the cache.
    pub(super) freshness: Freshness,
}

/// The outcome of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckOutcome {
    /// Nothing needs to be done for any record.
    Correct,
    /// All required records are right, which `--wait` waits for.
    RequiredCorrect,
    /// A record is missing or different.
    Incorrect,
    /// No server could be asked about what is not right.
    NotReached,
}

impl CheckRun {
    /// Looks the records up.
    ///
    /// # Errors
    /// There is no server to ask.
    pub(in crate::cli::commands) async fn start(
        dns: &DnsResolver,
        domain: SendingDomain,
        freshness: Freshness,
    ) -> Result<Self, CliError> {
        Self::run(dns, DomainCheck::new(domain), freshness).await
    }

    /// Looks the records up again.
    ///
    /// # Errors
    /// There is no server to ask.
    pub(super) async fn repeat(self, dns: &DnsResolver) -> Result<Self, CliError> {
        Self::run(dns, self.check, self.freshness).await
    }

    async fn run(dns: &DnsResolver, mut check: DomainCheck, freshness: Freshness) -> Result<Self, CliError> {
        let lookup = dns.lookup_records(&check.domain, |_| {}).await.map_err(|reason| {
            let title = format!("Can't look up {} in DNS", check.domain.name.sanitized());
            CliError::new("dns-not-reached", Exit::NotReached, title).with_detail(reason)
        })?;
        let changes = check.complete(&lookup);
        Ok(Self { summary: check.summary(), check, lookup, changes, freshness })
    }

    /// The outcome. With `--wait`, the required records are enough.
    pub(super) const fn outcome(&self, is_waiting: bool) -> CheckOutcome {
        match self.summary.outcome {
            Outcome::Correct => CheckOutcome::Correct,
            Outcome::RequiredCorrect if is_waiting => CheckOutcome::RequiredCorrect,
            Outcome::NotReached => CheckOutcome::NotReached,
            Outcome::RequiredCorrect if self.summary.are_open_records_unanswered() => CheckOutcome::NotReached,
            Outcome::RequiredCorrect | Outcome::Missing | Outcome::HiddenByDnssec => CheckOutcome::Incorrect,
        }
    }
}

impl CheckOutcome {
    /// Its stable name in JSON documents.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Correct => "right",
            Self::RequiredCorrect => "required-right",
            Self::Incorrect => "not-right",
            Self::NotReached => "not-reached",
        }
    }

    /// Its exit code.
    pub(super) const fn exit(self) -> Exit {
        match self {
            Self::Correct | Self::RequiredCorrect => Exit::Success,
            Self::Incorrect => Exit::NotReady,
            Self::NotReached => Exit::NotReached,
        }
    }
}

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
    pub(super) async fn load(&self, domain: &DomainRef) -> Result<(SendingDomain, Freshness), CliError> {
        let project = match self {
            Self::Api(resolver) => return Ok((resolver.resolve(domain).await?, Freshness::Live)),
            Self::Cache(project) => project,
        };
        let cached = project.domains.iter().flatten().find(|cached| domain.matches(&cached.domain));
        let Some(CachedDomain { domain, age }) = cached.cloned() else {
            let title = format!("No saved data for {domain} with this key");
            let hint = format!("Fetch it: autosend-domains check {domain}");
            return Err(CliError::new("not-kept", Exit::NotFound, title).with_hint(hint));
        };
        Ok((domain, Freshness::Requested(age)))
    }
}
