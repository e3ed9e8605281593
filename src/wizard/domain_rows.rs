//! The rows of the list of domains: in their order, in groups, and those that match what was typed.
//!
//! A project may have ten thousand domains, and each key press filters them: what follows from the list alone is made
//! once for each list, and what was typed is compared with that.

use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32String};

use super::session::DomainList;
use crate::core::attention::Attention;
use crate::core::domain::SendingDomain;
use crate::core::text::{Untrusted, width};

/// By what the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    /// In groups by what is to be done, then by name.
    #[default]
    Attention,
    /// By name.
    Name,
    /// By status, then by name.
    Status,
    /// The one that was added last comes first.
    Newest,
}

impl SortOrder {
    /// The next one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Attention => Self::Name,
            Self::Name => Self::Status,
            Self::Status => Self::Newest,
            Self::Newest => Self::Attention,
        }
    }

    /// In words: "sorted by …".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Attention => "by what is to be done",
            Self::Name => "by name",
            Self::Status => "by status",
            Self::Newest => "newest first",
        }
    }
}

/// The rows of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DomainRows {
    list: Option<DomainList>,
    sort_order: SortOrder,
    filter: String,
    /// What is compared with what was typed: a text for each domain, in the order of the list.
    search_texts: Arc<[SearchText]>,
    /// Every domain, by its place in the list.
    sorted_indices: Arc<[usize]>,
    /// Those that match.
    rows: Vec<usize>,
    /// The groups of the rows, each with its first row.
    groups: Vec<(Attention, usize)>,
    /// The row that matches best.
    best_match: usize,
    /// How wide the names, the statuses and the regions are at most, in columns.
    column_widths: [usize; 3],
}

/// A domain as it is compared with what was typed.
#[derive(Clone, PartialEq, Eq)]
struct SearchText {
    name: Utf32String,
    /// In its own letters, where that is another name.
    unicode_name: Option<Utf32String>,
    /// Status and region, in lower case.
    status_and_region: String,
}

impl fmt::Debug for SearchText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Text({})", self.name)
    }
}

impl SearchText {
    fn new(domain: &SendingDomain) -> Self {
        let region = domain.region.as_ref().map(Untrusted::raw).unwrap_or_default();
        Self {
            name: Utf32String::from(domain.name.raw()),
            unicode_name: domain.unicode_name().map(Utf32String::from),
            status_and_region: format!("{} {region}", domain.status.short_label()).to_lowercase(),
        }
    }
}

impl DomainRows {
    /// The rows of a list, in an order, that match what was typed. Made anew only as far as any of these has changed;
    /// answers whether it has.
    pub(super) fn refresh(&mut self, list: Option<&DomainList>, order: SortOrder, filter: &str) -> bool {
        let same_list = match (&self.list, list) {
            (None, None) => true,
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            _ => false,
        };
        let same_order = self.sort_order == order;
        if same_list && same_order && self.filter == filter {
            return false;
        }
        if !same_list {
            self.list = list.cloned();
            let (texts, widths) = (self.domains().iter().map(SearchText::new).collect(), column_widths(self.domains()));
            (self.search_texts, self.column_widths) = (texts, widths);
        }
        self.sort_order = order;
        if !(same_list && same_order) {
            self.sorted_indices = sort_indices(self.domains(), order);
        }
        filter.clone_into(&mut self.filter);
        self.filter_rows();
        true
    }

    fn domains(&self) -> &[SendingDomain] {
        self.list.as_deref().unwrap_or_default()
    }

    fn filter_rows(&mut self) {
        let pattern = FilterPattern::parse(&self.filter);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let (mut rows, mut best) = (Vec::with_capacity(self.sorted_indices.len()), (0, 0));
        for place in self.sorted_indices.iter() {
            let Some(score) = self.search_texts.get(*place).and_then(|text| pattern.score(text, &mut matcher)) else {
                continue;
            };
            if score > best.1 {
                best = (rows.len(), score);
            }
            rows.push(*place);
        }
        self.rows = rows;
        self.best_match = best.0;
        self.groups.clear();
        if self.sort_order == SortOrder::Attention {
            let needs: Vec<Attention> =
                self.rows.iter().filter_map(|place| self.domains().get(*place)).map(Attention::from_domain).collect();
            for (row, need) in needs.into_iter().enumerate() {
                if self.groups.last().is_none_or(|(last, _)| *last != need) {
                    self.groups.push((need, row));
                }
            }
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The domain of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&SendingDomain> {
        self.rows.get(row).and_then(|place| self.domains().get(*place))
    }

    /// The row of the domain that is the same as this one. An id may be missing, so the name counts as well.
    #[must_use]
    pub fn row_of(&self, domain: &SendingDomain) -> Option<usize> {
        (0..self.len())
            .find(|row| self.get(*row).is_some_and(|other| (&other.id, &other.name) == (&domain.id, &domain.name)))
    }

    /// The groups, each with its first row; none in another order.
    #[must_use]
    pub fn groups(&self) -> &[(Attention, usize)] {
        &self.groups
    }

    /// How many rows a group has, by its place among the groups.
    #[must_use]
    pub fn group_size(&self, index: usize) -> usize {
        let first = |index: usize| self.groups.get(index).map(|(_, first)| *first);
        first(index).map_or(0, |start| first(index.saturating_add(1)).unwrap_or(self.len()).saturating_sub(start))
    }

    /// The row that matches best what was typed.
    #[must_use]
    pub const fn best_match(&self) -> usize {
        self.best_match
    }

    /// How wide the names, the statuses and the regions of the whole list are at most, in columns.
    #[must_use]
    pub const fn column_widths(&self) -> [usize; 3] {
        self.column_widths
    }

    /// Which characters of a text, from 0, what was typed has matched.
    #[must_use]
    pub fn match_indices(&self, text: &str) -> Vec<usize> {
        FilterPattern::parse(&self.filter).match_indices(text)
    }
}

fn column_widths(domains: &[SendingDomain]) -> [usize; 3] {
    let region = |domain: &SendingDomain| domain.region.as_ref().map_or(0, |region| width(&region.sanitized()));
    domains.iter().fold([0; 3], |[names, statuses, regions], domain| {
        [
            names.max(width(&domain.name.sanitized())),
            statuses.max(width(&domain.status.short_label())),
            regions.max(region(domain)),
        ]
    })
}

/// The places of the domains, in an order; those that are equal in it, by name.
fn sort_indices(domains: &[SendingDomain], order: SortOrder) -> Arc<[usize]> {
    let domain = |place: &usize| domains.get(*place);
    let mut places: Vec<usize> = (0..domains.len()).collect();
    places.sort_by_cached_key(|place| domain(place).map(|domain| domain.name.raw().to_lowercase()));
    match order {
        SortOrder::Name => {}
        SortOrder::Attention => places.sort_by_key(|place| domain(place).map(Attention::from_domain)),
        SortOrder::Status => places.sort_by_cached_key(|place| domain(place).map(|domain| domain.status.short_label())),
        SortOrder::Newest => places.sort_by_key(|place| Reverse(domain(place).and_then(|domain| domain.created_at))),
    }
    places.into()
}

/// What was typed: every word of it has to match.
struct FilterPattern {
    words: Vec<(Atom, String)>,
}

impl FilterPattern {
    fn parse(filter: &str) -> Self {
        let atom = |word: &str| Atom::new(word, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
        Self { words: filter.split_whitespace().map(|word| (atom(word), word.to_lowercase())).collect() }
    }

    /// How well a domain matches; `None` where it does not. A word matches letters of its name in their order, or stands
    /// in its status or region.
    fn score(&self, text: &SearchText, matcher: &mut Matcher) -> Option<u32> {
        self.words.iter().try_fold(0, |sum, (atom, word)| {
            let name = atom.score(text.name.slice(..), matcher);
            let unicode = text.unicode_name.as_ref().and_then(|unicode| atom.score(unicode.slice(..), matcher));
            let score = name.max(unicode).or_else(|| text.status_and_region.contains(word.as_str()).then_some(0))?;
            Some(u32::from(score).saturating_add(sum))
        })
    }

    fn match_indices(&self, text: &str) -> Vec<usize> {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let text = Utf32String::from(text);
        let mut marks = Vec::new();
        for (atom, _) in &self.words {
            let mut found = Vec::new();
            if atom.indices(text.slice(..), &mut matcher, &mut found).is_some() {
                marks.extend(found.into_iter().filter_map(|place| usize::try_from(place).ok()));
            }
        }
        marks.sort_unstable();
        marks.dedup();
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::domain::{AutosendChecks, DomainId, DomainStatus};
    use crate::core::fixtures;

    fn listed(name: &str, status: &str, created: i64) -> SendingDomain {
        SendingDomain {
            id: DomainId::new(format!("id-{name}")),
            status: DomainStatus::parse(status),
            created_at: jiff::Timestamp::from_second(created).ok(),
            region: Some("eu-central-1".into()),
            ..fixtures::domain(name, Vec::new())
        }
    }

    fn listing(order: SortOrder, filter: &str) -> DomainRows {
        let list: DomainList = vec![
            listed("news.example.com", "VERIFIED", 3),
            listed("mail.example.com", "PENDING_CONFIGURATION", 1),
            SendingDomain {
                checks: AutosendChecks { dmarc: Some(false), ..AutosendChecks::default() },
                ..listed("Shop.example.org", "VERIFIED", 2)
            },
            listed("xn--mnchen-3ya.de", "SUSPENDED", 4),
        ]
        .into();
        let mut listing = DomainRows::default();
        assert!(listing.refresh(Some(&list), order, filter));
        assert!(!listing.refresh(Some(&list), order, filter), "nothing has changed");
        listing
    }

    fn names(listing: &DomainRows) -> Vec<&str> {
        (0..listing.len()).filter_map(|row| listing.get(row)).map(|domain| domain.name.raw()).collect()
    }

    #[test]
    fn the_list_is_sorted_as_asked() {
        let first = |order| names(&listing(order, ""))[0].to_owned();
        let all = ["mail.example.com", "news.example.com", "Shop.example.org", "xn--mnchen-3ya.de"];
        assert_eq!(names(&listing(SortOrder::Name, "")), all);
        assert_eq!(first(SortOrder::Attention), "xn--mnchen-3ya.de");
        assert_eq!(first(SortOrder::Status), "xn--mnchen-3ya.de", "capital letters come first");
        assert_eq!(first(SortOrder::Newest), "xn--mnchen-3ya.de");
        let order = [SortOrder::Name, SortOrder::Status, SortOrder::Newest, SortOrder::Attention];
        assert_eq!(
            order.map(SortOrder::next),
            [SortOrder::Status, SortOrder::Newest, SortOrder::Attention, SortOrder::Name]
        );
    }

    #[test]
    fn what_needs_the_same_stands_together() {
        let listing = listing(SortOrder::Attention, "");
        let groups = [
            (Attention::Failed, 0),
            (Attention::RecordsToPublish, 1),
            (Attention::Recommended, 2),
            (Attention::Ready, 3),
        ];
        assert_eq!(listing.groups(), groups);
        assert_eq!((0..5).map(|place| listing.group_size(place)).collect::<Vec<_>>(), [1, 1, 1, 1, 0]);
    }

    #[test]
    fn letters_of_the_name_in_their_order_match_and_words_of_status_and_region() {
        assert_eq!(names(&listing(SortOrder::Name, "mlex")), ["mail.example.com"]);
        assert_eq!(names(&listing(SortOrder::Name, "eu-cen PENDING")), ["mail.example.com"]);
        assert_eq!(names(&listing(SortOrder::Name, "münchen")), ["xn--mnchen-3ya.de"]);
        assert_eq!(names(&listing(SortOrder::Name, "zzz")), Vec::<&str>::new());
        assert_eq!(listing(SortOrder::Name, "mlex").match_indices("mail.example.com"), [0, 3, 5, 6]);
        let shop = listing(SortOrder::Name, "shop");
        assert_eq!(shop.get(shop.best_match()).map(|domain| domain.name.raw()), Some("Shop.example.org"));
    }
}
