//! What one look at a domain has shown.

use crate::core::check::{CheckSummary, RecordCheck, Verdict, check_record, drop_unproven_causes, summarize};
use crate::core::dns::DnsLookup;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::dns::DnsResolver;
use crate::ports::Resolver as _;

use super::super::super::problem::Problem;

/// A domain, and what was seen of its records.
pub(super) struct Seen {
    /// The domain.
    pub(super) domain: SendingDomain,
    /// What the servers answered.
    pub(super) survey: DnsLookup,
    /// What that means, record by record.
    pub(super) judged: Vec<RecordCheck>,
    /// And together.
    pub(super) overall: CheckSummary,
}

/// What it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing needs to be done for any record.
    Right,
    /// All required records are right, which is what was waited for.
    RequiredRight,
    /// A record is missing or different.
    NotRight,
    /// Nobody could be asked of what is not right.
    NotReached,
}

impl Seen {
    /// Looks.
    ///
    /// # Errors
    /// Where there is nobody to ask.
    pub(super) async fn of(dns: &DnsResolver, domain: SendingDomain) -> Result<Self, Problem> {
        let survey = dns.lookup_records(&domain, |_| {}).await.map_err(|words| {
            let title = format!("DNS cannot be asked about {}", domain.name.sanitized());
            Problem::new("dns-not-reached", Exit::NotReached, title).with(words)
        })?;
        let of = domain.records.iter().zip(&survey.records);
        let mut judged: Vec<_> = of.map(|(record, look)| check_record(record, &domain, &survey.zone, look)).collect();
        drop_unproven_causes(domain.records.iter().zip(&mut judged));
        let overall = summarize(&judged, &domain.records);
        Ok(Self { domain, survey, judged, overall })
    }

    /// What it comes to; where somebody waits for it, the required records are enough.
    pub(super) fn outcome(&self, is_waited_for: bool) -> Outcome {
        let overall = &self.overall;
        let is_unreachable =
            |place: &usize| self.judged.get(*place).is_some_and(|judged| judged.verdict == Verdict::Unreachable);
        // What nobody gets to see is not right, and asking again does not mend it.
        if overall.is_dnssec_broken {
            Outcome::NotRight
        } else if overall.is_all_settled {
            Outcome::Right
        } else if is_waited_for && overall.is_required_correct {
            Outcome::RequiredRight
        } else if !overall.open.is_empty() && overall.open.iter().all(is_unreachable) {
            Outcome::NotReached
        } else {
            Outcome::NotRight
        }
    }
}

impl Outcome {
    /// Its stable name in documents.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::RequiredRight => "required-right",
            Self::NotRight => "not-right",
            Self::NotReached => "not-reached",
        }
    }

    /// How the command ends.
    pub(super) const fn exit(self) -> Exit {
        match self {
            Self::Right | Self::RequiredRight => Exit::Success,
            Self::NotRight => Exit::NotReady,
            Self::NotReached => Exit::NotReached,
        }
    }
}
