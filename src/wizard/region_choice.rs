//! The rows of the Region step, and the filter over them.

use crate::core::region::{KNOWN_REGIONS, Region, RegionKey};

/// A row of the Region step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RegionChoice {
    /// The project's primary region.
    #[default]
    Primary,
    /// One of the known regions, by its place in [`KNOWN_REGIONS`].
    Known(usize),
    /// Any other, to be typed.
    Other,
}

impl RegionChoice {
    /// Every row, in the order shown.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let known = (0..KNOWN_REGIONS.len()).map(Self::Known);
        std::iter::once(Self::Primary).chain(known).chain(std::iter::once(Self::Other)).collect()
    }

    /// The region that the row stands for, unless it is still to be typed.
    #[must_use]
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

    /// The row for a region.
    #[must_use]
    pub fn from_region(region: &Region) -> Self {
        match region {
            Region::Primary => Self::Primary,
            Region::Key(key) => {
                KNOWN_REGIONS.iter().position(|(known, _)| *known == key.as_str()).map_or(Self::Other, Self::Known)
            }
        }
    }

    /// The two columns of the row: key and name.
    #[must_use]
    pub fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Primary => ("Project's primary region", "AutoSend takes the region set in the project"),
            Self::Known(index) => KNOWN_REGIONS.get(index).copied().unwrap_or_default(),
            Self::Other => ("Other…", "type the key of another region"),
        }
    }
}

/// The rows that match what was typed: every word of it occurs in the key or the name, in any case. "Other…" is
/// always there, since any key may be right.
#[must_use]
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

/// Whether every word of the filter occurs in the text, in any case.
pub(in crate::wizard) fn contains_all_words(text: &str, filter: &str) -> bool {
    let text = text.to_lowercase();
    filter.split_whitespace().all(|word| text.contains(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_narrows_by_key_and_by_name() {
        assert_eq!(matching_regions(""), RegionChoice::all());
        assert_eq!(matching_regions("frank"), [RegionChoice::Known(3), RegionChoice::Other]);
        assert_eq!(matching_regions("US east"), [RegionChoice::Known(0), RegionChoice::Known(1), RegionChoice::Other]);
        assert_eq!(matching_regions("mars"), [RegionChoice::Other]);
    }

    #[test]
    fn rows_and_regions_agree() {
        for choice in RegionChoice::all() {
            if let Some(region) = choice.region() {
                assert_eq!(RegionChoice::from_region(&region), choice);
            }
        }
        let other = RegionKey::parse("sa-east-1").map(Region::Key);
        assert_eq!(other.as_ref().map(RegionChoice::from_region), Ok(RegionChoice::Other));
    }
}
