//! A model drawn in a window of some size.

use std::fmt::Write as _;

use autosend_domains::ui::{Styles, view};
use autosend_domains::wizard::Model;
use ratatui::Terminal;
use ratatui::backend::{Backend as _, TestBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::support::styled_dump;

/// A frame, and the cursor where it is shown.
pub(super) struct Drawn {
    pub(super) buffer: Buffer,
    pub(super) cursor: Option<Position>,
}

/// Draws the model in a window of this size.
pub(super) fn draw(model: &Model, styles: &Styles, (columns, rows): (u16, u16)) -> Drawn {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let mut cursor = None;
    let frame = terminal.draw(|frame| view(model, styles, frame)).unwrap();
    let buffer = frame.buffer.clone();
    if terminal.backend().cursor_visible() {
        cursor = terminal.backend_mut().get_cursor_position().ok();
    }
    Drawn { buffer, cursor }
}

/// The frame as text with its styles, and where the cursor is.
pub(super) fn styled_dump(drawn: &Drawn) -> String {
    let mut dump = styled_dump::styled_dump(&drawn.buffer);
    if let Some(Position { x, y }) = drawn.cursor {
        let _ = writeln!(dump, "cursor at column {x} of row {y}");
    }
    dump
}

/// The text of a frame.
pub(super) fn text(drawn: &Drawn) -> String {
    styled_dump::buffer_text(&drawn.buffer)
}
