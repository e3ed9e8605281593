//! The state of the Region step, and its rows.

use crate::core::domain_name::DomainName;
use crate::core::region::{KNOWN_REGIONS, Region, RegionKey};
use crate::wizard::field::TextField;
use crate::wizard::session::Session;

/// The Region step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionScreen {
    /// The current session.
    pub session: Session,
    /// The domain that will be added.
    pub name: DomainName,
    /// Whether the person picks a listed region or types another.
    pub mode: RegionMode,
    /// The server's error message about the region that was sent.
    pub error: Option<String>,
}

/// How the person chooses a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionMode {
    /// From the list.
    List {
        /// The filter over the list.
        filter: TextField,
        /// The index of the selected row among the matching rows.
        cursor: usize,
    },
    /// Any other region, after "Other…" was chosen.
    Other {
        /// The field of the region key.
        field: TextField,
    },
}

impl RegionScreen {
    /// Returns the matching rows and the index of the selected one.
    pub fn rows(&self) -> (Vec<RegionChoice>, usize) {
        match &self.mode {
            RegionMode::List { filter, cursor } => {
                let rows = matching_regions(filter.text());
                let cursor = (*cursor).min(rows.len().saturating_sub(1));
                (rows, cursor)
            }
            RegionMode::Other { .. } => {
                let rows = RegionChoice::all();
                let last = rows.len().saturating_sub(1);
                (rows, last)
            }
        }
    }

    /// Switches to "Other…" with this key in the field.
    pub(in crate::wizard) fn prefill_other(&mut self, key: &str) {
        self.mode = RegionMode::Other { field: TextField::with_text(key) };
    }
}

/// A row of the Region step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RegionChoice {
    /// The project's primary region.
    #[default]
    Primary,
    /// A known region, by its index in [`KNOWN_REGIONS`].
    Known(usize),
    /// Any other region, whose key the user types.
    Other,
}

impl RegionChoice {
    /// Returns all rows in their order on screen.
    pub fn all() -> Vec<Self> {
        let known = (0..KNOWN_REGIONS.len()).map(Self::Known);
        std::iter::once(Self::Primary).chain(known).chain(std::iter::once(Self::Other)).collect()
    }

    /// Returns the region of the row; `None` if the user must type it.
    pub fn region(self) -> Option<Region> {
        match self {
            Self::Primary => Some(Region::Primary),
            Self::Known(index) => {
                let (key, _) = KNOWN_REGIONS.get(index)?;
                RegionKey::parse(key).ok().map(Region::Key)
            }
            Self::Other => None,
        }
    }

    /// Returns the row of a region.
    pub fn from_region(region: &Region) -> Self {
        match region {
            Region::Primary => Self::Primary,
            Region::Key(key) => {
                KNOWN_REGIONS.iter().position(|(known, _)| *known == key.as_str()).map_or(Self::Other, Self::Known)
            }
        }
    }

    /// Returns the two columns of the row, which are key and name.
    pub fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Primary => ("Project default", "as set in AutoSend"),
            Self::Known(index) => KNOWN_REGIONS.get(index).copied().unwrap_or_default(),
            Self::Other => ("Other…", "enter a region ID"),
        }
    }
}

/// Returns the rows whose key or name contains every word of the filter, ignoring case. "Other…" always matches, since
/// any key may be valid.
pub fn matching_regions(filter: &str) -> Vec<RegionChoice> {
    RegionChoice::all()
        .into_iter()
        .filter(|choice| {
            *choice == RegionChoice::Other || {
                let (key, name) = choice.columns();
                contains_all_words(&format!("{key} {name}"), filter)
            }
        })
        .collect()
}

/// Whether the text contains every word of the filter, ignoring case.
fn contains_all_words(text: &str, filter: &str) -> bool {
    let text = text.to_lowercase();
    filter.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_filters_by_id_and_by_name() {
        assert_eq!(matching_regions(""), RegionChoice::all());
        assert_eq!(matching_regions("frank"), [RegionChoice::Known(3), RegionChoice::Other]);
        assert_eq!(matching_regions("US east"), [RegionChoice::Known(0), RegionChoice::Known(1), RegionChoice::Other]);
        assert_eq!(matching_regions("mars"), [RegionChoice::Other]);
    }

    #[test]
    fn each_region_has_its_choice() {
        for choice in RegionChoice::all() {
            if let Some(region) = choice.region() {
                assert_eq!(RegionChoice::from_region(&region), choice);
            }
        }
        let other = RegionKey::parse("sa-east-1").map(Region::Key);
        assert_eq!(other.as_ref().map(RegionChoice::from_region), Ok(RegionChoice::Other));
    }
}
