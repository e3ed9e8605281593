//! The state of the Region step, and its rows.

use crate::core::domain_name::DomainName;
use crate::core::region::{KNOWN_REGIONS, Region, RegionKey, short_name};
use crate::wizard::field::TextField;
use crate::wizard::picker::{Picker, PickerRow, matching_rows};
use crate::wizard::session::Session;

/// The Region step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionScreen {
    /// The current session.
    pub session: Session,
    /// The domain that will be added.
    pub name: DomainName,
    /// The region that was chosen last.
    pub last: RegionChoice,
    /// Whether the person picks a listed region or types another.
    pub mode: RegionMode,
    /// The server's error message about the region that was sent.
    pub error: Option<String>,
}

/// How the person chooses a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegionMode {
    /// From the list.
    List(Picker),
    /// Any other region, after "Other…" was chosen.
    Other {
        /// The field of the region key.
        field: TextField,
    },
}

impl RegionScreen {
    /// Returns the rows that match the filter.
    pub fn rows(&self) -> Vec<PickerRow<RegionChoice>> {
        match &self.mode {
            RegionMode::List(picker) => matching_rows(region_rows(self.last), picker.filter.text()),
            RegionMode::Other { .. } => Vec::new(),
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

/// Returns all rows, the last choice on top. "Other…" is always there, since any key may be valid.
pub fn region_rows(last: RegionChoice) -> Vec<PickerRow<RegionChoice>> {
    let known = (0..KNOWN_REGIONS.len()).map(RegionChoice::Known);
    let mut choices: Vec<RegionChoice> = std::iter::once(RegionChoice::Primary).chain(known).collect();
    // It moves up; the order of the others stays.
    if let Some(index) = choices.iter().position(|choice| *choice == last) {
        choices[..=index].rotate_right(1);
    }
    choices.push(RegionChoice::Other);
    choices.into_iter().map(region_row).collect()
}

fn region_row(choice: RegionChoice) -> PickerRow<RegionChoice> {
    let (label, note) = choice.columns();
    let short_note = match choice {
        RegionChoice::Primary => "as set there",
        RegionChoice::Known(_) => short_name(label),
        RegionChoice::Other => "enter an ID",
    };
    PickerRow {
        note: note.to_owned(),
        short_note,
        is_pinned: choice == RegionChoice::Other,
        ..PickerRow::new(choice, label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<RegionChoice> {
        region_rows(RegionChoice::Primary).into_iter().map(|row| row.value).collect()
    }

    #[test]
    fn the_last_choice_is_on_top_and_any_other_at_the_end() {
        use RegionChoice::{Known, Other, Primary};
        assert_eq!(all(), [Primary, Known(0), Known(1), Known(2), Known(3), Other]);
        for last in [Known(3), Other] {
            let rows: Vec<_> = region_rows(last).into_iter().map(|row| row.value).collect();
            assert_eq!((rows[0], rows[5]), (if last == Other { Primary } else { last }, Other));
        }
    }

    #[test]
    fn every_known_region_has_a_short_name() {
        let names: Vec<_> = KNOWN_REGIONS.iter().map(|(key, _)| short_name(key)).collect();
        assert!(names.iter().all(|name| !name.is_empty() && name.len() <= 20), "{names:?}");
    }

    #[test]
    fn rows_and_regions_agree() {
        for choice in all() {
            if let Some(region) = choice.region() {
                assert_eq!(RegionChoice::from_region(&region), choice);
            }
        }
        let other = RegionKey::parse("sa-east-1").map(Region::Key);
        assert_eq!(other.as_ref().map(RegionChoice::from_region), Ok(RegionChoice::Other));
    }
}
