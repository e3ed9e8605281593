//! Where the records of the domains come from: AutoSend, or what an earlier run has kept.

use super::super::super::problem::Problem;
use super::super::account::Account;
use super::super::finding::Finder;
use super::super::wanted::Wanted;
use crate::core::cache::CachedProject;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;

/// Where they come from.
pub(super) enum Source<'a> {
    /// From AutoSend.
    Asked(Finder<'a>),
    /// From an earlier run.
    Kept(CachedProject),
}

impl<'a> Source<'a> {
    /// The source of these domains.
    ///
    /// # Errors
    /// Where AutoSend's list cannot be read.
    pub(super) async fn open(
        account: &'a Account,
        offline: bool,
        wanted: impl IntoIterator<Item = &Wanted>,
    ) -> Result<Self, Problem> {
        if offline {
            return Ok(Self::Kept(account.recall()));
        }
        Ok(Self::Asked(Finder::for_all(account, wanted).await?))
    }

    /// One domain.
    ///
    /// # Errors
    /// Where it is not there.
    pub(super) async fn find(&self, wanted: &Wanted) -> Result<SendingDomain, Problem> {
        match self {
            Self::Asked(finder) => Ok(finder.find(wanted).await?),
            Self::Kept(recalled) => {
                let mut all = recalled.domains.iter().flatten();
                let kept = all.find(|kept| wanted.is(&kept.domain)).map(|kept| kept.domain.clone());
                kept.ok_or_else(|| {
                    Problem::new("not-kept", Exit::Conflict, format!("Nothing is kept of {wanted} for this key"))
                        .hint(format!("Without --offline, AutoSend is asked: autosend-domains check {wanted}"))
                })
            }
        }
    }
}
