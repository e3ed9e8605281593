//! The parts that screens are put together from.

mod column;
mod field;
mod table;
mod words;

pub(super) use column::{Column, spinner};
pub(super) use field::Field;
pub(super) use table::{MARKER, Rows, SPACING, bar, cell};
pub(super) use words::{behind, hanging, paragraph, signed};
