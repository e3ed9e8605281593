//! The state of the list of domains.

use super::Screen;
use crate::core::domain::SendingDomain;
use crate::core::text::Untrusted;
use crate::wizard::field::TextField;
use crate::wizard::regions::contains_words;
use crate::wizard::session::Session;

/// The list of domains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainsScreen {
    /// The key in use.
    pub session: Session,
    /// What was typed to narrow the list.
    pub filter: TextField,
    /// The row in focus, among those that match.
    pub cursor: usize,
    /// Where Esc goes.
    pub back: Box<Screen>,
}

impl DomainsScreen {
    /// The rows that match what was typed: every word of it occurs in the name, the status or the region.
    #[must_use]
    pub fn rows(&self) -> Vec<&SendingDomain> {
        self.matching().collect()
    }

    /// The domain in focus.
    #[must_use]
    pub fn selected(&self) -> Option<&SendingDomain> {
        self.matching().nth(self.cursor)
    }

    fn matching(&self) -> impl Iterator<Item = &SendingDomain> {
        let filter = self.filter.text().trim();
        let domains = self.session.domains.known().into_iter().flat_map(|domains| domains.iter());
        domains.filter(move |domain| filter.is_empty() || matches(domain, filter))
    }
}

fn matches(domain: &SendingDomain, filter: &str) -> bool {
    let region = domain.region.as_ref().map_or("", Untrusted::raw);
    contains_words(&format!("{} {} {region}", domain.name.raw(), domain.status.short()), filter)
}
