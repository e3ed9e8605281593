//! The rows of the list of domains: sorted, grouped and filtered.
//!
//! A project may have ten thousand domains, and each key press filters them. Data that depends only on the list is
//! therefore computed once per list, and only the filter runs on each key press.

use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32String};

use super::session::DomainList;
use crate::core::attention::Attention;
use crate::core::domain::SendingDomain;
use crate::core::text::{Untrusted, width};

/// The sort order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortOrder {
    /// In groups by what the user must do, then by name.
    #[default]
    Attention,
    /// By name.
    Name,
    /// By status, then by name.
    Status,
    /// By creation time, newest first.
    Newest,
}

impl SortOrder {
    /// Returns the next order.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Attention => Self::Name,
            Self::Name => Self::Status,
            Self::Status => Self::Newest,
            Self::Newest => Self::Attention,
        }
    }

    /// Returns the order as it follows the word "sorted".
    pub const fn label(self) -> &'static str {
        match self {
            Self::Attention => "by next action",
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
    /// The text of each domain that the filter searches, in the order of the list.
    search_texts: Arc<[SearchText]>,
    /// The list indices of all domains, sorted.
    sorted_indices: Arc<[usize]>,
    /// The list indices of the domains that match, sorted.
    rows: Vec<usize>,
    /// The groups, each with the index of its first row.
    groups: Vec<(Attention, usize)>,
    /// The index of the row that matches best.
    best_match: usize,
    /// The widths of the widest name, status and region, in columns.
    column_widths: [usize; 3],
}

/// The text of a domain that the filter searches.
#[derive(Clone, PartialEq, Eq)]
struct SearchText {
    name: Utf32String,
    /// The Unicode form of the name, if it differs.
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
            status_and_region: format!("{} {region}", domain.status.label()).to_lowercase(),
        }
    }
}

impl DomainRows {
    /// Recomputes the rows as far as the list, the order or the filter has changed. Returns whether any has.
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
        for index in self.sorted_indices.iter() {
            let Some(score) = self.search_texts.get(*index).and_then(|text| pattern.score(text, &mut matcher)) else {
                continue;
            };
            if score > best.1 {
                best = (rows.len(), score);
            }
            rows.push(*index);
        }
        self.rows = rows;
        self.best_match = best.0;
        self.groups.clear();
        if self.sort_order == SortOrder::Attention {
            let attentions: Vec<Attention> =
                self.rows.iter().filter_map(|index| self.domains().get(*index)).map(Attention::from_domain).collect();
            for (row, attention) in attentions.into_iter().enumerate() {
                if self.groups.last().is_none_or(|(last, _)| *last != attention) {
                    self.groups.push((attention, row));
                }
            }
        }
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the domain of a row.
    pub fn get(&self, row: usize) -> Option<&SendingDomain> {
        self.rows.get(row).and_then(|index| self.domains().get(*index))
    }

    /// Returns the row of a domain. An id may be missing, so the name must match as well.
    pub fn row_of(&self, domain: &SendingDomain) -> Option<usize> {
        (0..self.len())
            .find(|row| self.get(*row).is_some_and(|other| (&other.id, &other.name) == (&domain.id, &domain.name)))
    }

    /// Returns the groups, each with the index of its first row; empty unless sorted by [`SortOrder::Attention`].
    pub fn groups(&self) -> &[(Attention, usize)] {
        &self.groups
    }

    /// Returns the number of rows in the group with this index.
    pub fn group_size(&self, index: usize) -> usize {
        let first = |index: usize| self.groups.get(index).map(|(_, first)| *first);
        first(index).map_or(0, |start| first(index.saturating_add(1)).unwrap_or(self.len()).saturating_sub(start))
    }

    /// Returns the index of the row that matches the filter best.
    pub const fn best_match(&self) -> usize {
        self.best_match
    }

    /// Returns the widths of the widest name, status and region of the whole list, in columns.
    pub const fn column_widths(&self) -> [usize; 3] {
        self.column_widths
    }

    /// Returns the indices of the characters that the filter matches in a text.
    pub fn match_indices(&self, text: &str) -> Vec<usize> {
        FilterPattern::parse(&self.filter).match_indices(text)
    }
}

fn column_widths(domains: &[SendingDomain]) -> [usize; 3] {
    let region = |domain: &SendingDomain| domain.region.as_ref().map_or(0, |region| width(&region.sanitized()));
    domains.iter().fold([0; 3], |[names, statuses, regions], domain| {
        [
            names.max(width(&domain.name.sanitized())),
            statuses.max(width(&domain.status.label())),
            regions.max(region(domain)),
        ]
    })
}

/// Returns the list indices in this order; equal domains are sorted by name.
fn sort_indices(domains: &[SendingDomain], order: SortOrder) -> Arc<[usize]> {
    let domain = |index: &usize| domains.get(*index);
    let mut indices: Vec<usize> = (0..domains.len()).collect();
    indices.sort_by_cached_key(|index| domain(index).map(|domain| domain.name.raw().to_lowercase()));
    match order {
        SortOrder::Name => {}
        SortOrder::Attention => indices.sort_by_key(|index| domain(index).map(Attention::from_domain)),
        SortOrder::Status => {
            indices.sort_by_cached_key(|index| domain(index).map(|domain| domain.status.label()));
        }
        SortOrder::Newest => indices.sort_by_key(|index| Reverse(domain(index).and_then(|domain| domain.created_at))),
    }
    indices.into()
}

/// The parsed filter. Every word must match.
struct FilterPattern {
    words: Vec<(Atom, String)>,
}

impl FilterPattern {
    fn parse(filter: &str) -> Self {
        let atom = |word: &str| Atom::new(word, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
        Self { words: filter.split_whitespace().map(|word| (atom(word), word.to_lowercase())).collect() }
    }

    /// Returns how well a domain matches; `None` if it does not. A word matches if the name contains its letters in
    /// order (a fuzzy match), or if the status or the region contains the word.
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
                marks.extend(found.into_iter().filter_map(|index| usize::try_from(index).ok()));
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
        assert!(!listing.refresh(Some(&list), order, filter), "no changes");
        listing
    }

    fn names(listing: &DomainRows) -> Vec<&str> {
        (0..listing.len()).filter_map(|row| listing.get(row)).map(|domain| domain.name.raw()).collect()
    }

    #[test]
    fn the_list_has_the_chosen_order() {
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
    fn domains_with_the_same_attention_are_grouped() {
        let listing = listing(SortOrder::Attention, "");
        let groups = [
            (Attention::Failed, 0),
            (Attention::RecordsToPublish, 1),
            (Attention::Recommended, 2),
            (Attention::Ready, 3),
        ];
        assert_eq!(listing.groups(), groups);
        assert_eq!((0..5).map(|group| listing.group_size(group)).collect::<Vec<_>>(), [1, 1, 1, 1, 0]);
    }

    #[test]
    fn letters_of_the_name_in_their_order_match_and_words_of_status_and_region() {
        assert_eq!(names(&listing(SortOrder::Name, "mlex")), ["mail.example.com"]);
        assert_eq!(names(&listing(SortOrder::Name, "eu-cen WAITING")), ["mail.example.com"]);
        assert_eq!(names(&listing(SortOrder::Name, "münchen")), ["xn--mnchen-3ya.de"]);
        assert_eq!(names(&listing(SortOrder::Name, "zzz")), Vec::<&str>::new());
        assert_eq!(listing(SortOrder::Name, "mlex").match_indices("mail.example.com"), [0, 3, 5, 6]);
        let shop = listing(SortOrder::Name, "shop");
        assert_eq!(shop.get(shop.best_match()).map(|domain| domain.name.raw()), Some("Shop.example.org"));
    }
}
