//! The widgets of the screens.

mod column;
mod input_field;
mod scrollbar;
mod table;
mod text;

pub(super) use column::{Column, spinner_lines};
pub(super) use input_field::InputField;
pub(super) use scrollbar::{ScrollWindow, draw_scrollbar};
pub(super) use table::{COLUMN_SPACING, MARKER_WIDTH, SelectTable, cell, spread_columns};
pub(super) use text::{hanging_paragraph, icon_paragraph, paragraph, prefix_lines};
