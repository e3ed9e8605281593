//! What one look at a domain has shown.

use crate::core::check::{CheckSummary, RecordCheck, Verdict, check_record, drop_unproven_causes, summarize};
use crate::core::dns::DnsLookup;
use crate::core::domain::SendingDomain;
use crate::core::exit::Exit;
use crate::dns::DnsResolver;
use crate::ports::Resolver as _;

use crate::cli::error::CliError;

/// A domain, and what was seen of its records.
pub(super) struct DomainCheck {
    /// The domain.
    pub(super) domain: SendingDomain,
    /// What the servers answered.
    pub(super) lookup: DnsLookup,
    /// What that means, record by record.
    pub(super) record_checks: Vec<RecordCheck>,
    /// And together.
    pub(super) summary: CheckSummary,
}

/// What it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckOutcome {
    /// Nothing needs to be done for any record.
    Correct,
    /// All required records are right, which is what was waited for.
    RequiredCorrect,
    /// A record is missing or different.
    Incorrect,
    /// Nobody could be asked of what is not right.
    NotReached,
}

impl DomainCheck {
    /// Looks.
    ///
    /// # Errors
    /// Where there is nobody to ask.
    pub(super) async fn run(dns: &DnsResolver, domain: SendingDomain) -> Result<Self, CliError> {
        let survey = dns.lookup_records(&domain, |_| {}).await.map_err(|words| {
            let title = format!("DNS cannot be asked about {}", domain.name.sanitized());
            CliError::new("dns-not-reached", Exit::NotReached, title).with_detail(words)
        })?;
        let of = domain.records.iter().zip(&survey.records);
        let mut judged: Vec<_> = of.map(|(record, look)| check_record(record, &domain, &survey.zone, look)).collect();
        drop_unproven_causes(domain.records.iter().zip(&mut judged));
        let overall = summarize(&judged, &domain.records);
        Ok(Self { domain, lookup: survey, record_checks: judged, summary: overall })
    }

    /// What it comes to; where somebody waits for it, the required records are enough.
    pub(super) fn outcome(&self, is_waiting: bool) -> CheckOutcome {
        let overall = &self.summary;
        let is_unreachable =
            |place: &usize| self.record_checks.get(*place).is_some_and(|judged| judged.verdict == Verdict::Unreachable);
        // What nobody gets to see is not right, and asking again does not mend it.
        if overall.is_dnssec_broken {
            CheckOutcome::Incorrect
        } else if overall.is_all_settled {
            CheckOutcome::Correct
        } else if is_waiting && overall.is_required_correct {
            CheckOutcome::RequiredCorrect
        } else if !overall.open.is_empty() && overall.open.iter().all(is_unreachable) {
            CheckOutcome::NotReached
        } else {
            CheckOutcome::Incorrect
        }
    }
}

impl CheckOutcome {
    /// Its stable name in documents.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Correct => "right",
            Self::RequiredCorrect => "required-right",
            Self::Incorrect => "not-right",
            Self::NotReached => "not-reached",
        }
    }

    /// How the command ends.
    pub(super) const fn exit(self) -> Exit {
        match self {
            Self::Correct | Self::RequiredCorrect => Exit::Success,
            Self::Incorrect => Exit::NotReady,
            Self::NotReached => Exit::NotReached,
        }
    }
}
